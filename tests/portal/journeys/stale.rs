//! Two tabs, two people, two clicks.

use motcua::{
    app::act,
    domain::{
        command::Command,
        ids::Version,
        status::{Action, Status},
    },
    store::dossier::Key,
};

use crate::support::{
    people::{reject, stale},
    portal::{Portal, local},
};

#[tokio::test]
async fn whoever_acts_from_an_old_page_is_told_what_changed() {
    let portal = Portal::new().await;
    let (lan, hoa, nhan) = (portal.lan().await, portal.hoa().await, portal.nhan().await);
    let code = lan.submits("1.004873").await;
    let seen = portal.version(&code).await;

    portal.it_is("2026-11-23 08:30");
    nhan.accepts(&code).await;
    portal.it_is("2026-11-23 08:31");
    let told = stale(hoa.tries_seeing(&code, seen, reject("Thiếu giấy tờ")).await);
    assert_eq!(told.status, Status::Accepted);
    assert_eq!(told.since, [(Action::Accept, "Phạm Thanh Nhân".to_owned(), local("2026-11-23 08:30"))]);
    assert_eq!(portal.dossier(&code).await.status, Status::Accepted);

    // the same action by somebody else is no repetition either
    assert_eq!(stale(hoa.tries_seeing(&code, seen, Command::Accept).await).since.len(), 1);
}

#[tokio::test]
async fn the_same_form_sent_twice_does_it_once_and_says_the_same() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let key = Key::Id(lan.files("1.004873").drafted().await);
    let mut codes = Vec::new();
    for repeated in [false, true, true] {
        let done = act::act(&portal.app, &lan.actor, &key, Version::new(1), Command::Submit).await.unwrap();
        assert_eq!(done.repeated, repeated);
        codes.push(done.dossier.identity.unwrap().code);
    }
    codes.dedup();
    assert_eq!(codes.len(), 1);

    let seen = portal.version(&codes[0]).await;
    for repeated in [false, true] {
        let done = hoa.tries_seeing(&codes[0], seen, Command::Accept).await.unwrap();
        assert_eq!((done.repeated, done.dossier.status), (repeated, Status::Accepted));
    }
    let id = portal.dossier(&codes[0]).await.id;
    assert_eq!(portal.history(id).await.len(), 2);
    assert_eq!(portal.texts("SELECT last::text FROM dossier_serial").await, ["1"]);
}

#[tokio::test]
async fn a_repetition_after_somebody_else_acted_is_stale() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004873").await;
    let seen = portal.version(&code).await;
    hoa.accepts(&code).await;
    lan.withdraws(&code).await;
    let told = stale(hoa.tries_seeing(&code, seen, Command::Accept).await);
    assert_eq!((told.status, told.since.len()), (Status::Withdrawn, 2));
}
