//! A date that another calendar moves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A date that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The date before.
    pub from: DateTime<Utc>,
    /// The date by the calendar.
    pub to: DateTime<Utc>,
}

impl Moved {
    /// `None` where it stays, or where one of the two is no date.
    #[must_use]
    pub fn between(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Option<Self> {
        from.zip(to).filter(|(from, to)| from != to).map(|(from, to)| Self { from, to })
    }

    /// In time before, overdue by the new date.
    #[must_use]
    pub fn becomes_overdue(&self, now: DateTime<Utc>) -> bool {
        now <= self.from && now > self.to
    }

    /// Overdue before, in time by the new date.
    #[must_use]
    pub fn ceases_to_be_overdue(&self, now: DateTime<Utc>) -> bool {
        now > self.from && now <= self.to
    }
}
