//! The person changes their mind.

use motcua::domain::{
    command::Command,
    refusal::Refusal,
    status::{Action, Status},
};

use crate::support::{
    people::{not_found, refusal},
    portal::Portal,
};

#[tokio::test]
async fn the_owner_takes_a_dossier_back_while_it_is_being_processed() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let code = lan.submits("1.004873").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    let withdrawn = lan.withdraws(&code).await;
    assert_eq!(withdrawn.status, Status::Withdrawn);
    assert!(withdrawn.ledger.is_ended());
    assert_eq!(withdrawn.place, None, "nobody has anything to do with it now");
    assert_eq!(
        refusal(tuan.tries(&code, crate::support::people::forward()).await),
        Refusal::NotFromHere { status: Status::Withdrawn, action: Action::Forward }
    );
}

#[tokio::test]
async fn what_is_done_cannot_be_taken_back() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);
    let code = lan.submits("1.001193").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    tuan.forwards(&code).await;
    hung.approves(&code).await;
    mai.issues(&code, "13/2026").await;
    mai.completes(&code).await;
    let reason = String::new();
    assert_eq!(
        refusal(lan.tries(&code, Command::Withdraw { reason }).await),
        Refusal::NotFromHere { status: Status::Completed, action: Action::Withdraw }
    );
}

#[tokio::test]
async fn nobody_else_can_take_it_back() {
    let portal = Portal::new().await;
    let (lan, vinh, tuan) = (portal.lan().await, portal.vinh().await, portal.tuan().await);
    let code = lan.submits("1.004873").await;
    let withdraw = Command::Withdraw { reason: String::new() };
    not_found(vinh.tries(&code, withdraw.clone()).await);
    assert_eq!(refusal(tuan.tries(&code, withdraw).await), Refusal::NotPermitted);
}
