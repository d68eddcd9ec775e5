//! What the province takes off fees is drafted, looked at, published as a whole, and holds for what is filed from then on.

use motcua::domain::{command::Command, refusal::Refusal};

use crate::support::{
    browser::Origin,
    page::css,
    people::{dong, refusal},
    portal::Portal,
};

const PAGE: &str = "/quan-tri/uu-dai";
const DRAFT: &str = "/quan-tri/uu-dai/ban-nhap";
const PUBLISH: &str = "/quan-tri/uu-dai/cong-bo";
const TRIAL: &str = "/quan-tri/uu-dai/thu";
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
    browser.get(PAGE).await.is(200).says("Bản nháp bảng số 2").says("Đã sửa").says("Giảm 80 %");
    // a draft changes nothing yet
    let meanwhile = lan.submits("1.001612").await;
    assert_eq!(portal.dossier(&meanwhile).await.fee_total, dong(50_000));

    let trial = browser.get(&format!("{TRIAL}?ma=1.001612&ngay=23%2F11%2F2026")).await.is(200);
    trial.says("50.000").says("20.000").says("Nghị quyết 5/2026/NQ-HĐND Điều 1");

    let page = browser.get(PUBLISH).await.is(200).says("Giảm 50 %").says("Giảm 80 %");
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
    let gone = browser.submit(&publish).await.is(303);
    browser.follow(&gone).await.is(200).says("Không còn bản nháp nào");
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
    browser.get(PUBLISH).await.is(303);
}

#[tokio::test]
async fn what_is_worth_a_look_is_looked_at_before_a_schedule_is_published() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get(DRAFT).await.is(200).form(DRAFT);
    let name = form.value("preference.name").unwrap().to_owned();
    let form = form.with("preference.to", "31/12/2026").with("preference.procedures", "9.999999");
    browser.submit(&form).await.is(303);
    let page = browser.get(PUBLISH).await.is(200).says("Sắp hết hiệu lực").says("Có thủ tục chưa công bố");
    let page = page.says(&format!("“{name}” · 31/12/2026")).does_not_say("2026-12-31");
    let publish = page.form(PUBLISH).with("reason", "Nghị quyết 5/2026/NQ-HĐND");
    let again = browser.submit(&publish).await.is(422).form(PUBLISH);
    assert_eq!(portal.texts("SELECT state FROM fee_schedule WHERE number = 2").await, ["draft"]);
    assert_eq!(again.value("reason"), Some("Nghị quyết 5/2026/NQ-HĐND"), "what was typed stays");
    let mut looked = again;
    looked.values.push(("looked".to_owned(), "yes".to_owned()));
    browser.submit(&looked).await.is(303);
    assert_eq!(portal.texts("SELECT state FROM fee_schedule WHERE number = 2").await, ["published"]);
}

#[tokio::test]
async fn a_trial_asks_for_what_its_fields_hold() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let wrong = admin.browser().get(&format!("{TRIAL}?ma=giay-phep&ngay=mai")).await.is(200);
    let wrong = wrong.says("Không có thủ tục mang mã này").says("ví dụ 31/12/2026");
    wrong.does_not_say("Chọn một mục").does_not_say("31 12 1985");
}

#[tokio::test]
async fn what_is_to_be_looked_at_is_counted_beside_the_word_that_all_is_there() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get("/quan-tri/thu-tuc/1.001612/phi").await.is(200).form("/phi");
    let emptied = browser.submit(&form.clone().with("fee.name", "")).await.is(422);
    emptied.says("Muốn bỏ dòng này, bấm “Bỏ dòng này”");
    browser.submit(&form.with("rule.to", "31/12/2026")).await.is(303);
    let page = browser.get("/quan-tri/thu-tuc/1.001612").await.is(200);
    let count = page.html().select(&css("section .card-title + p a[href='#advice-title']")).count();
    assert_eq!(count, 1, "{}", page.words());
    page.says("đã đủ thông tin để công bố").says("điều nên xem lại trước khi công bố");
}

#[tokio::test]
async fn what_takes_nothing_off_is_not_published() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get(DRAFT).await.is(200).form(DRAFT);
    browser.submit(&form.with("preference.way", "off").with("preference.value", "0")).await.is(303);
    let page = browser.get(PUBLISH).await.is(200).says("Phải sửa trước khi công bố");
    assert!(!page.has_form(PUBLISH), "there is no button that would be refused");
    let base = portal
        .texts("SELECT (extract(epoch FROM edited_at) * 1000000)::bigint::text FROM fee_schedule WHERE number = 2")
        .await;
    let base = uuid::Uuid::from_u128(base[0].parse().unwrap()).to_string();
    let values = [("base".to_owned(), base), ("reason".to_owned(), "NQ".to_owned())];
    browser.post(PUBLISH, &values, Origin::Own).await.is(422);
    assert_eq!(portal.texts("SELECT state FROM fee_schedule WHERE number = 2").await, ["draft"]);
}

#[tokio::test]
async fn the_fees_of_a_draft_stand_beside_those_in_force_and_can_be_tried() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get("/quan-tri/thu-tuc/1.001612/phi").await.is(200).form("/phi");
    browser.submit(&form.with("rule.amount", "160.000")).await.is(303);
    let page = browser.get("/quan-tri/thu-tuc/1.001612").await.is(200).says("Bản nháp thay đổi mức thu");
    assert!(page.text.contains("<ins>160.000"), "{}", page.text);
    let draft = browser.get(&format!("{TRIAL}?ma=1.001612&ban=nhap")).await.is(200);
    draft.says("80.000").says("Nghị quyết");
    browser.get(&format!("{TRIAL}?ma=1.001612")).await.is(200).does_not_say("80.000");
    // each quantity has a box of its own
    let page = browser.get(&format!("{TRIAL}?ma=2.000815&so.pages=7&so.copies=2")).await.is(200);
    let form = page.form(TRIAL);
    assert!(form.names().iter().filter(|name| name.starts_with("so.")).count() >= 1, "{:?}", form.names());
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
