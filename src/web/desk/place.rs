//! Where an officer stands: on which side of the house, at which dossier, at which of its acts. Read from the address.

use axum::{
    extract::{FromRequestParts, MatchedPath, Path},
    http::request::Parts,
};

use crate::{
    domain::{
        ids::DossierCode,
        status::{Action, Role},
    },
    web::{
        error::Error,
        paths::{self, Both},
    },
};

/// Who works at the counter.
pub const COUNTER: &[Role] = &[Role::OneStopOfficer, Role::Cashier, Role::Postal];
/// Who settles.
pub const DESK: &[Role] = &[Role::Specialist, Role::Leader, Role::Clerk];
/// Who works on dossiers at all.
pub const STAFF: &[Role] =
    &[Role::OneStopOfficer, Role::Cashier, Role::Postal, Role::Specialist, Role::Leader, Role::Clerk];

/// Every act of staff with its addresses.
const ACTS: &[(Action, Both)] = &[
    (Action::Accept, paths::ACCEPTANCE),
    (Action::Reject, paths::REJECTION),
    (Action::RequestSupplement, paths::SUPPLEMENT_REQUEST),
    (Action::Supplement, paths::PAPER_SUPPLEMENT),
    (Action::RequestPayment, paths::PAYMENT_REQUEST),
    (Action::RecallPayment, paths::PAYMENT_RECALL),
    (Action::Pay, paths::PAYMENT),
    (Action::Forward, paths::HANDOVER),
    (Action::SendBack, paths::SENDING_BACK),
    (Action::Consult, paths::CONSULTATION),
    (Action::GiveOpinion, paths::OPINION),
    (Action::Approve, paths::APPROVAL),
    (Action::Issue, paths::ISSUE),
    (Action::Complete, paths::COMPLETION),
    (Action::Return, paths::RETURN),
    (Action::Withdraw, paths::STAFF_WITHDRAWAL),
    (Action::Stop, paths::STOP),
    (Action::Reassign, paths::ASSIGNMENT),
    (Action::Reschedule, paths::RESCHEDULING),
    (Action::Correct, paths::CORRECTION),
    (Action::CheckExemption, paths::EXEMPTION_CHECK),
    (Action::Refund, paths::REFUND_REQUEST),
];

/// A side of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one-stop.
    Counter,
    /// Those who settle.
    Desk,
}

impl Side {
    fn of(path: &str) -> Self {
        if path.starts_with(paths::COUNTER) { Self::Counter } else { Self::Desk }
    }

    /// Where its work begins.
    #[must_use]
    pub const fn home(self) -> &'static str {
        match self {
            Self::Counter => paths::COUNTER_QUEUE,
            Self::Desk => paths::DESK,
        }
    }

    /// Key of the name of its list.
    #[must_use]
    pub const fn home_key(self) -> &'static str {
        match self {
            Self::Counter => "nav-queue",
            Self::Desk => "nav-desk-queue",
        }
    }

    /// The page of a dossier.
    #[must_use]
    pub fn dossier(self, code: &str) -> String {
        let pattern = match self {
            Self::Counter => paths::COUNTER_DOSSIER,
            Self::Desk => paths::DESK_DOSSIER,
        };
        paths::fill(pattern, &[code])
    }

    /// The page of an act on a dossier; none for what staff do not do.
    #[must_use]
    pub fn act(self, action: Action, code: &str) -> Option<String> {
        let (_, [counter, desk]) = ACTS.iter().find(|(a, _)| *a == action)?;
        let pattern = match self {
            Self::Counter => counter,
            Self::Desk => desk,
        };
        Some(paths::fill(pattern, &[code]))
    }
}

/// A dossier as an officer came to it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The side.
    pub side: Side,
    /// The dossier.
    pub code: DossierCode,
}

impl Place {
    /// The page of the dossier.
    #[must_use]
    pub fn dossier(&self) -> String {
        self.side.dossier(self.code.as_str())
    }
}

/// An act on a dossier.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Which dossier, from which side.
    pub place: Place,
    /// Which act.
    pub action: Action,
}

async fn read(parts: &mut Parts) -> Result<(String, Place), Error> {
    let pattern = parts
        .extensions
        .get::<MatchedPath>()
        .map(|m| m.as_str().to_owned())
        .ok_or_else(|| Error::Internal("no matched path".to_owned()))?;
    let Path(code) = Path::<String>::from_request_parts(parts, &()).await.map_err(|_| Error::NotFound)?;
    let place =
        Place { side: Side::of(&pattern), code: DossierCode::parse(&code).map_err(|_| Error::NotFound)? };
    Ok((pattern, place))
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(read(parts).await?.1)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Spot {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let (pattern, place) = read(parts).await?;
        let (action, _) =
            ACTS.iter().find(|(_, both)| both.contains(&pattern.as_str())).ok_or(Error::NotFound)?;
        Ok(Self { place, action: *action })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_of_an_officer_has_an_address_on_both_sides() {
        for action in Action::ALL.iter().filter(|a| ![Action::Submit, Action::Recount].contains(*a)) {
            for side in [Side::Counter, Side::Desk] {
                let path = side.act(*action, "H48.05-261123-0001").unwrap();
                assert_eq!(Side::of(&path), side, "{action}");
            }
        }
        assert_eq!(Side::Desk.act(Action::Submit, "x"), None);
    }
}
