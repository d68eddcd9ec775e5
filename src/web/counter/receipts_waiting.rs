//! `/mot-cua/bien-lai/chua-phat-hanh`: payments that have no receipt that holds, why, what to do, and trying again.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    receipts::{cursor, mark},
    unreceipted::{self, Unreceipted},
};
use crate::{
    app::{self, context::App, receipt_write, secrets},
    domain::{actor::Actor, ids::AgencyCode, receipt_missing::Missing, status::Role},
    i18n::Message,
    store,
    web::{cash::office, desk::place::Side, error::Result, filters, form::Checked, paths, ui::Ui},
};

const PAGE: usize = 50;

/// Which of them, and where the page begins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WaitingQuery {
    #[serde(rename = "don-vi")]
    agency: String,
    #[serde(rename = "ly-do")]
    why: String,
    sau: String,
}

/// What is sent.
#[derive(Clone, Debug, Deserialize)]
pub struct AgainForm {
    form_key: Uuid,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/receipts_waiting.html")]
struct WaitingPage {
    back: (&'static str, &'static str),
    unreceipted: Unreceipted,
    why: Option<Missing>,
    rows: Vec<Line>,
    all: String,
    /// Another try by whoever looks at it may help.
    can_try: bool,
    form_key: String,
    /// Nothing can be signed.
    no_certificate: bool,
    next: String,
}

struct Line {
    row: store::receipt_missing::Unreceipted,
    why: Missing,
    /// The page of the dossier; empty for who is no cashier there and may not see it.
    dossier: String,
    /// The page of the receipt; empty for who cannot do anything with it.
    receipt: String,
}

/// Shows them: of the agencies whose money is in sight, or of one of them; for every reason, or for one.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<WaitingQuery>) -> Result<Response> {
    let actor = ui.actor()?;
    let mut seen = office::seen_by(actor, &*app.reference().await?);
    if !query.agency.is_empty() {
        seen = vec![office::chosen(&seen, &query.agency)?];
    }
    let agencies: Vec<String> = seen.iter().map(|code| code.as_str().to_owned()).collect();
    let can_sign = receipt_write::can_sign(&app);
    let why = Missing::parse(&query.why).map(|why| why.seen(can_sign));
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = store::receipt_missing::list(&app.db, &agencies, why, cursor(&query.sau), most).await?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let chosen = Some(query.agency.as_str()).filter(|code| !code.is_empty());
    let next = rows.last().filter(|_| is_more).map_or_else(String::new, |last| {
        let WaitingQuery { agency, .. } = &query;
        let (agency, why) = (paths::encode(agency), why.map(Missing::key).unwrap_or_default());
        let address =
            format!("{}?don-vi={agency}&ly-do={why}&sau={}", paths::RECEIPTS_WAITING, mark(last.at, last.id));
        ui.locale().path(&address)
    });
    let rows: Vec<Line> = rows.into_iter().map(|row| line(actor, row, can_sign)).collect();
    let is_cashier = actor.is(Role::Cashier);
    ui.page(&WaitingPage {
        back: if is_cashier { (paths::RECEIPTS, "receipt-list-title") } else { (paths::CASH, "cash-title") },
        unreceipted: unreceipted::of(&app, &agencies, chosen).await?,
        all: chosen.map_or_else(
            || paths::RECEIPTS_WAITING.to_owned(),
            |code| format!("{}?don-vi={}", paths::RECEIPTS_WAITING, paths::encode(code)),
        ),
        can_try: is_cashier && rows.iter().any(|line| line.why.can_be_tried()),
        form_key: secrets::form_key().to_string(),
        no_certificate: !can_sign,
        why,
        rows,
        next,
    })
}

fn line(actor: &Actor, row: store::receipt_missing::Unreceipted, can_sign: bool) -> Line {
    let is_cashier = AgencyCode::parse(&row.agency).is_ok_and(|agency| actor.holds(Role::Cashier, &agency));
    let receipt = row.receipt.filter(|_| is_cashier);
    Line {
        why: row.why.seen(can_sign),
        dossier: if is_cashier { Side::Counter.dossier(&row.code) } else { String::new() },
        receipt: receipt.map(|id| paths::fill(paths::RECEIPT, &[&id.to_string()])).unwrap_or_default(),
        row,
    }
}

/// Tries again.
/// # Errors
/// What the store reports.
pub async fn again(ui: Ui, State(app): State<App>, Checked(form): Checked<AgainForm>) -> Result<Response> {
    let count = app::receipts::again(&app, ui.actor()?, form.form_key).await?;
    Ok(ui.done(paths::RECEIPTS_WAITING, Message::new("receipt-waiting-tried").with("count", count)))
}
