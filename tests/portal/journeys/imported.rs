//! Records of the real national file, which lack facts, are completed and published by an administrator on the pages alone,
//! and then filed by a citizen.
//!
//! | record | level | time | fee |
//! |---|---|---|---|
//! | 1.010038 Tách hộ | commune | 5 working days | 10.000, online 5.000 |
//! | 1.008908 Cấp lại Giấy phép thành lập Trung tâm hòa giải thương mại | province | 7 calendar days | none |
//! | 1.014208 Hỗ trợ phát triển sản xuất cộng đồng | commune | 20 working days | says nothing |

use motcua::domain::status::Status;

use crate::support::{
    browser::Browser, filling::Wish, form::Form, national::import_records, page::Page, people::dong,
    portal::Portal,
};

const HOUSEHOLD: &str = "1.010038";
const MEDIATION: &str = "1.008908";
const SUPPORT: &str = "1.014208";

fn path(code: &str, side: &str) -> String {
    format!("/quan-tri/thu-tuc/{code}/{side}")
}

/// Presses a button that changes rows; gives the form as it stands then.
async fn presses(browser: &Browser<'_>, form: Form, what: &str) -> Form {
    let ending = form.action.clone();
    browser.submit(&form.pressing("do", what)).await.is(200).form(&ending)
}

/// Edits one side of a procedure; the page must take it.
async fn edits(browser: &Browser<'_>, code: &str, side: &str, fill: impl AsyncFnOnce(Form) -> Form) {
    let page = browser.get(&path(code, side)).await.is(200);
    let form = fill(page.form(side)).await;
    let done = browser.submit(&form).await.is(303);
    browser.follow(&done).await.is(200).says("Đã lưu bản nháp mới.");
}

/// Writes the usual route: appraisal, approval, issue.
async fn writes_the_route(browser: &Browser<'_>, code: &str) {
    edits(browser, code, "quy-trinh", async |mut form| {
        let steps = [
            ("Thẩm định hồ sơ", "specialist", "960"),
            ("Phê duyệt", "leader", "240"),
            ("Đóng dấu, phát hành", "clerk", "120"),
        ];
        for (row, (name, role, minutes)) in steps.into_iter().enumerate() {
            form = presses(browser, form, "add:step").await;
            form = form
                .with_row("step.name", row, name)
                .with_row("step.role", row, role)
                .with_row("step.unit", row, "settling")
                .with_row("step.minutes", row, minutes);
        }
        form
    })
    .await;
}

async fn publishes(browser: &Browser<'_>, code: &str) -> Page {
    let page = browser.get(&format!("/quan-tri/thu-tuc/{code}")).await.is(200);
    let form = page.form("/cong-bo");
    let draft = form.choices("version")[0].clone();
    browser.submit(&form.pressing("version", &draft)).await
}

/// What the administrator is told is missing before anything was done.
async fn is_refused(browser: &Browser<'_>, code: &str, gaps: &[&str]) {
    let mut page = publishes(browser, code).await.is(422);
    for gap in gaps {
        page = page.says(gap);
    }
}

#[tokio::test]
async fn three_imported_records_are_completed_and_published_on_the_pages_alone() {
    let portal = Portal::new().await;
    let report = import_records(&portal.app, &[HOUSEHOLD, MEDIATION, SUPPORT]).await;
    assert_eq!((report.new, report.incomplete), (3, 3));
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    browser.get("/quan-tri/thu-tuc?loai=gaps").await.is(200).says(HOUSEHOLD).says(MEDIATION).says(SUPPORT);

    is_refused(&browser, HOUSEHOLD, &["lý do chỉ trực tuyến một phần", "quy trình nội bộ", "căn cứ pháp lý"])
        .await;
    edits(&browser, HOUSEHOLD, "thong-tin", async |form| {
        form.with("online", "full").with("legal_basis", "Luật Cư trú số 68/2020/QH14 Điều 25")
    })
    .await;
    edits(&browser, HOUSEHOLD, "phi", async |form| {
        assert_eq!(form.value("rule.amount"), Some("10.000"), "the amount of the file is there");
        form.with_row("fee.name", 0, "Lệ phí đăng ký cư trú")
    })
    .await;
    writes_the_route(&browser, HOUSEHOLD).await;

    is_refused(&browser, MEDIATION, &["Chọn cơ quan giải quyết"]).await;
    edits(&browser, MEDIATION, "thong-tin", async |form| {
        form.with("online", "partial")
            .with("partial_reason", "Bản chính giấy phép cũ phải nộp lại")
            .with("settler", "agency")
            .with("agency", "H48.10")
            .with("legal_basis", "Nghị định 22/2017/NĐ-CP")
    })
    .await;
    writes_the_route(&browser, MEDIATION).await;

    is_refused(&browser, SUPPORT, &["Ghi mức thu"]).await;
    edits(&browser, SUPPORT, "phi", async |form| presses(&browser, form, "remove:fee:0").await).await;
    edits(&browser, SUPPORT, "thong-tin", async |form| {
        form.with("online", "full").with("legal_basis", "Quyết định 3171/QĐ-BNNMT")
    })
    .await;
    writes_the_route(&browser, SUPPORT).await;

    for code in [HOUSEHOLD, MEDIATION, SUPPORT] {
        let page = publishes(&browser, code).await;
        assert_eq!(page.status, 303, "{code}: {}", page.words());
        portal.browser().get(&format!("/thu-tuc/{code}")).await.is(200).says("Nộp hồ sơ trực tuyến");
    }
    let changes = portal.texts("SELECT what FROM audit WHERE subject_id = '1.010038' ORDER BY id").await;
    assert_eq!(changes, ["drafted", "drafted", "drafted", "published"]);

    // Lan files the one with a fee: half price as the file says, and a day less than the law's five.
    let lan = portal.lan().await;
    let citizen = lan.browser();
    let check = citizen.fills_in(&Wish { procedure: HOUSEHOLD, case: "chung" }).await.says("5.000");
    let code = citizen.hands_in(&check).await;
    let dossier = portal.dossier(&code).await;
    assert_eq!((dossier.status, dossier.fee_total), (Status::Submitted, dong(5_000)));
    assert_eq!(dossier.settling.as_str(), "H48.101");
}

#[tokio::test]
async fn an_imported_record_gets_a_form_of_its_own_that_citizens_fill_in() {
    let portal = Portal::new().await;
    import_records(&portal.app, &[SUPPORT]).await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    edits(&browser, SUPPORT, "phi", async |form| presses(&browser, form, "remove:fee:0").await).await;
    edits(&browser, SUPPORT, "thong-tin", async |form| {
        form.with("online", "full").with("legal_basis", "Quyết định 3171/QĐ-BNNMT")
    })
    .await;
    writes_the_route(&browser, SUPPORT).await;
    edits(&browser, SUPPORT, "to-khai", async |form| {
        presses(&browser, form, "add:page").await.with_row("page.title", 0, "Nhóm cộng đồng")
    })
    .await;
    is_refused(&browser, SUPPORT, &["Trang tờ khai chưa có ô nào"]).await;
    edits(&browser, SUPPORT, "to-khai/nhom-cong-dong", async |mut form| {
        for (row, (label, kind)) in
            [("Tên nhóm", "text"), ("Số hộ tham gia", "number"), ("Hình thức", "choice")]
                .into_iter()
                .enumerate()
        {
            form = presses(&browser, form, "add:field").await;
            form = form.with_row("field.label", row, label).with_row("field.kind", row, kind);
        }
        form.with_row("field.min", 1, "2").with_row("field.options", 2, "Chăn nuôi\nTrồng trọt")
    })
    .await;
    // the preview reads what is typed as citizens' own is read
    let preview =
        browser.get(&path(SUPPORT, "to-khai/nhom-cong-dong/xem-thu")).await.is(200).says("Số hộ tham gia");
    let typed = preview.form("/xem-thu").with("ten-nhom", "Tổ hợp tác").with("so-ho-tham-gia", "1");
    let query: Vec<String> =
        typed.values.iter().map(|(n, v)| format!("{n}={}", motcua::web::paths::encode(v))).collect();
    let again = browser.get(&format!("{}?{}&thu=1", typed.action, query.join("&"))).await.is(200);
    again.says("Nhập số từ 2 trở lên").says("Chọn hình thức");

    assert_eq!(publishes(&browser, SUPPORT).await.status, 303);
    let lan = portal.lan().await;
    let citizen = lan.browser();
    let check = citizen
        .fills_in(&Wish { procedure: SUPPORT, case: "chung" })
        .await
        .says("Nhóm cộng đồng")
        .says("Chăn nuôi");
    let code = citizen.hands_in(&check).await;
    assert_eq!(portal.dossier(&code).await.fee_total, dong(0));
}
