//! What a person is told when something does not work. The response carries what happened; `server` puts the page round
//! it, in the person's language and frame.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    app::{self, error::Stale},
    domain::refusal::Refusal,
    store,
};

/// The result of a handler.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 404.
    #[error("not found")]
    NotFound,
    /// 303: what is looked for lies elsewhere now.
    #[error("moved to {0}")]
    Moved(String),
    /// 403.
    #[error("forbidden")]
    Forbidden,
    /// Not signed in.
    #[error("sign in first")]
    SignIn,
    /// 409: somebody else was faster.
    #[error("the dossier has changed")]
    Stale(Box<Stale>),
    /// 409: a rule says no.
    #[error("refused: {}", .0.key())]
    Refused(Refusal),
    /// 409: what is edited was changed by somebody else.
    #[error("what is edited has changed")]
    Changed,
    /// 413.
    #[error("too large")]
    TooLarge {
        /// Most bytes.
        most: u64,
    },
    /// 422: not a form of ours.
    #[error("the form could not be read")]
    Unreadable,
    /// 422: one field of a program's request could not be read.
    #[error("the field {0} could not be read")]
    Field(&'static str),
    /// 429.
    #[error("too many requests")]
    TooMany {
        /// Seconds.
        retry_after: u64,
    },
    /// 503.
    #[error("not available")]
    Unavailable(#[source] store::error::Error),
    /// 500.
    #[error("internal: {0}")]
    Internal(String),
}

/// What the error page says; rides on the response until the page is made.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// Status.
    pub status: StatusCode,
    /// What changed, for 409.
    pub stale: Option<Stale>,
    /// Which rule, for 409.
    pub refusal: Option<Refusal>,
    /// What to quote when calling for help, for 500.
    pub incident: Option<String>,
    /// Most bytes, for 413.
    pub most: Option<u64>,
    /// Which field of a program's request, for 422.
    pub field: Option<&'static str>,
}

impl Trouble {
    /// Nothing more to say than the status.
    #[must_use]
    pub const fn plain(status: StatusCode) -> Self {
        Self { status, stale: None, refusal: None, incident: None, most: None, field: None }
    }
}

impl From<app::error::Error> for Error {
    fn from(error: app::error::Error) -> Self {
        use app::error::Error as E;
        match error {
            E::NotFound => Self::NotFound,
            E::Refused(Refusal::NotPermitted) | E::Forbidden => Self::Forbidden,
            E::Refused(refusal) => Self::Refused(refusal),
            E::Stale(stale) => Self::Stale(stale),
            E::Changed | E::Receipt(_) | E::Incomplete(_) => Self::Changed,
            E::Fields(_) => Self::Unreadable,
            E::TooMany { retry_after } => Self::TooMany { retry_after },
            E::Store(error) => error.into(),
            E::Gateway(error) => Self::Internal(chain(&error)),
            E::NotSetUp(text) | E::Internal(text) => Self::Internal(text),
        }
    }
}

impl From<store::error::Error> for Error {
    fn from(error: store::error::Error) -> Self {
        match error {
            store::error::Error::Unavailable(_) => Self::Unavailable(error),
            store::error::Error::Corrupt { .. }
            | store::error::Error::Taken { .. }
            | store::error::Error::Sql(_) => Self::Internal(chain(&error)),
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut retry = None;
        let trouble = match self {
            Self::Moved(path) => return Redirect::to(&path).into_response(),
            Self::NotFound => Trouble::plain(StatusCode::NOT_FOUND),
            Self::Forbidden => Trouble::plain(StatusCode::FORBIDDEN),
            Self::SignIn => Trouble::plain(StatusCode::UNAUTHORIZED),
            Self::Stale(stale) => Trouble { stale: Some(*stale), ..Trouble::plain(StatusCode::CONFLICT) },
            Self::Refused(refusal) => {
                Trouble { refusal: Some(refusal), ..Trouble::plain(StatusCode::CONFLICT) }
            }
            Self::Changed => Trouble::plain(StatusCode::CONFLICT),
            Self::TooLarge { most } => {
                Trouble { most: Some(most), ..Trouble::plain(StatusCode::PAYLOAD_TOO_LARGE) }
            }
            Self::Unreadable => Trouble::plain(StatusCode::UNPROCESSABLE_ENTITY),
            Self::Field(field) => {
                Trouble { field: Some(field), ..Trouble::plain(StatusCode::UNPROCESSABLE_ENTITY) }
            }
            Self::TooMany { retry_after } => {
                retry = Some(retry_after);
                Trouble::plain(StatusCode::TOO_MANY_REQUESTS)
            }
            Self::Unavailable(error) => {
                retry = Some(5);
                tracing::error!(error = %chain(&error), "the database is not available");
                Trouble::plain(StatusCode::SERVICE_UNAVAILABLE)
            }
            Self::Internal(text) => {
                let incident = app::secrets::token().chars().take(8).collect::<String>();
                tracing::error!(%incident, error = %text, "internal error");
                Trouble { incident: Some(incident), ..Trouble::plain(StatusCode::INTERNAL_SERVER_ERROR) }
            }
        };
        let mut response = trouble.status.into_response();
        if let Some(seconds) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(trouble);
        response
    }
}
