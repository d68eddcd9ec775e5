//! `/mot-cua/thu-phi/so-lieu`: what was taken in a period, by month, agency, level, field or source; each line opens the payments it is made
//! of, and all of them are a file.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

use super::office;
use crate::{
    app::{balance::span, context::App, reference::Reference},
    domain::{
        facts::local_date,
        ids::AgencyCode,
        money::Vnd,
        takings::{self, Grouping, Row, Takings},
    },
    i18n::{Locale, text},
    store::takings::{Line, lines},
    web::{
        desk::place::Side,
        error::{Error, Result},
        filters,
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// So many payments of a line are shown; the file has all.
const SHOWN: usize = 200;

/// One line of the table.
struct Group {
    label: String,
    href: String,
    open: bool,
    sums: Takings,
    rate: String,
}

/// One payment.
struct Payment {
    code: String,
    href: String,
    on: NaiveDate,
    amount: Vnd,
    back: bool,
    source: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/figures.html")]
struct FiguresPage {
    from: NaiveDate,
    to: NaiveDate,
    by: Grouping,
    groupings: Vec<Choice>,
    groups: Vec<Group>,
    whole: Takings,
    rate: String,
    dossiers: String,
    opened: Option<(String, Vec<Payment>, usize)>,
    file: String,
}

/// Which period, in which groups, which of them is opened.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FiguresQuery {
    tu: String,
    den: String,
    theo: String,
    nhom: Option<String>,
}

impl FiguresQuery {
    /// The period; this month up to today when none was asked for.
    fn period(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = today.with_day(1).unwrap_or(today);
        let from = office::day(&self.tu).unwrap_or(first);
        let to: NaiveDate = office::day(&self.den).unwrap_or(today);
        (from, to.max(from))
    }
}

async fn found(ui: &Ui, app: &App, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<Line>> {
    let reference = app.reference().await?;
    let agencies = office::seen_by(ui.actor()?, &reference);
    Ok(lines(&app.db, &agencies, (span(from).0, span(to).1)).await?)
}

/// `GET /mot-cua/thu-phi/so-lieu`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<FiguresQuery>) -> Result<Response> {
    let period = query.period(local_date(app.clock.now()));
    let by = Grouping::parse(&query.theo).unwrap_or(Grouping::Month);
    let lines = found(&ui, &app, period).await?;
    let reference = app.reference().await?;
    let rows: Vec<Row> = lines.iter().map(|line| line.row.clone()).collect();
    let beyond = |e: crate::domain::money::NotAnAmount| Error::Internal(e.to_string());
    let whole = Takings::of(&rows).map_err(beyond)?;
    let here = format!("{}?tu={}&den={}&theo={by}", paths::FIGURES, period.0, period.1);
    let group = |(key, sums): (String, Takings)| Group {
        label: label(ui.locale(), &reference, by, &key),
        href: format!("{here}&nhom={}", paths::encode(&key)),
        open: query.nhom.as_deref() == Some(key.as_str()),
        rate: rate(sums.payments_online()),
        sums,
    };
    let opened = query.nhom.as_deref().filter(|key| !key.is_empty()).map(|key| {
        let all: Vec<&Line> = lines.iter().filter(|line| line.row.group(by) == key).collect();
        let more = all.len().saturating_sub(SHOWN);
        let shown = all.into_iter().take(SHOWN).map(payment).collect();
        (label(ui.locale(), &reference, by, key), shown, more)
    });
    ui.page(&FiguresPage {
        from: period.0,
        to: period.1,
        by,
        groupings: Grouping::ALL
            .iter()
            .map(|by| Choice::new(by.key(), text(ui.locale(), &format!("figures-by-{by}"), &[])))
            .collect(),
        groups: takings::table(&rows, by).map_err(beyond)?.into_iter().map(group).collect(),
        rate: rate(whole.payments_online()),
        dossiers: rate(whole.dossiers_online),
        whole,
        opened,
        file: format!("{}?tu={}&den={}", paths::FIGURES_FILE, period.0, period.1),
    })
}

/// `GET /mot-cua/thu-phi/so-lieu.csv`: every payment of the period.
/// # Errors
/// As the store.
pub async fn export(ui: Ui, State(app): State<App>, Query(query): Query<FiguresQuery>) -> Result<Response> {
    let period = query.period(local_date(app.clock.now()));
    let lines = found(&ui, &app, period).await?;
    let say = |key: &str| text(ui.locale(), key, &[]);
    let columns =
        ["figures-day", "desk-column-code", "cash-amount", "cash-source", "cash-agency", "figures-by-field"];
    let mut out = format!("\u{feff}{}\n", columns.map(say).join(","));
    let line = |Line { code, row, .. }: &Line| {
        let sign = if row.back { "-" } else { "" };
        let source = say(&format!("cash-source-{}", row.source));
        let field = row.field.replace('"', "\"\"");
        let (on, amount, agency) = (row.on, row.amount.dong(), &row.agency);
        format!("{on},{code},{sign}{amount},\"{source}\",{agency},\"{field}\"\n")
    };
    out.extend(lines.iter().map(line));
    let name = format!("attachment; filename=\"thu-phi-{}-{}.csv\"", period.0, period.1);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).map_err(|e| Error::Internal(e.to_string()))?,
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, out).into_response())
}

fn payment(line: &Line) -> Payment {
    Payment {
        code: line.code.clone(),
        href: Side::Counter.dossier(&line.code),
        on: line.row.on,
        amount: line.row.amount,
        back: line.row.back,
        source: line.row.source.key(),
    }
}

/// `24,4 % (677/2.770)`: both counts, and what they come to.
fn rate(rate: takings::Rate) -> String {
    match rate.permille() {
        Some(permille) => format!("{},{} % ({}/{})", permille / 10, permille % 10, rate.part, rate.whole),
        None => "–".to_owned(),
    }
}

fn label(locale: Locale, reference: &Reference, by: Grouping, key: &str) -> String {
    match by {
        Grouping::Month => {
            let (year, month) = key.split_once('-').unwrap_or((key, ""));
            format!("{month}/{year}")
        }
        Grouping::Agency => AgencyCode::parse(key)
            .map_or_else(|_| key.to_owned(), |code| reference.short_name(code.as_str()).to_owned()),
        Grouping::Level => text(locale, &format!("figures-level-{key}"), &[]),
        Grouping::Field => key.to_owned(),
        Grouping::Source => text(locale, &format!("cash-source-{key}"), &[]),
    }
}
