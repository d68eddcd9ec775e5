//! What belongs to a dossier as pages show it, one line a thing: history, documents, requests, opinions, money.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::{
    command::{ItemKind, SupplementItem},
    event::Event,
    procedure::Answers,
    refund::RefundState,
};

/// One line of history.
#[derive(Clone, Debug, Deserialize)]
pub struct HistoryLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// Account of whoever did it.
    pub actor_id: Uuid,
    /// For which agency.
    pub agency: Option<String>,
    /// Key of the action.
    pub action: String,
    /// Status before.
    pub from: String,
    /// Status after.
    pub to: String,
    /// What happened.
    pub event: Event,
}

/// One document.
#[derive(Clone, Debug, Deserialize)]
pub struct DocumentLine {
    /// Identifier.
    pub id: Uuid,
    /// Key of the required document; `result` for the result.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Name on the sender's device.
    pub file_name: Option<String>,
    /// Media type; none for paper.
    pub media_type: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    /// Originals on paper.
    pub originals: i32,
    /// Copies on paper.
    pub copies: i32,
    /// 0 with the submission, n with the n-th supplement.
    pub round: i32,
    /// Not handed in yet.
    pub staged: bool,
    /// Who brought it in.
    pub uploaded_by: Uuid,
    /// When.
    pub uploaded_at: DateTime<Utc>,
}

/// One request for supplement.
#[derive(Clone, Debug, Deserialize)]
pub struct SupplementLine {
    /// Which.
    pub round: i32,
    /// `intake` or `appraisal`.
    pub stage: String,
    /// What was asked for.
    pub items: Vec<SupplementItem>,
    /// Guidance.
    pub note: String,
    /// Last day.
    pub until: NaiveDate,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// What the owner typed so far for the answers that it names.
    pub typed: Answers,
}

impl SupplementLine {
    /// The documents that it names.
    #[must_use]
    pub fn papers(&self) -> Vec<&SupplementItem> {
        self.items.iter().filter(|item| item.kind == ItemKind::Document).collect()
    }
}

/// One consultation.
#[derive(Clone, Debug, Deserialize)]
pub struct ConsultationLine {
    /// Identifier.
    pub id: Uuid,
    /// Whom.
    pub agency: String,
    /// What.
    pub question: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when.
    pub due_at: DateTime<Utc>,
    /// The opinion.
    pub answer: Option<String>,
    /// Whether it agrees.
    pub agrees: Option<bool>,
    /// When it answered (or the dossier moved on without it: then there is no answer).
    pub answered_at: Option<DateTime<Utc>>,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RefundLine {
    /// Identifier.
    pub id: Uuid,
    /// Key of its cause.
    pub cause: String,
    /// Whole đồng.
    pub amount: i64,
    /// Of this, what counted as paid, whole đồng.
    pub of_booked: i64,
    /// Key of how far it has come.
    pub state: String,
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// Why it was not agreed to.
    pub reason: Option<String>,
    /// When it was paid out.
    pub paid_at: Option<DateTime<Utc>>,
    /// How it was paid out.
    pub method: Option<String>,
    /// Number of the transfer or paper.
    pub reference: Option<String>,
    /// Key of the way on which it goes, when somebody said where.
    pub way: Option<String>,
    /// Number of the bank.
    pub bank: Option<String>,
    /// The last signs of the account.
    pub ending: Option<String>,
    /// Who takes the cash, or the holder of the account.
    pub payee: Option<String>,
    /// The turn of the word about where it goes; 0 where nobody said so.
    pub turn: u32,
}

impl RefundLine {
    /// Whether it waits for a decision or for the money.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(RefundState::parse(&self.state), Some(RefundState::Requested | RefundState::Approved))
    }
}

/// One payment.
#[derive(Clone, Debug, Deserialize)]
pub struct PaymentLine {
    /// Whole đồng.
    pub amount: i64,
    /// `cash` or `transfer`.
    pub method: String,
    /// Reference.
    pub reference: Option<String>,
    /// Who took or confirmed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}
