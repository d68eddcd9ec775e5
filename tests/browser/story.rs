//! The journey as a screen reader tells it: names and roles of the accessibility tree in the order of reading, kept as text
//! in `story.txt`, so that a person can read whether it is a sensible story.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Value, json};

use crate::{
    driver::{Browsers, Window},
    modes::Mode,
    server::Served,
    support::snapshot::same_as_file,
    visits::Visits,
};

/// Told by their name alone: what is inside says the same again.
const WHOLE: &[&str] = &[
    "heading",
    "link",
    "button",
    "option",
    "textbox",
    "searchbox",
    "checkbox",
    "radio",
    "image",
    "columnheader",
    "rowheader",
    "cell",
    "term",
];

/// Not told: they say nothing to whoever listens.
const SILENT: &[&str] = &[
    "generic",
    "none",
    "InlineTextBox",
    "ListMarker",
    "LineBreak",
    "LabelText",
    "paragraph",
    "rowgroup",
    "Abbr",
    "strong",
    "emphasis",
    "time",
    "superscript",
    "RootWebArea",
];

struct Tree {
    nodes: BTreeMap<String, Value>,
}

fn text<'v>(node: &'v Value, key: &str) -> &'v str {
    node[key]["value"].as_str().unwrap_or_default().trim()
}

impl Tree {
    async fn of(window: &Window) -> (Self, String) {
        let all = window.command("Accessibility.getFullAXTree", json!({})).await;
        let all = all["nodes"].as_array().unwrap().clone();
        let root = all[0]["nodeId"].as_str().unwrap().to_owned();
        let nodes = all.into_iter().map(|node| (node["nodeId"].as_str().unwrap().to_owned(), node)).collect();
        (Self { nodes }, root)
    }

    fn tell(&self, id: &str, depth: usize, out: &mut String) {
        let Some(node) = self.nodes.get(id) else { return };
        let (role, name) = (text(node, "role"), text(node, "name"));
        let hidden = node["ignored"] == true || SILENT.contains(&role);
        let children = node["childIds"].as_array().map_or(&[][..], Vec::as_slice);
        let mut below = depth;
        if role == "Legend" {
            return; // the name of its group
        }
        if role == "StaticText" {
            if !name.is_empty() {
                writeln!(out, "{}{name}", "  ".repeat(depth)).unwrap();
            }
            return;
        }
        if !hidden {
            let name = if name.is_empty() { String::new() } else { format!(" “{name}”") };
            writeln!(out, "{}[{role}{}]{name}{}", "  ".repeat(depth), level(node), states(node)).unwrap();
            if WHOLE.contains(&role) {
                return;
            }
            below += 1;
        }
        for child in children {
            self.tell(child.as_str().unwrap(), below, out);
        }
    }
}

fn property<'v>(node: &'v Value, name: &str) -> Option<&'v Value> {
    let all = node["properties"].as_array()?;
    all.iter().find(|p| p["name"] == name).map(|p| &p["value"]["value"])
}

fn level(node: &Value) -> String {
    let heading = text(node, "role") == "heading";
    property(node, "level").filter(|_| heading).map_or_else(String::new, |level| format!(" {level}"))
}

/// What is said after the name: the value, the hint, and the states that are not the usual ones.
fn states(node: &Value) -> String {
    let mut said = String::new();
    for key in ["value", "description"] {
        let text = text(node, key);
        if !text.is_empty() {
            write!(said, ", {key} “{text}”").unwrap();
        }
    }
    for (name, usual) in
        [("required", json!(false)), ("invalid", json!("false")), ("checked", json!("false"))]
    {
        if let Some(value) = property(node, name).filter(|value| **value != usual) {
            let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            write!(said, ", {name} {value}").unwrap();
        }
    }
    if let Some(open) = property(node, "expanded") {
        said.push_str(if open == true { ", open" } else { ", closed" });
    }
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journey_reads_as_a_sensible_story() {
    let served = Served::new().await;
    let visits = Visits::of(&served).await;
    let browsers = Browsers::start().await;
    let window = browsers.open(390, 844).await;
    Mode::Phone.begin(&window).await;
    window.holds(&served.base, Some(&visits.session)).await;
    let mut out = String::from(
        "The journey as a screen reader tells it on a phone: [role] “name”, value, description and states, in the order of reading;\n\
         plain lines are plain words.\n",
    );
    let [home, procedure, form, tracking] = visits.pages();
    for (name, path) in [home, procedure, form, ("check", visits.check()), tracking] {
        window.goto(&format!("{}{path}", served.base)).await;
        let (tree, root) = Tree::of(&window).await;
        writeln!(out, "\n== {name}: {}", window.driver.title().await.unwrap()).unwrap();
        tree.tell(&root, 0, &mut out);
    }
    window.close().await;
    same_as_file("tests/browser/story.txt", &out);
}
