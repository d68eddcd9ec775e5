//! Working calendars.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{calendar::CalendarData, calendar_inherit::Differences, ids::AccountId};

/// A calendar as stored.
#[derive(Clone, Debug)]
pub struct StoredCalendar {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Rises with every change.
    pub revision: i32,
    /// Its content; of one that inherits, as composed.
    pub data: CalendarData,
    /// Where it inherits from, and what it says differently.
    pub inherits: Option<(String, Differences)>,
}

impl StoredCalendar {
    /// Whether it inherits the calendar with this key.
    #[must_use]
    pub fn is_heir_of(&self, key: &str) -> bool {
        self.inherits.as_ref().is_some_and(|(parent, _)| parent == key)
    }
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
pub async fn replace(tx: &mut Tx) -> Result<(), Error> {
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
        r#"
        SELECT key, name, revision, data AS "data: Json<CalendarData>", parent, own AS "own: Json<Differences>"
        FROM calendar
        ORDER BY key
        "#
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| StoredCalendar {
            key: r.key,
            name: r.name,
            revision: r.revision,
            data: r.data.0,
            inherits: r.parent.zip(r.own.map(|own| own.0)),
        })
        .collect())
}

/// The calendar that `key` inherits, kept from being published anew until the transaction ends; none when it inherits none.
/// # Errors
/// [`Error::Sql`].
pub async fn parent(tx: &mut Tx, key: &str) -> Result<Option<CalendarData>, Error> {
    let row = sqlx::query_scalar!(
        r#"
        SELECT p.data AS "data: Json<CalendarData>"
        FROM calendar c
        JOIN calendar p ON p.key = c.parent
        WHERE c.key = $1
        FOR SHARE OF p
        "#,
        key,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|data| data.0))
}

/// A calendar that inherits another.
#[derive(Clone, Debug)]
pub struct Child {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its revision.
    pub revision: i32,
    /// What it says differently.
    pub own: Differences,
    /// The two composed, as it is in force.
    pub data: CalendarData,
}

/// The calendars that inherit `parent`, by key, held until the transaction ends.
/// # Errors
/// [`Error::Sql`].
pub async fn lock_children(tx: &mut Tx, parent: &str) -> Result<Vec<Child>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT key, name, revision, own AS "own!: Json<Differences>", data AS "data: Json<CalendarData>"
        FROM calendar
        WHERE parent = $1
        ORDER BY key
        FOR UPDATE
        "#,
        parent,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Child { key: r.key, name: r.name, revision: r.revision, own: r.own.0, data: r.data.0 })
        .collect())
}

/// Makes a calendar that inherits `parent` and says nothing itself yet, where there is none with this key; says whether it was
/// made. A calendar that inherits is never a parent.
/// # Errors
/// [`Error::Sql`].
pub async fn inherit(
    tx: &mut Tx,
    parent: &str,
    (key, name): (&str, &str),
    (by, now): (AccountId, DateTime<Utc>),
) -> Result<bool, Error> {
    let made = sqlx::query!(
        r#"
        INSERT INTO calendar (key, name, data, parent, own, updated_at)
        SELECT $2, $3, data, key, '{}', $4
        FROM calendar
        WHERE parent IS NULL
          AND key = $1
        FOR SHARE
        ON CONFLICT (key) DO NOTHING
        "#,
        parent,
        key,
        name,
        now,
    )
    .execute(tx.conn())
    .await?;
    if made.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        r#"
        INSERT INTO calendar_version (calendar, number, state, data, own, edited_by, edited_at, published_at)
        SELECT key, revision, 'published', data, own, $2, updated_at, updated_at FROM calendar WHERE key = $1
        "#,
        key,
        by.uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(true)
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
