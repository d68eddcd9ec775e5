//! What a cashier does with a receipt that is wrong: a new one in its place, a new one that takes something off, or its end. The old
//! one stays as it is, with its number; what was done stands beside it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    context::App,
    error::Error,
    receipt_write::{can_sign, cashier_of, number, write},
    secrets,
};
use crate::{
    domain::{
        actor::Actor,
        ids::{AccountId, AgencyCode},
        money::{NotAnAmount, Vnd},
        receipt::{Contents, Payer, ReceiptLine},
        receipt_back::TakeOff,
        receipt_chain::{self, NotAllowed, Origin, Step},
    },
    store::{
        self,
        receipt::{NewMark, NewReceipt, Receipt, Which},
        receipt_range, receipt_source,
        tx::Tx,
    },
};

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another one in its place, in the name of somebody else, with another number or address, or with what was paid for under its
    /// right name. Amounts and kinds stay.
    Replace {
        /// Who pays.
        payer: Payer,
        /// What each line is called, in the order of the lines.
        names: Vec<String>,
    },
    /// Another one that takes something off.
    Adjust {
        /// Which line, from 0.
        line: usize,
        /// How much.
        off: Vnd,
    },
    /// It says nothing any more.
    Cancel,
    /// It was cancelled in error: another one for the same payment, with the next number.
    Again,
}

impl Change {
    /// Which step it is.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Replace { .. } => Step::Replace,
            Self::Adjust { .. } => Step::Adjust,
            Self::Cancel => Step::Cancel,
            Self::Again => Step::Again,
        }
    }
}

/// A receipt, for whoever is cashier of the agency that gave it.
/// # Errors
/// [`Error::NotFound`].
pub async fn receipt(app: &App, actor: &Actor, id: Uuid) -> Result<Receipt, Error> {
    let found = store::receipt::find(&app.db, Which::Id(id)).await?.pop().ok_or(Error::NotFound)?;
    cashier_of(actor, &found.agency)?;
    Ok(found)
}

/// What is left of each line of a receipt after what was taken off.
/// # Errors
/// [`Error::Store`].
pub async fn left(app: &App, receipt: &Receipt) -> Result<Vec<Vnd>, Error> {
    let all = store::receipt::find(&app.db, Which::Dossier(receipt.dossier)).await?;
    Ok(left_of(receipt, &all))
}

/// Whether a step can be taken with a receipt.
/// # Errors
/// [`Error::Receipt`] says why not; [`Error::Store`].
pub async fn may(app: &App, receipt: &Receipt, step: Step) -> Result<(), Error> {
    receipt.link().may(step)?;
    if step == Step::Again {
        let mut tx = app.db.begin().await?;
        let all = store::receipt::find_in(&mut tx, Which::Dossier(receipt.dossier)).await?;
        money_is_there(&mut tx, receipt, &all).await?;
    }
    Ok(())
}

pub(super) fn left_of(receipt: &Receipt, all: &[Receipt]) -> Vec<Vnd> {
    let off = |line: &crate::domain::receipt::ReceiptLine| {
        all.iter()
            .filter(|one| {
                one.origin == Origin::Adjusts
                    && one.about.as_ref().is_some_and(|about| about.id == receipt.id)
            })
            .flat_map(|one| &one.contents.lines)
            .filter(|taken| taken.fee == line.fee && taken.name == line.name)
            .fold(line.amount, |left, taken| left.less(taken.amount))
    };
    receipt.contents.lines.iter().map(off).collect()
}

/// Does it; gives the receipt to look at afterwards: the new one, if there is one. The same `form_key` again does nothing more.
/// # Errors
/// [`Error::NotFound`], [`Error::Receipt`] with the rule, [`Error::NotSetUp`] without a number.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: Uuid,
    change: &Change,
    (reason, form_key): (&str, Uuid),
) -> Result<Uuid, Error> {
    let now = app.clock.now();
    let reason = receipt_chain::reason(reason)?;
    if *change != Change::Cancel && !can_sign(app) {
        return Err(NotAllowed::NoCertificate.into());
    }
    let mut tx = app.db.begin().await?;
    let agency = store::receipt::agency(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let (agency, by) = cashier_of(actor, &agency)?;
    // One after the other, as numbers are given: nobody replaces what somebody else is cancelling.
    receipt_range::lock_collector(&mut tx, agency.as_str()).await?;
    if store::receipt::is_done(&mut tx, form_key).await? {
        return Ok(id);
    }
    let old = store::receipt::find_in(&mut tx, Which::Id(id)).await?.pop().ok_or(Error::NotFound)?;
    let all = store::receipt::find_in(&mut tx, Which::Dossier(old.dossier)).await?;
    let desk = Desk { agency, by, reason: &reason, now };
    let shown = desk.one(&mut tx, form_key, (&old, &all), change).await?;
    tx.commit().await?;
    tracing::info!(receipt = %id, step = %change.step(), by = %actor.id, "a receipt was changed");
    Ok(shown)
}

/// Somebody at work on the receipts of an agency.
pub(super) struct Desk<'a> {
    pub(super) agency: AgencyCode,
    pub(super) by: AccountId,
    pub(super) reason: &'a str,
    pub(super) now: DateTime<Utc>,
}

impl Desk<'_> {
    /// Takes off a receipt what went back.
    pub(super) async fn give_back(&self, tx: &mut Tx, old: &Receipt, step: &TakeOff) -> Result<(), Error> {
        let of = |(at, off): &(usize, Vnd)| {
            old.contents.lines.get(*at).map(|line| ReceiptLine { amount: *off, ..line.clone() })
        };
        let contents = Contents { lines: step.lines.iter().filter_map(of).collect(), ..old.contents.clone() };
        let off = contents.total().map_err(|e| Error::Internal(e.to_string()))?;
        let form_key = secrets::new_id(self.now);
        if step.cancels {
            old.link().may(Step::Cancel)?;
            return self.mark(tx, form_key, old, (Step::Cancel, None, off)).await;
        }
        old.link().may_take_off(off)?;
        let new = self.write(tx, old, &contents, Step::Adjust).await?;
        self.mark(tx, form_key, old, (Step::Adjust, Some(new), off)).await
    }

    async fn one(
        &self,
        tx: &mut Tx,
        form_key: Uuid,
        (old, all): (&Receipt, &[Receipt]),
        change: &Change,
    ) -> Result<Uuid, Error> {
        let (contents, off) = match change {
            Change::Replace { payer, names } => (Some(replaced(old, payer, names)?), old.amount),
            Change::Adjust { line, off } => (Some(adjusted(old, all, *line, *off)?), *off),
            Change::Cancel => {
                old.link().may(Step::Cancel)?;
                (None, old.amount)
            }
            Change::Again => {
                old.link().may(Step::Again)?;
                money_is_there(tx, old, all).await?;
                (Some(old.contents.clone()), Vnd::ZERO)
            }
        };
        let new = match &contents {
            Some(contents) => Some(self.write(tx, old, contents, change.step()).await?),
            None => None,
        };
        self.mark(tx, form_key, old, (change.step(), new, off)).await?;
        Ok(new.unwrap_or(old.id))
    }

    async fn mark(
        &self,
        tx: &mut Tx,
        form_key: Uuid,
        old: &Receipt,
        (step, by_receipt, off): (Step, Option<Uuid>, Vnd),
    ) -> Result<(), Error> {
        let mark =
            NewMark { form_key, receipt: old.id, step, by_receipt, off, reason: self.reason, by: self.by };
        Ok(store::receipt::mark(tx, &mark, self.now).await?)
    }

    async fn write(
        &self,
        tx: &mut Tx,
        old: &Receipt,
        contents: &Contents,
        step: Step,
    ) -> Result<Uuid, Error> {
        let (range, name) = number(tx, &self.agency, self.now, contents.kind).await?;
        let new = NewReceipt {
            id: secrets::new_id(self.now),
            range,
            agency: self.agency.as_str(),
            name,
            origin: match step {
                Step::Adjust => Origin::Adjusts,
                Step::Again => Origin::Again,
                Step::Replace | Step::Cancel => Origin::Replaces,
            },
            about: Some((old.id, self.reason)),
            payment: old.payment,
            dossier: old.dossier,
            amount: contents.total().map_err(not_an_amount)?,
            contents,
            check: &secrets::check_code()?,
            issued_at: self.now,
            by: Some(self.by),
        };
        write(tx, &new, self.now).await?;
        Ok(new.id)
    }
}

/// Whether what the cancelled receipt said was paid, is not on another receipt and did not go back.
async fn money_is_there(tx: &mut Tx, old: &Receipt, all: &[Receipt]) -> Result<(), Error> {
    let holds = |one: &Receipt| one.link().holds();
    let of_payment = all.iter().filter(|one| one.payment == old.payment).map(holds);
    let of_payment = Vnd::total(of_payment).map_err(not_an_amount)?;
    let of_all = Vnd::total(all.iter().map(holds)).map_err(not_an_amount)?;
    let (paid, kept) = receipt_source::kept(tx, old.payment, old.dossier).await?;
    let left = kept.less(of_all);
    Ok(receipt_chain::may_give_again(old.amount, (paid, of_payment), left)?)
}

fn not_an_amount(error: NotAnAmount) -> Error {
    Error::Internal(error.to_string())
}

/// The same with another payer and other words. Which line is which stays, and so does what each says was paid.
fn replaced(old: &Receipt, payer: &Payer, names: &[String]) -> Result<Contents, Error> {
    old.link().may(Step::Replace)?;
    let mut new = Contents { payer: payer.clone(), ..old.contents.clone() };
    for (line, name) in new.lines.iter_mut().zip(names) {
        line.name.clone_from(name);
    }
    if new == old.contents {
        return Err(NotAllowed::SameContents.into());
    }
    Ok(new)
}

fn adjusted(old: &Receipt, all: &[Receipt], line: usize, off: Vnd) -> Result<Contents, Error> {
    old.link().may_take_off(off)?;
    let of_line = old.contents.lines.get(line).zip(left_of(old, all).get(line).copied());
    let (of, left) = of_line.ok_or(NotAllowed::TooMuch)?;
    if off > left {
        return Err(NotAllowed::TooMuch.into());
    }
    let mut line = of.clone();
    line.amount = off;
    Ok(Contents { lines: vec![line], ..old.contents.clone() })
}
