//! "How long and how much?" on the page of a procedure: what the API answers, for people, without scripts.

use crate::support::{
    page::{Page, css},
    portal::Portal,
};

const PAGE: &str =
    "/thu-tuc/1.001612?tinh=1&truong-hop=ca-nhan&ngay-day=23&ngay-month=11&ngay-year=2026&gio=9:00";

fn value(page: &Page, field: &str) -> String {
    let html = page.html();
    let found = html.select(&css(&format!("input[name='{field}']"))).next();
    found.and_then(|input| input.attr("value")).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_page_works_out_the_date_and_the_cost() {
    let portal = Portal::new().await;
    let browser = portal.browser();
    browser
        .get("/thu-tuc/1.001612")
        .await
        .is(200)
        .says("Bao lâu và bao nhiêu?")
        .does_not_say("Hẹn trả kết quả");
    let page = browser.get(&format!("{PAGE}&cach-nop=online&noi-giai-quyet=H48.101")).await.is(200);
    // Tuesday 24 November is a holiday: Wednesday, Thursday, and 0.4 of Friday
    let page = page.says("Hẹn trả kết quả").says("27/11/2026").says("10:12").says("50.000").says("906");
    page.says("2,4 ngày làm việc").says("24/11/2026");
    let counter = browser.get(&format!("/en{PAGE}&cach-nop=direct&noi-giai-quyet=H48.101")).await.is(200);
    counter.says("100").says("17:00").says("3 working days");
}

#[tokio::test]
async fn what_is_counted_changes_the_cost() {
    let portal = Portal::new().await;
    let page = "/thu-tuc/2.000815?tinh=1&ngay-day=23&ngay-month=11&ngay-year=2026&gio=9:00&cach-nop=direct&noi-giai-quyet=H48.101";
    let browser = portal.browser();
    let blank = browser.get("/thu-tuc/2.000815").await.is(200);
    assert_eq!((value(&blank, "so.pages"), value(&blank, "so.copies")), ("1".to_owned(), "1".to_owned()));
    // two pages at 2.000 and one at 1.000, three copies
    browser.get(&format!("{page}&so.pages=3&so.copies=3")).await.is(200).says("15.000");
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_named_field_by_field() {
    let portal = Portal::new().await;
    let asked = "/thu-tuc/2.000815?tinh=1&ngay-day=31&ngay-month=2&ngay-year=2026&gio=sau&cach-nop=bo-cau&so.pages=nhieu&so.copies=1";
    let page = portal.browser().get(asked).await.is(422).does_not_say("Hẹn trả kết quả");
    let html = page.html();
    for id in ["f-ngay", "f-gio", "f-so-pages", "f-cach-nop", "f-noi-giai-quyet"] {
        assert!(html.select(&css(&format!("#{id}-error"))).next().is_some(), "{id} says what to mend");
    }
    assert!(html.select(&css("#f-so-copies-error")).next().is_none());
    let kept = |field| value(&page, field);
    assert_eq!([kept("ngay-day"), kept("gio"), kept("so.pages")], ["31", "sau", "nhieu"]);
}

#[tokio::test]
async fn a_year_without_a_calendar_is_said_and_no_date_is_made_up() {
    let portal = Portal::new().await;
    let asked = "/thu-tuc/1.001612?tinh=1&ngay-day=5&ngay-month=1&ngay-year=2031&gio=9:00&cach-nop=direct&noi-giai-quyet=H48.101";
    portal.browser().get(asked).await.is(200).says("năm 2031 chưa công bố").does_not_say("Hẹn trả kết quả");
}
