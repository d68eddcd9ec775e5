//! The gate is proven: small pages with one fault each, and each fault is caught; the same page without it passes.

use std::{fmt::Write as _, net::SocketAddr};

use axum::{Router, extract::Path, http::header, response::IntoResponse, routing::get};

use crate::{
    checker::{Address, equip, examine},
    driver::Browsers,
    modes::Mode,
};

/// A fault: its name, what is put into the page instead of what, and what the gate must say.
struct Planted {
    name: &'static str,
    /// Goes into the head.
    head: &'static str,
    /// Goes into main, after the heading.
    body: &'static str,
    /// In this mode (and before a colon).
    expected: &'static str,
}

const fn planted(
    name: &'static str,
    head: &'static str,
    body: &'static str,
    expected: &'static str,
) -> Planted {
    Planted { name, head, body, expected }
}

const FAULTS: &[Planted] = &[
    planted("pale-text", "", "<p style='color: #bbb'>chữ nhạt</p>", "Desktop: axe color-contrast"),
    planted(
        "pale-in-the-dark",
        "<style>@media (prefers-color-scheme: dark) { .p { color: #333 } }</style>",
        "<p class='p'>chữ tối trên nền tối</p>",
        "Dark: axe color-contrast",
    ),
    planted(
        "pale-when-forced",
        "",
        "<p style='forced-color-adjust: none; color: #777; background: Canvas'>không theo màu của người đọc</p>",
        "Forced: axe color-contrast",
    ),
    planted("no-label", "", "<input name='q'>", "Desktop: axe label"),
    planted("no-alt", "", "<img src='/p.svg' width='40' height='40'>", "Desktop: axe image-alt"),
    planted(
        "no-ring",
        "<style>.n:focus { outline: none }</style>",
        "<p><a class='n' href='/x'>không có khung</a></p>",
        "shows no focus",
    ),
    planted(
        "no-ring-when-forced",
        "<style>.n:focus { outline: none; box-shadow: 0 0 0 3px #000 }</style>",
        "<p><a class='n' href='/x'>khung bằng bóng</a></p>",
        "Forced: keyboard: <a.n> “khung bằng bóng” shows no focus",
    ),
    planted(
        "trap",
        "",
        "<p><button id='t' type='button'>bẫy</button></p><p><a href='/x'>sau bẫy</a></p>\
         <script>t.addEventListener('keydown', e => { if (e.key === 'Tab') e.preventDefault() })</script>",
        "the walk never gets round",
    ),
    planted(
        "never-reached",
        "",
        "<p><button id='a' type='button'>một</button> <button id='b' type='button'>hai</button></p>\
         <script>a.addEventListener('keydown', e => { if (e.key === 'Tab') { e.preventDefault(); c.focus() } })</script>\
         <p><a id='c' href='/x'>ba</a></p>",
        "“hai” is never reached",
    ),
    planted(
        "frame-without-turn",
        "",
        "<p><a href='/x'>trước khung</a></p><iframe title='khung' tabindex='-1' src='about:blank'></iframe>",
        "has no turn",
    ),
    planted(
        "covered",
        "<style>.bar { position: sticky; bottom: 0; height: 500px; background: #fff } .tall { height: 1500px }</style>",
        "<p class='tall'>cao</p><p><a href='/x'>dưới thanh</a></p><p class='tall'>cao</p><div class='bar'>thanh</div>",
        "is covered by something that stays in place",
    ),
    planted(
        "focus-on-nothing",
        "",
        "<p><a href='/x' style='position: absolute; left: -999px'>ngoài màn hình</a></p>",
        "is outside the window",
    ),
    planted(
        "no-name",
        "",
        "<p><a href='/x'><span style='display: inline-block; width: 30px; height: 30px'></span></a></p>",
        "has no name",
    ),
    planted(
        "tabindex",
        "",
        "<p><a href='/x'>một</a></p><p><a href='/y' tabindex='1'>hai</a></p>",
        "has a turn of its own",
    ),
    planted(
        "other-order",
        "",
        "<div style='display: flex; flex-direction: row-reverse'><a href='/x'>một</a> <a href='/y'>hai</a></div>",
        "is shown in another order",
    ),
    planted("console", "", "<script>console.error('hỏng')</script>", "console: "),
    planted("exception", "", "<script>nothing.at.all()</script>", "console: "),
    planted("missing-file", "<link rel='stylesheet' href='/static/missing.css'>", "", "console: "),
    planted(
        "elsewhere",
        "",
        "<img src='http://elsewhere.test/a.png' alt='' width='1' height='1'>",
        "another host: http://elsewhere.test",
    ),
    planted("too-wide", "", "<div style='width: 350px'>rộng 350</div>", "Reflow: overflow: "),
    planted(
        "clipped",
        "<style>.c { width: 11em; white-space: nowrap; overflow: hidden }</style>",
        "<p class='c'>vừa đúng một dòng thôi</p>",
        "Spacing: clipped: ",
    ),
    planted("not-nfc", "", "<p>Tie\u{302}\u{301}ng Vie\u{323}\u{302}t</p>", "Desktop: NFC: "),
    planted(
        "foreign-part",
        "",
        "<p lang='en'>Hồ sơ được trả đúng hẹn</p>",
        "lang: Vietnamese text marked as en",
    ),
    planted(
        "foreign-label",
        "",
        "<p lang='en'><button type='button' aria-label='gửi thêm giấy tờ'>Send</button></p>",
        "lang: Vietnamese aria-label marked as en",
    ),
    planted("same-id", "", "<p id='a'>một</p><p id='a'>hai</p>", "id: “a” is there twice"),
    planted(
        "small",
        "",
        "<button type='button' style='width: 16px; height: 16px; min-width: 0; min-height: 0; padding: 0'>×</button>",
        "target: <button> “×” is 16 × 16",
    ),
    planted("skipped-heading", "", "<h4>sâu quá</h4>", "comes after an h1"),
    planted("two-h1", "", "<h1>nữa</h1>", "2 h1"),
    planted("no-title", "<title>x</title>", "", "does not name page and site"),
    planted("error-title", "<title>Lỗi: Thử – Cổng</title>", "", "speaks of an error where there is none"),
    planted(
        "only-with-scripts",
        "",
        "<div id='d'></div><script>d.innerHTML = '<p>chỉ có khi có mã</p>'</script>",
        "only with scripts: <p> “chỉ có khi có mã”",
    ),
    planted(
        "field-only-with-scripts",
        "",
        "<p hidden><label for='f'>Tên</label> <input id='f' name='ten'></p><script>f.parentElement.hidden = false</script>",
        "only with scripts: the field ten",
    ),
];

/// In order too: a frame that keeps every key to itself, as a viewer does that is still starting.
const FRAMED: &str = "<p><a href='/x'>trước khung</a></p>\
    <iframe title='khung giữ phím' srcdoc=\"<html lang='vi'><title>Khung</title><main><h1>Khung</h1><p><button id='t' style='min-height: 24px'>giữ</button></main>\
    <script>t.addEventListener('keydown', e => e.preventDefault())</script>\"></iframe>";

/// A page in order, with this in it.
fn page(head: &str, body: &str) -> String {
    let mut out = String::from("<!doctype html><html lang='vi'><head><meta charset='utf-8'>");
    let title = if head.contains("<title>") { "" } else { "<title>Thử – Cổng</title>" };
    write!(
        out,
        "<meta name='viewport' content='width=device-width'>{title}{head}\
         <style>:root {{ color-scheme: light dark; background: Canvas }} a {{ color: light-dark(#00e, #9cf) }} a, button {{ display: inline-block; min-height: 24px; min-width: 24px }}</style>\
         </head><body><main><h1>Thử</h1><p>Một trang nhỏ.</p>{body}<p><a href='/cuoi'>Liên kết cuối</a></p></main></body></html>"
    )
    .unwrap();
    out
}

async fn answer(Path(name): Path<String>) -> impl IntoResponse {
    let found = FAULTS.iter().find(|p| p.name == name);
    let text = match (found, name.as_str()) {
        (Some(planted), _) => page(planted.head, planted.body),
        (None, "framed") => page("", FRAMED),
        (None, _) => page("", ""),
    };
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_catches_planted_faults() {
    let picture =
        || async { ([(header::CONTENT_TYPE, "image/svg+xml")], "<svg xmlns='http://www.w3.org/2000/svg'/>") };
    let router = Router::new()
        .route("/{name}", get(answer))
        .route("/p.svg", get(picture))
        .route("/favicon.ico", get(picture));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    #[expect(clippy::disallowed_methods, reason = "the server of this test, stopped with it")]
    let task = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });

    let browsers = Browsers::start().await;
    let window = browsers.open(1280, 800).await;
    equip(&window).await;
    let mut missed = Vec::new();
    for name in ["good", "framed"].into_iter().chain(FAULTS.iter().map(|p| p.name)) {
        let path = format!("/{name}");
        let address =
            Address { base: &base, path: &path, lang: "vi", posted: false, failed: false, shot: None };
        let found = examine(&window, &address, &Mode::ALL).await.join("\n");
        match FAULTS.iter().find(|p| p.name == name) {
            None if found.is_empty() => {}
            None => missed.push(format!("the page in order {name} is not found to be in order:\n{found}\n")),
            Some(planted) if !found.contains(planted.expected) => {
                missed.push(format!("{name}: “{}” is not in:\n{found}\n", planted.expected));
            }
            Some(_) => {}
        }
    }
    window.close().await;
    task.abort();
    assert!(missed.is_empty(), "{} of {} not caught:\n{}", missed.len(), FAULTS.len(), missed.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_asks_for_the_title_of_an_error_and_the_language_of_the_page() {
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    equip(&window).await;
    let path = "text/html;charset=utf-8,<html lang=en><title>Thử – Cổng</title><h1>x</h1><p>x</p>";
    let address = Address { base: "data:", path, lang: "vi", posted: false, failed: true, shot: None };
    let found = examine(&window, &address, &Mode::TWO).await.join("\n");
    for fault in ["does not say that something is to be mended", "the page says en, and is vi"] {
        assert!(found.contains(fault), "{fault} was not caught:\n{found}");
    }
    window.close().await;
}
