//! Puts what must follow from an event into the outbox, in the transaction of the change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{context::App, error::Error};
use crate::{
    domain::{
        dossier::Dossier,
        effect::{self, Effect},
        event::Event,
        ids::{AccountId, DossierId, Version},
    },
    store::{
        job::{self, Job},
        tx::Tx,
    },
};

/// What a job that follows from an event is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Which dossier.
    pub dossier: DossierId,
    /// The version the event made.
    pub version: i32,
    /// Who did it; need not be told.
    pub by: AccountId,
    /// What happened.
    pub event: Event,
}

/// Puts the effects of `event` in.
/// # Errors
/// [`Error::Store`].
pub async fn put(
    tx: &mut Tx,
    dossier: &Dossier,
    by: AccountId,
    event: &Event,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let happened = Happened { dossier: dossier.id, version: dossier.version, by, event: event.clone() };
    for effect in effect::of(event) {
        let (key, payload) = job_of(*effect, &happened)?;
        job::put(tx, effect.key(), &key, &payload, (now, now)).await?;
    }
    Ok(())
}

/// One of many things that happened at once.
#[derive(Clone, Debug)]
pub struct Happened {
    /// To which dossier.
    pub dossier: DossierId,
    /// The version it made.
    pub version: Version,
    /// Who did it.
    pub by: AccountId,
    /// What.
    pub event: Event,
}

/// Puts `effect` in for those of many events that have it, in one statement.
/// # Errors
/// [`Error::Store`].
pub async fn put_all(tx: &mut Tx, effect: Effect, all: &[Happened], now: DateTime<Utc>) -> Result<(), Error> {
    let (mut keys, mut payloads) = (Vec::new(), Vec::new());
    for one in all.iter().filter(|one| effect::of(&one.event).contains(&effect)) {
        let (key, payload) = job_of(effect, one)?;
        keys.push(key);
        payloads.push(payload);
    }
    if !keys.is_empty() {
        job::put_all(tx, effect.key(), &keys, &payloads, now).await?;
    }
    Ok(())
}

fn job_of(effect: Effect, one: &Happened) -> Result<(String, serde_json::Value), Error> {
    let Happened { dossier, version, by, event } = one;
    let version = version.number();
    let notice = Notice { dossier: *dossier, version, by: *by, event: event.clone() };
    let payload = serde_json::to_value(&notice).map_err(|e| Error::Internal(e.to_string()))?;
    Ok((notice.key(effect.key()), payload))
}

impl Notice {
    /// Names it once and for all among the jobs and messages of a kind: a version has one event of a kind, but for the opinions of
    /// several agencies.
    #[must_use]
    pub fn key(&self, kind: &str) -> String {
        let Self { dossier, version, event, .. } = self;
        if let Event::TermMoved { agency: Some(agency), .. } = event {
            format!("{kind}:{dossier}:{version}:{agency}")
        } else {
            format!("{kind}:{dossier}:{version}")
        }
    }
}

/// Finishes a claimed job together with what it did in `tx`. When the claim was lost meanwhile (the lease ran out and another
/// worker has the job), nothing of it is kept: the other one does it.
/// # Errors
/// [`Error::Store`].
pub async fn close(mut tx: Tx, claim: &Job, now: DateTime<Utc>) -> Result<(), Error> {
    if job::finish(&mut tx, claim, now).await? {
        tx.commit().await?;
    } else {
        tracing::warn!(job = claim.id, "the lease ran out before the job was done");
    }
    Ok(())
}

/// Puts a claimed job back to be tried at `run_at`, or among the dead when there is no time to try it again.
/// # Errors
/// [`Error::Store`].
pub async fn put_back(app: &App, claim: &Job, why: &str, run_at: Option<DateTime<Utc>>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    job::put_back(&mut tx, claim, why, run_at, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Puts in a job for each firing of the schedule, `(kind, when)`. A firing that was put in before, by whichever worker, is
/// not put in again.
/// # Errors
/// [`Error::Store`].
pub async fn plan(app: &App, firings: &[(&str, DateTime<Utc>)]) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    for (kind, at) in firings {
        let key = format!("{kind}:{}", at.timestamp());
        job::put(&mut tx, kind, &key, &serde_json::json!({}), (*at, now)).await?;
    }
    Ok(tx.commit().await?)
}
