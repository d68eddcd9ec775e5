//! The sandbox as one value that is cheap to clone: its settings, its memory, and what it still has to send.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use tokio::task::JoinSet;

use super::{
    book::{Book, Counts, Moved},
    faults::{Faults, Mix},
};
use crate::gateways::error::{Error, Kind};

/// Tells the time.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How the sandbox is set up.
#[derive(Clone)]
pub struct Settings {
    /// Under which address payers reach it, without a slash at the end.
    pub own_url: String,
    /// The portal's address, without a slash at the end.
    pub portal_url: String,
    /// The province's number.
    pub partner: String,
    /// What the codes of the platform are made with.
    pub secret: SecretString,
    /// What the bank signs with.
    pub bank_secret: SecretString,
    /// How long after a failure money comes that comes after all.
    pub late: Duration,
    /// How long its silence lasts.
    pub silence: Duration,
    /// Tells the time.
    pub now: Now,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { own_url, portal_url, .. } = self;
        f.debug_struct("Settings")
            .field("own_url", own_url)
            .field("portal_url", portal_url)
            .finish_non_exhaustive()
    }
}

/// The sandbox. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Sandbox(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    book: Mutex<Book>,
    client: reqwest::Client,
    posts: Mutex<JoinSet<()>>,
    under_way: AtomicUsize,
}

impl Sandbox {
    /// A sandbox without memories.
    /// # Errors
    /// [`Error`] when no client of HTTP can be built.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        // One may be installed already: then that one is used.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .tls_certs_only([])
            .no_proxy()
            .build()
            .map_err(|e| Error { system: "sandbox", kind: Kind::Fail, source: Box::new(e) })?;
        Ok(Self(Arc::new(Inner {
            settings,
            book: Mutex::default(),
            client,
            posts: Mutex::default(),
            under_way: AtomicUsize::new(0),
        })))
    }

    /// How it is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0.settings.now)()
    }

    /// Its memory. Never held while something is waited for.
    pub fn book(&self) -> MutexGuard<'_, Book> {
        self.0.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it sends with.
    pub(super) fn client(&self) -> &reqwest::Client {
        &self.0.client
    }

    /// The payment that begins next (after those told before) goes wrong like this.
    pub fn next(&self, faults: Faults) {
        self.book().script.tell(faults);
    }

    /// From now on things go wrong by chance; or no longer.
    pub fn mix(&self, mix: Option<Mix>) {
        self.book().script.mix(mix);
    }

    /// How many messages there were.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.book().counts
    }

    /// All the money that moved.
    #[must_use]
    pub fn moved(&self) -> Vec<Moved> {
        self.book().moved()
    }

    /// Does something that goes on after the answer: sending messages.
    pub(super) fn later(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.under_way.fetch_add(1, Ordering::SeqCst);
        let me = self.clone();
        let mut posts = self.0.posts.lock().unwrap_or_else(PoisonError::into_inner);
        while posts.try_join_next().is_some() {}
        posts.spawn(async move {
            let done = Done(me);
            work.await;
            drop(done);
        });
    }

    /// Waits until nothing is left to send.
    pub async fn settled(&self) {
        while self.0.under_way.load(Ordering::SeqCst) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Counts what was under way, even when it panicked.
struct Done(Sandbox);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}
