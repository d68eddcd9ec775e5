//! The payment platform's receipt, passed on as a file to be kept: what another system sent is never shown inside a page of ours.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{
    app::{
        context::App,
        platform_bill::{self, Fetched, Why},
    },
    i18n::Message,
    web::{
        error::{Error, Result},
        paths,
        ui::Ui,
    },
};

/// `GET /thanh-toan/bien-lai/{reference}`: the file, or back to the page it was asked from with a word why there is none.
/// # Errors
/// [`Error::NotFound`] for who is neither the owner of the dossier nor a cashier of its agency.
pub async fn show(ui: Ui, State(app): State<App>, Path(reference): Path<String>) -> Result<Response> {
    let about = platform_bill::about(&app, ui.actor()?, &reference).await?;
    let said = match platform_bill::fetch(&app, ui.actor()?, &reference).await? {
        Fetched::Pdf(pdf) => return file(pdf, &reference),
        Fetched::No(Why::NotYet) => "platform-bill-later",
        Fetched::No(Why::None) => "platform-bill-unknown",
        Fetched::No(Why::Down) => "platform-bill-down",
        Fetched::No(Why::Unusable) => "platform-bill-unusable",
    };
    let page = if about.is_own { paths::MY_PAYMENT } else { paths::COUNTER_DOSSIER };
    Ok(ui.refused(&paths::fill(page, &[&about.code]), Message::new(said)))
}

/// References of tries are letters and digits: safe in a header.
fn file(pdf: Vec<u8>, reference: &str) -> Result<Response> {
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename=\"bien-lai-cong-thanh-toan-{reference}.pdf\""))
            .map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, pdf).into_response())
}
