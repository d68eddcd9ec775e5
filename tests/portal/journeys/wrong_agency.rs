//! The dossier belongs to another agency.

use motcua::domain::{command::Command, ids::AccountId, refusal::Refusal, status::Status};

use crate::support::{
    people::{agency, forward, not_found, refusal},
    portal::Portal,
};

fn to_agency(code: &str) -> Command {
    Command::Reassign {
        agency: Some(agency(code)), to: None, reason: "Nơi cư trú thuộc phường Nghĩa Lộ".to_owned()
    }
}

fn to_person(id: AccountId, reason: &str) -> Command {
    Command::Reassign { agency: None, to: Some(id), reason: reason.to_owned() }
}

#[tokio::test]
async fn the_one_stop_gives_it_to_the_agency_it_belongs_to() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, thuy) = (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.thuy().await);
    let code = lan.submits("1.004873").await;
    hoa.accepts(&code).await;
    not_found(thuy.tries(&code, forward()).await);

    let moved = hoa.does(&code, to_agency("H48.102")).await;
    assert_eq!(
        (moved.status, moved.settling.as_str(), moved.receiving.as_str()),
        (Status::Accepted, "H48.102", "H48.101.01")
    );
    hoa.forwards(&code).await;
    not_found(tuan.tries(&code, forward()).await);
    assert_eq!(thuy.forwards(&code).await.holding.as_str(), "H48.102");
}

#[tokio::test]
async fn a_centre_that_only_receives_is_not_competent() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004873").await;
    assert_eq!(refusal(hoa.tries(&code, to_agency("H48.102.01")).await), Refusal::AgencyNotCompetent);
}

#[tokio::test]
async fn the_leader_gives_a_step_to_one_specialist_and_it_is_closed_to_the_others() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (nhi, hung) = (portal.nhi().await, portal.hung().await);
    let code = lan.submits("1.004873").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;

    assert_eq!(refusal(hung.tries(&code, to_person(nhi.actor.id, "")).await), Refusal::ReasonMissing);
    assert_eq!(
        refusal(hung.tries(&code, to_person(hoa.actor.id, "Hoa rảnh")).await),
        Refusal::AgencyNotCompetent,
        "an officer of the one-stop is no specialist"
    );
    let given = hung.does(&code, to_person(nhi.actor.id, "Nhi phụ trách")).await;
    assert_eq!(given.holder, Some(nhi.actor.id));
    assert_eq!(refusal(tuan.tries(&code, forward()).await), Refusal::NotPermitted);
    assert_eq!(nhi.forwards(&code).await.holder, None, "the next step is free");
}
