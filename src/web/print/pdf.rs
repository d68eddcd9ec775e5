//! The papers as PDF, shown in the browser: form 01, form 02 of each request, form 03, receipts.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use uuid::Uuid;

use crate::{
    app::{self, context::App, print::Sheet, receipt_paper},
    domain::{ids::DossierCode, receipt_chain},
    web::{
        error::{Error, Result},
        ui::Ui,
    },
};

/// Form 01.
/// # Errors
/// [`Error::NotFound`] before acceptance, or when the dossier is not visible.
pub async fn slip(ui: Ui, State(app): State<App>, Path(code): Path<DossierCode>) -> Result<Response> {
    let pdf = app::print::pdf(&app, &ui.scope()?, &code, Sheet::Slip).await?;
    inline(pdf, &format!("giay-hen-{code}"))
}

/// Form 02 of the request with this number.
/// # Errors
/// [`Error::NotFound`] when there is no such request, or the dossier is not visible.
pub async fn supplement(
    ui: Ui,
    State(app): State<App>,
    Path((code, round)): Path<(DossierCode, i32)>,
) -> Result<Response> {
    let pdf = app::print::pdf(&app, &ui.scope()?, &code, Sheet::Supplement(round)).await?;
    inline(pdf, &format!("bo-sung-{round}-{code}"))
}

/// Form 03.
/// # Errors
/// [`Error::NotFound`] when the dossier was not refused, or is not visible.
pub async fn refusal(ui: Ui, State(app): State<App>, Path(code): Path<DossierCode>) -> Result<Response> {
    let pdf = app::print::pdf(&app, &ui.scope()?, &code, Sheet::Refusal).await?;
    inline(pdf, &format!("tu-choi-{code}"))
}

/// A receipt, signed.
/// # Errors
/// [`Error::NotFound`] for who neither sees the dossier nor gives its receipts.
pub async fn receipt(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let (receipt, pdf) = receipt_paper::pdf(&app, ui.actor()?, id).await?;
    // The paper says what it said when it was signed; what became of it since stands in its name.
    let state = match receipt.link().state() {
        receipt_chain::State::Issued => "",
        receipt_chain::State::Replaced => "-bi-thay-the",
        receipt_chain::State::Adjusted => "-da-dieu-chinh",
        receipt_chain::State::Cancelled => "-da-huy",
    };
    inline(pdf, &format!("bien-lai-{}-{}{state}", receipt.name.symbol, receipt.name.number))
}

/// Dossier codes are letters, digits, dots and dashes: safe in a header.
fn inline(pdf: Vec<u8>, name: &str) -> Result<Response> {
    let disposition = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\""))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, pdf).into_response())
}
