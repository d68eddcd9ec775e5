//! The other half of the one door, for a calendar that was published: what `act` does to one dossier by a command, this does to
//! all that run on the calendar, batch by batch. Read, permit, decide (`domain::recount`), save where the version is still the one that
//! was read, history, outbox; one transaction a batch, two batches at a time. It changes dates and nothing else. Beside `act` and this
//! file nobody changes a dossier.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{
    context::App,
    error::Error,
    notify,
    outbox::{self, Happened},
};
use crate::{
    domain::{
        calendar::WorkCalendar,
        clock_rules::ClockRules,
        decide::local_date,
        effect::{self, Effect},
        ids::{AccountId, AgencyCode, ConsultationId},
        moved::Moved,
        policy,
        recount::{self, Recounted, Running},
        status::{Action, Status},
    },
    store::{
        self,
        job::{self, Job},
        recount::{Dates, Lines, Row},
        tx::Tx,
    },
};

/// Key of the job.
pub const JOB: &str = "recount-dossiers";
const BATCH: i64 = 1000;
/// So many batches are stored at a time, each over a connection of its own.
const LANES: usize = 2;
/// After so long a try hands the rest on to a job of its own: a worker gives up one that takes longer than a minute.
const TURN: Duration = Duration::from_secs(40);
/// Why a date moves when an agency works by another calendar from now on; stands in history beside the date.
const MOVED: &str = "Cơ quan giải quyết đổi lịch làm việc";
/// How often a batch looks again at dossiers that others changed meanwhile.
const LOOKS: usize = 5;

/// What the job is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    calendar: String,
    /// The version that was published; without it, the one that is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<i32>,
    /// The day from which other rules of the clock hold, where those are why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<NaiveDate>,
    /// The agency that was moved to this calendar, where that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<MovedTo>,
    after: Uuid,
}

/// An agency that was moved to another calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct MovedTo {
    agency: String,
    at: DateTime<Utc>,
    by: AccountId,
}

impl Task {
    /// All dossiers of a calendar, because its version `number` was published.
    #[must_use]
    pub fn new(calendar: &str, number: i32) -> Self {
        Self {
            calendar: calendar.to_owned(),
            number: Some(number),
            from: None,
            moved: None,
            after: Uuid::nil(),
        }
    }

    /// All dossiers of a calendar, because other rules of the clock hold from `day` on: they move no date, but what is due soon.
    #[must_use]
    pub fn of_rules(calendar: &str, day: NaiveDate) -> Self {
        Self { calendar: calendar.to_owned(), number: None, from: Some(day), moved: None, after: Uuid::nil() }
    }

    /// All dossiers of a calendar, because `by` moved `agency` to it.
    #[must_use]
    pub fn of_agency(calendar: &str, agency: &str, by: AccountId, at: DateTime<Utc>) -> Self {
        let moved = Some(MovedTo { agency: agency.to_owned(), at, by });
        Self { calendar: calendar.to_owned(), number: None, from: None, moved, after: Uuid::nil() }
    }

    fn key(&self) -> String {
        let number = self.number.map(|number| number.to_string());
        let moved =
            || self.moved.as_ref().map(|moved| format!("{}@{}", moved.agency, moved.at.timestamp_millis()));
        let why = number.or_else(|| self.from.map(|day| day.to_string())).or_else(moved).unwrap_or_default();
        format!("{JOB}:{}:{why}:{}", self.calendar, self.after)
    }
}

/// Puts the job in, to be done at `run_at`.
/// # Errors
/// [`Error::Store`].
pub async fn put(tx: &mut Tx, task: &Task, run_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Error> {
    let payload = serde_json::to_value(task).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(job::put(tx, JOB, &task.key(), &payload, (run_at, now)).await?)
}

/// Moves the dates of the dossiers that are not settled to the calendar in force, and finishes the job. A dossier whose dates are
/// right stays as it is, so that a second run does nothing. When a later version is in force, its own job does the work.
/// # Errors
/// [`Error::Internal`] when the job cannot be read, [`Error::Store`].
pub async fn run(app: &App, claim: &Job) -> Result<(), Error> {
    let task: Task = serde_json::from_value(claim.payload.clone())
        .map_err(|e| Error::Internal(format!("job {} cannot be read: {e}", claim.id)))?;
    let rest = match Publication::of(app, &task).await {
        Ok(publication) => publication.run(app, task.after).await,
        Err(halt) => Err(halt),
    };
    let rest = match rest {
        Ok(rest) => rest,
        Err(Halt::Superseded) => None,
        Err(Halt::Failed(error)) => return Err(error),
    };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some(after) = rest {
        // Before the notices that this turn has put in: dates first.
        put(&mut tx, &Task { after, ..task }, claim.put_at, now).await?;
    }
    outbox::close(tx, claim, now).await
}

/// Why a run ends early.
enum Halt {
    /// A later version is in force.
    Superseded,
    Failed(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<store::error::Error> for Halt {
    fn from(error: store::error::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A version of a calendar at work on dossiers.
struct Publication {
    key: String,
    number: i32,
    calendar: WorkCalendar,
    by: Option<AccountId>,
    reason: String,
}

impl Publication {
    async fn of(app: &App, task: &Task) -> Result<Self, Halt> {
        let mut tx = app.db.begin().await?;
        let number = match task.number {
            Some(number) => number,
            None => store::calendar::revision(&mut tx, &task.calendar).await?,
        };
        let version = store::calendar_version::published(&mut tx, &task.calendar, number).await?;
        let version = version.ok_or(Error::NotFound)?;
        if version.superseded {
            return Err(Halt::Superseded);
        }
        let calendar = WorkCalendar::new(version.data).map_err(Error::from)?;
        let (by, reason) = match &task.moved {
            Some(moved) => (Some(moved.by), MOVED.to_owned()),
            None => (version.by, version.reason),
        };
        Ok(Self { key: task.calendar.clone(), number, calendar, by, reason })
    }

    /// Goes on behind `after`; gives back where to go on when the turn is over before the end.
    async fn run(&self, app: &App, after: Uuid) -> Result<Option<Uuid>, Halt> {
        let until = Instant::now() + TURN;
        let next = Mutex::new(Some(after));
        let lanes = (0..LANES).map(|_| self.lane(app, &next, until));
        try_join_all(lanes).await?;
        Ok(next.into_inner())
    }

    /// Reads the batch whose turn it is and stores it, until there is none; others read and store theirs meanwhile.
    async fn lane(&self, app: &App, next: &Mutex<Option<Uuid>>, until: Instant) -> Result<(), Halt> {
        loop {
            let mut next = next.lock().await;
            let Some(after) = next.filter(|_| Instant::now() < until) else {
                return Ok(());
            };
            let mut tx = app.db.begin().await?;
            let rows = store::recount::batch(&mut tx, &self.key, after, BATCH).await?;
            drop(tx);
            let is_whole = i64::try_from(rows.len()).is_ok_and(|n| n == BATCH);
            *next = rows.last().map(|row| row.running.id.uuid()).filter(|_| is_whole);
            drop(next);
            self.apply(app, rows).await?;
        }
    }

    /// Stores the dates of a batch as it was read a moment ago. Whatever changed since is read again in the transaction, until all of
    /// it has the dates of this calendar; that stays in force meanwhile.
    async fn apply(&self, app: &App, mut rows: Vec<Row>) -> Result<(), Halt> {
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        store::calendar::hold(&mut tx).await?;
        if store::calendar::revision(&mut tx, &self.key).await? != self.number {
            return Err(Halt::Superseded);
        }
        let rules = store::clock_rule::current(&mut tx).await?;
        let mut turn = Turn { publication: self, rules, now, happened: Vec::new() };
        for _ in 0..LOOKS {
            let missed = turn.settle(&mut tx, app, rows).await?;
            if missed.is_empty() {
                turn.tell(&mut tx).await?;
                return Ok(tx.commit().await?);
            }
            rows = store::recount::some(&mut tx, &self.key, &missed).await?;
        }
        Err(Error::Internal("dossiers change faster than their dates are counted".to_owned()).into())
    }
}

/// One batch under way.
struct Turn<'a> {
    publication: &'a Publication,
    rules: Vec<ClockRules>,
    now: DateTime<Utc>,
    happened: Vec<Happened>,
}

impl Turn<'_> {
    /// Stores what becomes of `rows`; gives back those that somebody changed since they were read.
    async fn settle(&mut self, tx: &mut Tx, app: &App, rows: Vec<Row>) -> Result<Vec<Uuid>, Error> {
        let mut dates = Dates::default();
        let mut moved = Vec::new();
        for row in rows {
            let row = self.with_limits(tx, app, row).await?;
            let (running, code) = (&row.running, &row.code);
            let soon_percent = ClockRules::on(&self.rules, local_date(self.now)).soon_percent;
            match recount::recounted(running, soon_percent, &self.publication.calendar) {
                Ok(recounted) => {
                    let happened = self.events(running, &recounted)?;
                    if !happened.is_empty() || recounted.soon_at != running.soon_at {
                        push(&mut dates, running, &recounted, !happened.is_empty());
                        moved.push((running.status, recounted.opinions, happened));
                    }
                }
                // Its year is not published: the dates that were promised stay until they can be counted.
                Err(refusal) => tracing::warn!(dossier = %code, %refusal, "the dates cannot be counted anew"),
            }
        }
        if dates.ids.is_empty() {
            return Ok(Vec::new());
        }
        let missed = store::recount::save(tx, &dates, self.now).await?;
        let kept = dates.ids.iter().zip(moved).filter(|(id, _)| !missed.contains(id)).map(|(_, kept)| kept);
        self.note(tx, kept).await?;
        Ok(missed)
    }

    /// What happened to a dossier; nothing where nobody has published the calendar: the first one moves no date.
    fn events(&self, running: &Running, recounted: &Recounted) -> Result<Vec<Happened>, Error> {
        let Some(by) = self.publication.by else {
            return Ok(Vec::new());
        };
        let permit = policy::permit_following(by, (running.id, running.status), Action::Recount)?;
        let events = recounted.events(&permit, running.id, &self.publication.reason)?;
        let version = running.version.next();
        let happened = |event| Happened { dossier: running.id, version, by: permit.actor(), event };
        Ok(events.into_iter().map(happened).collect())
    }

    /// History and the dates of opinions.
    async fn note(
        &mut self,
        tx: &mut Tx,
        kept: impl Iterator<Item = (Status, Opinions, Vec<Happened>)>,
    ) -> Result<(), Error> {
        let (mut lines, mut places) = (Lines::default(), BTreeMap::new());
        let (mut opinions, mut opinions_due) = (Vec::new(), Vec::new());
        for (status, moved, happened) in kept {
            for one in &happened {
                let event = serde_json::to_value(&one.event).map_err(|e| Error::Internal(e.to_string()))?;
                let place = *places.entry(event.to_string()).or_insert_with(|| {
                    lines.events.push(event);
                    lines.events.len()
                });
                lines.dossiers.push(one.dossier.uuid());
                lines.versions.push(one.version.number());
                lines.statuses.push(status.key().to_owned());
                lines.places.push(i32::try_from(place).map_err(|e| Error::Internal(e.to_string()))?);
            }
            for (id, _, Moved { to, .. }) in moved.iter().filter(|_| !happened.is_empty()) {
                opinions.push(id.uuid());
                opinions_due.push(*to);
            }
            self.happened.extend(happened);
        }
        if let Some(by) = self.publication.by.filter(|_| !lines.dossiers.is_empty()) {
            store::recount::note(tx, &lines, by, self.now).await?;
        }
        if !opinions.is_empty() {
            store::recount::save_opinions(tx, &opinions, &opinions_due).await?;
        }
        Ok(())
    }

    /// The outbox: owners are told batch by batch, so that no other notice waits behind a million of these.
    async fn tell(&self, tx: &mut Tx) -> Result<(), Error> {
        let to_owner = |one: &&Happened| effect::of(&one.event).contains(&Effect::NotifyOwner);
        let owners: Vec<&Happened> = self.happened.iter().filter(to_owner).collect();
        notify::put_moved(tx, &owners, self.now).await?;
        outbox::put_all(tx, Effect::NotifyWorkers, &self.happened, self.now).await
    }

    /// The dossier with the minutes of its step, as its procedure version says, and of its answer, as the rules of that day say.
    async fn with_limits(&self, tx: &mut Tx, app: &App, mut row: Row) -> Result<Row, Error> {
        if let Some((step, begun)) = row.step {
            let procedure = app.version_in(tx, row.procedure_version).await?;
            row.running.step = procedure.route.get(step).map(|step| (begun, step.minutes));
        }
        let minutes = |day| ClockRules::on(&self.rules, day).response_minutes;
        row.running.answer = row.answer.map(|(from, at)| (from, minutes(local_date(at))));
        Ok(row)
    }
}

type Opinions = Vec<(ConsultationId, AgencyCode, Moved)>;

/// Adds the dates of one dossier; those of its history move only with a line of it.
fn push(dates: &mut Dates, running: &Running, recounted: &Recounted, is_told: bool) {
    let to = |moved: Option<Moved>, now| moved.filter(|_| is_told).map_or(now, |moved| Some(moved.to));
    let version = if is_told { running.version.next() } else { running.version };
    dates.ids.push(running.id.uuid());
    dates.seen.push(running.version.number());
    dates.versions.push(version.number());
    dates.due.push(to(recounted.due, running.due_at));
    dates.soon.push(recounted.soon_at);
    dates.step_due.push(to(recounted.step, running.step_due_at));
    dates.respond_by.push(to(recounted.answer, running.respond_by));
}
