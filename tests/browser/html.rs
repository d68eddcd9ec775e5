//! Every rendered page is valid HTML, by html-validate: all pages in one call.

use std::{collections::BTreeMap, fs::File, path::Path, process::Command};

use serde_json::Value;

const VALIDATOR: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/browser/vendor/html-validate/node_modules/.bin/html-validate"
);
const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/html-validate.cjs");

/// What is wrong with these pages (name, text): lines of name and fault.
pub(crate) fn invalid<'a>(pages: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    assert!(Path::new(VALIDATOR).exists(), "html-validate is needed: tests/run --prepare fetches it");
    let folder = tempfile::tempdir().unwrap();
    let mut names = BTreeMap::new();
    for (at, (name, text)) in pages.enumerate() {
        let path = folder.path().join(format!("{at}.html"));
        std::fs::write(&path, text).unwrap();
        names.insert(path.to_string_lossy().into_owned(), name);
    }
    // into a file: it ends before a pipe is read to its end
    let said = folder.path().join("said.json");
    let done = Command::new(VALIDATOR)
        .args(["--config", RULES, "--formatter", "json"])
        .arg(folder.path().join("*.html"))
        .stdout(File::create(&said).unwrap())
        .output()
        .unwrap();
    let said: Value = serde_json::from_slice(&std::fs::read(&said).unwrap()).unwrap_or_else(|e| {
        panic!("html-validate says no JSON ({e}): {}", String::from_utf8_lossy(&done.stderr))
    });
    let mut found = Vec::new();
    for file in said.as_array().unwrap() {
        let name = names[file["filePath"].as_str().unwrap()];
        for message in file["messages"].as_array().unwrap() {
            let text = |key: &str| message[key].as_str().unwrap_or_default();
            found.push(format!(
                "{name} HTML {}: {} at {}",
                text("ruleId"),
                text("message"),
                text("selector")
            ));
        }
    }
    found
}

#[test]
fn invalid_html_is_seen() {
    let page = |body: &str| {
        format!(
            "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<title>Thử</title>\n</head>\n<body>\n<main>{body}</main>\n</body>\n</html>\n"
        )
    };
    let good = page("<h1>Thử</h1><p>Trang này đúng.</p>");
    assert_eq!(invalid([("good", good.as_str())].into_iter()), Vec::<String>::new());
    for (body, rule) in [
        ("<ul><p>đoạn</p></ul>", "element-permitted-content"),
        ("<p>một<div>hai</div></p>", "close-order"),
        ("<input id=\"a\"><p id=\"a\">hai</p>", "no-dup-id"),
        (
            "<table><caption>Bảng</caption><tr><td colspan=\"x\">ô</td></tr></table>",
            "attribute-allowed-values",
        ),
        ("<p>một</b></p>", "close-order"),
        ("<a href=\"/\"><button type=\"button\">nút</button></a>", "element-permitted-content"),
    ] {
        let bad = page(body);
        let found = invalid([("bad", bad.as_str())].into_iter()).join("\n");
        assert!(found.contains(rule), "{rule} is not found in {body}:\n{found}");
    }
}
