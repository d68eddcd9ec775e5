//! Static files: `static/` carried inside a release, read from the disk in a debug build. Their address holds one version
//! for the whole folder (`/static/<version>/css/site.css`), so that files can name each other relatively and browsers keep
//! them for ever. A page asks for one style sheet, which is put together here from small files; a release squeezes each
//! file once, as well as it can be, and keeps it in memory.

use std::{
    collections::BTreeMap,
    io::Write as _,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use axum::{
    body::Bytes,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

/// Where the route of the static files is mounted.
pub const ROUTE: &str = "/static/{version}/{*path}";

/// Style sheets put together from others, in the order of their cascade layers.
const BUNDLES: &[(&str, &[&str])] = &[
    (
        "css/site.css",
        &[
            "css/tokens.css",
            "css/base.css",
            "css/frame.css",
            "css/components.css",
            "css/overlays.css",
            "css/forms.css",
            "css/lists.css",
            "css/tables.css",
            "css/figures.css",
            "css/papers.css",
            "css/pages.css",
            "css/public.css",
            "css/citizen.css",
            "css/modes.css",
            "css/print.css",
        ],
    ),
    ("css/work.css", &["css/staff.css", "css/admin.css"]),
];

/// What the person chooses and the device can choose too: the block of `css/tokens.css` that says how it looks then, and when and
/// for whom the same holds by itself. (`light-dark()` would say it in the style sheet, but is unknown to the browsers of telephones
/// that are still about; without colours the pages cannot be read there.)
const BY_DEVICE: &[(&str, &str, &str)] = &[
    (":root[data-theme=\"dark\"] {", "(prefers-color-scheme: dark)", ":root:not([data-theme=\"light\"]) {"),
    (":root[data-contrast=\"more\"] {", "(prefers-contrast: more)", ":root[data-contrast] {"),
];

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
pub async fn serve(Path((asked, path)): Path<(String, String)>, wishes: HeaderMap) -> Response {
    let Some(kept) = kept(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keeping = if asked == version() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let accepted = wishes.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (body, encoding) = kept.best(accepted);
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

/// A file as it is, and squeezed where that is worth it.
#[derive(Clone, Debug)]
struct Kept {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Kept {
    /// What to send to somebody who takes `accepted`, and how it is squeezed.
    fn best(&self, accepted: &str) -> (Bytes, Option<&'static str>) {
        for (name, bytes) in [("br", &self.brotli), ("gzip", &self.gzip)] {
            if let Some(bytes) = bytes
                && takes(accepted, name)
            {
                return (bytes.clone(), Some(name));
            }
        }
        (self.plain.clone(), None)
    }

    /// Squeezes text; fonts and photographs are as small as they get.
    fn squeezed(path: &str, plain: Vec<u8>) -> Self {
        let kind = content_type(path);
        let is_text = kind.starts_with("text/") || kind == "image/svg+xml";
        let smaller =
            |bytes: Option<Vec<u8>>| bytes.filter(|b| is_text && b.len() < plain.len()).map(Bytes::from);
        let (brotli, gzip) = if is_text { (brotli(&plain), gzip(&plain)) } else { (None, None) };
        Self { brotli: smaller(brotli), gzip: smaller(gzip), plain: Bytes::from(plain) }
    }
}

/// Whether `accept-encoding` names `encoding` and does not rule it out.
fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused =
            parts.any(|p| p.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty()));
        name.eq_ignore_ascii_case(encoding) && !refused
    })
}

/// The file, from memory in a release. In a debug build it is read anew each time and the server's layer squeezes it.
fn kept(path: &str) -> Option<Arc<Kept>> {
    static IN_RELEASE: RwLock<BTreeMap<String, Arc<Kept>>> = RwLock::new(BTreeMap::new());
    if cfg!(debug_assertions) {
        let plain = Bytes::from(read(path)?);
        return Some(Arc::new(Kept { plain, brotli: None, gzip: None }));
    }
    if let Some(kept) = IN_RELEASE.read().unwrap_or_else(PoisonError::into_inner).get(path) {
        return Some(Arc::clone(kept));
    }
    let kept = Arc::new(Kept::squeezed(path, read(path)?));
    IN_RELEASE.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), Arc::clone(&kept));
    Some(kept)
}

/// The bytes of a file, or of what is put together from files.
pub(super) fn read(path: &str) -> Option<Vec<u8>> {
    if let Some((_, parts)) = BUNDLES.iter().find(|(name, _)| *name == path) {
        let mut whole = String::new();
        for part in *parts {
            let file = Files::get(part)?;
            whole.push_str(&tidy(&String::from_utf8_lossy(&file.data)));
        }
        return Some(by_device(whole).into_bytes());
    }
    let data = Files::get(path)?.data;
    let is_script = content_type(path).starts_with("text/javascript");
    Some(if is_script { bare(&String::from_utf8_lossy(&data)).into_bytes() } else { data.into_owned() })
}

/// Adds to each block of [`BY_DEVICE`] the same for those whose device chooses.
fn by_device(css: String) -> String {
    BY_DEVICE.iter().fold(css, |css, (chosen, when, whose)| {
        let Some((before, block, after)) = css
            .split_once(chosen)
            .and_then(|(before, rest)| rest.split_once('}').map(|(block, after)| (before, block, after)))
        else {
            return css;
        };
        format!("{before}@media {when} {{\n{whose}{block}}}\n}}\n{chosen}{block}}}{after}")
    })
}

/// A script without indentation and without the lines that only comment. No text of ours goes over several lines.
fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// A style sheet without comments and indentation. Nothing else is touched; no string of ours holds `/*`.
fn tidy(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    for (i, piece) in css.split("/*").enumerate() {
        bare.push_str(if i == 0 { piece } else { piece.split_once("*/").map_or("", |(_, after)| after) });
    }
    bare.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

fn brotli(plain: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 11, 20);
    writer.write_all(plain).ok()?;
    writer.flush().ok()?;
    drop(writer);
    Some(out)
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(plain).ok()?;
    writer.finish().ok()
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
        let response = get(&asset("css/site.css")).await;
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

    #[test]
    fn every_style_sheet_of_the_site_is_in_one_bundle() {
        let bundled: Vec<&str> = BUNDLES.iter().flat_map(|(_, parts)| *parts).copied().collect();
        for name in Files::iter().filter(|n| n.starts_with("css/") && n != "css/slip.css") {
            assert_eq!(bundled.iter().filter(|b| **b == name).count(), 1, "{name}");
        }
        for (name, _) in BUNDLES {
            let css = String::from_utf8(read(name).unwrap()).unwrap();
            assert!(!css.contains("/*") && css.contains("@layer"), "{name}");
            assert_eq!(css.matches('{').count(), css.matches('}').count(), "{name}");
        }
    }

    #[test]
    fn a_script_loses_its_comments_and_nothing_else() {
        assert_eq!(
            bare("// a\nconst b = 1; // c\n\n  go(\"http://x\");\n"),
            "const b = 1; // c\ngo(\"http://x\");\n"
        );
        for name in Files::iter().filter(|n| n.starts_with("js/")) {
            let script = String::from_utf8(Files::get(&name).unwrap().data.into_owned()).unwrap();
            let over_lines = script.lines().filter(|line| line.matches('`').count() % 2 == 1);
            assert_eq!(over_lines.count(), 0, "{name}: a text over several lines");
        }
    }

    #[test]
    fn every_rule_stands_in_a_layer() {
        for (_, parts) in BUNDLES {
            for part in *parts {
                let css = tidy(std::str::from_utf8(&Files::get(part).unwrap().data).unwrap());
                let mut depth = 0_i32;
                for line in css.lines() {
                    let opens = depth == 0 && line.ends_with('{');
                    assert!(
                        !opens || line.starts_with("@layer") || line.starts_with("@media print"),
                        "{part}: {line}"
                    );
                    depth += i32::try_from(line.matches('{').count()).unwrap();
                    depth -= i32::try_from(line.matches('}').count()).unwrap();
                }
            }
        }
    }

    /// What a person's browser takes on the first visit, beside the page: the styles, the fonts, the pictures and every
    /// script. A page is at most 40 KB before it is squeezed (tests/portal/pages.rs), some 10 KB after.
    #[test]
    fn the_first_view_is_light() {
        let size = |path: &str| {
            let kept = Kept::squeezed(path, read(path).unwrap());
            kept.gzip.as_ref().unwrap_or(&kept.plain).len()
        };
        let all = |folder: &str, end: &str| -> Vec<String> {
            Files::iter()
                .filter(|n| n.starts_with(folder) && n.ends_with(end))
                .map(std::borrow::Cow::into_owned)
                .collect()
        };
        let fonts: usize = all("fonts/", ".woff2").iter().map(|f| size(f)).sum();
        let pictures: usize = all("img/", ".svg").iter().map(|f| size(f)).sum();
        let styles = size("css/site.css");
        let scripts: usize = all("js/", ".js").iter().map(|f| read(f).unwrap().len()).sum();
        assert!(scripts <= 20 * 1000, "{scripts} bytes of scripts");
        let first = fonts + pictures + styles + size("js/page.js") + 10 * 1024;
        assert!(first <= 90 * 1024, "{first} bytes: fonts {fonts}, pictures {pictures}, styles {styles}");
    }

    #[test]
    fn a_browser_gets_the_smallest_it_takes() {
        let text = "a { color: red; }\n".repeat(50).into_bytes();
        let kept = Kept::squeezed("a.css", text.clone());
        assert_eq!(kept.best("gzip, deflate, br").1, Some("br"));
        assert_eq!(kept.best("gzip;q=0.8, br;q=0").1, Some("gzip"));
        assert_eq!(kept.best("identity"), (Bytes::from(text.clone()), None));
        let mut back = Vec::new();
        std::io::Read::read_to_end(
            &mut flate2::read::GzDecoder::new(&*kept.gzip.clone().unwrap()),
            &mut back,
        )
        .unwrap();
        assert_eq!(back, text);
        let mut back = Vec::new();
        std::io::Read::read_to_end(
            &mut brotli::Decompressor::new(&*kept.brotli.clone().unwrap(), 4096),
            &mut back,
        )
        .unwrap();
        assert_eq!(back, text);
        let font = Kept::squeezed("a.woff2", text);
        assert_eq!(font.best("br").1, None);
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_served() {
        for path in ["css/none.css", "../Cargo.toml", "%2e%2e/Cargo.toml", "css"] {
            let response = get(&format!("/static/0000000000/{path}")).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
