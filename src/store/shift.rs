//! Shifts of cashiers: opened with a float, closed with a count. What was taken in one is what its cashier took in cash since.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    cash::{Span, codes},
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, AgencyCode},
    money::Vnd,
    till::{Count, Counted, Shift},
};

/// A shift that is open.
#[derive(Clone, Debug)]
pub struct Open {
    /// Identifier.
    pub id: Uuid,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// What it did so far.
    pub shift: Shift,
}

/// Opens a shift; says whether the cashier had none open there.
/// # Errors
/// [`Error::Sql`].
pub async fn open(
    tx: &mut Tx,
    (id, float): (Uuid, Vnd),
    (cashier, agency): (AccountId, &AgencyCode),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"
        INSERT INTO shift (id, agency, cashier, float, opened_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        "#,
        id,
        agency.as_str(),
        cashier.uuid(),
        float.dong(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps the open shift of a cashier open until the end of the transaction: cash that moves is moved in it, or after it was counted,
/// and never while. Without a shift nothing is kept.
/// # Errors
/// [`Error::Sql`].
pub async fn hold(tx: &mut Tx, (cashier, agency): (AccountId, &AgencyCode)) -> Result<(), Error> {
    sqlx::query!(
        "SELECT id FROM shift WHERE cashier = $1 AND agency = $2 AND closed_at IS NULL FOR SHARE",
        cashier.uuid(),
        agency.as_str(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(())
}

/// The open shift of a cashier, and what it did up to now. It is locked: what closes it waits for what else closes it, and for cash
/// that is being taken or paid out.
/// # Errors
/// [`Error::Corrupt`].
pub async fn current(
    tx: &mut Tx,
    (cashier, agency): (AccountId, &AgencyCode),
) -> Result<Option<Open>, Error> {
    let locked = sqlx::query_scalar!(
        "SELECT id FROM shift WHERE cashier = $1 AND agency = $2 AND closed_at IS NULL FOR UPDATE",
        cashier.uuid(),
        agency.as_str(),
    );
    let Some(id) = locked.fetch_optional(tx.conn()).await? else { return Ok(None) };
    // A statement of its own: it sees what was committed while the lock was waited for.
    let row = sqlx::query!(
        r#"
        SELECT s.id, s.opened_at, s.float,
               (SELECT coalesce(sum(e.amount), 0) FROM bank_event e
                WHERE e.agency = s.agency AND e.by = s.cashier AND e.source = 'counter' AND e.method = 'cash' AND e.success
                  AND e.heard_at >= s.opened_at)::bigint AS "taken!",
               (SELECT coalesce(sum(r.of_held + r.of_booked), 0) FROM refund r
                WHERE r.agency = s.agency AND r.paid_by = s.cashier AND r.method = 'cash' AND r.paid_at >= s.opened_at)::bigint
                   AS "paid_out!"
        FROM shift s
        WHERE s.id = $1
        "#,
        id,
    )
    .fetch_one(tx.conn())
    .await?;
    let amount = |dong, column| Vnd::new(dong).map_err(|_| Error::corrupt("shift", column, row.id));
    let shift = Shift {
        float: amount(row.float, "float")?,
        taken: amount(row.taken, "taken")?,
        paid_out: amount(row.paid_out, "paid_out")?,
    };
    Ok(Some(Open { id: row.id, opened_at: row.opened_at, shift }))
}

/// Closes a shift.
/// # Errors
/// [`Error::Sql`].
pub async fn close(
    tx: &mut Tx,
    open: &Open,
    (count, counted): (&Count, &Counted),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE shift
        SET closed_at = $2, taken = $3, paid_out = $4, counted = $5, count = $6, reason = $7
        WHERE id = $1 AND closed_at IS NULL
        "#,
        open.id,
        now,
        open.shift.taken.dong(),
        open.shift.paid_out.dong(),
        counted.counted.dong(),
        Json(count) as _,
        (!counted.reason.is_empty()).then_some(counted.reason.as_str()),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A shift that was closed.
#[derive(Clone, Debug)]
pub struct Past {
    /// Whose.
    pub cashier: String,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub closed_at: DateTime<Utc>,
    /// Whole đồng.
    pub float: i64,
    /// Whole đồng.
    pub taken: i64,
    /// Whole đồng.
    pub paid_out: i64,
    /// Whole đồng.
    pub counted: i64,
    /// Why the count differs.
    pub reason: Option<String>,
}

impl Past {
    /// What was counted, less what was expected, whole đồng.
    #[must_use]
    pub const fn difference(&self) -> i64 {
        self.counted - (self.float + self.taken - self.paid_out)
    }
}

/// The shifts of `agency` that were closed within `span`, in order.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of_day(db: &Db, agency: &AgencyCode, (from, to): Span) -> Result<Vec<Past>, Error> {
    Ok(sqlx::query_as!(
        Past,
        r#"
        SELECT a.full_name AS cashier, s.opened_at, s.closed_at AS "closed_at!", s.float, s.taken AS "taken!",
               s.paid_out AS "paid_out!", s.counted AS "counted!", s.reason
        FROM shift s JOIN account a ON a.id = s.cashier
        WHERE s.agency = $1 AND s.closed_at >= $2 AND s.closed_at < $3
        ORDER BY s.closed_at, s.id
        "#,
        agency.as_str(),
        from,
        to,
    )
    .fetch_all(db.pool())
    .await?)
}

/// The last shifts of `agencies`, the youngest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn past(db: &Db, agencies: &[AgencyCode]) -> Result<Vec<Past>, Error> {
    Ok(sqlx::query_as!(
        Past,
        r#"
        SELECT a.full_name AS cashier, s.opened_at, s.closed_at AS "closed_at!", s.float, s.taken AS "taken!",
               s.paid_out AS "paid_out!", s.counted AS "counted!", s.reason
        FROM shift s JOIN account a ON a.id = s.cashier
        WHERE s.agency = ANY($1) AND s.closed_at IS NOT NULL
        ORDER BY s.opened_at DESC, s.id
        LIMIT 30
        "#,
        &codes(agencies),
    )
    .fetch_all(db.pool())
    .await?)
}
