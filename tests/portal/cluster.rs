//! The private cluster survives what happens to a server: restarts, `kill -9` of either side, left-over files, two starts at once.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use motcua::postgres::{Cluster, ClusterError, StartOptions, data_dir, scratch_dir};
use motcua::store::provision::ensure_database;
use sqlx::{ConnectOptions, Connection, PgConnection};

const OWNER_DIR: &str = "MOTCUA_TEST_OWNER_DIR";

/// A data directory that goes with the test.
struct Home(std::path::PathBuf);

impl Home {
    fn new() -> Self {
        let path = scratch_dir();
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    fn options(&self) -> StartOptions {
        StartOptions { data_dir: Some(self.0.clone()), ephemeral: false }
    }

    async fn start(&self) -> Cluster {
        Cluster::start(self.options()).await.unwrap()
    }

    async fn refusal(&self) -> ClusterError {
        Cluster::start(self.options()).await.expect_err("it started")
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn connect(cluster: &Cluster) -> PgConnection {
    ensure_database(&cluster.connect_options("postgres"), "motcua").await.unwrap();
    cluster.connect_options("motcua").connect().await.unwrap()
}

async fn put_a_row(cluster: &Cluster) {
    let mut connection = connect(cluster).await;
    sqlx::raw_sql("CREATE TABLE kept (x int); INSERT INTO kept VALUES (7)").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn row_is_there(cluster: &Cluster) -> bool {
    let mut connection = connect(cluster).await;
    let rows = sqlx::raw_sql("SELECT x FROM kept").fetch_all(&mut connection).await;
    rows.is_ok_and(|rows| rows.len() == 1)
}

fn server_pid(cluster: &Cluster) -> u32 {
    let text = std::fs::read_to_string(cluster.folder().join("data/postmaster.pid")).unwrap();
    text.lines().next().unwrap().parse().unwrap()
}

fn kill_9(pid: u32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

async fn until(what: &str, mut happens: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !happens().await {
        assert!(started.elapsed() < Duration::from_secs(20), "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A process of ours that owns the cluster of `home`.
struct Owner(Child);

impl Owner {
    fn of(home: &Home) -> Self {
        let me = std::env::current_exe().unwrap();
        let mut child = Command::new(me)
            .args(["--exact", "--ignored", "--nocapture", "cluster::the_other_process"])
            .env(OWNER_DIR, &home.0)
            .stdout(Stdio::piped())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        assert!(output.lines().map_while(Result::ok).any(|line| line.contains("owner is ready")), "it did not start");
        Self(child)
    }

    fn kill_9(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test]
#[ignore = "started by the tests below as a process of its own"]
async fn the_other_process() {
    let Some(dir) = std::env::var_os(OWNER_DIR) else {
        return;
    };
    let cluster = Cluster::start(StartOptions { data_dir: Some(dir.into()), ephemeral: false }).await.unwrap();
    put_a_row(&cluster).await;
    assert!(!cluster.attached());
    writeln!(std::io::stdout(), "owner is ready").unwrap();
    std::io::stdin().lines().count();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_fresh_cluster_is_private_and_a_restart_keeps_its_rows() {
    let home = Home::new();
    let cluster = home.start().await;
    assert!(cluster.fresh());
    put_a_row(&cluster).await;
    let mode = |name: &str| std::fs::metadata(cluster.folder().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("data"), mode("run")), (0o700, 0o700));
    let pid = server_pid(&cluster);
    assert_ne!(std::fs::metadata(format!("/proc/{pid}")).unwrap().uid(), 0, "the server runs as root");
    cluster.stop().await.unwrap();
    assert!(!Path::new(&format!("/proc/{pid}/cwd/base")).exists(), "the server still runs");

    let again = home.start().await;
    assert!(!again.fresh());
    assert!(row_is_there(&again).await);
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_killed_comes_back_by_itself_with_every_row() {
    let home = Home::new();
    let cluster = home.start().await;
    put_a_row(&cluster).await;
    let pid = server_pid(&cluster);
    kill_9(pid);
    until("another server runs", async || {
        let options = cluster.connect_options("motcua");
        server_is_another(&cluster, pid) && options.connect().await.is_ok()
    })
    .await;
    assert!(row_is_there(&cluster).await);
    cluster.stop().await.unwrap();
}

fn server_is_another(cluster: &Cluster, pid: u32) -> bool {
    let text = std::fs::read_to_string(cluster.folder().join("data/postmaster.pid")).unwrap_or_default();
    text.lines().next().and_then(|l| l.parse().ok()).is_some_and(|now: u32| now != pid)
}

#[tokio::test]
async fn a_portal_that_is_killed_takes_its_server_along_and_loses_no_row() {
    let home = Home::new();
    let owner = Owner::of(&home);
    owner.kill_9();
    let cluster = home.start().await; // at once: the old server is still stopping
    assert!(!cluster.fresh() && !cluster.attached());
    assert!(row_is_there(&cluster).await);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn lock_files_left_by_a_dead_server_do_not_stop_a_start() {
    let home = Home::new();
    let cluster = home.start().await;
    put_a_row(&cluster).await;
    let folder = cluster.folder().to_owned();
    cluster.stop().await.unwrap();
    let mine = std::process::id(); // a living process that is no server: Postgres alone would take it for one
    let left = format!(
        "{mine}\n{}\n1700000000\n5432\n{}\n\n  0 0\nready\n",
        folder.join("data").display(),
        folder.join("run").display()
    );
    std::fs::write(folder.join("data/postmaster.pid"), &left).unwrap();
    std::fs::write(folder.join("run/.s.PGSQL.5432.lock"), &left).unwrap();
    let again = home.start().await;
    assert!(row_is_there(&again).await);
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_process_attaches_and_leaves_the_server_running() {
    let home = Home::new();
    let owner = Owner::of(&home);
    let second = home.start().await;
    assert!(second.attached() && !second.fresh());
    assert!(row_is_there(&second).await);
    second.stop().await.unwrap();
    let third = home.start().await;
    assert!(third.attached(), "the second stopped the server of the first");

    owner.kill_9();
    until("the one that attached has taken over", async || {
        !third.attached() && third.connect_options("motcua").connect().await.is_ok()
    })
    .await;
    assert!(row_is_there(&third).await);
    third.stop().await.unwrap();
}

#[tokio::test]
async fn data_of_another_major_version_is_refused_with_advice() {
    let home = Home::new();
    let old = home.0.join("pg9/data");
    std::fs::create_dir_all(&old).unwrap();
    std::fs::write(old.join("PG_VERSION"), "9\n").unwrap();
    let message = home.refusal().await.to_string();
    assert!(message.contains("made by PostgreSQL 9") && message.contains("install PostgreSQL 9"), "{message}");
}

#[tokio::test]
async fn a_data_folder_with_other_things_in_it_is_left_alone() {
    let home = Home::new();
    let cluster = home.start().await;
    let data = cluster.folder().join("data");
    cluster.stop().await.unwrap();
    std::fs::remove_file(data.join("PG_VERSION")).unwrap();
    let error = home.refusal().await;
    assert!(matches!(error, ClusterError::Damaged { .. }), "{error}");
    assert!(data.join("base").exists());
}

#[tokio::test]
async fn root_is_told_which_folder_the_database_cannot_enter() {
    let home = Home::new();
    if std::fs::metadata(&home.0).unwrap().uid() != 0 {
        return; // a plain user runs the server itself and can enter its own folders
    }
    std::fs::set_permissions(&home.0, std::fs::Permissions::from_mode(0o700)).unwrap();
    let inside = Home(home.0.join("data"));
    std::fs::create_dir(&inside.0).unwrap();
    let message = inside.refusal().await.to_string();
    assert!(message.contains("cannot be entered by the account"), "{message}");
    assert!(message.contains("--data-dir"), "{message}");
}

#[tokio::test]
async fn a_server_that_cannot_start_shows_the_end_of_its_log() {
    let home = Home::new();
    let cluster = home.start().await;
    let settings = cluster.folder().join("data/postgresql.auto.conf");
    cluster.stop().await.unwrap();
    std::fs::write(settings, "no_such_setting = 1\n").unwrap();
    let message = home.refusal().await.to_string();
    assert!(message.contains("no_such_setting"), "{message}");
}

#[test]
fn the_data_directory_is_made_where_it_was_asked_for() {
    let home = Home::new();
    let made = data_dir(Some(&home.0.join("a/b"))).unwrap();
    assert!(made.is_dir() && made.is_absolute());
}
