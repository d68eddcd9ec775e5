//! Amounts and moments as banks write them into the cells of statements, and people into forms.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Whole đồng as banks write them, with sign: `1.234.567`, `1,234,567.00`, `+50 000 VND`, `(50.000)`. Marks have to stand where
/// thousands are; what follows a decimal mark has to be zeros. Nothing else is an amount.
#[must_use]
pub fn dong(text: &str) -> Option<i64> {
    let plain: String = text.to_uppercase().replace("VND", "").replace("VNĐ", "").replace(['Đ', '₫'], "");
    let plain = plain.trim();
    let (negative, plain) =
        if let Some(inside) = plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            (true, inside)
        } else if let Some(rest) = plain.strip_prefix(['-', '−']) {
            (true, rest)
        } else {
            (false, plain.strip_prefix('+').unwrap_or(plain))
        };
    let whole = whole(plain.trim())?;
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let dong: i64 = digits.parse().ok()?;
    Some(if negative { -dong } else { dong })
}

/// What stands before the decimal mark, with its thousands checked.
fn whole(text: &str) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'');
    if !text.chars().all(|c| c.is_ascii_digit() || is_mark(c))
        || !text.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let Some((at, last)) = text.char_indices().rfind(|(_, c)| is_mark(*c)) else { return Some(text) };
    let (before, after) = (text.get(..at)?, text.get(at..)?.trim_start_matches(last));
    let one_kind = before.chars().filter(|c| is_mark(*c)).all(|c| c == last);
    let alone = !before.contains(is_mark);
    let zeros = !after.is_empty() && after.bytes().all(|b| b == b'0');
    if zeros && matches!(last, '.' | ',') && (!one_kind || (alone && after.len() < 3)) {
        return in_thousands(before).then_some(before);
    }
    in_thousands(text).then_some(text)
}

/// Digits without marks, or in threes after the first one to three, with one kind of mark.
fn in_thousands(text: &str) -> bool {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(mark) = marks.first() else { return true };
    let mut groups = text.split(*mark);
    marks.iter().all(|other| other == mark)
        && groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3)
}

/// Day and time as banks write them: the day first or the year first, the time behind it, before it or not at all.
pub(super) fn moment(text: &str) -> Option<NaiveDateTime> {
    let text = text.replace('T', " ");
    let mut parts = text.split_whitespace();
    let (first, second) = (parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let (day, time) = match second {
        Some(second) if first.contains(':') => (second, Some(first)),
        other => (first, other),
    };
    let time = time.map_or(Some(NaiveTime::MIN), clock)?;
    Some(date(day)?.and_time(time))
}

/// The moment of a wall clock in Viet Nam, which has no summer time.
pub(super) fn in_hanoi(local: NaiveDateTime) -> DateTime<Utc> {
    FixedOffset::east_opt(7 * 3600)
        .and_then(|hanoi| local.and_local_timezone(hanoi).single())
        .map_or_else(|| local.and_utc(), |at| at.to_utc())
}

fn clock(text: &str) -> Option<NaiveTime> {
    ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

fn date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let digits = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(digits) {
        return None;
    }
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] | [day, month, year] if year.len() == 4 && day.len() <= 2 => (year, month, day),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_banks_write_them_and_never_guessed() {
        for (text, dong) in [
            ("1.234.567", Some(1_234_567)),
            ("1,234,567", Some(1_234_567)),
            ("1,234,567.00", Some(1_234_567)),
            ("1.234.567,00", Some(1_234_567)),
            ("1 234 567 VND", Some(1_234_567)),
            ("1234567", Some(1_234_567)),
            ("1234567.0", Some(1_234_567)),
            ("50.000đ", Some(50_000)),
            ("1.234", Some(1_234)),
            ("0.00", Some(0)),
            ("+7", Some(7)),
            ("-1.000", Some(-1_000)),
            ("(1,000)", Some(-1_000)),
            ("12.5", None),
            ("12,34", None),
            ("1.234,50", None),
            ("1.234.56", None),
            ("1,23,456", None),
            ("1.234,567.000", None),
            ("1,23E+06", None),
            (".000", None),
            ("1.", None),
            ("", None),
            ("--1", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(super::dong(text), dong, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_is_read_back_with_either_mark(n in 0_i64..10_000_000_000_000, dots in any::<bool>(), cents in any::<bool>()) {
            let (group, tail) = if dots { ('.', ",00") } else { (',', ".00") };
            let mut text = String::new();
            let digits = n.to_string();
            for (i, digit) in digits.chars().enumerate() {
                if i > 0 && (digits.len() - i) % 3 == 0 { text.push(group); }
                text.push(digit);
            }
            if cents { text.push_str(tail); }
            prop_assert_eq!(super::dong(&text), Some(n));
        }
    }
}
