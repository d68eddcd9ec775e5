//! The source tree as a map from path to text, real or made up.

use std::collections::BTreeMap;
use std::path::Path;

/// Path relative to the repository, with `/`, to text.
#[derive(Debug, Default)]
pub(crate) struct Tree(pub(crate) BTreeMap<String, String>);

/// Something that is not as it should be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Violation {
    /// `src/web/home.rs` or `src/web/home.rs:12`.
    pub(crate) at: String,
    /// What is wrong and what to do.
    pub(crate) what: String,
}

impl Violation {
    pub(crate) fn new(at: impl Into<String>, what: impl Into<String>) -> Self {
        Self { at: at.into(), what: what.into() }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

impl Tree {
    /// What is in the repository.
    pub(crate) fn real() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut tree = Self::default();
        for top in ["src", "templates", "static", "migrations"] {
            tree.take(root, &root.join(top));
        }
        assert!(tree.0.len() > 10, "the tree was not found");
        tree.without_test_modules()
    }

    /// Leaves out the files that another declares for tests only.
    fn without_test_modules(mut self) -> Self {
        let declared = |(path, text): (&String, &String)| -> Vec<String> {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let names = modules_for_tests(text).into_iter();
            names.flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")]).collect()
        };
        let files: Vec<String> =
            self.0.iter().filter(|(path, _)| path.starts_with("src/")).flat_map(declared).collect();
        self.0.retain(|path, _| !files.contains(path));
        self
    }

    fn take(&mut self, root: &Path, folder: &Path) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.take(root, &path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                self.0.insert(name, text);
            }
        }
    }

    /// A made-up tree.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self(files.collect()).without_test_modules()
    }

    /// The files in a folder that end so.
    pub(crate) fn files<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        all.filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }
}

/// The file names, without `.rs`, of `#[cfg(test)] mod name;` and of `#[cfg(test)] #[path = "name.rs"] mod other;`.
fn modules_for_tests(text: &str) -> Vec<&str> {
    let items = text.split("#[cfg(test)]").skip(1).filter_map(|rest| rest.split_once(';').map(|(item, _)| item.trim()));
    let names = items.filter_map(|item| match item.strip_prefix("#[path = \"") {
        Some(path) => path.split_once(".rs\"").map(|(name, _)| name),
        None => item.rsplit_once("mod ").map(|(_, name)| name),
    });
    names.filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_')).collect()
}

/// Fails with every violation on a line of its own.
#[track_caller]
pub(crate) fn assert_none(mut found: Vec<Violation>) {
    found.sort();
    let lines: Vec<String> = found.iter().map(|v| format!("  {v}")).collect();
    assert!(found.is_empty(), "the house is out of order in {} places:\n{}\n", found.len(), lines.join("\n"));
}
