//! Versions of working calendars: one draft at a time, and the published ones, which are never changed.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    calendar::{self, Child},
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{calendar::CalendarData, calendar_inherit::Differences, ids::AccountId};

/// The draft of a calendar.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the calendar's revision becomes with it.
    pub number: i32,
    /// Its content; of a calendar that inherits, as composed.
    pub data: CalendarData,
    /// What a calendar that inherits says differently.
    pub own: Option<Differences>,
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
    /// The parent's version with which it came.
    pub follows: Option<i32>,
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
        SELECT v.number, v.reason, a.full_name AS "by?", v.published_at AS "at!", v.follows
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

/// What a calendar said at `moment`: its last version published by then.
/// # Errors
/// [`Error::Unavailable`].
pub async fn in_force_at(
    db: &Db,
    calendar: &str,
    moment: DateTime<Utc>,
) -> Result<Option<CalendarData>, Error> {
    let data = sqlx::query_scalar!(
        r#"
        SELECT data AS "data: Json<CalendarData>"
        FROM calendar_version
        WHERE state = 'published'
          AND published_at <= $2
          AND calendar = $1
        ORDER BY number DESC
        LIMIT 1
        "#,
        calendar,
        moment,
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(data.map(|data| data.0))
}

/// The draft of a calendar, if there is one.
/// # Errors
/// [`Error::Unavailable`].
pub async fn draft(db: &Db, calendar: &str) -> Result<Option<Draft>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.number, v.data AS "data: Json<CalendarData>", v.own AS "own: Json<Differences>", c.revision
        FROM calendar_version v
        JOIN calendar c ON c.key = v.calendar
        WHERE v.state = 'draft'
          AND v.calendar = $1
        "#,
        calendar,
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| Draft {
        number: r.number,
        data: r.data.0,
        own: r.own.map(|own| own.0),
        in_force: r.revision,
    }))
}

/// The same, calendar and draft locked for a change.
/// # Errors
/// [`Error::Sql`].
pub async fn lock_draft(tx: &mut Tx, calendar: &str) -> Result<Option<Draft>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.number, v.data AS "data: Json<CalendarData>", v.own AS "own: Json<Differences>", c.revision
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
    Ok(row.map(|r| Draft {
        number: r.number,
        data: r.data.0,
        own: r.own.map(|own| own.0),
        in_force: r.revision,
    }))
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
        INSERT INTO calendar_version (calendar, number, state, data, own, edited_by, edited_at)
        SELECT key, revision + 1, 'draft', data, own, $2, $3 FROM calendar WHERE key = $1
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

/// Stores what the draft says now, and of a calendar that inherits what it says itself.
/// # Errors
/// [`Error::Sql`].
pub async fn save(
    tx: &mut Tx,
    calendar: &str,
    (data, own): (&CalendarData, Option<&Differences>),
    (by, now): (AccountId, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE calendar_version
        SET data = $2, own = $3, edited_by = $4, edited_at = $5
        WHERE state = 'draft'
          AND calendar = $1
        "#,
        calendar,
        Json(data) as Json<&CalendarData>,
        own.map(Json) as Option<Json<&Differences>>,
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
        SET data = v.data, own = v.own, revision = v.number, updated_at = $2
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

/// What follows for a calendar that inherits when its parent's version `number` comes into force.
#[derive(Clone, Copy, Debug)]
pub struct Following<'a> {
    /// The calendar, which the transaction holds.
    pub child: &'a Child,
    /// It composed anew.
    pub data: &'a CalendarData,
    /// The parent's version.
    pub number: i32,
    /// Why that was published.
    pub reason: &'a str,
}

/// Publishes the calendar composed anew as its next version. A draft of it moves on by one number.
/// # Errors
/// [`Error::Sql`].
pub async fn follow(
    tx: &mut Tx,
    following: Following<'_>,
    (by, now): (AccountId, DateTime<Utc>),
) -> Result<(), Error> {
    let Following { child, data, number, reason } = following;
    sqlx::query!(
        "UPDATE calendar_version SET number = number + 1 WHERE state = 'draft' AND calendar = $1",
        child.key
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO calendar_version (calendar, number, state, data, own, reason, edited_by, edited_at, published_at, follows)
        VALUES ($1, $2, 'published', $3, $4, $5, $6, $7, $7, $8)
        "#,
        child.key,
        child.revision + 1,
        Json(data) as Json<&CalendarData>,
        Json(&child.own) as Json<&Differences>,
        reason,
        by.uuid(),
        now,
        number,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "UPDATE calendar SET data = $2, revision = revision + 1, updated_at = $3 WHERE key = $1",
        child.key,
        Json(data) as Json<&CalendarData>,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a draft composed anew over a parent that changed: what it says itself stays, whoever edited it last as well.
/// # Errors
/// [`Error::Sql`].
pub async fn rebase(tx: &mut Tx, calendar: &str, data: &CalendarData) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE calendar_version SET data = $2 WHERE state = 'draft' AND calendar = $1",
        calendar,
        Json(data) as Json<&CalendarData>,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
