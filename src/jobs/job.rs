//! What a job is, and what can become of it.

use std::{error::Error as _, future::Future, pin::Pin};

use crate::{app::context::App, app::error::Error, store::job::Job as Claim};

/// What became of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done, and finished in the same transaction.
    Done,
    /// Not now; it may succeed later.
    Retry {
        /// What went wrong, for administrators.
        why: String,
    },
    /// It will not work like this, however often it is tried.
    Fail {
        /// What went wrong, for administrators.
        why: String,
    },
}

/// A try under way.
pub type Try<'a> = Pin<Box<dyn Future<Output = Verdict> + Send + 'a>>;

/// One kind of work.
pub trait Job: Sync {
    /// Its key in the outbox and in the schedule.
    fn kind(&self) -> &'static str;
    /// Does it once, and finishes `claim` in the transaction of what it did. Doing it twice must do no more than doing it once.
    fn run<'a>(&self, app: &'a App, claim: &'a Claim) -> Try<'a>;
}

impl From<Result<(), Error>> for Verdict {
    fn from(result: Result<(), Error>) -> Self {
        match result {
            Ok(()) => Self::Done,
            Err(error) if error.may_pass() => Self::Retry { why: chain(&error) },
            Err(error) => Self::Fail { why: chain(&error) },
        }
    }
}

/// The message of an error with those of its causes.
fn chain(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        said = format!("{said}: {next}");
        cause = next.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn a_job_that_may_succeed_later_is_tried_again() {
        let away = Error::Store(store::error::Error::Sql(sqlx::Error::WorkerCrashed));
        let verdict = Verdict::from(Err(away));
        assert!(matches!(&verdict, Verdict::Retry { why } if why.contains("the store failed: ")), "{verdict:?}");
        assert!(matches!(Verdict::from(Err(Error::NotFound)), Verdict::Fail { .. }));
        assert_eq!(Verdict::from(Ok(())), Verdict::Done);
    }
}
