//! The demo province: everything a new user finds after the first start.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use motcua::{
    app::{context::App, demo},
    clock::FixedClock,
    domain::status::{Channel, Status},
    gateways::files::Fake,
    jobs,
    store::tx::Db,
};
use sqlx::{AssertSqlSafe, Row as _};

use crate::support::database::TestDb;

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The application on a database of its own, with a clock that the test moves.
pub(crate) fn app_on(db: &TestDb, clock: &FixedClock) -> App {
    App {
        db: Db::from_pool(db.pool.clone()),
        clock: Arc::new(clock.clone()),
        files: Arc::new(Fake::default()),
        payment: None,
        bank_secret: None,
        signing: Arc::new(motcua::gateways::signing::Fake::new("Chữ ký trình diễn")),
        passwords: motcua::app::secrets::Passwords::default(),
        public_url: "http://portal.test".into(),
        demo: true,
        cache: Arc::default(),
    }
}

/// The first column of the first row, as a number.
pub(crate) async fn count(db: &TestDb, sql: &str) -> i64 {
    let row = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_one(&db.pool).await.unwrap();
    row.get(0)
}

/// How many rows by the text in the first column.
async fn by_key(db: &TestDb, sql: &str) -> BTreeMap<String, i64> {
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&db.pool).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Only what can go to another thread can run beside the portal.
pub(crate) fn sendable<F: Future + Send>(future: F) -> F {
    future
}

#[tokio::test]
async fn the_demo_province_has_dossiers_in_every_status_with_an_honest_history() {
    let db = TestDb::new().await;
    // Sunday noon in Việt Nam.
    let now = at("2026-11-22T05:00:00Z");
    let app = app_on(&db, &FixedClock::at(now));
    let started = Instant::now();
    demo::load(&app).await.unwrap();
    let loaded = started.elapsed();
    // Killed on the way; the next start goes on.
    let well_under_way = async {
        while count(&db, "SELECT count(*) FROM dossier WHERE status <> 'draft'").await < 20 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let finished = tokio::select! {
        _ = demo::fill(&app) => true,
        () = well_under_way => false,
    };
    assert!(!finished);
    let made = sendable(demo::fill(&app)).await.unwrap();
    assert!(made <= 310, "{made} made anew");
    assert_eq!(count(&db, "SELECT count(*) FROM dossier").await, 330);
    let took = started.elapsed();
    assert!(took < Duration::from_mins(2), "{loaded:?} for the reference data, {took:?} in all");
    every_status_channel_and_procedure_is_there(&db).await;
    the_history_is_honest(&db).await;
    whoever_signs_in_finds_work(&db).await;

    // Starting again adds nothing.
    assert_eq!(demo::fill(&app).await.unwrap(), 0);

    // Every notice is given, and no job is left behind.
    assert!(jobs::drain(&app).await > 500);
    assert_eq!(count(&db, "SELECT count(*) FROM job WHERE state <> 'done'").await, 0);
    assert!(count(&db, "SELECT count(*) FROM message").await > 300);
    let told =
        "SELECT count(*) FROM message m JOIN account a ON a.id = m.account_id WHERE a.phone = '+84900000001'";
    assert!(count(&db, told).await > 10);

    // And all of it can be emptied.
    demo::reset(&app).await.unwrap();
    no_table_has_a_row(&db).await;
}

async fn every_status_channel_and_procedure_is_there(db: &TestDb) {
    let statuses = by_key(db, "SELECT status, count(*) FROM dossier GROUP BY 1").await;
    for status in Status::ALL {
        let n = statuses.get(status.key()).copied().unwrap_or(0);
        assert!(n >= 5, "{n} dossiers are {status}: {statuses:?}");
    }
    let channels = by_key(db, "SELECT channel, count(*) FROM dossier GROUP BY 1").await;
    for channel in Channel::ALL {
        assert!(channels.get(channel.key()).is_some_and(|n| *n >= 10), "{channels:?}");
    }
    assert_eq!(count(db, "SELECT count(DISTINCT procedure_code) FROM dossier").await, 46);
}

async fn the_history_is_honest(db: &TestDb) {
    assert_eq!(count(db, "SELECT count(*) FROM history WHERE at > '2026-11-22T05:00:00Z'").await, 0);
    assert_eq!(
        count(
            db,
            "SELECT count(*) FROM dossier d WHERE version <> 1 + (SELECT count(*) FROM history WHERE dossier_id = d.id)"
        )
        .await,
        0
    );
    let overdue = "SELECT count(*) FROM dossier WHERE status IN ('accepted', 'processing') AND due_at < '2026-11-22T05:00:00Z'";
    assert!(count(db, overdue).await >= 8);
    let on_time = "SELECT count(*) FROM dossier WHERE status IN ('accepted', 'processing') AND due_at > '2026-11-22T05:00:00Z'";
    assert!(count(db, on_time).await >= 30);
    assert!(count(db, "SELECT count(*) FROM dossier WHERE on_time").await >= 80);
    assert!(count(db, "SELECT count(*) FROM dossier WHERE NOT on_time").await >= 8);
    assert!(count(db, "SELECT count(*) FROM consultation WHERE answered_at IS NULL").await >= 3);
    let methods = by_key(db, "SELECT method, count(*) FROM payment GROUP BY 1").await;
    assert_eq!(methods.len(), 2, "{methods:?}");
}

async fn whoever_signs_in_finds_work(db: &TestDb) {
    let mine =
        "SELECT count(*) FROM dossier WHERE owner_id = (SELECT id FROM account WHERE phone = '+84900000001')";
    assert!(count(db, mine).await >= 9);
    for (queue, least) in [
        ("receiving_agency = 'H48.101.01' AND status = 'submitted'", 5),
        ("receiving_agency = 'H48.101.01' AND status = 'accepted'", 2),
        ("receiving_agency = 'H48.101.01' AND status = 'completed'", 4),
        ("receiving_agency = 'H48.101.01' AND status = 'completed' AND return_method = 'postal'", 1),
        ("receiving_agency = 'H48.101.01' AND status = 'supplement-requested'", 2),
        ("holding_agency = 'H48.101' AND status = 'processing' AND step_role = 'specialist'", 5),
        ("holding_agency = 'H48.101' AND status = 'processing' AND step_role = 'leader'", 2),
        ("holding_agency = 'H48.101' AND status = 'processing' AND step_role = 'clerk'", 1),
    ] {
        let n = count(db, &format!("SELECT count(*) FROM dossier WHERE {queue}")).await;
        assert!(n >= least, "{n}: {queue}");
    }
}

async fn no_table_has_a_row(db: &TestDb) {
    let tables = by_key(
        db,
        "SELECT table_name::text, 0::bigint FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_sqlx_migrations'",
    )
    .await;
    assert!(tables.len() > 15);
    for table in tables.keys() {
        assert_eq!(count(db, &format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_demo_province_comes_up_in_a_year_whose_calendar_is_not_published() {
    let db = TestDb::new().await;
    let app = app_on(&db, &FixedClock::at(at("2027-03-01T02:00:00Z")));
    demo::load(&app).await.unwrap();
    demo::fill(&app).await.unwrap();
    every_status_channel_and_procedure_is_there(&db).await;
    assert_eq!(count(&db, "SELECT count(*) FROM history WHERE at > '2027-01-01Z'").await, 0);
}
