//! The balance of an agency's day, and closing it.

use chrono::{Days, NaiveDate, NaiveTime};

use super::{context::App, error::Error};
use crate::{
    domain::{
        actor::Actor,
        calendar::instant,
        ids::AgencyCode,
        policy,
        reconcile::{self, Day, NotClosable, Table},
        status::Role,
    },
    store::{balance, cash::Span},
};

/// The day `on` from midnight to midnight, local time.
#[must_use]
pub fn span(on: NaiveDate) -> Span {
    let begins = |day: NaiveDate| instant(day.and_time(NaiveTime::MIN));
    let next = on.checked_add_days(Days::new(1)).unwrap_or(on);
    (begins(on), begins(next))
}

/// The day of `agency`.
/// # Errors
/// [`Error::Store`].
pub async fn day(app: &App, agency: &AgencyCode, on: NaiveDate) -> Result<Day, Error> {
    let mut snapshot = app.db.snapshot().await?;
    Ok(balance::day(&mut snapshot, agency, span(on)).await?)
}

/// Closes the day `on` of `agency`: its cashier, or who leads it.
/// # Errors
/// [`Error::Forbidden`], [`Error::Store`].
pub async fn close(
    app: &App,
    actor: &Actor,
    agency: &AgencyCode,
    on: NaiveDate,
) -> Result<Result<Table, NotClosable>, Error> {
    if !actor.holds(Role::Cashier, agency) && !policy::leads(actor, agency) {
        return Err(Error::Forbidden);
    }
    let now = app.clock.now();
    let closed = balance::closed(&app.db, agency, on).await?.is_some();
    let day = day(app, agency, on).await?;
    let table = match reconcile::close(on, now, closed, &day) {
        Ok(table) => table,
        Err(why) => return Ok(Err(why)),
    };
    let mut tx = app.db.begin().await?;
    if !balance::close(&mut tx, (agency, on), &table, actor.id, now).await? {
        return Ok(Err(NotClosable::ClosedAlready));
    }
    tx.commit().await?;
    Ok(Ok(table))
}
