//! Words without tone marks.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// `text` in lower-case ASCII words, one space between them: no tone marks, no punctuation. Text that is not NFC folds to the
/// same words; the store's `vn_words` gives the same for Vietnamese text.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' | 'Đ' | 'ð' | 'Ð' => 'd',
            c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
            _ => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tone_marks_case_and_punctuation_go() {
        assert_eq!(fold("  ĐĂNG KÝ  khai-sinh! "), "dang ky khai sinh");
        assert_eq!(fold("Nguye\u{302}\u{303}n"), "nguyen");
        assert_eq!(fold("Hộ kinh doanh (HKD)"), "ho kinh doanh hkd");
        assert_eq!(fold("…"), "");
    }
}
