//! How printed papers write days, hours, limits, amounts and counts. Only the fixed Vietnamese of legal forms; what people
//! read on a screen is worded by i18n in their own language. Source: NĐ 30/2020/NĐ-CP, annex I (days under 10 and the months
//! 1 and 2 carry a leading zero).

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};

use super::{
    limit::{LimitUnit, TimeLimit},
    money::Vnd,
};

/// A day, `ngày 05 tháng 02 năm 2026`.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    let month = date.month();
    let zero = if month < 3 { "0" } else { "" };
    format!("ngày {:02} tháng {zero}{month} năm {}", date.day(), date.year())
}

/// A moment on the clocks of Vietnam, `08 giờ 05 phút, ngày 21 tháng 11 năm 2026`.
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    let local = in_vietnam(at);
    format!("{:02} giờ {:02} phút, {}", local.hour(), local.minute(), day(local.date()))
}

/// A moment in short, for footers: `08:05 21/11/2026`, on the clocks of Vietnam.
#[must_use]
pub fn stamp(at: DateTime<Utc>) -> String {
    in_vietnam(at).format("%H:%M %d/%m/%Y").to_string()
}

/// A time limit, `03 ngày làm việc`, `2,5 ngày làm việc`, `trong ngày`.
#[must_use]
pub fn limit(limit: TimeLimit) -> String {
    let unit = match limit.unit {
        LimitUnit::SameDay => return "trong ngày".to_owned(),
        LimitUnit::Unlimited => return "không quy định".to_owned(),
        LimitUnit::WorkingMinute => "phút làm việc",
        LimitUnit::WorkingHour => "giờ làm việc",
        LimitUnit::Hour => "giờ",
        LimitUnit::WorkingDay => "ngày làm việc",
        LimitUnit::CalendarDay => "ngày",
        LimitUnit::Month => "tháng",
    };
    if limit.hundredths.is_multiple_of(100) {
        format!("{:02} {unit}", limit.hundredths / 100)
    } else {
        format!("{} {unit}", limit.amount(','))
    }
}

/// An amount, `1.250.000 đồng`.
#[must_use]
pub fn amount(amount: Vnd) -> String {
    let digits = amount.dong().to_string();
    let mut text = String::with_capacity(digits.len() + 12);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text.push_str(" đồng");
    text
}

/// A count in two digits at least, `01`; nothing for none, so that its cell stays empty.
#[must_use]
pub fn count(n: u32) -> String {
    if n == 0 { String::new() } else { format!("{n:02}") }
}

fn in_vietnam(at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    utc.checked_add_signed(TimeDelta::hours(7)).unwrap_or(utc)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn days_and_the_first_two_months_carry_a_zero() {
        assert_eq!(day(date(2026, 2, 5)), "ngày 05 tháng 02 năm 2026");
        assert_eq!(day(date(2026, 3, 1)), "ngày 01 tháng 3 năm 2026");
        assert_eq!(day(date(2026, 11, 21)), "ngày 21 tháng 11 năm 2026");
    }

    #[test]
    fn moments_are_told_by_the_clocks_of_vietnam() {
        let late = Utc.with_ymd_and_hms(2026, 11, 20, 17, 5, 0).unwrap();
        assert_eq!(moment(late), "00 giờ 05 phút, ngày 21 tháng 11 năm 2026");
        assert_eq!(stamp(late), "00:05 21/11/2026");
    }

    #[test]
    fn limits_are_written_in_the_unit_of_the_law() {
        let days = |hundredths| TimeLimit { unit: LimitUnit::WorkingDay, hundredths };
        assert_eq!(limit(days(300)), "03 ngày làm việc");
        assert_eq!(limit(days(240)), "2,4 ngày làm việc");
        assert_eq!(limit(days(225)), "2,25 ngày làm việc");
        assert_eq!(limit(days(205)), "2,05 ngày làm việc");
        assert_eq!(limit(TimeLimit::whole(LimitUnit::CalendarDay, 30)), "30 ngày");
        assert_eq!(limit(TimeLimit::whole(LimitUnit::SameDay, 0)), "trong ngày");
    }

    #[test]
    fn amounts_are_grouped_by_three() {
        for (dong, text) in
            [(0, "0 đồng"), (500, "500 đồng"), (9_000, "9.000 đồng"), (1_250_000, "1.250.000 đồng")]
        {
            assert_eq!(amount(Vnd::new(dong).unwrap()), text);
        }
    }

    #[test]
    fn no_copies_leave_the_cell_empty() {
        assert_eq!((count(0), count(1), count(12)), (String::new(), "01".to_owned(), "12".to_owned()));
    }
}
