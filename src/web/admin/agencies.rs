//! `/quan-tri/co-quan`: the agencies and one-stop centres, to search and to filter by level.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::context::App,
    domain::{
        calendar,
        policy::{self, Right},
    },
    i18n,
    store::agency::{Agency, AgencyLevel},
    web::{error::Result, filters, parts::Place, paths, ui::Ui},
};

const PAGE: usize = 50;

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AgenciesQuery {
    q: String,
    cap: String,
    sau: String,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/agencies.html")]
struct AgenciesPage {
    words: String,
    level: String,
    can_manage: bool,
    lenses: Vec<Place>,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    agency: Agency,
    calendar: String,
    in_force: bool,
}

/// Shows the list.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<AgenciesQuery>) -> Result<Response> {
    let reference = app.reference().await?;
    let today = calendar::local(app.clock.now()).date();
    let wanted = paths::slug(&query.q);
    let level = AgencyLevel::parse(&query.cap);
    let fits = |a: &&Agency| {
        level.is_none_or(|level| level.key() == a.level)
            && (wanted.is_empty()
                || paths::slug(&a.name).contains(&wanted)
                || a.code.to_lowercase().contains(&query.q.trim().to_lowercase()))
            && a.code.as_str() > query.sau.as_str()
    };
    let mut rows: Vec<Row> = reference
        .agencies
        .values()
        .filter(fits)
        .take(PAGE + 1)
        .map(|a| Row {
            in_force: a.valid_from <= today && a.valid_to.is_none_or(|last| last >= today),
            calendar: reference.calendar_name(&a.calendar).to_owned(),
            agency: a.clone(),
        })
        .collect();
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let href = |level: &str, after: &str| {
        ui.locale().path(&format!(
            "{}?cap={level}&q={}&sau={}",
            paths::ADMIN_AGENCIES,
            paths::encode(&query.q),
            paths::encode(after)
        ))
    };
    let key = level.map_or("", AgencyLevel::key);
    let lens = |level: Option<AgencyLevel>| {
        let label = level.map_or("admin-agency-level-all".to_owned(), |l| format!("admin-agency-level-{l}"));
        let each = level.map_or("", AgencyLevel::key);
        Place { current: each == key, ..Place::new(i18n::text(ui.locale(), &label, &[]), href(each, "")) }
    };
    ui.page(&AgenciesPage {
        can_manage: policy::has_right(ui.actor()?, Right::ManageAgencies),
        lenses: std::iter::once(None).chain(AgencyLevel::ALL.iter().copied().map(Some)).map(lens).collect(),
        next: rows.last().filter(|_| more).map_or_else(String::new, |row| href(key, &row.agency.code)),
        words: query.q.clone(),
        level: key.to_owned(),
        rows,
    })
}
