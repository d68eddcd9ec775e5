//! The keys of the queues, as a page: what the sheet over a queue says, for whoever has no scripts.

use askama::Template;
use axum::response::Response;

use crate::web::{error::Result, filters, ui::Ui};

#[derive(Template)]
#[template(path = "public/keys.html")]
struct KeysPage;

/// `GET /phim-tat`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui) -> Result<Response> {
    ui.page(&KeysPage)
}
