//! The worklist of those who settle: what I have, what is free, what is due, what is asked, what my agency has.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    lines::{self, Lens, Line},
    place::Side,
};
use crate::{
    app::context::App,
    domain::status::Role,
    store::{
        self,
        queue::{Ask, Cursor},
        queue_desk::{DeskCounts, DeskQueue},
    },
    web::{error::Result, filters, paths, ui::Ui},
};

/// What part of which queue.
#[derive(Debug, Default, Deserialize)]
pub struct WorkQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    tim: String,
    #[serde(default)]
    sau: String,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/worklist.html")]
struct WorklistPage {
    queue: DeskQueue,
    lenses: Vec<Lens>,
    overdue: i64,
    /// Refunds that wait for this leader's word.
    refunds: i64,
    words: String,
    lines: Vec<Line>,
    bulk: bool,
    taking: bool,
    me: String,
    first: String,
    next: String,
}

/// `GET /xu-ly`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<WorkQuery>) -> Result<Response> {
    let actor = ui.actor()?;
    let scope = ui.scope()?;
    let now = app.clock.now();
    // The lengths are told once, on the page one comes to; a tab then costs one query.
    let counts = if query.q.is_empty() && query.sau.is_empty() {
        Some(store::queue_desk::desk_counts(&app.db, &scope, actor, now).await?)
    } else {
        None
    };
    let refunds = if counts.is_some() && actor.is(Role::Leader) {
        let seen = crate::web::cash::office::seen_by(actor, &*app.reference().await?);
        store::refund::lengths(&app.db, &seen).await?.0
    } else {
        0
    };
    let queue = DeskQueue::parse(&query.q).unwrap_or(DeskQueue::Mine);
    let after = Cursor::parse(&query.sau);
    let ask = Ask::new(after, &query.tim);
    let page = store::queue_desk::desk(&app.db, &scope, actor, (queue, &ask), now).await?;
    let page = WorklistPage {
        queue,
        lenses: lenses(queue, counts.as_ref()),
        overdue: counts.as_ref().map_or(0, |c| c.overdue),
        refunds,
        lines: lines::lines(&app, Side::Desk, &page).await?,
        bulk: false,
        taking: queue == DeskQueue::Free,
        me: actor.id.uuid().to_string(),
        first: if after.is_start() { String::new() } else { at(queue, &query.tim, None) },
        next: page.next.map_or_else(String::new, |cursor| at(queue, &query.tim, Some(cursor))),
        words: query.tim,
    };
    ui.page(&page)
}

fn lenses(current: DeskQueue, counts: Option<&DeskCounts>) -> Vec<Lens> {
    DeskQueue::ALL
        .iter()
        .map(|queue| Lens {
            key: format!("desk-queue-{queue}"),
            href: at(*queue, "", None),
            count: counts.map_or_else(String::new, |c| lines::length(c.of(*queue))),
            late: *queue == DeskQueue::Soon && counts.is_some_and(|c| c.overdue > 0),
            current: *queue == current,
        })
        .collect()
}

fn at(queue: DeskQueue, words: &str, cursor: Option<Cursor>) -> String {
    lines::address(&format!("{}?q={queue}", paths::DESK), words, cursor)
}
