//! Reading Rust as plain text: code without comments and strings, strings without code, the paths that a file names.

/// One file's text, taken apart. Line numbers stay those of the file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Code; comments and the insides of strings are blanks.
    pub(crate) code: String,
    /// The insides of strings; everything else is blanks.
    pub(crate) strings: String,
}

/// A path as written, each segment a word: `crate::a::{b, c::*}` gives `[crate, a, b]` and `[crate, a, c, *]`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// The text without the test module at its end.
pub(crate) fn without_tests(text: &str) -> &str {
    let is_module = |rest: &str| {
        let item = rest.trim_start_matches("#[cfg(test)]").trim_start();
        let item =
            ["pub(crate) ", "pub(super) ", "pub "].iter().find_map(|word| item.strip_prefix(word)).unwrap_or(item);
        item.starts_with("mod ") && item.lines().next().is_some_and(|l| l.trim_end().ends_with('{'))
    };
    let starts = text.match_indices("#[cfg(test)]").map(|(at, _)| at);
    let first = starts.filter(|&at| at == 0 || text[..at].ends_with('\n')).find(|&at| is_module(&text[at..]));
    &text[..first.unwrap_or(text.len())]
}

/// Whether the file is nothing but tests.
pub(crate) fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

impl Source {
    /// Takes apart what is not tests.
    pub(crate) fn read(text: &str) -> Self {
        let chars: Vec<char> = without_tests(text).chars().collect();
        let mut out = Self { code: String::new(), strings: String::new() };
        let mut at = 0;
        while at < chars.len() {
            let (kind, length) = token(&chars[at..]);
            for &c in &chars[at..at + length] {
                let blank = if c == '\n' { '\n' } else { ' ' };
                out.code.push(if kind == Kind::Code { c } else { blank });
                out.strings.push(if kind == Kind::Text { c } else { blank });
            }
            at += length;
        }
        out
    }

    /// Every path that begins with one of `heads`.
    pub(crate) fn paths(&self, heads: &[&str]) -> Vec<Named> {
        let words = words(&self.code);
        let mut found = Vec::new();
        for (at, (word, line)) in words.iter().enumerate() {
            let continues = at > 0 && words[at - 1].0 == "::";
            if heads.contains(&word.as_str()) && !continues && words.get(at + 1).is_some_and(|w| w.0 == "::") {
                let mut paths = Vec::new();
                branch(&words, at, &[], &mut paths);
                found.extend(paths.into_iter().map(|path| Named { path, line: *line }));
            }
        }
        found
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Text,
}

/// What begins here and how long it is.
fn token(rest: &[char]) -> (Kind, usize) {
    let begins = |what: &str| rest.iter().take(what.len()).copied().eq(what.chars());
    if begins("//") {
        return (Kind::Comment, rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()));
    }
    if begins("/*") {
        let end = rest.windows(2).skip(2).position(|w| w == ['*', '/']);
        return (Kind::Comment, end.map_or(rest.len(), |at| at + 4));
    }
    if begins("\"") {
        return (Kind::Text, quoted(rest));
    }
    if begins("r\"") || begins("r#") {
        let hashes = rest.iter().skip(1).take_while(|&&c| c == '#').count();
        if rest.get(1 + hashes) == Some(&'"') {
            let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let end = rest.windows(hashes + 1).skip(2 + hashes).position(|w| w == close);
            return (Kind::Text, end.map_or(rest.len(), |at| at + 3 + 2 * hashes));
        }
    }
    if begins("'") {
        let escaped = rest.get(1) == Some(&'\\');
        let end = if escaped { rest.iter().skip(3).position(|&c| c == '\'').map(|at| at + 4) } else { None };
        let plain = (!escaped && rest.get(2) == Some(&'\'')).then_some(3);
        return end.or(plain).map_or((Kind::Code, 1), |length| (Kind::Text, length));
    }
    let word = rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
    // a word that ends in r or b just before a quote is the prefix of a string; leave the prefix letter r to the next round
    if word > 1 { (Kind::Code, word) } else { (Kind::Code, 1) }
}

fn quoted(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Words, `::` and single marks, each with its line.
fn words(code: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let length = match word {
                0 if rest.starts_with("::") => 2,
                0 => first.len_utf8(),
                _ => word,
            };
            found.push((rest[..length].to_owned(), number + 1));
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// Follows one path from word `at`; gives the place after it.
fn branch(words: &[(String, usize)], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let word = |at: usize| words.get(at).map_or("", |w| w.0.as_str());
    let mut path = before.to_vec();
    loop {
        match word(at) {
            "{" => {
                at += 1;
                while !matches!(word(at), "}" | "") {
                    at = if word(at) == "," { at + 1 } else { branch(words, at, &path, found) };
                }
                return at + 1;
            }
            name if name == "*" || name.starts_with(|c: char| c.is_alphanumeric() || c == '_') => {
                path.push(name.to_owned());
                at += 1;
            }
            _ => {
                found.push(path);
                return at + 1;
            }
        }
        if word(at) == "::" && word(at + 1) != "<" {
            at += 1;
            continue;
        }
        found.push(path);
        return if word(at) == "as" { at + 2 } else { at };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        Source::read(text).paths(&["crate", "super", "self"]).iter().map(|n| n.path.join("::")).collect()
    }

    #[test]
    fn grouped_paths_are_told_apart() {
        let text = "use crate::{a::{self, b as x, c::*}, d};\nuse super::e;";
        assert_eq!(paths(text), ["crate::a::self", "crate::a::b", "crate::a::c::*", "crate::d", "super::e"]);
    }

    #[test]
    fn paths_in_the_middle_of_code_are_seen() {
        assert_eq!(
            paths("let x = f(crate::a::B::new(1))?; let y: Vec<crate::c::D>;"),
            ["crate::a::B::new", "crate::c::D"]
        );
        assert_eq!(paths("crate::a::f::<u8>(2); pub(crate) fn g() {}"), ["crate::a::f"]);
    }

    #[test]
    fn comments_and_strings_name_nothing() {
        let text = "// crate::a\n/* crate::b */ let s = \"crate::c \\\" crate::d\"; let r = r#\"crate::e\"#; let c = 'x'; let l: &'static str;";
        assert_eq!(paths(text), [""; 0]);
        assert_eq!(paths("let q = '\"'; crate::a::b();"), ["crate::a::b"]);
        assert_eq!(paths("let q = '\\''; let b = b\"\"; fn r<'a>(x: &'a str) { crate::a::b() }"), ["crate::a::b"]);
    }

    #[test]
    fn the_test_module_at_the_end_does_not_count() {
        let text = "use crate::a::b;\n#[cfg(test)]\nmod tests {\n    use crate::c::d;\n}\n";
        assert_eq!(paths(text), ["crate::a::b"]);
        assert_eq!(without_tests("#[cfg(test)]\nmod tests;\nfn f() {}\n").lines().count(), 3);
    }

    #[test]
    fn strings_are_seen_apart_from_code() {
        let source = Source::read("q(r#\"SELECT now()\"#, \"x\"); now();");
        assert!(source.strings.contains("SELECT now()"));
        assert!(!source.code.contains("SELECT"));
    }

    #[test]
    fn line_numbers_are_those_of_the_file() {
        let source = Source::read("\n/* a\n b */\nuse crate::x::y;\n");
        assert_eq!(source.paths(&["crate"])[0].line, 4);
    }
}
