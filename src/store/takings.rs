//! Payments and refunds as the figures read them: summed in the database by one statement, whatever is asked, and listed by another.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveTime, Utc};
use uuid::Uuid;

use super::{
    cash::{Span, codes},
    error::{Error, read},
    queue::Cursor,
    tx::Db,
};
use crate::domain::{
    calendar::instant,
    facts::local_date,
    ids::{AgencyCode, DossierId},
    money::Vnd,
    period::Period,
    policy::Scope,
    settlement::Source,
    takings::{Grouping, Level, Rate, Row, Slice, Table, Takings, is_online},
};

/// From the first moment of a period to the first after it.
fn span(period: Period) -> Span {
    let begins = |day: chrono::NaiveDate| instant(day.and_time(NaiveTime::MIN));
    (begins(period.from), begins(period.to.succ_opt().unwrap_or(period.to)))
}

fn keys(sources: impl Iterator<Item = Source>) -> Vec<String> {
    sources.map(|source| source.key().to_owned()).collect()
}

/// Who can say that money came, and what went back: groups in the order of their numbers.
fn origins() -> Vec<String> {
    let mut all = keys(Source::ALL.iter().copied());
    all.push(Row::REFUND.to_owned());
    all
}

/// How the database tells groups apart: a number for each, and what its groups are called in the order of these numbers.
struct Cut {
    by: &'static str,
    /// For each agency of the slice, the number of its group.
    places: Vec<i32>,
    /// Where each part of the period begins.
    starts: Vec<DateTime<Utc>>,
    names: Vec<String>,
}

impl Cut {
    fn of(slice: &Slice, by: Grouping) -> Self {
        let agencies = slice.agencies();
        let parts = slice.parts(by);
        let levels = |level: Level| Level::ALL.iter().position(|l| *l == level);
        let number = |at: Option<usize>| at.and_then(|at| i32::try_from(at).ok()).map_or(0, |at| at + 1);
        let (by, places, names) = match by {
            Grouping::Month | Grouping::Quarter | Grouping::Year => {
                ("time", Vec::new(), parts.iter().map(|(name, _)| name.clone()).collect())
            }
            Grouping::Agency => {
                let places = (0..agencies.len()).map(|at| number(Some(at))).collect();
                ("place", places, agencies.keys().map(ToString::to_string).collect())
            }
            Grouping::Level => {
                let places = agencies.values().map(|level| number(levels(*level))).collect();
                ("place", places, Level::ALL.iter().map(ToString::to_string).collect())
            }
            Grouping::Source => ("source", Vec::new(), origins()),
            Grouping::Field => ("field", Vec::new(), Vec::new()),
        };
        let starts = parts.into_iter().map(|(_, part)| span(part).0).collect();
        Self { by, places, starts, names }
    }

    /// What the group with this number is called.
    fn name(&self, key: i32) -> Option<&String> {
        self.names.get(usize::try_from(key).ok()?.checked_sub(1)?)
    }
}

struct Summed {
    whole: bool,
    key: Option<i32>,
    field: Option<String>,
    payments: i64,
    amount: i64,
    online_payments: i64,
    online_amount: i64,
    dossiers: i64,
    dossiers_online: i64,
    refunds: i64,
    refunded: i64,
}

impl TryFrom<&Summed> for Takings {
    type Error = Error;
    fn try_from(sums: &Summed) -> Result<Self, Error> {
        let count = |count: i64| usize::try_from(count).unwrap_or_default();
        let vnd = |dong: i64| read(Vnd::new(dong).ok(), "payment", "amount", Uuid::nil());
        Ok(Self {
            payments: count(sums.payments),
            amount: vnd(sums.amount)?,
            online_payments: count(sums.online_payments),
            online_amount: vnd(sums.online_amount)?,
            dossiers_online: Rate { part: count(sums.dossiers_online), whole: count(sums.dossiers) },
            refunds: count(sums.refunds),
            refunded: vnd(sums.refunded)?,
        })
    }
}

/// The figures of `slice`, told apart `by`: the same as [`Table::of`] its rows, without reading them. Groups are told apart by numbers,
/// which sort faster than names.
/// # Errors
/// [`Error::Corrupt`] beyond every amount.
pub async fn table(db: &Db, slice: &Slice, by: Grouping) -> Result<Table, Error> {
    let Some(period) = slice.period() else {
        return Ok(Table::default());
    };
    let (cut, (from, to)) = (Cut::of(slice, by), span(period));
    let agencies: Vec<AgencyCode> = slice.agencies().keys().cloned().collect();
    let found = sqlx::query_as!(
        Summed,
        r#"
        WITH seen AS (
            SELECT s.agency, s.key FROM unnest($1::text[], $2::int[]) AS s (agency, key)
        ), kind AS (
            SELECT r.code, r.field, dense_rank() OVER (ORDER BY r.field)::int AS key
            FROM procedure r
            WHERE $3::text IS NULL OR r.field = $3
        ), said AS (
            SELECT CASE $4
                       WHEN 'time' THEN width_bucket(p.confirmed_at, $5::timestamptz[])
                       WHEN 'place' THEN s.key
                       WHEN 'source' THEN array_position($6::text[], p.source)
                       ELSE k.key
                   END AS key, p.dossier_id, p.amount, p.source = ANY($7::text[]) AS online, false AS back
            FROM seen s
            JOIN payment p ON p.agency = s.agency
            JOIN kind k ON k.code = p.procedure_code
            WHERE p.confirmed_at >= $8 AND p.confirmed_at < $9 AND p.source = ANY($10::text[])
            UNION ALL
            SELECT CASE $4
                       WHEN 'time' THEN width_bucket(b.paid_at, $5::timestamptz[])
                       WHEN 'place' THEN s.key
                       WHEN 'source' THEN array_position($6::text[], $11)
                       ELSE k.key
                   END, b.dossier_id, b.of_held + b.of_booked, false, true
            FROM seen s
            JOIN refund b ON b.agency = s.agency
            JOIN dossier d ON d.id = b.dossier_id
            JOIN kind k ON k.code = d.procedure_code
            WHERE $12 AND b.paid_at >= $8 AND b.paid_at < $9
        )
        SELECT GROUPING(g.key) = 1 AS "whole!", g.key,
               (SELECT k.field FROM kind k WHERE $4 = 'field' AND k.key = g.key LIMIT 1) AS field,
               count(*) FILTER (WHERE NOT g.back) AS "payments!",
               coalesce(sum(g.amount) FILTER (WHERE NOT g.back), 0)::bigint AS "amount!",
               count(*) FILTER (WHERE g.online) AS "online_payments!",
               coalesce(sum(g.amount) FILTER (WHERE g.online), 0)::bigint AS "online_amount!",
               count(DISTINCT g.dossier_id) FILTER (WHERE NOT g.back) AS "dossiers!",
               count(DISTINCT g.dossier_id) FILTER (WHERE g.online) AS "dossiers_online!",
               count(*) FILTER (WHERE g.back) AS "refunds!",
               coalesce(sum(g.amount) FILTER (WHERE g.back), 0)::bigint AS "refunded!"
        FROM said g
        GROUP BY GROUPING SETS ((g.key), ())
        "#,
        &codes(&agencies),
        &cut.places,
        slice.field(),
        cut.by,
        &cut.starts,
        &origins(),
        &keys(Source::ALL.iter().copied().filter(|source| is_online(*source))),
        from,
        to,
        &keys(slice.sources().iter().copied()),
        Row::REFUND,
        slice.with_refunds(),
    )
    .fetch_all(db.pool())
    .await?;
    let mut table = Table::default();
    for sums in &found {
        if sums.whole {
            table.whole = Takings::try_from(sums)?;
        } else {
            let name = sums.field.as_ref().or_else(|| sums.key.and_then(|key| cut.name(key)));
            let name = read(name, "payment", "group", Uuid::nil())?;
            table.groups.insert(name.clone(), Takings::try_from(sums)?);
        }
    }
    Ok(table)
}

/// A row with what opens it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The payment or refund.
    pub id: Uuid,
    /// Code of its dossier.
    pub code: String,
    /// When it was booked or paid out.
    pub at: DateTime<Utc>,
    /// The row.
    pub row: Row,
}

struct Stored {
    id: Uuid,
    dossier_id: Uuid,
    code: String,
    amount: i64,
    back: bool,
    source: String,
    agency: String,
    field: String,
    at: DateTime<Utc>,
}

fn line(stored: Stored, slice: &Slice) -> Result<Line, Error> {
    let bad = |column| Error::corrupt("payment", column, stored.id);
    let agency = AgencyCode::parse(&stored.agency).map_err(|_| bad("agency"))?;
    Ok(Line {
        id: stored.id,
        code: stored.code,
        at: stored.at,
        row: Row {
            dossier: DossierId::new(stored.dossier_id),
            amount: Vnd::new(stored.amount).map_err(|_| bad("amount"))?,
            source: if stored.back {
                None
            } else {
                Some(read(Source::parse(&stored.source), "payment", "source", stored.id)?)
            },
            level: *slice.agencies().get(&agency).ok_or_else(|| bad("agency"))?,
            agency,
            field: stored.field,
            on: local_date(stored.at),
        },
    })
}

/// The rows of `slice` behind `after`, in the order of time, at most `most` of them; and where the next ones begin.
/// # Errors
/// [`Error::Corrupt`].
pub async fn lines(
    db: &Db,
    slice: &Slice,
    after: Cursor,
    most: u16,
) -> Result<(Vec<Line>, Option<Cursor>), Error> {
    let Some(period) = slice.period() else {
        return Ok((Vec::new(), None));
    };
    let (from, to) = span(period);
    let agencies: Vec<AgencyCode> = slice.agencies().keys().cloned().collect();
    let mut found = sqlx::query_as!(
        Stored,
        r#"
        SELECT x.id AS "id!", x.dossier_id AS "dossier_id!", d.code AS "code!", x.amount AS "amount!", x.back AS "back!",
               x.source AS "source!", x.agency AS "agency!", r.field AS "field!", x.at AS "at!"
        FROM ((SELECT p.id, p.dossier_id, p.amount, false AS back, p.source, p.agency, p.confirmed_at AS at
               FROM payment p
               WHERE p.agency = ANY($1)
                 AND p.confirmed_at >= $2
                 AND p.confirmed_at < $3
                 AND (p.confirmed_at, p.id) > ($4::timestamptz, $5::uuid)
                 AND p.source = ANY($6::text[])
                 AND ($7::text IS NULL OR p.procedure_code IN (SELECT r.code FROM procedure r WHERE r.field = $7))
               ORDER BY p.confirmed_at, p.id
               LIMIT $8)
              UNION ALL
              (SELECT b.id, b.dossier_id, b.of_held + b.of_booked, true, $9::text, b.agency, b.paid_at
               FROM refund b
               WHERE $10
                 AND b.agency = ANY($1)
                 AND b.paid_at >= $2
                 AND b.paid_at < $3
                 AND (b.paid_at, b.id) > ($4::timestamptz, $5::uuid)
                 AND ($7::text IS NULL OR EXISTS (SELECT FROM dossier d JOIN procedure r ON r.code = d.procedure_code
                                                  WHERE d.id = b.dossier_id AND r.field = $7))
               ORDER BY b.paid_at, b.id
               LIMIT $8)) x
        JOIN dossier d ON d.id = x.dossier_id
        JOIN procedure r ON r.code = d.procedure_code
        ORDER BY x.at, x.id
        LIMIT $8
        "#,
        &codes(&agencies),
        from,
        to,
        after.at,
        after.id,
        &keys(slice.sources().iter().copied()),
        slice.field(),
        i64::from(most) + 1,
        Row::REFUND,
        slice.with_refunds(),
    )
    .fetch_all(db.pool())
    .await?;
    let more = found.len() > usize::from(most);
    found.truncate(usize::from(most));
    let next = found.last().filter(|_| more).map(|last| Cursor { at: last.at, id: last.id });
    let lines = found.into_iter().map(|stored| line(stored, slice)).collect::<Result<_, Error>>()?;
    Ok((lines, next))
}

/// Of the dossiers of `lines`, those that `scope` lets be read.
/// # Errors
/// [`Error::Unavailable`].
pub async fn readable(db: &Db, scope: &Scope, lines: &[Line]) -> Result<BTreeSet<DossierId>, Error> {
    let (account, agencies) = scope.person();
    let ids: Vec<Uuid> = lines.iter().map(|line| line.row.dossier.uuid()).collect();
    let found = sqlx::query_scalar!(
        r#"
        SELECT d.id
        FROM dossier d
        WHERE (d.owner_id = $1
               OR d.filer_id = $1
               OR d.receiving_agency = ANY($2)
               OR d.settling_agency = ANY($2)
               OR d.holding_agency = ANY($2)
               OR EXISTS (SELECT FROM consultation c WHERE c.dossier_id = d.id AND c.agency = ANY($2)))
          AND d.id = ANY($3)
        "#,
        account,
        &agencies,
        &ids,
    )
    .fetch_all(db.pool())
    .await?;
    Ok(found.into_iter().map(DossierId::new).collect())
}
