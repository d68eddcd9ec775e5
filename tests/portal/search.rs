//! Search and import over the demo province and the national file.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead as _, BufReader},
    sync::Arc,
};

use motcua::{
    app::{context::App, demo, import, units},
    clock::FixedClock,
    domain::words::Query,
    gateways::files::Store,
    store::{
        search::{self, Wanted},
        tx::Db,
    },
};

use sqlx::Row as _;

use crate::support::{database::TestDb, national::national_file};

async fn demo_province(db: &TestDb) -> App {
    let folder = std::env::temp_dir().join(format!("motcua-search-{}", std::process::id()));
    let app = App {
        db: Db::from_pool(db.pool.clone()),
        clock: Arc::new(FixedClock::at("2026-11-23T02:00:00Z".parse().unwrap())),
        files: Arc::new(Store::folder(&folder).unwrap()),
        payment: None,
        bank_secret: None,
        signing: Arc::new(motcua::gateways::signing::Fake::new("Chữ ký trình diễn")),
        passwords: motcua::app::secrets::Passwords::default(),
        public_url: "http://127.0.0.1:8080".into(),
        demo: true,
        cache: Arc::default(),
    };
    demo::load(&app).await.unwrap();
    app
}

async fn import_all(app: &App) -> import::Report {
    import::procedures(app, File::open(national_file()).unwrap(), |_| ()).await.unwrap()
}

fn wanted(typed: &str, drafts: bool) -> Wanted {
    Wanted { query: Query::parse(typed), drafts, limit: 3, ..Wanted::default() }
}

#[tokio::test]
async fn everyday_queries_find_the_right_procedure_among_the_first_three() {
    let db = TestDb::new().await;
    let app = demo_province(&db).await;
    import_all(&app).await;
    let queries: Vec<(&str, Vec<&str>)> = queries().collect();
    assert!(queries.len() >= 60);
    let mut missed = Vec::new();
    let mut slowest = (std::time::Duration::ZERO, "");
    for (query, codes) in &queries {
        let began = std::time::Instant::now();
        let found = search::find(&app.db, &wanted(query, true)).await.unwrap();
        slowest = slowest.max((began.elapsed(), query));
        let first: Vec<String> = found.hits.into_iter().map(|h| format!("{} {}", h.code, h.name)).collect();
        if !first.iter().any(|hit| codes.iter().any(|code| hit.starts_with(code))) {
            missed.push(format!("{query} → {codes:?}, found {first:#?}"));
        }
    }
    eprintln!("slowest query: {slowest:?}; missed {} of {}", missed.len(), queries.len());
    assert!(
        missed.len() * 10 <= queries.len(),
        "{} of {} missed:\n{}",
        missed.len(),
        queries.len(),
        missed.join("\n")
    );
}

/// How many procedures the national catalogue has.
const WHOLE_CATALOGUE: usize = 2_642;

fn queries() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    include_str!("data/search_queries.tsv")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split_once('\t').unwrap())
        .map(|(query, codes)| (query, codes.split(',').collect()))
}

/// Records of the file under other codes, their names with the words the other way round: as many words to look through, and
/// nothing that is called like the real ones.
fn renamed_copies(count: usize) -> String {
    let file = flate2::read::GzDecoder::new(File::open(national_file()).unwrap());
    let mut copies = String::new();
    for (line, number) in BufReader::new(file).lines().map(Result::unwrap).zip(1..=count) {
        let mut record: serde_json::Value = serde_json::from_str(&line).unwrap();
        let name = record["ten"].as_str().unwrap_or_default();
        let turned: Vec<&str> = name.split_whitespace().rev().collect();
        record["ten"] = format!("{} {number}", turned.join(" ")).into();
        record["ma"] = format!("9.{number:06}").into();
        copies.push_str(&record.to_string());
        copies.push('\n');
    }
    copies
}

/// Wall-clock time depends on the machine, so it is told and not asserted; what must hold is that every query finds something.
#[tokio::test]
async fn searching_the_whole_catalogue_is_measured() {
    let db = TestDb::new().await;
    let app = demo_province(&db).await;
    import_all(&app).await;
    let count = async || {
        let row = sqlx::raw_sql("SELECT count(*) FROM procedure").fetch_one(&db.pool).await.unwrap();
        usize::try_from(row.get::<i64, _>(0)).unwrap()
    };
    let copies = renamed_copies(WHOLE_CATALOGUE - count().await);
    import::procedures(&app, copies.as_bytes(), |_| ()).await.unwrap();
    assert_eq!(count().await, WHOLE_CATALOGUE);
    sqlx::raw_sql("ANALYZE").execute(&db.pool).await.unwrap();
    let mut times = Vec::new();
    for _ in 0..5 {
        for (query, _) in queries() {
            let began = std::time::Instant::now();
            let found = search::find(&app.db, &wanted(query, true)).await.unwrap();
            times.push((began.elapsed(), query));
            assert!(!found.hits.is_empty(), "{query} finds nothing");
        }
    }
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    eprintln!(
        "{} queries over {WHOLE_CATALOGUE} procedures: p50 {:?}, p99 {:?}, slowest {:?}",
        times.len(),
        at(50).0,
        at(99),
        at(100)
    );
}

#[tokio::test]
async fn the_public_finds_only_what_is_published_and_pages_without_gaps() {
    let db = TestDb::new().await;
    let app = demo_province(&db).await;
    import_all(&app).await;
    let public = search::find(&app.db, &wanted("khai thác thủy sản", false)).await.unwrap();
    assert!(public.hits.iter().all(|h| h.published.is_some()));
    let mut seen = BTreeMap::new();
    let mut page = Wanted { limit: 7, ..Wanted::default() };
    loop {
        let found = search::find(&app.db, &page).await.unwrap();
        for hit in &found.hits {
            *seen.entry(hit.code.clone()).or_insert(0) += 1;
        }
        if let Some(after) = found.next {
            page.after = Some(after);
        } else {
            assert_eq!(i64::try_from(seen.len()).unwrap(), found.total);
            break;
        }
    }
    assert!(seen.values().all(|n| *n == 1));
    assert!(seen.len() >= 40);
    let nothing = search::find(&app.db, &wanted("qqqq zzzz", false)).await.unwrap();
    assert!(nothing.hits.is_empty());
}

#[tokio::test]
async fn the_national_file_comes_in_once_and_a_second_time_changes_nothing() {
    let db = TestDb::new().await;
    let app = demo_province(&db).await;
    let first = import_all(&app).await;
    assert_eq!((first.read(), first.changed), (1_346, 0));
    assert!(first.broken.is_empty());
    assert!(first.kept >= 30, "the demo procedures are not overwritten: {}", first.kept);
    assert_eq!(first.incomplete, first.new, "no imported record can be published as it is");
    let second = import_all(&app).await;
    assert_eq!((second.unchanged, second.new, second.changed, second.kept), (1_346, 0, 0, 0));
    let sure = search::find(&app.db, &wanted("1.001193", false)).await.unwrap();
    assert_eq!(sure.hits[0].name, "Thủ tục đăng ký khai sinh");
}

#[tokio::test]
async fn a_broken_line_is_told_with_its_number_and_a_changed_record_makes_a_new_draft() {
    let db = TestDb::new().await;
    let app = demo_province(&db).await;
    let line = |code: &str, name: &str| format!(r#"{{"ma":"{code}","ten":"{name}","linh_vuc":"Thử"}}"#);
    let file = format!(
        "{}\nnot json\n\n{}\n{}\n",
        line("9.000001", "Tên một"),
        line("x", "Tên"),
        line("9.000002", "Tên hai")
    );
    let report = import::procedures(&app, file.as_bytes(), |_| ()).await.unwrap();
    let numbers: Vec<usize> = report.broken.iter().map(|(n, _)| *n).collect();
    assert_eq!((report.new, numbers), (2, vec![2, 4]));
    let changed = line("9.000001", "Tên mới của một");
    let report = import::procedures(&app, changed.as_bytes(), |_| ()).await.unwrap();
    assert_eq!((report.new, report.changed), (0, 1));
    let found = search::find(&app.db, &wanted("9.000001", true)).await.unwrap();
    assert_eq!(found.hits[0].name, "Tên mới của một");
    assert!(found.hits[0].published.is_none());
}

#[tokio::test]
async fn units_come_in_whatever_their_order_and_a_missing_parent_is_told() {
    let db = TestDb::new().await;
    let app = demo_province(&db).await;
    let file = format!(
        "{}\nH99.01.01,Trung tâm,,commune-centre,H99.01,,yes,province,,,2025-07-01\n\
         H99.01,Ủy ban nhân dân xã Thử,,commune,H48,,no,province,,,2025-07-01\n\
         H99.02,Không cha,,commune,H98,,no,province,,,2025-07-01\n",
        units::HEADER
    );
    let report = units::units(&app, file.as_bytes()).await.unwrap();
    assert_eq!((report.new, report.broken.len()), (2, 1));
    assert_eq!(report.broken[0].0, 4);
    let again = units::units(&app, file.as_bytes()).await.unwrap();
    assert_eq!((again.new, again.unchanged), (0, 2));
}
