//! One decision under way: what the row of the table does to the dossier, its clock and its place. What a command does beside
//! that is `decide`'s.

use chrono::{DateTime, Utc};

use super::{
    deadline,
    dossier::{Dossier, Place},
    facts::{Facts, local_date},
    ids::AccountId,
    ledger::{Mark, MarkKind, PauseReason},
    limit::{self, Promise},
    procedure::{Case, ClockPolicy, Step},
    reason,
    refusal::Refusal,
    status::{Action, Status},
    workflow::{Clock, Next, Transition},
};

/// One decision under way.
pub(super) struct Turn<'a> {
    pub(super) dossier: Dossier,
    pub(super) was: Status,
    pub(super) row: &'static Transition,
    pub(super) actor: AccountId,
    pub(super) now: DateTime<Utc>,
    pub(super) facts: &'a Facts<'a>,
}

impl Turn<'_> {
    /// Applies the clock column of the row and stores the due date that follows.
    pub(super) fn run_clock(&mut self, action: Action) -> Result<(), Refusal> {
        let restart = self.facts.procedure.clock_policy == ClockPolicy::Restart;
        let started = self.dossier.ledger.is_started();
        let mark = match self.row.clock {
            Clock::Starts => Some(self.started()?),
            Clock::Pauses if action == Action::RequestPayment => {
                self.facts.rules.payment_pauses.then_some(MarkKind::Paused { why: PauseReason::Payment })
            }
            Clock::Pauses => Some(MarkKind::Paused { why: PauseReason::Supplement }),
            Clock::Resumes if action == Action::Correct => Some(MarkKind::Reopened),
            Clock::Resumes if !started || !self.dossier.ledger.is_paused() => None,
            Clock::Resumes if action == Action::Supplement && restart && self.dossier.place.is_some() => {
                Some(MarkKind::Restarted)
            }
            Clock::Resumes => Some(MarkKind::Resumed),
            Clock::Ends if started => Some(MarkKind::Ended),
            Clock::Idle | Clock::Runs | Clock::Ends => None,
        };
        if let Some(kind) = mark {
            if matches!(kind, MarkKind::Resumed | MarkKind::Restarted) {
                self.dossier.step_waited(self.now, self.facts.calendar)?;
            }
            self.dossier.ledger.push(Mark { at: self.now, kind, by: Some(self.actor) })?;
        }
        if matches!(self.row.clock, Clock::Starts | Clock::Resumes) {
            self.dossier.project(self.facts.rules.soon_percent, self.facts.calendar)?;
        }
        Ok(())
    }

    /// The clock as it starts: what was promised on the day of filing, and by which act.
    pub(super) fn started(&self) -> Result<MarkKind, Refusal> {
        let (limit, statutory) =
            self.dossier.promised.zip(self.dossier.statutory).ok_or(Refusal::NoTimeLimit)?;
        let filed = local_date(self.dossier.submitted_at.unwrap_or(self.now));
        let policy = limit::best_policy(self.dossier.channel, filed, self.facts.time_cuts);
        let basis = policy.map(|policy| policy.legal_basis.clone());
        Ok(MarkKind::started(Promise { limit, statutory }, self.facts.rules.convention, basis))
    }

    pub(super) fn respond_by(&self, filed: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
        deadline::respond_by(filed, self.facts.rules.response_minutes, self.facts.calendar)
    }

    /// Puts the dossier where the row says.
    pub(super) fn land(&mut self) {
        let to = match self.row.to {
            Next::To(status) => status,
            Next::Stay => self.was,
            Next::Back => self.dossier.status,
            Next::Resume => self.dossier.resumes_to.take().unwrap_or(Status::Submitted),
        };
        self.dossier.status = to;
        if to != self.was {
            self.dossier.status_at = self.now;
        }
        if to.is_terminal() && to != self.was {
            self.dossier.ended_at = Some(self.now);
            self.leave_steps();
        }
    }

    pub(super) fn case(&self) -> Result<&Case, Refusal> {
        self.facts.procedure.cases.iter().find(|c| c.key == self.dossier.case).ok_or(Refusal::CaseUnknown)
    }

    pub(super) fn next_index(&self) -> Result<usize, Refusal> {
        let index = self.dossier.place.map_or(0, |p| p.step + 1);
        if index < self.facts.procedure.route.len() { Ok(index) } else { Err(Refusal::LastStep) }
    }

    pub(super) fn step_at(&self, index: usize) -> Result<&Step, Refusal> {
        self.facts.procedure.route.get(index).ok_or(Refusal::NoRoute)
    }

    pub(super) fn move_to(&mut self, index: usize, holder: Option<AccountId>) -> Result<(), Refusal> {
        let (role, minutes, agency) = {
            let step = self.step_at(index)?;
            (step.role, step.minutes, self.dossier.agency_of(step))
        };
        self.dossier.place = Some(Place { step: index, role });
        self.dossier.holding = agency;
        self.dossier.holder = holder;
        self.dossier.step_due_at =
            deadline::step_due(self.now, minutes, &self.dossier.ledger, self.facts.calendar)?;
        Ok(())
    }

    pub(super) fn leave_steps(&mut self) {
        self.dossier.place = None;
        self.dossier.holder = None;
        self.dossier.step_due_at = None;
        self.dossier.consulted.clear();
    }
}

/// A text that was really given.
pub(super) fn said(text: String) -> Result<String, Refusal> {
    if text.trim().is_empty() { Err(Refusal::ReasonMissing) } else { Ok(text) }
}

/// A reason that says something.
pub(super) fn why(reason: String) -> Result<String, Refusal> {
    if reason::says_something(&reason) { Ok(reason) } else { Err(Refusal::ReasonMissing) }
}
