//! The platform's side that programs speak to: begin, ask, receipt.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;

use super::{
    bill,
    book::{Said, Standing, Transaction},
    faults::{Broken, Paper},
    state::Sandbox,
};
use crate::{
    domain::money::Vnd,
    gateways::payment::{
        messages::{Acknowledgement, CURRENCY, Init, InitAnswer, Outcome, Question, codes, kinds},
        seal::{self, Sealed},
    },
};

/// Bytes of a receipt that nobody should take.
const LONG: usize = 6 * 1024 * 1024;

/// `POST /init`.
pub(super) async fn begin(State(sandbox): State<Sandbox>, body: Bytes) -> Response {
    sandbox.book().counts.begun += 1;
    let init: Init = match read(&sandbox, &body, |init: &Init| &init.partner) {
        Ok(init) => init,
        Err(code) => return refusal(code),
    };
    let faults = sandbox.book().script.draw();
    if faults.init == Broken::Error {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let pay_url = format!("{}/pay/{}", sandbox.settings().own_url, init.reference);
    if let Err(code) = sandbox.book().begin(init, faults) {
        return refusal(code);
    }
    match broken(&sandbox, faults.init).await {
        Some(answer) => answer,
        None => {
            Json(InitAnswer { result: codes::DONE.to_owned(), words: String::new(), pay_url }).into_response()
        }
    }
}

/// `POST /query`.
pub(super) async fn query(State(sandbox): State<Sandbox>, body: Bytes) -> Response {
    sandbox.book().counts.asked += 1;
    let question: Question = match read(&sandbox, &body, |question: &Question| &question.partner) {
        Ok(question) => question,
        Err(code) => return refusal(code),
    };
    let (found, fault) = listen(&sandbox, &question.reference);
    if let Some(answer) = broken(&sandbox, fault).await {
        return answer;
    }
    let answer = match found {
        Some(transaction) => {
            let said = match &transaction.standing {
                Standing::Waiting => pending(&sandbox, transaction.amount),
                Standing::Refused(said) | Standing::Paid(said) => said.clone(),
            };
            sandbox.outcome(&transaction, &said, kinds::QUERY)
        }
        None => unknown(&sandbox, question.reference),
    };
    Json(answer).into_response()
}

/// The payment, and how the answer goes wrong this time.
fn listen(sandbox: &Sandbox, reference: &str) -> (Option<Transaction>, Broken) {
    let mut book = sandbox.book();
    let Some(transaction) = book.transactions.get_mut(reference) else { return (None, Broken::No) };
    let fault = if transaction.deaf > 0 { transaction.faults.query } else { Broken::No };
    transaction.deaf = transaction.deaf.saturating_sub(1);
    (Some(transaction.clone()), fault)
}

fn pending(sandbox: &Sandbox, amount: Vnd) -> Said {
    Said { number: String::new(), code: codes::PENDING, amount, at: sandbox.now() }
}

fn unknown(sandbox: &Sandbox, reference: String) -> Outcome {
    let outcome = Outcome {
        kind: kinds::QUERY.to_owned(),
        result: codes::UNKNOWN.to_owned(),
        partner: sandbox.settings().partner.clone(),
        reference,
        amount: "0".to_owned(),
        currency: CURRENCY.to_owned(),
        transaction: String::new(),
        bank: String::new(),
        at: seal::stamp(sandbox.now()),
        about: String::new(),
        code: String::new(),
    };
    seal::seal(outcome, &sandbox.settings().secret)
}

/// `POST /bill`.
pub(super) async fn bill(State(sandbox): State<Sandbox>, body: Bytes) -> Response {
    sandbox.book().counts.bills += 1;
    let question: Question = match read(&sandbox, &body, |question: &Question| &question.partner) {
        Ok(question) => question,
        Err(code) => return refusal(code),
    };
    let found = sandbox.book().transactions.get(&question.reference).cloned();
    match found.as_ref().map(|transaction| &transaction.standing) {
        Some(Standing::Paid(said)) => {
            let pdf = bill::pdf(&question.reference, &said.number, said.amount);
            let paper = found.as_ref().map_or(Paper::There, |transaction| transaction.faults.bill);
            printed(&sandbox, paper, pdf).await
        }
        Some(Standing::Waiting | Standing::Refused(_)) => refusal(codes::PENDING),
        None => refusal(codes::UNKNOWN),
    }
}

/// The receipt, or what comes in its place.
async fn printed(sandbox: &Sandbox, paper: Paper, mut pdf: Vec<u8>) -> Response {
    const PAGE: &str = "<html><script>alert(1)</script></html>";
    let as_pdf = |bytes: Vec<u8>| ([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response();
    match paper {
        Paper::There => as_pdf(pdf),
        Paper::NotYet => refusal(codes::PENDING),
        Paper::Unknown => refusal(codes::UNKNOWN),
        Paper::Error => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Paper::Silence => {
            tokio::time::sleep(sandbox.settings().silence).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Paper::Html => ([(header::CONTENT_TYPE, "text/html")], PAGE).into_response(),
        Paper::Disguised => as_pdf(PAGE.as_bytes().to_vec()),
        Paper::Long => {
            pdf.resize(LONG, b' ');
            as_pdf(pdf)
        }
    }
}

/// A message that is really the portal's; otherwise the code of what is wrong with it.
fn read<M: Sealed + DeserializeOwned>(
    sandbox: &Sandbox,
    body: &[u8],
    partner: impl Fn(&M) -> &String,
) -> Result<M, &'static str> {
    let message: M = serde_json::from_slice(body).map_err(|_| codes::UNREADABLE)?;
    if !seal::holds(&message, &sandbox.settings().secret) {
        return Err(codes::CODE);
    }
    if *partner(&message) != sandbox.settings().partner {
        return Err(codes::UNREADABLE);
    }
    Ok(message)
}

async fn broken(sandbox: &Sandbox, how: Broken) -> Option<Response> {
    match how {
        Broken::No => None,
        Broken::Error | Broken::ErrorAfterwards => Some(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        Broken::Garbage => Some("<html>502</html>".into_response()),
        Broken::Silence => {
            tokio::time::sleep(sandbox.settings().silence).await;
            Some(StatusCode::GATEWAY_TIMEOUT.into_response())
        }
    }
}

fn refusal(code: &str) -> Response {
    Json(Acknowledgement { result: code.to_owned(), words: String::new() }).into_response()
}
