//! What a browser got: status, headers and, for a page, its text.

use scraper::{Html, Selector};

/// An answer of the portal.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// The path that was asked for, with the language.
    pub(crate) path: String,
    pub(crate) location: Option<String>,
    pub(crate) content_type: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
}

/// A CSS selector.
pub(crate) fn css(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

impl Page {
    pub(crate) fn html(&self) -> Html {
        Html::parse_document(&self.text)
    }

    pub(crate) fn is_html(&self) -> bool {
        self.content_type.starts_with("text/html")
    }

    /// What is to be read in the main part, in one line.
    pub(crate) fn words(&self) -> String {
        let html = self.html();
        let main = html.select(&css("main")).next();
        let all = main.map_or_else(String::new, |main| main.text().collect::<Vec<_>>().join(" "));
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What a header says; nothing when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// It must be this status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{} leads to {:?}: {}",
            self.path,
            self.location,
            self.words().chars().take(1500).collect::<String>()
        );
        self
    }

    /// It must say this.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        let all = self.words();
        assert!(all.contains(words), "{} does not say “{words}”: {all}", self.path);
        self
    }

    /// It must not say this.
    #[track_caller]
    pub(crate) fn does_not_say(self, words: &str) -> Self {
        let all = self.words();
        assert!(!all.contains(words), "{} says “{words}”: {all}", self.path);
        self
    }

    /// It must lead on to a path that contains this; gives that path.
    #[track_caller]
    pub(crate) fn leads_to(&self, part: &str) -> String {
        let to = self.location.clone().unwrap_or_else(|| {
            panic!(
                "{} ({}) leads nowhere: {}",
                self.path,
                self.status,
                self.words().chars().take(1500).collect::<String>()
            )
        });
        assert!(to.contains(part), "{} leads to {to}, not to {part}", self.path);
        to
    }
}
