//! What only a real browser shows: how many rows an officer sees, what stays on the device without a network, how the choice
//! of colours takes hold.

use std::time::Duration;

use crate::{
    driver::{Browsers, Window},
    server::Served,
};

async fn js(window: &Window, script: &str) -> String {
    let found = window.driver.execute(script, vec![]).await.unwrap();
    found.json().as_str().map_or_else(|| found.json().to_string(), str::to_owned)
}

/// Waits until `script` gives `true`.
async fn until(window: &Window, script: &str) {
    for _ in 0..100 {
        if js(window, script).await == "true" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    panic!("{script} on {}:\n{}", window.path().await, window.text().await);
}

const ROWS_IN_SIGHT: &str = "const bar = document.querySelector('.bulk-bar').getBoundingClientRect().top; \
     return [...document.querySelectorAll('tbody[data-queue] tr')].filter(r => r.getBoundingClientRect().bottom <= bar + 1).length";

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_sees_twelve_rows_and_their_head_on_a_small_screen() {
    let served = Served::new().await;
    let lan = served.portal.lan().await;
    for _ in 0..40 {
        lan.submits("1.004884").await;
    }
    let browsers = Browsers::start().await;
    // A window of 1366 × 768: what is left of it for the page is a little less everywhere.
    let window = browsers.open(1366, 768).await;
    window.signs_in(&served.base, "0900000002").await;
    window.goto(&format!("{}/mot-cua/hang-doi?q=cho-tiep-nhan", served.base)).await;
    assert_eq!(window.overflow().await, 0);
    window.presses("Xem dòng gọn").await;
    until(
        &window,
        "return document.documentElement.dataset.density === 'compact' && document.readyState === 'complete'",
    )
    .await;
    window.goto(&format!("{}/mot-cua/hang-doi?q=cho-tiep-nhan", served.base)).await;
    assert_eq!(window.overflow().await, 0);
    let height = js(&window, "return innerHeight").await.parse::<i64>().unwrap();
    let rows = js(&window, ROWS_IN_SIGHT).await.parse::<i64>().unwrap();
    assert!(rows + (768 - height) / 30 >= 12, "{rows} rows in {height} pixels");
    window.shot("queue-compact").await;
    js(&window, "window.scrollTo(0, 600)").await;
    until(
        &window,
        "return Math.abs(document.querySelector('.queue thead th').getBoundingClientRect().top) < 2",
    )
    .await;
    js(
        &window,
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', code: 'Slash', bubbles: true }))",
    )
    .await;
    until(&window, "return document.getElementById('keys').open").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_without_a_network_is_offered_again_and_goes_when_somebody_signs_out() {
    let served = Served::new().await;
    let draft = served.portal.lan().await.files("1.001193").drafted().await;
    let page = format!("{}/nhap/{}/to-khai/applicant", served.base, draft.uuid());
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    window.signs_in(&served.base, "0900000001").await;
    window.goto(&page).await;
    let field = "document.querySelector('form[data-autosave] input[name$=phone]')";
    let type_in = format!(
        "window.fetch = () => Promise.reject(new TypeError('no network')); {field}.value = '0905 999 888'; \
         {field}.dispatchEvent(new Event('input', {{ bubbles: true }}))"
    );
    js(&window, &type_in).await;
    until(&window, "return Object.keys(localStorage).some(k => k.startsWith('draft:'))").await;
    // the tab is closed and opened again
    window.goto(&format!("{}/ho-so", served.base)).await;
    window.goto(&page).await;
    assert_ne!(js(&window, &format!("return {field}.value")).await, "0905 999 888");
    until(&window, "return !document.querySelector('[data-kept]').hidden").await;
    window.shot("draft-kept").await;
    js(&window, "document.querySelector('[data-kept-use]').click()").await;
    assert_eq!(js(&window, &format!("return {field}.value")).await, "0905 999 888");
    until(
        &window,
        "return document.querySelector('.autosave-line').textContent.startsWith('Đã lưu nháp lúc')",
    )
    .await;
    assert_eq!(
        js(&window, "return Object.keys(localStorage).filter(k => k.startsWith('draft:')).length").await,
        "0"
    );
    window.goto(&page).await;
    assert_eq!(js(&window, &format!("return {field}.value")).await.replace(' ', ""), "0905999888");
    // what is left when somebody signs out is gone
    js(&window, &type_in.replace("0905 999 888", "0905 111 222")).await;
    until(&window, "return Object.keys(localStorage).some(k => k.startsWith('draft:'))").await;
    js(&window, "document.querySelector('form[data-sign-out] button').click()").await;
    until(
        &window,
        "return location.pathname === '/' && Object.keys(localStorage).every(k => !k.startsWith('draft:'))",
    )
    .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_and_letters_change_at_once_and_stay() {
    let served = Served::new().await;
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    window.goto(&format!("{}/tra-cuu", served.base)).await;
    window.types("code", "H48").await;
    js(
        &window,
        "document.querySelector('details.display').open = true; \
                 document.getElementById('display-theme').value = 'dark'; \
                 document.getElementById('display-letters').value = 'larger'; \
                 document.querySelector('.display form button').click()",
    )
    .await;
    until(&window, "return document.documentElement.dataset.theme === 'dark'").await;
    assert_eq!(
        js(&window, "return document.querySelector('main input.input').value").await,
        "H48",
        "what was typed stays"
    );
    assert_eq!(
        js(&window, "return getComputedStyle(document.body).backgroundColor").await,
        "rgb(16, 21, 28)"
    );
    for path in ["/", "/thu-tuc/1.001193", "/en/dang-ky"] {
        window.goto(&format!("{}{path}", served.base)).await;
        assert_eq!(js(&window, "return document.documentElement.dataset.letters").await, "larger");
        assert_eq!(window.overflow().await, 0, "{path}");
    }
    window.close().await;
}
