//! What a draft of a calendar moves, where that is more than fits on a page: the list goes on where it ended, and the file is sent
//! while it is written.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Request, header},
};
use futures_util::StreamExt as _;
use tower::ServiceExt as _;

use crate::support::{browser::Browser, page::Page, portal::Portal};

const PUBLISH: &str = "/quan-tri/lich/province/cong-bo";

fn codes(page: &Page, all: &BTreeSet<String>) -> Vec<String> {
    let words = page.words();
    all.iter().filter(|code| words.contains(code.as_str())).cloned().collect()
}

fn next(page: &Page) -> Option<String> {
    let html = page.html();
    let links = crate::support::page::css("main a[href*='sau=']");
    html.select(&links).next().and_then(|link| link.attr("href")).map(str::to_owned)
}

async fn drafts(browser: &Browser<'_>, line: &str) {
    let page = browser.get("/quan-tri/lich?lich=province").await.is(200);
    browser.submit(&page.form("/ban-nhap/tao")).await.is(303);
    let page = browser.get("/quan-tri/lich/province/ban-nhap").await.is(200);
    browser.submit(&page.form("/nhap").with("csv", line)).await.is(303);
}

#[tokio::test]
async fn every_dossier_stands_on_one_page_and_in_the_file() {
    let portal = Portal::new().await;
    let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
    let mut all = BTreeSet::new();
    for _ in 0..103 {
        let code = lan.submits("1.004884").await;
        hoa.accepts(&code).await;
        all.insert(code.to_string());
    }
    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-26,Ngập lụt").await;

    let page =
        browser.get(PUBLISH).await.is(200).says("103 hồ sơ hẹn muộn hơn 1 ngày").says("Và 3 hồ sơ nữa");
    let first = codes(&page, &all);
    assert_eq!(first.len(), 100);
    let rest = browser.get(&next(&page).unwrap()).await.is(200);
    let second = codes(&rest, &all);
    assert_eq!((second.len(), next(&rest)), (3, None));
    assert!(second.iter().all(|code| !first.contains(code)), "none stands twice");

    let list = browser.get(&format!("{PUBLISH}/ho-so")).await.is(200);
    assert_eq!(codes(&list, &all), first);
    assert_eq!(codes(&browser.get(&next(&list).unwrap()).await.is(200), &all), second);
    browser.get(&format!("{PUBLISH}/ho-so?loc=overdue")).await.is(200).says("Không có hồ sơ nào");
    browser.get(&format!("{PUBLISH}/ho-so?sau=khong-ro")).await.is(200);

    let file = browser.get(&format!("{PUBLISH}/ho-so.csv")).await.is(200).text;
    let listed: BTreeSet<String> =
        file.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect();
    assert_eq!(listed, all);
}

#[tokio::test]
async fn the_file_is_sent_while_it_is_written() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let code = portal.lan().await.submits("1.004884").await;
    portal.hoa().await.accepts(&code).await;
    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-26,Ngập lụt").await;
    let mut request = Request::get(format!("{PUBLISH}/ho-so.csv"))
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, format!("sid={}", browser.cookie("sid").unwrap()))
        .body(Body::empty())
        .unwrap();
    let from = axum::extract::ConnectInfo(std::net::SocketAddr::from(([10, 9, 9, 9], 1)));
    request.extensions_mut().insert(from);
    let response = portal.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers().get(header::CONTENT_LENGTH), None, "nobody knows its length yet");
    let mut parts = response.into_body().into_data_stream();
    let head = parts.next().await.unwrap().unwrap();
    let head = String::from_utf8_lossy(&head).into_owned();
    assert_eq!(head.lines().count(), 1, "the head goes out before anything is read");
    let rest = parts.next().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&rest).starts_with(code.as_str()));
    assert!(parts.next().await.is_none());
}
