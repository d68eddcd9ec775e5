//! `/mot-cua/bien-lai`: the receipts of a day, page by page.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::unreceipted::{self, Unreceipted};
use crate::{
    app::{context::App, receipts::collects_for},
    domain::{calendar, decide::local_date},
    store::{self, receipt_list::ReceiptLine},
    web::{cash::office, error::Result, filters, paths, ui::Ui},
};

const PAGE: usize = 50;

/// Which day, and where the page begins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReceiptsQuery {
    ngay: String,
    #[serde(rename = "ngay-day")]
    day: String,
    #[serde(rename = "ngay-month")]
    month: String,
    #[serde(rename = "ngay-year")]
    year: String,
    sau: String,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/receipts.html")]
struct ReceiptsPage {
    day: NaiveDate,
    rows: Vec<Line>,
    unreceipted: Unreceipted,
    before: String,
    after: String,
    next: String,
}

struct Line {
    receipt: ReceiptLine,
    name: String,
    state: &'static str,
    tone: &'static str,
    href: String,
}

/// Shows them.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<ReceiptsQuery>) -> Result<Response> {
    let today = local_date(app.clock.now());
    let day = typed_day(&query.ngay, [&query.day, &query.month, &query.year]).unwrap_or(today);
    let agencies = agencies(&ui)?;
    // The list of what is missing is of all agencies whose money is in sight.
    let seen = office::seen_by(ui.actor()?, &*app.reference().await?);
    let seen: Vec<String> = seen.iter().map(|code| code.as_str().to_owned()).collect();
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let found = store::receipt_list::of(&app.db, &agencies, span(day, day), cursor(&query.sau), most).await?;
    let is_more = found.len() > PAGE;
    let last = found.get(PAGE - 1).filter(|_| is_more).map(|line| mark(line.issued_at, line.id));
    let page = |day: NaiveDate, after: &str| {
        let after = if after.is_empty() { String::new() } else { format!("&sau={after}") };
        ui.locale().path(&format!("{}?ngay={day}{after}", paths::RECEIPTS))
    };
    let beside = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| page(day, ""));
    ui.page(&ReceiptsPage {
        unreceipted: unreceipted::of(&app, &seen, None).await?,
        before: beside(day.checked_sub_days(Days::new(1))),
        after: beside(day.checked_add_days(Days::new(1)).filter(|next| *next <= today)),
        next: last.map_or_else(String::new, |after| page(day, &after)),
        rows: found.into_iter().take(PAGE).map(line).collect(),
        day,
    })
}

fn line(receipt: ReceiptLine) -> Line {
    let (state, tone) = match receipt.step.as_deref() {
        Some("replace") => ("replaced", "neutral"),
        Some("cancel") => ("cancelled", "err"),
        Some("adjust") => ("adjusted", "warn"),
        _ => ("issued", "ok"),
    };
    Line {
        name: format!("{} {:08}", receipt.symbol, receipt.number),
        href: paths::fill(paths::RECEIPT, &[&receipt.id.to_string()]),
        state,
        tone,
        receipt,
    }
}

/// The agencies for which whoever is signed in takes money.
/// # Errors
/// [`crate::web::error::Error::SignIn`] when nobody is.
pub(super) fn agencies(ui: &Ui) -> Result<Vec<String>> {
    Ok(collects_for(ui.actor()?).iter().map(|code| code.as_str().to_owned()).collect())
}

/// From the beginning of the first day to the end of the last, in Vietnam.
pub(super) fn span(from: NaiveDate, to: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let begin = |day: NaiveDate| calendar::instant(day.and_time(NaiveTime::MIN));
    (begin(from), begin(to.checked_add_days(Days::new(1)).unwrap_or(to)))
}

/// A day out of an address: whole, or in three boxes.
pub(super) fn typed_day(whole: &str, [day, month, year]: [&str; 3]) -> Option<NaiveDate> {
    let whole = whole.parse().ok();
    whole.or_else(|| {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        NaiveDate::from_ymd_opt(year.trim().parse().ok()?, number(month)?, number(day)?)
    })
}

/// Where a page ends, for the address of the next one.
pub(super) fn mark(at: DateTime<Utc>, id: Uuid) -> String {
    format!("{}.{id}", at.timestamp_micros())
}

/// The same read again.
pub(super) fn cursor(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_last_one_ended() {
        let (at, id) = ("2026-11-26T02:31:00.123456Z".parse().unwrap(), Uuid::from_u128(7));
        assert_eq!(cursor(&mark(at, id)), Some((at, id)));
        assert_eq!((cursor(""), cursor("1.x"), cursor("x.1")), (None, None, None));
    }

    #[test]
    fn a_day_is_read_whole_or_in_three_boxes() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 26);
        assert_eq!(typed_day("2026-11-26", ["", "", ""]), day);
        assert_eq!(typed_day("", ["26", " 11", "2026"]), day);
        assert_eq!(typed_day("", ["31", "11", "2026"]), None);
    }
}
