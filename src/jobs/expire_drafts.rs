//! Throws away drafts that nobody touched for 30 days.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, upkeep},
    store::job::Job as Claim,
};

/// Throws away drafts that nobody touched for 30 days.
#[derive(Clone, Copy, Debug)]
pub struct ExpireDrafts;

impl Job for ExpireDrafts {
    fn kind(&self) -> &'static str {
        "expire-drafts"
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(upkeep::expire_drafts(app, claim).await) })
    }
}
