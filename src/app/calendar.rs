//! The life of a working calendar: a draft is begun from the version in force, edited, and published with a reason. What is
//! published is never edited again, only superseded; calendars that inherit it are published with it, and the dates of the dossiers under way follow in one job.

use chrono::{DateTime, Utc};

use super::{
    administer::{self, mark},
    context::App,
    error::Error,
    recount,
};
use crate::{
    domain::{
        actor::Actor,
        calendar::{CalendarData, WorkCalendar},
        calendar_inherit::{self, Differences},
        calendar_proposal::{self, Choice},
        ids::{AccountId, AgencyCode},
        party,
        policy::{self, Right},
        refusal::Refusal,
    },
    store::{
        self,
        agency::Agency,
        calendar_version::{Draft, Following},
        tx::Tx,
    },
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

/// What a draft is to say: of a calendar that inherits, only what differs is kept, and its years are those of its parent.
async fn content(
    tx: &mut Tx,
    key: &str,
    data: &CalendarData,
) -> Result<(CalendarData, Option<Differences>), Error> {
    Ok(match store::calendar::parent(tx, key).await? {
        None => (data.clone(), None),
        Some(parent) => {
            let own = calendar_inherit::differences(&parent, data);
            (calendar_inherit::compose(&parent, &own), Some(own))
        }
    })
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
    let (data, own) = content(&mut tx, key, data).await?;
    let draft = store::calendar_version::lock_draft(&mut tx, key).await?.ok_or(Error::Changed)?;
    if (&draft.data, &draft.own) == (&data, &own) {
        return Ok(false);
    }
    if mark(&draft.data) != seen {
        return Err(Error::Changed);
    }
    let by = (actor.id, app.clock.now());
    store::calendar_version::save(&mut tx, key, (&data, own.as_ref()), by).await?;
    tx.commit().await?;
    Ok(true)
}

/// Puts what the law gives for a year into the draft, begun where there is none; says whether anything changed. Days that were put
/// in otherwise stay, so nothing that somebody else typed is lost, and twice is once.
/// # Errors
/// [`Error::NotFound`] without such a calendar or a law for that year, [`Error::Forbidden`].
pub async fn propose(
    app: &App,
    actor: &Actor,
    key: &str,
    (year, choice): (i32, Choice),
) -> Result<bool, Error> {
    may(actor)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // which years there are, and their days off by law, is the parent's to say
    if store::calendar::parent(&mut tx, key).await?.is_some() {
        return Err(Error::NotFound);
    }
    store::calendar_version::begin(&mut tx, key, actor.id, now).await?;
    let draft = store::calendar_version::lock_draft(&mut tx, key).await?.ok_or(Error::NotFound)?;
    let data = calendar_proposal::into(&draft.data, year, choice).ok_or(Error::NotFound)?;
    let changed = data != draft.data;
    if changed {
        WorkCalendar::new(data.clone())?;
        store::calendar_version::save(&mut tx, key, (&data, None), (actor.id, now)).await?;
    }
    tx.commit().await?;
    Ok(changed)
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
    let reason = party::reason(wanted.reason).map_err(|why| Error::Fields(vec![("reason", why)]))?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // whoever inherits waits for the parent, never the other way round
    store::calendar::parent(&mut tx, wanted.key).await?;
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
    hand_down(&mut tx, (wanted.key, &draft), &reason, (actor.id, now)).await?;
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}

/// What is in force now holds for the calendars that inherit it as well: each that it changes gets a version and a job of its own,
/// and a draft of it stands on the new ground.
async fn hand_down(
    tx: &mut Tx,
    (key, published): (&str, &Draft),
    reason: &str,
    by: (AccountId, DateTime<Utc>),
) -> Result<(), Error> {
    for child in store::calendar::lock_children(tx, key).await? {
        let data = calendar_inherit::compose(&published.data, &child.own);
        if data != child.data {
            WorkCalendar::new(data.clone())?;
            let following = Following { child: &child, data: &data, number: published.number, reason };
            store::calendar_version::follow(tx, following, by).await?;
            recount::put(tx, &recount::Task::new(&child.key, child.revision + 1), by.1, by.1).await?;
        }
        if let Some(draft) = store::calendar_version::lock_draft(tx, &child.key).await? {
            let own = draft.own.unwrap_or_default();
            let data = calendar_inherit::compose(&published.data, &own);
            store::calendar_version::rebase(tx, &child.key, &data).await?;
        }
    }
    Ok(())
}

/// Gives an agency a calendar of its own that inherits the one it works by and says nothing different yet, so that no date moves.
/// The same again changes nothing.
/// # Errors
/// [`Error::NotFound`] without such an agency, or when its calendar is not there to be inherited; [`Error::Forbidden`].
pub async fn inherit(app: &App, actor: &Actor, agency: &AgencyCode) -> Result<(), Error> {
    may(actor)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let before = store::agency::lock(&mut tx, agency.as_str()).await?.ok_or(Error::NotFound)?;
    if before.calendar == agency.as_str() {
        return Ok(());
    }
    let name = format!("Lịch riêng – {}", before.name);
    let made = store::calendar::inherit(&mut tx, &before.calendar, (agency.as_str(), &name), (actor.id, now))
        .await?;
    if !made {
        return Err(Error::NotFound);
    }
    // A recount of the calendar before may be under way: what it has not reached yet is reached by this one.
    recount::put(&mut tx, &recount::Task::new(agency.as_str(), 1), now, now).await?;
    let after = Agency { calendar: agency.to_string(), ..before.clone() };
    administer::put_agency(&mut tx, actor, (&before, &after), now).await?;
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
