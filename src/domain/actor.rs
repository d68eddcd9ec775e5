//! Who is acting: an account with its postings.

use serde::{Deserialize, Serialize};

use super::{
    ids::{AccountId, AgencyCode},
    status::Role,
};

/// A role held at an agency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Posting {
    /// The role; never [`Role::Citizen`].
    pub role: Role,
    /// Where it is held.
    pub agency: AgencyCode,
}

/// The person (or the system) on whose behalf something happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub id: AccountId,
    /// Full name, as the account has it.
    pub name: String,
    /// Roles at agencies; empty for citizens.
    pub postings: Vec<Posting>,
}

impl Actor {
    /// Whether the actor holds `role` at `agency`.
    #[must_use]
    pub fn holds(&self, role: Role, agency: &AgencyCode) -> bool {
        self.postings.iter().any(|p| p.role == role && p.agency == *agency)
    }

    /// Whether the actor holds `role` anywhere; everybody is a citizen.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        role == Role::Citizen || self.postings.iter().any(|p| p.role == role)
    }

    /// The agencies at which the actor holds `role`.
    #[must_use]
    pub fn agencies(&self, role: Role) -> Vec<AgencyCode> {
        self.postings.iter().filter(|p| p.role == role).map(|p| p.agency.clone()).collect()
    }

    /// Whether the actor holds any posting.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.postings.is_empty()
    }
}
