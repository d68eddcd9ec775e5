//! `/quan-tri/lich`: a working calendar through one year, month by month: days off, make-up days, hours, and its versions. What is in
//! force is only looked at; it is edited as a draft (`calendar_draft`).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{Datelike as _, Days, NaiveDate};
use serde::Deserialize;

use super::calendar_own::Own;
use crate::{
    app::{context::App, reference::Reference},
    domain::{
        calendar::{self, CalendarData, DayKind, OfficeHours, SpecialDay, SpecialKind, WorkCalendar},
        policy::{self, Right},
    },
    store::{self, agency::AgencyLevel, calendar::StoredCalendar, calendar_version::Line},
    web::{
        error::{Error, Result},
        filters,
        parts::Place,
        paths,
        ui::Ui,
    },
};

/// Which calendar and year.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CalendarQuery {
    #[serde(default)]
    lich: String,
    #[serde(default)]
    nam: Option<i32>,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/calendar.html")]
struct CalendarPage {
    name: String,
    revision: i32,
    year: String,
    published: bool,
    missing_next: Option<String>,
    calendars: Vec<Place>,
    years: Vec<Place>,
    months: Vec<Month>,
    special: Vec<SpecialDay>,
    hours: Vec<Hours>,
    saturday_counts: bool,
    working_days: usize,
    key: String,
    may_edit: bool,
    has_draft: bool,
    versions: Vec<Line>,
    own: Option<Own>,
    heirs: Vec<Place>,
}

/// One month: its weeks from Monday to Sunday.
#[derive(Debug)]
pub struct Month {
    /// 1 to 12.
    pub number: u32,
    /// A day or nothing for each weekday.
    pub weeks: Vec<[Option<Cell>; 7]>,
}

/// One day.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Which.
    pub date: NaiveDate,
    /// What it looks like.
    pub look: &'static str,
    /// Why it is off or worked.
    pub name: String,
    /// Whether a calendar that inherits says this itself.
    pub own: bool,
}

impl Cell {
    /// Whether it is told in words what day it is: where its place in the week does not say it.
    #[must_use]
    pub fn is_told(&self) -> bool {
        let usual = if self.date.weekday().num_days_from_monday() < 5 { "work" } else { "weekend" };
        self.look != usual || !self.name.is_empty() || self.own
    }
}

/// The hours of one weekday.
struct Hours {
    weekday: u8,
    sessions: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

/// Shows a calendar.
/// # Errors
/// [`Error::NotFound`] when there is no calendar at all.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<CalendarQuery>) -> Result<Response> {
    let all = store::calendar::all(&app.db).await?;
    let usual = usual(&*app.reference().await?);
    let chosen = all
        .iter()
        .find(|c| c.key == query.lich)
        .or_else(|| all.iter().find(|c| Some(&c.key) == usual.as_ref()))
        .or_else(|| all.first())
        .ok_or(Error::NotFound)?;
    let this_year = calendar::local(app.clock.now()).year();
    let year = query.nam.unwrap_or(this_year);
    let next = this_year + 1;
    let published = |year| chosen.data.published_years.contains(&year);
    let place = |key: &str, year: i32| {
        ui.locale().path(&format!("{}?lich={}&nam={year}", paths::ADMIN_CALENDAR, paths::encode(key)))
    };
    let mut months = months(&chosen.data, year)?;
    let inherits = chosen.inherits.as_ref();
    let own = inherits.and_then(|(parent, own)| Own::of(&all, (parent, own), ui.locale()));
    if let Some(own) = &own {
        mark(&mut months, own);
    }
    ui.page(&CalendarPage {
        name: chosen.name.clone(),
        revision: chosen.revision,
        year: year.to_string(),
        published: published(year),
        missing_next: (!published(next) && own.is_none()).then(|| next.to_string()),
        calendars: places(&all, chosen, |key| place(key, year)),
        years: years(&chosen.data, this_year, year, |year| place(&chosen.key, year)),
        working_days: working_days(&months),
        months,
        special: special(&chosen.data, year),
        hours: hours(&chosen.data, year),
        saturday_counts: chosen.data.saturday_counts,
        may_edit: policy::has_right(ui.actor()?, Right::ManageCalendars),
        has_draft: store::calendar_version::draft(&app.db, &chosen.key).await?.is_some(),
        versions: store::calendar_version::list(&app.db, &chosen.key).await?,
        heirs: all
            .iter()
            .filter(|heir| heir.is_heir_of(&chosen.key))
            .map(|heir| Place::new(heir.name.clone(), place(&heir.key, year)))
            .collect(),
        own,
        key: chosen.key.clone(),
    })
}

/// The calendar of the province's own agency: what is shown first.
fn usual(reference: &Reference) -> Option<String> {
    reference.agencies.values().find(|a| a.level == AgencyLevel::Province.key()).map(|a| a.calendar.clone())
}

/// The calendars that inherit none, and the one that is shown: the others stand at the calendar they inherit.
fn places(all: &[StoredCalendar], chosen: &StoredCalendar, href: impl Fn(&str) -> String) -> Vec<Place> {
    all.iter()
        .filter(|c| c.inherits.is_none() || c.key == chosen.key)
        .map(|c| Place { current: c.key == chosen.key, ..Place::new(c.name.clone(), href(&c.key)) })
        .collect()
}

/// The published years, this one and the next.
#[must_use]
pub fn years(data: &CalendarData, this_year: i32, year: i32, href: impl Fn(i32) -> String) -> Vec<Place> {
    let mut years = data.published_years.clone();
    years.extend([this_year, this_year + 1]);
    years
        .into_iter()
        .map(|each| Place { current: each == year, ..Place::new(each.to_string(), href(each)) })
        .collect()
}

/// The year, laid out.
/// # Errors
/// [`Error::Refused`] when the calendar makes no sense.
pub fn months(data: &CalendarData, year: i32) -> Result<Vec<Month>> {
    let calendar = WorkCalendar::new(data.clone()).map_err(Error::Refused)?;
    Ok((1..=12)
        .filter_map(|number| {
            let first = NaiveDate::from_ymd_opt(year, number, 1)?;
            Some(Month { number, weeks: weeks(&calendar, first) })
        })
        .collect())
}

/// Marks the days that a calendar which inherits says itself.
pub fn mark(months: &mut [Month], own: &Own) {
    for cell in months.iter_mut().flat_map(|month| month.weeks.iter_mut().flatten().flatten()) {
        cell.own = own.says(&cell.date);
    }
}

fn weeks(calendar: &WorkCalendar, first: NaiveDate) -> Vec<[Option<Cell>; 7]> {
    let before = u64::from(first.weekday().num_days_from_monday());
    let start = first.checked_sub_days(Days::new(before)).unwrap_or(first);
    (0..6_u64)
        .filter_map(|week| start.checked_add_days(Days::new(week * 7)))
        .map(|monday| {
            std::array::from_fn(|n| {
                let day = monday.checked_add_days(Days::new(u64::try_from(n).unwrap_or(0)))?;
                (day.month() == first.month()).then(|| cell(calendar, day))
            })
        })
        .filter(|week: &[Option<Cell>; 7]| week.iter().any(Option::is_some))
        .collect()
}

fn cell(calendar: &WorkCalendar, date: NaiveDate) -> Cell {
    let (look, name) = match calendar.day_kind(date) {
        Ok(DayKind::Working) => ("work", String::new()),
        Ok(DayKind::Weekend) => ("weekend", String::new()),
        Ok(DayKind::Holiday(day)) if day.kind == SpecialKind::Closure => ("closure", day.name.clone()),
        Ok(DayKind::Holiday(day)) => ("off", day.name.clone()),
        Ok(DayKind::MakeUp(day)) => ("make-up", day.name.clone()),
        Err(_) => ("unknown", String::new()),
    };
    Cell { date, look, name, own: false }
}

fn working_days(months: &[Month]) -> usize {
    months
        .iter()
        .flat_map(|month| month.weeks.iter().flatten().flatten())
        .filter(|day| ["work", "make-up"].contains(&day.look))
        .count()
}

/// The special days of a year, each date once: the last entry holds.
fn special(data: &CalendarData, year: i32) -> Vec<SpecialDay> {
    data.special_days
        .iter()
        .filter(|day| day.date.year() == year)
        .map(|day| (day.date, day.clone()))
        .collect::<BTreeMap<_, _>>()
        .into_values()
        .collect()
}

/// The sessions of each weekday, side by side, by season.
fn hours(data: &CalendarData, year: i32) -> Vec<Hours> {
    let mut days: BTreeMap<_, Vec<String>> = BTreeMap::new();
    let mut rows: Vec<&OfficeHours> = data
        .hours
        .iter()
        .filter(|row| row.valid_from.year() <= year && row.valid_to.is_none_or(|last| last.year() >= year))
        .collect();
    rows.sort_by_key(|row| row.opens);
    for row in rows {
        let session = format!("{} – {}", row.opens.format("%H:%M"), row.closes.format("%H:%M"));
        days.entry((row.valid_from, row.valid_to, row.weekday)).or_default().push(session);
    }
    days.into_iter()
        .map(|((from, to, weekday), sessions)| Hours { weekday, sessions: sessions.join(", "), from, to })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> CalendarData {
        serde_json::from_value(serde_json::json!({
            "hours": (1..=5).map(|weekday| serde_json::json!({
                "weekday": weekday, "opens": "07:00:00", "closes": "11:30:00", "valid_from": "2025-01-01"
            })).collect::<Vec<_>>(),
            "special_days": [
                {"date": "2026-01-01", "kind": "off", "name": "Tết Dương lịch", "legal_basis": "BLLĐ Đ112"},
                {"date": "2026-01-10", "kind": "make-up", "name": "Làm bù", "legal_basis": "TB", "works_as": 5}
            ],
            "published_years": [2026]
        }))
        .unwrap()
    }

    #[test]
    fn every_day_of_the_year_stands_once_in_its_month() {
        let months = months(&data(), 2026).unwrap();
        let days = months.iter().flat_map(|m| m.weeks.iter().flatten().flatten()).count();
        assert_eq!((months.len(), days), (12, 365));
        let january = &months[0].weeks;
        assert_eq!(january[0][3].as_ref().unwrap().look, "off");
        assert_eq!(january[1][5].as_ref().unwrap().look, "make-up");
        // 261 weekdays, one of them off, one Saturday made up.
        assert_eq!(working_days(&months), 261);
    }

    #[test]
    fn a_year_that_nobody_published_is_not_shown_as_working_days() {
        let months = months(&data(), 2027).unwrap();
        assert_eq!(working_days(&months), 0);
        assert_eq!(months[0].weeks[0][4].as_ref().unwrap().look, "unknown");
    }
}
