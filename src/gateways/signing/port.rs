//! What signing is for the portal, and a fake that can be told to fail.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use crate::gateways::error::{Error, Kind};

/// Whoever can sign papers.
pub trait Signing: Send + Sync {
    /// The paper with a signature in it. The bytes of the paper stay as they are, the signature stands behind them. Takes some
    /// milliseconds of processor time: call it on a blocking thread.
    /// # Errors
    /// [`Error`] when the paper is no PDF or the certificate does not hold at the moment said.
    fn sign_pdf(&self, pdf: Vec<u8>, said: &Said) -> Result<Vec<u8>, Error>;
    /// Who signs.
    fn subject(&self) -> &Subject;
}

/// What the signature says besides who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at: DateTime<Utc>,
    /// Why, in the Vietnamese of the paper.
    pub reason: String,
    /// Where.
    pub place: String,
}

/// Who signs, as the certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Common name.
    pub name: String,
    /// Serial number in hexadecimal, to tell certificates of one name apart.
    pub serial: String,
    /// From when the certificate holds.
    pub from: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Whether the portal made the certificate itself: then the paper says that it proves nothing.
    pub is_demonstration: bool,
}

impl Subject {
    /// So long before its end a certificate is to be replaced.
    pub const SOON: TimeDelta = TimeDelta::days(30);

    /// Whether the certificate holds at `at`.
    #[must_use]
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at <= self.until
    }

    /// Whether it holds at `at`, but not much longer.
    #[must_use]
    pub fn ends_soon(&self, at: DateTime<Utc>) -> bool {
        self.holds(at) && !self.holds(at + Self::SOON)
    }
}

/// Puts nothing into the paper; for tests that are about something else.
#[derive(Debug)]
pub struct Fake {
    subject: Subject,
    is_broken: AtomicBool,
}

impl Fake {
    /// Signs as `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let subject = Subject {
            name: name.to_owned(),
            serial: "00".to_owned(),
            from: DateTime::UNIX_EPOCH,
            until: DateTime::UNIX_EPOCH + TimeDelta::days(365 * 200),
            is_demonstration: true,
        };
        Self { subject, is_broken: AtomicBool::new(false) }
    }

    /// The same with a certificate that somebody vouches for.
    #[must_use]
    pub fn vouched_for(mut self) -> Self {
        self.subject.is_demonstration = false;
        self
    }

    /// The same with a certificate that holds until then.
    #[must_use]
    pub const fn until(mut self, until: DateTime<Utc>) -> Self {
        self.subject.until = until;
        self
    }

    /// From now on it fails, or works again.
    pub fn break_down(&self, broken: bool) {
        self.is_broken.store(broken, Ordering::SeqCst);
    }
}

impl Signing for Fake {
    fn sign_pdf(&self, pdf: Vec<u8>, _: &Said) -> Result<Vec<u8>, Error> {
        if self.is_broken.load(Ordering::SeqCst) { Err(failed(Kind::Retry)("told to fail")) } else { Ok(pdf) }
    }
    fn subject(&self) -> &Subject {
        &self.subject
    }
}

/// An error of signing.
pub(super) fn failed<E>(kind: Kind) -> impl FnOnce(E) -> Error
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    move |source| Error { system: "signing", kind, source: source.into() }
}
