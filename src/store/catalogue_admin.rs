//! The catalogue as administrators see it: drafts and gaps beside what is published.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    audit::{ChangeLine, SHOWN},
    error::Error,
    tx::Db,
};
use crate::domain::{ids::ProcedureCode, procedure::Procedure, status::keyed};

/// Rows of one page.
pub const PAGE: usize = 50;

keyed! {
    /// Which procedures a list shows.
    Shelf {
        /// All of them.
        All = "all",
        /// Those that people can file.
        Published = "published",
        /// Those with a draft version.
        Draft = "draft",
        /// Those whose draft has gaps.
        Gaps = "gaps",
    }
}

/// One procedure in the list.
#[derive(Clone, Debug)]
pub struct ProcedureRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field.
    pub field: String,
    /// Key of the online level.
    pub online: String,
    /// Whether a version is published.
    pub published: bool,
    /// Whether there is a draft.
    pub draft: bool,
    /// How many gaps the draft has.
    pub gaps: i32,
    /// Last change.
    pub updated_at: DateTime<Utc>,
}

/// Up to one more than [`PAGE`] procedures after the code `after`, by code; `words` as people type them.
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, words: &str, shelf: Shelf, after: Option<&str>) -> Result<Vec<ProcedureRow>, Error> {
    let like = format!("%{}%", words.replace(['%', '_', '\\'], " ").trim());
    Ok(sqlx::query_as!(
        ProcedureRow,
        r#"
        SELECT code, name, field, online, published_version IS NOT NULL AS "published!",
               draft_version IS NOT NULL AS "draft!", jsonb_array_length(gaps) AS "gaps!", updated_at
        FROM procedure
        WHERE search LIKE vn_fold($1)
          AND CASE $2
                  WHEN 'published' THEN published_version IS NOT NULL
                  WHEN 'draft' THEN draft_version IS NOT NULL
                  WHEN 'gaps' THEN draft_version IS NOT NULL AND gaps <> '[]'
                  ELSE true
              END
          AND ($3::text IS NULL OR code > $3)
        ORDER BY code
        LIMIT 51
        "#,
        like,
        shelf.key(),
        after,
    )
    .fetch_all(db.pool())
    .await?)
}

/// One version, as the list of versions shows it.
#[derive(Clone, Debug, Deserialize)]
pub struct VersionLine {
    /// Identifier.
    pub id: Uuid,
    /// Its number.
    pub number: i32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it; none for imports.
    pub by: Option<String>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When another took its place.
    pub retired_at: Option<DateTime<Utc>>,
}

/// Everything about one procedure.
#[derive(Clone, Debug)]
pub struct ProcedureFile {
    /// Code.
    pub code: String,
    /// The published version.
    pub published_id: Option<Uuid>,
    /// Its content.
    pub published: Option<Json<Procedure>>,
    /// The draft version.
    pub draft_id: Option<Uuid>,
    /// Its content.
    pub draft: Option<Json<Procedure>>,
    /// Its versions, newest first.
    pub versions: Json<Vec<VersionLine>>,
    /// What was changed, newest first.
    pub changes: Json<Vec<ChangeLine>>,
}

/// Everything about the procedure with this code.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of(db: &Db, code: &ProcedureCode) -> Result<Option<ProcedureFile>, Error> {
    Ok(sqlx::query_as!(
        ProcedureFile,
        r#"
        SELECT p.code, p.published_version AS published_id, pv.content AS "published?: Json<Procedure>",
               p.draft_version AS draft_id, dv.content AS "draft?: Json<Procedure>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'id', v.id, 'number', v.number, 'created_at', v.created_at, 'by', a.full_name,
                           'published_at', v.published_at, 'retired_at', v.retired_at)
                           ORDER BY v.number DESC), '[]')
                FROM procedure_version v LEFT JOIN account a ON a.id = v.created_by
                WHERE v.code = p.code) AS "versions!: Json<Vec<VersionLine>>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'at', x.at, 'by', a.full_name, 'what', x.what, 'before', x.before, 'after', x.after)
                           ORDER BY x.id DESC), '[]')
                FROM (SELECT id, at, actor_id, what, before, after FROM audit
                      WHERE subject_kind = 'procedure' AND subject_id = p.code
                      ORDER BY id DESC LIMIT $2) x
                LEFT JOIN account a ON a.id = x.actor_id) AS "changes!: Json<Vec<ChangeLine>>"
        FROM procedure p
        LEFT JOIN procedure_version pv ON pv.id = p.published_version
        LEFT JOIN procedure_version dv ON dv.id = p.draft_version
        WHERE p.code = $1
        "#,
        code.as_str(),
        SHOWN,
    )
    .fetch_optional(db.pool())
    .await?)
}

/// The version that editing starts from.
#[derive(Clone, Debug)]
pub struct Working {
    /// Its identifier.
    pub id: Uuid,
    /// Its number.
    pub number: i32,
    /// Whether it is the draft; the published one otherwise.
    pub is_draft: bool,
    /// Its content.
    pub content: Json<Procedure>,
}

/// The draft of a procedure, or its published version where there is no draft.
/// # Errors
/// [`Error::Unavailable`].
pub async fn working(db: &Db, code: &ProcedureCode) -> Result<Option<Working>, Error> {
    Ok(sqlx::query_as!(
        Working,
        r#"
        SELECT v.id, v.number, p.draft_version IS NOT NULL AS "is_draft!", v.content AS "content: Json<Procedure>"
        FROM procedure p
        JOIN procedure_version v ON v.id = coalesce(p.draft_version, p.published_version)
        WHERE p.code = $1
        "#,
        code.as_str(),
    )
    .fetch_optional(db.pool())
    .await?)
}

/// The figures of the first page.
#[derive(Clone, Copy, Debug)]
pub struct Overview {
    /// Published procedures.
    pub published: i64,
    /// Procedures with a draft.
    pub drafts: i64,
    /// Drafts with gaps.
    pub gaps: i64,
    /// Agencies in force.
    pub agencies: i64,
    /// Staff accounts in use.
    pub staff: i64,
    /// Citizen accounts in use.
    pub citizens: i64,
    /// Jobs that are due.
    pub ready: i64,
    /// Jobs given up.
    pub dead: i64,
}

/// The figures of the first page, as of `now` on the local day `today`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn overview(db: &Db, now: DateTime<Utc>, today: NaiveDate) -> Result<Overview, Error> {
    Ok(sqlx::query_as!(
        Overview,
        r#"
        SELECT (SELECT count(*) FROM procedure WHERE published_version IS NOT NULL) AS "published!",
               (SELECT count(*) FROM procedure WHERE draft_version IS NOT NULL) AS "drafts!",
               (SELECT count(*) FROM procedure WHERE draft_version IS NOT NULL AND gaps <> '[]') AS "gaps!",
               (SELECT count(*) FROM agency
                WHERE valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)) AS "agencies!",
               (SELECT count(*) FROM account WHERE kind = 'staff' AND active) AS "staff!",
               (SELECT count(*) FROM account WHERE kind = 'citizen' AND active) AS "citizens!",
               (SELECT count(*) FROM job WHERE state = 'ready' AND run_at <= $1) AS "ready!",
               (SELECT count(*) FROM job WHERE state = 'dead') AS "dead!"
        "#,
        now,
        today,
    )
    .fetch_one(db.pool())
    .await?)
}
