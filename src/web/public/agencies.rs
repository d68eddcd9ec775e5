//! The agencies of the province by group: one-stop centres, departments, communes; some of them on a page.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::context::App,
    domain::{decide::local_date, words::fold},
    i18n::{Locale, format, text},
    store::agency::{Agency, AgencyLevel},
    web::{error::Result, filters, parts::Place, paths, ui::Ui},
};

/// How many agencies a page has.
const PAGE: usize = 60;

/// The groups: key, key of the title, levels.
const GROUPS: &[(&str, &str, &[AgencyLevel])] = &[
    ("trung-tam", "public-agencies-centres", &[AgencyLevel::Centre, AgencyLevel::Branch]),
    (
        "so-nganh",
        "public-agencies-departments",
        &[AgencyLevel::Province, AgencyLevel::Department, AgencyLevel::Police],
    ),
    ("trung-tam-xa", "public-agencies-commune-centres", &[AgencyLevel::CommuneCentre]),
    ("xa", "public-agencies-communes", &[AgencyLevel::Commune]),
];

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words of the name; then every group is looked through.
    q: String,
    /// Key of a group; the first when there is none.
    nhom: String,
    /// Behind which agency the page begins.
    sau: String,
}

impl Asked {
    fn link(&self, group: &str, after: &str) -> String {
        let pairs: Vec<String> = [("q", self.q.as_str()), ("nhom", group), ("sau", after)]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", paths::encode(value)))
            .collect();
        if pairs.is_empty() {
            paths::AGENCIES.to_owned()
        } else {
            format!("{}?{}", paths::AGENCIES, pairs.join("&"))
        }
    }
}

#[derive(Template)]
#[template(path = "public/agencies.html")]
struct AgenciesPage {
    q: String,
    groups: Vec<Place>,
    title: String,
    rows: Vec<Row>,
    total: usize,
    first: String,
    next: String,
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
    let valid = |a: &&Agency| a.valid_from <= on && a.valid_to.is_none_or(|last| on <= last);
    let all: Vec<&Agency> = reference.agencies.values().filter(valid).collect();
    ui.page(&page(asked, &all, ui.locale()))
}

/// `agencies` in the order of their codes.
fn page(asked: Asked, agencies: &[&Agency], locale: Locale) -> AgenciesPage {
    let words: Vec<String> = fold(&asked.q).split_whitespace().map(str::to_owned).collect();
    let chosen =
        GROUPS.iter().find(|(key, ..)| *key == asked.nhom).or(GROUPS.first()).filter(|_| words.is_empty());
    let is_of = |a: &Agency, levels: &[AgencyLevel]| levels.iter().any(|l| l.key() == a.level);
    let found: Vec<&Agency> = agencies
        .iter()
        .copied()
        .filter(|a| match chosen {
            Some((_, _, levels)) => is_of(a, levels),
            None => GROUPS.iter().any(|(_, _, levels)| is_of(a, levels)) && is_named(a, &words),
        })
        .collect();
    let key = chosen.map_or("", |(key, ..)| *key);
    let behind = || found.iter().filter(|a| a.code.as_str() > asked.sau.as_str());
    let rows: Vec<Row> = behind().take(PAGE).map(|a| Row::of(a)).collect();
    let last = behind().nth(PAGE - 1).filter(|_| behind().count() > PAGE);
    let tab = |(other, title, levels): &(&str, &str, &[AgencyLevel])| {
        let count = agencies.iter().filter(|a| is_of(a, levels)).count();
        let label = format!("{} ({})", text(locale, title, &[]), format::num(locale, count));
        let href = locale.path(&Asked::default().link(other, ""));
        Place { label, href, current: *other == key }
    };
    AgenciesPage {
        groups: GROUPS.iter().map(tab).collect(),
        title: text(locale, chosen.map_or("public-results", |(_, title, _)| title), &[]),
        total: found.len(),
        first: if asked.sau.is_empty() { String::new() } else { asked.link(key, "") },
        next: last.map_or_else(String::new, |a| asked.link(key, a.code.as_str())),
        rows,
        q: asked.q,
    }
}

/// Whether every word begins a word of the name, or the code.
fn is_named(agency: &Agency, words: &[String]) -> bool {
    let name = format!(" {} {} ", fold(&agency.name), agency.code.to_lowercase());
    words.iter().all(|w| name.contains(&format!(" {w}")))
}

impl Row {
    fn of(agency: &Agency) -> Self {
        Self {
            name: agency.name.clone(),
            href: paths::fill(paths::AGENCY, &[&agency.code]),
            address: agency.address.clone().unwrap_or_default(),
        }
    }
}
