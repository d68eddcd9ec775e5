//! The architecture, enforced by reading the source as text. Each rule has a test of its own on a small bad tree; one test at the
//! end runs them all over the real one. What the rules are for stands in the documentation of the crate.

use crate::support::rules::{Modules, absolute, circles, module_of};
use crate::support::source::{Source, is_test_file, without_tests};
use crate::support::tree::{Tree, Violation, assert_none};

type Rule = fn(&Tree) -> Vec<Violation>;

const RULES: &[Rule] = &[
    rooms_import_only_what_is_below,
    no_circle_of_files,
    sql_lives_in_the_store,
    only_use_cases_open_transactions,
    no_clock_in_sql,
    no_clock_in_code,
    handlers_and_templates_are_twins,
    files_are_short,
    mod_files_only_declare,
    no_wholesale_imports,
    no_room_for_odds_and_ends,
];

/// Which room may name which others. Whoever is not in the list is not allowed at all.
const ROOMS: &[(&str, &[&str])] = &[
    // floor 1
    ("domain", &[]),
    ("clock", &[]),
    ("config", &[]),
    ("postgres", &[]),
    // floor 2
    ("store", &["domain"]),
    ("gateways", &["domain", "config"]),
    ("i18n", &["domain"]),
    // floor 3
    ("app", &["store", "gateways", "i18n", "domain", "clock", "config"]),
    // floor 4
    ("web", &["app", "store", "i18n", "domain", "clock"]),
    ("jobs", &["app", "store", "i18n", "domain", "clock"]),
];

/// The only names of sqlx outside the store: how to connect, as a value that is handed on.
const SQLX_ELSEWHERE: &[(&str, &str)] = &[
    ("src/postgres/cluster.rs", "sqlx::postgres::PgConnectOptions"),
    ("src/main.rs", "sqlx::postgres::PgConnectOptions"),
];

/// Ways to ask the database for the time.
const SQL_CLOCKS: &[&str] = &[
    "now(",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtime",
    "localtimestamp",
    "clock_timestamp(",
    "statement_timestamp(",
    "transaction_timestamp(",
    "timeofday(",
    "'now'",
    "'today'",
    "'tomorrow'",
    "'yesterday'",
];

const CLOCKS: &[&str] = &["Utc::now", "Local::now", "SystemTime::now"];

/// Audiences: a folder each in `src/web` and in `templates`.
const AUDIENCES: &[&str] = &["public", "citizen", "counter", "desk", "cash", "postal", "kiosk", "admin"];

const LONGEST: usize = 500;

/// Every source file that is not tests, taken apart.
fn sources(tree: &Tree) -> impl Iterator<Item = (&str, Source)> {
    tree.files("src/", ".rs")
        .filter(|(path, _)| !is_test_file(path))
        .map(|(path, text)| (path, Source::read(text)))
}

fn at(path: &str, line: usize) -> String {
    format!("{path}:{line}")
}

/// Arrows go down only, and rooms on one floor never import each other. The files of the program itself (`src/main.rs` and what it
/// declares) stand on the top floor and may use everything.
fn rooms_import_only_what_is_below(tree: &Tree) -> Vec<Violation> {
    let main = tree.0.get("src/main.rs").map_or(String::new(), |text| Source::read(text).code);
    let of_the_program = |path: &str| {
        let name = module_of(path).into_iter().next().unwrap_or_default();
        ["src/lib.rs", "src/main.rs"].contains(&path) || has_word(&main, &format!("mod {name};"))
    };
    let mut found = Vec::new();
    for (path, source) in sources(tree).filter(|(path, _)| !of_the_program(path)) {
        let module = module_of(path);
        let Some((room, allowed)) = ROOMS.iter().find(|(room, _)| module.first().is_some_and(|m| m == room))
        else {
            found.push(Violation::new(
                path,
                "this room is not in the plan of the house (ROOMS in tests/portal/house.rs)",
            ));
            continue;
        };
        for named in source.paths(&["crate", "super", "self", "motcua"]) {
            let own_crate = named.path[0] == "motcua";
            let target = if own_crate { named.path[1..].to_vec() } else { absolute(&named.path, &module) };
            let Some(other) = target.first() else { continue };
            let is_room = ROOMS.iter().any(|(room, _)| room == other);
            if other != room && is_room && !allowed.contains(&other.as_str()) {
                let what = format!("`{room}` may not know `{other}`, only {allowed:?}");
                found.push(Violation::new(at(path, named.line), what));
            }
        }
    }
    found
}

fn no_circle_of_files(tree: &Tree) -> Vec<Violation> {
    let modules = Modules::of(tree);
    let circles = circles(&modules.arrows(tree));
    let what = |c: &[&str]| format!("imports itself in a circle: {} → {}", c.join(" → "), c[0]);
    circles.iter().map(|circle| Violation::new(circle[0], what(circle))).collect()
}

fn sql_lives_in_the_store(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, source) in sources(tree).filter(|(path, _)| !path.starts_with("src/store/")) {
        let paths = source.paths(&["sqlx"]);
        let excused = |name: &str| SQLX_ELSEWHERE.contains(&(path, name));
        let named = paths.iter().filter(|n| !excused(&n.path.join("::")));
        found.extend(named.map(|n| {
            Violation::new(
                at(path, n.line),
                format!("`{}`: the database is the store's affair", n.path.join("::")),
            )
        }));
    }
    found
}

/// A door or a clockwork that opens a transaction would write without history, deadline and outbox.
fn only_use_cases_open_transactions(tree: &Tree) -> Vec<Violation> {
    let doors =
        sources(tree).filter(|(path, _)| path.starts_with("src/web/") || path.starts_with("src/jobs/"));
    let mut found = Vec::new();
    for (path, source) in doors {
        for (number, line) in source.code.lines().enumerate() {
            if line.contains(".begin(") || line.contains("Tx::begin") {
                found.push(Violation::new(
                    at(path, number + 1),
                    "only app/ (and the store for itself) opens a transaction",
                ));
            }
        }
    }
    found
}

/// The time comes from the Clock as a value; else a moved clock does not move everything.
fn no_clock_in_sql(tree: &Tree) -> Vec<Violation> {
    let without_remarks = |text: &str| -> String {
        text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
    };
    let migrations = tree.files("migrations/", ".sql").map(|(path, text)| (path, without_remarks(text)));
    let queries =
        sources(tree).filter(|(path, _)| path.starts_with("src/store/")).map(|(path, s)| (path, s.strings));
    let mut found = Vec::new();
    for (path, text) in migrations.chain(queries) {
        for (number, line) in text.to_lowercase().lines().enumerate() {
            if let Some(clock) = SQL_CLOCKS.iter().find(|clock| has_word(line, clock)) {
                let what = format!("`{clock}` asks the database for the time: hand `now` in as a value");
                found.push(Violation::new(at(path, number + 1), what));
            }
        }
    }
    found
}

/// Whether `what` stands in `line` and is no part of a longer word.
fn has_word(line: &str, what: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(what).any(|(at, _)| {
        let glued_before = what.starts_with(part) && line[..at].ends_with(part);
        let glued_after = what.ends_with(part) && line[at + what.len()..].starts_with(part);
        !glued_before && !glued_after
    })
}

fn no_clock_in_code(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, source) in sources(tree).filter(|(path, _)| *path != "src/clock.rs") {
        for (number, line) in source.code.lines().enumerate() {
            if let Some(clock) = CLOCKS.iter().find(|clock| has_word(line, clock)) {
                let what =
                    format!("`{clock}` is for src/clock.rs: take the time from the Clock, once per use case");
                found.push(Violation::new(at(path, number + 1), what));
            }
        }
    }
    found
}

/// `src/web/citizen/draft.rs` and `templates/citizen/draft.html` come together; `_partials` and handlers without a page are free.
fn handlers_and_templates_are_twins(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for audience in AUDIENCES {
        let (handlers, pages) = (format!("src/web/{audience}/"), format!("templates/{audience}/"));
        for (path, text) in
            tree.files(&handlers, ".rs").filter(|(p, _)| !p.ends_with("/mod.rs") && !is_test_file(p))
        {
            let twin = format!("{pages}{}.html", path.trim_start_matches(&handlers).trim_end_matches(".rs"));
            if shows_a_page(text) && !tree.has(&twin) {
                found.push(Violation::new(path, format!("shows a page but has no template {twin}")));
            }
        }
        for (path, _) in tree.files(&pages, ".html") {
            let name = path.trim_start_matches(&pages).trim_end_matches(".html");
            let twin = format!("{handlers}{name}.rs");
            let partial = name.rsplit('/').next().is_some_and(|n| n.starts_with('_'));
            if !partial && !tree.0.get(&twin).is_some_and(|text| shows_a_page(text)) {
                found.push(Violation::new(
                    path,
                    format!("has no handler {twin} that shows it (a part of a page is named _{name}.html)"),
                ));
            }
        }
    }
    found
}

fn shows_a_page(text: &str) -> bool {
    let code = Source::read(text).code;
    let derives =
        code.match_indices("derive(").map(|(at, _)| code[at..].split(')').next().unwrap_or_default());
    derives.into_iter().any(|list| list.contains("Template"))
}

/// Tests at the end of a file do not count.
fn files_are_short(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    let kinds = [("src/", ".rs"), ("templates/", ""), ("static/", ".css"), ("static/", ".js")];
    for (path, text) in kinds.iter().flat_map(|(folder, ending)| tree.files(folder, ending)) {
        let lines = without_tests(text).lines().count();
        if lines > LONGEST && !is_test_file(path) {
            found.push(Violation::new(
                path,
                format!("{lines} lines: part it by what it is about, {LONGEST} is the most"),
            ));
        }
    }
    found
}

/// A `mod.rs` that defines things is where circles begin.
fn mod_files_only_declare(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, source) in sources(tree).filter(|(path, _)| path.ends_with("/mod.rs") || *path == "src/lib.rs")
    {
        for statement in without_attributes(&source.code).split(';').map(str::trim).filter(|s| !s.is_empty())
        {
            let bare = statement.strip_prefix("pub(crate)").or_else(|| statement.strip_prefix("pub(super)"));
            let public = bare.or_else(|| statement.strip_prefix("pub "));
            let (shared, item) = (public.is_some(), public.unwrap_or(statement).trim_start());
            let declares = item.starts_with("mod ") && !item.contains('{');
            let passes_on = shared && item.starts_with("use ");
            if !declares && !passes_on {
                let start: String = statement.lines().next().unwrap_or_default().chars().take(60).collect();
                found.push(Violation::new(
                    path,
                    format!("`{start}`: here only `mod`, `pub use` and documentation; give it a file"),
                ));
            }
        }
    }
    found
}

/// The code without `#[…]` and `#![…]`.
fn without_attributes(code: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    let mut before = ' ';
    for c in code.chars() {
        match c {
            '#' if depth == 0 => {}
            '!' if before == '#' && depth == 0 => {}
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
        before = c;
    }
    kept
}

/// `use super::*` hides what a file needs.
fn no_wholesale_imports(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, source) in sources(tree) {
        let wholesale = |n: &&crate::support::source::Named| {
            n.path.len() == 2 && n.path[0] == "super" && n.path[1] == "*"
        };
        let named = source.paths(&["super"]);
        found.extend(
            named.iter().filter(wholesale).map(|n| Violation::new(at(path, n.line), "name what you import")),
        );
    }
    found
}

fn no_room_for_odds_and_ends(tree: &Tree) -> Vec<Violation> {
    let odd = |path: &str| {
        path.split(['/', '.'])
            .any(|part| ["util", "utils", "helper", "helpers", "common", "misc"].contains(&part))
    };
    let files = tree.files("src/", ".rs").filter(|(path, _)| odd(path));
    files
        .map(|(path, _)| {
            Violation::new(path, "a name that says nothing attracts everything: name what is in it")
        })
        .collect()
}

#[test]
fn the_house_is_in_order() {
    let tree = Tree::real();
    assert_none(RULES.iter().flat_map(|rule| rule(&tree)).collect());
}

mod proofs {
    //! Each rule finds what it is for, and leaves alone what is right.
    use super::*;

    #[track_caller]
    fn finds(rule: Rule, bad: &[(&str, &str)], places: &[&str]) {
        let found: Vec<String> = rule(&Tree::of(bad)).into_iter().map(|v| v.at).collect();
        assert_eq!(found, places);
    }

    #[test]
    fn a_room_that_looks_up_or_sideways_is_found() {
        let bad = [
            ("src/domain/money.rs", "use crate::store::tx::Tx;"),
            ("src/store/dossier.rs", "use crate::domain::Money;\nfn f() { crate::gateways::mail::send(); }"),
            ("src/web/home.rs", "use crate::{app::App, jobs::worker, domain};"),
            ("src/jobs/remind.rs", "use super::super::web::routes;"),
            (
                "src/app/act.rs",
                "use crate::{clock::Clock, store::tx};\n#[cfg(test)]\nmod tests {\n use crate::web::x;\n}",
            ),
            ("src/attic/x.rs", ""),
            ("src/main.rs", "mod commands;\nuse motcua::web::server;"),
            ("src/commands.rs", "use motcua::{app::App, jobs};"),
        ];
        let places = [
            "src/attic/x.rs",
            "src/domain/money.rs:1",
            "src/jobs/remind.rs:1",
            "src/store/dossier.rs:2",
            "src/web/home.rs:1",
        ];
        finds(rooms_import_only_what_is_below, &bad, &places);
    }

    #[test]
    fn the_crate_under_its_own_name_is_no_way_round() {
        finds(
            rooms_import_only_what_is_below,
            &[("src/domain/a.rs", "use motcua::web::x;")],
            &["src/domain/a.rs:1"],
        );
    }

    #[test]
    fn a_circle_is_found_through_names_that_a_mod_file_passes_on() {
        let bad = [
            (
                "src/domain/mod.rs",
                "mod a;\nmod b;\nmod c;\npub use a::One;\npub use b::{Two, Three as Drei};",
            ),
            ("src/domain/a.rs", "use super::Two;"),
            ("src/domain/b.rs", "use crate::domain::c;"),
            ("src/domain/c.rs", "fn f(x: super::One) {}"),
        ];
        finds(no_circle_of_files, &bad, &["src/domain/a.rs"]);
        let good = [
            bad[0],
            bad[1],
            bad[2],
            ("src/domain/c.rs", "#[cfg(test)]\nmod tests {\n use super::super::One;\n}"),
        ];
        finds(no_circle_of_files, &good, &[]);
    }

    #[test]
    fn two_files_that_import_each_other_are_found_once() {
        let bad = [
            ("src/web/citizen/draft.rs", "use super::super::form::Checked;\nuse super::list;"),
            ("src/web/citizen/list.rs", "use super::draft::Page;"),
            ("src/web/form.rs", "use std::fmt;"),
        ];
        finds(no_circle_of_files, &bad, &["src/web/citizen/draft.rs"]);
    }

    #[test]
    fn sqlx_outside_the_store_is_found() {
        let bad = [
            ("src/app/pay.rs", "async fn f() {\n sqlx::query!(\"x\");\n}"),
            ("src/domain/money.rs", "#[derive(sqlx::Type)]\nstruct A;"),
            ("src/main.rs", "use sqlx::postgres::PgConnectOptions;\nuse sqlx::PgPool;"),
            ("src/postgres/cluster.rs", "use sqlx::postgres::PgConnectOptions;"),
            ("src/store/money.rs", "use sqlx::PgPool;"),
        ];
        finds(sql_lives_in_the_store, &bad, &["src/app/pay.rs:2", "src/domain/money.rs:1", "src/main.rs:2"]);
    }

    #[test]
    fn a_handler_that_opens_a_transaction_is_found() {
        let bad = [
            ("src/web/a.rs", "let tx = db.begin().await?;"),
            ("src/app/a.rs", "let tx = db.begin().await?;"),
        ];
        finds(only_use_cases_open_transactions, &bad, &["src/web/a.rs:1"]);
    }

    #[test]
    fn a_clock_in_sql_is_found() {
        let bad = [
            (
                "migrations/1_a.sql",
                "-- now() in a remark\nCREATE TABLE a (x timestamptz DEFAULT now(), known() int);",
            ),
            (
                "migrations/2_b.sql",
                "x date DEFAULT 'today',\ny date DEFAULT CURRENT_DATE,\nmy_current_date date",
            ),
            ("src/store/a.rs", "let n = clock.now();\nquery!(\"UPDATE a SET x = NOW()\");"),
        ];
        finds(
            no_clock_in_sql,
            &bad,
            &["migrations/1_a.sql:2", "migrations/2_b.sql:1", "migrations/2_b.sql:2", "src/store/a.rs:2"],
        );
    }

    #[test]
    fn a_clock_in_code_is_found() {
        let bad = [
            ("src/clock.rs", "chrono::Utc::now()"),
            ("src/app/a.rs", "let now = app.clock.now();\nlet t = chrono::Utc::now();\n// Utc::now"),
        ];
        finds(no_clock_in_code, &bad, &["src/app/a.rs:2"]);
    }

    #[test]
    fn a_page_without_its_twin_is_found_on_either_side() {
        let page = "#[derive(Debug, Template)]\nstruct Page;";
        let bad = [
            ("src/web/citizen/mod.rs", "pub mod draft;"),
            ("src/web/citizen/draft.rs", page),
            ("src/web/citizen/leave.rs", "pub async fn leave() {}"),
            ("src/web/citizen/list.rs", page),
            ("templates/citizen/_row.html", ""),
            ("templates/citizen/leave.html", ""),
            ("templates/citizen/list.html", ""),
            ("templates/citizen/lost.html", ""),
            ("templates/mail/lost.html", ""),
        ];
        let places =
            ["src/web/citizen/draft.rs", "templates/citizen/leave.html", "templates/citizen/lost.html"];
        finds(handlers_and_templates_are_twins, &bad, &places);
    }

    #[test]
    fn a_long_file_is_found_and_its_tests_do_not_count() {
        let (long, short) = ("x\n".repeat(501), "x\n".repeat(500));
        let tested = format!("{short}#[cfg(test)]\nmod tests {{\n{long}}}\n");
        let bad = [
            ("src/app/long.rs", long.as_str()),
            ("src/app/short.rs", short.as_str()),
            ("src/app/tested.rs", tested.as_str()),
            ("static/css/long.css", long.as_str()),
            ("static/img/map.svg", long.as_str()),
            ("templates/long.html", long.as_str()),
        ];
        finds(files_are_short, &bad, &["src/app/long.rs", "templates/long.html", "static/css/long.css"]);
    }

    #[test]
    fn a_mod_file_that_defines_something_is_found() {
        let bad = [
            (
                "src/app/mod.rs",
                "//! Use cases.\n#[macro_use]\nmod a;\npub mod b;\npub use b::{C, D};\npub(crate) use a::E;",
            ),
            ("src/store/mod.rs", "mod a;\npub struct B;"),
            ("src/web/mod.rs", "use std::fmt;\nmod a;"),
            ("src/lib.rs", "#![doc = \"x\"]\npub mod app;\npub fn f() {}"),
        ];
        finds(mod_files_only_declare, &bad, &["src/lib.rs", "src/store/mod.rs", "src/web/mod.rs"]);
    }

    #[test]
    fn wholesale_imports_are_found_outside_tests() {
        let bad = [
            ("src/app/a.rs", "use super::*;"),
            ("src/app/b.rs", "use super::status::Status::*;\n#[cfg(test)]\nmod tests {\n use super::*;\n}"),
        ];
        finds(no_wholesale_imports, &bad, &["src/app/a.rs:1"]);
    }

    #[test]
    fn a_module_that_is_declared_for_tests_only_is_left_alone() {
        let good = [
            ("src/domain/mod.rs", "pub mod money;\n#[cfg(test)]\npub(crate) mod samples;\nmod status;"),
            ("src/domain/money.rs", "fn f() {}\n#[cfg(test)]\n#[path = \"notes.rs\"]\nmod tests;"),
            ("src/domain/notes.rs", "use super::*;"),
            ("src/domain/samples.rs", "use super::*;"),
            ("src/domain/status.rs", "use super::*;"),
        ];
        finds(no_wholesale_imports, &good, &["src/domain/status.rs:1"]);
    }

    #[test]
    fn a_drawer_for_everything_is_found() {
        finds(
            no_room_for_odds_and_ends,
            &[("src/web/utils.rs", ""), ("src/app/helpers/x.rs", "")],
            &["src/app/helpers/x.rs", "src/web/utils.rs"],
        );
    }

    #[test]
    fn every_room_only_knows_rooms_above_it_in_the_list() {
        for (place, (room, allowed)) in ROOMS.iter().enumerate() {
            for other in *allowed {
                let below = ROOMS.iter().position(|(name, _)| name == other);
                assert!(below.is_some_and(|p| p < place), "{room} knows {other}");
            }
        }
    }
}
