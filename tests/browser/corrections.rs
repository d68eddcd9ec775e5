//! Answers that have to be corrected: where the officer names them, where the owner and the counter correct them; and the form
//! where most is known already.

use motcua::domain::command::{Command, ItemKind, SupplementItem};
use thirtyfour::prelude::*;

use crate::{
    driver::{Browsers, Window},
    server::Served,
    support::people::day,
};

fn item(kind: ItemKind, key: &str, name: &str) -> SupplementItem {
    SupplementItem {
        kind,
        key: key.to_owned(),
        name: name.to_owned(),
        reason: "Khác với giấy tờ kèm theo".to_owned(),
    }
}

async fn opens_details(window: &Window) {
    for folded in window.driver.find_all(By::Css("main details:not([open]) > summary")).await.unwrap() {
        folded.scroll_into_view().await.unwrap();
        folded.click().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_named_and_corrected_on_pages_that_everybody_can_use() {
    let served = Served::new().await;
    let (lan, hoa) = (served.portal.lan().await, served.portal.hoa().await);
    let filed = || lan.files("1.004873").case("muc-dich-khac").answer("purpose", "Vay vốn");
    let (open, asked) = (filed().submitted().await, filed().submitted().await);
    let request = Command::RequestSupplement {
        items: vec![
            item(ItemKind::Document, "van-ban-uy-quyen", "Văn bản ủy quyền"),
            item(ItemKind::Answer, "purpose", "Mục đích sử dụng"),
            item(ItemKind::Answer, "person-birth-date", "Ngày sinh"),
        ],
        note: String::new(),
        until: day("2026-12-10"),
    };
    hoa.does(&asked, request).await;
    let browsers = Browsers::start().await;
    let base = served.base.as_str();
    let mut found: Vec<String> = Vec::new();
    for (width, height) in [(390, 844), (1280, 800)] {
        let window = browsers.open(width, height).await;
        for (who, path, name) in [
            ("0900000001", format!("/ho-so/{asked}/bo-sung"), "supplement-owner"),
            ("0900000002", format!("/mot-cua/ho-so/{asked}/bo-sung"), "supplement-counter"),
            ("0900000002", format!("/mot-cua/ho-so/{open}/yeu-cau-bo-sung"), "supplement-request"),
        ] {
            window.signs_in(base, who).await;
            for (language, tag) in [("", "vi"), ("/en", "en")] {
                window.goto(&format!("{base}{language}{path}")).await;
                found.extend(window.faults().await);
                opens_details(&window).await;
                found.extend(window.faults().await);
                window.shot(&format!("{name}-{tag}")).await;
            }
        }
        window.signs_in(base, "0900000001").await;
        let draft = lan.files("1.004873").case("muc-dich-khac").without_documents().drafted().await;
        for (language, tag) in [("", "vi"), ("/en", "en")] {
            for (page, name) in [("to-khai/person", "form"), ("giay-to", "documents"), ("kiem-tra", "check")]
            {
                window.goto(&format!("{base}{language}/nhap/{draft}/{page}")).await;
                found.extend(window.faults().await);
                window.shot(&format!("draft-{name}-{tag}")).await;
            }
        }
        window.close().await;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
