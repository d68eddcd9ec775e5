//! Plays one plot: begins the draft, then does one move after the other through `act`, with a clock of its own, until the story
//! or the time is up.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{
    bank,
    dice::Dice,
    filing::{self, Content},
    plot::Plot,
    stage::{Stage, derived},
    story::{Beat, Move},
    words,
};
use crate::{
    app::{act::act_all, context::App, error::Error, secrets},
    clock::{Clock as _, FixedClock},
    domain::{
        actor::Actor,
        calendar::{WorkCalendar, instant, local},
        command::{Command, ItemKind, PayMethod, SupplementItem},
        dossier::Dossier,
        further::{Further, More, Notice, Unit},
        ids::{ConsultationId, DocumentId, DossierId, Version},
        money::Vnd,
        policy,
        procedure::Fee,
        proof,
        status::{Channel, ReturnMethod, Role, Status},
    },
    store::{self, dossier::Key},
};

/// Plays `plot` on `stage`.
/// # Errors
/// [`Error::Store`]. A refusal of the law only ends the play where it is.
pub(super) async fn play(app: &App, stage: &Stage, plot: &Plot) -> Result<(), Error> {
    let mut dice = plot.dice.clone();
    let begins = if plot.channel == Channel::Online && dice.chance(35) {
        evening_before(plot.begins, &mut dice)
    } else {
        plot.begins
    };
    let Some(filer) = filer(stage, plot) else {
        return Ok(());
    };
    let clock = FixedClock::at(begins);
    let app = App { clock: Arc::new(clock.clone()), ..app.clone() };
    let draft = filing::begin(&app, stage, plot, filer, &mut dice).await?;
    let mut player = Player {
        calendar: stage.reference.calendar_of(&plot.settling)?,
        app,
        stage,
        plot,
        clock,
        owner: plot.owner.and_then(|at| stage.cast.citizens.get(at)).map(|c| &c.actor),
        filer,
        draft,
        dossier: None,
        results: 0,
        dice,
    };
    for beat in &plot.story.beats {
        if !player.go_on(*beat).await? {
            break;
        }
    }
    Ok(())
}

/// Who fills it in: the owner online, an officer at the counter, postal staff.
fn filer<'a>(stage: &'a Stage, plot: &Plot) -> Option<&'a Actor> {
    let at = |role| stage.cast.at(role, &plot.receiving, plot.index);
    match plot.channel {
        Channel::Online => plot.owner.and_then(|owner| stage.cast.citizens.get(owner)).map(|c| &c.actor),
        Channel::Direct => at(Role::OneStopOfficer),
        Channel::Postal => at(Role::Postal),
    }
}

/// Many people file in the evening.
fn evening_before(moment: DateTime<Utc>, dice: &mut Dice) -> DateTime<Utc> {
    let evening = local(moment)
        .date()
        .checked_sub_days(Days::new(1))
        .and_then(|day| day.and_hms_opt(18, 30, 0))
        .map(|time| time + TimeDelta::minutes(dice.between(0, 240).into()));
    evening.map_or(moment, instant)
}

struct Player<'a> {
    app: App,
    stage: &'a Stage,
    plot: &'a Plot,
    clock: FixedClock,
    calendar: Arc<WorkCalendar>,
    owner: Option<&'a Actor>,
    filer: &'a Actor,
    draft: DossierId,
    dossier: Option<Dossier>,
    results: usize,
    dice: Dice,
}

impl<'a> Player<'a> {
    /// Does one beat; `false` when the play ends here.
    async fn go_on(&mut self, beat: Beat) -> Result<bool, Error> {
        let mut at = self.clock.now();
        if beat.wait > 0 {
            let seconds = TimeDelta::seconds(self.dice.between(0, 59).into());
            at = at.max(self.calendar.add_minutes(at, beat.wait)? + seconds);
        }
        if at > self.stage.today {
            return Ok(false);
        }
        self.clock.set(at);
        let Some(actor) = self.actor(beat.what) else {
            return Ok(false);
        };
        let Some(command) = self.command(beat.what, actor).await? else {
            return Ok(true);
        };
        if matches!(beat.what, Move::Pay(PayMethod::Transfer))
            && let Some(dossier) = &self.dossier
        {
            bank::transfers(&self.app, dossier).await?;
            let mut tx = self.app.db.begin().await?;
            let paid = store::dossier::lock(&mut tx, &policy::scope(actor), &Key::Id(self.draft)).await?;
            self.dossier = paid.map(|locked| locked.dossier);
            return Ok(true);
        }
        let version = self.dossier.as_ref().map_or(Version::FIRST, |d| d.version);
        let looked_up = self.looks_up(beat.what);
        let commands = looked_up.into_iter().chain([command]).collect();
        match act_all(&self.app, actor, &Key::Id(self.draft), version, commands).await {
            Ok(done) => {
                self.dossier = Some(done.dossier);
                Ok(true)
            }
            Err(why @ (Error::Refused(_) | Error::Stale(_) | Error::NotFound)) => {
                tracing::debug!(plot = self.plot.index, what = ?beat.what, %why, "a demo story ends early");
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Whoever takes a dossier in looks first whether the exemption that it claims is right.
    fn looks_up(&self, what: Move) -> Option<Command> {
        let dossier = self.dossier.as_ref().filter(|_| what == Move::Accept)?;
        let group = proof::claimed(&dossier.answers)?;
        Some(Command::CheckExemption { found: Some(group), reason: String::new() })
    }

    fn status(&self) -> Status {
        self.dossier.as_ref().map_or(Status::Draft, |d| d.status)
    }

    /// Who does it.
    fn actor(&self, what: Move) -> Option<&'a Actor> {
        let one_stop = || self.at_receiving(Role::OneStopOfficer);
        match what {
            Move::Submit => Some(self.filer),
            Move::Supplement | Move::Withdraw => self.owner.or_else(one_stop),
            Move::Return if self.plot.return_method == ReturnMethod::Postal => {
                self.at_receiving(Role::Postal).or_else(one_stop)
            }
            Move::Accept | Move::Reject | Move::Correct | Move::Return => one_stop(),
            Move::Pay(_) => self.at_receiving(Role::Cashier),
            Move::AskSupplement | Move::AskPayment | Move::Forward if self.status() != Status::Processing => {
                one_stop()
            }
            Move::AskSupplement
            | Move::AskPayment
            | Move::Forward
            | Move::Take
            | Move::SendBack
            | Move::Consult
            | Move::Approve
            | Move::Issue
            | Move::Complete => self.holder(),
            Move::GiveOpinion => {
                let asked = self.dossier.as_ref()?.consulted.first()?;
                self.stage.cast.at(Role::Specialist, asked, self.plot.index)
            }
            Move::Stop => self.stage.cast.at(Role::Leader, &self.plot.settling, self.plot.index),
        }
    }

    fn at_receiving(&self, role: Role) -> Option<&'a Actor> {
        self.stage.cast.at(role, &self.plot.receiving, self.plot.index)
    }

    /// Who has the step, or would take it.
    fn holder(&self) -> Option<&'a Actor> {
        let dossier = self.dossier.as_ref()?;
        if let Some(holder) = dossier.holder {
            return self.stage.cast.by_id(holder);
        }
        let role = dossier.place?.role;
        self.stage.cast.at(role, &dossier.holding, self.plot.index)
    }

    /// What exactly is done; `None` when there is nothing to do.
    async fn command(&mut self, what: Move, actor: &Actor) -> Result<Option<Command>, Error> {
        let today = local(self.clock.now()).date();
        let outstanding = self.dossier.as_ref().map_or(Vnd::ZERO, Dossier::outstanding);
        let dice = &mut self.dice;
        Ok(Some(match what {
            Move::Submit => Command::Submit,
            Move::Accept => Command::Accept,
            Move::Reject => Command::Reject { reason: dice.word(words::REJECTED).to_owned() },
            Move::AskSupplement => self.supplement_request(today),
            Move::Supplement => {
                self.supply(actor).await?;
                Command::supplement()
            }
            Move::AskPayment if outstanding.is_zero() => self.further(today),
            Move::AskPayment => Command::RequestPayment { further: None, reason: words::FEE.to_owned() },
            Move::Pay(_) if outstanding.is_zero() => return Ok(None),
            Move::Pay(method) => Command::Pay {
                amount: outstanding,
                method,
                reference: Some(format!("{}{:06}", today.format("%y%m%d"), dice.between(1, 999_999))),
            },
            Move::Forward => Command::Forward { note: dice.word(words::NOTES).to_owned(), to: None },
            Move::Take => Command::Reassign { agency: None, to: Some(actor.id), reason: String::new() },
            Move::SendBack => Command::SendBack { reason: dice.word(words::SENT_BACK).to_owned() },
            Move::Consult => return Ok(self.question()),
            Move::GiveOpinion => return Ok(self.opinion()),
            Move::Approve => Command::Approve { note: String::new() },
            Move::Issue => self.result(actor, today).await?,
            Move::Complete => Command::Complete,
            Move::Return => {
                Command::Return { to: self.plot.applicant.name.clone(), method: self.plot.return_method }
            }
            Move::Withdraw => Command::Withdraw { reason: dice.word(words::WITHDRAWN).to_owned() },
            Move::Stop => Command::Stop { reason: dice.word(words::STOPPED).to_owned() },
            Move::Correct => Command::Correct { reason: words::CORRECTED.to_owned() },
        }))
    }

    /// More of a fee that is counted, where there is one; else what the tax authority asks for.
    fn further(&mut self, today: NaiveDate) -> Command {
        let named = &self.plot.case.fees;
        let is_counted = |fee: &&Fee| fee.quantity_field.is_some() && named.contains(&fee.key);
        let counted = self.plot.published.procedure.fees.iter().find(is_counted);
        let (further, reason) = if let Some(fee) = counted {
            let more = More { unit: Unit::Quantity, count: self.dice.between(1, 5) };
            (Further::Fee { fee: fee.key.clone(), more }, words::MORE)
        } else {
            let number = format!("{}/TB-QNG", self.dice.between(100, 9_999));
            let issuer = words::TAX_OFFICE.to_owned();
            let amount = Vnd::new(i64::from(self.dice.between(3, 90)) * 50_000).unwrap_or(Vnd::ZERO);
            let notice = Notice { kind: None, number, date: today, issuer };
            (Further::Notice { amount, notice }, words::OBLIGATION)
        };
        Command::RequestPayment { further: Some(further), reason: reason.to_owned() }
    }

    fn supplement_request(&mut self, today: NaiveDate) -> Command {
        let documents = filing::handed_in(self.plot);
        let (key, name) = match self.dice.pick(&documents) {
            Some((doc, _)) => (doc.key.clone(), doc.name.clone()),
            None => ("other".to_owned(), "Giấy tờ khác".to_owned()),
        };
        let days = Days::new(self.dice.between(12, 25).into());
        Command::RequestSupplement {
            items: vec![SupplementItem {
                kind: ItemKind::Document,
                key,
                name,
                reason: self.dice.word(words::MISSING).to_owned(),
            }],
            note: words::GUIDANCE.to_owned(),
            until: today.checked_add_days(days).unwrap_or(today),
        }
    }

    /// Stages a better copy of a document.
    async fn supply(&mut self, actor: &Actor) -> Result<(), Error> {
        let now = self.clock.now();
        let documents = filing::handed_in(self.plot);
        let first = documents.first();
        let named =
            first.map_or(("other", "Giấy tờ khác"), |(doc, _)| (doc.key.as_str(), doc.name.as_str()));
        let content = match self.dice.pick(&self.stage.papers) {
            Some(paper) if self.owner.is_some() => Content::Upload(paper),
            Some(_) | None => Content::OnPaper(1, 0),
        };
        let key = derived(self.plot.index, "supplement", 1);
        let document = filing::staged(self.draft, named, content, key, (actor, now));
        let mut tx = self.app.db.begin().await?;
        store::document::insert(&mut tx, &document, now).await?;
        Ok(tx.commit().await?)
    }

    fn question(&mut self) -> Option<Command> {
        let dossier = self.dossier.as_ref()?;
        let others: Vec<_> = self
            .stage
            .advisers
            .iter()
            .filter(|a| **a != dossier.holding && **a != dossier.settling)
            .collect();
        Some(Command::Consult {
            id: ConsultationId::new(secrets::new_id(self.clock.now())),
            agency: (*self.dice.pick(&others)?).clone(),
            question: self.dice.word(words::QUESTIONS).to_owned(),
            days: self.dice.between(2, 4),
        })
    }

    fn opinion(&mut self) -> Option<Command> {
        let agency = self.dossier.as_ref()?.consulted.first()?.clone();
        Some(Command::GiveOpinion {
            agency,
            answer: self.dice.word(words::OPINIONS).to_owned(),
            agrees: true,
        })
    }

    /// The result: number, date, signer, and for most an electronic copy that the clerk uploads before.
    async fn result(&mut self, clerk: &Actor, today: NaiveDate) -> Result<Command, Error> {
        let now = self.clock.now();
        self.results += 1;
        let wants_file = self.plot.return_method == ReturnMethod::Electronic || self.dice.chance(50);
        let paper = self.dice.pick(&self.stage.papers).filter(|_| wants_file);
        let document = match paper {
            None => None,
            Some(paper) => {
                let key = derived(self.plot.index, "result", self.results);
                let named = ("result", self.plot.published.procedure.result.as_str());
                let new = filing::staged(self.draft, named, Content::Upload(paper), key, (clerk, now));
                let mut tx = self.app.db.begin().await?;
                store::document::insert(&mut tx, &new, now).await?;
                tx.commit().await?;
                Some(DocumentId::new(new.id.uuid()))
            }
        };
        let signer = self.stage.cast.at(Role::Leader, &self.plot.settling, self.plot.index);
        Ok(Command::Issue {
            number: format!("{}/{}", 100 + self.plot.index, today.format("%Y")),
            date: today,
            signer: signer.map_or_else(|| clerk.name.clone(), |leader| leader.name.clone()),
            document,
        })
    }
}
