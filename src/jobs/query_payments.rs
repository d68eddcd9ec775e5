//! Asks the payment platform about tries of which nothing was heard.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{context::App, platform_query},
    store::job::Job as Claim,
};

/// Asks the payment platform about tries of which nothing was heard.
#[derive(Clone, Copy, Debug)]
pub struct QueryPayments;

impl Job for QueryPayments {
    fn kind(&self) -> &'static str {
        "query-payments"
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(platform_query::ask_due(app, claim).await) })
    }
}
