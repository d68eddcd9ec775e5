//! Something that was said about money, by whomever, before anybody knows what it is for.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::domain::{command::PayMethod, ids::AccountId, money::Vnd, settlement::Source};

/// Something that was said about money.
#[derive(Clone, Debug)]
pub struct Heard {
    /// By whom.
    pub source: Source,
    /// What makes a repeated message the same event: `platform:NUMBER`, `bank:ACCOUNT:NUMBER`.
    pub key: String,
    /// How the money came.
    pub method: PayMethod,
    /// The account on which it came.
    pub account: Option<String>,
    /// How much.
    pub amount: Vnd,
    /// Whether money came.
    pub success: bool,
    /// What the platform called the outcome.
    pub code: Option<String>,
    /// When the money moved.
    pub at: DateTime<Utc>,
    /// Number of the transaction.
    pub number: Option<String>,
    /// Text of the transfer.
    pub memo: Option<String>,
    /// Who paid, as the bank says.
    pub payer: Option<String>,
    /// From which account, where the bank says so.
    pub payer_account: Option<String>,
    /// For which try of the platform; else the text is searched for a reference.
    pub attempt: Option<Try>,
    /// Who entered it, when a person did.
    pub by: Option<AccountId>,
}

/// A try of the platform, of which something was said.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// Which.
    pub id: Uuid,
    /// The request that it shall pay.
    pub intent: Uuid,
    /// How much the platform was asked for.
    pub asked: Vnd,
}
