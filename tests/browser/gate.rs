//! The gate: the main pages, in both languages, on a phone and on a desk, pass axe with every WCAG 2.2 A and AA rule, do not
//! scroll sideways, and leave a picture. The gate is proven by a page with planted faults.

use crate::{
    driver::{Browsers, Window},
    server::Served,
};

const PUBLIC: &[&str] = &[
    "/",
    "/thu-tuc?q=khai+sinh",
    "/thu-tuc/1.001193",
    "/co-quan",
    "/co-quan/H48.101.01",
    "/tra-cuu",
    "/dang-nhap",
    "/dang-ky",
    "/tro-giup",
    "/tiep-can",
    "/quyen-rieng-tu",
    "/khong-co-trang-nay",
    "/_ui",
];
const CITIZEN: &[&str] = &["/ho-so", "/nop/1.004873", "/tai-khoan", "/thong-bao"];
const COUNTER: &[&str] =
    &["/mot-cua", "/mot-cua/hang-doi?q=cho-tiep-nhan", "/mot-cua/tiep-nhan", "/mot-cua/tiep-nhan/1.004873"];
const DESK: &[&str] = &["/xu-ly"];
const ADMIN: &[&str] = &["/quan-tri", "/quan-tri/thu-tuc", "/quan-tri/thu-tuc/1.001193", "/quan-tri/lich"];

async fn walk(window: &Window, base: &str, pages: &[&str], found: &mut Vec<String>) {
    for page in pages {
        for prefix in ["", "/en"] {
            window.goto(&format!("{base}{prefix}{page}")).await;
            found.extend(window.faults().await);
            let name: String =
                format!("{prefix}{page}").chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            window.shot(name.trim_matches('-')).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_pages_pass_the_gate() {
    let served = Served::new().await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let mut found = Vec::new();
    for (width, height) in [(390, 844), (1280, 800)] {
        let window = browsers.open(width, height).await;
        walk(&window, base, PUBLIC, &mut found).await;
        for (phone, pages) in
            [("0900000001", CITIZEN), ("0900000002", COUNTER), ("0900000003", DESK), ("0900000007", ADMIN)]
        {
            window.signs_in(base, phone).await;
            walk(&window, base, pages, &mut found).await;
        }
        window.close().await;
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_catches_planted_faults() {
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    window
        .goto("data:text/html,<html><head><title>x</title></head><body><main><h1>x</h1><img src='a'><input><p style='color:%23ccc;background:%23fff'>pale</p><div style='width:900px'>wide</div></main></body></html>")
        .await;
    let found = window.faults().await.join("\n");
    for fault in ["image-alt", "label", "color-contrast", "html-has-lang", "wider than the window"] {
        assert!(found.contains(fault), "{fault} was not caught:\n{found}");
    }
    window.close().await;
}
