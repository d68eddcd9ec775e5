//! `/mot-cua/thu-phi/chua-ro`: money of which nobody has said yet what it is for, the oldest first, page by page.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::office;
use crate::{
    app::context::App,
    domain::{money::Vnd, same_money},
    store::{
        self,
        inbox::{Sight, Waiting},
        queue::Cursor,
    },
    web::{error::Result, filters, paths, ui::Ui},
};

/// One event.
pub struct Line {
    /// Where one says what it is for.
    pub href: String,
    /// Key of who said that it came.
    pub source: String,
    /// How much.
    pub amount: Vnd,
    /// When.
    pub at: DateTime<Utc>,
    /// What the payer wrote.
    pub memo: String,
    /// Who paid.
    pub payer: String,
    /// The bank's number.
    pub number: String,
    /// Whether that number is used for other money.
    pub used_again: bool,
}

impl Line {
    /// As it stands in the list.
    #[must_use]
    pub fn of(row: Waiting) -> Self {
        Self {
            href: paths::fill(paths::FINDING, &[&row.id.to_string()]),
            source: row.source,
            used_again: same_money::is_used_again(&row.key),
            amount: Vnd::new(row.amount).unwrap_or_default(),
            at: row.at,
            memo: row.memo.unwrap_or_default(),
            payer: row.payer.unwrap_or_default(),
            number: row.number.unwrap_or_default(),
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "cash/inbox.html")]
struct InboxPage {
    lines: Vec<Line>,
    first: String,
    next: String,
}

/// After which event.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InboxQuery {
    pub(super) sau: String,
}

/// `GET /mot-cua/thu-phi/chua-ro`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<InboxQuery>) -> Result<Response> {
    let after = Cursor::parse(&query.sau);
    let sight = Sight::of(&app.db, &office::cashier_of(ui.actor()?)).await?;
    let page = store::inbox::waiting(&app.db, &sight, after).await?;
    ui.page(&InboxPage {
        lines: page.rows.into_iter().map(Line::of).collect(),
        first: if after.is_start() { String::new() } else { paths::INBOX.to_owned() },
        next: page.next.map_or_else(String::new, |next| format!("{}?sau={next}", paths::INBOX)),
    })
}
