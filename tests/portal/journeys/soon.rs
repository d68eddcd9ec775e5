//! What is due soon: the list and the light beside every dossier are one.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use motcua::{
    domain::{
        deadline::{self, Light},
        ids::DossierCode,
        ledger::ClockState,
        policy,
        status::Status,
    },
    jobs,
    store::{
        self,
        queue::{Ask, Cursor},
        queue_desk::DeskQueue,
    },
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use crate::support::{
    people::Person,
    portal::{Portal, local, shown},
};

/// Codes in the list "due soon" of somebody, as it stands at `now`.
async fn listed(person: &Person<'_>, now: DateTime<Utc>) -> BTreeSet<String> {
    let scope = policy::scope(&person.actor);
    let ask = Ask::new(Cursor::START, "");
    let db = &person.portal.app.db;
    let page =
        store::queue_desk::desk(db, &scope, &person.actor, (DeskQueue::Soon, &ask), now).await.unwrap();
    assert!(page.next.is_none(), "one page");
    let counts = store::queue_desk::desk_counts(db, &scope, &person.actor, now).await.unwrap();
    assert_eq!(usize::try_from(counts.of(DeskQueue::Soon)).unwrap(), page.rows.len());
    page.rows.into_iter().map(|row| row.code).collect()
}

/// Codes whose light is not green at `now`, by the rules of the day on which the dates were stored.
async fn lit(portal: &Portal, codes: &[DossierCode], percent: u8, now: DateTime<Utc>) -> BTreeSet<String> {
    let reference = portal.app.reference().await.unwrap();
    let mut lit = BTreeSet::new();
    for code in codes {
        let dossier = portal.dossier(code).await;
        let calendar = reference.calendar_of(&dossier.settling).unwrap();
        let stored = deadline::projection(&dossier.ledger, percent, &calendar).unwrap();
        if dossier.status == Status::Processing {
            assert_eq!(dossier.ledger.state(), ClockState::Running);
            assert_eq!(dossier.soon_at, stored.map(|stored| stored.soon_at), "{code}");
            assert_eq!(dossier.due_at, stored.map(|stored| stored.due_at), "{code}");
        }
        let light = deadline::light(&dossier.ledger, now, dossier.soon_at, &calendar).unwrap();
        if dossier.status == Status::Processing
            && matches!(light, Light::Soon | Light::DueToday | Light::Overdue)
        {
            lit.insert(code.to_string());
        }
    }
    lit
}

#[tokio::test]
async fn the_list_and_the_light_agree_on_random_dossiers_also_when_the_percentage_changes() {
    let portal = Portal::at("2026-09-07 07:30").await;
    let (lan, hoa, tuan, khoa) =
        (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.khoa().await);
    let mut random = StdRng::seed_from_u64(20_261_126);
    let mut codes = Vec::new();
    for _ in 0..12 {
        portal.clock.advance(TimeDelta::minutes(random.random_range(1..4_000)));
        let procedure = ["1.004884", "1.004873", "1.001193"][random.random_range(0..3)];
        let code = lan.submits(procedure).await;
        hoa.accepts(&code).await;
        portal.clock.advance(TimeDelta::minutes(random.random_range(0..600)));
        hoa.forwards(&code).await;
        if procedure == "1.004884" && random.random_bool(0.7) {
            portal.clock.advance(TimeDelta::minutes(random.random_range(0..1_500)));
            tuan.asks_for(&code, "ban-sao-khai-sinh", "2026-12-20").await;
            portal.clock.advance(TimeDelta::minutes(random.random_range(0..6_000)));
            if random.random_bool(0.7) {
                lan.supplies(&code, "ban-sao-khai-sinh").await;
            }
        }
        codes.push(code);
    }
    let mut differing = BTreeSet::new();
    let mut agree = async |percent| {
        for _ in 0..12 {
            let now = local("2026-09-07 07:30") + TimeDelta::minutes(random.random_range(0..70_000));
            let listed = listed(&tuan, now).await;
            assert_eq!(listed, lit(&portal, &codes, percent, now).await, "{}", shown(Some(now)));
            differing.insert(listed.len());
        }
    };
    agree(80).await;
    jobs::drain(&portal.app).await;

    // From a day on, half of the time is soon: the stored moments follow on that day.
    let today = portal.app.clock.now() + TimeDelta::hours(7);
    let tomorrow = today.date_naive().succ_opt().unwrap();
    let browser = khoa.browser();
    let form = browser.get("/quan-tri/quy-tac-thoi-han").await.is(200).form("/quy-tac-thoi-han");
    let form = form
        .with("valid_from", &tomorrow.format("%d/%m/%Y").to_string())
        .with("soon_percent", "50")
        .with("legal_basis", "QĐ 12/QĐ-UBND");
    browser.submit(&form).await.is(303);
    let versions =
        || portal.texts("SELECT code || ' ' || version FROM dossier WHERE code IS NOT NULL ORDER BY 1");
    let before = versions().await;
    jobs::drain(&portal.app).await;
    agree(80).await;
    portal.clock.advance(TimeDelta::hours(24));
    jobs::drain(&portal.app).await;
    agree(50).await;
    assert_eq!(versions().await, before, "no dossier has changed for it");
    assert!(differing.len() > 3, "the moments were chosen well: {differing:?}");
}

#[tokio::test]
async fn dossiers_from_before_get_their_moment_by_the_job_of_the_migration() {
    let portal = Portal::new().await;
    let code = portal.lan().await.submits("1.004884").await;
    portal.hoa().await.accepts(&code).await;
    let dossier = portal.hoa().await.forwards(&code).await;
    assert!(dossier.soon_at < dossier.due_at);
    jobs::drain(&portal.app).await;
    let migration = include_str!("../../../migrations/20261126040000_soon.sql");
    let put = &migration[migration.find("UPDATE dossier").unwrap()..];
    portal.sql(put).await.unwrap();
    assert_eq!(portal.dossier(&code).await.soon_at, dossier.due_at);
    jobs::drain(&portal.app).await;
    let after = portal.dossier(&code).await;
    assert_eq!((after.soon_at, after.version), (dossier.soon_at, dossier.version));
    let states = "SELECT state FROM job WHERE kind = 'recount-dossiers' GROUP BY state";
    assert_eq!(portal.texts(states).await, ["done"]);
}
