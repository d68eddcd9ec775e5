//! Asking the payment platform what became of tries of which nothing was heard: with pauses that grow, until somebody knows. A
//! message that was lost is made up for here.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;

use super::{context::App, error::Error, outbox, platform_payment};
use crate::{
    domain::settlement::{self, AttemptState, Source},
    gateways::payment::gateway::Answer,
    store::{
        attempt::{self, Attempt},
        job::Job,
    },
};

const BATCH: i64 = 16;
const AT_ONCE: usize = 4;
/// The most batches of one turn: the next one comes a minute later.
const BATCHES: u32 = 32;
/// A try of which the platform knows nothing may still be on its way to it for so long.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(2);

/// Asks about all tries that are due, and finishes the job.
/// # Errors
/// [`Error::Store`].
pub async fn ask_due(app: &App, job: &Job) -> Result<(), Error> {
    let mut asked = 0;
    for _ in 0..BATCHES {
        let due = attempt::due(&app.db, app.clock.now(), BATCH).await?;
        let count = due.len();
        let answered = futures_util::stream::iter(due)
            .map(async |reference| ask(app, &reference).await)
            .buffer_unordered(AT_ONCE)
            .filter(|answered| std::future::ready(matches!(answered, Ok(true))))
            .count()
            .await;
        asked += count;
        // A platform that answers nothing is left alone until the next turn.
        if count == 0 || answered == 0 {
            break;
        }
    }
    let now = app.clock.now();
    outbox::close(app.db.begin().await?, job, now).await?;
    tracing::debug!(asked, "the payment platform was asked");
    Ok(())
}

/// Asks about the try with this reference when it is due; whether there was an answer. Of many who ask at once, one does.
/// # Errors
/// [`Error::Store`]; what booking reports. That the platform cannot be reached is none.
pub async fn ask(app: &App, reference: &str) -> Result<bool, Error> {
    let Some(platform) = &app.payment else { return Ok(false) };
    let now = app.clock.now();
    let Some(attempt) = claim(app, reference, now).await? else { return Ok(false) };
    let answer = platform.ask(reference, now).await;
    metrics::counter!("motcua_payment_questions_total", "answered" => answer.is_ok().to_string())
        .increment(1);
    match answer {
        Ok(Answer::Told(told)) => {
            platform_payment::take_in(app, &told, Source::Query).await?;
        }
        Ok(Answer::Pending) if now >= attempt.expires_at => {
            end(app, &attempt, AttemptState::Expired, now).await?;
        }
        Ok(Answer::Unknown) if now >= attempt.begun_at + ON_ITS_WAY => {
            end(app, &attempt, AttemptState::Failed, now).await?;
        }
        Ok(Answer::Pending | Answer::Unknown) => {}
        Ok(Answer::Later(code)) => {
            tracing::warn!(reference, code, "the payment platform says something about the question only");
            return Ok(false);
        }
        Err(error) => {
            let why = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(reference, why, "the payment platform gave no answer");
            return Ok(false);
        }
    }
    Ok(true)
}

/// The try, when it is due and nobody else asks about it now.
async fn claim(app: &App, reference: &str, now: DateTime<Utc>) -> Result<Option<Attempt>, Error> {
    let mut tx = app.db.begin().await?;
    let found = attempt::lock(&mut tx, reference).await?;
    let Some(attempt) = found.filter(|attempt| attempt.ask_at.is_some_and(|at| at <= now)) else {
        return Ok(None);
    };
    // Until there is an answer it is due again: a question that nobody answered was none, the last one too.
    let next = now + TimeDelta::seconds(settlement::ask_again(attempt.asked.saturating_add(1)));
    attempt::asking(&mut tx, attempt.id, Some(next)).await?;
    tx.commit().await?;
    Ok(Some(attempt))
}

/// Nothing came of a try. What is heard of it later counts all the same.
async fn end(app: &App, asked: &Attempt, state: AttemptState, now: DateTime<Utc>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let found = attempt::lock(&mut tx, &asked.reference).await?;
    if let Some(attempt) = found.filter(|attempt| attempt.state != AttemptState::Succeeded) {
        let state = if attempt.state == AttemptState::Pending { state } else { attempt.state };
        let next = settlement::ask_next(state, attempt.asked, now, attempt.expires_at);
        attempt::became(&mut tx, attempt.id, state, None, next).await?;
    }
    Ok(tx.commit().await?)
}

/// What the page of a try shows. When the platform is to be asked about it, it is asked first.
/// # Errors
/// [`Error::NotFound`] without such a try, [`Error::Store`].
pub async fn look(app: &App, reference: &str) -> Result<attempt::Seen, Error> {
    let seen = attempt::seen(&app.db, reference).await?.ok_or(Error::NotFound)?;
    let due = seen.state == AttemptState::Pending && seen.ask_at.is_some_and(|at| at <= app.clock.now());
    if due && ask(app, reference).await? {
        return attempt::seen(&app.db, reference).await?.ok_or(Error::NotFound);
    }
    Ok(seen)
}
