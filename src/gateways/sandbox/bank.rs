//! The bank: somebody transfers money to an account of the province, by the code of a picture or by typing; the portal is told at
//! once, and the day's statement lists it.

use askama::Template;
use axum::{
    Json,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::Form;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{book::Line, faults::Faults, qr, state::Sandbox};
use crate::domain::money::Vnd;

/// Việt Nam's clocks.
const AHEAD: i32 = 7 * 3600;

/// Money that somebody transfers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Transfer {
    /// To which account.
    pub account: String,
    /// How much.
    pub amount: Vnd,
    /// What they write.
    pub memo: String,
    /// Their name.
    pub payer_name: String,
    /// Their account.
    pub payer_account: String,
    /// When; now when absent.
    pub at: Option<DateTime<Utc>>,
    /// What goes wrong with telling the portal.
    pub faults: Faults,
}

#[derive(Serialize)]
struct Transferred {
    transaction: String,
}

/// `POST /bank/transfer`, as JSON.
pub(super) async fn transfer(State(sandbox): State<Sandbox>, Json(transfer): Json<Transfer>) -> Response {
    match sandbox.transfer(transfer) {
        Some(line) => Json(Transferred { transaction: line.number }).into_response(),
        None => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    account: String,
    amount: String,
    memo: String,
    payer: String,
}

#[derive(Template)]
#[template(path = "sandbox/bank.html")]
struct BankPage<'a> {
    typed: &'a Typed,
    unreadable: bool,
    done: Option<&'a Line>,
}

/// `GET /bank`.
pub(super) async fn show(Query(typed): Query<Typed>) -> Response {
    page(StatusCode::OK, &BankPage { typed: &typed, unreadable: false, done: None })
}

/// `POST /bank`, the form of the page.
pub(super) async fn typed(State(sandbox): State<Sandbox>, Form(typed): Form<Typed>) -> Response {
    match read(&typed).and_then(|transfer| sandbox.transfer(transfer)) {
        Some(line) => {
            let empty = Typed::default();
            page(StatusCode::OK, &BankPage { typed: &empty, unreadable: false, done: Some(&line) })
        }
        None => {
            page(StatusCode::UNPROCESSABLE_ENTITY, &BankPage { typed: &typed, unreadable: true, done: None })
        }
    }
}

/// The picture's text; what is typed beside it wins.
fn read(typed: &Typed) -> Option<Transfer> {
    let code = typed.code.trim();
    let scanned = if code.is_empty() { qr::Scanned::default() } else { qr::read(code)? };
    let wins = |typed: &str, scanned: String| {
        if typed.trim().is_empty() { scanned } else { typed.trim().to_owned() }
    };
    let amount: String = typed.amount.chars().filter(char::is_ascii_digit).collect();
    let amount = if amount.is_empty() { scanned.amount? } else { Vnd::new(amount.parse().ok()?).ok()? };
    Some(Transfer {
        account: wins(&typed.account, scanned.account),
        amount,
        memo: wins(&typed.memo, scanned.purpose),
        payer_name: typed.payer.trim().to_owned(),
        ..Transfer::default()
    })
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    account: Option<String>,
    day: Option<NaiveDate>,
}

/// `GET /bank/statement.csv`: what came, on one day and one account when they are named.
pub(super) async fn statement(State(sandbox): State<Sandbox>, Query(wanted): Query<Wanted>) -> Response {
    match sandbox.statement(wanted.account.as_deref(), wanted.day) {
        Some(csv) => ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], csv).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn page(status: StatusCode, shown: &impl Template) -> Response {
    match shown.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Sandbox {
    /// Money comes: a line of the statement and a message to the portal. Nothing when there is no account or no amount.
    #[expect(clippy::must_use_candidate, reason = "the portal is told, and most callers look there")]
    pub fn transfer(&self, transfer: Transfer) -> Option<Line> {
        let Transfer { account, amount, memo, payer_name, payer_account, at, faults } = transfer;
        if account.is_empty() || amount.is_zero() {
            return None;
        }
        let at = at.unwrap_or_else(|| self.now());
        let line = {
            let mut book = self.book();
            let number = book.number("FT");
            let line = Line { account, number, amount, at, memo, payer_name, payer_account };
            book.lines.push(line.clone());
            line
        };
        self.tell_bank(&line, faults);
        Some(line)
    }

    /// The statement as a bank writes it: Vietnamese headings, `26/11/2026 15:07:33`, whole đồng.
    #[must_use]
    pub fn statement(&self, account: Option<&str>, day: Option<NaiveDate>) -> Option<Vec<u8>> {
        let zone = FixedOffset::east_opt(AHEAD)?;
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record([
            "Ngày giao dịch",
            "Số giao dịch",
            "Tài khoản",
            "Ghi nợ",
            "Ghi có",
            "Nội dung",
            "Người chuyển",
            "Tài khoản chuyển",
        ])
        .ok()?;
        let lines = self.book().lines.clone();
        for line in lines {
            let at = line.at.with_timezone(&zone);
            let other_account = account.is_some_and(|account| account != line.account);
            if other_account || day.is_some_and(|day| day != at.date_naive()) {
                continue;
            }
            let (at, amount) = (at.format("%d/%m/%Y %H:%M:%S").to_string(), line.amount.dong().to_string());
            let record = [
                &at,
                &line.number,
                &line.account,
                "0",
                &amount,
                &line.memo,
                &line.payer_name,
                &line.payer_account,
            ];
            csv.write_record(record).ok()?;
        }
        csv.into_inner().ok()
    }
}
