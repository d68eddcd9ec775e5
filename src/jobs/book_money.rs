//! Books what is held for a dossier, once it is enough for what is owed.

use super::job::{Job, Try, Verdict};
use crate::{
    app::{booking::BOOK, context::App, pay},
    store::job::Job as Claim,
};

/// Books what is held for a dossier.
#[derive(Clone, Copy, Debug)]
pub struct BookMoney;

impl Job for BookMoney {
    fn kind(&self) -> &'static str {
        BOOK
    }

    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a> {
        Box::pin(async move { Verdict::from(pay::book(app, claim).await) })
    }
}
