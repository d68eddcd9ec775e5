//! What somebody asks to be done to a dossier: an action with what it needs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    further::Further,
    ids::{AccountId, AgencyCode, ConsultationId, DocumentId},
    money::Vnd,
    procedure::{Answers, ExemptGroup},
    refund::Cause,
    status::{Action, ReturnMethod, keyed},
};

keyed! {
    /// How money was taken.
    PayMethod {
        /// Tiền mặt.
        Cash = "cash",
        /// Chuyển khoản: the bank or the cashier says so.
        Transfer = "transfer",
        /// Through the payment platform: the platform says so.
        Platform = "platform",
    }
}

keyed! {
    /// What a request for supplement names.
    ItemKind {
        /// A document.
        Document = "document",
        /// An answer of the e-form.
        Answer = "answer",
    }
}

/// What was stored before answers could be named is a document.
impl Default for ItemKind {
    fn default() -> Self {
        Self::Document
    }
}

/// One thing that is missing or wrong, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementItem {
    /// What it is.
    #[serde(default)]
    pub kind: ItemKind,
    /// Key of the required document, or of the field of the form; `other` when it is neither.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// What is wrong and what a good one looks like.
    pub reason: String,
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenBack {
    /// How much.
    pub amount: Vnd,
    /// Of that, how much had been booked as paid.
    #[serde(default)]
    pub of_booked: Vnd,
    /// Why.
    pub cause: Cause,
    /// How.
    pub method: PayMethod,
    /// Number of the transfer, or of the paper signed for cash.
    pub reference: String,
}

/// An action and what it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Hand the draft in.
    Submit,
    /// Take it in: the clock starts.
    Accept,
    /// Refuse it.
    Reject {
        /// Why.
        reason: String,
    },
    /// Ask once for everything that is missing.
    RequestSupplement {
        /// Each document or fact.
        items: Vec<SupplementItem>,
        /// Further guidance.
        note: String,
        /// Last day to supply it.
        until: NaiveDate,
    },
    /// Supply what was asked for (the documents are staged already).
    Supplement {
        /// New answers to the fields that the request names; empty when it names none.
        answers: Answers,
    },
    /// Ask for money: what is outstanding, and a further amount.
    RequestPayment {
        /// The further amount and the rule it comes from; absent when only what is outstanding is asked for.
        further: Option<Further>,
        /// What it is for.
        reason: String,
    },
    /// Take the open request for money back, with the further amount that it asked for.
    RecallPayment {
        /// Why.
        reason: String,
    },
    /// Book what is outstanding as paid.
    Pay {
        /// How much is taken now: what is outstanding, less what came before and is held.
        amount: Vnd,
        /// How.
        method: PayMethod,
        /// Number on the bank statement or the receipt block.
        reference: Option<String>,
    },
    /// On to the next step.
    Forward {
        /// Proposal or remark.
        note: String,
        /// Who shall take the next step; anybody with its role when absent.
        to: Option<AccountId>,
    },
    /// Back to the step before.
    SendBack {
        /// Why.
        reason: String,
    },
    /// Ask another agency.
    Consult {
        /// Identifier of the new consultation.
        id: ConsultationId,
        /// Whom.
        agency: AgencyCode,
        /// What.
        question: String,
        /// In how many working days.
        days: u32,
    },
    /// Answer as the consulted agency.
    GiveOpinion {
        /// For which agency.
        agency: AgencyCode,
        /// The opinion.
        answer: String,
        /// Whether it agrees.
        agrees: bool,
    },
    /// Approve and pass on.
    Approve {
        /// Remark.
        note: String,
    },
    /// Give the result its number and date.
    Issue {
        /// Number on the result.
        number: String,
        /// Date on the result.
        date: NaiveDate,
        /// Who signed.
        signer: String,
        /// The electronic result, uploaded before.
        document: Option<DocumentId>,
    },
    /// Done: the result goes to the one-stop.
    Complete,
    /// Hand the result over.
    Return {
        /// To whom.
        to: String,
        /// How.
        method: ReturnMethod,
    },
    /// Take it back.
    Withdraw {
        /// Why; may be empty.
        reason: String,
    },
    /// End it without a result.
    Stop {
        /// Why.
        reason: String,
    },
    /// To another person or another agency.
    Reassign {
        /// New settling agency.
        agency: Option<AgencyCode>,
        /// New holder of the step.
        to: Option<AccountId>,
        /// Why.
        reason: String,
    },
    /// Move the appointment, with an apology.
    Reschedule {
        /// How much more time: in the unit in which the limit is extended (working days, calendar days, hours).
        more: u32,
        /// What the letter says.
        reason: String,
        /// The letter comes late: less than a working day before the due date, or after it.
        late: bool,
    },
    /// Note that money went back.
    Refund(GivenBack),
    /// Say to which group that a fee is waived for the person was found to belong.
    CheckExemption {
        /// The group; none when to none.
        found: Option<ExemptGroup>,
        /// Why, where it is not what was claimed.
        reason: String,
    },
    /// Reopen a finished dossier: the agency made a mistake.
    Correct {
        /// What was wrong.
        reason: String,
    },
}

impl Command {
    /// A supplement of documents alone.
    #[must_use]
    pub const fn supplement() -> Self {
        Self::Supplement { answers: Answers::new() }
    }

    /// The action of the table.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Submit => Action::Submit,
            Self::Accept => Action::Accept,
            Self::Reject { .. } => Action::Reject,
            Self::RequestSupplement { .. } => Action::RequestSupplement,
            Self::Supplement { .. } => Action::Supplement,
            Self::RequestPayment { .. } => Action::RequestPayment,
            Self::RecallPayment { .. } => Action::RecallPayment,
            Self::Pay { .. } => Action::Pay,
            Self::Forward { .. } => Action::Forward,
            Self::SendBack { .. } => Action::SendBack,
            Self::Consult { .. } => Action::Consult,
            Self::GiveOpinion { .. } => Action::GiveOpinion,
            Self::Approve { .. } => Action::Approve,
            Self::Issue { .. } => Action::Issue,
            Self::Complete => Action::Complete,
            Self::Return { .. } => Action::Return,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::Stop { .. } => Action::Stop,
            Self::Reassign { .. } => Action::Reassign,
            Self::Reschedule { .. } => Action::Reschedule,
            Self::Refund(_) => Action::Refund,
            Self::CheckExemption { .. } => Action::CheckExemption,
            Self::Correct { .. } => Action::Correct,
        }
    }
}
