//! What one calendar says differently from another: years that become known or unknown, and days whose kind or working minutes
//! change. For administrators, before they publish.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::{
    calendar::{CalendarData, DayKind, SpecialKind, WorkCalendar},
    refusal::Refusal,
    status::keyed,
};

keyed! {
    /// What a day is.
    Nature {
        /// Worked as every week.
        Work = "work",
        /// Not worked in any week.
        Weekend = "weekend",
        /// Off by name: a holiday, a day in lieu, a swapped day.
        Off = "off",
        /// Closed for a reason of the agency's own.
        Closure = "closure",
        /// Worked by name.
        MakeUp = "make-up",
    }
}

/// A day in one calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayIs {
    /// What it is.
    pub nature: Nature,
    /// Minutes that count.
    pub minutes: i64,
}

/// A day that the two calendars see differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayChange {
    /// Local date.
    pub date: NaiveDate,
    /// What it was.
    pub was: DayIs,
    /// What it is now.
    pub is: DayIs,
    /// What the new calendar calls it; empty for a day like every week's.
    pub name: String,
}

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Years that only the new one has.
    pub years_added: BTreeSet<i32>,
    /// Years that only the old one has.
    pub years_lost: BTreeSet<i32>,
    /// Days of the years that both have.
    pub days: Vec<DayChange>,
    /// Length of the nominal day before and after, where it changes.
    pub nominal: Option<(i64, i64)>,
}

impl Difference {
    /// Whether the two say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What `new` says differently from `old`.
/// # Errors
/// [`Refusal::CalendarMalformed`] when one of them makes no sense.
pub fn difference(old: &CalendarData, new: &CalendarData) -> Result<Difference, Refusal> {
    let only = |a: &CalendarData, b: &CalendarData| -> BTreeSet<i32> {
        a.published_years.difference(&b.published_years).copied().collect()
    };
    let (was, is) = (WorkCalendar::new(old.clone())?, WorkCalendar::new(new.clone())?);
    let mut days = Vec::new();
    for year in old.published_years.intersection(&new.published_years) {
        let first = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap_or_default();
        for date in first.iter_days().take_while(|date| date.year() == *year) {
            let (before, _) = look(&was, date)?;
            let (after, name) = look(&is, date)?;
            if before != after {
                days.push(DayChange { date, was: before, is: after, name: name.to_owned() });
            }
        }
    }
    let (before, after) = (was.nominal_minutes(), is.nominal_minutes());
    Ok(Difference {
        years_added: only(new, old),
        years_lost: only(old, new),
        days,
        nominal: (before != after).then_some((before, after)),
    })
}

fn look(calendar: &WorkCalendar, date: NaiveDate) -> Result<(DayIs, &str), Refusal> {
    let (nature, name) = match calendar.day_kind(date)? {
        DayKind::Working => (Nature::Work, ""),
        DayKind::Weekend => (Nature::Weekend, ""),
        DayKind::Holiday(day) if day.kind == SpecialKind::Closure => (Nature::Closure, day.name.as_str()),
        DayKind::Holiday(day) => (Nature::Off, day.name.as_str()),
        DayKind::MakeUp(day) => (Nature::MakeUp, day.name.as_str()),
    };
    Ok((DayIs { nature, minutes: calendar.minutes_of(date)? }, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{
        Session, SpecialDay,
        sample::{data, day},
    };

    fn special(kind: SpecialKind, date: &str) -> SpecialDay {
        SpecialDay {
            date: day(date),
            kind,
            name: "Theo thông báo".to_owned(),
            legal_basis: String::new(),
            works_as: None,
            sessions: Vec::new(),
        }
    }

    #[test]
    fn a_calendar_does_not_differ_from_itself() {
        assert!(difference(&data(), &data()).unwrap().is_empty());
    }

    #[test]
    fn days_that_become_off_or_worked_are_named_with_their_minutes() {
        let mut new = data();
        new.special_days.push(special(SpecialKind::Closure, "2026-12-01"));
        new.special_days.push(special(SpecialKind::MakeUp, "2026-12-05"));
        let days = difference(&data(), &new).unwrap().days;
        let said: Vec<_> =
            days.iter().map(|d| (d.date, d.was.nature, d.was.minutes, d.is.nature, d.is.minutes)).collect();
        assert_eq!(
            said,
            [
                (day("2026-12-01"), Nature::Work, 480, Nature::Closure, 0),
                (day("2026-12-05"), Nature::Weekend, 0, Nature::MakeUp, 480),
            ]
        );
        assert_eq!(days[0].name, "Theo thông báo");
    }

    #[test]
    fn other_hours_of_a_make_up_day_are_a_change_and_another_name_is_none() {
        let worked = |closes| {
            let mut data = data();
            let mut day = special(SpecialKind::MakeUp, "2026-12-05");
            let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
            day.sessions = vec![Session { opens: time(8), closes: time(closes) }];
            data.special_days.push(day);
            data
        };
        let days = difference(&worked(10), &worked(11)).unwrap().days;
        assert_eq!((days.len(), days[0].was.minutes, days[0].is.minutes), (1, 120, 180));
        let mut renamed = data();
        renamed.special_days.iter_mut().for_each(|day| day.name.push('!'));
        assert!(difference(&data(), &renamed).unwrap().is_empty());
    }

    #[test]
    fn a_year_that_comes_or_goes_is_named_as_a_whole() {
        let mut new = data();
        new.published_years.insert(2027);
        let there = difference(&data(), &new).unwrap();
        assert_eq!((there.years_added, there.days.len()), (BTreeSet::from([2027]), 0));
        assert_eq!(difference(&new, &data()).unwrap().years_lost, BTreeSet::from([2027]));
    }
}
