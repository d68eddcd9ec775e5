//! What was found out about money: the words of cashiers and of the portal, those that hold and those that were taken back.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::{Error, read},
    inbox::Sight,
    queue::Cursor,
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, AgencyCode, DossierId},
    money::Vnd,
    settlement::MatchKind,
};

/// Rows on one page.
const PAGE: usize = 50;

/// What holds of an event.
#[derive(Clone, Debug)]
pub struct Holds {
    /// For which dossier the money is, and which agency collects it.
    pub meant: Option<(DossierId, AgencyCode)>,
    /// How that is known.
    pub kind: MatchKind,
    /// How much it is.
    pub amount: Vnd,
}

/// What holds of the event, when that is still its word number `turn`.
/// # Errors
/// [`Error::Corrupt`].
pub async fn holds(tx: &mut Tx, event: Uuid, turn: i32) -> Result<Option<Holds>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT m.kind AS "kind!", e.amount, i.dossier_id AS "dossier?", i.agency AS "agency?"
        FROM event_match m
        JOIN bank_event e ON e.id = m.event_id
        LEFT JOIN payment_intent i ON i.id = m.intent_id
        WHERE m.event_id = $1 AND m.turn = $2
        "#,
        event,
        turn,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let bad = |column| Error::corrupt("finding", column, event);
    let agency = row.agency.map(|code| AgencyCode::parse(&code).map_err(|_| bad("agency"))).transpose()?;
    Ok(Some(Holds {
        meant: row.dossier.map(DossierId::new).zip(agency),
        kind: read(MatchKind::parse(&row.kind), "finding", "kind", event)?,
        amount: Vnd::new(row.amount).map_err(|_| bad("amount"))?,
    }))
}

/// Takes the word number `turn` about an event back and puts the event where a cashier looks at it; says whether nobody had done so.
/// # Errors
/// [`Error::Sql`].
pub async fn take_back(
    tx: &mut Tx,
    (event, turn): (Uuid, i32),
    by: AccountId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"
        WITH undone AS (
            INSERT INTO finding_undone (event_id, turn, at, by, reason) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING RETURNING event_id
        )
        INSERT INTO inbox (event_id) SELECT event_id FROM undone ON CONFLICT DO NOTHING
        "#,
        event,
        turn,
        now,
        by.uuid(),
        reason,
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Another event that may have told of the same money.
#[derive(Clone, Debug)]
pub struct Alike {
    /// Which.
    pub id: Uuid,
    /// Key of who said so.
    pub source: String,
    /// When the money moved.
    pub at: DateTime<Utc>,
    /// The bank's number.
    pub number: Option<String>,
    /// What the payer wrote.
    pub memo: Option<String>,
    /// For which dossier it is.
    pub code: Option<String>,
}

/// Other money of the same amount on the same account at most five days away, the nearest first; not what is struck off itself.
/// # Errors
/// [`Error::Unavailable`].
pub async fn alike(db: &Db, event: Uuid) -> Result<Vec<Alike>, Error> {
    Ok(sqlx::query_as!(
        Alike,
        r#"
        SELECT o.id, o.source, o.at, o.number, o.memo, d.code AS "code?"
        FROM bank_event e
        JOIN bank_event o ON o.account = e.account AND o.at >= e.at - interval '5 days' AND o.at <= e.at + interval '5 days'
        LEFT JOIN event_match m ON m.event_id = o.id
        LEFT JOIN payment_intent i ON i.id = m.intent_id
        LEFT JOIN dossier d ON d.id = i.dossier_id
        WHERE e.id = $1 AND o.id <> e.id AND o.amount = e.amount AND o.success AND m.kind IS DISTINCT FROM 'twice'
        ORDER BY abs(extract(epoch FROM o.at - e.at)), o.id
        LIMIT 8
        "#,
        event,
    )
    .fetch_all(db.pool())
    .await?)
}

/// Whether `first` can stand for the money of `event`: on the same account, of the same amount, and not struck off itself. Both are
/// locked until the transaction ends, so that no two are struck off for one another.
/// # Errors
/// [`Error::Sql`].
pub async fn may_stand_for(tx: &mut Tx, event: Uuid, first: Uuid) -> Result<bool, Error> {
    sqlx::query!("SELECT id FROM bank_event WHERE id = ANY($1) ORDER BY id FOR UPDATE", &[event, first])
        .fetch_all(tx.conn())
        .await?;
    Ok(sqlx::query_scalar!(
        r#"
        SELECT EXISTS (SELECT FROM bank_event e JOIN bank_event o ON o.account = e.account AND o.amount = e.amount
                       WHERE e.id = $1 AND o.id = $2 AND o.id <> e.id AND o.success
                         AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = o.id AND m.kind = 'twice')) AS "may!"
        "#,
        event,
        first,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// A word of a person about money.
#[derive(Clone, Debug)]
pub struct Line {
    /// About which event.
    pub event: Uuid,
    /// Whole đồng.
    pub amount: i64,
    /// Key of how it was found out.
    pub kind: String,
    /// For which dossier.
    pub code: Option<String>,
    /// When it was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<String>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

/// A page of words.
#[derive(Clone, Debug)]
pub struct Page {
    /// Rows.
    pub rows: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// What persons found out about money in sight, the last first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn page(db: &Db, sight: &Sight, before: Cursor) -> Result<Page, Error> {
    let before = if before.is_start() { Cursor::end() } else { before };
    let mut rows = sqlx::query_as!(
        Line,
        r#"
        SELECT m.event_id AS event, e.amount, m.kind, d.code AS "code?", m.at, a.full_name AS "by?", u.at AS "undone_at?"
        FROM finding m
        JOIN bank_event e ON e.id = m.event_id
        LEFT JOIN finding_undone u ON u.event_id = m.event_id AND u.turn = m.turn
        LEFT JOIN payment_intent i ON i.id = m.intent_id
        LEFT JOIN dossier d ON d.id = i.dossier_id
        LEFT JOIN account a ON a.id = m.by
        WHERE m.kind IN ('cashier', 'aside', 'twice')
          AND (e.agency = ANY($1) OR e.account = ANY($2) OR (e.agency IS NULL AND $3))
          AND (m.at, m.event_id) < ($4, $5)
        ORDER BY m.at DESC, m.event_id DESC
        LIMIT 51
        "#,
        sight.agencies(),
        sight.accounts(),
        sight.is_top(),
        before.at,
        before.id,
    )
    .fetch_all(db.pool())
    .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.at, id: row.event });
    Ok(Page { rows, next })
}

/// One word about one event.
#[derive(Clone, Debug)]
pub struct Said {
    /// Which of the words about it, from 0.
    pub turn: i32,
    /// Key of how it was found out.
    pub kind: String,
    /// For which dossier, and what is held for it, whole đồng.
    pub code: Option<String>,
    /// What is held for that dossier, whole đồng.
    pub held: i64,
    /// The event of which it is the same money.
    pub same_as: Option<Uuid>,
    /// When it was said.
    pub at: DateTime<Utc>,
    /// By whom, when it was a person.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<String>,
    /// Why.
    pub undone_reason: Option<String>,
}

/// All that was said about an event, in order.
/// # Errors
/// [`Error::Unavailable`].
pub async fn history(db: &Db, event: Uuid) -> Result<Vec<Said>, Error> {
    Ok(sqlx::query_as!(
        Said,
        r#"
        SELECT m.turn, m.kind, d.code AS "code?", coalesce(money_held(d.id), 0) AS "held!", m.same_as, m.at,
               a.full_name AS "by?", m.reason, u.at AS "undone_at?", w.full_name AS "undone_by?", u.reason AS "undone_reason?"
        FROM finding m
        LEFT JOIN finding_undone u ON u.event_id = m.event_id AND u.turn = m.turn
        LEFT JOIN payment_intent i ON i.id = m.intent_id
        LEFT JOIN dossier d ON d.id = i.dossier_id
        LEFT JOIN account a ON a.id = m.by
        LEFT JOIN account w ON w.id = u.by
        WHERE m.event_id = $1
        ORDER BY m.turn
        "#,
        event,
    )
    .fetch_all(db.pool())
    .await?)
}
