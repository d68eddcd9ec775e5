//! The cluster as the rest of the program sees it: start, connect, stop. One process owns it, others attach and stand in line.

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;

use super::control::{not_ready, ready_pid};
use super::error::{ClusterError, Doing};
use super::place::{Place, data_dir, scratch_dir};
use super::server::{self, Server, USER};

/// How often the keeper looks whether the server lives and whether the owner is gone.
const ROUND: Duration = Duration::from_millis(200);
/// How long it waits after a start that failed.
const REST: Duration = Duration::from_secs(5);
const ATTACH_PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(10);

/// How to start.
#[derive(Clone, Debug, Default)]
pub struct StartOptions {
    /// The folder for everything; see [`data_dir`] (or [`scratch_dir`] for an ephemeral cluster) for what is taken when there is none.
    pub data_dir: Option<PathBuf>,
    /// For tests: nothing is synced to disk, and everything goes when this process goes.
    pub ephemeral: bool,
}

/// A running private Postgres.
///
/// While it exists, a thread keeps the server alive: it restarts a server that died, and takes over a cluster whose owner has gone.
#[derive(Debug)]
#[must_use = "the server stops when this is dropped"]
pub struct Cluster {
    shared: Arc<Shared>,
    keeper: Option<JoinHandle<()>>,
    fresh: bool,
}

#[derive(Debug)]
struct Shared {
    place: Place,
    lock: File,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    /// Another process runs the server.
    Attached,
    /// We run it.
    Owner(Server),
    /// We own the lock, but the server could not be restarted yet.
    Down,
    /// Stopped by us.
    Stopped,
}

impl Cluster {
    /// Starts the private Postgres, or attaches to the one that another process of ours runs on the same folder.
    ///
    /// A new cluster takes about a second, an existing one 0.1–0.2 s; on a machine without Postgres it is fetched first.
    /// # Errors
    /// [`ClusterError`]; each message says what to do.
    pub async fn start(options: StartOptions) -> Result<Self, ClusterError> {
        let started = tokio::task::spawn_blocking(move || Self::start_blocking(&options)).await;
        started.map_err(ClusterError::Interrupted)?
    }

    fn start_blocking(options: &StartOptions) -> Result<Self, ClusterError> {
        let scratch = (options.ephemeral && options.data_dir.is_none()).then(scratch_dir);
        let chosen = options.data_dir.as_deref().or(scratch.as_deref());
        let place = Place::settle(&data_dir(chosen)?, options.ephemeral)?;
        if let (Some(account), true) = (&place.account, options.ephemeral) {
            [place.root.parent(), Some(&place.root)].into_iter().flatten().try_for_each(|p| account.give(p))?; // so that the watchdog may remove it
        }
        let lock_path = place.lock();
        let lock = File::options().create(true).append(true).open(&lock_path).doing("open", &lock_path)?;
        let mut fresh = false;
        let state = own_or_attach(&place, &lock, &mut fresh)?;
        let shared = Arc::new(Shared { place, lock, state: Mutex::new(state) });
        let kept = Arc::clone(&shared);
        let keeper = std::thread::Builder::new().name("postgres-keeper".to_owned()).spawn(move || keep(&kept));
        let keeper = Some(keeper.doing("start a thread for", &shared.place.root)?);
        Ok(Self { shared, keeper, fresh })
    }

    /// How to connect to database `name`, over the unix socket.
    #[must_use]
    pub fn connect_options(&self, name: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.shared.place.run)
            .port(5432)
            .username(USER)
            .database(name)
            .application_name("motcua")
    }

    /// Whether this start made the cluster.
    #[must_use]
    pub const fn fresh(&self) -> bool {
        self.fresh
    }

    /// Whether another process runs the server at the moment; then [`Cluster::stop`] leaves it running.
    #[must_use]
    pub fn attached(&self) -> bool {
        matches!(*self.shared.state(), State::Attached)
    }

    /// The folder of the cluster, `<data-dir>/pgNN`.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        &self.shared.place.root
    }

    /// Stops the server in order, if this process runs it. Close the connections first.
    /// # Errors
    /// [`ClusterError::Failed`] when the server does not stop; then it stops with this process.
    pub async fn stop(self) -> Result<(), ClusterError> {
        let stopped = tokio::task::spawn_blocking(move || self.stop_blocking()).await;
        stopped.map_err(ClusterError::Interrupted)?
    }

    fn stop_blocking(mut self) -> Result<(), ClusterError> {
        let before = std::mem::replace(&mut *self.shared.state(), State::Stopped);
        let result = match before {
            State::Owner(server) => server.stop(&self.shared.place),
            State::Attached | State::Down | State::Stopped => Ok(()),
        };
        self.dismiss_keeper();
        self.shared.lock.unlock().ok();
        result
    }

    fn dismiss_keeper(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            keeper.thread().unpark();
            keeper.join().ok();
        }
    }
}

impl Drop for Cluster {
    /// Without [`Cluster::stop`] the watchdog stops the server: its input ends when the last handle goes.
    fn drop(&mut self) {
        *self.shared.state() = State::Stopped;
        self.dismiss_keeper();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the lock and runs the server, or waits until the process that has the lock runs it.
fn own_or_attach(place: &Place, lock: &File, fresh: &mut bool) -> Result<State, ClusterError> {
    let started = Instant::now();
    loop {
        if lock.try_lock().is_ok() {
            *fresh = server::create(place)?;
            return Server::start(place).map(State::Owner);
        }
        if ready_pid(place).is_some() {
            return Ok(State::Attached);
        }
        if started.elapsed() > ATTACH_PATIENCE {
            return Err(not_ready(place));
        }
        std::thread::sleep(PAUSE);
    }
}

/// Keeps the server alive until the cluster is stopped.
fn keep(shared: &Shared) {
    let mut pause = ROUND;
    loop {
        std::thread::park_timeout(pause);
        pause = ROUND;
        let mut state = shared.state();
        let must_start = match &mut *state {
            State::Stopped => return,
            State::Attached => shared.lock.try_lock().is_ok(),
            State::Owner(server) => server.ended().is_some(),
            State::Down => true,
        };
        if must_start {
            let before = std::mem::replace(&mut *state, State::Down);
            if let State::Owner(server) = before {
                server.bury();
            }
            match Server::start(&shared.place) {
                Ok(server) => {
                    tracing::warn!("the database server was gone and has been started again");
                    *state = State::Owner(server);
                }
                Err(error) => {
                    tracing::error!(%error, "the database server cannot be started again");
                    pause = REST;
                }
            }
        }
    }
}
