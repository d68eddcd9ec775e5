//! The officers' half, through the real pages: what is done must be offered on the dossier's page.

use motcua::domain::{ids::DossierCode, status::Status};

use crate::support::{
    browser::{Browser, Origin},
    filling::{Side, Wish},
    people::dong,
    portal::{Portal, shown},
};

#[tokio::test]
async fn five_people_carry_a_dossier_from_the_first_screen_to_the_result() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);
    let (citizen, counter) = (lan.browser(), hoa.browser());
    let (specialist, leader, clerk) = (tuan.browser(), hung.browser(), mai.browser());

    let wish = Wish { procedure: "1.004873", case: "muc-dich-khac" };
    let check = citizen.fills_in(&wish).await;
    let code = citizen.hands_in(&check).await;

    portal.it_is("2026-11-23 09:00");
    counter.get("/mot-cua/hang-doi").await.is(200).says(code.as_str());
    counter.acts(Side::Counter, &code, "tiep-nhan", &[]).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), "27/11/2026 10:12");
    counter.acts(Side::Counter, &code, "chuyen-buoc", &[]).await;

    portal.it_is("2026-11-23 10:00");
    sees_as_free(&specialist, &code).await;
    specialist.acts(Side::Desk, &code, "chuyen-buoc", &[]).await;
    specialist.acts(Side::Desk, &code, "chuyen-buoc", &[]).await;
    sees_as_free(&leader, &code).await;
    leader.acts(Side::Desk, &code, "phe-duyet", &[]).await;
    clerk
        .acts(
            Side::Desk,
            &code,
            "ban-hanh",
            &[
                ("number", "01/XN-UBND"),
                ("date-day", "23"),
                ("date-month", "11"),
                ("date-year", "2026"),
                ("signer", "Nguyễn Quốc Hùng"),
            ],
        )
        .await;
    clerk.acts(Side::Desk, &code, "hoan-thanh", &[]).await;
    assert_eq!(portal.dossier(&code).await.on_time, Some(true));

    portal.it_is("2026-11-25 08:00");
    citizen.get(&format!("/ho-so/{code}")).await.is(200);
    counter.acts(Side::Counter, &code, "thu-phi", &[]).await;
    assert_eq!(portal.dossier(&code).await.fee_paid, dong(5_000));
    counter
        .acts(Side::Counter, &code, "tra-ket-qua", &[("to", "Nguyễn Thị Lan"), ("method", "counter")])
        .await;
    let returned = portal.dossier(&code).await;
    assert_eq!(returned.status, Status::Returned);
    assert_eq!(portal.history(returned.id).await.len(), 10);
}

/// Finds the dossier among those of the office that nobody has taken yet.
async fn sees_as_free(browser: &Browser<'_>, code: &DossierCode) {
    let worklist = browser.get("/xu-ly").await.is(200);
    let free = worklist.link_named("Chưa ai nhận");
    browser.get(&free).await.is(200).says(code.as_str());
}

#[tokio::test]
async fn the_result_does_not_leave_while_the_fee_is_unpaid() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);
    let code = lan.files("1.001193").case("qua-han").submitted().await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    tuan.forwards(&code).await;
    hung.approves(&code).await;
    mai.issues(&code, "22/2026").await;
    mai.completes(&code).await;
    let browser = hoa.browser();
    let form = browser
        .offered(Side::Counter, &code, "tra-ket-qua")
        .await
        .with("to", "Nguyễn Thị Lan")
        .with("method", "counter");
    let again = browser.submit(&form).await.is(422);
    assert_eq!(
        again.form("/tra-ket-qua").value("to"),
        Some("Nguyễn Thị Lan"),
        "what was typed is still there"
    );
    assert_eq!(portal.dossier(&code).await.status, Status::Completed);
}

#[tokio::test]
async fn of_two_officers_with_the_same_page_the_second_is_told_who_was_faster() {
    let portal = Portal::new().await;
    let (lan, hoa, nhan) = (portal.lan().await, portal.hoa().await, portal.nhan().await);
    let code = lan.submits("1.004873").await;
    let (one, other) = (hoa.browser(), nhan.browser());
    let form_one = one.offered(Side::Counter, &code, "tiep-nhan").await;
    let form_other = other.offered(Side::Counter, &code, "tiep-nhan").await;
    one.submit(&form_one).await.is(303);
    other.submit(&form_other).await.is(409).says("Lê Thị Hoa");
    // the first one's second click is no quarrel
    one.submit(&form_one).await.is(303);
    let id = portal.dossier(&code).await.id;
    assert_eq!(portal.history(id).await.len(), 2);
}

#[tokio::test]
async fn a_refusal_without_a_reason_is_asked_for_one() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004873").await;
    let browser = hoa.browser();
    let form = browser.offered(Side::Counter, &code, "tu-choi").await;
    browser.submit(&form).await.is(422);
    assert_eq!(portal.dossier(&code).await.status, Status::Submitted);
    for thin in ["x", "Thuế", "a a a a a a"] {
        let again = browser.submit(&form.clone().with("reason", thin)).await.is(422).says("ít nhất hai từ");
        assert_eq!(again.form("/tu-choi").value("reason"), Some(thin), "nothing typed is lost");
    }
    assert_eq!(portal.dossier(&code).await.status, Status::Submitted);
    browser.submit(&form.with("reason", "Không thuộc thẩm quyền")).await.is(303);
    assert_eq!(portal.dossier(&code).await.status, Status::Rejected);
}

#[tokio::test]
async fn another_wards_officer_does_not_find_the_dossier() {
    let portal = Portal::new().await;
    let (lan, trang, thuy) = (portal.lan().await, portal.trang().await, portal.thuy().await);
    let code = lan.submits("1.004873").await;
    let counter = trang.browser();
    counter.get(&Side::Counter.dossier(&code)).await.is(404);
    counter.get("/mot-cua/hang-doi").await.is(200).does_not_say(code.as_str());
    let accept = format!("{}/tiep-nhan", Side::Counter.dossier(&code));
    counter.post(&accept, &[], Origin::Own).await.is(404);
    thuy.browser().get(&Side::Desk.dossier(&code)).await.is(404);
    assert_eq!(portal.dossier(&code).await.status, Status::Submitted);
}

#[tokio::test]
async fn what_somebody_may_not_do_is_not_offered_and_not_taken() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let code = lan.submits("1.004873").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    let version = portal.version(&code).await.number().to_string();
    let browser = tuan.browser();
    let page = browser.get(&Side::Desk.dossier(&code)).await.is(200);
    assert!(page.text.contains("/chuyen-buoc"));
    for verb in ["phe-duyet", "ban-hanh", "hoan-thanh", "tiep-nhan"] {
        assert!(!page.text.contains(&format!("{code}/{verb}")), "{verb} is offered");
    }
    let approve = format!("{}/phe-duyet", Side::Desk.dossier(&code));
    let sent = browser.post(&approve, &[("version".to_owned(), version)], Origin::Own).await;
    assert!(matches!(sent.status, 403 | 409 | 422), "{}: {}", sent.status, sent.words());
    assert_eq!(portal.dossier(&code).await.place.map(|p| p.step), Some(0), "it is where it was");
}

#[tokio::test]
async fn an_administrator_has_no_business_with_dossiers() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.004873").await;
    for admin in [portal.ngoc_lan().await, portal.khoa().await] {
        let browser = admin.browser();
        browser.get("/mot-cua").await.is(403);
        browser.get("/xu-ly").await.is(403);
        browser.get(&Side::Counter.dossier(&code)).await.is(403);
        browser.get(&format!("/ho-so/{code}")).await.is(404);
    }
}
