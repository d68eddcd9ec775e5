//! Drafts: a dossier that is still its filer's own paper. It may be changed freely until `app::act` submits it.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, AgencyCode, DossierId, ProcedureCode, ProcedureVersionId},
    party::Party,
    postal::PostalArrival,
    procedure::Answers,
    status::{Channel, EnteredBy, ReturnMethod},
};

/// A draft to be begun.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// Identifier.
    pub id: DossierId,
    /// Made with the form that begins it.
    pub form_key: Uuid,
    /// Procedure.
    pub procedure: ProcedureCode,
    /// Its version now.
    pub version: ProcedureVersionId,
    /// Case.
    pub case: String,
    /// Channel.
    pub channel: Channel,
    /// Who types.
    pub entered_by: EnteredBy,
    /// Owner's account, if there is one.
    pub owner: Option<AccountId>,
    /// Who fills it in.
    pub filer: AccountId,
    /// For whom.
    pub applicant: Party,
    /// Where it is handed in.
    pub receiving: AgencyCode,
    /// Who will settle it.
    pub settling: AgencyCode,
    /// First answers.
    pub answers: Answers,
}

/// Begins a draft. With a form key that was used before, gives back the draft it made.
/// # Errors
/// [`Error::Sql`].
pub async fn begin(tx: &mut Tx, d: &NewDraft, now: DateTime<Utc>) -> Result<DossierId, Error> {
    sqlx::query!(
        r#"
        INSERT INTO dossier (id, form_key, version, status, procedure_code, procedure_version, case_key, channel,
                             entered_by, owner_id, filer_id, applicant, applicant_name, answers, receiving_agency,
                             settling_agency, holding_agency, created_at, updated_at, status_at)
        VALUES ($1, $2, 1, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $15, $15, $15)
        ON CONFLICT (form_key) DO NOTHING
        "#,
        d.id.uuid(),
        d.form_key,
        d.procedure.as_str(),
        d.version.uuid(),
        d.case,
        d.channel.key(),
        d.entered_by.key(),
        d.owner.map(AccountId::uuid),
        d.filer.uuid(),
        Json(&d.applicant) as Json<&Party>,
        d.applicant.name,
        Json(&d.answers) as Json<&Answers>,
        d.receiving.as_str(),
        d.settling.as_str(),
        now,
    )
    .execute(tx.conn())
    .await?;
    let id = sqlx::query_scalar!(
        "SELECT id FROM dossier WHERE filer_id = $2 AND form_key = $1",
        d.form_key,
        d.filer.uuid()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(DossierId::new(id))
}

/// Which of these form keys began a dossier, and whether it is still a draft.
/// # Errors
/// [`Error::Unavailable`].
pub async fn begun(db: &Db, form_keys: &[Uuid]) -> Result<Vec<(Uuid, bool)>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT form_key, status = 'draft' AS "draft!"
        FROM dossier
        WHERE form_key = ANY($1)
        "#,
        form_keys,
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|r| (r.form_key, r.draft)).collect())
}

/// What can be changed of a draft.
#[derive(Clone, Debug)]
pub struct DraftContent {
    /// Case.
    pub case: String,
    /// For whom.
    pub applicant: Party,
    /// Answers.
    pub answers: Answers,
    /// Where it is handed in.
    pub receiving: AgencyCode,
    /// Who will settle it.
    pub settling: AgencyCode,
    /// How the result shall come.
    pub return_method: ReturnMethod,
    /// Who types.
    pub entered_by: EnteredBy,
}

/// Stores the content of a draft of `filer`; `false` when there is no such draft (any more).
/// # Errors
/// [`Error::Sql`].
pub async fn save(
    tx: &mut Tx,
    id: DossierId,
    filer: AccountId,
    c: &DraftContent,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"
        UPDATE dossier
        SET case_key = $3, applicant = $4, applicant_name = $5, answers = $6, receiving_agency = $7,
            holding_agency = $7, settling_agency = $8, return_method = $9, entered_by = $10, updated_at = $11
        WHERE status = 'draft'
          AND filer_id = $2
          AND id = $1
        "#,
        id.uuid(),
        filer.uuid(),
        c.case,
        Json(&c.applicant) as Json<&Party>,
        c.applicant.name,
        Json(&c.answers) as Json<&Answers>,
        c.receiving.as_str(),
        c.settling.as_str(),
        c.return_method.key(),
        c.entered_by.key(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes how a draft of `filer` arrived by post.
/// # Errors
/// [`Error::Sql`].
pub async fn came_by_post(
    tx: &mut Tx,
    id: DossierId,
    filer: AccountId,
    arrival: &PostalArrival,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE dossier SET post = $3 WHERE status = 'draft' AND filer_id = $2 AND id = $1",
        id.uuid(),
        filer.uuid(),
        Json(arrival) as Json<&PostalArrival>,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Throws a draft of `filer` away, with its documents.
/// # Errors
/// [`Error::Sql`].
pub async fn discard(tx: &mut Tx, id: DossierId, filer: AccountId) -> Result<bool, Error> {
    sqlx::query!(
        r#"
        DELETE FROM document x
        USING dossier d
        WHERE d.id = x.dossier_id AND d.status = 'draft' AND d.filer_id = $2 AND d.id = $1
        "#,
        id.uuid(),
        filer.uuid()
    )
    .execute(tx.conn())
    .await?;
    let gone = sqlx::query!(
        "DELETE FROM dossier WHERE status = 'draft' AND filer_id = $2 AND id = $1",
        id.uuid(),
        filer.uuid()
    )
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected() == 1)
}

/// Throws away drafts untouched since `before`, at most `most`; says how many.
/// # Errors
/// [`Error::Sql`].
pub async fn expire(tx: &mut Tx, before: DateTime<Utc>, most: i64) -> Result<u64, Error> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT id FROM dossier
        WHERE status = 'draft' AND updated_at < $1
        ORDER BY updated_at, id
        LIMIT $2
        FOR UPDATE SKIP LOCKED
        "#,
        before,
        most,
    )
    .fetch_all(tx.conn())
    .await?;
    sqlx::query!("DELETE FROM document WHERE dossier_id = ANY($1)", &ids).execute(tx.conn()).await?;
    Ok(sqlx::query!("DELETE FROM dossier WHERE id = ANY($1)", &ids).execute(tx.conn()).await?.rows_affected())
}
