//! What belongs to one person: their dossiers as a list, and what the first screen of a new one needs.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{account::Profile, error::Error, tx::Db};
use crate::domain::{
    ids::{AccountId, ProcedureCode, ProcedureVersionId},
    ledger::Ledger,
    procedure::Procedure,
};

/// A published procedure and the profile of whoever wants to file it.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The version in force.
    pub version: ProcedureVersionId,
    /// Its content.
    pub procedure: Procedure,
    /// The person.
    pub profile: Profile,
}

/// What the first screen of a new dossier needs; `None` when the procedure is not published.
/// # Errors
/// [`Error::Unavailable`].
pub async fn beginning(db: &Db, code: &ProcedureCode, account: AccountId) -> Result<Option<Beginning>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT v.id, v.content AS "content: Json<Procedure>", a.full_name, a.phone, a.personal_number, a.birth_date,
               a.email, a.address, a.ward_code
        FROM procedure p
        JOIN procedure_version v ON v.id = p.published_version
        CROSS JOIN account a
        WHERE p.code = $1
          AND a.id = $2
        "#,
        code.as_str(),
        account.uuid(),
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| Beginning {
        version: ProcedureVersionId::new(r.id),
        procedure: r.content.0,
        profile: Profile {
            name: r.full_name,
            phone: r.phone,
            personal_number: r.personal_number,
            birth_date: r.birth_date,
            email: r.email,
            address: r.address,
            ward_code: r.ward_code,
        },
    }))
}

/// A line of "my dossiers".
#[derive(Clone, Debug)]
pub struct Line {
    /// Identifier.
    pub id: Uuid,
    /// Code; none for drafts.
    pub code: Option<String>,
    /// Key of the status.
    pub status: String,
    /// 0 something to do, 1 a draft, 2 all others: the first key of the order.
    pub rank: i32,
    /// Name of the procedure.
    pub procedure_name: String,
    /// For whom.
    pub applicant_name: String,
    /// Who settles it.
    pub settling: String,
    /// The clock.
    pub ledger: Json<Ledger>,
    /// Last change: the second key of the order.
    pub updated_at: DateTime<Utc>,
    /// Handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Answer of the one-stop until.
    pub respond_by: Option<DateTime<Utc>>,
    /// Appointment.
    pub due_at: Option<DateTime<Utc>>,
    /// Last day of the open supplement request.
    pub until: Option<NaiveDate>,
    /// What is still to be paid, whole đồng.
    pub outstanding: i64,
}

/// Where a page of the list begins: the keys of the last line before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// Rank.
    pub rank: i32,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Identifier.
    pub id: Uuid,
}

/// The dossiers and drafts of `account`, those that wait for the person first, at most `most`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn dossiers(db: &Db, account: AccountId, after: Option<After>, most: i64) -> Result<Vec<Line>, Error> {
    // Two reads by index (dossier_drafts, dossier_owner), then one sort: a person has few.
    Ok(sqlx::query_as!(
        Line,
        r#"
        SELECT m.id AS "id!", m.code, m.status AS "status!", m.rank AS "rank!", pv.name AS "procedure_name!",
               m.applicant_name AS "applicant_name!", m.settling_agency AS "settling!",
               m.ledger AS "ledger!: Json<Ledger>", m.updated_at AS "updated_at!", m.submitted_at, m.respond_by,
               m.due_at, s.until AS "until?", greatest(m.fee_total - m.fee_paid, 0) AS "outstanding!"
        FROM (SELECT d.*, 1 AS rank
              FROM dossier d
              WHERE d.status = 'draft' AND d.filer_id = $1 AND d.owner_id = $1
              UNION ALL
              SELECT d.*, CASE WHEN d.status IN ('supplement-requested', 'payment-requested') THEN 0 ELSE 2 END
              FROM dossier d
              WHERE d.status <> 'draft' AND d.owner_id = $1) m
        JOIN procedure_version pv ON pv.id = m.procedure_version
        LEFT JOIN supplement_request s ON s.dossier_id = m.id AND s.answered_at IS NULL
                                      AND m.status = 'supplement-requested'
        WHERE $2::int IS NULL
           OR m.rank > $2
           OR (m.rank = $2 AND (m.updated_at, m.id) < ($3::timestamptz, $4::uuid))
        ORDER BY m.rank, m.updated_at DESC, m.id DESC
        LIMIT $5
        "#,
        account.uuid(),
        after.map(|a| a.rank),
        after.map(|a| a.updated_at),
        after.map(|a| a.id),
        most,
    )
    .fetch_all(db.pool())
    .await?)
}
