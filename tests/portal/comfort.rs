//! What makes the portal comfortable: pages look as each person chose, nothing is typed twice, lists bear what is very long and
//! very many.

use motcua::{
    app::secrets,
    domain::ids::DossierId,
    store,
    web::{server, server::Options},
};
use scraper::Html;

use crate::support::{
    browser::{Browser, Origin},
    page::{Page, css},
    portal::Portal,
};

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What stands on `<html>`: theme, letters, contrast, density.
fn looks(page: &Page) -> String {
    let html = page.html();
    let root = html.select(&css("html")).next().unwrap();
    ["data-theme", "data-letters", "data-contrast", "data-density"]
        .map(|name| root.attr(name).unwrap_or_default().to_owned())
        .join(" ")
}

#[tokio::test]
async fn a_visitor_chooses_how_pages_look_and_the_server_draws_them_so() {
    let portal = Portal::new().await;
    let browser = portal.browser();
    let page = browser.get("/thu-tuc?q=khai").await.is(200);
    assert_eq!(looks(&page), "auto normal auto comfortable");
    let form = page.form("/hien-thi");
    assert!(!form.asks("density"), "only those who work here have lists that can stand closer");
    let done = browser
        .submit(&form.with("theme", "dark").with("letters", "larger").with("contrast", "more"))
        .await
        .is(303);
    assert_eq!(done.location.as_deref(), Some("/thu-tuc?q=khai"));
    assert_eq!(looks(&browser.get("/").await), "dark larger more comfortable");
    assert_eq!(looks(&browser.get("/en/tra-cuu").await), "dark larger more comfortable");
    assert_eq!(looks(&browser.get("/khong-co-trang-nay").await.is(404)), "dark larger more comfortable");
    assert_eq!(looks(&portal.browser().get("/").await), "auto normal auto comfortable");
}

#[tokio::test]
async fn an_officer_finds_the_choice_again_at_another_computer() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let here = hoa.browser();
    let queue = here.get("/mot-cua/hang-doi").await.is(200);
    let switch = queue.html();
    assert!(switch.select(&css(".queue-tools input[name=density][value=compact]")).next().is_some());
    let choice = pairs(&[("density", "compact"), ("theme", "light"), ("ve", "/mot-cua/hang-doi")]);
    here.post("/hien-thi", &choice, Origin::Own).await.is(303);
    assert_eq!(looks(&hoa.browser().get("/mot-cua/hang-doi").await), "light normal auto compact");
    // one choice leaves the others, here the keys, as they are
    here.post("/tai-khoan/tuy-chon", &pairs(&[("shortcuts", "no")]), Origin::Own).await.is(303);
    let page = hoa.browser().get("/mot-cua/hang-doi").await;
    assert_eq!(looks(&page), "light normal auto compact");
    assert!(page.html().select(&css("body[data-shortcuts=off]")).next().is_some());
    // what nobody offers is not taken, and nobody is sent to another site
    let odd = pairs(&[("theme", "pink"), ("letters", ""), ("ve", "//elsewhere.test")]);
    let answer = here.post("/hien-thi", &odd, Origin::Own).await.is(303);
    assert_eq!(answer.location.as_deref(), Some("/hien-thi"));
    assert_eq!(looks(&hoa.browser().get("/mot-cua").await), "light normal auto compact");
}

const AUTOSAVED: &[(&str, &str)] = &[("applicant-name", "Nguyễn Thị Thảo"), ("note", "Dòng một\r\nDòng hai")];

/// Lan's browser with a draft, left alone until the session has ended.
async fn left_too_long<'p>(
    portal: &'p Portal,
    lan: &'p crate::support::people::Person<'p>,
) -> (Browser<'p>, DossierId) {
    let draft = lan.files("1.001193").drafted().await;
    let mut browser = lan.browser();
    browser.get("/ho-so").await.is(200);
    browser.left_alone();
    portal.it_is("2026-11-23 22:00");
    (browser, draft)
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_waits_for_its_owner_to_sign_in() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let (browser, draft) = left_too_long(&portal, &lan).await;
    let path = format!("/nhap/{}/to-khai/applicant", draft.uuid());
    let sent = browser.post(&path, &pairs(AUTOSAVED), Origin::Own).await.is(303);
    assert_eq!(sent.location.as_deref(), Some("/dang-nhap?ve=%2Fdang-nhap%2Ftiep-tuc"));
    let sign_in = browser.follow(&sent).await.is(200);
    assert!(sign_in.words().contains("những gì ông/bà vừa nhập vẫn còn"), "{}", sign_in.words());

    // the way back: the page shows the form whole, to send it on where it was going
    let token = browser.cookie("held").unwrap();
    let held = in_the_hands_of(&portal, &lan, &token).await;
    assert_eq!(held.status, 200);
    let form = held.form("/to-khai/applicant");
    assert_eq!(form.action, path);
    for (name, value) in AUTOSAVED {
        assert_eq!(
            form.value(name).map(|v| v.replace('\n', "\r\n").replace("\r\r", "\r")),
            Some((*value).to_owned())
        );
    }

    // nobody else sees it, not even with the same cookie; after an hour nobody does
    let binh = portal.person("0900000559").await;
    assert_eq!(in_the_hands_of(&portal, &binh, &token).await.status, 303);
    portal.it_is("2026-11-23 23:30");
    assert_eq!(in_the_hands_of(&portal, &lan, &token).await.status, 303);
}

/// What a person gets who signs in with that cookie in the browser.
async fn in_the_hands_of(portal: &Portal, who: &crate::support::people::Person<'_>, held: &str) -> Page {
    let browser = who.browser();
    browser.get("/ho-so").await;
    browser.put_cookie("held", held);
    let page = browser.get("/dang-nhap/tiep-tuc").await;
    assert!(portal.app.demo);
    page
}

#[tokio::test]
async fn passwords_and_forms_of_strangers_are_not_kept() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let (browser, draft) = left_too_long(&portal, &lan).await;
    let passwords = pairs(&[("old-password", "motcua-demo"), ("new-password", "mat-khau-moi-1")]);
    browser.post("/tai-khoan/mat-khau", &passwords, Origin::Own).await.is(303);
    assert_eq!(browser.cookie("held"), None);
    let path = format!("/nhap/{}/to-khai/applicant", draft.uuid());
    let stranger = portal.browser();
    let sent = stranger.post(&path, &pairs(AUTOSAVED), Origin::Own).await.is(303);
    let back = format!("/dang-nhap?ve={}", motcua::web::paths::encode(&path));
    assert_eq!(sent.location.as_deref(), Some(back.as_str()), "the way back is kept, the form is not");
    assert_eq!(stranger.cookie("held"), None);
    assert_eq!(portal.texts("SELECT count(*)::text FROM held_form").await, ["0"]);
}

#[tokio::test]
async fn kept_forms_and_ended_sessions_go_with_the_nightly_tidying() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let (browser, draft) = left_too_long(&portal, &lan).await;
    let path = format!("/nhap/{}/to-khai/applicant", draft.uuid());
    browser.post(&path, &pairs(AUTOSAVED), Origin::Own).await.is(303);
    let left = async || portal.texts("SELECT count(*)::text FROM held_form").await;
    assert_eq!(left().await, ["1"]);
    portal.it_is("2026-11-24 02:20");
    let mut tx = portal.app.db.begin().await.unwrap();
    store::held_form::prune(&mut tx, portal.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(left().await, ["0"]);
    // an ended session still says whose a late form is
    let hash = secrets::digest(&browser.cookie("sid").unwrap());
    assert!(store::held_form::owner(&portal.app.db, &hash).await.unwrap().is_some());
}

#[tokio::test]
async fn a_script_learns_that_the_session_has_ended() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let (browser, draft) = left_too_long(&portal, &lan).await;
    let path = format!("/nhap/{}/to-khai/applicant", draft.uuid());
    let answer = browser.post_as_script(&path, &pairs(AUTOSAVED)).await;
    assert_eq!(answer.status, 401);
    assert_eq!(browser.cookie("held"), None, "the copy stays on the device");
}

#[tokio::test]
async fn on_a_device_of_many_nothing_typed_is_to_stay() {
    let portal = Portal::new().await;
    let sign_in = async |shared: &str| {
        let browser = portal.browser();
        let form = browser.get("/dang-nhap").await.form("/dang-nhap");
        let mut filled = form.with("login", "0900000001").with("password", "motcua-demo");
        if !shared.is_empty() {
            filled = filled.with("shared", shared);
        }
        browser.submit(&filled).await.is(303);
        browser.get("/ho-so").await.is(200).html().select(&css("body[data-shared]")).next().is_some()
    };
    assert!(sign_in("yes").await);
    assert!(!sign_in("").await);
    let counter = portal.hoa().await.browser().get("/mot-cua").await;
    assert!(counter.html().select(&css("body[data-shared]")).next().is_some(), "the counter's computers");
}

#[tokio::test]
async fn the_stories_are_for_those_who_build_pages_only() {
    let portal = Portal::new().await;
    portal.browser().get("/_ui").await.is(200);
    let mut app = portal.app.clone();
    app.demo = false;
    let router = server::portal(app, Options::default());
    let request = axum::http::Request::get("/_ui").body(axum::body::Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(answer.status(), 404);
}

/// A name is cut by the style sheet, never by the page.
#[tokio::test]
async fn lists_bear_names_of_a_thousand_letters_and_very_many_rows() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let long: String = motcua::web::public::ui_samples::long_name();
    assert_eq!(long.chars().count(), 1094);
    let word = "Nguyễn".repeat(33);
    for _ in 0..60 {
        lan.submits("1.004884").await;
    }
    portal.sql("ALTER TABLE procedure_version DISABLE TRIGGER ALL").await.unwrap();
    portal.sql(&format!("UPDATE procedure SET name = '{long}' WHERE code = '1.004884'")).await.unwrap();
    portal
        .sql(&format!("UPDATE procedure_version SET name = '{long}' WHERE code = '1.004884'"))
        .await
        .unwrap();
    portal.sql(&format!("UPDATE agency SET name = '{word}' WHERE code = 'H48.101'")).await.unwrap();
    portal
        .sql(&format!("UPDATE dossier SET applicant_name = '{word}' WHERE procedure_code = '1.004884'"))
        .await
        .unwrap();
    let (hoa, tuan, ngoc_lan) = (portal.hoa().await, portal.tuan().await, portal.ngoc_lan().await);
    let lists: [(&str, Browser<'_>, &str); 6] = [
        ("/thu-tuc?q=hon+nhan", portal.browser(), "a"),
        ("/ho-so", lan.browser(), ".pagination-next"),
        ("/mot-cua/hang-doi?q=cho-tiep-nhan", hoa.browser(), ".pagination-next"),
        ("/xu-ly", tuan.browser(), "a"),
        ("/quan-tri/thu-tuc", ngoc_lan.browser(), "a"),
        ("/co-quan", portal.browser(), "a"),
    ];
    for (path, browser, paged) in &lists {
        for prefix in ["", "/en"] {
            let page = browser.get(&format!("{prefix}{path}")).await.is(200);
            let html: Html = page.html();
            assert!(html.select(&css(paged)).next().is_some(), "{path} goes on on a second page");
            if let Ok(folder) = std::env::var("LONG_DIR") {
                let name: String =
                    page.path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
                std::fs::write(format!("{folder}/{name}.html"), &page.text).unwrap();
            }
        }
    }
}
