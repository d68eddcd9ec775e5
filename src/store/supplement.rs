//! Requests for supplement (form 02).

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;

use super::{error::Error, tx::Tx};
use crate::domain::{
    command::SupplementItem,
    event::Stage,
    ids::{AccountId, DossierId, SupplementId},
    procedure::Answers,
};

/// A request as it is stored.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// Identifier.
    pub id: SupplementId,
    /// Dossier.
    pub dossier: DossierId,
    /// Which request of this dossier.
    pub round: i32,
    /// When in its life.
    pub stage: Stage,
    /// What.
    pub items: &'a [SupplementItem],
    /// Guidance.
    pub note: &'a str,
    /// Last day.
    pub until: NaiveDate,
    /// By whom.
    pub by: AccountId,
}

/// Stores a request.
/// # Errors
/// [`Error::Sql`].
pub async fn insert(tx: &mut Tx, r: &NewRequest<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO supplement_request (id, dossier_id, round, stage, items, note, until, requested_by, requested_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        r.id.uuid(),
        r.dossier.uuid(),
        r.round,
        r.stage.key(),
        Json(r.items) as Json<&[SupplementItem]>,
        r.note,
        r.until,
        r.by.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What the open request of a dossier names; nothing when there is none.
/// # Errors
/// [`Error::Sql`].
pub async fn asked(tx: &mut Tx, dossier: DossierId) -> Result<Vec<SupplementItem>, Error> {
    let items = sqlx::query_scalar!(
        r#"
        SELECT items AS "items: Json<Vec<SupplementItem>>"
        FROM supplement_request
        WHERE answered_at IS NULL
          AND dossier_id = $1
        ORDER BY round DESC
        LIMIT 1
        "#,
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(items.map(|json| json.0).unwrap_or_default())
}

/// Keeps what the owner typed for the answers that the open request names.
/// # Errors
/// [`Error::Sql`].
pub async fn keep_typed(tx: &mut Tx, dossier: DossierId, typed: &Answers) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE supplement_request SET typed = $2 WHERE dossier_id = $1 AND answered_at IS NULL",
        dossier.uuid(),
        Json(typed) as Json<&Answers>,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Closes the open request of a dossier.
/// # Errors
/// [`Error::Sql`].
pub async fn answered(tx: &mut Tx, dossier: DossierId, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE supplement_request SET answered_at = $2 WHERE dossier_id = $1 AND answered_at IS NULL",
        dossier.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
