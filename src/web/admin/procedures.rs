//! `/quan-tri/thu-tuc`: the catalogue with its drafts, to search and to filter.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::context::App,
    store::{
        self,
        catalogue_admin::{PAGE, ProcedureRow, Shelf},
    },
    web::{error::Result, filters, parts::Place, paths, ui::Ui},
};

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ProceduresQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    loai: String,
    #[serde(default)]
    sau: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/procedures.html")]
struct ProceduresPage {
    words: String,
    shelf: Shelf,
    lenses: Vec<Place>,
    rows: Vec<ProcedureRow>,
    next: String,
}

/// Shows the list.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<ProceduresQuery>) -> Result<Response> {
    let shelf = Shelf::parse(&query.loai).unwrap_or(Shelf::All);
    let mut rows = store::catalogue_admin::list(&app.db, &query.q, shelf, query.sau.as_deref()).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let place = |shelf: Shelf, after: Option<&str>| {
        let mut href = format!("{}?loai={shelf}&q={}", paths::ADMIN_PROCEDURES, paths::encode(&query.q));
        if let Some(after) = after {
            href.push_str("&sau=");
            href.push_str(&paths::encode(after));
        }
        ui.locale().path(&href)
    };
    let last = rows.last().map(|row| row.code.clone());
    ui.page(&ProceduresPage {
        lenses: Shelf::ALL
            .iter()
            .map(|each| Place {
                current: *each == shelf,
                ..Place::new(crate::i18n::text(ui.locale(), &format!("admin-shelf-{each}"), &[]), place(*each, None))
            })
            .collect(),
        next: last.filter(|_| more).map_or_else(String::new, |code| place(shelf, Some(&code))),
        words: query.q.clone(),
        shelf,
        rows,
    })
}
