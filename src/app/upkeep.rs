//! Housekeeping that nobody asks for: old drafts, ended sessions, jobs long done.

use chrono::Duration;

use super::{booking, context::App, error::Error, outbox, pay};
use crate::{
    domain::{
        ids::{AgencyCode, DossierId},
        money::Vnd,
        policy,
    },
    store::{self, dossier::Key, job::Job},
};

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
/// So many dossiers are looked for at once that owe and have no request of money.
const UNASKED: i64 = 200;

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

/// Opens a request of money for every dossier that owes and has none: those that owed before there were requests, which else would get
/// one only when what they owe changes. Finishes the job. Each dossier has a transaction of its own, and doing it again opens nothing.
/// # Errors
/// [`Error::Store`].
pub async fn ask_for_what_is_owed(app: &App, job: &Job) -> Result<(), Error> {
    let (mut after, mut asked) = (None, 0_usize);
    loop {
        let lot = store::intent::unasked(&app.db, after, UNASKED).await?;
        let Some((last, _)) = lot.last() else { break };
        after = Some(*last);
        for (dossier, agency) in &lot {
            asked += usize::from(ask_for(app, *dossier, agency).await?);
        }
    }
    let now = app.clock.now();
    outbox::close(app.db.begin().await?, job, now).await?;
    tracing::info!(asked, "requests of money opened for what was owed without one");
    Ok(())
}

async fn ask_for(app: &App, dossier: DossierId, agency: &AgencyCode) -> Result<bool, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let scope = policy::scope(&pay::teller(agency.clone()));
    let Some(locked) = store::dossier::lock(&mut tx, &scope, &Key::Id(dossier)).await? else {
        return Ok(false);
    };
    // Under the lock: somebody may have changed it, and so opened one, meanwhile.
    if store::intent::opened(&mut tx, dossier).await?.is_some() {
        return Ok(false);
    }
    booking::keep(&mut tx, Vnd::ZERO, &locked.dossier, now).await?;
    let is_asked = store::intent::opened(&mut tx, dossier).await?.is_some();
    tx.commit().await?;
    Ok(is_asked)
}
