//! How much time a dossier has left, in two words and a colour: the chip of queues and of the dossier page.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        calendar::WorkCalendar,
        deadline::{self, Remaining, Verdict},
        decide::local_date,
        ledger::Ledger,
        refusal::Refusal,
        status::Status,
    },
    i18n::Message,
};

/// What the chip is read from.
#[derive(Clone, Copy, Debug)]
pub struct Clockface<'a> {
    /// Where the dossier is.
    pub status: Status,
    /// Its clock.
    pub ledger: &'a Ledger,
    /// Until when the one-stop answers.
    pub respond_by: Option<DateTime<Utc>>,
    /// The appointment.
    pub due_at: Option<DateTime<Utc>>,
}

/// Words and tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// What it says.
    pub words: Message,
    /// `ok`, `info`, `warn`, `err`, `wait`, `neutral`.
    pub tone: &'static str,
}

impl Chip {
    fn new(key: &str, tone: &'static str) -> Self {
        Self { words: Message::new(key), tone }
    }

    fn count(key: &str, count: i64, tone: &'static str) -> Self {
        Self { words: Message::new(key).with("count", count), tone }
    }
}

/// The chip; none where no time runs.
/// # Errors
/// [`Refusal::CalendarYearMissing`] when the calendar does not reach that far.
pub fn chip(face: &Clockface<'_>, now: DateTime<Utc>, calendar: &WorkCalendar) -> Result<Option<Chip>, Refusal> {
    match face.status {
        Status::Submitted => face.respond_by.map(|by| answer(by, now, calendar)).transpose(),
        Status::Accepted | Status::Processing | Status::SupplementRequested | Status::PaymentRequested => {
            if face.ledger.is_paused() {
                return Ok(Some(Chip::new("desk-left-paused", "wait")));
            }
            let left = deadline::remaining(face.ledger, now, calendar)?;
            let today = face.due_at.is_some_and(|due| local_date(due) == local_date(now));
            Ok(left.map(|left| running(left, today)))
        }
        Status::Completed | Status::Returned => {
            Ok(deadline::verdict(face.ledger, calendar)?.map(|verdict| match verdict {
                Verdict::Early => Chip::new("due-early", "ok"),
                Verdict::OnTime => Chip::new("due-on-time", "ok"),
                Verdict::Late => Chip::new("due-late", "err"),
            }))
        }
        Status::Draft | Status::Rejected | Status::Withdrawn | Status::Stopped => Ok(None),
    }
}

/// Time until the one-stop must have answered.
fn answer(by: DateTime<Utc>, now: DateTime<Utc>, calendar: &WorkCalendar) -> Result<Chip, Refusal> {
    if now > by {
        let hours = calendar.minutes_between(by, now)? / 60;
        return Ok(if hours == 0 {
            Chip::new("desk-left-answer-late", "err")
        } else {
            Chip::count("desk-left-late-hours", hours, "err")
        });
    }
    let minutes = calendar.minutes_between(now, by)?;
    let tone = if minutes <= 120 { "warn" } else { "ok" };
    Ok(if minutes < 60 {
        Chip::count("desk-left-minutes", minutes, tone)
    } else {
        Chip::count("desk-left-hours", minutes / 60, tone)
    })
}

fn running(left: Remaining, today: bool) -> Chip {
    match (left.overdue, left.days) {
        (true, 0) if left.minutes >= 60 => Chip::count("desk-left-late-hours", left.minutes / 60, "err"),
        (true, 0) => Chip::new("desk-left-late", "err"),
        (true, days) => Chip::count("desk-left-late-days", days, "err"),
        (false, _) if today => Chip::new("desk-left-today", "warn"),
        (false, 0) => Chip::new("desk-left-under-day", "warn"),
        (false, days) if days <= 2 => Chip::count("desk-left-days", days, "warn"),
        (false, days) => Chip::count("desk-left-days", days, "ok"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(days: i64, minutes: i64, overdue: bool) -> Remaining {
        Remaining { days, minutes, overdue }
    }

    #[test]
    fn the_chip_says_how_late_or_how_long() {
        let said = |left, today| running(left, today).words.key;
        assert_eq!(said(left(2, 0, true), false), "desk-left-late-days");
        assert_eq!(said(left(0, 90, true), false), "desk-left-late-hours");
        assert_eq!(said(left(0, 90, false), true), "desk-left-today");
        assert_eq!(said(left(3, 0, false), false), "desk-left-days");
        assert_eq!(running(left(3, 0, false), false).tone, "ok");
        assert_eq!(running(left(2, 0, false), false).tone, "warn");
    }
}
