//! What a first visit costs: bytes over the wire, as a browser gets them with nothing in its cache. Bytes, not seconds, so that
//! a busy machine changes nothing.

use std::collections::BTreeSet;

use serde_json::json;

use crate::{driver::Browsers, modes::Mode, server::Served, visits::Visits};

/// Everything a page of the citizen needs, compressed, fonts included.
const FIRST_VIEW: usize = 90 * 1000;
/// The HTML of it, not compressed.
const HTML: usize = 40 * 1000;
/// All scripts of the portal together, as they are served, not compressed.
const SCRIPTS: usize = 20 * 1000;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_view_fits_the_budget() {
    let served = Served::new().await;
    let visits = Visits::of(&served).await;
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    Mode::Phone.begin(&window).await;
    window.command("Network.setCacheDisabled", json!({"cacheDisabled": true})).await;
    window.holds(&served.base, Some(&visits.session)).await;
    let client = reqwest::Client::new();
    let (mut lines, mut over) = (Vec::new(), Vec::new());
    for (name, path) in visits.pages() {
        let page = format!("{}{path}", served.base);
        window.goto(&page).await;
        // what this very page loaded, and the picture in the tab
        let script = "return [...performance.getEntriesByType('resource').map(e => e.name), \
                      ...[...document.querySelectorAll('link[rel=icon]')].map(l => l.href)]";
        let loaded: BTreeSet<String> = window.ask(script, vec![]).await.into_iter().collect();
        let size = async |url: &str, encoding: &str| {
            let request = client
                .get(url)
                .header("accept-encoding", encoding)
                .header("cookie", format!("sid={}", visits.session));
            let answer = request.send().await.unwrap();
            assert!(answer.status().is_success(), "{url}: {}", answer.status());
            answer.bytes().await.unwrap().len()
        };
        let html = size(&page, "identity").await;
        if html > HTML {
            over.push(format!("{name}: {html} bytes of HTML, at most {HTML}"));
        }
        for encoding in ["br", "gzip"] {
            let mut sum = size(&page, encoding).await;
            for url in &loaded {
                sum += size(url, encoding).await;
            }
            lines.push(format!(
                "{name}: {sum} bytes with {encoding} in {} files, HTML {html}",
                loaded.len() + 1
            ));
            if sum > FIRST_VIEW {
                over.push(format!("{name}: {sum} bytes with {encoding}, at most {FIRST_VIEW}"));
            }
        }
    }
    window.close().await;
    eprintln!("{}", lines.join("\n"));
    assert!(over.is_empty(), "{}\n\nof:\n{}", over.join("\n"), lines.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_scripts_together_stay_small() {
    let served = Served::new().await;
    drop(rustls::crypto::ring::default_provider().install_default());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static/js");
    let client = reqwest::Client::new();
    let (mut sum, mut names) = (0, Vec::new());
    for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = file.file_name().into_string().unwrap();
        let url = format!("{}/static/0/js/{name}", served.base);
        let answer = client.get(url).header("accept-encoding", "identity").send().await.unwrap();
        assert!(answer.status().is_success(), "{name}");
        let size = answer.bytes().await.unwrap().len();
        assert!(size > 0, "{name}");
        sum += size;
        names.push(format!("{name} {size}"));
    }
    assert!(sum <= SCRIPTS, "{sum} bytes of scripts: {names:?}");
}
