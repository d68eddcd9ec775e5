//! What a person may expect before anything is decided: for the pages on which a dossier is still being filled in or waits to
//! be taken in. A promise is made only when the dossier is accepted.

use chrono::{DateTime, Utc};

use super::{
    calendar::WorkCalendar,
    clock_rules::Convention,
    deadline,
    ledger::{Ledger, Mark, MarkKind},
    limit::Promise,
    refusal::Refusal,
};

/// When the result would be due if the dossier were accepted at `accepted`; `None` without a limit.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`], [`Refusal::NoTimeLimit`].
pub fn due_if_accepted(
    accepted: DateTime<Utc>,
    promise: Promise,
    convention: Convention,
    calendar: &WorkCalendar,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    let mut ledger = Ledger::new();
    ledger.push(Mark { at: accepted, kind: MarkKind::started(promise, convention, None), by: None })?;
    deadline::due(&ledger, calendar)
}
