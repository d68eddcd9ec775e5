//! "If this were received then, when would it be due?": one question with all that changes the answer, for the quote that a person or a
//! program asks for. A dossier's own date comes from its own ledger; both are the same count.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use super::{
    calendar::{WorkCalendar, instant},
    clock_rules::Convention,
    count::working_minutes,
    deadline,
    explain::{self, ExplainRow},
    ledger::{Ledger, Mark, MarkKind, PauseReason},
    limit::{LimitUnit, Promise},
    refusal::Refusal,
};

/// The question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// When it is received.
    pub received: DateTime<Utc>,
    /// What is promised.
    pub promise: Promise,
    /// Act that promises less than the law.
    pub basis: Option<String>,
    /// How it is counted.
    pub convention: Convention,
    /// Stretches during which the clock stands still, in order; one without an end is the last.
    pub pauses: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reckoning {
    /// When it is due; `None` while the last pause lasts, and without a limit.
    pub due_at: Option<DateTime<Utc>>,
    /// The promise in working minutes, a day being the calendar's nominal one; `None` where it is not working time.
    pub allowance_minutes: Option<i64>,
    /// The rows that make the date.
    pub rows: Vec<ExplainRow>,
}

impl Question {
    /// The ledger that a dossier with this story would have.
    /// # Errors
    /// [`Refusal::NoTimeLimit`] for a limit of no time; [`Refusal::ClockBackwards`], [`Refusal::ClockOrder`] for pauses that are not
    /// in order.
    pub fn ledger(&self) -> Result<Ledger, Refusal> {
        let mut ledger = Ledger::new();
        let kind = MarkKind::started(self.promise, self.convention, self.basis.clone());
        ledger.push(Mark { at: self.received, kind, by: None })?;
        for (from, to) in &self.pauses {
            let why = PauseReason::Supplement;
            ledger.push(Mark { at: *from, kind: MarkKind::Paused { why }, by: None })?;
            if let Some(to) = to {
                ledger.push(Mark { at: *to, kind: MarkKind::Resumed, by: None })?;
            }
        }
        Ok(ledger)
    }

    /// The answer by `calendar`.
    /// # Errors
    /// As [`Question::ledger`]; [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
    pub fn answer(&self, calendar: &WorkCalendar) -> Result<Reckoning, Refusal> {
        let ledger = self.ledger()?;
        let limit = self.promise.limit;
        let allowance_minutes = match limit.unit {
            LimitUnit::WorkingMinute | LimitUnit::WorkingHour | LimitUnit::WorkingDay => {
                Some(working_minutes(limit, calendar))
            }
            LimitUnit::Hour
            | LimitUnit::CalendarDay
            | LimitUnit::Month
            | LimitUnit::SameDay
            | LimitUnit::Unlimited => None,
        };
        Ok(Reckoning {
            due_at: deadline::due(&ledger, calendar)?,
            allowance_minutes,
            rows: explain::explain(&ledger, calendar)?,
        })
    }
}

/// A moment as people and programs write it: `2026-04-24T10:00`, `2026-04-24 10:00:30` on the clocks of Việt Nam, or with an offset of
/// its own (RFC 3339).
#[must_use]
pub fn read_moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.to_utc());
    }
    let text = text.replacen(' ', "T", 1);
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    forms.iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok()).map(instant)
}

/// A stretch as it is written: `FROM..TO`, or `FROM..` while it lasts.
#[must_use]
pub fn read_stretch(text: &str) -> Option<(DateTime<Utc>, Option<DateTime<Utc>>)> {
    let (from, to) = text.split_once("..")?;
    let to = match to.trim() {
        "" => None,
        to => Some(read_moment(to)?),
    };
    Some((read_moment(from)?, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        calendar::sample::{at, calendar},
        limit::TimeLimit,
    };

    #[test]
    fn moments_are_read_with_and_without_an_offset() {
        let ten = at("2026-04-24 10:00");
        for text in
            ["2026-04-24T10:00", " 2026-04-24 10:00:00", "2026-04-24T10:00:00+07:00", "2026-04-24T03:00:00Z"]
        {
            assert_eq!(read_moment(text), Some(ten), "{text}");
        }
        assert_eq!(read_moment("24/4/2026"), None);
        assert_eq!(read_stretch("2026-04-24T10:00.."), Some((ten, None)));
        assert_eq!(read_stretch("2026-04-24T10:00"), None);
    }

    #[test]
    fn a_question_is_answered_as_a_dossier_would_be() {
        let question = Question {
            received: at("2026-11-20 09:00"),
            promise: Promise::online(TimeLimit::whole(LimitUnit::WorkingDay, 3), None, 20),
            basis: None,
            convention: Convention::default(),
            pauses: vec![(at("2026-11-23 09:00"), Some(at("2026-11-23 11:00")))],
        };
        let answer = question.answer(&calendar()).unwrap();
        assert_eq!(answer.due_at, Some(at("2026-11-26 14:12")));
        assert_eq!(answer.allowance_minutes, Some(1_152));
        let waiting = Question { pauses: vec![(at("2026-11-23 09:00"), None)], ..question };
        assert_eq!(waiting.answer(&calendar()).unwrap().due_at, None);
        let backwards = Question { pauses: vec![(at("2026-11-01 09:00"), None)], ..waiting };
        assert_eq!(backwards.answer(&calendar()), Err(Refusal::ClockBackwards));
    }
}
