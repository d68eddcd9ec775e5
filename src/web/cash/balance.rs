//! `/mot-cua/thu-phi/doi-chieu`: the balance of an agency's day, every number opened down to its rows; closing the day; and all rows as a file.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::office;
use crate::{
    app::{self, context::App},
    domain::{
        command::PayMethod,
        facts::local_date,
        ids::AgencyCode,
        money::Vnd,
        reconcile::{self, Break, Day, NotClosable, Row, Sum, Table},
    },
    i18n::{Message, format, text},
    store::{self, balance::Closed, shift::Past},
    web::{
        counter::unreceipted::{self, Unreceipted},
        desk::place::Side,
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// So many rows of a number are shown; the file has all.
const SHOWN: usize = 200;

/// One number.
struct Number {
    key: String,
    sum: Sum,
    href: String,
    open: bool,
    /// Which way it counts: `+`, `−`, `=` or nothing.
    sign: &'static str,
}

/// One row behind a number.
struct Line {
    code: String,
    href: String,
    amount: Vnd,
    at: Option<DateTime<Utc>>,
    number: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/balance.html")]
struct BalancePage {
    agency: String,
    agencies: Vec<Choice>,
    on: NaiveDate,
    before: String,
    after: String,
    table: Table,
    closing: Vnd,
    numbers: Vec<Number>,
    left: Vec<Number>,
    beside: Vec<Number>,
    methods: Vec<(PayMethod, Sum)>,
    shifts: Vec<(Past, String)>,
    /// The day as it was typed, when it is none.
    typed: String,
    errors: FieldErrors,
    opened: Option<(String, Vec<Line>, usize)>,
    breaks: Vec<(Message, String)>,
    closed: Option<Closed>,
    changed: bool,
    unreceipted: Unreceipted,
    closable: bool,
    file: String,
}

/// Which day of which agency, and which number is opened.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BalanceQuery {
    #[serde(rename = "don-vi")]
    agency: String,
    ngay: String,
    xem: String,
}

/// What was asked for.
struct Asked {
    agencies: Vec<AgencyCode>,
    agency: AgencyCode,
    on: NaiveDate,
    /// Why the day is another one than was typed.
    errors: FieldErrors,
}

/// The day and the agency that were asked for: today, and the first in sight, when none were.
async fn asked(ui: &Ui, app: &App, query: &BalanceQuery) -> Result<Asked> {
    let reference = app.reference().await?;
    let agencies = office::seen_by(ui.actor()?, &reference);
    let agency = office::chosen(&agencies, &query.agency)?;
    let today = local_date(app.clock.now());
    let mut errors = FieldErrors::none();
    let typed = if query.ngay.is_empty() { Some(today) } else { office::day(&query.ngay) };
    let on = match typed {
        Some(day) if day <= today => day,
        Some(_) => {
            errors.add("ngay", Message::new("balance-day-to-come"));
            today
        }
        None => {
            errors.add("ngay", Message::new("figures-day-wrong"));
            today
        }
    };
    Ok(Asked { agencies, agency, on, errors })
}

impl Asked {
    /// Of an address that no person typed.
    fn known(self) -> Result<Self> {
        if self.errors.is_empty() { Ok(self) } else { Err(Error::NotFound) }
    }
}

fn address(agency: &AgencyCode, on: NaiveDate) -> String {
    format!("{}?don-vi={agency}&ngay={on}", paths::BALANCE)
}

/// `GET /mot-cua/thu-phi/doi-chieu`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<BalanceQuery>) -> Result<Response> {
    let Asked { agencies, agency, on, errors } = asked(&ui, &app, &query).await?;
    let day = app::balance::day(&app, &agency, on).await?;
    let table = day.table().map_err(|e| Error::Internal(e.to_string()))?;
    let breaks = day.breaks().map_err(|e| Error::Internal(e.to_string()))?;
    let here = address(&agency, on);
    let today = local_date(app.clock.now());
    let number = |(key, sum, sign): (String, Sum, &'static str)| Number {
        href: format!("{here}&xem={key}#{key}"),
        open: key == query.xem,
        key,
        sum,
        sign,
    };
    let closed = store::balance::closed(&app.db, &agency, on).await?;
    let shifts = store::shift::of_day(&app.db, &agency, app::balance::span(on)).await?;
    let is_cashier = !office::cashier_of(ui.actor()?).is_empty();
    ui.page(&BalancePage {
        agencies: office::choices(&app, &agencies).await?,
        before: on.checked_sub_days(Days::new(1)).map(|day| address(&agency, day)).unwrap_or_default(),
        after: on
            .checked_add_days(Days::new(1))
            .filter(|day| *day <= today)
            .map(|day| address(&agency, day))
            .unwrap_or_default(),
        closing: table.closing().unwrap_or_default(),
        numbers: moves(&table).into_iter().map(number).collect(),
        left: left(&table).into_iter().map(number).collect(),
        beside: beside(&table).into_iter().map(number).collect(),
        methods: methods(&table)?,
        shifts: shifts
            .into_iter()
            .map(|past| (past.clone(), format::dong(ui.locale(), past.difference())))
            .collect(),
        typed: if errors.is_empty() { format::date(on) } else { query.ngay.clone() },
        errors,
        opened: rows(&day).remove(&query.xem).map(|rows| lines(query.xem.clone(), &rows, is_cashier)),
        breaks: breaks.iter().map(|found| broken(&ui, found, is_cashier)).collect(),
        changed: closed.as_ref().is_some_and(|closed| closed.figures.0 != table),
        closable: closed.is_none()
            && reconcile::is_over(on, app.clock.now())
            && breaks.is_empty()
            && !day.is_empty(),
        closed,
        unreceipted: unreceipted::of(&app, &[agency.as_str().to_owned()], Some(agency.as_str())).await?,
        file: format!("{}?don-vi={agency}&ngay={on}", paths::BALANCE_FILE),
        agency: agency.as_str().to_owned(),
        on,
        table,
    })
}

/// Which day is closed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    agency: String,
    on: String,
}

/// `POST /mot-cua/thu-phi/doi-chieu/khoa`: closes the day.
/// # Errors
/// As the use case.
pub async fn close(ui: Ui, State(app): State<App>, Checked(form): Checked<CloseForm>) -> Result<Response> {
    let query = BalanceQuery { agency: form.agency, ngay: form.on, xem: String::new() };
    let Asked { agency, on, .. } = asked(&ui, &app, &query).await?.known()?;
    let here = address(&agency, on);
    let said = match app::balance::close(&app, ui.actor()?, &agency, on).await? {
        Ok(_) => return Ok(ui.done(&here, Message::new("balance-closed").with("day", format::date(on)))),
        Err(NotClosable::NotOver) => Message::new("balance-not-over"),
        Err(NotClosable::ClosedAlready) => Message::new("balance-closed-already"),
        Err(NotClosable::Empty) => Message::new("balance-empty"),
        Err(NotClosable::Breaks(breaks)) => Message::new("balance-breaks").with("count", breaks.len()),
        Err(NotClosable::TooMuch(error)) => return Err(Error::Internal(error.to_string())),
    };
    Ok(ui.refused(&here, said))
}

/// `GET /mot-cua/thu-phi/doi-chieu.csv`: every row of the day.
/// # Errors
/// As the store.
pub async fn export(ui: Ui, State(app): State<App>, Query(query): Query<BalanceQuery>) -> Result<Response> {
    let Asked { agency, on, .. } = asked(&ui, &app, &query).await?.known()?;
    let day = app::balance::day(&app, &agency, on).await?;
    let say = |key: &str| text(ui.locale(), key, &[]);
    let heads = ["balance-number", "desk-column-code", "cash-amount", "cash-when", "cash-column-transaction"]
        .map(say);
    let lines = rows(&day).into_iter().flat_map(|(key, rows)| {
        let name = say(&format!("balance-{key}"));
        rows.into_iter().map(move |row| (name.clone(), row))
    });
    let file = app::balance::csv(heads, lines)?;
    let name = format!("attachment; filename=\"doi-chieu-{agency}-{on}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).map_err(|e| Error::Internal(e.to_string()))?,
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, file).into_response())
}

/// What moved on the day.
fn moves(table: &Table) -> Vec<(String, Sum, &'static str)> {
    let one = |key: &str, sum, sign| (key.to_owned(), sum, sign);
    let mut all: Vec<_> =
        table.collected.iter().map(|(source, sum)| (format!("came-{source}"), *sum, "+")).collect();
    all.push(one("moved-in", table.moved_in, "+"));
    all.push(one("counted-again", table.counted_again, "+"));
    all.push(one("moved-out", table.moved_out, "−"));
    all.push(one("struck", table.struck, "−"));
    all.push(one("booked", table.booked, "−"));
    all.push(one("held-back", table.held_back, "−"));
    all.retain(|(key, sum, _)| sum.rows > 0 || key == "booked");
    all
}

/// What came, by how it was paid.
fn methods(table: &Table) -> Result<Vec<(PayMethod, Sum)>> {
    let mut all = BTreeMap::new();
    for (source, sum) in &table.collected {
        let method: &mut Sum = all.entry(source.method()).or_default();
        method.rows += sum.rows;
        method.amount = method.amount.plus(sum.amount).map_err(|e| Error::Internal(e.to_string()))?;
    }
    Ok(all.into_iter().collect())
}

/// What is left at its end.
fn left(table: &Table) -> Vec<(String, Sum, &'static str)> {
    let all = [
        ("short", table.short, "="),
        ("surplus", table.surplus, "="),
        ("inbox", table.inbox, "="),
        ("aside", table.aside, "="),
    ];
    all.into_iter().map(|(key, sum, sign)| (key.to_owned(), sum, sign)).collect()
}

/// What stands beside the balance: nothing of it is held.
fn beside(table: &Table) -> Vec<(String, Sum, &'static str)> {
    let all = [("owed", table.owed), ("booked-back", table.booked_back)];
    all.into_iter().map(|(key, sum)| (key.to_owned(), sum, "")).collect()
}

/// The rows behind every number, by its key.
fn rows(day: &Day) -> BTreeMap<String, Vec<Row>> {
    let held = |short: bool| {
        let this =
            move |position: &&crate::domain::reconcile::Position| position.outstanding.is_zero() != short;
        let row = |position: &crate::domain::reconcile::Position| {
            let amount = Vnd::new(position.held()).ok().filter(|amount| !amount.is_zero())?;
            let dossier = Some(position.dossier.clone());
            Some(Row { id: Uuid::nil(), dossier, amount, at: None, number: None })
        };
        day.positions.iter().filter(this).filter_map(row).collect::<Vec<_>>()
    };
    let named = [
        ("owed", day.owed.clone()),
        ("moved-in", day.moved_in.clone()),
        ("moved-out", day.moved_out.clone()),
        ("struck", day.struck.clone()),
        ("counted-again", day.counted_again.clone()),
        ("booked", day.booked.clone()),
        ("booked-back", day.booked_back.clone()),
        ("held-back", day.held_back.clone()),
        ("short", held(true)),
        ("surplus", held(false)),
        ("inbox", day.inbox.clone()),
        ("aside", day.aside.clone()),
    ];
    let came = day.collected.iter().map(|(source, rows)| (format!("came-{source}"), rows.clone()));
    named.into_iter().map(|(key, rows)| (key.to_owned(), rows)).chain(came).collect()
}

/// On which side somebody looks at dossiers: leaders have no counter.
pub(super) const fn side(is_cashier: bool) -> Side {
    if is_cashier { Side::Counter } else { Side::Desk }
}

/// The rows of a number. The page of an event is for cashiers.
fn lines(key: String, rows: &[Row], is_cashier: bool) -> (String, Vec<Line>, usize) {
    let side = side(is_cashier);
    let line = |row: &Row| Line {
        code: row.dossier.as_ref().map(ToString::to_string).unwrap_or_default(),
        href: match &row.dossier {
            Some(code) => side.dossier(code.as_str()),
            None if is_cashier => paths::fill(paths::EVENT, &[&row.id.to_string()]),
            None => String::new(),
        },
        amount: row.amount,
        at: row.at,
        number: row.number.clone().unwrap_or_default(),
    };
    (key, rows.iter().take(SHOWN).map(line).collect(), rows.len().saturating_sub(SHOWN))
}

/// What keeps the day open, and where to look.
fn broken(ui: &Ui, found: &Break, is_cashier: bool) -> (Message, String) {
    let said = Message::new(&format!("balance-break-{}", found.key()));
    let dong = |amount: i64| format::dong(ui.locale(), amount);
    match found {
        Break::Beyond { dossier, by } => {
            (said.with("code", dossier).with("amount", *by), side(is_cashier).dossier(dossier.as_str()))
        }
        Break::PaidDiffers { dossier, booked, fee_paid } => (
            said.with("code", dossier).with("booked", *booked).with("paid", *fee_paid),
            side(is_cashier).dossier(dossier.as_str()),
        ),
        Break::NotBooked { dossier, bookable } => {
            (said.with("code", dossier).with("amount", *bookable), side(is_cashier).dossier(dossier.as_str()))
        }
        // Whoever leads sees the day; what is done about it is the cashier's.
        Break::Unclear { amount, .. } if !is_cashier => (said.with("amount", *amount), String::new()),
        Break::ShiftOpen { .. } if !is_cashier => (said, String::new()),
        Break::Unclear { event, amount } => {
            (said.with("amount", *amount), paths::fill(paths::FINDING, &[&event.to_string()]))
        }
        Break::ShiftOpen { .. } => (said, paths::SHIFT.to_owned()),
        Break::Unexplained { difference } => (said.with("amount", dong(*difference)), String::new()),
    }
}
