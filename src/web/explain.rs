//! The days of a time limit as `ui::days` draws them; the words of the rows are `i18n::explain`'s.

use super::parts::DayMark;
use crate::{
    domain::{
        calendar::{DayKind, WorkCalendar},
        ledger::Ledger,
        refusal::Refusal,
        strip::{self, StripDay, StripKind},
    },
    i18n::{self, Locale},
};

pub use crate::i18n::explain::{Row, limit, rows};

/// Longest strip that is drawn, in days; a longer one says nothing at a glance.
const LONGEST: usize = 62;

/// The days of the strip; none when there are too many to be of use.
/// # Errors
/// As [`strip::days`].
pub fn strip(locale: Locale, ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<DayMark>, Refusal> {
    let days = strip::days(ledger, calendar)?;
    if days.len() > LONGEST {
        return Ok(Vec::new());
    }
    Ok(days.into_iter().map(|day| mark(locale, day, calendar)).collect())
}

fn mark(locale: Locale, day: StripDay, calendar: &WorkCalendar) -> DayMark {
    let named = match calendar.day_kind(day.date) {
        Ok(DayKind::Holiday(special) | DayKind::MakeUp(special)) if day.kind != StripKind::Due => {
            Some(special.name.clone())
        }
        Ok(_) | Err(_) => None,
    };
    DayMark {
        date: day.date,
        counted: day.counts(),
        due: day.kind == StripKind::Due,
        note: named.unwrap_or_else(|| i18n::explain::day(locale, day)),
    }
}
