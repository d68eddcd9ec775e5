//! The layers round the routes, from outside in: request id and trace, language, security headers, compression, cross-site
//! lock, body limit, time-out, error pages.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower::{ServiceBuilder, util::MapRequestLayer};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer,
    request_id::MakeRequestUuid, request_id::PropagateRequestIdLayer, request_id::SetRequestIdLayer,
    timeout::TimeoutLayer,
};

use super::{
    address, api, csp,
    error::{Error, Trouble},
    form::MOST_FORM,
    public::error::ErrorPage,
    routes,
    ui::{Ui, Visit},
};
use crate::{app::context::App, i18n::Locale};

/// How the server is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How many reverse proxies stand in front and may say where a request came from.
    pub proxies: u8,
    /// Whether people come by https (HSTS, secure cookies).
    pub https: bool,
}

/// Everything, ready to be served.
pub fn portal(app: App, options: Options) -> Router {
    let (router, _) = routes::all(app.clone()).finish();
    let inner = router
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::NotFound })
        .layer(DefaultBodyLimit::max(usize::try_from(MOST_FORM).unwrap_or(usize::MAX)))
        .layer(middleware::from_fn(refuse_unproven_origin))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom(|_| Error::Internal("a handler panicked".to_owned()).into_response()))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_mins(1)))
        // Outermost, so that every refusal of the layers within gets its page too.
        .layer(middleware::from_fn_with_state(app.clone(), error_pages))
        .with_state(app);
    // The language is taken off the path before the routes are looked up, so it wraps the router as a whole.
    let service = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(middleware::from_fn(trace))
        .layer(middleware::from_fn_with_state(options, headers))
        .layer(CompressionLayer::new())
        .layer(MapRequestLayer::new(move |request| prepare(request, options)))
        .service(inner);
    Router::new().fallback_service(service)
}

/// Takes the language off the path and notes where the request came from.
fn prepare(mut request: Request, options: Options) -> Request {
    let (locale, rest) = split_locale(request.uri());
    if let Some(uri) = rest {
        *request.uri_mut() = uri;
    }
    let address = address::address_of(&request, options.proxies);
    request.extensions_mut().insert(locale);
    request.extensions_mut().insert(address);
    request
}

fn split_locale(uri: &Uri) -> (Locale, Option<Uri>) {
    let Some(rest) = uri.path().strip_prefix("/en").filter(|r| r.is_empty() || r.starts_with('/')) else {
        return (Locale::Vi, None);
    };
    let path = if rest.is_empty() { "/" } else { rest };
    let text = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    (Locale::En, text.parse().ok())
}

/// The second half of the cross-site lock: a change by a session that proves neither `Sec-Fetch-Site` nor `Origin` is
/// refused. (`CsrfLayer` lets such requests pass, because programs without cookies send neither.)
async fn refuse_unproven_origin(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let headers = request.headers();
    let proven = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    if safe || proven || !headers.contains_key(header::COOKIE) {
        next.run(request).await
    } else {
        Error::Forbidden.into_response()
    }
}

/// Puts the page round what went wrong, in the person's language; programs get problem details.
async fn error_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let locale = request.extensions().get::<Locale>().copied().unwrap_or(Locale::Vi);
    let fallback = Visit::of(&request, locale, app.demo);
    let is_api = request.uri().path().starts_with("/api/");
    let language = api::problem::language(request.headers(), locale);
    let response = next.run(request).await;
    let Some(trouble) = trouble_of(&response) else {
        return response;
    };
    let mut answer = if is_api {
        api::problem::answer(&trouble, language)
    } else {
        let visit = response.extensions().get::<Visit>().cloned().unwrap_or(fallback);
        let page = ErrorPage::new(&trouble, &visit.path_and_query);
        Ui(visit).page_with(trouble.status, &page).unwrap_or_else(|_| trouble.status.into_response())
    };
    for (name, value) in response.headers() {
        if name == header::RETRY_AFTER || name == header::SET_COOKIE {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

/// What is wrong with a response that has no page yet.
fn trouble_of(response: &Response) -> Option<Trouble> {
    if let Some(trouble) = response.extensions().get::<Trouble>() {
        return Some(trouble.clone());
    }
    let status = response.status();
    let bare = (status.is_client_error() || status.is_server_error())
        && !response.headers().contains_key(header::CONTENT_TYPE);
    let plain_text = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"text/plain") && status.is_client_error());
    (bare || plain_text).then(|| Trouble::plain(status))
}

async fn headers(State(options): State<Options>, request: Request, next: Next) -> Response {
    let is_static = request.uri().path().starts_with("/static/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        ("content-security-policy", csp::CSP),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(self), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if options.https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    if !is_static {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// One line a request, at level debug unless it failed. The query is left out: it may hold what somebody searched for.
async fn trace(request: Request<Body>, next: Next) -> Response {
    let started = std::time::Instant::now();
    let method = request.method().clone();
    let path = loggable(request.uri().path());
    let id = request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or("-").to_owned();
    let span = tracing::info_span!("request", %id, %method, path);
    let response = {
        use tracing::Instrument as _;
        next.run(request).instrument(span.clone()).await
    };
    let status = response.status().as_u16();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    metrics::counter!("http_requests_total", "method" => method.to_string(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_seconds").record(started.elapsed().as_secs_f64());
    span.in_scope(|| {
        if response.status().is_server_error() {
            tracing::warn!(status, ms, "answered");
        } else {
            tracing::debug!(status, ms, "answered");
        }
    });
    response
}

/// The path without what opens a dossier by itself: the token of a short link.
fn loggable(path: &str) -> String {
    match path.split_once("/h/") {
        Some((before, _)) => format!("{before}/h/…"),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_short_links_are_not_logged() {
        assert_eq!(loggable("/en/h/abc"), "/en/h/…");
        assert_eq!(loggable("/thu-tuc/1.001193"), "/thu-tuc/1.001193");
    }

    #[test]
    fn the_language_is_the_first_part_of_the_path() {
        let split = |text: &str| {
            let (locale, uri) = split_locale(&text.parse().unwrap());
            (locale, uri.map(|u| u.to_string()))
        };
        assert_eq!(split("/en/thu-tuc?q=a"), (Locale::En, Some("/thu-tuc?q=a".into())));
        assert_eq!(split("/en"), (Locale::En, Some("/".into())));
        assert_eq!(split("/english"), (Locale::Vi, None));
        assert_eq!(split("/thu-tuc"), (Locale::Vi, None));
    }
}
