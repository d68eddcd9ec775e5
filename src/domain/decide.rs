//! The decision: from a dossier, a permit, a command, the time and the facts to the next dossier and what happened. Pure.
//! Rules that need facts are here, each a named `Refusal`; where an action leads and what the clock does is the table's.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::{
    actor::Actor,
    calendar::WorkCalendar,
    command::{Command, PayMethod, SupplementItem},
    deadline,
    dossier::{Dossier, Identity, IssuedResult, Place},
    event::{Event, Stage},
    fee::DiscountPolicy,
    ids::{AccountId, AgencyCode},
    ledger::{Mark, MarkKind, PauseReason},
    limit::{self, Promise, TimePolicy},
    money::Vnd,
    policy::Permit,
    procedure::{Answers, Case, DocKind, ExemptGroup, Procedure, Step},
    quote::{self, FeeFacts},
    refusal::Refusal,
    status::{Action, Channel, Role, Status},
    workflow::{self, Clock, Next, Transition},
};

/// Key of the answer that names the exempt group, on every form that has a fee with exemptions.
pub const EXEMPT_KEY: &str = "exempt-group";

/// A document that the dossier holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Key of the required document.
    pub key: String,
    /// Not handed in yet.
    pub staged: bool,
}

/// What a decision needs to know beside the dossier.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The pinned version of the procedure.
    pub procedure: &'a Procedure,
    /// The calendar of the settling agency.
    pub calendar: &'a WorkCalendar,
    /// Fee policies of the province.
    pub discounts: &'a [DiscountPolicy],
    /// Time policies of the province.
    pub time_cuts: &'a [TimePolicy],
    /// Documents held.
    pub documents: &'a [Held],
    /// Code, secret and link for a submission.
    pub identity: Option<Identity>,
    /// Whether the agency or the person that the command names can do what it is named for.
    pub target_fits: bool,
}

/// The local date (UTC+7) of an instant.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    FixedOffset::east_opt(7 * 3600)
        .map_or_else(|| at.date_naive(), |hanoi| at.with_timezone(&hanoi).date_naive())
}

impl Dossier {
    /// Carry out `command`.
    /// # Errors
    /// The [`Refusal`] of the rule that is not met; the dossier is then unchanged.
    pub fn decide(
        self,
        permit: &Permit,
        command: Command,
        now: DateTime<Utc>,
        facts: &Facts<'_>,
    ) -> Result<(Self, Vec<Event>), Refusal> {
        let action = command.action();
        if !permit.covers(self.id, action) {
            return Err(Refusal::NotPermitted);
        }
        let row = workflow::find(self.status, action)?;
        let actor = permit.actor();
        let mut turn = Turn {
            was: self.status,
            dossier: self,
            row,
            actor,
            now,
            facts,
        };
        turn.run_clock(action)?;
        let event = turn.carry_out(command)?;
        turn.land();
        let mut next = turn.dossier;
        next.version = next.version.next();
        Ok((next, vec![event]))
    }
}

/// One decision under way.
struct Turn<'a> {
    dossier: Dossier,
    was: Status,
    row: &'static Transition,
    actor: AccountId,
    now: DateTime<Utc>,
    facts: &'a Facts<'a>,
}

impl Turn<'_> {
    fn carry_out(&mut self, command: Command) -> Result<Event, Refusal> {
        match command {
            Command::Submit => self.submit(),
            Command::Accept => self.accept(),
            Command::Reject { reason } => Ok(Event::Rejected {
                reason: said(reason)?,
            }),
            Command::RequestSupplement { items, note, until } => self.request_supplement(items, note, until),
            Command::Supplement => self.supplement(),
            Command::RequestPayment { extra, reason } => self.request_payment(extra, reason),
            Command::Pay {
                amount,
                method,
                reference,
            } => self.pay(amount, method, reference),
            Command::Forward { note, to } => self.forward(note, to),
            Command::SendBack { reason } => self.send_back(reason),
            Command::Consult {
                id,
                agency,
                question,
                days,
            } => {
                self.may_consult(&agency)?;
                let cal = self.facts.calendar;
                let due_at = cal.end_of_day(cal.nth_working_day(local_date(self.now), days)?)?;
                self.dossier.consulted.push(agency.clone());
                Ok(Event::Consulted {
                    id,
                    agency,
                    question: said(question)?,
                    due_at,
                })
            }
            Command::GiveOpinion {
                agency,
                answer,
                agrees,
            } => self.give_opinion(agency, answer, agrees),
            Command::Approve { note } => {
                self.to_step(self.next_index()?, None)?;
                Ok(Event::Approved { note })
            }
            Command::Issue {
                number,
                date,
                signer,
                document,
            } => self.issue(IssuedResult {
                number,
                date,
                signer,
                document,
            }),
            Command::Complete => self.complete(),
            Command::Return { to, method } => {
                if !self.dossier.outstanding().is_zero() {
                    return Err(Refusal::FeeUnpaid);
                }
                Ok(Event::Returned {
                    to: said(to)?,
                    method,
                })
            }
            Command::Withdraw { reason } => Ok(Event::Withdrawn { reason }),
            Command::Stop { reason } => Ok(Event::Stopped {
                reason: said(reason)?,
            }),
            Command::Reassign { agency, to, reason } => self.reassign(agency, to, reason),
            Command::Correct { reason } => self.correct(reason),
        }
    }

    fn submit(&mut self) -> Result<Event, Refusal> {
        let facts = self.facts;
        let case = self.case()?;
        let terms = facts
            .procedure
            .channels
            .iter()
            .find(|t| t.channel == self.dossier.channel)
            .ok_or(Refusal::ChannelClosed)?;
        if facts.procedure.route.is_empty() {
            return Err(Refusal::NoRoute);
        }
        let missing = missing_documents(facts.procedure, case, facts.documents);
        if missing > 0 {
            return Err(Refusal::DocumentsMissing { count: missing });
        }
        let on = local_date(self.now);
        let statutory = case.limit.or(terms.limit).ok_or(Refusal::NoTimeLimit)?;
        let promise = limit::promise(
            statutory,
            terms.promised,
            self.dossier.channel,
            on,
            facts.time_cuts,
        );
        let quote = quote_for(
            facts.procedure,
            case,
            &self.dossier.answers,
            self.dossier.channel,
            on,
            facts.discounts,
        )?;
        let identity = facts.identity.clone().ok_or(Refusal::NotPermitted)?;
        let respond_by = deadline::respond_by(self.now, facts.calendar)?;
        let code = identity.code.clone();
        let d = &mut self.dossier;
        d.identity = Some(identity);
        d.statutory = Some(statutory);
        d.promised = Some(promise.limit);
        d.fee_total = quote.total;
        d.quote = Some(quote);
        d.submitted_at = Some(self.now);
        d.respond_by = Some(respond_by);
        Ok(Event::Submitted {
            code,
            channel: d.channel,
            respond_by,
        })
    }

    fn accept(&mut self) -> Result<Event, Refusal> {
        let due_at = self.due()?.ok_or(Refusal::NoTimeLimit)?;
        self.dossier.accepted_at = Some(self.now);
        self.dossier.original_due_at = Some(due_at);
        Ok(Event::Accepted { due_at })
    }

    fn request_supplement(
        &mut self,
        items: Vec<SupplementItem>,
        note: String,
        until: NaiveDate,
    ) -> Result<Event, Refusal> {
        if items.is_empty() {
            return Err(Refusal::NothingRequested);
        }
        if items.iter().any(|item| item.reason.trim().is_empty()) {
            return Err(Refusal::ReasonMissing);
        }
        if until <= local_date(self.now) {
            return Err(Refusal::DateInPast);
        }
        // One request names everything; a further one must come from the leader's own step.
        let leads = self.dossier.place.is_some_and(|p| p.role == Role::Leader);
        if self.dossier.supplement_rounds > 0 && self.was == Status::Processing && !leads {
            return Err(Refusal::SupplementRoundUsed);
        }
        let stage = if self.was == Status::Processing {
            Stage::Appraisal
        } else {
            Stage::Intake
        };
        self.dossier.resumes_to = Some(self.was);
        self.dossier.supplement_rounds += 1;
        Ok(Event::SupplementRequested {
            round: self.dossier.supplement_rounds,
            stage,
            items,
            note,
            until,
        })
    }

    fn supplement(&mut self) -> Result<Event, Refusal> {
        let documents = self.facts.documents.iter().filter(|held| held.staged).count();
        if documents == 0 {
            return Err(Refusal::NothingSupplied);
        }
        let back = self.dossier.resumes_to;
        if back == Some(Status::Submitted) {
            self.dossier.respond_by = Some(deadline::respond_by(self.now, self.facts.calendar)?);
        }
        let due_at = if back == Some(Status::Submitted) {
            None
        } else {
            self.dossier.due_at
        };
        Ok(Event::Supplemented {
            round: self.dossier.supplement_rounds,
            documents,
            due_at,
        })
    }

    fn request_payment(&mut self, extra: Vnd, reason: String) -> Result<Event, Refusal> {
        self.dossier.fee_total = self.dossier.fee_total.plus(extra);
        let amount = self.dossier.outstanding();
        if amount.is_zero() {
            return Err(Refusal::NothingToPay);
        }
        self.dossier.resumes_to = Some(self.was);
        Ok(Event::PaymentRequested {
            amount,
            reason: said(reason)?,
        })
    }

    fn pay(&mut self, amount: Vnd, method: PayMethod, reference: Option<String>) -> Result<Event, Refusal> {
        if self.dossier.outstanding().is_zero() {
            return Err(Refusal::NothingToPay);
        }
        if amount != self.dossier.outstanding() {
            return Err(Refusal::AmountDiffers);
        }
        self.dossier.fee_paid = self.dossier.fee_paid.plus(amount);
        // Paid before acceptance: the one-stop's time to answer begins again.
        if self.dossier.accepted_at.is_none() {
            self.dossier.respond_by = Some(deadline::respond_by(self.now, self.facts.calendar)?);
        }
        Ok(Event::Paid {
            amount,
            method,
            reference,
            due_at: self.dossier.due_at,
        })
    }

    fn forward(&mut self, note: String, to: Option<AccountId>) -> Result<Event, Refusal> {
        let index = if self.was == Status::Accepted {
            0
        } else {
            self.next_index()?
        };
        if to.is_some() && !self.facts.target_fits {
            return Err(Refusal::NotPermitted);
        }
        self.to_step(index, to)?;
        Ok(Event::Forwarded {
            step: self.step_at(index)?.name.clone(),
            agency: self.dossier.holding.clone(),
            note,
        })
    }

    fn send_back(&mut self, reason: String) -> Result<Event, Refusal> {
        let reason = said(reason)?;
        let step = match self.dossier.place.map(|p| p.step) {
            Some(index) if index > 0 => {
                self.to_step(index - 1, None)?;
                self.dossier.status = Status::Processing;
                Some(self.step_at(index - 1)?.name.clone())
            }
            _ => {
                self.leave_steps();
                self.dossier.status = Status::Accepted;
                None
            }
        };
        self.dossier.result = None;
        Ok(Event::SentBack { step, reason })
    }

    fn may_consult(&self, agency: &AgencyCode) -> Result<(), Refusal> {
        if *agency == self.dossier.holding
            || self.dossier.consulted.contains(agency)
            || !self.facts.target_fits
        {
            return Err(Refusal::ConsultationNotPossible);
        }
        Ok(())
    }

    fn give_opinion(&mut self, agency: AgencyCode, answer: String, agrees: bool) -> Result<Event, Refusal> {
        if !self.dossier.consulted.contains(&agency) || !self.facts.target_fits {
            return Err(Refusal::ConsultationNotPossible);
        }
        self.dossier.consulted.retain(|a| *a != agency);
        Ok(Event::OpinionGiven {
            agency,
            answer: said(answer)?,
            agrees,
        })
    }

    fn issue(&mut self, result: IssuedResult) -> Result<Event, Refusal> {
        if self.dossier.result.is_some() {
            return Err(Refusal::ResultAlreadyIssued);
        }
        if result.date > local_date(self.now) {
            return Err(Refusal::DateInFuture);
        }
        let event = Event::Issued {
            number: said(result.number.clone())?,
            date: result.date,
            signer: said(result.signer.clone())?,
        };
        self.dossier.result = Some(result);
        Ok(event)
    }

    fn complete(&mut self) -> Result<Event, Refusal> {
        if self.next_index().is_ok() {
            return Err(Refusal::WrongStep);
        }
        if self.dossier.result.is_none() {
            return Err(Refusal::ResultNotIssued);
        }
        let on_time = self.dossier.due_at.is_none_or(|due| self.now <= due);
        self.leave_steps();
        self.dossier.on_time = Some(on_time);
        self.dossier.completed_at = Some(self.now);
        Ok(Event::Completed {
            on_time,
            due_at: self.dossier.due_at,
        })
    }

    fn reassign(
        &mut self,
        agency: Option<AgencyCode>,
        to: Option<AccountId>,
        reason: String,
    ) -> Result<Event, Refusal> {
        if !self.facts.target_fits {
            return Err(Refusal::AgencyNotCompetent);
        }
        match (&agency, self.was) {
            (Some(_), Status::Processing) => return Err(Refusal::AgencyNotCompetent),
            (Some(new), _) => {
                if self.dossier.holding == self.dossier.settling {
                    self.dossier.holding = new.clone();
                }
                self.dossier.settling = new.clone();
            }
            (None, Status::Processing) => {
                // Taking a free step oneself needs no reason; giving it to somebody does.
                if to != Some(self.actor) && reason.trim().is_empty() {
                    return Err(Refusal::ReasonMissing);
                }
                self.dossier.holder = to;
            }
            (None, _) => return Err(Refusal::AgencyNotCompetent),
        }
        Ok(Event::Reassigned { agency, to, reason })
    }

    fn correct(&mut self, reason: String) -> Result<Event, Refusal> {
        let last = self
            .facts
            .procedure
            .route
            .len()
            .checked_sub(1)
            .ok_or(Refusal::NoRoute)?;
        self.to_step(last, None)?;
        self.dossier.result = None;
        self.dossier.on_time = None;
        self.dossier.completed_at = None;
        Ok(Event::Corrected {
            reason: said(reason)?,
        })
    }

    /// Applies the clock column of the row and stores the due date that follows.
    fn run_clock(&mut self, action: Action) -> Result<(), Refusal> {
        let restart = self.facts.procedure.clock_policy == super::procedure::ClockPolicy::Restart;
        let started = self.dossier.ledger.is_started();
        let mark = match self.row.clock {
            Clock::Idle | Clock::Runs => None,
            Clock::Starts => {
                let (limit, statutory) = self
                    .dossier
                    .promised
                    .zip(self.dossier.statutory)
                    .ok_or(Refusal::NoTimeLimit)?;
                Some(MarkKind::started(Promise { limit, statutory }))
            }
            Clock::Pauses if action == Action::RequestPayment => Some(MarkKind::Paused {
                why: PauseReason::Payment,
            }),
            Clock::Pauses => Some(MarkKind::Paused {
                why: PauseReason::Supplement,
            }),
            Clock::Resumes if action == Action::Correct => Some(MarkKind::Reopened),
            Clock::Resumes if !started || !self.dossier.ledger.is_paused() => None,
            Clock::Resumes if action == Action::Supplement && restart && self.dossier.place.is_some() => {
                Some(MarkKind::Restarted)
            }
            Clock::Resumes => Some(MarkKind::Resumed),
            Clock::Ends if started => Some(MarkKind::Ended),
            Clock::Ends => None,
        };
        if let Some(kind) = mark {
            self.dossier.ledger.push(Mark {
                at: self.now,
                kind,
                by: Some(self.actor),
            })?;
        }
        if matches!(self.row.clock, Clock::Starts | Clock::Resumes) {
            self.dossier.due_at = self.due()?;
        }
        Ok(())
    }

    fn due(&self) -> Result<Option<DateTime<Utc>>, Refusal> {
        deadline::due(&self.dossier.ledger, self.facts.calendar)
    }

    /// Puts the dossier where the row says.
    fn land(&mut self) {
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
        if to.is_terminal() {
            self.dossier.ended_at = Some(self.now);
            self.leave_steps();
        }
    }

    fn case(&self) -> Result<&Case, Refusal> {
        self.facts
            .procedure
            .cases
            .iter()
            .find(|c| c.key == self.dossier.case)
            .ok_or(Refusal::CaseUnknown)
    }

    fn next_index(&self) -> Result<usize, Refusal> {
        let index = self.dossier.place.map_or(0, |p| p.step + 1);
        if index < self.facts.procedure.route.len() {
            Ok(index)
        } else {
            Err(Refusal::LastStep)
        }
    }

    fn step_at(&self, index: usize) -> Result<&Step, Refusal> {
        self.facts.procedure.route.get(index).ok_or(Refusal::NoRoute)
    }

    fn to_step(&mut self, index: usize, holder: Option<AccountId>) -> Result<(), Refusal> {
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

    fn leave_steps(&mut self) {
        self.dossier.place = None;
        self.dossier.holder = None;
        self.dossier.step_due_at = None;
        self.dossier.consulted.clear();
    }
}

/// A reason that was really given.
fn said(text: String) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::ReasonMissing)
    } else {
        Ok(text)
    }
}

/// How many required documents of `case` are not held. Only documents to be submitted count: what is shown at the counter,
/// notes and the e-form itself are never uploads.
#[must_use]
pub fn missing_documents(procedure: &Procedure, case: &Case, held: &[Held]) -> usize {
    case.documents
        .iter()
        .filter(|wanted| wanted.required)
        .filter(|wanted| {
            procedure
                .documents
                .iter()
                .any(|d| d.key == wanted.doc && d.kind == DocKind::Submit)
        })
        .filter(|wanted| !held.iter().any(|h| h.key == wanted.doc))
        .count()
}

/// What a dossier of `case` costs with these answers, filed by `channel` on `on`.
/// # Errors
/// [`Refusal::FeeNotSet`] when a fee of the case has no amount on that day.
pub fn quote_for(
    procedure: &Procedure,
    case: &Case,
    answers: &Answers,
    channel: Channel,
    on: NaiveDate,
    discounts: &[DiscountPolicy],
) -> Result<quote::Quote, Refusal> {
    let quantities = procedure
        .fees
        .iter()
        .filter_map(|f| f.quantity_field.as_ref())
        .filter_map(|key| {
            answers
                .get(key)
                .and_then(|v| v.parse::<u32>().ok())
                .map(|n| (key.clone(), n))
        })
        .collect();
    let exempt = answers.get(EXEMPT_KEY).and_then(|key| ExemptGroup::parse(key));
    quote::quote(
        &procedure.fees,
        case,
        &FeeFacts {
            channel,
            on,
            quantities,
            exempt,
        },
        discounts,
    )
}

/// Whether `actor` may be given the step of `dossier`.
#[must_use]
pub fn can_hold(actor: &Actor, dossier: &Dossier) -> bool {
    dossier
        .place
        .is_some_and(|place| actor.holds(place.role, &dossier.holding))
}
