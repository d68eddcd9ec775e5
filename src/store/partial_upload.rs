//! Uploads that come in pieces, until they are documents.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::ids::{AccountId, DossierId};

/// An upload, and how much of it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialUpload {
    /// Identifier.
    pub id: Uuid,
    /// Dossier that it is for.
    pub dossier: Uuid,
    /// Key of the required document, or of the item of a request for supplement.
    pub key: String,
    /// Its name on the sender's device.
    pub file_name: String,
    /// SHA-256 of the whole, as announced.
    pub sha256: Vec<u8>,
    /// Bytes of the whole.
    pub size: i64,
    /// Bytes that are here, from the start.
    pub received: i64,
    /// Form key of the document that it becomes.
    pub form_key: Uuid,
    /// When it became a document.
    pub taken_at: Option<DateTime<Utc>>,
}

impl PartialUpload {
    /// How much of it is here, in per cent, rounded down.
    #[must_use]
    pub const fn percent(&self) -> i64 {
        self.received * 100 / self.size
    }
}

/// An upload as it is announced.
#[derive(Clone, Copy, Debug)]
pub struct Announced<'a> {
    /// Identifier, if it is a new one.
    pub id: Uuid,
    /// Dossier.
    pub dossier: DossierId,
    /// Whose.
    pub account: AccountId,
    /// Key of the required document, or of the item of a request for supplement.
    pub key: &'a str,
    /// Its name on the sender's device.
    pub file_name: &'a str,
    /// SHA-256 of the whole.
    pub sha256: &'a [u8],
    /// Bytes of the whole.
    pub size: i64,
    /// Form key of the document, if it is a new one.
    pub form_key: Uuid,
}

/// Opens an upload; the same content under the same heading is the same upload, wherever it broke off. What became a document
/// that was removed since begins anew.
/// # Errors
/// [`Error::Sql`].
pub async fn open(tx: &mut Tx, a: &Announced<'_>, now: DateTime<Utc>) -> Result<PartialUpload, Error> {
    sqlx::query!(
        r#"
        DELETE FROM partial_upload p
        WHERE p.taken_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM document x WHERE x.form_key = p.form_key)
          AND p.dossier_id = $1
        "#,
        a.dossier.uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(sqlx::query_as!(
        PartialUpload,
        r#"
        INSERT INTO partial_upload (id, dossier_id, account_id, doc_key, file_name, sha256, size, form_key, touched_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (dossier_id, account_id, doc_key, sha256) DO UPDATE SET touched_at = $9
        RETURNING id, dossier_id AS dossier, doc_key AS key, file_name, sha256, size, received, form_key, taken_at
        "#,
        a.id,
        a.dossier.uuid(),
        a.account.uuid(),
        a.key,
        a.file_name,
        a.sha256,
        a.size,
        a.form_key,
        now,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Of the unfinished uploads of an account only the `most` touched last stay; says how many went.
/// # Errors
/// [`Error::Sql`].
pub async fn keep_latest(tx: &mut Tx, account: AccountId, most: i64) -> Result<u64, Error> {
    Ok(sqlx::query!(
        r#"
        DELETE FROM partial_upload
        WHERE id IN (SELECT id FROM partial_upload
                     WHERE taken_at IS NULL AND account_id = $1
                     ORDER BY touched_at DESC, id DESC
                     OFFSET $2)
        "#,
        account.uuid(),
        most,
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// The upload, if it is this account's.
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(db: &Db, account: AccountId, id: Uuid) -> Result<Option<PartialUpload>, Error> {
    Ok(sqlx::query_as!(
        PartialUpload,
        r#"
        SELECT id, dossier_id AS dossier, doc_key AS key, file_name, sha256, size, received, form_key, taken_at
        FROM partial_upload
        WHERE account_id = $1
          AND id = $2
        "#,
        account.uuid(),
        id,
    )
    .fetch_optional(db.pool())
    .await?)
}

/// The same, locked: two tabs may send at once.
/// # Errors
/// [`Error::Sql`].
pub async fn lock(tx: &mut Tx, account: AccountId, id: Uuid) -> Result<Option<PartialUpload>, Error> {
    Ok(sqlx::query_as!(
        PartialUpload,
        r#"
        SELECT id, dossier_id AS dossier, doc_key AS key, file_name, sha256, size, received, form_key, taken_at
        FROM partial_upload
        WHERE account_id = $1
          AND id = $2
        FOR UPDATE
        "#,
        account.uuid(),
        id,
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// What of this dossier this account began to send and has not sent whole, oldest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn unfinished(
    db: &Db,
    account: AccountId,
    dossier: DossierId,
) -> Result<Vec<PartialUpload>, Error> {
    Ok(sqlx::query_as!(
        PartialUpload,
        r#"
        SELECT id, dossier_id AS dossier, doc_key AS key, file_name, sha256, size, received, form_key, taken_at
        FROM partial_upload
        WHERE taken_at IS NULL
          AND received > 0
          AND account_id = $1
          AND dossier_id = $2
        ORDER BY touched_at, id
        "#,
        account.uuid(),
        dossier.uuid(),
    )
    .fetch_all(db.pool())
    .await?)
}

/// Adds a piece at the end of what is here.
/// # Errors
/// [`Error::Sql`].
pub async fn add(tx: &mut Tx, upload: &PartialUpload, piece: &[u8], now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "INSERT INTO upload_piece (upload_id, start, content) VALUES ($1, $2, $3)",
        upload.id,
        upload.received,
        piece,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "UPDATE partial_upload SET received = received + length($2::bytea), touched_at = $3 WHERE id = $1",
        upload.id,
        piece,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The piece that begins at byte `start`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn piece(db: &Db, id: Uuid, start: i64) -> Result<Option<Vec<u8>>, Error> {
    Ok(sqlx::query_scalar!("SELECT content FROM upload_piece WHERE upload_id = $1 AND start = $2", id, start)
        .fetch_optional(db.pool())
        .await?)
}

/// It is a document now: the pieces go, the row stays for whoever asks again.
/// # Errors
/// [`Error::Sql`].
pub async fn taken(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!("DELETE FROM upload_piece WHERE upload_id = $1", id).execute(tx.conn()).await?;
    sqlx::query!("UPDATE partial_upload SET taken_at = $2, touched_at = $2 WHERE id = $1", id, now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Removes an upload of this account with its pieces; removing it twice is harmless.
/// # Errors
/// [`Error::Sql`].
pub async fn remove(tx: &mut Tx, account: AccountId, id: Uuid) -> Result<(), Error> {
    sqlx::query!("DELETE FROM partial_upload WHERE account_id = $1 AND id = $2", account.uuid(), id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Removes what nobody touched since `before`; says how many uploads went.
/// # Errors
/// [`Error::Sql`].
pub async fn prune(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    Ok(sqlx::query!("DELETE FROM partial_upload WHERE touched_at < $1", before)
        .execute(tx.conn())
        .await?
        .rows_affected())
}
