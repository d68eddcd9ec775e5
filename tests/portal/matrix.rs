//! Who may do what, printed for people to read: `snapshots/actions.txt`, `snapshots/rights.txt`, `snapshots/routes.txt`.

use std::fmt::Write as _;

use motcua::domain::{
    actor::{Actor, Posting},
    ids::{AccountId, AgencyCode, DossierId},
    policy::{PERMISSIONS, Right, Subject, permit},
    status::{Action, Role, Status},
};
use uuid::Uuid;

use crate::support::{
    browser::{Browser, Origin},
    mounted,
    people::Person,
    portal::Portal,
    snapshot::same_as_snapshot,
    world::World,
};

const RECEIVING: &str = "H48.101.01";
const SETTLING: &str = "H48.101";
const CONSULTED: &str = "H48.12";
const ELSEWHERE: &str = "H48.102";

fn agency(code: &str) -> AgencyCode {
    AgencyCode::parse(code).unwrap()
}

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}

/// Everybody who could stand in some relation to one dossier: a name, and their posting. The owner is 1, whoever filled it in
/// is 2, whoever has taken the step is 3.
fn everybody() -> Vec<(String, Actor)> {
    let person = |name: &str, id: u128, posting: Option<(Role, &str)>| {
        let postings = posting.map(|(role, at)| Posting { role, agency: agency(at) });
        let actor =
            Actor { id: account(id), name: name.to_owned(), postings: postings.into_iter().collect() };
        (name.to_owned(), actor)
    };
    let mut all = vec![
        person("the owner", 1, None),
        person("whoever filled it in", 2, None),
        person("another citizen", 9, None),
    ];
    let places = [
        (RECEIVING, "where it was received"),
        (SETTLING, "where it is settled"),
        (CONSULTED, "at a consulted agency"),
        (ELSEWHERE, "elsewhere"),
    ];
    for role in Role::ALL.iter().filter(|r| **r != Role::Citizen) {
        for (at, where_) in places {
            all.push(person(&format!("{role} {where_}"), 10, Some((*role, at))));
        }
    }
    for role in [Role::Specialist, Role::Leader, Role::Clerk] {
        all.push(person(&format!("{role} who has taken the step"), 3, Some((role, SETTLING))));
    }
    all
}

/// A dossier in `status`, its step (if it is processed) one of `step`, taken by person 3 or free.
fn subject(status: Status, step: Option<Role>, taken: bool) -> Subject {
    Subject {
        id: DossierId::new(Uuid::from_u128(99)),
        status,
        owner: Some(account(1)),
        filer: account(2),
        holder: taken.then(|| account(3)),
        step_role: step,
        receiving: agency(RECEIVING),
        settling: agency(SETTLING),
        holding: agency(if step.is_some() { SETTLING } else { RECEIVING }),
        consulted: vec![agency(CONSULTED)],
    }
}

#[test]
fn who_may_do_what_in_which_status() {
    let mut out = String::from(
        "Who may do what to a dossier, by its status. Whoever is not named may not, and an action that is\n\
         not named is not possible there. \"At a consulted agency\": one whose opinion is asked for.\n",
    );
    for status in Status::ALL {
        let cases: Vec<(String, Subject)> = if *status == Status::Processing {
            [Role::Specialist, Role::Leader, Role::Clerk]
                .into_iter()
                .flat_map(|role| {
                    [
                        (format!("{status}, a {role}'s step, free"), subject(*status, Some(role), false)),
                        (format!("{status}, a {role}'s step, taken"), subject(*status, Some(role), true)),
                    ]
                })
                .collect()
        } else {
            vec![(status.to_string(), subject(*status, None, false))]
        };
        for (title, subject) in cases {
            writeln!(out, "\n{title}").unwrap();
            let mut any = false;
            for action in Action::ALL {
                let who: Vec<String> = everybody()
                    .into_iter()
                    .filter(|(_, actor)| subject.holder.is_some() || actor.id != account(3))
                    .filter(|(_, actor)| permit(actor, &subject, *action).is_ok())
                    .map(|(name, _)| name)
                    .collect();
                if !who.is_empty() {
                    any = true;
                    writeln!(out, "  {:20} {}", action.key(), who.join("; ")).unwrap();
                }
            }
            if !any {
                writeln!(out, "  nothing more").unwrap();
            }
        }
    }
    same_as_snapshot("actions", &out);
}

#[test]
fn which_role_has_which_right() {
    let mut out = String::from("Rights that are not about one dossier, and the roles that have them.\n\n");
    for right in Right::ALL {
        let rows: Vec<_> = PERMISSIONS.iter().filter(|(r, _)| r == right).collect();
        assert_eq!(rows.len(), 1, "{right} has one row");
        let roles: Vec<&str> = rows[0].1.iter().map(|r| r.key()).collect();
        writeln!(out, "{:20} {}", right.key(), roles.join(", ")).unwrap();
    }
    same_as_snapshot("rights", &out);
}

/// One person for each column.
async fn columns(portal: &Portal) -> Vec<(&'static str, Option<Person<'_>>)> {
    vec![
        ("nobody", None),
        ("owner", Some(portal.lan().await)),
        ("citizen", Some(portal.vinh().await)),
        ("one-stop", Some(portal.hoa().await)),
        ("o-s else", Some(portal.trang().await)),
        ("cashier", Some(portal.person("0900000150").await)),
        ("special.", Some(portal.tuan().await)),
        ("sp. else", Some(portal.thuy().await)),
        ("leader", Some(portal.hung().await)),
        ("clerk", Some(portal.mai().await)),
        ("postal", Some(portal.long().await)),
        ("proc-adm", Some(portal.ngoc_lan().await)),
        ("sys-adm", Some(portal.khoa().await)),
    ]
}

fn browser<'a>(portal: &'a Portal, person: Option<&'a Person<'a>>) -> Browser<'a> {
    person.map_or_else(|| portal.browser(), Person::browser)
}

#[tokio::test]
async fn which_route_opens_to_whom() {
    let portal = Portal::new().await;
    let mut world = World::of(&portal).await;
    let people = columns(&portal).await;
    let lan = portal.lan().await;
    let mut out = String::from(
        "What each route answers to whom: 200 a page, 303 on to another page (for \"nobody\": to the sign-in), 403 the role is\n\
         missing, 404 not there or not theirs to see, 409 not possible now, 415 not JSON, 422 the (empty) form needs something.\n\
         The dossier is Lan's (\"owner\"), at the first step of the specialists of Cẩm Thành; \"else\" works in another ward.\n\
         What is no GET is sent empty. Whoever is not signed in never gets more than 303 or 403 where a person is needed.\n\n",
    );
    write!(out, "{:6}{:52}", "", "").unwrap();
    for (name, _) in &people {
        write!(out, "{name:>9}").unwrap();
    }
    out.push('\n');
    let mut routes = mounted::all(&portal);
    routes.sort_by_key(|r| (r.method, r.path));
    for route in routes {
        write!(out, "{:6}{:52}", route.method, route.path).unwrap();
        for (_, person) in &people {
            if route.method == "POST" && route.path.starts_with("/nhap/") {
                // whatever the one before did to the draft
                world.draft = lan.files("1.001193").drafted().await;
            }
            let path = mounted::fill(&portal, &world, route.path, "at-specialist").await;
            // so that nobody is kept waiting for what the one before got wrong
            portal.sql("DELETE FROM attempt").await.unwrap();
            let browser = browser(&portal, person.as_ref());
            let page = browser.ask(route.method, &path, Origin::Own).await;
            assert!(page.status < 500, "{} {path} fails: {}", route.method, page.words());
            write!(out, "{:>9}", page.status).unwrap();
        }
        out.push('\n');
    }
    same_as_snapshot("routes", &out);
}

#[tokio::test]
async fn no_change_is_taken_from_another_site() {
    let portal = Portal::new().await;
    let world = World::of(&portal).await;
    let people = columns(&portal).await;
    let mut taken = Vec::new();
    for route in mounted::all(&portal).iter().filter(|r| r.method != "GET") {
        let path = mounted::fill(&portal, &world, route.path, "at-specialist").await;
        for (name, person) in &people {
            let Some(person) = person else { continue };
            for origin in [Origin::Foreign, Origin::Silent] {
                let page = person.browser().ask(route.method, &path, origin).await;
                if page.status != 403 {
                    taken.push(format!("{} {path} {name} {origin:?}: {}", route.method, page.status));
                }
            }
        }
        let page = portal.browser().ask(route.method, &path, Origin::Foreign).await;
        if page.status != 403 {
            taken.push(format!("{} {path} nobody: {}", route.method, page.status));
        }
    }
    assert!(taken.is_empty(), "taken from elsewhere:\n{}", taken.join("\n"));
}

#[tokio::test]
async fn whoever_is_not_admitted_by_the_table_never_gets_the_page() {
    let portal = Portal::new().await;
    let world = World::of(&portal).await;
    for route in mounted::all(&portal) {
        let path = mounted::fill(&portal, &world, route.path, "at-specialist").await;
        for (name, person) in &columns(&portal).await {
            let roles: Option<Vec<Role>> =
                person.as_ref().map(|p| p.actor.postings.iter().map(|p| p.role).collect());
            if route.access.admits(roles.as_deref()) {
                continue;
            }
            let browser = browser(&portal, person.as_ref());
            let page = browser.ask(route.method, &path, Origin::Own).await;
            let expected = if person.is_some() { 403 } else { 303 };
            assert_eq!(page.status, expected, "{} {path} for {name}", route.method);
            if person.is_none() {
                page.leads_to("/dang-nhap");
            }
        }
    }
}
