//! `/bien-lai`: whether a receipt holds, for whoever has it in hand: by the code printed on it, typed or out of its QR code. The page
//! says no more than the paper does, and the payer's name in a part only.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::{context::App, receipt_paper},
    domain::{party::FieldError, receipt::CheckCode, receipt_chain::State as Standing},
    store::receipt::Receipt,
    web::{
        error::Result,
        filters,
        form::{FieldErrors, field_message},
        ui::Ui,
    },
};

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CheckQuery {
    /// The code.
    ma: String,
}

/// The page.
#[derive(Template)]
#[template(path = "public/receipt.html")]
struct CheckPage {
    typed: String,
    errors: FieldErrors,
    is_unknown: bool,
    found: Option<Found>,
}

struct Found {
    receipt: Receipt,
    name: String,
    state: Standing,
    tone: &'static str,
    holds: crate::domain::money::Vnd,
    followers: Vec<String>,
}

/// Shows it.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<CheckQuery>) -> Result<Response> {
    let mut page = CheckPage { typed: query.ma, errors: FieldErrors::none(), is_unknown: false, found: None };
    if page.typed.trim().is_empty() {
        return ui.page(&page);
    }
    let Ok(code) = CheckCode::parse(&page.typed) else {
        page.errors.add("ma", field_message(FieldError::CheckCode));
        return ui.again(&page);
    };
    page.found = receipt_paper::checked(&app, &code).await?.map(found);
    page.is_unknown = page.found.is_none();
    ui.page(&page)
}

fn found(receipt: Receipt) -> Found {
    let link = receipt.link();
    let tone = match link.state() {
        Standing::Issued => "ok",
        Standing::Adjusted => "warn",
        Standing::Replaced | Standing::Cancelled => "err",
    };
    Found {
        name: receipt.name.to_string(),
        state: link.state(),
        tone,
        holds: link.holds(),
        followers: receipt.marks.iter().filter_map(|mark| mark.by_name.clone()).collect(),
        receipt,
    }
}
