//! How a person wants to see the pages: colours, size of letters, contrast, how much of a list at once. Kept on the account,
//! and in a cookie for whoever is not signed in; written on `<html>` when the page is made, so that no page changes its
//! colours before the reader's eyes.

use axum::http::{HeaderMap, HeaderValue};
use serde_json::Value;

use super::cookies;

/// A closed list of choices with their keys; the first is what holds when nothing was chosen.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident, $first:ident = $first_key:literal $(, $other:ident = $key:literal)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum $name {
            #[default]
            $first,
            $($other),+
        }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[Self::$first $(, Self::$other)+];

            /// As it is stored, sent and written on `<html>`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    Self::$first => $first_key,
                    $(Self::$other => $key),+
                }
            }

            /// The choice with this key.
            #[must_use]
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.key() == key)
            }
        }
    };
}

choices!(
    /// Colours.
    Theme, Auto = "auto", Light = "light", Dark = "dark"
);
choices!(
    /// Size of letters.
    Letters, Normal = "normal", Large = "large", Larger = "larger"
);
choices!(
    /// Contrast.
    Contrast, Auto = "auto", More = "more"
);
choices!(
    /// How close the rows of lists stand.
    Density, Comfortable = "comfortable", Compact = "compact"
);

impl Density {
    /// What a switch leads to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Comfortable => Self::Compact,
            Self::Compact => Self::Comfortable,
        }
    }
}

/// What was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// Colours.
    pub theme: Theme,
    /// Size of letters.
    pub letters: Letters,
    /// Contrast.
    pub contrast: Contrast,
    /// Rows of lists.
    pub density: Density,
}

const COOKIE: &str = "display";

impl Display {
    /// From what was sent or stored under `key`; what cannot be read keeps its present value.
    #[must_use]
    pub fn with<'a>(self, value: impl Fn(&str) -> Option<&'a str>) -> Self {
        Self {
            theme: value("theme").and_then(Theme::parse).unwrap_or(self.theme),
            letters: value("letters").and_then(Letters::parse).unwrap_or(self.letters),
            contrast: value("contrast").and_then(Contrast::parse).unwrap_or(self.contrast),
            density: value("density").and_then(Density::parse).unwrap_or(self.density),
        }
    }

    /// What the browser keeps.
    #[must_use]
    pub fn of_cookie(headers: &HeaderMap) -> Self {
        let text = cookies::read(headers, COOKIE).unwrap_or_default();
        let parts: Vec<&str> = text.split('.').collect();
        Self::default().with(|key| {
            let at = Self::default().pairs().iter().position(|(name, _)| *name == key)?;
            parts.get(at).copied()
        })
    }

    /// What the account keeps, over what the browser keeps.
    #[must_use]
    pub fn of_account(self, preferences: &Value) -> Self {
        self.with(|key| preferences.get(key).and_then(Value::as_str))
    }

    /// Names and values, as the account keeps them.
    #[must_use]
    pub const fn pairs(self) -> [(&'static str, &'static str); 4] {
        [
            ("theme", self.theme.key()),
            ("letters", self.letters.key()),
            ("contrast", self.contrast.key()),
            ("density", self.density.key()),
        ]
    }

    /// What a form offers: name, what is chosen, all keys; the density only to those who work here.
    #[must_use]
    pub fn offered(self, is_staff: bool) -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
        let mut all = vec![
            ("letters", self.letters.key(), Letters::ALL.iter().map(|c| c.key()).collect()),
            ("theme", self.theme.key(), Theme::ALL.iter().map(|c| c.key()).collect()),
            ("contrast", self.contrast.key(), Contrast::ALL.iter().map(|c| c.key()).collect()),
        ];
        if is_staff {
            all.push(("density", self.density.key(), Density::ALL.iter().map(|c| c.key()).collect()));
        }
        all
    }

    /// Has the browser keep it for years.
    #[must_use]
    pub fn cookie(self) -> HeaderValue {
        cookies::keep(COOKIE, &self.pairs().map(|(_, value)| value).join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn a_choice_survives_the_way_through_the_browser_and_the_account_has_the_last_word() {
        let chosen = Display {
            theme: Theme::Dark,
            letters: Letters::Larger,
            contrast: Contrast::More,
            density: Density::Compact,
        };
        let mut headers = HeaderMap::new();
        let cookie = chosen.cookie();
        headers.insert(header::COOKIE, cookie.to_str().unwrap().split(';').next().unwrap().parse().unwrap());
        assert_eq!(Display::of_cookie(&headers), chosen);
        let account = serde_json::json!({ "theme": "light", "letters": "huge", "shortcuts": "off" });
        assert_eq!(chosen.of_account(&account), Display { theme: Theme::Light, ..chosen });
    }

    #[test]
    fn a_broken_cookie_chooses_nothing() {
        for text in ["", "x", "dark", "dark.huge.\"><script>.y"] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, format!("display={text}").parse().unwrap());
            let found = Display::of_cookie(&headers);
            assert_eq!(found.letters, Letters::Normal, "{text}");
            assert_eq!(found.density, Density::Comfortable, "{text}");
        }
    }
}
