//! The dossier belongs to another agency.

use motcua::domain::{command::Command, ids::AccountId, refusal::Refusal, status::Status};

use crate::support::{
    people::{agency, forward, not_found, refusal},
    portal::{Portal, shown},
};

fn to_agency(code: &str) -> Command {
    Command::Reassign {
        agency: Some(agency(code)),
        to: None,
        reason: "Nơi cư trú thuộc phường Nghĩa Lộ".to_owned(),
    }
}

fn to_person(id: AccountId, reason: &str) -> Command {
    Command::Reassign { agency: None, to: Some(id), reason: reason.to_owned() }
}

#[tokio::test]
async fn the_one_stop_gives_it_to_the_agency_it_belongs_to() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, thuy) =
        (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.thuy().await);
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

/// Nghĩa Lộ works by a calendar of its own, which has a day off on `date`.
async fn nghia_lo_is_closed_on(portal: &Portal, date: &str) {
    let day_off =
        format!(r#"{{"date": "{date}", "kind": "closure", "name": "Ngập lụt", "legal_basis": "Thông báo"}}"#);
    let sql = format!(
        "UPDATE calendar SET data = jsonb_set(data, '{{special_days}}', data->'special_days' || '[{day_off}]'::jsonb),
                             revision = revision + 1
         WHERE key = 'police'"
    );
    assert_eq!(portal.sql(&sql).await.unwrap(), 1);
    let moved = portal.sql("UPDATE agency SET calendar = 'police' WHERE code = 'H48.102'").await;
    assert_eq!(moved.unwrap(), 1);
}

#[tokio::test]
async fn an_agency_with_another_calendar_moves_the_appointment_and_everybody_is_told_both_dates() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    nghia_lo_is_closed_on(&portal, "2026-11-25").await;
    let code = lan.submits("1.004873").await;
    let accepted = hoa.accepts(&code).await;
    assert_eq!(shown(accepted.due_at), "27/11/2026 10:12");

    let moved = hoa.does(&code, to_agency("H48.102")).await;
    assert_eq!(
        (shown(moved.due_at), moved.original_due_at, moved.version),
        ("30/11/2026 10:12".to_owned(), accepted.due_at, accepted.version.next())
    );
    assert!(moved.soon_at > accepted.soon_at);
    assert_eq!(portal.history(moved.id).await.len(), 3, "submitted, accepted, reassigned: one line for both");
    let told = "Hẹn trả: 10:12, thứ Sáu 27/11/2026 → 10:12, thứ Hai 30/11/2026";
    let staff = hoa.browser();
    let page = staff.get(&format!("/mot-cua/ho-so/{code}")).await.is(200);
    page.says(told).says("Nơi cư trú thuộc phường Nghĩa Lộ");

    motcua::jobs::drain(&portal.app).await;
    let citizen = lan.browser();
    let page = citizen.get(&format!("/ho-so/{code}")).await.is(200);
    page.says("ngày hẹn trả chuyển từ 10:12, 27/11/2026 sang 10:12, 30/11/2026")
        .does_not_say("Nơi cư trú thuộc phường Nghĩa Lộ");
    citizen.get("/thong-bao").await.is(200).says("được chuyển sang cơ quan khác giải quyết");

    // Back to the agency it came from, and the date comes back with it.
    let back = hoa.does(&code, to_agency("H48.101")).await;
    assert_eq!(back.due_at, accepted.due_at);
}

#[tokio::test]
async fn before_acceptance_it_is_the_time_to_answer_that_moves() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    nghia_lo_is_closed_on(&portal, "2026-11-25").await;
    let code = lan.submits("1.004873").await;
    let before = portal.dossier(&code).await;
    let moved = hoa.does(&code, to_agency("H48.102")).await;
    assert_eq!(
        (shown(before.respond_by), shown(moved.respond_by)),
        ("25/11/2026 08:00".to_owned(), "26/11/2026 08:00".to_owned())
    );
    assert_eq!(moved.due_at, None);
}
