//! What can be set, and where the run keeps its data.

use std::{
    fs::Permissions,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Parser;
use tempfile::TempDir;

use super::mix::Kind;

/// Measures the portal under load, and the same SQL under pgbench beside it.
#[derive(Debug, Parser)]
#[command(name = "load")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
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
    /// Only operations of this kind, to see what it costs by itself.
    #[arg(long, value_enum)]
    pub(crate) only: Option<Kind>,
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

/// The folder of the run.
#[derive(Debug)]
pub(crate) enum Place {
    /// Goes with this value.
    Scratch(TempDir),
    /// Stays.
    Kept(PathBuf),
}

impl Place {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Scratch(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

impl Args {
    /// Makes the folder for everything of this run. Everybody may enter it: the database has an account of its own.
    pub(crate) fn place(&self) -> anyhow::Result<Place> {
        let Some(chosen) = &self.data_dir else {
            let open = Permissions::from_mode(0o755);
            let made = tempfile::Builder::new().prefix("motcua-load-").permissions(open).tempdir();
            return Ok(Place::Scratch(made.context("no folder can be made among the temporary files")?));
        };
        std::fs::create_dir_all(chosen).with_context(|| format!("cannot make {}", chosen.display()))?;
        let found = chosen.canonicalize();
        Ok(Place::Kept(found.with_context(|| format!("cannot find {}", chosen.display()))?))
    }
}
