//! What a part of the run cost: time of every operation by kind, processor time of portal, database and this program, memory.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::Context as _;

use super::{database::Database, mix::Kind};

/// Reads processor time and memory of everything that takes part.
#[derive(Debug)]
pub(crate) struct Meter {
    server: u32,
    data: PathBuf,
    tick: Duration,
}

/// Processor time since the processes began.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cpu {
    pub(crate) server: Duration,
    pub(crate) database: Duration,
    pub(crate) client: Duration,
}

impl Cpu {
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            server: self.server.saturating_sub(before.server),
            database: self.database.saturating_sub(before.database),
            client: self.client.saturating_sub(before.client),
        }
    }
}

/// Memory of the portal's process.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    pub(crate) now: String,
    pub(crate) peak: String,
}

impl Meter {
    pub(crate) fn new(server: u32, database: &Database) -> anyhow::Result<Self> {
        let answer = std::process::Command::new("getconf").arg("CLK_TCK").output()?;
        let ticks: u32 = String::from_utf8_lossy(&answer.stdout).trim().parse().unwrap_or(100);
        Ok(Self { server, data: database.data()?, tick: Duration::from_secs(1) / ticks })
    }

    pub(crate) fn cpu(&self) -> anyhow::Result<Cpu> {
        let mut database = Duration::ZERO;
        for entry in std::fs::read_dir("/proc")?.filter_map(Result::ok) {
            let is_ours = std::fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == self.data);
            if is_ours {
                // What ended children used is in their parent's count.
                database += self.of(&entry.path(), true).unwrap_or_default();
            }
        }
        Ok(Cpu {
            server: self.of(&PathBuf::from(format!("/proc/{}", self.server)), false)?,
            database,
            client: self.of(Path::new("/proc/self"), false)?,
        })
    }

    /// User and system time of one process (`man 5 proc_pid_stat`: fields 14 to 17).
    fn of(&self, process: &Path, children: bool) -> anyhow::Result<Duration> {
        let text = std::fs::read_to_string(process.join("stat"))?;
        let (_, rest) = text.rsplit_once(')').context("cannot read /proc")?;
        let fields = rest.split_whitespace().skip(11).take(if children { 4 } else { 2 });
        let ticks: u32 = fields.filter_map(|f| f.parse::<u32>().ok()).sum();
        Ok(self.tick * ticks)
    }

    pub(crate) fn server_memory(&self) -> anyhow::Result<Memory> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.server))?;
        let line = |name: &str| {
            let found = text.lines().find_map(|line| line.strip_prefix(name));
            let kib: f64 = found.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0.0);
            format!("{:.0} MB", kib / 1024.0)
        };
        Ok(Memory { now: line("VmRSS:"), peak: line("VmHWM:") })
    }
}

/// Times of the operations of one kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that `percent` of all stayed under; nothing when there are none.
    pub(crate) fn percentile(&self, percent: usize) -> Option<Duration> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(at).copied()
    }

    fn add(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }
}

/// What one loop saw.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) times: BTreeMap<Kind, Times>,
    pub(crate) errors: BTreeMap<String, u64>,
    pub(crate) took: Duration,
    pub(crate) cpu: Cpu,
    begin: Instant,
}

impl Seen {
    /// Nothing seen yet; operations due before `begin` are not counted.
    pub(crate) fn from(begin: Instant) -> Self {
        Self {
            times: BTreeMap::new(),
            errors: BTreeMap::new(),
            took: Duration::ZERO,
            cpu: Cpu::default(),
            begin,
        }
    }

    /// Notes an operation that began (or should have begun) at `due` and ended now.
    pub(crate) fn note(&mut self, kind: Kind, due: Instant, outcome: Result<(), String>) {
        if due < self.begin {
            return;
        }
        match outcome {
            Ok(()) => self.times.entry(kind).or_default().push(due.elapsed()),
            Err(error) => {
                *self.errors.entry(format!("{}: {error}", kind.name())).or_default() += 1;
            }
        }
    }

    /// All kinds together.
    pub(crate) fn all(&self) -> Times {
        let mut all = Times::default();
        self.times.values().for_each(|times| all.add(times));
        all
    }

    pub(crate) fn errors(&self) -> u64 {
        self.errors.values().sum()
    }

    /// Operations a second.
    pub(crate) fn rate(&self) -> f64 {
        let count = u32::try_from(self.all().count()).unwrap_or(u32::MAX);
        f64::from(count) / self.took.as_secs_f64().max(0.001)
    }
}
