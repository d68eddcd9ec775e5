//! The province's rules of the clock, by the day from which they hold.

use chrono::{NaiveDate, NaiveTime};

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::clock_rules::{ClockRules, Convention, CountMode};

struct Row {
    valid_from: NaiveDate,
    mode: String,
    cut_off: NaiveTime,
    response_minutes: i32,
    payment_pauses: bool,
    payment_restarts_answer: bool,
    soon_percent: i32,
    reschedules: i32,
    legal_basis: String,
}

impl TryFrom<Row> for ClockRules {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let bad = |column| Error::corrupt("clock_rule", column, row.valid_from.to_string());
        Ok(Self {
            valid_from: row.valid_from,
            convention: Convention {
                mode: CountMode::parse(&row.mode).ok_or_else(|| bad("mode"))?,
                cut_off: row.cut_off,
            },
            response_minutes: u32::try_from(row.response_minutes).map_err(|_| bad("response_minutes"))?,
            payment_pauses: row.payment_pauses,
            payment_restarts_answer: row.payment_restarts_answer,
            soon_percent: u8::try_from(row.soon_percent).map_err(|_| bad("soon_percent"))?,
            reschedules: u32::try_from(row.reschedules).map_err(|_| bad("reschedules"))?,
            legal_basis: row.legal_basis,
        })
    }
}

/// All of them.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn all(db: &Db) -> Result<Vec<ClockRules>, Error> {
    sqlx::query_as!(
        Row,
        "SELECT valid_from, mode, cut_off, response_minutes, payment_pauses, payment_restarts_answer, soon_percent, reschedules,
                legal_basis
         FROM clock_rule ORDER BY valid_from"
    )
    .fetch_all(db.pool())
    .await?
    .into_iter()
    .map(ClockRules::try_from)
    .collect()
}

/// All of them, inside a transaction.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn current(tx: &mut Tx) -> Result<Vec<ClockRules>, Error> {
    sqlx::query_as!(
        Row,
        "SELECT valid_from, mode, cut_off, response_minutes, payment_pauses, payment_restarts_answer, soon_percent, reschedules,
                legal_basis
         FROM clock_rule ORDER BY valid_from"
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(ClockRules::try_from)
    .collect()
}

/// Sets the rules from `rules.valid_from` on.
/// # Errors
/// [`Error::Sql`].
pub async fn put(tx: &mut Tx, rules: &ClockRules) -> Result<(), Error> {
    let int = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    sqlx::query!(
        r#"
        INSERT INTO clock_rule (valid_from, mode, cut_off, response_minutes, payment_pauses, payment_restarts_answer, soon_percent,
                                reschedules, legal_basis)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (valid_from) DO UPDATE
        SET mode = excluded.mode, cut_off = excluded.cut_off, response_minutes = excluded.response_minutes,
            payment_pauses = excluded.payment_pauses,
            payment_restarts_answer = excluded.payment_restarts_answer, soon_percent = excluded.soon_percent,
            reschedules = excluded.reschedules, legal_basis = excluded.legal_basis
        "#,
        rules.valid_from,
        rules.convention.mode.key(),
        rules.convention.cut_off,
        int(rules.response_minutes),
        rules.payment_pauses,
        rules.payment_restarts_answer,
        i32::from(rules.soon_percent),
        int(rules.reschedules),
        rules.legal_basis,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
