//! The same life, through the real pages: every form is read from the page it stands on.

use motcua::domain::status::Status;

use crate::support::{
    browser::Origin,
    filling::{PDF, Wish},
    people::dong,
    portal::{Portal, shown},
};

const MARITAL: Wish<'_> = Wish { procedure: "1.004873", case: "muc-dich-khac" };
const BIRTH_AGAIN: Wish<'_> = Wish { procedure: "1.004884", case: "co-ban-sao" };

#[tokio::test]
async fn a_citizen_fills_in_every_screen_and_hands_in() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let browser = lan.browser();
    let check = browser.fills_in(&BIRTH_AGAIN).await.says("4.000");
    let code = browser.hands_in(&check).await;
    let dossier = portal.dossier(&code).await;
    assert_eq!(code.as_str(), "H48.101.01-261123-0001");
    assert_eq!(dossier.status, Status::Submitted);
    assert_eq!(dossier.fee_total, dong(4_000));
    assert_eq!(dossier.owner, Some(lan.actor.id));
    assert_eq!(dossier.settling.as_str(), "H48.101");
    assert_eq!(shown(dossier.respond_by), "25/11/2026 08:00");
    let confirmation = browser.get(&format!("/ho-so/{code}/da-nop")).await.is(200);
    let secret = dossier.identity.unwrap();
    confirmation.says(code.as_str()).says(secret.secret.expose());
    browser.get("/ho-so").await.is(200).says(code.as_str());
}

#[tokio::test]
async fn handing_in_twice_makes_one_dossier() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let browser = lan.browser();
    let check = browser.fills_in(&MARITAL).await;
    let one = browser.hands_in(&check).await;
    // the second click of an impatient person: the same form, sent again
    let other = browser.hands_in(&check).await;
    assert_eq!(one, other);
    assert_eq!(portal.texts("SELECT code FROM dossier").await, [one.as_str()]);
}

#[tokio::test]
async fn beginning_twice_makes_one_draft() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let browser = lan.browser();
    let begin = browser.get("/nop/1.004873").await.is(200);
    let form = begin.form("/nop/1.004873").with("case", "muc-dich-khac").with("receiving", "H48.101.01");
    let first = browser.submit(&form).await.is(303);
    let second = browser.submit(&form).await.is(303);
    assert_eq!(first.location, second.location);
    assert_eq!(portal.texts("SELECT status FROM dossier").await, ["draft"]);
}

#[tokio::test]
async fn what_is_not_declared_is_not_handed_in_and_nothing_typed_is_lost() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let browser = lan.browser();
    let check = browser.fills_in(&MARITAL).await;
    let again = browser.submit(&check.form("/kiem-tra")).await.is(422);
    assert!(again.has_form("/kiem-tra"));
    assert_eq!(portal.texts("SELECT status FROM dossier").await, ["draft"]);
}

#[tokio::test]
async fn a_draft_is_nobody_elses() {
    let portal = Portal::new().await;
    let (lan, vinh, hoa) = (portal.lan().await, portal.vinh().await, portal.hoa().await);
    let check = lan.browser().fills_in(&MARITAL).await;
    for other in [&vinh, &hoa] {
        let browser = other.browser();
        browser.get(&check.path).await.is(404);
        browser.submit(&check.form("/kiem-tra")).await.is(404);
    }
}

#[tokio::test]
async fn what_is_no_document_is_not_taken() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let browser = lan.browser();
    let draft = lan.files("1.004884").without_documents().drafted().await;
    let path = format!("/nhap/{draft}/giay-to/ban-sao-khai-sinh");
    let page = browser.get(&format!("/nhap/{draft}/giay-to")).await.is(200);
    let field = page.form(&path).file_field();
    let script = page.form(&path).with_file(&field, "khai-sinh.pdf", b"<script>alert(1)</script>");
    browser.submit(&script).await.is(422);
    assert!(portal.texts("SELECT doc_key FROM document").await.is_empty());
    let pdf = page.form(&path).with_file(&field, "khai-sinh.pdf", PDF);
    browser.submit(&pdf).await.is(303);
    // the same form again: the upload is there once
    browser.submit(&pdf).await.is(303);
    assert_eq!(portal.texts("SELECT doc_key FROM document").await, ["ban-sao-khai-sinh"]);
}

#[tokio::test]
async fn the_owner_supplies_what_is_missing_on_a_page() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;
    hoa.asks_for(&code, "ban-sao-khai-sinh", "2026-12-10").await;
    let browser = lan.browser();
    let page =
        browser.get(&format!("/ho-so/{code}/bo-sung")).await.is(200).says("Ảnh mờ, chụp lại đủ bốn góc");
    let upload = page.form("/bo-sung/ban-sao-khai-sinh");
    let field = upload.file_field();
    let sent = browser.submit(&upload.with_file(&field, "moi.pdf", PDF)).await;
    let page = browser.next(sent).await;
    browser.submit(&page.form("/bo-sung")).await.is(303);
    assert_eq!(portal.dossier(&code).await.status, Status::Submitted);
}

#[tokio::test]
async fn the_owner_takes_a_dossier_back_on_a_page() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.004873").await;
    let browser = lan.browser();
    let page = browser.get(&format!("/ho-so/{code}/rut")).await.is(200);
    browser.submit(&page.form("/rut")).await.is(303);
    assert_eq!(portal.dossier(&code).await.status, Status::Withdrawn);
    // the same form again is harmless
    browser.submit(&page.form("/rut")).await.is(303);
    let id = portal.dossier(&code).await.id;
    assert_eq!(portal.history(id).await.len(), 2);
}

#[tokio::test]
async fn acting_from_an_old_page_shows_what_changed() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004873").await;
    let browser = lan.browser();
    let page = browser.get(&format!("/ho-so/{code}/rut")).await.is(200);
    hoa.accepts(&code).await;
    browser.submit(&page.form("/rut")).await.is(409).says("Lê Thị Hoa");
    assert_eq!(portal.dossier(&code).await.status, Status::Accepted);
}

#[tokio::test]
async fn somebody_elses_dossier_is_not_there() {
    let portal = Portal::new().await;
    let (lan, vinh) = (portal.lan().await, portal.vinh().await);
    let code = lan.submits("1.004873").await;
    let browser = vinh.browser();
    for path in ["", "/rut", "/bo-sung", "/da-nop"] {
        let path = format!("/ho-so/{code}{path}");
        browser.get(&path).await.is(404).does_not_say("Nguyễn Thị Lan");
    }
    browser.post(&format!("/ho-so/{code}/rut"), &[], Origin::Own).await.is(404);
    assert_eq!(portal.dossier(&code).await.status, Status::Submitted);
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_led_to_the_sign_in_and_back() {
    let portal = Portal::new().await;
    let browser = portal.browser();
    let page = browser.get("/ho-so").await.is(303);
    let to = page.leads_to("/dang-nhap");
    assert!(to.contains("%2Fho-so"), "{to}");
    let sign_in = browser.get(&to).await.is(200);
    let form = sign_in
        .form("/dang-nhap")
        .with("login", "0900000001")
        .with("password", motcua::app::demo::DEMO_PASSWORD);
    let done = browser.submit(&form).await.is(303);
    assert_eq!(done.leads_to("/ho-so"), "/ho-so");
    assert!(browser.is_signed_in());
    let page = browser.follow(&done).await.is(200);
    assert!(page.text.contains("Nguyễn Thị Lan"), "her name stands above");
}
