//! Moves the dates of the dossiers under way to a calendar that was published.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, recount},
    store::job::Job as Claim,
};

/// Moves the dates of the dossiers under way to a calendar that was published.
#[derive(Clone, Copy, Debug)]
pub struct RecountDossiers;

impl Job for RecountDossiers {
    fn kind(&self) -> &'static str {
        recount::JOB
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(recount::run(app, claim).await) })
    }
}
