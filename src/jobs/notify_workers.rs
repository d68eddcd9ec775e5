//! Tells those who can take a dossier on that it waits for them.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, notify},
    domain::effect::Effect,
    store::job::Job as Claim,
};

/// Tells those who can take a dossier on that it waits for them.
#[derive(Clone, Copy, Debug)]
pub struct NotifyWorkers;

impl Job for NotifyWorkers {
    fn kind(&self) -> &'static str {
        Effect::NotifyWorkers.key()
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(notify::workers(app, claim).await) })
    }
}
