//! Events that fit nothing, the requests that they may be meant for, and the statements that were taken in.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    cash::codes,
    error::Error,
    owing::owing_nothing,
    queue::Cursor,
    tx::{Db, Tx},
};
use crate::domain::{
    facts::local_date,
    ids::{AccountId, AgencyCode, DossierCode},
    matching::Owed,
    money::Vnd,
    pay_reference::PayReference,
    statement_layout::Layout,
};

/// Rows on one page.
const PAGE: usize = 50;

/// Money of which nobody has said yet what it is for.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The event.
    pub id: Uuid,
    /// By what it is known.
    pub key: String,
    /// Who said that it came.
    pub source: String,
    /// Whose account it came to, where that is known.
    pub agency: Option<String>,
    /// The number of that account.
    pub account: Option<String>,
    /// Whole đồng.
    pub amount: i64,
    /// When it moved.
    pub at: DateTime<Utc>,
    /// When the portal heard of it.
    pub heard_at: DateTime<Utc>,
    /// The bank's number.
    pub number: Option<String>,
    /// What the payer wrote.
    pub memo: Option<String>,
    /// Who paid.
    pub payer: Option<String>,
}

/// A page of what waits, the oldest first.
#[derive(Clone, Debug)]
pub struct WaitingPage {
    /// Rows.
    pub rows: Vec<Waiting>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// Which money a cashier sees: what is their agencies', and what came on an account on which these collect, whosever it is. What came on
/// nobody's account only those see who are cashiers at the top of the province.
#[derive(Clone, Debug)]
pub struct Sight {
    agencies: Vec<String>,
    accounts: Vec<String>,
    top: bool,
}

impl Sight {
    /// What cashiers of `agencies` see.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn of(db: &Db, agencies: &[AgencyCode]) -> Result<Self, Error> {
        let agencies = codes(agencies);
        let row = sqlx::query!(
            r#"
            SELECT ARRAY(SELECT DISTINCT c.number FROM unnest($1::text[]) u (code) CROSS JOIN LATERAL collecting(u.code) c)
                       AS "accounts!: Vec<String>",
                   EXISTS (SELECT FROM agency a WHERE a.code = ANY($1) AND a.parent IS NULL) AS "top!"
            "#,
            &agencies,
        )
        .fetch_one(db.pool())
        .await?;
        Ok(Self { agencies, accounts: row.accounts, top: row.top })
    }

    /// Whose money is seen.
    #[must_use]
    pub fn agencies(&self) -> &[String] {
        &self.agencies
    }

    /// The accounts of which all money is seen.
    #[must_use]
    pub fn accounts(&self) -> &[String] {
        &self.accounts
    }

    /// Whether nobody's money is seen.
    #[must_use]
    pub const fn is_top(&self) -> bool {
        self.top
    }
}

/// Whether there is money of this event, and in sight; whether it still waits or not.
/// # Errors
/// [`Error::Sql`].
pub async fn is_seen(tx: &mut Tx, sight: &Sight, event: Uuid) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT EXISTS (SELECT FROM bank_event e
                       WHERE e.id = $4 AND e.success
                         AND (e.agency = ANY($1) OR e.account = ANY($2) OR (e.agency IS NULL AND $3))) AS "seen!"
        "#,
        &sight.agencies,
        &sight.accounts,
        sight.top,
        event,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// What waits in sight.
/// # Errors
/// [`Error::Unavailable`].
pub async fn waiting(db: &Db, sight: &Sight, after: Cursor) -> Result<WaitingPage, Error> {
    let mut rows = sqlx::query_as!(
        Waiting,
        r#"
        SELECT e.id, e.key, e.source, e.agency, e.account, e.amount, e.at, e.heard_at, e.number, e.memo, e.payer
        FROM inbox w JOIN bank_event e ON e.id = w.event_id
        WHERE (e.agency = ANY($1) OR e.account = ANY($2) OR (e.agency IS NULL AND $3))
          AND (e.heard_at, e.id) > ($4, $5)
        ORDER BY e.heard_at, e.id
        LIMIT 51
        "#,
        &sight.agencies,
        &sight.accounts,
        sight.top,
        after.at,
        after.id,
    )
    .fetch_all(db.pool())
    .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.heard_at, id: row.id });
    Ok(WaitingPage { rows, next })
}

/// How many wait in sight.
/// # Errors
/// [`Error::Unavailable`].
pub async fn length(db: &Db, sight: &Sight) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT count(*) AS "n!"
        FROM inbox w JOIN bank_event e ON e.id = w.event_id
        WHERE e.agency = ANY($1) OR e.account = ANY($2) OR (e.agency IS NULL AND $3)
        "#,
        &sight.agencies,
        &sight.accounts,
        sight.top,
    )
    .fetch_one(db.pool())
    .await?)
}

/// Money of one event in sight, whether it still waits or not.
/// # Errors
/// [`Error::Unavailable`].
pub async fn seen(db: &Db, sight: &Sight, id: Uuid) -> Result<Option<Waiting>, Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"
        SELECT e.id, e.key, e.source, e.agency, e.account, e.amount, e.at, e.heard_at, e.number, e.memo, e.payer
        FROM bank_event e
        WHERE e.success AND (e.agency = ANY($1) OR e.account = ANY($2) OR (e.agency IS NULL AND $3))
          AND e.id = $4
        "#,
        &sight.agencies,
        &sight.accounts,
        sight.top,
        id,
    )
    .fetch_optional(db.pool())
    .await?)
}

/// One that waits in sight.
/// # Errors
/// [`Error::Unavailable`].
pub async fn one(db: &Db, sight: &Sight, id: Uuid) -> Result<Option<Waiting>, Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"
        SELECT e.id, e.key, e.source, e.agency, e.account, e.amount, e.at, e.heard_at, e.number, e.memo, e.payer
        FROM inbox w JOIN bank_event e ON e.id = w.event_id
        WHERE (e.agency = ANY($1) OR e.account = ANY($2) OR (e.agency IS NULL AND $3))
          AND e.id = $4
        "#,
        &sight.agencies,
        &sight.accounts,
        sight.top,
        id,
    )
    .fetch_optional(db.pool())
    .await?)
}

struct OwedRow {
    id: Uuid,
    reference: String,
    code: String,
    agency: String,
    account: Option<String>,
    applicant_name: String,
    missing: i64,
    created_at: DateTime<Utc>,
    open: bool,
}

impl TryFrom<OwedRow> for Owed {
    type Error = Error;
    fn try_from(row: OwedRow) -> Result<Self, Error> {
        let bad = |column| Error::corrupt("payment_intent", column, row.id);
        Ok(Self {
            intent: row.id,
            reference: PayReference::parse(&row.reference).map_err(|_| bad("reference"))?,
            dossier: DossierCode::parse(&row.code).map_err(|_| bad("dossier_id"))?,
            agency: AgencyCode::parse(&row.agency).map_err(|_| bad("agency"))?,
            account: row.account,
            owner: row.applicant_name,
            missing: Vnd::new(row.missing).map_err(|_| bad("amount"))?,
            asked_on: local_date(row.created_at),
            open: row.open,
        })
    }
}

/// The rows of requests: condition and order. What is missing is what the dossier owes less what is held for it; what ended without a
/// result owes nothing. The references of requests from before there were any are none. On which account they are collected is looked
/// up once for each agency.
macro_rules! owed {
    ($conn:expr, $rest:literal, $($arg:expr),+ $(,)?) => {
        sqlx::query_as!(
            OwedRow,
            r#"
            WITH named AS (
                SELECT i.id, i.reference, i.agency, d.code, d.applicant_name, i.created_at, (i.closed_at IS NULL) AS open,
                       CASE WHEN d.status = ANY($1) OR d.fee_total <= d.fee_paid THEN 0
                            ELSE greatest(d.fee_total - d.fee_paid - money_held(d.id), 0) END AS missing
                FROM payment_intent i
                JOIN dossier d ON d.id = i.dossier_id
                WHERE i.reference NOT LIKE 'EARLIER-%' AND
            "# + $rest + r#"
            ), places AS MATERIALIZED (
                SELECT p.agency, c.number FROM (SELECT DISTINCT agency FROM named) p LEFT JOIN LATERAL collecting(p.agency) c ON true
            )
            SELECT n.id, n.reference, n.code AS "code!", n.agency, p.number AS "account?", n.applicant_name, n.created_at,
                   n.open AS "open!", n.missing AS "missing!"
            FROM named n JOIN places p ON p.agency = n.agency
            ORDER BY n.open DESC, n.created_at DESC, n.id
            "#,
            &owing_nothing(),
            $($arg),+
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .map(Owed::try_from)
        .collect()
    };
}

/// The requests with these references, whoever collects them.
/// # Errors
/// [`Error::Corrupt`].
pub async fn referred(db: &Db, references: &[PayReference]) -> Result<Vec<Owed>, Error> {
    owed!(db.pool(), "i.reference = ANY($2)", &texts(references))
}

/// The request for which the platform was asked, when `event` tells of a try of it.
/// # Errors
/// [`Error::Corrupt`].
pub async fn asked_for(db: &Db, event: Uuid) -> Result<Option<Owed>, Error> {
    let all: Result<Vec<Owed>, Error> = owed!(
        db.pool(),
        "i.id = (SELECT t.intent_id FROM bank_event b JOIN payment_attempt t ON t.id = b.attempt_id WHERE b.id = $2)",
        event,
    );
    Ok(all?.into_iter().next())
}

/// The same inside a transaction.
/// # Errors
/// [`Error::Corrupt`].
pub async fn referred_in(tx: &mut Tx, references: &[PayReference]) -> Result<Vec<Owed>, Error> {
    owed!(tx.conn(), "i.reference = ANY($2)", &texts(references))
}

fn texts(references: &[PayReference]) -> Vec<String> {
    references.iter().map(|one| one.as_str().to_owned()).collect()
}

/// The requests of `agencies` that money which came at `at` may be meant for: what is owed, and what was asked for in the sixty days
/// before; the youngest two thousand.
/// # Errors
/// [`Error::Corrupt`].
pub async fn near(db: &Db, agencies: &[AgencyCode], at: DateTime<Utc>) -> Result<Vec<Owed>, Error> {
    owed!(
        db.pool(),
        "i.agency = ANY($2) AND (i.closed_at IS NULL OR i.created_at > $3::timestamptz - interval '60 days') \
         ORDER BY i.created_at DESC LIMIT 2000",
        &codes(agencies),
        at,
    )
}

/// The last request of a dossier that one of `agencies` collects for.
/// # Errors
/// [`Error::Corrupt`].
pub async fn of_dossier(db: &Db, agencies: &[AgencyCode], code: &DossierCode) -> Result<Option<Owed>, Error> {
    let all: Result<Vec<Owed>, Error> =
        owed!(db.pool(), "i.agency = ANY($2) AND d.code = $3", &codes(agencies), code.as_str());
    Ok(all?.into_iter().next())
}

/// How the statements of an agency are laid out; the usual way when nobody said otherwise.
/// # Errors
/// [`Error::Unavailable`].
pub async fn layout(db: &Db, agency: &AgencyCode) -> Result<Layout, Error> {
    let stored = sqlx::query_scalar!(
        r#"SELECT columns AS "columns: Json<Layout>" FROM statement_layout WHERE agency = $1"#,
        agency.as_str(),
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(stored.map(|Json(layout)| layout).unwrap_or_default())
}

/// Keeps how the statements of an agency are laid out.
/// # Errors
/// [`Error::Sql`].
pub async fn put_layout(
    tx: &mut Tx,
    agency: &AgencyCode,
    layout: &Layout,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO statement_layout (agency, columns, updated_at, updated_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (agency) DO UPDATE
        SET columns = excluded.columns, updated_at = excluded.updated_at, updated_by = excluded.updated_by
        "#,
        agency.as_str(),
        Json(layout) as _,
        now,
        by.uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A statement that was taken in.
#[derive(Clone, Debug)]
pub struct Import {
    /// Account.
    pub account: String,
    /// Lines of money that came in.
    pub lines: i32,
    /// Of these, events that were new.
    pub taken: i32,
    /// What the new ones come to, whole đồng.
    pub amount: i64,
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

/// The last statements of `agencies`, the youngest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn imports(db: &Db, agencies: &[AgencyCode]) -> Result<Vec<Import>, Error> {
    Ok(sqlx::query_as!(
        Import,
        r#"
        SELECT s.account, s.lines, s.taken, s.amount, s.at, a.full_name AS by
        FROM statement_import s JOIN account a ON a.id = s.by
        WHERE s.agency = ANY($1)
        ORDER BY s.at DESC, s.id
        LIMIT 20
        "#,
        &codes(agencies),
    )
    .fetch_all(db.pool())
    .await?)
}

/// A statement from which something new was taken in.
#[derive(Clone, Copy, Debug)]
pub struct NewImport<'a> {
    /// Identifier.
    pub id: Uuid,
    /// Whose.
    pub agency: &'a AgencyCode,
    /// Account.
    pub account: &'a str,
    /// Lines of money that came in.
    pub lines: usize,
    /// Of these, events that were new.
    pub taken: usize,
    /// What the new ones come to.
    pub amount: Vnd,
    /// By whom.
    pub by: AccountId,
}

/// Notes a statement.
/// # Errors
/// [`Error::Sql`].
pub async fn note(tx: &mut Tx, import: &NewImport<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    sqlx::query!(
        r#"
        INSERT INTO statement_import (id, agency, account, lines, taken, amount, at, by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        import.id,
        import.agency.as_str(),
        import.account,
        number(import.lines),
        number(import.taken),
        import.amount.dong(),
        now,
        import.by.uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
