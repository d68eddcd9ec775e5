//! The balance of an agency's day, and closing it.

use chrono::{Days, NaiveDate, NaiveTime};

use super::{context::App, error::Error};
use crate::{
    domain::{
        actor::Actor,
        calendar::instant,
        ids::AgencyCode,
        policy,
        reconcile::{self, Day, NotClosable, Row},
        status::Role,
    },
    gateways::table::{self, Cell, Table},
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

/// Rows of a day as CSV, under four heads: what a row counts for, its dossier, its amount and its identifier.
/// # Errors
/// [`Error::Gateway`] never happens in practice.
pub fn csv(heads: [String; 4], rows: impl IntoIterator<Item = (String, Row)>) -> Result<Vec<u8>, Error> {
    let cells = |(name, row): (String, Row)| {
        let code = row.dossier.as_ref().map_or(Cell::Empty, |code| Cell::text(code.to_string()));
        vec![Cell::Text(name), code, Cell::Number(row.amount.dong()), Cell::text(row.id.to_string())]
    };
    Ok(table::csv(&Table {
        heads: heads.into_iter().map(|head| (head, 0)).collect(),
        rows: rows.into_iter().map(cells).collect(),
        ..Table::default()
    })?)
}

/// Closes the day `on` of `agency`: its cashier, or who leads it.
/// # Errors
/// [`Error::Forbidden`], [`Error::Store`].
pub async fn close(
    app: &App,
    actor: &Actor,
    agency: &AgencyCode,
    on: NaiveDate,
) -> Result<Result<reconcile::Table, NotClosable>, Error> {
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{ids::DossierCode, money::Vnd};

    #[test]
    fn a_row_is_a_line_that_offices_read_and_no_formula() {
        let row = |dossier: Option<&str>| Row {
            id: Uuid::nil(),
            dossier: dossier.map(|code| DossierCode::parse(code).unwrap()),
            amount: Vnd::new(5_000).unwrap(),
        };
        let heads = ["Mục", "Mã hồ sơ", "Số tiền", "ID"].map(ToOwned::to_owned);
        let rows = [
            ("=1+1, \"a\"".to_owned(), row(None)),
            ("Đã thu".to_owned(), row(Some("H48.101.01-261123-0001"))),
        ];
        let text = String::from_utf8(csv(heads, rows).unwrap()).unwrap();
        let id = Uuid::nil();
        assert_eq!(
            text,
            format!(
                "\u{feff}Mục,Mã hồ sơ,Số tiền,ID\r\n\"'=1+1, \"\"a\"\"\",,5000,{id}\r\nĐã thu,H48.101.01-261123-0001,5000,{id}\r\n"
            )
        );
    }
}
