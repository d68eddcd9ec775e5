//! What is in the database and who is in it: numbers first, so that the portal's run, the recording and pgbench agree.

use motcua::domain::status::Role;

use super::args::Args;

/// The ward whose centre is busy; the portal works here.
pub(crate) const BUSY: &str = "H48.101";
/// The ward that is kept for pgbench.
pub(crate) const SECOND: &str = "H48.102";
/// The day in the code of every cloned dossier.
pub(crate) const CODE_DAY: &str = "260105";
/// Number of the first clone; serials then have six digits and meet none of the portal's own.
pub(crate) const FIRST: u32 = 100_001;

/// Rises when the data is made in another way: data of an earlier run is then not used again.
const SEEDING: u32 = 3;

/// People who are signed in: as many of each as `count`, numbered from `first`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crew {
    /// Number of the first.
    pub(crate) first: u32,
    /// How many.
    pub(crate) count: u32,
    /// What they do; citizens have no role.
    pub(crate) post: Option<(Role, &'static str)>,
}

pub(crate) const OFFICERS: Crew = crew(100, 8, Role::OneStopOfficer, "H48.101.01");
pub(crate) const SPECIALISTS: Crew = crew(200, 8, Role::Specialist, BUSY);
pub(crate) const LEADERS: Crew = crew(300, 4, Role::Leader, BUSY);
pub(crate) const CLERKS: Crew = crew(350, 2, Role::Clerk, BUSY);
pub(crate) const SECOND_OFFICERS: Crew = crew(400, 8, Role::OneStopOfficer, "H48.102.01");
pub(crate) const SECOND_SPECIALISTS: Crew = crew(500, 8, Role::Specialist, SECOND);
pub(crate) const SECOND_LEADERS: Crew = crew(600, 4, Role::Leader, SECOND);
pub(crate) const CITIZENS: Crew = Crew { first: 1000, count: 200, post: None };
pub(crate) const EVERYBODY: [Crew; 8] =
    [OFFICERS, SPECIALISTS, LEADERS, CLERKS, SECOND_OFFICERS, SECOND_SPECIALISTS, SECOND_LEADERS, CITIZENS];

const fn crew(first: u32, count: u32, role: Role, agency: &'static str) -> Crew {
    Crew { first, count, post: Some((role, agency)) }
}

/// The session token of person `number`.
pub(crate) fn token(number: u32) -> String {
    format!("load-{number}")
}

/// How far a dossier has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Draft,
    Submitted,
    Accepted,
    AtSpecialist,
    AtLeader,
    Supplement,
    Payment,
    Completed,
    Returned,
    Rejected,
    Withdrawn,
    Stopped,
}

impl Stage {
    pub(crate) const ALL: [Self; 12] = [
        Self::Draft,
        Self::Submitted,
        Self::Accepted,
        Self::AtSpecialist,
        Self::AtLeader,
        Self::Supplement,
        Self::Payment,
        Self::Completed,
        Self::Returned,
        Self::Rejected,
        Self::Withdrawn,
        Self::Stopped,
    ];
}

/// Where the dossiers of a lot belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ward {
    /// One ward and its centre.
    One(&'static str),
    /// All other communes and wards, evenly.
    Others,
}

/// Dossiers of one kind, numbered one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lot {
    pub(crate) stage: Stage,
    pub(crate) ward: Ward,
    pub(crate) first: u32,
    pub(crate) count: u32,
    /// Spread over so many days before today.
    pub(crate) days: u32,
}

/// Every lot.
#[derive(Clone, Debug)]
pub(crate) struct Plan(pub(crate) Vec<Lot>);

impl Plan {
    pub(crate) fn of(args: &Args) -> Self {
        use Stage::{
            Accepted, AtLeader, AtSpecialist, Completed, Draft, Payment, Rejected, Returned, Stopped,
            Submitted, Supplement, Withdrawn,
        };
        let (busy, second, others) = (Ward::One(BUSY), Ward::One(SECOND), Ward::Others);
        // In thousandths of the whole. First what the loops and pgbench use up: they take each of these once.
        let shares = [
            (Draft, busy, 60, 5),
            (Submitted, busy, 30, 1),
            (Accepted, busy, 20, 3),
            (AtSpecialist, busy, 20, 3),
            (AtLeader, busy, 20, 3),
            (Draft, second, 128, 5),
            (Submitted, second, 80, 1),
            (Accepted, second, 80, 3),
            (AtSpecialist, second, 80, 3),
            (AtLeader, second, 80, 3),
            (Supplement, busy, 3, 10),
            (Payment, busy, 3, 10),
            (Completed, busy, 10, 10),
            (Submitted, others, 20, 1),
            (Accepted, others, 10, 3),
            (AtSpecialist, others, 40, 5),
            (AtLeader, others, 20, 5),
            (Supplement, others, 5, 10),
            (Completed, others, 20, 10),
            (Rejected, others, 10, 400),
            (Withdrawn, others, 10, 400),
            (Stopped, others, 10, 400),
            (Returned, others, 300, 400),
            (Returned, busy, 129, 400),
        ];
        let mut first = FIRST;
        let lots = shares.into_iter().map(|(stage, ward, permille, days)| {
            let count = args.dossiers / 1000 * permille;
            let lot = Lot { stage, ward, first, count, days };
            first += count;
            lot
        });
        Self(lots.collect())
    }

    /// Dossiers, drafts not counted.
    pub(crate) fn total(&self) -> u32 {
        self.0.iter().filter(|lot| lot.stage != Stage::Draft).map(|lot| lot.count).sum()
    }

    /// Drafts.
    pub(crate) fn drafts(&self) -> u32 {
        self.0.iter().filter(|lot| lot.stage == Stage::Draft).map(|lot| lot.count).sum()
    }

    /// The lot of `stage` in `ward`.
    pub(crate) fn lot(&self, stage: Stage, ward: &'static str) -> Option<Lot> {
        self.0.iter().copied().find(|lot| lot.stage == stage && lot.ward == Ward::One(ward))
    }

    /// Tells this plan from others.
    pub(crate) fn mark(&self) -> String {
        format!("{SEEDING} {:?}", self.0)
    }
}
