//! The worker: claims jobs in a short transaction, does them outside of it, and gives back what failed. A worker that dies in
//! between loses its lease, and another one does the job. Any number of workers may run, in any number of processes.

use std::{panic::AssertUnwindSafe, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt, StreamExt};
use tokio::sync::watch;
use tracing::Instrument as _;

use super::{
    ask_for_owed::AskForOwed,
    book_money::BookMoney,
    expire_drafts::ExpireDrafts,
    issue_receipts::IssueReceipts,
    job::{Job, Verdict},
    notify_moved::NotifyMoved,
    notify_owner::NotifyOwner,
    notify_workers::NotifyWorkers,
    prune::Prune,
    query_payments::QueryPayments,
    recount_dossiers::RecountDossiers,
    schedule,
    sign_receipt::SignReceipt,
    wake_receipts::WakeReceipts,
    warn_overdue::WarnOverdue,
};
use crate::{
    app::{context::App, error::Error, outbox},
    store::{self, job::Job as Claim},
};

/// Every job there is.
const JOBS: &[&dyn Job] = &[
    &NotifyOwner,
    &NotifyWorkers,
    &NotifyMoved,
    &BookMoney,
    &IssueReceipts,
    &SignReceipt,
    &AskForOwed,
    &ExpireDrafts,
    &Prune,
    &WarnOverdue,
    &RecountDossiers,
    &QueryPayments,
    &WakeReceipts,
];

/// After so many tries a job lies among the dead, until an administrator looks at it.
pub const MOST_TRIES: i32 = 8;
/// How long a claimed job belongs to its worker: longer than a batch can take.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
const BATCH: i64 = 12;
const AT_ONCE: usize = 4;
/// A try that takes longer is given up. `BATCH / AT_ONCE` of them fit into the lease.
const PATIENCE: Duration = Duration::from_mins(1);
const POLL: Duration = Duration::from_secs(1);

/// Works until `stop` becomes true (or its sender goes); what was claimed is finished first. Looks once a second, and at once
/// again as long as there is something to do.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut next_firing = None;
    let mut was_away = false;
    while !*stop.borrow() {
        let found = round(&app, &mut next_firing).await;
        match &found {
            Err(error) if !was_away => tracing::warn!(%error, "jobs cannot be claimed; trying on"),
            Ok(_) if was_away => tracing::info!("jobs can be claimed again"),
            Ok(_) | Err(_) => {}
        }
        was_away = found.is_err();
        if matches!(found, Ok(0) | Err(_)) {
            tokio::select! {
                () = tokio::time::sleep(POLL) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }
}

/// Does everything that is due now and says how many tries that took. What must be tried again later is not waited for.
pub async fn drain(app: &App) -> usize {
    let mut tries = 0;
    loop {
        match batch(app).await {
            Ok(0) => return tries,
            Ok(n) => tries += n,
            Err(error) => {
                tracing::error!(%error, "jobs cannot be claimed");
                return tries;
            }
        }
    }
}

/// Plans what the schedule says when it is time, then does one batch.
async fn round(app: &App, next_firing: &mut Option<DateTime<Utc>>) -> Result<usize, Error> {
    if next_firing.is_none_or(|at| app.clock.now() >= at) {
        *next_firing = Some(schedule::plan(app).await?);
    }
    batch(app).await
}

/// Claims a batch and does it; says how many jobs that were.
async fn batch(app: &App) -> Result<usize, Error> {
    let claims = store::job::claim(&app.db, BATCH, app.clock.now(), LEASE).await?;
    let count = claims.len();
    futures_util::stream::iter(claims)
        .for_each_concurrent(AT_ONCE, async |claim| {
            let span = tracing::info_span!("job", id = claim.id, kind = claim.kind, attempt = claim.attempts);
            settle(app, &claim).instrument(span).await;
        })
        .await;
    Ok(count)
}

/// Tries a claimed job once and puts it back when it was not done.
async fn settle(app: &App, claim: &Claim) {
    let verdict = attempt(app, claim).await;
    let outcome = match &verdict {
        Verdict::Done => "done",
        Verdict::Retry { .. } if claim.attempts < MOST_TRIES => "retry",
        Verdict::Retry { .. } | Verdict::Fail { .. } => "dead",
    };
    metrics::counter!("motcua_jobs_total", "kind" => claim.kind.clone(), "outcome" => outcome).increment(1);
    let (why, run_at) = match &verdict {
        Verdict::Done => return,
        Verdict::Retry { why } if claim.attempts < MOST_TRIES => {
            tracing::warn!(why, "to be tried again");
            (why, Some(app.clock.now() + pause(claim.attempts)))
        }
        Verdict::Retry { why } | Verdict::Fail { why } => {
            tracing::error!(why, "given up");
            (why, None)
        }
    };
    if let Err(error) = outbox::put_back(app, claim, why, run_at).await {
        // The lease runs out, and somebody tries again.
        tracing::warn!(%error, "the job could not be put back");
    }
}

async fn attempt(app: &App, claim: &Claim) -> Verdict {
    if claim.attempts > MOST_TRIES {
        let why = "the worker died at every try".to_owned();
        return Verdict::Fail { why };
    }
    let Some(job) = JOBS.iter().find(|job| job.kind() == claim.kind) else {
        // A newer version of the portal may know it.
        let why = format!("there is no job {}", claim.kind);
        return Verdict::Retry { why };
    };
    let work = AssertUnwindSafe(job.run(app, claim)).catch_unwind();
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(verdict)) => verdict,
        Ok(Err(_panic)) => Verdict::Retry { why: "it panicked".to_owned() },
        Err(_elapsed) => Verdict::Retry { why: format!("it took longer than {} s", PATIENCE.as_secs()) },
    }
}

/// How long to wait after the `tries`-th try: half a minute, doubled each time, at most an hour.
fn pause(tries: i32) -> TimeDelta {
    let doublings = u32::try_from(tries - 1).unwrap_or(0).min(10);
    TimeDelta::seconds((30 * 2_i64.pow(doublings)).min(3600))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::effect::Effect;

    #[test]
    fn every_effect_and_every_scheduled_job_is_known() {
        let kinds: Vec<&str> = JOBS.iter().map(|job| job.kind()).collect();
        let effects = Effect::ALL.iter().map(|effect| effect.key());
        for kind in effects.chain(schedule::SCHEDULE.iter().map(|(_, kind)| *kind)) {
            assert!(kinds.contains(&kind), "nobody does {kind}");
        }
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        let pauses: Vec<i64> = (1..=8).map(|n| pause(n).num_seconds()).collect();
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600]);
    }

    #[test]
    fn a_batch_ends_before_its_lease() {
        let rounds = u32::try_from(BATCH).unwrap().div_ceil(u32::try_from(AT_ONCE).unwrap());
        assert!(PATIENCE * rounds < LEASE.to_std().unwrap());
    }
}
