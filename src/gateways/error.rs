//! What can go wrong with another system.

/// Whether trying again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It may work later.
    Retry,
    /// It will not work like this.
    Fail,
}

/// A failure of another system.
#[derive(Debug, thiserror::Error)]
#[error("{system} failed")]
pub struct Error {
    /// Which system.
    pub system: &'static str,
    /// Whether trying again can help.
    pub kind: Kind,
    /// What it said.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
