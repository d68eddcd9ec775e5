//! Notices shown in the portal.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::ids::{AccountId, DossierId};

/// A notice to be stored.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// To whom.
    pub account: AccountId,
    /// About which dossier.
    pub dossier: DossierId,
    /// Translation key.
    pub key: &'a str,
    /// Arguments of the translation.
    pub args: &'a Value,
    /// Once per key.
    pub unique_key: &'a str,
}

/// Stores a notice, once.
/// # Errors
/// [`Error::Sql`].
pub async fn put(tx: &mut Tx, m: &NewMessage<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO message (account_id, dossier_id, key, args, unique_key, at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (unique_key) DO NOTHING
        "#,
        m.account.uuid(),
        m.dossier.uuid(),
        m.key,
        m.args,
        m.unique_key,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A notice as read.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// Code of the dossier.
    pub dossier_code: Option<String>,
    /// Identifier of the dossier.
    pub dossier_id: Option<Uuid>,
    /// Translation key.
    pub key: String,
    /// Arguments.
    pub args: Value,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// The newest notices of an account before `before`, 50 at most.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of_account(db: &Db, account: AccountId, before: Option<i64>) -> Result<Vec<Message>, Error> {
    Ok(sqlx::query_as!(
        Message,
        r#"
        SELECT m.id, d.code AS "dossier_code?", m.dossier_id, m.key, m.args, m.at, m.read_at
        FROM message m
        LEFT JOIN dossier d ON d.id = m.dossier_id
        WHERE m.account_id = $1
          AND m.id < coalesce($2, 9223372036854775807)
        ORDER BY m.id DESC
        LIMIT 50
        "#,
        account.uuid(),
        before,
    )
    .fetch_all(db.pool())
    .await?)
}

/// Marks all notices of an account up to `id` as read.
/// # Errors
/// [`Error::Sql`].
pub async fn read_up_to(tx: &mut Tx, account: AccountId, id: i64, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE message SET read_at = $3 WHERE read_at IS NULL AND account_id = $1 AND id <= $2",
        account.uuid(),
        id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
