//! `/_ui`: every component of the house in every state, to look at and to test; also the list of the shared words.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    app::context::App,
    domain::{money::Vnd, status::Status},
    i18n::{self, Locale, Message},
    web::{
        error::Result,
        filters,
        parts::{Choice, DayMark, FeeLine, Place},
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "public/ui.html")]
pub struct UiPage {
    statuses: &'static [Status],
    tones: &'static [&'static str],
    buttons: &'static [&'static str],
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
}

/// What a form page keeps of what was typed.
struct Values {
    name: String,
    reason: Option<String>,
    status: Status,
}

/// Shows the page; an operator's portal does not mount it.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    ui.page(&page(app.clock.now()))
}

/// The page with sample values as of `now`.
#[must_use]
pub fn page(now: DateTime<Utc>) -> UiPage {
    UiPage {
        statuses: Status::ALL,
        tones: &["ok", "info", "warn", "err", "wait", "neutral"],
        buttons: SHARED_BUTTONS,
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
            },
            FeeLine {
                name: "Phí cấp bản sao trích lục hộ tịch (2 bản)".to_owned(),
                amount: Vnd::new(16_000).unwrap_or_default(),
                basis: String::new(),
            },
        ],
        total: Vnd::new(24_000).unwrap_or_default(),
        days: days(),
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
        values: Values { name: "Nguyễn Thị Thảo".to_owned(), reason: None, status: Status::Processing },
    }
}

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

fn days() -> Vec<DayMark> {
    let first = NaiveDate::from_ymd_opt(2024, 12, 17).unwrap_or_default();
    first
        .iter_days()
        .take(15)
        .enumerate()
        .map(|(i, date)| {
            use chrono::Datelike as _;
            let weekend = date.weekday().number_from_monday() > 5;
            let paused = (1..=3).contains(&i);
            DayMark {
                date,
                counted: !weekend && !paused,
                due: i == 14,
                note: if weekend {
                    "cuối tuần".to_owned()
                } else if paused {
                    "chờ bổ sung".to_owned()
                } else {
                    String::new()
                },
            }
        })
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
            assert!(html.contains(&format!("<html lang=\"{}\">", locale.code())));
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

    /// Relative luminance of `#rrggbb`. Source: WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn colours(css: &str) -> BTreeMap<String, String> {
        css.lines()
            .filter_map(|line| {
                let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
                Some((name.to_owned(), format!("#{}", value.trim_end_matches(';'))))
            })
            .collect()
    }

    const TEXT: &[(&str, &[&str])] = &[
        ("ink", &["bg", "surface", "surface-2", "ok-bg", "warn-bg", "err-bg", "info-bg", "wait-bg", "neutral-bg"]),
        ("ink-2", &["bg", "surface", "surface-2"]),
        ("muted", &["bg", "surface", "surface-2"]),
        ("link", &["bg", "surface", "surface-2", "info-bg"]),
        ("link-hover", &["bg", "surface", "surface-2", "info-bg"]),
        ("visited", &["bg", "surface"]),
        ("on-brand", &["brand", "brand-strip"]),
        ("on-action", &["action", "action-hover"]),
        ("on-halo", &["focus-halo"]),
        ("ok", &["bg", "ok-bg"]),
        ("warn", &["bg", "warn-bg"]),
        ("err", &["bg", "err-bg"]),
        ("info", &["bg", "info-bg"]),
        ("wait", &["bg", "wait-bg"]),
        ("neutral", &["bg", "neutral-bg"]),
    ];
    const PARTS: &[(&str, &[&str])] = &[("field", &["bg", "surface"]), ("focus-ring", &["bg", "surface", "surface-2"])];

    #[test]
    fn colours_contrast_as_wcag_asks_by_day_and_by_night() {
        let css = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/static/css/tokens.css")).unwrap();
        let (day, night) = css.split_once("prefers-color-scheme: dark").unwrap();
        let day = colours(day);
        let mut dark = day.clone();
        dark.extend(colours(night));
        let mut weak = Vec::new();
        for (mode, tokens) in [("day", &day), ("night", &dark)] {
            for (pairs, least) in [(TEXT, 4.5), (PARTS, 3.0)] {
                for (front, grounds) in pairs {
                    for ground in *grounds {
                        let found = contrast(&tokens[*front], &tokens[*ground]);
                        if found < least {
                            weak.push(format!("{mode}: {front} on {ground} {found:.2} < {least}"));
                        }
                    }
                }
            }
        }
        assert!(weak.is_empty(), "{}", weak.join("\n"));
        assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.01);
    }
}
