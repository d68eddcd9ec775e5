//! The other half of the one door, for a calendar that was published: what `act` does to one dossier by a command, this does to
//! all that run on the calendar, batch by batch. Lock, permit, decide (`domain::recount`), save with version, history, outbox; one
//! transaction a batch. It changes dates and nothing else. Beside `act` and this file nobody changes a dossier.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    context::App,
    error::Error,
    outbox::{self, Happened},
};
use crate::{
    domain::{calendar::WorkCalendar, ids::AccountId, policy, recount, status::Action},
    store::{
        self,
        job::{self, Job},
        recount::{Moves, Row},
        tx::Tx,
    },
};

/// Key of the job.
pub const JOB: &str = "recount-dossiers";
const BATCH: i64 = 500;
/// After so long a try hands the rest on to a job of its own: a worker gives up one that takes longer than a minute.
const TURN: Duration = Duration::from_secs(20);

/// What the job is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    calendar: String,
    number: i32,
    after: Uuid,
}

impl Task {
    /// All dossiers of a calendar, because its version `number` was published.
    #[must_use]
    pub fn new(calendar: &str, number: i32) -> Self {
        Self { calendar: calendar.to_owned(), number, after: Uuid::nil() }
    }
}

/// Puts the job in.
/// # Errors
/// [`Error::Store`].
pub async fn put(tx: &mut Tx, task: &Task, now: DateTime<Utc>) -> Result<(), Error> {
    let payload = serde_json::to_value(task).map_err(|e| Error::Internal(e.to_string()))?;
    let key = format!("{JOB}:{}:{}:{}", task.calendar, task.number, task.after);
    Ok(job::put(tx, JOB, &key, &payload, (now, now)).await?)
}

/// Moves the dates of the dossiers under way to the published calendar, and finishes the job. A dossier whose date is right stays
/// as it is, so that a second run does nothing. When a later version is in force, its own job does the work.
/// # Errors
/// [`Error::Internal`] when the job cannot be read, [`Error::Store`].
pub async fn run(app: &App, claim: &Job) -> Result<(), Error> {
    let mut task: Task = serde_json::from_value(claim.payload.clone())
        .map_err(|e| Error::Internal(format!("job {} cannot be read: {e}", claim.id)))?;
    let begun = Instant::now();
    let mut laid_out = None;
    loop {
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        let version = store::calendar_version::published(&mut tx, &task.calendar, task.number).await?;
        let version = version.ok_or(Error::NotFound)?;
        if version.superseded {
            return outbox::close(tx, claim, now).await;
        }
        let by = version.by.ok_or_else(|| Error::Internal("nobody published the calendar".to_owned()))?;
        let calendar = match laid_out.take() {
            Some(calendar) => calendar,
            None => WorkCalendar::new(version.data)?,
        };
        store::recount::lock(&mut tx, &task.calendar, task.after, BATCH).await?;
        let rows = store::recount::batch(&mut tx, &task.calendar, task.after, BATCH).await?;
        let whole = i64::try_from(rows.len()).is_ok_and(|n| n == BATCH);
        let last = rows.last().map(|row| row.running.id.uuid());
        let publication = Publication { calendar: &calendar, by, reason: &version.reason, now };
        publication.apply(&mut tx, app, rows).await?;
        let Some(last) = last.filter(|_| whole) else {
            return outbox::close(tx, claim, now).await;
        };
        task.after = last;
        if begun.elapsed() > TURN {
            put(&mut tx, &task, now).await?;
            return outbox::close(tx, claim, now).await;
        }
        tx.commit().await?;
        laid_out = Some(calendar);
    }
}

/// A version of a calendar at work on dossiers.
struct Publication<'a> {
    calendar: &'a WorkCalendar,
    by: AccountId,
    reason: &'a str,
    now: DateTime<Utc>,
}

impl Publication<'_> {
    async fn apply(&self, tx: &mut Tx, app: &App, rows: Vec<Row>) -> Result<(), Error> {
        let (mut moves, mut happened) = (Moves::default(), Vec::new());
        for row in rows {
            let row = with_step(tx, app, row).await?;
            let dossier = &row.running;
            match recount::moved(dossier, self.calendar) {
                Ok(None) => {}
                Ok(Some(moved)) => {
                    let of = (dossier.id, dossier.status);
                    let permit = policy::permit_following(self.by, of, Action::Recount)?;
                    let event = moved.event(&permit, dossier.id, self.reason)?;
                    let version = dossier.version.next();
                    moves.ids.push(dossier.id.uuid());
                    moves.versions.push(version.number());
                    moves.statuses.push(dossier.status.key().to_owned());
                    moves.due.push(moved.to);
                    moves.step_due.push(moved.step_due_at);
                    moves
                        .events
                        .push(serde_json::to_value(&event).map_err(|e| Error::Internal(e.to_string()))?);
                    happened.push(Happened { dossier: dossier.id, version, by: permit.actor(), event });
                }
                // Its year is not published: the date that was promised stays until one can be counted.
                Err(refusal) => {
                    tracing::warn!(dossier = %row.code, %refusal, "the date cannot be counted anew");
                }
            }
        }
        if !moves.ids.is_empty() {
            store::recount::save(tx, &moves, self.by, self.now).await?;
            outbox::put_all(tx, &happened, self.now).await?;
        }
        Ok(())
    }
}

/// The dossier with the minutes of its step, as its procedure version says.
async fn with_step(tx: &mut Tx, app: &App, mut row: Row) -> Result<Row, Error> {
    if let Some((step, begun)) = row.step {
        let procedure = app.version_in(tx, row.procedure_version).await?;
        row.running.step = procedure.route.get(step).map(|step| (begun, step.minutes));
    }
    Ok(row)
}
