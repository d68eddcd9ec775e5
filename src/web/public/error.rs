//! The page for what does not work: 403, 404, 409, 413, 422, 429, 500, 503.

use askama::Template;

use crate::{
    i18n::Message,
    web::{error::Trouble, filters},
};

/// One thing that somebody else did in the meantime.
#[derive(Clone, Debug)]
pub struct Change {
    /// Key of the action's name.
    pub action: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "public/error.html")]
pub struct ErrorPage {
    /// Key of the heading.
    pub title: String,
    /// Key of what to do.
    pub advice: String,
    /// Why a rule says no.
    pub refusal: Option<Message>,
    /// What happened in the meantime.
    pub changes: Vec<Change>,
    /// What to quote.
    pub incident: Option<String>,
    /// Largest document, in MB.
    pub most: Option<u64>,
    /// Back to where it was tried.
    pub back: String,
    /// Whether to offer signing in.
    pub sign_in: bool,
    /// Whether coming back would lead to nothing else: then home comes first.
    pub goes_home: bool,
}

/// The statuses that have words of their own; others share those of 404 or 500.
#[must_use]
pub const fn known(status: u16) -> u16 {
    match status {
        401 => 403,
        403 | 404 | 409 | 413 | 422 | 429 | 503 => status,
        400 | 415 => 422,
        500.. => 500,
        _ => 404,
    }
}

impl ErrorPage {
    /// The page for `trouble`, met at `path`.
    #[must_use]
    pub fn new(trouble: &Trouble, path: &str) -> Self {
        let status = known(trouble.status.as_u16());
        let changes = trouble.stale.as_ref().map_or_else(Vec::new, |stale| {
            stale
                .since
                .iter()
                .map(|(action, by, at)| Change {
                    action: format!("action-{action}"),
                    by: by.clone(),
                    at: *at,
                })
                .collect()
        });
        Self {
            title: if trouble.refusal.is_some() {
                "error-refused-title".into()
            } else {
                format!("error-{status}-title")
            },
            advice: format!("error-{status}-text"),
            refusal: trouble.refusal.as_ref().map(Message::refusal),
            changes,
            incident: trouble.incident.clone(),
            most: trouble.most.map(|bytes| bytes / (1024 * 1024)),
            back: page_of(path).to_owned(),
            sign_in: trouble.status == axum::http::StatusCode::UNAUTHORIZED,
            goes_home: matches!(status, 403 | 404),
        }
    }
}

/// The page from which a form was sent: the path without its last part where that is a verb of ours.
fn page_of(path: &str) -> &str {
    path.split('?').next().unwrap_or("/")
}
