//! `/mot-cua/thu-phi/hoan`: the refunds that wait for a second person, for the money, and those that ended; page by page.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::office;
use crate::{
    app::context::App,
    domain::money::Vnd,
    i18n::Locale,
    store::{
        self,
        queue::Cursor,
        refund::{Line, Shelf},
    },
    web::{error::Result, filters, paths, payee, ui::Ui},
};

/// One refund.
struct Row {
    line: Line,
    href: String,
    amount: Vnd,
    /// Where it goes, of an account the end only.
    payee: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/refunds.html")]
struct RefundsPage {
    shelf: Shelf,
    lenses: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    first: String,
    next: String,
}

/// Which refunds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RefundsQuery {
    loc: String,
    sau: String,
}

/// `GET /mot-cua/thu-phi/hoan`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<RefundsQuery>) -> Result<Response> {
    let reference = app.reference().await?;
    let agencies = office::seen_by(ui.actor()?, &reference);
    let shelf = Shelf::parse(&query.loc).unwrap_or(Shelf::Requested);
    let after = Cursor::parse(&query.sau);
    let page = store::refund::page(&app.db, &agencies, shelf, after).await?;
    let list = |shelf: Shelf| format!("{}?loc={shelf}", paths::REFUNDS);
    ui.page(&RefundsPage {
        lenses: Shelf::ALL
            .iter()
            .map(|one| (list(*one), format!("refund-shelf-{one}"), *one == shelf))
            .collect(),
        rows: page.rows.into_iter().map(|line| row(ui.locale(), line)).collect(),
        first: if after.is_start() { String::new() } else { list(shelf) },
        next: page.next.map_or_else(String::new, |next| format!("{}&sau={next}", list(shelf))),
        shelf,
    })
}

fn row(locale: Locale, line: Line) -> Row {
    Row {
        href: paths::fill(paths::REFUND, &[&line.id.to_string()]),
        amount: Vnd::new(line.of_held.saturating_add(line.of_booked)).unwrap_or_default(),
        payee: payee::brief(locale, &line),
        line,
    }
}
