//! Where a cluster lives and with what it runs: `<data-dir>/pg15/{data,run,lock,postgres.log}`, the major version in the path.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::account::{self, Account};
use super::binaries::{self, Binaries};
use super::error::{ClusterError, Doing};
use super::fetch;

/// Socket paths have room for 107 bytes, and Postgres appends `/.s.PGSQL.5432`.
const LONGEST_SOCKET_FOLDER: usize = 90;
/// A scratch cluster in memory needs room for a clone per test.
const ROOMY_KIB: u64 = 2 * 1024 * 1024;

/// The folders of one cluster and who runs it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) binaries: Binaries,
    pub(super) account: Option<Account>,
    /// `<data-dir>/pgNN`; of a scratch cluster this folder goes when the owner goes.
    pub(super) root: PathBuf,
    pub(super) data: PathBuf,
    pub(super) run: PathBuf,
    pub(super) log: PathBuf,
    /// For tests: nothing is synced to disk, and nothing stays.
    pub(super) ephemeral: bool,
}

/// The folder for everything the portal keeps: the one `chosen`, else `./data`, else (started as root in a folder that the
/// database's account cannot enter, like `/root`) `/var/lib/motcua`. Makes it and gives its absolute path.
/// # Errors
/// [`ClusterError::Io`] when it cannot be made.
pub fn data_dir(chosen: Option<&Path>) -> Result<PathBuf, ClusterError> {
    let account = account::to_drop_to()?;
    let path = chosen.map_or_else(|| default_dir(account.as_ref()), Path::to_owned);
    std::fs::create_dir_all(&path).doing("make the folder", &path)?;
    path.canonicalize().doing("find", &path)
}

fn default_dir(account: Option<&Account>) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    match account {
        Some(account) if account.can_enter(&here).is_err() => PathBuf::from("/var/lib/motcua"),
        _ => PathBuf::from("data"),
    }
}

/// A new folder name for a cluster that will not last: in memory (`/dev/shm`) when more than 2 GB are free there, else among the temporary files.
#[must_use]
pub fn scratch_dir() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let base =
        if free_kib(memory).is_some_and(|kib| kib > ROOMY_KIB) { memory.to_owned() } else { std::env::temp_dir() };
    base.join(format!("motcua-{}-{}", std::process::id(), uuid::Uuid::new_v4().simple()))
}

fn free_kib(path: &Path) -> Option<u64> {
    let answer = Command::new("df").args(["-P", "-k"]).arg(path).output().ok()?;
    let text = String::from_utf8(answer.stdout).ok()?;
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

impl Place {
    /// Settles where the cluster of `data_dir` lives and which binaries run it. Fetches binaries when there are none.
    pub(super) fn settle(data_dir: &Path, ephemeral: bool) -> Result<Self, ClusterError> {
        let account = account::to_drop_to()?;
        if let Some(account) = &account {
            open_scratch(data_dir, ephemeral)?;
            account.can_enter(data_dir)?;
        }
        let lasting = if ephemeral { default_dir(account.as_ref()) } else { data_dir.to_owned() };
        let lasting = std::path::absolute(&lasting).doing("find", &lasting)?;
        let binaries = match binaries::choose(data_dir, &lasting)? {
            Some(binaries) => binaries,
            None => fetch::fetch(&lasting)
                .and_then(|()| binaries::choose(data_dir, &lasting))?
                .ok_or_else(|| ClusterError::NoBinaries { tried: "what was fetched is gone again".to_owned() })?,
        };
        let root = data_dir.join(format!("pg{}", binaries.major));
        std::fs::create_dir_all(&root).doing("make the folder", &root)?;
        if let Some(account) = &account {
            account.can_enter(&root)?;
        }
        Ok(Self {
            binaries,
            account,
            data: root.join("data"),
            run: socket_folder(&root)?,
            log: root.join("postgres.log"),
            root,
            ephemeral,
        })
    }

    /// The lock that says who owns this cluster.
    pub(super) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// The socket of the server.
    pub(super) fn socket(&self) -> PathBuf {
        self.run.join(".s.PGSQL.5432")
    }

    /// The file in which the server writes its pid and how far it is.
    pub(super) fn pid_file(&self) -> PathBuf {
        self.data.join("postmaster.pid")
    }

    /// One of the cluster's own programs, run by the right account in an empty environment.
    pub(super) fn program(&self, name: &str) -> Command {
        self.command(&self.binaries.dir.join(name))
    }

    /// Any program, run by the right account in an empty environment.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8").current_dir("/");
        if let Some(account) = &self.account {
            account.run(&mut command);
        }
        command
    }
}

/// A scratch folder made by root under a strict umask must still be enterable by the server's account.
fn open_scratch(data_dir: &Path, ephemeral: bool) -> Result<(), ClusterError> {
    if !ephemeral {
        return Ok(());
    }
    std::fs::set_permissions(data_dir, std::fs::Permissions::from_mode(0o755)).doing("open", data_dir)
}

/// `<root>/run`, or a short folder in `/tmp` named after the root's inode, the same for every process.
fn socket_folder(root: &Path) -> Result<PathBuf, ClusterError> {
    let usual = root.join("run");
    if usual.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
        return Ok(usual);
    }
    let inode = std::fs::metadata(root).doing("look at", root)?.ino();
    Ok(PathBuf::from(format!("/tmp/motcua-pg-{inode:x}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_gets_a_short_socket_folder() {
        let top = tempfile::tempdir().unwrap();
        let deep = top.path().join("d".repeat(120));
        std::fs::create_dir(&deep).unwrap();
        let folder = socket_folder(&deep).unwrap();
        assert!(folder.as_os_str().len() < 40, "{}", folder.display());
        assert_eq!(folder, socket_folder(&deep).unwrap());
    }

    #[test]
    fn a_short_path_keeps_its_socket_beside_the_data() {
        assert_eq!(socket_folder(Path::new("/srv/data/pg15")).unwrap(), Path::new("/srv/data/pg15/run"));
    }

    #[test]
    fn two_scratch_folders_differ() {
        assert_ne!(scratch_dir(), scratch_dir());
    }
}
