//! Intake through the counter's page: the card, the form, somebody who files for the owner.

use motcua::domain::{
    ids::DossierCode,
    party::Sex,
    status::{EnteredBy, Status},
};

use crate::support::{
    browser::Browser,
    filling::Side,
    form::Form,
    page::{Page, css},
    people::dong,
    portal::Portal,
};

const CARD: &str =
    "051188575785|212345678|Trần Văn Bảy|02031988|Nam|Tổ 3, Phường Cẩm Thành, Quảng Ngãi|01012022";
const BIRTH: &str = "/mot-cua/tiep-nhan/1.001193";
const MARITAL: &str = "/mot-cua/tiep-nhan/1.004873";

/// The form as Enter in a field would send it: the first button speaks.
fn with_enter(page: &Page, path: &str) -> Form {
    let form = page.form(path);
    let step = form.choices("step")[0].clone();
    form.with("step", &step)
}

async fn scans(browser: &Browser<'_>, path: &str) -> Page {
    let page = browser.get(path).await.is(200);
    browser.submit(&with_enter(&page, path).with("card", CARD)).await.is(200)
}

async fn taken(browser: &Browser<'_>, form: &Form) -> DossierCode {
    let done = browser.submit(form).await.is(303);
    let to = done.leads_to("/mot-cua/ho-so/");
    DossierCode::parse(to.rsplit('/').next().unwrap()).unwrap()
}

#[tokio::test]
async fn a_card_and_enter_take_somebody_in() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = scans(&browser, BIRTH).await;
    let form = page.form(BIRTH);
    assert_eq!(form.value("name"), Some("Trần Văn Bảy"));
    assert_eq!(form.value("number"), Some("051188575785"));
    assert_eq!(form.value("birth-year"), Some("1988"));
    assert_eq!(form.value("sex"), Some("male"));
    assert_eq!(form.value("address"), Some("Tổ 3, Phường Cẩm Thành, Quảng Ngãi"));
    assert_eq!(form.value("card"), Some(""));

    // now Enter takes the dossier in, and what is missing is said without losing anything
    let missing = browser.submit(&with_enter(&page, BIRTH)).await.is(422);
    assert_eq!(missing.form(BIRTH).value("name"), Some("Trần Văn Bảy"));
    let papers = with_enter(&missing, BIRTH).ticking("doc", "to-khai").ticking("doc", "giay-chung-sinh");
    let code = taken(&browser, &papers).await;
    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.status, Status::Accepted);
    assert_eq!(dossier.applicant.sex.map(Sex::key), Some("male"));
    assert_eq!(dossier.applicant.representative, None);
    assert_eq!(
        portal
            .texts("SELECT doc_key || ' ' || originals || '+' || copies FROM document ORDER BY doc_key")
            .await,
        ["giay-chung-sinh 1+0", "to-khai 1+0"]
    );
    browser.get(&format!("/mot-cua/ho-so/{code}")).await.is(200).says("Nam");
}

#[tokio::test]
async fn a_card_that_cannot_be_read_loses_nothing() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = browser.get(BIRTH).await.is(200);
    let broken = CARD.replace("02031988", "31021988");
    let form = with_enter(&page, BIRTH).with("name", "Lê Thị Tám").with("card", &broken);
    let again = browser.submit(&form).await.is(422).says("ngày sinh đọc được");
    assert_eq!(again.form(BIRTH).value("card"), Some(broken.as_str()));
    assert_eq!(again.form(BIRTH).value("name"), Some("Lê Thị Tám"));
    let code = browser.submit(&with_enter(&again, BIRTH).with("card", "123456")).await.is(422);
    code.says("Quét lại");
    assert!(portal.texts("SELECT status FROM dossier").await.is_empty());
}

#[tokio::test]
async fn the_counter_may_type_the_answers_of_the_form_and_need_not() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = scans(&browser, BIRTH).await.says("tờ khai giấy là tờ khai của hồ sơ");
    let form = with_enter(&page, BIRTH)
        .ticking("doc", "to-khai")
        .ticking("doc", "giay-chung-sinh")
        .with("to-khai.child-name", "Trần Thị Mai Anh")
        .with("to-khai.child-birth-date-day", "12")
        .with("to-khai.child-birth-date-month", "11")
        .with("to-khai.child-birth-date-year", "2026");
    // what was typed is read as the citizen's own form reads it
    let wrong = browser.submit(&form.clone().with("to-khai.mother-number", "0511")).await.is(422);
    assert_eq!(wrong.form(BIRTH).value("to-khai.child-name"), Some("Trần Thị Mai Anh"));
    let code = taken(&browser, &form).await;
    let dossier = portal.dossier(&code).await;
    let answer = |key: &str| dossier.answers.get(key).map(String::as_str);
    assert_eq!(answer("child-name"), Some("Trần Thị Mai Anh"));
    assert_eq!(answer("child-birth-date"), Some("2026-11-12"));
    assert_eq!(answer("mother-name"), None);
    // what is known of whoever came fills the requester's part
    assert_eq!(answer("requester-name"), Some("Trần Văn Bảy"));
    browser.get(&format!("/mot-cua/ho-so/{code}")).await.is(200).says("Trần Thị Mai Anh");
}

#[tokio::test]
async fn what_the_fee_is_counted_from_must_be_answered() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let path = "/mot-cua/tiep-nhan/2.000635";
    let page = scans(&browser, path).await;
    assert_eq!(page.form(path).value("to-khai.copies"), Some("1"));
    let look = browser.submit(&page.form(path).pressing("step", "look").with("to-khai.copies", "3")).await;
    let look = look.is(200).says("24.000");
    let empty = with_enter(&look, path).with("to-khai.copies", "");
    browser.submit(&empty).await.is(422);
    let papers = with_enter(&look, path).ticking("doc", "to-khai");
    let code = taken(&browser, &papers).await;
    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.fee_total, dong(24_000));
    assert_eq!(dossier.answers.get("copies").map(String::as_str), Some("3"));
}

#[tokio::test]
async fn another_case_is_shown_before_it_is_taken_in() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = scans(&browser, MARITAL).await;
    let form = with_enter(&page, MARITAL).with("case", "cap-lai");
    let shown = browser.submit(&form).await.is(200).says("Đã đổi trường hợp");
    assert!(portal.texts("SELECT status FROM dossier").await.is_empty());
    // its documents are offered now, and the first button only looks until the page was seen
    let form = shown.form(MARITAL).pressing("step", "accept");
    let form = form.ticking("doc", "to-khai").ticking("doc", "giay-xac-nhan-cu");
    let code = taken(&browser, &form).await;
    assert_eq!(portal.dossier(&code).await.case, "cap-lai");
}

#[tokio::test]
async fn somebody_files_for_the_owner() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = browser.get(BIRTH).await.is(200);
    // the card of whoever came goes to their own fields
    let filer = CARD.replace("051188575785", "051195000777").replace("Trần Văn Bảy", "Trần Thị Chín");
    let form = with_enter(&page, BIRTH).with("behalf", "other").with("filer_card", &filer);
    let page = browser.submit(&form).await.is(200);
    assert_eq!(page.form(BIRTH).value("filer_name"), Some("Trần Thị Chín"));
    assert_eq!(page.form(BIRTH).value("name"), Some(""));
    let page = browser.submit(&with_enter(&page, BIRTH).with("card", CARD)).await.is(200);
    let form = with_enter(&page, BIRTH)
        .ticking("doc", "to-khai")
        .ticking("doc", "giay-chung-sinh")
        .with("filer_phone", "0905 123 456");
    // in which right they file must be said
    let again = browser.submit(&form).await.is(422);
    let form = with_enter(&again, BIRTH).with("filer_relation", "Chị ruột; Giấy ủy quyền số 12/2026");
    let code = taken(&browser, &form).await;

    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.applicant.name, "Trần Văn Bảy");
    assert_eq!(dossier.entered_by, EnteredBy::Officer);
    let filer = dossier.applicant.representative.unwrap();
    assert_eq!((filer.name.as_str(), filer.number.as_deref()), ("Trần Thị Chín", Some("051195000777")));
    assert_eq!(filer.phone.as_deref(), Some("+84905123456"));

    let shown = browser.get(&format!("/mot-cua/ho-so/{code}")).await.is(200);
    // in the card of the applicant, and in the history
    let words = shown.words();
    assert!(words.matches("Trần Thị Chín (Chị ruột; Giấy ủy quyền số 12/2026)").count() >= 2, "{words}");
    let slip = browser.get(&format!("/giay-hen/{code}")).await.is(200).words();
    assert!(slip.contains("tiếp nhận hồ sơ của: Trần Thị Chín"), "{slip}");
    assert!(slip.contains("Chủ hồ sơ: Trần Văn Bảy"), "{slip}");
    assert!(slip.contains("051195000777"), "{slip}");
}

#[tokio::test]
async fn a_required_paper_form_is_ticked_off_or_the_dossier_is_not_taken_in() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = scans(&browser, BIRTH).await;
    let form = with_enter(&page, BIRTH).ticking("doc", "giay-chung-sinh").with("address", "Tổ 9, Cẩm Thành");
    let again = browser.submit(&form).await.is(422);
    let html = again.html();
    let said = |id: &str| html.select(&css(&format!("#f-doc-{id}-error"))).next().is_some();
    assert_eq!((said("to-khai"), said("giay-chung-sinh")), (true, false), "at that paper, and at no other");
    assert_eq!(html.select(&css("a[href='#f-doc-to-khai']")).count(), 1, "the summary leads there");
    let kept = again.form(BIRTH);
    assert_eq!(
        (kept.value("address"), kept.value("doc")),
        (Some("Tổ 9, Cẩm Thành"), Some("giay-chung-sinh"))
    );
    assert!(portal.texts("SELECT status FROM dossier").await.is_empty());
    taken(&browser, &with_enter(&again, BIRTH).ticking("doc", "to-khai")).await;
}

#[tokio::test]
async fn what_is_missing_at_the_counter_is_written_down_and_asked_for_once() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = scans(&browser, BIRTH).await;
    let form = page.form(BIRTH).pressing("step", "incomplete").ticking("doc", "giay-chung-sinh");
    let done = browser.submit(&form).await.is(303);
    let to = done.leads_to("/yeu-cau-bo-sung");
    let code = DossierCode::parse(to.rsplit('/').nth(1).unwrap()).unwrap();
    let dossier = portal.dossier(&code).await;
    assert_eq!((dossier.status, dossier.due_at), (Status::Submitted, None), "written down, not taken in");
    // the same form again is the same dossier
    browser.submit(&form).await.is(303);
    assert_eq!(portal.texts("SELECT status FROM dossier").await, ["submitted"]);

    // it cannot be taken in while the form is missing
    browser.acts(Side::Counter, &code, "tiep-nhan", &[]).await;
    assert_eq!(portal.dossier(&code).await.status, Status::Submitted);

    // what is missing stands on the request already; the rest is for the officer to mark
    let asks = browser.get(&to).await.is(200);
    let form = asks.form("/yeu-cau-bo-sung");
    let html = asks.html();
    let marked: Vec<&str> = html
        .select(&css("fieldset.item"))
        .filter(|item| item.select(&css("option[value=wrong][selected]")).next().is_some())
        .filter_map(|item| item.select(&css("input[name=item_key]")).next()?.attr("value"))
        .collect();
    assert_eq!(marked, ["to-khai"]);
    let states = form.names().iter().filter(|name| **name == "item_state").count();
    let form = (0..states).fold(form, |form, row| {
        let key = html.select(&css("input[name=item_key]")).nth(row).and_then(|key| key.attr("value"));
        if key == Some("to-khai") { form } else { form.with_row("item_state", row, "ok") }
    });
    browser.submit(&form).await.is(303);
    assert_eq!(portal.dossier(&code).await.status, Status::SupplementRequested);
    let items =
        "SELECT i->>'key' || ': ' || (i->>'reason') FROM supplement_request, jsonb_array_elements(items) i";
    assert_eq!(portal.texts(items).await, ["to-khai: Chưa nộp giấy tờ này"]);

    // and with the form it goes on
    let papers = [("paper_originals", "1")];
    browser.acts(Side::Counter, &code, "bo-sung", &papers).await;
    browser.acts(Side::Counter, &code, "tiep-nhan", &[]).await;
    assert_eq!(portal.dossier(&code).await.status, Status::Accepted);
}
