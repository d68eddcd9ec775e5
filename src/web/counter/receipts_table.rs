//! `/mot-cua/bien-lai/tong-hop`: the table of receipts of a period, as a page, as a workbook and as comma-separated values.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{Datelike as _, Duration, NaiveDate};
use serde::Deserialize;

use super::receipts::{agencies, typed_day};
use crate::{
    app::{context::App, receipt_table},
    domain::{
        decide::local_date, ids::AgencyCode, period::Period, receipt::Collector, receipt_summary::Summary,
    },
    i18n::Message,
    web::{
        error::{Error, Result},
        filters,
        form::FieldErrors,
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// Which period, and of which agency.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TableQuery {
    tu: String,
    den: String,
    #[serde(rename = "tu-day")]
    from_day: String,
    #[serde(rename = "tu-month")]
    from_month: String,
    #[serde(rename = "tu-year")]
    from_year: String,
    #[serde(rename = "den-day")]
    to_day: String,
    #[serde(rename = "den-month")]
    to_month: String,
    #[serde(rename = "den-year")]
    to_year: String,
    #[serde(rename = "co-quan")]
    agency: String,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/receipts_table.html")]
struct TablePage {
    period: Period,
    agencies: Vec<Choice>,
    agency: String,
    collector: Option<Collector>,
    summary: Summary,
    xlsx: String,
    csv: String,
    errors: FieldErrors,
}

/// Shows it.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<TableQuery>) -> Result<Response> {
    let mut errors = FieldErrors::none();
    let (agency, period) = match asked(&ui, &app, &query)? {
        (agency, Ok(period)) => (agency, period),
        (agency, Err(period)) => {
            errors.add("tu", Message::new("receipt-period-wrong"));
            (agency, period)
        }
    };
    let (summary, collector) = receipt_table::of(&app, &agency, period).await?;
    let reference = app.reference().await?;
    let file = |path: &str| {
        format!("{path}?tu={}&den={}&co-quan={}", period.from, period.to, paths::encode(agency.as_str()))
    };
    let page = TablePage {
        agencies: agencies(&ui)?
            .into_iter()
            .map(|code| Choice::new(code.clone(), reference.short_name(&code).to_owned()))
            .collect(),
        xlsx: file(paths::RECEIPTS_XLSX),
        csv: file(paths::RECEIPTS_CSV),
        agency: agency.as_str().to_owned(),
        collector,
        summary,
        period,
        errors,
    };
    if page.errors.is_empty() { ui.page(&page) } else { ui.again(&page) }
}

/// Gives the workbook.
/// # Errors
/// What the store reports.
pub async fn xlsx(ui: Ui, State(app): State<App>, Query(query): Query<TableQuery>) -> Result<Response> {
    let (agency, period) = wanted(&ui, &app, &query)?;
    let (summary, collector) = receipt_table::of(&app, &agency, period).await?;
    let bytes = receipt_table::xlsx(&summary, collector.as_ref())?;
    file(bytes, receipt_table::XLSX, &format!("bien-lai-{}-{}.xlsx", period.from, period.to))
}

/// Gives the comma-separated values.
/// # Errors
/// What the store reports.
pub async fn csv(ui: Ui, State(app): State<App>, Query(query): Query<TableQuery>) -> Result<Response> {
    let (agency, period) = wanted(&ui, &app, &query)?;
    let (summary, _) = receipt_table::of(&app, &agency, period).await?;
    let bytes = receipt_table::csv(&summary)?;
    file(bytes, "text/csv; charset=utf-8", &format!("bien-lai-{}-{}.csv", period.from, period.to))
}

fn wanted(ui: &Ui, app: &App, query: &TableQuery) -> Result<(AgencyCode, Period)> {
    let (agency, period) = asked(ui, app, query)?;
    Ok((agency, period.map_err(|_| Error::NotFound)?))
}

/// The agency, and the period: this month when it is not one that a table can have.
fn asked(
    ui: &Ui,
    app: &App,
    query: &TableQuery,
) -> Result<(AgencyCode, std::result::Result<Period, Period>)> {
    let all = agencies(ui)?;
    let own = all.iter().find(|code| query.agency.is_empty() || **code == query.agency);
    let agency = AgencyCode::parse(own.ok_or(Error::NotFound)?).map_err(|_| Error::NotFound)?;
    let today = local_date(app.clock.now());
    let this_month = Period { from: today.with_day(1).unwrap_or(today), to: today };
    let from = typed_day(&query.tu, [&query.from_day, &query.from_month, &query.from_year]);
    let to = typed_day(&query.den, [&query.to_day, &query.to_month, &query.to_year]);
    let said_nothing =
        [&query.tu, &query.den, &query.from_day, &query.to_day].iter().all(|text| text.is_empty());
    let period = match (from, to) {
        (Some(from), Some(to)) if fits(from, to) => Ok(Period { from, to }),
        _ if said_nothing => Ok(this_month),
        _ => Err(this_month),
    };
    Ok((agency, period))
}

fn fits(from: NaiveDate, to: NaiveDate) -> bool {
    from <= to && to - from < Duration::days(receipt_table::LONGEST) && (2020..2100).contains(&from.year())
}

/// A file to be kept; its name is letters, digits, dots and dashes.
fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Result<Response> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}
