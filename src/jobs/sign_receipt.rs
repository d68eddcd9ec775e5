//! Signs the paper of a receipt.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, receipt_paper, receipt_write},
    store::job::Job as Claim,
};

/// Signs the paper of a receipt.
#[derive(Clone, Copy, Debug)]
pub struct SignReceipt;

impl Job for SignReceipt {
    fn kind(&self) -> &'static str {
        receipt_write::SIGN
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(receipt_paper::sign(app, claim).await) })
    }
}
