//! Vietnamese syllables without tone marks, and what the Telex keyboard leaves when it is not switched on: `ddawng kys` is
//! `đăng ký`. A word is mended only when it is no syllable as it stands and becomes one.

/// Initial consonants, longest first.
const ONSETS: &[&str] = &[
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n",
    "p", "r", "s", "t", "v", "x", "",
];
/// Vowels of a rime.
const NUCLEI: &[&str] = &[
    "uye", "uyu", "ieu", "yeu", "oai", "oay", "uoi", "uou", "uay", "oeo", "uao", "ai", "ao", "au", "ay", "eo", "eu",
    "ia", "ie", "iu", "oa", "oe", "oi", "oo", "ua", "ue", "ui", "uo", "uu", "uy", "ye", "uya", "a", "e", "i", "o", "u",
    "y",
];
/// Final consonants.
const CODAS: &[&str] = &["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether `word` (ASCII, lower case) can be a Vietnamese syllable without its tone mark.
pub(super) fn is_syllable(word: &str) -> bool {
    ONSETS
        .iter()
        .filter_map(|onset| word.strip_prefix(onset))
        .any(is_rime)
        // gi, gin, giêng: the i belongs to the vowel too
        || word.strip_prefix('g').is_some_and(|rest| rest.starts_with('i') && is_rime(rest))
}

fn is_rime(text: &str) -> bool {
    NUCLEI.iter().filter_map(|nucleus| text.strip_prefix(nucleus)).any(|coda| CODAS.contains(&coda))
}

/// `word` as it was meant: unchanged when it is a syllable or cannot be made one.
pub(super) fn mend(word: &str) -> String {
    if is_syllable(word) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    [without_telex(word), without_repeats(word), without_repeats(&without_telex(word))]
        .into_iter()
        .find(|mended| is_syllable(mended))
        .unwrap_or_else(|| word.to_owned())
}

/// Takes the Telex keys out: a tone key after the vowel, `w`, doubled `d` and vowels.
fn without_telex(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut vowel_seen = false;
    for c in word.chars() {
        let is_vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        let tone_key = vowel_seen && matches!(c, 's' | 'f' | 'r' | 'x' | 'j' | 'z');
        let doubled = match c {
            'd' => out.contains('d'),
            'a' | 'e' | 'o' => vowel_seen && out.ends_with(c) || closes_a_circumflex(&out, c),
            _ => false,
        };
        if c == 'w' && !vowel_seen && !out.ends_with('u') {
            out.push('u');
            vowel_seen = true;
        } else if c != 'w' && !tone_key && !doubled {
            out.push(c);
            vowel_seen |= is_vowel;
        }
    }
    out
}

/// `nguyene`: the second `e`, typed at the end, puts the hat on the first.
fn closes_a_circumflex(so_far: &str, c: char) -> bool {
    so_far.contains(c) && so_far.ends_with(['c', 'h', 'm', 'n', 'g', 'p', 't'])
}

/// `sinhh`: a key that was held too long.
fn without_repeats(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_other_letters() {
        for word in ["nguyen", "khai", "sinh", "gi", "giay", "qua", "quyen", "xe", "ky", "an", "uy", "nghia", "khuya"] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["ddawng", "kys", "sinhh", "gpxd", "hkd", "banr", "nguyeenx", "passport", "x"] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn telex_keys_are_taken_out() {
        for (typed, meant) in [
            ("ddawng", "dang"),
            ("dangwd", "dang"),
            ("kys", "ky"),
            ("chuwngs", "chung"),
            ("thuwcj", "thuc"),
            ("banr", "ban"),
            ("giaays", "giay"),
            ("pheps", "phep"),
            ("nguyeenx", "nguyen"),
            ("nguyenex", "nguyen"),
            ("sinhh", "sinh"),
            ("hooj", "ho"),
            ("trwowngf", "truong"),
        ] {
            assert_eq!(mend(typed), meant, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_mended_stays() {
        for word in ["gpxd", "khai", "cccd", "passport", "kt3", "vneid"] {
            assert_eq!(mend(word), word);
        }
    }
}
