//! Time limits as the law writes them, and the province's promise to be faster online.

use serde::{Deserialize, Serialize};

use super::status::keyed;

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

impl TimeLimit {
    /// `amount` whole units.
    #[must_use]
    pub const fn whole(unit: LimitUnit, amount: u32) -> Self {
        Self {
            unit,
            halves: amount * 2,
        }
    }
}
