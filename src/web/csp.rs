//! What a page may load and where its forms may lead.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};

/// A policy without exceptions: nothing inline, nothing from elsewhere.
pub const CSP: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
                       form-action 'self'; frame-ancestors 'none'";

/// The page with one more place to which its forms may lead: browsers look at every redirect after a form.
#[must_use]
pub fn leading_to(mut response: Response, origin: &str) -> Response {
    let policy = CSP.replace("form-action 'self'", &format!("form-action 'self' {origin}"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
