//! Events that fit nothing, the requests that they may be meant for, and the statements that were taken in.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    cash::codes,
    error::Error,
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
    /// Who said that it came.
    pub source: String,
    /// Whose account it came to, where that is known.
    pub agency: Option<String>,
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

/// What waits at `agencies`, and what came to nobody's account.
/// # Errors
/// [`Error::Unavailable`].
pub async fn waiting(db: &Db, agencies: &[AgencyCode], after: Cursor) -> Result<WaitingPage, Error> {
    let mut rows = sqlx::query_as!(
        Waiting,
        r#"
        SELECT e.id, e.source, e.agency, e.amount, e.at, e.heard_at, e.number, e.memo, e.payer
        FROM bank_event e
        WHERE e.success
          AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)
          AND (e.agency IS NULL OR e.agency = ANY($1))
          AND (e.heard_at, e.id) > ($2, $3)
        ORDER BY e.heard_at, e.id
        LIMIT 51
        "#,
        &codes(agencies),
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

/// How many wait.
/// # Errors
/// [`Error::Unavailable`].
pub async fn length(db: &Db, agencies: &[AgencyCode]) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT count(*) AS "n!"
        FROM bank_event e
        WHERE e.success
          AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)
          AND (e.agency IS NULL OR e.agency = ANY($1))
        "#,
        &codes(agencies),
    )
    .fetch_one(db.pool())
    .await?)
}

/// One that waits there.
/// # Errors
/// [`Error::Unavailable`].
pub async fn one(db: &Db, agencies: &[AgencyCode], id: Uuid) -> Result<Option<Waiting>, Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"
        SELECT e.id, e.source, e.agency, e.amount, e.at, e.heard_at, e.number, e.memo, e.payer
        FROM bank_event e
        WHERE e.success
          AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)
          AND (e.agency IS NULL OR e.agency = ANY($1))
          AND e.id = $2
        "#,
        &codes(agencies),
        id,
    )
    .fetch_optional(db.pool())
    .await?)
}

struct OwedRow {
    id: Uuid,
    reference: String,
    code: String,
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
            owner: row.applicant_name,
            missing: Vnd::new(row.missing).map_err(|_| bad("amount"))?,
            asked_on: local_date(row.created_at),
            open: row.open,
        })
    }
}

/// The rows of requests: condition and order. What is missing is what the dossier owes less what is held for it; what ended owes
/// nothing. The references of requests from before there were any are none.
macro_rules! owed {
    ($db:expr, $rest:literal, $($arg:expr),+ $(,)?) => {
        sqlx::query_as!(
            OwedRow,
            r#"
            SELECT i.id, i.reference, d.code AS "code!", d.applicant_name, i.created_at, (i.closed_at IS NULL) AS "open!",
                   CASE WHEN d.status IN ('rejected', 'withdrawn', 'stopped', 'returned') THEN 0
                        ELSE greatest(d.fee_total - d.fee_paid - money_held(d.id), 0) END::bigint AS "missing!"
            FROM payment_intent i
            JOIN dossier d ON d.id = i.dossier_id
            WHERE i.reference NOT LIKE 'EARLIER-%' AND
            "# + $rest,
            $($arg),+
        )
        .fetch_all($db.pool())
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
    let references: Vec<String> = references.iter().map(|one| one.as_str().to_owned()).collect();
    owed!(db, "i.reference = ANY($1)", &references)
}

/// The requests of `agencies` that money which came at `at` may be meant for: what is owed, and what was asked for in the sixty days
/// before; the youngest two thousand.
/// # Errors
/// [`Error::Corrupt`].
pub async fn near(db: &Db, agencies: &[AgencyCode], at: DateTime<Utc>) -> Result<Vec<Owed>, Error> {
    owed!(
        db,
        "i.agency = ANY($1) AND (i.closed_at IS NULL OR i.created_at > $2::timestamptz - interval '60 days') \
         ORDER BY i.created_at DESC LIMIT 2000",
        &codes(agencies),
        at,
    )
}

/// The last request of a dossier that one of `agencies` collects for.
/// # Errors
/// [`Error::Corrupt`].
pub async fn of_dossier(db: &Db, agencies: &[AgencyCode], code: &DossierCode) -> Result<Option<Owed>, Error> {
    let all: Result<Vec<Owed>, Error> = owed!(
        db,
        "i.agency = ANY($1) AND d.code = $2 ORDER BY (i.closed_at IS NULL) DESC, i.created_at DESC LIMIT 1",
        &codes(agencies),
        code.as_str(),
    );
    Ok(all?.into_iter().next())
}

/// Of these keys, those of events that were heard already.
/// # Errors
/// [`Error::Unavailable`].
pub async fn known(db: &Db, keys: &[String]) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!("SELECT key FROM bank_event WHERE key = ANY($1)", keys)
        .fetch_all(db.pool())
        .await?)
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
