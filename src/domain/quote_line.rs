//! One line of what a dossier costs: what was counted, by which rule, and why less is asked. It explains itself for ever, whatever
//! becomes of the procedure and of the preferences.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    fee::Amount,
    money::Vnd,
    preference::{Cut, Preference},
    procedure::{ExemptGroup, FeeKind},
};

/// Why a line costs less than its full amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reduction {
    /// So many percent less.
    Percent {
        /// 1–100.
        percent: u8,
        /// Act and article.
        legal_basis: String,
        /// Key of the preference; empty in quotes from before there were schedules.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        preference: String,
    },
    /// A lower price of each unit.
    Price {
        /// Of each unit.
        price: Vnd,
        /// Act and article.
        legal_basis: String,
        /// Key of the preference.
        preference: String,
    },
    /// So much less.
    Off {
        /// How much.
        amount: Vnd,
        /// Act and article.
        legal_basis: String,
        /// Key of the preference.
        preference: String,
    },
    /// Nothing to pay, for the person.
    Exempt {
        /// The group.
        group: ExemptGroup,
        /// Act and article.
        legal_basis: String,
    },
    /// Several that may be combined, in the order in which they were taken.
    Several {
        /// Each of the others.
        of: Vec<Reduction>,
    },
}

impl Reduction {
    /// That which `preference` grants.
    pub(super) fn by(preference: &Preference) -> Self {
        let (legal_basis, key) = (preference.legal_basis.clone(), preference.key.clone());
        match preference.cut {
            Cut::Percent(percent) => {
                Self::Percent { percent: percent.min(100), legal_basis, preference: key }
            }
            Cut::Price(price) => Self::Price { price, legal_basis, preference: key },
            Cut::Off(amount) => Self::Off { amount, legal_basis, preference: key },
        }
    }

    /// Acts and articles it rests on.
    #[must_use]
    pub fn legal_basis(&self) -> String {
        match self {
            Self::Percent { legal_basis, .. }
            | Self::Price { legal_basis, .. }
            | Self::Off { legal_basis, .. }
            | Self::Exempt { legal_basis, .. } => legal_basis.clone(),
            Self::Several { of } => of.iter().map(Self::legal_basis).collect::<Vec<_>>().join("; "),
        }
    }
}

/// One fee or charge of the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// Key of the fee in the procedure.
    pub fee: String,
    /// Its name on the receipt.
    pub name: String,
    /// Charge or fee.
    pub kind: FeeKind,
    /// Units counted.
    pub quantity: u32,
    /// How often the amount of so many units was taken.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub copies: u32,
    /// Before the reduction.
    pub full: Vnd,
    /// Why less is asked, if less is asked.
    #[serde(default)]
    pub reduction: Option<Reduction>,
    /// To pay. Never above `full`.
    pub amount: Vnd,
    /// Act that sets the full amount.
    pub legal_basis: String,
    /// The rule that sets the full amount: `fee/n`, the n-th rule of the fee in the version of the procedure that the dossier
    /// keeps. Empty in older quotes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// How that rule finds the amount, and when it holds; absent in older quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tariff: Option<Tariff>,
}

impl QuoteLine {
    /// Acts and articles of the full amount and of what is taken off it.
    #[must_use]
    pub fn all_bases(&self) -> String {
        let less = self.reduction.as_ref().map(Reduction::legal_basis);
        let all = [self.legal_basis.clone()].into_iter().chain(less).filter(|basis| !basis.is_empty());
        all.collect::<Vec<_>>().join("; ")
    }
}

/// A rule of a fee as it stood on the day of filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    /// How the amount is found.
    pub amount: Amount,
    /// First day it holds.
    pub valid_from: NaiveDate,
    /// Last day; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

const fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_once(copies: &u32) -> bool {
    *copies == 1
}
