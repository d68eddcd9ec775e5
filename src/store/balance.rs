//! The rows of an agency's day, as they stood at its end, and the days that were closed. What was heard later never changes them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    cash::Span,
    error::{Error, read},
    owing::{owing_nothing, taking_money},
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, AgencyCode, DossierCode},
    money::Vnd,
    reconcile::{Day, Position, Row, Table},
    settlement::Source,
};

/// A row as it is stored.
struct Stored {
    id: Uuid,
    code: Option<String>,
    amount: i64,
    at: Option<DateTime<Utc>>,
    number: Option<String>,
}

impl TryFrom<Stored> for Row {
    type Error = Error;
    fn try_from(row: Stored) -> Result<Self, Error> {
        let bad = |column| Error::corrupt("bank_event", column, row.id);
        let dossier = row.code.as_deref().map(DossierCode::parse).transpose().map_err(|_| bad("code"))?;
        let amount = Vnd::new(row.amount).map_err(|_| bad("amount"))?;
        Ok(Self { id: row.id, dossier, amount, at: row.at, number: row.number })
    }
}

/// Rows in the shape of [`Stored`].
macro_rules! rows {
    ($tx:expr, $sql:literal, $($arg:expr),+ $(,)?) => {
        sqlx::query_as!(Stored, $sql, $($arg),+)
            .fetch_all($tx.conn())
            .await?
            .into_iter()
            .map(Row::try_from)
            .collect::<Result<Vec<Row>, Error>>()?
    };
}

/// The day of `agency` within `span`, of which `tx` has to be a snapshot: else a match between two statements would be in one of them only.
/// # Errors
/// [`Error::Corrupt`].
pub async fn day(tx: &mut Tx, agency: &AgencyCode, span: Span) -> Result<Day, Error> {
    let (from, to) = span;
    let code = agency.as_str();
    let owed = rows!(
        tx,
        r#"
        SELECT i.id, d.code, i.amount, i.created_at AS "at?", i.reference AS "number?"
        FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id
        WHERE i.agency = $1 AND i.created_at >= $2 AND i.created_at < $3
        ORDER BY i.created_at, i.id
        "#,
        code,
        from,
        to,
    );
    let booked = rows!(
        tx,
        r#"
        SELECT p.id, d.code, p.amount, p.confirmed_at AS "at?", p.reference AS number
        FROM payment p JOIN dossier d ON d.id = p.dossier_id
        WHERE p.agency = $1 AND p.confirmed_at >= $2 AND p.confirmed_at < $3
        ORDER BY p.confirmed_at, p.id
        "#,
        code,
        from,
        to,
    );
    let (moved_in, moved_out) = moved(tx, code, span).await?;
    let (struck, counted_again) = struck(tx, code, span).await?;
    let (booked_back, held_back) = back(tx, code, span).await?;
    let (inbox, waiting, aside) = unmatched(tx, code, to).await?;
    Ok(Day {
        opening: opening(tx, code, from).await?,
        owed,
        collected: collected(tx, code, span).await?,
        moved_in,
        moved_out,
        struck,
        counted_again,
        booked,
        booked_back,
        held_back,
        positions: positions(tx, code, to).await?,
        inbox,
        waiting,
        aside,
        open_shifts: sqlx::query_scalar!(
            "SELECT id FROM shift WHERE agency = $1 AND opened_at < $2 AND closed_at IS NULL ORDER BY opened_at, id",
            code,
            to,
        )
        .fetch_all(tx.conn())
        .await?,
    })
}

/// All that came up to a moment, less what was booked of it and went back.
async fn opening(tx: &mut Tx, agency: &str, from: DateTime<Utc>) -> Result<Vnd, Error> {
    let dong = sqlx::query_scalar!(
        r#"
        SELECT (SELECT coalesce(sum(e.amount), 0)
                FROM bank_event e
                LEFT JOIN finding_span m ON m.event_id = e.id AND m.at < $2 AND m.until >= $2
                LEFT JOIN payment_intent i ON i.id = m.intent_id
                WHERE e.success AND e.heard_at < $2 AND coalesce(i.agency, e.agency) = $1
                  AND m.kind IS DISTINCT FROM 'twice')::bigint
             - (SELECT coalesce(sum(p.amount), 0) FROM payment p
                WHERE p.agency = $1 AND p.confirmed_at < $2)::bigint
             - (SELECT coalesce(sum(r.of_held), 0) FROM refund r WHERE r.agency = $1 AND r.paid_at < $2)::bigint AS "dong!"
        "#,
        agency,
        from,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Vnd::new(dong).unwrap_or_default())
}

async fn collected(tx: &mut Tx, agency: &str, (from, to): Span) -> Result<BTreeMap<Source, Vec<Row>>, Error> {
    let stored = sqlx::query!(
        r#"
        SELECT e.id, e.source, d.code AS "code?", e.amount, e.at, e.number
        FROM bank_event e
        LEFT JOIN event_match m ON m.event_id = e.id
        LEFT JOIN payment_intent i ON i.id = m.intent_id
        LEFT JOIN dossier d ON d.id = i.dossier_id
        WHERE e.success AND e.agency = $1 AND e.heard_at >= $2 AND e.heard_at < $3
        ORDER BY e.heard_at, e.id
        "#,
        agency,
        from,
        to,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut all: BTreeMap<Source, Vec<Row>> = BTreeMap::new();
    for row in stored {
        let source = read(Source::parse(&row.source), "bank_event", "source", row.id)?;
        let row = Row::try_from(Stored {
            id: row.id,
            code: row.code,
            amount: row.amount,
            at: Some(row.at),
            number: row.number,
        })?;
        all.entry(source).or_default().push(row);
    }
    Ok(all)
}

/// What went over to and from other agencies, because it was heard of at one and is for dossiers of another; and what went the other
/// way, because that was taken back.
async fn moved(tx: &mut Tx, agency: &str, (from, to): Span) -> Result<(Vec<Row>, Vec<Row>), Error> {
    let came = rows!(
        tx,
        r#"
        SELECT id AS "id!", code AS "code?", amount AS "amount!", at AS "at?", number AS "number?"
        FROM (SELECT e.id, d.code, e.amount, e.at, e.number, m.at AS moved_at
              FROM finding m
              JOIN bank_event e ON e.id = m.event_id
              JOIN payment_intent i ON i.id = m.intent_id
              JOIN dossier d ON d.id = i.dossier_id
              WHERE e.success AND i.agency = $1 AND e.agency IS DISTINCT FROM $1 AND m.at >= $2 AND m.at < $3
              UNION ALL
              SELECT e.id, d.code, e.amount, e.at, e.number, u.at
              FROM finding_undone u
              JOIN finding m ON m.event_id = u.event_id AND m.turn = u.turn
              JOIN bank_event e ON e.id = m.event_id
              JOIN payment_intent i ON i.id = m.intent_id
              JOIN dossier d ON d.id = i.dossier_id
              WHERE e.success AND i.agency <> $1 AND e.agency = $1 AND u.at >= $2 AND u.at < $3) moved
        ORDER BY moved_at, id
        "#,
        agency,
        from,
        to,
    );
    let went = rows!(
        tx,
        r#"
        SELECT id AS "id!", code AS "code?", amount AS "amount!", at AS "at?", number AS "number?"
        FROM (SELECT e.id, d.code, e.amount, e.at, e.number, m.at AS moved_at
              FROM finding m
              JOIN bank_event e ON e.id = m.event_id
              JOIN payment_intent i ON i.id = m.intent_id
              JOIN dossier d ON d.id = i.dossier_id
              WHERE e.success AND i.agency <> $1 AND e.agency = $1 AND m.at >= $2 AND m.at < $3
              UNION ALL
              SELECT e.id, d.code, e.amount, e.at, e.number, u.at
              FROM finding_undone u
              JOIN finding m ON m.event_id = u.event_id AND m.turn = u.turn
              JOIN bank_event e ON e.id = m.event_id
              JOIN payment_intent i ON i.id = m.intent_id
              JOIN dossier d ON d.id = i.dossier_id
              WHERE e.success AND i.agency = $1 AND e.agency IS DISTINCT FROM $1 AND u.at >= $2 AND u.at < $3) moved
        ORDER BY moved_at, id
        "#,
        agency,
        from,
        to,
    );
    Ok((came, went))
}

/// What was found to have been counted before, and of what was found so, what counts again.
async fn struck(tx: &mut Tx, agency: &str, (from, to): Span) -> Result<(Vec<Row>, Vec<Row>), Error> {
    let struck = rows!(
        tx,
        r#"
        SELECT e.id, NULL::text AS code, e.amount, e.at AS "at?", e.number
        FROM finding m JOIN bank_event e ON e.id = m.event_id
        WHERE e.success AND e.agency = $1 AND m.kind = 'twice' AND m.at >= $2 AND m.at < $3
        ORDER BY m.at, e.id
        "#,
        agency,
        from,
        to,
    );
    let again = rows!(
        tx,
        r#"
        SELECT e.id, NULL::text AS code, e.amount, e.at AS "at?", e.number
        FROM finding_undone u
        JOIN finding m ON m.event_id = u.event_id AND m.turn = u.turn AND m.kind = 'twice'
        JOIN bank_event e ON e.id = m.event_id
        WHERE e.success AND e.agency = $1 AND u.at >= $2 AND u.at < $3
        ORDER BY u.at, e.id
        "#,
        agency,
        from,
        to,
    );
    Ok((struck, again))
}

/// What went back: of booked money, and of money never booked.
async fn back(tx: &mut Tx, agency: &str, (from, to): Span) -> Result<(Vec<Row>, Vec<Row>), Error> {
    let booked = rows!(
        tx,
        r#"
        SELECT r.id, d.code, r.of_booked AS amount, r.paid_at AS at, r.reference AS number
        FROM refund r JOIN dossier d ON d.id = r.dossier_id
        WHERE r.agency = $1 AND r.paid_at >= $2 AND r.paid_at < $3 AND r.of_booked > 0
        ORDER BY r.paid_at, r.id
        "#,
        agency,
        from,
        to,
    );
    let held = rows!(
        tx,
        r#"
        SELECT r.id, d.code, r.of_held AS amount, r.paid_at AS at, r.reference AS number
        FROM refund r JOIN dossier d ON d.id = r.dossier_id
        WHERE r.agency = $1 AND r.paid_at >= $2 AND r.paid_at < $3 AND r.of_held > 0
        ORDER BY r.paid_at, r.id
        "#,
        agency,
        from,
        to,
    );
    Ok((booked, held))
}

/// What nobody had said yet what it is for, of that what still waits, and what was set aside.
async fn unmatched(
    tx: &mut Tx,
    agency: &str,
    to: DateTime<Utc>,
) -> Result<(Vec<Row>, BTreeSet<Uuid>, Vec<Row>), Error> {
    let stored = sqlx::query!(
        r#"
        SELECT e.id, d.code AS "code?", e.amount, e.at, e.number, EXISTS (SELECT FROM inbox w WHERE w.event_id = e.id) AS "waits!"
        FROM bank_event e
        LEFT JOIN event_match l ON l.event_id = e.id
        LEFT JOIN payment_intent i ON i.id = l.intent_id
        LEFT JOIN dossier d ON d.id = i.dossier_id
        WHERE e.success AND e.agency = $1 AND e.heard_at < $2
          AND NOT EXISTS (SELECT FROM finding_span m WHERE m.event_id = e.id AND m.at < $2 AND m.until >= $2)
        ORDER BY e.heard_at, e.id
        "#,
        agency,
        to,
    )
    .fetch_all(tx.conn())
    .await?;
    let waiting = stored.iter().filter(|row| row.waits).map(|row| row.id).collect();
    let inbox = stored
        .into_iter()
        .map(|one| Stored {
            id: one.id,
            code: one.code,
            amount: one.amount,
            at: Some(one.at),
            number: one.number,
        })
        .map(Row::try_from)
        .collect::<Result<_, _>>()?;
    let aside = rows!(
        tx,
        r#"
        SELECT e.id, NULL::text AS code, e.amount, e.at AS "at?", e.number
        FROM bank_event e JOIN finding_span m ON m.event_id = e.id
        WHERE e.success AND e.agency = $1 AND e.heard_at < $2 AND m.kind = 'aside' AND m.at < $2 AND m.until >= $2
        ORDER BY e.heard_at, e.id
        "#,
        agency,
        to,
    );
    Ok((inbox, waiting, aside))
}

/// The dossiers whose money does not stand at nothing, or does not stand as it should. What is outstanding is what it was before
/// what was booked since.
async fn positions(tx: &mut Tx, agency: &str, to: DateTime<Utc>) -> Result<Vec<Position>, Error> {
    let stored = sqlx::query_as!(
        Read,
        r#"
        WITH came AS (
            SELECT i.dossier_id, sum(e.amount) AS dong
            FROM payment_intent i
            JOIN finding_span m ON m.intent_id = i.id AND m.at < $2 AND m.until >= $2
            JOIN bank_event e ON e.id = m.event_id AND e.success AND e.heard_at < $2
            WHERE i.agency = $1
            GROUP BY i.dossier_id
        ), booked AS (
            SELECT p.dossier_id, sum(p.amount) AS ever, coalesce(sum(p.amount) FILTER (WHERE p.confirmed_at < $2), 0) AS dong
            FROM payment p
            WHERE p.agency = $1
            GROUP BY p.dossier_id
        ), back AS (
            SELECT r.dossier_id, coalesce(sum(r.of_held) FILTER (WHERE r.paid_at < $2), 0) AS dong, sum(r.of_booked) AS gone
            FROM refund r WHERE r.agency = $1 AND r.state = 'paid-out' GROUP BY r.dossier_id
        ), stand AS (
            SELECT d.id, d.code, d.status, d.fee_total, d.fee_paid, coalesce(c.dong, 0) AS came, coalesce(b.dong, 0) AS booked,
                   coalesce(b.ever, 0) AS ever, coalesce(k.dong, 0) AS back, coalesce(k.gone, 0) AS gone
            FROM dossier d
            LEFT JOIN came c ON c.dossier_id = d.id
            LEFT JOIN booked b ON b.dossier_id = d.id
            LEFT JOIN back k ON k.dossier_id = d.id
            WHERE d.receiving_agency = $1 AND d.code IS NOT NULL
        )
        SELECT code AS "code!", came::bigint AS "came!", booked::bigint AS "booked!", back::bigint AS "back!",
               (fee_paid + gone - ever + booked)::bigint AS "fee_paid!",
               CASE WHEN status = ANY($3) THEN 0
                    ELSE greatest(fee_total - fee_paid, 0) + ever - booked END::bigint AS "outstanding!",
               CASE WHEN came > booked AND fee_total > fee_paid AND status = ANY($4)
                         AND money_held(id) >= fee_total - fee_paid
                    THEN fee_total - fee_paid ELSE 0 END::bigint AS "bookable!"
        FROM stand
        WHERE came - booked - back <> 0 OR fee_paid + gone <> ever
        ORDER BY code
        "#,
        agency,
        to,
        &owing_nothing(),
        &taking_money(),
    )
    .fetch_all(tx.conn())
    .await?;
    stored.into_iter().map(Position::try_from).collect()
}

struct Read {
    code: String,
    came: i64,
    booked: i64,
    back: i64,
    fee_paid: i64,
    outstanding: i64,
    bookable: i64,
}

impl TryFrom<Read> for Position {
    type Error = Error;
    fn try_from(row: Read) -> Result<Self, Error> {
        let bad = |column| Error::corrupt("dossier", column, &row.code);
        let amount = |dong, column| Vnd::new(dong).map_err(|_| bad(column));
        Ok(Self {
            dossier: DossierCode::parse(&row.code).map_err(|_| bad("code"))?,
            collected: amount(row.came, "came")?,
            booked: amount(row.booked, "booked")?,
            held_back: amount(row.back, "back")?,
            fee_paid: amount(row.fee_paid, "fee_paid")?,
            outstanding: amount(row.outstanding, "outstanding")?,
            bookable: amount(row.bookable, "bookable")?,
        })
    }
}

/// A day that was closed.
#[derive(Clone, Debug)]
pub struct Closed {
    /// Its table as it was.
    pub figures: Json<Table>,
    /// When it was closed.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

/// How the day was closed, if it was.
/// # Errors
/// [`Error::Unavailable`].
pub async fn closed(db: &Db, agency: &AgencyCode, on: NaiveDate) -> Result<Option<Closed>, Error> {
    Ok(sqlx::query_as!(
        Closed,
        r#"
        SELECT c.figures AS "figures: Json<Table>", c.at, a.full_name AS by
        FROM day_close c JOIN account a ON a.id = c.by
        WHERE c.agency = $1 AND c.day = $2
        "#,
        agency.as_str(),
        on,
    )
    .fetch_optional(db.pool())
    .await?)
}

/// Closes a day; says whether nobody had closed it before.
/// # Errors
/// [`Error::Sql`].
pub async fn close(
    tx: &mut Tx,
    (agency, on): (&AgencyCode, NaiveDate),
    table: &Table,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "INSERT INTO day_close (agency, day, figures, at, by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        agency.as_str(),
        on,
        Json(table) as _,
        now,
        by.uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}
