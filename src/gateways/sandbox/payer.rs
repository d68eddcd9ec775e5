//! The page on which the payer decides what happens, as the page of a bank would be.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::{
    book::{Said, Standing, Transaction},
    faults::Faults,
    state::Sandbox,
};
use crate::gateways::payment::messages::codes;

/// What the payer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Pays.
    Pay,
    /// Is refused by the bank.
    Refuse,
    /// Gives up, and says so.
    Cancel,
    /// Closes the window: nobody hears of it.
    Close,
    /// Is refused, and pays after all a little later.
    Late,
    /// Pays less than was asked for.
    Less,
    /// Pays more.
    More,
    /// Pays, and the message about it never comes.
    Lost,
    /// Pays, and the message about it comes three times.
    Thrice,
}

/// How much less or more.
const OFF: i64 = 1_000;

#[derive(Deserialize)]
pub(super) struct Answer {
    choice: Choice,
}

#[derive(Template)]
#[template(path = "sandbox/pay.html")]
struct PayPage<'a> {
    reference: &'a str,
    about: &'a str,
    amount: i64,
    agency: &'a str,
    paid: bool,
    refused: bool,
    return_url: &'a str,
}

#[derive(Template)]
#[template(path = "sandbox/closed.html")]
struct ClosedPage {
    known: bool,
}

/// `GET /pay/{reference}`.
pub(super) async fn show(State(sandbox): State<Sandbox>, Path(reference): Path<String>) -> Response {
    let found = sandbox.book().transactions.get(&reference).cloned();
    let Some(Transaction { init, amount, standing, .. }) = found else {
        return page(StatusCode::NOT_FOUND, &ClosedPage { known: false });
    };
    let shown = PayPage {
        reference: &reference,
        about: &init.about,
        amount: amount.dong(),
        agency: &init.receipt.agency_name,
        paid: matches!(standing, Standing::Paid(_)),
        refused: matches!(standing, Standing::Refused(_)),
        return_url: &init.return_url,
    };
    page(StatusCode::OK, &shown)
}

/// `POST /pay/{reference}`.
pub(super) async fn choose(
    State(sandbox): State<Sandbox>,
    Path(reference): Path<String>,
    Form(answer): Form<Answer>,
) -> Response {
    let found = sandbox.book().transactions.get(&reference).map(|t| t.init.return_url.clone());
    let Some(return_url) = found else { return page(StatusCode::NOT_FOUND, &ClosedPage { known: false }) };
    let said = sandbox.payer(&reference, answer.choice);
    if answer.choice == Choice::Close || return_url.is_empty() {
        return page(StatusCode::OK, &ClosedPage { known: true });
    }
    let code = said.map_or(codes::DONE, |said| said.code);
    let mark = if return_url.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{return_url}{mark}MaThamChieu={reference}&MaLoi={code}")).into_response()
}

fn page(status: StatusCode, shown: &impl Template) -> Response {
    match shown.render() {
        // Whoever comes back by the back button sees how it is now.
        Ok(html) => (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Sandbox {
    /// The payer does this. What was said of the payment first; nothing when there is no such payment, when it is paid already,
    /// or when the payer says nothing.
    #[expect(clippy::must_use_candidate, reason = "the portal is told, and most callers look there")]
    pub fn payer(&self, reference: &str, choice: Choice) -> Option<Said> {
        match choice {
            Choice::Pay => self.pays(reference, 0, |_| ()),
            Choice::Less => self.pays(reference, -OFF, |_| ()),
            Choice::More => self.pays(reference, OFF, |_| ()),
            Choice::Lost => self.pays(reference, 0, |faults| faults.lost = true),
            Choice::Thrice => self.pays(reference, 0, |faults| faults.copies = 3),
            Choice::Refuse => self.refused(reference, codes::REFUSED),
            Choice::Cancel => self.refused(reference, codes::CANCELLED),
            Choice::Close => None,
            Choice::Late => {
                let said = self.refused(reference, codes::REFUSED)?;
                let (me, reference) = (self.clone(), reference.to_owned());
                self.later(async move {
                    tokio::time::sleep(me.settings().late).await;
                    me.pays(&reference, 0, |_| ());
                });
                Some(said)
            }
        }
    }

    fn pays(&self, reference: &str, off: i64, change: impl FnOnce(&mut Faults)) -> Option<Said> {
        let now = self.now();
        let (mut transaction, said) = self.book().pay(reference, off, now)?;
        change(&mut transaction.faults);
        self.tell_success(&transaction, &said);
        Some(said)
    }

    fn refused(&self, reference: &str, code: &'static str) -> Option<Said> {
        let now = self.now();
        let (transaction, said) = self.book().refuse(reference, code, now)?;
        self.tell(&transaction, std::slice::from_ref(&said));
        Some(said)
    }
}
