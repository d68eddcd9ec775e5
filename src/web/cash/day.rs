//! `/mot-cua/thu-phi`: the cash desk today, what came and what waits.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, NaiveTime, Utc};
use serde::Deserialize;

use super::{balance::side, office};
use crate::{
    app::context::App,
    domain::{calendar::instant, facts::local_date, ids::AgencyCode, money::Vnd},
    store::{
        self,
        cash::Came,
        queue::{CounterQueue, Cursor},
    },
    web::{
        counter::{
            office::tonight,
            queue,
            unreceipted::{self, Unreceipted},
        },
        desk::lines,
        error::Result,
        filters, paths,
        ui::Ui,
    },
};

/// Something that waits, as a tile.
struct Tile {
    key: &'static str,
    href: String,
    count: String,
    tone: &'static str,
}

/// One event.
struct Row {
    came: Came,
    amount: Vnd,
    href: String,
    /// What was said about it.
    event: String,
}

impl Row {
    /// Key of what became of money that is for no dossier.
    fn fate(&self) -> &'static str {
        match self.came.kind.as_deref() {
            None => "cash-fate-unclear",
            Some("twice") => "cash-for-twice",
            Some(_) => "cash-for-none",
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "cash/day.html")]
struct DayPage {
    today: DateTime<Utc>,
    places: Vec<String>,
    cashier: bool,
    tiles: Vec<Tile>,
    unreceipted: Unreceipted,
    sums: Vec<(String, i64, Vnd)>,
    total: Vnd,
    rows: Vec<Row>,
    next: String,
    first: String,
}

/// After which event.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DayQuery {
    sau: String,
}

/// `GET /mot-cua/thu-phi`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<DayQuery>) -> Result<Response> {
    let actor = ui.actor()?;
    let reference = app.reference().await?;
    let (mine, seen) = (office::cashier_of(actor), office::seen_by(actor, &reference));
    let now = app.clock.now();
    let span = (instant(local_date(now).and_time(NaiveTime::MIN)), tonight(now));
    let before = Cursor::parse(&query.sau);
    let page = store::cash::came(&app.db, &seen, span, None, before).await?;
    let sums = store::cash::sums(&app.db, &seen, span).await?;
    let codes: Vec<String> = seen.iter().map(|code| code.as_str().to_owned()).collect();
    let amount = |dong: i64| Vnd::new(dong).unwrap_or_default();
    ui.page(&DayPage {
        today: now,
        places: mine.iter().map(|code| reference.short_name(code.as_str()).to_owned()).collect(),
        cashier: !mine.is_empty(),
        tiles: tiles(&app, &mine, &seen).await?,
        unreceipted: unreceipted::of(&app, &codes, None).await?,
        total: amount(sums.iter().map(|sum| sum.amount).sum()),
        sums: sums.into_iter().map(|sum| (sum.source, sum.count, amount(sum.amount))).collect(),
        rows: page.rows.into_iter().map(|came| row(came, !mine.is_empty())).collect(),
        first: if before.is_start() { String::new() } else { paths::CASH.to_owned() },
        next: page.next.map_or_else(String::new, |next| format!("{}?sau={next}", paths::CASH)),
    })
}

fn row(came: Came, cashier: bool) -> Row {
    let at = |pattern| if cashier { paths::fill(pattern, &[&came.id.to_string()]) } else { String::new() };
    let href = match (&came.code, &came.kind) {
        (Some(code), _) => side(cashier).dossier(code),
        (None, None) => at(paths::FINDING),
        (None, Some(_)) => at(paths::EVENT),
    };
    let event = if came.kind.is_some() { at(paths::EVENT) } else { String::new() };
    Row { amount: Vnd::new(came.amount).unwrap_or_default(), href, event, came }
}

async fn tiles(app: &App, mine: &[AgencyCode], seen: &[AgencyCode]) -> Result<Vec<Tile>> {
    let (requested, approved) = store::refund::lengths(&app.db, seen).await?;
    let tile = |key, href: String, count: i64| Tile {
        key,
        href,
        count: lines::length(count),
        tone: if count == 0 { "ok" } else { "warn" },
    };
    let list = |shelf: store::refund::Shelf| format!("{}?loc={shelf}", paths::REFUNDS);
    let mut tiles = Vec::new();
    if !mine.is_empty() {
        let sight = store::inbox::Sight::of(&app.db, mine).await?;
        let unclear = store::inbox::length(&app.db, &sight).await?;
        tiles.push(tile("cash-inbox-title", paths::INBOX.to_owned(), unclear));
    }
    tiles.push(tile("refund-tile-requested", list(store::refund::Shelf::Requested), requested));
    tiles.push(tile("refund-tile-approved", list(store::refund::Shelf::Approved), approved));
    Ok(tiles)
}

/// Where dossiers wait for money.
impl DayPage {
    fn unpaid() -> String {
        queue::href(CounterQueue::Unpaid)
    }
}
