//! DOOR FOR TIME: work that follows from events (the outbox) or from the calendar (the schedule), one file for each job.
//! Imports app, store, i18n and domain; never web. A job is done in a use case of `app`, in one transaction with its end.

pub mod ask_for_owed;
pub mod book_money;
pub mod expire_drafts;
pub mod issue_receipts;
pub mod job;
pub mod notify_moved;
pub mod notify_owner;
pub mod notify_workers;
pub mod prune;
pub mod query_payments;
pub mod recount_dossiers;
pub mod schedule;
pub mod sign_receipt;
pub mod wake_receipts;
pub mod warn_overdue;
pub mod worker;

pub use worker::{drain, run};
