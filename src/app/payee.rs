//! Where the money of a refund goes: said by the owner of the dossier on their own page, or noted at the one-stop. Whoever had agreed to
//! the refund agreed to what they saw, so another payee takes the agreement back; and the owner hears of what others noted.

use uuid::Uuid;

use super::{
    booking,
    context::App,
    error::Error,
    notify,
    refund::{self, Outcome},
};
use crate::{
    domain::{
        actor::Actor,
        dossier::Dossier,
        ids::{AgencyCode, DossierId},
        party::FieldError,
        payee::{Basis, Payee, Typed},
        policy,
        refund::{Named, NotRefunded},
        status::Role,
    },
    store::{
        self,
        dossier::Key,
        payee::{New, Payer},
        refund::{self as shelf, Stored},
        tx::Tx,
    },
};

/// Stands for the way back to the account from which the money came.
pub const BACK: &str = "back";

/// Whether `actor` may note for people of `agency` where their money goes.
#[must_use]
pub fn may_note(actor: &Actor, agency: &AgencyCode) -> bool {
    actor.holds(Role::Cashier, agency) || actor.holds(Role::OneStopOfficer, agency)
}

/// What was typed, understood. On the way [`BACK`] number and holder are what the bank said of the payer; only the bank is asked for.
/// # Errors
/// [`Error::Fields`] (`way`, `bank`, `number`, `name`), [`Error::Store`].
pub async fn understood(app: &App, dossier: DossierId, typed: Typed<'_>) -> Result<Payee, Error> {
    if typed.way != BACK {
        return Payee::parse(&typed).map_err(Error::Fields);
    }
    let payer = store::payee::payer(&app.db, dossier).await?;
    let Some(Payer { number, name }) = payer else {
        return Err(Error::Fields(vec![("way", FieldError::Choice)]));
    };
    let is_named = name.is_some();
    let name = name.as_deref().unwrap_or(typed.name);
    let payee = Payee::parse(&Typed { way: "account", number: &number, name, ..typed });
    // What the bank wrote is nobody's to mend here: another way is.
    let told = |(field, fault)| match field {
        "number" => ("way", FieldError::AccountNumber),
        "name" if is_named => ("way", FieldError::Choice),
        _ => (field, fault),
    };
    payee.map_err(|faults| Error::Fields(faults.into_iter().map(told).collect()))
}

/// The owner of a dossier says where the money goes. `seen` is the turn of the word that was on the page.
/// # Errors
/// [`Error::NotFound`] when the dossier is not this person's.
pub async fn by_owner(app: &App, actor: &Actor, key: &Key, (payee, seen): (Payee, u32)) -> Outcome<()> {
    let mut tx = app.db.begin().await?;
    let locked = store::dossier::lock(&mut tx, &policy::scope(actor), key).await?;
    let dossier = locked.ok_or(Error::NotFound)?.dossier;
    if dossier.subject().owner != Some(actor.id) {
        return Err(Error::NotFound);
    }
    let Some(id) = shelf::open_of(&mut tx, dossier.id).await? else { return Ok(Err(NotRefunded::Nothing)) };
    let stored = shelf::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    keep(tx, app, (&dossier, stored), (actor, payee, seen, Basis::Owner)).await
}

/// An officer of the one-stop notes where the money goes, on the person's word or paper.
/// # Errors
/// [`Error::NotFound`] when the refund is not of an agency where `actor` is cashier or officer of the one-stop.
pub async fn at_the_counter(
    app: &App,
    actor: &Actor,
    id: Uuid,
    (payee, seen): (Payee, u32),
    basis: Basis,
) -> Outcome<()> {
    let mut tx = app.db.begin().await?;
    let (dossier, stored) = refund::locked(&mut tx, actor, id).await?;
    if !may_note(actor, &stored.agency) {
        return Err(Error::NotFound);
    }
    keep(tx, app, (&dossier, stored), (actor, payee, seen, basis)).await
}

/// Keeps the word, takes the agreement back where there was one, and tells who has to know.
async fn keep(
    mut tx: Tx,
    app: &App,
    (dossier, mut stored): (&Dossier, Stored),
    (actor, payee, seen, basis): (&Actor, Payee, u32, Basis),
) -> Outcome<()> {
    let now = app.clock.now();
    let undid = match stored.refund.goes_to(payee, actor.id, seen) {
        Ok(Named::Anew { undid }) => undid,
        Ok(Named::Already) => return Ok(Ok(())),
        Err(why) => return Ok(Err(why)),
    };
    let Some(entry) = &stored.refund.payee else { return Ok(Err(NotRefunded::PayeeChanged)) };
    let refund = stored.refund.id;
    let new = New { refund, dossier: dossier.id, entry, basis, undid: undid.as_ref() };
    store::payee::put(&mut tx, &new, now).await?;
    let amount = stored.refund.share.total().map_err(|e| Error::Internal(e.to_string()))?;
    if basis != Basis::Owner {
        notify::payee_noted(&mut tx, dossier.id, (refund, amount, entry), now).await?;
    }
    if let Some(decision) = undid {
        shelf::save(&mut tx, &stored.refund, None).await?;
        notify::agreement_undone(&mut tx, dossier.id, (refund, amount, entry.turn), decision.by, now).await?;
        // What does not go back for the time being may be enough for what is owed meanwhile.
        booking::later(&mut tx, dossier.id, &format!("{refund}:{}", entry.turn), now).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}
