//! The worker and the schedule: what happens when workers die, fail, or are many.

use std::time::Duration;

use chrono::TimeDelta;
use motcua::{
    app::{context::App, notify, outbox},
    clock::FixedClock,
    jobs::{self, schedule, worker},
    store::{self, job::Job},
};
use serde_json::json;
use sqlx::AssertSqlSafe;
use tokio::sync::watch;

use crate::{
    demo::{app_on, at, count, sendable},
    support::database::TestDb,
};

const OWNER: &str = "00000000-0000-7000-8000-000000000001";
const DOSSIER: &str = "00000000-0000-7000-8000-000000000002";

/// A dossier of an owner with an account, handed in: enough to be told about.
const ONE_DOSSIER: &str = r"
    INSERT INTO calendar (key, name, data, updated_at) VALUES ('c', 'c', '{}', '2026-01-01Z');
    INSERT INTO agency (code, name, short_name, level, receives, calendar, valid_from)
    VALUES ('H48.101.01', 'x', 'x', 'commune-centre', true, 'c', '2025-07-01');
    INSERT INTO account (id, kind, full_name, phone, created_at)
    VALUES ('00000000-0000-7000-8000-000000000001', 'citizen', 'Lan', '+84900000001', '2026-01-01Z');
    INSERT INTO procedure (code, name, field, levels, audiences, online, search, updated_at)
    VALUES ('1.001193', 'x', 'x', '{}', '{}', 'full', 'x', '2026-01-01Z');
    INSERT INTO procedure_version (id, code, number, name, content, content_hash, created_at)
    VALUES ('00000000-0000-7000-8000-000000000003', '1.001193', 1, 'x', '{}', '', '2026-01-01Z');
    INSERT INTO dossier (id, code, lookup_secret, link_token, form_key, version, status, procedure_code, procedure_version,
                         case_key, channel, entered_by, owner_id, filer_id, applicant, applicant_name, receiving_agency,
                         settling_agency, holding_agency, created_at, updated_at, status_at, submitted_at)
    VALUES ('00000000-0000-7000-8000-000000000002', 'H48.101.01-261122-0001', 'ABCD', 'x',
            '00000000-0000-7000-8000-000000000004', 2, 'submitted', '1.001193', '00000000-0000-7000-8000-000000000003',
            'x', 'online', 'citizen', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001', '{}',
            'Lan', 'H48.101.01', 'H48.101.01', 'H48.101.01', '2026-11-22Z', '2026-11-22Z', '2026-11-22Z', '2026-11-22Z');
";

struct House {
    db: TestDb,
    clock: FixedClock,
    app: App,
}

async fn house() -> House {
    let db = TestDb::new().await;
    let clock = FixedClock::at(at("2026-11-23T02:00:00Z"));
    let app = app_on(&db, &clock);
    sqlx::raw_sql(ONE_DOSSIER).execute(&db.pool).await.unwrap();
    House { db, clock, app }
}

impl House {
    async fn put(&self, kind: &str, key: &str, payload: &serde_json::Value) {
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin().await.unwrap();
        store::job::put(&mut tx, kind, key, payload, (now, now)).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn put_notice(&self) {
        let payload = json!({
            "dossier": DOSSIER, "version": 2, "by": OWNER,
            "event": {"kind": "paid", "amount": 8000, "method": "cash", "reference": null, "due_at": null},
        });
        self.put("notify-owner", "notice", &payload).await;
    }

    async fn claim(&self) -> Vec<Job> {
        store::job::claim(&self.app.db, 10, self.app.clock.now(), worker::LEASE).await.unwrap()
    }

    async fn messages(&self) -> i64 {
        count(&self.db, "SELECT count(*) FROM message").await
    }

    async fn jobs(&self, state: &str) -> i64 {
        count(&self.db, &format!("SELECT count(*) FROM job WHERE state = '{state}'")).await
    }
}

#[tokio::test]
async fn a_worker_that_dies_between_claim_and_finish_loses_its_lease_and_another_one_does_the_job_once() {
    let house = house().await;
    house.put_notice().await;
    let dead = house.claim().await;
    assert_eq!(dead.len(), 1);

    assert_eq!(jobs::drain(&house.app).await, 0, "the lease still holds");
    house.clock.advance(worker::LEASE + TimeDelta::seconds(1));
    assert_eq!(jobs::drain(&house.app).await, 1);
    assert_eq!((house.messages().await, house.jobs("done").await), (1, 1));

    // The first worker was only slow, and comes back: nothing of what it does is kept.
    notify::owner(&house.app, &dead[0]).await.unwrap();
    outbox::put_back(&house.app, &dead[0], "late", None).await.unwrap();
    assert_eq!((house.messages().await, house.jobs("done").await), (1, 1));
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_later_and_later_and_then_lies_among_the_dead() {
    let house = house().await;
    house.put("no-such-job", "k", &json!({})).await;
    let mut tries = 0;
    for _ in 0..worker::MOST_TRIES {
        assert_eq!(jobs::drain(&house.app).await, 1);
        tries += 1;
        assert_eq!(jobs::drain(&house.app).await, 0, "not at once again");
        house.clock.advance(TimeDelta::hours(1));
    }
    assert_eq!(tries, worker::MOST_TRIES);
    assert_eq!((house.jobs("dead").await, house.jobs("ready").await), (1, 0));
    assert_eq!(jobs::drain(&house.app).await, 0);
    let why = "SELECT count(*) FROM job WHERE last_error = 'there is no job no-such-job' AND attempts = 8";
    assert_eq!(count(&house.db, why).await, 1);
}

#[tokio::test]
async fn what_can_never_work_lies_among_the_dead_at_once() {
    let house = house().await;
    house.put("notify-owner", "k", &json!({"dossier": "nonsense"})).await;
    jobs::drain(&house.app).await;
    assert_eq!(house.jobs("dead").await, 1);
}

#[tokio::test]
async fn a_job_that_kills_its_worker_every_time_ends_among_the_dead() {
    let house = house().await;
    house.put_notice().await;
    for _ in 0..worker::MOST_TRIES {
        assert_eq!(house.claim().await.len(), 1);
        house.clock.advance(worker::LEASE + TimeDelta::seconds(1));
    }
    jobs::drain(&house.app).await;
    assert_eq!((house.messages().await, house.jobs("dead").await), (0, 1));
}

#[tokio::test]
async fn two_workers_never_do_one_job_twice() {
    let house = house().await;
    for n in 0..40 {
        let payload = json!({
            "dossier": DOSSIER, "version": n, "by": OWNER,
            "event": {"kind": "supplemented", "round": 1, "documents": 1, "due_at": null},
        });
        house.put("notify-owner", &format!("k{n}"), &payload).await;
    }
    let (one, other) = tokio::join!(jobs::drain(&house.app), jobs::drain(&house.app));
    assert_eq!(one + other, 40);
    assert_eq!((house.messages().await, house.jobs("done").await), (40, 40));
    assert_eq!(count(&house.db, "SELECT max(attempts)::bigint FROM job").await, 1);
}

#[tokio::test]
async fn the_schedule_fires_once_with_two_workers() {
    let house = house().await;
    let lines = i64::try_from(schedule::SCHEDULE.len()).unwrap();
    let (one, other) = tokio::join!(schedule::plan(&house.app), schedule::plan(&house.app));
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(count(&house.db, "SELECT count(*) FROM job").await, lines);
    jobs::drain(&house.app).await;
    schedule::plan(&house.app).await.unwrap();
    assert_eq!((house.jobs("done").await, house.jobs("ready").await), (lines, 0));
    // A day later each line fired again, and the hourly one is made up for only once.
    house.clock.advance(TimeDelta::days(1));
    schedule::plan(&house.app).await.unwrap();
    assert_eq!(house.jobs("ready").await, lines);
}

#[tokio::test]
async fn a_passed_appointment_is_warned_about_once() {
    let house = house().await;
    sqlx::raw_sql(AssertSqlSafe(
        "INSERT INTO posting (account_id, role, agency) VALUES ('00000000-0000-7000-8000-000000000001', 'one-stop-officer', 'H48.101.01');
         UPDATE dossier SET status = 'accepted', due_at = '2026-11-23T01:00:00Z'"
            .to_owned(),
    ))
    .execute(&house.db.pool)
    .await
    .unwrap();
    for n in 0..3 {
        house.put("warn-overdue", &format!("w{n}"), &json!({})).await;
        assert_eq!(jobs::drain(&house.app).await, 1);
        house.clock.advance(TimeDelta::hours(1));
    }
    assert_eq!(house.messages().await, 1);
}

#[tokio::test]
async fn old_drafts_and_old_jobs_go_and_young_ones_stay() {
    let house = house().await;
    sqlx::raw_sql(AssertSqlSafe("UPDATE dossier SET status = 'draft', updated_at = '2026-10-01Z'".to_owned()))
        .execute(&house.db.pool)
        .await
        .unwrap();
    house.put("expire-drafts", "e", &json!({})).await;
    jobs::drain(&house.app).await;
    assert_eq!(count(&house.db, "SELECT count(*) FROM dossier").await, 0);
    house.clock.advance(TimeDelta::days(31));
    house.put("prune", "p", &json!({})).await;
    jobs::drain(&house.app).await;
    assert_eq!(house.jobs("done").await, 1, "only the pruning itself is young");
}

#[tokio::test]
async fn a_worker_that_is_asked_to_stop_ends() {
    let house = house().await;
    house.put_notice().await;
    let (stop, stopping) = watch::channel(false);
    let working = sendable(jobs::run(house.app.clone(), stopping));
    let asking = async {
        while house.messages().await == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        stop.send(true).unwrap();
    };
    let both = async { tokio::join!(working, asking) };
    tokio::time::timeout(Duration::from_secs(10), both).await.unwrap();
    assert_eq!(house.messages().await, 1);
    assert_eq!((house.jobs("ready").await, house.jobs("leased").await), (0, 0));
}
