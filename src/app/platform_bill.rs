//! The payment platform's own receipt of a payment: fetched when it is asked for, for the owner of the dossier and the cashiers of the
//! agency that collects, and for nobody else. It is the platform's paper: nothing rests on it here, and nothing of it is kept.

use super::{context::App, error::Error, receipt_write::cashier_of};
use crate::{
    domain::{actor::Actor, ids::AccountId},
    gateways::{error::Kind, payment::gateway::Bill},
    store::attempt,
};

/// Whose receipt it is, and who asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Code of the dossier.
    pub code: String,
    /// Whether its owner asks; else a cashier.
    pub is_own: bool,
}

/// What the receipt of the try with this reference is about, when `actor` may ask for it.
/// # Errors
/// [`Error::NotFound`] for all others, and while no money came through it.
pub async fn about(app: &App, actor: &Actor, reference: &str) -> Result<About, Error> {
    let payer = attempt::payer(&app.db, reference).await?.ok_or(Error::NotFound)?;
    let is_own = payer.owner.map(AccountId::new) == Some(actor.id);
    if !is_own {
        cashier_of(actor, &payer.agency)?;
    }
    Ok(About { code: payer.code.unwrap_or_default(), is_own })
}

/// What came of fetching it.
#[derive(Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The file.
    Pdf(Vec<u8>),
    /// None came.
    No(Why),
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The platform has not made it yet.
    NotYet,
    /// The platform has none.
    None,
    /// The platform does not answer.
    Down,
    /// What it sent is no PDF, or a very long one.
    Unusable,
}

/// Fetches it.
/// # Errors
/// [`Error::NotFound`] without a platform and for who may not ask for it.
pub async fn fetch(app: &App, actor: &Actor, reference: &str) -> Result<Fetched, Error> {
    about(app, actor, reference).await?;
    let platform = app.payment.as_ref().ok_or(Error::NotFound)?;
    let answer = platform.bill(reference, app.clock.now()).await;
    metrics::counter!("motcua_payment_bills_total", "answered" => answer.is_ok().to_string()).increment(1);
    Ok(match answer {
        Ok(Bill::Pdf(bytes)) => Fetched::Pdf(bytes),
        Ok(Bill::NotYet) => Fetched::No(Why::NotYet),
        Ok(Bill::None) => Fetched::No(Why::None),
        Err(error) => {
            let why = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(reference, why, "the payment platform gave no receipt");
            Fetched::No(if error.kind == Kind::Retry { Why::Down } else { Why::Unusable })
        }
    })
}
