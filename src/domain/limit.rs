//! Time limits as the law writes them, and the province's promise to be faster online.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::status::{Channel, keyed};

keyed! {
    /// In what a time limit is counted.
    LimitUnit {
        /// Phút làm việc: working time of the agency.
        WorkingMinute = "working-minute",
        /// Giờ làm việc: working time of the agency.
        WorkingHour = "working-hour",
        /// Giờ: by the clock on the wall.
        Hour = "hour",
        /// Ngày làm việc.
        WorkingDay = "working-day",
        /// Ngày: calendar days, ending on the next working day.
        CalendarDay = "calendar-day",
        /// Tháng.
        Month = "month",
        /// Trong ngày; received after the cut-off (15:00), the next working day.
        SameDay = "same-day",
        /// Không quy định thời hạn: there is no due date.
        Unlimited = "none",
    }
}

/// A time limit: `hundredths` of `unit`, so that 20 % less than 3 working days (2.4) is said exactly. `SameDay` and `Unlimited`
/// ignore the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct TimeLimit {
    /// What is counted.
    pub unit: LimitUnit,
    /// A hundred times the amount: 3 working days are 300.
    pub hundredths: u32,
}

/// A limit as it may stand in the store: ledgers begun before hundredths counted in halves.
#[derive(Deserialize)]
struct Written {
    unit: LimitUnit,
    #[serde(default)]
    hundredths: Option<u32>,
    #[serde(default)]
    halves: u32,
}

impl From<Written> for TimeLimit {
    fn from(written: Written) -> Self {
        let Written { unit, hundredths, halves } = written;
        Self { unit, hundredths: hundredths.unwrap_or_else(|| halves.saturating_mul(50)) }
    }
}

/// Text or numbers that are no time limit. The national catalogue has many; the importer reports which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALimit {
    /// No number, or zero.
    #[error("no amount of time")]
    NoAmount,
    /// A number without a unit (12 % of the national rows).
    #[error("the amount has no unit")]
    NoUnit,
    /// A fraction that the unit cannot have.
    #[error("the unit is not divided so")]
    Fraction,
}

impl TimeLimit {
    /// Within the day of receipt.
    pub const SAME_DAY: Self = Self { unit: LimitUnit::SameDay, hundredths: 0 };
    /// No limit at all.
    pub const UNLIMITED: Self = Self { unit: LimitUnit::Unlimited, hundredths: 0 };

    /// `amount` whole units; no more than fit.
    #[must_use]
    pub const fn whole(unit: LimitUnit, amount: u32) -> Self {
        Self { unit, hundredths: amount.saturating_mul(100) }
    }

    /// `hundredths` of a unit.
    /// # Errors
    /// [`NotALimit::NoAmount`] for zero of anything but `SameDay` and `Unlimited`, [`NotALimit::Fraction`] for a fraction of
    /// anything but working days and hours.
    pub const fn new(unit: LimitUnit, hundredths: u32) -> Result<Self, NotALimit> {
        match unit {
            LimitUnit::SameDay => Ok(Self::SAME_DAY),
            LimitUnit::Unlimited => Ok(Self::UNLIMITED),
            _ if hundredths == 0 => Err(NotALimit::NoAmount),
            LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::Hour => Ok(Self { unit, hundredths }),
            LimitUnit::WorkingMinute | LimitUnit::CalendarDay | LimitUnit::Month
                if hundredths.is_multiple_of(100) =>
            {
                Ok(Self { unit, hundredths })
            }
            LimitUnit::WorkingMinute | LimitUnit::CalendarDay | LimitUnit::Month => Err(NotALimit::Fraction),
        }
    }

    /// Reads a limit as the catalogue writes it (NFC): `3 ngày làm việc`, `Không quá 08 giờ làm việc`, `2,5 ngày làm việc`,
    /// `nửa ngày làm việc`, `1 tháng`, `½ tháng` (15 days), `2 tuần` (14 days), `Trong ngày`; or as programs do: `5 working-days`,
    /// `90 working-minutes`, `same-day`, `none`. The first amount counts. Source of weeks and half months: Civil Code Art.146.
    /// # Errors
    /// [`NotALimit`] says what is missing.
    pub fn parse(text: &str) -> Result<Self, NotALimit> {
        let text = text.to_lowercase().replace("nửa ", "½ ");
        let number = text.find(|c: char| c.is_ascii_digit() || c == '½');
        let before = number.and_then(|at| text.get(..at)).unwrap_or(&text);
        if before.contains("trong ngày") || before.trim() == "same-day" {
            return Ok(Self::SAME_DAY);
        }
        if before.trim() == "none" {
            return Ok(Self::UNLIMITED);
        }
        let rest = number.and_then(|at| text.get(at..)).ok_or(NotALimit::NoAmount)?;
        let (hundredths, rest) = read_amount(rest)?;
        let rest = skip_brackets(rest);
        let named = |names: &[&str]| names.iter().any(|name| rest.starts_with(name));
        if named(&["tuần", "week"]) {
            Self::new(LimitUnit::CalendarDay, hundredths.checked_mul(7).ok_or(NotALimit::NoAmount)?)
        } else if named(&["tháng", "month"]) && hundredths == 50 {
            Ok(Self::whole(LimitUnit::CalendarDay, 15))
        } else if let Some((unit, _)) = UNITS.iter().find(|(_, names)| named(names)) {
            Self::new(*unit, hundredths)
        } else {
            Err(NotALimit::NoUnit)
        }
    }

    /// Whether there is any time in it: a limit of zero would be overdue at once.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.hundredths == 0 && !matches!(self.unit, LimitUnit::SameDay | LimitUnit::Unlimited)
    }

    /// Whether it makes a due date.
    #[must_use]
    pub const fn is_limited(self) -> bool {
        !matches!(self.unit, LimitUnit::Unlimited)
    }

    /// The limit with at least `percent` less time, as the province promises online: exact to a hundredth of the unit and never
    /// rounded up, so 3 working days become 2.4. A month becomes days, counted from the shortest months there are. `SameDay` and
    /// `Unlimited` stay as they are. Source: QĐ 906/QĐ-UBND 14/6/2023 of Quảng Ngãi (20 %).
    #[must_use]
    pub fn shorten(self, percent: u8) -> Self {
        let Self { unit, hundredths } = self;
        match unit {
            LimitUnit::SameDay | LimitUnit::Unlimited => self,
            LimitUnit::Month if percent > 0 && hundredths >= 100 => {
                let days = (hundredths / 100 - 1).saturating_mul(30).saturating_add(28);
                Self { unit: LimitUnit::CalendarDay, hundredths: less(days.saturating_mul(100), percent) }
            }
            LimitUnit::WorkingMinute
            | LimitUnit::WorkingHour
            | LimitUnit::Hour
            | LimitUnit::WorkingDay
            | LimitUnit::CalendarDay
            | LimitUnit::Month => Self { unit, hundredths: less(hundredths, percent) },
        }
    }

    /// The shorter of two limits; the first when they are equal. Different units are compared by their usual length (a working
    /// day is 8 hours, five of them a week).
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        let longer = if self.unit == other.unit {
            self.hundredths > other.hundredths
        } else {
            self.usual_length() > other.usual_length()
        };
        if longer { other } else { self }
    }

    /// The amount with `point` before its fraction: `3`, `2,4`.
    #[must_use]
    pub fn amount(self, point: char) -> String {
        let (whole, part) = (self.hundredths / 100, self.hundredths % 100);
        match (part / 10, part % 10) {
            (0, 0) => whole.to_string(),
            (tenth, 0) => format!("{whole}{point}{tenth}"),
            (_, _) => format!("{whole}{point}{part:02}"),
        }
    }

    /// `amount` as typed, with a comma or a point, of `unit`.
    /// # Errors
    /// As [`TimeLimit::new`], and [`NotALimit::NoAmount`] for what is no number.
    pub fn typed(amount: &str, unit: LimitUnit) -> Result<Self, NotALimit> {
        let hundredths = match unit {
            LimitUnit::SameDay | LimitUnit::Unlimited => 0,
            LimitUnit::WorkingMinute
            | LimitUnit::WorkingHour
            | LimitUnit::Hour
            | LimitUnit::WorkingDay
            | LimitUnit::CalendarDay
            | LimitUnit::Month => {
                let (hundredths, rest) = read_amount(amount.trim())?;
                if !rest.is_empty() {
                    return Err(NotALimit::NoAmount);
                }
                hundredths
            }
        };
        Self::new(unit, hundredths)
    }

    /// Hundredths of minutes on the wall that the limit usually takes.
    fn usual_length(self) -> u64 {
        // eight working hours take 24 hours, and 5 working days take 7: a working minute is 4.2
        let (times, tenths) = match self.unit {
            LimitUnit::WorkingMinute => (42, 10),
            LimitUnit::Hour => (60, 1),
            LimitUnit::WorkingHour => (252, 1),
            LimitUnit::WorkingDay => (2_016, 1),
            LimitUnit::CalendarDay => (1_440, 1),
            LimitUnit::Month => (43_200, 1),
            LimitUnit::SameDay => return 60_000,
            LimitUnit::Unlimited => return u64::MAX,
        };
        u64::from(self.hundredths) * times / tenths
    }
}

/// What the units are called, the longer name before the one it begins with.
const UNITS: &[(LimitUnit, &[&str])] = &[
    (LimitUnit::WorkingMinute, &["phút làm việc", "working-minute", "working minute"]),
    (LimitUnit::WorkingHour, &["giờ làm việc", "working-hour", "working hour"]),
    (LimitUnit::Hour, &["giờ", "hour"]),
    (LimitUnit::WorkingDay, &["ngày làm việc", "working-day", "working day"]),
    (LimitUnit::CalendarDay, &["ngày", "calendar-day", "calendar day", "day"]),
    (LimitUnit::Month, &["tháng", "month"]),
];

/// What the person is promised, and what the law would allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The limit that counts.
    pub limit: TimeLimit,
    /// The limit of the law; the same where nothing was shortened.
    pub statutory: TimeLimit,
}

impl Promise {
    /// The promise for a dossier filed at the counter or by post: the law's own limit.
    #[must_use]
    pub const fn plain(statutory: TimeLimit) -> Self {
        Self { limit: statutory, statutory }
    }

    /// The promise for a dossier filed online: the shorter of the province's general rule (`percent` less time) and the limit
    /// `set` for this procedure, if there is one.
    #[must_use]
    pub fn online(statutory: TimeLimit, set: Option<TimeLimit>, percent: u8) -> Self {
        let general = statutory.shorten(percent);
        let limit = set.filter(|limit| !limit.is_zero()).map_or(general, |set| set.min(general));
        Self { limit, statutory }
    }

    /// Whether less time is promised than the law allows.
    #[must_use]
    pub fn is_shortened(self) -> bool {
        self.limit != self.statutory
    }
}

fn less(amount: u32, percent: u8) -> u32 {
    let kept = 100_u64.saturating_sub(u64::from(percent));
    u32::try_from(u64::from(amount) * kept / 100).unwrap_or(amount)
}

/// Hundredths and what follows them.
fn read_amount(text: &str) -> Result<(u32, &str), NotALimit> {
    if let Some(rest) = text.strip_prefix('½') {
        return Ok((50, rest));
    }
    let end = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end(text));
    let whole: u32 = digits.parse().map_err(|_| NotALimit::NoAmount)?;
    let (part, rest) = match rest.strip_prefix([',', '.']) {
        Some(tail) if tail.starts_with(|c: char| c.is_ascii_digit()) => {
            let (fraction, tail) = tail.split_at(end(tail));
            let part = match fraction.trim_end_matches('0') {
                "" => Some(0),
                tenths if tenths.len() == 1 => tenths.parse().ok().map(|n: u32| n * 10),
                both if both.len() == 2 => both.parse().ok(),
                _ => None,
            };
            (part.ok_or(NotALimit::Fraction)?, tail)
        }
        _ => rest.strip_prefix('½').map_or((0, rest), |tail| (50, tail)),
    };
    let sum =
        whole.checked_mul(100).and_then(|amount| amount.checked_add(part)).ok_or(NotALimit::NoAmount)?;
    Ok((sum, rest))
}

/// `03 (ba) ngày`: what stands in brackets repeats the number.
fn skip_brackets(text: &str) -> &str {
    let text = text.trim_start();
    let after = text.strip_prefix('(').and_then(|tail| tail.split_once(')')).map_or(text, |(_, tail)| tail);
    after.trim_start()
}

/// A promise of the province to be faster for dossiers of one channel. Source: QĐ 906/QĐ-UBND of Quảng Ngãi (20 % online).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimePolicy {
    /// Stable key.
    pub key: String,
    /// Percent less time, 0–100.
    pub percent: u8,
    /// The channel it holds for.
    pub channel: Channel,
    /// First day of filing.
    pub valid_from: NaiveDate,
    /// Last day of filing; open when absent.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Act and article.
    pub legal_basis: String,
}

impl TimePolicy {
    /// Whether it holds for a dossier filed by `channel` on `day`.
    #[must_use]
    pub fn holds(&self, channel: Channel, day: NaiveDate) -> bool {
        self.channel == channel && self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// What is promised for a dossier filed by `channel` on `day`: the law's limit, or less where a policy holds or the procedure
/// has a shorter one of its own (`set`).
#[must_use]
pub fn promise(
    statutory: TimeLimit,
    set: Option<TimeLimit>,
    channel: Channel,
    day: NaiveDate,
    policies: &[TimePolicy],
) -> Promise {
    let percent = best_policy(channel, day, policies).map(|policy| policy.percent);
    match (percent, set) {
        (None, None) => Promise::plain(statutory),
        (percent, set) => Promise::online(statutory, set, percent.unwrap_or(0)),
    }
}

/// The policy that shortens most for a dossier filed by `channel` on `day`.
#[must_use]
pub fn best_policy(channel: Channel, day: NaiveDate, policies: &[TimePolicy]) -> Option<&TimePolicy> {
    policies.iter().filter(|policy| policy.holds(channel, day)).max_by_key(|policy| policy.percent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits_are_read_as_the_catalogue_writes_them() {
        use LimitUnit::{CalendarDay, Hour, Month, WorkingDay, WorkingHour};
        for (text, unit, hundredths) in [
            ("3 ngày làm việc", WorkingDay, 300),
            ("Không quá 03 (ba) ngày làm việc kể từ ngày nhận đủ 2 bộ hồ sơ", WorkingDay, 300),
            ("2,5 ngày làm việc", WorkingDay, 250),
            ("2.40 Ngày làm việc", WorkingDay, 240),
            ("0,05 ngày làm việc", WorkingDay, 5),
            ("nửa ngày làm việc", WorkingDay, 50),
            ("1½ ngày làm việc", WorkingDay, 150),
            ("08 giờ làm việc", WorkingHour, 800),
            ("1 Giờ", Hour, 100),
            ("20 Ngày", CalendarDay, 2_000),
            ("2 tuần", CalendarDay, 1_400),
            ("½ tháng", CalendarDay, 1_500),
            ("1 tháng", Month, 100),
            ("5 working-days", WorkingDay, 500),
            ("1 working-day", WorkingDay, 100),
            ("2.4 working days", WorkingDay, 240),
            ("90 working-minutes", LimitUnit::WorkingMinute, 9_000),
            ("8 working-hours", WorkingHour, 800),
            ("24 hours", Hour, 2_400),
            ("10 calendar-days", CalendarDay, 1_000),
            ("2 months", Month, 200),
            ("same-day", LimitUnit::SameDay, 0),
            ("none", LimitUnit::Unlimited, 0),
        ] {
            assert_eq!(TimeLimit::parse(text), Ok(TimeLimit { unit, hundredths }), "{text}");
        }
        for text in ["Trong ngày", "Ngay trong ngày làm việc; sau 15 giờ thì ngày tiếp theo"] {
            assert_eq!(TimeLimit::parse(text), Ok(TimeLimit::SAME_DAY), "{text}");
        }
    }

    #[test]
    fn what_is_no_limit_says_why() {
        for (text, why) in [
            ("", NotALimit::NoAmount),
            ("Không quy định", NotALimit::NoAmount),
            ("0 ngày làm việc", NotALimit::NoAmount),
            ("99999999999 ngày", NotALimit::NoAmount),
            ("3", NotALimit::NoUnit),
            ("5 năm", NotALimit::NoUnit),
            ("2,125 ngày làm việc", NotALimit::Fraction),
            ("2,5 ngày", NotALimit::Fraction),
        ] {
            assert_eq!(TimeLimit::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn twenty_percent_less_is_exact_and_never_rounded_up() {
        use LimitUnit::{CalendarDay, Hour, Month, WorkingDay, WorkingHour, WorkingMinute};
        for (unit, hundredths, shortened) in [
            (WorkingDay, 300, 240),
            (WorkingDay, 500, 400),
            (WorkingDay, 100, 80),
            (WorkingDay, 33, 26),
            (WorkingHour, 800, 640),
            (WorkingMinute, 100, 80),
            (CalendarDay, 300, 240),
            (Hour, 2_400, 1_920),
        ] {
            let limit = TimeLimit { unit, hundredths };
            assert_eq!(limit.shorten(20), TimeLimit { unit, hundredths: shortened }, "{limit:?}");
        }
        assert_eq!(TimeLimit::SAME_DAY.shorten(20), TimeLimit::SAME_DAY);
        assert_eq!(TimeLimit::UNLIMITED.shorten(20), TimeLimit::UNLIMITED);
        let days = |hundredths| TimeLimit { unit: CalendarDay, hundredths };
        assert_eq!(TimeLimit::whole(Month, 1).shorten(20), days(2_240));
        assert_eq!(TimeLimit::whole(Month, 2).shorten(20), days(4_640));
        assert_eq!(TimeLimit::whole(Month, 2).shorten(0), TimeLimit::whole(Month, 2));
    }

    #[test]
    fn a_limit_in_halves_is_still_read() {
        let read = |text| serde_json::from_str::<TimeLimit>(text).unwrap();
        let days = |hundredths| TimeLimit { unit: LimitUnit::WorkingDay, hundredths };
        assert_eq!(read(r#"{"unit": "working-day", "halves": 5}"#), days(250));
        assert_eq!(read(r#"{"unit": "working-day", "hundredths": 240}"#), days(240));
        assert_eq!(serde_json::to_string(&days(240)).unwrap(), r#"{"unit":"working-day","hundredths":240}"#);
    }

    #[test]
    fn a_policy_shortens_its_own_channel_on_its_own_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let policy = TimePolicy {
            key: "online-fifth".to_owned(),
            percent: 20,
            channel: Channel::Online,
            valid_from: day("2023-06-14"),
            valid_to: Some(day("2026-12-31")),
            legal_basis: "QĐ 906/QĐ-UBND".to_owned(),
        };
        let days = |n| TimeLimit::whole(LimitUnit::WorkingDay, n);
        let promised =
            |channel, on| promise(days(10), None, channel, day(on), std::slice::from_ref(&policy)).limit;
        assert_eq!(promised(Channel::Online, "2026-12-31"), days(8));
        assert_eq!(promised(Channel::Online, "2027-01-01"), days(10));
        assert_eq!(promised(Channel::Online, "2023-06-13"), days(10));
        assert_eq!(promised(Channel::Direct, "2026-12-31"), days(10));
        let set = promise(days(10), Some(days(6)), Channel::Online, day("2027-01-01"), &[policy]);
        assert_eq!(set.limit, days(6));
    }

    #[test]
    fn the_shorter_of_the_two_promises_holds() {
        let days = |n| TimeLimit::whole(LimitUnit::WorkingDay, n);
        assert_eq!(Promise::online(days(10), None, 20).limit, days(8));
        assert_eq!(Promise::online(days(10), Some(days(5)), 20).limit, days(5));
        assert_eq!(Promise::online(days(10), Some(days(9)), 20).limit, days(8));
        assert_eq!(Promise::online(days(10), Some(days(0)), 20).limit, days(8));
        let hours = TimeLimit::whole(LimitUnit::WorkingHour, 8);
        assert_eq!(Promise::online(days(3), Some(hours), 20).limit, hours);
        assert!(!Promise::plain(days(3)).is_shortened());
    }

    proptest! {
        #[test]
        fn online_is_at_least_so_many_percent_shorter(
            unit in prop::sample::select(LimitUnit::ALL.to_vec()),
            hundredths in 1_u32..20_000_000,
            percent in 0_u8..=100,
        ) {
            prop_assume!(!matches!(unit, LimitUnit::Month | LimitUnit::SameDay | LimitUnit::Unlimited));
            let short = TimeLimit { unit, hundredths }.shorten(percent);
            let kept = u64::from(hundredths) * (100 - u64::from(percent));
            prop_assert!(u64::from(short.hundredths) * 100 <= kept);
            prop_assert!(u64::from(short.hundredths) * 100 + 100 > kept);
            prop_assert_eq!(short.unit, unit);
        }

        #[test]
        fn reading_never_panics(text in "\\PC*") {
            if let Ok(limit) = TimeLimit::parse(&text) {
                prop_assert!(!limit.is_zero());
            }
        }
    }
}
