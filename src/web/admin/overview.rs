//! `/quan-tri`: what there is and what needs looking at.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    app::{context::App, health},
    domain::{calendar, policy, policy::Right},
    store::{self, catalogue_admin::Overview},
    web::{error::Result, filters, paths, ui::Ui},
};

/// The page.
#[derive(Template)]
#[template(path = "admin/overview.html")]
struct OverviewPage {
    figures: Overview,
    sees: Sees,
    missing: Vec<MissingYear>,
}

/// A year that a calendar lacks.
struct MissingYear {
    year: String,
    name: String,
    href: String,
}

/// What the person may open from here.
struct Sees {
    procedures: bool,
    agencies: bool,
    users: bool,
    calendars: bool,
    jobs: bool,
}

/// Shows the overview.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let now = app.clock.now();
    let today = calendar::local(now).date();
    let figures = store::catalogue_admin::overview(&app.db, now, today).await?;
    let actor = ui.actor()?;
    let has = |right| policy::has_right(actor, right);
    let names: BTreeMap<String, String> = store::calendar::all(&app.db)
        .await?
        .into_iter()
        .map(|calendar| (calendar.key, calendar.name))
        .collect();
    let wanted = health::years_wanted(&*app.reference().await?, today);
    let missing = wanted
        .into_iter()
        .filter(|wanted| !wanted.there)
        .map(|wanted| MissingYear {
            year: wanted.year.to_string(),
            name: names.get(&wanted.calendar).cloned().unwrap_or_default(),
            href: ui.locale().path(&format!(
                "{}?lich={}&nam={}",
                paths::ADMIN_CALENDAR,
                paths::encode(&wanted.calendar),
                wanted.year
            )),
        })
        .collect();
    ui.page(&OverviewPage {
        figures,
        sees: Sees {
            procedures: has(Right::SeeProcedures),
            agencies: has(Right::SeeAgencies),
            users: has(Right::ManageUsers),
            calendars: has(Right::SeeCalendars),
            jobs: has(Right::ManageJobs),
        },
        missing,
    })
}
