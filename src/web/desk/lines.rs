//! The rows of queues as they are shown, at the counter and at the desk alike.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    clockface::{self, Chip, Clockface},
    place::Side,
};
use crate::{
    app::{context::App, reference::Reference},
    domain::{
        procedure::Procedure,
        status::{Action, Channel, Status},
    },
    store::queue::{Cursor, MOST_COUNTED, Page, QueueRow},
    web::{
        error::{Error, Result},
        paths,
    },
};

/// One row.
#[derive(Clone, Debug)]
pub struct Line {
    /// Code.
    pub code: String,
    /// Version, for forms.
    pub version: i32,
    /// What a tick box sends: code and version.
    pub pick: String,
    /// Its page, without language prefix.
    pub href: String,
    /// For whom.
    pub applicant: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Where it is.
    pub status: Status,
    /// Name of the step; empty outside the route.
    pub step: String,
    /// Who has it, or the agency where it waits.
    pub held_by: String,
    /// Nobody has taken the step.
    pub free: bool,
    /// Handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// What it is measured against: the appointment, or the answer of the one-stop.
    pub due_at: Option<DateTime<Utc>>,
    /// Time left.
    pub chip: Option<Chip>,
    /// How it came in.
    pub channel: Channel,
    /// Whole đồng still to be paid.
    pub outstanding: i64,
    /// There was something to pay, and it is paid.
    pub paid: bool,
    /// Where to take the step; without language prefix.
    pub take: String,
    /// Keys of the acts that may fit it, `KeyN KeyB`; its own page knows.
    pub acts: String,
}

/// The rows of a page of a queue.
/// # Errors
/// [`Error::Internal`] when the calendar does not reach the due dates.
pub async fn lines(app: &App, side: Side, page: &Page) -> Result<Vec<Line>> {
    let reference = app.reference().await?;
    let stepping = page.rows.iter().filter(|r| r.step.is_some());
    let procedures = app.versions(stepping.map(|r| r.procedure_version)).await?;
    let now = app.clock.now();
    page.rows.iter().map(|row| line(row, side, &reference, &procedures, now)).collect()
}

fn line(
    row: &QueueRow,
    side: Side,
    reference: &Reference,
    procedures: &BTreeMap<Uuid, Arc<Procedure>>,
    now: DateTime<Utc>,
) -> Result<Line> {
    let status = row.status()?;
    let calendar = reference
        .agency(&row.settling)
        .and_then(|a| reference.calendars.get(&a.calendar))
        .map(|(_, calendar)| calendar);
    let face = Clockface { status, ledger: &row.ledger.0, respond_by: row.respond_by, soon_at: row.soon_at };
    let chip = match calendar {
        Some(calendar) => clockface::chip(&face, now, calendar).map_err(Error::Refused)?,
        None => None,
    };
    let step = row
        .step
        .and_then(|n| usize::try_from(n).ok())
        .and_then(|n| procedures.get(&row.procedure_version)?.route.get(n))
        .map_or_else(String::new, |step| step.name.clone());
    Ok(Line {
        code: row.code.clone(),
        version: row.version,
        pick: format!("{}@{}", row.code, row.version),
        href: side.dossier(&row.code),
        applicant: row.applicant_name.clone(),
        procedure: row.procedure_name.clone(),
        status,
        step,
        held_by: match (&row.holder_name, row.step) {
            (Some(name), _) => name.clone(),
            (None, Some(_)) => reference.short_name(&row.holding).to_owned(),
            (None, None) => String::new(),
        },
        free: row.holder_name.is_none() && status == Status::Processing,
        submitted_at: row.submitted_at,
        due_at: if status == Status::Submitted { row.respond_by } else { row.due_at },
        chip,
        channel: row.channel()?,
        outstanding: row.outstanding(),
        paid: row.fee_total > 0 && row.outstanding() == 0,
        take: side.act(Action::Reassign, &row.code).unwrap_or_default(),
        acts: acts(side, status, row.holder_name.is_none()),
    })
}

/// The key that does `action` on a dossier, as browsers name its place; empty where none does: what ends a dossier has no key.
#[must_use]
pub const fn letter(action: Action) -> &'static str {
    match action {
        Action::Accept => "KeyN",
        Action::RequestSupplement => "KeyB",
        Action::Forward => "KeyC",
        Action::Reassign => "KeyA",
        Action::Submit
        | Action::Reject
        | Action::Supplement
        | Action::RequestPayment
        | Action::RecallPayment
        | Action::Pay
        | Action::SendBack
        | Action::Consult
        | Action::GiveOpinion
        | Action::Approve
        | Action::Issue
        | Action::Complete
        | Action::Return
        | Action::Withdraw
        | Action::Stop
        | Action::Reschedule
        | Action::Refund
        | Action::CheckExemption
        | Action::Recount
        | Action::Correct => "",
    }
}

/// The key that takes a free step.
const TAKE: &str = "KeyM";

fn acts(side: Side, status: Status, free: bool) -> String {
    let (fit, takes): (&[Action], bool) = match (side, status) {
        (Side::Counter, Status::Submitted) => {
            (&[Action::Accept, Action::RequestSupplement, Action::Reassign], false)
        }
        (Side::Counter, Status::Accepted) => {
            (&[Action::RequestSupplement, Action::Forward, Action::Reassign], false)
        }
        (Side::Desk, Status::Processing) => {
            (&[Action::RequestSupplement, Action::Forward, Action::Reassign], free)
        }
        (Side::Counter | Side::Desk, _) => (&[], false),
    };
    let keys: Vec<&str> = fit.iter().map(|action| letter(*action)).chain(takes.then_some(TAKE)).collect();
    keys.join(" ")
}

/// A length as it is shown: `999+` where counting stopped.
#[must_use]
pub fn length(count: i64) -> String {
    if count >= MOST_COUNTED { format!("{}+", MOST_COUNTED - 1) } else { count.to_string() }
}

/// The address of a part of a queue: `base` with what is filtered by and where the page begins.
#[must_use]
pub fn address(base: &str, words: &str, cursor: Option<Cursor>) -> String {
    let filter = if words.is_empty() { String::new() } else { format!("&tim={}", paths::encode(words)) };
    let begin = cursor.map_or_else(String::new, |cursor| format!("&sau={cursor}"));
    format!("{base}{filter}{begin}")
}

/// One queue among the others.
#[derive(Clone, Debug)]
pub struct Lens {
    /// Key of its name.
    pub key: String,
    /// Its page, without language prefix.
    pub href: String,
    /// How many, in words.
    pub count: String,
    /// There are some, and they are late.
    pub late: bool,
    /// Whether the page shows it.
    pub current: bool,
}
