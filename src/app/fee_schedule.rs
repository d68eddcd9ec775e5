//! The province's preferences on fees: a draft is worked on, looked at, and published as a whole. What is published is never edited;
//! dossiers keep the schedule under which they were filed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{context::App, error::Error};
use crate::{
    domain::{
        actor::Actor,
        decide::local_date,
        fee_advice::{self, Advice},
        party::{self, FieldError},
        policy::{self, Right},
        preference::{Preference, Schedule},
    },
    store::{
        self,
        audit::{Change, SubjectKind, What},
        tx::Tx,
    },
};

/// The subject of these changes in the audit.
pub const SUBJECT: &str = "province";

/// What an editor worked on: the draft as it was saved last, or the schedule in force where there was no draft.
pub type Base = DateTime<Utc>;

/// Saves the draft, made from `base`.
/// # Errors
/// [`Error::Changed`] when somebody saved, published or discarded meanwhile; [`Error::Forbidden`].
pub async fn save_draft(
    app: &App,
    actor: &Actor,
    base: Option<Base>,
    preferences: &[Preference],
) -> Result<(), Error> {
    may_manage(actor)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let newest = store::fee_schedule::lock_newest(&mut tx).await?;
    if newest.as_ref().map(|newest| newest.edited_at) != base {
        return Err(Error::Changed);
    }
    let before = newest.map_or_else(|| json!([]), |newest| json!(newest.schedule.preferences));
    store::fee_schedule::put_draft(&mut tx, preferences, Some(actor.id), now).await?;
    note(&mut tx, actor, What::Drafted, (before, json!(preferences)), now).await?;
    Ok(tx.commit().await?)
}

/// What there is to look at in a schedule before it is published.
/// # Errors
/// [`Error::Store`].
pub async fn advice(app: &App, schedule: &Schedule) -> Result<Vec<Advice>, Error> {
    let known: BTreeSet<String> = store::procedure::published_codes(&app.db).await?.into_iter().collect();
    Ok(fee_advice::of_schedule(schedule, local_date(app.clock.now()), &known))
}

/// What is to be published, as the page showed it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The draft.
    pub base: Base,
    /// Why.
    pub reason: &'a str,
    /// Whoever publishes says to have looked at every finding.
    pub looked: bool,
}

/// Publishes the draft that `wanted` names; it holds for what is filed from now on.
/// # Errors
/// [`Error::Fields`]: `reason` when nobody says why, `looked` when there is something to look at and nobody says to have looked,
/// `wrong` when something in it cannot be; [`Error::Changed`] when it is no longer the draft; [`Error::Forbidden`].
pub async fn publish(app: &App, actor: &Actor, wanted: Wanted<'_>) -> Result<(), Error> {
    may_manage(actor)?;
    let Wanted { base, reason, looked } = wanted;
    let now = app.clock.now();
    let shown = store::fee_schedule::latest(&app.db).await?.into_iter().next();
    let shown = shown.filter(|one| one.published_at.is_none() && one.edited_at == base);
    let findings = advice(app, &shown.ok_or(Error::Changed)?.schedule).await?;
    let mut wrong = Vec::new();
    if findings.iter().any(|one| one.kind.blocks()) {
        wrong.push(("wrong", FieldError::Choice));
    } else if !findings.is_empty() && !looked {
        wrong.push(("looked", FieldError::Tick));
    }
    if let Err(why) = party::reason(reason) {
        wrong.push(("reason", why));
    }
    if !wrong.is_empty() {
        return Err(Error::Fields(wrong));
    }
    let mut tx = app.db.begin().await?;
    let newest = store::fee_schedule::lock_newest(&mut tx).await?;
    let draft = newest.filter(|newest| newest.published_at.is_none() && newest.edited_at == base);
    let draft = draft.ok_or(Error::Changed)?;
    store::fee_schedule::publish(&mut tx, draft.schedule.number, reason, now).await?;
    let after = json!({ "number": draft.schedule.number, "reason": reason });
    note(&mut tx, actor, What::Published, (Value::Null, after), now).await?;
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}

/// Throws the draft away; the schedule in force is what is edited next. Twice is the same as once.
/// # Errors
/// [`Error::Forbidden`].
pub async fn discard(app: &App, actor: &Actor) -> Result<(), Error> {
    may_manage(actor)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let newest = store::fee_schedule::lock_newest(&mut tx).await?;
    let Some(draft) = newest.filter(|newest| newest.published_at.is_none()) else { return Ok(()) };
    store::fee_schedule::discard(&mut tx).await?;
    let before = json!({ "number": draft.schedule.number });
    note(&mut tx, actor, What::Discarded, (before, Value::Null), now).await?;
    Ok(tx.commit().await?)
}

fn may_manage(actor: &Actor) -> Result<(), Error> {
    if policy::has_right(actor, Right::ManageFees) { Ok(()) } else { Err(Error::Forbidden) }
}

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    what: What,
    (before, after): (Value, Value),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let some = |value: Value| Some(value).filter(|value| !value.is_null());
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::FeeSchedule,
        id: SUBJECT,
        what,
        before: some(before).map(|list| json!({ "preferences": list })),
        after: some(after).map(|list| json!({ "preferences": list })),
    };
    Ok(store::audit::note(tx, &change, now).await?)
}
