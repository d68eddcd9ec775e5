//! What a working calendar that inherits another says itself, in words, for the pages that show it and its draft.

use chrono::NaiveDate;

use crate::{
    domain::{
        calendar::{OfficeHours, Session, SpecialDay},
        calendar_csv,
        calendar_inherit::Differences,
    },
    i18n::{self, Argument as _, Locale, Value, format},
    store::calendar::StoredCalendar,
    web::{parts::Place, paths},
};

/// The calendar that is inherited, and every point that differs.
#[derive(Debug)]
pub struct Own {
    /// The calendar that is inherited.
    pub parent: Place,
    /// What differs.
    pub points: Vec<Point>,
    differences: Differences,
}

/// One point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// A day, a weekday or a figure.
    pub what: String,
    /// What holds there.
    pub words: String,
    /// Its name, as it was put in; may be empty.
    pub name: String,
}

impl Own {
    /// What `own` says over the calendar `parent`, which is among `all`.
    #[must_use]
    pub fn of(all: &[StoredCalendar], (parent, own): (&str, &Differences), locale: Locale) -> Option<Self> {
        let parent = all.iter().find(|calendar| calendar.key == parent)?;
        let href = format!("{}?lich={}", paths::ADMIN_CALENDAR, paths::encode(&parent.key));
        let inherited = |date: NaiveDate| parent.data.special_days.iter().rfind(|day| day.date == date);
        Some(Self {
            parent: Place::new(parent.name.clone(), locale.path(&href)),
            points: Points(locale).all(own, inherited),
            differences: own.clone(),
        })
    }

    /// Whether what holds on `date` is its own.
    #[must_use]
    pub fn says(&self, date: &NaiveDate) -> bool {
        self.differences.says(*date)
    }

    /// Whether the hours of `weekday` are its own.
    #[must_use]
    pub fn opens(&self, weekday: &u8) -> bool {
        self.differences.hours.contains_key(weekday)
    }
}

struct Points(Locale);

impl Points {
    fn all<'a>(
        &self,
        own: &Differences,
        inherited: impl Fn(NaiveDate) -> Option<&'a SpecialDay>,
    ) -> Vec<Point> {
        let hours = own.hours.iter().map(|(weekday, rows)| self.hours(*weekday, rows));
        let special = own.special_days.iter().map(|day| self.special(day));
        let ordinary = own.ordinary.iter().map(|date| Point {
            what: format::date(*date),
            words: self.t("admin-own-ordinary", &[]),
            name: inherited(*date).map_or_else(String::new, |day| day.name.clone()),
        });
        let saturday = own.saturday_counts.map(|counts| {
            self.figure(
                "admin-own-saturday",
                if counts { "admin-own-counts" } else { "admin-own-counts-not" },
                &[],
            )
        });
        let nominal = own.nominal_minutes.map(|minutes| {
            self.figure(
                "admin-calendar-nominal",
                "admin-diff-minutes",
                &[("count", i64::from(minutes).value())],
            )
        });
        hours.chain(special).chain(ordinary).chain(saturday).chain(nominal).collect()
    }

    fn t(&self, key: &str, args: &[(&str, Value)]) -> String {
        i18n::text(self.0, key, args)
    }

    fn figure(&self, what: &str, words: &str, args: &[(&str, Value)]) -> Point {
        Point { what: self.t(what, &[]), words: self.t(words, args), name: String::new() }
    }

    fn hours(&self, weekday: u8, rows: &[OfficeHours]) -> Point {
        let sessions: Vec<Session> =
            rows.iter().map(|row| Session { opens: row.opens, closes: row.closes }).collect();
        let words = if sessions.is_empty() {
            self.t("admin-own-closed", &[])
        } else {
            calendar_csv::typed(&sessions)
        };
        Point { what: self.t(&format!("weekday-{weekday}"), &[]), words, name: String::new() }
    }

    fn special(&self, day: &SpecialDay) -> Point {
        Point {
            what: format::date(day.date),
            words: self.t(&format!("admin-special-{}", day.kind), &[]),
            name: day.name.clone(),
        }
    }
}
