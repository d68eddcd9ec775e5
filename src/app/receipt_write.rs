//! Writing a receipt: its number, its row and the wish that it be signed. What issues receipts and what changes them does it here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{context::App, error::Error};
use crate::{
    domain::{
        actor::Actor,
        ids::{AccountId, AgencyCode},
        procedure::FeeKind,
        receipt::{self, ReceiptName},
        status::Role,
    },
    store::{self, receipt::NewReceipt, receipt_range, tx::Tx},
};

/// Key of the job that signs a receipt.
pub const SIGN: &str = "sign-receipt";

/// What the job that signs is told.
#[derive(Debug, Serialize, Deserialize)]
pub struct ToSign {
    /// Which receipt.
    pub receipt: Uuid,
}

/// How it stands with what signs receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none: what only shows how a signature would be is for the demonstration only.
    Missing,
    /// It does not hold today: its end is past, or its beginning is to come.
    NotValid,
    /// It signs, and its end is near.
    EndsSoon,
    /// It signs.
    Fine,
}

/// How it stands with the certificate now.
#[must_use]
pub fn standing(app: &App) -> Standing {
    let (subject, now) = (app.signing.subject(), app.clock.now());
    if subject.is_demonstration && !app.demo {
        Standing::Missing
    } else if !subject.holds(now) {
        Standing::NotValid
    } else if subject.ends_soon(now) {
        Standing::EndsSoon
    } else {
        Standing::Fine
    }
}

/// Whether receipts can be signed now.
#[must_use]
pub fn can_sign(app: &App) -> bool {
    cannot_sign(app).is_none()
}

/// Why no receipt can be signed now; nothing when one can.
#[must_use]
pub fn cannot_sign(app: &App) -> Option<&'static str> {
    match standing(app) {
        Standing::Missing => Some("no certificate to sign receipts with"),
        Standing::NotValid => Some("the certificate to sign receipts with is not valid now"),
        Standing::EndsSoon | Standing::Fine => None,
    }
}

/// Writes a receipt, and has it signed.
/// # Errors
/// [`Error::Store`].
pub(super) async fn write(tx: &mut Tx, new: &NewReceipt<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    store::receipt::insert(tx, new, now).await?;
    let payload =
        serde_json::to_value(ToSign { receipt: new.id }).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(store::job::put(tx, SIGN, &format!("{SIGN}:{}", new.id), &payload, (now, now)).await?)
}

/// The next number of an agency for a receipt issued at `at`. Its collector must be locked.
/// # Errors
/// [`Error::NotSetUp`] when none is left.
pub(super) async fn number(
    tx: &mut Tx,
    agency: &AgencyCode,
    at: DateTime<Utc>,
    kind: FeeKind,
) -> Result<(Uuid, ReceiptName), Error> {
    let year = receipt::year_of(at);
    receipt_range::take(tx, agency, year, kind)
        .await?
        .ok_or_else(|| Error::NotSetUp(format!("no number left for a {kind} of {agency} in {year}")))
}

/// Whether `actor` gives receipts for this agency.
/// # Errors
/// [`Error::NotFound`] otherwise: what others issue is not theirs to see here.
pub(super) fn cashier_of(actor: &Actor, agency: &str) -> Result<(AgencyCode, AccountId), Error> {
    let agency = AgencyCode::parse(agency).map_err(|e| Error::Internal(e.to_string()))?;
    if actor.holds(Role::Cashier, &agency) { Ok((agency, actor.id)) } else { Err(Error::NotFound) }
}
