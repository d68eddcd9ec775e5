//! What a dossier costs: one line for each fee of its case, with the reduction that is best for the person and the act it rests
//! on. The day that counts is the day of filing. Preferences are never added up: the best single one applies.
//! Source: Law 97/2015/QH13 Arts 6, 8, 10; NQ 66.22/2026/NQ-CP ("highest preference applies").

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    fee::{DiscountPolicy, FeeRule, rule_for},
    money::Vnd,
    procedure::{Case, ExemptGroup, Fee, FeeKind},
    refusal::Refusal,
    status::Channel,
};

/// What about a dossier decides its fees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeFacts {
    /// How it was filed.
    pub channel: Channel,
    /// Day of filing (local).
    pub on: NaiveDate,
    /// Pages, copies or persons, by key of the form field that asks for them or else by key of the fee.
    #[serde(default)]
    pub quantities: BTreeMap<String, u32>,
    /// The group that exempts the person, where it was proved.
    #[serde(default)]
    pub exempt: Option<ExemptGroup>,
}

/// Why a line costs less than its full amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reduction {
    /// So many percent less, for the channel.
    Percent {
        /// 1–100.
        percent: u8,
        /// Act and article.
        legal_basis: String,
    },
    /// Nothing to pay, for the person.
    Exempt {
        /// The group.
        group: ExemptGroup,
        /// Act and article.
        legal_basis: String,
    },
}

impl Reduction {
    /// Act and article it rests on.
    #[must_use]
    pub fn legal_basis(&self) -> &str {
        match self {
            Self::Percent { legal_basis, .. } | Self::Exempt { legal_basis, .. } => legal_basis,
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
}

const fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_once(copies: &u32) -> bool {
    *copies == 1
}

/// What a dossier costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a quote that nobody shows or stores is a fee nobody pays"]
pub struct Quote {
    /// One line a fee, in the order of the case.
    pub lines: Vec<QuoteLine>,
    /// Sum of the lines' amounts.
    pub total: Vnd,
}

impl Quote {
    /// The sum of one kind: charges and fees go on receipts of their own.
    #[must_use]
    pub fn total_of(&self, kind: FeeKind) -> Vnd {
        self.lines.iter().filter(|line| line.kind == kind).map(|line| line.amount).sum()
    }

    /// What the reductions save.
    #[must_use]
    pub fn saved(&self) -> Vnd {
        let full: Vnd = self.lines.iter().map(|line| line.full).sum();
        Vnd::new(full.dong() - self.total.dong()).unwrap_or_default()
    }
}

/// What the dossier costs: `fees` of its procedure that its `case` names, under `policies` of the province.
///
/// A fee with a `quantity_field` whose quantity is not known yet counts as one unit, and one with a `copies_field` as one copy;
/// the amount of the quantity, its cap included, is taken for each copy. An amount set for remote filing is taken as
/// it stands; the discount applies to the ordinary amount of a fee that the resolution covers; the person pays the least of
/// them. Discounts are taken off the whole line and rounded half up to a đồng.
/// # Errors
/// [`Refusal::FeeNotSet`] when the case names a fee that does not exist or has no rule for the channel and day.
pub fn quote(
    fees: &[Fee],
    case: &Case,
    facts: &FeeFacts,
    policies: &[DiscountPolicy],
) -> Result<Quote, Refusal> {
    let lines = case
        .fees
        .iter()
        .map(|key| {
            let fee = fees.iter().find(|fee| fee.key == *key);
            fee.and_then(|fee| line(fee, facts, policies))
                .ok_or_else(|| Refusal::FeeNotSet { fee: key.clone(), on: facts.on })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let total = lines.iter().map(|line| line.amount).sum();
    Ok(Quote { lines, total })
}

fn line(fee: &Fee, facts: &FeeFacts, policies: &[DiscountPolicy]) -> Option<QuoteLine> {
    let rule = rule_for(&fee.rules, facts.channel, facts.on)?;
    let known = |key: &String| facts.quantities.get(key).copied();
    let quantity = match &fee.quantity_field {
        Some(field) => known(field).or_else(|| known(&fee.key)).unwrap_or(1),
        None => 1,
    };
    let copies = fee.copies_field.as_ref().and_then(known).unwrap_or(1);
    let price = |rule: &FeeRule| rule.amount.price(quantity).times(copies);
    let plain = QuoteLine {
        fee: fee.key.clone(),
        name: fee.name.clone(),
        kind: fee.kind,
        quantity,
        copies,
        full: price(rule),
        reduction: None,
        amount: price(rule),
        legal_basis: rule.legal_basis.clone(),
    };
    let exemption = fee.exemptions.iter().find(|exemption| Some(exemption.group) == facts.exempt);
    if let Some(exemption) = exemption {
        let legal_basis = exemption.legal_basis.clone();
        let reduction = Some(Reduction::Exempt { group: exemption.group, legal_basis });
        return Some(QuoteLine { reduction, amount: Vnd::ZERO, ..plain });
    }
    match discounted(fee, rule, facts, policies) {
        Some((ordinary, policy)) => {
            let full = price(ordinary);
            let amount = full.less_percent(policy.percent);
            if amount >= plain.amount {
                return Some(plain);
            }
            let legal_basis = policy.legal_basis.clone();
            let reduction = Some(Reduction::Percent { percent: policy.percent.min(100), legal_basis });
            Some(QuoteLine { full, reduction, amount, legal_basis: ordinary.legal_basis.clone(), ..plain })
        }
        None => Some(plain),
    }
}

/// The ordinary rule and the best policy that discounts it, if the fee is covered.
fn discounted<'a>(
    fee: &'a Fee,
    rule: &'a FeeRule,
    facts: &FeeFacts,
    policies: &'a [DiscountPolicy],
) -> Option<(&'a FeeRule, &'a DiscountPolicy)> {
    let ordinary =
        if rule.is_for_remote_filing() { rule_for(&fee.rules, Channel::Direct, facts.on)? } else { rule };
    policies
        .iter()
        .filter(|policy| fee.online_discount && policy.holds(facts.channel, facts.on))
        .max_by_key(|policy| (policy.percent, policy.valid_from))
        .map(|policy| (ordinary, policy))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        calendar::sample::day,
        fee::{Amount, Tier},
        procedure::Exemption,
    };

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn rule(channels: &[Channel], amount: Amount, from: &str) -> FeeRule {
        FeeRule {
            channels: channels.to_vec(),
            amount,
            valid_from: day(from),
            valid_to: None,
            legal_basis: format!("from {from}"),
        }
    }

    fn fee(rules: Vec<FeeRule>) -> Fee {
        Fee {
            key: "fee".to_owned(),
            name: "Lệ phí".to_owned(),
            kind: FeeKind::Fee,
            rules,
            quantity_field: Some("pages".to_owned()),
            copies_field: None,
            online_discount: true,
            exemptions: vec![Exemption {
                group: ExemptGroup::PoorHousehold,
                legal_basis: "Luật 97/2015 Điều 10".to_owned(),
            }],
        }
    }

    fn certified_copy() -> Amount {
        let tiers = vec![Tier { upto: Some(2), each: vnd(2_000) }, Tier { upto: None, each: vnd(1_000) }];
        Amount::Tiers { tiers, cap: Some(vnd(200_000)) }
    }

    fn half_online() -> DiscountPolicy {
        DiscountPolicy {
            key: "online-half".to_owned(),
            percent: 50,
            channel: Channel::Online,
            valid_from: day("2022-08-01"),
            valid_to: Some(day("2026-12-31")),
            legal_basis: "NQ 11/2022/NQ-HĐND Điều 2".to_owned(),
        }
    }

    fn ask(fee: &Fee, channel: Channel, on: &str, quantity: u32) -> QuoteLine {
        ask_as(fee, channel, on, quantity, None).unwrap()
    }

    fn ask_as(
        fee: &Fee,
        channel: Channel,
        on: &str,
        quantity: u32,
        exempt: Option<ExemptGroup>,
    ) -> Result<QuoteLine, Refusal> {
        let quantities = [("pages".to_owned(), quantity)].into();
        let facts = FeeFacts { channel, on: day(on), quantities, exempt };
        let mut quote = quote(std::slice::from_ref(fee), &case(), &facts, &[half_online()])?;
        assert_eq!(quote.total, quote.lines[0].amount);
        Ok(quote.lines.remove(0))
    }

    fn case() -> Case {
        Case {
            key: "only".to_owned(),
            name: "Duy nhất".to_owned(),
            hint: None,
            documents: Vec::new(),
            fees: vec!["fee".to_owned()],
            limit: None,
        }
    }

    #[test]
    fn certified_copies_follow_the_tiers_and_the_cap() {
        let fee = fee(vec![rule(&[], certified_copy(), "2017-01-01")]);
        for (pages, dong) in
            [(0, 0), (1, 2_000), (2, 4_000), (3, 5_000), (7, 9_000), (198, 200_000), (500, 200_000)]
        {
            assert_eq!(ask(&fee, Channel::Direct, "2026-11-23", pages).amount, vnd(dong), "{pages} pages");
        }
        let online = ask(&fee, Channel::Online, "2026-11-23", 7);
        assert_eq!((online.full, online.amount), (vnd(9_000), vnd(4_500)));
        assert_eq!(online.reduction.unwrap().legal_basis(), "NQ 11/2022/NQ-HĐND Điều 2");
    }

    fn ask_for_copies(fee: &Fee, channel: Channel, pages: u32, copies: u32) -> QuoteLine {
        let fee = Fee { copies_field: Some("copies".to_owned()), ..fee.clone() };
        let quantities = [("pages".to_owned(), pages), ("copies".to_owned(), copies)].into();
        let facts = FeeFacts { channel, on: day("2026-11-23"), quantities, exempt: None };
        quote(&[fee], &case(), &facts, &[half_online()]).unwrap().lines.remove(0)
    }

    #[test]
    fn several_certified_copies_have_the_tiers_and_the_cap_each() {
        let fee = fee(vec![rule(&[], certified_copy(), "2017-01-01")]);
        for (pages, copies, dong) in
            [(2, 3, 12_000), (5, 1, 7_000), (5, 4, 28_000), (198, 2, 400_000), (500, 3, 600_000), (7, 0, 0)]
        {
            let line = ask_for_copies(&fee, Channel::Direct, pages, copies);
            assert_eq!(line.amount, vnd(dong), "{copies} copies of {pages} pages");
            assert_eq!((line.quantity, line.copies), (pages, copies));
        }
        assert_eq!(ask_for_copies(&fee, Channel::Online, 5, 4).amount, vnd(14_000));
        let unknown =
            ask(&Fee { copies_field: Some("copies".to_owned()), ..fee }, Channel::Direct, "2026-11-23", 5);
        assert_eq!((unknown.amount, unknown.copies), (vnd(7_000), 1));
    }

    #[test]
    fn an_online_amount_is_not_discounted_again() {
        let rules = |ordinary, online| {
            fee(vec![
                rule(&[], Amount::Flat(vnd(ordinary)), "2020-01-01"),
                rule(&[Channel::Online], Amount::Flat(vnd(online)), "2020-01-01"),
            ])
        };
        let same = ask(&rules(20_000, 10_000), Channel::Online, "2026-11-23", 1);
        assert_eq!((same.full, same.amount, same.reduction), (vnd(10_000), vnd(10_000), None));
        assert_eq!(ask(&rules(15_000, 7_000), Channel::Online, "2026-11-23", 1).amount, vnd(7_000));
        let general = ask(&rules(200_000, 150_000), Channel::Online, "2026-11-23", 1);
        assert_eq!((general.full, general.amount), (vnd(200_000), vnd(100_000)));
        assert_eq!(ask(&rules(15_000, 7_000), Channel::Direct, "2026-11-23", 1).amount, vnd(15_000));
        assert_eq!(ask(&rules(100_000, 0), Channel::Online, "2026-11-23", 1).amount, Vnd::ZERO);
        let alone = fee(vec![rule(&[Channel::Online], Amount::Flat(vnd(8_000)), "2020-01-01")]);
        assert_eq!(ask(&alone, Channel::Online, "2026-11-23", 1).amount, vnd(8_000));
    }

    #[test]
    fn the_discount_needs_coverage_channel_and_day() {
        let mut fee = fee(vec![rule(&[], Amount::Each(vnd(8_001)), "2017-01-01")]);
        assert_eq!(ask(&fee, Channel::Online, "2026-12-31", 1).amount, vnd(4_001));
        assert_eq!(ask(&fee, Channel::Online, "2027-01-01", 1).amount, vnd(8_001));
        assert_eq!(ask(&fee, Channel::Online, "2022-07-31", 1).amount, vnd(8_001));
        assert_eq!(ask(&fee, Channel::Postal, "2026-12-31", 1).amount, vnd(8_001));
        fee.online_discount = false;
        assert_eq!(ask(&fee, Channel::Online, "2026-12-31", 1).amount, vnd(8_001));
    }

    #[test]
    fn the_most_specific_then_the_youngest_rule_holds() {
        let mut expired = rule(&[Channel::Direct], Amount::Flat(vnd(1)), "2020-01-01");
        expired.valid_to = Some(day("2025-12-31"));
        let mut fee = fee(vec![
            rule(&[], Amount::Flat(vnd(5)), "2026-06-01"),
            rule(&[Channel::Direct, Channel::Postal], Amount::Flat(vnd(3)), "2020-01-01"),
            rule(&[Channel::Direct, Channel::Postal], Amount::Flat(vnd(4)), "2026-01-01"),
            expired,
        ]);
        fee.online_discount = false;
        assert_eq!(ask(&fee, Channel::Direct, "2025-12-31", 1).amount, vnd(1));
        assert_eq!(ask(&fee, Channel::Direct, "2026-07-01", 1).amount, vnd(4));
        assert_eq!(ask(&fee, Channel::Postal, "2025-12-31", 1).amount, vnd(3));
        assert_eq!(ask(&fee, Channel::Online, "2026-07-01", 1).amount, vnd(5));
        let before = ask_as(&fee, Channel::Online, "2026-05-31", 1, None);
        assert_eq!(before, Err(Refusal::FeeNotSet { fee: "fee".to_owned(), on: day("2026-05-31") }));
    }

    #[test]
    fn an_exempt_person_pays_nothing_and_sees_why() {
        let fee = fee(vec![rule(&[], Amount::Flat(vnd(5_000)), "2020-01-01")]);
        let poor = ask_as(&fee, Channel::Online, "2026-11-23", 1, Some(ExemptGroup::PoorHousehold)).unwrap();
        assert_eq!((poor.full, poor.amount), (vnd(5_000), Vnd::ZERO));
        assert_eq!(poor.reduction.unwrap().legal_basis(), "Luật 97/2015 Điều 10");
        let elderly = ask_as(&fee, Channel::Direct, "2026-11-23", 1, Some(ExemptGroup::Elderly)).unwrap();
        assert_eq!(elderly.amount, vnd(5_000));
    }

    #[test]
    fn a_case_asks_only_for_its_own_fees_and_unknown_quantities_count_as_one() {
        let fee = fee(vec![rule(&[], Amount::Each(vnd(8_000)), "2020-01-01")]);
        let facts = FeeFacts {
            channel: Channel::Direct,
            on: day("2026-11-23"),
            quantities: BTreeMap::new(),
            exempt: None,
        };
        let gratis = Case { fees: Vec::new(), ..case() };
        assert_eq!(quote(std::slice::from_ref(&fee), &gratis, &facts, &[]).unwrap(), Quote::default());
        assert_eq!(quote(std::slice::from_ref(&fee), &case(), &facts, &[]).unwrap().total, vnd(8_000));
        assert!(quote(&[], &case(), &facts, &[]).is_err());
    }

    #[test]
    fn a_quote_survives_its_json() {
        let fee = fee(vec![rule(&[], certified_copy(), "2017-01-01")]);
        let line = ask(&fee, Channel::Online, "2026-11-23", 7);
        let quote = Quote { total: line.amount, lines: vec![line] };
        let text = serde_json::to_string(&quote).unwrap();
        assert_eq!(serde_json::from_str::<Quote>(&text).unwrap(), quote);
        assert_eq!((quote.saved(), quote.total_of(FeeKind::Charge)), (vnd(4_500), Vnd::ZERO));
    }

    fn any_amount() -> impl Strategy<Value = Amount> {
        let price = (0_i64..500_000).prop_map(vnd);
        let tiers = prop::collection::vec((1_u32..20, 0_i64..5_000), 1..4);
        prop_oneof![
            price.clone().prop_map(Amount::Flat),
            price.prop_map(Amount::Each),
            (tiers, prop::option::of(0_i64..300_000)).prop_map(|(steps, cap)| {
                let mut upto = 0;
                let mut tiers: Vec<Tier> = steps
                    .into_iter()
                    .map(|(width, each)| {
                        upto += width;
                        Tier { upto: Some(upto), each: vnd(each) }
                    })
                    .collect();
                tiers.last_mut().unwrap().upto = None;
                Amount::Tiers { tiers, cap: cap.map(vnd) }
            }),
        ]
    }

    proptest! {
        #[test]
        fn nobody_pays_more_than_the_full_amount_and_more_units_never_cost_less(
            ordinary in any_amount(),
            online in prop::option::of(any_amount()),
            quantity in 0_u32..1_000,
            more in 0_u32..1_000,
        ) {
            let mut rules = vec![rule(&[], ordinary, "2020-01-01")];
            rules.extend(online.map(|amount| rule(&[Channel::Online], amount, "2020-01-01")));
            let fee = fee(rules);
            for channel in [Channel::Online, Channel::Direct] {
                let few = ask(&fee, channel, "2026-11-23", quantity);
                let many = ask(&fee, channel, "2026-11-23", quantity + more);
                prop_assert!(few.amount <= few.full);
                prop_assert!(few.amount <= many.amount);
                prop_assert_eq!(few.reduction.is_none(), few.amount == few.full);
            }
        }

        #[test]
        fn copies_cost_so_many_times_one_copy_and_the_cap_is_each_copys(
            amount in any_amount(),
            pages in 0_u32..600,
            copies in 0_u32..100,
        ) {
            let fee = fee(vec![rule(&[], amount.clone(), "2020-01-01")]);
            let one = ask_for_copies(&fee, Channel::Direct, pages, 1).amount;
            prop_assert_eq!(one, ask(&fee, Channel::Direct, "2026-11-23", pages).amount);
            let all = ask_for_copies(&fee, Channel::Direct, pages, copies);
            prop_assert_eq!(all.amount, one.times(copies));
            if let Amount::Tiers { cap: Some(cap), .. } = &amount {
                prop_assert!(all.amount <= cap.times(copies));
            }
            let online = ask_for_copies(&fee, Channel::Online, pages, copies);
            prop_assert_eq!(online.full, all.full);
            prop_assert!(online.amount <= online.full);
        }

        #[test]
        fn the_total_is_the_sum_of_the_lines(amounts in prop::collection::vec(any_amount(), 0..6), n in 0_u32..50) {
            let fees: Vec<Fee> = amounts
                .into_iter()
                .enumerate()
                .map(|(i, amount)| Fee { key: format!("fee-{i}"), ..fee(vec![rule(&[], amount, "2020-01-01")]) })
                .collect();
            let case = Case { fees: fees.iter().map(|fee| fee.key.clone()).collect(), ..case() };
            let facts = FeeFacts {
                channel: Channel::Online,
                on: day("2026-11-23"),
                quantities: [("pages".to_owned(), n)].into(),
                exempt: None,
            };
            let quote = quote(&fees, &case, &facts, &[half_online()]).unwrap();
            prop_assert_eq!(quote.total.dong(), quote.lines.iter().map(|line| line.amount.dong()).sum::<i64>());
            prop_assert_eq!(quote.lines.len(), fees.len());
        }
    }
}
