//! The minute of the clocks of Việt Nam as one number, and the day it lies in: what the deadline engine counts with. Seconds are
//! dropped, as on the printed slip.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

/// Minutes of a day.
const DAY: i64 = 1440;
/// `Asia/Ho_Chi_Minh` is UTC+7 all year.
const AHEAD: i64 = 7 * 60;
/// 1970-01-01 in days of the common era.
const EPOCH: i64 = 719_163;

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DayNumber(pub(super) i64);

impl DayNumber {
    pub(super) fn of(date: NaiveDate) -> Self {
        Self(i64::from(date.num_days_from_ce()) - EPOCH)
    }

    pub(super) fn date(self) -> NaiveDate {
        let days = i32::try_from(self.0 + EPOCH).ok();
        days.and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(NaiveDate::MAX)
    }

    pub(super) const fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The minute that lies so many minutes after its midnight.
    pub(super) const fn minute(self, in_day: i64) -> Minute {
        Minute(self.0.saturating_mul(DAY).saturating_add(in_day))
    }
}

/// A minute, counted from 1970-01-01 00:00 in Việt Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Minute(pub(super) i64);

impl Minute {
    pub(super) const fn of(at: DateTime<Utc>) -> Self {
        Self(at.timestamp().div_euclid(60) + AHEAD)
    }

    pub(super) fn instant(self) -> DateTime<Utc> {
        let seconds = self.0.saturating_sub(AHEAD).saturating_mul(60);
        DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    pub(super) const fn day(self) -> DayNumber {
        DayNumber(self.0.div_euclid(DAY))
    }

    /// Minutes since midnight.
    pub(super) const fn in_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    pub(super) fn date(self) -> NaiveDate {
        self.day().date()
    }

    pub(super) const fn plus(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes))
    }
}

/// Minutes from midnight to `time`.
pub(super) fn of_day(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight()) / 60
}

/// The inverse of [`of_day`].
pub(super) fn time(in_day: i64) -> NaiveTime {
    NaiveTime::MIN + TimeDelta::minutes(in_day)
}
