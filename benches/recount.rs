//! Speed of the recount: so many open dossiers on a private cluster of this run, a calendar published that moves all of them, and the
//! job that stores their new dates, each with its line of history; beside it, in the same run on a copy of the same rows, one plain SQL
//! UPDATE of the same columns. `cargo bench --bench recount -- 1000000`. It reports and asserts nothing about time; it ends by itself and
//! leaves nothing behind.
#![expect(clippy::print_stdout, reason = "a program for a person at a terminal; its report is its output")]
#![expect(
    clippy::disallowed_methods,
    reason = "the yardstick speaks SQL that the store does not have: rows by the hundred thousand, checkpoints"
)]

mod recount {
    pub(crate) mod seed;
}

use std::{
    fs::Permissions,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use motcua::{
    app::{self, administer, context::App, demo, notify, secrets::Passwords},
    clock::{Clock as _, FixedClock},
    domain::{
        calendar::{SpecialDay, SpecialKind},
        reckon::read_moment,
    },
    gateways::files::Fake,
    postgres::{Cluster, StartOptions},
    store::{self, provision, tx::Db},
};
use sqlx::{
    AssertSqlSafe, PgPool, Row as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// Whoever publishes: the administrator of the system in the demo province.
const ADMINISTRATOR: &str = "+84900000008";
const CALENDAR: &str = "province";
const NAME: &str = "recount";
const COPY: &str = "recount_copy";

fn main() -> ExitCode {
    if !std::env::args().any(|a| a == "--bench") {
        println!("Nothing is measured here: run it with `cargo bench --bench recount`.");
        return ExitCode::SUCCESS;
    }
    let dossiers = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = runtime.context("no runtime").and_then(|runtime| runtime.block_on(run(dossiers)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("recount: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(dossiers: u32) -> anyhow::Result<()> {
    let open = Permissions::from_mode(0o755);
    let place = tempfile::Builder::new().prefix("motcua-recount-").permissions(open).tempdir()?;
    let start = StartOptions { data_dir: Some(place.path().to_owned()), ephemeral: false };
    let cluster = Cluster::start(start).await?;
    let measured = measure(&cluster, place.path(), dossiers).await;
    cluster.stop().await?;
    measured
}

async fn measure(cluster: &Cluster, place: &Path, dossiers: u32) -> anyhow::Result<()> {
    let cpu = Cpu::of(place)?;
    let server = cluster.connect_options("postgres");
    provision::ensure_database(&server, NAME).await?;
    let app = app_on(cluster.connect_options(NAME)).await?;
    app.db.migrate().await?;
    demo::load(&app).await?;
    let begun = Instant::now();
    seed::all(&app, &pool(cluster.connect_options(NAME), 1).await?, dossiers).await?;
    println!("{dossiers} dossiers seeded in {:.0} s; load average now {}", seconds(begun), load());
    app.db.close().await;

    let admin = pool(server, 1).await?;
    raw(&admin, &format!("CREATE DATABASE {COPY} TEMPLATE {NAME} STRATEGY file_copy")).await?;
    let plain = yardstick(&admin, cluster.connect_options(COPY), &cpu).await?;
    raw(&admin, &format!("DROP DATABASE {COPY} WITH (FORCE)")).await?;
    raw(&admin, "CHECKPOINT").await?;

    let app = app_on(cluster.connect_options(NAME)).await?;
    let rows = pool(cluster.connect_options(NAME), 1).await?;
    publish(&app).await?;
    println!("load average before the job {}", load());
    let [dates, notices] = job(&app, &cpu).await?;
    let counted = count(&rows, "SELECT count(*) FROM dossier WHERE due_at IS NOT NULL").await?;
    let moved = count(&rows, "SELECT count(*) FROM history WHERE action = 'recount'").await?;
    let told = count(&rows, "SELECT count(*) FROM message WHERE key = 'message-due-moved'").await?;
    let each = |took: Duration, of: i64| took.as_secs_f64() * 1e6 / f64::from(u32::try_from(of).unwrap_or(1));
    println!("processor seconds of the database and of this program beside the time on the wall");
    println!(
        "{:<44} {:>8} {:>10} {:>8} {:>10} {:>8}",
        "", "seconds", "µs a row", "ratio", "database", "program"
    );
    let line = |what: &str, took: Took, of: i64| {
        let Took { wall, database, program } = took;
        let ratio = wall.as_secs_f64() / plain.update.wall.as_secs_f64();
        let (wall, each) = (wall.as_secs_f64(), each(wall, of));
        println!("{what:<44} {wall:>8.1} {each:>10.1} {ratio:>8.2} {database:>10.1} {program:>8.1}");
    };
    line("plain UPDATE of dates and version", plain.update, plain.rows);
    line("plain INSERT … SELECT of the history", plain.history, plain.rows);
    line("the job: dates, versions, history, outbox", dates, moved);
    line("afterwards: the owners are told", notices, told);
    println!("{counted} open dossiers with an appointment, {moved} of them moved, {told} owners told");
    app.db.close().await;
    rows.close().await;
    admin.close().await;
    Ok(())
}

/// How long plain SQL takes.
struct Plain {
    rows: i64,
    update: Took,
    history: Took,
}

/// What a part took.
#[derive(Clone, Copy, Debug, Default)]
struct Took {
    wall: Duration,
    /// Processor seconds.
    database: f64,
    program: f64,
}

impl std::ops::AddAssign for Took {
    fn add_assign(&mut self, more: Self) {
        self.wall += more.wall;
        self.database += more.database;
        self.program += more.program;
    }
}

/// Reads processor time from /proc; 0 where there is none.
struct Cpu {
    postmaster: String,
}

impl Cpu {
    fn of(place: &Path) -> anyhow::Result<Self> {
        let cluster = std::fs::read_dir(place)?.filter_map(Result::ok).map(|entry| entry.path().join("data"));
        let note = cluster.map(|data| data.join("postmaster.pid")).find(|note| note.exists());
        let text = std::fs::read_to_string(note.context("the database server does not run")?)?;
        Ok(Self { postmaster: text.lines().next().unwrap_or_default().to_owned() })
    }

    /// Runs `part`.
    async fn measure<T>(&self, part: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<(T, Took)> {
        let (begun, [database, program]) = (Instant::now(), self.seconds());
        let done = part.await?;
        let [database_now, program_now] = self.seconds();
        let took =
            Took { wall: begun.elapsed(), database: database_now - database, program: program_now - program };
        Ok((done, took))
    }

    /// So far: the server with its sessions, those that have ended too, and this program.
    fn seconds(&self) -> [f64; 2] {
        let stat = |pid: &str| std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let server = ticks(&stat(&self.postmaster), 11..15);
        let all = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
        let sessions = all.filter_map(|entry| {
            let text = stat(&entry.file_name().to_string_lossy());
            let child = text.rsplit(')').next()?.split_whitespace().nth(1)? == self.postmaster;
            child.then(|| ticks(&text, 11..13))
        });
        [server + sessions.sum::<f64>(), ticks(&stat("self"), 11..13)]
    }
}

/// Seconds of some fields behind the name of a process, in hundredths as Linux counts them.
fn ticks(stat: &str, fields: std::ops::Range<usize>) -> f64 {
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let fields = behind.split_whitespace().skip(fields.start).take(fields.len());
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The same columns of the same rows, and a line of history for each, by one statement each.
async fn yardstick(admin: &PgPool, options: PgConnectOptions, cpu: &Cpu) -> anyhow::Result<Plain> {
    raw(admin, "CHECKPOINT").await?;
    let copy = pool(options, 1).await?;
    let moving = "status IN ('accepted', 'processing')";
    let update = format!(
            "UPDATE dossier SET version = version + 1, due_at = due_at + interval '3 days', soon_at = soon_at + interval '1 day',
                 step_due_at = step_due_at, respond_by = respond_by, updated_at = updated_at + interval '1 day'
             WHERE {moving}"
        );
    let history = format!(
            "INSERT INTO history (dossier_id, version, at, actor_id, action, from_status, to_status, event)
             SELECT id, version, updated_at, filer_id, 'recount', status, status,
                    jsonb_build_object('kind', 'due-moved', 'from', due_at, 'to', due_at, 'reason', 'Nghỉ vì ngập lụt')
             FROM dossier WHERE {moving}"
        );
    let ((), update) = cpu.measure(raw(&copy, &update)).await?;
    let ((), history) = cpu.measure(raw(&copy, &history)).await?;
    let rows = count(&copy, &format!("SELECT count(*) FROM dossier WHERE {moving}")).await?;
    copy.close().await;
    Ok(Plain { rows, update, history })
}

/// An administrator closes the offices on a day that lies in the time of every dossier.
async fn publish(app: &App) -> anyhow::Result<()> {
    let account = store::account::credentials(&app.db, ADMINISTRATOR).await?.context("no administrator")?;
    let khoa = store::account::actor(&app.db, account.id).await?.context("no administrator")?;
    app::calendar::begin(app, &khoa, CALENDAR).await?;
    let draft = store::calendar_version::draft(&app.db, CALENDAR).await?.context("no draft")?;
    let mut data = draft.data.clone();
    data.special_days.push(SpecialDay {
        date: seed::CLOSED.parse()?,
        kind: SpecialKind::Closure,
        name: "Ngập lụt".to_owned(),
        legal_basis: String::new(),
        works_as: None,
        sessions: Vec::new(),
    });
    app::calendar::save(app, &khoa, CALENDAR, &administer::mark(&draft.data), &data).await?;
    let seen = administer::mark(&data);
    let wanted = app::calendar::Wanted {
        key: CALENDAR,
        number: draft.number,
        seen: &seen,
        reason: "Nghỉ vì ngập lụt",
    };
    Ok(app::calendar::publish(app, &khoa, wanted).await?)
}

/// Does what the publication put in, job by job as a worker claims them: the dates, and then the notices.
async fn job(app: &App, cpu: &Cpu) -> anyhow::Result<[Took; 2]> {
    let [mut dates, mut notices] = [Took::default(); 2];
    loop {
        let lease = chrono::Duration::minutes(5);
        let Some(claim) = store::job::claim(&app.db, 1, app.clock.now(), lease).await?.pop() else {
            return Ok([dates, notices]);
        };
        if claim.kind == app::recount::JOB {
            dates += cpu.measure(async { Ok(app::recount::run(app, &claim).await?) }).await?.1;
        } else {
            notices += cpu.measure(async { Ok(notify::moved(app, &claim).await?) }).await?.1;
        }
    }
}

async fn app_on(options: PgConnectOptions) -> anyhow::Result<App> {
    Ok(App {
        db: Db::connect(options, 8).await?,
        clock: Arc::new(FixedClock::at(read_moment(seed::NOW).context("no moment")?)),
        files: Arc::new(Fake::default()),
        payment: None,
        bank_secret: None,
        signing: Arc::new(motcua::gateways::signing::Fake::new("Chữ ký trình diễn")),
        passwords: Passwords::default(),
        public_url: "http://127.0.0.1".into(),
        demo: true,
        cache: Arc::default(),
    })
}

async fn pool(options: PgConnectOptions, connections: u32) -> anyhow::Result<PgPool> {
    let pool = PgPoolOptions::new().max_connections(connections).connect_with(options).await;
    pool.context("the database of the run cannot be reached")
}

/// Runs statements that answer nothing.
pub(crate) async fn raw(pool: &PgPool, sql: &str) -> anyhow::Result<()> {
    let first = sql.trim_start().lines().next().unwrap_or_default().to_owned();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await.context(first)?;
    Ok(())
}

async fn count(pool: &PgPool, sql: &str) -> anyhow::Result<i64> {
    let row = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_one(pool).await?;
    Ok(row.try_get(0)?)
}

fn seconds(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64()
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}

use recount::seed;
