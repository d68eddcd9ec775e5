//! A queue of the counter: fifty rows, soonest first, with the time each has left.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::office::{one_stops, tonight};
use crate::{
    app::context::App,
    domain::status::Role,
    store::{
        self,
        queue::{Ask, CounterQueue, Cursor},
    },
    web::{
        desk::{
            lines::{self, Lens, Line},
            place::Side,
        },
        error::Result,
        filters, paths,
        ui::Ui,
    },
};

/// What part of which queue.
#[derive(Debug, Default, Deserialize)]
pub struct QueueQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    tim: String,
    #[serde(default)]
    sau: String,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/queue.html")]
struct QueuePage {
    queue: CounterQueue,
    lenses: Vec<Lens>,
    words: String,
    lines: Vec<Line>,
    /// Selected dossiers can be accepted together.
    bulk: bool,
    /// Steps can be taken here.
    taking: bool,
    me: String,
    first: String,
    next: String,
}

/// `GET /mot-cua/hang-doi`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<QueueQuery>) -> Result<Response> {
    let queue = CounterQueue::parse(&query.q).unwrap_or(CounterQueue::Intake);
    let actor = ui.actor()?;
    let now = app.clock.now();
    let after = Cursor::parse(&query.sau);
    let ask = Ask::new(after, &query.tim);
    let ask = match queue {
        CounterQueue::Overdue => ask.before(now),
        CounterQueue::DueToday => ask.before(tonight(now)),
        CounterQueue::Intake
        | CounterQueue::Accepted
        | CounterQueue::Supplement
        | CounterQueue::Unpaid
        | CounterQueue::Settlement
        | CounterQueue::ToReturn => ask,
    };
    let page = store::queue::counter(&app.db, &ui.scope()?, &one_stops(actor), queue, &ask).await?;
    let page = QueuePage {
        queue,
        lenses: lenses(queue),
        lines: lines::lines(&app, Side::Counter, &page).await?,
        bulk: queue == CounterQueue::Intake && actor.is(Role::OneStopOfficer),
        taking: false,
        me: String::new(),
        first: if after.is_start() { String::new() } else { at(queue, &query.tim, None) },
        next: page.next.map_or_else(String::new, |cursor| at(queue, &query.tim, Some(cursor))),
        words: query.tim,
    };
    ui.page(&page)
}

fn lenses(current: CounterQueue) -> Vec<Lens> {
    CounterQueue::ALL
        .iter()
        .map(|queue| Lens {
            key: format!("counter-queue-{queue}"),
            href: href(*queue),
            count: String::new(),
            late: false,
            current: *queue == current,
        })
        .collect()
}

/// The address of a queue.
#[must_use]
pub fn href(queue: CounterQueue) -> String {
    format!("{}?q={queue}", paths::COUNTER_QUEUE)
}

fn at(queue: CounterQueue, words: &str, cursor: Option<Cursor>) -> String {
    lines::address(&href(queue), words, cursor)
}
