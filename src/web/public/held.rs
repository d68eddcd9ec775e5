//! After signing in again: what was sent when the session had ended, whole, with one button that sends it on. Nothing is
//! sent by itself: the person sees where it goes.

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    app::{context::App, held_form},
    i18n::Message,
    web::{cookies, error::Result, filters, paths, session, ui::Ui},
};

#[derive(Template)]
#[template(path = "public/held.html")]
struct HeldPage {
    path: String,
    fields: Vec<(String, String)>,
}

/// `GET /dang-nhap/tiep-tuc`. Without anything that waits for this person: on to where they work.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub async fn show(ui: Ui, State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let held = match cookies::read(&headers, session::HELD) {
        Some(token) => held_form::find(&app, ui.actor()?, &token).await?,
        None => None,
    };
    match held {
        Some(form) => ui.page(&HeldPage { path: form.path, fields: form.fields }),
        None => Ok(ui.done(paths::ACCOUNT, Message::new("held-nothing"))),
    }
}
