//! What was found out about money, taken back: the event waits for a cashier again. What is booked stays booked; a refund is the way
//! there.

use uuid::Uuid;

use super::{context::App, error::Error, giving_back, notify, pay};
use crate::{
    domain::{
        actor::Actor,
        money::Vnd,
        policy,
        settlement::{self, Fixed},
        status::Role,
    },
    store::{self, bank_event, dossier::Key, finding, inbox::Sight},
};

/// Takes back the word number `turn` about an event, for a `reason`. Who paid is told when the money was held for a dossier. Sending the
/// same again is refused as changed.
/// # Errors
/// [`Error::NotFound`] without the event, or when it is another agency's; [`Error::Forbidden`] for who is no cashier of the agency that
/// collects for the dossier nor of the one on whose account it does; [`Error::Changed`] when that word does not hold any more.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    (event, turn): (Uuid, i32),
    reason: &str,
) -> Result<Result<(), Fixed>, Error> {
    let now = app.clock.now();
    if !actor.is(Role::Cashier) {
        return Err(Error::Forbidden);
    }
    let sight = Sight::of(&app.db, &actor.agencies(Role::Cashier)).await?;
    let mut tx = app.db.begin().await?;
    if !store::inbox::is_seen(&mut tx, &sight, event).await? {
        return Err(Error::NotFound);
    }
    let word = finding::holds(&mut tx, event, turn).await?.ok_or(Error::Changed)?;
    let mut meant = None;
    let mut held = Vnd::ZERO;
    if let Some((dossier, agency)) = &word.meant {
        if !pay::takes_for(&mut tx, actor, agency).await? {
            return Err(Error::Forbidden);
        }
        // Nothing is booked for the dossier meanwhile.
        let collector = store::intent::collector(&mut tx, *dossier).await?.ok_or(Error::NotFound)?;
        let scope = policy::scope(&pay::teller(collector));
        let locked = store::dossier::lock(&mut tx, &scope, &Key::Id(*dossier)).await?;
        held = bank_event::held(&mut tx, *dossier).await?;
        meant = Some(locked.ok_or(Error::NotFound)?.dossier);
    }
    if let Err(why) = settlement::may_take_back(word.kind, word.amount, held) {
        return Ok(Err(why));
    }
    if !finding::take_back(&mut tx, (event, turn), actor.id, reason, now).await? {
        return Err(Error::Changed);
    }
    if let Some(dossier) = meant {
        let procedure = app.version_in(&mut tx, dossier.procedure_version.uuid()).await?;
        giving_back::propose(&mut tx, &dossier, &procedure, now).await?;
        notify::not_theirs(&mut tx, dossier.id, word.amount, event, now).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}
