//! How what was typed on the forms of offices is read: texts, reasons, days, counts and amounts.

use chrono::NaiveDate;

use crate::domain::{
    money::Vnd,
    party::{self, FieldError},
    statement_cells,
};

/// Longest remark, in characters.
const MOST: usize = 4000;
/// Longest number or name on a paper, in characters.
const MOST_OF_LINE: usize = 200;

/// A text that must be there.
/// # Errors
/// [`FieldError::Required`], [`FieldError::TooLong`].
pub fn required(typed: &str) -> Result<String, FieldError> {
    let text = long(typed)?;
    if text.is_empty() { Err(FieldError::Required) } else { Ok(text) }
}

/// One line that must be there: a number or a name, as it stands on a paper.
/// # Errors
/// [`FieldError::Required`], [`FieldError::TooLong`].
pub fn line(typed: &str) -> Result<String, FieldError> {
    let text = required(typed)?.replace('\n', " ");
    let fits = text.chars().count() <= MOST_OF_LINE;
    if fits { Ok(text) } else { Err(FieldError::TooLong { max: MOST_OF_LINE }) }
}

/// A reason that must be given.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Reason`], [`FieldError::TooLong`].
pub fn reason(typed: &str) -> Result<String, FieldError> {
    required(typed).and_then(|text| party::reason(&text))
}

/// A text that may be empty, without needless spaces.
/// # Errors
/// [`FieldError::TooLong`].
pub fn long(typed: &str) -> Result<String, FieldError> {
    let text = party::tidy(typed);
    if text.chars().count() > MOST { Err(FieldError::TooLong { max: MOST }) } else { Ok(text) }
}

/// A date from three boxes.
/// # Errors
/// [`FieldError::Date`].
pub fn day(day: &str, month: &str, year: &str) -> Result<NaiveDate, FieldError> {
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| FieldError::Date);
    let year = i32::try_from(number(year)?).map_err(|_| FieldError::Date)?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
        .filter(|_| (1900..=2200).contains(&year))
        .ok_or(FieldError::Date)
}

/// How many sheets; nothing typed is none.
/// # Errors
/// [`FieldError::Number`].
pub fn count(typed: &str) -> Result<i32, FieldError> {
    let text = typed.trim();
    if text.is_empty() {
        return Ok(0);
    }
    text.parse::<i32>().ok().filter(|n| (0..=999).contains(n)).ok_or(FieldError::Number)
}

/// Whole đồng, read as the amounts of statements are: marks only where thousands are, and no part of a đồng.
/// # Errors
/// [`FieldError::Number`].
pub fn amount(typed: &str) -> Result<Vnd, FieldError> {
    let dong = statement_cells::dong(typed.trim()).ok_or(FieldError::Number)?;
    Vnd::new(dong).map_err(|_| FieldError::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_never_larger_than_what_was_typed() {
        let dong = |typed| amount(typed).map(Vnd::dong);
        for (typed, read) in [
            ("50.000", 50_000),
            ("50,000", 50_000),
            (" 1 250 000 ₫ ", 1_250_000),
            ("50000", 50_000),
            ("50.000,00", 50_000),
            ("50,000.00", 50_000),
        ] {
            assert_eq!(dong(typed), Ok(read), "{typed}");
        }
        for typed in ["12,5", "12.5", "1.2.3", "50.00.0", "5e3", "-5", ""] {
            assert_eq!(dong(typed), Err(FieldError::Number), "{typed}");
        }
    }

    #[test]
    fn dates_are_read_from_three_boxes() {
        assert_eq!(day("1", "12", "2026"), Ok(NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()));
        assert_eq!(day("31", "2", "2026"), Err(FieldError::Date));
        assert_eq!(day("", "", ""), Err(FieldError::Date));
    }
}
