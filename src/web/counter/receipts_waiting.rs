//! `/mot-cua/bien-lai/chua-phat-hanh`: payments that have no receipt, why, and trying again.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::receipts::{agencies, cursor, mark};
use crate::{
    app::{self, context::App, secrets},
    i18n::Message,
    store::{self, receipt_source::Waiting},
    web::{desk::place::Side, error::Result, filters, form::Checked, paths, ui::Ui},
};

const PAGE: usize = 50;

/// Where the page begins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WaitingQuery {
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
    rows: Vec<Waiting>,
    form_key: String,
    /// Nothing can be signed.
    no_certificate: bool,
    next: String,
}

/// Shows them.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<WaitingQuery>) -> Result<Response> {
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = store::receipt_source::waiting(&app.db, &agencies(&ui)?, cursor(&query.sau), most).await?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| is_more).map_or_else(String::new, |last| {
        ui.locale().path(&format!("{}?sau={}", paths::RECEIPTS_WAITING, mark(last.at, last.id)))
    });
    let no_certificate = !app::receipt_write::can_sign(&app);
    ui.page(&WaitingPage { rows, form_key: secrets::form_key().to_string(), no_certificate, next })
}

/// Tries again.
/// # Errors
/// What the store reports.
pub async fn again(ui: Ui, State(app): State<App>, Checked(form): Checked<AgainForm>) -> Result<Response> {
    let count = app::receipts::again(&app, ui.actor()?, form.form_key).await?;
    Ok(ui.done(paths::RECEIPTS_WAITING, Message::new("receipt-waiting-tried").with("count", count)))
}
