//! Why the law says no. Each refusal has a stable key, translated for people; the domain's only error.

use chrono::NaiveDate;

use super::status::{Action, Status};

/// A rule that was not met. The variant says which; its fields say with what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The table has no row for this action from this status.
    #[error("{action} is not possible from {status}")]
    NotFromHere {
        /// Where the dossier is.
        status: Status,
        /// What was asked.
        action: Action,
    },
    /// The actor is none of those whom the table names.
    #[error("this actor may not do that")]
    NotPermitted,
    /// The working calendar has no published data for a year that the computation touches.
    #[error("the working calendar of {year} is not published")]
    CalendarYearMissing {
        /// The missing year.
        year: i32,
    },
    /// The calendar has no working time at all within a year of the starting moment.
    #[error("no working time after {after}")]
    CalendarExhausted {
        /// Where the search began.
        after: NaiveDate,
    },
    /// The calendar's own data contradict each other: two sessions overlap, a session closes before it opens, …
    #[error("the working calendar is malformed: {what}")]
    CalendarMalformed {
        /// What is wrong, for administrators.
        what: &'static str,
    },
    /// A mark does not fit the state of the dossier's clock (a pause while paused, anything after the end, …).
    #[error("the clock of the dossier cannot be {mark} now")]
    ClockOrder {
        /// Key of the mark that does not fit.
        mark: &'static str,
    },
    /// A mark lies before the one it follows.
    #[error("the clock of the dossier cannot go backwards")]
    ClockBackwards,
    /// The appointment was moved once already. Source: NĐ 61/2018 Art.19(9).
    #[error("the appointment was moved as often as the rules allow")]
    AlreadyExtended,
    /// A letter of apology goes out at the latest one working day before the due date; later it has to say that it is late.
    #[error("it is too late for an ordinary letter of apology")]
    ApologyLate,
    /// An extension in a unit that does not fit the limit: working time for working time, days for days.
    #[error("the extension is not counted in a unit of the time limit")]
    ExtensionUnit,
    /// The procedure (or its case) gives no time limit for this channel.
    #[error("the procedure has no time limit for this channel")]
    NoTimeLimit,
    /// No fee rule is valid on that day for a fee that the case asks for.
    #[error("no amount is set for the fee {fee} on {on}")]
    FeeNotSet {
        /// Key of the fee.
        fee: String,
        /// The day of filing.
        on: NaiveDate,
    },
    /// So many units cost more than any amount.
    #[error("the amount of {fee} is too large")]
    AmountTooLarge {
        /// Its name.
        fee: String,
    },
    /// The fee has not been paid.
    #[error("the fee is not paid")]
    FeeUnpaid,
    /// The group for which a fee is waived is claimed and not proved.
    #[error("that a fee is waived is not proved")]
    ExemptionUnproved,
    /// The fees of the case are waived for no such group, or none is claimed.
    #[error("there is no claim of that kind to check")]
    NothingToProve,
    /// A required document is missing.
    #[error("{count} required documents are missing")]
    DocumentsMissing {
        /// How many.
        count: usize,
    },
    /// A reason must be given.
    #[error("a reason is required")]
    ReasonMissing,
    /// Nothing was listed in a supplement request.
    #[error("a supplement request names at least one document or fact")]
    NothingRequested,
    /// A second supplement request in one stage needs a leader.
    #[error("a further supplement request needs the leader's approval")]
    SupplementRoundUsed,
    /// A supplement without anything new in it.
    #[error("nothing was added")]
    NothingSupplied,
    /// There is no step after this one; complete instead.
    #[error("this is the last step")]
    LastStep,
    /// The current step is not of the kind this action closes.
    #[error("the current step asks for another action")]
    WrongStep,
    /// The result has no number and date yet.
    #[error("the result is not issued yet")]
    ResultNotIssued,
    /// The result was already issued.
    #[error("the result is already issued")]
    ResultAlreadyIssued,
    /// The procedure has no route that could be followed.
    #[error("the procedure has no route")]
    NoRoute,
    /// The procedure is not open for submission in this channel.
    #[error("the procedure does not take dossiers in this channel")]
    ChannelClosed,
    /// The amount paid is not the amount due.
    #[error("the amount differs from the amount due")]
    AmountDiffers,
    /// The consulted agency is the one that already holds the dossier, or is asked already.
    #[error("that agency cannot be consulted now")]
    ConsultationNotPossible,
    /// The agency named is not one that can settle or receive this dossier.
    #[error("that agency is not competent")]
    AgencyNotCompetent,
    /// There is nothing to pay.
    #[error("nothing is outstanding")]
    NothingToPay,
    /// The procedure has no such fee that is collected here, or it is not counted that way.
    #[error("no fee {fee} of the procedure can be asked for that way")]
    FeeNotOfProcedure {
        /// Key of the fee.
        fee: String,
    },
    /// None, or more than anybody means.
    #[error("a quantity is from 1 to {most}")]
    QuantityOutOfRange {
        /// The most.
        most: u32,
    },
    /// So many more units cost nothing more: the fee is taken once, its most is reached, or the person is exempt.
    #[error("{fee} costs nothing more by its rule")]
    NothingMore {
        /// Its name.
        fee: String,
    },
    /// What an authority asks for needs the amount, and the number, the date and the issuer of its paper.
    #[error("the notice is not named completely")]
    NoticeIncomplete,
    /// Money came and is being compared with the dossier: paying again would be twice.
    #[error("money that came is being matched")]
    BeingMatched,
    /// The procedure has no such case.
    #[error("the procedure has no such case")]
    CaseUnknown,
    /// A date lies in the past where it may not.
    #[error("the date lies in the past")]
    DateInPast,
    /// A date lies in the future where it may not.
    #[error("the date lies in the future")]
    DateInFuture,
    /// The result would be older than the dossier.
    #[error("the date is before the dossier was filed")]
    DateBeforeFiling,
}

impl Refusal {
    /// Stable key for the translation `refusal-…`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotFromHere { .. } => "not-from-here",
            Self::NotPermitted => "not-permitted",
            Self::CalendarYearMissing { .. } => "calendar-year-missing",
            Self::CalendarExhausted { .. } => "calendar-exhausted",
            Self::CalendarMalformed { .. } => "calendar-malformed",
            Self::ClockOrder { .. } => "clock-order",
            Self::ClockBackwards => "clock-backwards",
            Self::AlreadyExtended => "already-extended",
            Self::ApologyLate => "apology-late",
            Self::ExtensionUnit => "extension-unit",
            Self::NoTimeLimit => "no-time-limit",
            Self::FeeNotSet { .. } => "fee-not-set",
            Self::AmountTooLarge { .. } => "amount-too-large",
            Self::FeeUnpaid => "fee-unpaid",
            Self::ExemptionUnproved => "exemption-unproved",
            Self::NothingToProve => "nothing-to-prove",
            Self::DocumentsMissing { .. } => "documents-missing",
            Self::ReasonMissing => "reason-missing",
            Self::NothingRequested => "nothing-requested",
            Self::SupplementRoundUsed => "supplement-round-used",
            Self::NothingSupplied => "nothing-supplied",
            Self::LastStep => "last-step",
            Self::WrongStep => "wrong-step",
            Self::ResultNotIssued => "result-not-issued",
            Self::ResultAlreadyIssued => "result-already-issued",
            Self::NoRoute => "no-route",
            Self::ChannelClosed => "channel-closed",
            Self::AmountDiffers => "amount-differs",
            Self::ConsultationNotPossible => "consultation-not-possible",
            Self::AgencyNotCompetent => "agency-not-competent",
            Self::NothingToPay => "nothing-to-pay",
            Self::FeeNotOfProcedure { .. } => "fee-not-of-procedure",
            Self::QuantityOutOfRange { .. } => "quantity-out-of-range",
            Self::NothingMore { .. } => "nothing-more",
            Self::NoticeIncomplete => "notice-incomplete",
            Self::BeingMatched => "being-matched",
            Self::CaseUnknown => "case-unknown",
            Self::DateInPast => "date-in-past",
            Self::DateInFuture => "date-in-future",
            Self::DateBeforeFiling => "date-before-filing",
        }
    }
}
