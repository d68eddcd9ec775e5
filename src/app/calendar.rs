//! The life of a working calendar: a draft is begun from the version in force, edited, and published with a reason. What is
//! published is never edited again, only superseded; the dates of the dossiers under way follow in one job.

use super::{administer::mark, context::App, error::Error, recount};
use crate::{
    domain::{
        actor::Actor,
        calendar::{CalendarData, WorkCalendar},
        party::{self, FieldError},
        policy::{self, Right},
        refusal::Refusal,
    },
    store::{self, tx::Tx},
};

fn may(actor: &Actor) -> Result<(), Error> {
    if policy::has_right(actor, Right::ManageCalendars) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Begins a draft of the calendar with what is in force; where there is one already it stays.
/// # Errors
/// [`Error::NotFound`] without such a calendar, [`Error::Forbidden`].
pub async fn begin(app: &App, actor: &Actor, key: &str) -> Result<(), Error> {
    may(actor)?;
    let mut tx = app.db.begin().await?;
    store::calendar_version::begin(&mut tx, key, actor.id, app.clock.now()).await?;
    store::calendar_version::lock_draft(&mut tx, key).await?.ok_or(Error::NotFound)?;
    Ok(tx.commit().await?)
}

/// Replaces what the draft says, when it still is what the page showed with the mark `seen`; says whether anything changed.
/// # Errors
/// [`Error::Changed`]; [`Error::Refused`] when the rows do not fit together; [`Error::Forbidden`].
pub async fn save(
    app: &App,
    actor: &Actor,
    key: &str,
    seen: &str,
    data: &CalendarData,
) -> Result<bool, Error> {
    may(actor)?;
    WorkCalendar::new(data.clone())?;
    let mut tx = app.db.begin().await?;
    let draft = store::calendar_version::lock_draft(&mut tx, key).await?.ok_or(Error::Changed)?;
    if draft.data == *data {
        return Ok(false);
    }
    if mark(&draft.data) != seen {
        return Err(Error::Changed);
    }
    store::calendar_version::save(&mut tx, key, data, (actor.id, app.clock.now())).await?;
    tx.commit().await?;
    Ok(true)
}

/// Throws the draft away, when it still is what the page showed. Without a draft there is nothing to do.
/// # Errors
/// [`Error::Changed`], [`Error::Forbidden`].
pub async fn discard(app: &App, actor: &Actor, key: &str, seen: &str) -> Result<(), Error> {
    may(actor)?;
    let mut tx = app.db.begin().await?;
    if let Some(draft) = store::calendar_version::lock_draft(&mut tx, key).await? {
        if mark(&draft.data) != seen {
            return Err(Error::Changed);
        }
        store::calendar_version::discard(&mut tx, key).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What is to be published, as the page showed it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Key of the calendar.
    pub key: &'a str,
    /// Number of the draft.
    pub number: i32,
    /// Mark of its content.
    pub seen: &'a str,
    /// Why, as typed.
    pub reason: &'a str,
}

/// Puts the draft in force and puts in the job that moves the dates. The same form sent twice is the same as once.
/// # Errors
/// [`Error::Fields`] (`reason`); [`Error::Changed`] when the draft is no longer what the page showed, or another version came
/// into force after it was begun; [`Error::Refused`] when it gives up a published year; [`Error::Forbidden`].
pub async fn publish(app: &App, actor: &Actor, wanted: Wanted<'_>) -> Result<(), Error> {
    may(actor)?;
    let reason = party::tidy(wanted.reason);
    if reason.is_empty() {
        return Err(Error::Fields(vec![("reason", FieldError::Required)]));
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let draft = match store::calendar_version::lock_draft(&mut tx, wanted.key).await? {
        Some(draft) if draft.number == wanted.number => draft,
        Some(_) | None => return published_before(&mut tx, actor, wanted).await,
    };
    if mark(&draft.data) != wanted.seen || draft.in_force + 1 != draft.number {
        return Err(Error::Changed);
    }
    WorkCalendar::new(draft.data.clone())?;
    let in_force = store::calendar::of(&mut tx, wanted.key).await?;
    if let Some(year) = in_force.published_years.difference(&draft.data.published_years).next() {
        return Err(Error::Refused(Refusal::CalendarYearMissing { year: *year }));
    }
    store::calendar_version::publish(&mut tx, wanted.key, &reason, (actor.id, now)).await?;
    recount::put(&mut tx, &recount::Task::new(wanted.key, draft.number), now, now).await?;
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}

async fn published_before(tx: &mut Tx, actor: &Actor, wanted: Wanted<'_>) -> Result<(), Error> {
    let published = store::calendar_version::published(tx, wanted.key, wanted.number).await?;
    match published {
        Some(done) if done.by == Some(actor.id) && mark(&done.data) == wanted.seen => Ok(()),
        Some(_) | None => Err(Error::Changed),
    }
}
