//! The administrator of the system adds an agency, moves a user there, and a procedure is given to it.

use crate::support::portal::Portal;

const NEW: &str = "/quan-tri/co-quan/them";

#[tokio::test]
async fn an_agency_is_added_and_then_has_people_and_procedures() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    let page = browser.get("/quan-tri/co-quan").await.is(200);
    assert_eq!(page.link_named("Thêm cơ quan"), NEW);
    let form = browser.get(NEW).await.is(200).form(NEW);
    let form = form
        .with("code", "h48.30")
        .with("level", "department")
        .with("parent", "H48")
        .with("name", "Quỹ Đầu tư phát triển tỉnh Quảng Ngãi")
        .with("short_name", "Quỹ ĐTPT")
        .with("phone", "0255 3822 222")
        .with("calendar", "province")
        .with("valid_from", "01/11/2026");
    let added = browser.submit(&form).await.is(303);
    browser.follow(&added).await.is(200).says("Đã thêm cơ quan").says("H48.30");
    // the same form again is harmless
    browser.submit(&form).await.is(303);
    let trail = portal.texts("SELECT what FROM audit WHERE subject_id = 'H48.30'").await;
    assert_eq!(trail, ["added"]);

    let user = portal.texts("SELECT id::text FROM account WHERE phone = '+84900000101'").await.remove(0);
    let page = browser.get(&format!("/quan-tri/nguoi-dung/{user}")).await.is(200);
    let roles = page.form("/vai-tro").with_row("role", 0, "specialist").with_row("agency", 0, "H48.30");
    browser.submit(&roles).await.is(303);
    browser.get(&format!("/quan-tri/nguoi-dung/{user}")).await.is(200).says("Quỹ ĐTPT");

    let ngoc_lan = portal.ngoc_lan().await;
    let procedures = ngoc_lan.browser();
    let facts = procedures.get("/quan-tri/thu-tuc/1.013225/thong-tin").await.is(200).form("/thong-tin");
    procedures.submit(&facts.with("settler", "agency").with("agency", "H48.30")).await.is(303);
    procedures.get("/quan-tri/thu-tuc/1.013225").await.is(200).says("Quỹ ĐTPT");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_agency_is_said_at_its_field_and_nothing_typed_is_lost() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    let blank = browser.get(NEW).await.is(200).form(NEW);
    for (field, changes, says) in [
        ("code", vec![("code", "H4812")], "Mã cơ quan gồm"),
        ("code", vec![("code", "H48.12")], "đã có cơ quan khác dùng"),
        ("parent", vec![("parent", "")], "Chọn một mục"),
        (
            "parent",
            vec![("level", "commune-centre"), ("ward", "21022"), ("parent", "H48.12")],
            "Chọn một mục",
        ),
        ("ward", vec![("level", "commune")], "Điền mục này"),
        ("ward", vec![("ward", "21022")], "Nhập một số"),
        ("name", vec![("name", " ")], "Điền mục này"),
        ("phone", vec![("phone", "12")], "số điện thoại"),
        ("valid_from", vec![("valid_from", "32/01/2026")], ""),
        ("valid_to", vec![("valid_to", "01/01/2020")], ""),
    ] {
        let mut form = blank
            .clone()
            .with("code", "H48.31")
            .with("level", "department")
            .with("parent", "H48")
            .with("name", "Cơ quan thử")
            .with("short_name", "CQ thử")
            .with("valid_from", "01/11/2026");
        for (name, value) in &changes {
            form = form.with(name, value);
        }
        let again = browser.submit(&form).await;
        assert_eq!(again.status, 422, "{changes:?} was taken");
        let html = again.html();
        let marked =
            html.select(&crate::support::page::css(&format!("#f-{}-error", field.replace('_', "-")))).count();
        assert_eq!(marked, 1, "{changes:?}: {}", again.words());
        let again = again.says(says);
        assert_eq!(again.form(NEW).value("short_name"), Some("CQ thử"));
    }
    assert!(portal.texts("SELECT code FROM agency WHERE code = 'H48.31'").await.is_empty());
}
