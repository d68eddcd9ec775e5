//! Procedures and their versions.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, AgencyCode, ProcedureCode, ProcedureVersionId},
    procedure::Procedure,
};

/// A version as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredVersion {
    /// Identifier.
    pub id: ProcedureVersionId,
    /// 1, 2, 3 … for each procedure.
    pub number: i32,
    /// Content.
    pub procedure: Procedure,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// The published version of a procedure.
/// # Errors
/// [`Error::Unavailable`].
pub async fn published(db: &Db, code: &ProcedureCode) -> Result<Option<StoredVersion>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.id, v.number, v.content AS "content: Json<Procedure>", v.published_at
        FROM procedure p
        JOIN procedure_version v ON v.id = p.published_version
        WHERE p.code = $1
        "#,
        code.as_str()
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| StoredVersion {
        id: ProcedureVersionId::new(r.id),
        number: r.number,
        procedure: r.content.0,
        published_at: r.published_at,
    }))
}

/// Codes of all published procedures.
/// # Errors
/// [`Error::Unavailable`].
pub async fn published_codes(db: &Db) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!("SELECT code FROM procedure WHERE published_version IS NOT NULL")
        .fetch_all(db.pool())
        .await?)
}

/// What a stored procedure row says of itself.
#[derive(Clone, Debug)]
pub struct Head {
    /// The published version.
    pub published: Option<ProcedureVersionId>,
    /// The draft version.
    pub draft: Option<ProcedureVersionId>,
    /// SHA-256 of the newest version's content.
    pub hash: Option<Vec<u8>>,
    /// Number of the newest version.
    pub number: i32,
}

/// Locks the row of a procedure.
/// # Errors
/// [`Error::Sql`].
pub async fn lock(tx: &mut Tx, code: &ProcedureCode) -> Result<Option<Head>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT p.published_version, p.draft_version, v.content_hash AS "content_hash?", coalesce(v.number, 0) AS "number!"
        FROM procedure p
        LEFT JOIN LATERAL (SELECT content_hash, number FROM procedure_version
                           WHERE code = p.code ORDER BY number DESC LIMIT 1) v ON true
        WHERE p.code = $1
        FOR UPDATE OF p
        "#,
        code.as_str()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| Head {
        published: r.published_version.map(ProcedureVersionId::new),
        draft: r.draft_version.map(ProcedureVersionId::new),
        hash: r.content_hash,
        number: r.number,
    }))
}

/// The version that is edited now, where somebody here has worked on it: it is or was published, or a person saved it.
/// # Errors
/// [`Error::Sql`].
pub async fn configured(tx: &mut Tx, code: &ProcedureCode) -> Result<Option<Procedure>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.content AS "content: Json<Procedure>"
        FROM procedure p JOIN procedure_version v ON v.id = coalesce(p.draft_version, p.published_version)
        WHERE p.code = $1
          AND EXISTS (SELECT FROM procedure_version w
                      WHERE w.code = p.code AND (w.created_by IS NOT NULL OR w.published_at IS NOT NULL))
        "#,
        code.as_str()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| row.content.0))
}

/// Throws the draft away: what is published is what is edited next. The version stays among the others.
/// # Errors
/// [`Error::Sql`].
pub async fn drop_draft(tx: &mut Tx, code: &ProcedureCode, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE procedure SET draft_version = NULL, gaps = '[]', updated_at = $2 WHERE code = $1",
        code.as_str(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A new version to be stored.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    /// Identifier.
    pub id: ProcedureVersionId,
    /// Its number.
    pub number: i32,
    /// Content.
    pub procedure: &'a Procedure,
    /// SHA-256 of the canonical JSON.
    pub hash: &'a [u8],
    /// What keeps it from being published, as JSON.
    pub gaps: &'a serde_json::Value,
    /// Who made it.
    pub by: Option<AccountId>,
}

/// Stores a new draft version; makes the procedure's row when it is new. The facts that lists show follow the draft only
/// as long as nothing is published.
/// # Errors
/// [`Error::Sql`].
pub async fn put_draft(tx: &mut Tx, v: &NewVersion<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let p = v.procedure;
    let facts = Facts::of(p);
    sqlx::query!(
        r#"
        INSERT INTO procedure AS x (code, name, field, levels, audiences, online, agency, keywords, gaps, search,
                                    updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, vn_fold($10), $11)
        ON CONFLICT (code) DO UPDATE
        SET name = excluded.name, field = excluded.field, levels = excluded.levels,
            audiences = excluded.audiences, online = excluded.online, agency = excluded.agency,
            keywords = excluded.keywords, gaps = excluded.gaps, search = excluded.search,
            updated_at = excluded.updated_at
        WHERE x.published_version IS NULL
        "#,
        p.code.as_str(),
        p.name,
        p.field,
        &facts.levels,
        &facts.audiences,
        p.online.key(),
        p.agency.as_ref().map(AgencyCode::as_str),
        facts.keywords,
        v.gaps,
        facts.search,
        now,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO procedure_version (id, code, number, name, content, content_hash, created_at, created_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        v.id.uuid(),
        p.code.as_str(),
        v.number,
        p.name,
        Json(p) as Json<&Procedure>,
        v.hash,
        now,
        v.by.map(AccountId::uuid),
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "UPDATE procedure SET draft_version = $2, gaps = $3, updated_at = $4 WHERE code = $1",
        p.code.as_str(),
        v.id.uuid(),
        v.gaps,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Sets which procedures are shown first, the first of `codes` before all.
/// # Errors
/// [`Error::Sql`].
pub async fn show_first(tx: &mut Tx, codes: &[String]) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE procedure p
        SET popularity = coalesce((SELECT cardinality($1::text[]) + 1 - x.n
                                   FROM unnest($1::text[]) WITH ORDINALITY AS x (code, n)
                                   WHERE x.code = p.code), 0)
        WHERE p.popularity > 0 OR p.code = ANY($1)
        "#,
        codes
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What the store knows of a procedure when the national file names it.
#[derive(Clone, Debug)]
pub struct Imported {
    /// SHA-256 of the facts of the last import; none when it was never imported.
    pub hash: Option<Vec<u8>>,
    /// Number of the newest version.
    pub number: i32,
}

/// Locks the row of a procedure that an import names.
/// # Errors
/// [`Error::Sql`].
pub async fn imported(tx: &mut Tx, code: &ProcedureCode) -> Result<Option<Imported>, Error> {
    Ok(sqlx::query_as!(
        Imported,
        r#"
        SELECT p.national_hash AS hash,
               coalesce((SELECT max(number) FROM procedure_version v WHERE v.code = p.code), 0) AS "number!"
        FROM procedure p
        WHERE p.code = $1
        FOR UPDATE
        "#,
        code.as_str()
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Notes what the national file said last.
/// # Errors
/// [`Error::Sql`].
pub async fn note_import(tx: &mut Tx, code: &ProcedureCode, hash: &[u8]) -> Result<(), Error> {
    sqlx::query!("UPDATE procedure SET national_hash = $2 WHERE code = $1", code.as_str(), hash)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Publishes a version: it takes the place of the one before, which running dossiers keep.
/// # Errors
/// [`Error::Sql`].
pub async fn publish(
    tx: &mut Tx,
    id: ProcedureVersionId,
    p: &Procedure,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let facts = Facts::of(p);
    sqlx::query!(
        r#"
        UPDATE procedure_version
        SET retired_at = $2
        WHERE id = (SELECT published_version FROM procedure WHERE code = $1) AND retired_at IS NULL
        "#,
        p.code.as_str(),
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "UPDATE procedure_version SET published_at = coalesce(published_at, $2), retired_at = NULL WHERE id = $1",
        id.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        r#"
        UPDATE procedure
        SET published_version = $2, draft_version = NULL, gaps = '[]', name = $3, field = $4, levels = $5,
            audiences = $6, online = $7, agency = $8, keywords = $9, search = vn_fold($10), updated_at = $11
        WHERE code = $1
        "#,
        p.code.as_str(),
        id.uuid(),
        p.name,
        p.field,
        &facts.levels,
        &facts.audiences,
        p.online.key(),
        p.agency.as_ref().map(AgencyCode::as_str),
        facts.keywords,
        facts.search,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a procedure out of service: no new dossiers. Its version becomes the draft again.
/// # Errors
/// [`Error::Sql`].
pub async fn unpublish(tx: &mut Tx, code: &ProcedureCode, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE procedure_version
        SET retired_at = $2
        WHERE id = (SELECT published_version FROM procedure WHERE code = $1)
        "#,
        code.as_str(),
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        r#"
        UPDATE procedure
        SET draft_version = coalesce(draft_version, published_version), published_version = NULL, updated_at = $2
        WHERE code = $1
        "#,
        code.as_str(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Any version by its identifier.
/// # Errors
/// [`Error::Sql`].
pub async fn version(tx: &mut Tx, id: Uuid) -> Result<Option<StoredVersion>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT id, number, content AS "content: Json<Procedure>", published_at
        FROM procedure_version
        WHERE id = $1
        "#,
        id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| StoredVersion {
        id: ProcedureVersionId::new(r.id),
        number: r.number,
        procedure: r.content.0,
        published_at: r.published_at,
    }))
}

/// Several versions in one go.
/// # Errors
/// [`Error::Unavailable`].
pub async fn versions(db: &Db, ids: &[Uuid]) -> Result<Vec<(Uuid, Procedure)>, Error> {
    let rows = sqlx::query!(
        r#"SELECT id, content AS "content: Json<Procedure>" FROM procedure_version WHERE id = ANY($1)"#,
        ids
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.content.0)).collect())
}

/// The columns that lists and search read.
struct Facts {
    levels: Vec<String>,
    audiences: Vec<String>,
    keywords: String,
    search: String,
}

impl Facts {
    fn of(p: &Procedure) -> Self {
        let keywords = p.keywords.join(" · ");
        Self {
            levels: p.levels.iter().map(|l| l.key().to_owned()).collect(),
            audiences: p.audiences.iter().map(|a| a.key().to_owned()).collect(),
            search: format!("{} | {} | {} | {}", p.code, p.name, keywords, p.field),
            keywords,
        }
    }
}
