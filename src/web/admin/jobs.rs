//! `/quan-tri/cong-viec`: what the outbox holds: ready, in work, given up, done; a dead job can be tried again.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::{self, context::App},
    i18n::{self, Message},
    store::{
        self,
        job_admin::{JobBoard, JobRow, JobState},
    },
    web::{error::Result, filters, parts::Place, paths, ui::Ui},
};

const PAGE: usize = 50;

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct JobsQuery {
    #[serde(default, rename = "trang-thai")]
    state: String,
    #[serde(default)]
    sau: Option<i64>,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/jobs.html")]
struct JobsPage {
    board: JobBoard,
    state: JobState,
    lenses: Vec<Place>,
    jobs: Vec<JobRow>,
    next: String,
}

/// Shows the board.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<JobsQuery>) -> Result<Response> {
    let state = JobState::parse(&query.state).unwrap_or(JobState::Dead);
    let board = store::job_admin::board(&app.db, state, query.sau, app.clock.now()).await?;
    let jobs: Vec<JobRow> = board.jobs.iter().take(PAGE).cloned().collect();
    let place = |state: JobState, before: Option<i64>| {
        let before = before.map_or_else(String::new, |id| format!("&sau={id}"));
        ui.locale().path(&format!("{}?trang-thai={state}{before}", paths::ADMIN_JOBS))
    };
    let last = jobs.last().map(|job| job.id);
    ui.page(&JobsPage {
        lenses: JobState::ALL
            .iter()
            .map(|each| Place {
                current: *each == state,
                ..Place::new(i18n::text(ui.locale(), &format!("admin-job-{each}"), &[]), place(*each, None))
            })
            .collect(),
        next: last.filter(|_| board.jobs.len() > PAGE).map_or_else(String::new, |id| place(state, Some(id))),
        board,
        state,
        jobs,
    })
}

/// Tries a dead job again.
/// # Errors
/// [`crate::web::error::Error::Forbidden`].
pub async fn retry(ui: Ui, State(app): State<App>, Path(id): Path<i64>) -> Result<Response> {
    let revived = app::administer::retry_job(&app, ui.actor()?, id).await?;
    let said = if revived { "admin-flash-retried" } else { "admin-flash-not-dead" };
    Ok(ui.done(paths::ADMIN_JOBS, Message::new(said).with("id", id.to_string())))
}
