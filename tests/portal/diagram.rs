//! The workflow diagram in the README is the table in the code. `UPDATE=1 cargo test --test portal diagram` rewrites it.

use motcua::domain::workflow::mermaid;

const MARKER: &str = "<!-- workflow -->";

/// The README's text up to the diagram, the diagram, and the rest.
fn parts(readme: &str) -> Option<(&str, &str, &str)> {
    let open = "```mermaid\n";
    let begin = readme.find(MARKER)?;
    let begin = begin + readme[begin..].find(open)? + open.len();
    let end = begin + readme[begin..].find("```")?;
    Some((&readme[..begin], &readme[begin..end], &readme[end..]))
}

#[test]
fn the_readme_shows_the_workflow_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, shown, after) =
        parts(&readme).unwrap_or_else(|| panic!("README.md needs a line {MARKER} and a ```mermaid block after it"));
    let drawn = format!("{}\n", mermaid().trim_end());
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, [before, &drawn, after].concat()).unwrap();
    } else {
        assert_eq!(shown, drawn, "the diagram is not the table: UPDATE=1 cargo test --test portal diagram");
    }
}

#[test]
fn only_the_block_after_the_marker_is_taken() {
    let readme = format!("```mermaid\nother\n```\n{MARKER}\n\n```mermaid\na\nb\n```\nend");
    assert_eq!(parts(&readme).map(|(_, shown, after)| (shown, after)), Some(("a\nb\n", "```\nend")));
    assert_eq!(parts("```mermaid\nother\n```"), None);
}
