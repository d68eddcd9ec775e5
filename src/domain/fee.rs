//! Fees: placeholder types, completed by the fee engine.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{money::Vnd, status::Channel};

/// The amount of one fee for some channels and days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeeRule {
    /// Channels it holds for; empty means all.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// How the amount is found.
    pub amount: Amount,
    /// First day (of filing) it holds.
    pub valid_from: NaiveDate,
    /// Last day it holds; open when absent.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Act and article.
    pub legal_basis: String,
}

/// How an amount is found from a quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// The same for every dossier, whatever the quantity.
    Flat(Vnd),
    /// So much for each page, copy or person.
    Each(Vnd),
    /// By tiers of the quantity: up to `upto` units cost `each`; the last tier is open. `cap` limits the line.
    Tiers {
        /// In rising order of `upto`.
        tiers: Vec<Tier>,
        /// The most the line can cost.
        #[serde(default)]
        cap: Option<Vnd>,
    },
}

/// One tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tier {
    /// The last unit of this tier, counted from 1; absent in the last tier.
    #[serde(default)]
    pub upto: Option<u32>,
    /// Price of each unit in it.
    pub each: Vnd,
}
