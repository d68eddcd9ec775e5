//! In whose name agencies give receipts, and which numbers they may give.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, AgencyCode},
    procedure::FeeKind,
    receipt::{Collector, ReceiptForm, ReceiptName, ReceiptNumber, ReceiptSymbol, TaxCode},
};

/// Numbers that an agency may give.
#[derive(Clone, Debug)]
pub struct Range {
    /// Identifier.
    pub id: Uuid,
    /// Year in Vietnam.
    pub year: i32,
    /// Form symbol.
    pub form: String,
    /// Receipt symbol.
    pub symbol: String,
    /// Key of the kind.
    pub kind: String,
    /// First number.
    pub first_number: i32,
    /// Last number.
    pub last_number: i32,
    /// The number that comes next; past the last when it is used up.
    pub next_number: i32,
    /// Another agency that has the series under the same tax code: then nothing is given from it.
    pub taken_by: Option<String>,
}

impl Range {
    /// How many numbers are left.
    #[must_use]
    pub const fn left(&self) -> i32 {
        self.last_number - self.next_number + 1
    }
}

/// An agency that receives, and how far its receipts are set up.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Code of the agency.
    pub agency: String,
    /// Its name.
    pub agency_name: String,
    /// In whose name; absent when nothing is set up.
    pub name: Option<String>,
    /// The tax code.
    pub tax_code: Option<String>,
    /// Numbers left for charges this year.
    pub charges_left: i64,
    /// Numbers left for fees this year.
    pub fees_left: i64,
    /// Payments that have no receipt.
    pub waiting: i64,
    /// Other agencies that have one of its series of the year under the same tax code.
    pub taken_by: Option<String>,
}

impl Standing {
    /// Whether receipts of both kinds can be given.
    #[must_use]
    pub const fn is_set_up(&self) -> bool {
        self.tax_code.is_some() && self.charges_left > 0 && self.fees_left > 0
    }
}

/// How the receipts of agencies that receive are set up for `year`: those with these codes, in the order
/// of their codes.
/// # Errors
/// [`Error::Unavailable`].
pub async fn standings(db: &Db, year: i32, codes: &[String]) -> Result<Vec<Standing>, Error> {
    Ok(sqlx::query_as!(
        Standing,
        r#"
        SELECT a.code AS agency, a.name AS agency_name, c.name AS "name?", c.tax_code AS "tax_code?",
               (SELECT coalesce(sum(n.numbers), 0) FROM receipt_numbers n
                WHERE n.agency = a.code AND n.year = $1 AND n.form = 'EBL01' AND n.kind = 'charge') AS "charges_left!",
               (SELECT coalesce(sum(n.numbers), 0) FROM receipt_numbers n
                WHERE n.agency = a.code AND n.year = $1 AND n.form = 'EBL01' AND n.kind = 'fee') AS "fees_left!",
               (SELECT count(*) FROM payment p JOIN dossier d ON d.id = p.dossier_id
                WHERE d.receiving_agency = a.code AND NOT p.has_receipt
                  AND (c.since IS NULL OR (p.confirmed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= c.since)) AS "waiting!",
               (SELECT string_agg(DISTINCT o.name, '; ')
                FROM receipt_range r
                JOIN receipt_series s ON s.tax_code = c.tax_code AND s.form = r.form AND s.symbol = r.symbol AND s.agency <> r.agency
                JOIN agency o ON o.code = s.agency
                WHERE r.agency = a.code AND r.year = $1 AND r.next_number <= r.last_number) AS taken_by
        FROM agency a LEFT JOIN receipt_collector c ON c.agency = a.code
        WHERE a.receives AND a.code = ANY($2)
        ORDER BY a.code
        "#,
        year,
        codes,
    )
    .fetch_all(db.pool())
    .await?)
}

/// In whose name an agency gives receipts.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn collector(db: &Db, agency: &str) -> Result<Option<Collector>, Error> {
    let row = sqlx::query!("SELECT name, tax_code FROM receipt_collector WHERE agency = $1", agency)
        .fetch_optional(db.pool())
        .await?;
    row.map(|row| known(agency, row.name, &row.tax_code)).transpose()
}

/// The same, kept from others until the transaction ends: numbers are given one after the other, and none is lost.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn lock_collector(tx: &mut Tx, agency: &str) -> Result<Option<Collector>, Error> {
    let row =
        sqlx::query!("SELECT name, tax_code FROM receipt_collector WHERE agency = $1 FOR UPDATE", agency)
            .fetch_optional(tx.conn())
            .await?;
    row.map(|row| known(agency, row.name, &row.tax_code)).transpose()
}

fn known(agency: &str, name: String, tax_code: &str) -> Result<Collector, Error> {
    let tax_code =
        TaxCode::parse(tax_code).map_err(|_| Error::corrupt("receipt_collector", "tax_code", agency))?;
    Ok(Collector { name, tax_code })
}

/// The first day, in Vietnam, whose payments get a receipt of an agency.
/// # Errors
/// [`Error::Unavailable`].
pub async fn since(db: &Db, agency: &str) -> Result<Option<NaiveDate>, Error> {
    Ok(sqlx::query_scalar!("SELECT since FROM receipt_collector WHERE agency = $1", agency)
        .fetch_optional(db.pool())
        .await?)
}

/// Sets in whose name an agency gives receipts from now on, and for the payments from which day on.
/// # Errors
/// [`Error::Sql`].
pub async fn put_collector(
    tx: &mut Tx,
    agency: &str,
    (collector, since): (&Collector, NaiveDate),
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO receipt_collector (agency, name, tax_code, updated_at, updated_by, since)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (agency) DO UPDATE
        SET name = excluded.name, tax_code = excluded.tax_code, updated_at = excluded.updated_at,
            updated_by = excluded.updated_by, since = excluded.since
        "#,
        agency,
        collector.name,
        collector.tax_code.as_str(),
        now,
        by.map(AccountId::uuid),
        since,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The ranges of an agency, the youngest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of(db: &Db, agency: &str) -> Result<Vec<Range>, Error> {
    Ok(sqlx::query_as!(
        Range,
        r#"
        SELECT r.id, r.year, r.form, r.symbol, r.kind, r.first_number, r.last_number, r.next_number, o.name AS "taken_by?"
        FROM receipt_range r
        JOIN receipt_collector c ON c.agency = r.agency
        LEFT JOIN receipt_series s ON s.tax_code = c.tax_code AND s.form = r.form AND s.symbol = r.symbol AND s.agency <> r.agency
        LEFT JOIN agency o ON o.code = s.agency
        WHERE r.agency = $1
        ORDER BY r.year DESC, r.kind, r.form, r.symbol, r.first_number DESC
        LIMIT 100
        "#,
        agency,
    )
    .fetch_all(db.pool())
    .await?)
}

/// A range to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewRange<'a> {
    /// Identifier.
    pub id: Uuid,
    /// Whose.
    pub agency: &'a str,
    /// For what.
    pub kind: FeeKind,
    /// Form symbol.
    pub form: ReceiptForm,
    /// Receipt symbol; its year is that of the range.
    pub symbol: ReceiptSymbol,
    /// First number.
    pub first: ReceiptNumber,
    /// Last number.
    pub last: ReceiptNumber,
}

/// The last number that an agency may give under a form and a symbol, and the key of the kind; nothing before the first range. The
/// collector must be locked.
/// # Errors
/// [`Error::Sql`].
pub async fn last(
    tx: &mut Tx,
    agency: &str,
    form: ReceiptForm,
    symbol: ReceiptSymbol,
) -> Result<Option<(i32, String)>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT last_number, kind FROM receipt_range
        WHERE agency = $1 AND form = $2 AND symbol = $3
        ORDER BY last_number DESC LIMIT 1
        "#,
        agency,
        form.key(),
        symbol.to_string(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.last_number, row.kind)))
}

/// Adds a range, unless one of its numbers lies in another range of the series already: says whether it was added. The collector
/// must be locked.
/// # Errors
/// [`Error::Sql`].
pub async fn add(
    tx: &mut Tx,
    new: &NewRange<'_>,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"
        INSERT INTO receipt_range (id, agency, year, form, symbol, kind, first_number, last_number, next_number, added_at, added_by)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $7, $9, $10
        WHERE NOT EXISTS (SELECT FROM receipt_range
                          WHERE agency = $2 AND form = $4 AND symbol = $5 AND first_number <= $8 AND last_number >= $7)
        "#,
        new.id,
        new.agency,
        new.symbol.year(),
        new.form.key(),
        new.symbol.to_string(),
        new.kind.key(),
        new.first.get(),
        new.last.get(),
        now,
        by.map(AccountId::uuid),
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the next number for `kind` in `year`: from the oldest range that has one left and whose series is the agency's under its tax
/// code, of the form without printed denominations. The collector must be locked; the number is given back when the transaction does
/// not commit.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn take(
    tx: &mut Tx,
    agency: &AgencyCode,
    year: i32,
    kind: FeeKind,
) -> Result<Option<(Uuid, ReceiptName)>, Error> {
    let row = sqlx::query!(
        r#"
        UPDATE receipt_range
        SET next_number = next_number + 1
        WHERE id = (SELECT n.id FROM receipt_numbers n
                    WHERE n.agency = $1 AND n.year = $2 AND n.kind = $3 AND n.form = 'EBL01'
                    ORDER BY n.added_at, n.symbol, n.first_number
                    LIMIT 1)
        RETURNING id, form, symbol, next_number - 1 AS "number!"
        "#,
        agency.as_str(),
        year,
        kind.key(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let name = name((&row.form, &row.symbol, row.number), "receipt_range", row.id)?;
    Ok(Some((row.id, name)))
}

/// A stored name.
pub(super) fn name(
    (form, symbol, number): (&str, &str, i32),
    table: &'static str,
    row: Uuid,
) -> Result<ReceiptName, Error> {
    Ok(ReceiptName {
        form: read(ReceiptForm::parse(form), table, "form", row)?,
        symbol: read(ReceiptSymbol::parse(symbol).ok(), table, "symbol", row)?,
        number: read(ReceiptNumber::new(number).ok(), table, "number", row)?,
    })
}
