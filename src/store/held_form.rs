//! Forms that came with a session that had ended.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::ids::AccountId;

/// A form as it was sent: where to, and names and values in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldForm {
    /// Path without language prefix.
    pub path: String,
    /// Names and values.
    pub fields: Vec<(String, String)>,
}

/// Whose session has this hash, ended or not, while the account is active.
/// # Errors
/// [`Error::Unavailable`].
pub async fn owner(db: &Db, session_hash: &[u8]) -> Result<Option<AccountId>, Error> {
    let found = sqlx::query_scalar!(
        "SELECT a.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.active AND s.token_hash = $1",
        session_hash,
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(found.map(AccountId::new))
}

/// Keeps a form until `expires_at`, in the place of one that the account left before.
/// # Errors
/// [`Error::Sql`].
pub async fn keep(
    tx: &mut Tx,
    token_hash: &[u8],
    account: AccountId,
    form: &HeldForm,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!("DELETE FROM held_form WHERE account_id = $1", account.uuid()).execute(tx.conn()).await?;
    sqlx::query!(
        r#"
        INSERT INTO held_form (token_hash, account_id, path, fields, expires_at)
        VALUES ($1, $2, $3, $4, $5)
        "#,
        token_hash,
        account.uuid(),
        form.path,
        Json(&form.fields) as _,
        expires_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The form under this token, if it is this account's and not too old.
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(
    db: &Db,
    token_hash: &[u8],
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<HeldForm>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT path, fields AS "fields!: Json<Vec<(String, String)>>"
        FROM held_form
        WHERE expires_at > $3
          AND account_id = $2
          AND token_hash = $1
        "#,
        token_hash,
        account.uuid(),
        now,
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| HeldForm { path: r.path, fields: r.fields.0 }))
}

/// Removes what is too old; says how many rows went.
/// # Errors
/// [`Error::Sql`].
pub async fn prune(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, Error> {
    Ok(sqlx::query!("DELETE FROM held_form WHERE expires_at < $1", now)
        .execute(tx.conn())
        .await?
        .rows_affected())
}
