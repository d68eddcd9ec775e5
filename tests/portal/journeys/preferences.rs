//! What the province takes off fees is drafted, looked at, published as a whole, and holds for what is filed from then on.

use motcua::domain::{command::Command, refusal::Refusal};

use crate::support::{
    browser::Origin,
    people::{dong, refusal},
    portal::Portal,
};

const PAGE: &str = "/quan-tri/uu-dai";
const DRAFT: &str = "/quan-tri/uu-dai/ban-nhap";
const PUBLISH: &str = "/quan-tri/uu-dai/cong-bo";
const DISCARD: &str = "/quan-tri/uu-dai/ban-nhap/bo";

#[tokio::test]
async fn a_new_schedule_holds_for_what_is_filed_later_and_never_for_what_was_filed_before() {
    let portal = Portal::new().await;
    let (admin, lan) = (portal.ngoc_lan().await, portal.lan().await);
    let before = lan.submits("1.001612").await;
    let old = portal.dossier(&before).await;
    assert_eq!((old.fee_total, old.quote.as_ref().unwrap().schedule), (dong(50_000), 1));

    let browser = admin.browser();
    browser.get(PAGE).await.is(200).says("Giảm 50 %").says("Bảng số 1");
    let form = browser.get(DRAFT).await.is(200).form(DRAFT);
    assert_eq!(form.value("preference.value"), Some("50"));
    let form =
        form.with("preference.value", "80 %").with("preference.basis", "Nghị quyết 5/2026/NQ-HĐND Điều 1");
    browser.submit(&form).await.is(303);
    let page = browser.get(PAGE).await.is(200).says("Bản nháp bảng số 2").says("Đã sửa").says("Giảm 80 %");
    // a draft changes nothing yet
    let meanwhile = lan.submits("1.001612").await;
    assert_eq!(portal.dossier(&meanwhile).await.fee_total, dong(50_000));

    let trial = browser.get(&format!("{PAGE}?ma=1.001612&ngay=23%2F11%2F2026")).await.is(200);
    trial.says("50.000").says("20.000");

    let publish = page.form(PUBLISH);
    browser.submit(&publish).await.is(422).says("Căn cứ công bố");
    browser.submit(&publish.clone().with("reason", "NQ")).await.is(422).says("ít nhất hai từ");
    let publish = publish.with("reason", "Nghị quyết 5/2026/NQ-HĐND");
    browser.submit(&publish).await.is(303);
    let after = lan.submits("1.001612").await;
    let new = portal.dossier(&after).await;
    assert_eq!((new.fee_total, new.quote.as_ref().unwrap().schedule), (dong(20_000), 2));
    assert_eq!(portal.dossier(&before).await.fee_total, dong(50_000), "what was filed keeps its rates");
    // the draft that was published cannot be published again, nor edited
    browser.submit(&publish).await.is(409);
    let edited = portal.sql("UPDATE fee_schedule SET preferences = '[]' WHERE number = 1").await;
    assert!(edited.is_err(), "a published schedule is append-only");
}

#[tokio::test]
async fn what_cannot_be_read_is_given_back_and_nobody_overwrites_anybody() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get(DRAFT).await.is(200).form(DRAFT);
    let wrong = form.clone().with("preference.value", "101").with("preference.to", "01/01/2020");
    let again = browser.submit(&wrong).await.is(422).says("không trước ngày đầu").form(DRAFT);
    assert_eq!(
        (again.value("preference.value"), again.value("preference.to")),
        (Some("101"), Some("01/01/2020"))
    );

    let mine = form.clone().with("preference.value", "40");
    let theirs = form.with("preference.value", "60");
    browser.submit(&mine).await.is(303);
    let late = browser.submit(&theirs).await.is(409).form(DRAFT);
    assert_eq!(late.value("preference.value"), Some("60"), "what was typed stays");
    browser.get(PAGE).await.is(200).says("Giảm 40 %");

    let discard = browser.get(PAGE).await.form(DISCARD);
    browser.submit(&discard).await.is(303);
    browser.submit(&discard).await.is(303);
    let page = browser.get(PAGE).await.is(200);
    assert!(!page.has_form(PUBLISH), "there is no draft any more");
}

#[tokio::test]
async fn who_may_only_look_finds_no_draft() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    browser.get(PAGE).await.is(200).says("Đang áp dụng");
    browser.get(DRAFT).await.is(403);
    browser.post(PUBLISH, &[], Origin::Own).await.is(403);
}

#[tokio::test]
async fn a_fee_collected_first_must_be_paid_before_acceptance() {
    let portal = Portal::new().await;
    let (admin, lan, hoa) = (portal.ngoc_lan().await, portal.lan().await, portal.hoa().await);
    let browser = admin.browser();
    let form = browser.get("/quan-tri/thu-tuc/1.001612/phi").await.is(200).form("/phi");
    assert_eq!(form.value("fee.collection"), Some("after"));
    browser.submit(&form.with("fee.collection", "before-acceptance")).await.is(303);
    let publish = browser.get("/quan-tri/thu-tuc/1.001612").await.is(200).form("/cong-bo");
    let draft = publish.choices("version")[0].clone();
    browser.submit(&publish.pressing("version", &draft)).await.is(303);

    let code = lan.submits("1.001612").await;
    assert_eq!(refusal(hoa.tries(&code, Command::Accept).await), Refusal::FeeUnpaid);
    hoa.takes(&code, 50_000).await;
    hoa.does(&code, Command::Accept).await;
}
