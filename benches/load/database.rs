//! The private cluster of the run: opened by this program to fill it, then by the portal to serve from it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use motcua::{
    postgres::{Cluster, StartOptions},
    store::provision,
};
use sqlx::{
    AssertSqlSafe, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::plan::Plan;

const NAME: &str = "motcua";
const SEEDED: &str = "motcua_seeded";

/// Where the database of the run is.
#[derive(Debug)]
pub(crate) struct Database {
    place: PathBuf,
}

/// The cluster while this program runs it.
#[derive(Debug)]
pub(crate) struct Open {
    cluster: Cluster,
    pub(crate) options: PgConnectOptions,
    pub(crate) pool: PgPool,
}

impl Database {
    pub(crate) fn at(place: &Path) -> Self {
        Self { place: place.to_owned() }
    }

    fn note(&self) -> PathBuf {
        self.place.join("seeded")
    }

    /// Whether an earlier run left the same data here.
    pub(crate) fn is_seeded(&self, plan: &Plan) -> bool {
        std::fs::read_to_string(self.note()).is_ok_and(|mark| mark == plan.mark())
    }

    pub(crate) fn note_seeded(&self, plan: &Plan) -> anyhow::Result<()> {
        std::fs::write(self.note(), plan.mark()).context("cannot note that the data is there")
    }

    async fn cluster(&self) -> anyhow::Result<Cluster> {
        let start = StartOptions { data_dir: Some(self.place.clone()), ephemeral: false };
        Ok(Cluster::start(start).await?)
    }

    /// Starts the cluster here, with an empty database to be filled.
    pub(crate) async fn open(&self) -> anyhow::Result<Open> {
        let cluster = self.cluster().await?;
        let server = cluster.connect_options("postgres");
        let pool = few(server.clone()).await?;
        raw(&pool, &format!("DROP DATABASE IF EXISTS {SEEDED} WITH (FORCE)")).await?;
        pool.close().await;
        provision::ensure_database(&server, SEEDED).await?;
        let options = cluster.connect_options(SEEDED);
        let pool = few(options.clone()).await?;
        Ok(Open { cluster, options, pool })
    }

    /// Gives the portal a fresh copy of what was filled in: every run begins with the same rows.
    pub(crate) async fn restore(&self) -> anyhow::Result<()> {
        let cluster = self.cluster().await?;
        let pool = few(cluster.connect_options("postgres")).await?;
        raw(&pool, &format!("DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")).await?;
        raw(&pool, &format!("CREATE DATABASE {NAME} TEMPLATE {SEEDED} STRATEGY file_copy")).await?;
        raw(&pool, "CHECKPOINT").await?;
        pool.close().await;
        Ok(cluster.stop().await?)
    }

    /// The folder of the cluster: `<place>/pgNN`.
    fn root(&self) -> anyhow::Result<PathBuf> {
        let mut found = std::fs::read_dir(&self.place)?
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.join("data").join("PG_VERSION").exists());
        found.next().context("there is no cluster yet")
    }

    /// The folder in which its processes stand.
    pub(crate) fn data(&self) -> anyhow::Result<PathBuf> {
        Ok(self.root()?.join("data"))
    }

    /// What its server writes.
    pub(crate) fn log(&self) -> anyhow::Result<PathBuf> {
        Ok(self.root()?.join("postgres.log"))
    }

    /// The folder of its socket, as the server itself noted it.
    pub(crate) fn socket(&self) -> anyhow::Result<PathBuf> {
        let note = self.data()?.join("postmaster.pid");
        let text = std::fs::read_to_string(&note).context("the database server does not run")?;
        text.lines().nth(4).map(PathBuf::from).context("the database server has no socket")
    }

    /// Two connections to the database that the portal runs.
    pub(crate) async fn connect(&self) -> anyhow::Result<PgPool> {
        let options =
            PgConnectOptions::new_without_pgpass().socket(self.socket()?).port(5432).username(NAME).database(NAME);
        few(options).await
    }

    /// Brings the cluster to rest before a measured part: nothing left to clean or to write from the part before.
    pub(crate) async fn settle(&self, pool: &PgPool) -> anyhow::Result<()> {
        raw(pool, "VACUUM (ANALYZE)").await?;
        raw(pool, "CHECKPOINT").await
    }
}

impl Open {
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.pool.close().await;
        Ok(self.cluster.stop().await?)
    }
}

async fn few(options: PgConnectOptions) -> anyhow::Result<PgPool> {
    let pool = PgPoolOptions::new().max_connections(2).connect_with(options).await;
    pool.context("the database of the run cannot be reached")
}

/// Runs statements that answer nothing.
pub(crate) async fn raw(pool: &PgPool, sql: &str) -> anyhow::Result<()> {
    let first = sql.trim_start().lines().next().unwrap_or_default().to_owned();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await.context(first)?;
    Ok(())
}
