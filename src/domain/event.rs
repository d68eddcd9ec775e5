//! What happened to a dossier: past participles with their facts. History keeps them as they are, for ever; a shape that
//! was once stored stays readable.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    command::{GivenBack, PayMethod, SupplementItem},
    correction::AnswerChange,
    further::{Asked, ByNotice},
    ids::{AccountId, AgencyCode, ConsultationId, DossierCode},
    money::Vnd,
    moved::Moved,
    party::Representative,
    postal::PostalArrival,
    procedure::ExemptGroup,
    status::{Channel, ReturnMethod, keyed},
};

keyed! {
    /// When a supplement was asked for.
    Stage {
        /// At the one-stop, before acceptance or hand-over.
        Intake = "intake",
        /// At the settling agency.
        Appraisal = "appraisal",
    }
}

keyed! {
    /// A date beside the appointment that a calendar moves.
    Term {
        /// Until when the one-stop answers.
        Answer = "answer",
        /// Until when the present step is to be done.
        Step = "step",
        /// Until when another agency gives its opinion.
        Opinion = "opinion",
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// Handed in.
    Submitted {
        /// Its code.
        code: DossierCode,
        /// How it came.
        channel: Channel,
        /// Until when the one-stop answers.
        respond_by: DateTime<Utc>,
        /// Who filed it for the owner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        representative: Option<Representative>,
        /// How it arrived by post.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<PostalArrival>,
    },
    /// Taken in.
    Accepted {
        /// The appointment; absent where there is no time limit.
        due_at: Option<DateTime<Utc>>,
    },
    /// Refused.
    Rejected {
        /// Why.
        reason: String,
    },
    /// Asked for more.
    SupplementRequested {
        /// Which request of this dossier.
        round: i32,
        /// When in its life.
        stage: Stage,
        /// What.
        items: Vec<SupplementItem>,
        /// Guidance.
        note: String,
        /// Last day.
        until: NaiveDate,
    },
    /// Supplied.
    Supplemented {
        /// Answer to which request.
        round: i32,
        /// How many documents came in.
        documents: usize,
        /// The appointment after it, when the clock runs.
        due_at: Option<DateTime<Utc>>,
        /// Answers that were corrected.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        answers: Vec<AnswerChange>,
    },
    /// Asked for money.
    PaymentRequested {
        /// All that is outstanding now.
        amount: Vnd,
        /// What for.
        reason: String,
        /// The further amount in it, with what it rests on; absent when there is none, and in what was stored before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        further: Option<Asked>,
    },
    /// Asked for money no more.
    PaymentRecalled {
        /// The further amount that is asked for no more; nothing when only the fee was asked for.
        amount: Vnd,
        /// Why.
        reason: String,
    },
    /// Paid.
    Paid {
        /// How much: all that was outstanding.
        amount: Vnd,
        /// How much of it the actor took now; the rest had come before.
        #[serde(default)]
        taken: Vnd,
        /// How.
        method: PayMethod,
        /// Reference.
        reference: Option<String>,
        /// The appointment after it, when the clock runs.
        due_at: Option<DateTime<Utc>>,
        /// How much of it papers of authorities asked for.
        #[serde(default, skip_serializing_if = "ByNotice::is_nothing")]
        by_notice: ByNotice,
    },
    /// Money went back.
    Refunded(GivenBack),
    /// Passed on.
    Forwarded {
        /// Name of the new step.
        step: String,
        /// Where it is done.
        agency: AgencyCode,
        /// Remark.
        note: String,
    },
    /// Sent back.
    SentBack {
        /// Name of the step it went back to; absent = the one-stop.
        step: Option<String>,
        /// Why.
        reason: String,
    },
    /// Another agency was asked.
    Consulted {
        /// The consultation.
        id: ConsultationId,
        /// Whom.
        agency: AgencyCode,
        /// What.
        question: String,
        /// Until when.
        due_at: DateTime<Utc>,
        /// In how many working days; absent in what was stored before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u32>,
    },
    /// It answered.
    OpinionGiven {
        /// Who.
        agency: AgencyCode,
        /// What.
        answer: String,
        /// Whether it agrees.
        agrees: bool,
    },
    /// Approved.
    Approved {
        /// Remark.
        note: String,
    },
    /// The result has its number.
    Issued {
        /// Number.
        number: String,
        /// Date.
        date: NaiveDate,
        /// Who signed.
        signer: String,
    },
    /// Done.
    Completed {
        /// Whether in time: the verdict, said once; absent where there was no time limit.
        on_time: Option<bool>,
        /// What was promised.
        due_at: Option<DateTime<Utc>>,
    },
    /// Handed over.
    Returned {
        /// To whom.
        to: String,
        /// How.
        method: ReturnMethod,
    },
    /// Taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// Ended without a result.
    Stopped {
        /// Why.
        reason: String,
    },
    /// Moved to other hands.
    Reassigned {
        /// New settling agency.
        agency: Option<AgencyCode>,
        /// New holder.
        to: Option<AccountId>,
        /// Why.
        reason: String,
        /// How the appointment moves, where the new agency works by another calendar.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Moved>,
        /// How the time to answer moves with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<Moved>,
    },
    /// The appointment was moved, with an apology. Both dates are kept.
    Rescheduled {
        /// The date that was promised.
        from: Option<DateTime<Utc>>,
        /// The new one.
        to: Option<DateTime<Utc>>,
        /// What the letter says.
        reason: String,
        /// Whether the letter came late.
        late: bool,
    },
    /// A newly published calendar moved the appointment, and the step with it. Both dates are kept.
    DueMoved {
        /// The date before.
        from: DateTime<Utc>,
        /// The date by the new calendar.
        to: DateTime<Utc>,
        /// Why the calendar was published.
        reason: String,
    },
    /// It moved another date while the appointment stayed. Both dates are kept.
    TermMoved {
        /// Which.
        term: Term,
        /// Whose opinion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agency: Option<AgencyCode>,
        /// The date before.
        from: DateTime<Utc>,
        /// The date by the new calendar.
        to: DateTime<Utc>,
        /// Why the calendar was published.
        reason: String,
    },
    /// An officer looked whether the person belongs to a group that a fee is waived for.
    ExemptionChecked {
        /// What was claimed.
        claimed: Option<ExemptGroup>,
        /// What was found.
        found: Option<ExemptGroup>,
        /// Why, where it differs.
        reason: String,
    },
    /// Reopened to mend a mistake of the agency.
    Corrected {
        /// What was wrong.
        reason: String,
    },
}

impl Event {
    /// Stable key, the same as in the stored JSON; `event-…` in the catalogue.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Accepted { .. } => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::SupplementRequested { .. } => "supplement-requested",
            Self::Supplemented { .. } => "supplemented",
            Self::PaymentRequested { .. } => "payment-requested",
            Self::PaymentRecalled { .. } => "payment-recalled",
            Self::Paid { .. } => "paid",
            Self::Refunded(_) => "refunded",
            Self::Forwarded { .. } => "forwarded",
            Self::SentBack { .. } => "sent-back",
            Self::Consulted { .. } => "consulted",
            Self::OpinionGiven { .. } => "opinion-given",
            Self::Approved { .. } => "approved",
            Self::Issued { .. } => "issued",
            Self::Completed { .. } => "completed",
            Self::Returned { .. } => "returned",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Stopped { .. } => "stopped",
            Self::Reassigned { .. } => "reassigned",
            Self::Rescheduled { .. } => "rescheduled",
            Self::DueMoved { .. } => "due-moved",
            Self::TermMoved { .. } => "term-moved",
            Self::ExemptionChecked { .. } => "exemption-checked",
            Self::Corrected { .. } => "corrected",
        }
    }

    /// The reason or remark that goes with it, if any.
    #[must_use]
    pub fn remark(&self) -> Option<&str> {
        let text = match self {
            Self::Rejected { reason }
            | Self::PaymentRequested { reason, .. }
            | Self::PaymentRecalled { reason, .. }
            | Self::SentBack { reason, .. }
            | Self::Withdrawn { reason }
            | Self::Stopped { reason }
            | Self::Reassigned { reason, .. }
            | Self::Rescheduled { reason, .. }
            | Self::DueMoved { reason, .. }
            | Self::TermMoved { reason, .. }
            | Self::ExemptionChecked { reason, .. }
            | Self::Corrected { reason } => reason,
            Self::SupplementRequested { note, .. }
            | Self::Forwarded { note, .. }
            | Self::Approved { note } => note,
            Self::Consulted { question, .. } => question,
            Self::OpinionGiven { answer, .. } => answer,
            Self::Submitted { .. }
            | Self::Accepted { .. }
            | Self::Supplemented { .. }
            | Self::Paid { .. }
            | Self::Refunded(_)
            | Self::Issued { .. }
            | Self::Completed { .. }
            | Self::Returned { .. } => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// Whether the owner sees the remark; what officials write to each other stays inside.
    #[must_use]
    pub const fn remark_is_public(&self) -> bool {
        match self {
            Self::Rejected { .. }
            | Self::SupplementRequested { .. }
            | Self::PaymentRequested { .. }
            | Self::PaymentRecalled { .. }
            | Self::Withdrawn { .. }
            | Self::Stopped { .. }
            | Self::Rescheduled { .. }
            | Self::DueMoved { .. }
            | Self::TermMoved { .. }
            | Self::ExemptionChecked { .. }
            | Self::Corrected { .. } => true,
            Self::Submitted { .. }
            | Self::Accepted { .. }
            | Self::Supplemented { .. }
            | Self::Paid { .. }
            | Self::Refunded(_)
            | Self::Forwarded { .. }
            | Self::SentBack { .. }
            | Self::Consulted { .. }
            | Self::OpinionGiven { .. }
            | Self::Approved { .. }
            | Self::Issued { .. }
            | Self::Completed { .. }
            | Self::Returned { .. }
            | Self::Reassigned { .. } => false,
        }
    }
}
