//! The gate: every page there is, found by walking the route table, in both languages, as somebody who may see it. The first
//! page of each route is looked at in all seven modes, every other one on a desk and (without the walk) on a phone: axe with every WCAG 2.2
//! A and AA rule, what `page.js` asks, a walk with Tab, the console, and nobody else asked for anything. `planted.rs` proves that
//! each of these is caught. `ONLY=/nop tests/run --test browser gate` looks only at addresses with these letters, while you mend
//! one; it never passes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    atlas::{Atlas, Stop, different},
    checker::{Address, equip, examine},
    driver::{Browsers, SHOTS},
    html::invalid,
    modes::Mode,
    server::Served,
};

/// How many windows look at once.
const WINDOWS: usize = 3;

/// Looks at all of them, in some windows at once; gives what is wrong.
async fn look(browsers: &Browsers, served: &Served, atlas: &Atlas<'_>, stops: &[Stop]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let window = async || {
        let window = browsers.open(1280, 800).await;
        equip(&window).await;
        let mut found = Vec::new();
        let mut who = "";
        while let Some(stop) = stops.get(next.fetch_add(1, Ordering::Relaxed)) {
            if who != stop.who {
                who = stop.who;
                window.holds(&served.base, atlas.sessions.get(who).map(String::as_str)).await;
            }
            let modes = if stop.first { &Mode::ALL[..] } else { &Mode::TWO[..] };
            let address = Address {
                base: &served.base,
                path: &stop.path,
                lang: stop.lang,
                posted: stop.posted,
                failed: stop.html.contains("error-summary-title"),
                shot: Some(stop.picture.clone()),
            };
            let faults = examine(&window, &address, modes).await;
            found.extend(faults.into_iter().map(|fault| format!("{fault} as {who}")));
        }
        window.close().await;
        found
    };
    futures_util::future::join_all((0..WINDOWS).map(|_| window())).await.concat()
}

/// Two routes never have the same title: who has many pages open finds the one that is meant.
fn titles(stops: &[Stop]) -> Vec<String> {
    let mut by_title: BTreeMap<(&str, String), BTreeSet<String>> = BTreeMap::new();
    for stop in stops.iter().filter(|s| s.status == 200) {
        let html = scraper::Html::parse_document(&stop.html);
        let title = html.select(&crate::support::page::css("title")).next();
        let title = title.map_or_else(String::new, |t| t.text().collect());
        by_title.entry((stop.lang, title)).or_default().insert(the_same(&stop.pattern));
    }
    by_title
        .into_iter()
        .filter(|(_, pages)| pages.len() > 1)
        .map(|((_, title), pages)| {
            format!("titles: “{title}” stands on {}", Vec::from_iter(pages).join(", "))
        })
        .collect()
}

/// One name for what is the same page at several addresses: a dossier for its owner, at the counter and at the desk, a list with
/// a query, the account with the form that was sent from it, the choice of a case before and after the draft exists.
fn the_same(pattern: &str) -> String {
    let page = pattern.split('?').next().unwrap_or_default();
    let page = page.replace("/xu-ly/ho-so/", "/ho-so/").replace("/mot-cua/ho-so/", "/ho-so/");
    let page =
        page.replace("/tai-khoan/mat-khau", "/tai-khoan").replace("/nhap/{id}/truong-hop", "/nop/{code}");
    let page = page.replace("/lich/H48.102/", "/lich/{key}/").replace("/lich/province/", "/lich/{key}/");
    page.replace("1.004873", "{code}")
}

/// The same fault on many pages is one line.
fn in_short(found: &[String]) -> String {
    let mut by_fault: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in found {
        let (page, fault) = line.split_once(' ').unwrap_or(("", line));
        let fault = fault.rsplit_once(" as ").map_or(fault, |(fault, _)| fault);
        by_fault.entry(fault).or_default().push(page);
    }
    let lines = by_fault
        .iter()
        .map(|(fault, pages)| format!("{fault}\n    {} and {} more", pages[0], pages.len() - 1));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_passes_the_gate() {
    let served = Served::new().await;
    let atlas = Atlas::of(&served.portal).await;
    let browsers = Browsers::start().await;
    let only = std::env::var("ONLY").ok();
    if only.is_none() {
        // pictures of pages that are no more would mislead; there may be none yet
        drop(std::fs::remove_dir_all(SHOTS));
    }
    let wanted = |stops: Vec<Stop>| -> Vec<Stop> {
        let all = different(stops).into_iter();
        all.filter(|stop| only.as_ref().is_none_or(|only| stop.path.contains(only))).collect()
    };
    let all = atlas.pages().await;
    let pages = wanted(all.clone());
    let mut found = titles(&all);
    found.extend(look(&browsers, &served, &atlas, &pages).await);
    let all_refusals = atlas.refusals().await;
    let refusals = wanted(all_refusals.clone());
    found.extend(look(&browsers, &served, &atlas, &refusals).await);
    let read = all.iter().chain(&all_refusals);
    found.extend(invalid(read.map(|stop| (stop.path.as_str(), stop.html.as_str()))));
    let looked_at = pages.len() + refusals.len();
    assert!(found.is_empty(), "{} faults on {looked_at} pages:\n{}", found.len(), in_short(&found));
    assert_eq!(only, None, "{looked_at} pages are in order; without ONLY all are looked at");
}
