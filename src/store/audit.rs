//! What administrators changed: one row for each change, never changed itself.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{ids::AccountId, status::keyed};

/// How many changes a page shows.
pub const SHOWN: i64 = 30;

keyed! {
    /// What kind of thing was changed.
    SubjectKind {
        /// A procedure, by its code.
        Procedure = "procedure",
        /// An agency, by its code.
        Agency = "agency",
        /// An account, by its identifier.
        User = "user",
        /// A job, by its number.
        Job = "job",
        /// The rules of the clock of the province.
        ClockRule = "clock-rule",
        /// A schedule of preferences on fees.
        FeeSchedule = "fee-schedule",
    }
}

keyed! {
    /// What was done to it.
    What {
        /// Made.
        Added = "added",
        /// Its facts were changed.
        Edited = "edited",
        /// A new draft version was saved.
        Drafted = "drafted",
        /// The draft became the published version.
        Published = "published",
        /// The draft was thrown away.
        Discarded = "discarded",
        /// Taken out of service.
        Suspended = "suspended",
        /// Other roles.
        RolesChanged = "roles-changed",
        /// A new password.
        PasswordReset = "password-reset",
        /// Closed: no more signing in.
        Closed = "closed",
        /// Opened again.
        Reopened = "reopened",
        /// Tried again.
        Retried = "retried",
    }
}

/// A change to be noted.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// Who; none for the command line.
    pub by: Option<AccountId>,
    /// What kind of thing.
    pub subject: SubjectKind,
    /// Which.
    pub id: &'a str,
    /// What was done.
    pub what: What,
    /// The facts that changed, as they were.
    pub before: Option<Value>,
    /// The same facts afterwards.
    pub after: Option<Value>,
}

/// A change as pages show it.
#[derive(Clone, Debug, Deserialize)]
pub struct ChangeLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the command line.
    pub by: Option<String>,
    /// Key of [`What`].
    pub what: String,
    /// The facts before.
    pub before: Option<Value>,
    /// The facts after.
    pub after: Option<Value>,
}

/// Notes a change, in its transaction.
/// # Errors
/// [`Error::Sql`].
pub async fn note(tx: &mut Tx, change: &Change<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO audit (at, actor_id, subject_kind, subject_id, what, before, after)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        "#,
        now,
        change.by.map(AccountId::uuid),
        change.subject.key(),
        change.id,
        change.what.key(),
        change.before,
        change.after,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The latest changes of one thing, newest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of(db: &Db, subject: SubjectKind, id: &str) -> Result<Vec<ChangeLine>, Error> {
    Ok(sqlx::query_as!(
        ChangeLine,
        r#"
        SELECT x.at, a.full_name AS "by?", x.what, x.before, x.after
        FROM audit x
        LEFT JOIN account a ON a.id = x.actor_id
        WHERE x.subject_kind = $1
          AND x.subject_id = $2
        ORDER BY x.id DESC
        LIMIT $3
        "#,
        subject.key(),
        id,
        SHOWN,
    )
    .fetch_all(db.pool())
    .await?)
}
