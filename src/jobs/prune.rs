//! Removes ended sessions, old failed attempts, uploads without an end and jobs long done.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, upkeep},
    store::job::Job as Claim,
};

/// Removes ended sessions, old failed attempts, uploads without an end and jobs long done.
#[derive(Clone, Copy, Debug)]
pub struct Prune;

impl Job for Prune {
    fn kind(&self) -> &'static str {
        "prune"
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(upkeep::prune(app, claim).await) })
    }
}
