//! Wakes what waited for an administrator. A job is given up after some hours; a certificate, or the numbers of a year, may be missing
//! for days. Once they are there, receipts without a signature are signed and payments without a receipt get theirs, asked or not.

use chrono::TimeDelta;

use super::{
    context::App,
    error::Error,
    outbox,
    receipt_write::{self, SIGN, ToSign},
    receipts,
};
use crate::store::{self, job::Job};

/// So many are put in at once.
const LOT: i64 = 500;
/// Whatever is younger has its own job, which is still at it.
const YOUNG: TimeDelta = TimeDelta::minutes(10);

/// Puts in what can be done now, and finishes the job. While nothing can be signed, nothing is put in.
/// # Errors
/// [`Error::Store`].
pub async fn wake(app: &App, job: &Job) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if !receipt_write::can_sign(app) {
        return outbox::close(tx, job, now).await;
    }
    let (mut after, mut unsigned) = (None, 0_usize);
    loop {
        let lot = store::receipt::unsigned(&mut tx, now - YOUNG, after, LOT).await?;
        let Some(last) = lot.last() else { break };
        after = Some(*last);
        unsigned += lot.len();
        let keys: Vec<String> = lot.iter().map(|id| format!("{SIGN}:{id}")).collect();
        let payloads = lot.iter().map(|id| serde_json::to_value(ToSign { receipt: *id }));
        let payloads = payloads.collect::<Result<Vec<_>, _>>().map_err(|e| Error::Internal(e.to_string()))?;
        store::job::wake_all(&mut tx, SIGN, &keys, &payloads, now).await?;
    }
    let waiting = receipts::wake(&mut tx, now).await?;
    outbox::close(tx, job, now).await?;
    tracing::info!(unsigned, waiting, "receipts that waited are woken");
    Ok(())
}
