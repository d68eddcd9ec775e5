//! Many at once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use motcua::{
    app::{act, error::Error},
    domain::{command::Command, ids::Version, policy, status::Status},
    store::{self, dossier::Key},
};

use crate::support::portal::Portal;

#[tokio::test]
async fn twenty_submissions_at_one_moment_get_twenty_codes() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let mut drafts = Vec::new();
    for _ in 0..20 {
        drafts.push(Key::Id(lan.files("1.001193").drafted().await));
    }
    let submit = |key| act::act(&portal.app, &lan.actor, key, Version::new(1), Command::Submit);
    let codes: BTreeSet<String> = join_all(drafts.iter().map(submit))
        .await
        .into_iter()
        .map(|done| done.unwrap().dossier.identity.unwrap().code.to_string())
        .collect();
    let expected: BTreeSet<String> = (1..=20).map(|n| format!("H48.101.01-261123-{n:04}")).collect();
    assert_eq!(codes, expected);
}

#[tokio::test]
async fn of_two_officers_who_accept_at_once_one_wins_and_the_other_is_told() {
    let portal = Portal::new().await;
    let (lan, hoa, nhan) = (portal.lan().await, portal.hoa().await, portal.nhan().await);
    let code = lan.submits("1.001193").await;
    let seen = portal.version(&code).await;
    let (one, other) = tokio::join!(
        hoa.tries_seeing(&code, seen, Command::Accept),
        nhan.tries_seeing(&code, seen, Command::Accept)
    );
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert!(!won.unwrap().repeated);
    assert!(matches!(lost, Err(Error::Stale(_))), "{lost:?}");
    let dossier = portal.dossier(&code).await;
    assert_eq!((dossier.status, dossier.version), (Status::Accepted, seen.next()));
    assert_eq!(portal.history(dossier.id).await.len(), 2);
}

#[tokio::test]
async fn one_draft_handed_in_from_five_tabs_becomes_one_dossier() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let key = Key::Id(lan.files("1.001193").drafted().await);
    let tabs = (0..5).map(|_| act::act(&portal.app, &lan.actor, &key, Version::new(1), Command::Submit));
    let done: Vec<_> = join_all(tabs).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(done.iter().filter(|d| !d.repeated).count(), 1);
    assert_eq!(portal.texts("SELECT code FROM dossier").await, ["H48.101.01-261123-0001"]);
    assert_eq!(portal.jobs(portal.find(&key).await.id).await, ["notify-owner 2", "notify-workers 2"]);
}

#[tokio::test]
async fn what_only_refers_to_a_dossier_does_not_wait_for_whoever_works_on_it_and_another_act_does() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001193").await;
    let id = portal.dossier(&code).await.id;
    let mut tx = portal.app.db.begin().await.unwrap();
    let key = Key::Code(code.clone());
    store::dossier::lock(&mut tx, &policy::scope(&lan.actor), &key).await.unwrap().unwrap();
    let refers = format!(
        "SET LOCAL lock_timeout = '2s';
         INSERT INTO print_log (form_key, dossier_id, paper, at, by)
         VALUES (gen_random_uuid(), '{id}', 'slip', '2026-11-23T01:00:00Z', '{}')",
        lan.actor.id
    );
    portal.sql(&refers).await.unwrap();
    let other = async {
        let mut tx = portal.app.db.begin().await.unwrap();
        store::dossier::lock(&mut tx, &policy::scope(&lan.actor), &key).await.unwrap().unwrap();
    };
    let waits = tokio::time::timeout(std::time::Duration::from_millis(500), other).await;
    assert!(waits.is_err(), "two acts on one dossier queue up");
    tx.commit().await.unwrap();
}
