//! Tells the owners of many dossiers which of their dates a newly published calendar moved.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, notify},
    store::job::Job as Claim,
};

/// Tells the owners of many dossiers which of their dates a newly published calendar moved.
#[derive(Clone, Copy, Debug)]
pub struct NotifyMoved;

impl Job for NotifyMoved {
    fn kind(&self) -> &'static str {
        notify::MOVED
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(notify::moved(app, claim).await) })
    }
}
