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
    i18n::format,
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

/// Rows of a day as CSV, under five heads: what a row counts for, its dossier, its amount, when it moved and under which number.
/// # Errors
/// [`Error::Gateway`] never happens in practice.
pub fn csv(heads: [String; 5], rows: impl IntoIterator<Item = (String, Row)>) -> Result<Vec<u8>, Error> {
    let cells = |(name, row): (String, Row)| {
        let code = row.dossier.as_ref().map_or(Cell::Empty, |code| Cell::text(code.to_string()));
        let at = row.at.map_or(Cell::Empty, |at| Cell::text(format::datetime(at)));
        let number = row.number.map_or(Cell::Empty, Cell::Text);
        vec![Cell::Text(name), code, Cell::Number(row.amount.dong()), at, number]
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
        let row = |dossier: Option<&str>, number: Option<&str>| Row {
            id: Uuid::nil(),
            dossier: dossier.map(|code| DossierCode::parse(code).unwrap()),
            amount: Vnd::new(5_000).unwrap(),
            at: number.map(|_| instant(NaiveDate::default().and_time(NaiveTime::MIN))),
            number: number.map(ToOwned::to_owned),
        };
        let heads = ["Mục", "Mã hồ sơ", "Số tiền", "Lúc", "Số"].map(ToOwned::to_owned);
        let rows = [
            ("=1+1, \"a\"".to_owned(), row(None, Some("-FT1"))),
            ("Đã thu".to_owned(), row(Some("H48.101.01-261123-0001"), None)),
        ];
        let text = String::from_utf8(csv(heads, rows).unwrap()).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "\u{feff}Mục,Mã hồ sơ,Số tiền,Lúc,Số");
        assert!(lines[1].starts_with("\"'=1+1, \"\"a\"\"\",,5000,"), "{text}");
        assert!(lines[1].contains("01/01/1970") && lines[1].ends_with(",'-FT1"), "{text}");
        assert_eq!(lines[2..], ["Đã thu,H48.101.01-261123-0001,5000,,", ""]);
    }
}
