//! Why a use case did not do what was asked.

use crate::{
    domain::{
        ids::Version,
        party::FieldError,
        publish::Gap,
        receipt_chain::NotAllowed,
        refusal::Refusal,
        status::{Action, Status},
    },
    gateways, store,
};

/// A use case failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not for this person to see.
    #[error("not found")]
    NotFound,
    /// A rule of the law or of the province says no.
    #[error("refused: {}", .0.key())]
    Refused(Refusal),
    /// Somebody else changed the dossier since the page was made.
    #[error("the dossier has changed since")]
    Stale(Box<Stale>),
    /// Somebody else changed what is edited here since the page was made.
    #[error("what is edited has changed since")]
    Changed,
    /// A procedure has gaps that keep it from being published.
    #[error("{} gaps keep it from being published", .0.len())]
    Incomplete(Vec<Gap>),
    /// Something typed was not understood.
    #[error("{} fields need attention", .0.len())]
    Fields(Vec<(&'static str, FieldError)>),
    /// Too many attempts; try again later.
    #[error("too many attempts")]
    TooMany {
        /// After how many seconds.
        retry_after: u64,
    },
    /// The right for it is missing.
    #[error("not permitted")]
    Forbidden,
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] store::error::Error),
    /// Another system failed.
    #[error("another system failed")]
    Gateway(#[source] gateways::error::Error),
    /// A receipt cannot be treated like that.
    #[error("the receipt stays as it is: {0}")]
    Receipt(NotAllowed),
    /// Something that administrators have to set is not set; afterwards the same succeeds.
    #[error("not set up: {0}")]
    NotSetUp(String),
    /// Something inside that should not happen.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// Whether the same may succeed later, without anybody changing anything.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::TooMany { .. } | Self::Stale(_) | Self::NotSetUp(_) => true,
            Self::Store(error) => match error {
                store::error::Error::Unavailable(_) | store::error::Error::Sql(_) => true,
                store::error::Error::Corrupt { .. } | store::error::Error::Taken { .. } => false,
            },
            Self::Gateway(error) => matches!(error.kind, gateways::error::Kind::Retry),
            Self::NotFound
            | Self::Refused(_)
            | Self::Fields(_)
            | Self::Forbidden
            | Self::Changed
            | Self::Receipt(_)
            | Self::Incomplete(_)
            | Self::Internal(_) => false,
        }
    }
}

/// What happened since the page was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Where the dossier is now.
    pub status: Status,
    /// Its version now.
    pub version: Version,
    /// What was done since, oldest first: action, by whom, when.
    pub since: Vec<(Action, String, chrono::DateTime<chrono::Utc>)>,
}

impl From<store::error::Error> for Error {
    fn from(error: store::error::Error) -> Self {
        Self::Store(error)
    }
}

impl From<gateways::error::Error> for Error {
    fn from(error: gateways::error::Error) -> Self {
        Self::Gateway(error)
    }
}

impl From<NotAllowed> for Error {
    fn from(why: NotAllowed) -> Self {
        Self::Receipt(why)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
