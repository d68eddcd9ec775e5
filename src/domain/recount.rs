//! What a newly published calendar does to a dossier that is handed in and not settled: its dates counted anew, the appointment
//! over the same ledger. Nothing else of it changes, and a date that stays the same is no event. Source: the due date is a
//! function of ledger and calendar (`deadline`).

use chrono::{DateTime, Utc};

use super::{
    calendar::{WorkCalendar, local},
    deadline,
    event::{Event, Term},
    ids::{AgencyCode, ConsultationId, DossierId, Version},
    ledger::Ledger,
    moved::Moved,
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
    /// From when on it is due soon, as stored.
    pub soon_at: Option<DateTime<Utc>>,
    /// Until when its step is to be done, as stored.
    pub step_due_at: Option<DateTime<Utc>>,
    /// When its step began, and the working minutes the step has.
    pub step: Option<(DateTime<Utc>, u32)>,
    /// Until when the one-stop answers, as stored.
    pub respond_by: Option<DateTime<Utc>>,
    /// Where the one-stop has to answer: from when on, and in how many working minutes.
    pub answer: Option<(DateTime<Utc>, u32)>,
    /// Opinions that other agencies still owe.
    pub opinions: Vec<Opinion>,
}

/// An opinion that is asked for.
#[derive(Clone, Debug)]
pub struct Opinion {
    /// Which consultation.
    pub id: ConsultationId,
    /// Whose.
    pub agency: AgencyCode,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// In how many working days; not known of some: their date stays.
    pub days: Option<u32>,
    /// Until when, as stored.
    pub due_at: DateTime<Utc>,
}

/// The dates of one dossier by a calendar, as far as they move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recounted {
    /// The appointment.
    pub due: Option<Moved>,
    /// The step.
    pub step: Option<Moved>,
    /// The answer of the one-stop.
    pub answer: Option<Moved>,
    /// Opinions.
    pub opinions: Vec<(ConsultationId, AgencyCode, Moved)>,
    /// From when on it is due soon, moved or not: for the queues alone, and so no event.
    pub soon_at: Option<DateTime<Utc>>,
}

impl Recounted {
    /// What happened, said as the events of its history; none when no date moves. A step that moves with its appointment is not
    /// told apart.
    /// # Errors
    /// [`Refusal::NotPermitted`] when the permit is for something else.
    pub fn events(&self, permit: &Permit, dossier: DossierId, reason: &str) -> Result<Vec<Event>, Refusal> {
        if !permit.covers(dossier, Action::Recount) {
            return Err(Refusal::NotPermitted);
        }
        let term = |term, agency, Moved { from, to }| Event::TermMoved {
            term,
            agency,
            from,
            to,
            reason: reason.to_owned(),
        };
        let due = self.due.map(|Moved { from, to }| Event::DueMoved { from, to, reason: reason.to_owned() });
        let step = self.step.filter(|_| self.due.is_none()).map(|moved| term(Term::Step, None, moved));
        let answer = self.answer.map(|moved| term(Term::Answer, None, moved));
        let opinions =
            self.opinions.iter().map(|(_, agency, moved)| term(Term::Opinion, Some(agency.clone()), *moved));
        Ok(due.into_iter().chain(step).chain(answer).chain(opinions).collect())
    }
}

/// How `calendar` moves the appointment; `None` when it stays, and while the clock stands still: the date then follows when it
/// counts on.
/// # Errors
/// As [`deadline::due`].
pub fn moved(running: &Running, calendar: &WorkCalendar) -> Result<Option<Moved>, Refusal> {
    Ok(Moved::between(running.due_at, deadline::due(&running.ledger, calendar)?))
}

/// All dates by `calendar`, and from when on the dossier is due soon by `soon_percent`.
/// # Errors
/// As [`deadline::due`].
pub fn recounted(running: &Running, soon_percent: u8, calendar: &WorkCalendar) -> Result<Recounted, Refusal> {
    let stored = deadline::projection(&running.ledger, soon_percent, calendar)?;
    let step = match running.step {
        Some((begun, minutes)) => deadline::step_due(begun, minutes, &running.ledger, calendar)?,
        None => None,
    };
    let answer = match running.answer {
        Some((from, minutes)) => Some(deadline::respond_by(from, minutes, calendar)?),
        None => None,
    };
    let mut opinions = Vec::new();
    for opinion in &running.opinions {
        let due = match opinion.days {
            Some(days) => Some(opinion_due(opinion.asked_at, days, calendar)?),
            None => None,
        };
        if let Some(moved) = Moved::between(Some(opinion.due_at), due) {
            opinions.push((opinion.id, opinion.agency.clone(), moved));
        }
    }
    Ok(Recounted {
        due: Moved::between(running.due_at, stored.map(|stored| stored.due_at)),
        step: Moved::between(running.step_due_at, step),
        answer: Moved::between(running.respond_by, answer),
        opinions,
        soon_at: stored.map_or(running.soon_at, |stored| stored.soon_at.into()),
    })
}

/// Until when an opinion is given that was asked for at `asked_at`: the end of the last of `days` working days after that day.
/// # Errors
/// As [`deadline::due`].
pub fn opinion_due(
    asked_at: DateTime<Utc>,
    days: u32,
    calendar: &WorkCalendar,
) -> Result<DateTime<Utc>, Refusal> {
    calendar.end_of_day(calendar.nth_working_day(local(asked_at).date(), days)?)
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
            soon_at: None,
            step_due_at: Some(at("2026-11-25 17:00")),
            step: Some((at("2026-11-25 07:00"), 480)),
            respond_by: None,
            answer: None,
            opinions: Vec::new(),
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

    fn by(dossier: &Running, calendar: &WorkCalendar) -> Recounted {
        recounted(dossier, 80, calendar).unwrap()
    }

    fn shown(moved: Option<Moved>) -> Option<(String, String)> {
        moved.map(|moved| (show(moved.from), show(moved.to)))
    }

    fn from_to(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_day_off_inside_the_count_moves_date_and_step_and_one_outside_moves_nothing() {
        let dossier = running(&[("2026-11-20 09:00", started())], "2026-11-26 17:00");
        assert_eq!(moved(&dossier, &calendar()), Ok(None));
        let still = by(&dossier, &with_day_off("2026-11-27"));
        assert_eq!((still.due, still.step), (None, None));
        assert_eq!(still.soon_at.map(show), Some("2026-11-25 17:00".to_owned()));
        let after = by(&dossier, &with_day_off("2026-11-25"));
        assert_eq!(shown(after.due).unwrap(), from_to("2026-11-26 17:00", "2026-11-27 17:00"));
        assert_eq!(shown(after.step).unwrap(), from_to("2026-11-25 17:00", "2026-11-26 17:00"));
        assert_eq!(after.soon_at.map(show), Some("2026-11-26 17:00".to_owned()));
        assert_eq!(moved(&dossier, &with_day_off("2026-11-25")).unwrap(), after.due);
    }

    #[test]
    fn while_the_clock_stands_still_the_appointment_and_the_step_stay_and_opinions_do_not() {
        let paused = MarkKind::Paused { why: PauseReason::Supplement };
        let mut dossier =
            running(&[("2026-11-20 09:00", started()), ("2026-11-25 09:00", paused)], "2026-11-26 17:00");
        let asked = |days| Opinion {
            id: ConsultationId::new(Uuid::from_u128(4)),
            agency: AgencyCode::parse("H48.12").unwrap(),
            asked_at: at("2026-11-23 10:00"),
            days,
            due_at: at("2026-11-25 17:00"),
        };
        dossier.opinions = vec![asked(Some(1)), asked(None)];
        let after = by(&dossier, &with_day_off("2026-11-25"));
        assert_eq!((after.due, after.step, after.soon_at), (None, None, None));
        let opinions: Vec<_> =
            after.opinions.iter().map(|(_, _, moved)| shown(Some(*moved)).unwrap()).collect();
        assert_eq!(opinions, [from_to("2026-11-25 17:00", "2026-11-26 17:00")]);
    }

    #[test]
    fn the_time_to_answer_is_counted_anew_from_where_it_began() {
        let mut dossier = running(&[], "2026-11-26 17:00");
        dossier.due_at = None;
        dossier.status = Status::Submitted;
        dossier.respond_by = Some(at("2026-11-25 10:00"));
        dossier.answer = Some((at("2026-11-23 10:00"), 480));
        dossier.step = None;
        assert_eq!(by(&dossier, &calendar()).answer, None);
        let after = by(&dossier, &with_day_off("2026-11-25"));
        assert_eq!(shown(after.answer).unwrap(), from_to("2026-11-25 10:00", "2026-11-26 10:00"));
        assert_eq!((after.due, after.step), (None, None));
    }

    #[test]
    fn overdue_is_judged_by_both_dates() {
        let moved = Moved { from: at("2026-11-26 17:00"), to: at("2026-11-27 17:00") };
        let late = Moved { from: moved.to, to: moved.from };
        let between = at("2026-11-27 08:00");
        assert!(moved.ceases_to_be_overdue(between) && !moved.becomes_overdue(between));
        assert!(late.becomes_overdue(between) && !late.ceases_to_be_overdue(between));
        assert!(!moved.ceases_to_be_overdue(at("2026-11-28 08:00")));
    }

    #[test]
    fn the_events_want_the_permit_of_this_dossier_and_name_a_step_only_where_it_moves_alone() {
        let move_by = Moved { from: at("2026-11-26 17:00"), to: at("2026-11-27 17:00") };
        let all = Recounted {
            due: Some(move_by),
            step: Some(move_by),
            answer: None,
            opinions: vec![(
                ConsultationId::new(Uuid::from_u128(4)),
                AgencyCode::parse("H48.12").unwrap(),
                move_by,
            )],
            soon_at: None,
        };
        let (by, one, other) = (
            AccountId::new(Uuid::from_u128(1)),
            DossierId::new(Uuid::from_u128(2)),
            DossierId::new(Uuid::from_u128(3)),
        );
        let permit = permit_following(by, (one, Status::Accepted), Action::Recount).unwrap();
        let keys = |recounted: &Recounted| -> Vec<_> {
            recounted.events(&permit, one, "x").unwrap().iter().map(Event::key).collect()
        };
        assert_eq!(keys(&all), ["due-moved", "term-moved"]);
        assert_eq!(keys(&Recounted { due: None, ..all.clone() }), ["term-moved", "term-moved"]);
        assert_eq!(all.events(&permit, other, "x"), Err(Refusal::NotPermitted));
        assert!(permit_following(by, (one, Status::Submitted), Action::Recount).is_ok());
        assert!(permit_following(by, (one, Status::Completed), Action::Recount).is_err());
        assert!(permit_following(by, (one, Status::Processing), Action::Approve).is_err());
    }
}
