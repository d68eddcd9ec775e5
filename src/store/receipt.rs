//! Receipts: written once, never changed. What was done with one stands in rows of its own.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::{Error, read},
    receipt_range,
    tx::{Db, Tx},
};
use crate::domain::{
    ids::AccountId,
    money::Vnd,
    receipt::{CheckCode, Contents, ReceiptName},
    receipt_chain::{Link, Origin, Step},
};

/// A receipt to be written.
#[derive(Clone, Debug)]
pub struct NewReceipt<'a> {
    /// Identifier.
    pub id: Uuid,
    /// The range its number is from.
    pub range: Uuid,
    /// The agency that gives it.
    pub agency: &'a str,
    /// Its name.
    pub name: ReceiptName,
    /// How it comes to be.
    pub origin: Origin,
    /// The receipt it replaces or adjusts, and why.
    pub about: Option<(Uuid, &'a str)>,
    /// The payment.
    pub payment: Uuid,
    /// The dossier.
    pub dossier: Uuid,
    /// The sum of its lines.
    pub amount: Vnd,
    /// What it says.
    pub contents: &'a Contents,
    /// The code to check it with.
    pub check: &'a CheckCode,
    /// When it counts as issued.
    pub issued_at: DateTime<Utc>,
    /// Who; none for the portal itself.
    pub by: Option<AccountId>,
}

/// Writes a receipt.
/// # Errors
/// [`Error::Taken`] when the payment has one of that kind.
pub async fn insert(tx: &mut Tx, new: &NewReceipt<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO receipt (id, range_id, agency, form, symbol, number, kind, origin, about_id, reason, payment_id, dossier_id,
                             amount, contents, check_code, issued_at, issued_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        "#,
        new.id,
        new.range,
        new.agency,
        new.name.form.key(),
        new.name.symbol.to_string(),
        new.name.number.get(),
        new.contents.kind.key(),
        new.origin.key(),
        new.about.map(|(id, _)| id),
        new.about.map(|(_, reason)| reason),
        new.payment,
        new.dossier,
        new.amount.dong(),
        Json(new.contents) as _,
        new.check.expose(),
        new.issued_at,
        new.by.map(AccountId::uuid),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What is done with a receipt.
#[derive(Clone, Copy, Debug)]
pub struct NewMark<'a> {
    /// Key of the form: the same form twice is one mark.
    pub form_key: Uuid,
    /// With which.
    pub receipt: Uuid,
    /// What.
    pub step: Step,
    /// The one that replaces or adjusts it.
    pub by_receipt: Option<Uuid>,
    /// What it takes off.
    pub off: Vnd,
    /// Why.
    pub reason: &'a str,
    /// Who.
    pub by: AccountId,
}

/// Writes what is done with a receipt.
/// # Errors
/// [`Error::Taken`] when it was replaced or cancelled before.
pub async fn mark(tx: &mut Tx, new: &NewMark<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO receipt_mark (form_key, receipt_id, step, by_receipt, off, reason, at, by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        new.form_key,
        new.receipt,
        new.step.key(),
        new.by_receipt,
        new.off.dong(),
        new.reason,
        now,
        new.by.uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether a form with this key was done already.
/// # Errors
/// [`Error::Sql`].
pub async fn is_done(tx: &mut Tx, form_key: Uuid) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM receipt_mark WHERE form_key = $1) AS "there!""#,
        form_key
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Something done with a receipt.
#[derive(Clone, Debug, Deserialize)]
pub struct MarkLine {
    /// Key of the step.
    pub step: String,
    /// The receipt that replaces or adjusts it.
    pub by_receipt: Option<Uuid>,
    /// Its form symbol, receipt symbol and number in one text.
    pub by_name: Option<String>,
    /// What it took off, in whole đồng.
    pub off: i64,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of whoever did it.
    pub by: String,
}

/// A receipt with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Identifier.
    pub id: Uuid,
    /// The agency that gave it.
    pub agency: String,
    /// Its name.
    pub name: ReceiptName,
    /// How it came to be.
    pub origin: Origin,
    /// The receipt it replaces or adjusts.
    pub about: Option<About>,
    /// The payment.
    pub payment: Uuid,
    /// The dossier.
    pub dossier: Uuid,
    /// Its sum.
    pub amount: Vnd,
    /// What it says.
    pub contents: Contents,
    /// The code to check it with.
    pub check: CheckCode,
    /// When it counts as issued.
    pub issued_at: DateTime<Utc>,
    /// What was done with it, the oldest first.
    pub marks: Vec<MarkLine>,
    /// Its signed paper, when there is one.
    pub paper: Option<Paper>,
}

/// The receipt that a receipt speaks of.
#[derive(Clone, Debug)]
pub struct About {
    /// Identifier.
    pub id: Uuid,
    /// Its name.
    pub name: ReceiptName,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A signed paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// SHA-256 of the PDF.
    pub sha256: Vec<u8>,
    /// Who signed, as the certificate says.
    pub signed_by: String,
    /// Whether the certificate is one that the portal made itself.
    pub is_demonstration: bool,
    /// When.
    pub signed_at: DateTime<Utc>,
}

impl Receipt {
    /// Where it stands, for the rules.
    #[must_use]
    pub fn link(&self) -> Link {
        let done = self.marks.iter().filter_map(|mark| {
            let step = Step::parse(&mark.step)?;
            let off = if step == Step::Adjust { Vnd::new(mark.off).ok()? } else { Vnd::ZERO };
            Some((step, off))
        });
        Link { origin: self.origin, amount: self.amount, done: done.collect() }
    }
}

/// The row of a receipt as it is read.
struct Row {
    id: Uuid,
    agency: String,
    form: String,
    symbol: String,
    number: i32,
    origin: String,
    payment_id: Uuid,
    dossier_id: Uuid,
    amount: i64,
    contents: Json<Contents>,
    check_code: String,
    issued_at: DateTime<Utc>,
    reason: Option<String>,
    about_id: Option<Uuid>,
    about_form: Option<String>,
    about_symbol: Option<String>,
    about_number: Option<i32>,
    about_at: Option<DateTime<Utc>>,
    marks: Json<Vec<MarkLine>>,
    sha256: Option<Vec<u8>>,
    signed_by: Option<String>,
    is_demonstration: Option<bool>,
    signed_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Receipt {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        const TABLE: &str = "receipt";
        let name =
            |form: &str, symbol: &str, number| receipt_range::name((form, symbol, number), TABLE, row.id);
        let about = match (row.about_id, row.about_form, row.about_symbol, row.about_number, row.about_at) {
            (Some(id), Some(form), Some(symbol), Some(number), Some(issued_at)) => Some(About {
                id,
                name: name(&form, &symbol, number)?,
                issued_at,
                reason: row.reason.unwrap_or_default(),
            }),
            _ => None,
        };
        let paper = match (row.sha256, row.signed_by, row.is_demonstration, row.signed_at) {
            (Some(sha256), Some(signed_by), Some(is_demonstration), Some(signed_at)) => {
                Some(Paper { sha256, signed_by, is_demonstration, signed_at })
            }
            _ => None,
        };
        Ok(Self {
            id: row.id,
            name: name(&row.form, &row.symbol, row.number)?,
            agency: row.agency,
            origin: read(Origin::parse(&row.origin), TABLE, "origin", row.id)?,
            about,
            payment: row.payment_id,
            dossier: row.dossier_id,
            amount: read(Vnd::new(row.amount).ok(), TABLE, "amount", row.id)?,
            contents: row.contents.0,
            check: read(CheckCode::parse(&row.check_code).ok(), TABLE, "check_code", row.id)?,
            issued_at: row.issued_at,
            marks: row.marks.0,
            paper,
        })
    }
}

/// Which receipts.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// This one.
    Id(Uuid),
    /// The one with this code.
    Check(&'a CheckCode),
    /// Those of a dossier.
    Dossier(Uuid),
}

/// The receipts, in the order in which they were issued.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn find(db: &Db, which: Which<'_>) -> Result<Vec<Receipt>, Error> {
    let mut tx = db.begin().await?;
    find_in(&mut tx, which).await
}

/// The same inside a transaction.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn find_in(tx: &mut Tx, which: Which<'_>) -> Result<Vec<Receipt>, Error> {
    let (id, check, dossier) = match which {
        Which::Id(id) => (Some(id), None, None),
        Which::Check(code) => (None, Some(code.expose()), None),
        Which::Dossier(id) => (None, None, Some(id)),
    };
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT t.id, t.agency, t.form, t.symbol, t.number, t.origin, t.payment_id, t.dossier_id, t.amount,
               t.contents AS "contents: Json<Contents>", t.check_code, t.issued_at, t.reason,
               o.id AS "about_id?", o.form AS "about_form?", o.symbol AS "about_symbol?", o.number AS "about_number?",
               o.issued_at AS "about_at?",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'step', m.step, 'by_receipt', m.by_receipt,
                           'by_name', n.form || ' ' || n.symbol || ' ' || lpad(n.number::text, 8, '0'),
                           'off', m.off, 'reason', m.reason, 'at', m.at, 'by', a.full_name)
                           ORDER BY m.at, m.form_key), '[]')
                FROM receipt_mark m JOIN account a ON a.id = m.by LEFT JOIN receipt n ON n.id = m.by_receipt
                WHERE m.receipt_id = t.id) AS "marks!: Json<Vec<MarkLine>>",
               p.sha256 AS "sha256?", p.signed_by AS "signed_by?", p.is_demonstration AS "is_demonstration?",
               p.signed_at AS "signed_at?"
        FROM receipt t
        LEFT JOIN receipt o ON o.id = t.about_id
        LEFT JOIN receipt_paper p ON p.receipt_id = t.id
        WHERE ($1::uuid IS NOT NULL AND t.id = $1)
           OR ($2::text IS NOT NULL AND t.check_code = $2)
           OR ($3::uuid IS NOT NULL AND t.dossier_id = $3)
        ORDER BY t.issued_at, t.kind, t.number
        "#,
        id,
        check,
        dossier,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Receipt::try_from).collect()
}

/// The agency of a receipt.
/// # Errors
/// [`Error::Sql`].
pub async fn agency(tx: &mut Tx, id: Uuid) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar!("SELECT agency FROM receipt WHERE id = $1", id).fetch_optional(tx.conn()).await?)
}

/// Up to `most` receipts written before `before` that nobody signed yet, by their identifiers, from after `after` on.
/// # Errors
/// [`Error::Sql`].
pub async fn unsigned(
    tx: &mut Tx,
    before: DateTime<Utc>,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<Uuid>, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT t.id FROM receipt t
        WHERE t.created_at < $1 AND ($2::uuid IS NULL OR t.id > $2)
          AND NOT EXISTS (SELECT FROM receipt_paper p WHERE p.receipt_id = t.id)
        ORDER BY t.id
        LIMIT $3
        "#,
        before,
        after,
        most,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Keeps the signed paper of a receipt; the first one stays.
/// # Errors
/// [`Error::Sql`].
pub async fn keep_paper(tx: &mut Tx, receipt: Uuid, paper: &Paper, serial: &str) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO receipt_paper (receipt_id, sha256, signed_by, serial, is_demonstration, signed_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (receipt_id) DO NOTHING
        "#,
        receipt,
        paper.sha256,
        paper.signed_by,
        serial,
        paper.is_demonstration,
        paper.signed_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
