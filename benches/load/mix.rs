//! The mix: 10 % submit, 30 % transitions, 30 % queue pages, 30 % look-ups. Every dossier is taken once for each step, so no
//! form is ever out of date; what one step leaves goes on to the next.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    net::SocketAddr,
};

use sqlx::PgPool;
use uuid::Uuid;

use super::{
    http::Connection,
    plan::{BUSY, CITIZENS, Crew, LEADERS, Lot, OFFICERS, Plan, SPECIALISTS, Stage, token},
};

/// What the report tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Kind {
    Submit,
    Transition,
    Queue,
    Lookup,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Submit, Self::Transition, Self::Queue, Self::Lookup];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Transition => "transition",
            Self::Queue => "queue page",
            Self::Lookup => "look-up",
        }
    }

    /// Its share, in percent.
    pub(crate) const fn percent(self) -> u32 {
        match self {
            Self::Submit => 10,
            Self::Transition | Self::Queue | Self::Lookup => 30,
        }
    }
}

/// The transitions of the mix, in the order of a dossier's life; each is a quarter of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Accept,
    HandOver,
    Propose,
    Approve,
}

impl Step {
    pub(crate) const ALL: [Self; 4] = [Self::Accept, Self::HandOver, Self::Propose, Self::Approve];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::HandOver => "hand over",
            Self::Propose => "propose",
            Self::Approve => "approve",
        }
    }

    /// From where it leads.
    pub(crate) const fn from(self) -> Stage {
        match self {
            Self::Accept => Stage::Submitted,
            Self::HandOver => Stage::Accepted,
            Self::Propose => Stage::AtSpecialist,
            Self::Approve => Stage::AtLeader,
        }
    }

    const fn next(self) -> Option<Self> {
        match self {
            Self::Accept => Some(Self::HandOver),
            Self::HandOver => Some(Self::Propose),
            Self::Propose => Some(Self::Approve),
            Self::Approve => None,
        }
    }

    /// Who does it in the busy ward.
    const fn crew(self) -> Crew {
        match self {
            Self::Accept | Self::HandOver => OFFICERS,
            Self::Propose => SPECIALISTS,
            Self::Approve => LEADERS,
        }
    }

    fn path(self, code: &str) -> String {
        match self {
            Self::Accept => format!("/mot-cua/ho-so/{code}/tiep-nhan"),
            Self::HandOver => format!("/mot-cua/ho-so/{code}/chuyen-buoc"),
            Self::Propose => format!("/xu-ly/ho-so/{code}/chuyen-buoc"),
            Self::Approve => format!("/xu-ly/ho-so/{code}/phe-duyet"),
        }
    }
}

/// The queues whose first page is opened, evenly.
pub(crate) const QUEUES: [&str; 4] = ["cho-tiep-nhan", "da-tiep-nhan", "dang-giai-quyet", "cho-tra"];

/// One operation, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Submit { draft: Uuid, version: i32, who: u32 },
    Transition { step: Step, code: String, version: i32, who: u32 },
    Queue { queue: &'static str, who: u32 },
    Lookup { code: String, secret: String, client: String },
}

impl Op {
    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::Submit { .. } => Kind::Submit,
            Self::Transition { .. } => Kind::Transition,
            Self::Queue { .. } => Kind::Queue,
            Self::Lookup { .. } => Kind::Lookup,
        }
    }

    /// Does it as a browser would; an answer other than the one of a success is an error in words.
    pub(crate) async fn perform(&self, connection: &mut Connection) -> Result<(), String> {
        let answer = match self {
            Self::Submit { draft, version, who } => {
                let form = format!("version={version}&declared=yes");
                let path = format!("/nhap/{draft}/kiem-tra");
                connection.post(&path, Some(&token(*who)), "", &form).await
            }
            Self::Transition { step, code, version, who } => {
                let form = format!("version={version}&note=");
                connection.post(&step.path(code), Some(&token(*who)), "", &form).await
            }
            Self::Queue { queue, who } => {
                connection.get(&format!("/mot-cua/hang-doi?q={queue}"), Some(&token(*who))).await
            }
            Self::Lookup { code, secret, client } => {
                connection.post("/tra-cuu", None, client, &format!("code={code}&secret={secret}")).await
            }
        };
        let mut page = answer.map_err(|e| e.to_string())?;
        // The answer to the two codes is a redirect to the page of the slip: a look-up is both.
        if let (Self::Lookup { .. }, 303, Some(to)) = (self, page.status, &page.location) {
            page = connection.get(to, None).await.map_err(|e| e.to_string())?;
        }
        let done = match self {
            Self::Submit { .. } | Self::Transition { .. } => page.status == 303,
            Self::Queue { .. } => page.status == 200 && page.says("/mot-cua/ho-so/"),
            Self::Lookup { code, .. } => page.status == 200 && page.says(code),
        };
        if done {
            return Ok(());
        }
        if let Some(file) = std::env::var_os("MOTCUA_LOAD_KEEP_PAGE") {
            std::fs::write(file, &page.body).map_err(|e| e.to_string())?;
        }
        let to = page.location.map(|l| format!(", leads to {l}")).unwrap_or_default();
        Err(format!("status {}{to}", page.status))
    }
}

/// What is still there to be worked on.
#[derive(Debug, Default)]
struct Pools {
    drafts: Vec<(Uuid, i32, u32)>,
    steps: [VecDeque<(String, i32)>; 4],
    lookups: Vec<(String, String)>,
}

/// Hands out operations.
#[derive(Debug)]
pub(crate) struct Mix {
    pub(crate) address: SocketAddr,
    pub(crate) plan: Plan,
    only: Option<Kind>,
    pools: RefCell<Pools>,
    dice: Cell<u64>,
    turn: Cell<usize>,
}

impl Mix {
    /// Reads what there is to work on.
    pub(crate) async fn prepare(
        pool: &PgPool,
        plan: &Plan,
        address: SocketAddr,
        only: Option<Kind>,
    ) -> anyhow::Result<Self> {
        let mut pools = Pools::default();
        if let Some(lot) = plan.lot(Stage::Draft, BUSY) {
            for (id, version) in rows_of::<(Uuid, i32)>(pool, DRAFTS, lot).await? {
                let n = u32::try_from(id.as_u128() - CLONES)?;
                pools.drafts.push((id, version, citizen_of(n)));
            }
        }
        for (step, waiting) in Step::ALL.iter().zip(&mut pools.steps) {
            if let Some(lot) = plan.lot(step.from(), BUSY) {
                *waiting = rows_of::<(String, i32)>(pool, CODES, lot).await?.into();
            }
        }
        if let Some(lot) = plan.lot(Stage::Returned, BUSY) {
            pools.lookups = rows_of::<(String, String)>(pool, SECRETS, lot).await?;
        }
        Ok(Self {
            address,
            plan: plan.clone(),
            only,
            pools: RefCell::new(pools),
            dice: Cell::new(20_261_122),
            turn: Cell::new(0),
        })
    }

    /// A number below `end`, the same ones in every run.
    fn roll(&self, end: u32) -> u32 {
        // xorshift64*: chance enough to spread work.
        let mut x = self.dice.get();
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        self.dice.set(x);
        let high = x.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        u32::try_from(high % u64::from(end.max(1))).unwrap_or(0)
    }

    fn one_of(&self, crew: Crew) -> u32 {
        crew.first + self.roll(crew.count)
    }

    /// The next operation; nothing when what it needs is used up.
    pub(crate) fn next(&self) -> (Kind, Option<Op>) {
        let mut roll = self.roll(100);
        let kind = Kind::ALL.into_iter().find(|kind| {
            let hit = roll < kind.percent();
            roll = roll.saturating_sub(kind.percent());
            hit
        });
        let kind = self.only.or(kind).unwrap_or(Kind::Lookup);
        let op = match kind {
            Kind::Submit => {
                let draft = self.pools.borrow_mut().drafts.pop();
                draft.map(|(draft, version, who)| Op::Submit { draft, version, who })
            }
            Kind::Transition => self.transition(),
            Kind::Queue => {
                let queue = QUEUES.get(usize::try_from(self.roll(4)).unwrap_or(0)).copied();
                queue.map(|queue| Op::Queue { queue, who: self.one_of(OFFICERS) })
            }
            Kind::Lookup => self.lookup(),
        };
        (kind, op)
    }

    fn transition(&self) -> Option<Op> {
        let mut pools = self.pools.borrow_mut();
        for _ in Step::ALL {
            let turn = self.turn.get();
            self.turn.set((turn + 1) % Step::ALL.len());
            let (step, waiting) = Step::ALL.iter().zip(&mut pools.steps).nth(turn)?;
            if let Some((code, version)) = waiting.pop_front() {
                return Some(Op::Transition { step: *step, code, version, who: self.one_of(step.crew()) });
            }
        }
        None
    }

    /// Everybody who looks up comes from an address of their own.
    fn lookup(&self) -> Option<Op> {
        let pools = self.pools.borrow();
        let at = self.roll(u32::try_from(pools.lookups.len()).ok()?);
        let (code, secret) = pools.lookups.get(usize::try_from(at).ok()?)?.clone();
        let client = format!("10.{}.{}.{}", self.roll(250), self.roll(250), self.roll(250));
        Some(Op::Lookup { code, secret, client })
    }

    /// What was done goes on: a dossier that took a step waits for the next one.
    pub(crate) fn done(&self, op: Op) {
        let Op::Transition { step, code, version, .. } = op else {
            return;
        };
        let Some(next) = step.next() else { return };
        let mut pools = self.pools.borrow_mut();
        let waiting = Step::ALL.iter().zip(&mut pools.steps).find(|(step, _)| **step == next);
        if let Some((_, waiting)) = waiting {
            waiting.push_back((code, version + 1));
        }
    }
}

/// Whose draft the clone `n` is: see `clones`.
pub(crate) const fn citizen_of(n: u32) -> u32 {
    CITIZENS.first + n % CITIZENS.count
}

const DRAFTS: &str = "SELECT id, version FROM dossier WHERE id >= $1 AND id < $2";
const CODES: &str = "SELECT code, version FROM dossier WHERE id >= $1 AND id < $2";
const SECRETS: &str = "SELECT code, lookup_secret FROM dossier WHERE id >= $1 AND id < $2";

/// What `select` reads of the dossiers of a lot.
async fn rows_of<T>(pool: &PgPool, select: &'static str, lot: Lot) -> anyhow::Result<Vec<T>>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    let (first, end) = (clone_id(lot.first), clone_id(lot.first + lot.count));
    Ok(sqlx::query_as(select).bind(first).bind(end).fetch_all(pool).await?)
}

/// The identifier of clone `n`: see `clones`.
pub(crate) fn clone_id(n: u32) -> Uuid {
    Uuid::from_u128(CLONES + u128::from(n))
}
const CLONES: u128 = 0x0190_0000_0000_7000_8000_0000_0000_0000;
