//! Which procedure somebody came for: the first page of intake.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::context::App,
    domain::words,
    store::search::{self, Wanted},
    web::{error::Result, filters, paths, ui::Ui},
};

/// What was typed.
#[derive(Debug, Default, Deserialize)]
pub struct ChooseQuery {
    #[serde(default)]
    q: String,
}

/// One procedure.
struct Found {
    code: String,
    name: String,
    field: String,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/choose.html")]
struct ChoosePage {
    words: String,
    found: Vec<Found>,
}

/// `GET /mot-cua/tiep-nhan`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<ChooseQuery>) -> Result<Response> {
    let wanted = Wanted { query: words::Query::parse(&query.q), limit: search::PAGE, ..Wanted::default() };
    let found = search::find(&app.db, &wanted).await?.hits;
    ui.page(&ChoosePage {
        words: query.q,
        found: found
            .into_iter()
            .map(|p| Found {
                href: paths::fill(paths::INTAKE_FORM, &[&p.code]),
                code: p.code,
                name: p.name,
                field: p.field,
            })
            .collect(),
    })
}
