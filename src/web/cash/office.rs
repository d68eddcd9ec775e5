//! For which agencies somebody works at the cash desk.

use chrono::NaiveDate;

use crate::{
    app::{context::App, reference::Reference},
    domain::{actor::Actor, ids::AgencyCode, policy, status::Role},
    web::{
        error::{Error, Result},
        parts::Choice,
    },
};

/// The agencies whose cashier `actor` is.
#[must_use]
pub fn cashier_of(actor: &Actor) -> Vec<AgencyCode> {
    let mut at = actor.agencies(Role::Cashier);
    at.sort();
    at.dedup();
    at
}

/// The agencies whose money `actor` may look at: as their cashier, or as a leader of them or above them.
#[must_use]
pub fn seen_by(actor: &Actor, reference: &Reference) -> Vec<AgencyCode> {
    let one_stops = reference.agencies.keys().filter(|code| policy::leads(actor, code)).cloned();
    let mut all: Vec<AgencyCode> = cashier_of(actor).into_iter().chain(one_stops).collect();
    all.sort();
    all.dedup();
    all
}

/// Of `agencies`, the one that was asked for; the first when none was.
/// # Errors
/// [`Error::Forbidden`] for one that is none of them, and when there is none.
pub fn chosen(agencies: &[AgencyCode], asked: &str) -> Result<AgencyCode> {
    if asked.is_empty() {
        return agencies.first().cloned().ok_or(Error::Forbidden);
    }
    agencies.iter().find(|code| code.as_str() == asked).cloned().ok_or(Error::Forbidden)
}

/// The agencies as something to choose.
/// # Errors
/// As the store.
pub async fn choices(app: &App, agencies: &[AgencyCode]) -> Result<Vec<Choice>> {
    let reference = app.reference().await?;
    let choice = |code: &AgencyCode| Choice::new(code.as_str(), reference.short_name(code.as_str()));
    Ok(agencies.iter().map(choice).collect())
}

/// A day as people type it, `24/11/2026`, or as an address carries it.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    text.parse().ok().or_else(|| NaiveDate::parse_from_str(text, "%d/%m/%Y").ok())
}
