//! Schedules of preferences on fees: the draft, the one in force, and those before it.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    ids::AccountId,
    preference::{Preference, Schedule},
};

/// A schedule as it is stored.
#[derive(Clone, Debug)]
pub struct StoredSchedule {
    /// Its number and what it grants.
    pub schedule: Schedule,
    /// Why it was published; empty for a draft.
    pub reason: String,
    /// When it was edited last.
    pub edited_at: DateTime<Utc>,
    /// When it was published; absent for a draft.
    pub published_at: Option<DateTime<Utc>>,
    /// Name of whoever edited it last.
    pub editor: Option<String>,
}

/// The schedule in force; an empty one before the first is published.
/// # Errors
/// [`Error::Unavailable`].
pub async fn in_force(db: &Db) -> Result<Schedule, Error> {
    let row = sqlx::query!(
        r#"SELECT number, preferences AS "preferences: Json<Vec<Preference>>" FROM fee_schedule
           WHERE state = 'published' ORDER BY number DESC LIMIT 1"#
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|row| Schedule { number: row.number, preferences: row.preferences.0 }).unwrap_or_default())
}

/// The schedule in force, inside a transaction.
/// # Errors
/// [`Error::Sql`].
pub async fn current(tx: &mut Tx) -> Result<Schedule, Error> {
    let row = sqlx::query!(
        r#"SELECT number, preferences AS "preferences: Json<Vec<Preference>>" FROM fee_schedule
           WHERE state = 'published' ORDER BY number DESC LIMIT 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Schedule { number: row.number, preferences: row.preferences.0 }).unwrap_or_default())
}

/// The published schedule with this number; an empty one when there is none, as for dossiers filed before the first.
/// # Errors
/// [`Error::Sql`].
pub async fn numbered(tx: &mut Tx, number: i32) -> Result<Schedule, Error> {
    let row = sqlx::query!(
        r#"SELECT preferences AS "preferences: Json<Vec<Preference>>" FROM fee_schedule
           WHERE number = $1 AND state = 'published'"#,
        number,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(Schedule { number, preferences: row.map(|row| row.preferences.0).unwrap_or_default() })
}

/// Every schedule, the youngest first: the draft, if there is one, the one in force, the last twenty before it.
/// # Errors
/// [`Error::Unavailable`].
pub async fn latest(db: &Db) -> Result<Vec<StoredSchedule>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT s.number, s.preferences AS "preferences: Json<Vec<Preference>>", s.reason, s.edited_at, s.published_at,
               a.full_name AS "editor?"
        FROM fee_schedule s LEFT JOIN account a ON a.id = s.edited_by
        ORDER BY s.number DESC LIMIT 22
        "#
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| StoredSchedule {
            schedule: Schedule { number: row.number, preferences: row.preferences.0 },
            reason: row.reason,
            edited_at: row.edited_at,
            published_at: row.published_at,
            editor: row.editor,
        })
        .collect())
}

/// Makes the draft, or changes the one there is; gives its number.
/// # Errors
/// [`Error::Sql`].
pub async fn put_draft(
    tx: &mut Tx,
    preferences: &[Preference],
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<i32, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        INSERT INTO fee_schedule (number, state, preferences, edited_by, edited_at)
        VALUES (coalesce((SELECT max(number) FROM fee_schedule WHERE state = 'published'), 0) + 1, 'draft', $1, $2, $3)
        ON CONFLICT (number) DO UPDATE
        SET preferences = excluded.preferences, edited_by = excluded.edited_by, edited_at = excluded.edited_at
        RETURNING number
        "#,
        Json(preferences) as _,
        by.map(AccountId::uuid),
        now,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The newest schedule: the draft, or the one in force where there is none; kept from others until the transaction ends.
/// # Errors
/// [`Error::Sql`].
pub async fn lock_newest(tx: &mut Tx) -> Result<Option<StoredSchedule>, Error> {
    let row = sqlx::query!(
        r#"SELECT number, preferences AS "preferences: Json<Vec<Preference>>", reason, edited_at, published_at
           FROM fee_schedule ORDER BY number DESC LIMIT 1 FOR UPDATE"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| StoredSchedule {
        schedule: Schedule { number: row.number, preferences: row.preferences.0 },
        reason: row.reason,
        edited_at: row.edited_at,
        published_at: row.published_at,
        editor: None,
    }))
}

/// Publishes the draft with this number.
/// # Errors
/// [`Error::Sql`].
pub async fn publish(tx: &mut Tx, number: i32, reason: &str, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE fee_schedule SET state = 'published', reason = $2, published_at = $3 WHERE number = $1",
        number,
        reason,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Throws the draft away.
/// # Errors
/// [`Error::Sql`].
pub async fn discard(tx: &mut Tx) -> Result<(), Error> {
    sqlx::query!("DELETE FROM fee_schedule WHERE state = 'draft'").execute(tx.conn()).await?;
    Ok(())
}
