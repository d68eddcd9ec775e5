//! Every page, as somebody who may see it, in both languages: whole, named, reachable, and in the reader's language. The pages
//! are found by walking the route table, so a new route is looked at without anybody adding it here.

use std::collections::{BTreeMap, BTreeSet};

use motcua::web::{paths::STORIES, routes::Listed};
use scraper::{ElementRef, Html};
use unicode_normalization::UnicodeNormalization;

use crate::support::{
    browser::Browser,
    mounted,
    page::{Page, css},
    portal::Portal,
    tree::Tree,
    world::World,
};

/// Most bytes of a page, before it is squeezed. The book of stories is for those who build pages.
const MOST_BYTES: usize = 40 * 1000;
/// The same for the draft of a working calendar: one form with the special days of three years and the grid of one.
const MOST_OF_A_CALENDAR: usize = 80 * 1000;

/// What is wrong with pages, and on which.
#[derive(Default)]
struct Faults(BTreeMap<String, BTreeSet<String>>);

impl Faults {
    fn add(&mut self, page: &Page, what: impl std::fmt::Display) {
        self.note(&page.path, what);
    }

    fn note(&mut self, path: &str, what: impl std::fmt::Display) {
        // the same fault for every dossier is one fault
        let what: Vec<String> = what
            .to_string()
            .split_inclusive(['/', ' '])
            .map(|piece| if piece.starts_with("H48.") { "…".to_owned() } else { piece.to_owned() })
            .collect();
        self.0.entry(what.concat()).or_default().insert(path.to_owned());
    }

    /// One line for each fault, with the first page and how many more there are.
    fn lines(&self) -> Vec<String> {
        let line = |(what, pages): (&String, &BTreeSet<String>)| {
            let first = pages.first().map_or("", String::as_str);
            format!("{what}: {first} and {} more", pages.len().saturating_sub(1))
        };
        self.0.iter().map(line).collect()
    }
}

/// The keys of the catalogue, of which none may be seen on a page.
fn keys() -> BTreeSet<String> {
    let tree = Tree::real();
    tree.files("src/i18n/vi/", ".ftl")
        .flat_map(|(_, text)| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>())
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
        .filter(|key| key.contains('-') && !key.starts_with([' ', '#', '.']))
        .collect()
}

struct Looker<'a> {
    routes: &'a [Listed],
    keys: &'a BTreeSet<String>,
}

impl Looker<'_> {
    fn look(&self, page: &Page, lang: &str, faults: &mut Faults) {
        let html = page.html();
        let is_calendar = page.path.contains("/quan-tri/lich/") && page.path.ends_with("/ban-nhap");
        let most = if is_calendar { MOST_OF_A_CALENDAR } else { MOST_BYTES };
        if page.text.len() > most && !page.path.ends_with(STORIES) {
            faults.add(page, format!("{} bytes", page.text.len()));
        }
        if page.text.nfc().collect::<String>() != page.text {
            faults.add(page, "text that is not NFC");
        }
        if let Some(what) = out_of_order(&page.text) {
            faults.add(page, what);
        }
        head(page, &html, lang, faults);
        ids(page, &html, faults);
        nothing_inline(page, &html, faults);
        labels(page, &html, faults);
        self.words(page, &html, faults);
        self.links(page, &html, faults);
    }

    /// No key of the catalogue, no trace of the code.
    fn words(&self, page: &Page, html: &Html, faults: &mut Faults) {
        let mut seen: Vec<String> = html
            .select(&css("body *"))
            .filter(|e| !matches!(e.value().name(), "script" | "code"))
            .flat_map(|e| {
                let text = e.children().filter_map(|c| c.value().as_text().map(|t| t.to_string()));
                let attributes = ["title", "aria-label", "alt", "placeholder"]
                    .iter()
                    .filter_map(|name| e.attr(name).map(ToOwned::to_owned));
                text.chain(attributes).collect::<Vec<_>>()
            })
            .collect();
        seen.extend(html.select(&css("title")).map(|t| t.text().collect::<String>()));
        for text in seen {
            for word in text.split_whitespace() {
                let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
                if self.keys.contains(word) {
                    faults.add(page, format!("the key {word} instead of words"));
                }
            }
            for trace in ["Some(", "None", "{{", "}}", "Ok(", "NaN", "undefined"] {
                if text.contains(trace) {
                    faults.add(page, format!("{trace} in “{}”", text.trim()));
                }
            }
        }
    }

    /// Every link and every form leads to a route, every fragment to something on the page.
    fn links(&self, page: &Page, html: &Html, faults: &mut Faults) {
        if page.path.ends_with(STORIES) {
            return; // its links show what links look like
        }
        let here = page.path.split(['?', '#']).next().unwrap_or_default();
        let pointing = css("a[href], link[href], script[src], img[src], form[action]");
        let targets = html
            .select(&pointing)
            .filter(|e| e.value().name() != "link" || e.attr("rel") != Some("alternate"));
        for element in targets {
            let target = ["href", "src", "action"].iter().find_map(|a| element.attr(a)).unwrap_or_default();
            if let Some(id) = target.strip_prefix('#') {
                if !id.is_empty() && !html.select(&css("[id]")).any(|e| e.attr("id") == Some(id)) {
                    faults.add(page, format!("#{id} is nowhere on the page"));
                }
                continue;
            }
            let outside = ["http://", "https://", "tel:", "mailto:", "data:", "//"];
            if outside.iter().any(|o| target.starts_with(o)) {
                continue;
            }
            let method = match (element.value().name(), element.attr("method")) {
                ("form", Some(m)) if m.eq_ignore_ascii_case("post") => "POST",
                _ => "GET",
            };
            let path = target.split(['?', '#']).next().unwrap_or_default();
            let path = if path.is_empty() { here } else { path };
            let path =
                path.strip_prefix("/en").filter(|p| p.is_empty() || p.starts_with('/')).unwrap_or(path);
            let path = if path.is_empty() { "/" } else { path };
            let is_itself = page.status != 200 && here.trim_start_matches("/en") == path;
            if !is_itself && mounted::route_for(self.routes, method, path).is_none() {
                faults.add(page, format!("{method} {target} leads nowhere"));
            }
        }
    }
}

/// The first tag that is not closed in its turn. (A parser mends it silently; a screen reader then reads something else.)
fn out_of_order(text: &str) -> Option<String> {
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ];
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->")?..];
            continue;
        }
        let end = end_of_tag(rest)?;
        let tag = &rest[..end];
        rest = &rest[end..];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        if name.is_empty() || tag.ends_with('/') || VOID.contains(&name.as_str()) {
            continue;
        }
        if !tag.starts_with('/') {
            open.push(name);
        } else if open.pop().as_deref() != Some(&name) {
            return Some(format!("</{name}> closes something else, after {open:?}"));
        }
    }
    open.pop().map(|name| format!("<{name}> is not closed"))
}

/// Where the tag ends that begins here: a `>` inside quotes does not end it.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), _) if q == c => quote = None,
            (None | Some(_), _) => {}
        }
        None
    })
}

fn head(page: &Page, html: &Html, lang: &str, faults: &mut Faults) {
    // what is printed stays Vietnamese: it is the province's paper
    let lang = if page.path.contains("/giay-hen/") { "vi" } else { lang };
    let said = html.select(&css("html")).next().and_then(|e| e.attr("lang"));
    if said != Some(lang) {
        faults.add(page, format!("its language is {said:?}, not {lang}"));
    }
    let titles: Vec<String> = html.select(&css("head > title")).map(|t| t.text().collect()).collect();
    if titles.len() != 1 || titles.iter().any(|t| t.trim().is_empty()) {
        faults.add(page, format!("titles {titles:?}"));
    }
    let headings = html.select(&css("h1")).count();
    if headings != 1 {
        faults.add(page, format!("{headings} h1"));
    }
    if html.select(&css("main")).count() != 1 {
        faults.add(page, "not one main");
    }
}

fn ids(page: &Page, html: &Html, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for element in html.select(&css("[id]")) {
        let id = element.attr("id").unwrap_or_default();
        if id.is_empty() || !seen.insert(id.to_owned()) {
            faults.add(page, format!("id “{id}” is empty or there twice"));
        }
    }
    for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
        for element in html.select(&css(&format!("[{attribute}]"))) {
            for id in element.attr(attribute).unwrap_or_default().split_whitespace() {
                if !seen.contains(id) {
                    faults.add(page, format!("{attribute}={id} is nowhere on the page"));
                }
            }
        }
    }
}

fn nothing_inline(page: &Page, html: &Html, faults: &mut Faults) {
    if html.select(&css("style, [style], script:not([src])")).next().is_some() {
        faults.add(page, "an inline style or script");
    }
    for element in html.select(&css("*")) {
        if let Some((name, _)) = element.value().attrs().find(|(name, _)| name.starts_with("on")) {
            faults.add(page, format!("{name} on <{}>", element.value().name()));
        }
    }
}

fn labels(page: &Page, html: &Html, faults: &mut Faults) {
    let labelled: BTreeSet<&str> = html.select(&css("label[for]")).filter_map(|l| l.attr("for")).collect();
    let is_inside_label =
        |e: &ElementRef<'_>| e.ancestors().filter_map(ElementRef::wrap).any(|a| a.value().name() == "label");
    for control in html.select(&css("input, select, textarea")) {
        let kind = control.attr("type").unwrap_or("text");
        if matches!(kind, "hidden" | "submit" | "button" | "reset") {
            continue;
        }
        let named = control.attr("id").is_some_and(|id| labelled.contains(id))
            || control.attr("aria-label").is_some()
            || control.attr("aria-labelledby").is_some()
            || is_inside_label(&control);
        if !named {
            faults.add(page, format!("{} has no label", control.attr("name").unwrap_or("a field")));
        }
    }
    for link in html.select(&css("a, button")) {
        let text: String = link.text().collect();
        let named = !text.trim().is_empty()
            || link.attr("aria-label").is_some()
            || link.select(&css("img[alt], [aria-label]")).next().is_some();
        if !named {
            faults.add(page, format!("a {} without words", link.value().name()));
        }
    }
}

/// Who is asked to look, in this order: whoever sees most first.
fn lookers<'p>(portal: &'p Portal, people: &'p [crate::support::people::Person<'p>]) -> Vec<Browser<'p>> {
    let mut all = vec![portal.browser()];
    all.extend(people.iter().map(crate::support::people::Person::browser));
    all
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages() {
    let portal = Portal::new().await;
    let world = World::of(&portal).await;
    let routes = mounted::all(&portal);
    let keys = keys();
    let looker = Looker { routes: &routes, keys: &keys };
    let people = [
        portal.lan().await,
        portal.hoa().await,
        portal.tuan().await,
        portal.hung().await,
        portal.mai().await,
        portal.long().await,
        portal.ngoc_lan().await,
        portal.khoa().await,
    ];
    let browsers = lookers(&portal, &people);
    let mut faults = Faults::default();
    let mut looked_at = 0;
    for route in routes.iter().filter(|r| r.method == "GET") {
        let names: Vec<&str> = if mounted::names_a_dossier(route.path) {
            world.dossiers.keys().copied().collect()
        } else {
            vec!["completed"]
        };
        let mut opened = false;
        for name in names {
            let path = mounted::fill(&portal, &world, route.path, name).await;
            for browser in &browsers {
                let page = browser.get(&path).await;
                assert!(page.status < 500, "{path}: {} {}", page.status, page.words());
                opened |= page.status == 200 || (page.status == 303 && !is_to_sign_in(&page));
                if page.status != 200 || !page.is_html() {
                    continue;
                }
                looker.look(&page, "vi", &mut faults);
                let english = browser.get(&format!("/en{path}")).await.is(200);
                looker.look(&english, "en", &mut faults);
                looked_at += 2;
                // further people matter only where the page differs by who looks: at a dossier itself
                if !(mounted::names_a_dossier(route.path) && route.path.ends_with("/{code}")) {
                    break;
                }
            }
        }
        if !opened && !mounted::ELSEWHERE.contains(&route.path) {
            faults.note(route.path, "opens to nobody");
        }
    }
    assert!(looked_at > 0);
    let lines = faults.lines();
    assert!(lines.is_empty(), "{} faults on {looked_at} pages:\n{}", lines.len(), lines.join("\n"));
}

fn is_to_sign_in(page: &Page) -> bool {
    page.location.as_deref().is_some_and(|to| to.contains("/dang-nhap"))
}

#[tokio::test]
async fn error_pages_are_pages_too() {
    let portal = Portal::new().await;
    let routes = mounted::all(&portal);
    let keys = keys();
    let looker = Looker { routes: &routes, keys: &keys };
    let mut faults = Faults::default();
    let browser = portal.browser();
    for (prefix, lang) in [("", "vi"), ("/en", "en")] {
        let page = browser.get(&format!("{prefix}/khong-co-trang-nay")).await.is(404);
        looker.look(&page, lang, &mut faults);
    }
    let lines = faults.lines();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// Every rule can fail: a page on which everything is wrong.
#[test]
fn a_bad_page_is_seen_to_be_bad() {
    assert_eq!(out_of_order("<p a='>'>x<br></p><!-- <b> --><svg/>"), None);
    let text = "<!doctype html><html lang=\"en\"><head><title> </title></head><body><main>\
        <h1>Một</h1><h1>Hai</h1><p id=\"a\" style=\"color:red\">status-draft</p><p id=\"a\" onclick=\"x()\">Some(1)</p>\
        <a href=\"/nowhere\">đi</a><a href=\"#none\"></a><input name=\"phone\"><script>alert(1)</script><b><i></b></i>\
        <p aria-describedby=\"b\">Tie\u{302}\u{301}ng</p></main></body></html>";
    let page = Page {
        status: 200,
        path: "/bad".to_owned(),
        location: None,
        headers: axum::http::HeaderMap::new(),
        content_type: "text/html".to_owned(),
        text: text.to_owned(),
    };
    let keys = BTreeSet::from(["status-draft".to_owned()]);
    let looker = Looker { routes: &[], keys: &keys };
    let mut faults = Faults::default();
    looker.look(&page, "vi", &mut faults);
    let all = faults.lines().join("\n");
    for expected in [
        "closes something else",
        "its language is",
        "titles",
        "2 h1",
        "there twice",
        "inline style",
        "onclick on",
        "the key status-draft",
        "Some(",
        "/nowhere leads nowhere",
        "#none is nowhere",
        "phone has no label",
        "a a without words",
        "aria-describedby=b",
        "not NFC",
    ] {
        assert!(all.contains(expected), "{expected} is not seen in:\n{all}");
    }
}
