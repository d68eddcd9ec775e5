//! A database for each test: one scratch cluster per test process, one migrated template in it, a clone per test.
//! With `TEST_DATABASE_URL` (an account that may create databases) that server is used and nothing is started.

use std::sync::atomic::{AtomicU32, Ordering};

use motcua::postgres::{Cluster, StartOptions};
use motcua::store::provision::ensure_database;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgPool};
use tokio::sync::OnceCell;

static SERVER: OnceCell<Server> = OnceCell::const_new();
static DEMO: OnceCell<String> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// The server of this test process. The cluster ends, and its folder goes, when the process goes.
struct Server {
    _cluster: Option<Cluster>,
    admin: PgConnectOptions,
    template: String,
}

/// A database with the newest schema and no rows, of this test alone; it goes when this is dropped.
pub(crate) struct TestDb {
    /// Four connections to it.
    pub(crate) pool: PgPool,
    /// How to connect to it once more.
    pub(crate) options: PgConnectOptions,
    name: String,
}

impl TestDb {
    /// Clones the template.
    pub(crate) async fn new() -> Self {
        let server = SERVER.get_or_init(Server::start).await;
        Self::clone_of(server, &server.template).await
    }

    /// One without any table.
    pub(crate) async fn bare() -> Self {
        let server = SERVER.get_or_init(Server::start).await;
        Self::clone_of(server, "template1").await
    }

    /// Clones a second template, which `load` filled once in this process.
    pub(crate) async fn loaded(load: impl AsyncFnOnce(PgPool)) -> Self {
        let server = SERVER.get_or_init(Server::start).await;
        let filled = DEMO.get_or_init(async || {
            let name = format!("{}_demo", server.template);
            server.run(&format!("CREATE DATABASE {name} TEMPLATE {}", server.template)).await;
            let options = server.admin.clone().database(&name);
            let pool = PgPoolOptions::new().connect_with(options).await.unwrap();
            load(pool.clone()).await;
            // a template may have no connections
            pool.close().await;
            name
        });
        Self::clone_of(server, filled.await).await
    }

    async fn clone_of(server: &Server, template: &str) -> Self {
        let name = format!("t_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        server.run(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")).await;
        let options = server.admin.clone().database(&name);
        let pool = PgPoolOptions::new().max_connections(4).connect_with(options.clone()).await.unwrap();
        Self { pool, options, name }
    }
}

impl Drop for TestDb {
    /// In a thread with a runtime of its own, for the test's may be ending.
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(SERVER.get().unwrap().run(&sql));
        });
        if dropped.join().is_err() {
            eprintln!("the database {} could not be dropped", self.name);
        }
    }
}

impl Server {
    async fn start() -> Self {
        let (cluster, admin) = if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
            (None, url.parse::<PgConnectOptions>().unwrap())
        } else {
            let options = StartOptions { data_dir: None, ephemeral: true };
            let cluster =
                Cluster::start(options).await.unwrap_or_else(|e| panic!("the tests need a database: {e}"));
            let admin = cluster.connect_options("postgres");
            (Some(cluster), admin)
        };
        let template = format!("template_{}", std::process::id());
        ensure_database(&admin, &template).await.unwrap();
        let mut connection = admin.clone().database(&template).connect().await.unwrap();
        sqlx::migrate!().run(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        Self { _cluster: cluster, admin, template }
    }

    async fn run(&self, sql: &str) {
        let mut connection = self.admin.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

#[tokio::test]
async fn each_test_has_a_migrated_database_of_its_own() {
    let (one, other) = tokio::join!(TestDb::new(), TestDb::new());
    assert_ne!(one.name, other.name);
    for db in [&one, &other] {
        let sql = AssertSqlSafe("SELECT count(*) > 0 FROM _sqlx_migrations WHERE success".to_owned());
        let row = sqlx::raw_sql(sql).fetch_one(&db.pool).await.unwrap();
        assert!(sqlx::Row::get::<bool, _>(&row, 0));
    }
    sqlx::raw_sql("CREATE TABLE only_here (x int)").execute(&one.pool).await.unwrap();
    assert!(sqlx::raw_sql("SELECT x FROM only_here").execute(&other.pool).await.is_err());
}

#[tokio::test]
async fn a_database_goes_with_its_test() {
    let db = TestDb::new().await;
    let options = db.options.clone();
    drop(db);
    assert!(options.connect().await.is_err());
}
