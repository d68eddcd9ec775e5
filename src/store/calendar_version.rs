//! Versions of working calendars: one draft at a time, and the published ones, which are never changed.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    calendar,
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{calendar::CalendarData, ids::AccountId};

/// The draft of a calendar.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the calendar's revision becomes with it.
    pub number: i32,
    /// Its content.
    pub data: CalendarData,
    /// What the calendar's revision is now.
    pub in_force: i32,
}

/// One version, for the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number.
    pub number: i32,
    /// Why it was published.
    pub reason: String,
    /// Who published it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A published version, as the work that follows from it needs it.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its content.
    pub data: CalendarData,
    /// Why it was published.
    pub reason: String,
    /// Who published it.
    pub by: Option<AccountId>,
    /// Whether a later one is in force.
    pub superseded: bool,
}

/// The published versions of a calendar, newest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, calendar: &str) -> Result<Vec<Line>, Error> {
    Ok(sqlx::query_as!(
        Line,
        r#"
        SELECT v.number, v.reason, a.full_name AS "by?", v.published_at AS "at!"
        FROM calendar_version v
        LEFT JOIN account a ON a.id = v.edited_by
        WHERE v.state = 'published'
          AND v.calendar = $1
        ORDER BY v.number DESC
        LIMIT 30
        "#,
        calendar,
    )
    .fetch_all(db.pool())
    .await?)
}

/// The draft of a calendar, if there is one.
/// # Errors
/// [`Error::Unavailable`].
pub async fn draft(db: &Db, calendar: &str) -> Result<Option<Draft>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.number, v.data AS "data: Json<CalendarData>", c.revision
        FROM calendar_version v
        JOIN calendar c ON c.key = v.calendar
        WHERE v.state = 'draft'
          AND v.calendar = $1
        "#,
        calendar,
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| Draft { number: r.number, data: r.data.0, in_force: r.revision }))
}

/// The same, calendar and draft locked for a change.
/// # Errors
/// [`Error::Sql`].
pub async fn lock_draft(tx: &mut Tx, calendar: &str) -> Result<Option<Draft>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.number, v.data AS "data: Json<CalendarData>", c.revision
        FROM calendar_version v
        JOIN calendar c ON c.key = v.calendar
        WHERE v.state = 'draft'
          AND v.calendar = $1
        FOR UPDATE
        "#,
        calendar,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| Draft { number: r.number, data: r.data.0, in_force: r.revision }))
}

/// A version that was published.
/// # Errors
/// [`Error::Sql`].
pub async fn published(tx: &mut Tx, calendar: &str, number: i32) -> Result<Option<Published>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.data AS "data: Json<CalendarData>", v.reason, v.edited_by, c.revision > v.number AS "superseded!"
        FROM calendar_version v
        JOIN calendar c ON c.key = v.calendar
        WHERE v.state = 'published'
          AND v.calendar = $1
          AND v.number = $2
        "#,
        calendar,
        number,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| Published {
        data: r.data.0,
        reason: r.reason,
        by: r.edited_by.map(AccountId::new),
        superseded: r.superseded,
    }))
}

/// Begins a draft with the version in force; nothing happens when there is a draft or no such calendar.
/// # Errors
/// [`Error::Sql`].
pub async fn begin(tx: &mut Tx, calendar: &str, by: AccountId, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO calendar_version (calendar, number, state, data, edited_by, edited_at)
        SELECT key, revision + 1, 'draft', data, $2, $3 FROM calendar WHERE key = $1
        ON CONFLICT DO NOTHING
        "#,
        calendar,
        by.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores what the draft says now.
/// # Errors
/// [`Error::Sql`].
pub async fn save(
    tx: &mut Tx,
    calendar: &str,
    data: &CalendarData,
    (by, now): (AccountId, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE calendar_version
        SET data = $2, edited_by = $3, edited_at = $4
        WHERE state = 'draft'
          AND calendar = $1
        "#,
        calendar,
        Json(data) as Json<&CalendarData>,
        by.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Throws the draft away.
/// # Errors
/// [`Error::Sql`].
pub async fn discard(tx: &mut Tx, calendar: &str) -> Result<(), Error> {
    sqlx::query!("DELETE FROM calendar_version WHERE state = 'draft' AND calendar = $1", calendar)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Makes the locked draft the version in force, when nobody counts by the one before any more.
/// # Errors
/// [`Error::Sql`].
pub async fn publish(
    tx: &mut Tx,
    calendar: &str,
    reason: &str,
    (by, now): (AccountId, DateTime<Utc>),
) -> Result<(), Error> {
    calendar::replace(tx).await?;
    sqlx::query!(
        r#"
        UPDATE calendar c
        SET data = v.data, revision = v.number, updated_at = $2
        FROM calendar_version v
        WHERE v.calendar = c.key
          AND v.state = 'draft'
          AND c.key = $1
        "#,
        calendar,
        now,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        r#"
        UPDATE calendar_version
        SET state = 'published', reason = $2, edited_by = $3, edited_at = $4, published_at = $4
        WHERE state = 'draft'
          AND calendar = $1
        "#,
        calendar,
        reason,
        by.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
