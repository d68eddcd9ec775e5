//! An agency's calendar inherits the province's: what the province publishes holds for the agency as well, but for what the agency
//! says itself, and the dates of the agency's dossiers follow.

use motcua::{domain::ids::DossierCode, jobs};

use crate::support::{
    browser::Browser,
    people::Person,
    portal::{Portal, shown},
};

const AGENCY: &str = "/quan-tri/co-quan/H48.102";
const OWN: &str = "/quan-tri/lich?lich=H48.102";

/// 1.004884 at the counter: 5 working days from Monday 23 November, the holiday of the 24th left out.
const PROMISED: &str = "01/12/2026 17:00";

async fn inherits(browser: &Browser<'_>) {
    let page = browser.get(AGENCY).await.is(200).says("Giờ hành chính tỉnh Quảng Ngãi");
    browser.submit(&page.form("/lich")).await.is(303).leads_to(OWN);
}

/// Takes `lines` into a draft of the calendar and publishes it.
async fn publishes(browser: &Browser<'_>, key: &str, lines: &str) {
    drafts(browser, key, lines).await;
    let form = browser.get(&format!("/quan-tri/lich/{key}/cong-bo")).await.is(200).form("/cong-bo");
    browser.submit(&form.with("reason", "Theo Thông báo 12/TB-UBND")).await.is(303);
}

async fn drafts(browser: &Browser<'_>, key: &str, lines: &str) {
    let page = browser.get(&format!("/quan-tri/lich?lich={key}")).await.is(200);
    browser.submit(&page.form("/ban-nhap/tao")).await.is(303);
    let page = browser.get(&format!("/quan-tri/lich/{key}/ban-nhap")).await.is(200);
    browser.submit(&page.form("/nhap").with("csv", lines)).await.is(303);
}

async fn taken_in(trang: &Person<'_>, portal: &Portal) -> DossierCode {
    let code = trang.files("1.004884").at("H48.102.01").walk_in("Trần Văn Bảy").taken_in().await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), PROMISED);
    code
}

#[tokio::test]
async fn what_the_province_publishes_moves_the_dossiers_of_an_agency_that_inherits() {
    let portal = Portal::new().await;
    let (trang, khoa) = (portal.trang().await, portal.khoa().await);
    let code = taken_in(&trang, &portal).await;
    let browser = khoa.browser();
    inherits(&browser).await;
    let page = browser.get(OWN).await.is(200).says("Chưa có điểm riêng nào");
    assert!(!page.has_form("/de-xuat"), "years are the province's");
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), PROMISED, "to inherit moves nothing");

    // its own closure moves its own dossiers
    publishes(&browser, "H48.102", "closure,2026-11-26,Chuyển trụ sở").await;
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), "02/12/2026 17:00");
    let own = portal.texts("SELECT own::text FROM calendar WHERE key = 'H48.102'").await;
    assert!(
        own[0].contains("2026-11-26") && !own[0].contains("2026-09-02"),
        "only what differs is kept: {own:?}"
    );
    browser.get(OWN).await.is(200).says("26/11/2026: Đóng cửa đột xuất").says("Chuyển trụ sở");

    // what the province closes on top moves them as well, and is foreseen
    drafts(&browser, "province", "closure,2026-11-27,Ngập lụt").await;
    let page = browser.get("/quan-tri/lich/province/cong-bo").await.is(200).says("UBND phường Nghĩa Lộ");
    let page = page.says("1 hồ sơ đang giải quyết").says("1 hồ sơ hẹn muộn hơn 1 ngày").says(code.as_str());
    let file = browser.get("/quan-tri/lich/province/cong-bo/ho-so.csv").await.is(200).text;
    assert!(file.contains(code.as_str()), "{file}");
    browser.submit(&page.form("/cong-bo").with("reason", "Mưa lũ diện rộng")).await.is(303);
    jobs::drain(&portal.app).await;
    let after = portal.dossier(&code).await;
    assert_eq!(shown(after.due_at), "03/12/2026 17:00");
    let history = portal.texts("SELECT event::text FROM history WHERE action = 'recount' ORDER BY id").await;
    assert_eq!(history.len(), 2);
    assert!(history[1].contains("Mưa lũ diện rộng"), "{history:?}");

    let versions = "SELECT number || ' ' || state || ' ' || coalesce(follows::text, '-') FROM calendar_version \
                    WHERE calendar = 'H48.102' ORDER BY number";
    assert_eq!(portal.texts(versions).await, ["1 published -", "2 published -", "3 published 2"]);
    for sql in ["UPDATE calendar_version SET own = '{}' WHERE number = 2", "DELETE FROM calendar_version"] {
        assert!(portal.sql(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
    let page = browser.get(OWN).await.is(200).says("theo bản 2 của lịch kế thừa");
    let words = page.words();
    assert!(words.contains("Ngập lụt") && words.contains("Kế thừa") && words.contains("Riêng"), "{words}");
    browser.get("/quan-tri/lich?lich=province").await.is(200).says("Lịch kế thừa lịch này");
}

#[tokio::test]
async fn what_an_agency_says_itself_is_not_changed_by_the_province() {
    let portal = Portal::new().await;
    let (trang, khoa) = (portal.trang().await, portal.khoa().await);
    let code = taken_in(&trang, &portal).await;
    let browser = khoa.browser();
    inherits(&browser).await;
    publishes(&browser, "H48.102", "workday,2026-11-24,as=tue,name=Trực giải quyết hồ sơ").await;
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), "30/11/2026 17:00");

    // the province works half of the 24th: for the agency it stays as it says itself, and nothing moves
    publishes(&browser, "province", "workday,2026-11-24,07:00-11:30,name=Làm nửa ngày").await;
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), "30/11/2026 17:00");
    let versions = portal.texts("SELECT number::text FROM calendar_version WHERE calendar = 'H48.102'").await;
    assert_eq!(versions.len(), 2, "a version that changes nothing is none");
}

#[tokio::test]
async fn a_draft_of_the_agency_stands_on_what_the_province_published_meanwhile() {
    let portal = Portal::new().await;
    let (trang, khoa) = (portal.trang().await, portal.khoa().await);
    let code = taken_in(&trang, &portal).await;
    let browser = khoa.browser();
    inherits(&browser).await;
    drafts(&browser, "H48.102", "closure,2026-11-26,Chuyển trụ sở").await;
    let old = browser.get("/quan-tri/lich/H48.102/cong-bo").await.is(200).form("/cong-bo");
    publishes(&browser, "province", "closure,2026-11-27,Ngập lụt").await;
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), "02/12/2026 17:00");

    // whoever has the old page is asked to look again; the draft is whole and can be published
    browser.submit(&old.with("reason", "Chuyển trụ sở")).await.is(409);
    let page = browser.get("/quan-tri/lich/H48.102/cong-bo").await.is(200).says("26/11/2026");
    assert!(!page.text.contains("27/11/2026"), "what is inherited is no difference");
    browser.submit(&page.form("/cong-bo").with("reason", "Chuyển trụ sở")).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), "03/12/2026 17:00");
}

#[tokio::test]
async fn an_agency_inherits_once_and_a_calendar_that_inherits_hands_nothing_down() {
    let portal = Portal::new().await;
    let (khoa, ngoc_lan) = (portal.khoa().await, portal.ngoc_lan().await);
    let browser = khoa.browser();
    let form = browser.get(AGENCY).await.is(200).form("/lich");
    browser.submit(&form).await.is(303);
    browser.submit(&form).await.is(303);
    assert!(!browser.get(AGENCY).await.is(200).has_form("/lich"));
    assert!(!ngoc_lan.browser().get("/quan-tri/co-quan/H48.103").await.is(200).has_form("/lich"));
    let changes = portal.texts("SELECT what FROM audit WHERE subject_id = 'H48.102'").await;
    assert_eq!(changes.len(), 1, "{changes:?}");
    // the centre now works by the calendar of the ward, which is none to inherit from
    let centre = browser.get("/quan-tri/co-quan/H48.102.01").await.is(200).form("/H48.102.01");
    browser.submit(&centre.with("calendar", "H48.102")).await.is(303);
    let page = browser.get("/quan-tri/co-quan/H48.102.01").await.is(200).says("Lịch riêng");
    assert!(!page.has_form("/lich"));
    let origin = crate::support::browser::Origin::Own;
    browser.post("/quan-tri/co-quan/H48.102.01/lich", &[], origin).await.is(404);
    browser
        .post("/quan-tri/lich/H48.102/ban-nhap/de-xuat", &[("year".to_owned(), "2027".to_owned())], origin)
        .await
        .is(404);
}
