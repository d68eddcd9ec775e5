//! Asking a server of ours how it is, and telling it to stop.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Output;

use super::error::ClusterError;
use super::place::Place;

/// How long a server may take to start.
pub(super) const START_SECONDS: u64 = 60;

/// The pid in the first line of `postmaster.pid`.
pub(super) fn recorded_pid(place: &Place) -> Option<u32> {
    std::fs::read_to_string(place.pid_file()).ok()?.lines().next()?.trim().parse().ok()
}

/// The pid of a server that says it is ready and takes connections.
pub(super) fn ready_pid(place: &Place) -> Option<u32> {
    let text = std::fs::read_to_string(place.pid_file()).ok()?;
    let pid = text.lines().next()?.trim().parse().ok()?;
    let says_ready = text.lines().any(|line| line.trim() == "ready");
    (says_ready && UnixStream::connect(place.socket()).is_ok()).then_some(pid)
}

/// `pg_ctl stop` and wait for it. Mode: `fast` ends sessions and writes everything.
pub(super) fn pg_ctl_stop(place: &Place, mode: &str) -> Result<(), ClusterError> {
    let done = place.program("pg_ctl").args(["stop", "-w", "-t", "30", "-m", mode, "-D"]).arg(&place.data).output();
    check("pg_ctl stop", &place.binaries.dir, done)
}

/// An error when a program could not be run or failed.
pub(super) fn check(name: &str, dir: &Path, done: std::io::Result<Output>) -> Result<(), ClusterError> {
    let done = done.map_err(|source| ClusterError::Spawn { program: dir.join(name), source })?;
    if done.status.success() {
        return Ok(());
    }
    let output = String::from_utf8_lossy(&done.stderr).trim().to_owned();
    Err(ClusterError::Failed { program: name.to_owned(), output })
}

/// What is said when it took longer.
pub(super) fn not_ready(place: &Place) -> ClusterError {
    ClusterError::NotReady { seconds: START_SECONDS, log: place.log.clone() }
}
