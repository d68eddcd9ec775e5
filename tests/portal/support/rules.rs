//! The map of modules: which file a path leads to, and whether files lead to one another in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, is_test_file};
use super::tree::Tree;

/// Every module of `src/`: its path in words to its file.
#[derive(Debug)]
pub(crate) struct Modules {
    files: BTreeMap<Vec<String>, String>,
    /// Per `mod.rs`: a name that it passes on, to the path that it stands for.
    passed_on: BTreeMap<Vec<String>, BTreeMap<String, Vec<String>>>,
}

/// `src/web/citizen/draft.rs` is `[web, citizen, draft]`; `src/web/mod.rs` is `[web]`; `src/lib.rs` is `[]`.
pub(crate) fn module_of(path: &str) -> Vec<String> {
    let bare = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut words: Vec<String> = bare.split('/').map(str::to_owned).collect();
    if matches!(words.last().map(String::as_str), Some("mod")) || matches!(bare, "lib" | "main") {
        words.pop();
    }
    words
}

/// What a path that begins with `crate`, `super` or `self` means in `module`; without the `crate`.
pub(crate) fn absolute(path: &[String], module: &[String]) -> Vec<String> {
    let mut base = module.to_vec();
    let mut rest = path;
    while let Some((head, tail)) = rest.split_first() {
        match head.as_str() {
            "crate" => base.clear(),
            "super" => drop(base.pop()),
            "self" => {}
            _ => break,
        }
        rest = tail;
    }
    base.extend(rest.iter().filter(|word| *word != "self").cloned());
    base
}

impl Modules {
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut files = BTreeMap::new();
        let mut passed_on = BTreeMap::new();
        for (path, text) in tree.files("src/", ".rs").filter(|(p, _)| !is_test_file(p) && *p != "src/main.rs") {
            let module = module_of(path);
            if path.ends_with("/mod.rs") || path == "src/lib.rs" {
                passed_on.insert(module.clone(), reexports(text, &module));
            }
            files.insert(module, path.to_owned());
        }
        Self { files, passed_on }
    }

    /// The file in which what an absolute path names is defined; none for a folder or something foreign.
    pub(crate) fn file(&self, path: &[String]) -> Option<&str> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let depth = (0..=path.len()).rev().find(|&n| self.files.contains_key(&path[..n]))?;
            let (module, rest) = path.split_at(depth);
            let target = rest.first().and_then(|name| self.passed_on.get(module)?.get(name));
            match target {
                Some(target) if *target != path => path = [target, &rest[1..]].concat(),
                _ => return self.files.get(module).map(String::as_str),
            }
        }
        None
    }

    /// Which files each file leads to; files that only declare are left out.
    pub(crate) fn arrows(&self, tree: &Tree) -> BTreeMap<&str, BTreeSet<&str>> {
        let declares = |file: &str| file.ends_with("/mod.rs") || file == "src/lib.rs";
        let mut arrows = BTreeMap::new();
        for (module, file) in self.files.iter().filter(|(_, file)| !declares(file)) {
            let named = Source::read(&tree.0[file]).paths(&["crate", "super", "self"]);
            let targets = named.iter().filter_map(|n| self.file(&absolute(&n.path, module)));
            let targets: BTreeSet<&str> = targets.filter(|target| *target != file && !declares(target)).collect();
            arrows.insert(file.as_str(), targets);
        }
        arrows
    }
}

/// `pub use child::Name` of a `mod.rs`: from `Name` to the full path.
fn reexports(text: &str, module: &[String]) -> BTreeMap<String, Vec<String>> {
    let source = Source::read(text);
    let starts = source.code.match_indices("use ").map(|(at, _)| at + 4);
    let mut names = BTreeMap::new();
    for at in starts {
        let statement: String = source.code[at..].chars().take_while(|c| *c != ';').collect();
        let made_absolute = format!("self::{}", statement.trim().trim_start_matches("self::"));
        let from_root = ["crate::", "super::"].iter().any(|head| statement.trim().starts_with(head));
        let text = if from_root { statement } else { made_absolute };
        let read = Source { code: text, strings: String::new() };
        for named in read.paths(&["crate", "super", "self"]) {
            let path = absolute(&named.path, module);
            if let Some(name) = path.last().filter(|name| *name != "*") {
                names.insert(name.clone(), path.clone());
            }
        }
    }
    names
}

/// Every circle, each once, as the files on it in order.
pub(crate) fn circles<'a>(arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let mut found = Vec::new();
    let mut reported = BTreeSet::new();
    for &start in arrows.keys() {
        if reported.contains(start) {
            continue;
        }
        if let Some(circle) = shortest_way(arrows, start) {
            reported.extend(circle.iter().copied());
            found.push(circle);
        }
    }
    found
}

/// The shortest way from a file back to itself.
fn shortest_way<'a>(arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut round = vec![start];
    while !round.is_empty() {
        let mut next = Vec::new();
        for from in round {
            for &to in arrows.get(from).into_iter().flatten() {
                if to == start {
                    let mut way = vec![from];
                    while let Some(&before) = came_from.get(way[way.len() - 1]) {
                        way.push(before);
                    }
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(to) {
                    came_from.insert(to, from);
                    next.push(to);
                }
            }
        }
        round = next;
    }
    None
}
