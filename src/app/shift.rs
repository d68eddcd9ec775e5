//! A cashier's shift: opened with a float, closed with a count. Nobody is made to work in shifts: cash that is taken without one is
//! taken, and stands in the day's balance all the same.

use super::{context::App, error::Error, secrets};
use crate::{
    domain::{
        actor::Actor,
        ids::AgencyCode,
        money::Vnd,
        status::Role,
        till::{Count, Counted, NotClosed},
    },
    store::shift::{self, Open},
};

/// Opens a shift of `actor`.
/// # Errors
/// [`Error::Forbidden`] for who is no cashier there, [`Error::Changed`] when one is open.
pub async fn open(app: &App, actor: &Actor, agency: &AgencyCode, float: Vnd) -> Result<(), Error> {
    if !actor.holds(Role::Cashier, agency) {
        return Err(Error::Forbidden);
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if !shift::open(&mut tx, (secrets::new_id(now), float), (actor.id, agency), now).await? {
        return Err(Error::Changed);
    }
    Ok(tx.commit().await?)
}

/// The open shift of `actor` and what it did so far.
/// # Errors
/// [`Error::Store`].
pub async fn current(app: &App, actor: &Actor, agency: &AgencyCode) -> Result<Option<Open>, Error> {
    let mut tx = app.db.begin().await?;
    Ok(shift::current(&mut tx, (actor.id, agency)).await?)
}

/// Closes the open shift of `actor` with a count.
/// # Errors
/// [`Error::Changed`] when none is open.
pub async fn close(
    app: &App,
    actor: &Actor,
    agency: &AgencyCode,
    (count, reason): (&Count, &str),
) -> Result<Result<Counted, NotClosed>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let open = shift::current(&mut tx, (actor.id, agency)).await?.ok_or(Error::Changed)?;
    let counted = match open.shift.close(count, reason) {
        Ok(counted) => counted,
        Err(why) => return Ok(Err(why)),
    };
    shift::close(&mut tx, &open, (count, &counted), now).await?;
    tx.commit().await?;
    Ok(Ok(counted))
}
