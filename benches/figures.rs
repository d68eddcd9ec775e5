//! Speed of the figures of payments: so many payments in one quarter and as many before it, over the one-stops of the province, on a
//! private cluster of this run. Beside each grouping, a plain count and sum of the same rows. `cargo bench --bench figures -- 200000`.
//! It reports and asserts nothing about time; it ends by itself and leaves nothing behind.
#![expect(clippy::print_stdout, reason = "a program for a person at a terminal; its report is its output")]
#![expect(
    clippy::disallowed_methods,
    reason = "the yardstick speaks SQL that the store does not have: rows by the hundred thousand"
)]

use std::{
    fs::Permissions,
    os::unix::fs::PermissionsExt as _,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use motcua::{
    app::{context::App, demo, secrets::Passwords},
    clock::FixedClock,
    domain::{
        actor::{Actor, Posting},
        ids::{AccountId, AgencyCode},
        period::Period,
        policy::{self, Seat},
        reckon::read_moment,
        status::Role,
        takings::{Grouping, Kind, Slice},
    },
    gateways::{files::Fake, signing},
    postgres::{Cluster, StartOptions},
    store::{provision, queue::Cursor, takings, tx::Db},
};
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};
use uuid::Uuid;

const NAME: &str = "figures";
const TIMES: u32 = 7;

fn main() -> ExitCode {
    if !std::env::args().any(|a| a == "--bench") {
        println!("Nothing is measured here: run it with `cargo bench --bench figures`.");
        return ExitCode::SUCCESS;
    }
    let payments = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(200_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = runtime.context("no runtime").and_then(|runtime| runtime.block_on(run(payments)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("figures: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(payments: u32) -> anyhow::Result<()> {
    let open = Permissions::from_mode(0o755);
    let place = tempfile::Builder::new().prefix("motcua-figures-").permissions(open).tempdir()?;
    let start = StartOptions { data_dir: Some(place.path().to_owned()), ephemeral: false };
    let cluster = Cluster::start(start).await?;
    let measured = measure(&cluster, payments).await;
    cluster.stop().await?;
    measured
}

async fn measure(cluster: &Cluster, payments: u32) -> anyhow::Result<()> {
    provision::ensure_database(&cluster.connect_options("postgres"), NAME).await?;
    let options = cluster.connect_options(NAME);
    let app = App {
        db: Db::connect(options.clone(), 4).await?,
        clock: Arc::new(FixedClock::at(read_moment("2026-11-26T09:00").context("no moment")?)),
        files: Arc::new(Fake::default()),
        payment: None,
        bank_secret: None,
        signing: Arc::new(signing::Fake::new("bench")),
        passwords: Passwords::default(),
        public_url: "http://127.0.0.1".into(),
        demo: true,
        cache: Arc::default(),
    };
    app.db.migrate().await?;
    demo::load(&app).await?;
    let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
    for sql in [SEED.replace("__COUNT__", &payments.to_string()), "VACUUM (ANALYZE)".to_owned()] {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&pool).await?;
    }
    let quarter = everything(&app, ["2026-07-01", "2026-09-30"]).await?;
    let plain = fastest(async || plain(&pool).await).await?;
    println!("{payments} payments in the quarter, as many before it; the fastest of {TIMES}");
    println!("{:<44} {:>8} {:>8}", "", "ms", "ratio");
    let line = |what: &str, took: Duration| {
        let ratio = took.as_secs_f64() / plain.as_secs_f64();
        println!("{what:<44} {:>8.1} {ratio:>8.2}", took.as_secs_f64() * 1e3);
    };
    line("plain count and sum", plain);
    for by in Grouping::ALL {
        let took = fastest(async || Ok(takings::table(&app.db, &quarter, *by).await?)).await?;
        line(&format!("figures by {by}"), took);
    }
    let online = quarter.clone().kind(Kind::Online);
    let (mut after, mut pages, begun) = (Some(Cursor::START), 0_u32, Instant::now());
    while let Some(cursor) = after {
        after = takings::lines(&app.db, &quarter, cursor, 5_000).await?.1;
        pages += 1;
    }
    line(&format!("all rows as a file, {pages} batches"), begun.elapsed());
    let first = fastest(async || Ok(takings::lines(&app.db, &online, Cursor::START, 50).await?)).await?;
    line("first page of the online payments", first);
    app.db.close().await;
    pool.close().await;
    Ok(())
}

async fn everything(app: &App, [from, to]: [&str; 2]) -> anyhow::Result<Slice> {
    let postings = vec![Posting { role: Role::Leader, agency: AgencyCode::parse("H48")? }];
    let leader = Actor { id: AccountId::new(Uuid::nil()), name: String::new(), postings };
    let reference = app.reference().await?;
    let purview = policy::purview(&leader, Seat::Desk, reference.agencies.keys());
    let period = Period::new(from.parse()?, to.parse()?).context("no period")?;
    Ok(Slice::of(&purview, |code| reference.level(code), period))
}

async fn plain(pool: &PgPool) -> anyhow::Result<()> {
    let sql = "SELECT count(*), sum(amount)::bigint FROM payment
               WHERE confirmed_at >= '2026-07-01 00:00+07' AND confirmed_at < '2026-10-01 00:00+07'";
    let _: (i64, i64) = sqlx::query_as(sql).fetch_one(pool).await?;
    Ok(())
}

async fn fastest<T>(mut once: impl AsyncFnMut() -> anyhow::Result<T>) -> anyhow::Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..TIMES {
        let begun = Instant::now();
        drop(once().await?);
        best = best.min(begun.elapsed());
    }
    Ok(best)
}

/// Every dossier pays 1.25 times; they are spread over one-stops, procedures, sources and the days of two quarters.
const SEED: &str = r"
SET session_replication_role = replica;
INSERT INTO payment (id, dossier_id, amount, method, confirmed_by, confirmed_at, agency, procedure_code, source)
SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(s.n), 12, '0'))::uuid,
       ('01900000-0000-7000-9000-' || lpad(to_hex(dossier.n), 12, '0'))::uuid, 5000 + s.n % 97 * 1000, 'cash', gen_random_uuid(),
       '2026-10-01 00:00+07'::timestamptz - interval '92 days' * s.n / __COUNT__,
       place.codes[1 + dossier.n % cardinality(place.codes)], kind.codes[1 + dossier.n % cardinality(kind.codes)],
       (ARRAY['counter', 'counter', 'statement', 'bank', 'callback', 'query'])[1 + s.n % 6]
FROM generate_series(1, 2 * __COUNT__) AS s (n)
CROSS JOIN LATERAL (SELECT s.n * 7 % (__COUNT__ * 8 / 5) AS n) dossier
CROSS JOIN (SELECT array_agg(code ORDER BY code) AS codes FROM agency WHERE receives) place
CROSS JOIN (SELECT array_agg(code ORDER BY code) AS codes FROM procedure) kind;
INSERT INTO dossier
SELECT made.*
FROM (SELECT DISTINCT ON (dossier_id) * FROM payment ORDER BY dossier_id, confirmed_at) p
CROSS JOIN LATERAL jsonb_populate_record(NULL::dossier, jsonb_build_object(
    'id', p.dossier_id, 'code', 'H48.1-261126-' || p.dossier_id, 'lookup_secret', 'K7QX', 'link_token', p.dossier_id,
    'form_key', p.dossier_id, 'version', 1, 'status', 'returned', 'procedure_code', p.procedure_code,
    'procedure_version', p.dossier_id, 'case_key', 'x', 'channel', 'online', 'entered_by', 'citizen', 'filer_id', p.dossier_id,
    'applicant', '{}'::jsonb, 'applicant_name', 'Nguyễn Văn A', 'answers', jsonb_build_object('text', repeat('x', 600)),
    'return_method', 'counter', 'receiving_agency', p.agency, 'settling_agency', p.agency, 'holding_agency', p.agency,
    'ledger', '[]'::jsonb, 'fee_total', p.amount, 'fee_paid', p.amount, 'supplement_rounds', 0,
    'created_at', p.confirmed_at, 'updated_at', p.confirmed_at, 'status_at', p.confirmed_at, 'submitted_at', p.confirmed_at)) AS made;
RESET session_replication_role;
";
