//! The decision: from a dossier, a permit, a command, the time and the facts to the next dossier and what happened. Pure.
//! Rules that need facts are here, each a named `Refusal`; where an action leads and what the clock does is the table's.

use chrono::{DateTime, NaiveDate, Utc};

pub use super::facts::{
    EXEMPT_KEY, Facts, Held, can_hold, local_date, missing, missing_documents, quote_for,
};
use super::{
    answers,
    command::{Command, ItemKind, PayMethod, SupplementItem},
    correction::AnswerChange,
    deadline,
    dossier::{Dossier, IssuedResult},
    event::{Event, Stage},
    exemption, fees,
    further::{ByNotice, Further},
    ids::{AccountId, AgencyCode},
    ledger::{Mark, MarkKind, extension_units},
    limit::{self, TimeLimit},
    money::Vnd,
    moved::Moved,
    policy::Permit,
    procedure::{Answers, Case},
    reason, recount,
    refusal::Refusal,
    status::{EnteredBy, Role, Status},
    turn::{Turn, said, why},
    workflow,
};

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
        let mut turn = Turn { was: self.status, dossier: self, row, actor, now, facts };
        turn.run_clock(action)?;
        let event = turn.carry_out(command)?;
        turn.land();
        let mut next = turn.dossier;
        next.version = next.version.next();
        Ok((next, vec![event]))
    }
}

impl Turn<'_> {
    fn carry_out(&mut self, command: Command) -> Result<Event, Refusal> {
        match command {
            Command::Submit => self.submit(),
            Command::Accept => self.accept(),
            Command::Reject { reason } => Ok(Event::Rejected { reason: why(reason)? }),
            Command::RequestSupplement { items, note, until } => self.request_supplement(items, note, until),
            Command::Supplement { answers } => self.supplement(answers),
            Command::RequestPayment { further, reason } => self.request_payment(further, reason),
            Command::RecallPayment { reason } => {
                let reason = why(reason)?;
                let amount = fees::recall(&mut self.dossier, &reason, local_date(self.now));
                Ok(Event::PaymentRecalled { amount, reason })
            }
            Command::Pay { amount, method, reference } => self.pay(amount, method, reference),
            Command::Forward { note, to } => self.forward(note, to),
            Command::SendBack { reason } => self.send_back(reason),
            Command::Consult { id, agency, question, days } => {
                self.may_consult(&agency)?;
                let due_at = recount::opinion_due(self.now, days, self.facts.calendar)?;
                self.dossier.consulted.push(agency.clone());
                Ok(Event::Consulted { id, agency, question: said(question)?, due_at, days: Some(days) })
            }
            Command::GiveOpinion { agency, answer, agrees } => self.give_opinion(agency, answer, agrees),
            Command::Approve { note } => {
                self.move_to(self.next_index()?, None)?;
                Ok(Event::Approved { note })
            }
            Command::Issue { number, date, signer, document } => {
                self.issue(IssuedResult { number, date, signer, document })
            }
            Command::Complete => self.complete(),
            Command::Return { to, method } => {
                if !self.dossier.outstanding().is_zero() {
                    return Err(Refusal::FeeUnpaid);
                }
                Ok(Event::Returned { to: said(to)?, method })
            }
            Command::Withdraw { reason } => Ok(Event::Withdrawn { reason }),
            Command::Stop { reason } => Ok(Event::Stopped { reason: why(reason)? }),
            Command::Reassign { agency, to, reason } => self.reassign(agency, to, reason),
            Command::Reschedule { more, reason, late } => self.reschedule(more, reason, late),
            Command::Refund(back) => {
                fees::give_back(&mut self.dossier, back.of_booked)?;
                Ok(Event::Refunded(back))
            }
            Command::CheckExemption { found, reason } => {
                exemption::check(&mut self.dossier, self.facts, (found, reason), self.now)
            }
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
        // An officer may write down what somebody brought although something is missing, to ask for it once.
        if self.dossier.entered_by != EnteredBy::Officer {
            self.nothing_is_missing(case, &self.dossier.answers)?;
        }
        // By post the time of filing is the signing of the hand-over record.
        let filed = self.dossier.post.as_ref().map_or(self.now, |post| post.handed_over_at);
        if filed > self.now {
            return Err(Refusal::DateInFuture);
        }
        let on = local_date(filed);
        let statutory = case.limit.or(terms.limit).ok_or(Refusal::NoTimeLimit)?;
        let promise = limit::promise(statutory, terms.promised, self.dossier.channel, on, facts.time_cuts);
        let quote = fees::quote(&self.dossier, facts, on)?;
        let identity = facts.identity.clone().ok_or(Refusal::NotPermitted)?;
        let respond_by = self.respond_by(filed)?;
        let code = identity.code.clone();
        let d = &mut self.dossier;
        d.identity = Some(identity);
        d.statutory = Some(statutory);
        d.promised = Some(promise.limit);
        d.fee_total = quote.total;
        d.quote = Some(quote);
        d.submitted_at = Some(filed);
        d.respond_by = Some(respond_by);
        Ok(Event::Submitted {
            code,
            channel: d.channel,
            respond_by,
            representative: d.applicant.representative.clone(),
            post: d.post.clone(),
        })
    }

    /// `answers` are what a claim in them needs as proof; none where that was looked at already.
    fn nothing_is_missing(&self, case: &Case, answers: &Answers) -> Result<(), Refusal> {
        let Facts { procedure, documents, .. } = self.facts;
        match missing_documents(procedure, case, self.dossier.channel, answers, documents) {
            0 => Ok(()),
            count => Err(Refusal::DocumentsMissing { count }),
        }
    }

    fn accept(&mut self) -> Result<Event, Refusal> {
        exemption::must_be_proved(&self.dossier, self.facts)?;
        self.nothing_is_missing(self.case()?, &Answers::new())?;
        if fees::due_before_acceptance(&self.dossier, self.facts.procedure)? > self.dossier.fee_paid {
            return Err(Refusal::FeeUnpaid);
        }
        let due_at = self.dossier.due_at;
        self.dossier.accepted_at = Some(self.now);
        self.dossier.original_due_at = due_at;
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
        if items.iter().any(|item| !reason::says_something(&item.reason)) {
            return Err(Refusal::ReasonMissing);
        }
        if until <= local_date(self.now) {
            return Err(Refusal::DateInPast);
        }
        if self.dossier.result.is_some() {
            return Err(Refusal::ResultAlreadyIssued);
        }
        // One request names everything; a further one must come from the leader's own step.
        let leads = self.dossier.place.is_some_and(|p| p.role == Role::Leader);
        if self.dossier.supplement_rounds > 0 && !leads {
            return Err(Refusal::SupplementRoundUsed);
        }
        let stage = if self.was == Status::Processing { Stage::Appraisal } else { Stage::Intake };
        self.dossier.resumes_to = Some(self.was);
        self.dossier.supplement_rounds += 1;
        Ok(Event::SupplementRequested { round: self.dossier.supplement_rounds, stage, items, note, until })
    }

    fn supplement(&mut self, given: Answers) -> Result<Event, Refusal> {
        let documents = self.facts.documents.iter().filter(|held| held.staged).count();
        let answers = self.correct_answers(given)?;
        fees::follow(&mut self.dossier, self.facts, &answers, local_date(self.now))?;
        if documents == 0 && answers.is_empty() {
            return Err(Refusal::NothingSupplied);
        }
        let back = self.dossier.resumes_to;
        if back == Some(Status::Submitted) {
            self.dossier.respond_by = Some(self.respond_by(self.now)?);
        }
        let due_at = if back == Some(Status::Submitted) { None } else { self.dossier.due_at };
        Ok(Event::Supplemented { round: self.dossier.supplement_rounds, documents, due_at, answers })
    }

    /// Puts new answers in the place of the old ones, as far as the request names them, and says what changed.
    fn correct_answers(&mut self, given: Answers) -> Result<Vec<AnswerChange>, Refusal> {
        let dossier = &mut self.dossier;
        let mut all = answers::shown(&dossier.applicant, &dossier.answers);
        let mut changes = Vec::new();
        for (key, new) in given {
            let named = |item: &&SupplementItem| item.kind == ItemKind::Answer && item.key == key;
            let item = self.facts.asked.iter().find(named).ok_or(Refusal::NotPermitted)?;
            let old = all.remove(&key).unwrap_or_default();
            if !new.is_empty() {
                all.insert(key.clone(), new.clone());
            }
            if old != new {
                changes.push(AnswerChange { key, name: item.name.clone(), old, new });
            }
        }
        if !changes.is_empty() {
            answers::into_party(&mut all, &mut dossier.applicant);
            dossier.answers = all;
        }
        Ok(changes)
    }

    fn request_payment(&mut self, further: Option<Further>, reason: String) -> Result<Event, Refusal> {
        let reason = why(reason)?;
        let today = local_date(self.now);
        let ask = |further| fees::demand(&mut self.dossier, self.facts, further, (&reason, today));
        let further = further.map(ask).transpose()?;
        let amount = self.dossier.outstanding();
        if amount.is_zero() {
            return Err(Refusal::NothingToPay);
        }
        self.dossier.resumes_to = Some(self.was);
        Ok(Event::PaymentRequested { amount, reason, further })
    }

    fn pay(&mut self, amount: Vnd, method: PayMethod, reference: Option<String>) -> Result<Event, Refusal> {
        if self.dossier.outstanding().is_zero() {
            return Err(Refusal::NothingToPay);
        }
        let booked = self.dossier.outstanding();
        if amount != booked.less(self.facts.held) {
            return Err(Refusal::AmountDiffers);
        }
        // All that is owed is paid with it.
        self.dossier.fee_paid = self.dossier.fee_total;
        let mut by_notice = ByNotice::default();
        if let Some(quote) = &mut self.dossier.quote {
            by_notice = ByNotice::of(quote.open_notices(), booked);
            quote.settle();
        }
        // Paid before acceptance: the one-stop's time to answer begins again where the province's rule says so.
        if self.dossier.accepted_at.is_none() && self.facts.rules.payment_restarts_answer {
            self.dossier.respond_by = Some(self.respond_by(self.now)?);
        }
        let due_at = self.dossier.due_at;
        Ok(Event::Paid { amount: booked, taken: amount, method, reference, due_at, by_notice })
    }

    fn forward(&mut self, note: String, to: Option<AccountId>) -> Result<Event, Refusal> {
        let index = if self.was == Status::Accepted { 0 } else { self.next_index()? };
        if to.is_some() && !self.facts.target_fits {
            return Err(Refusal::NotPermitted);
        }
        self.move_to(index, to)?;
        Ok(Event::Forwarded {
            step: self.step_at(index)?.name.clone(),
            agency: self.dossier.holding.clone(),
            note,
        })
    }

    fn send_back(&mut self, reason: String) -> Result<Event, Refusal> {
        let reason = why(reason)?;
        let step = match self.dossier.place.map(|p| p.step) {
            Some(index) if index > 0 => {
                self.move_to(index - 1, None)?;
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
        Ok(Event::OpinionGiven { agency, answer: said(answer)?, agrees })
    }

    fn issue(&mut self, result: IssuedResult) -> Result<Event, Refusal> {
        if self.dossier.result.is_some() {
            return Err(Refusal::ResultAlreadyIssued);
        }
        if result.date > local_date(self.now) {
            return Err(Refusal::DateInFuture);
        }
        if self.dossier.submitted_at.is_some_and(|filed| result.date < local_date(filed)) {
            return Err(Refusal::DateBeforeFiling);
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
        // Without a time limit there is no verdict: such a dossier is neither in time nor late.
        let on_time = self.dossier.due_at.map(|due| self.now <= due);
        self.leave_steps();
        self.dossier.on_time = on_time;
        self.dossier.completed_at = Some(self.now);
        Ok(Event::Completed { on_time, due_at: self.dossier.due_at })
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
            (Some(_), _) if !reason::says_something(&reason) => return Err(Refusal::ReasonMissing),
            (Some(new), _) => {
                if self.dossier.holding == self.dossier.settling {
                    self.dossier.holding = new.clone();
                }
                self.dossier.settling = new.clone();
                let (due, answer) = self.counted_anew()?;
                return Ok(Event::Reassigned { agency, to, reason, due, answer });
            }
            (None, Status::Processing) => {
                // Taking a free step oneself needs no reason; giving it to somebody does.
                if to != Some(self.actor) && !reason::says_something(&reason) {
                    return Err(Refusal::ReasonMissing);
                }
                self.dossier.holder = to;
            }
            (None, _) => return Err(Refusal::AgencyNotCompetent),
        }
        Ok(Event::Reassigned { agency, to, reason, due: None, answer: None })
    }

    /// The dates by the calendar of the agency that settles it from now on: the appointment, and the answer that is owed before it.
    fn counted_anew(&mut self) -> Result<(Option<Moved>, Option<Moved>), Refusal> {
        let (due, answer) = (self.dossier.due_at, self.dossier.respond_by);
        if self.dossier.ledger.is_started() {
            self.dossier.project(self.facts.rules.soon_percent, self.facts.calendar)?;
        }
        if let Some((from, minutes)) = self.facts.answer {
            self.dossier.respond_by = Some(deadline::respond_by(from, minutes, self.facts.calendar)?);
        }
        Ok((Moved::between(due, self.dossier.due_at), Moved::between(answer, self.dossier.respond_by)))
    }

    /// The letter goes out at the latest one working day before the due date; later only as a late one, which says so.
    fn reschedule(&mut self, more: u32, reason: String, late: bool) -> Result<Event, Refusal> {
        let reason = why(reason)?;
        if self.dossier.ledger.extensions() >= self.facts.rules.reschedules {
            return Err(Refusal::AlreadyExtended);
        }
        let last = deadline::extend_by(&self.dossier.ledger, self.facts.calendar)?;
        if !late && last.is_some_and(|last| self.now > last) {
            return Err(Refusal::ApologyLate);
        }
        let limit = self.dossier.promised.ok_or(Refusal::NoTimeLimit)?;
        let unit = extension_units(limit.unit).first().ok_or(Refusal::NoTimeLimit)?;
        let by = TimeLimit::whole(*unit, more);
        let kind = MarkKind::Extended { by, reason: reason.clone() };
        self.dossier.ledger.push(Mark { at: self.now, kind, by: Some(self.actor) })?;
        let from = self.dossier.due_at;
        self.dossier.project(self.facts.rules.soon_percent, self.facts.calendar)?;
        Ok(Event::Rescheduled { from, to: self.dossier.due_at, reason, late })
    }

    fn correct(&mut self, reason: String) -> Result<Event, Refusal> {
        let last = self.facts.procedure.route.len().checked_sub(1).ok_or(Refusal::NoRoute)?;
        self.move_to(last, None)?;
        self.dossier.result = None;
        self.dossier.on_time = None;
        self.dossier.completed_at = None;
        Ok(Event::Corrected { reason: why(reason)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        actor::{Actor, Posting},
        calendar::{CalendarData, WorkCalendar},
        clock_rules::ClockRules,
        dossier::Identity,
        further::{MOST, More, Notice, Unit},
        ids::{DossierCode, DossierId, LookupSecret, ProcedureVersionId, Version},
        ledger::Ledger,
        limit::TimePolicy,
        party::Party,
        policy,
        preference::Schedule,
        procedure::{Audience, ClockPolicy, FeeKind, Procedure},
        quote::DifferenceReason,
        status::{Action, Channel, ReturnMethod},
    };
    use uuid::Uuid;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(&format!("{}:00+07:00", text.replace(' ', "T"))).unwrap().to_utc()
    }
    fn agency(code: &str) -> AgencyCode {
        AgencyCode::parse(code).unwrap()
    }
    fn person(n: u128, postings: &[(Role, &str)]) -> Actor {
        let postings =
            postings.iter().map(|(role, at)| Posting { role: *role, agency: agency(at) }).collect();
        Actor { id: AccountId::new(Uuid::from_u128(n)), name: format!("người {n}"), postings }
    }
    fn lan() -> Actor {
        person(1, &[])
    }
    fn hoa() -> Actor {
        person(2, &[(Role::OneStopOfficer, "H48.101.01"), (Role::Cashier, "H48.101.01")])
    }
    fn tuan() -> Actor {
        person(3, &[(Role::Specialist, "H48.101")])
    }
    fn hung() -> Actor {
        person(4, &[(Role::Leader, "H48.101")])
    }
    fn mai() -> Actor {
        person(5, &[(Role::Clerk, "H48.101")])
    }

    /// A demo procedure: 3 working days, three steps, a fee that online filing halves.
    fn procedure() -> Procedure {
        let step = |key: &str, role: &str| {
            format!(r#"{{"key":"{key}","name":"{key}","role":"{role}","unit":"settling","minutes":240}}"#)
        };
        let text = format!(
            r#"{{"code":"1.004873","name":"Xác nhận","field":"Hộ tịch","levels":["commune"],"audiences":["citizen"],
            "online":"full","settler":"commune","clock_policy":"pause","result":"Giấy xác nhận",
            "channels":[{{"channel":"online","limit":{{"unit":"working-day","halves":10}}}},
                        {{"channel":"direct","limit":{{"unit":"working-day","halves":10}}}}],
            "documents":[{{"key":"form","name":"Tờ khai","kind":"form"}},{{"key":"proof","name":"Giấy tờ","kind":"submit","copies":1}},
                         {{"key":"id","name":"Căn cước","kind":"present"}}],
            "cases":[{{"key":"usual","name":"Thông thường","fees":["fee"],
                       "documents":[{{"doc":"form","required":true}},{{"doc":"proof","required":true}},{{"doc":"id","required":true}}]}},
                     {{"key":"copies","name":"Có bản sao","fees":["fee","copy"],"documents":[]}}],
            "fees":[{{"key":"fee","name":"Lệ phí","kind":"fee","online_discount":true,
                     "rules":[{{"amount":{{"flat":10000}},"valid_from":"2022-01-01","legal_basis":"NQ"}}]}},
                    {{"key":"copy","name":"Phí bản sao","kind":"charge","online_discount":true,"quantity_field":"copies",
                     "rules":[{{"amount":{{"each":8000}},"valid_from":"2022-01-01","legal_basis":"TT 281"}},
                              {{"amount":{{"each":9000}},"valid_from":"2026-11-19","legal_basis":"TT mới"}}]}},
                    {{"key":"plan","name":"Phí thẩm định","kind":"charge",
                     "rules":[{{"amount":{{"flat":300000}},"valid_from":"2022-01-01","legal_basis":"NQ 2"}}]}},
                    {{"key":"there","name":"Nộp nơi khác","kind":"fee","collection":"none",
                     "rules":[{{"amount":{{"flat":1000}},"valid_from":"2022-01-01","legal_basis":"NQ 3"}}]}}],
            "route":[{},{},{}]}}"#,
            step("appraise", "specialist"),
            step("approve", "leader"),
            step("issue", "clerk"),
        );
        serde_json::from_str(&text).unwrap()
    }

    fn calendar() -> WorkCalendar {
        WorkCalendar::new(calendar_data()).unwrap()
    }

    fn calendar_data() -> CalendarData {
        let text = r#"{"hours":[HOURS],"special_days":[{"date":"2026-11-24","kind":"off","name":"Ngày Văn hóa","legal_basis":"NQ 28"}],
            "published_years":[2026]}"#;
        let hours: Vec<String> = (1..=5)
            .flat_map(|day| {
                [("07:00", "11:30"), ("13:30", "17:00")].map(|(opens, closes)| {
                    format!(r#"{{"weekday":{day},"opens":"{opens}","closes":"{closes}","valid_from":"2024-01-01"}}"#)
                })
            })
            .collect();
        serde_json::from_str(&text.replace("HOURS", &hours.join(","))).unwrap()
    }

    fn draft(channel: Channel) -> Dossier {
        Dossier {
            id: DossierId::new(Uuid::from_u128(100)),
            identity: None,
            version: Version::FIRST,
            status: Status::Draft,
            resumes_to: None,
            procedure: "1.004873".parse().unwrap(),
            procedure_version: ProcedureVersionId::new(Uuid::from_u128(200)),
            case: "usual".into(),
            channel,
            entered_by: EnteredBy::Citizen,
            owner: Some(lan().id),
            filer: lan().id,
            applicant: Party {
                kind: Audience::Citizen,
                name: "Nguyễn Thị Lan".into(),
                number: None,
                birth_date: None,
                sex: None,
                phone: None,
                email: None,
                address: None,
                ward_code: None,
                representative: None,
            },
            answers: Answers::new(),
            post: None,
            return_method: ReturnMethod::Counter,
            receiving: agency("H48.101.01"),
            settling: agency("H48.101"),
            holding: agency("H48.101.01"),
            place: None,
            holder: None,
            consulted: Vec::new(),
            statutory: None,
            promised: None,
            ledger: Ledger::new(),
            quote: None,
            exempt_checked: None,
            fee_total: Vnd::ZERO,
            fee_paid: Vnd::ZERO,
            supplement_rounds: 0,
            result: None,
            on_time: None,
            submitted_at: None,
            respond_by: None,
            accepted_at: None,
            original_due_at: None,
            due_at: None,
            soon_at: None,
            step_due_at: None,
            completed_at: None,
            ended_at: None,
            status_at: at("2026-11-18 08:00"),
        }
    }

    /// A desk on which commands are tried one after the other.
    struct Trial {
        dossier: Dossier,
        procedure: Procedure,
        calendar: WorkCalendar,
        documents: Vec<Held>,
        asked: Vec<SupplementItem>,
        target_fits: bool,
        answer: Option<(DateTime<Utc>, u32)>,
        held: Vnd,
    }

    impl Trial {
        fn online() -> Self {
            let documents = vec![Held { key: "proof".into(), staged: true }];
            Self {
                dossier: draft(Channel::Online),
                procedure: procedure(),
                calendar: calendar(),
                documents,
                asked: Vec::new(),
                target_fits: true,
                answer: None,
                held: Vnd::ZERO,
            }
        }

        fn tries(&self, who: &Actor, when: &str, command: Command) -> Result<(Dossier, Vec<Event>), Refusal> {
            let schedule: Schedule = serde_json::from_str(
                r#"{"number": 1, "preferences": [{"key": "online", "scope": {"listed": true}, "channels": ["online"],
                    "cut": {"percent": 50}, "valid_from": "2022-07-18", "legal_basis": "NQ 11/2022"}]}"#,
            )
            .unwrap();
            let time_cuts = [TimePolicy {
                key: "online".into(),
                percent: 20,
                channel: Channel::Online,
                valid_from: "2023-06-14".parse().unwrap(),
                valid_to: None,
                legal_basis: "QĐ 906".into(),
            }];
            let facts = Facts {
                procedure: &self.procedure,
                calendar: &self.calendar,
                rules: &ClockRules::lawful(),
                schedule: &schedule,
                time_cuts: &time_cuts,
                documents: &self.documents,
                asked: &self.asked,
                identity: Some(Identity {
                    code: DossierCode::parse("H48.101.01-261118-0001").unwrap(),
                    secret: LookupSecret::parse("K7QX").unwrap(),
                    link: "link".into(),
                }),
                target_fits: self.target_fits,
                answer: self.answer,
                held: self.held,
            };
            let permit = policy::permit(who, &self.dossier.subject(), command.action())?;
            self.dossier.clone().decide(&permit, command, at(when), &facts)
        }

        fn does(mut self, who: &Actor, when: &str, command: Command) -> Self {
            let (next, events) = self.tries(who, when, command).unwrap();
            assert_eq!(next.version, self.dossier.version.next());
            assert_eq!(events.len(), 1);
            self.dossier = next;
            self
        }

        fn accepted() -> Self {
            Self::online().does(&lan(), "2026-11-18 20:00", Command::Submit).does(
                &hoa(),
                "2026-11-19 08:00",
                Command::Accept,
            )
        }

        fn processing() -> Self {
            Self::accepted().does(&hoa(), "2026-11-19 08:30", forward())
        }
    }

    fn forward() -> Command {
        Command::Forward { note: String::new(), to: None }
    }
    fn ask() -> Command {
        let item = SupplementItem {
            kind: ItemKind::Document,
            key: "proof".into(),
            name: "Giấy tờ".into(),
            reason: "Ảnh mờ".into(),
        };
        Command::RequestSupplement {
            items: vec![item],
            note: String::new(),
            until: "2026-12-10".parse().unwrap(),
        }
    }
    fn issue() -> Command {
        Command::Issue {
            number: "12/XN".into(),
            date: "2026-11-20".parse().unwrap(),
            signer: "Nguyễn Quốc Hùng".into(),
            document: None,
        }
    }

    #[test]
    fn filing_online_halves_the_fee_and_shortens_the_promise() {
        let d = Trial::online().does(&lan(), "2026-11-18 20:00", Command::Submit).dossier;
        assert_eq!((d.status, d.fee_total.dong()), (Status::Submitted, 5_000));
        assert_eq!(d.statutory.unwrap().hundredths, 500);
        assert_eq!(d.promised.unwrap().hundredths, 400, "5 working days become 4");
        // Handed in after hours: the 8 hours of the one-stop begin the next morning at 07:00.
        assert_eq!(d.respond_by, Some(at("2026-11-19 17:00")));
        assert!(d.due_at.is_none(), "the clock starts with acceptance");
    }

    #[test]
    fn acceptance_starts_the_clock_and_the_holiday_does_not_count() {
        let d = Trial::accepted().dossier;
        // Thu 19/11 accepted; Fri 20, Mon 23, (Tue 24 off), Wed 25, Thu 26.
        assert_eq!(d.due_at, Some(at("2026-11-26 17:00")));
        assert_eq!(d.original_due_at, d.due_at);
    }

    #[test]
    fn a_missing_document_is_refused_but_what_is_shown_at_the_counter_is_not_missed() {
        let mut trial = Trial::online();
        trial.documents.clear();
        assert_eq!(
            trial.tries(&lan(), "2026-11-18 20:00", Command::Submit).unwrap_err(),
            Refusal::DocumentsMissing { count: 1 }
        );
    }

    #[test]
    fn at_the_counter_something_may_be_missing_until_the_dossier_is_taken_in_and_the_form_is_paper() {
        let hold = |keys: &[&str]| keys.iter().map(|key| Held { key: (*key).into(), staged: true }).collect();
        let mut trial = Trial::online();
        trial.dossier = Dossier {
            channel: Channel::Direct,
            entered_by: EnteredBy::Officer,
            owner: None,
            filer: hoa().id,
            ..draft(Channel::Direct)
        };
        trial.documents = Vec::new();
        let mut trial = trial.does(&hoa(), "2026-11-18 08:00", Command::Submit);
        for (keys, count) in [(&[][..], 2), (&["proof"], 1), (&["form"], 1)] {
            trial.documents = hold(keys);
            let refused = trial.tries(&hoa(), "2026-11-18 08:05", Command::Accept).unwrap_err();
            assert_eq!(refused, Refusal::DocumentsMissing { count }, "{keys:?}");
        }
        assert!(trial.tries(&hoa(), "2026-11-18 08:05", ask()).is_ok());
        trial.documents = hold(&["proof", "form"]);
        assert!(trial.tries(&hoa(), "2026-11-18 08:05", Command::Accept).is_ok());
        // Postal staff check a consignment against the list before they send it on.
        trial.dossier = Dossier { entered_by: EnteredBy::Post, ..draft(Channel::Direct) };
        trial.documents = hold(&["proof"]);
        assert_eq!(
            trial.tries(&lan(), "2026-11-18 08:00", Command::Submit).unwrap_err(),
            Refusal::DocumentsMissing { count: 1 }
        );
    }

    #[test]
    fn a_closed_channel_takes_no_dossier() {
        let mut trial = Trial::online();
        trial.dossier.channel = Channel::Postal;
        assert_eq!(
            trial.tries(&lan(), "2026-11-18 20:00", Command::Submit).unwrap_err(),
            Refusal::ChannelClosed
        );
    }

    #[test]
    fn the_whole_life_ends_with_the_result_handed_over() {
        let done = Trial::processing()
            .does(&tuan(), "2026-11-19 10:00", forward())
            .does(&hung(), "2026-11-19 14:00", Command::Approve { note: String::new() })
            .does(&mai(), "2026-11-20 08:00", issue())
            .does(&mai(), "2026-11-20 08:10", Command::Complete);
        assert_eq!((done.dossier.status, done.dossier.on_time), (Status::Completed, Some(true)));
        let hand_over = Command::Return { to: "Nguyễn Thị Lan".into(), method: ReturnMethod::Counter };
        assert_eq!(
            done.tries(&hoa(), "2026-11-20 09:00", hand_over.clone()).unwrap_err(),
            Refusal::FeeUnpaid
        );
        let five = Vnd::new(5_000).unwrap();
        let ten = Vnd::new(10_000).unwrap();
        let pay = |amount| Command::Pay { amount, method: PayMethod::Cash, reference: None };
        assert_eq!(done.tries(&hoa(), "2026-11-20 09:00", pay(ten)).unwrap_err(), Refusal::AmountDiffers);
        let end = done
            .does(&hoa(), "2026-11-20 09:00", pay(five))
            .does(&hoa(), "2026-11-20 09:05", hand_over)
            .dossier;
        assert_eq!((end.status, end.ended_at), (Status::Returned, Some(at("2026-11-20 09:05"))));
        assert!(end.ledger.is_ended());
    }

    #[test]
    fn late_is_late() {
        let late = Trial::processing()
            .does(&tuan(), "2026-11-19 10:00", forward())
            .does(&hung(), "2026-11-19 14:00", Command::Approve { note: String::new() })
            .does(&mai(), "2026-11-20 08:00", issue())
            .does(&mai(), "2026-11-27 08:00", Command::Complete);
        assert_eq!(late.dossier.on_time, Some(false));
    }

    #[test]
    fn no_result_without_number_and_no_completion_before_the_last_step() {
        let at_clerk = Trial::processing().does(&tuan(), "2026-11-19 10:00", forward()).does(
            &hung(),
            "2026-11-19 14:00",
            Command::Approve { note: String::new() },
        );
        assert_eq!(
            at_clerk.tries(&mai(), "2026-11-20 08:00", Command::Complete).unwrap_err(),
            Refusal::ResultNotIssued
        );
        let issued = at_clerk.does(&mai(), "2026-11-20 08:00", issue());
        assert_eq!(
            issued.tries(&mai(), "2026-11-20 08:01", issue()).unwrap_err(),
            Refusal::ResultAlreadyIssued
        );
        let early = Trial::processing();
        assert_eq!(
            early.tries(&mai(), "2026-11-19 09:00", Command::Complete).unwrap_err(),
            Refusal::NotPermitted
        );
    }

    #[test]
    fn waiting_for_a_supplement_in_appraisal_does_not_count() {
        let mut asked = Trial::processing().does(&tuan(), "2026-11-19 10:00", ask());
        assert_eq!(asked.dossier.status, Status::SupplementRequested);
        assert_eq!(asked.tries(&lan(), "2026-11-20 10:00", Command::supplement()).map(|_| ()), Ok(()));
        asked.documents = vec![Held { key: "proof".into(), staged: false }];
        assert_eq!(
            asked.tries(&lan(), "2026-11-20 10:00", Command::supplement()).unwrap_err(),
            Refusal::NothingSupplied
        );
        asked.documents.push(Held { key: "proof".into(), staged: true });
        let back = asked.does(&lan(), "2026-11-20 10:00", Command::supplement()).dossier;
        assert_eq!((back.status, back.place.map(|p| p.step)), (Status::Processing, Some(0)));
        // One working day (8 hours) was waited: Thu 26/11 17:00 becomes Fri 27/11 17:00.
        assert_eq!(back.due_at, Some(at("2026-11-27 17:00")));
        // Due soon with 80 % of four days used; and the step of 4 hours had 2:30 left.
        assert_eq!(back.soon_at, Some(at("2026-11-26 17:00")));
        assert_eq!(back.step_due_at, Some(at("2026-11-20 14:30")));
        assert_eq!(back.original_due_at, Some(at("2026-11-26 17:00")));
    }

    #[test]
    fn a_supplement_replaces_the_answers_that_were_named_and_says_what_stood_there() {
        let item = |key: &str| SupplementItem {
            kind: ItemKind::Answer,
            key: key.into(),
            name: key.into(),
            reason: "Khác giấy tờ".into(),
        };
        let mut asked = Trial::processing();
        asked.dossier.answers.insert("purpose".into(), "Vay vốn".into());
        asked.dossier.answers.insert("place".into(), "Cẩm Thành".into());
        asked.asked = vec![item("purpose"), item("applicant-phone")];
        asked.documents.clear();
        let asked = asked.does(&tuan(), "2026-11-19 10:00", ask());
        let given = |key: &str, new: &str| Command::Supplement {
            answers: [(key.to_owned(), new.to_owned())].into_iter().collect(),
        };
        // what nobody asked for stays, and the same answer again is no supplement
        assert_eq!(
            asked.tries(&lan(), "2026-11-20 10:00", given("place", "Nghĩa Lộ")).unwrap_err(),
            Refusal::NotPermitted
        );
        assert_eq!(
            asked.tries(&lan(), "2026-11-20 10:00", given("purpose", "Vay vốn")).unwrap_err(),
            Refusal::NothingSupplied
        );
        let both = Command::Supplement {
            answers: [
                ("purpose".into(), "Mua nhà".into()),
                ("applicant-phone".into(), "+84905123456".into()),
            ]
            .into_iter()
            .collect(),
        };
        let (next, events) = asked.tries(&lan(), "2026-11-20 10:00", both).unwrap();
        assert_eq!(next.answers.get("purpose").map(String::as_str), Some("Mua nhà"));
        assert_eq!(next.answers.get("place").map(String::as_str), Some("Cẩm Thành"));
        assert_eq!(next.applicant.phone.as_deref(), Some("+84905123456"));
        assert_eq!(next.applicant.name, "Nguyễn Thị Lan");
        let Some(Event::Supplemented { answers, documents: 0, .. }) = events.first() else {
            panic!("{events:?}")
        };
        let told: Vec<_> = answers.iter().map(|c| (c.key.as_str(), c.old.as_str(), c.new.as_str())).collect();
        assert_eq!(told, [("applicant-phone", "", "+84905123456"), ("purpose", "Vay vốn", "Mua nhà")]);
    }

    #[test]
    fn where_the_law_restarts_the_clock_it_restarts() {
        let mut asked = Trial::processing();
        asked.procedure.clock_policy = ClockPolicy::Restart;
        let back = asked
            .does(&tuan(), "2026-11-19 10:00", ask())
            .does(&lan(), "2026-11-25 10:00", Command::supplement())
            .dossier;
        // Four working days after Wed 25/11: Thu 26, Fri 27, Mon 30, Tue 1/12.
        assert_eq!(back.due_at, Some(at("2026-12-01 17:00")));
    }

    #[test]
    fn a_supplement_at_intake_gives_the_one_stop_its_hours_again() {
        let trial = Trial::online().does(&lan(), "2026-11-18 08:00", Command::Submit).does(
            &hoa(),
            "2026-11-18 09:00",
            ask(),
        );
        let back = trial.does(&lan(), "2026-11-19 07:00", Command::supplement()).dossier;
        assert_eq!((back.status, back.respond_by), (Status::Submitted, Some(at("2026-11-19 17:00"))));
        assert!(!back.ledger.is_started());
    }

    #[test]
    fn a_second_round_in_appraisal_needs_the_leader() {
        let again = Trial::processing().does(&tuan(), "2026-11-19 10:00", ask()).does(
            &lan(),
            "2026-11-20 10:00",
            Command::supplement(),
        );
        assert_eq!(
            again.tries(&tuan(), "2026-11-20 14:00", ask()).unwrap_err(),
            Refusal::SupplementRoundUsed
        );
        let with_leader = again.does(&tuan(), "2026-11-20 14:00", forward());
        assert!(with_leader.tries(&hung(), "2026-11-20 15:00", ask()).is_ok());
    }

    #[test]
    fn sending_back_leads_to_the_step_before_and_from_the_first_to_the_one_stop() {
        let back = |reason: &str| Command::SendBack { reason: reason.into() };
        let second = Trial::processing().does(&tuan(), "2026-11-19 10:00", forward());
        for thin in [" ", "x", "aaaaaaaaaaaa", "Thiếu"] {
            let refused = second.tries(&hung(), "2026-11-19 11:00", back(thin)).unwrap_err();
            assert_eq!(refused, Refusal::ReasonMissing, "{thin}");
        }
        let first = second.does(&hung(), "2026-11-19 11:00", back("Thiếu tờ trình"));
        assert_eq!((first.dossier.status, first.dossier.place.unwrap().step), (Status::Processing, 0));
        let one_stop = first.does(&tuan(), "2026-11-19 14:00", back("Không thuộc thẩm quyền"));
        assert_eq!((one_stop.dossier.status, one_stop.dossier.place), (Status::Accepted, None));
        let due = one_stop.dossier.due_at;
        let moved = one_stop.does(
            &hoa(),
            "2026-11-19 15:00",
            Command::Reassign {
                agency: Some(agency("H48.102")), to: None, reason: "Sai thẩm quyền".into()
            },
        );
        let there = moved.does(&hoa(), "2026-11-19 15:10", forward()).dossier;
        assert_eq!(
            (there.settling.as_str(), there.holding.as_str(), there.due_at),
            ("H48.102", "H48.102", due)
        );
    }

    fn to_nghia_lo() -> Command {
        Command::Reassign { agency: Some(agency("H48.102")), to: None, reason: "Sai thẩm quyền".into() }
    }

    fn flooded() -> WorkCalendar {
        let mut data: CalendarData = calendar_data();
        let mut off = data.special_days.first().unwrap().clone();
        off.date = "2026-11-25".parse().unwrap();
        data.special_days.push(off);
        WorkCalendar::new(data).unwrap()
    }

    #[test]
    fn an_agency_with_another_calendar_moves_the_appointment_at_once_and_history_holds_both_dates() {
        let mut trial = Trial::accepted();
        let (promised, soon) = (trial.dossier.due_at, trial.dossier.soon_at);
        trial.calendar = flooded();
        let (next, events) = trial.tries(&hoa(), "2026-11-19 15:00", to_nghia_lo()).unwrap();
        assert_eq!((next.due_at, next.original_due_at), (Some(at("2026-11-27 17:00")), promised));
        assert!(next.soon_at > soon, "what is due soon moves with it");
        let moved = Moved { from: at("2026-11-26 17:00"), to: at("2026-11-27 17:00") };
        let [Event::Reassigned { due, answer: None, reason, .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!((*due, reason.as_str()), (Some(moved), "Sai thẩm quyền"));
        // By the same calendar nothing moves, and a holder who is named moves nothing either.
        let (same, events) = Trial::accepted().tries(&hoa(), "2026-11-19 15:00", to_nghia_lo()).unwrap();
        assert_eq!(same.due_at, promised);
        assert!(matches!(events.as_slice(), [Event::Reassigned { due: None, answer: None, .. }]));
    }

    #[test]
    fn before_acceptance_the_time_to_answer_moves_with_the_agency() {
        let mut trial = Trial::online().does(&lan(), "2026-11-24 20:00", Command::Submit);
        assert_eq!(trial.dossier.respond_by, Some(at("2026-11-25 17:00")));
        trial.calendar = flooded();
        trial.answer = Some((at("2026-11-24 20:00"), 480));
        let (next, events) = trial.tries(&hoa(), "2026-11-25 08:00", to_nghia_lo()).unwrap();
        let moved = Moved { from: at("2026-11-25 17:00"), to: at("2026-11-26 17:00") };
        assert_eq!((next.respond_by, next.due_at), (Some(moved.to), None));
        let [Event::Reassigned { due: None, answer, .. }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(*answer, Some(moved));
    }

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }
    fn notice() -> Notice {
        Notice {
            kind: None,
            number: "12/TB-TCS1".into(),
            date: "2026-11-18".parse().unwrap(),
            issuer: "Thuế cơ sở 1".into(),
        }
    }
    fn by_notice(dong: i64) -> Further {
        Further::Notice { amount: vnd(dong), notice: notice() }
    }
    fn of_fee(fee: &str, count: u32) -> Further {
        Further::Fee { fee: fee.into(), more: More { unit: Unit::Quantity, count } }
    }
    fn further(further: Further, reason: &str) -> Command {
        Command::RequestPayment { further: Some(further), reason: reason.into() }
    }
    fn recall() -> Command {
        Command::RecallPayment { reason: "Ghi thừa số lượng".into() }
    }
    fn pays(trial: &Trial) -> Command {
        let amount = trial.dossier.outstanding();
        Command::Pay { amount, method: PayMethod::Cash, reference: None }
    }

    #[test]
    fn more_of_a_fee_costs_what_its_rule_of_the_day_of_filing_says_and_goes_back_whole() {
        let before = Trial::processing();
        let ask = further(of_fee("copy", 3), "Thêm ba bản sao");
        let (next, events) = before.tries(&tuan(), "2026-11-20 10:00", ask.clone()).unwrap();
        let [Event::PaymentRequested { amount, further: Some(asked), .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        // Filed on the 18th: 8,000 a copy, half of it online; what holds from the 19th on does not matter.
        assert_eq!((amount.dong(), asked.amount().dong()), (17_000, 12_000));
        assert_eq!(asked.legal_basis(), "TT 281; NQ 11/2022");
        let quote = next.quote.clone().unwrap();
        let line = quote.lines.last().unwrap();
        assert_eq!(
            (line.fee.as_str(), line.quantity, line.full.dong(), line.rule.as_str()),
            ("copy", 3, 24_000, "copy/1")
        );
        assert_eq!((quote.total.dong(), next.fee_total.dong()), (17_000, 17_000));

        // Counted on in a second request, as three and two at once would be; and then taken back.
        let mut trial = before;
        trial.dossier = next;
        let first = pays(&trial);
        let trial = trial.does(&hoa(), "2026-11-20 10:30", first);
        let paid = trial.dossier.clone();
        let trial = trial.does(&tuan(), "2026-11-20 11:00", further(of_fee("copy", 2), "Thêm hai bản sao"));
        assert_eq!(trial.dossier.outstanding().dong(), 8_000);
        assert_eq!(trial.dossier.quote.as_ref().unwrap().lines.last().unwrap().quantity, 5);
        let back = trial.does(&tuan(), "2026-11-20 11:10", recall()).dossier;
        let (was, is) = (paid.quote.unwrap(), back.quote.unwrap());
        assert_eq!((is.lines, is.total, is.added), (was.lines, was.total, was.added));
        assert_eq!((back.fee_total, back.fee_paid), (paid.fee_total, paid.fee_paid));
    }

    #[test]
    fn what_was_added_to_a_fee_stays_when_it_is_priced_anew() {
        let mut trial = Trial::online();
        trial.dossier.case = "copies".into();
        trial.dossier.answers.insert("copies".into(), "1".into());
        let mut trial = trial.does(&lan(), "2026-11-18 08:00", Command::Submit).does(
            &hoa(),
            "2026-11-18 09:00",
            further(of_fee("copy", 2), "Thêm hai bản sao"),
        );
        assert_eq!(trial.dossier.fee_total.dong(), 17_000, "5,000 and three copies");
        let pay = pays(&trial);
        trial = trial.does(&hoa(), "2026-11-18 10:00", pay);
        let item = SupplementItem {
            kind: ItemKind::Answer,
            key: "copies".into(),
            name: "Số bản".into(),
            reason: "Ghi thiếu".into(),
        };
        trial.asked = vec![item.clone()];
        let until = "2026-12-10".parse().unwrap();
        let ask = Command::RequestSupplement { items: vec![item], note: String::new(), until };
        let given = Command::Supplement { answers: [("copies".to_owned(), "4".to_owned())].into() };
        let next = trial.does(&hoa(), "2026-11-18 10:10", ask).does(&lan(), "2026-11-18 11:00", given);
        assert_eq!(next.dossier.quote.as_ref().unwrap().lines.last().unwrap().quantity, 6);
        assert_eq!((next.dossier.fee_total.dong(), next.dossier.outstanding().dong()), (29_000, 12_000));
    }

    #[test]
    fn a_further_amount_without_a_rule_is_refused() {
        let trial = Trial::processing();
        let refused = |what: Further| {
            trial.tries(&tuan(), "2026-11-20 10:00", further(what, "Thêm bản sao")).unwrap_err()
        };
        let none = |fee: &str| Refusal::FeeNotOfProcedure { fee: fee.into() };
        assert_eq!(refused(of_fee("none", 1)), none("none"));
        assert_eq!(refused(of_fee("there", 1)), none("there"), "paid elsewhere");
        let copies = Further::Fee { fee: "copy".into(), more: More { unit: Unit::Copies, count: 1 } };
        assert_eq!(refused(copies), none("copy"), "is not counted in copies of pages");
        for count in [0, MOST + 1, u32::MAX] {
            assert_eq!(refused(of_fee("copy", count)), Refusal::QuantityOutOfRange { most: MOST });
        }
        let once = Refusal::NothingMore { fee: "Lệ phí".into() };
        assert_eq!(refused(of_fee("fee", 1)), once, "taken once, and taken already");
        assert_eq!(refused(of_fee("plan", 2)), Refusal::QuantityOutOfRange { most: 1 });
        let ask = |what| trial.tries(&tuan(), "2026-11-20 10:00", further(what, "Thẩm định"));
        assert_eq!(ask(of_fee("plan", 1)).unwrap().0.fee_total.dong(), 305_000);

        let without = |change: fn(&mut Notice)| {
            let mut notice = notice();
            change(&mut notice);
            Further::Notice { amount: vnd(1_000), notice }
        };
        assert_eq!(refused(by_notice(0)), Refusal::NoticeIncomplete);
        assert_eq!(refused(without(|n| n.number = " ".into())), Refusal::NoticeIncomplete);
        assert_eq!(refused(without(|n| n.issuer.clear())), Refusal::NoticeIncomplete);
        assert_eq!(refused(without(|n| n.date = "2026-11-21".parse().unwrap())), Refusal::DateInFuture);
        let thin = trial.tries(&tuan(), "2026-11-20 10:00", further(by_notice(1), "x")).unwrap_err();
        assert_eq!(thin, Refusal::ReasonMissing);
        let only = Command::RequestPayment { further: None, reason: "Phí, lệ phí".into() };
        assert_eq!(
            trial.tries(&tuan(), "2026-11-20 10:00", only.clone()).unwrap().0.outstanding().dong(),
            5_000
        );
        let paid = pays(&trial);
        let settled = Trial::processing().does(&hoa(), "2026-11-20 09:00", paid);
        assert_eq!(settled.tries(&tuan(), "2026-11-20 10:00", only).unwrap_err(), Refusal::NothingToPay);
    }

    #[test]
    fn a_payment_says_how_much_of_it_a_paper_asked_for_and_whether_that_is_a_fee() {
        for (kind, fees, obligations) in
            [(None, 0, 20_000), (Some(FeeKind::Charge), 20_000, 0), (Some(FeeKind::Fee), 20_000, 0)]
        {
            let what = Further::Notice { amount: vnd(20_000), notice: Notice { kind, ..notice() } };
            let asked = Trial::processing().does(&tuan(), "2026-11-20 10:00", further(what, "Theo văn bản"));
            let (paid, events) = asked.tries(&hoa(), "2026-11-20 11:00", pays(&asked)).unwrap();
            let [Event::Paid { amount, by_notice, .. }] = events.as_slice() else { panic!("{events:?}") };
            assert_eq!(amount.dong(), 25_000);
            assert_eq!((by_notice.fees.dong(), by_notice.obligations.dong()), (fees, obligations));
            assert_eq!(paid.quote.unwrap().open_notices().count(), 0, "and only once");
        }
        let taken_back = Trial::processing()
            .does(&tuan(), "2026-11-20 10:00", further(by_notice(20_000), "Theo văn bản"))
            .does(&tuan(), "2026-11-20 10:10", recall());
        let (_, events) = taken_back.tries(&hoa(), "2026-11-20 11:00", pays(&taken_back)).unwrap();
        let [Event::Paid { by_notice, .. }] = events.as_slice() else { panic!("{events:?}") };
        assert!(by_notice.is_nothing());
    }

    #[test]
    fn a_request_from_before_it_had_to_name_its_rule_is_still_read() {
        let text = r#"{"kind": "payment-requested", "amount": 20000, "reason": "Phí thẩm định"}"#;
        let read: Event = serde_json::from_str(text).unwrap();
        let (amount, reason) = (vnd(20_000), "Phí thẩm định".to_owned());
        assert_eq!(read, Event::PaymentRequested { amount, reason, further: None });
        assert_eq!(
            serde_json::to_value(&read).unwrap(),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
        let text = r#"{"kind": "paid", "amount": 5, "method": "cash", "reference": null, "due_at": null}"#;
        let Event::Paid { by_notice, .. } = serde_json::from_str(text).unwrap() else { panic!("{text}") };
        assert!(by_notice.is_nothing());
    }

    #[test]
    fn a_payment_request_stops_the_clock_until_it_is_paid() {
        let land_tax = further(by_notice(1_000_000), "Thuế đất phi nông nghiệp");
        let asked = Trial::processing().does(&tuan(), "2026-11-19 10:00", land_tax);
        assert_eq!(asked.dossier.outstanding().dong(), 1_005_000);
        let pay = Command::Pay {
            amount: asked.dossier.outstanding(),
            method: PayMethod::Transfer,
            reference: None,
        };
        let paid = asked.does(&hoa(), "2026-11-20 10:00", pay).dossier;
        assert_eq!((paid.status, paid.due_at), (Status::Processing, Some(at("2026-11-27 17:00"))));
        assert!(paid.outstanding().is_zero());
    }

    #[test]
    fn a_request_for_money_is_taken_back_with_what_it_asked_for_and_nothing_else() {
        let ask = |dong: i64| further(by_notice(dong), "Phí thẩm định lại");
        let before = Trial::processing();
        let (owed, due) = (before.dossier.outstanding(), before.dossier.due_at);
        let asked = before.does(&tuan(), "2026-11-19 10:00", ask(1_000_000));
        let thin = Command::RecallPayment { reason: "x".into() };
        assert_eq!(asked.tries(&tuan(), "2026-11-19 11:00", thin).unwrap_err(), Refusal::ReasonMissing);
        let (next, events) = asked.tries(&tuan(), "2026-11-20 11:00", recall()).unwrap();
        assert_eq!((next.status, next.outstanding(), next.resumes_to), (Status::Processing, owed, None));
        assert!(next.due_at > due, "the clock stood still for a day");
        let [Event::PaymentRecalled { amount, .. }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(amount.dong(), 1_000_000);
        let reasons: Vec<_> = next.quote.unwrap().differences.iter().map(|one| one.reason).collect();
        assert_eq!(reasons, [DifferenceReason::Demand, DifferenceReason::Recall]);

        // What was paid is not taken back by taking back a later request on the same day.
        let asked = Trial::processing().does(&tuan(), "2026-11-19 10:00", ask(20_000));
        let (total, paying) = (asked.dossier.fee_total, pays(&asked));
        let paid = asked.does(&hoa(), "2026-11-19 10:10", paying);
        assert_eq!(
            paid.tries(&tuan(), "2026-11-19 10:15", recall()).unwrap_err(),
            Refusal::NotFromHere { status: Status::Processing, action: Action::RecallPayment }
        );
        let again = paid.does(&tuan(), "2026-11-19 10:20", ask(5_000));
        let back = again.does(&tuan(), "2026-11-19 10:30", recall()).dossier;
        assert_eq!((back.fee_total, back.outstanding()), (total, Vnd::ZERO));
    }

    #[test]
    fn a_consulted_agency_answers_once_and_is_not_asked_twice() {
        let id = crate::domain::ids::ConsultationId::new(Uuid::from_u128(7));
        let consult =
            || Command::Consult { id, agency: agency("H48.105"), question: "Có ý kiến?".into(), days: 3 };
        let asked = Trial::processing().does(&tuan(), "2026-11-19 10:00", consult());
        assert_eq!(
            asked.tries(&tuan(), "2026-11-19 10:05", consult()).unwrap_err(),
            Refusal::ConsultationNotPossible
        );
        let other = person(9, &[(Role::Specialist, "H48.105")]);
        let opinion =
            Command::GiveOpinion { agency: agency("H48.105"), answer: "Đồng ý".into(), agrees: true };
        let answered = asked.does(&other, "2026-11-20 10:00", opinion.clone());
        assert!(answered.dossier.consulted.is_empty());
        assert_eq!(answered.tries(&other, "2026-11-20 10:01", opinion).unwrap_err(), Refusal::NotPermitted);
    }

    #[test]
    fn a_mistake_of_the_agency_reopens_the_dossier_without_giving_time() {
        let done = Trial::processing()
            .does(&tuan(), "2026-11-19 10:00", forward())
            .does(&hung(), "2026-11-19 14:00", Command::Approve { note: String::new() })
            .does(&mai(), "2026-11-20 08:00", issue())
            .does(&mai(), "2026-11-20 08:10", Command::Complete);
        let due = done.dossier.due_at;
        let open =
            done.does(&hoa(), "2026-11-27 08:00", Command::Correct { reason: "Sai tên".into() }).dossier;
        assert_eq!((open.status, open.due_at, open.on_time), (Status::Processing, due, None));
        assert!(open.result.is_none() && open.is_overdue(at("2026-11-27 08:01")));
    }

    #[test]
    fn a_result_is_not_dated_into_the_future() {
        let at_clerk = Trial::processing().does(&tuan(), "2026-11-19 10:00", forward()).does(
            &hung(),
            "2026-11-19 14:00",
            Command::Approve { note: String::new() },
        );
        let tomorrow = Command::Issue {
            number: "1".into(),
            date: "2026-11-20".parse().unwrap(),
            signer: "H".into(),
            document: None,
        };
        assert_eq!(at_clerk.tries(&mai(), "2026-11-19 16:00", tomorrow).unwrap_err(), Refusal::DateInFuture);
        let before = Command::Issue {
            number: "1".into(),
            date: "2026-11-17".parse().unwrap(),
            signer: "H".into(),
            document: None,
        };
        assert_eq!(
            at_clerk.tries(&mai(), "2026-11-19 16:00", before).unwrap_err(),
            Refusal::DateBeforeFiling
        );
        let issued = at_clerk.does(&mai(), "2026-11-20 08:00", issue());
        let ask = Command::RequestSupplement {
            items: vec![SupplementItem {
                kind: ItemKind::Document,
                key: "proof".into(),
                name: "Giấy tờ".into(),
                reason: "Ảnh mờ".into(),
            }],
            note: String::new(),
            until: "2026-12-01".parse().unwrap(),
        };
        let late = issued.tries(&mai(), "2026-11-20 09:00", ask).unwrap_err();
        assert_eq!(late, Refusal::ResultAlreadyIssued, "nothing is asked for once the result has its number");
    }

    #[test]
    fn a_permit_opens_only_its_own_dossier_and_action() {
        let trial = Trial::online();
        let permit = policy::permit(&lan(), &trial.dossier.subject(), Action::Submit).unwrap();
        let calendar = calendar();
        let facts = Facts {
            procedure: &trial.procedure,
            calendar: &calendar,
            rules: &ClockRules::lawful(),
            schedule: &Schedule::default(),
            time_cuts: &[],
            documents: &[],
            asked: &[],
            identity: None,
            target_fits: true,
            answer: None,
            held: Vnd::ZERO,
        };
        let other = Command::Withdraw { reason: String::new() };
        assert_eq!(
            trial.dossier.decide(&permit, other, at("2026-11-18 08:00"), &facts).unwrap_err(),
            Refusal::NotPermitted
        );
    }
}
