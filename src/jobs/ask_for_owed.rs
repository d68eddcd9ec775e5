//! Opens a request of money for dossiers that owe and have none.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, upkeep},
    store::job::Job as Claim,
};

/// Opens a request of money for dossiers that owe and have none.
#[derive(Clone, Copy, Debug)]
pub struct AskForOwed;

impl Job for AskForOwed {
    fn kind(&self) -> &'static str {
        "ask-for-owed"
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(upkeep::ask_for_what_is_owed(app, claim).await) })
    }
}
