//! Housekeeping that nobody asks for: old drafts, ended sessions, jobs long done.

use chrono::Duration;

use super::{context::App, error::Error, outbox};
use crate::store::{self, job::Job};

/// A draft that nobody touched for so many days is thrown away.
pub const DRAFT_DAYS: i64 = 30;
/// Done jobs are kept so long: administrators see them, and their keys keep work from being put in twice.
const JOB_DAYS: i64 = 30;
const ATTEMPT_DAYS: i64 = 1;
/// An ended session is kept so long: it says whose the form is that comes too late.
const SESSION_DAYS: i64 = 2;
/// An upload that broke off waits so long for the rest.
pub const UPLOAD_DAYS: i64 = 3;
const MOST: i64 = 1000;

/// Throws away drafts that nobody touched for [`DRAFT_DAYS`], and finishes the job.
/// # Errors
/// [`Error::Store`].
pub async fn expire_drafts(app: &App, job: &Job) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let gone = store::draft::expire(&mut tx, now - Duration::days(DRAFT_DAYS), MOST).await?;
    outbox::close(tx, job, now).await?;
    tracing::info!(gone, "old drafts thrown away");
    Ok(())
}

/// Removes ended sessions, old failed attempts, uploads without an end and jobs long done, and finishes the job.
/// # Errors
/// [`Error::Store`].
pub async fn prune(app: &App, job: &Job) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let sessions = store::session::prune(
        &mut tx,
        now - Duration::days(SESSION_DAYS),
        now - Duration::days(ATTEMPT_DAYS),
    )
    .await?;
    let forms = store::held_form::prune(&mut tx, now).await?;
    let uploads = store::partial_upload::prune(&mut tx, now - Duration::days(UPLOAD_DAYS)).await?;
    let jobs = store::job::prune(&mut tx, now - Duration::days(JOB_DAYS), 10 * MOST).await?;
    outbox::close(tx, job, now).await?;
    tracing::info!(sessions, forms, uploads, jobs, "old rows removed");
    Ok(())
}
