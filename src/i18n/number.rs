//! Whole numbers as each language groups them.

use super::Locale;
use crate::domain::money::Vnd;

/// A whole number, or an amount of money.
pub trait Whole {
    /// The number.
    fn whole(&self) -> i64;
}

macro_rules! whole {
    ($($t:ty),*) => { $(impl Whole for $t { fn whole(&self) -> i64 { i64::from(*self) } })* };
}
whole!(i8, i16, i32, i64, u8, u16, u32, Vnd);

macro_rules! whole_capped {
    ($($t:ty),*) => { $(impl Whole for $t { fn whole(&self) -> i64 { i64::try_from(*self).unwrap_or(i64::MAX) } })* };
}
whole_capped!(u64, usize);

impl<T: Whole> Whole for &T {
    fn whole(&self) -> i64 {
        (*self).whole()
    }
}

/// `1.234` in Vietnamese, `1,234` in English.
#[must_use]
pub fn num(locale: Locale, number: impl Whole) -> String {
    let number = number.whole();
    let digits = number.unsigned_abs().to_string();
    let mark = match locale {
        Locale::Vi => '.',
        Locale::En => ',',
    };
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        shown.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(mark);
        }
        shown.push(digit);
    }
    shown
}
