//! Lighthouse on the pages with budgets: seconds, not bytes, so it is for a quiet machine at night (`tests/nightly`).

use std::{path::Path, process::Command};

use serde_json::{Value, json};

use crate::{server::Served, visits::Visits};

const LIGHTHOUSE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/vendor/lighthouse/node_modules/.bin/lighthouse");
/// Category, and the least it must reach.
const LEAST: [(&str, f64); 2] = [("performance", 0.95), ("accessibility", 1.0)];

fn measured(page: &str, session: &str) -> Value {
    assert!(Path::new(LIGHTHOUSE).exists(), "lighthouse is needed: tests/nightly fetches it");
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let done = Command::new(LIGHTHOUSE)
        .arg(page)
        .args(["--quiet", "--output=json", "--only-categories=performance,accessibility"])
        .arg(format!("--output-path={}", report.display()))
        .arg(format!("--extra-headers={}", json!({"Cookie": format!("sid={session}")})))
        .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage")
        .env("CHROME_PATH", "/usr/bin/chromium")
        .output()
        .unwrap();
    let text = std::fs::read(&report).unwrap_or_else(|e| {
        panic!("lighthouse leaves no report ({e}): {}", String::from_utf8_lossy(&done.stderr))
    });
    serde_json::from_slice(&text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "seconds are measured on a quiet machine: tests/nightly"]
async fn the_main_pages_are_fast_and_accessible_to_lighthouse() {
    let served = Served::new().await;
    let visits = Visits::of(&served).await;
    let mut low = Vec::new();
    for (name, path) in visits.pages() {
        let (page, session) = (format!("{}{path}", served.base), visits.session.clone());
        let report = tokio::task::spawn_blocking(move || measured(&page, &session)).await.unwrap();
        assert!(report["finalDisplayedUrl"].as_str().unwrap().ends_with(&path), "{name} leads elsewhere");
        let shown = |audit: &str| report["audits"][audit]["displayValue"].as_str().unwrap_or("-").to_owned();
        let scores = LEAST.map(|(category, least)| {
            let score = report["categories"][category]["score"].as_f64().unwrap();
            if score < least {
                low.push(format!("{name}: {category} {score}, at least {least}"));
            }
            format!("{category} {score}")
        });
        eprintln!(
            "{name}: {}, largest paint {}, blocked {}, shift {}, {}",
            scores.join(", "),
            shown("largest-contentful-paint"),
            shown("total-blocking-time"),
            shown("cumulative-layout-shift"),
            shown("total-byte-weight"),
        );
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}
