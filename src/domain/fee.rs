//! Amounts of fees and charges by channel, day and quantity. What is taken off them is `preference`'s, adding them up for a
//! dossier is `quote`'s. Everything that a resolution may change is data here, with the days it holds and its legal basis.
//! Source: Law 97/2015/QH13 on fees and charges, NĐ 362/2025, each fee's own circular or resolution.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    money::{NotAnAmount, Vnd},
    status::Channel,
};

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

    /// What its claim over other rules rests on; equal only for rules that say the same.
    fn claim(&self) -> impl Ord + '_ {
        let last = self.valid_to.unwrap_or(NaiveDate::MAX);
        let mut channels = self.channels.clone();
        channels.sort_unstable();
        let dearest = (self.amount.price(1).unwrap_or_default(), &self.amount);
        (Reverse(self.breadth()), self.valid_from, Reverse(last), dearest, channels, &self.legal_basis)
    }

    /// How many channels it names; naming none is naming all.
    fn breadth(&self) -> usize {
        if self.channels.is_empty() { usize::MAX } else { self.channels.len() }
    }

    /// Whether the rule was made for filing away from the counter: it names channels, and the counter is none of them.
    #[must_use]
    pub fn is_for_remote_filing(&self) -> bool {
        !self.channels.is_empty() && !self.channels.contains(&Channel::Direct)
    }
}

/// The rule that holds for `channel` on `day` and its place in the list: the one that names the fewest channels (naming none is
/// naming all); among equals the youngest, then the one that ends first, then the dearest. The order of the list decides nothing,
/// and two that only it could tell apart are not published ([`ties`]).
#[must_use]
pub fn rule_for(rules: &[FeeRule], channel: Channel, day: NaiveDate) -> Option<(usize, &FeeRule)> {
    rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.holds(channel, day))
        .max_by(|(_, one), (_, other)| one.claim().cmp(&other.claim()))
}

/// Two rules that hold for the same channel on the same day with equal claim, so that only the order of the list decides.
#[must_use]
pub fn ties(rules: &[FeeRule]) -> Vec<(usize, usize)> {
    let shares_channel = |a: &FeeRule, b: &FeeRule| {
        a.channels.is_empty() || a.channels.iter().any(|channel| b.channels.contains(channel))
    };
    let tied = |a: &FeeRule, b: &FeeRule| {
        a.breadth() == b.breadth() && a.valid_from == b.valid_from && shares_channel(a, b)
    };
    rules
        .iter()
        .enumerate()
        .flat_map(|(i, a)| {
            let later = rules.iter().enumerate().skip(i + 1);
            later.filter(move |(_, b)| tied(a, b)).map(move |(j, _)| (i, j))
        })
        .collect()
}

impl Amount {
    /// What `quantity` units cost. `Flat` ignores the quantity; units beyond the last closed tier cost nothing more.
    /// # Errors
    /// [`NotAnAmount`] when that is beyond every amount.
    pub fn price(&self, quantity: u32) -> Result<Vnd, NotAnAmount> {
        Ok(match self {
            Self::Flat(amount) => *amount,
            Self::Each(amount) => amount.times(quantity)?,
            Self::Tiers { tiers, cap } => {
                let mut from = 0;
                let mut sum = Vnd::ZERO;
                for tier in tiers {
                    let to = tier.upto.unwrap_or(quantity).min(quantity).max(from);
                    sum = sum.plus(tier.each.times(to - from)?)?;
                    from = to;
                }
                cap.map_or(sum, |cap| sum.min(cap))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::sample::day;

    fn any_rule() -> impl Strategy<Value = FeeRule> {
        let channels = prop::sample::subsequence(Channel::ALL.to_vec(), 0..=Channel::ALL.len());
        let amount = prop_oneof![
            (0_i64..3).prop_map(|dong| Amount::Flat(Vnd::new(dong).unwrap())),
            (0_i64..3).prop_map(|dong| Amount::Each(Vnd::new(dong).unwrap())),
        ];
        (channels, amount, 1_u32..4, prop::option::of(4_u32..6), 0_u8..2).prop_map(
            |(channels, amount, from, to, act)| FeeRule {
                channels,
                amount,
                valid_from: day(&format!("2026-01-0{from}")),
                valid_to: to.map(|to| day(&format!("2026-01-0{to}"))),
                legal_basis: format!("TT {act}"),
            },
        )
    }

    proptest! {
        #[test]
        fn the_order_of_the_rules_is_irrelevant(
            rules in prop::collection::vec(any_rule(), 1..7),
            turn in 0_usize..7,
            on in 1_u32..7,
        ) {
            let on = day(&format!("2026-01-0{on}"));
            let mut other = rules.clone();
            other.rotate_left(turn.min(rules.len()));
            let mut reversed = other.clone();
            reversed.reverse();
            for channel in Channel::ALL {
                let first = rule_for(&rules, *channel, on).map(|(_, rule)| rule);
                prop_assert_eq!(rule_for(&other, *channel, on).map(|(_, rule)| rule), first);
                prop_assert_eq!(rule_for(&reversed, *channel, on).map(|(_, rule)| rule), first);
            }
        }
    }
}
