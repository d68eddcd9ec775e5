//! The catalogue is whole: the same keys and values in both languages, every key that is asked for is there, none is
//! there for nothing, and the tone is the house's.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

use super::{Locale, catalogue};
use crate::domain::{
    fee_advice::AdviceKind,
    limit::LimitUnit,
    procedure::{
        Audience, ClockPolicy, Collection, DocKind, ExemptGroup, FeeKind, Level, OnlineLevel, Settler,
        StepUnit,
    },
    publish::GapKind,
    quote::DifferenceReason,
    status::{Action, Channel, EnteredBy, ReturnMethod, Role, Status},
};

/// Beginnings of keys that are built from a value's own key; each has a row in `every_value_of_the_domain_has_words` or is
/// built from a closed set in one place.
const BUILT: &[&str] = &[
    "status-",
    "status-citizen-",
    "action-",
    "past-",
    "role-",
    "channel-",
    "entered-by-",
    "return-method-",
    "level-",
    "online-level-",
    "audience-",
    "limit-unit-",
    "limit-",
    "step-unit-",
    "doc-kind-",
    "fee-kind-",
    "fee-collection-",
    "fee-change-",
    "exempt-group-",
    "desk-claim-",
    "refusal-",
    "field-",
    "weekday-",
    "day-mark-",
    "sex-",
    "counter-behalf-",
    "counter-card-",
    "display-",
    "counter-queue-",
    "counter-empty-",
    "desk-queue-",
    "desk-empty-",
    "desk-done-",
    "cash-source-",
    "found-kind-",
    "found-fixed-",
    "balance-",
    "figures-by-",
    "figures-level-",
    "figures-usual-",
    "figures-kind-",
    "figures-what-",
    "refund-shelf-",
    "refund-none-",
    "refund-cause-",
    "refund-state-",
    "refund-yours-",
    "refund-refused-",
    "payee-way-",
    "payee-basis-",
    "payee-source-",
    "cash-column-",
    "cash-refused-",
    "cash-unclear-",
    "cash-hint-",
    "desk-density-",
    "desk-fact-moved-",
    "desk-further-",
    "desk-pay-",
    "admin-shelf-",
    "admin-advice-",
    "admin-cut-",
    "admin-gap-",
    "admin-what-",
    "admin-settler-",
    "admin-clock-",
    "admin-need-",
    "admin-way-",
    "admin-field-kind-",
    "admin-prefill-",
    "admin-agency-level-",
    "admin-kind-",
    "admin-day-",
    "admin-special-",
    "admin-job-",
    "answer-",
    "citizen-behalf-",
    "citizen-event-",
    "citizen-paid-",
    "receipt-kind-",
    "receipt-link-",
    "receipt-state-",
    "receipt-step-",
    "receipt-origin-",
    "receipt-why-",
    "unreceipted-why-",
    "unreceipted-do-",
    "citizen-return-",
    "error-4", // error-<HTTP status>-title, error-<HTTP status>-text
    "error-5",
    "api-4", // the same for programs: api-<HTTP status>-title, api-<HTTP status>-detail
    "api-5",
    "api-field-",
];

#[test]
fn both_languages_have_the_same_keys_with_the_same_values() {
    let (vi, en) = (parsed(Locale::Vi), parsed(Locale::En));
    let only =
        |a: &Words, b: &Words| -> Vec<String> { a.keys().filter(|k| !b.contains_key(*k)).cloned().collect() };
    assert!(only(&vi, &en).is_empty(), "missing in English: {:?}", only(&vi, &en));
    assert!(only(&en, &vi).is_empty(), "missing in Vietnamese: {:?}", only(&en, &vi));
    for (key, entry) in &vi {
        assert_eq!(entry.values, en[key].values, "values of {key}");
    }
}

#[test]
fn both_languages_have_the_same_files() {
    let names = |l| -> Vec<String> { catalogue::sources(l).into_iter().map(|(n, _)| n).collect() };
    assert_eq!(names(Locale::Vi), names(Locale::En));
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known: BTreeSet<String> = catalogue::keys(Locale::Vi).into_iter().collect();
    let mut missing = Vec::new();
    for (file, text) in read_all(&["templates", "src"]) {
        for key in asked_in(&text) {
            let is_key = key.contains('-')
                && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if is_key && !known.contains(key) && !key.starts_with("there-is-no-such") {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "no words for:\n{}", missing.join("\n"));
}

#[test]
fn no_key_is_there_for_nothing() {
    let everything: String =
        read_all(&["templates", "src"]).into_iter().flat_map(|(_, text)| [text, "\n".to_owned()]).collect();
    let unused: Vec<String> = catalogue::keys(Locale::Vi)
        .into_iter()
        .filter(|key| !BUILT.iter().any(|prefix| key.starts_with(prefix)))
        .filter(|key| !everything.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "nobody says:\n{}", unused.join("\n"));
}

#[test]
fn every_value_of_the_domain_has_words() {
    let mut asked: Vec<String> = Vec::new();
    macro_rules! all {
        ($($prefix:literal $kind:ty),*) => { $(asked.extend(<$kind>::ALL.iter().map(|v| format!("{}-{}", $prefix, v.key())));)* };
    }
    all!("status" Status, "status-citizen" Status, "action" Action, "past" Action, "role" Role, "channel" Channel, "entered-by" EnteredBy,
        "return-method" ReturnMethod, "level" Level, "online-level" OnlineLevel, "audience" Audience, "limit-unit" LimitUnit,
        "admin-advice" AdviceKind, "admin-gap" GapKind, "admin-settler" Settler, "admin-clock" ClockPolicy, "step-unit" StepUnit, "doc-kind" DocKind, "fee-kind" FeeKind, "fee-collection" Collection, "fee-change" DifferenceReason, "exempt-group" ExemptGroup);
    asked.extend((1..=7).flat_map(|d| [format!("weekday-{d}"), format!("day-mark-{d}")]));
    asked.extend(rules("refusal-"));
    asked.extend(rules("field-"));
    asked.extend(
        [403, 404, 409, 413, 422, 429, 500, 503]
            .iter()
            .flat_map(|code| [format!("error-{code}-title"), format!("error-{code}-text")]),
    );
    let missing: Vec<String> = asked.into_iter().filter(|key| !catalogue::has(Locale::Vi, key)).collect();
    assert!(missing.is_empty(), "no words for:\n{}", missing.join("\n"));
}

#[test]
fn no_refusal_and_no_field_error_has_words_that_no_rule_says() {
    for prefix in ["refusal-", "field-"] {
        let said: BTreeSet<String> =
            catalogue::keys(Locale::Vi).into_iter().filter(|k| k.starts_with(prefix)).collect();
        assert_eq!(said, rules(prefix));
    }
}

/// What is never said: shouting, blame, words of machines, other ways to address a citizen than ông/bà.
const NEVER: &[&str] = &[
    "!",
    "không hợp lệ",
    "không đúng",
    "nhầm",
    "thất bại",
    "bị lỗi",
    "vi phạm",
    "vui lòng",
    "bạn ",
    "quý khách",
    "quý vị",
    "anh/chị",
    "sai ",
    "invalid",
    "illegal",
    "incorrect",
    "forbidden",
    "denied",
    "oops",
    "failed",
    "you must",
];
/// Where one of them is meant as it stands.
const MEANT: &[&str] = &["sửa nếu sai"];

#[test]
fn the_tone_is_calm_and_says_what_to_do() {
    let mut found = Vec::new();
    for locale in Locale::ALL {
        for (key, entry) in parsed(*locale) {
            let mut words = entry.words.to_lowercase();
            for meant in MEANT {
                words = words.replace(meant, "");
            }
            for never in NEVER.iter().filter(|n| words.contains(**n)) {
                found.push(format!("{key} ({}) says “{never}”: {}", locale.code(), entry.words));
            }
            let nfc: String =
                unicode_normalization::UnicodeNormalization::nfc(entry.words.as_str()).collect();
            if nfc != entry.words {
                found.push(format!("{key} ({}) is not NFC", locale.code()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Beginnings and ends of keys whose words stand where there is little room, and how many characters fit there.
const ROOM: &[(&str, &str, usize)] = &[
    ("button-", "", 24),
    ("nav-", "", 26),
    ("area-", "", 20),
    ("status-", "", 34),
    ("due-", "", 34),
    ("task-", "", 20),
    ("online-level-", "", 24),
    ("channel-", "", 16),
    ("display-", "-auto", 20),
    ("", "-title", 60),
    ("field-", "", 100),
    ("upload-", "", 100),
];

#[test]
fn words_fit_where_they_stand() {
    let mut long = Vec::new();
    for locale in Locale::ALL {
        for (key, entry) in parsed(*locale) {
            let length = entry.words.chars().count();
            let most = ROOM
                .iter()
                .filter(|(begin, end, _)| key.starts_with(begin) && key.ends_with(end))
                .map(|(_, _, most)| *most)
                .min();
            // A plural has its words several times over.
            if most.is_some_and(|most| length > most * entry.ways.max(1)) {
                long.push(format!("{key} ({}) has {length} characters: {}", locale.code(), entry.words));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// A sentence that takes more than one breath is two sentences. For everybody who is not at work here.
#[test]
fn sentences_for_citizens_are_short() {
    const MOST_WORDS: usize = 36;
    let mut long = Vec::new();
    for locale in Locale::ALL {
        for (name, source) in catalogue::sources(*locale) {
            let for_citizens = ["citizen", "public", "errors", "common"].iter().any(|f| name.starts_with(f));
            if !for_citizens {
                continue;
            }
            for line in source.lines().filter(|l| !l.starts_with('#')) {
                for sentence in
                    line.split_once(" = ").map_or(line, |(_, words)| words).split(['.', ';', ':', '?'])
                {
                    let words = sentence.split_whitespace().count();
                    if words > MOST_WORDS {
                        long.push(format!("{name} ({}), {words} words: {sentence}", locale.code()));
                    }
                }
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn what_is_sent_to_a_citizen_speaks_to_ong_ba() {
    let (vi, en) = (parsed(Locale::Vi), parsed(Locale::En));
    let to_owner = |key: &str| {
        key.starts_with("message-") && !key.starts_with("message-work-") && key != "message-overdue"
    };
    assert!(vi.keys().any(|key| to_owner(key)));
    for (key, entry) in vi.iter().filter(|(key, _)| to_owner(key)) {
        assert!(entry.words.to_lowercase().contains("ông/bà"), "{key}: {}", entry.words);
        assert!(!en[key].words.to_lowercase().contains("dossier"), "{key}: a citizen has an application");
    }
    for (key, entry) in vi.iter().filter(|(key, _)| key.starts_with("error-") || key.starts_with("citizen-"))
    {
        let english = en[key].words.to_lowercase();
        assert!(!english.contains("your dossier"), "{key} ({}): a citizen has an application", entry.words);
    }
}

/// Both languages say the same, so they take about the same room.
#[test]
fn both_languages_say_about_as_much() {
    let (vi, en) = (parsed(Locale::Vi), parsed(Locale::En));
    let mut apart = Vec::new();
    for (key, entry) in vi {
        let other = &en[&key];
        if entry.ways != other.ways {
            continue;
        }
        let (a, b) = (entry.words.chars().count(), other.words.chars().count());
        let (less, more) = (a.min(b), a.max(b));
        if more > 24 && more * 10 > less * 23 {
            apart.push(format!("{key}: {a} against {b}: {} | {}", entry.words, other.words));
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

#[test]
fn the_scanner_sees_keys_in_templates_and_in_code() {
    let template = r#"<p title="x">{{ "button-save"|t }}{{ "list-count" | t1("count", n) }}</p>{{ "css/base.css"|asset }}"#;
    assert_eq!(asked_in(template), ["button-save", "list-count"]);
    let code = r#"Message::new("field-date"); text(locale, "due-today", &[])"#;
    assert_eq!(asked_in(code), ["field-date", "due-today"]);
}

/// Keys that a piece of source asks for: `"key"|t…`, `Message::new("key")`, `text(…, "key", …)`.
fn asked_in(source: &str) -> Vec<&str> {
    let pieces: Vec<&str> = source.split('"').collect();
    pieces
        .windows(3)
        .filter(|three| {
            let after = three[2].trim_start();
            let filter = after.strip_prefix('|').map(str::trim_start).is_some_and(|rest| {
                let name: String =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                ["t", "t1", "t2", "t3"].contains(&name.as_str())
            });
            let before = three[0].trim_end();
            let called = before.ends_with("Message::new(")
                || before.rsplit(['\n', ';']).next().is_some_and(|line| {
                    line.ends_with(',') && line.contains("text(") && line.contains("locale")
                });
            filter || called
        })
        .map(|three| three[1])
        .collect()
}

/// The keys that the domain's `key` of refusals or of field errors can give, with their prefix.
fn rules(prefix: &str) -> BTreeSet<String> {
    let file = if prefix == "field-" { "party.rs" } else { "refusal.rs" };
    let source = fs::read_to_string(root().join("src/domain").join(file)).unwrap();
    let (_, keys) = source.split_once("fn key(&self)").unwrap();
    let (keys, _) = keys.split_once("\n    }\n").unwrap();
    let pieces: Vec<&str> = keys.split('"').collect();
    pieces
        .windows(2)
        .filter(|two| two[0].trim_end().ends_with("=>"))
        .map(|two| format!("{prefix}{}", two[1]))
        .collect()
}

struct Entry_ {
    words: String,
    values: BTreeSet<String>,
    /// How many ways it can be said in: the variants of its plurals.
    ways: usize,
}

type Words = BTreeMap<String, Entry_>;

fn parsed(locale: Locale) -> Words {
    let mut all = Words::new();
    for (name, source) in catalogue::sources(locale) {
        let resource = parser::parse(source.as_str())
            .unwrap_or_else(|(_, e)| panic!("{name} ({}): {e:?}", locale.code()));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let key = message.id.name.to_owned();
                let mut found = Entry_ { words: String::new(), values: BTreeSet::new(), ways: 0 };
                if let Some(pattern) = &message.value {
                    walk(pattern, &mut found);
                }
                assert!(all.insert(key.clone(), found).is_none(), "{key} is given twice");
            }
        }
    }
    all
}

fn walk(pattern: &Pattern<&str>, found: &mut Entry_) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => found.words.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => walk_inline(inline, found),
                Expression::Select { selector, variants } => {
                    walk_inline(selector, found);
                    found.ways += variants.len();
                    for variant in variants {
                        walk(&variant.value, found);
                    }
                }
            },
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, found: &mut Entry_) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.values.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => walk_arguments(arguments, found),
        InlineExpression::Placeable { expression } => match expression.as_ref() {
            Expression::Inline(inline) => walk_inline(inline, found),
            Expression::Select { .. } => {}
        },
        InlineExpression::StringLiteral { value } => found.words.push_str(value),
        InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

fn walk_arguments(arguments: &CallArguments<&str>, found: &mut Entry_) {
    for argument in &arguments.positional {
        walk_inline(argument, found);
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Comments of templates and of code show keys as examples.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for (i, piece) in text.split("{#").enumerate() {
        kept.push_str(if i == 0 { piece } else { piece.split_once("#}").map_or(piece, |(_, after)| after) });
    }
    kept.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect()
}

fn read_all(folders: &[&str]) -> Vec<(PathBuf, String)> {
    fn visit(dir: &Path, into: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "html" || e == "txt") {
                let text = fs::read_to_string(&path).unwrap();
                into.push((path, without_comments(&text)));
            }
        }
    }
    let mut all = Vec::new();
    for folder in folders {
        visit(&root().join(folder), &mut all);
    }
    all
}
