//! What can go wrong with the private cluster. Each message says what to do, for it is read in a terminal by whoever starts the portal.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// Why the private cluster did not start or stop.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// A file or folder could not be used.
    #[error("cannot {doing} {}; set --data-dir to a folder that this account may write to", path.display())]
    Io {
        /// What was tried, as a verb.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
    /// A program could not be started at all.
    #[error("cannot run {}", program.display())]
    Spawn {
        /// The program.
        program: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
    /// A program ran and failed.
    #[error("{program} failed: {output}")]
    Failed {
        /// The program's name.
        program: String,
        /// What it wrote to its error stream.
        output: String,
    },
    /// The machine has no Postgres server, and it could not be fetched.
    #[error(
        "no PostgreSQL server was found on this machine and none could be fetched ({tried}). \
         Install one (Debian, Ubuntu: apt install postgresql; Fedora: dnf install postgresql-server; macOS: brew install postgresql), \
         or set PG_BIN_DIR to the folder of its programs, or set DATABASE_URL to a database that already runs"
    )]
    NoBinaries {
        /// Which ways were tried and how each ended.
        tried: String,
    },
    /// `PG_BIN_DIR` is set, but wrongly.
    #[error("PG_BIN_DIR is {}, which has no programs named postgres, initdb and pg_ctl: correct it or unset it", path.display())]
    EmptyBinDir {
        /// Its value.
        path: PathBuf,
    },
    /// The server's version could not be read.
    #[error("{} does not say which version of PostgreSQL it is: {answer:?}", program.display())]
    UnknownVersion {
        /// The server program.
        program: PathBuf,
        /// What it said.
        answer: String,
    },
    /// Postgres refuses to run as root, and there is nobody else.
    #[error(
        "the portal was started as root, PostgreSQL refuses to run as root, and this machine has no other account: \
         add one (useradd --system postgres) or start the portal as a plain user"
    )]
    NoAccount,
    /// The account that runs Postgres cannot reach the data directory.
    #[error(
        "{} cannot be entered by the account `{account}`, which runs the database: \
         set --data-dir to a folder that it can enter, for example /var/lib/motcua", path.display()
    )]
    NotEnterable {
        /// The folder that is closed.
        path: PathBuf,
        /// Who must enter it.
        account: String,
    },
    /// The data belongs to another major version of Postgres.
    #[error(
        "the data in {} was made by PostgreSQL {found}, and this machine has PostgreSQL {have}: install PostgreSQL {found} \
         (or set PG_BIN_DIR to it), or move the data over with pg_dump, or set --data-dir to another folder to start anew", path.display()
    )]
    OtherMajor {
        /// Where the data is.
        path: PathBuf,
        /// Who made it.
        found: String,
        /// What is installed.
        have: u32,
    },
    /// The folder of the cluster holds something that is not a cluster.
    #[error("{} is not empty and is no PostgreSQL data directory: move it away, or restore it from a backup", path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
    },
    /// The server ended while it was starting.
    #[error("PostgreSQL ended while starting ({status}); the end of {}:\n{tail}", log.display())]
    Ended {
        /// How it ended.
        status: ExitStatus,
        /// Its log.
        log: PathBuf,
        /// The last lines of the log.
        tail: String,
    },
    /// The server did not become ready in time.
    #[error("PostgreSQL was not ready after {seconds} s; see {}", log.display())]
    NotReady {
        /// How long we waited.
        seconds: u64,
        /// Its log.
        log: PathBuf,
    },
    /// Processes of an earlier run do not go away.
    #[error("processes of an earlier run still use {}: end them, then start again", path.display())]
    StillInUse {
        /// The data directory.
        path: PathBuf,
    },
    /// The thread that starts or stops the server did not finish.
    #[error("starting or stopping PostgreSQL was interrupted")]
    Interrupted(#[source] tokio::task::JoinError),
}

/// Adds the file and the deed to an I/O error.
pub(super) trait Doing<T> {
    /// The value, or an error that says what was being done with which file.
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, ClusterError>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, ClusterError> {
        self.map_err(|source| ClusterError::Io { doing, path: path.to_owned(), source })
    }
}
