//! `/mot-cua/bien-lai/{id}`: one receipt, what was done with it, and what can be done.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use crate::{
    app::{context::App, error::Error as AppError, receipt_change},
    domain::{
        money::Vnd,
        receipt_chain::{State as Standing, Step},
    },
    store::receipt::Receipt,
    web::{desk::place::Side, error::Result, filters, parts::FeeLine, paths, ui::Ui},
};

/// The page.
#[derive(Template)]
#[template(path = "counter/receipt.html")]
struct ReceiptPage {
    receipt: Receipt,
    name: String,
    state: Standing,
    tone: &'static str,
    holds: Vnd,
    lines: Vec<FeeLine>,
    about: Option<(String, String)>,
    done: Vec<Done>,
    offers: Vec<(Step, String)>,
}

/// Something that was done with it.
struct Done {
    mark: crate::store::receipt::MarkLine,
    href: String,
}

/// Shows it.
/// # Errors
/// [`crate::web::error::Error::NotFound`] for who is no cashier of its agency.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let receipt = receipt_change::receipt(&app, ui.actor()?, id).await?;
    let link = receipt.link();
    let href = |id: Uuid| paths::fill(paths::RECEIPT, &[&id.to_string()]);
    let mut offers = Vec::new();
    for step in Step::ALL {
        match receipt_change::may(&app, &receipt, *step).await {
            Ok(()) => offers.push((*step, address(*step, id))),
            Err(AppError::Receipt(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    ui.page(&ReceiptPage {
        name: receipt.name.to_string(),
        state: link.state(),
        tone: tone(link.state()),
        holds: link.holds(),
        lines: lines(&receipt),
        about: receipt.about.as_ref().map(|about| (about.name.to_string(), href(about.id))),
        done: receipt
            .marks
            .iter()
            .map(|mark| Done { href: mark.by_receipt.map_or_else(String::new, href), mark: mark.clone() })
            .collect(),
        offers,
        receipt,
    })
}

/// The lines of a receipt, for `ui::fees`.
pub(super) fn lines(receipt: &Receipt) -> Vec<FeeLine> {
    let line = |line: &crate::domain::receipt::ReceiptLine| FeeLine {
        name: line.name.clone(),
        amount: line.amount,
        basis: String::new(),
        ..FeeLine::default()
    };
    receipt.contents.lines.iter().map(line).collect()
}

/// Where a step is taken.
pub(super) fn address(step: Step, id: Uuid) -> String {
    let pattern = match step {
        Step::Replace => paths::RECEIPT_REPLACEMENT,
        Step::Adjust => paths::RECEIPT_ADJUSTMENT,
        Step::Cancel => paths::RECEIPT_CANCELLATION,
        Step::Again => paths::RECEIPT_AGAIN,
    };
    paths::fill(pattern, &[&id.to_string()])
}

/// The look of a state.
#[must_use]
pub const fn tone(state: Standing) -> &'static str {
    match state {
        Standing::Issued => "ok",
        Standing::Adjusted => "warn",
        Standing::Replaced => "neutral",
        Standing::Cancelled => "err",
    }
}
