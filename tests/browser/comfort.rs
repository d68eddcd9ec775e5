//! What only a real browser shows: how many rows an officer sees, what stays on the device without a network, how the choice
//! of colours takes hold.

use std::time::Duration;

use motcua::web::public::ui_samples::long_name;

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

/// Presses a key where the focus is.
async fn key(window: &Window, key: &str) {
    window.driver.active_element().await.unwrap().send_keys(key).await.unwrap();
}

const ESCAPE: &str = "\u{E00C}";
const PEEKS: &str = "return document.getElementById('peek').matches(':popover-open')";
const PEEKED: &str = "return document.querySelector('#peek .peek-body .card') !== null";

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_glances_at_a_dossier_and_goes_about_by_keys() {
    let served = Served::new().await;
    let lan = served.portal.lan().await;
    lan.submits("1.004884").await;
    lan.submits("1.004884").await;
    let browsers = Browsers::start().await;
    let window = browsers.open(1366, 768).await;
    window.signs_in(&served.base, "0900000002").await;
    let queue = format!("{}/mot-cua/hang-doi?q=cho-tiep-nhan", served.base);
    window.goto(&queue).await;
    let rows =
        "return [...document.querySelectorAll('tbody[data-queue] .queue-code')].map(a => a.textContent)";
    let codes = window.ask(rows, vec![]).await;
    let [first, second] = [&codes[0], &codes[1]];
    key(&window, "j").await;
    key(&window, " ").await;
    until(&window, PEEKED).await;
    let said = js(&window, "return document.getElementById('peek').innerText").await;
    assert!(said.contains(first) && said.contains("Giấy tờ"), "{said}");
    let found = window.faults().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    window.shot("queue-peek").await;
    // on to the next without closing it
    key(&window, "j").await;
    until(&window, &format!("return document.getElementById('peek').innerText.includes('{second}')")).await;
    until(&window, PEEKED).await;
    key(&window, ESCAPE).await;
    until(&window, &PEEKS.replace("return ", "return !")).await;
    let at = js(&window, "return document.activeElement.textContent").await;
    assert_eq!(&at, second, "the keys are where they were");
    assert!(window.path().await.starts_with("/mot-cua/hang-doi"), "the list was not left");
    // Space opens and closes it; on a tick box it ticks
    key(&window, " ").await;
    until(&window, PEEKS).await;
    key(&window, " ").await;
    until(&window, &PEEKS.replace("return ", "return !")).await;
    let tick = "document.querySelector('tbody[data-queue] input[type=checkbox]')";
    js(&window, &format!("{tick}.focus()")).await;
    key(&window, " ").await;
    until(&window, &format!("return {tick}.checked")).await;
    assert_eq!(js(&window, PEEKS).await, "false");

    // G and one key more; one of them alone does nothing
    let places =
        [("h", "/mot-cua/hang-doi"), ("t", "/mot-cua/tiep-nhan"), ("q", "?q=qua-han"), ("r", "?q=cho-tra")];
    for (letter, place) in places {
        window.goto(&queue).await;
        key(&window, letter).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(window.path().await.ends_with("?q=cho-tiep-nhan"));
        key(&window, "g").await;
        key(&window, letter).await;
        until(&window, &format!("return location.href.endsWith('{place}')")).await;
    }
    // not while somebody types
    window.goto(&queue).await;
    window.types("tim", "gt").await;
    assert!(window.path().await.ends_with("?q=cho-tiep-nhan"));

    // and none of them for whoever switched them off on the account page
    window.goto(&format!("{}/tai-khoan", served.base)).await;
    js(&window, "document.getElementById('f-shortcuts').click(); document.getElementById('f-shortcuts').form.requestSubmit()").await;
    until(&window, "return document.body.dataset.shortcuts === 'off' && document.readyState === 'complete'")
        .await;
    window.goto(&queue).await;
    for letter in ["j", " ", "g", "t", "?"] {
        js(&window, "document.querySelector('tbody[data-queue] a').focus()").await;
        key(&window, letter).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(window.path().await.ends_with("?q=cho-tiep-nhan"));
    assert_eq!(js(&window, PEEKS).await, "false");
    assert_eq!(js(&window, "return document.getElementById('keys').open").await, "false");
    assert_eq!(js(&window, "return document.querySelectorAll('.is-current').length").await, "0");
    window.close().await;
}

/// The keys that the sheet names on this page.
const NAMED: &str = "return [...document.querySelectorAll('#keys dl > div:not([hidden]) dt')].map(dt => dt.textContent.trim()).join(', ')";

async fn status(served: &Served, code: &str) -> String {
    served.portal.dossier(&code.parse().unwrap()).await.status.key().to_owned()
}

async fn becomes(served: &Served, code: &str, wanted: &str) {
    for _ in 0..100 {
        if status(served, code).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    panic!("{code} is {}, not {wanted}", status(served, code).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_acts_of_a_dossier_have_keys_in_the_queue_and_on_its_page() {
    let served = Served::new().await;
    let lan = served.portal.lan().await;
    for _ in 0..2 {
        lan.submits("1.004884").await;
    }
    let browsers = Browsers::start().await;
    let window = browsers.open(1366, 768).await;
    window.signs_in(&served.base, "0900000002").await;
    let queue = format!("{}/mot-cua/hang-doi?q=cho-tiep-nhan", served.base);
    window.goto(&queue).await;
    let first =
        js(&window, "return document.querySelector('tbody[data-queue] .queue-code').textContent").await;
    let named = js(&window, NAMED).await;
    for (letter, is_named) in [("F", true), ("N", true), ("B", true), ("A", true), ("C", false), ("M", false)]
    {
        assert_eq!(named.split(", ").any(|key| key == letter), is_named, "{letter}: {named}");
    }
    // F leads to the filters
    key(&window, "f").await;
    until(&window, "return document.activeElement.closest('[data-filters]') !== null").await;

    // nothing without a row, with a modifier, or while somebody types
    key(&window, "n").await;
    key(&window, "j").await;
    key(&window, "N").await;
    for modifier in ["ctrlKey", "altKey", "metaKey", "shiftKey"] {
        let press = format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
             {{ key: 'n', code: 'KeyN', {modifier}: true, bubbles: true }}))"
        );
        js(&window, &press).await;
    }
    window.types("tim", "nbcam").await;
    // what the dossier does not offer is said, and nothing else happens
    window.goto(&queue).await;
    key(&window, "j").await;
    key(&window, "c").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(status(&served, &first).await, "submitted");
    assert!(window.path().await.ends_with("?q=cho-tiep-nhan"));

    // B asks, A gives it to another agency: their forms open
    key(&window, "b").await;
    until(&window, "return location.pathname.endsWith('/yeu-cau-bo-sung')").await;
    window.goto(&queue).await;
    key(&window, "j").await;
    key(&window, "a").await;
    until(&window, "return location.pathname.endsWith('/phan-cong')").await;
    // N accepts, and the list is back
    window.goto(&queue).await;
    key(&window, "j").await;
    key(&window, "n").await;
    becomes(&served, &first, "accepted").await;
    until(&window, "return location.pathname.endsWith('/mot-cua/hang-doi')").await;
    // C passes it on
    window.goto(&format!("{}/mot-cua/hang-doi?q=da-tiep-nhan", served.base)).await;
    key(&window, "j").await;
    key(&window, "c").await;
    becomes(&served, &first, "processing").await;

    // on the page of a dossier: the sheet names what is there, and the key presses it
    let second = served.portal.texts("SELECT code FROM dossier WHERE status = 'submitted'").await.remove(0);
    window.goto(&format!("{}/mot-cua/ho-so/{second}", served.base)).await;
    let named = js(&window, NAMED).await;
    for (letter, is_named) in
        [("N", true), ("B", true), ("J K", false), ("X", false), ("F", false), ("M", false)]
    {
        assert_eq!(named.split(", ").any(|key| key == letter), is_named, "{letter}: {named}");
    }
    key(&window, "n").await;
    becomes(&served, &second, "accepted").await;

    // M takes a free step
    let tuan = browsers.open(1366, 768).await;
    tuan.signs_in(&served.base, "0900000003").await;
    tuan.goto(&format!("{}/xu-ly?q=chua-nhan", served.base)).await;
    key(&tuan, "j").await;
    key(&tuan, "m").await;
    until(&tuan, "return location.pathname.endsWith('/xu-ly') && !location.search.includes('chua-nhan')")
        .await;
    let holder = served.portal.dossier(&first.parse().unwrap()).await.holder;
    assert_eq!(holder, Some(served.portal.tuan().await.actor.id));
    window.close().await;
    tuan.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_box_offers_procedures_and_is_never_in_the_way() {
    let served = Served::new().await;
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    for prefix in ["", "/en"] {
        window.goto(&format!("{}{prefix}/", served.base)).await;
        let box_ = window.find("input[name=q]").await;
        box_.send_keys("khai sinh").await.unwrap();
        until(&window, "return document.querySelectorAll('.combobox-list [role=option]').length > 1").await;
        let asked = js(
            &window,
            "return performance.getEntriesByType('resource').filter(e => e.name.includes('/api/v1/')).length",
        );
        assert!(asked.await.parse::<i32>().unwrap() <= 3, "it waits until somebody stops typing");
        let found = window.faults().await;
        assert!(found.is_empty(), "{}", found.join("\n"));
        window.shot(if prefix.is_empty() { "suggest-vi" } else { "suggest-en" }).await;
        key(&window, ESCAPE).await;
        until(&window, "return document.querySelector('.combobox-list').hidden").await;
        // an arrow brings it back; Enter on a choice opens its page
        key(&window, "\u{E015}").await;
        until(&window, "return !document.querySelector('.combobox-list').hidden").await;
        key(&window, "\u{E015}").await;
        let name = js(&window, "return document.querySelector('[aria-selected=true]').textContent").await;
        key(&window, "\u{E007}").await;
        until(&window, &format!("return location.pathname.startsWith('{prefix}/thu-tuc/') && document.readyState === 'complete'")).await;
        window.reads(&name).await;
        // Enter without a choice searches, as it does without scripts
        window.goto(&format!("{}{prefix}/thu-tuc", served.base)).await;
        window.types("q", "khai sinh\u{E007}").await;
        until(&window, "return location.search.includes('q=khai')").await;
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn forty_documents_and_the_longest_name_fit_the_smallest_screen() {
    let served = Served::new().await;
    let portal = &served.portal;
    portal.burdens("1.004884").await;
    let lan = portal.lan().await;
    let draft = lan.files("1.004884").without_documents().drafted().await;
    let code = lan.submits("1.004884").await;
    let browsers = Browsers::start().await;
    let mut found = Vec::new();
    let mut look = async |window: &Window, path: &str, documents: usize| {
        window.goto(&format!("{}{path}", served.base)).await;
        let text = window.text().await;
        assert!(text.matches("Giấy tờ thứ").count() >= documents, "{path} shows too little:\n{text}");
        assert!(text.contains(long_name().trim()) || documents == 0, "{path} cuts the name");
        found.extend(window.faults().await);
        for width in [320, 1280] {
            window.becomes(width, 800).await;
            assert_eq!(window.overflow().await, 0, "{path} at {width}");
        }
        window.becomes(320, 800).await;
    };
    let window = browsers.open(500, 800).await;
    window.becomes(320, 800).await;
    window.signs_in(&served.base, "0900000001").await;
    for prefix in ["", "/en"] {
        for path in [
            "/thu-tuc/1.004884".to_owned(),
            format!("/nhap/{draft}"),
            format!("/nhap/{draft}/giay-to"),
            format!("/nhap/{draft}/kiem-tra"),
            format!("/ho-so/{code}"),
        ] {
            look(&window, &format!("{prefix}{path}"), 25).await;
        }
        look(&window, &format!("{prefix}/ho-so"), 0).await;
        look(&window, &format!("{prefix}/thu-tuc?q=1.004884"), 0).await;
    }
    window.goto(&format!("{}/nhap/{draft}/giay-to", served.base)).await;
    window.shot("forty-documents").await;
    window.signs_in(&served.base, "0900000002").await;
    for path in [
        format!("/mot-cua/ho-so/{code}"),
        "/mot-cua/tiep-nhan/1.004884".to_owned(),
        format!("/mot-cua/ho-so/{code}/yeu-cau-bo-sung"),
    ] {
        look(&window, &path, 25).await;
    }
    look(&window, "/mot-cua/hang-doi", 0).await;
    window.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
