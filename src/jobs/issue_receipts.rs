//! Issues the receipts of what was paid on a dossier.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, receipts},
    domain::effect::Effect,
    store::job::Job as Claim,
};

/// Issues the receipts of what was paid on a dossier.
#[derive(Clone, Copy, Debug)]
pub struct IssueReceipts;

impl Job for IssueReceipts {
    fn kind(&self) -> &'static str {
        Effect::IssueReceipts.key()
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(receipts::issue(app, claim).await) })
    }
}
