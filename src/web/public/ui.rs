//! `/_ui`: every component of the house in every state, to look at and to test; also the list of the shared words.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};

use crate::{
    app::context::App,
    domain::{barcode, money::Vnd, status::Status},
    i18n::{self, Locale, Message},
    web::{
        documents,
        error::{Error, Result},
        figures::{Bars, Line, Map, Rank, Tile},
        filters,
        parts::{Choice, DayMark, FeeLine, Place, Receipt, Signature, Ticket, Viewer},
        public::ui_samples as samples,
        ui::Ui,
    },
};

const SAMPLE: &[u8] = include_bytes!("../../../static/img/sample.pdf");

/// The page.
#[derive(Template)]
#[template(path = "public/ui.html")]
pub struct UiPage {
    statuses: &'static [Status],
    tones: &'static [&'static str],
    buttons: &'static [&'static str],
    icons: &'static [&'static str],
    errors: BTreeMap<String, Message>,
    no_errors: BTreeMap<String, Message>,
    field_words: Vec<Message>,
    choices: Vec<Choice>,
    chosen: Vec<String>,
    fees: Vec<FeeLine>,
    total: Vnd,
    days: Vec<DayMark>,
    places: Vec<Place>,
    tabs: Vec<Place>,
    now: DateTime<Utc>,
    values: Values,
    long: Long,
    bars: Bars,
    line: Line,
    map: Map,
    measures: Vec<Tile>,
    ranking: Vec<Rank>,
    receipt: Receipt,
    signatures: Vec<Signature>,
    viewer: Viewer,
    unseen: Viewer,
    framed: Viewer,
    ticket: Ticket,
    qr: String,
}

/// The longest that may come.
struct Long {
    /// The longest name of a procedure: 1,094 characters.
    procedure: String,
    /// A name without a space.
    word: String,
}

/// What a form page keeps of what was typed.
struct Values {
    name: String,
    reason: Option<String>,
    status: Status,
}

/// Shows the page; an operator's portal, which is no demo province, does not have it.
/// # Errors
/// [`Error::NotFound`] in an operator's portal; [`Error::Internal`] when the template fails.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    if !app.demo {
        return Err(Error::NotFound);
    }
    ui.page(&page(app.clock.now()))
}

/// A document of one page, for the story of the frame.
/// # Errors
/// [`Error::NotFound`] in an operator's portal.
pub async fn document(State(app): State<App>) -> Result<Response> {
    if app.demo { Ok(documents::framed(SAMPLE)) } else { Err(Error::NotFound) }
}

/// The page with sample values as of `now`.
#[must_use]
pub fn page(now: DateTime<Utc>) -> UiPage {
    UiPage {
        statuses: Status::ALL,
        tones: &["ok", "info", "warn", "err", "wait", "neutral"],
        buttons: SHARED_BUTTONS,
        icons: ICONS,
        errors: BTreeMap::from([
            ("name".to_owned(), Message::new("field-required")),
            ("birth".to_owned(), Message::new("field-future-date")),
        ]),
        no_errors: BTreeMap::new(),
        field_words: field_words(),
        choices: vec![
            Choice::new("counter", "Nhận tại quầy").hint("Mang giấy hẹn và giấy tờ tùy thân."),
            Choice::new("postal", "Nhận qua bưu chính công ích").hint("Nhân viên bưu chính giao tận nhà."),
            Choice::new("electronic", "Nhận bản điện tử"),
        ],
        chosen: vec!["postal".to_owned(), "electronic".to_owned()],
        fees: vec![
            FeeLine {
                name: "Lệ phí đăng ký khai sinh quá hạn".to_owned(),
                amount: Vnd::new(8_000).unwrap_or_default(),
                basis: "Nghị quyết của HĐND tỉnh".to_owned(),
                ..FeeLine::default()
            },
            FeeLine {
                name: "Phí cấp bản sao trích lục hộ tịch (2 bản)".to_owned(),
                amount: Vnd::new(16_000).unwrap_or_default(),
                basis: String::new(),
                ..FeeLine::default()
            },
        ],
        total: Vnd::new(24_000).unwrap_or_default(),
        days: samples::days(),
        places: vec![
            Place::new("Trang chủ", "/"),
            Place::new("Thủ tục hành chính", "/thu-tuc"),
            Place::here("Đăng ký khai sinh"),
        ],
        tabs: vec![
            Place { current: true, ..Place::new("Thông tin", "#") },
            Place::new("Giấy tờ", "#"),
            Place::new("Phí, lệ phí", "#"),
        ],
        now,
        long: Long { procedure: samples::long_name(), word: "Nguyễn".repeat(34) },
        bars: samples::bars(),
        line: samples::line(),
        map: samples::map(),
        measures: samples::measures(),
        ranking: samples::ranking(),
        receipt: samples::receipt(now),
        signatures: samples::signatures(now),
        viewer: samples::viewer(),
        unseen: samples::unseen(),
        framed: samples::framed(),
        ticket: samples::ticket(now),
        qr: barcode::qr("https://motcua.example/h/K7QX2M9P", "QR").map(|q| q.svg).unwrap_or_default(),
        values: Values { name: "Nguyễn Thị Thảo".to_owned(), reason: None, status: Status::Processing },
    }
}

/// The names of `ui::icon`.
const ICONS: &[&str] = &[
    "check",
    "info",
    "warn",
    "cross",
    "clock",
    "pause",
    "file",
    "search",
    "pin",
    "phone",
    "user",
    "print",
    "arrow-left",
    "arrow-right",
    "copy",
    "calendar",
    "money",
    "post",
    "screen",
    "desk",
    "upload",
    "download",
    "camera",
    "home",
    "family",
    "rings",
    "flower",
    "land",
    "shop",
    "school",
    "work",
    "heart",
    "stamp",
    "car",
    "build",
    "face-good",
    "face-fair",
    "face-poor",
];

/// Buttons that any page may use, so that the same deed is called the same everywhere.
const SHARED_BUTTONS: &[&str] = &[
    "button-submit-dossier",
    "button-apply-online",
    "button-save",
    "button-save-draft",
    "button-continue",
    "button-back",
    "button-check",
    "button-change",
    "button-delete",
    "button-cancel",
    "button-confirm",
    "button-search",
    "button-filter",
    "button-filter-clear",
    "button-sign-in",
    "button-sign-out",
    "button-register",
    "button-upload",
    "button-choose-file",
    "button-take-photo",
    "button-download",
    "button-print",
    "button-print-slip",
    "button-pay",
    "button-withdraw",
    "button-supplement",
    "button-lookup",
    "button-copy",
    "button-retry",
    "button-view",
    "button-open",
    "button-send",
    "button-add",
    "button-close",
];

/// What a field says when it is to be corrected.
fn field_words() -> Vec<Message> {
    i18n::keys(Locale::Vi)
        .iter()
        .filter(|key| key.starts_with("field-") || key.starts_with("upload-"))
        .map(|key| Message::new(key).with("n", 11).with("most", 10))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::chrome::{Area, Chrome, Flash, render};

    fn rendered(locale: Locale) -> String {
        let mut chrome = Chrome::new(locale, "/_ui");
        chrome.actor_name = Some("Nguyễn Thị Hoa".to_owned());
        chrome.areas = vec![Area::Citizen, Area::Counter];
        chrome.flash = Some(Flash::done(Message::new("copy-done")));
        chrome.demo = true;
        chrome.unread = 3;
        render(&page("2024-12-17T03:32:00Z".parse().unwrap()), &chrome).unwrap()
    }

    /// `STORY_DIR=…` also writes the pages, to look at them.
    #[test]
    fn the_story_page_renders_in_both_languages() {
        for locale in Locale::ALL {
            let html = rendered(*locale);
            assert!(html.contains(&format!("<html lang=\"{}\" data-theme=", locale.code())));
            if let Ok(dir) = std::env::var("STORY_DIR") {
                std::fs::write(format!("{dir}/{}.html", locale.code()), &html).unwrap();
            }
        }
    }

    #[test]
    fn no_word_of_the_story_is_a_bare_key() {
        for locale in Locale::ALL {
            let html = rendered(*locale);
            for key in crate::i18n::keys(*locale) {
                for around in [format!(">{key}<"), format!(">{key} <"), format!("=\"{key}\" data")] {
                    assert!(!html.contains(&around), "{key} is shown as a key");
                }
            }
        }
    }

    #[test]
    fn nothing_is_inline_and_every_label_finds_its_field() {
        let html = rendered(Locale::Vi);
        for inline in [" style=", "<style", " onclick=", " onchange=", "<script>", "javascript:"] {
            assert!(!html.contains(inline), "{inline}");
        }
        let page = scraper::Html::parse_document(&html);
        let all = |css: &str| scraper::Selector::parse(css).unwrap();
        for label in page.select(&all("label[for]")) {
            let id = label.value().attr("for").unwrap();
            assert_eq!(page.select(&all(&format!("[id=\"{id}\"]"))).count(), 1, "{id}");
        }
        for described in page.select(&all("[aria-describedby]")) {
            for id in described.value().attr("aria-describedby").unwrap().split_whitespace() {
                assert_eq!(page.select(&all(&format!("[id=\"{id}\"]"))).count(), 1, "{id}");
            }
        }
    }
}
