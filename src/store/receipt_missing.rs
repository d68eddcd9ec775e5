//! Payments without a receipt that holds, as the view `unreceipted` tells them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::Db,
};
use crate::domain::receipt_missing::Missing;

/// How many there are for one reason.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Why.
    pub why: Missing,
    /// How many payments.
    pub count: i64,
    /// How much of them no receipt says, in whole đồng.
    pub amount: i64,
}

/// How many payments of these agencies there are for each reason, in the order of reasons.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn counted(db: &Db, agencies: &[String]) -> Result<Vec<Counted>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT reason AS "reason!", count(*) AS "count!", sum(amount)::bigint AS "amount!"
        FROM unreceipted
        WHERE agency = ANY($1)
        GROUP BY reason
        "#,
        agencies,
    )
    .fetch_all(db.pool())
    .await?;
    let mut all = rows
        .into_iter()
        .map(|row| {
            let why = Missing::parse(&row.reason)
                .ok_or_else(|| Error::corrupt("unreceipted", "reason", &row.reason))?;
            Ok(Counted { why, count: row.count, amount: row.amount })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    all.sort_by_key(|one| one.why);
    Ok(all)
}

/// One payment.
#[derive(Clone, Debug)]
pub struct Unreceipted {
    /// The payment.
    pub id: Uuid,
    /// Code of its dossier.
    pub code: String,
    /// The agency that collects.
    pub agency: String,
    /// How much of it no receipt says, in whole đồng.
    pub amount: i64,
    /// When it was paid.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: Missing,
    /// What the last try said, if there was one.
    pub said: Option<String>,
    /// The receipt to look at.
    pub receipt: Option<Uuid>,
}

/// Up to `most` payments of these agencies, the oldest first, after `(at, id)`; for one reason when `why` is given.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn list(
    db: &Db,
    agencies: &[String],
    why: Option<Missing>,
    after: Option<(DateTime<Utc>, Uuid)>,
    most: i64,
) -> Result<Vec<Unreceipted>, Error> {
    let (at, id) = after.unzip();
    let rows = sqlx::query!(
        r#"
        SELECT id AS "id!", code AS "code!", agency AS "agency!", amount AS "amount!", at AS "at!", reason AS "reason!", said, receipt
        FROM unreceipted
        WHERE agency = ANY($1)
          AND ($2::text IS NULL OR reason = $2)
          AND ($3::timestamptz IS NULL OR (at, id) > ($3, $4::uuid))
        ORDER BY at, id
        LIMIT $5
        "#,
        agencies,
        why.map(|why| why.stored().key()),
        at,
        id,
        most,
    )
    .fetch_all(db.pool())
    .await?;
    rows.into_iter()
        .map(|row| {
            let why = read(Missing::parse(&row.reason), "unreceipted", "reason", row.id)?;
            Ok(Unreceipted {
                id: row.id,
                code: row.code,
                agency: row.agency,
                amount: row.amount,
                at: row.at,
                why,
                said: row.said,
                receipt: row.receipt,
            })
        })
        .collect()
}
