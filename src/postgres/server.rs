//! One running server: made by `initdb` when new, started as our child, watched so that it ends with us, stopped in order.

use std::fs::File;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::account::private_dir;
use super::control::{START_SECONDS, check, not_ready, pg_ctl_stop, ready_pid};
use super::error::{ClusterError, Doing};
use super::leftover;
use super::place::Place;

const PAUSE: Duration = Duration::from_millis(10);
/// The account inside the cluster; the portal's database has the same name.
pub(super) const USER: &str = "motcua";

/// Waits for a line (orderly stop) or the end of input (we are gone, however we went), then stops server `$0`.
const WATCH: &str = "read _x || kill -INT $0 2>/dev/null";
/// The same without mercy, then removes the scratch folder `$1` (and the one above it, if that is empty) as soon as no server stands in it.
const WATCH_SCRATCH: &str = r#"read _x || kill -QUIT $0 2>/dev/null
i=0; while [ $i -lt 200 ] && [ -d /proc/$0/cwd/base ]; do sleep 0.05; i=$((i+1)); done; rm -rf -- "$1"; rmdir -- "${1%/*}" 2>/dev/null"#;

/// A server that is our child, and its watchdog.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    watchdog: Child,
}

/// Makes the cluster when there is none. Gives whether it did.
pub(super) fn create(place: &Place) -> Result<bool, ClusterError> {
    let made_by = std::fs::read_to_string(place.data.join("PG_VERSION")).ok();
    match made_by.as_deref().map(str::trim) {
        Some(found) if found == place.binaries.major.to_string() => Ok(false),
        Some(found) => Err(ClusterError::OtherMajor {
            path: place.data.clone(),
            found: found.to_owned(),
            have: place.binaries.major,
        }),
        None => initdb(place).map(|()| true),
    }
}

/// Makes the cluster beside its place and renames it: `PG_VERSION` is there if and only if it was finished.
fn initdb(place: &Place) -> Result<(), ClusterError> {
    if place.data.exists() && std::fs::remove_dir(&place.data).is_err() {
        return Err(ClusterError::Damaged { path: place.data.clone() });
    }
    let unfinished = place.data.with_extension("new");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished).doing("remove", &unfinished)?;
    }
    private_dir(&unfinished, place.account.as_ref())?;
    let mut initdb = place.program("initdb");
    initdb.args(["-U", USER, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]);
    if place.ephemeral {
        initdb.arg("--no-sync");
    }
    let done = initdb.arg("-D").arg(&unfinished).output();
    check("initdb", &place.binaries.dir, done)?;
    std::fs::rename(&unfinished, &place.data).doing("put in place", &place.data)
}

impl Server {
    /// Clears what an earlier run left, starts the server and waits until it takes connections.
    pub(super) fn start(place: &Place) -> Result<Self, ClusterError> {
        leftover::clear(place)?;
        private_dir(&place.run, place.account.as_ref())?;
        let mut server = Self::spawn(place)?;
        match server.wait_until_ready(place) {
            Ok(()) => Ok(server),
            Err(error) => {
                server.abandon();
                Err(error)
            }
        }
    }

    /// The server in a process group of its own, so that Ctrl-C reaches only us and requests can be drained first.
    fn spawn(place: &Place) -> Result<Self, ClusterError> {
        let log = new_log(place)?;
        let errors = log.try_clone().doing("write", &place.log)?;
        let program = place.binaries.dir.join("postgres");
        let mut postgres = place.program("postgres");
        postgres.arg("-D").arg(&place.data).arg("-k").arg(&place.run);
        for setting in settings(place.ephemeral) {
            postgres.args(["-c", setting]);
        }
        let child = postgres.stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0).spawn();
        let child = child.map_err(|source| ClusterError::Spawn { program, source })?;
        let shell = Path::new("/bin/sh");
        let mut watchdog = place.command(shell);
        let script = if place.ephemeral { WATCH_SCRATCH } else { WATCH };
        watchdog.args(["-c", script, &child.id().to_string()]).arg(&place.root);
        let watchdog = watchdog
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        let watchdog = watchdog.map_err(|source| ClusterError::Spawn { program: shell.to_owned(), source });
        match watchdog {
            Ok(watchdog) => Ok(Self { child, watchdog }),
            Err(error) => {
                end(child);
                Err(error)
            }
        }
    }

    fn wait_until_ready(&mut self, place: &Place) -> Result<(), ClusterError> {
        let started = Instant::now();
        while ready_pid(place) != Some(self.child.id()) {
            if let Some(status) = self.ended() {
                return Err(ClusterError::Ended { status, log: place.log.clone(), tail: tail(&place.log) });
            }
            if started.elapsed().as_secs() >= START_SECONDS {
                return Err(not_ready(place));
            }
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// How the server ended, if it did.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Stops in order: sessions are ended, everything is written, the watchdog is told that it is not needed.
    pub(super) fn stop(mut self, place: &Place) -> Result<(), ClusterError> {
        if self.ended().is_none() {
            pg_ctl_stop(place, "fast")?;
        }
        self.child.wait().doing("wait for the server of", &place.data)?;
        self.dismiss_watchdog();
        Ok(())
    }

    /// After the server ended by itself.
    pub(super) fn bury(mut self) {
        self.dismiss_watchdog();
    }

    fn dismiss_watchdog(&mut self) {
        if let Some(mut input) = self.watchdog.stdin.take() {
            input.write_all(b"\n").ok();
        }
        self.watchdog.wait().ok();
    }

    fn abandon(self) {
        let Self { child, watchdog } = self;
        end(watchdog);
        end(child);
    }
}

fn end(mut child: Child) {
    child.kill().ok();
    child.wait().ok();
}

/// The server's settings; everything else is Postgres's default.
fn settings(ephemeral: bool) -> Vec<&'static str> {
    let mut settings = vec![
        "listen_addresses=",
        "unix_socket_permissions=0700",
        "max_connections=100",
        // A recount of a million dossiers writes more than the defaults take between two checkpoints.
        "shared_buffers=256MB",
        "max_wal_size=4GB",
        "timezone=Asia/Ho_Chi_Minh",
        "log_timezone=UTC",
    ];
    if ephemeral {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]);
    }
    settings
}

/// A new log; the one of the run before stays beside it.
fn new_log(place: &Place) -> Result<File, ClusterError> {
    if place.log.exists() {
        let before = place.log.with_extension("log.1");
        std::fs::rename(&place.log, &before).doing("rename", &place.log)?;
    }
    File::create(&place.log).doing("write", &place.log)
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(5)..).unwrap_or_default().join("\n")
}
