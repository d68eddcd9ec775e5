//! From the home page to the handed-over result: Lan on a phone, Hoa at the counter, Tuấn, Hùng and Mai at their desks.

use std::io::Write as _;

use thirtyfour::prelude::*;

use crate::{
    driver::{Browsers, Window},
    server::Served,
};

const PASSWORD: &str = "motcua-demo";

pub(crate) async fn signs_in(window: &Window, base: &str, phone: &str) {
    window.goto(&format!("{base}/dang-nhap")).await;
    types_login(window, phone).await;
}

pub(crate) async fn types_login(window: &Window, phone: &str) {
    window.types("login", phone).await;
    window.types("password", PASSWORD).await;
    window.presses("Đăng nhập").await;
}

/// A small PDF, as a phone would make it.
pub(crate) fn scan() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().prefix("giay-to-").suffix(".pdf").tempfile().unwrap();
    file.write_all(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
        .unwrap();
    file
}

/// Hands the same scan in for every document of the screen.
async fn uploads_everything(lan: &Window, scan: &tempfile::NamedTempFile) {
    let name = scan.path().file_name().unwrap().to_string_lossy().into_owned();
    for at in 0..lan.driver.find_all(By::Css(".asked-item")).await.unwrap().len() {
        let item = format!(".asked-item:nth-child({})", at + 1);
        let input = lan.find(&format!("{item} input[type=file]:not([capture])")).await;
        input.send_keys(scan.path().to_string_lossy()).await.unwrap();
        let arrived =
            format!("return (document.querySelector('{item} .uploads')?.innerText || '').includes('{name}')");
        for tries in 0..200 {
            let there = lan.driver.execute(&arrived, vec![]).await;
            if there.is_ok_and(|t| t.json() == true) {
                break;
            }
            assert!(tries < 199, "the scan does not arrive:\n{}", lan.text().await);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
}

/// What the screen asks for, as somebody sees it: label and what stands there already. A date is one thing, a choice is one.
async fn asked(window: &Window) -> Vec<(String, String)> {
    let script = r"
        const all = new Map();
        for (const field of document.querySelectorAll('main form input, main form select, main form textarea')) {
            if (field.type === 'hidden') continue;
            const box = field.closest('.field') || field.closest('form');
            if (!box.checkVisibility() || all.has(box)) continue;
            const label = box.querySelector('legend, .field-label, label');
            const chosen = ['radio', 'checkbox', 'file'].includes(field.type) || field.tagName === 'SELECT'
                || field.getAttribute('role') === 'combobox';
            const typed = chosen ? '' : field.value;
            all.set(box, [(label ? label.innerText : field.name).split('\n')[0].trim(), typed]);
        }
        return [...all.values()];";
    let found = window.driver.execute(script, vec![]).await.unwrap();
    serde_json::from_value(found.json().clone()).unwrap()
}

/// Goes through the screens of a draft until the one that checks everything.
pub(crate) async fn fills_in(lan: &Window, scan: &tempfile::NamedTempFile, found: &mut Vec<String>) -> usize {
    for screens in 1..15 {
        let path = lan.path().await;
        if path.ends_with("/kiem-tra") {
            return screens;
        }
        found.extend(lan.faults().await);
        if lan.has("input[type=file]").await {
            uploads_everything(lan, scan).await;
            lan.presses("Tiếp tục").await;
        } else {
            lan.fills_what_is_empty().await;
            lan.presses_the_main_button().await;
        }
        assert_ne!(lan.path().await, path, "the screen stays:\n{}", lan.text().await);
    }
    panic!("the journey has more than 15 screens")
}

/// Does one act on the dossier page: presses its name, and sends its form where it has one.
pub(crate) async fn does(window: &Window, page: &str, words: &str) {
    window.goto(page).await;
    window.presses_act(words).await;
    if !page.ends_with(&window.path().await) {
        window.fills_what_is_empty().await;
        window.presses_the_main_button().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_people_carry_a_dossier_from_home_to_the_result() {
    let served = Served::new().await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let mut found: Vec<String> = Vec::new();

    // Lan, on her phone, in the words she would use.
    let lan = browsers.open(390, 844).await;
    lan.goto(base).await;
    found.extend(lan.faults().await);
    lan.types("q", "xac nhan doc than").await;
    lan.presses("Tìm").await;
    found.extend(lan.faults().await);
    lan.presses("Giấy xác nhận tình trạng hôn nhân").await;
    found.extend(lan.faults().await);
    lan.presses("Nộp hồ sơ trực tuyến").await;
    types_login(&lan, "0900000001").await;
    let scan = scan();
    let screens = fills_in(&lan, &scan, &mut found).await;
    assert!(screens <= 4, "{screens} screens of the draft");
    found.extend(lan.faults().await);
    lan.reads("5.000").await;
    lan.chooses_tick("declared").await;
    lan.presses_the_main_button().await;
    found.extend(lan.faults().await);
    lan.reads("Đã nhận hồ sơ").await;
    let code = lan.find(".code-text").await.text().await.unwrap();
    assert!(code.starts_with("H48.101.01-261123-"), "{code}");

    // Hoa, at the counter, finds it in her queue, accepts it and hands it over.
    let hoa = browsers.open(1366, 768).await;
    signs_in(&hoa, base, "0900000002").await;
    hoa.goto(&format!("{base}/mot-cua/hang-doi?q=cho-tiep-nhan")).await;
    hoa.reads(&code).await;
    found.extend(hoa.faults().await);
    let counter = format!("{base}/mot-cua/ho-so/{code}");
    hoa.goto(&counter).await;
    found.extend(hoa.faults().await);
    does(&hoa, &counter, "Tiếp nhận").await;
    does(&hoa, &counter, "Chuyển bước").await;

    // Tuấn appraises, Hùng approves, Mai issues.
    let desk = format!("{base}/xu-ly/ho-so/{code}");
    let tuan = browsers.open(1366, 768).await;
    signs_in(&tuan, base, "0900000003").await;
    tuan.goto(&format!("{base}/xu-ly")).await;
    found.extend(tuan.faults().await);
    // Two steps of the route are his: he appraises, then verifies.
    does(&tuan, &desk, "Chuyển bước").await;
    does(&tuan, &desk, "Chuyển bước").await;
    tuan.close().await;

    let hung = browsers.open(1366, 768).await;
    signs_in(&hung, base, "0900000004").await;
    does(&hung, &desk, "Phê duyệt").await;
    hung.close().await;

    let mai = browsers.open(1366, 768).await;
    signs_in(&mai, base, "0900000005").await;
    does(&mai, &desk, "Ban hành kết quả").await;
    does(&mai, &desk, "Chuyển kết quả về Một cửa").await;
    mai.close().await;

    // Hoa takes the money and hands the result over; Lan sees it.
    does(&hoa, &counter, "Xác nhận đã thu").await;
    does(&hoa, &counter, "Trả kết quả").await;
    hoa.close().await;
    lan.goto(&format!("{base}/ho-so/{code}")).await;
    lan.reads("Đã trả kết quả").await;
    found.extend(lan.faults().await);
    lan.close().await;

    let dossier = served.portal.dossier(&code.parse().unwrap()).await;
    assert_eq!(dossier.status.key(), "returned");
    assert_eq!(dossier.on_time, Some(true));
    assert_eq!(dossier.fee_paid.dong(), 5_000);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The most screens from home to the confirmation, fields on them, and clicks to the first screen that asks for something.
const MOST: (usize, usize, usize) = (8, 25, 3);

#[tokio::test(flavor = "multi_thread")]
async fn three_documents_take_few_screens_and_no_fact_is_asked_twice() {
    let served = Served::new().await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let lan = browsers.open(390, 844).await;
    lan.signs_in(base, "0900000001").await;
    lan.goto(base).await;
    let (mut screens, mut clicks, mut fields) = (1, 0, asked(&lan).await.len());
    lan.types("q", "dang ky lai khai sinh").await;
    for words in ["Tìm", "đăng ký lại khai sinh", "Nộp hồ sơ trực tuyến"] {
        lan.presses(words).await;
        (screens, clicks) = (screens + 1, clicks + 1);
    }
    assert!(lan.path().await.starts_with("/nop/"), "{}", lan.path().await);
    assert!(clicks <= MOST.2, "{clicks} clicks to the first screen that asks");

    let scan = scan();
    let mut facts: Vec<String> = Vec::new();
    let mut found: Vec<String> = Vec::new();
    let mut documents = 0;
    loop {
        let path = lan.path().await;
        found.extend(lan.faults().await);
        lan.shot(&format!("journey-{screens}")).await;
        for (fact, value) in asked(&lan).await {
            fields += 1;
            assert!(value.is_empty(), "{fact} is known ({value}) and asked all the same on {path}");
            if !lan.has("input[type=file]").await {
                assert!(!facts.contains(&fact), "{fact} is asked twice, again on {path}");
                facts.push(fact);
            }
        }
        if path.ends_with("/kiem-tra") {
            break;
        }
        if path.starts_with("/nop/") {
            let case = lan.find("[name=case][value=can-bo]").await.attr("id").await.unwrap().unwrap();
            lan.find(&format!("label[for='{case}']")).await.click().await.unwrap();
        }
        if lan.has("input[type=file]").await {
            documents = lan.driver.find_all(By::Css(".asked-item")).await.unwrap().len();
            uploads_everything(&lan, &scan).await;
            lan.presses("Tiếp tục").await;
        } else {
            lan.fills_what_is_empty().await;
            lan.presses_the_main_button().await;
        }
        assert_ne!(lan.path().await, path, "the screen stays:\n{}", lan.text().await);
        screens += 1;
    }
    lan.chooses_tick("declared").await;
    lan.presses_the_main_button().await;
    screens += 1;
    lan.reads("Đã nhận hồ sơ").await;
    eprintln!("{screens} screens, {fields} fields, {clicks} clicks to the form, {documents} documents");
    assert_eq!(documents, 3);
    assert!(screens <= MOST.0, "{screens} screens");
    assert!(fields <= MOST.1, "{fields} fields");
    assert!(found.is_empty(), "{}", found.join("\n"));
    lan.close().await;
}
