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

keyed! {
    /// What makes a day special.
    SpecialKind {
        /// Ngày nghỉ: public holiday, day off in lieu, swapped weekday.
        Off = "off",
        /// Ngày làm bù: a day off by the week that is worked.
        MakeUp = "make-up",
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
    /// [`Refusal::CalendarMalformed`] when a weekday is not 1–7, a session closes before it opens or not on a whole minute, or a
    /// published year lies outside 2000–2100.
    pub fn check(&self) -> Result<(), Refusal> {
        let weekday = |n: u8| (1..=7).contains(&n);
        let what = if self.hours.iter().any(|row| row.opens >= row.closes) {
            "a session closes before it opens"
        } else if self.hours.iter().any(|row| row.opens.second() + row.closes.second() > 0) {
            "a session does not begin and end on a whole minute"
        } else if !self.hours.iter().all(|row| weekday(row.weekday))
            || !self.special_days.iter().all(|day| day.works_as.is_none_or(weekday))
        {
            "a weekday is not 1 to 7"
        } else if !self.published_years.iter().all(|year| (2000..=2100).contains(year)) {
            "a published year lies outside 2000 to 2100"
        } else {
            return Ok(());
        };
        Err(Refusal::CalendarMalformed { what })
    }
}
