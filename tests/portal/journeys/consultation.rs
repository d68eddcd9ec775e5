//! Another agency is asked for its opinion.

use motcua::domain::{
    refusal::Refusal,
    status::{Role, Status},
};

use crate::support::{
    people::{consult, forward, not_found, opinion, refusal},
    portal::Portal,
};

#[tokio::test]
async fn an_agency_that_is_asked_sees_the_dossier_and_answers_it() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, hau) = (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.hau().await);
    let code = lan.submits("1.004873").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    not_found(hau.tries(&code, opinion("H48.12")).await);

    let asked = tuan.consults(&code, "H48.12").await;
    assert_eq!(asked.status, Status::Processing);
    assert_eq!(
        portal.texts("SELECT to_char(due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM HH24:MI') FROM consultation").await,
        ["26/11 17:00"],
        "two working days, the holiday not counted"
    );
    assert_eq!(
        refusal(tuan.tries(&code, consult(&portal, "H48.12")).await),
        Refusal::ConsultationNotPossible,
        "it is asked already"
    );
    assert_eq!(refusal(hau.tries(&code, forward()).await), Refusal::NotPermitted, "to be asked is not to hold it");

    let answered = hau.answers(&code, "H48.12").await;
    assert!(answered.consulted.is_empty());
    assert_eq!(refusal(hau.tries(&code, opinion("H48.12")).await), Refusal::NotPermitted, "an opinion is given once");
    assert_eq!(tuan.forwards(&code).await.place.map(|p| p.step), Some(1), "and the work goes on");
}

#[tokio::test]
async fn the_work_does_not_have_to_wait_for_the_opinion() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, hau) = (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.hau().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);
    let code = lan.submits("1.001193").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    tuan.consults(&code, "H48.12").await;
    let next = tuan.forwards(&code).await;
    assert_eq!(next.place.map(|p| p.role), Some(Role::Leader));
    hung.approves(&code).await;
    mai.issues(&code, "14/2026").await;
    mai.completes(&code).await;
    assert_eq!(
        portal.texts("SELECT (answered_at IS NOT NULL)::text FROM consultation").await,
        ["true"],
        "what nobody waits for any more is closed"
    );
    assert!(hau.tries(&code, opinion("H48.12")).await.is_err());
}

#[tokio::test]
async fn a_step_at_another_agency_is_done_there() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, nga) = (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.nga().await);
    let code = lan.submits("1.001612").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    not_found(nga.tries(&code, forward()).await);
    assert_eq!(tuan.forwards(&code).await.holding.as_str(), "H48.18");
    assert_eq!(refusal(tuan.tries(&code, forward()).await), Refusal::NotPermitted);
    assert_eq!(nga.forwards(&code).await.holding.as_str(), "H48.101");
}
