//! Puts what must follow from an event into the outbox, in the transaction of the change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::Error;
use crate::{
    domain::{
        dossier::Dossier,
        effect,
        event::Event,
        ids::{AccountId, DossierId},
    },
    store::{job, tx::Tx},
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
    for effect in effect::of(event) {
        let notice = Notice {
            dossier: dossier.id,
            version: dossier.version.number(),
            by,
            event: event.clone(),
        };
        let payload = serde_json::to_value(&notice).map_err(|e| Error::Internal(e.to_string()))?;
        let key = format!("{effect}:{}:{}", dossier.id, dossier.version.number());
        job::put(tx, effect.key(), &key, &payload, (now, now)).await?;
    }
    Ok(())
}
