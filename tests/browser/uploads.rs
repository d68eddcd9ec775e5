//! Uploads in pieces, as a browser sends them: a connection that breaks and a tab that is closed cost one piece.

use std::{io::Write as _, time::Duration};

use crate::{
    driver::{Browsers, Window},
    modes::Mode,
    server::Served,
    support::paper::sheet,
};

const PIECE: usize = 256 * 1024;

/// A PDF of three pieces.
fn paper() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    file.write_all(b"%PDF-1.7\n").unwrap();
    file.write_all(&vec![b'a'; PIECE * 3 - 9]).unwrap();
    file.flush().unwrap();
    file
}

async fn js(window: &Window, script: &str) -> serde_json::Value {
    window.driver.execute(script, vec![]).await.unwrap().json().clone()
}

/// From now on the third request of this tab and all after it find no network, until `online` is called.
const LOSES_THE_NETWORK: &str = "
    const real = window.fetch;
    let sent = 0;
    window.sent = [];
    window.fetch = (url, how) => {
        sent += 1;
        if (sent > 2 && !window.back) return Promise.reject(new TypeError('no network'));
        window.sent.push(how?.headers?.['Upload-Offset'] ?? how?.method);
        return real(url, how);
    };
    window.online = () => { window.back = true; window.dispatchEvent(new Event('online')); };";

async fn chooses(window: &Window, file: &tempfile::NamedTempFile) {
    let input = window.find(".asked-item:first-child input[type=file]:not([capture])").await;
    input.send_keys(file.path().to_string_lossy()).await.unwrap();
}

async fn until(window: &Window, what: &str, script: &str) {
    for _ in 0..200 {
        if window.driver.execute(script, vec![]).await.is_ok_and(|said| said.json() == true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} on {}:\n{}", window.path().await, window.text().await);
}

const WAITS: &str =
    "return document.querySelector('.asked-item .file-name').textContent.includes('Mất mạng')";
const ARRIVED: &str = "return document.querySelector('.asked-item:first-child .uploads') !== null";

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_after_the_network_and_after_the_tab_were_lost() {
    let served = Served::new().await;
    let portal = &served.portal;
    let draft = portal.lan().await.files("1.001193").without_documents().drafted().await;
    let page = format!("{}/nhap/{draft}/giay-to", served.base);
    let received = async || portal.texts("SELECT received::text FROM partial_upload").await;
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    window.signs_in(&served.base, "0900000001").await;
    let paper = paper();

    // the tab is closed while there is no network
    window.goto(&page).await;
    js(&window, LOSES_THE_NETWORK).await;
    chooses(&window, &paper).await;
    until(&window, "it says that the network is lost", WAITS).await;
    window.shot("upload-waiting").await;
    assert_eq!(js(&window, "return window.sent").await, serde_json::json!(["POST", 0]));
    assert_eq!(received().await, [PIECE.to_string()]);

    // the same file is chosen in a new one, which loses the network too, and finds it again
    window.goto(&page).await;
    window.reads("mới gửi được 33 %").await;
    let found = window.faults().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    window.shot("upload-broken-off").await;
    js(&window, LOSES_THE_NETWORK).await;
    chooses(&window, &paper).await;
    until(&window, "it says that the network is lost", WAITS).await;
    assert_eq!(js(&window, "return window.sent").await, serde_json::json!(["POST", PIECE]));
    js(&window, "window.online()").await;
    until(&window, "the paper arrives", ARRIVED).await;
    window.reads("Đã nhận tệp").await;
    assert_eq!(portal.texts("SELECT size::text FROM document").await, [(PIECE * 3).to_string()]);
    assert_eq!(portal.texts("SELECT count(*)::text FROM upload_piece").await, ["0"]);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_an_upload_leaves_nothing_behind() {
    let served = Served::new().await;
    let portal = &served.portal;
    let draft = portal.lan().await.files("1.001193").without_documents().drafted().await;
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    window.signs_in(&served.base, "0900000001").await;
    window.goto(&format!("{}/nhap/{draft}/giay-to", served.base)).await;
    js(&window, LOSES_THE_NETWORK).await;
    chooses(&window, &paper()).await;
    until(&window, "it says that the network is lost", WAITS).await;
    js(&window, "window.back = true; document.querySelector('.file progress + button').click()").await;
    for _ in 0..100 {
        if portal.texts("SELECT count(*)::text FROM partial_upload").await == ["0"] {
            until(&window, "the bar goes", "return document.querySelector('.file progress') === null").await;
            window.close().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the upload stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_looked_at_on_the_page() {
    let served = Served::new().await;
    let portal = &served.portal;
    let draft = portal.lan().await.files("1.001193").without_documents().drafted().await;
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    window.signs_in(&served.base, "0900000001").await;
    let mut paper = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    paper.write_all(&sheet("Giay chung sinh")).unwrap();
    window.goto(&format!("{}/nhap/{draft}/giay-to", served.base)).await;
    chooses(&window, &paper).await;
    until(&window, "the paper arrives", ARRIVED).await;
    window.find(".upload-about a").await.click().await.unwrap();
    until(&window, "the page comes", "return document.querySelector('iframe.viewer-frame') !== null").await;
    // nothing of it is refused by either policy
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut found = window.faults().await;
    found.extend(window.complaints(&served.base).await);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let title = js(&window, "return document.querySelector('iframe').title").await;
    assert!(title.as_str().unwrap().starts_with("Nội dung tài liệu"), "{title}");
    for mode in [Mode::Phone, Mode::Desktop] {
        window.shot_in("viewer-pdf", mode).await;
    }
    window.close().await;
}
