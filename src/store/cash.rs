//! What was said about money at an agency, line by line: the cash desk's list of a day, and the rows behind its figures.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{error::Error, queue::Cursor, tx::Db};
use crate::domain::ids::AgencyCode;

/// Rows on one page.
const PAGE: usize = 50;

/// Money that came.
#[derive(Clone, Debug)]
pub struct Came {
    /// The event.
    pub id: Uuid,
    /// Key of who said so.
    pub source: String,
    /// Key of how it came.
    pub method: String,
    /// Whole đồng.
    pub amount: i64,
    /// When it moved.
    pub at: DateTime<Utc>,
    /// When the portal heard of it.
    pub heard_at: DateTime<Utc>,
    /// Number of the transaction or receipt.
    pub number: Option<String>,
    /// Who took or entered it.
    pub by: Option<String>,
    /// Of which dossier it is; none while that is unclear, and when it was set aside.
    pub code: Option<String>,
    /// Key of how that is known.
    pub kind: Option<String>,
}

/// A page of what came, the youngest first.
#[derive(Clone, Debug)]
pub struct CamePage {
    /// Rows.
    pub rows: Vec<Came>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A span of time: from, and up to but not including.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

/// What was heard of at `agencies` within `span`, from `source` when one is given; before `before`, which is the end at first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn came(
    db: &Db,
    agencies: &[AgencyCode],
    (from, to): Span,
    source: Option<&str>,
    before: Cursor,
) -> Result<CamePage, Error> {
    let before_at = if before.is_start() { to } else { before.at };
    let mut rows = sqlx::query_as!(
        Came,
        r#"
        SELECT e.id, e.source, e.method, e.amount, e.at, e.heard_at, e.number, a.full_name AS "by?", d.code AS "code?",
               m.kind AS "kind?"
        FROM bank_event e
        LEFT JOIN event_match m ON m.event_id = e.id
        LEFT JOIN payment_intent i ON i.id = m.intent_id
        LEFT JOIN dossier d ON d.id = i.dossier_id
        LEFT JOIN account a ON a.id = e.by
        WHERE e.success
          AND e.agency = ANY($1)
          AND e.heard_at >= $2
          AND e.heard_at < $3
          AND ($4::text IS NULL OR e.source = $4)
          AND (e.heard_at, e.id) < ($5, $6)
        ORDER BY e.heard_at DESC, e.id DESC
        LIMIT 51
        "#,
        &codes(agencies),
        from,
        to,
        source,
        before_at,
        before.id,
    )
    .fetch_all(db.pool())
    .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.heard_at, id: row.id });
    Ok(CamePage { rows, next })
}

/// Money that came for a dossier, as its bank or platform told of it.
#[derive(Clone, Debug)]
pub struct OfDossier {
    /// When it moved.
    pub at: DateTime<Utc>,
    /// Whole đồng.
    pub amount: i64,
    /// Key of who said so.
    pub source: String,
    /// Number of the transaction.
    pub number: Option<String>,
    /// Who paid, as the bank says.
    pub payer: Option<String>,
    /// What the payer wrote.
    pub memo: Option<String>,
}

/// All money that came for the dossier with this code, the oldest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of_dossier(db: &Db, code: &str) -> Result<Vec<OfDossier>, Error> {
    Ok(sqlx::query_as!(
        OfDossier,
        r#"
        SELECT e.at, e.amount, e.source, e.number, e.payer, e.memo
        FROM dossier d
        JOIN payment_intent i ON i.dossier_id = d.id
        JOIN event_match m ON m.intent_id = i.id
        JOIN bank_event e ON e.id = m.event_id
        WHERE d.code = $1 AND e.success
        ORDER BY e.at, e.id
        "#,
        code,
    )
    .fetch_all(db.pool())
    .await?)
}

/// What came within a span, by who said so.
#[derive(Clone, Debug)]
pub struct Sum {
    /// Key of who said so.
    pub source: String,
    /// How many events.
    pub count: i64,
    /// Whole đồng.
    pub amount: i64,
}

/// The sums of what was heard of at `agencies` within `span`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn sums(db: &Db, agencies: &[AgencyCode], (from, to): Span) -> Result<Vec<Sum>, Error> {
    Ok(sqlx::query_as!(
        Sum,
        r#"
        SELECT e.source, count(*) AS "count!", coalesce(sum(e.amount), 0)::bigint AS "amount!"
        FROM bank_event e
        WHERE e.success
          AND e.agency = ANY($1)
          AND e.heard_at >= $2
          AND e.heard_at < $3
        GROUP BY e.source
        ORDER BY e.source
        "#,
        &codes(agencies),
        from,
        to,
    )
    .fetch_all(db.pool())
    .await?)
}

/// Codes as the database takes them.
pub(super) fn codes(agencies: &[AgencyCode]) -> Vec<String> {
    agencies.iter().map(|code| code.as_str().to_owned()).collect()
}
