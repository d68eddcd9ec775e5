//! The portal as a child process: started on a free port, waited for, measured, stopped in order.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use tokio::process::{Child, Command};

use super::{args::Args, http::Connection};

const PATIENCE: Duration = Duration::from_mins(1);

/// The portal while it runs.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
    pid: u32,
    /// From the start of the process to its first page.
    pub(crate) took: Duration,
}

impl Server {
    /// Starts and stops the portal on the data that is there; says how long each start took.
    pub(crate) async fn cold_starts(place: &Path, args: &Args, times: u32) -> anyhow::Result<Vec<Duration>> {
        let mut starts = Vec::new();
        for _ in 0..times {
            let server = Self::start(place, args).await?;
            starts.push(server.took);
            server.stop().await?;
        }
        Ok(starts)
    }

    /// Starts it, private database included, and waits for its first page.
    pub(crate) async fn start(place: &Path, args: &Args) -> anyhow::Result<Self> {
        let address = free_address()?;
        let log = File::create(place.join("portal.log"))?;
        let started = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
        command
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("MOTCUA_LISTEN", address.to_string())
            .env("MOTCUA_DATA_DIR", place)
            .env("MOTCUA_METRICS_LISTEN", "off")
            .env("MOTCUA_PROXIES", "1")
            .env("MOTCUA_LOG", if args.log { "info,sqlx=warn" } else { "warn" })
            .env("MOTCUA_NO_JOBS", if args.jobs { "false" } else { "true" })
            .arg("serve");
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .context("the portal cannot be started")?;
        let pid = child.id().context("the portal ended at once")?;
        let mut server = Self { child, address, pid, took: Duration::ZERO };
        server.wait(started, &place.join("portal.log")).await?;
        server.took = started.elapsed();
        Ok(server)
    }

    async fn wait(&mut self, started: Instant, log: &Path) -> anyhow::Result<()> {
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                bail!("the portal ended ({status}): {}", std::fs::read_to_string(log).unwrap_or_default());
            }
            if let Ok(mut connection) = Connection::open(self.address, false).await
                && connection.get("/", None).await.is_ok_and(|page| page.status == 200)
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        bail!("the portal did not answer within {} s", PATIENCE.as_secs())
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) const fn pid(&self) -> u32 {
        self.pid
    }

    /// Asks it to stop, as Ctrl-C does, and waits until it and its database are gone.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        let told = Command::new("kill").args(["-TERM", &self.pid.to_string()]).status().await?;
        if !told.success() {
            bail!("the portal cannot be told to stop");
        }
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let status = ended.context("the portal did not stop")??;
        if !status.success() {
            bail!("the portal did not stop well: {status}");
        }
        Ok(())
    }
}

/// A port that was free a moment ago.
fn free_address() -> anyhow::Result<SocketAddr> {
    let probe = TcpListener::bind("127.0.0.1:0").context("no free port on loopback")?;
    Ok(probe.local_addr()?)
}
