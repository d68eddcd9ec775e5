//! Lists of receipts: of a day, page by page; and of a period, for its table.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::{Error, read},
    receipt_range,
    tx::Db,
};
use crate::domain::{
    money::Vnd,
    receipt::{Contents, day_of},
    receipt_chain::{Origin, Step},
    receipt_summary::{Done, Row},
};

/// One line of the list.
#[derive(Clone, Debug)]
pub struct ReceiptLine {
    /// Identifier.
    pub id: Uuid,
    /// Form symbol.
    pub form: String,
    /// Receipt symbol.
    pub symbol: String,
    /// Number.
    pub number: i32,
    /// Key of the kind.
    pub kind: String,
    /// Key of how it came to be.
    pub origin: String,
    /// Whole đồng.
    pub amount: i64,
    /// Who paid.
    pub payer: String,
    /// Code of the dossier.
    pub code: Option<String>,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Key of the last step, if something was done with it.
    pub step: Option<String>,
}

/// Up to `most` receipts of these agencies issued in `[from, to)`, the youngest first, after `(issued_at, id)`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of(
    db: &Db,
    agencies: &[String],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    after: Option<(DateTime<Utc>, Uuid)>,
    most: i64,
) -> Result<Vec<ReceiptLine>, Error> {
    let (at, id) = after.unzip();
    Ok(sqlx::query_as!(
        ReceiptLine,
        r#"
        SELECT t.id, t.form, t.symbol, t.number, t.kind, t.origin, t.amount, t.contents -> 'payer' ->> 'name' AS "payer!",
               d.code, t.issued_at,
               (SELECT m.step FROM receipt_mark m WHERE m.receipt_id = t.id ORDER BY m.at DESC LIMIT 1) AS step
        FROM receipt t JOIN dossier d ON d.id = t.dossier_id
        WHERE t.agency = ANY($1) AND t.issued_at >= $2 AND t.issued_at < $3
          AND ($4::timestamptz IS NULL OR (t.issued_at, t.id) < ($4, $5::uuid))
        ORDER BY t.issued_at DESC, t.id DESC
        LIMIT $6
        "#,
        agencies,
        from,
        to,
        at,
        id,
        most,
    )
    .fetch_all(db.pool())
    .await?)
}

/// Something done with a receipt, for the table.
#[derive(Debug, Deserialize)]
struct Marked {
    step: Step,
    at: DateTime<Utc>,
    off: i64,
    reason: String,
}

/// Every receipt of an agency of series that lived until `to`: those issued in the period, and the earlier ones of the same series or
/// with something done since `from`.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn rows(
    db: &Db,
    agency: &str,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT t.id, t.form, t.symbol, t.number, t.origin, t.amount, t.issued_at,
               o.form AS "about_form?", o.symbol AS "about_symbol?", o.number AS "about_number?",
               t.contents AS "contents: Json<Contents>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object('step', m.step, 'at', m.at, 'off', m.off, 'reason', m.reason)
                                          ORDER BY m.at, m.form_key), '[]')
                FROM receipt_mark m
                WHERE m.receipt_id = t.id) AS "done!: Json<Vec<Marked>>"
        FROM receipt t LEFT JOIN receipt o ON o.id = t.about_id
        WHERE t.agency = $1 AND t.issued_at < $3
          AND (t.form, t.symbol) IN (
              SELECT s.form, s.symbol FROM receipt s
              WHERE s.agency = $1
                AND ((s.issued_at >= $2 AND s.issued_at < $3)
                     OR EXISTS (SELECT FROM receipt_mark m WHERE m.receipt_id = s.id AND m.at >= $2 AND m.at < $3)))
        ORDER BY t.form, t.symbol, t.number
        "#,
        agency,
        from,
        to,
    )
    .fetch_all(db.pool())
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let name =
            |form: &str, symbol: &str, number| receipt_range::name((form, symbol, number), "receipt", row.id);
        let amount = |dong| read(Vnd::new(dong).ok(), "receipt", "amount", row.id);
        let done = |mark: Marked| -> Result<Done, Error> {
            Ok(Done { step: mark.step, on: day_of(mark.at), off: amount(mark.off)?, reason: mark.reason })
        };
        let about = match (row.about_form, row.about_symbol, row.about_number) {
            (Some(form), Some(symbol), Some(number)) => Some(name(&form, &symbol, number)?),
            _ => None,
        };
        all.push(Row {
            name: name(&row.form, &row.symbol, row.number)?,
            issued_on: day_of(row.issued_at),
            amount: amount(row.amount)?,
            origin: read(Origin::parse(&row.origin), "receipt", "origin", row.id)?,
            what_for: row.contents.what_for(),
            payer: row.contents.0.payer.name,
            payer_number: row.contents.0.payer.number,
            about,
            done: row.done.0.into_iter().map(done).collect::<Result<_, _>>()?,
        });
    }
    Ok(all)
}
