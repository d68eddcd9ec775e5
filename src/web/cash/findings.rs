//! `/mot-cua/thu-phi/da-ro`: what persons found out about money, the last first, page by page.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{inbox::InboxQuery, office};
use crate::{
    app::context::App,
    domain::money::Vnd,
    store::{
        finding::{self, Line},
        inbox::Sight,
        queue::Cursor,
    },
    web::{error::Result, filters, paths, ui::Ui},
};

/// One word about money.
struct Row {
    line: Line,
    amount: Vnd,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/findings.html")]
struct FindingsPage {
    rows: Vec<Row>,
    first: String,
    next: String,
}

/// `GET /mot-cua/thu-phi/da-ro`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<InboxQuery>) -> Result<Response> {
    let before = Cursor::parse(&query.sau);
    let sight = Sight::of(&app.db, &office::cashier_of(ui.actor()?)).await?;
    let page = finding::page(&app.db, &sight, before).await?;
    let row = |line: Line| Row {
        amount: Vnd::new(line.amount).unwrap_or_default(),
        href: paths::fill(paths::EVENT, &[&line.event.to_string()]),
        line,
    };
    ui.page(&FindingsPage {
        rows: page.rows.into_iter().map(row).collect(),
        first: if before.is_start() { String::new() } else { paths::FINDINGS.to_owned() },
        next: page.next.map_or_else(String::new, |next| format!("{}?sau={next}", paths::FINDINGS)),
    })
}
