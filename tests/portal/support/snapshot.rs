//! Texts that a person reads and a test compares: `tests/portal/snapshots/*.txt`, and others. `UPDATE=1` rewrites them.

/// Compares `shown` with the snapshot of this name, or writes it.
#[track_caller]
pub(crate) fn same_as_snapshot(name: &str, shown: &str) {
    same_as_file(&format!("tests/portal/snapshots/{name}.txt"), shown);
}

/// The same with any file of the repository.
#[track_caller]
pub(crate) fn same_as_file(path: &str, shown: &str) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(&path, shown).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept == shown {
        return;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), shown.lines().collect());
    let gone = old.iter().filter(|l| !new.contains(l)).map(|l| format!("- {l}"));
    let come = new.iter().filter(|l| !old.contains(l)).map(|l| format!("+ {l}"));
    let lines: Vec<String> = gone.chain(come).collect();
    panic!(
        "{path} says otherwise:\n{}\n\nIf this is meant: UPDATE=1 cargo test, and look at the difference.",
        lines.join("\n")
    );
}
