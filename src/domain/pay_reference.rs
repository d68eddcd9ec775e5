//! The reference by which a payment is recognised on a bank statement: `HS`, nine letters and digits and a check character, without
//! punctuation, because banks drop it. A new one for each request of money, never the dossier's code.
//! Source of the check character: ISO 7064 MOD 37,36.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Nothing that can be taken for something else when read aloud or typed: no 0, 1, I, L, O, U.
pub(crate) const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const BASE: usize = 9;
const PREFIX: &str = "HS";
/// Letters and digits of a whole reference.
const LENGTH: usize = 12;

/// A payment's reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayReference(String);

/// The text is not a reference, or its check character is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a payment reference")]
pub struct NotAReference;

impl PayReference {
    /// A reference from nine random numbers.
    #[must_use]
    pub fn new(random: [u8; BASE]) -> Self {
        let letter = |n: u8| {
            let at = usize::from(n) % ALPHABET.len();
            ALPHABET.get(at).copied().map_or('2', char::from)
        };
        let base: String = PREFIX.chars().chain(random.into_iter().map(letter)).collect();
        let check = check(&base).unwrap_or('0');
        Self(format!("{base}{check}"))
    }

    /// A reference as typed: spaces, dashes, dots and lower case do not matter.
    /// # Errors
    /// [`NotAReference`].
    pub fn parse(text: &str) -> Result<Self, NotAReference> {
        let plain = compact(text);
        if plain.len() == LENGTH && is_whole(&plain) { Ok(Self(plain)) } else { Err(NotAReference) }
    }

    /// Every reference that a memo of a statement may hold, wherever the bank broke it: `thanh toan HS7K2-MP4.. GD 1234`.
    #[must_use]
    pub fn all_in(memo: &str) -> Vec<Self> {
        let plain = compact(memo);
        let starts = plain.match_indices(PREFIX).map(|(at, _)| at);
        let mut found: Vec<Self> = Vec::new();
        for window in starts.filter_map(|at| plain.get(at..at + LENGTH)).filter(|window| is_whole(window)) {
            let one = Self(window.to_owned());
            if !found.contains(&one) {
                found.push(one);
            }
        }
        found
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn is_whole(text: &str) -> bool {
    let Some((base, last)) = text.split_at_checked(LENGTH - 1) else { return false };
    let in_alphabet = |b: u8| ALPHABET.contains(&b);
    base.strip_prefix(PREFIX).is_some_and(|base| base.bytes().all(in_alphabet))
        && check(base).is_some_and(|check| last.chars().eq([check]))
}

/// The check character: hybrid system of ISO 7064 over 36 characters. It finds every single wrong character, and nearly every swap
/// of two neighbours.
fn check(base: &str) -> Option<char> {
    let mut sum = 36_u32;
    for letter in base.chars() {
        sum += letter.to_digit(36)?;
        sum = if sum.is_multiple_of(36) { 36 } else { sum % 36 };
        sum = (sum * 2) % 37;
    }
    char::from_digit((37 - sum) % 36, 36).map(|c| c.to_ascii_uppercase())
}

impl fmt::Display for PayReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PayReference {
    type Error = NotAReference;
    fn try_from(text: String) -> Result<Self, NotAReference> {
        Self::parse(&text)
    }
}

impl From<PayReference> for String {
    fn from(reference: PayReference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_standards_own_example_has_its_check_character() {
        assert_eq!(check("A12425GABC1234002"), Some('M'));
    }

    #[test]
    fn a_memo_gives_its_references_however_the_bank_broke_it() {
        let one = PayReference::new([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let two = PayReference::new([9, 9, 9, 9, 9, 9, 9, 9, 9]);
        let text = one.as_str();
        let (a, b) = text.split_at(5);
        for memo in [
            format!("NGUYEN THI LAN chuyen tien {text}"),
            format!("MBVCB.123.{a}.{b}.CT tu 0011"),
            format!("thanh toan {}-{} ", a.to_lowercase(), b.to_lowercase()),
            format!("HS {text}"),
        ] {
            assert_eq!(PayReference::all_in(&memo), std::slice::from_ref(&one), "{memo}");
        }
        assert_eq!(PayReference::all_in(&format!("{one} {two} {one}")), [one, two]);
        assert_eq!(PayReference::all_in("THANH TOAN HO SO HS"), []);
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_noticed(random in prop::array::uniform9(any::<u8>()), at in 2_usize..12, other in 0_usize..36) {
            let right = PayReference::new(random);
            prop_assert_eq!(PayReference::parse(&right.as_str().to_lowercase()).unwrap(), right.clone());
            let mut letters: Vec<char> = right.as_str().chars().collect();
            let new = std::char::from_digit(u32::try_from(other).unwrap(), 36).unwrap().to_ascii_uppercase();
            if letters[at] != new {
                letters[at] = new;
                prop_assert!(PayReference::parse(&letters.iter().collect::<String>()).is_err());
            }
        }

        #[test]
        fn no_memo_makes_it_fall_over(memo in ".{0,80}") {
            for one in PayReference::all_in(&memo) {
                prop_assert_eq!(PayReference::parse(one.as_str()).unwrap(), one);
            }
        }
    }
}
