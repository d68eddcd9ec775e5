//! Where somebody sits who looks at figures, read from the address: of what they may see it, and what opens from there.

use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::request::Parts,
};

use crate::{
    app::reference::Reference,
    domain::{
        actor::Actor,
        ids::AgencyCode,
        period::Period,
        policy::{self, Seat},
        takings::Slice,
    },
    web::{
        desk::place::{COUNTER, DESK, Side},
        error::Error,
        paths,
    },
};

/// The seat from which a page of figures was opened.
#[derive(Clone, Copy, Debug)]
pub struct Seated(pub Seat);

impl Seated {
    /// Of three addresses that of this seat.
    #[must_use]
    pub const fn path(self, [counter, desk, administration]: [&'static str; 3]) -> &'static str {
        match self.0 {
            Seat::Counter => counter,
            Seat::Desk => desk,
            Seat::Administration => administration,
        }
    }

    /// Where its work begins, and the key of what that is called.
    #[must_use]
    pub const fn home(self) -> (&'static str, &'static str) {
        match self.0 {
            Seat::Counter => (paths::CASH, "cash-title"),
            Seat::Desk => (paths::DESK, "nav-desk-queue"),
            Seat::Administration => (paths::ADMIN, "nav-admin"),
        }
    }

    /// Key of what its figures are called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self.0 {
            Seat::Counter => "figures-title-counter",
            Seat::Desk => "figures-title-desk",
            Seat::Administration => "figures-title-administration",
        }
    }

    /// What `actor` may see of a period from here.
    pub fn slice(self, actor: &Actor, reference: &Reference, period: Period) -> Slice {
        let purview = policy::purview(actor, self.0, reference.agencies.keys());
        Slice::of(&purview, |code: &AgencyCode| reference.level(code), period)
    }

    /// On which side `actor` opens dossiers: this one when they work there; none for those who open none.
    #[must_use]
    pub fn side(self, actor: &Actor) -> Option<Side> {
        let works = |side: &Side| {
            let roles = match side {
                Side::Counter => COUNTER,
                Side::Desk => DESK,
            };
            roles.iter().any(|role| actor.is(*role))
        };
        let sides = match self.0 {
            Seat::Counter => [Side::Counter, Side::Desk],
            Seat::Desk | Seat::Administration => [Side::Desk, Side::Counter],
        };
        sides.into_iter().find(works)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Seated {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let pattern = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
        let pattern = pattern.ok_or_else(|| Error::Internal("no matched path".to_owned()))?;
        let all = [Seat::Counter, Seat::Desk, Seat::Administration].map(Self);
        let sits = |seated: &Self| {
            [paths::FIGURES, paths::TAKINGS, paths::TAKINGS_FILE].iter().any(|of| seated.path(*of) == pattern)
        };
        all.into_iter().find(sits).ok_or(Error::NotFound)
    }
}
