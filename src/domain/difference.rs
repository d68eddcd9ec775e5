//! What came to cost something else after filing, and why: corrected answers, another exempt group, a further amount or the end of
//! one. What was stored once stays readable.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    further::{More, Notice},
    money::Vnd,
    quote_line::QuoteLine,
    status::keyed,
};

keyed! {
    /// Why a dossier costs something else than it did on the day of filing.
    DifferenceReason {
        /// An answer that the fee is counted by was corrected.
        Correction = "correction",
        /// An officer found the person to belong to another exempt group, or to none.
        Exemption = "exemption",
        /// The agency asked for a further amount.
        Demand = "demand",
        /// It asks for it no more.
        Recall = "recall",
    }
}

impl Default for DifferenceReason {
    /// What was stored before there was a reason were corrections.
    fn default() -> Self {
        Self::Correction
    }
}

/// Why, by whose words, and on which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Which kind.
    pub reason: DifferenceReason,
    /// In the words of whoever did it, or the names of the answers; may be empty.
    pub note: String,
    /// The day.
    pub on: NaiveDate,
}

/// A fee that came to cost something else after filing, or a further amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Key of the fee; empty for a further amount that is none of the procedure's.
    pub fee: String,
    /// Its name; empty for a further amount that is none of the procedure's.
    pub name: String,
    /// What it was.
    pub before: Vnd,
    /// What it is.
    pub after: Vnd,
    /// The day of the change.
    pub on: NaiveDate,
    /// Why.
    #[serde(default)]
    pub reason: DifferenceReason,
    /// In the words of whoever did it, or the names of the answers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Of a further amount: it was paid or taken back.
    #[serde(default, skip_serializing_if = "is_open")]
    pub settled: bool,
    /// Of a further amount: what it rests on; absent where it was asked for in free words, before amounts had to name that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

impl Difference {
    /// How much more, or less, it came to be.
    #[must_use]
    pub fn amount(&self) -> Vnd {
        self.after.max(self.before).less(self.after.min(self.before))
    }

    /// The paper of an authority that asks for it.
    #[must_use]
    pub const fn notice(&self) -> Option<&Notice> {
        match &self.ground {
            Some(Ground::Notice(notice)) => Some(notice),
            Some(Ground::Fee { .. }) | None => None,
        }
    }

    /// Acts and papers that it rests on, as written; empty where nobody said.
    #[must_use]
    pub fn legal_basis(&self) -> String {
        match &self.ground {
            Some(Ground::Fee { legal_basis, .. }) => legal_basis.clone(),
            Some(Ground::Notice(notice)) => notice.cited(),
            None => String::new(),
        }
    }
}

/// What a further amount rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// More units of a fee of the procedure, at the rates of the day of filing.
    Fee {
        /// How many more.
        more: More,
        /// Acts and articles of the line.
        legal_basis: String,
        /// The line as it was without them, as long as they can be taken back; absent where there was none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Box<QuoteLine>>,
    },
    /// A notice or decision of an authority.
    Notice(Notice),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_open(settled: &bool) -> bool {
    !*settled
}
