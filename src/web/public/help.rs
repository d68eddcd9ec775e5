//! How to use the portal, step by step.

use askama::Template;
use axum::response::Response;

use crate::web::{error::Result, filters, ui::Ui};

#[derive(Template)]
#[template(path = "public/help.html")]
struct HelpPage;

/// `GET /tro-giup`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui) -> Result<Response> {
    ui.page(&HelpPage)
}
