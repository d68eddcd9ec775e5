//! The slip explains the date of return in the same rows as the pages of the dossier, as it was when it was promised.

use motcua::{domain::ids::DossierCode, jobs};

use crate::support::{browser::Browser, page::css, portal::Portal};

/// Label and words of each row below `selector`.
async fn rows(browser: &Browser<'_>, path: &str, selector: &str) -> Vec<(String, String)> {
    let page = browser.get(path).await.is(200);
    let html = page.html();
    let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let read = |tag: &str| -> Vec<String> {
        html.select(&css(&format!("{selector} {tag}"))).map(|e| tidy(e.text().collect())).collect()
    };
    let labels = read("dt").into_iter().map(|label| label.trim_end_matches(':').to_owned());
    labels.zip(read("dd")).collect()
}

async fn of_the_slip(browser: &Browser<'_>, code: &DossierCode) -> Vec<(String, String)> {
    rows(browser, &format!("/giay-hen/{code}"), ".slip-back dl").await
}

#[tokio::test]
async fn the_rows_of_the_slip_are_those_of_the_pages() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;
    hoa.accepts(&code).await;
    let slip = of_the_slip(&hoa.browser(), &code).await;
    assert!(slip.len() >= 5, "{slip:?}");
    assert!(
        slip.last().unwrap().1.contains("17:00") && slip.last().unwrap().1.contains("30/11/2026"),
        "{slip:?}"
    );
    for (browser, page) in [
        (lan.browser(), format!("/ho-so/{code}")),
        (hoa.browser(), format!("/mot-cua/ho-so/{code}")),
        (portal.tuan().await.browser(), format!("/xu-ly/ho-so/{code}")),
    ] {
        assert_eq!(rows(&browser, &page, "dl.explain").await, slip, "{page}");
    }
    let page = hoa.browser().get(&format!("/giay-hen/{code}")).await.is(200);
    let html = page.html();
    let days = html.select(&css(".slip-day")).count();
    assert_eq!(days, 8, "from Monday 23 to Monday 30 November");
    // Wed 25, Thu 26, Fri 27 and Mon 30
    assert_eq!(html.select(&css(".slip-day-counts")).count(), 4);
    assert_eq!(html.select(&css(".slip-day-due")).count(), 1);
}

#[tokio::test]
async fn a_later_printing_explains_the_date_that_was_promised() {
    let portal = Portal::new().await;
    let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
    let code = lan.submits("1.004884").await;
    hoa.accepts(&code).await;
    let before = of_the_slip(&hoa.browser(), &code).await;

    portal.it_is("2026-11-23 14:00");
    let browser = khoa.browser();
    let page = browser.get("/quan-tri/lich?lich=province").await.is(200);
    browser.submit(&page.form("/ban-nhap/tao")).await.is(303);
    let page = browser.get("/quan-tri/lich/province/ban-nhap").await.is(200);
    browser.submit(&page.form("/nhap").with("csv", "closure,2026-11-26,Ngập lụt")).await.is(303);
    let form = browser.get("/quan-tri/lich/province/cong-bo").await.is(200).form("/cong-bo");
    browser.submit(&form.with("reason", "Ngập lụt")).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(of_the_slip(&hoa.browser(), &code).await, before);
    let now = rows(&lan.browser(), &format!("/ho-so/{code}"), "dl.explain").await;
    assert!(now.iter().any(|(_, words)| words.contains("Ngập lụt")) && now != before, "{now:?}");

    // where no calendar that is known gives the date, nothing is said of it
    portal.sql("UPDATE dossier SET original_due_at = original_due_at + interval '1 hour'").await.unwrap();
    assert_eq!(of_the_slip(&hoa.browser(), &code).await, []);
    // and a pause that came later is none of the slip
    portal.sql("UPDATE dossier SET original_due_at = original_due_at - interval '1 hour'").await.unwrap();
    hoa.asks_for(&code, "ban-sao-khai-sinh", "2026-12-20").await;
    assert_eq!(of_the_slip(&hoa.browser(), &code).await, before);
}

#[tokio::test]
async fn a_slip_without_documents_has_no_table_of_them() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;
    hoa.accepts(&code).await;
    let path = format!("/giay-hen/{code}");
    let page = hoa.browser().get(&path).await.is(200);
    assert_eq!(page.html().select(&css("main table")).count(), 1);
    // everything came in later than the slip was issued
    portal.sql("UPDATE document SET uploaded_at = '2027-01-01'").await.unwrap();
    portal.sql("UPDATE dossier SET answers = '{}'").await.unwrap();
    let page = hoa.browser().get(&path).await.is(200).says("không có giấy tờ kèm theo");
    assert_eq!(page.html().select(&css("main table")).count(), 0);
}
