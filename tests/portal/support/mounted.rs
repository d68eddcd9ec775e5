//! The routes as they are mounted, and something to put into their `{parts}`.

use motcua::web::routes::{self, Listed};

use super::{portal::Portal, world::World};

/// Every route.
pub(crate) fn all(portal: &Portal) -> Vec<Listed> {
    routes::all(portal.app.clone()).finish().1
}

/// Which `{part}` under which beginning stands for what. The first that fits counts.
const PARTS: &[(&str, &str, Part)] = &[
    ("/static/", "path", Part::Asset),
    ("/static/", "version", Part::AssetVersion),
    ("/thu-tuc/", "code", Part::Procedure),
    ("/nop/", "code", Part::Procedure),
    ("/mot-cua/tiep-nhan/", "code", Part::Procedure),
    ("/quan-tri/thu-tuc/", "code", Part::Procedure),
    ("/quan-tri/thu-tuc/", "page", Part::FormPage),
    ("/api/v1/procedures/", "code", Part::Procedure),
    ("/co-quan/", "code", Part::Agency),
    ("/quan-tri/co-quan/", "code", Part::Agency),
    ("/quan-tri/lich/", "key", Part::Calendar),
    ("/quan-tri/tai-khoan/", "id", Part::Account),
    ("/quan-tri/nguoi-dung/", "id", Part::Account),
    ("/quan-tri/cong-viec/", "id", Part::Job),
    ("/bien-lai/", "id", Part::Receipt),
    ("/mot-cua/bien-lai/", "id", Part::Receipt),
    ("/quan-tri/bien-lai/", "code", Part::OneStop),
    ("/mot-cua/thu-phi/hoan/", "refund", Part::Refund),
    ("/mot-cua/thu-phi/chua-ro/", "event", Part::Unclear),
    ("/mot-cua/thu-phi/da-ro/", "event", Part::Found),
    ("/h/", "token", Part::Link),
    ("/nhap/", "id", Part::Draft),
    ("/nhap/", "page", Part::FormPage),
    ("/nhap/", "key", Part::DraftDocumentKey),
    ("/nhap/", "document", Part::DraftDocument),
    ("/ho-so/", "key", Part::SupplementKey),
    ("/ho-so/", "document", Part::Document),
    ("/thanh-toan/", "reference", Part::Attempt),
    ("/tung-phan/", "upload", Part::PartialUpload),
    ("/giay-to/", "id", Part::Document),
    ("/giay-hen/", "round", Part::Round),
    ("/", "code", Part::Dossier),
];

/// What opens only while another system answers; `journeys/platform_bill.rs` opens it.
pub(crate) const ELSEWHERE: [&str; 1] = ["/thanh-toan/bien-lai/{reference}"];

/// What must be asked with a code: pattern, and the name of the value.
const QUERIES: &[(&str, &str)] = &[("/mot-cua/quet", "ma")];

#[derive(Clone, Copy)]
enum Part {
    Asset,
    AssetVersion,
    Procedure,
    Agency,
    OneStop,
    Receipt,
    Calendar,
    Account,
    Job,
    Link,
    Draft,
    FormPage,
    DraftDocumentKey,
    DraftDocument,
    SupplementKey,
    Document,
    PartialUpload,
    Attempt,
    Round,
    Refund,
    Unclear,
    Found,
    Dossier,
}

/// Whether the pattern names a dossier by its code.
pub(crate) fn names_a_dossier(pattern: &str) -> bool {
    pattern
        .split('/')
        .any(|piece| piece == "{code}" && matches!(part_of(pattern, "code"), Some(Part::Dossier)))
}

fn part_of(pattern: &str, name: &str) -> Option<Part> {
    PARTS
        .iter()
        .find(|(begin, part, _)| pattern.starts_with(begin) && *part == name)
        .map(|(_, _, part)| *part)
}

/// The pattern with its parts filled in from the world; the dossier is the one with this name.
pub(crate) async fn fill(portal: &Portal, world: &World, pattern: &str, dossier: &str) -> String {
    let mut pieces = Vec::new();
    for piece in pattern.split('/') {
        let Some(name) = piece.strip_prefix('{').and_then(|p| p.strip_suffix('}')) else {
            pieces.push(piece.to_owned());
            continue;
        };
        let name = name.trim_start_matches('*');
        let part = part_of(pattern, name).unwrap_or_else(|| {
            panic!("nothing is known to put into {{{name}}} of {pattern}: add a line to PARTS in {}", file!())
        });
        pieces.push(sample(portal, world, part, dossier).await);
    }
    let query = QUERIES
        .iter()
        .find(|(of, _)| *of == pattern)
        .map_or_else(String::new, |(_, name)| format!("?{name}={}", world.code(dossier)));
    format!("{}{query}", pieces.join("/"))
}

async fn sample(portal: &Portal, world: &World, part: Part, dossier: &str) -> String {
    let one = |sql: String| async move { portal.texts(&sql).await.into_iter().next().unwrap_or_default() };
    let code = world.code(dossier);
    match part {
        Part::Asset => "css/base.css".to_owned(),
        Part::AssetVersion => "0".to_owned(),
        Part::Procedure => "1.001193".to_owned(),
        Part::Agency => "H48.101".to_owned(),
        Part::OneStop => "H48.101.01".to_owned(),
        Part::Receipt => world.receipt(portal).await.to_string(),
        Part::Calendar => "province".to_owned(),
        // Bùi Minh Long, of whom no test needs anything
        Part::Account => one("SELECT id::text FROM account WHERE phone = '+84900000101'".to_owned()).await,
        Part::Job => one("SELECT id::text FROM job ORDER BY id LIMIT 1".to_owned()).await,
        Part::Link => one(format!("SELECT link_token FROM dossier WHERE code = '{code}'")).await,
        Part::Draft => world.draft.to_string(),
        Part::FormPage => "child".to_owned(),
        Part::DraftDocumentKey => "giay-chung-sinh".to_owned(),
        Part::DraftDocument => {
            one(format!("SELECT id::text FROM document WHERE dossier_id = '{}'", world.draft)).await
        }
        Part::SupplementKey => {
            one(format!(
                "SELECT doc_key FROM document x JOIN dossier d ON d.id = x.dossier_id WHERE d.code = '{code}'"
            ))
            .await
        }
        Part::Document => one(format!(
            "SELECT x.id::text FROM document x JOIN dossier d ON d.id = x.dossier_id WHERE d.code = '{code}'"
        ))
        .await,
        Part::PartialUpload => world.partial_upload(portal).await.to_string(),
        Part::Attempt => {
            let begun = "INSERT INTO payment_attempt (id, intent_id, method, reference, amount, state, begun_at, expires_at)
                         SELECT id, id, 'platform', 'dvcSAMPLE', amount, 'pending', created_at - interval '1 day', created_at
                         FROM payment_intent ORDER BY id LIMIT 1 ON CONFLICT DO NOTHING";
            portal.sql(begun).await.unwrap();
            "dvcSAMPLE".to_owned()
        }
        Part::Round => "1".to_owned(),
        Part::Refund => one("SELECT id::text FROM refund WHERE state = 'requested' LIMIT 1".to_owned()).await,
        Part::Unclear => {
            let unclear = "SELECT id::text FROM bank_event e WHERE NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)";
            one(unclear.to_owned()).await
        }
        Part::Found => {
            one("SELECT event_id::text FROM event_match WHERE kind = 'aside' LIMIT 1".to_owned()).await
        }
        Part::Dossier => code.to_string(),
    }
}

/// The route that answers `path` (without language and query), if there is one.
pub(crate) fn route_for<'r>(routes: &'r [Listed], method: &str, path: &str) -> Option<&'r Listed> {
    routes.iter().filter(|r| r.method == method).find(|r| fits(r.path, path))
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(w), Some(g)) if w.starts_with("{*") => return !g.is_empty(),
            (Some(w), Some(g)) if w.starts_with('{') && !g.is_empty() => {}
            (Some(w), Some(g)) if w == g => {}
            _ => return false,
        }
    }
}

#[test]
fn patterns_fit_what_they_are_for() {
    assert!(fits("/ho-so/{code}", "/ho-so/H48-261123-0001"));
    assert!(!fits("/ho-so/{code}", "/ho-so/"));
    assert!(!fits("/ho-so/{code}", "/ho-so/x/rut"));
    assert!(fits("/static/{*path}", "/static/css/base.css"));
    assert!(fits("/", "/"));
}
