//! The outbox as administrators see it.

use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use sqlx::types::Json;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::status::keyed;

keyed! {
    /// Where a job is.
    JobState {
        /// Given up: somebody has to look.
        Dead = "dead",
        /// To be done at its time.
        Ready = "ready",
        /// A worker has it.
        Leased = "leased",
        /// Done.
        Done = "done",
    }
}

/// One job.
#[derive(Clone, Debug, Deserialize)]
pub struct JobRow {
    /// Its number.
    pub id: i64,
    /// Which job.
    pub kind: String,
    /// What makes it one of a kind.
    pub unique_key: String,
    /// When it is due.
    pub run_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
    /// Until when a worker has it.
    pub lease_until: Option<DateTime<Utc>>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was put in.
    pub created_at: DateTime<Utc>,
    /// When it was done or given up.
    pub finished_at: Option<DateTime<Utc>>,
}

/// How many jobs are where, and the jobs of one state.
#[derive(Clone, Debug)]
pub struct JobBoard {
    /// Ready, due or not.
    pub ready: i64,
    /// Of these, due for more than five minutes: the worker may have stopped.
    pub waiting: i64,
    /// Claimed.
    pub leased: i64,
    /// Given up.
    pub dead: i64,
    /// Done in the last 24 hours.
    pub done: i64,
    /// Up to 51 jobs older than the number asked for, newest first.
    pub jobs: Json<Vec<JobRow>>,
}

/// The board, with the jobs of `state` below the number `before`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn board(db: &Db, state: JobState, before: Option<i64>, now: DateTime<Utc>) -> Result<JobBoard, Error> {
    Ok(sqlx::query_as!(
        JobBoard,
        r#"
        SELECT (SELECT count(*) FROM job WHERE state = 'ready') AS "ready!",
               (SELECT count(*) FROM job WHERE state = 'ready' AND run_at < $3) AS "waiting!",
               (SELECT count(*) FROM job WHERE state = 'leased') AS "leased!",
               (SELECT count(*) FROM job WHERE state = 'dead') AS "dead!",
               (SELECT count(*) FROM job WHERE state = 'done' AND finished_at > $4) AS "done!",
               (SELECT coalesce(jsonb_agg(to_jsonb(j) ORDER BY j.id DESC), '[]')
                FROM (SELECT id, kind, unique_key, run_at, attempts, lease_until, last_error, created_at, finished_at
                      FROM job
                      WHERE state = $1 AND ($2::bigint IS NULL OR id < $2)
                      ORDER BY id DESC LIMIT 51) j) AS "jobs!: Json<Vec<JobRow>>"
        "#,
        state.key(),
        before,
        now - Duration::minutes(5),
        now - Duration::hours(24),
    )
    .fetch_one(db.pool())
    .await?)
}

/// Puts a dead job back with a fresh count of attempts; says what went wrong last, or nothing when it is not dead.
/// # Errors
/// [`Error::Sql`].
pub async fn revive(tx: &mut Tx, id: i64, now: DateTime<Utc>) -> Result<Option<Revived>, Error> {
    Ok(sqlx::query_as!(
        Revived,
        r#"
        WITH dead AS (SELECT id, attempts, last_error FROM job WHERE state = 'dead' AND id = $1 FOR UPDATE)
        UPDATE job j
        SET state = 'ready', run_at = $2, attempts = 0, finished_at = NULL
        FROM dead d
        WHERE j.id = d.id
        RETURNING j.kind, d.attempts, d.last_error
        "#,
        id,
        now,
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// What a revived job had behind it.
#[derive(Clone, Debug)]
pub struct Revived {
    /// Which job.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
}
