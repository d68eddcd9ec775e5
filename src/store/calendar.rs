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
