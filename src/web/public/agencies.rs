//! The agencies of the province: departments, one-stop centres, communes.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::context::App,
    domain::{decide::local_date, words::fold},
    store::agency::{Agency, AgencyLevel},
    web::{error::Result, filters, paths, ui::Ui},
};

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words of the name.
    q: String,
}

#[derive(Template)]
#[template(path = "public/agencies.html")]
struct AgenciesPage {
    q: String,
    groups: Vec<Group>,
    total: usize,
}

struct Group {
    title: &'static str,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    href: String,
    address: String,
}

/// `GET /co-quan`.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub async fn show(ui: Ui, State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response> {
    let reference = app.reference().await?;
    let on = local_date(app.clock.now());
    let words: Vec<String> = fold(&asked.q).split_whitespace().map(str::to_owned).collect();
    let matches = |a: &Agency| {
        let name = format!(" {} {} ", fold(&a.name), a.code.to_lowercase());
        words.iter().all(|w| name.contains(&format!(" {w}")))
    };
    let valid = |a: &Agency| a.valid_from <= on && a.valid_to.is_none_or(|last| on <= last);
    let found: Vec<&Agency> = reference.agencies.values().filter(|a| valid(a) && matches(a)).collect();
    let groups = [
        ("public-agencies-centres", [AgencyLevel::Centre, AgencyLevel::Branch].as_slice()),
        (
            "public-agencies-departments",
            [AgencyLevel::Province, AgencyLevel::Department, AgencyLevel::Police].as_slice(),
        ),
        ("public-agencies-commune-centres", [AgencyLevel::CommuneCentre].as_slice()),
        ("public-agencies-communes", [AgencyLevel::Commune].as_slice()),
    ]
    .into_iter()
    .map(|(title, levels)| Group {
        title,
        rows: found
            .iter()
            .filter(|a| levels.iter().any(|l| l.key() == a.level))
            .map(|a| Row {
                name: a.name.clone(),
                href: paths::fill(paths::AGENCY, &[&a.code]),
                address: a.address.clone().unwrap_or_default(),
            })
            .collect(),
    })
    .filter(|group: &Group| !group.rows.is_empty())
    .collect();
    ui.page(&AgenciesPage { q: asked.q, groups, total: found.len() })
}
