//! Has signed and issued again what waited for a certificate or for numbers.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, receipt_wake},
    store::job::Job as Claim,
};

/// Has signed and issued again what waited for a certificate or for numbers.
#[derive(Clone, Copy, Debug)]
pub struct WakeReceipts;

impl Job for WakeReceipts {
    fn kind(&self) -> &'static str {
        "wake-receipts"
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(receipt_wake::wake(app, claim).await) })
    }
}
