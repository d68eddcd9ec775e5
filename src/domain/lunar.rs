//! The Vietnamese lunar calendar (âm lịch), as computed today: months begin on the day of the astronomical new moon and are numbered by
//! the sun's major terms, both on the clocks of Việt Nam (UTC+7). That hour less than in China is why Tết of 2007 and of 2030 falls a day
//! earlier here. New moons and the sun's longitude after Jean Meeus, Astronomical Algorithms (2nd ed.), chapters 49 and 25, good to about
//! a quarter of an hour for the sun and a few seconds for the moon. Source: QĐ 121-CP of 8/8/1967 (UTC+7 from 1968); years before that are
//! given by the same rule, whatever almanac was in use then. In December 2072 and October 2085 a new moon lies within 40 seconds of
//! midnight, less than is known today of the turning of the earth: then the almanac of that year decides.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};

/// The solar years for which a date can be converted.
pub const YEARS: RangeInclusive<i32> = 1900..=2100;

/// A day of the lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LunarDate {
    /// The lunar year: that of the solar year in which its Tết falls.
    pub year: i32,
    /// 1–12.
    pub month: u8,
    /// Whether it is the leap month that follows the month of the same number.
    pub leap: bool,
    /// 1–30.
    pub day: u8,
}

impl LunarDate {
    /// A day of an ordinary month.
    #[must_use]
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, leap: false, day }
    }
}

/// The lunar date of `date`; none outside [`YEARS`].
#[must_use]
pub fn of(date: NaiveDate) -> Option<LunarDate> {
    if !YEARS.contains(&date.year()) {
        return None;
    }
    let day = julian(date);
    let month = [1, 0].into_iter().find_map(|later| {
        let months = Months::from_the_eleventh_of(date.year() - 1 + later)?;
        months.0.into_iter().rev().find(|month| month.first <= day && day < month.next)
    })?;
    Some(LunarDate {
        year: month.year,
        month: month.number,
        leap: month.leap,
        day: u8::try_from(day - month.first + 1).ok()?,
    })
}

/// The solar date of `lunar`; none when there is no such day, or outside [`YEARS`].
#[must_use]
pub fn solar(lunar: LunarDate) -> Option<NaiveDate> {
    if !(YEARS.start() - 1..=*YEARS.end()).contains(&lunar.year) {
        return None;
    }
    let from = if lunar.month >= 11 { lunar.year } else { lunar.year - 1 };
    // The eleventh and twelfth month end a lunar year; a leap month after the tenth still belongs to the round before.
    let found = [from, from - 1].into_iter().find_map(|year| {
        let months = Months::from_the_eleventh_of(year)?;
        let same = |m: &Month| (m.year, m.number, m.leap) == (lunar.year, lunar.month, lunar.leap);
        months.0.into_iter().find(same)
    })?;
    let day = found.first + i32::from(lunar.day) - 1;
    let date = date_of(day)?;
    (lunar.day >= 1 && day < found.next && YEARS.contains(&date.year())).then_some(date)
}

/// The first day of the lunar year `year`; none outside [`YEARS`].
#[must_use]
pub fn tet(year: i32) -> Option<NaiveDate> {
    solar(LunarDate::new(year, 1, 1))
}

/// The name of a lunar year in the round of sixty: `Bính Ngọ` for 2026.
#[must_use]
pub fn name_of_year(year: i32) -> String {
    const STEMS: [&str; 10] = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"];
    const BRANCHES: [&str; 12] =
        ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"];
    let of = |names: &[&'static str], round: i32| {
        usize::try_from(year.rem_euclid(round) + round - 4)
            .ok()
            .and_then(|n| names.iter().cycle().nth(n))
            .copied()
            .unwrap_or_default()
    };
    format!("{} {}", of(&STEMS, 10), of(&BRANCHES, 12))
}

/// A lunar month: its name, its first day and the first day of the next, as Julian days.
#[derive(Clone, Copy, Debug)]
struct Month {
    year: i32,
    number: u8,
    leap: bool,
    first: i32,
    next: i32,
}

/// The months from one eleventh month to the next.
struct Months(Vec<Month>);

impl Months {
    /// From the month of the winter solstice of the solar year `year` to the month before the next such one.
    fn from_the_eleventh_of(year: i32) -> Option<Self> {
        let (begin, end) = (eleventh(year)?, eleventh(year + 1)?);
        let has_leap = end - begin == 13;
        let (mut number, mut of, mut leap_is_past, mut months) = (10, year, false, Vec::with_capacity(13));
        for lunation in begin..end {
            let (first, next) = (new_moon_day(lunation), new_moon_day(lunation + 1));
            let leap = has_leap && !leap_is_past && lunation > begin && major_term(first) == major_term(next);
            leap_is_past |= leap;
            if !leap {
                number = number % 12 + 1;
            }
            if number == 1 && !leap {
                of = year + 1;
            }
            months.push(Month { year: of, number, leap, first, next });
        }
        Some(Self(months))
    }
}

/// The lunation in which the sun reaches 270° in `year`: its month is the eleventh.
fn eleventh(year: i32) -> Option<i32> {
    let last = julian(NaiveDate::from_ymd_opt(year, 12, 31)?);
    let guess = whole((f64::from(last) - FIRST_NEW_MOON) / SYNODIC_MONTH) + 1;
    let lunation = (guess - 2..=guess).rev().find(|n| new_moon_day(*n) <= last)?;
    Some(if major_term(new_moon_day(lunation)) >= 9 { lunation - 1 } else { lunation })
}

/// The Julian day that begins at noon of `date`.
fn julian(date: NaiveDate) -> i32 {
    date.num_days_from_ce() + 1_721_425
}

fn date_of(julian: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(julian - 1_721_425)
}

const FIRST_NEW_MOON: f64 = 2_451_550.097_66;
const SYNODIC_MONTH: f64 = 29.530_588_861;
/// Seven hours, in days.
const HERE: f64 = 7.0 / 24.0;

/// The local day on which lunation `n` begins; 0 is that of 6 January 2000.
fn new_moon_day(n: i32) -> i32 {
    let at = new_moon(f64::from(n));
    whole(at - clock_error(at) + 0.5 + HERE)
}

/// Which twelfth of its way the sun is in when the local day `julian` begins: 0 from the spring equinox, 9 from the winter solstice.
fn major_term(julian: i32) -> i32 {
    let midnight = f64::from(julian) - 0.5 - HERE;
    whole(sun_longitude(midnight + clock_error(midnight)) / 30.0)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "days and degrees of 1900–2100 are far inside the range, and a float has no other way to become whole"
)]
fn whole(value: f64) -> i32 {
    value.floor() as i32
}

/// The periodic terms of the new moon, in 0.00001 day: amount, power of E, and how often the sun's anomaly, the moon's anomaly and the
/// moon's argument of latitude stand in it.
const NEW_MOON: [(f64, i32, f64, f64, f64); 24] = [
    (-40_720.0, 0, 0.0, 1.0, 0.0),
    (17_241.0, 1, 1.0, 0.0, 0.0),
    (1_608.0, 0, 0.0, 2.0, 0.0),
    (1_039.0, 0, 0.0, 0.0, 2.0),
    (739.0, 1, -1.0, 1.0, 0.0),
    (-514.0, 1, 1.0, 1.0, 0.0),
    (208.0, 2, 2.0, 0.0, 0.0),
    (-111.0, 0, 0.0, 1.0, -2.0),
    (-57.0, 0, 0.0, 1.0, 2.0),
    (56.0, 1, 1.0, 2.0, 0.0),
    (-42.0, 0, 0.0, 3.0, 0.0),
    (42.0, 1, 1.0, 0.0, 2.0),
    (38.0, 1, 1.0, 0.0, -2.0),
    (-24.0, 1, -1.0, 2.0, 0.0),
    (-7.0, 0, 2.0, 1.0, 0.0),
    (4.0, 0, 0.0, 2.0, -2.0),
    (4.0, 0, 3.0, 0.0, 0.0),
    (3.0, 0, 1.0, 1.0, -2.0),
    (3.0, 0, 0.0, 2.0, 2.0),
    (-3.0, 0, 1.0, 1.0, 2.0),
    (3.0, 0, -1.0, 1.0, 2.0),
    (-2.0, 0, -1.0, 1.0, -2.0),
    (-2.0, 0, 1.0, 3.0, 0.0),
    (2.0, 0, 0.0, 4.0, 0.0),
];

/// What the planets do to it: amount in 0.000001 day, angle at lunation 0 and its growth a lunation, in degrees.
const PLANETS: [(f64, f64, f64); 14] = [
    (325.0, 299.77, 0.107_408),
    (165.0, 251.88, 0.016_321),
    (164.0, 251.83, 26.651_886),
    (126.0, 349.42, 36.412_478),
    (110.0, 84.66, 18.206_239),
    (62.0, 141.74, 53.303_771),
    (60.0, 207.14, 2.453_732),
    (56.0, 154.84, 7.306_860),
    (47.0, 34.52, 27.261_239),
    (42.0, 207.19, 0.121_824),
    (40.0, 291.34, 1.844_379),
    (37.0, 161.72, 24.198_154),
    (35.0, 239.56, 25.513_099),
    (23.0, 331.55, 3.592_518),
];

/// A polynomial, its constant first.
fn polynomial(t: f64, terms: &[f64]) -> f64 {
    terms.iter().rev().fold(0.0, |sum, term| sum.mul_add(t, *term))
}

/// When the moon is new, lunation `k`: Julian ephemeris day. Source: Meeus, chapter 49.
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let mean = polynomial(t, &[0.0, 0.0, 0.000_154_37, -0.000_000_150, 0.000_000_000_73]);
    let mean = mean + SYNODIC_MONTH.mul_add(k, FIRST_NEW_MOON);
    let sun = 29.105_356_70f64.mul_add(k, polynomial(t, &[2.5534, 0.0, -0.000_001_4, -0.000_000_11]));
    let moon = polynomial(t, &[201.5643, 0.0, 0.010_758_2, 0.000_012_38, -0.000_000_058]);
    let moon = 385.816_935_28f64.mul_add(k, moon);
    let latitude = polynomial(t, &[160.7108, 0.0, -0.001_611_8, -0.000_002_27, 0.000_000_011]);
    let latitude = 390.670_502_84f64.mul_add(k, latitude);
    let node = (-1.563_755_88f64).mul_add(k, polynomial(t, &[124.7746, 0.0, 0.002_067_2, 0.000_002_15]));
    let ellipse = polynomial(t, &[1.0, -0.002_516, -0.000_007_4]);
    let periodic: f64 = NEW_MOON
        .iter()
        .map(|(amount, power, of_sun, of_moon, of_latitude)| {
            let angle = of_sun.mul_add(sun, of_moon.mul_add(moon, of_latitude * latitude));
            amount * ellipse.powi(*power) * sine(angle)
        })
        .sum();
    let planets: f64 =
        PLANETS.iter().map(|(amount, start, growth)| amount * sine(growth.mul_add(k, *start))).sum();
    mean + (periodic - 17.0 * sine(node)) / 100_000.0 + planets / 1_000_000.0
}

/// The sun's apparent longitude at a Julian ephemeris day, 0–360°. Source: Meeus, chapter 25 (low accuracy).
fn sun_longitude(at: f64) -> f64 {
    let t = (at - 2_451_545.0) / 36_525.0;
    let mean = polynomial(t, &[280.466_46, 36_000.769_83, 0.000_303_2]);
    let anomaly = polynomial(t, &[357.529_11, 35_999.050_29, -0.000_153_7]);
    let centre = polynomial(t, &[1.914_602, -0.004_817, -0.000_014]) * sine(anomaly)
        + polynomial(t, &[0.019_993, -0.000_101]) * sine(2.0 * anomaly)
        + 0.000_289 * sine(3.0 * anomaly);
    let apparent = -0.005_69 - 0.004_78 * sine(polynomial(t, &[125.04, -1_934.136]));
    (mean + centre + apparent).rem_euclid(360.0)
}

fn sine(degrees: f64) -> f64 {
    degrees.rem_euclid(360.0).to_radians().sin()
}

/// By how much the clocks of astronomers run before ours, in days, at a Julian day. Seconds by decade as measured from 1900 to 2020, and a
/// moderate growth after that. Source: IERS, Espenak and Meeus.
fn clock_error(at: f64) -> f64 {
    const SECONDS: [(f64, f64); 16] = [
        (1900.0, -2.8),
        (1910.0, 10.4),
        (1920.0, 21.1),
        (1930.0, 24.0),
        (1940.0, 24.3),
        (1950.0, 29.1),
        (1960.0, 33.1),
        (1970.0, 40.2),
        (1980.0, 50.5),
        (1990.0, 56.9),
        (2000.0, 63.8),
        (2010.0, 66.1),
        (2020.0, 69.4),
        (2030.0, 70.0),
        (2050.0, 80.0),
        (2101.0, 120.0),
    ];
    let year = 2000.0 + (at - 2_451_545.0) / 365.25;
    let pair = SECONDS.iter().zip(SECONDS.iter().skip(1)).rfind(|((from, _), _)| year >= *from);
    let seconds = pair.map_or(0.0, |((from, a), (to, b))| ((year - from) / (to - from)).mul_add(b - a, *a));
    seconds / 86_400.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn tet_falls_where_the_decrees_have_it_also_where_chinas_is_a_day_later() {
        let known = [
            "1985-01-21",
            "2007-02-17",
            "2023-01-22",
            "2024-02-10",
            "2025-01-29",
            "2026-02-17",
            "2027-02-06",
            "2028-01-26",
            "2029-02-13",
            "2030-02-02",
        ];
        for date in known.map(day) {
            assert_eq!(tet(date.year()), Some(date));
        }
    }

    #[test]
    fn the_day_of_the_hung_kings_is_the_tenth_of_the_third_month() {
        let known = [
            "2024-04-18",
            "2025-04-07",
            "2026-04-26",
            "2027-04-16",
            "2028-04-04",
            "2029-04-23",
            "2030-04-12",
        ];
        for date in known.map(day) {
            assert_eq!(of(date), Some(LunarDate::new(date.year(), 3, 10)));
            assert_eq!(solar(LunarDate::new(date.year(), 3, 10)), Some(date));
        }
    }

    #[test]
    fn years_are_named_in_the_round_of_sixty() {
        let names = [1984, 2024, 2025, 2026, 2027, -1].map(name_of_year);
        assert_eq!(names, ["Giáp Tý", "Giáp Thìn", "Ất Tỵ", "Bính Ngọ", "Đinh Mùi", "Kỷ Mùi"]);
    }

    #[test]
    fn leap_months_follow_the_month_whose_number_they_carry() {
        let leap = |year, month| solar(LunarDate { leap: true, ..LunarDate::new(year, month, 1) });
        assert_eq!(leap(2023, 2), Some(day("2023-03-22")));
        assert_eq!(leap(2025, 6), Some(day("2025-07-25")));
        assert_eq!(leap(2028, 5), Some(day("2028-06-23")));
        // In China the leap month of 1984 follows the tenth; here the year had none and 1985 has one after the second.
        assert_eq!((leap(1984, 10), leap(1985, 2)), (None, Some(day("1985-03-21"))));
        assert_eq!(leap(2024, 6), None);
    }

    #[test]
    fn what_is_no_day_or_out_of_range_has_no_other_date() {
        assert_eq!(of(day("1899-12-31")), None);
        assert_eq!(of(day("2101-01-01")), None);
        assert!(of(day("1900-01-01")).is_some() && of(day("2100-12-31")).is_some());
        for odd in
            [(2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 31), (i32::MAX, 1, 1), (i32::MIN, 1, 1)]
        {
            assert_eq!(solar(LunarDate::new(odd.0, odd.1, odd.2)), None);
        }
    }

    #[test]
    fn every_year_has_its_tet_between_21_january_and_21_february() {
        for year in YEARS {
            let tet = tet(year).unwrap();
            assert!((tet.month(), tet.day()) >= (1, 21) && (tet.month(), tet.day()) <= (2, 21), "{tet}");
        }
    }

    #[test]
    fn months_have_29_or_30_days_and_follow_each_other() {
        let mut first = solar(LunarDate::new(1900, 1, 1)).unwrap();
        while first < day("2100-11-01") {
            let begun = of(first).unwrap();
            let last = of(first + chrono::Days::new(28)).unwrap();
            assert_eq!(last, LunarDate { day: 29, ..begun });
            let thirtieth = of(first + chrono::Days::new(29)).unwrap();
            let length = if thirtieth.day == 30 { 30 } else { 29 };
            let next = of(first + chrono::Days::new(length)).unwrap();
            let ordinary = LunarDate::new(begun.year + i32::from(begun.month == 12), begun.month % 12 + 1, 1);
            let leap = LunarDate { leap: true, ..LunarDate::new(begun.year, begun.month, 1) };
            assert!(next == ordinary || (next == leap && !begun.leap), "{next:?} after {begun:?}");
            first = first + chrono::Days::new(length);
        }
    }

    proptest! {
        #[test]
        fn there_and_back_again_is_the_same_day(n in 0_u64..73_414) {
            let date = day("1900-01-01") + chrono::Days::new(n);
            prop_assert_eq!(of(date).and_then(solar), Some(date));
        }

        #[test]
        fn no_lunar_date_however_odd_panics(year: i32, month: u8, leap: bool, day: u8) {
            let lunar = LunarDate { year, month, leap, day };
            if let Some(date) = solar(lunar) {
                prop_assert_eq!(of(date), Some(lunar));
            }
        }
    }
}
