//! When a reason says something. One rule for every reason that must be given: of a rejection, of what is to be supplied, of a
//! refund that is declined, of a receipt that is cancelled, of a calendar that is published.

/// The fewest letters and digits of a reason.
const LEAST: usize = 5;
/// So many of them must differ, so that a key held down is no reason.
const DIFFERENT: usize = 4;

/// Whether `text` is a reason that somebody can act on: two words, of at least five letters or digits together, four of them
/// different. "Ảnh mờ" and "Sai tên" are the shortest that officers write; "x", "Thuế" and "a a a a a" say nothing.
#[must_use]
pub fn says_something(text: &str) -> bool {
    let is_said = |c: &char| c.is_alphanumeric();
    let words = text.split_whitespace().filter(|word| word.chars().any(|c| is_said(&c))).count();
    let said: Vec<char> = text.chars().flat_map(char::to_lowercase).filter(is_said).collect();
    let mut different = said.clone();
    different.sort_unstable();
    different.dedup();
    words >= 2 && said.len() >= LEAST && different.len() >= DIFFERENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_that_differ_are_a_reason() {
        for text in ["Ảnh mờ", "Sai tên", "  Thiếu\n chữ ký ", "Nộp trùng 2 lần", "Missing signature"]
        {
            assert!(says_something(text), "{text}");
        }
    }

    #[test]
    fn a_letter_a_word_and_a_key_held_down_are_none() {
        for text in
            ["", "  ", "x", "Thuế", "aaaaaaaaaaaa", "a a a a a a", "... ...", "ok ok", "Mờ .", "Không-được"]
        {
            assert!(!says_something(text), "{text}");
        }
    }
}
