//! A year's days off as the law alone gives them: a proposal that an administrator completes and publishes. The holidays stand here as
//! data with the day from which they hold and their legal basis. What is decreed each year stays open: which days round Tết and round
//! 2/9 are taken is a [`Choice`], and swapped days (hoán đổi, with a Saturday worked in return) are never proposed.
//! Source: Labour Code 2019 Arts 111–112; NQ 28/2026/QH16.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use super::{
    lunar::{self, LunarDate},
    office_hours::{CalendarData, SpecialDay, SpecialKind},
};

const CODE: &str = "Bộ luật Lao động 2019 Điều 112";
const IN_LIEU: &str = "Bộ luật Lao động 2019 Điều 111 khoản 3 (nghỉ bù)";
const CULTURE: &str = "Nghị quyết 28/2026/QH16";

/// What the Prime Minister decides each year within the law. The default is what is usual where nothing is decided yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Of the five days of Tết, how many lie before the first of the lunar year.
    pub tet_days_before: u8,
    /// Whether the second day of the National Day is 1/9 and not 3/9.
    pub first_of_september: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self { tet_days_before: 1, first_of_september: false }
    }
}

/// Which dates a holiday has.
#[derive(Clone, Copy, Debug)]
enum Dates {
    Solar { month: u32, day: u32 },
    Lunar { month: u8, day: u8 },
    Tet { days: u8 },
    BesideNationalDay,
}

/// A public holiday.
#[derive(Clone, Copy, Debug)]
struct Holiday {
    name: &'static str,
    dates: Dates,
    /// Year, month and day from which it is one.
    valid_from: (i32, u32, u32),
    basis: &'static str,
}

const fn holiday(name: &'static str, dates: Dates) -> Holiday {
    Holiday { name, dates, valid_from: (2021, 1, 1), basis: CODE }
}

const HOLIDAYS: [Holiday; 8] = [
    holiday("Tết Dương lịch", Dates::Solar { month: 1, day: 1 }),
    holiday("Tết Nguyên đán", Dates::Tet { days: 5 }),
    holiday("Giỗ Tổ Hùng Vương", Dates::Lunar { month: 3, day: 10 }),
    holiday("Ngày Chiến thắng", Dates::Solar { month: 4, day: 30 }),
    holiday("Ngày Quốc tế lao động", Dates::Solar { month: 5, day: 1 }),
    holiday("Quốc khánh", Dates::Solar { month: 9, day: 2 }),
    holiday("Quốc khánh (ngày liền kề)", Dates::BesideNationalDay),
    Holiday {
        name: "Ngày Văn hóa Việt Nam",
        dates: Dates::Solar { month: 11, day: 24 },
        valid_from: (2026, 7, 1),
        basis: CULTURE,
    },
];

/// The days off of `year` for agencies that work from Monday to Friday, in order: every holiday, also on a Saturday or Sunday, and for each
/// of those the next working day. None before 2021, when this law did not hold yet, and after 2100.
#[must_use]
pub fn propose(year: i32, choice: Choice) -> Option<Vec<SpecialDay>> {
    if !(2021..=*lunar::YEARS.end()).contains(&year) {
        return None;
    }
    let mut days = Vec::new();
    for holiday in HOLIDAYS {
        let (from_year, from_month, from_day) = holiday.valid_from;
        let valid_from = NaiveDate::from_ymd_opt(from_year, from_month, from_day)?;
        let name = match holiday.dates {
            Dates::Tet { .. } => format!("{} {}", holiday.name, lunar::name_of_year(year)),
            Dates::Solar { .. } | Dates::Lunar { .. } | Dates::BesideNationalDay => holiday.name.to_owned(),
        };
        let dates = dates_of(holiday.dates, year, choice)?;
        days.extend(
            dates.into_iter().filter(|date| *date >= valid_from).map(|date| off(date, &name, holiday.basis)),
        );
    }
    days.sort_by_key(|day| day.date);
    let in_lieu = in_lieu(&days)?;
    days.extend(in_lieu);
    days.sort_by_key(|day| day.date);
    Some(days)
}

/// `data` with the proposal for `year`. Days of an earlier proposal for it, by whatever choice, give way; what an administrator has put in
/// for a date stays. The year is not published by this: swapped days are still to come. None as for [`propose`].
#[must_use]
pub fn into(data: &CalendarData, year: i32, choice: Choice) -> Option<CalendarData> {
    let proposed = propose(year, choice)?;
    let mut data = data.clone();
    for tet_days_before in 0..=5 {
        for first_of_september in [false, true] {
            let earlier = propose(year, Choice { tet_days_before, first_of_september })?;
            data.special_days.retain(|day| !earlier.contains(day));
        }
    }
    let taken: BTreeSet<NaiveDate> = data.special_days.iter().map(|day| day.date).collect();
    data.special_days.extend(proposed.into_iter().filter(|day| !taken.contains(&day.date)));
    data.special_days.sort_by_key(|day| day.date);
    Some(data)
}

fn off(date: NaiveDate, name: &str, basis: &str) -> SpecialDay {
    SpecialDay {
        date,
        kind: SpecialKind::Off,
        name: name.to_owned(),
        legal_basis: basis.to_owned(),
        works_as: None,
        sessions: Vec::new(),
    }
}

fn dates_of(dates: Dates, year: i32, choice: Choice) -> Option<Vec<NaiveDate>> {
    Some(match dates {
        Dates::Solar { month, day } => vec![NaiveDate::from_ymd_opt(year, month, day)?],
        Dates::Lunar { month, day } => vec![lunar::solar(LunarDate::new(year, month, day))?],
        Dates::Tet { days } => {
            let before = Days::new(u64::from(choice.tet_days_before.min(days)));
            let first = lunar::tet(year)?.checked_sub_days(before)?;
            first.iter_days().take(usize::from(days)).collect()
        }
        Dates::BesideNationalDay => {
            let day = if choice.first_of_september { 1 } else { 3 };
            vec![NaiveDate::from_ymd_opt(year, 9, day)?]
        }
    })
}

/// For each holiday on a weekly day off the next day that is neither one nor off already.
fn in_lieu(holidays: &[SpecialDay]) -> Option<Vec<SpecialDay>> {
    let mut taken: BTreeSet<NaiveDate> = holidays.iter().map(|day| day.date).collect();
    let mut found = Vec::new();
    for holiday in holidays.iter().filter(|day| is_weekend(day.date)) {
        let date = holiday.date.iter_days().find(|date| !is_weekend(*date) && !taken.contains(date))?;
        taken.insert(date);
        found.push(off(date, &format!("Nghỉ bù {}", holiday.name), IN_LIEU));
    }
    Some(found)
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::sample;

    fn weekdays_off(days: &[SpecialDay], year: i32) -> BTreeSet<NaiveDate> {
        let off = days.iter().filter(|day| day.kind == SpecialKind::Off && day.date.year() == year);
        off.map(|day| day.date).filter(|date| !is_weekend(*date)).collect()
    }

    /// What was decreed and not proposed, and the other way round.
    fn differences(year: i32, choice: Choice) -> (Vec<String>, Vec<String>) {
        let decreed = weekdays_off(&sample::data().special_days, year);
        let proposed = weekdays_off(&propose(year, choice).unwrap(), year);
        let list = |a: &BTreeSet<NaiveDate>, b| {
            a.difference(b).map(|day: &NaiveDate| day.format("%d/%m").to_string()).collect()
        };
        (list(&decreed, &proposed), list(&proposed, &decreed))
    }

    const TWO_BEFORE: Choice = Choice { tet_days_before: 2, first_of_september: false };

    #[test]
    fn with_the_years_choices_only_the_decreed_swaps_differ() {
        let none: Vec<String> = Vec::new();
        // 2024: Monday 29/4 was swapped with Saturday 4/5.
        assert_eq!(differences(2024, TWO_BEFORE), (vec!["29/04".to_owned()], none.clone()));
        // 2025: Friday 2/5 was swapped with Saturday 26/4.
        let september = Choice { first_of_september: true, ..TWO_BEFORE };
        assert_eq!(differences(2025, september), (vec!["02/05".to_owned()], none.clone()));
        // 2026: Friday 2/1 was swapped with Saturday 10/1, Monday 31/8 with Saturday 22/8.
        let september = Choice { first_of_september: true, ..Choice::default() };
        assert_eq!(differences(2026, september), (vec!["02/01".to_owned(), "31/08".to_owned()], none));
    }

    #[test]
    fn without_them_the_choices_show_as_one_day_against_another() {
        let all = |days: &[&str]| days.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>();
        let usual = Choice::default();
        // 2024 and 2025 took two days before Tết; 2025 and 2026 took 1/9.
        assert_eq!(differences(2024, usual), (all(&["08/02", "29/04"]), all(&["15/02"])));
        assert_eq!(differences(2025, usual), (all(&["27/01", "02/05", "01/09"]), all(&["03/02", "03/09"])));
        assert_eq!(differences(2026, usual), (all(&["02/01", "31/08", "01/09"]), all(&["03/09"])));
    }

    fn dates(year: i32, choice: Choice) -> Vec<String> {
        let days = weekdays_off(&propose(year, choice).unwrap(), year);
        days.into_iter().map(|day| day.format("%-d/%-m").to_string()).collect()
    }

    #[test]
    fn the_year_2027_has_the_days_of_both_options_that_were_put_forward_but_for_the_swap() {
        // Option 1: 4–10/2. Option 2: 5–14/2, of which Friday 12/2 would be a swap.
        let rest = ["16/4", "30/4", "3/5", "2/9", "3/9", "24/11"];
        let first = ["1/1", "4/2", "5/2", "8/2", "9/2", "10/2"];
        assert_eq!(dates(2027, TWO_BEFORE), [first, rest].concat());
        let second = ["1/1", "5/2", "8/2", "9/2", "10/2", "11/2"];
        assert_eq!(dates(2027, Choice::default()), [second, rest].concat());
    }

    #[test]
    fn every_day_says_its_name_and_its_law() {
        let days = propose(2026, Choice::default()).unwrap();
        let told = |date: &str| {
            days.iter()
                .find(|day| day.date == sample::day(date))
                .map(|day| (day.name.as_str(), day.legal_basis.as_str()))
        };
        assert_eq!(told("2026-02-17"), Some(("Tết Nguyên đán Bính Ngọ", CODE)));
        assert_eq!(told("2026-04-26"), Some(("Giỗ Tổ Hùng Vương", CODE)));
        assert_eq!(told("2026-04-27"), Some(("Nghỉ bù Giỗ Tổ Hùng Vương", IN_LIEU)));
        assert_eq!(told("2026-11-24"), Some(("Ngày Văn hóa Việt Nam", CULTURE)));
        let before = propose(2025, Choice::default()).unwrap();
        assert!(before.iter().all(|day| day.date != sample::day("2025-11-24")));
    }

    #[test]
    fn years_before_the_law_and_beyond_the_lunar_calendar_have_no_proposal() {
        assert_eq!(propose(2020, Choice::default()), None);
        assert_eq!(propose(2101, Choice::default()), None);
    }

    #[test]
    fn a_proposal_gives_way_to_another_and_never_to_what_was_put_in() {
        let mut data = sample::data();
        let swap = SpecialDay {
            date: sample::day("2027-02-12"),
            name: "Nghỉ hoán đổi".to_owned(),
            ..off(sample::day("2027-02-12"), "", "Thông báo 1/TB")
        };
        let own = SpecialDay {
            name: "Tết, theo Thông báo".to_owned(),
            ..off(sample::day("2027-02-08"), "", "TB")
        };
        data.special_days.extend([swap.clone(), own.clone()]);
        let first = into(&data, 2027, Choice::default()).unwrap();
        let other = Choice { tet_days_before: 2, first_of_september: true };
        let again = into(&first, 2027, other).unwrap();
        assert_eq!(again, into(&data, 2027, other).unwrap(), "nothing of the first is left");
        assert_eq!(again, into(&again, 2027, other).unwrap(), "twice is once");
        assert!(again.special_days.contains(&swap) && again.special_days.contains(&own));
        let on = |date: &str| again.special_days.iter().filter(|one| one.date == sample::day(date)).count();
        assert_eq!((on("2027-02-08"), on("2027-09-01"), on("2027-09-03")), (1, 1, 0));
        assert!(!again.published_years.contains(&2027));
        assert!(again.special_days.is_sorted_by_key(|day| day.date));
        assert_eq!(into(&data, 2020, other), None);
    }

    proptest! {
        #[test]
        fn every_year_gives_as_many_weekdays_off_as_there_are_holidays(year in 2021_i32..=2100, tet_days_before in 0_u8..=5) {
            let days = propose(year, Choice { tet_days_before, first_of_september: false }).unwrap();
            let dates: BTreeSet<_> = days.iter().map(|day| day.date).collect();
            prop_assert_eq!(dates.iter().filter(|date| !is_weekend(**date)).count(), if year >= 2026 { 12 } else { 11 });
            prop_assert_eq!(dates.len(), days.len());
            prop_assert!(days.is_sorted_by_key(|day| day.date));
        }
    }
}
