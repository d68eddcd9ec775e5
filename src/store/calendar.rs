//! Working calendars.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::calendar::CalendarData;

/// A calendar as stored.
#[derive(Clone, Debug)]
pub struct StoredCalendar {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Rises with every change.
    pub revision: i32,
    /// Its content.
    pub data: CalendarData,
}

/// Name of the lock that keeps the calendars in force; advisory, since a row lock would write to the one row that every act reads
/// and could keep a publication waiting for ever.
const IN_FORCE: i64 = 0x4c49_4348;

/// Keeps the calendars in force as they are until the transaction ends: a publication waits for it, and whoever comes after a waiting
/// publication waits too and then reads the new one. What is committed under it was counted by a calendar that was in force at
/// that moment, so the recount that a publication puts in sees every date that another calendar made. Taken before any lock on a dossier.
/// # Errors
/// [`Error::Sql`].
pub async fn hold(tx: &mut Tx) -> Result<(), Error> {
    sqlx::query!("SELECT pg_advisory_xact_lock_shared($1)", IN_FORCE).execute(tx.conn()).await?;
    Ok(())
}

/// The other side of [`hold`]: waits until nobody counts by the calendars in force, and keeps others from beginning to.
/// # Errors
/// [`Error::Sql`].
pub(super) async fn replace(tx: &mut Tx) -> Result<(), Error> {
    sqlx::query!("SELECT pg_advisory_xact_lock($1)", IN_FORCE).execute(tx.conn()).await?;
    Ok(())
}

/// Number of the version in force.
/// # Errors
/// [`Error::Corrupt`] when there is no such calendar.
pub async fn revision(tx: &mut Tx, key: &str) -> Result<i32, Error> {
    let revision = sqlx::query_scalar!("SELECT revision FROM calendar WHERE key = $1", key)
        .fetch_optional(tx.conn())
        .await?;
    revision.ok_or_else(|| Error::corrupt("calendar", "key", key))
}

/// The calendar with this key, as it stands in this transaction.
/// # Errors
/// [`Error::Corrupt`] when there is none.
pub async fn of(tx: &mut Tx, key: &str) -> Result<CalendarData, Error> {
    let row =
        sqlx::query_scalar!(r#"SELECT data AS "data: Json<CalendarData>" FROM calendar WHERE key = $1"#, key)
            .fetch_optional(tx.conn())
            .await?;
    row.map(|j| j.0).ok_or_else(|| Error::corrupt("calendar", "key", key))
}

/// Keys of every calendar.
/// # Errors
/// [`Error::Sql`].
pub async fn keys(tx: &mut Tx) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!("SELECT key FROM calendar ORDER BY key").fetch_all(tx.conn()).await?)
}

/// Every calendar.
/// # Errors
/// [`Error::Unavailable`].
pub async fn all(db: &Db) -> Result<Vec<StoredCalendar>, Error> {
    let rows = sqlx::query!(
        r#"SELECT key, name, revision, data AS "data: Json<CalendarData>" FROM calendar ORDER BY key"#
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| StoredCalendar { key: r.key, name: r.name, revision: r.revision, data: r.data.0 })
        .collect())
}

/// Stores or replaces a calendar, at once in force and without anybody who is named for it: for the first load.
/// # Errors
/// [`Error::Sql`].
pub async fn put(
    tx: &mut Tx,
    data: &CalendarData,
    name: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    replace(tx).await?;
    sqlx::query!(
        r#"
        INSERT INTO calendar AS c (key, name, data, updated_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (key) DO UPDATE
        SET name = excluded.name, data = excluded.data, revision = c.revision + 1, updated_at = excluded.updated_at
        "#,
        key,
        name,
        Json(data) as Json<&CalendarData>,
        now,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO calendar_version (calendar, number, state, data, edited_at, published_at)
        SELECT key, revision, 'published', data, updated_at, updated_at FROM calendar WHERE key = $1
        "#,
        key,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
