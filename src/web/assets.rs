//! Static files: `static/` carried inside a release, read from the disk in a debug build. Their address holds one version
//! for the whole folder (`/static/<version>/css/base.css`), so that files can name each other relatively and browsers keep
//! them for ever.

use std::sync::OnceLock;

use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

/// Where the route of the static files is mounted.
pub const ROUTE: &str = "/static/{version}/{*path}";

/// The address of a static file. `path` is relative to `static/`.
#[must_use]
pub fn asset(path: &str) -> String {
    format!("/static/{}/{path}", version())
}

/// Ten hexadecimal digits that change with any static file.
#[must_use]
pub fn version() -> String {
    static IN_RELEASE: OnceLock<String> = OnceLock::new();
    if cfg!(debug_assertions) {
        digest(&stamps())
    } else {
        IN_RELEASE
            .get_or_init(|| {
                digest(
                    &Files::iter()
                        .filter_map(|name| Some(Files::get(&name)?.metadata.sha256_hash()))
                        .flatten()
                        .collect::<Vec<u8>>(),
                )
            })
            .clone()
    }
}

/// Answers with a static file: kept for ever under the present version, checked each time under another (a page of the
/// release before still finds its files), 404 when there is no such file.
pub async fn serve(Path((asked, path)): Path<(String, String)>) -> Response {
    let Some(file) = Files::get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keeping = if asked == version() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn digest(bytes: &[u8]) -> String {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    hash.iter()
        .take(5)
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|half| char::from_digit(u32::from(half), 16))
        .collect()
}

/// Names and times of change of the files on the disk: cheap enough for every page of a debug build.
fn stamps() -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/static");
    let mut seen: Vec<String> = Files::iter()
        .map(|name| {
            let changed = std::fs::metadata(format!("{root}/{name}")).and_then(|m| m.modified());
            format!("{name} {changed:?}")
        })
        .collect();
    seen.sort();
    seen.concat().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(path: &str) -> Response {
        use tower::ServiceExt as _;
        let router = axum::Router::new().route(ROUTE, axum::routing::get(serve));
        let request = axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
        router.oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_file_is_kept_for_ever_under_its_version() {
        let response = get(&asset("css/tokens.css")).await;
        assert_eq!(response.status(), StatusCode::OK);
        let headers = response.headers();
        assert_eq!(headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    }

    #[tokio::test]
    async fn another_version_is_served_but_not_kept() {
        let response = get("/static/0000000000/css/tokens.css").await;
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_served() {
        for path in ["css/none.css", "../Cargo.toml", "%2e%2e/Cargo.toml", "css"] {
            let response = get(&format!("/static/0000000000/{path}")).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
