//! The one-stop finds something missing before it takes the dossier in.

use motcua::domain::{command::Command, refusal::Refusal, status::Status};

use crate::support::{
    people::{ask, refusal},
    portal::{Portal, shown},
};

#[tokio::test]
async fn what_is_missing_is_asked_for_once_and_the_dossier_waits_where_it_was() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;

    portal.it_is("2026-11-23 10:00");
    let asked = hoa.asks_for(&code, "ban-sao-khai-sinh", "2026-12-10").await;
    assert_eq!(asked.status, Status::SupplementRequested);
    assert!(!asked.ledger.is_started(), "the clock has not started: nothing was taken in");

    portal.it_is("2026-11-26 08:00");
    assert_eq!(refusal(lan.tries(&code, Command::supplement()).await), Refusal::NothingSupplied);
    let supplied = lan.supplies(&code, "ban-sao-khai-sinh").await;
    assert_eq!(supplied.status, Status::Submitted);
    // the one-stop has 8 working hours again: 7 today, 1 tomorrow
    assert_eq!(shown(supplied.respond_by), "27/11/2026 08:00");

    portal.it_is("2026-11-26 09:00");
    let accepted = hoa.accepts(&code).await;
    // 4 working days online, from the day it was taken in: Fri, Mon, Tue, Wed
    assert_eq!(shown(accepted.due_at), "02/12/2026 17:00");
    assert_eq!(
        portal
            .texts("SELECT round::text || ' ' || stage || ' ' || (answered_at IS NOT NULL) FROM supplement_request")
            .await,
        ["1 intake true"]
    );
}

#[tokio::test]
async fn a_request_names_what_it_wants_says_why_and_leaves_time() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;
    let nothing = Command::RequestSupplement {
        items: vec![],
        note: String::new(),
        until: "2026-12-10".parse().unwrap(),
    };
    assert_eq!(refusal(hoa.tries(&code, nothing).await), Refusal::NothingRequested);
    assert_eq!(refusal(hoa.tries(&code, ask("to-khai", "2026-11-23")).await), Refusal::DateInPast);
    let mut silent = ask("to-khai", "2026-12-10");
    if let Command::RequestSupplement { items, .. } = &mut silent {
        items[0].reason = "  ".to_owned();
    }
    assert_eq!(refusal(hoa.tries(&code, silent).await), Refusal::ReasonMissing);
    assert_eq!(portal.dossier(&code).await.status, Status::Submitted);
}

#[tokio::test]
async fn what_was_not_supplied_in_time_may_be_refused() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;
    hoa.asks_for(&code, "ban-sao-khai-sinh", "2026-12-01").await;
    portal.it_is("2026-12-02 08:00");
    let rejected = hoa.rejects(&code, "Quá hạn bổ sung").await;
    assert_eq!(rejected.status, Status::Rejected);
}
