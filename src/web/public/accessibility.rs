//! What was done so that everybody can use the portal, and what is still missing.

use askama::Template;
use axum::response::Response;

use crate::web::{error::Result, filters, ui::Ui};

#[derive(Template)]
#[template(path = "public/accessibility.html")]
struct AccessibilityPage;

/// `GET /tiep-can`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui) -> Result<Response> {
    ui.page(&AccessibilityPage)
}
