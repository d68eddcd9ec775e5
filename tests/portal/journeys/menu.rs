//! The menu offers what opens, and nothing else.

use motcua::domain::status::Role;

use crate::support::{page::css, people::Person, portal::Portal};

/// Where the links of the header's menus lead.
fn links(page: &crate::support::page::Page) -> Vec<String> {
    let html = page.html();
    html.select(&css("header nav a[href]")).filter_map(|a| a.attr("href")).map(ToOwned::to_owned).collect()
}

async fn everybody(portal: &Portal) -> Vec<(&'static str, Option<Person<'_>>)> {
    vec![
        ("nobody", None),
        ("citizen", Some(portal.lan().await)),
        ("one-stop officer", Some(portal.nhan().await)),
        ("cashier", Some(portal.person("0900000150").await)),
        ("specialist", Some(portal.tuan().await)),
        ("leader", Some(portal.hung().await)),
        ("clerk", Some(portal.mai().await)),
        ("postal", Some(portal.long().await)),
        ("procedure administrator", Some(portal.ngoc_lan().await)),
        ("system administrator", Some(portal.khoa().await)),
    ]
}

#[tokio::test]
async fn every_link_of_the_menu_opens_to_whoever_sees_it() {
    let portal = Portal::new().await;
    let people = everybody(&portal).await;
    let roles: std::collections::BTreeSet<Role> = people
        .iter()
        .filter_map(|(_, p)| p.as_ref())
        .flat_map(|p| p.actor.postings.iter().map(|posting| posting.role))
        .collect();
    for role in Role::ALL.iter().filter(|r| **r != Role::Citizen) {
        assert!(roles.contains(role), "nobody here is a {role}");
    }
    for (who, person) in &people {
        let browser = person.as_ref().map_or_else(|| portal.browser(), Person::browser);
        let (mut open, mut seen) = (vec!["/".to_owned()], Vec::new());
        while let Some(path) = open.pop() {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200, "{who} is led to {path}");
            for link in links(&page) {
                if !seen.contains(&link) {
                    seen.push(link.clone());
                    open.push(link);
                }
            }
        }
        assert!(seen.len() >= 4, "{who} sees {seen:?}");
    }
}

#[tokio::test]
async fn administrators_are_offered_their_own_pages_only() {
    let portal = Portal::new().await;
    let (procedures, system) = (portal.ngoc_lan().await, portal.khoa().await);
    let of_procedures = links(&procedures.browser().get("/quan-tri").await.is(200));
    let of_system = links(&system.browser().get("/quan-tri").await.is(200));
    for (path, first, second) in [
        ("/quan-tri/thu-tuc", true, true),
        ("/quan-tri/nguoi-dung", false, true),
        ("/quan-tri/cong-viec", false, true),
        ("/mot-cua", false, false),
    ] {
        assert_eq!(of_procedures.iter().any(|l| l == path), first, "{path}: {of_procedures:?}");
        assert_eq!(of_system.iter().any(|l| l == path), second, "{path}: {of_system:?}");
    }
}
