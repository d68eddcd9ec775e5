//! Refunds: asked for at the cash desk, agreed to by a second person, paid out. The payout is an act on the dossier.

use uuid::Uuid;

use super::{
    act::{self, Wanted},
    booking,
    context::App,
    error::Error,
    giving_back, notify, secrets,
};
use crate::{
    domain::{
        actor::{Actor, Posting},
        command::{Command, GivenBack, PayMethod},
        dossier::Dossier,
        ids::AgencyCode,
        money::Vnd,
        payee::Way,
        policy,
        refund::{Cause, NotRefunded, Refund, Saw},
        status::{Action, Role, Status},
    },
    store::{
        self,
        dossier::Key,
        refund::{self as shelf, Stored},
        tx::Tx,
    },
};

/// What became of a step, or why it was not possible.
pub type Outcome<T> = Result<Result<T, NotRefunded>, Error>;

/// What a cashier asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Why.
    pub cause: Cause,
    /// How much.
    pub amount: Vnd,
    /// What the second person has to know.
    pub note: String,
}

/// The most that may go back of a dossier for each cause.
/// # Errors
/// [`Error::NotFound`] when the dossier is not to be seen.
pub async fn possible(app: &App, actor: &Actor, key: &Key) -> Result<Vec<(Cause, Vnd)>, Error> {
    let mut tx = app.db.begin().await?;
    let dossier = seen(&mut tx, actor, key).await?;
    let procedure = app.version_in(&mut tx, dossier.procedure_version.uuid()).await?;
    let purse = giving_back::purse(&mut tx, &dossier, &procedure, None).await?;
    let most = |cause: Cause| {
        let fits = fits(cause, &dossier);
        let total = purse.refundable(cause).total().unwrap_or_default();
        (fits && !total.is_zero()).then_some((cause, total))
    };
    Ok(Cause::ALL.iter().copied().filter_map(most).collect())
}

/// Whether the cause is one of this dossier.
fn fits(cause: Cause, dossier: &Dossier) -> bool {
    match cause {
        Cause::Rejected => dossier.status == Status::Rejected,
        Cause::Withdrawn => dossier.status == Status::Withdrawn && dossier.accepted_at.is_none(),
        Cause::Overpaid | Cause::AgencyError => true,
    }
}

/// Asks for a refund. What the portal had proposed and nobody decided on gives way to it.
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`] for who is no cashier there, [`Error::Changed`] when another refund of it is open.
pub async fn request(app: &App, actor: &Actor, key: &Key, asked: &Asked) -> Outcome<Uuid> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let dossier = seen(&mut tx, actor, key).await?;
    // The proof that this actor may give money of this dossier back.
    let _permit = policy::permit(actor, &dossier.subject(), Action::Refund).map_err(Error::Refused)?;
    if !fits(asked.cause, &dossier) {
        return Ok(Err(NotRefunded::Nothing));
    }
    shelf::take_back(&mut tx, dossier.id).await?;
    let procedure = app.version_in(&mut tx, dossier.procedure_version.uuid()).await?;
    let purse = giving_back::purse(&mut tx, &dossier, &procedure, None).await?;
    let id = secrets::new_id(now);
    let refund = match Refund::request(id, asked.cause, asked.amount, &purse, Some(actor.id)) {
        Ok(refund) => refund,
        Err(why) => return Ok(Err(why)),
    };
    let new = Stored { refund, dossier: dossier.id, agency: dossier.receiving.clone() };
    if !shelf::insert(&mut tx, &new, &asked.note, now).await? {
        return Err(Error::Changed);
    }
    store::payee::hand_on(&mut tx, dossier.id, id).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

/// What a second person says.
#[derive(Clone, Debug)]
pub enum Word {
    /// Yes.
    Approve {
        /// The amount and the payee that were seen.
        saw: Saw,
    },
    /// No; or, of the person who asked for it, not any more.
    Decline {
        /// Why.
        reason: String,
    },
}

/// What becomes of the money of a dossier when it ends: what is proposed to go back, and what stays with the agency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtEnd {
    /// Goes back.
    pub back: Vnd,
    /// Stays.
    pub kept: Vnd,
}

/// What would become of the money that is there if the dossier ended in `status` now.
/// # Errors
/// [`Error::NotFound`] when `actor` may not see it, [`Error::Store`].
pub async fn at_end(app: &App, actor: &Actor, key: &Key, status: Status) -> Result<AtEnd, Error> {
    let mut tx = app.db.begin().await?;
    let mut dossier = seen(&mut tx, actor, key).await?;
    dossier.status = status;
    let procedure = app.version_in(&mut tx, dossier.procedure_version.uuid()).await?;
    let purse = giving_back::purse(&mut tx, &dossier, &procedure, None).await?;
    let proposed = purse.proposal(status, dossier.accepted_at.is_some());
    let back = proposed.map_or(Ok(Vnd::ZERO), |(_, share)| share.total());
    let back = back.map_err(|e| Error::Internal(e.to_string()))?;
    let there = purse.collected.less(purse.booked_back).less(purse.held_back);
    Ok(AtEnd { back, kept: there.less(back) })
}

/// Decides on a refund: a leader of the agency or above it; where there is none, another cashier of it.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn decide(app: &App, actor: &Actor, id: Uuid, word: &Word) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let (dossier, mut stored) = locked(&mut tx, actor, id).await?;
    let asked_for_it = stored.refund.requested_by == Some(actor.id) && matches!(word, Word::Decline { .. });
    if !asked_for_it && !may_decide(&mut tx, actor, &stored.agency).await? {
        let sees = actor.holds(Role::Cashier, &stored.agency);
        return Err(if sees { Error::Forbidden } else { Error::NotFound });
    }
    let done = match word {
        Word::Approve { saw } => {
            let fits = still_fits(&mut tx, app, &dossier, &stored).await?;
            let fits = fits.and_then(|()| not_for_oneself(actor, &dossier));
            fits.and_then(|()| stored.refund.approve(actor.id, now, *saw))
        }
        Word::Decline { reason } => stored.refund.decline(actor.id, now, reason),
    };
    if let Err(why) = done {
        return Ok(Err(why));
    }
    shelf::save(&mut tx, &stored.refund, None).await?;
    if let Word::Decline { reason } = word {
        if !asked_for_it {
            let amount = stored.refund.share.total().map_err(|e| Error::Internal(e.to_string()))?;
            notify::not_refunded(&mut tx, dossier.id, (amount, reason.trim()), id, now).await?;
        }
        // What stays here may be enough for what is owed, or be more than that and be proposed in another way.
        booking::later(&mut tx, dossier.id, &id.to_string(), now).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// A refund and its dossier, both locked, the dossier first as everywhere. It is seen as the agency that collected sees it: a leader
/// above it has no posting there.
pub(super) async fn locked(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<(Dossier, Stored), Error> {
    let (dossier, agency) = shelf::of(tx, id).await?.ok_or(Error::NotFound)?;
    let desk = Actor { postings: vec![Posting { role: Role::Cashier, agency }], ..actor.clone() };
    let dossier = store::dossier::lock(tx, &policy::scope(&desk), &Key::Id(dossier)).await?;
    let stored = shelf::lock(tx, id).await?;
    Ok((dossier.ok_or(Error::NotFound)?.dossier, stored.ok_or(Error::NotFound)?))
}

/// Whether `actor` may be the second person for money of `agency`.
/// # Errors
/// [`Error::Store`].
pub async fn may_decide(tx: &mut Tx, actor: &Actor, agency: &AgencyCode) -> Result<bool, Error> {
    if policy::leads(actor, agency) {
        return Ok(true);
    }
    Ok(actor.holds(Role::Cashier, agency) && !shelf::has_leader(tx, &upwards(agency)).await?)
}

/// The same, for pages.
/// # Errors
/// [`Error::Store`].
pub async fn is_second(app: &App, actor: &Actor, agency: &AgencyCode) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    may_decide(&mut tx, actor, agency).await
}

/// The agency and those above it.
fn upwards(agency: &AgencyCode) -> Vec<AgencyCode> {
    let text = agency.as_str();
    let above = text.match_indices('.').filter_map(|(at, _)| text.get(..at));
    above.chain([text]).filter_map(|code| AgencyCode::parse(code).ok()).collect()
}

/// Notes that the money went out, to where it was agreed to: a cashier of the agency. The dossier and its owner are told.
/// # Errors
/// [`Error::NotFound`], what the single door reports.
pub async fn pay_out(app: &App, actor: &Actor, id: Uuid, (saw, reference): (Saw, &str)) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let (dossier, mut stored) = locked(&mut tx, actor, id).await?;
    if !actor.holds(Role::Cashier, &stored.agency) {
        return Err(Error::NotFound);
    }
    let fits = still_fits(&mut tx, app, &dossier, &stored).await?;
    if let Err(why) = fits.and_then(|()| stored.refund.pay_out(actor.id, now, (saw, reference))) {
        return Ok(Err(why));
    }
    let method = match stored.refund.way() {
        Way::Cash => PayMethod::Cash,
        Way::Account => PayMethod::Transfer,
    };
    if method == PayMethod::Cash {
        store::shift::hold(&mut tx, (actor.id, &stored.agency)).await?;
    }
    let (cause, reference) = (stored.refund.cause, reference.trim().to_owned());
    let amount = stored.refund.share.total().map_err(|e| Error::Internal(e.to_string()))?;
    shelf::save(&mut tx, &stored.refund, Some(method)).await?;
    let of_booked = stored.refund.share.of_booked;
    let commands = vec![Command::Refund(GivenBack { amount, of_booked, cause, method, reference })];
    act::within(&mut tx, app, actor, Wanted { key: Key::Id(dossier.id), seen: dossier.version, commands })
        .await?;
    // What came meanwhile waited until this one had ended.
    booking::later(&mut tx, dossier.id, &id.to_string(), now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// A step that somebody is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To agree.
    Approve,
    /// To pay it out.
    PayOut,
}

/// Whether `actor` could do this step now, asked as the step itself asks and without doing it: a button never lies, and nobody is shown
/// an account to send money to whose payout would be refused afterwards.
/// # Errors
/// [`Error::NotFound`].
pub async fn foresee(app: &App, actor: &Actor, id: Uuid, step: Step) -> Outcome<()> {
    let mut tx = app.db.begin().await?;
    let (dossier, stored) = locked(&mut tx, actor, id).await?;
    let may = match step {
        Step::Approve => {
            not_for_oneself(actor, &dossier).and_then(|()| stored.refund.may_be_approved_by(actor.id))
        }
        Step::PayOut => stored.refund.may_be_paid_by(actor.id).map(|_| ()),
    };
    if may.is_err() {
        return Ok(may);
    }
    still_fits(&mut tx, app, &dossier, &stored).await
}

/// Nobody agrees to money for themselves.
fn not_for_oneself(actor: &Actor, dossier: &Dossier) -> Result<(), NotRefunded> {
    if dossier.owner == Some(actor.id) { Err(NotRefunded::FourEyes) } else { Ok(()) }
}

/// Whether as much may still go back: more may have been booked or owed since it was asked for.
async fn still_fits(tx: &mut Tx, app: &App, dossier: &Dossier, stored: &Stored) -> Outcome<()> {
    let procedure = app.version_in(tx, dossier.procedure_version.uuid()).await?;
    let purse = giving_back::purse(tx, dossier, &procedure, Some(stored.refund.id)).await?;
    let (most, share) = (purse.refundable(stored.refund.cause), stored.refund.share);
    let fits = share.of_held <= most.of_held && share.of_booked <= most.of_booked;
    let too_much = || NotRefunded::TooMuch { most: most.total().unwrap_or_default() };
    Ok(fits.then_some(()).ok_or_else(too_much))
}

/// The dossier as `actor` may see it, locked.
async fn seen(tx: &mut Tx, actor: &Actor, key: &Key) -> Result<Dossier, Error> {
    let locked = store::dossier::lock(tx, &policy::scope(actor), key).await?;
    Ok(locked.ok_or(Error::NotFound)?.dossier)
}
