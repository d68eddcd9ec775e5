//! Tells the owner of a dossier what happened to it.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, notify},
    domain::effect::Effect,
    store::job::Job as Claim,
};

/// Tells the owner of a dossier what happened to it.
#[derive(Clone, Copy, Debug)]
pub struct NotifyOwner;

impl Job for NotifyOwner {
    fn kind(&self) -> &'static str {
        Effect::NotifyOwner.key()
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(notify::owner(app, claim).await) })
    }
}
