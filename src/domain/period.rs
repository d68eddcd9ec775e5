//! Periods of the calendar, as reports ask for them: parts of a period by month, quarter or year, and the periods that are asked for
//! most. Days are local.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::status::keyed;

keyed! {
    /// Into what a period is cut.
    Stretch {
        /// Months.
        Month = "month",
        /// Quarters.
        Quarter = "quarter",
        /// Years.
        Year = "year",
    }
}

impl Stretch {
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The name of the stretch that `day` lies in: `2026-11`, `2026-Q4`, `2026`. Names are in the order of time.
    #[must_use]
    pub fn name(self, day: NaiveDate) -> String {
        match self {
            Self::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Self::Quarter => format!("{:04}-Q{}", day.year(), day.month0() / 3 + 1),
            Self::Year => format!("{:04}", day.year()),
        }
    }

    /// The first day of the stretch that `day` lies in.
    #[must_use]
    pub fn first(self, day: NaiveDate) -> NaiveDate {
        let month = day.month0() / self.months() * self.months() + 1;
        NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
    }

    /// The whole stretch that `day` lies in.
    #[must_use]
    pub fn whole(self, day: NaiveDate) -> Period {
        let from = self.first(day);
        let next = from.checked_add_months(Months::new(self.months()));
        let to = next.and_then(|next| next.checked_sub_days(Days::new(1))).unwrap_or(day);
        Period { from, to }
    }
}

/// From the first day to the last one, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Period {
    /// The first year of which anybody may ask, and the year at which that ends.
    pub const YEARS: std::ops::Range<i32> = 2000..2100;

    /// A period of days in order, within [`Self::YEARS`].
    #[must_use]
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        let known = Self::YEARS.contains(&from.year()) && Self::YEARS.contains(&to.year());
        (known && from <= to).then_some(Self { from, to })
    }

    /// Whether `day` lies in it.
    #[must_use]
    pub fn has(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The stretches it is cut into, in order, each with its name; the first and the last may be less than a whole one.
    #[must_use]
    pub fn parts(self, by: Stretch) -> Vec<(String, Self)> {
        let mut parts = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let to = by.whole(from).to.min(self.to);
            parts.push((by.name(from), Self { from, to }));
            match to.checked_add_days(Days::new(1)) {
                Some(next) => from = next,
                None => break,
            }
        }
        parts
    }
}

keyed! {
    /// The periods that are asked for most.
    Usual {
        /// From the first of this month until today.
        ThisMonth = "this-month",
        /// The month before.
        LastMonth = "last-month",
        /// From the first of this quarter until today.
        ThisQuarter = "this-quarter",
        /// The quarter before.
        LastQuarter = "last-quarter",
        /// From New Year until today.
        ThisYear = "this-year",
    }
}

impl Usual {
    /// The period, when it is `today`.
    #[must_use]
    pub fn period(self, today: NaiveDate) -> Period {
        let until_today = |by: Stretch| Period { from: by.first(today), to: today };
        let before = |by: Stretch| {
            let day = by.first(today).checked_sub_days(Days::new(1));
            by.whole(day.unwrap_or(today))
        };
        match self {
            Self::ThisMonth => until_today(Stretch::Month),
            Self::LastMonth => before(Stretch::Month),
            Self::ThisQuarter => until_today(Stretch::Quarter),
            Self::LastQuarter => before(Stretch::Quarter),
            Self::ThisYear => until_today(Stretch::Year),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_usual_periods_end_today_or_with_their_last_day() {
        let on = |today: &str| {
            let today = today.parse().unwrap();
            Usual::ALL
                .iter()
                .map(|usual| usual.period(today))
                .map(|p| format!("{} {}", p.from, p.to))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            on("2026-11-26"),
            [
                "2026-11-01 2026-11-26",
                "2026-10-01 2026-10-31",
                "2026-10-01 2026-11-26",
                "2026-07-01 2026-09-30",
                "2026-01-01 2026-11-26",
            ]
        );
        assert_eq!(
            on("2024-03-01")[1..4],
            ["2024-02-01 2024-02-29", "2024-01-01 2024-03-01", "2023-10-01 2023-12-31"]
        );
    }

    #[test]
    fn a_period_is_cut_where_stretches_begin() {
        let cut = |by| {
            let parts = period("2026-11-20", "2027-02-03").parts(by);
            parts.into_iter().map(|(name, p)| format!("{name} {} {}", p.from, p.to)).collect::<Vec<_>>()
        };
        assert_eq!(
            cut(Stretch::Month),
            [
                "2026-11 2026-11-20 2026-11-30",
                "2026-12 2026-12-01 2026-12-31",
                "2027-01 2027-01-01 2027-01-31",
                "2027-02 2027-02-01 2027-02-03",
            ]
        );
        assert_eq!(cut(Stretch::Quarter), ["2026-Q4 2026-11-20 2026-12-31", "2027-Q1 2027-01-01 2027-02-03"]);
        assert_eq!(cut(Stretch::Year), ["2026 2026-11-20 2026-12-31", "2027 2027-01-01 2027-02-03"]);
    }

    #[test]
    fn nobody_asks_for_another_age_or_backwards() {
        let new = |from: &str, to: &str| Period::new(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(new("2026-11-02", "2026-11-01"), None);
        assert_eq!(new("0001-01-01", "2026-11-01"), None);
        assert_eq!(new("2026-11-01", "9999-12-31"), None);
        assert!(new("2026-11-01", "2026-11-01").is_some());
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole_and_each_day_lies_in_the_part_of_its_name(
            begin in 0_u64..30_000, length in 0_u64..1_500, day in 0_u64..1_500,
        ) {
            let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
            let from = first + Days::new(begin);
            let whole = Period { from, to: from + Days::new(length) };
            let day = from + Days::new(day.min(length));
            for by in Stretch::ALL {
                let parts = whole.parts(*by);
                prop_assert_eq!(parts.first().unwrap().1.from, whole.from);
                prop_assert_eq!(parts.last().unwrap().1.to, whole.to);
                for pair in parts.windows(2) {
                    prop_assert_eq!(pair[0].1.to + Days::new(1), pair[1].1.from);
                    prop_assert!(pair[0].0 < pair[1].0);
                }
                let of: Vec<&String> = parts.iter().filter(|(_, p)| p.has(day)).map(|(name, _)| name).collect();
                prop_assert_eq!(of, [&by.name(day)]);
            }
        }
    }
}
