//! How to reach people.

use askama::Template;
use axum::response::Response;

use crate::web::{error::Result, filters, ui::Ui};

#[derive(Template)]
#[template(path = "public/contact.html")]
struct ContactPage;

/// `GET /lien-he`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui) -> Result<Response> {
    ui.page(&ContactPage)
}
