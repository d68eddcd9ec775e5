//! The single door through which every dossier changes: lock, permit, decide, save, history, outbox, in one transaction. Its other
//! half is `recount`, which does the same to all dossiers of a calendar that was published.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    booking,
    context::App,
    error::{Error, Stale},
    giving_back, outbox, reference, secrets,
};
use crate::{
    domain::{
        actor::Actor,
        calendar::WorkCalendar,
        clock_rules::ClockRules,
        command::Command,
        decide::{Facts, Held, can_hold, local_date},
        dossier::{Dossier, Identity},
        event::Event,
        further::Further,
        ids::{AgencyCode, DossierCode, SupplementId, Version},
        money::Vnd,
        policy,
        preference::Schedule,
        procedure::Procedure,
        refusal::Refusal,
        status::Status,
    },
    store::{
        self,
        dossier::{Key, Locked},
        history::Entry,
        tx::Tx,
    },
};

/// What became of an act.
#[derive(Clone, Debug)]
pub struct Done {
    /// The dossier as it is now.
    pub dossier: Dossier,
    /// The same form was sent before: nothing was changed this time.
    pub repeated: bool,
}

/// Carry out `command` on one dossier: the only way a dossier changes.
///
/// `seen` is the version on the page the person acted from.
/// # Errors
/// [`Error::NotFound`] (also when not visible), [`Error::Refused`] (rule), [`Error::Stale`] (someone else was faster),
/// [`Error::Store`].
pub async fn act(
    app: &App,
    actor: &Actor,
    key: &Key,
    seen: Version,
    command: Command,
) -> Result<Done, Error> {
    act_all(app, actor, key, seen, vec![command]).await
}

/// Carry out several commands one after the other, all or none: the counter submits and accepts in one go.
/// # Errors
/// As [`act`].
pub async fn act_all(
    app: &App,
    actor: &Actor,
    key: &Key,
    seen: Version,
    commands: Vec<Command>,
) -> Result<Done, Error> {
    let mut tx = app.db.begin().await?;
    let wanted = Wanted { key: key.clone(), seen, commands };
    let done = within(&mut tx, app, actor, wanted).await?;
    tx.commit().await?;
    Ok(done)
}

/// What doing it would make of the dossier; nothing is changed.
/// # Errors
/// As [`act`].
pub async fn foresee(app: &App, actor: &Actor, wanted: Wanted) -> Result<Done, Error> {
    let mut tx = app.db.begin().await?;
    within(&mut tx, app, actor, wanted).await
}

/// What is asked of one dossier, and from which page.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which dossier.
    pub key: Key,
    /// The version on the page.
    pub seen: Version,
    /// What shall be done, in order.
    pub commands: Vec<Command>,
}

/// The same inside a transaction that holds something more: a draft that was just begun, papers handed in with it. The caller
/// commits.
/// # Errors
/// As [`act`].
pub async fn within(tx: &mut Tx, app: &App, actor: &Actor, wanted: Wanted) -> Result<Done, Error> {
    let now = app.clock.now();
    let Wanted { key, seen, commands } = wanted;
    let scope = policy::scope(actor);
    let locked = store::dossier::lock(tx, &scope, &key).await?.ok_or(Error::NotFound)?;
    if locked.dossier.version != seen {
        return stale_or_repeated(tx, actor, locked.dossier, seen, &commands).await;
    }
    let procedure = app.version_in(tx, locked.dossier.procedure_version.uuid()).await?;
    let rules = clock_rules(app, tx, local_date(now)).await?;
    let Locked { mut dossier, mut documents, calendar: key, calendar_revision } = locked;
    let mut calendar = calendar(app, tx, &(key, calendar_revision)).await?;
    for command in commands {
        if let Some(new) = moves_to(&command) {
            calendar = calendar_of(app, tx, new).await?.unwrap_or(calendar);
        }
        let desk = Desk { app, actor, procedure: &procedure, calendar: &calendar, rules: &rules, now };
        dossier = desk.one(tx, dossier, &mut documents, command).await?;
    }
    Ok(Done { dossier, repeated: false })
}

/// The same form sent twice gets the same answer; a page that is out of date gets told what changed.
async fn stale_or_repeated(
    tx: &mut Tx,
    actor: &Actor,
    dossier: Dossier,
    seen: Version,
    commands: &[Command],
) -> Result<Done, Error> {
    let since = store::history::since(tx, dossier.id, seen).await?;
    let same = commands.len() <= since.len()
        && commands.iter().zip(&since).all(|(c, line)| line.actor == actor.id && line.action == c.action());
    if same && !commands.is_empty() && since.len() == commands.len() {
        return Ok(Done { dossier, repeated: true });
    }
    Err(Error::Stale(Box::new(Stale {
        status: dossier.status,
        version: dossier.version,
        since: since.into_iter().map(|line| (line.action, line.name, line.at)).collect(),
    })))
}

/// The calendar of the settling agency: the one in memory when its revision is in force, else read in this transaction (whoever
/// holds a connection must not wait for another one).
async fn calendar(
    app: &App,
    tx: &mut Tx,
    (key, in_force): &(String, i32),
) -> Result<Arc<WorkCalendar>, Error> {
    let held = app.cache.held();
    match held.as_ref().and_then(|reference| reference.calendars.get(key)) {
        Some((revision, calendar)) if revision == in_force => Ok(Arc::clone(calendar)),
        Some(_) | None => {
            let data = store::calendar::of(tx, key).await?;
            Ok(Arc::new(WorkCalendar::new(data)?))
        }
    }
}

/// The agency that settles the dossier from `command` on, where it names one.
const fn moves_to(command: &Command) -> Option<&AgencyCode> {
    if let Command::Reassign { agency: Some(agency), .. } = command { Some(agency) } else { None }
}

/// The calendar by which an agency works; `None` where there is no such agency, which `decide` then refuses.
async fn calendar_of(
    app: &App,
    tx: &mut Tx,
    agency: &AgencyCode,
) -> Result<Option<Arc<WorkCalendar>>, Error> {
    match store::agency::calendar(tx, agency).await? {
        Some(one) => Ok(Some(calendar(app, tx, &one).await?)),
        None => Ok(None),
    }
}

/// The rules of the clock that hold on `day`: as held in memory (they are set for days to come), else read in this transaction.
async fn clock_rules(app: &App, tx: &mut Tx, day: NaiveDate) -> Result<ClockRules, Error> {
    match app.cache.held() {
        Some(reference) => Ok(reference.rules_on(day)),
        None => Ok(ClockRules::on(&store::clock_rule::current(tx).await?, day)),
    }
}

/// The preferences under which a dossier is filed, or was filed when its fee has to be counted anew.
async fn schedule(tx: &mut Tx, dossier: &Dossier, command: &Command) -> Result<Schedule, Error> {
    Ok(match (command, &dossier.quote) {
        (Command::Submit, _) => store::fee_schedule::current(tx).await?,
        (Command::Supplement { answers }, Some(quote)) if !answers.is_empty() => {
            // The first schedule holds what was granted before there were schedules.
            store::fee_schedule::numbered(tx, quote.schedule.max(1)).await?
        }
        (
            Command::CheckExemption { .. }
            | Command::RequestPayment { further: Some(Further::Fee { .. }), .. },
            Some(quote),
        ) => store::fee_schedule::numbered(tx, quote.schedule.max(1)).await?,
        _ => Schedule::default(),
    })
}

/// Money that came for the dossier and is not booked: only a payment rests on it.
async fn held(tx: &mut Tx, dossier: &Dossier, command: &Command) -> Result<Vnd, Error> {
    if !matches!(command, Command::Pay { .. }) {
        return Ok(Vnd::ZERO);
    }
    Ok(store::bank_event::held(tx, dossier.id).await?)
}

/// One actor at work on one dossier.
struct Desk<'a> {
    app: &'a App,
    actor: &'a Actor,
    procedure: &'a Procedure,
    calendar: &'a WorkCalendar,
    rules: &'a ClockRules,
    now: DateTime<Utc>,
}

impl Desk<'_> {
    async fn one(
        &self,
        tx: &mut Tx,
        dossier: Dossier,
        documents: &mut Vec<Held>,
        command: Command,
    ) -> Result<Dossier, Error> {
        let permit = policy::permit(self.actor, &dossier.subject(), command.action())?;
        // That money came by a bank is never a person's word.
        if let Command::Pay { method, .. } = &command
            && !booking::may_book(self.actor.id, *method)
        {
            return Err(Error::Refused(Refusal::NotPermitted));
        }
        let target_fits = self.target_fits(tx, &dossier, &command).await?;
        let identity = self.identity(tx, &dossier, &command).await?;
        // The fee and the promise of a filing, and the act behind the promise when its clock starts.
        let rests_on_policies = matches!(command, Command::Submit | Command::Accept);
        let policies = if rests_on_policies { store::policy::current(tx).await? } else { Vec::new() };
        let time_cuts = reference::time_cuts(&policies)?;
        let schedule = schedule(tx, &dossier, &command).await?;
        let asked = if matches!(command, Command::Supplement { .. }) {
            store::supplement::asked(tx, dossier.id).await?
        } else {
            Vec::new()
        };
        let facts = Facts {
            procedure: self.procedure,
            calendar: self.calendar,
            rules: self.rules,
            schedule: &schedule,
            time_cuts: &time_cuts,
            documents,
            asked: &asked,
            held: held(tx, &dossier, &command).await?,
            answer: self.answer(tx, &dossier, &command).await?,
            identity,
            target_fits,
        };
        let (action, from, agency) = (command.action(), dossier.status, self.agency(&dossier));
        let was_processing = dossier.status == Status::Processing;
        let was_asked = booking::asked(&dossier);
        let before = (dossier.fee_total, dossier.fee_paid);
        let result_document = if let Command::Issue { document, .. } = &command { *document } else { None };
        let (next, events) = dossier.decide(&permit, command, self.now, &facts)?;
        store::dossier::save(tx, &next, self.now).await?;
        for event in &events {
            let entry = Entry {
                dossier: next.id,
                version: next.version,
                at: self.now,
                actor: self.actor.id,
                agency: agency.as_ref(),
                action,
                from,
                to: next.status,
                event,
            };
            store::history::append(tx, &entry).await?;
            self.record(tx, &next, event).await?;
            outbox::put(tx, &next, self.actor.id, event, self.now).await?;
        }
        booking::keep(tx, was_asked, &next, self.now).await?;
        let money_moved = (next.fee_total, next.fee_paid) != before;
        if from != Status::Draft && (money_moved || next.status.is_without_result()) {
            giving_back::propose(tx, &next, self.procedure, self.now).await?;
        }
        if was_processing && next.place.is_none() {
            store::consultation::close_open(tx, next.id, self.now).await?;
        }
        if result_document.is_some() {
            store::document::hand_in(tx, next.id, next.supplement_rounds).await?;
        }
        if events.iter().any(|e| matches!(e, Event::Submitted { .. } | Event::Supplemented { .. })) {
            for held in documents.iter_mut() {
                held.staged = false;
            }
        }
        Ok(next)
    }

    /// Where another agency settles a dossier that still waits for the answer of the one-stop: from when on it waits, and how long.
    async fn answer(
        &self,
        tx: &mut Tx,
        dossier: &Dossier,
        command: &Command,
    ) -> Result<Option<(DateTime<Utc>, u32)>, Error> {
        if dossier.status != Status::Submitted || moves_to(command).is_none() {
            return Ok(None);
        }
        let Some((from, written_at)) = store::recount::answer_begun(tx, dossier).await? else {
            return Ok(None);
        };
        let rules = clock_rules(self.app, tx, local_date(written_at)).await?;
        Ok(Some((from, rules.response_minutes)))
    }

    /// Whether whoever the command names can do what they are named for.
    async fn target_fits(&self, tx: &mut Tx, dossier: &Dossier, command: &Command) -> Result<bool, Error> {
        let day = local_date(self.now);
        Ok(match command {
            Command::Consult { agency, .. } => store::agency::settles(tx, agency, day).await?,
            Command::GiveOpinion { agency, .. } => self.actor.postings.iter().any(|p| p.agency == *agency),
            Command::Reassign { agency, to, .. } => {
                let agency_fits = match agency {
                    Some(agency) => store::agency::settles(tx, agency, day).await?,
                    None => true,
                };
                agency_fits && self.person_fits(tx, dossier, *to).await?
            }
            Command::Forward { to, .. } => {
                // The next step's place is not known before the decision: the holder must at least work there.
                to.is_none() || self.holds_next(tx, dossier, *to).await?
            }
            Command::Submit
            | Command::Accept
            | Command::Reject { .. }
            | Command::RequestSupplement { .. }
            | Command::Supplement { .. }
            | Command::RequestPayment { .. }
            | Command::RecallPayment { .. }
            | Command::Pay { .. }
            | Command::Refund(_)
            | Command::SendBack { .. }
            | Command::Approve { .. }
            | Command::Issue { .. }
            | Command::Complete
            | Command::Return { .. }
            | Command::Withdraw { .. }
            | Command::Stop { .. }
            | Command::Reschedule { .. }
            | Command::CheckExemption { .. }
            | Command::Correct { .. } => true,
        })
    }

    async fn person_fits(
        &self,
        tx: &mut Tx,
        dossier: &Dossier,
        to: Option<crate::domain::ids::AccountId>,
    ) -> Result<bool, Error> {
        match to {
            None => Ok(true),
            Some(id) => Ok(store::account::actor_in(tx, id).await?.is_some_and(|a| can_hold(&a, dossier))),
        }
    }

    async fn holds_next(
        &self,
        tx: &mut Tx,
        dossier: &Dossier,
        to: Option<crate::domain::ids::AccountId>,
    ) -> Result<bool, Error> {
        let index = dossier.place.map_or(0, |p| p.step + 1);
        match (to, self.procedure.route.get(index)) {
            (Some(id), Some(step)) => Ok(store::account::actor_in(tx, id)
                .await?
                .is_some_and(|a| a.holds(step.role, &dossier.agency_of(step)))),
            _ => Ok(false),
        }
    }

    /// Code, secret and link: only a submission needs them.
    async fn identity(
        &self,
        tx: &mut Tx,
        dossier: &Dossier,
        command: &Command,
    ) -> Result<Option<Identity>, Error> {
        if !matches!(command, Command::Submit) {
            return Ok(None);
        }
        let day = local_date(self.now);
        let serial = store::serial::next(tx, &dossier.receiving, day).await?;
        Ok(Some(Identity {
            code: DossierCode::allot(&dossier.receiving, day, serial),
            secret: secrets::lookup_secret()?,
            link: secrets::token(),
        }))
    }

    /// On behalf of which agency the actor acts; citizens on behalf of none.
    fn agency(&self, dossier: &Dossier) -> Option<AgencyCode> {
        [&dossier.holding, &dossier.receiving, &dossier.settling]
            .into_iter()
            .chain(&dossier.consulted)
            .find(|agency| self.actor.postings.iter().any(|p| p.agency == **agency))
            .cloned()
    }

    /// What an event leaves in other tables.
    async fn record(&self, tx: &mut Tx, dossier: &Dossier, event: &Event) -> Result<(), Error> {
        let (id, by, now) = (dossier.id, self.actor.id, self.now);
        match event {
            Event::Submitted { .. } => {
                store::document::hand_in(tx, id, 0).await?;
            }
            Event::SupplementRequested { round, stage, items, note, until } => {
                let request = store::supplement::NewRequest {
                    id: SupplementId::new(secrets::new_id(now)),
                    dossier: id,
                    round: *round,
                    stage: *stage,
                    items,
                    note,
                    until: *until,
                    by,
                };
                store::supplement::insert(tx, &request, now).await?;
            }
            Event::Supplemented { round, answers, .. } => {
                if !answers.is_empty() {
                    store::dossier::save_answers(tx, dossier).await?;
                }
                store::supplement::answered(tx, id, now).await?;
                store::document::hand_in(tx, id, *round).await?;
            }
            Event::Paid { amount, taken, method, reference, by_notice, .. } => {
                let paid = booking::Paid {
                    amount: *amount,
                    taken: *taken,
                    obligations: by_notice.obligations,
                    method: *method,
                    reference: reference.as_deref(),
                    by,
                };
                booking::book(tx, dossier, &paid, now).await?;
            }
            Event::Consulted { id: consultation, agency, question, due_at, days } => {
                let new = store::consultation::NewConsultation {
                    id: *consultation,
                    dossier: id,
                    agency,
                    question,
                    by,
                    due_at: *due_at,
                    days: *days,
                };
                store::consultation::insert(tx, &new, now).await?;
            }
            Event::OpinionGiven { agency, answer, agrees } => {
                let answer =
                    store::consultation::Answer { dossier: id, agency, text: answer, agrees: *agrees, by };
                store::consultation::answer(tx, &answer, now).await?;
            }
            Event::ExemptionChecked { claimed, found, .. } => {
                if claimed != found {
                    store::dossier::save_answers(tx, dossier).await?;
                }
            }
            Event::Accepted { .. }
            | Event::Rejected { .. }
            | Event::PaymentRequested { .. }
            | Event::PaymentRecalled { .. }
            | Event::Refunded(_)
            | Event::Forwarded { .. }
            | Event::SentBack { .. }
            | Event::Approved { .. }
            | Event::Issued { .. }
            | Event::Completed { .. }
            | Event::Returned { .. }
            | Event::Withdrawn { .. }
            | Event::Stopped { .. }
            | Event::Reassigned { .. }
            | Event::Rescheduled { .. }
            | Event::DueMoved { .. }
            | Event::TermMoved { .. }
            | Event::Corrected { .. } => {}
        }
        Ok(())
    }
}
