//! Errors for programs: problem details (RFC 9457).

use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    i18n::{Locale, text},
    web::error::Trouble,
};

/// The answer to a program: status, a stable type, and words in the language of the path.
#[must_use]
pub fn answer(trouble: &Trouble, locale: Locale) -> Response {
    let status = trouble.status.as_u16();
    let body = json!({
        "type": format!("/api/v1/problems/{status}"),
        "title": text(locale, &format!("error-{}-title", super::super::public::error::known(status)), &[]),
        "status": status,
        "instance": trouble.incident,
    });
    let mut response = (trouble.status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
