//! The page that says why something was not done. Which error leads to which status is for `web::error` to say.

use askama::Template;

use super::filters;
use crate::i18n::Message;

/// One page for 403, 404, 409, 413, 422, 429, 500 and 503.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// HTTP status; chooses the words `error-<status>-title` and `-text`.
    pub status: u16,
    /// Better words than the general text, where there are any (a refusal of the law).
    pub reason: Option<Message>,
    /// What the person can read out on the telephone.
    pub incident: Option<String>,
    /// Where to go on, full path.
    pub back: Option<String>,
}

impl ErrorPage {
    /// The general page of a status.
    #[must_use]
    pub const fn new(status: u16) -> Self {
        Self {
            status,
            reason: None,
            incident: None,
            back: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        i18n::Locale,
        web::chrome::{Chrome, render},
    };

    #[test]
    fn every_error_page_has_words_in_both_languages() {
        for locale in Locale::ALL {
            for status in [403, 404, 409, 413, 422, 429, 500, 503] {
                let mut page = ErrorPage::new(status);
                page.incident = Some("7K3Q".to_owned());
                let html = render(&page, &Chrome::new(*locale, "/")).unwrap();
                assert!(!html.contains("error-4") && !html.contains("error-5"), "{status}");
                assert!(html.contains("7K3Q"));
            }
        }
    }

    #[test]
    fn a_refusal_is_said_in_its_own_words() {
        let mut page = ErrorPage::new(422);
        page.reason = Some(Message::new("refusal-last-step"));
        let html = render(&page, &Chrome::new(Locale::Vi, "/")).unwrap();
        assert!(html.contains("Đây là bước cuối"));
    }
}
