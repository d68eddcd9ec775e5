//! What cells of tables of inputs hold: the text of a cell from a value, and the value from what was typed. Rows themselves
//! are `sheet`'s.

use chrono::NaiveDate;

use crate::{
    app::reference::Reference,
    domain::{
        ids::AgencyCode,
        limit::{LimitUnit, TimeLimit},
        party::{self, FieldError},
    },
    i18n::{self, Locale, Message},
    store::agency::Agency,
    web::{form::FieldErrors, parts::Choice, paths},
};

/// Text that may be missing.
#[must_use]
pub fn optional(typed: &str) -> Option<String> {
    let text = party::tidy(typed);
    (!text.is_empty()).then_some(text)
}

/// The number of a time limit as typed: `2,5`; empty for "within the day".
#[must_use]
pub fn amount_of(limit: TimeLimit) -> String {
    if limit.hundredths == 0 { String::new() } else { limit.amount(',') }
}

/// Number and unit of a time limit as cells; both empty for none.
#[must_use]
pub fn limit_cells(limit: Option<TimeLimit>) -> [String; 2] {
    limit.map_or_else(Default::default, |limit| [amount_of(limit), limit.unit.to_string()])
}

/// A time limit from its number and unit; none when neither was given.
/// # Errors
/// [`FieldError::Number`] when the number is missing or cannot be divided so, [`FieldError::Choice`] without a unit.
pub fn limit(amount: &str, unit: &str) -> Result<Option<TimeLimit>, FieldError> {
    if unit.is_empty() {
        return if amount.trim().is_empty() { Ok(None) } else { Err(FieldError::Choice) };
    }
    let unit = LimitUnit::parse(unit).ok_or(FieldError::Choice)?;
    TimeLimit::typed(amount, unit).map(Some).map_err(|_| FieldError::Number)
}

/// The units to choose from.
#[must_use]
pub fn units(locale: Locale) -> Vec<Choice> {
    choices(LimitUnit::ALL.iter().map(|u| u.key()), "limit-unit", locale)
}

/// Keys with the words of `prefix-key`.
#[must_use]
pub fn choices<'a>(keys: impl Iterator<Item = &'a str>, prefix: &str, locale: Locale) -> Vec<Choice> {
    keys.map(|key| Choice::new(key, i18n::text(locale, &format!("{prefix}-{key}"), &[]))).collect()
}

/// The agencies of a kind, to choose from.
#[must_use]
pub fn agencies(reference: &Reference, of_kind: impl Fn(&Agency) -> bool) -> Vec<Choice> {
    let all = reference.agencies.values().filter(|a| of_kind(a));
    all.map(|a| Choice::new(a.code.clone(), format!("{} ({})", a.short_name, a.code))).collect()
}

/// A whole number; an empty cell is zero.
/// # Errors
/// [`FieldError::Number`].
pub fn number(typed: &str) -> Result<u32, FieldError> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if digits.is_empty() { Ok(0) } else { digits.parse().map_err(|_| FieldError::Number) }
}

/// A day as typed: `31/12/2026`.
/// # Errors
/// [`FieldError::Date`].
pub fn date(typed: &str) -> Result<Option<NaiveDate>, FieldError> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(&text, "%d/%m/%Y")
        .or_else(|_| NaiveDate::parse_from_str(&text, "%Y-%m-%d"))
        .map(Some)
        .map_err(|_| FieldError::Date)
}

/// A day that must be there, typed into one field; or its error noted.
pub fn day(errors: &mut FieldErrors, field: &str, typed: &str) -> Option<NaiveDate> {
    let day = date(typed).ok().flatten();
    if day.is_none() {
        errors.add(field, Message::new("admin-day-typed"));
    }
    day
}

/// A day as it is typed; empty for none.
#[must_use]
pub fn date_of(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.format("%d/%m/%Y").to_string())
}

/// An agency from its code, also with the name behind it as lists suggest: `H48.12 – Sở Xây dựng`; none for an empty cell.
/// # Errors
/// [`FieldError::Choice`].
pub fn agency(typed: &str) -> Result<Option<AgencyCode>, FieldError> {
    typed.split_whitespace().next().map(AgencyCode::parse).transpose().map_err(|_| FieldError::Choice)
}

/// One of our own words.
/// # Errors
/// [`FieldError::Choice`] when `parse` does not know it.
pub fn known<T>(parse: impl FnOnce(&str) -> Option<T>) -> impl FnOnce(&str) -> Result<T, FieldError> {
    move |typed| parse(typed).ok_or(FieldError::Choice)
}

/// Text that must be there.
/// # Errors
/// [`FieldError::Required`].
pub fn required(typed: &str) -> Result<String, FieldError> {
    optional(typed).ok_or(FieldError::Required)
}

/// A key that none of `taken` is: the one that the row had, or one made from its name.
#[must_use]
pub fn key<'a>(had: &str, name: &str, taken: impl Iterator<Item = &'a String>) -> String {
    let taken: Vec<&String> = taken.collect();
    let base = if had.is_empty() { paths::slug(name) } else { had.to_owned() };
    let base = if base.is_empty() { "x".to_owned() } else { base };
    let mut key = base.clone();
    let mut n = 2;
    while taken.contains(&&key) {
        key = format!("{base}-{n}");
        n += 1;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_typed_with_a_comma_or_a_point() {
        let days = |hundredths| TimeLimit { unit: LimitUnit::WorkingDay, hundredths };
        assert_eq!(limit("2,5", "working-day"), Ok(Some(days(250))));
        assert_eq!(limit("2.4", "working-day"), Ok(Some(days(240))));
        assert_eq!(limit(" 3 ", "working-day"), Ok(Some(days(300))));
        assert_eq!(limit("3 ngày", "working-day"), Err(FieldError::Number));
        assert_eq!(limit("", ""), Ok(None));
        assert_eq!(limit("", "same-day"), Ok(Some(TimeLimit::SAME_DAY)));
        assert_eq!(limit("3", ""), Err(FieldError::Choice));
        assert_eq!(limit("2,5", "calendar-day"), Err(FieldError::Number));
        assert_eq!(limit("0", "working-day"), Err(FieldError::Number));
    }

    #[test]
    fn what_is_shown_can_be_sent_back() {
        for hundredths in [5, 40, 240, 300, 2_000] {
            let one = TimeLimit { unit: LimitUnit::WorkingDay, hundredths };
            assert_eq!(limit(&amount_of(one), one.unit.key()), Ok(Some(one)));
        }
    }

    #[test]
    fn new_rows_get_keys_of_their_own() {
        let taken = ["to-khai".to_owned()];
        assert_eq!(key("", "Tờ khai", taken.iter()), "to-khai-2");
        assert_eq!(key("don", "Tờ khai", taken.iter()), "don");
    }
}
