//! What the doors for programs take and give, as an `OpenAPI` document. It is written by hand in `openapi.json`; a test holds it against the
//! routes and against real answers.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

const DOCUMENT: &str = include_str!("openapi.json");

/// `GET /api/v1/openapi.json`.
pub async fn show() -> Response {
    let mut response = DOCUMENT.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
