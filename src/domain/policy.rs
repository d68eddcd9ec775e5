//! Who may do what, and who may see what. A [`Permit`] and a [`Scope`] are proofs: only this room makes them.

use std::collections::BTreeSet;

use super::{
    actor::Actor,
    ids::{AccountId, AgencyCode, DossierCode, DossierId, LookupSecret},
    refusal::Refusal,
    status::{Action, Role, Status, keyed},
    workflow::{self, Who},
};

/// What policy needs to know of a dossier.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Which dossier.
    pub id: DossierId,
    /// Where it is.
    pub status: Status,
    /// Whose it is, when the owner has an account.
    pub owner: Option<AccountId>,
    /// Who filled it in.
    pub filer: AccountId,
    /// Who has taken the present step, if anybody.
    pub holder: Option<AccountId>,
    /// The role of the present step.
    pub step_role: Option<Role>,
    /// The one-stop that received it.
    pub receiving: AgencyCode,
    /// The agency that settles it.
    pub settling: AgencyCode,
    /// The agency of the present step.
    pub holding: AgencyCode,
    /// Agencies with an open consultation.
    pub consulted: Vec<AgencyCode>,
}

/// Proof that this actor may do this action to this dossier. Consumed by `decide`.
#[must_use = "a permit that nobody uses proves nothing"]
#[derive(Debug)]
pub struct Permit {
    dossier: DossierId,
    action: Action,
    actor: AccountId,
}

impl Permit {
    /// Whether the permit is for this dossier and action.
    #[must_use]
    pub fn covers(&self, dossier: DossierId, action: Action) -> bool {
        self.dossier == dossier && self.action == action
    }
    /// Who was permitted.
    #[must_use]
    pub const fn actor(&self) -> AccountId {
        self.actor
    }
}

/// May `actor` do `action` now?
/// # Errors
/// [`Refusal::NotFromHere`] when the table has no such row, [`Refusal::NotPermitted`] when the row names others.
pub fn permit(actor: &Actor, subject: &Subject, action: Action) -> Result<Permit, Refusal> {
    let row = workflow::find(subject.status, action)?;
    if row.who.iter().any(|who| allows(actor, subject, *who)) {
        Ok(Permit { dossier: subject.id, action, actor: actor.id })
    } else {
        Err(Refusal::NotPermitted)
    }
}

/// The permit for what the portal itself does because a calendar was published: `by` is whoever published it, with the right to.
/// # Errors
/// [`Refusal::NotFromHere`] when the table has no such row, [`Refusal::NotPermitted`] when the row names people.
pub fn permit_following(
    by: AccountId,
    (dossier, status): (DossierId, Status),
    action: Action,
) -> Result<Permit, Refusal> {
    let row = workflow::find(status, action)?;
    if row.who == [Who::Publication] {
        Ok(Permit { dossier, action, actor: by })
    } else {
        Err(Refusal::NotPermitted)
    }
}

/// The actions that `actor` may do now, in the order of the vocabulary: what the buttons show.
#[must_use]
pub fn offered(actor: &Actor, subject: &Subject) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|a| permit(actor, subject, *a).is_ok()).collect()
}

fn allows(actor: &Actor, subject: &Subject, who: Who) -> bool {
    match who {
        Who::Owner => subject.owner == Some(actor.id),
        Who::Filer => subject.filer == actor.id,
        Who::Has(role) => actor.holds(role, place_of(role, subject)),
        Who::Holder => subject.step_role.is_some_and(|role| has_step(actor, subject, role)),
        Who::HolderAs(role) => subject.step_role == Some(role) && has_step(actor, subject, role),
        Who::Consulted => subject
            .consulted
            .iter()
            .any(|agency| actor.holds(Role::Specialist, agency) || actor.holds(Role::Leader, agency)),
        // Nobody's button: see `permit_following`.
        Who::Publication => false,
    }
}

/// Whether `actor` leads `agency`: as a leader there or at an agency above it.
#[must_use]
pub fn leads(actor: &Actor, agency: &AgencyCode) -> bool {
    is_over(actor, agency, &[Role::Leader])
}

/// Whether `actor` holds one of `roles` at `agency` or at an agency above it.
fn is_over(actor: &Actor, agency: &AgencyCode, roles: &[Role]) -> bool {
    let is_above = |above: &AgencyCode| {
        let rest = agency.as_str().strip_prefix(above.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    actor.postings.iter().any(|posting| roles.contains(&posting.role) && is_above(&posting.agency))
}

fn has_step(actor: &Actor, subject: &Subject, role: Role) -> bool {
    actor.holds(role, &subject.holding) && subject.holder.is_none_or(|h| h == actor.id)
}

/// At which agency of the dossier a role counts.
const fn place_of(role: Role, subject: &Subject) -> &AgencyCode {
    match role {
        Role::Citizen
        | Role::OneStopOfficer
        | Role::Cashier
        | Role::Postal
        | Role::ProcedureAdmin
        | Role::SystemAdmin => &subject.receiving,
        Role::Specialist | Role::Leader | Role::Clerk => &subject.settling,
    }
}

/// Which dossiers may be read. Every read of the store turns it into WHERE; not visible means not found.
#[must_use = "a scope that nobody uses shows nothing"]
#[derive(Clone, Debug)]
pub struct Scope(Sight);

/// What a [`Scope`] lets see; the store's view of it.
#[derive(Clone, Debug)]
pub enum Sight {
    /// Own dossiers, and those that touch one of these agencies (received, settled, held, consulted).
    Person {
        /// The account.
        account: AccountId,
        /// Agencies of the postings.
        agencies: Vec<AgencyCode>,
    },
    /// The one dossier with this code and secret.
    Proof {
        /// The code.
        code: DossierCode,
        /// The secret on the slip.
        secret: LookupSecret,
    },
    /// The one dossier behind the link on the slip.
    Link {
        /// The token.
        token: String,
    },
}

impl Scope {
    /// What may be seen.
    #[must_use]
    pub const fn sight(&self) -> &Sight {
        &self.0
    }
    /// The account and the agencies, as the store's reads take them; a proof or a link sees nothing through these.
    #[must_use]
    pub fn person(&self) -> (Option<uuid::Uuid>, Vec<String>) {
        match &self.0 {
            Sight::Person { account, agencies } => {
                (Some(account.uuid()), agencies.iter().map(|a| a.as_str().to_owned()).collect())
            }
            Sight::Proof { .. } | Sight::Link { .. } => (None, Vec::new()),
        }
    }
}

/// What `actor` may see: own dossiers, and those of the agencies where they hold a working role.
pub fn scope(actor: &Actor) -> Scope {
    let agencies = actor
        .postings
        .iter()
        .filter(|p| works_on_dossiers(p.role))
        .map(|p| p.agency.clone())
        .collect::<BTreeSet<_>>();
    Scope(Sight::Person { account: actor.id, agencies: agencies.into_iter().collect() })
}

/// What somebody may see who types a code and the secret beside it.
pub fn lookup(code: DossierCode, secret: LookupSecret) -> Scope {
    Scope(Sight::Proof { code, secret })
}

/// What somebody may see who opens the link of the slip.
pub fn link(token: String) -> Scope {
    Scope(Sight::Link { token })
}

const fn works_on_dossiers(role: Role) -> bool {
    match role {
        Role::OneStopOfficer
        | Role::Cashier
        | Role::Specialist
        | Role::Leader
        | Role::Clerk
        | Role::Postal => true,
        Role::Citizen | Role::ProcedureAdmin | Role::SystemAdmin => false,
    }
}

/// Where somebody sits who reads figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// At the one-stop's cash desk.
    Counter,
    /// Among those who settle.
    Desk,
    /// In the administration of the province.
    Administration,
}

/// Of which agencies the figures may be read. Every read of figures is within one.
#[must_use = "a purview that nobody uses shows nothing"]
#[derive(Clone, Debug)]
pub struct Purview(BTreeSet<AgencyCode>);

impl Purview {
    /// The agencies.
    #[must_use]
    pub const fn agencies(&self) -> &BTreeSet<AgencyCode> {
        &self.0
    }
}

/// Of which of `agencies` `actor` may read the figures from `seat`: cashiers and leaders of their own and of those below it, whoever
/// has the right of all.
pub fn purview<'a>(actor: &Actor, seat: Seat, agencies: impl IntoIterator<Item = &'a AgencyCode>) -> Purview {
    let sees = |agency: &AgencyCode| match seat {
        Seat::Counter => is_over(actor, agency, &[Role::Cashier, Role::Leader]),
        Seat::Desk => leads(actor, agency),
        Seat::Administration => has_right(actor, Right::SeeFigures),
    };
    Purview(agencies.into_iter().filter(|agency| sees(agency)).cloned().collect())
}

keyed! {
    /// Rights that are not about a dossier.
    Right {
        /// See the list of procedures with drafts and gaps.
        SeeProcedures = "see-procedures",
        /// Edit, publish and unpublish procedures.
        ManageProcedures = "manage-procedures",
        /// Edit drafts of the preferences on fees and publish them.
        ManageFees = "manage-fees",
        /// See agencies.
        SeeAgencies = "see-agencies",
        /// Add and edit agencies.
        ManageAgencies = "manage-agencies",
        /// Add and edit users and their roles.
        ManageUsers = "manage-users",
        /// See the working calendars.
        SeeCalendars = "see-calendars",
        /// Set the rules of the clock.
        ManageClock = "manage-clock",
        /// Edit drafts of working calendars and publish them.
        ManageCalendars = "manage-calendars",
        /// See jobs, retry dead ones.
        ManageJobs = "manage-jobs",
        /// See the figures of the whole province.
        SeeFigures = "see-figures",
    }
}

/// Who has which right.
pub const PERMISSIONS: &[(Right, &[Role])] = &[
    (Right::SeeProcedures, &[Role::ProcedureAdmin, Role::SystemAdmin]),
    (Right::ManageProcedures, &[Role::ProcedureAdmin]),
    (Right::ManageFees, &[Role::ProcedureAdmin]),
    (Right::SeeAgencies, &[Role::ProcedureAdmin, Role::SystemAdmin]),
    (Right::ManageAgencies, &[Role::SystemAdmin]),
    (Right::ManageUsers, &[Role::SystemAdmin]),
    (Right::SeeCalendars, &[Role::ProcedureAdmin, Role::SystemAdmin]),
    (Right::ManageClock, &[Role::SystemAdmin]),
    (Right::ManageCalendars, &[Role::SystemAdmin]),
    (Right::ManageJobs, &[Role::SystemAdmin]),
    (Right::SeeFigures, &[Role::ProcedureAdmin, Role::SystemAdmin]),
];

/// The roles that have `right`.
#[must_use]
pub fn roles_with(right: Right) -> &'static [Role] {
    PERMISSIONS.iter().find(|(r, _)| *r == right).map_or(&[], |(_, roles)| roles)
}

/// Whether `actor` has `right`.
#[must_use]
pub fn has_right(actor: &Actor, right: Right) -> bool {
    roles_with(right).iter().any(|role| actor.is(*role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Posting;
    use uuid::Uuid;

    fn agency(code: &str) -> AgencyCode {
        AgencyCode::parse(code).unwrap()
    }
    fn account(n: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(n))
    }
    fn staff(n: u128, role: Role, at: &str) -> Actor {
        Actor { id: account(n), name: "Hoa".into(), postings: vec![Posting { role, agency: agency(at) }] }
    }
    fn subject(status: Status) -> Subject {
        Subject {
            id: DossierId::new(Uuid::from_u128(9)),
            status,
            owner: Some(account(1)),
            filer: account(1),
            holder: None,
            step_role: Some(Role::Specialist),
            receiving: agency("H48.01"),
            settling: agency("H48.02"),
            holding: agency("H48.02"),
            consulted: vec![agency("H48.03")],
        }
    }

    #[test]
    fn figures_are_read_of_ones_own_agency_and_below_it_and_by_administrators_of_all() {
        let all = ["H48", "H48.10", "H48.101", "H48.101.01", "H48.102.01"].map(agency);
        let seen = |role, at, seat| {
            let purview = purview(&staff(1, role, at), seat, &all);
            purview.agencies().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        let everything = "H48 H48.10 H48.101 H48.101.01 H48.102.01";
        assert_eq!(seen(Role::Cashier, "H48.101.01", Seat::Counter), "H48.101.01");
        assert_eq!(seen(Role::Cashier, "H48.101", Seat::Counter), "H48.101 H48.101.01");
        assert_eq!(seen(Role::Leader, "H48.10", Seat::Desk), "H48.10", "10 is not above 101");
        assert_eq!(seen(Role::Leader, "H48", Seat::Desk), everything);
        assert_eq!(seen(Role::SystemAdmin, "H48.101", Seat::Administration), everything);
        for (role, seat) in [
            (Role::Cashier, Seat::Desk),
            (Role::Cashier, Seat::Administration),
            (Role::Leader, Seat::Administration),
            (Role::OneStopOfficer, Seat::Counter),
            (Role::Specialist, Seat::Desk),
            (Role::SystemAdmin, Seat::Counter),
        ] {
            assert_eq!(seen(role, "H48", seat), "", "{role} {seat:?}");
        }
    }

    #[test]
    fn an_officer_of_another_centre_may_not_accept() {
        let s = subject(Status::Submitted);
        assert!(permit(&staff(2, Role::OneStopOfficer, "H48.01"), &s, Action::Accept).is_ok());
        assert_eq!(
            permit(&staff(2, Role::OneStopOfficer, "H48.09"), &s, Action::Accept).unwrap_err(),
            Refusal::NotPermitted
        );
    }

    #[test]
    fn a_step_taken_by_one_specialist_is_closed_to_the_others() {
        let mut s = subject(Status::Processing);
        let (binh, chi) = (staff(2, Role::Specialist, "H48.02"), staff(3, Role::Specialist, "H48.02"));
        assert!(permit(&binh, &s, Action::Forward).is_ok() && permit(&chi, &s, Action::Forward).is_ok());
        s.holder = Some(binh.id);
        assert!(permit(&binh, &s, Action::Forward).is_ok());
        assert_eq!(permit(&chi, &s, Action::Forward).unwrap_err(), Refusal::NotPermitted);
    }

    #[test]
    fn only_the_consulted_agency_gives_an_opinion() {
        let s = subject(Status::Processing);
        assert!(permit(&staff(4, Role::Specialist, "H48.03"), &s, Action::GiveOpinion).is_ok());
        assert!(permit(&staff(4, Role::Specialist, "H48.02"), &s, Action::GiveOpinion).is_err());
    }

    #[test]
    fn buttons_offer_exactly_what_is_permitted() {
        let s = subject(Status::Submitted);
        let owner = Actor { id: account(1), name: "Lan".into(), postings: vec![] };
        assert_eq!(offered(&owner, &s), vec![Action::Withdraw]);
    }

    #[test]
    fn administrators_see_no_dossiers() {
        let (_, agencies) = scope(&staff(5, Role::SystemAdmin, "H48")).person();
        assert!(agencies.is_empty());
    }
}
