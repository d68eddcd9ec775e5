//! The first page: search, life events, look-up, the procedures most asked for, and what filing online earns.

use askama::Template;
use axum::{extract::State, response::Response};

use super::procedures::ResultRow;
use crate::{
    app::{context::App, reference::Reference},
    domain::{decide::local_date, status::Channel},
    store::search::{self, Wanted},
    web::{error::Result, filters, paths, ui::Ui},
};

/// A life event: icon, key of its name, what is searched for.
const EVENTS: &[(&str, &str, &str)] = &[
    ("family", "public-event-child", "khai sinh"),
    ("rings", "public-event-marriage", "kết hôn"),
    ("flower", "public-event-death", "khai tử"),
    ("home", "public-event-move", "đăng ký thường trú tạm trú"),
    ("land", "public-event-land", "quyền sử dụng đất"),
    ("build", "public-event-build", "giấy phép xây dựng"),
    ("shop", "public-event-business", "hộ kinh doanh"),
    ("work", "public-event-work", "chứng chỉ hành nghề"),
    ("heart", "public-event-welfare", "hộ nghèo"),
    ("stamp", "public-event-copy", "chứng thực"),
    ("car", "public-event-vehicle", "đăng ký xe giấy phép lái xe"),
    ("user", "public-event-identity", "căn cước hộ chiếu"),
];

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage {
    events: Vec<Event>,
    rows: Vec<ResultRow>,
    faster: u8,
    cheaper: u8,
    total: i64,
}

struct Event {
    icon: &'static str,
    key: &'static str,
    href: String,
}

/// `GET /`.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let wanted = Wanted { limit: 10, ..Wanted::default() };
    let found = search::find(&app.db, &wanted).await?;
    let reference = app.reference().await?;
    let on = local_date(app.clock.now());
    let (faster, cheaper) = reward(&reference, on);
    ui.page(&HomePage {
        events: EVENTS
            .iter()
            .map(|(icon, key, words)| Event {
                icon,
                key,
                href: format!("{}?q={}", paths::PROCEDURES, paths::encode(words)),
            })
            .collect(),
        rows: found.hits.iter().map(|hit| ResultRow::of(hit, ui.locale(), on, &reference)).collect(),
        faster,
        cheaper,
        total: found.total,
    })
}

/// How much faster and cheaper it is to file online today, in percent; 0 for nothing.
fn reward(reference: &Reference, on: chrono::NaiveDate) -> (u8, u8) {
    let faster = reference.time_cuts.iter().filter(|p| p.holds(Channel::Online, on)).map(|p| p.percent).max();
    let cheaper = reference.schedule.reward(Channel::Online, on);
    (faster.unwrap_or(0), cheaper.unwrap_or(0))
}
