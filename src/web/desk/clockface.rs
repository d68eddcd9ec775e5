//! How much time a dossier has left, in two words and a colour: the chip of queues and of the dossier page.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        calendar::WorkCalendar,
        deadline::{self, Light, Remaining, Verdict},
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
    /// From when on it is due soon, as stored.
    pub soon_at: Option<DateTime<Utc>>,
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
pub fn chip(
    face: &Clockface<'_>,
    now: DateTime<Utc>,
    calendar: &WorkCalendar,
) -> Result<Option<Chip>, Refusal> {
    match face.status {
        Status::Submitted => face.respond_by.map(|by| answer(by, now, calendar)).transpose(),
        Status::Accepted | Status::Processing | Status::SupplementRequested | Status::PaymentRequested => {
            let light = deadline::light(face.ledger, now, face.soon_at, calendar)?;
            let left = deadline::remaining(face.ledger, now, calendar)?;
            Ok(running(light, left))
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

/// The colour is the engine's light; the words say how much.
fn running(light: Light, left: Option<Remaining>) -> Option<Chip> {
    let chip = match (light, left) {
        (Light::Paused, _) => Chip::new("desk-left-paused", "wait"),
        (Light::Idle, _) | (_, None) => return None,
        (Light::Overdue, Some(left)) => late(left),
        (Light::DueToday, Some(_)) => Chip::new("desk-left-today", "warn"),
        (Light::Soon, Some(left)) => ahead(left, "warn"),
        (Light::OnTrack, Some(left)) => ahead(left, "ok"),
    };
    Some(chip)
}

fn late(left: Remaining) -> Chip {
    match left.days {
        0 if left.minutes >= 60 => Chip::count("desk-left-late-hours", left.minutes / 60, "err"),
        0 => Chip::new("desk-left-late", "err"),
        days => Chip::count("desk-left-late-days", days, "err"),
    }
}

fn ahead(left: Remaining, tone: &'static str) -> Chip {
    match left.days {
        0 => Chip::new("desk-left-under-day", tone),
        days => Chip::count("desk-left-days", days, tone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        calendar::sample::{at, calendar},
        clock_rules::Convention,
        ledger::{Mark, MarkKind},
        limit::{LimitUnit, Promise, TimeLimit},
    };

    fn left(days: i64, minutes: i64, overdue: bool) -> Remaining {
        Remaining { days, minutes, overdue }
    }

    #[test]
    fn the_chip_says_how_late_or_how_long() {
        let said = |light, left: Option<Remaining>| running(light, left).map(|chip| chip.words.key);
        assert_eq!(said(Light::Overdue, Some(left(2, 0, true))).unwrap(), "desk-left-late-days");
        assert_eq!(said(Light::Overdue, Some(left(0, 90, true))).unwrap(), "desk-left-late-hours");
        assert_eq!(said(Light::DueToday, Some(left(0, 90, false))).unwrap(), "desk-left-today");
        assert_eq!(said(Light::OnTrack, Some(left(3, 0, false))).unwrap(), "desk-left-days");
        assert_eq!(said(Light::Idle, None), None);
    }

    #[test]
    fn its_colour_is_the_light_of_the_engine_by_the_provinces_percentage() {
        let calendar = calendar();
        let mut ledger = Ledger::new();
        let promise = Promise::plain(TimeLimit::whole(LimitUnit::WorkingDay, 10));
        let kind = MarkKind::started(promise, Convention::default(), None);
        ledger.push(Mark { at: at("2026-03-02 09:00"), kind, by: None }).unwrap();
        let tone = |now, percent| {
            let stored = deadline::projection(&ledger, percent, &calendar).unwrap();
            let soon_at = stored.map(|stored| stored.soon_at);
            let face = Clockface { status: Status::Processing, ledger: &ledger, respond_by: None, soon_at };
            chip(&face, at(now), &calendar).unwrap().unwrap().tone
        };
        // due at the close of 16/3; three and a half days before it 60 % are used, not 80 %
        assert_eq!((tone("2026-03-11 10:00", 80), tone("2026-03-11 10:00", 60)), ("ok", "warn"));
        assert_eq!((tone("2026-03-16 08:00", 80), tone("2026-03-17 08:00", 80)), ("warn", "err"));
    }
}
