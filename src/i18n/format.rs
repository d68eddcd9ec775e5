//! How days, times, money, numbers, sizes, telephone numbers and names look. Plain functions, for code; templates use the
//! filters of the same names. Time comes in UTC and is shown at +07:00, the only zone of the country (no summer time).

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

pub use super::number::{Whole, num};
use super::{Locale, catalogue::text};

/// A calendar day in the province.
pub trait Day {
    /// The local day.
    fn day(&self) -> NaiveDate;
}

impl Day for NaiveDate {
    fn day(&self) -> NaiveDate {
        *self
    }
}

impl Day for DateTime<Utc> {
    fn day(&self) -> NaiveDate {
        local(*self).date()
    }
}

impl<T: Day> Day for &T {
    fn day(&self) -> NaiveDate {
        (*self).day()
    }
}

/// A share of a hundred.
pub trait Share {
    /// Per cent, as a fraction with decimals.
    fn share(&self) -> f64;
}

macro_rules! shares {
    ($($t:ty),*) => { $(impl Share for $t { fn share(&self) -> f64 { f64::from(*self) } })* };
}
shares!(f32, f64, i32, u32, u8);

impl<T: Share> Share for &T {
    fn share(&self) -> f64 {
        (*self).share()
    }
}

/// The moment on the clocks of the province (+07:00).
#[must_use]
pub fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.naive_utc() + TimeDelta::hours(7)
}

/// `31/12/2024`, in both languages.
#[must_use]
pub fn date(day: impl Day) -> String {
    day.day().format("%d/%m/%Y").to_string()
}

/// `thứ Ba 31/12/2024`, `Tuesday 31/12/2024`.
#[must_use]
pub fn date_long(locale: Locale, day: impl Day) -> String {
    let day = day.day();
    format!("{} {}", weekday(locale, day), date(day))
}

/// `thứ Ba`, `Tuesday`.
#[must_use]
pub fn weekday(locale: Locale, day: impl Day) -> String {
    text(locale, &format!("weekday-{}", day.day().weekday().number_from_monday()), &[])
}

/// `16:30`.
#[must_use]
pub fn time(moment: DateTime<Utc>) -> String {
    local(moment).format("%H:%M").to_string()
}

/// `16:30, 31/12/2024`.
#[must_use]
pub fn datetime(moment: DateTime<Utc>) -> String {
    format!("{}, {}", time(moment), date(moment))
}

/// `16:30, thứ Ba 31/12/2024`.
#[must_use]
pub fn datetime_long(locale: Locale, moment: DateTime<Utc>) -> String {
    format!("{}, {}", time(moment), date_long(locale, moment))
}

/// `100.000 ₫`, `100,000 ₫`; the space does not break.
#[must_use]
pub fn dong(locale: Locale, amount: impl Whole) -> String {
    format!("{}\u{a0}₫", num(locale, amount))
}

/// `92,9%`, `92.9%`; one decimal, none when it is zero.
#[must_use]
pub fn percent(locale: Locale, share: impl Share) -> String {
    let shown = format!("{:.1}", share.share());
    format!("{}%", decimal(locale, shown.strip_suffix(".0").unwrap_or(&shown)))
}

/// `1,3 MB`, `640 KB`, `12 B`; powers of 1,024.
#[must_use]
pub fn file_size(locale: Locale, bytes: impl Whole) -> String {
    let bytes = bytes.whole().max(0);
    if bytes < 1024 {
        format!("{bytes}\u{a0}B")
    } else if bytes < 1024 * 1024 {
        format!("{}\u{a0}KB", (bytes + 512) / 1024)
    } else {
        let tenths = (bytes.saturating_mul(10) + 524_288) / (1024 * 1024);
        let shown =
            if tenths % 10 == 0 { format!("{}", tenths / 10) } else { format!("{}.{}", tenths / 10, tenths % 10) };
        format!("{}\u{a0}MB", decimal(locale, &shown))
    }
}

fn decimal(locale: Locale, number: &str) -> String {
    match locale {
        Locale::Vi => number.replace('.', ","),
        Locale::En => number.to_owned(),
    }
}

/// A Vietnamese telephone number in groups: `0905 123 456`, `0255 382 2888`, `1900 1234`. Anything else is left as it is.
#[must_use]
pub fn phone(number: &str) -> String {
    let plain: String = number.chars().filter(char::is_ascii_digit).collect();
    let plain = match plain.strip_prefix("84") {
        Some(rest) if number.trim_start().starts_with('+') => format!("0{rest}"),
        Some(_) | None => plain,
    };
    let cuts: &[usize] = match plain.len() {
        8 => &[4],
        10 | 11 if plain.starts_with('0') => &[4, 7],
        _ => return number.to_owned(),
    };
    let mut shown = String::with_capacity(plain.len() + 2);
    for (i, digit) in plain.chars().enumerate() {
        if cuts.contains(&i) {
            shown.push('\u{a0}');
        }
        shown.push(digit);
    }
    shown
}

/// A name that a passer-by may see: `Ng***** Thị Th***`. Family name and given name keep at most their first two letters
/// (never all of them); how many stars there are does not tell the length.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    let shown: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(i, word)| match i {
            0 => format!("{}*****", first_letters(word)),
            i if i == last => format!("{}***", first_letters(word)),
            _ => (*word).to_owned(),
        })
        .collect();
    shown.join(" ")
}

fn first_letters(word: &str) -> String {
    let keep = word.chars().count().saturating_sub(1).min(2).max(usize::from(word.chars().count() == 1));
    word.chars().take(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Vnd;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn moments_are_shown_on_the_clocks_of_the_province() {
        let due = moment("2024-12-31T09:30:00Z");
        assert_eq!(datetime_long(Locale::Vi, due), "16:30, thứ Ba 31/12/2024");
        assert_eq!(date_long(Locale::En, due), "Tuesday 31/12/2024");
        assert_eq!(datetime(due), "16:30, 31/12/2024");
        assert_eq!(date(moment("2024-12-31T17:30:00Z")), "01/01/2025");
    }

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(num(Locale::Vi, 1_234_567), "1.234.567");
        assert_eq!(num(Locale::En, 1_234_567), "1,234,567");
        assert_eq!(num(Locale::Vi, 999), "999");
        assert_eq!(num(Locale::Vi, -1000), "\u{2212}1.000");
        assert_eq!(dong(Locale::Vi, Vnd::new(100_000).unwrap()), "100.000\u{a0}₫");
        assert_eq!(percent(Locale::Vi, 92.94), "92,9%");
        assert_eq!(percent(Locale::En, 100.0), "100%");
    }

    #[test]
    fn sizes_use_the_largest_unit_that_fits() {
        assert_eq!(file_size(Locale::Vi, 1_363_149), "1,3\u{a0}MB");
        assert_eq!(file_size(Locale::En, 10_485_760), "10\u{a0}MB");
        assert_eq!(file_size(Locale::Vi, 655_360), "640\u{a0}KB");
        assert_eq!(file_size(Locale::Vi, 12), "12\u{a0}B");
    }

    #[test]
    fn telephone_numbers_are_grouped() {
        assert_eq!(phone("0905123456"), "0905\u{a0}123\u{a0}456");
        assert_eq!(phone("+84 905 123 456"), "0905\u{a0}123\u{a0}456");
        assert_eq!(phone("02553822888"), "0255\u{a0}382\u{a0}2888");
        assert_eq!(phone("19001234"), "1900\u{a0}1234");
        assert_eq!(phone("113"), "113");
    }

    #[test]
    fn masked_names_keep_only_first_letters() {
        assert_eq!(mask_name("Nguyễn Thị Thảo"), "Ng***** Thị Th***");
        assert_eq!(mask_name("Đỗ An"), "Đ***** A***");
        assert_eq!(mask_name("Y Moan"), "Y***** Mo***");
        assert_eq!(mask_name("Nguyễn"), "Ng*****");
        assert_eq!(mask_name(""), "");
    }
}
