//! The two languages of the portal and how a URL shows them.

use serde::{Deserialize, Serialize};

/// The language in which a page or a message is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Vietnamese, at `/…`.
    #[default]
    Vi,
    /// English, at `/en/…`.
    En,
}

impl Locale {
    /// Both, the first being the one that always has every word.
    pub const ALL: &'static [Self] = &[Self::Vi, Self::En];

    /// BCP 47 code, for `lang` attributes, folders and stored preferences.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The locale with this code, in any case, region ignored (`en-GB` is English).
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let language = code.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.iter().copied().find(|l| l.code().eq_ignore_ascii_case(language))
    }

    /// What a path in this language begins with: nothing, or `/en`.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Vi => "",
            Self::En => "/en",
        }
    }

    /// The other language, to which the switch in the header leads.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// Takes the language off a path: `/en/thu-tuc` is English `/thu-tuc`, `/en` is English `/`, the rest is Vietnamese.
    #[must_use]
    pub fn split(path: &str) -> (Self, &str) {
        match path.strip_prefix("/en") {
            Some("") => (Self::En, "/"),
            Some(rest) if rest.starts_with('/') => (Self::En, rest),
            Some(_) | None => (Self::Vi, path),
        }
    }

    /// Puts the language on a path that starts with `/` and has no language yet.
    #[must_use]
    pub fn path(self, path: &str) -> String {
        match self {
            Self::Vi => path.to_owned(),
            Self::En if path == "/" => "/en".to_owned(),
            Self::En => format!("/en{path}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_page_when_the_language_changes() {
        for path in ["/", "/thu-tuc", "/thu-tuc?q=khai+sinh"] {
            for locale in Locale::ALL {
                assert_eq!(Locale::split(&locale.path(path)), (*locale, path));
            }
        }
        assert_eq!(Locale::split("/english"), (Locale::Vi, "/english"));
    }

    #[test]
    fn codes_are_read_with_a_region() {
        assert_eq!(Locale::parse("en-GB"), Some(Locale::En));
        assert_eq!(Locale::parse(" VI "), Some(Locale::Vi));
        assert_eq!(Locale::parse("fr"), None);
    }
}
