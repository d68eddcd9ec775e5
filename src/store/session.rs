//! Signed-in browsers, and the count of failed attempts.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    actor::{Actor, Posting},
    ids::AccountId,
};

/// What the session check finds, in one round trip.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who it is.
    pub actor: Actor,
    /// Unread messages.
    pub unread: i64,
    /// Preferences of the account (density, shortcuts, locale).
    pub preferences: serde_json::Value,
    /// When it was last seen: written again only when that is old.
    pub last_seen_at: DateTime<Utc>,
}

/// Who holds the token with this hash, if the session is alive and the account active.
/// # Errors
/// [`Error::Unavailable`].
pub async fn check(db: &Db, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<Signed>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT a.id, a.full_name, a.preferences, s.last_seen_at,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'agency', p.agency)
                                          ORDER BY p.agency, p.role), '[]')
                FROM posting p WHERE p.account_id = a.id) AS "postings!: Json<Vec<Posting>>",
               (SELECT count(*) FROM message m WHERE m.account_id = a.id AND m.read_at IS NULL) AS "unread!"
        FROM session s
        JOIN account a ON a.id = s.account_id
        WHERE a.active
          AND s.expires_at > $2
          AND s.token_hash = $1
        "#,
        token_hash,
        now,
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| Signed {
        actor: Actor { id: AccountId::new(r.id), name: r.full_name, postings: r.postings.0 },
        unread: r.unread,
        preferences: r.preferences,
        last_seen_at: r.last_seen_at,
    }))
}

/// Opens a session.
/// # Errors
/// [`Error::Sql`].
pub async fn open(
    tx: &mut Tx,
    token_hash: &[u8],
    account: Uuid,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO session (token_hash, account_id, created_at, last_seen_at, expires_at)
        VALUES ($1, $2, $3, $3, $4)
        "#,
        token_hash,
        account,
        now,
        expires_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Notes that the session is in use and moves its end.
/// # Errors
/// [`Error::Sql`].
pub async fn touch(
    db: &Db,
    token_hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE session SET last_seen_at = $2, expires_at = $3 WHERE token_hash = $1",
        token_hash,
        now,
        expires_at,
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Ends a session.
/// # Errors
/// [`Error::Sql`].
pub async fn close(tx: &mut Tx, token_hash: &[u8]) -> Result<(), Error> {
    sqlx::query!("DELETE FROM session WHERE token_hash = $1", token_hash).execute(tx.conn()).await?;
    Ok(())
}

/// Ends every session of an account (its password or roles changed).
/// # Errors
/// [`Error::Sql`].
pub async fn close_all(tx: &mut Tx, account: Uuid) -> Result<(), Error> {
    sqlx::query!("DELETE FROM session WHERE account_id = $1", account).execute(tx.conn()).await?;
    Ok(())
}

/// How many failed attempts `key` had since `since`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn attempts(db: &Db, key: &str, since: DateTime<Utc>) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM attempt WHERE key = $1 AND at > $2"#, key, since)
        .fetch_one(db.pool())
        .await?)
}

/// Notes a failed attempt.
/// # Errors
/// [`Error::Sql`].
pub async fn note_attempt(db: &Db, key: &str, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!("INSERT INTO attempt (key, at) VALUES ($1, $2)", key, now).execute(db.pool()).await?;
    Ok(())
}

/// Forgets the attempts of `key`: it was the right one.
/// # Errors
/// [`Error::Sql`].
pub async fn forget_attempts(db: &Db, key: &str) -> Result<(), Error> {
    sqlx::query!("DELETE FROM attempt WHERE key = $1", key).execute(db.pool()).await?;
    Ok(())
}

/// Removes sessions that ended before `ended` and attempts before `before`; says how many rows went.
/// # Errors
/// [`Error::Sql`].
pub async fn prune(tx: &mut Tx, ended: DateTime<Utc>, before: DateTime<Utc>) -> Result<u64, Error> {
    let sessions = sqlx::query!("DELETE FROM session WHERE expires_at < $1", ended)
        .execute(tx.conn())
        .await?
        .rows_affected();
    let attempts =
        sqlx::query!("DELETE FROM attempt WHERE at < $1", before).execute(tx.conn()).await?.rows_affected();
    Ok(sessions + attempts)
}
