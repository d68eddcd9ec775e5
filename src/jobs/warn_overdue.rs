//! Warns those who have a dossier that its appointment has passed.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, notify},
    store::job::Job as Claim,
};

/// Warns those who have a dossier that its appointment has passed.
#[derive(Clone, Copy, Debug)]
pub struct WarnOverdue;

impl Job for WarnOverdue {
    fn kind(&self) -> &'static str {
        "warn-overdue"
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(notify::overdue(app, claim).await) })
    }
}
