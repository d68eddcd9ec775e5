//! A record of the real national file, from the administrator who completes and publishes it to the citizen who holds the
//! result; every page on a phone and on a desk. Pictures are left in `tests/browser/shots/imported-*`.

use crate::{
    driver::{Browsers, Window},
    journey::{does, fills_in, scan, signs_in, types_login},
    server::Served,
    support::national::import_records,
};

/// Tách hộ: 5 working days, 10.000 đồng, online 5.000.
const CODE: &str = "1.010038";

async fn saves(window: &Window) {
    window.presses("Lưu thành bản nháp mới").await;
    window.reads("Tờ khai điện tử").await;
    assert!(!window.has(".error-summary").await, "{}", window.text().await);
}

/// Everything that the record lacks, on the pages of the administrator.
async fn completes(lan: &Window, procedure: &str, found: &mut Vec<String>) {
    lan.goto(procedure).await;
    lan.looks("imported-admin-draft", found).await;
    lan.reads("Lập quy trình nội bộ").await;

    lan.goto(&format!("{procedure}/thong-tin")).await;
    lan.chooses_radio("online", "full").await;
    lan.types("legal_basis", "Luật Cư trú số 68/2020/QH14 Điều 25").await;
    lan.looks("imported-admin-facts", found).await;
    saves(lan).await;

    lan.goto(&format!("{procedure}/giay-to")).await;
    lan.looks("imported-admin-documents", found).await;

    lan.goto(&format!("{procedure}/quy-trinh")).await;
    let steps = [
        ("Thẩm định hồ sơ", "specialist", "960"),
        ("Phê duyệt", "leader", "240"),
        ("Đóng dấu, phát hành", "clerk", "120"),
    ];
    for (row, (name, role, minutes)) in steps.into_iter().enumerate() {
        lan.presses("Thêm bước").await;
        lan.types_at(&format!("f-step-name-{row}"), name).await;
        lan.chooses_at(&format!("f-step-role-{row}"), role).await;
        lan.types_at(&format!("f-step-minutes-{row}"), minutes).await;
    }
    lan.looks("imported-admin-route", found).await;
    saves(lan).await;

    writes_the_form(lan, procedure, found).await;

    lan.goto(&format!("{procedure}/phi")).await;
    lan.types_at("f-fee-name-0", "Lệ phí đăng ký cư trú").await;
    lan.chooses_at("f-rule-way-0", "tiers").await;
    lan.presses("Lưu thành bản nháp mới").await;
    lan.reads("từ đơn vị thứ mấy").await;
    lan.looks("imported-admin-fees-to-mend", found).await;
    lan.chooses_at("f-rule-way-0", "flat").await;
    lan.presses("Thêm đối tượng miễn").await;
    lan.chooses_at("f-exempt-group-0", "poor-household").await;
    lan.types_at("f-exempt-basis-0", "Thông tư 75/2022/TT-BTC Điều 4").await;
    lan.looks("imported-admin-fees", found).await;
    saves(lan).await;
}

async fn writes_the_form(lan: &Window, procedure: &str, found: &mut Vec<String>) {
    lan.goto(&format!("{procedure}/to-khai")).await;
    lan.presses("Thêm trang").await;
    lan.types_at("f-page-title-0", "Hộ mới").await;
    saves(lan).await;
    lan.goto(&format!("{procedure}/to-khai")).await;
    lan.looks("imported-admin-form", found).await;
    lan.presses("Sửa 0 ô").await;
    let fields =
        [("Số người chuyển sang hộ mới", "number"), ("Lý do tách hộ", "long-text"), ("Chủ hộ mới", "name")];
    for (row, (label, kind)) in fields.into_iter().enumerate() {
        lan.presses("Thêm ô").await;
        lan.types_at(&format!("f-field-label-{row}"), label).await;
        lan.chooses_at(&format!("f-field-kind-{row}"), kind).await;
    }
    lan.types_at("f-field-min-0", "1").await;
    lan.chooses_at("f-field-prefill-2", "name").await;
    lan.presses("Đưa lên, dòng 3").await;
    lan.looks("imported-admin-fields", found).await;
    lan.presses("Lưu thành bản nháp mới").await;
    lan.reads("Sửa 3 ô").await;
    lan.goto(&format!("{procedure}/to-khai/ho-moi/xem-thu")).await;
    let text = lan.text().await;
    assert!(text.find("Chủ hộ mới") < text.find("Lý do tách hộ"), "the row went up:\n{text}");
    lan.presses("Kiểm tra thử").await;
    lan.reads("Nhập lý do tách hộ").await;
    lan.looks("imported-admin-preview", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_record_goes_from_the_administrator_to_the_citizens_result() {
    let served = Served::new().await;
    import_records(&served.portal.app, &[CODE]).await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let mut found: Vec<String> = Vec::new();

    let admin = browsers.open(1280, 800).await;
    signs_in(&admin, base, "0900000007").await;
    let procedure = format!("{base}/quan-tri/thu-tuc/{CODE}");
    completes(&admin, &procedure, &mut found).await;
    admin.goto(&procedure).await;
    admin.looks("imported-admin-ready", &mut found).await;
    admin.presses("Công bố bản nháp").await;
    admin.reads("Đã công bố").await;
    for side in [
        "",
        "/thong-tin",
        "/giay-to",
        "/phi",
        "/quy-trinh",
        "/to-khai",
        "/to-khai/ho-moi",
        "/to-khai/ho-moi/xem-thu",
    ] {
        admin.goto(&format!("{base}/en/quan-tri/thu-tuc/{CODE}{side}")).await;
        admin.looks(&format!("imported-en-admin{}", side.replace('/', "-")), &mut found).await;
    }
    admin.signs_in(base, "0900000008").await;
    for (prefix, name) in [("", "imported-agency"), ("/en", "imported-en-agency")] {
        admin.goto(&format!("{base}{prefix}/quan-tri/co-quan/them")).await;
        admin.looks(name, &mut found).await;
    }
    admin.close().await;

    let lan = browsers.open(390, 844).await;
    lan.goto(&format!("{base}/thu-tuc/{CODE}")).await;
    lan.looks("imported-citizen-procedure", &mut found).await;
    lan.presses("Nộp hồ sơ trực tuyến").await;
    types_login(&lan, "0900000001").await;
    lan.looks("imported-citizen-begin", &mut found).await;
    let scan = scan();
    fills_in(&lan, &scan, &mut found).await;
    lan.reads("5.000").await;
    lan.looks("imported-citizen-check", &mut found).await;
    lan.chooses_tick("declared").await;
    lan.presses_the_main_button().await;
    lan.reads("Đã nhận hồ sơ").await;
    lan.looks("imported-citizen-confirmation", &mut found).await;
    let code = lan.find(".code-text").await.text().await.unwrap();

    let counter = format!("{base}/mot-cua/ho-so/{code}");
    let desk = format!("{base}/xu-ly/ho-so/{code}");
    let hoa = browsers.open(1280, 800).await;
    signs_in(&hoa, base, "0900000002").await;
    hoa.goto(&counter).await;
    hoa.looks("imported-counter", &mut found).await;
    does(&hoa, &counter, "Tiếp nhận").await;
    does(&hoa, &counter, "Chuyển bước").await;
    for (phone, name, acts) in [
        ("0900000003", "imported-specialist", &["Chuyển bước"][..]),
        ("0900000004", "imported-leader", &["Phê duyệt"]),
        ("0900000005", "imported-clerk", &["Ban hành kết quả", "Chuyển kết quả về Một cửa"]),
    ] {
        let window = browsers.open(1280, 800).await;
        signs_in(&window, base, phone).await;
        window.goto(&desk).await;
        window.looks(name, &mut found).await;
        for act in acts {
            does(&window, &desk, act).await;
        }
        window.close().await;
    }
    does(&hoa, &counter, "Xác nhận đã thu").await;
    does(&hoa, &counter, "Trả kết quả").await;
    hoa.goto(&counter).await;
    hoa.looks("imported-counter-returned", &mut found).await;
    hoa.close().await;
    lan.goto(&format!("{base}/ho-so/{code}")).await;
    lan.reads("Đã trả kết quả").await;
    lan.looks("imported-citizen-returned", &mut found).await;
    lan.close().await;

    let dossier = served.portal.dossier(&code.parse().unwrap()).await;
    assert_eq!((dossier.status.key(), dossier.fee_paid.dong()), ("returned", 5_000));
    assert!(found.is_empty(), "{}", found.join("\n"));
}
