//! Amounts of fees and charges by channel, day and quantity, and the province's discount on online filing. Adding them up for
//! a dossier is `quote`'s. Everything that a resolution may change is data here, with the days it holds and its legal basis.
//! Source: Law 97/2015/QH13 on fees and charges, NĐ 362/2025, each fee's own circular or resolution.

use std::cmp::Reverse;

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

impl FeeRule {
    /// Whether the rule holds for a dossier filed by `channel` on `day`.
    #[must_use]
    pub fn holds(&self, channel: Channel, day: NaiveDate) -> bool {
        (self.channels.is_empty() || self.channels.contains(&channel))
            && self.valid_from <= day
            && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Whether the rule was made for filing away from the counter: it names channels, and the counter is none of them.
    #[must_use]
    pub fn is_for_remote_filing(&self) -> bool {
        !self.channels.is_empty() && !self.channels.contains(&Channel::Direct)
    }
}

/// The rule that holds for `channel` on `day`: the one that names the fewest channels (naming none is naming all); among equals
/// the youngest, among those the last in the list.
#[must_use]
pub fn rule_for(rules: &[FeeRule], channel: Channel, day: NaiveDate) -> Option<&FeeRule> {
    let breadth = |rule: &FeeRule| {
        if rule.channels.is_empty() { usize::MAX } else { rule.channels.len() }
    };
    rules.iter().filter(|rule| rule.holds(channel, day)).max_by_key(|rule| (Reverse(breadth(rule)), rule.valid_from))
}

impl Amount {
    /// What `quantity` units cost. `Flat` ignores the quantity; units beyond the last closed tier cost nothing more.
    #[must_use]
    pub fn price(&self, quantity: u32) -> Vnd {
        match self {
            Self::Flat(amount) => *amount,
            Self::Each(amount) => amount.times(quantity),
            Self::Tiers { tiers, cap } => {
                let mut from = 0;
                let mut sum = Vnd::ZERO;
                for tier in tiers {
                    let to = tier.upto.unwrap_or(quantity).min(quantity).max(from);
                    sum = sum.plus(tier.each.times(to - from));
                    from = to;
                }
                cap.map_or(sum, |cap| sum.min(cap))
            }
        }
    }
}

/// A discount that the province gives on dossiers of one channel. Source: NQ 11/2022/NQ-HĐND of Quảng Ngãi (50 % online).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountPolicy {
    /// Stable key.
    pub key: String,
    /// Percent off, 0–100.
    pub percent: u8,
    /// The channel it rewards.
    pub channel: Channel,
    /// First day of filing.
    pub valid_from: NaiveDate,
    /// Last day of filing; open when absent.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Act and article.
    pub legal_basis: String,
}

impl DiscountPolicy {
    /// Whether it holds for a dossier filed by `channel` on `day`.
    #[must_use]
    pub fn holds(&self, channel: Channel, day: NaiveDate) -> bool {
        self.channel == channel
            && self.valid_from <= day
            && self.valid_to.is_none_or(|last| day <= last)
            && self.percent > 0
    }
}
