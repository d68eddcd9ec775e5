//! The counter's day: how long each queue is, what is late, and the box for a code typed or scanned.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    office::{one_stops, tonight},
    queue::href,
};
use crate::{
    app::context::App,
    domain::{ids::DossierCode, party::FieldError, policy},
    i18n::Message,
    store::{
        self,
        dossier::Key,
        queue::{CounterCounts, CounterQueue},
    },
    web::{
        desk::{lines, place::Side},
        error::Result,
        filters,
        form::{FieldErrors, field_message},
        ui::Ui,
    },
};

/// One queue as a tile.
struct Tile {
    key: String,
    href: String,
    count: String,
    tone: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/day.html")]
struct DayPage {
    today: DateTime<Utc>,
    places: Vec<String>,
    tiles: Vec<Tile>,
    urgent: Vec<Tile>,
    typed: String,
    errors: FieldErrors,
}

/// What was typed or scanned.
#[derive(Debug, Deserialize)]
pub struct Scan {
    #[serde(default)]
    ma: String,
}

/// `GET /mot-cua`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let page = page(&ui, &app, String::new(), FieldErrors::none()).await?;
    ui.page(&page)
}

/// `GET /mot-cua/quet`: to the dossier of a code, or of the link in the slip's QR code.
/// # Errors
/// As the store.
pub async fn scan(ui: Ui, State(app): State<App>, Query(scan): Query<Scan>) -> Result<Response> {
    let code = match scan.ma.rsplit_once("/h/") {
        Some((_, token)) => {
            let link = policy::link(token.trim().to_owned());
            let found = store::view::lookup(&app.db, &link).await?;
            found.and_then(|view| DossierCode::parse(&view.code).ok())
        }
        None => DossierCode::parse(&scan.ma).ok(),
    };
    let mut errors = FieldErrors::none();
    match code {
        Some(code) => {
            let key = Key::Code(code.clone());
            if store::view::of(&app.db, &ui.scope()?, &key).await?.is_some() {
                return Ok(ui.to(&Side::Counter.dossier(code.as_str())));
            }
            errors.add("ma", Message::new("counter-scan-none").with("code", &code));
        }
        None => errors.add("ma", field_message(FieldError::DossierCode)),
    }
    let page = page(&ui, &app, scan.ma, errors).await?;
    ui.again(&page)
}

async fn page(ui: &Ui, app: &App, typed: String, errors: FieldErrors) -> Result<DayPage> {
    let at = one_stops(ui.actor()?);
    let now = app.clock.now();
    let counts = store::queue::counter_counts(&app.db, &ui.scope()?, &at, now, tonight(now)).await?;
    let reference = app.reference().await?;
    Ok(DayPage {
        today: now,
        places: at.iter().map(|code| reference.short_name(code.as_str()).to_owned()).collect(),
        tiles: tiles(&counts),
        urgent: urgent(&counts),
        typed,
        errors,
    })
}

fn tiles(counts: &CounterCounts) -> Vec<Tile> {
    [
        CounterQueue::Intake,
        CounterQueue::Accepted,
        CounterQueue::Supplement,
        CounterQueue::Unpaid,
        CounterQueue::Settlement,
        CounterQueue::ToReturn,
    ]
    .into_iter()
    .map(|queue| Tile {
        key: format!("counter-queue-{queue}"),
        href: href(queue),
        count: lines::length(counts.of(queue)),
        tone: "neutral",
    })
    .collect()
}

/// What must not wait: shown only when there is some.
fn urgent(counts: &CounterCounts) -> Vec<Tile> {
    let today = (counts.of(CounterQueue::DueToday) - counts.of(CounterQueue::Overdue)).max(0);
    [
        ("counter-urgent-unanswered", CounterQueue::Intake, counts.unanswered, "err"),
        ("counter-urgent-overdue", CounterQueue::Overdue, counts.of(CounterQueue::Overdue), "err"),
        ("counter-urgent-today", CounterQueue::DueToday, today, "warn"),
    ]
    .into_iter()
    .map(|(key, queue, count, tone)| Tile {
        key: key.to_owned(),
        href: href(queue),
        count: lines::length(count),
        tone: if count == 0 { "ok" } else { tone },
    })
    .collect()
}
