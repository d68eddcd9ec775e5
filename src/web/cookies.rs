//! Cookies, read and written.

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};

/// The value of the cookie `name`.
#[must_use]
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|c| c.name() == name)
        .map(|c| c.value().to_owned())
}

/// Has the browser keep `value` for years under `name`: a wish about looks, nothing personal.
#[must_use]
pub fn keep(name: &str, value: &str) -> HeaderValue {
    header_of(
        &Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).permanent().build(),
    )
}

/// Sets a cookie that ends with the browser.
#[must_use]
pub fn note(name: &str, value: &str) -> HeaderValue {
    header_of(&Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).build())
}

/// Removes the cookie `name`.
#[must_use]
pub fn forget(name: &str) -> HeaderValue {
    header_of(&Cookie::build((name, "")).path("/").http_only(true).same_site(SameSite::Lax).removal().build())
}

/// A cookie as the value of a header; nothing when it cannot be one.
#[must_use]
pub fn header_of(cookie: &Cookie<'_>) -> HeaderValue {
    HeaderValue::from_str(&cookie.to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}
