//! Clearing what an earlier run left after `kill -9`: a living server, dying back ends, stale lock files.
//!
//! A process is recognised by its working folder: every process of a server stands in its data directory. A pid alone proves
//! nothing: it may be a zombie (in a container nobody may reap it), for which `kill(pid, 0)`, `pg_ctl status` and Postgres itself
//! say that it lives, or it may be somebody else's by now.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::control::{pg_ctl_stop, recorded_pid};
use super::error::{ClusterError, Doing};
use super::place::Place;

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// Stops whatever still serves this data directory and removes its lock files. Only the owner of the lock may call this.
pub(super) fn clear(place: &Place) -> Result<(), ClusterError> {
    if !Path::new("/proc/self/cwd").exists() {
        return clear_without_procfs(place);
    }
    let serves = || recorded_pid(place).is_some_and(|pid| lives_here(pid, place, true));
    if serves() {
        // its watchdog may be stopping it at the same moment: then pg_ctl fails, and nothing is wrong
        pg_ctl_stop(place, "fast").or_else(|error| if serves() { Err(error) } else { Ok(()) })?;
    }
    let started = Instant::now();
    while all_pids().any(|pid| lives_here(pid, place, false)) {
        if started.elapsed() > PATIENCE {
            return Err(ClusterError::StillInUse { path: place.data.clone() });
        }
        std::thread::sleep(PAUSE);
    }
    [place.pid_file(), lock_of(&place.socket()), place.socket()].iter().try_for_each(|path| remove(path))
}

/// On a system without `/proc` there is only what `pg_ctl` believes.
fn clear_without_procfs(place: &Place) -> Result<(), ClusterError> {
    let mut status = place.program("pg_ctl");
    let running = status.arg("status").arg("-D").arg(&place.data).output().is_ok_and(|o| o.status.success());
    if running { pg_ctl_stop(place, "fast") } else { Ok(()) }
}

fn all_pids() -> impl Iterator<Item = u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|e| e.file_name().to_str()?.parse().ok())
}

/// Whether process `pid` stands in the data directory. Where that may not be looked at (root without the right to trace, as in
/// many containers), `recorded` says that it is the server's own pid; then a process that is named postgres and is no zombie counts.
fn lives_here(pid: u32, place: &Place, recorded: bool) -> bool {
    match std::fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(folder) => folder == place.data,
        Err(e) if e.kind() == ErrorKind::PermissionDenied && recorded => {
            std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| is_living_postgres(&stat))
        }
        Err(_) => false,
    }
}

/// Reads `123 (postgres) S …`: the name and the state.
fn is_living_postgres(stat: &str) -> bool {
    stat.split_once(") ").is_some_and(|(name, rest)| name.ends_with("(postgres") && !rest.starts_with(['Z', 'X']))
}

fn lock_of(socket: &Path) -> PathBuf {
    let mut name = socket.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), ClusterError> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e).doing("remove", path),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zombie_is_not_taken_for_a_living_server() {
        assert!(is_living_postgres("812 (postgres) S 1 812 812 0"));
        assert!(!is_living_postgres("812 (postgres) Z 1 812 812 0"));
        assert!(!is_living_postgres("812 (chromium) S 1 812 812 0"));
    }
}
