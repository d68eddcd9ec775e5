//! Time limits as the law writes them, and the province's promise to be faster online.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::status::{Channel, keyed};

keyed! {
    /// In what a time limit is counted.
    LimitUnit {
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
        /// Trong ngày; received after 15:00, the next working day.
        SameDay = "same-day",
    }
}

/// A time limit: `halves` half-units of `unit` (so that 2.5 working days can be said exactly). `SameDay` ignores the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimit {
    /// What is counted.
    pub unit: LimitUnit,
    /// Twice the amount: 3 working days are 6 halves. Only working days and working hours may be odd.
    pub halves: u32,
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
    pub const SAME_DAY: Self = Self { unit: LimitUnit::SameDay, halves: 0 };

    /// `amount` whole units.
    #[must_use]
    pub const fn whole(unit: LimitUnit, amount: u32) -> Self {
        Self { unit, halves: amount * 2 }
    }

    /// `halves` half-units.
    /// # Errors
    /// [`NotALimit::NoAmount`] for zero of anything but `SameDay`, [`NotALimit::Fraction`] for an odd number of anything but
    /// working days and working hours.
    pub const fn new(unit: LimitUnit, halves: u32) -> Result<Self, NotALimit> {
        let divided = matches!(unit, LimitUnit::WorkingDay | LimitUnit::WorkingHour);
        if matches!(unit, LimitUnit::SameDay) {
            Ok(Self::SAME_DAY)
        } else if halves == 0 {
            Err(NotALimit::NoAmount)
        } else if divided || halves.is_multiple_of(2) {
            Ok(Self { unit, halves })
        } else {
            Err(NotALimit::Fraction)
        }
    }

    /// Reads a limit as the catalogue writes it (NFC): `3 ngày làm việc`, `Không quá 08 giờ làm việc`, `2,5 ngày làm việc`,
    /// `nửa ngày làm việc`, `1 tháng`, `½ tháng` (15 days), `2 tuần` (14 days), `Trong ngày`. The first amount counts.
    /// Source of weeks and half months: Civil Code Art.146.
    /// # Errors
    /// [`NotALimit`] says what is missing.
    pub fn parse(text: &str) -> Result<Self, NotALimit> {
        let text = text.to_lowercase().replace("nửa ", "½ ");
        let number = text.find(|c: char| c.is_ascii_digit() || c == '½');
        let before = number.and_then(|at| text.get(..at)).unwrap_or(&text);
        if before.contains("trong ngày") {
            return Ok(Self::SAME_DAY);
        }
        let rest = number.and_then(|at| text.get(at..)).ok_or(NotALimit::NoAmount)?;
        let (halves, rest) = read_amount(rest)?;
        let rest = skip_brackets(rest);
        let times = |n: u32| halves.checked_mul(n).ok_or(NotALimit::NoAmount);
        if rest.starts_with("giờ làm việc") {
            Self::new(LimitUnit::WorkingHour, halves)
        } else if rest.starts_with("giờ") {
            Self::new(LimitUnit::Hour, halves)
        } else if rest.starts_with("ngày làm việc") {
            Self::new(LimitUnit::WorkingDay, halves)
        } else if rest.starts_with("ngày") {
            Self::new(LimitUnit::CalendarDay, halves)
        } else if rest.starts_with("tuần") {
            Self::new(LimitUnit::CalendarDay, times(7)?)
        } else if rest.starts_with("tháng") && halves == 1 {
            Self::new(LimitUnit::CalendarDay, 30)
        } else if rest.starts_with("tháng") {
            Self::new(LimitUnit::Month, halves)
        } else {
            Err(NotALimit::NoUnit)
        }
    }

    /// Whether there is any time in it: a limit of zero would be overdue at once.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.halves == 0 && !matches!(self.unit, LimitUnit::SameDay)
    }

    /// The limit with at least `percent` less time, as the province promises online: working days round down to half a day,
    /// working hours to half an hour, calendar days to a day; a month becomes days, counted from the shortest months there
    /// are. Never below half a working day, one working hour or one day. `SameDay` and `Hour` stay as they are.
    /// Source: QĐ 906/QĐ-UBND 14/6/2023 of Quảng Ngãi (20 %).
    #[must_use]
    pub fn shorten(self, percent: u8) -> Self {
        let Self { unit, halves } = self;
        let (unit, halves) = match unit {
            LimitUnit::SameDay | LimitUnit::Hour => (unit, halves),
            LimitUnit::WorkingDay => (unit, less(halves, percent).max(1).min(halves)),
            LimitUnit::WorkingHour => (unit, less(halves, percent).max(2).min(halves)),
            LimitUnit::CalendarDay => (unit, (2 * less(halves / 2, percent)).max(2).min(halves)),
            LimitUnit::Month if percent == 0 || halves < 2 => (unit, halves),
            LimitUnit::Month => {
                let days = (halves / 2).saturating_sub(1).saturating_mul(30).saturating_add(28);
                (LimitUnit::CalendarDay, less(days, percent).max(1).saturating_mul(2))
            }
        };
        Self { unit, halves }
    }

    /// The shorter of two limits; the first when they are equal. Different units are compared by their usual length (a working
    /// day is 8 hours, five of them a week).
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        let longer = if self.unit == other.unit {
            self.halves > other.halves
        } else {
            self.usual_minutes() > other.usual_minutes()
        };
        if longer { other } else { self }
    }

    /// Minutes on the wall that the limit usually takes.
    fn usual_minutes(self) -> u64 {
        let half = match self.unit {
            LimitUnit::Hour => 30,
            // eight working hours take 24 hours, and 5 days take 7
            LimitUnit::WorkingHour => 126,
            LimitUnit::WorkingDay => 1_008,
            LimitUnit::CalendarDay => 720,
            LimitUnit::Month => 21_600,
            LimitUnit::SameDay => return 600,
        };
        u64::from(self.halves) * half
    }
}

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

/// Halves and what follows them.
fn read_amount(text: &str) -> Result<(u32, &str), NotALimit> {
    if let Some(rest) = text.strip_prefix("½") {
        return Ok((1, rest));
    }
    let end = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end(text));
    let whole: u32 = digits.parse().map_err(|_| NotALimit::NoAmount)?;
    let (half, rest) = match rest.strip_prefix([',', '.']) {
        Some(tail) if tail.starts_with(|c: char| c.is_ascii_digit()) => {
            let (fraction, tail) = tail.split_at(end(tail));
            match fraction.trim_end_matches('0') {
                "" => (0, tail),
                "5" => (1, tail),
                _ => return Err(NotALimit::Fraction),
            }
        }
        _ => rest.strip_prefix("½").map_or((0, rest), |tail| (1, tail)),
    };
    let halves = whole.checked_mul(2).and_then(|halves| halves.checked_add(half)).ok_or(NotALimit::NoAmount)?;
    Ok((halves, rest))
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
    let percent = policies.iter().filter(|p| p.holds(channel, day)).map(|p| p.percent).max();
    match (percent, set) {
        (None, None) => Promise::plain(statutory),
        (percent, set) => Promise::online(statutory, set, percent.unwrap_or(0)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits_are_read_as_the_catalogue_writes_them() {
        use LimitUnit::{CalendarDay, Hour, Month, WorkingDay, WorkingHour};
        for (text, unit, halves) in [
            ("3 ngày làm việc", WorkingDay, 6),
            ("Không quá 03 (ba) ngày làm việc kể từ ngày nhận đủ 2 bộ hồ sơ", WorkingDay, 6),
            ("2,5 ngày làm việc", WorkingDay, 5),
            ("2.5 Ngày làm việc", WorkingDay, 5),
            ("nửa ngày làm việc", WorkingDay, 1),
            ("1½ ngày làm việc", WorkingDay, 3),
            ("08 giờ làm việc", WorkingHour, 16),
            ("1 Giờ", Hour, 2),
            ("20 Ngày", CalendarDay, 40),
            ("2 tuần", CalendarDay, 28),
            ("½ tháng", CalendarDay, 30),
            ("1 tháng", Month, 2),
        ] {
            assert_eq!(TimeLimit::parse(text), Ok(TimeLimit { unit, halves }), "{text}");
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
            ("2,25 ngày làm việc", NotALimit::Fraction),
            ("2,5 ngày", NotALimit::Fraction),
        ] {
            assert_eq!(TimeLimit::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn twenty_percent_less_rounds_down_in_the_units_own_steps() {
        use LimitUnit::{CalendarDay, WorkingDay, WorkingHour};
        for (unit, halves, shortened) in [
            (WorkingDay, 6, 4),
            (WorkingDay, 10, 8),
            (WorkingDay, 14, 11),
            (WorkingDay, 2, 1),
            (WorkingDay, 1, 1),
            (WorkingHour, 16, 12),
            (WorkingHour, 2, 2),
            (WorkingHour, 1, 1),
            (CalendarDay, 60, 48),
            (CalendarDay, 6, 4),
            (CalendarDay, 2, 2),
        ] {
            let limit = TimeLimit { unit, halves };
            assert_eq!(limit.shorten(20), TimeLimit { unit, halves: shortened }, "{limit:?}");
        }
        assert_eq!(TimeLimit::SAME_DAY.shorten(20), TimeLimit::SAME_DAY);
        let hour = TimeLimit::whole(LimitUnit::Hour, 24);
        assert_eq!(hour.shorten(20), hour);
    }

    #[test]
    fn a_month_is_shortened_from_the_shortest_month() {
        let days = |n| TimeLimit::whole(LimitUnit::CalendarDay, n);
        assert_eq!(TimeLimit::whole(LimitUnit::Month, 1).shorten(20), days(22));
        assert_eq!(TimeLimit::whole(LimitUnit::Month, 2).shorten(20), days(46));
        assert_eq!(TimeLimit::whole(LimitUnit::Month, 2).shorten(0), TimeLimit::whole(LimitUnit::Month, 2));
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
        let promised = |channel, on| promise(days(10), None, channel, day(on), std::slice::from_ref(&policy)).limit;
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
            unit in prop::sample::select(vec![
                LimitUnit::WorkingDay, LimitUnit::WorkingHour, LimitUnit::CalendarDay,
            ]),
            halves in 1_u32..5_000,
            percent in 0_u8..=100,
        ) {
            prop_assume!(unit != LimitUnit::CalendarDay || halves % 2 == 0);
            let short = TimeLimit { unit, halves }.shorten(percent);
            let floor = if unit == LimitUnit::WorkingDay { 1 } else { 2 };
            prop_assert!(short.halves <= halves && short.halves > 0);
            prop_assert!(short.halves <= floor || short.halves * 100 <= halves * (100 - u32::from(percent)));
            prop_assert!(unit != LimitUnit::CalendarDay || short.halves.is_multiple_of(2));
        }

        #[test]
        fn reading_never_panics(text in "\\PC*") {
            if let Ok(limit) = TimeLimit::parse(&text) {
                prop_assert!(!limit.is_zero());
            }
        }
    }
}
