//! The outbox: jobs put in the transaction of the change, claimed in short transactions with a lease, finished once.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    error::Error,
    tx::{Db, Tx},
};

/// A job that somebody claimed.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// Which job: the key of a `jobs` file.
    pub kind: String,
    /// What it needs.
    pub payload: Value,
    /// How often it was tried, this time included; also tells this claim from a later one.
    pub attempts: i32,
    /// When it was put in.
    pub put_at: DateTime<Utc>,
}

/// Puts a job in; a second one with the same key is ignored.
/// # Errors
/// [`Error::Sql`].
pub async fn put(
    tx: &mut Tx,
    kind: &str,
    key: &str,
    payload: &Value,
    at: (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Error> {
    let (run_at, now) = at;
    sqlx::query!(
        r#"
        INSERT INTO job (kind, payload, unique_key, run_at, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (unique_key) DO NOTHING
        "#,
        kind,
        payload,
        key,
        run_at,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Puts many jobs of one kind in, each with its key and what it needs; those whose key is there are ignored.
/// # Errors
/// [`Error::Sql`].
pub async fn put_all(
    tx: &mut Tx,
    kind: &str,
    keys: &[String],
    payloads: &[Value],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO job (kind, payload, unique_key, run_at, created_at)
        SELECT $1, m.payload, m.unique_key, $4, $4
        FROM unnest($2::text[], $3::jsonb[]) AS m (unique_key, payload)
        ON CONFLICT (unique_key) DO NOTHING
        "#,
        kind,
        keys,
        payloads,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The same, but a job under the same key that was done or given up begins anew.
/// # Errors
/// [`Error::Sql`].
pub async fn wake_all(
    tx: &mut Tx,
    kind: &str,
    keys: &[String],
    payloads: &[Value],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO job (kind, payload, unique_key, run_at, created_at)
        SELECT $1, m.payload, m.unique_key, $4, $4
        FROM unnest($2::text[], $3::jsonb[]) AS m (unique_key, payload)
        ON CONFLICT (unique_key) DO UPDATE
        SET state = 'ready', run_at = excluded.run_at, attempts = 0, finished_at = NULL
        WHERE job.state IN ('dead', 'done')
        "#,
        kind,
        keys,
        payloads,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Claims up to `most` jobs that are due, or whose lease ran out (their worker died), for `lease`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn claim(
    db: &Db,
    most: i64,
    now: DateTime<Utc>,
    lease: chrono::Duration,
) -> Result<Vec<Job>, Error> {
    // SKIP LOCKED: workers do not wait for each other.
    let rows = sqlx::query!(
        r#"
        WITH waiting AS (
            SELECT id FROM job WHERE state = 'ready' AND run_at <= $1
            ORDER BY run_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
        ), orphaned AS (
            SELECT id FROM job WHERE state = 'leased' AND lease_until < $1
            ORDER BY lease_until, id LIMIT $2 FOR UPDATE SKIP LOCKED
        )
        UPDATE job j
        SET state = 'leased', lease_until = $3, attempts = j.attempts + 1
        WHERE j.id IN (SELECT id FROM waiting UNION ALL SELECT id FROM orphaned)
        RETURNING j.id, j.kind, j.payload, j.attempts, j.created_at
        "#,
        now,
        most,
        now + lease,
    )
    .fetch_all(db.pool())
    .await?;
    let mut jobs: Vec<Job> = rows
        .into_iter()
        .map(|r| Job {
            id: r.id,
            kind: r.kind,
            payload: r.payload,
            attempts: r.attempts,
            put_at: r.created_at,
        })
        .collect();
    jobs.sort_by_key(|job| (job.put_at, job.id));
    Ok(jobs)
}

/// Marks a claimed job as done, in the transaction of what it did. `false`: the claim is no longer this one's (its lease ran
/// out and somebody else has it), so the transaction must not be committed.
/// # Errors
/// [`Error::Sql`].
pub async fn finish(tx: &mut Tx, job: &Job, now: DateTime<Utc>) -> Result<bool, Error> {
    let changed = sqlx::query!(
        r#"
        UPDATE job
        SET state = 'done', finished_at = $3, lease_until = NULL, last_error = NULL
        WHERE state = 'leased'
          AND attempts = $2
          AND id = $1
        "#,
        job.id,
        job.attempts,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Puts a claimed job back to be tried at `run_at`, or among the dead when `run_at` is `None`. Nothing happens when the claim
/// is no longer this one's.
/// # Errors
/// [`Error::Sql`].
pub async fn put_back(
    tx: &mut Tx,
    job: &Job,
    error: &str,
    run_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE job
        SET state = CASE WHEN $4::timestamptz IS NULL THEN 'dead' ELSE 'ready' END,
            run_at = coalesce($4, run_at),
            finished_at = CASE WHEN $4::timestamptz IS NULL THEN $5::timestamptz END,
            lease_until = NULL,
            last_error = $3
        WHERE state = 'leased'
          AND attempts = $2
          AND id = $1
        "#,
        job.id,
        job.attempts,
        error,
        run_at,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets at most `most` jobs that were done before `before`; says how many.
/// # Errors
/// [`Error::Sql`].
pub async fn prune(tx: &mut Tx, before: DateTime<Utc>, most: i64) -> Result<u64, Error> {
    // A done job's key keeps the same work from being put in twice: `before` must lie further back than any schedule.
    Ok(sqlx::query!(
        r#"
        DELETE FROM job
        WHERE id IN (SELECT id FROM job WHERE state = 'done' AND finished_at < $1 ORDER BY finished_at LIMIT $2)
        "#,
        before,
        most,
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// How many jobs wait, run and lie dead.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Ready and due.
    pub ready: i64,
    /// Claimed.
    pub leased: i64,
    /// Given up.
    pub dead: i64,
}

/// Counts by state, from the partial indexes.
/// # Errors
/// [`Error::Unavailable`].
pub async fn counts(db: &Db, now: DateTime<Utc>) -> Result<Counts, Error> {
    let row = sqlx::query!(
        r#"
        SELECT (SELECT count(*) FROM job WHERE state = 'ready' AND run_at <= $1) AS "ready!",
               (SELECT count(*) FROM job WHERE state = 'leased') AS "leased!",
               (SELECT count(*) FROM job WHERE state = 'dead') AS "dead!"
        "#,
        now
    )
    .fetch_one(db.pool())
    .await?;
    Ok(Counts { ready: row.ready, leased: row.leased, dead: row.dead })
}
