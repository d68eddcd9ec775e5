//! What can be set, and where the run keeps its data.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Parser;

/// Measures the portal under load, and the same SQL under pgbench beside it.
#[derive(Debug, Parser)]
#[command(name = "load")]
pub(crate) struct Args {
    /// Dossiers in the database, drafts not counted.
    #[arg(long, default_value_t = 100_000)]
    pub(crate) dossiers: u32,
    /// Connections of the closed loop, and clients of pgbench.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub(crate) connections: u32,
    /// How long each of the three measured parts lasts, in seconds.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) seconds: u64,
    /// How long each loop runs before anything is counted, in seconds.
    #[arg(long, default_value_t = 3)]
    pub(crate) warm_up: u64,
    /// Operations a second of the open loop.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) rate: u32,
    /// Let the server do its background jobs as well.
    #[arg(long)]
    pub(crate) jobs: bool,
    /// Ask for compressed pages, as browsers do.
    #[arg(long)]
    pub(crate) compressed: bool,
    /// Log every request, as the portal does by default; otherwise only warnings are logged.
    #[arg(long)]
    pub(crate) log: bool,
    /// Keep data here and use it again; otherwise a folder among the temporary files that is removed at the end.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Given by cargo.
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

impl Args {
    /// The folder for everything of this run.
    pub(crate) fn place(&self) -> anyhow::Result<PathBuf> {
        let place = self
            .data_dir
            .clone()
            .unwrap_or_else(|| std::env::temp_dir().join(format!("motcua-load-{}", std::process::id())));
        std::fs::create_dir_all(&place).with_context(|| format!("cannot make {}", place.display()))?;
        place
            .canonicalize()
            .with_context(|| format!("cannot find {}", place.display()))
    }

    /// Removes what the run made, unless it was told where to keep it.
    pub(crate) fn clear(&self, place: &Path) -> anyhow::Result<()> {
        if self.data_dir.is_some() {
            return Ok(());
        }
        std::fs::remove_dir_all(place).with_context(|| format!("cannot remove {}", place.display()))
    }
}
