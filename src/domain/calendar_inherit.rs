//! A calendar that inherits: an agency works as its province does but for what it says itself. Kept are only those differences; the
//! calendar that counts is composed of the two, so that what the province changes later holds for the agency as well, unless the
//! agency says otherwise. Which years are published is the province's alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::office_hours::{CalendarData, OfficeHours, SpecialDay};

/// What a calendar says differently from the one it inherits. Nothing: it is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differences {
    /// Hours of whole weekdays (ISO 1–7), all seasons of each; a weekday without any is closed here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hours: BTreeMap<u8, Vec<OfficeHours>>,
    /// Special days of its own, one a date at most; they take the place of an inherited one of the same date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special_days: Vec<SpecialDay>,
    /// Dates that are special there and ordinary here.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ordinary: BTreeSet<NaiveDate>,
    /// Whether Saturday hours count, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saturday_counts: Option<bool>,
    /// Minutes of the nominal day, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominal_minutes: Option<u16>,
}

impl Differences {
    /// Whether it says nothing itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether what holds on `date` is its own: a special day, or that it is an ordinary one.
    #[must_use]
    pub fn says(&self, date: NaiveDate) -> bool {
        self.ordinary.contains(&date) || self.special_days.iter().any(|day| day.date == date)
    }
}

/// The calendar that counts: `parent` but for what `own` says.
#[must_use]
pub fn compose(parent: &CalendarData, own: &Differences) -> CalendarData {
    let inherited = parent.hours.iter().filter(|row| !own.hours.contains_key(&row.weekday));
    let kept = by_date(&parent.special_days).into_values().filter(|day| !own.says(day.date));
    let mut special_days: Vec<SpecialDay> = kept.chain(&own.special_days).cloned().collect();
    special_days.sort_by_key(|day| day.date);
    CalendarData {
        hours: inherited.chain(own.hours.values().flatten()).cloned().collect(),
        special_days,
        published_years: parent.published_years.clone(),
        saturday_counts: own.saturday_counts.unwrap_or(parent.saturday_counts),
        nominal_minutes: own.nominal_minutes.or(parent.nominal_minutes),
    }
}

/// What `whole` says differently from `parent`: [`compose`] makes `whole` of it again, with the parent's published years and, where
/// `whole` has none, the parent's nominal day.
#[must_use]
pub fn differences(parent: &CalendarData, whole: &CalendarData) -> Differences {
    let (there, here) = (by_date(&parent.special_days), by_date(&whole.special_days));
    Differences {
        hours: (1..=7)
            .map(|weekday| (weekday, of_weekday(whole, weekday)))
            .filter(|(weekday, rows)| *rows != of_weekday(parent, *weekday))
            .collect(),
        special_days: here
            .values()
            .filter(|day| there.get(&day.date) != Some(*day))
            .map(|day| (*day).clone())
            .collect(),
        ordinary: there.keys().filter(|date| !here.contains_key(*date)).copied().collect(),
        saturday_counts: Some(whole.saturday_counts).filter(|counts| *counts != parent.saturday_counts),
        nominal_minutes: whole.nominal_minutes.filter(|minutes| Some(*minutes) != parent.nominal_minutes),
    }
}

/// One special day a date: the last entry holds.
fn by_date(days: &[SpecialDay]) -> BTreeMap<NaiveDate, &SpecialDay> {
    days.iter().map(|day| (day.date, day)).collect()
}

fn of_weekday(data: &CalendarData, weekday: u8) -> Vec<OfficeHours> {
    let mut rows: Vec<OfficeHours> =
        data.hours.iter().filter(|row| row.weekday == weekday).cloned().collect();
    rows.sort_by_key(|row| (row.valid_from, row.valid_to, row.opens));
    rows
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::{
        SpecialKind, WorkCalendar,
        sample::{data, day, hours},
    };

    fn special(date: NaiveDate, kind: SpecialKind, name: &str) -> SpecialDay {
        SpecialDay {
            date,
            kind,
            name: name.to_owned(),
            legal_basis: String::new(),
            works_as: None,
            sessions: Vec::new(),
        }
    }

    /// A calendar of 2026, or one that says some of it differently.
    fn calendars() -> impl Strategy<Value = CalendarData> {
        let week = prop::collection::vec(0_usize..4, 7);
        let kind = prop::sample::select(SpecialKind::ALL.to_vec());
        let days = prop::collection::vec((0_u64..365, kind, "[ab]"), 0..20);
        let nominal = prop::option::of(prop::sample::select(vec![450_u16, 480]));
        (week, days, any::<bool>(), nominal).prop_map(|(week, days, saturday_counts, nominal_minutes)| {
            let sessions: [&[_]; 4] = [
                &[],
                &[((7, 0), (11, 30))],
                &[((7, 0), (11, 30)), ((13, 30), (17, 0))],
                &[((8, 0), (12, 0))],
            ];
            let rows = (1_u8..).zip(week).flat_map(|(weekday, which)| {
                sessions[which].iter().map(move |(opens, closes)| hours(weekday, *opens, *closes))
            });
            CalendarData {
                hours: rows.collect(),
                special_days: days
                    .into_iter()
                    .map(|(n, kind, name)| special(day("2026-01-01") + Days::new(n), kind, &name))
                    .collect(),
                published_years: [2026].into(),
                saturday_counts,
                nominal_minutes,
            }
        })
    }

    fn year() -> impl Iterator<Item = NaiveDate> {
        day("2026-01-01").iter_days().take(365)
    }

    proptest! {
        #[test]
        fn what_differs_composed_with_the_parent_is_the_whole(parent in calendars(), whole in calendars()) {
            let own = differences(&parent, &whole);
            let composed = compose(&parent, &own);
            let wanted = CalendarData {
                nominal_minutes: whole.nominal_minutes.or(parent.nominal_minutes),
                ..whole.clone()
            };
            prop_assert_eq!(WorkCalendar::new(composed.clone()).unwrap(), WorkCalendar::new(wanted).unwrap());
            prop_assert_eq!(differences(&parent, &composed), own, "nothing is said that is the same anyway");
        }

        #[test]
        fn what_the_parent_changes_later_holds_where_nothing_else_is_said(
            parent in calendars(), whole in calendars(), later in calendars(),
        ) {
            let own = differences(&parent, &whole);
            let composed = compose(&later, &own);
            let (theirs, said) = (by_date(&later.special_days), by_date(&own.special_days));
            let here = by_date(&composed.special_days);
            for date in year() {
                let wanted = said.get(&date).or_else(|| theirs.get(&date).filter(|_| !own.says(date)));
                prop_assert_eq!(here.get(&date), wanted, "{}", date);
            }
            for weekday in 1..=7 {
                let wanted = own.hours.get(&weekday).cloned().unwrap_or_else(|| of_weekday(&later, weekday));
                prop_assert_eq!(of_weekday(&composed, weekday), wanted);
            }
            prop_assert_eq!(composed.published_years, later.published_years);
            prop_assert_eq!(composed.saturday_counts, own.saturday_counts.unwrap_or(later.saturday_counts));
        }

        #[test]
        fn whoever_says_nothing_works_as_the_parent_does(parent in calendars()) {
            prop_assert!(differences(&parent, &parent).is_empty());
            let composed = compose(&parent, &Differences::default());
            prop_assert_eq!(WorkCalendar::new(composed).unwrap(), WorkCalendar::new(parent).unwrap());
        }
    }

    #[test]
    fn a_closure_and_a_day_worked_stand_beside_what_is_inherited() {
        let mut whole = data();
        whole.special_days.push(special(day("2026-12-01"), SpecialKind::Closure, "Chuyển trụ sở"));
        whole.special_days.retain(|one| one.date != day("2026-11-24"));
        whole.hours.retain(|row| row.weekday != 5);
        let own = differences(&data(), &whole);
        assert_eq!(own.special_days.len(), 1);
        assert_eq!(own.ordinary, [day("2026-11-24")].into());
        assert_eq!(own.hours, [(5, Vec::new())].into());
        assert!(own.says(day("2026-11-24")) && own.says(day("2026-12-01")) && !own.says(day("2026-09-02")));
        let mut later = data();
        later.special_days.push(special(day("2026-12-02"), SpecialKind::Off, "Nghỉ thêm"));
        let calendar = WorkCalendar::new(compose(&later, &own)).unwrap();
        let works = |date| calendar.is_working_day(day(date)).unwrap();
        assert!(!works("2026-12-01") && !works("2026-12-02") && works("2026-11-24") && !works("2026-12-04"));
    }

    #[test]
    fn it_is_kept_as_what_it_says_and_no_more() {
        assert_eq!(serde_json::to_string(&Differences::default()).unwrap(), "{}");
        let own = Differences { hours: [(6, Vec::new())].into(), ..Differences::default() };
        let json = serde_json::to_string(&own).unwrap();
        assert_eq!(serde_json::from_str::<Differences>(&json).unwrap(), own);
    }
}
