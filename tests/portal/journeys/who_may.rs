//! Doors that stay closed: the wrong role is refused, the wrong agency sees nothing.

use motcua::domain::{command::Command, refusal::Refusal};

use crate::support::{
    people::{issue, not_found, refusal},
    portal::Portal,
};

#[tokio::test]
async fn the_wrong_role_is_refused() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai, long) = (portal.hung().await, portal.mai().await, portal.long().await);
    let code = lan.submits("1.001193").await;
    for other in [&lan, &tuan, &hung, &mai, &long] {
        assert_eq!(refusal(other.tries(&code, Command::Accept).await), Refusal::NotPermitted, "{}", other.actor.name);
    }
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    let approve = Command::Approve { note: String::new() };
    for other in [&lan, &hoa, &tuan, &hung, &mai] {
        assert_eq!(
            refusal(other.tries(&code, approve.clone()).await),
            Refusal::NotPermitted,
            "it is the specialist's step, so not even the leader approves: {}",
            other.actor.name
        );
    }
}

#[tokio::test]
async fn to_another_agency_the_dossier_is_not_there() {
    let portal = Portal::new().await;
    let (lan, trang, thuy, vinh) = (portal.lan().await, portal.trang().await, portal.thuy().await, portal.vinh().await);
    let code = lan.submits("1.001193").await;
    for other in [&trang, &thuy, &vinh, &portal.ngoc_lan().await, &portal.khoa().await] {
        not_found(other.tries(&code, Command::Accept).await);
    }
}

#[tokio::test]
async fn a_result_is_issued_once_before_it_is_completed_and_not_in_the_future() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);
    let code = lan.submits("1.001193").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    assert_eq!(refusal(tuan.tries(&code, Command::Complete).await), Refusal::NotPermitted);
    tuan.forwards(&code).await;
    hung.approves(&code).await;
    assert_eq!(refusal(mai.tries(&code, Command::Complete).await), Refusal::ResultNotIssued);
    assert_eq!(refusal(mai.tries(&code, issue("15/2026", "2026-11-24")).await), Refusal::DateInFuture);
    assert_eq!(refusal(mai.tries(&code, issue(" ", "2026-11-23")).await), Refusal::ReasonMissing);
    mai.issues(&code, "15/2026").await;
    assert_eq!(refusal(mai.tries(&code, issue("16/2026", "2026-11-23")).await), Refusal::ResultAlreadyIssued);
}
