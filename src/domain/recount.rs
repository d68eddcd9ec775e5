//! What a newly published calendar does to a dossier under way: its dates counted anew over the same ledger. Nothing else of it
//! changes, and a date that stays the same is no event. Source: the due date is a function of ledger and calendar (`deadline`).

use chrono::{DateTime, Utc};

use super::{
    calendar::WorkCalendar,
    deadline,
    event::Event,
    ids::{DossierId, Version},
    ledger::Ledger,
    policy::Permit,
    refusal::Refusal,
    status::{Action, Status},
};

/// What the law needs to know of a dossier under way.
#[derive(Clone, Debug)]
pub struct Running {
    /// Which dossier.
    pub id: DossierId,
    /// Its version.
    pub version: Version,
    /// Where it is.
    pub status: Status,
    /// Its clock.
    pub ledger: Ledger,
    /// Its appointment, as stored.
    pub due_at: Option<DateTime<Utc>>,
    /// Until when its step is to be done, as stored.
    pub step_due_at: Option<DateTime<Utc>>,
    /// When its step began, and the working minutes the step has.
    pub step: Option<(DateTime<Utc>, u32)>,
}

/// An appointment that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The date before.
    pub from: DateTime<Utc>,
    /// The date by the calendar.
    pub to: DateTime<Utc>,
    /// Until when the step is to be done now.
    pub step_due_at: Option<DateTime<Utc>>,
}

impl Moved {
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

    /// What happened, said as the event of its history.
    /// # Errors
    /// [`Refusal::NotPermitted`] when the permit is for something else.
    pub fn event(&self, permit: &Permit, dossier: DossierId, reason: &str) -> Result<Event, Refusal> {
        if permit.covers(dossier, Action::Recount) {
            Ok(Event::DueMoved { from: self.from, to: self.to, reason: reason.to_owned() })
        } else {
            Err(Refusal::NotPermitted)
        }
    }
}

/// How `calendar` moves the appointment; `None` when it stays, and while the clock stands still: the date then follows when it
/// counts on.
/// # Errors
/// As [`deadline::due`].
pub fn moved(running: &Running, calendar: &WorkCalendar) -> Result<Option<Moved>, Refusal> {
    let (Some(from), Some(to)) = (running.due_at, deadline::due(&running.ledger, calendar)?) else {
        return Ok(None);
    };
    if from == to {
        return Ok(None);
    }
    let step = match running.step {
        Some((begun, minutes)) => deadline::step_due(begun, minutes, &running.ledger, calendar)?,
        None => None,
    };
    Ok(Some(Moved { from, to, step_due_at: step.or(running.step_due_at) }))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        calendar::{
            SpecialDay, SpecialKind,
            sample::{at, calendar, data, day, show},
        },
        clock_rules::Convention,
        ids::AccountId,
        ledger::{Mark, MarkKind, PauseReason},
        limit::{LimitUnit, Promise, TimeLimit},
        policy::permit_following,
    };

    fn running(marks: &[(&str, MarkKind)], due: &str) -> Running {
        let mut ledger = Ledger::new();
        for (when, kind) in marks {
            ledger.push(Mark { at: at(when), kind: kind.clone(), by: None }).unwrap();
        }
        Running {
            id: DossierId::new(Uuid::from_u128(9)),
            version: Version::new(3),
            status: Status::Processing,
            ledger,
            due_at: Some(at(due)),
            step_due_at: Some(at("2026-11-24 17:00")),
            step: Some((at("2026-11-25 07:00"), 480)),
        }
    }

    fn started() -> MarkKind {
        let limit = TimeLimit::whole(LimitUnit::WorkingDay, 3);
        MarkKind::started(Promise::plain(limit), Convention::default(), None)
    }

    fn with_day_off(date: &str) -> WorkCalendar {
        let mut data = data();
        data.special_days.push(SpecialDay {
            date: day(date),
            kind: SpecialKind::Closure,
            name: "Ngập lụt".to_owned(),
            legal_basis: String::new(),
            works_as: None,
            sessions: Vec::new(),
        });
        WorkCalendar::new(data).unwrap()
    }

    #[test]
    fn a_day_off_inside_the_count_moves_date_and_step_and_one_outside_moves_nothing() {
        let dossier = running(&[("2026-11-20 09:00", started())], "2026-11-26 17:00");
        assert_eq!(moved(&dossier, &calendar()), Ok(None));
        assert_eq!(moved(&dossier, &with_day_off("2026-11-27")), Ok(None));
        let moved = moved(&dossier, &with_day_off("2026-11-25")).unwrap().unwrap();
        assert_eq!(
            (show(moved.from), show(moved.to)),
            ("2026-11-26 17:00".into(), "2026-11-27 17:00".into())
        );
        assert_eq!(moved.step_due_at.map(show), Some("2026-11-26 17:00".to_owned()));
    }

    #[test]
    fn while_the_clock_stands_still_nothing_moves() {
        let paused = MarkKind::Paused { why: PauseReason::Supplement };
        let dossier =
            running(&[("2026-11-20 09:00", started()), ("2026-11-23 09:00", paused)], "2026-11-26 17:00");
        assert_eq!(moved(&dossier, &with_day_off("2026-11-25")), Ok(None));
    }

    #[test]
    fn overdue_is_judged_by_both_dates() {
        let moved = Moved { from: at("2026-11-26 17:00"), to: at("2026-11-27 17:00"), step_due_at: None };
        let late = Moved { from: moved.to, to: moved.from, ..moved };
        let between = at("2026-11-27 08:00");
        assert!(moved.ceases_to_be_overdue(between) && !moved.becomes_overdue(between));
        assert!(late.becomes_overdue(between) && !late.ceases_to_be_overdue(between));
        assert!(!moved.ceases_to_be_overdue(at("2026-11-28 08:00")));
    }

    #[test]
    fn the_event_wants_the_permit_of_this_dossier() {
        let moved = Moved { from: at("2026-11-26 17:00"), to: at("2026-11-27 17:00"), step_due_at: None };
        let (by, one, other) = (
            AccountId::new(Uuid::from_u128(1)),
            DossierId::new(Uuid::from_u128(2)),
            DossierId::new(Uuid::from_u128(3)),
        );
        let permit = permit_following(by, (one, Status::Accepted), Action::Recount).unwrap();
        assert!(moved.event(&permit, one, "x").is_ok());
        assert_eq!(moved.event(&permit, other, "x"), Err(Refusal::NotPermitted));
        assert!(permit_following(by, (one, Status::Completed), Action::Recount).is_err());
        assert!(permit_following(by, (one, Status::Processing), Action::Approve).is_err());
    }
}
