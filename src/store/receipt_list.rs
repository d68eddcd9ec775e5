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
    receipt::{Contents, ReceiptForm, ReceiptSymbol, day_of},
    receipt_chain::{Origin, Step},
    receipt_summary::{Before, Done, Gaps, Missing, Row},
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
               (SELECT m.step FROM receipt_mark m
                WHERE m.receipt_id = t.id AND m.step <> 'again'
                ORDER BY m.at DESC LIMIT 1) AS step
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

/// The receipts of an agency that were written in `[from, to)`, and those with which something was done in it, whenever they were issued.
/// That one was given again tells the receipt that was given.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn rows(
    db: &Db,
    agency: &str,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT t.id, t.form, t.symbol, t.number, t.origin, t.amount, t.issued_at, t.created_at,
               o.form AS "about_form?", o.symbol AS "about_symbol?", o.number AS "about_number?",
               t.contents AS "contents: Json<Contents>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object('step', m.step, 'at', m.at, 'off', m.off, 'reason', m.reason)
                                          ORDER BY m.at, m.form_key), '[]')
                FROM receipt_mark m
                WHERE m.receipt_id = t.id AND m.step <> 'again') AS "done!: Json<Vec<Marked>>"
        FROM receipt t LEFT JOIN receipt o ON o.id = t.about_id
        WHERE t.agency = $1
          AND t.id IN (
              SELECT s.id FROM receipt s WHERE s.agency = $1 AND s.created_at >= $2 AND s.created_at < $3
              UNION ALL
              SELECT m.receipt_id FROM receipt_mark m WHERE m.at >= $2 AND m.at < $3 AND m.step <> 'again')
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
            written_on: day_of(row.created_at),
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

/// How many receipts of each series of an agency had been written before `from`, of the series in which something happened in
/// `[from, to)`.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn before(
    db: &Db,
    agency: &str,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Before, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT s.form AS "form!", s.symbol AS "symbol!",
               (SELECT count(*) FROM receipt t
                WHERE t.agency = $1 AND t.form = s.form AND t.symbol = s.symbol AND t.created_at < $2) AS "count!"
        FROM (SELECT form, symbol FROM receipt WHERE agency = $1 AND created_at >= $2 AND created_at < $3
              UNION
              SELECT r.form, r.symbol FROM receipt_mark m JOIN receipt r ON r.id = m.receipt_id
              WHERE r.agency = $1 AND m.at >= $2 AND m.at < $3) s
        "#,
        agency,
        from,
        to,
    )
    .fetch_all(db.pool())
    .await?;
    let bad = |column| Error::corrupt("receipt", column, agency);
    rows.into_iter()
        .map(|row| {
            let form = ReceiptForm::parse(&row.form).ok_or_else(|| bad("form"))?;
            let symbol = ReceiptSymbol::parse(&row.symbol).map_err(|_| bad("symbol"))?;
            Ok(((form, symbol), u32::try_from(row.count).unwrap_or(u32::MAX)))
        })
        .collect()
}

/// What is missing of the series of an agency: numbers between the first of a range and the next one to be given that no receipt bears.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn gaps(db: &Db, agency: &str) -> Result<Gaps, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT h.form AS "form!", h.symbol AS "symbol!", h.first AS "first!", h.last AS "last!", h.total AS "total!"
        FROM (SELECT g.form, g.symbol, g.first, g.last,
                     (sum(g.last - g.first + 1) OVER (PARTITION BY g.form, g.symbol))::bigint AS total,
                     row_number() OVER (PARTITION BY g.form, g.symbol ORDER BY g.first) AS place
              FROM (SELECT r.form, r.symbol, n.number - 1 AS last,
                           lag(n.number, 1, r.first_number - 1) OVER (PARTITION BY r.id ORDER BY n.number) + 1 AS first
                    FROM receipt_range r
                    CROSS JOIN LATERAL (
                        SELECT t.number FROM receipt t
                        WHERE t.agency = r.agency AND t.form = r.form AND t.symbol = r.symbol
                          AND t.number >= r.first_number AND t.number < r.next_number
                        UNION ALL
                        SELECT r.next_number) n
                    WHERE r.agency = $1) g
              WHERE g.first <= g.last) h
        WHERE h.place <= $2
        ORDER BY h.form, h.symbol, h.first
        "#,
        agency,
        i64::try_from(Missing::SHOWN).unwrap_or(i64::MAX),
    )
    .fetch_all(db.pool())
    .await?;
    let bad = |column| Error::corrupt("receipt_range", column, agency);
    let mut all = Gaps::new();
    for row in rows {
        let form = ReceiptForm::parse(&row.form).ok_or_else(|| bad("form"))?;
        let symbol = ReceiptSymbol::parse(&row.symbol).map_err(|_| bad("symbol"))?;
        let missing = all.entry((form, symbol)).or_default();
        missing.gaps.push((row.first, row.last));
        missing.count = u64::try_from(row.total).unwrap_or(0);
    }
    Ok(all)
}
