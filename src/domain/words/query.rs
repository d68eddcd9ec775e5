//! What somebody looks for: the code, or the words in every way they may stand in the catalogue.

use super::{
    fold::fold,
    speech::{COMMON, FILLERS, SAYINGS},
    syllable::mend,
};

/// More ways of saying it are not tried.
const MOST_VARIANTS: usize = 8;
/// More words than this are not read.
const MOST_WORDS: usize = 16;

/// A search, ready for the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Beginning of a procedure code, an agency suffix dropped: `1.0011`. Empty when none was typed.
    pub code: String,
    /// The words as typed first, then other ways of saying it. Empty when nothing was typed.
    pub variants: Vec<Variant>,
}

/// One way of saying it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// All words, single spaces between them.
    pub phrase: String,
    /// The words that tell something; never empty.
    pub words: Vec<Word>,
}

/// One word and how much it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, ASCII.
    pub text: String,
    /// 1 for words that stand everywhere, 3 for others.
    pub weight: i32,
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let code = code_in(typed);
        if !code.is_empty() {
            return Self { code, variants: Vec::new() };
        }
        let folded = fold(typed);
        let words: Vec<String> = folded.split(' ').take(MOST_WORDS).map(mend).collect();
        let phrase = words.join(" ").trim().to_owned();
        if phrase.is_empty() {
            return Self::default();
        }
        let variants = in_other_words(phrase).into_iter().map(Variant::of).collect();
        Self { code: String::new(), variants }
    }

    /// Whether nothing was typed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.code.is_empty() && self.variants.is_empty()
    }
}

impl Variant {
    fn of(phrase: String) -> Self {
        let word = |text: &str| Word { text: text.to_owned(), weight: if COMMON.contains(&text) { 1 } else { 3 } };
        let telling: Vec<Word> = phrase.split(' ').filter(|w| !FILLERS.contains(w)).map(word).collect();
        let words = if telling.is_empty() { phrase.split(' ').map(word).collect() } else { telling };
        Self { phrase, words }
    }
}

/// `1.001193`, `1.0011`, `1.001193.H48`, with spaces or a dash for the dot: the code or its beginning; otherwise empty.
fn code_in(typed: &str) -> String {
    let text: String = typed.trim().chars().map(|c| if matches!(c, ' ' | '-' | ',') { '.' } else { c }).collect();
    let mut groups = text.split('.').filter(|g| !g.is_empty());
    let (Some(head), Some(tail)) = (groups.next(), groups.next()) else {
        return String::new();
    };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let suffix_fits = groups.next().is_none_or(|s| s.starts_with(['h', 'H', 'g', 'G']));
    if head.len() == 1 && digits(head) && (2..=6).contains(&tail.len()) && digits(tail) && suffix_fits {
        format!("{head}.{tail}")
    } else {
        String::new()
    }
}

/// The phrase, and the phrase with sayings put into the catalogue's words.
fn in_other_words(phrase: String) -> Vec<String> {
    let mut all = vec![phrase];
    for saying in SAYINGS {
        for known in all.clone() {
            let Some((before, after)) = around(&known, saying.said) else {
                continue;
            };
            for meant in saying.meant {
                let other = fold(&format!("{before} {meant} {after}"));
                let says_it_already = !meant.is_empty() && around(&known, meant).is_some();
                if !other.is_empty() && !says_it_already && all.len() < MOST_VARIANTS && !all.contains(&other) {
                    all.push(other);
                }
            }
        }
    }
    all
}

/// What stands before and after the whole words `part`.
fn around<'a>(phrase: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    phrase.match_indices(part).find_map(|(at, found)| {
        let before = phrase.get(..at)?;
        let after = phrase.get(at + found.len()..)?;
        let whole = (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '));
        whole.then_some((before, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(typed: &str) -> Vec<String> {
        Query::parse(typed).variants.into_iter().map(|v| v.phrase).collect()
    }

    #[test]
    fn codes_are_read_whole_in_part_and_with_an_agency() {
        for (typed, code) in [
            ("1.001193", "1.001193"),
            (" 1.001193.H48 ", "1.001193"),
            ("1.001193.000.00.00.H48", ""),
            ("1 001193", "1.001193"),
            ("2.0008", "2.0008"),
            ("1.0", ""),
            ("12.001193", ""),
            ("khai sinh 1.001193", ""),
        ] {
            assert_eq!(Query::parse(typed).code, code, "{typed}");
        }
    }

    #[test]
    fn tones_case_and_telex_slips_lead_to_the_same_words() {
        for typed in ["Đăng ký khai sinh", "DANG KY KHAI SINH", "ddawng kys khai sinhh"] {
            assert_eq!(phrases(typed), ["dang ky khai sinh"], "{typed}");
        }
    }

    #[test]
    fn abbreviations_and_everyday_speech_get_the_words_of_the_catalogue() {
        assert_eq!(phrases("GPXD"), ["gpxd", "giay phep xay dung"]);
        assert!(phrases("đổi bằng lái xe").contains(&"doi giay phep lai xe".to_owned()));
        assert!(phrases("thế chấp sổ đỏ").len() > 3);
        assert!(phrases("xe may ".repeat(30).as_str()).len() <= MOST_VARIANTS);
    }

    #[test]
    fn fillers_do_not_count_unless_there_is_nothing_else() {
        let words = |typed: &str| -> Vec<String> {
            Query::parse(typed)
                .variants
                .first()
                .map_or_else(Vec::new, |v| v.words.iter().map(|w| w.text.clone()).collect())
        };
        assert_eq!(words("tôi muốn làm khai sinh"), ["khai", "sinh"]);
        assert_eq!(words("làm gì"), ["lam", "gi"]);
        assert!(Query::parse("  – ").is_empty());
    }

    #[test]
    fn every_saying_is_written_as_it_is_compared() {
        for saying in SAYINGS {
            assert_eq!(fold(saying.said), saying.said);
            assert!(!saying.meant.is_empty(), "{}", saying.said);
            for meant in saying.meant {
                assert_eq!(&fold(meant), meant);
            }
        }
    }
}
