//! Every page there is: found by walking the route table with whoever may see it, so that no new page is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use motcua::{app::secrets, domain::status::Role, store, web::routes::Listed};

use crate::support::{
    browser::{Browser, Origin},
    mounted,
    page::{Page, css},
    people::Person,
    portal::Portal,
    world::World,
};

/// Pages that are another page with other words in it: lists that are long or empty, error pages.
const FURTHER: &[(&str, &str)] = &[
    ("nobody", "/thu-tuc?q=khai+sinh"),
    ("nobody", "/thu-tuc?q=zzzzzz"),
    ("nobody", "/co-quan/H48.101.01"),
    ("nobody", "/khong-co-trang-nay"),
    ("lan", "/nop/1.004873"),
    ("lan", "/quan-tri"),
    ("lan", "/ho-so/H48.101.01-261123-9999"),
    ("khoa", "/quan-tri/lich?lich=H48.102"),
    ("khoa", "/quan-tri/lich/H48.102/ban-nhap"),
    ("khoa", "/quan-tri/lich/province/ban-nhap?nam=2027"),
    ("hoa", "/mot-cua/hang-doi?q=cho-tiep-nhan"),
    ("hoa", "/mot-cua/tiep-nhan/1.004873"),
    ("hoa", "/mot-cua/thu-phi/so-lieu?theo=source"),
    ("hoa", "/mot-cua/thu-phi/so-lieu?tu=2026-02-30"),
    ("khoa", "/quan-tri/so-lieu-thu-phi?theo=field&tu=2026-01-01"),
];

/// Whoever is asked to look, in this order.
const NOBODY: &str = "nobody";

/// Where the twins of the counter's forms are.
const DESK_FORMS: &str = "/xu-ly/ho-so/";

/// Somebody who looks.
struct Looker<'a> {
    who: &'static str,
    roles: Option<Vec<Role>>,
    browser: Browser<'a>,
}

impl Looker<'_> {
    fn may_open(&self, route: &Listed) -> bool {
        route.access.admits(self.roles.as_deref())
    }
}

/// One page as one person sees it.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    /// Its route.
    pub(crate) pattern: String,
    /// With language and query.
    pub(crate) path: String,
    pub(crate) lang: &'static str,
    pub(crate) who: &'static str,
    pub(crate) status: u16,
    pub(crate) html: String,
    /// It is what comes when an empty form is sent there.
    pub(crate) posted: bool,
    /// The first of its route, in Vietnamese.
    pub(crate) first: bool,
    /// What its picture is called, the same in every run.
    pub(crate) picture: String,
}

/// The pages, and the sessions of those who see them.
pub(crate) struct Atlas<'p> {
    portal: &'p Portal,
    world: World,
    people: Vec<(&'static str, Person<'p>)>,
    pub(crate) sessions: BTreeMap<&'static str, String>,
}

impl<'p> Atlas<'p> {
    pub(crate) async fn of(portal: &'p Portal) -> Self {
        let world = World::of(portal).await;
        let people = vec![
            ("lan", portal.lan().await),
            ("hoa", portal.hoa().await),
            ("tuan", portal.tuan().await),
            ("hung", portal.hung().await),
            ("mai", portal.mai().await),
            ("long", portal.long().await),
            ("ngoc_lan", portal.ngoc_lan().await),
            ("khoa", portal.khoa().await),
        ];
        let mut sessions = BTreeMap::new();
        for (name, person) in &people {
            sessions.insert(*name, session(portal, person).await);
        }
        Self { portal, world, people, sessions }
    }

    fn lookers(&self) -> Vec<Looker<'_>> {
        let mut all = vec![Looker { who: NOBODY, roles: None, browser: self.portal.browser() }];
        all.extend(self.people.iter().map(|(who, person)| {
            let roles = Some(person.actor.postings.iter().map(|posting| posting.role).collect());
            Looker { who, roles, browser: person.browser() }
        }));
        all
    }

    /// Every page that can be opened. A route that opens to nobody is a fault of the test: it lacks a sample.
    pub(crate) async fn pages(&self) -> Vec<Stop> {
        let mut found = Vec::new();
        let lookers = self.lookers();
        for route in mounted::all(self.portal).iter().filter(|r| r.method == "GET") {
            let of_a_dossier = mounted::names_a_dossier(route.path);
            let names: Vec<&str> =
                if of_a_dossier { self.world.dossiers.keys().copied().collect() } else { vec!["completed"] };
            let (mut opened, mut first) = (false, true);
            for name in names {
                // a form at the desk is the one at the counter: once is enough
                if !first && route.path.starts_with(DESK_FORMS) && !route.path.ends_with("/{code}") {
                    break;
                }
                let path = mounted::fill(self.portal, &self.world, route.path, name).await;
                for Looker { who, browser, .. } in lookers.iter().filter(|l| l.may_open(route)) {
                    let page = browser.get(&path).await;
                    let to_sign_in = page.location.as_deref().is_some_and(|to| to.contains("/dang-nhap"));
                    opened |= page.status == 200 || (page.status == 303 && !to_sign_in);
                    if page.status != 200 || !page.is_html() {
                        continue;
                    }
                    let of = if of_a_dossier { name } else { "" };
                    found.extend(Self::both((route.path, of), page, who, browser, first).await);
                    first = false;
                    // further people matter only where the page differs by who looks: at a dossier itself
                    if !(of_a_dossier && route.path.ends_with("/{code}")) {
                        break;
                    }
                }
            }
            assert!(
                opened || mounted::ELSEWHERE.contains(&route.path),
                "{} opens to nobody: it needs a sample in tests/portal/support/mounted.rs",
                route.path
            );
        }
        for (who, path) in FURTHER {
            let browser = &lookers.iter().find(|looker| looker.who == *who).unwrap().browser;
            let page = browser.get(path).await;
            assert!(page.is_html() && page.location.is_none(), "{path} is no page for {who}");
            let first = page.status >= 400;
            found.extend(Self::both((path, ""), page, who, browser, first).await);
        }
        // whoever looks changes as rarely as possible
        found.sort_by_key(|stop| (stop.who, !stop.first));
        found
    }

    /// What is answered to an empty form wherever there is one. Some of them change something: ask for the pages first.
    pub(crate) async fn refusals(&self) -> Vec<Stop> {
        let mut found = Vec::new();
        let lookers = self.lookers();
        for route in mounted::all(self.portal).iter().filter(|r| r.method == "POST") {
            let path = mounted::fill(self.portal, &self.world, route.path, "at-specialist").await;
            if !has_page(&mounted::all(self.portal), route.path) {
                continue;
            }
            for Looker { who, browser, .. } in lookers.iter().filter(|l| l.may_open(route)) {
                self.portal.sql("DELETE FROM attempt").await.unwrap();
                let page = browser.post(&path, &[], Origin::Own).await;
                if page.status != 422 || !page.is_html() {
                    continue;
                }
                found.push(stop((route.path, "422"), page, who, "vi", true));
                let page = browser.post(&format!("/en{path}"), &[], Origin::Own).await;
                found.push(stop((route.path, "422"), page, who, "en", true));
                break;
            }
        }
        found.sort_by_key(|stop| stop.who);
        found
    }

    async fn both(
        route: (&str, &str),
        page: Page,
        who: &'static str,
        browser: &Browser<'_>,
        first: bool,
    ) -> [Stop; 2] {
        let english = browser.get(&format!("/en{}", page.path)).await.is(page.status);
        [Stop { first, ..stop(route, page, who, "vi", false) }, stop(route, english, who, "en", false)]
    }
}

/// Whether what is sent there is filled in there: then an empty form comes back with what is missing.
fn has_page(routes: &[Listed], path: &str) -> bool {
    routes.iter().any(|r| r.method == "GET" && r.path == path)
}

fn stop(
    (pattern, of): (&str, &str),
    page: Page,
    who: &'static str,
    lang: &'static str,
    posted: bool,
) -> Stop {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let named = if pattern == "/" { "home" } else { pattern };
    let route: String = format!("{named}-{of}-{who}").chars().map(letters).collect();
    let words: Vec<&str> = route.split('-').filter(|word| !word.is_empty()).collect();
    let picture = format!("{}-{lang}", words.join("-"));
    // what is printed stays Vietnamese: it is the province's paper
    let lang = if page.path.contains("/giay-hen/") { "vi" } else { lang };
    Stop {
        pattern: pattern.to_owned(),
        path: page.path,
        lang,
        who,
        status: page.status,
        html: page.text,
        posted,
        first: false,
        picture,
    }
}

/// Only the pages that have a part which no earlier page of their route and language has: the others are the same page with
/// other words in it. (All of them are read by `html.rs`, and by the portal's own tests.)
pub(crate) fn different(stops: Vec<Stop>) -> Vec<Stop> {
    let mut seen: BTreeSet<(String, &str, String)> = BTreeSet::new();
    let is_new = |stop: &Stop| {
        // the same page from the counter and from the desk
        let page = format!("{} {}", stop.pattern.replace("/xu-ly/", "/mot-cua/"), stop.posted);
        let new =
            parts(&stop.html).into_iter().filter(|part| seen.insert((page.clone(), stop.lang, part.clone())));
        new.count() > 0
    };
    stops.into_iter().filter(is_new).collect()
}

/// What a page is built of: elements with their kind, and what they stand in.
fn parts(html: &str) -> BTreeSet<String> {
    let html = scraper::Html::parse_document(html);
    let kind = |e: &scraper::ElementRef<'_>| {
        format!("{}.{}", e.value().name(), e.attr("class").or(e.attr("type")).unwrap_or_default())
    };
    html.select(&css("main *"))
        .map(|e| {
            let around = e.parent().and_then(scraper::ElementRef::wrap).as_ref().map(kind);
            format!("{} {}", around.unwrap_or_default(), kind(&e))
        })
        .collect()
}

/// Signs in by the store, as the sign-in page would.
pub(crate) async fn session(portal: &Portal, person: &Person<'_>) -> String {
    let (token, now) = (secrets::token(), portal.app.clock.now());
    let mut tx = portal.app.db.begin().await.unwrap();
    let end = now + TimeDelta::hours(12);
    store::session::open(&mut tx, &secrets::digest(&token), person.actor.id.uuid(), now, end).await.unwrap();
    tx.commit().await.unwrap();
    token
}
