//! What a change of a dossier means for its money, in the transaction of the change: the request of money follows what is owed, and
//! what is paid is booked. The half of `pay` that the single door needs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{error::Error, secrets};
use crate::{
    domain::{
        command::PayMethod,
        dossier::Dossier,
        ids::{AccountId, DossierId},
        money::Vnd,
        settlement::{ClosedAs, MatchKind, Source},
    },
    store::{
        self,
        bank_event::{self, NewEvent, NewMatch},
        intent::{self, Intent},
        payment::{self, NewPayment},
        shift,
        tx::Tx,
    },
};

/// The account in whose name the portal books what banks and the platform say: the cashier of every one-stop, and no person.
pub const TELLER: AccountId = AccountId::new(Uuid::from_u128(0x0b00_ca5e_0000_4000_8000_0000_0000_0001));

/// Whether `by` may book what came by `method`: cashiers what they hold in their hands, and the portal what it was told.
#[must_use]
pub fn may_book(by: AccountId, method: PayMethod) -> bool {
    match method {
        PayMethod::Cash => true,
        PayMethod::Transfer | PayMethod::Platform => by == TELLER,
    }
}

/// What a dossier asks for: what is outstanding, nothing once it ended without a result.
#[must_use]
pub fn asked(dossier: &Dossier) -> Vnd {
    if dossier.identity.is_none() || dossier.status.is_without_result() {
        Vnd::ZERO
    } else {
        dossier.outstanding()
    }
}

/// Keeps the open request in line with what the dossier asks for, when that is no longer what it was `before`.
/// # Errors
/// [`Error::Store`].
pub async fn keep(tx: &mut Tx, before: Vnd, dossier: &Dossier, now: DateTime<Utc>) -> Result<(), Error> {
    let after = asked(dossier);
    if after == before {
        return Ok(());
    }
    let closed_as = if after.is_zero() { ClosedAs::Void } else { ClosedAs::Replaced };
    intent::close(tx, dossier.id, closed_as, now).await?;
    let held = bank_event::held(tx, dossier.id).await?;
    open(tx, dossier, after.less(held), now).await?;
    if !after.is_zero() && !held.is_zero() {
        // What came before may be enough for what is owed now.
        later(tx, dossier.id, &dossier.version.number().to_string(), now).await?;
    }
    Ok(())
}

/// Key of the job that books what is held for a dossier.
pub const BOOK: &str = "book-money";

/// What that job is told.
#[derive(Debug, Serialize, Deserialize)]
pub struct ToBook {
    /// Which dossier.
    pub dossier: DossierId,
}

/// Has what is held for a dossier booked when it is enough, in a turn of its own. `occasion` tells one wish from another.
/// # Errors
/// [`Error::Store`].
pub async fn later(tx: &mut Tx, dossier: DossierId, occasion: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let payload = serde_json::to_value(ToBook { dossier }).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(store::job::put(tx, BOOK, &format!("{BOOK}:{dossier}:{occasion}"), &payload, (now, now)).await?)
}

/// Opens a request of `amount`; none for nothing.
async fn open(
    tx: &mut Tx,
    dossier: &Dossier,
    amount: Vnd,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, Error> {
    if amount.is_zero() {
        return Ok(None);
    }
    let intent = Intent {
        id: secrets::new_id(now),
        dossier: dossier.id,
        agency: dossier.receiving.clone(),
        reference: Some(secrets::pay_reference()),
        amount,
        closed_as: None,
    };
    intent::open(tx, &intent, now).await?;
    Ok(Some(intent.id))
}

/// What was paid.
#[derive(Clone, Copy, Debug)]
pub struct Paid<'a> {
    /// All that was outstanding.
    pub amount: Vnd,
    /// How much of it was taken now, by the actor; the rest had come before.
    pub taken: Vnd,
    /// How much of it is neither a charge nor a fee.
    pub obligations: Vnd,
    /// How.
    pub method: PayMethod,
    /// Number on the statement or the receipt block.
    pub reference: Option<&'a str>,
    /// Who took it, or says that it came.
    pub by: AccountId,
}

/// Books what was paid.
/// # Errors
/// [`Error::Store`].
pub async fn book(tx: &mut Tx, dossier: &Dossier, paid: &Paid<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let id = secrets::new_id(now);
    let source = if paid.taken.is_zero() {
        bank_event::last(tx, dossier.id).await?.map_or(Source::Counter, |last| last.source)
    } else {
        Source::Counter
    };
    if !paid.taken.is_zero() {
        shift::hold(tx, (paid.by, &dossier.receiving)).await?;
        let intent = match intent::opened(tx, dossier.id).await? {
            Some(open) => Some(open.id),
            None => open(tx, dossier, paid.taken, now).await?,
        };
        let key = format!("{}:{id}", Source::Counter);
        let event = NewEvent {
            id,
            source: Source::Counter,
            key: &key,
            method: paid.method,
            agency: Some(&dossier.receiving),
            account: None,
            amount: paid.taken,
            success: true,
            code: None,
            at: now,
            number: paid.reference,
            memo: None,
            payer: None,
            payer_account: None,
            attempt: None,
            by: Some(paid.by),
        };
        bank_event::insert(tx, &event, now).await?;
        let to = NewMatch {
            event: id,
            intent,
            kind: MatchKind::Counter,
            by: Some(paid.by),
            reason: None,
            same_as: None,
        };
        bank_event::belongs(tx, &to, now).await?;
    }
    let row = NewPayment {
        id,
        dossier: dossier.id,
        amount: paid.amount,
        obligations: paid.obligations,
        method: paid.method,
        reference: paid.reference,
        source,
        by: paid.by,
    };
    payment::insert(tx, &row, now).await?;
    intent::close(tx, dossier.id, ClosedAs::Paid, now).await?;
    Ok(())
}
