//! What must follow from an event. Exhaustive on purpose: a new event asks its author what follows.

use super::{
    event::{Event, Term},
    status::keyed,
};

keyed! {
    /// A job that follows from an event; `jobs` has one file for each.
    Effect {
        /// Tell the owner, in the portal.
        NotifyOwner = "notify-owner",
        /// Tell those who can take the dossier on now.
        NotifyWorkers = "notify-workers",
        /// Issue the receipts of what was paid, and take off what went back.
        IssueReceipts = "issue-receipts",
    }
}

/// What follows from `event`.
#[must_use = "an effect that nobody puts in the outbox never happens"]
pub const fn of(event: &Event) -> &'static [Effect] {
    match event {
        Event::Submitted { .. } | Event::Supplemented { .. } => &[Effect::NotifyOwner, Effect::NotifyWorkers],
        Event::Accepted { .. }
        | Event::Rejected { .. }
        | Event::SupplementRequested { .. }
        | Event::PaymentRequested { .. }
        | Event::PaymentRecalled { .. }
        | Event::Completed { .. }
        | Event::Returned { .. }
        | Event::Stopped { .. }
        | Event::Rescheduled { .. }
        | Event::DueMoved { .. }
        | Event::TermMoved { term: Term::Answer, .. }
        | Event::ExemptionChecked { .. }
        | Event::Corrected { .. } => &[Effect::NotifyOwner],
        Event::Reassigned { due: Some(_), .. } | Event::Reassigned { answer: Some(_), .. } => {
            &[Effect::NotifyOwner, Effect::NotifyWorkers]
        }
        Event::Paid { .. } | Event::Refunded(_) => &[Effect::NotifyOwner, Effect::IssueReceipts],
        Event::SentBack { .. }
        | Event::Consulted { .. }
        | Event::OpinionGiven { .. }
        | Event::Reassigned { .. }
        | Event::TermMoved { term: Term::Opinion, .. }
        | Event::Withdrawn { .. } => &[Effect::NotifyWorkers],
        Event::TermMoved { term: Term::Step, .. }
        | Event::Forwarded { .. }
        | Event::Approved { .. }
        | Event::Issued { .. } => &[],
    }
}
