//! What a working calendar is built from, as the administrators keep it: office hours by season, special days, published years.
//! `calendar` lays it out day by day. Source: Labour Code Arts 111–112; office hours and swapped days by yearly decision.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::{refusal::Refusal, status::keyed};

/// One session of one weekday in one season. A day with a lunch break has two rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// ISO: Monday 1 … Sunday 7.
    pub weekday: u8,
    /// Local time it opens.
    pub opens: NaiveTime,
    /// Local time it closes; this minute is no longer inside.
    pub closes: NaiveTime,
    /// First day it holds.
    pub valid_from: NaiveDate,
    /// Last day it holds; open when absent.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

/// A stretch of open hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Session {
    /// Local time it opens.
    pub opens: NaiveTime,
    /// Local time it closes; not inside.
    pub closes: NaiveTime,
}

impl Session {
    /// Working minutes in it.
    #[must_use]
    pub fn minutes(self) -> i64 {
        (self.closes - self.opens).num_minutes()
    }
}

keyed! {
    /// What makes a day special.
    SpecialKind {
        /// Ngày nghỉ: public holiday, day off in lieu, swapped weekday.
        Off = "off",
        /// Ngày làm bù: a day off by the week that is worked.
        MakeUp = "make-up",
        /// Đóng cửa đột xuất: one agency does not work that day, for a reason of its own (flood, moving house).
        Closure = "closure",
    }
}

/// One day that does not follow its weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    /// Local date.
    pub date: NaiveDate,
    /// Off or worked.
    pub kind: SpecialKind,
    /// `Tết Nguyên đán`.
    pub name: String,
    /// Act, decision or notice that says so.
    pub legal_basis: String,
    /// For a make-up day: the ISO weekday whose hours are worked; Monday's when absent.
    #[serde(default)]
    pub works_as: Option<u8>,
    /// For a make-up day: its own hours, in place of those of a weekday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<Session>,
}

/// What a calendar is built from; one JSON document in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// Sessions. Two that hold on the same day may not overlap.
    pub hours: Vec<OfficeHours>,
    /// Special days. A later entry for the same date replaces an earlier one (an agency's own after the nation's).
    #[serde(default)]
    pub special_days: Vec<SpecialDay>,
    /// Years whose special days are complete.
    pub published_years: BTreeSet<i32>,
    /// Whether Saturday hours count for settlement. Without it a Saturday with hours is open to receive but is no working
    /// day; with it a Saturday morning is one working day.
    #[serde(default)]
    pub saturday_counts: bool,
    /// Minutes of the agency's nominal working day, in which "N working days" are said and, in hour mode, counted. Absent: the
    /// length that most working days of the published years have.
    #[serde(default)]
    pub nominal_minutes: Option<u16>,
}

impl OfficeHours {
    /// Whether the session is held on `date`, taken as the ISO `weekday`.
    #[must_use]
    pub fn holds(&self, date: NaiveDate, weekday: u8) -> bool {
        self.weekday == weekday && self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

impl CalendarData {
    /// Whether each row makes sense by itself; overlaps show when the days are laid out.
    /// # Errors
    /// [`Refusal::CalendarMalformed`] when a weekday is not 1–7, a session closes before it opens or not on a whole minute, a
    /// published year lies outside 2000–2100, or a nominal day is longer than a day.
    pub fn check(&self) -> Result<(), Refusal> {
        let weekday = |n: u8| (1..=7).contains(&n);
        let week = self.hours.iter().map(|row| (row.opens, row.closes));
        let named = self.special_days.iter().flat_map(|day| &day.sessions).map(|s| (s.opens, s.closes));
        let sessions: Vec<_> = week.chain(named).collect();
        let what = if sessions.iter().any(|(opens, closes)| opens >= closes) {
            "a session closes before it opens"
        } else if sessions.iter().any(|(opens, closes)| opens.second() + closes.second() > 0) {
            "a session does not begin and end on a whole minute"
        } else if !self.hours.iter().all(|row| weekday(row.weekday))
            || !self.special_days.iter().all(|day| day.works_as.is_none_or(weekday))
        {
            "a weekday is not 1 to 7"
        } else if !self.published_years.iter().all(|year| (2000..=2100).contains(year)) {
            "a published year lies outside 2000 to 2100"
        } else if self.nominal_minutes.is_some_and(|minutes| !(1..=1440).contains(&minutes)) {
            "a nominal day is not 1 to 1440 minutes"
        } else {
            return Ok(());
        };
        Err(Refusal::CalendarMalformed { what })
    }
}
