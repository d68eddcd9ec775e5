//! `/quan-tri`: what there is and what needs looking at.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::Datelike as _;

use crate::{
    app::context::App,
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
    missing_year: Option<i32>,
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
    let next = calendar::local(now).year() + 1;
    let new_year = chrono::NaiveDate::from_ymd_opt(next, 1, 1).unwrap_or_default();
    let reference = app.reference().await?;
    let missing = reference.calendars.values().any(|(_, calendar)| calendar.day_kind(new_year).is_err());
    ui.page(&OverviewPage {
        figures,
        sees: Sees {
            procedures: has(Right::SeeProcedures),
            agencies: has(Right::SeeAgencies),
            users: has(Right::ManageUsers),
            calendars: has(Right::SeeCalendars),
            jobs: has(Right::ManageJobs),
        },
        missing_year: missing.then_some(next),
    })
}
