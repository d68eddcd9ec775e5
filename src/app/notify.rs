//! Notices in the portal: who is told what about a dossier. Each is stored under a key of its own, so that a job which runs
//! twice tells once; the time of a notice is the time of what happened, not of the job.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    context::App,
    error::Error,
    outbox::{self, Happened, Notice},
};
use crate::{
    domain::{
        banks,
        dossier::Dossier,
        event::{Event, Term},
        ids::{AccountId, AgencyCode, DossierId},
        money::Vnd,
        moved::Moved,
        payee::Payee,
        refund::Entry,
        status::{Role, Status},
    },
    i18n::{Message, Value, format},
    store::{
        self,
        job::Job,
        message::{self, About, NewMessage},
        tx::Tx,
    },
};

/// Appointments that passed longer ago are not warned about any more.
const OVERDUE_DAYS: i64 = 7;
const MOST_OVERDUE: i64 = 500;

/// Tells the owner of the dossier what happened, if the owner has an account, and finishes the job.
/// # Errors
/// [`Error::Internal`] when the notice cannot be read, [`Error::Store`].
pub async fn owner(app: &App, job: &Job) -> Result<(), Error> {
    let notice = read(job)?;
    let mut tx = app.db.begin().await?;
    let about = message::about(&mut tx, notice.dossier).await?.ok_or(Error::NotFound)?;
    if let Some((account, said)) = about.owner.zip(to_owner(&notice.event, code(&about))) {
        let to = [AccountId::new(account)];
        put(&mut tx, &about, &notice.key("notify-owner"), (&to, &said), job.put_at).await?;
    }
    outbox::close(tx, job, app.clock.now()).await
}

/// Tells those who can take the dossier on now, except who did it, and finishes the job. When somebody has taken it on
/// meanwhile, nobody is told.
/// # Errors
/// As [`owner`].
pub async fn workers(app: &App, job: &Job) -> Result<(), Error> {
    let notice = read(job)?;
    let mut tx = app.db.begin().await?;
    let about = message::about(&mut tx, notice.dossier).await?.ok_or(Error::NotFound)?;
    if let Some(said) = to_workers(&notice.event, code(&about)).filter(|_| still_open(&about, &notice)) {
        let mut to = concerned(&mut tx, &about, &notice.event).await?;
        to.retain(|account| *account != notice.by);
        put(&mut tx, &about, &notice.key("notify-workers"), (&to, &said), job.put_at).await?;
    }
    outbox::close(tx, job, app.clock.now()).await
}

/// Warns those who have a dossier when its appointment passes, once for each appointment, and finishes the job.
/// # Errors
/// [`Error::Store`].
pub async fn overdue(app: &App, job: &Job) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let since = now - Duration::days(OVERDUE_DAYS);
    for about in message::newly_overdue(&mut tx, since, now, MOST_OVERDUE).await? {
        let Some(due) = about.due_at else { continue };
        let said =
            Message::new("message-overdue").with("code", code(&about)).with("due", format::datetime(due));
        let to = holders(&mut tx, &about).await?;
        let key = format!("overdue:{}:{}", about.id, due.timestamp());
        put(&mut tx, &about, &key, (&to, &said), now).await?;
    }
    outbox::close(tx, job, now).await
}

/// Tells the owner of a dossier that money came which is not enough: what came, and what is still missing.
/// # Errors
/// [`Error::Store`].
pub async fn short(
    tx: &mut Tx,
    dossier: DossierId,
    (held, missing): (Vnd, Vnd),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let about = message::about(tx, dossier).await?.ok_or(Error::NotFound)?;
    let Some(owner) = about.owner else { return Ok(()) };
    let said = Message::new("message-short").with("came", held).with("missing", missing);
    let said = said.with("code", code(&about));
    let key = format!("short:{dossier}:{}:{}", held.dong(), missing.dong());
    put(tx, &about, &key, (&[AccountId::new(owner)], &said), now).await
}

/// Tells the owner of a dossier that money which was held for it turned out to be for another.
/// # Errors
/// [`Error::Store`].
pub async fn not_theirs(
    tx: &mut Tx,
    dossier: DossierId,
    amount: Vnd,
    event: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let about = message::about(tx, dossier).await?.ok_or(Error::NotFound)?;
    let Some(owner) = about.owner else { return Ok(()) };
    let said = Message::new("message-not-theirs").with("amount", amount).with("code", code(&about));
    let key = format!("not-theirs:{dossier}:{event}:{}", now.timestamp_micros());
    put(tx, &about, &key, (&[AccountId::new(owner)], &said), now).await
}

/// Tells the owner of a dossier that money which could have gone back does not, and why.
/// # Errors
/// [`Error::Store`].
pub async fn not_refunded(
    tx: &mut Tx,
    dossier: DossierId,
    (amount, reason): (Vnd, &str),
    refund: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let about = message::about(tx, dossier).await?.ok_or(Error::NotFound)?;
    let Some(owner) = about.owner else { return Ok(()) };
    let said = Message::new("message-not-refunded").with("amount", amount).with("reason", reason);
    let said = said.with("code", code(&about));
    put(tx, &about, &format!("not-refunded:{refund}"), (&[AccountId::new(owner)], &said), now).await
}

/// Tells the owner of a dossier what an officer noted about where the money of a refund goes.
/// # Errors
/// [`Error::Store`].
pub async fn payee_noted(
    tx: &mut Tx,
    dossier: DossierId,
    (refund, amount, entry): (Uuid, Vnd, &Entry),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let about = message::about(tx, dossier).await?.ok_or(Error::NotFound)?;
    let Some(owner) = about.owner.filter(|owner| *owner != entry.by.uuid()) else { return Ok(()) };
    let said = match &entry.payee {
        Payee::Cash { name } => Message::new("message-payee-cash").with("name", name),
        Payee::Account { bank, number, .. } => Message::new("message-payee-account")
            .with("ending", number.ending())
            .with("bank", banks::name(bank).unwrap_or(bank)),
    };
    let said = said.with("amount", amount).with("code", code(&about));
    let key = format!("payee:{refund}:{}", entry.turn);
    put(tx, &about, &key, (&[AccountId::new(owner)], &said), now).await
}

/// Tells whoever had agreed to a refund that it goes somewhere else now and waits for agreement again.
/// # Errors
/// [`Error::Store`].
pub async fn agreement_undone(
    tx: &mut Tx,
    dossier: DossierId,
    (refund, amount, turn): (Uuid, Vnd, u32),
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let about = message::about(tx, dossier).await?.ok_or(Error::NotFound)?;
    let said = Message::new("message-work-payee-changed").with("amount", amount).with("code", code(&about));
    put(tx, &about, &format!("payee-changed:{refund}:{turn}"), (&[by], &said), now).await
}

/// Tells the owner that more money is held than the dossier asks for, or that it came after the end; and that it goes back. Says so
/// once for all the money that came until now.
/// # Errors
/// [`Error::Store`].
pub async fn too_much(tx: &mut Tx, dossier: &Dossier, held: Vnd, now: DateTime<Utc>) -> Result<(), Error> {
    let is_late = dossier.status.is_without_result();
    let over = if is_late { held } else { held.less(dossier.outstanding()) };
    if over.is_zero() {
        return Ok(());
    }
    let about = message::about(tx, dossier.id).await?.ok_or(Error::NotFound)?;
    let Some(owner) = about.owner else { return Ok(()) };
    let said = if is_late {
        Message::new("message-late-money").with("came", over)
    } else {
        Message::new("message-over").with("over", over)
    };
    let said = said.with("code", code(&about));
    let came = store::intent::collected(tx, dossier.id).await?;
    let key = format!("too-much:{}:{}:{}", dossier.id, over.dong(), came.dong());
    put(tx, &about, &key, (&[AccountId::new(owner)], &said), now).await
}

/// Key of the job that tells owners which dates a calendar moved.
pub const MOVED: &str = "notify-moved";

/// What that job is told: which lines of history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Lot {
    from: Uuid,
    to: Uuid,
    at: DateTime<Utc>,
}

/// Puts in the job that tells the owners of dossiers what a calendar did to them: one for all, in the order of their identifiers.
/// # Errors
/// [`Error::Store`].
pub async fn put_moved(tx: &mut Tx, all: &[&Happened], now: DateTime<Utc>) -> Result<(), Error> {
    let ids = || all.iter().map(|one| one.dossier.uuid());
    let (Some(first), Some(from), Some(to)) = (all.first(), ids().min(), ids().max()) else {
        return Ok(());
    };
    let payload =
        serde_json::to_value(Lot { from, to, at: now }).map_err(|e| Error::Internal(e.to_string()))?;
    let key = format!("{MOVED}:{}:{}", first.dossier, first.version.number());
    Ok(store::job::put(tx, MOVED, &key, &payload, (now, now)).await?)
}

/// Tells the owners of dossiers which dates a calendar moved, and finishes the job.
/// # Errors
/// As [`owner`].
pub async fn moved(app: &App, job: &Job) -> Result<(), Error> {
    let Lot { from, to, at } = serde_json::from_value(job.payload.clone())
        .map_err(|e| Error::Internal(format!("job {} cannot be read: {e}", job.id)))?;
    let mut tx = app.db.begin().await?;
    let mut all = message::Notices::default();
    for line in message::recounted(&mut tx, (from, to), at).await? {
        let Some(said) = to_owner(&line.event.0, &line.code) else { continue };
        let notice = Notice {
            dossier: DossierId::new(line.dossier),
            version: line.version,
            by: line.by,
            event: line.event.0,
        };
        all.accounts.push(line.owner);
        all.dossiers.push(line.dossier);
        all.unique_keys.push(format!("{}:{}", notice.key("notify-owner"), line.owner));
        all.args.push(args(&said));
        all.keys.push(said.key);
    }
    message::put_all(&mut tx, &all, job.put_at).await?;
    outbox::close(tx, job, app.clock.now()).await
}

/// A stored notice, to be said in the language of its reader.
#[must_use]
pub fn message(stored: &message::Message) -> Message {
    let args = serde_json::from_value::<std::collections::BTreeMap<String, Value>>(stored.args.clone());
    Message { key: stored.key.clone(), args: args.unwrap_or_default().into_iter().collect() }
}

fn read(job: &Job) -> Result<Notice, Error> {
    serde_json::from_value(job.payload.clone())
        .map_err(|e| Error::Internal(format!("job {} cannot be read: {e}", job.id)))
}

fn code(about: &About) -> &str {
    about.code.as_deref().unwrap_or_default()
}

async fn put(
    tx: &mut Tx,
    about: &About,
    key: &str,
    what: (&[AccountId], &Message),
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let (accounts, said) = what;
    let args = args(said);
    for account in accounts {
        let new = NewMessage {
            account: *account,
            dossier: DossierId::new(about.id),
            key: &said.key,
            args: &args,
            unique_key: &format!("{key}:{account}"),
        };
        message::put(tx, &new, at).await?;
    }
    Ok(())
}

fn args(said: &Message) -> serde_json::Value {
    let value = |value: &Value| match value {
        Value::Number(n) => serde_json::Value::from(*n),
        Value::Text(words) => serde_json::Value::from(words.clone()),
    };
    said.args.iter().map(|(name, one)| (name.clone(), value(one))).collect::<serde_json::Map<_, _>>().into()
}

/// What the owner is told; `None` for what concerns only the offices.
fn to_owner(event: &Event, code: &str) -> Option<Message> {
    let said = match event {
        Event::Submitted { respond_by, .. } => {
            Message::new("message-submitted").with("until", format::datetime(*respond_by))
        }
        Event::Accepted { due_at: None } => Message::new("message-accepted-open"),
        Event::Accepted { due_at: Some(due) } => {
            Message::new("message-accepted").with("due", format::datetime(*due))
        }
        Event::Rejected { reason } => Message::new("message-rejected").with("reason", reason),
        Event::SupplementRequested { until, items, .. } => Message::new("message-supplement-requested")
            .with("count", items.len())
            .with("until", format::date(*until)),
        Event::Supplemented { .. } => Message::new("message-supplemented"),
        Event::PaymentRequested { amount, reason, further } => {
            let basis = further.as_ref().map(|asked| format!(" ({})", asked.legal_basis()));
            Message::new("message-payment-requested")
                .with("amount", *amount)
                .with("reason", format!("{reason}{}", basis.unwrap_or_default()))
        }
        Event::PaymentRecalled { reason, .. } => {
            Message::new("message-payment-recalled").with("reason", reason)
        }
        Event::Paid { amount, .. } => Message::new("message-paid").with("amount", *amount),
        Event::Refunded(back) => {
            Message::new("message-refunded").with("amount", back.amount).with("reference", &back.reference)
        }
        Event::Completed { .. } => Message::new("message-completed"),
        Event::Returned { .. } => Message::new("message-returned"),
        Event::Stopped { reason } => Message::new("message-stopped").with("reason", reason),
        Event::Rescheduled { from, to, reason, .. } => {
            let date = |at: Option<DateTime<Utc>>| at.map_or_else(String::new, format::datetime);
            Message::new("message-rescheduled")
                .with("from", date(*from))
                .with("to", date(*to))
                .with("reason", reason)
        }
        Event::DueMoved { from, to, reason } => Message::new("message-due-moved")
            .with("from", format::datetime(*from))
            .with("to", format::datetime(*to))
            .with("reason", reason),
        Event::TermMoved { term: Term::Answer, from, to, reason, .. } => Message::new("message-answer-moved")
            .with("from", format::datetime(*from))
            .with("to", format::datetime(*to))
            .with("reason", reason),
        Event::Reassigned { due: Some(moved), .. } => with_dates("message-due-moved-away", moved),
        Event::Reassigned { answer: Some(moved), .. } => with_dates("message-answer-moved-away", moved),
        Event::ExemptionChecked { claimed, found, .. } if claimed == found => {
            Message::new("message-exemption-confirmed")
        }
        Event::ExemptionChecked { reason, .. } => {
            Message::new("message-exemption-changed").with("reason", reason)
        }
        Event::Corrected { reason } => Message::new("message-corrected").with("reason", reason),
        Event::TermMoved { term: Term::Step | Term::Opinion, .. }
        | Event::Forwarded { .. }
        | Event::SentBack { .. }
        | Event::Consulted { .. }
        | Event::OpinionGiven { .. }
        | Event::Approved { .. }
        | Event::Issued { .. }
        | Event::Withdrawn { .. }
        | Event::Reassigned { .. } => return None,
    };
    Some(said.with("code", code))
}

fn with_dates(key: &str, moved: &Moved) -> Message {
    Message::new(key).with("from", format::datetime(moved.from)).with("to", format::datetime(moved.to))
}

/// What the offices are told; `None` for what the queues show anyway.
fn to_workers(event: &Event, code: &str) -> Option<Message> {
    let said = match event {
        Event::Submitted { respond_by, .. } => {
            Message::new("message-work-submitted").with("until", format::datetime(*respond_by))
        }
        Event::Supplemented { documents, .. } => {
            Message::new("message-work-supplemented").with("count", *documents)
        }
        Event::SentBack { reason, .. } => Message::new("message-work-sent-back").with("reason", reason),
        Event::Consulted { due_at, .. } => {
            Message::new("message-work-consulted").with("until", format::datetime(*due_at))
        }
        Event::TermMoved { term: Term::Opinion, to, .. } => {
            Message::new("message-work-opinion-moved").with("until", format::datetime(*to))
        }
        Event::OpinionGiven { .. } => Message::new("message-work-opinion-given"),
        Event::Reassigned { .. } => Message::new("message-work-reassigned"),
        Event::Withdrawn { .. } => Message::new("message-work-withdrawn"),
        Event::Accepted { .. }
        | Event::Rejected { .. }
        | Event::SupplementRequested { .. }
        | Event::PaymentRequested { .. }
        | Event::PaymentRecalled { .. }
        | Event::Paid { .. }
        | Event::Refunded(_)
        | Event::Forwarded { .. }
        | Event::Approved { .. }
        | Event::Issued { .. }
        | Event::Completed { .. }
        | Event::Returned { .. }
        | Event::Stopped { .. }
        | Event::Rescheduled { .. }
        | Event::DueMoved { .. }
        | Event::TermMoved { term: Term::Answer | Term::Step, .. }
        | Event::ExemptionChecked { .. }
        | Event::Corrected { .. } => return None,
    };
    Some(said.with("code", code))
}

/// Whether what happened still waits for somebody.
fn still_open(about: &About, notice: &Notice) -> bool {
    match &notice.event {
        Event::Consulted { agency, .. } | Event::TermMoved { agency: Some(agency), .. } => {
            about.consulted.iter().any(|asked| asked == agency.as_str())
        }
        Event::Submitted { .. } => about.status == Status::Submitted.key(),
        Event::Accepted { .. }
        | Event::Rejected { .. }
        | Event::SupplementRequested { .. }
        | Event::Supplemented { .. }
        | Event::PaymentRequested { .. }
        | Event::PaymentRecalled { .. }
        | Event::Paid { .. }
        | Event::Refunded(_)
        | Event::Forwarded { .. }
        | Event::SentBack { .. }
        | Event::OpinionGiven { .. }
        | Event::Approved { .. }
        | Event::Issued { .. }
        | Event::Completed { .. }
        | Event::Returned { .. }
        | Event::Withdrawn { .. }
        | Event::Stopped { .. }
        | Event::Reassigned { .. }
        | Event::Rescheduled { .. }
        | Event::DueMoved { .. }
        | Event::TermMoved { agency: None, .. }
        | Event::ExemptionChecked { .. }
        | Event::Corrected { .. } => about.version == notice.version,
    }
}

/// Whom an event concerns: the consulted agency, the new holder, both ends of a withdrawn dossier, else who has it now.
async fn concerned(tx: &mut Tx, about: &About, event: &Event) -> Result<Vec<AccountId>, Error> {
    match event {
        Event::Consulted { agency, .. } | Event::TermMoved { agency: Some(agency), .. } => {
            Ok(message::at_work(tx, &[Role::Specialist, Role::Leader], agency).await?)
        }
        Event::Reassigned { to: Some(to), .. } => Ok(vec![*to]),
        Event::Withdrawn { .. } => {
            let mut told = at(tx, &[Role::OneStopOfficer], &about.receiving).await?;
            if about.holding != about.receiving {
                told.extend(at(tx, &[Role::Specialist], &about.holding).await?);
            }
            Ok(told)
        }
        Event::Submitted { .. }
        | Event::Accepted { .. }
        | Event::Rejected { .. }
        | Event::SupplementRequested { .. }
        | Event::Supplemented { .. }
        | Event::PaymentRequested { .. }
        | Event::PaymentRecalled { .. }
        | Event::Paid { .. }
        | Event::Refunded(_)
        | Event::Forwarded { .. }
        | Event::SentBack { .. }
        | Event::OpinionGiven { .. }
        | Event::Approved { .. }
        | Event::Issued { .. }
        | Event::Completed { .. }
        | Event::Returned { .. }
        | Event::Stopped { .. }
        | Event::Reassigned { to: None, .. }
        | Event::Rescheduled { .. }
        | Event::DueMoved { .. }
        | Event::TermMoved { agency: None, .. }
        | Event::ExemptionChecked { .. }
        | Event::Corrected { .. } => holders(tx, about).await,
    }
}

/// Who has the dossier now: the holder of its step, everybody with the step's role there, or the one-stop.
async fn holders(tx: &mut Tx, about: &About) -> Result<Vec<AccountId>, Error> {
    match (about.holder, about.step_role.as_deref().and_then(Role::parse)) {
        (Some(holder), _) => Ok(vec![AccountId::new(holder)]),
        (None, Some(role)) => at(tx, &[role], &about.holding).await,
        (None, None) => at(tx, &[Role::OneStopOfficer], &about.receiving).await,
    }
}

async fn at(tx: &mut Tx, roles: &[Role], agency: &str) -> Result<Vec<AccountId>, Error> {
    let agency = AgencyCode::parse(agency).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(message::at_work(tx, roles, &agency).await?)
}
