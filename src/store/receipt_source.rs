//! What receipts are made from: payments that have none yet, and the dossier they are of.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::Tx,
};
use crate::domain::{
    event::Event,
    ids::{AccountId, AgencyCode, DossierId},
    money::Vnd,
    party::Party,
    quote::Quote,
    receipt_split::Money,
    refund::Cause,
};

/// The dossier of payments.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its code.
    pub code: String,
    /// Full name of its procedure.
    pub procedure: String,
    /// For whom it is.
    pub party: Party,
    /// What it costs.
    pub quote: Quote,
    /// What was asked for and paid, in order.
    pub story: Vec<Money>,
    /// Payments without a receipt, the oldest first.
    pub payments: Vec<Unreceipted>,
    /// What receipts that hold say of each fee.
    pub covered: BTreeMap<String, Vnd>,
}

/// A payment that has no receipt yet and is to get one.
#[derive(Clone, Copy, Debug)]
pub struct Unreceipted {
    /// Identifier.
    pub id: Uuid,
    /// How much.
    pub amount: Vnd,
    /// How much of it is neither a charge nor a fee.
    pub obligations: Vnd,
    /// When.
    pub at: DateTime<Utc>,
}

/// The agency that collects for a dossier.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn agency(tx: &mut Tx, dossier: DossierId) -> Result<Option<AgencyCode>, Error> {
    let code = sqlx::query_scalar!("SELECT receiving_agency FROM dossier WHERE id = $1", dossier.uuid())
        .fetch_optional(tx.conn())
        .await?;
    code.map(|code| read(AgencyCode::parse(&code).ok(), "dossier", "receiving_agency", dossier.uuid()))
        .transpose()
}

/// What the receipts of a dossier are made from, as it is now.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn of(tx: &mut Tx, dossier: DossierId) -> Result<Option<Source>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT d.code AS "code!", pv.name AS procedure, d.applicant AS "applicant: Json<Party>",
               d.quote AS "quote: Json<Quote>"
        FROM dossier d JOIN procedure_version pv ON pv.id = d.procedure_version
        WHERE d.id = $1 AND d.code IS NOT NULL
        "#,
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Source {
        code: row.code,
        procedure: row.procedure,
        party: row.applicant.0,
        quote: row.quote.map(|quote| quote.0).unwrap_or_default(),
        story: story(tx, dossier).await?,
        payments: payments(tx, dossier).await?,
        covered: covered(tx, dossier).await?,
    }))
}

/// What was asked for and what was paid, as the history tells it.
async fn story(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Money>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT h.at, h.event AS "event: Json<Event>"
        FROM history h
        WHERE h.dossier_id = $1 AND h.action IN ('request-payment', 'recall-payment', 'pay')
        ORDER BY h.id
        "#,
        dossier.uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter_map(|row| Money::of(&row.event, row.at)).collect())
}

/// Booked money of a dossier that went back.
#[derive(Clone, Debug)]
pub struct WentBack {
    /// How much of what receipts stand for, all refunds together.
    pub amount: Vnd,
    /// All that was paid and that receipts stand for.
    pub paid: Vnd,
    /// Why the last one went.
    pub cause: Cause,
    /// Who paid it out.
    pub by: AccountId,
    /// The version of the procedure under which the dossier is settled.
    pub version: Uuid,
    /// What it costs.
    pub quote: Quote,
    /// What was asked for beside the quote.
    pub further: Vnd,
}

/// What went back of a dossier's booked money; nothing when nothing did.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn went_back(tx: &mut Tx, dossier: DossierId) -> Result<Option<WentBack>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT r.cause, r.paid_by AS "paid_by!", d.procedure_version, d.quote AS "quote: Json<Quote>", d.fee_total,
               back_of_receipts(d.id, ARRAY['paid-out']) AS "amount!",
               (SELECT coalesce(sum(p.amount - p.obligations), 0) FROM payment p WHERE p.dossier_id = d.id AND p.has_receipt)::bigint AS "paid!"
        FROM refund r JOIN dossier d ON d.id = r.dossier_id
        WHERE r.dossier_id = $1 AND r.state = 'paid-out' AND r.of_booked > 0
        ORDER BY r.paid_at DESC, r.id DESC LIMIT 1
        "#,
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let amount = |dong, column| read(Vnd::new(dong).ok(), "refund", column, dossier.uuid());
    let quote = row.quote.map(|quote| quote.0).unwrap_or_default();
    Ok(Some(WentBack {
        amount: amount(row.amount, "of_booked")?,
        paid: amount(row.paid, "amount")?,
        cause: read(Cause::parse(&row.cause), "refund", "cause", dossier.uuid())?,
        by: AccountId::new(row.paid_by),
        version: row.procedure_version,
        further: read(
            quote.further(amount(row.fee_total, "fee_total")?).ok(),
            "dossier",
            "fee_total",
            dossier.uuid(),
        )?,
        quote,
    }))
}

async fn payments(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Unreceipted>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT p.id, p.amount, p.obligations, p.confirmed_at
        FROM payment p JOIN dossier d ON d.id = p.dossier_id LEFT JOIN receipt_collector c ON c.agency = d.receiving_agency
        WHERE p.dossier_id = $1 AND NOT p.has_receipt
          AND (c.since IS NULL OR (p.confirmed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= c.since)
        ORDER BY p.confirmed_at, p.id
        "#,
        dossier.uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let read = |dong, column| read(Vnd::new(dong).ok(), "payment", column, row.id);
            let amount = read(row.amount, "amount")?;
            let obligations = read(row.obligations, "obligations")?;
            Ok(Unreceipted { id: row.id, amount, obligations, at: row.confirmed_at })
        })
        .collect()
}

/// The lines of receipts that were neither replaced nor cancelled, without what adjustments took off.
async fn covered(tx: &mut Tx, dossier: DossierId) -> Result<BTreeMap<String, Vnd>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT l.line ->> 'fee' AS "fee!",
               sum(CASE WHEN t.origin = 'adjusts' THEN -(l.line ->> 'amount')::bigint
                        ELSE (l.line ->> 'amount')::bigint END)::bigint AS "amount!"
        FROM receipt t CROSS JOIN LATERAL jsonb_array_elements(t.contents -> 'lines') AS l (line)
        WHERE t.dossier_id = $1 AND l.line ->> 'fee' IS NOT NULL
          AND NOT EXISTS (SELECT FROM receipt_mark m WHERE m.receipt_id = t.id AND m.step IN ('replace', 'cancel'))
        GROUP BY 1
        "#,
        dossier.uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let amount = read(Vnd::new(row.amount.max(0)).ok(), "receipt", "contents", dossier.uuid())?;
            Ok((row.fee, amount))
        })
        .collect()
}

/// How much of a payment receipts stand for, and how much of all payments of its dossier that have receipts was kept: what went back as
/// paid is off.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn kept(tx: &mut Tx, payment: Uuid, dossier: Uuid) -> Result<(Vnd, Vnd), Error> {
    let row = sqlx::query!(
        r#"
        SELECT coalesce(sum(p.amount - p.obligations) FILTER (WHERE p.id = $1), 0)::bigint AS "paid!",
               (coalesce(sum(p.amount - p.obligations), 0)
                - back_of_receipts($2, ARRAY['approved', 'paid-out']))::bigint AS "kept!"
        FROM payment p
        WHERE p.dossier_id = $2 AND p.has_receipt
        "#,
        payment,
        dossier,
    )
    .fetch_one(tx.conn())
    .await?;
    let amount = |dong: i64| read(Vnd::new(dong.max(0)).ok(), "payment", "amount", payment);
    Ok((amount(row.paid)?, amount(row.kept)?))
}

/// Up to `most` dossiers of these agencies with payments that have no receipt, by their identifiers, from after `after` on.
/// # Errors
/// [`Error::Sql`].
pub async fn dossiers_waiting(
    tx: &mut Tx,
    agencies: &[String],
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<Uuid>, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT DISTINCT p.dossier_id
        FROM payment p JOIN dossier d ON d.id = p.dossier_id LEFT JOIN receipt_collector c ON c.agency = d.receiving_agency
        WHERE d.receiving_agency = ANY($1) AND d.code IS NOT NULL
          AND NOT p.has_receipt AND (c.since IS NULL OR (p.confirmed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= c.since)
          AND ($2::uuid IS NULL OR p.dossier_id > $2)
        ORDER BY p.dossier_id
        LIMIT $3
        "#,
        agencies,
        after,
        most,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Up to `most` dossiers, by their identifiers, from after `after` on, of which a payment waits although nothing is missing: its
/// agency has a collector, and a number of the year in which it was paid; and no job is at it.
/// # Errors
/// [`Error::Sql`].
pub async fn dossiers_ready(tx: &mut Tx, after: Option<Uuid>, most: i64) -> Result<Vec<Uuid>, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT DISTINCT p.dossier_id
        FROM payment p JOIN dossier d ON d.id = p.dossier_id JOIN receipt_collector c ON c.agency = d.receiving_agency
        WHERE d.code IS NOT NULL AND NOT p.has_receipt AND (p.confirmed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= c.since
          AND ($1::uuid IS NULL OR p.dossier_id > $1)
          AND EXISTS (SELECT FROM receipt_numbers r
                      WHERE r.agency = c.agency AND r.form = 'EBL01'
                        AND r.year = extract(year FROM p.confirmed_at AT TIME ZONE 'Asia/Ho_Chi_Minh'))
          AND NOT EXISTS (SELECT FROM job j
                          WHERE j.kind = 'issue-receipts' AND j.state <> 'done' AND j.state <> 'dead'
                            AND j.payload ->> 'dossier' = p.dossier_id::text)
        ORDER BY p.dossier_id
        LIMIT $2
        "#,
        after,
        most,
    )
    .fetch_all(tx.conn())
    .await?)
}
