//! How hints end: a sentence with a full stop, a fragment without, in both languages alike. Told apart by what can be told by
//! machine: several sentences end with one, an example that stands alone without, and no hint has it in one language only.

use super::{Locale, catalogue};

fn hints() -> Vec<(String, [String; 2])> {
    let said = |locale, key: &str| catalogue::text(locale, key, &[]);
    catalogue::keys(Locale::Vi)
        .into_iter()
        .filter(|key| key.ends_with("-hint") || key.starts_with("answer-hint-"))
        .map(|key| {
            let both = [said(Locale::Vi, &key), said(Locale::En, &key)];
            (key, both)
        })
        .collect()
}

/// What is wrong with how a hint ends, in words.
fn fault([vi, en]: [&str; 2]) -> Option<&'static str> {
    let stops = |text: &str| text.ends_with('.');
    let several = |text: &str| {
        text.trim_end_matches('.').split(". ").skip(1).any(|next| next.starts_with(char::is_uppercase))
    };
    let example = |text: &str| {
        let is_example = text.starts_with("Ví dụ") || text.starts_with("For example");
        is_example && !text.contains(';') && !several(text)
    };
    if stops(vi) != stops(en) {
        Some("a full stop in one language only")
    } else if [vi, en].iter().any(|text| several(text) && !stops(text)) {
        Some("several sentences, and no full stop")
    } else if [vi, en].iter().any(|text| example(text) && stops(text)) {
        Some("an example is a fragment: no full stop")
    } else {
        None
    }
}

#[test]
fn hints_end_alike() {
    let faults: Vec<String> =
        hints().iter().filter_map(|(key, [vi, en])| Some(format!("{key}: {}", fault([vi, en])?))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(hints().len() > 60, "the hints are found");
}

#[test]
fn a_hint_that_ends_otherwise_is_found() {
    assert!(fault(["Đọc kỹ.", "Read it"]).is_some());
    assert!(fault(["Đọc kỹ. Rồi ký", "Read it. Then sign"]).is_some());
    assert!(fault(["Ví dụ 14:30.", "For example 14:30."]).is_some());
    assert!(fault(["Ví dụ 14:30", "For example 14:30"]).is_none());
    assert!(fault(["Đọc kỹ. Rồi ký.", "Read it. Then sign."]).is_none());
}
