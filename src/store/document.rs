//! Documents of dossiers, and the contents they point at.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, DocumentId, DossierId},
    policy::Scope,
};

/// A stored content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of the content.
    pub sha256: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// Media type found by looking at the content.
    pub media_type: String,
}

/// A document to be attached.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Identifier.
    pub id: DocumentId,
    /// Dossier.
    pub dossier: DossierId,
    /// Key of the required document.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Name of the uploaded document on the sender's device.
    pub file_name: Option<String>,
    /// The content; none for paper.
    pub blob: Option<Blob>,
    /// Originals handed in on paper.
    pub originals: i32,
    /// Copies handed in on paper.
    pub copies: i32,
    /// 0 with the submission, n with the n-th supplement.
    pub round: i32,
    /// Not handed in yet.
    pub staged: bool,
    /// By whom.
    pub by: AccountId,
    /// Made with the form: the same form twice attaches once.
    pub form_key: Uuid,
}

/// Attaches a document; the same form key attaches once.
/// # Errors
/// [`Error::Sql`].
pub async fn insert(tx: &mut Tx, d: &NewDocument, now: DateTime<Utc>) -> Result<(), Error> {
    if let Some(blob) = &d.blob {
        sqlx::query!(
            r#"
            INSERT INTO blob (sha256, size, media_type, created_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (sha256) DO NOTHING
            "#,
            blob.sha256,
            blob.size,
            blob.media_type,
            now,
        )
        .execute(tx.conn())
        .await?;
    }
    sqlx::query!(
        r#"
        INSERT INTO document (id, dossier_id, doc_key, name, file_name, sha256, media_type, size, originals, copies,
                              round, staged, uploaded_by, uploaded_at, form_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (form_key) DO NOTHING
        "#,
        d.id.uuid(),
        d.dossier.uuid(),
        d.key,
        d.name,
        d.file_name,
        d.blob.as_ref().map(|b| b.sha256.as_slice()),
        d.blob.as_ref().map(|b| b.media_type.as_str()),
        d.blob.as_ref().map(|b| b.size),
        d.originals,
        d.copies,
        d.round,
        d.staged,
        d.by.uuid(),
        now,
        d.form_key,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Removes a document that is not handed in yet.
/// # Errors
/// [`Error::Sql`].
pub async fn remove_staged(tx: &mut Tx, dossier: DossierId, id: DocumentId) -> Result<bool, Error> {
    let gone = sqlx::query!(
        "DELETE FROM document WHERE staged AND dossier_id = $1 AND id = $2",
        dossier.uuid(),
        id.uuid()
    )
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected() == 1)
}

/// Everything staged is handed in now, with this round.
/// # Errors
/// [`Error::Sql`].
pub async fn hand_in(tx: &mut Tx, dossier: DossierId, round: i32) -> Result<u64, Error> {
    Ok(sqlx::query!(
        "UPDATE document SET staged = false, round = $2 WHERE staged AND dossier_id = $1",
        dossier.uuid(),
        round
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// Where to find the content of a document.
#[derive(Clone, Debug)]
pub struct Content {
    /// SHA-256 of the content.
    pub sha256: Vec<u8>,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// What it is called.
    pub name: String,
    /// Its name on the sender's device.
    pub file_name: Option<String>,
    /// Dossier.
    pub dossier: Uuid,
    /// Code of the dossier; none for a draft.
    pub code: Option<String>,
    /// Whether the dossier is one's own.
    pub is_own: bool,
}

/// The content of a document, if `scope` lets its dossier be seen. What is staged only its uploader sees.
/// # Errors
/// [`Error::Unavailable`].
pub async fn content(db: &Db, scope: &Scope, id: DocumentId) -> Result<Option<Content>, Error> {
    let (account, agencies) = scope.person();
    Ok(sqlx::query_as!(
        Content,
        r#"
        SELECT x.sha256 AS "sha256!", x.media_type AS "media_type!", x.size AS "size!", x.name, x.file_name,
               d.id AS dossier, d.code, (d.owner_id IS NOT DISTINCT FROM $1) AS "is_own!"
        FROM document x
        JOIN dossier d ON d.id = x.dossier_id
        WHERE x.sha256 IS NOT NULL
          AND (NOT x.staged OR x.uploaded_by = $1)
          AND (d.owner_id = $1
               OR d.filer_id = $1
               OR d.receiving_agency = ANY($2)
               OR d.settling_agency = ANY($2)
               OR d.holding_agency = ANY($2)
               OR EXISTS (SELECT FROM consultation c WHERE c.dossier_id = d.id AND c.agency = ANY($2)))
          AND (x.doc_key <> 'result' OR d.owner_id IS DISTINCT FROM $1
               OR (d.status IN ('completed', 'returned') AND d.fee_paid >= d.fee_total))
          AND x.id = $3
        "#,
        account,
        &agencies,
        id.uuid(),
    )
    .fetch_optional(db.pool())
    .await?)
}
