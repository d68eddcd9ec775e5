//! Somebody comes to the counter with paper.

use motcua::domain::{
    command::Command,
    refusal::Refusal,
    status::{EnteredBy, Status},
};

use crate::support::{
    people::{dong, not_found, refusal},
    portal::{Portal, Span, local, shown},
};

#[tokio::test]
async fn a_walk_in_is_entered_and_taken_in_at_once_for_the_full_fee() {
    let portal = Portal::at("2026-11-23 10:00").await;
    let hoa = portal.hoa().await;

    let code = hoa.files("1.004873").case("muc-dich-khac").walk_in("Trần Văn Bảy").taken_in().await;

    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.status, Status::Accepted);
    assert_eq!(
        (dossier.owner, dossier.entered_by, dossier.applicant.name.as_str()),
        (None, EnteredBy::Officer, "Trần Văn Bảy")
    );
    assert_eq!(dossier.fee_total, dong(10_000));
    // 3 working days: Wednesday, Thursday, Friday
    assert_eq!(shown(dossier.due_at), "27/11/2026 17:00");
    assert_eq!(
        portal.history(dossier.id).await,
        [
            "23/11 10:00 Lê Thị Hoa: submit draft → submitted",
            "23/11 10:00 Lê Thị Hoa: accept submitted → accepted",
        ]
    );
}

#[tokio::test]
async fn the_counter_takes_cash_before_the_dossier_goes_on() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let code = hoa.files("1.004873").walk_in("Trần Văn Bảy").taken_in().await;
    let paid = hoa.takes(&code, 10_000).await;
    assert_eq!((paid.status, paid.fee_paid, paid.outstanding()), (Status::Accepted, dong(10_000), dong(0)));
    assert_eq!(portal.texts("SELECT method || ' ' || amount::text FROM payment").await, ["cash 10000"]);
}

#[tokio::test]
async fn a_centre_receives_for_an_agency_of_the_province() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    // criminal record certificates are settled by one named agency, whoever receives them
    let code = hoa.files("3.000333").walk_in("Trần Văn Bảy").taken_in().await;
    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.receiving.as_str(), "H48.101.01");
    assert_eq!(dossier.settling.as_str(), "H48.17");
    assert!(code.as_str().starts_with("H48.101.01-"));
}

#[tokio::test]
async fn a_dossier_goes_where_it_was_handed_in() {
    let portal = Portal::new().await;
    let (lan, hoa, trang) = (portal.lan().await, portal.hoa().await, portal.trang().await);
    let code = lan.files("1.004873").at("H48.102.01").submitted().await;
    not_found(hoa.tries(&code, Command::Accept).await);
    portal.clock.advance(4.hours());
    let accepted = trang.accepts(&code).await;
    assert_eq!(code.as_str(), "H48.102.01-261123-0001");
    assert_eq!(accepted.accepted_at, Some(local("2026-11-23 12:00")));
    // taken in at lunch: the clock starts at 13:30, and the promise of 2.4 working days is the same
    assert_eq!(shown(accepted.due_at), "27/11/2026 10:12");
}

#[tokio::test]
async fn what_is_done_only_online_is_not_taken_at_the_counter() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let tried = hoa.files("1.012575").walk_in("Trần Văn Bảy").tried().await;
    assert_eq!(refusal(tried), Refusal::ChannelClosed);
}
