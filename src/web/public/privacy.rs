//! Which personal data are kept, for what, and who sees them.

use askama::Template;
use axum::response::Response;

use crate::web::{error::Result, filters, ui::Ui};

#[derive(Template)]
#[template(path = "public/privacy.html")]
struct PrivacyPage;

/// `GET /quyen-rieng-tu`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui) -> Result<Response> {
    ui.page(&PrivacyPage)
}
