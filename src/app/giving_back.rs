//! What a change of a dossier sets free of its money: the portal proposes by itself that it goes back, in the transaction of the change.
//! The half of `refund` that the single door and the door for events need.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{error::Error, secrets};
use crate::{
    domain::{
        dossier::Dossier,
        money::Vnd,
        procedure::Procedure,
        refund::{self, Purse, Refund, Stage},
    },
    store::{
        payee,
        refund::{self as shelf, Stored},
        tx::Tx,
    },
};

/// What is known of the dossier's money, when the refund `but` is left out.
/// # Errors
/// [`Error::Store`].
pub async fn purse(
    tx: &mut Tx,
    dossier: &Dossier,
    procedure: &Procedure,
    but: Option<Uuid>,
) -> Result<Purse, Error> {
    let lines = dossier.quote.as_ref().map(|quote| quote.lines.as_slice()).unwrap_or_default();
    let owes = !dossier.status.is_without_result();
    Ok(Purse {
        owed: dossier.fee_total,
        outstanding: if owes { dossier.outstanding() } else { Vnd::ZERO },
        kept_on_refusal: refund::kept_on_refusal(lines, &procedure.fees)
            .map_err(|e| Error::Internal(format!("dossier {}: {e}", dossier.id)))?,
        ..shelf::purse(tx, dossier.id, but).await?
    })
}

/// Proposes what the dossier sets free, in place of what was proposed before and nobody decided on. While another refund of it is
/// open, nothing more is proposed.
/// # Errors
/// [`Error::Store`].
pub async fn propose(
    tx: &mut Tx,
    dossier: &Dossier,
    procedure: &Procedure,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if dossier.identity.is_none() {
        return Ok(());
    }
    let earlier = shelf::take_back(tx, dossier.id).await?;
    let purse = purse(tx, dossier, procedure, None).await?;
    let Some((cause, share)) = purse.proposal(dossier.status, dossier.accepted_at.is_some()) else {
        return Ok(());
    };
    // Somebody said no to just this: it is not asked again before something changes.
    if shelf::last_declined(tx, dossier.id).await? == Some((cause, share)) {
        return Ok(());
    }
    let id = earlier.unwrap_or_else(|| secrets::new_id(now));
    let refund = Refund { id, cause, share, requested_by: None, payee: None, stage: Stage::Requested };
    let new = Stored { refund, dossier: dossier.id, agency: dossier.receiving.clone() };
    if shelf::insert(tx, &new, "", now).await? && earlier.is_none() {
        payee::hand_on(tx, dossier.id, id).await?;
    }
    Ok(())
}
