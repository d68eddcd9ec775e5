//! The rules of the clock are set for a day to come; those that hold are not edited, only superseded.

use crate::support::{browser::Origin, portal::Portal};

const PAGE: &str = "/quan-tri/quy-tac-thoi-han";

#[tokio::test]
async fn new_rules_hold_from_a_day_to_come_and_leave_the_old_ones_as_they_were() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    let form = browser.get(PAGE).await.is(200).says("Đang áp dụng").form(PAGE);
    assert_eq!((form.value("response_minutes"), form.value("soon_percent")), (Some("480"), Some("80")));
    let form = form
        .with("valid_from", "01/01/2027")
        .with("mode", "hour")
        .with("cut_off", "15h30")
        .with("soon_percent", "60")
        .with("legal_basis", "Quyết định 12/2026/QĐ-UBND Điều 5");
    browser.submit(&form).await.is(303);
    browser.submit(&form).await.is(303);
    browser.get(PAGE).await.is(200).says("Từ ngày 01/01/2027").says("Sắp áp dụng").says("15:30").says("60 %");
    let count =
        async |table: &str| portal.texts(&format!("SELECT count(*)::text FROM {table}")).await.remove(0);
    assert_eq!(count("clock_rule").await, "1");
    assert_eq!(
        count("audit WHERE subject_kind = 'clock-rule'").await,
        "1",
        "the same twice is the same as once"
    );
    let reference = portal.app.reference().await.unwrap();
    let soon = |day: &str| reference.rules_on(day.parse().unwrap()).soon_percent;
    assert_eq!((soon("2026-12-31"), soon("2027-01-01")), (80, 60));
}

#[tokio::test]
async fn a_day_that_has_begun_and_what_cannot_be_read_are_given_back() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    let form = browser.get(PAGE).await.is(200).form(PAGE);
    let wrong = form.clone().with("valid_from", "mai").with("soon_percent", "nhiều").with("legal_basis", "");
    let again = browser.submit(&wrong).await.is(422).form(PAGE);
    assert_eq!((again.value("valid_from"), again.value("soon_percent")), (Some("mai"), Some("nhiều")));
    let today =
        form.with("valid_from", "23/11/2026").with("legal_basis", "Quyết định 1").with("reschedules", "10");
    let again = browser.submit(&today).await.is(422).says("Chọn ngày sau hôm nay").form(PAGE);
    assert_eq!((again.value("valid_from"), again.value("reschedules")), (Some("23/11/2026"), Some("10")));
    assert_eq!(portal.texts("SELECT count(*)::text FROM clock_rule").await, ["0"]);
}

#[tokio::test]
async fn whoever_may_only_look_finds_no_form_and_cannot_send_one() {
    let portal = Portal::new().await;
    let lan = portal.ngoc_lan().await;
    let browser = lan.browser();
    let page = browser.get(PAGE).await.is(200).says("Đang áp dụng");
    assert!(!page.has_form(PAGE));
    browser.post(PAGE, &[], Origin::Own).await.is(403);
}

#[tokio::test]
async fn whether_a_payment_begins_the_answer_anew_is_the_provinces_rule() {
    let portal = Portal::new().await;
    let (khoa, lan, hoa) = (portal.khoa().await, portal.lan().await, portal.hoa().await);
    let browser = khoa.browser();
    let form = browser.get(PAGE).await.is(200).says("Tính lại thời hạn trả lời").form(PAGE);
    let form = form
        .with("valid_from", "26/11/2026")
        .unticked("payment_restarts_answer")
        .with("legal_basis", "Quyết định 12/2026/QĐ-UBND Điều 6");
    browser.submit(&form).await.is(303);
    browser.get(PAGE).await.is(200).says("Thời hạn trả lời không đổi");
    for (day, is_anew) in [("2026-11-25", true), ("2026-11-26", false)] {
        portal.it_is(&format!("{day} 08:00"));
        let code = lan.submits("1.001612").await;
        let before = portal.dossier(&code).await.respond_by;
        portal.it_is(&format!("{day} 10:00"));
        hoa.takes(&code, 50_000).await;
        let after = portal.dossier(&code).await.respond_by;
        assert_eq!(after != before, is_anew, "{day}: {before:?}, then {after:?}");
    }
}
