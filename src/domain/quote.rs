//! What a dossier costs: one line for each fee of its case, with the reduction that is best for the person and the act it rests
//! on. The day that counts is the day of filing. Preferences are not added up unless they say so: the best one applies.
//! Source: Law 97/2015/QH13 Arts 6, 8, 10; NQ 66.22/2026/NQ-CP ("highest preference applies").

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use super::{
    difference::{Cause, Difference, DifferenceReason, Ground},
    quote_line::{QuoteLine, Reduction, Tariff},
};
use super::{
    fee::{FeeRule, rule_for},
    further::{More, Notice, Units},
    money::{NotAnAmount, Vnd},
    preference::{Schedule, Target},
    procedure::{Case, Collection, ExemptGroup, Fee, Procedure},
    refusal::Refusal,
    status::Channel,
};

/// Of what a quote is made: the fees of a procedure and the case that asks for some of them.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    /// Code of the procedure.
    pub procedure: &'a str,
    /// Its field.
    pub field: &'a str,
    /// Its fees.
    pub fees: &'a [Fee],
    /// The case.
    pub case: &'a Case,
}

impl<'a> Priced<'a> {
    /// The fees of `procedure` for its `case`.
    #[must_use]
    pub fn of(procedure: &'a Procedure, case: &'a Case) -> Self {
        Self { procedure: procedure.code.as_str(), field: &procedure.field, fees: &procedure.fees, case }
    }
}

/// What about a dossier decides its fees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeFacts {
    /// How it was filed.
    pub channel: Channel,
    /// Day of filing (local).
    pub on: NaiveDate,
    /// Pages, copies or persons, by key of the form field that asks for them or else by key of the fee.
    pub quantities: BTreeMap<String, u32>,
    /// The group that exempts or favours the person, where it was proved.
    pub exempt: Option<ExemptGroup>,
}

/// What was asked for of the fees of a procedure after filing.
#[derive(Clone, Copy, Debug)]
pub struct Added<'a> {
    /// Units by key of the fee: more than the answers tell, or of a fee that the case does not name.
    pub units: &'a BTreeMap<String, Units>,
    /// The group that exempts or favours the person from fees that the case does not name: one that was proved, whatever is claimed.
    pub proved: Option<ExemptGroup>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_nothing(amount: &Vnd) -> bool {
    amount.is_zero()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(number: &i32) -> bool {
    *number == 0
}

/// What a dossier costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a quote that nobody shows or stores is a fee nobody pays"]
pub struct Quote {
    /// One line a fee that this portal collects, in the order of the case.
    pub lines: Vec<QuoteLine>,
    /// What the person pays elsewhere, so that they know; in no sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<QuoteLine>,
    /// Sum of the lines' amounts.
    pub total: Vnd,
    /// Number of the schedule of preferences under which it was made.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub schedule: i32,
    /// What changed since filing, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// Units of fees that were asked for since, by key of the fee: they are in the lines.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub added: BTreeMap<String, Units>,
    /// What went back after it was paid although these lines ask for it: it is owed no more.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub given_back: Vnd,
}

impl Quote {
    /// What was asked for beside the lines, when `asked` is what is owed in all.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn further(&self, asked: Vnd) -> Result<Vnd, NotAnAmount> {
        Ok(asked.plus(self.given_back)?.less(self.total))
    }

    /// The sum before reductions.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn full(&self) -> Result<Vnd, NotAnAmount> {
        Vnd::total(self.lines.iter().map(|line| line.full))
    }

    /// What the reductions save.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn saved(&self) -> Result<Vnd, NotAnAmount> {
        Vnd::total(self.lines.iter().map(|line| line.full.less(line.amount)))
    }

    /// The quote after a change of facts: the lines of `new`, made under the same rates, and a difference with its `cause` for
    /// each fee that costs something else.
    pub fn corrected(mut self, new: Self, cause: &Cause) -> Self {
        let old =
            |fee: &str| self.lines.iter().find(|line| line.fee == fee).map_or(Vnd::ZERO, |line| line.amount);
        let differences: Vec<Difference> = new
            .lines
            .iter()
            .filter(|line| line.amount != old(&line.fee))
            .map(|line| Difference {
                fee: line.fee.clone(),
                name: line.name.clone(),
                before: old(&line.fee),
                after: line.amount,
                on: cause.on,
                reason: cause.reason,
                note: cause.note.clone(),
                settled: false,
                ground: None,
            })
            .collect();
        self.differences.extend(differences);
        Self { differences: self.differences, added: self.added, given_back: self.given_back, ..new }
    }

    /// Keeps on the record that `notice` asks for a further `amount`, and what for.
    pub fn ask_by(&mut self, notice: Notice, amount: Vnd, why: String, on: NaiveDate) {
        self.differences.push(Difference {
            fee: String::new(),
            name: String::new(),
            before: Vnd::ZERO,
            after: amount,
            on,
            reason: DifferenceReason::Demand,
            note: why,
            settled: false,
            ground: Some(Ground::Notice(notice)),
        });
    }

    /// Puts `line`, which has so many more units of a fee, in the place of the line of that fee, and keeps on the record why. Gives what
    /// it costs more.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn count_on(
        &mut self,
        line: QuoteLine,
        (more, units): (More, Units),
        why: String,
        on: NaiveDate,
    ) -> Result<Vnd, NotAnAmount> {
        let place = self.lines.iter_mut().find(|one| one.fee == line.fee);
        let was = place.as_deref().cloned();
        let before = was.as_ref().map_or(Vnd::ZERO, |was| was.amount);
        let further = line.amount.less(before);
        self.total = self.total.plus(further)?;
        self.added.insert(line.fee.clone(), units);
        self.differences.push(Difference {
            fee: line.fee.clone(),
            name: line.name.clone(),
            before,
            after: line.amount,
            on,
            reason: DifferenceReason::Demand,
            note: why,
            settled: false,
            ground: Some(Ground::Fee { more, legal_basis: line.all_bases(), was: was.map(Box::new) }),
        });
        match place {
            Some(place) => *place = line,
            None => self.lines.push(line),
        }
        Ok(further)
    }

    /// What was asked for beside the fees of the procedure and not taken back, the oldest first.
    pub fn beside(&self) -> impl Iterator<Item = &Difference> {
        let after = self.differences.iter().skip(1).map(Some).chain([None]);
        // What is taken back is the last that was asked for.
        let is_taken_back =
            |next: Option<&Difference>| next.is_some_and(|next| next.reason == DifferenceReason::Recall);
        self.differences
            .iter()
            .zip(after)
            .filter(move |(one, next)| {
                one.reason == DifferenceReason::Demand && one.fee.is_empty() && !is_taken_back(*next)
            })
            .map(|(one, _)| one)
    }

    /// What papers of authorities ask for that is not paid yet.
    pub fn open_notices(&self) -> impl Iterator<Item = (Vnd, &Notice)> {
        let open = self.differences.iter().filter(|one| !one.settled);
        open.filter_map(|one| one.notice().map(|notice| (one.amount(), notice)))
    }

    /// All that was asked for is paid: no further amount can be taken back any more.
    pub fn settle(&mut self) {
        for one in self.differences.iter_mut().filter(|one| one.reason == DifferenceReason::Demand) {
            settle(one);
        }
    }

    /// Keeps on the record that the unpaid further amount of `asked_on` is asked for no more: a line with more units is as it was
    /// before. Gives it; nothing when there is none.
    pub fn recall(&mut self, why: String, asked_on: NaiveDate, on: NaiveDate) -> Vnd {
        let is_it = |one: &&mut Difference| {
            one.reason == DifferenceReason::Demand && !one.settled && one.on == asked_on
        };
        let Some(asked) = self.differences.last_mut().filter(is_it) else { return Vnd::ZERO };
        let amount = asked.amount();
        let recalled = Difference {
            before: asked.after,
            after: asked.before,
            on,
            reason: DifferenceReason::Recall,
            note: why,
            ground: None,
            ..asked.clone()
        };
        if let Some((more, was)) = settle(asked) {
            self.count_off(&recalled.fee, more, was);
        }
        self.differences.push(recalled);
        amount
    }

    fn count_off(&mut self, fee: &str, more: More, was: Option<Box<QuoteLine>>) {
        if let Some(units) = self.added.get_mut(fee) {
            *units = units.without(more);
        }
        self.added.retain(|_, units| !units.is_none());
        let Some(at) = self.lines.iter().position(|line| line.fee == fee) else { return };
        let line = self.lines.remove(at);
        let before = was.as_ref().map_or(Vnd::ZERO, |was| was.amount);
        self.total = self.total.less(line.amount.less(before));
        if let Some(was) = was {
            self.lines.insert(at, *was);
        }
    }
}

/// A further amount is paid or taken back. Gives what has to be put back in the latter case.
fn settle(one: &mut Difference) -> Option<(More, Option<Box<QuoteLine>>)> {
    one.settled = true;
    match &mut one.ground {
        Some(Ground::Fee { more, was, .. }) => Some((*more, was.take())),
        Some(Ground::Notice(_)) | None => None,
    }
}

/// What the dossier costs: the fees that its case names, under the `schedule` of preferences.
///
/// A fee with a `quantity_field` whose quantity is not known yet counts as one unit, and one with a `copies_field` as one copy;
/// the amount of the quantity, its cap included, is taken for each copy. An amount set for remote filing is taken as
/// it stands; preferences apply to the ordinary amount; the person pays the least of them. What is paid online is never more than
/// what the counter would ask for the same, whatever rules and preferences are set for it. Percent is taken off the whole line and
/// rounded half up to a đồng. A fee that another place collects stands apart and is not in the total.
/// # Errors
/// [`Refusal::FeeNotSet`] when the case names a fee that does not exist or has no rule for the channel and day;
/// [`Refusal::AmountTooLarge`] when the quantities make more than any amount.
pub fn quote(priced: Priced<'_>, facts: &FeeFacts, schedule: &Schedule) -> Result<Quote, Refusal> {
    quote_with(priced, facts, Added { units: &BTreeMap::new(), proved: None }, schedule)
}

/// The same with what was asked for since: the units of a fee count on from those that the answers tell, with its tiers, its cap and
/// what is taken off it; a fee that the case does not name begins with them and comes last.
/// # Errors
/// As [`quote`].
pub fn quote_with(
    priced: Priced<'_>,
    facts: &FeeFacts,
    added: Added<'_>,
    schedule: &Schedule,
) -> Result<Quote, Refusal> {
    let (mut lines, mut elsewhere) = (Vec::new(), Vec::new());
    let named = &priced.case.fees;
    let others = added.units.keys().filter(|key| !named.contains(key));
    for (key, is_named) in named.iter().map(|key| (key, true)).chain(others.map(|key| (key, false))) {
        let not_set = || Refusal::FeeNotSet { fee: key.clone(), on: facts.on };
        let fee = priced.fees.iter().find(|fee| fee.key == *key).ok_or_else(not_set)?;
        let too_large = |_: NotAnAmount| Refusal::AmountTooLarge { fee: fee.name.clone() };
        let units = added.units.get(key).copied().unwrap_or_default();
        let counted = Counted::of(fee, facts, units, is_named).map_err(too_large)?;
        let exempt = if is_named { facts.exempt } else { added.proved };
        let counted = Counted { exempt, ..counted };
        let line = line(&counted, priced, facts, schedule).map_err(too_large)?.ok_or_else(not_set)?;
        if fee.collection == Collection::Elsewhere { elsewhere.push(line) } else { lines.push(line) }
    }
    let too_large = |_: NotAnAmount| Refusal::AmountTooLarge { fee: priced.case.fees.join(", ") };
    Vnd::total(lines.iter().map(|line| line.full)).map_err(too_large)?;
    let total = Vnd::total(lines.iter().map(|line| line.amount)).map_err(too_large)?;
    Ok(Quote {
        lines,
        elsewhere,
        total,
        schedule: schedule.number,
        differences: Vec::new(),
        added: added.units.clone(),
        given_back: Vnd::ZERO,
    })
}

/// The line of a fee: by the channel of `facts`, and online by the counter's where that leaves less.
fn line(
    counted: &Counted<'_>,
    priced: Priced<'_>,
    facts: &FeeFacts,
    schedule: &Schedule,
) -> Result<Option<QuoteLine>, NotAnAmount> {
    let by = |channel| counted.line(priced, (channel, facts), schedule);
    let Some(own) = by(facts.channel)? else { return Ok(None) };
    let counter = if facts.channel == Channel::Online { by(Channel::Direct)? } else { None };
    Ok(Some(counter.filter(|counter| counter.amount < own.amount).unwrap_or(own)))
}

/// A rule with its number and what it makes of the quantities.
#[derive(Clone, Copy)]
struct Base<'a> {
    number: usize,
    rule: &'a FeeRule,
    price: Vnd,
}

/// A fee with what is counted for it.
#[derive(Clone, Copy)]
struct Counted<'a> {
    fee: &'a Fee,
    quantity: u32,
    copies: u32,
    /// Units of all copies.
    units: u32,
    /// The group that exempts or favours the person.
    exempt: Option<ExemptGroup>,
}

impl<'a> Counted<'a> {
    /// With `more` than the answers tell; they tell nothing of a fee that the case does not name.
    fn of(fee: &'a Fee, facts: &FeeFacts, more: Units, is_named: bool) -> Result<Self, NotAnAmount> {
        let known = |key: &String| facts.quantities.get(key).copied();
        let quantity = match &fee.quantity_field {
            _ if !is_named => 0,
            Some(field) => known(field).or_else(|| known(&fee.key)).unwrap_or(1),
            None => 1,
        };
        let copies = fee.copies_field.as_ref().filter(|_| is_named).and_then(known).unwrap_or(1);
        let many = || NotAnAmount(i64::from(quantity).saturating_mul(i64::from(copies)));
        let quantity = quantity.checked_add(more.quantity).ok_or_else(many)?;
        let copies = copies.checked_add(more.copies).ok_or_else(many)?;
        let units = quantity.checked_mul(copies).ok_or_else(many)?;
        Ok(Self { fee, quantity, copies, units, exempt: facts.exempt })
    }

    fn base(&self, channel: Channel, on: NaiveDate) -> Result<Option<Base<'a>>, NotAnAmount> {
        let Some((at, rule)) = rule_for(&self.fee.rules, channel, on) else { return Ok(None) };
        let price = rule.amount.price(self.quantity)?.times(self.copies)?;
        Ok(Some(Base { number: at + 1, rule, price }))
    }

    fn line(
        &self,
        priced: Priced<'_>,
        (channel, facts): (Channel, &FeeFacts),
        schedule: &Schedule,
    ) -> Result<Option<QuoteLine>, NotAnAmount> {
        let Some(own) = self.base(channel, facts.on)? else { return Ok(None) };
        let is_remote = own.rule.is_for_remote_filing();
        let counter = if is_remote { self.base(Channel::Direct, facts.on)? } else { None };
        let exemption = self.fee.exemptions.iter().find(|one| Some(one.group) == self.exempt);
        if let Some(exemption) = exemption {
            let legal_basis = exemption.legal_basis.clone();
            let reduction = Reduction::Exempt { group: exemption.group, legal_basis };
            return Ok(Some(self.written(own, Vnd::ZERO, Some(reduction))));
        }
        let target = Target {
            procedure: priced.procedure,
            field: priced.field,
            fee: &self.fee.key,
            listed: self.fee.online_discount,
            channel,
            group: self.exempt,
            on: facts.on,
            units: self.units,
        };
        let ordinary = counter.unwrap_or(own);
        let granted =
            if is_remote && counter.is_none() { None } else { schedule.best(ordinary.price, &target)? };
        Ok(Some(match granted.filter(|granted| granted.amount < own.price) {
            None => self.written(own, own.price, None),
            Some(granted) => {
                let mut by: Vec<Reduction> = granted.by.into_iter().map(Reduction::by).collect();
                let reduction = if by.len() == 1 { by.pop() } else { Some(Reduction::Several { of: by }) };
                self.written(ordinary, granted.amount, reduction)
            }
        }))
    }

    fn written(&self, base: Base<'_>, amount: Vnd, reduction: Option<Reduction>) -> QuoteLine {
        QuoteLine {
            fee: self.fee.key.clone(),
            name: self.fee.name.clone(),
            kind: self.fee.kind,
            quantity: self.quantity,
            copies: self.copies,
            full: base.price,
            reduction,
            amount,
            legal_basis: base.rule.legal_basis.clone(),
            rule: format!("{}/{}", self.fee.key, base.number),
            tariff: Some(Tariff {
                amount: base.rule.amount.clone(),
                valid_from: base.rule.valid_from,
                valid_to: base.rule.valid_to,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        calendar::sample::day,
        fee::{Amount, Tier},
        further::Unit,
        preference::{Cut, Preference, Scope},
        procedure::{Exemption, FeeKind},
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
                proof: None,
            }],
            collection: Collection::BeforeAcceptance,
            keeps_on_refusal: false,
        }
    }

    fn certified_copy() -> Amount {
        let tiers = vec![Tier { upto: Some(2), each: vnd(2_000) }, Tier { upto: None, each: vnd(1_000) }];
        Amount::Tiers { tiers, cap: Some(vnd(200_000)) }
    }

    fn half_online() -> Schedule {
        let half = Preference {
            key: "online-half".to_owned(),
            name: "Một nửa".to_owned(),
            scope: Scope { listed: true, ..Scope::default() },
            channels: vec![Channel::Online],
            group: None,
            cut: Cut::Percent(50),
            valid_from: day("2022-08-01"),
            valid_to: Some(day("2026-12-31")),
            priority: 0,
            stackable: false,
            legal_basis: "NQ 11/2022/NQ-HĐND Điều 2".to_owned(),
        };
        Schedule { number: 7, preferences: vec![half] }
    }

    fn priced<'a>(fees: &'a [Fee], case: &'a Case) -> Priced<'a> {
        Priced { procedure: "1.001193", field: "Hộ tịch", fees, case }
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
        let mut quote = quote(priced(std::slice::from_ref(fee), &case()), &facts, &half_online())?;
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
        quote(priced(&[fee], &case()), &facts, &half_online()).unwrap().lines.remove(0)
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
        fee.rules[2].amount = Amount::Flat(vnd(9));
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
        assert_eq!(
            quote(priced(std::slice::from_ref(&fee), &gratis), &facts, &Schedule::default()).unwrap(),
            Quote::default()
        );
        assert_eq!(
            quote(priced(std::slice::from_ref(&fee), &case()), &facts, &Schedule::default()).unwrap().total,
            vnd(8_000)
        );
        assert!(quote(priced(&[], &case()), &facts, &Schedule::default()).is_err());
    }

    #[test]
    fn filing_online_is_never_dearer_than_the_counter() {
        let dear = fee(vec![
            rule(&[], Amount::Flat(vnd(20_000)), "2020-01-01"),
            rule(&[Channel::Online], Amount::Flat(vnd(90_000)), "2020-01-01"),
        ]);
        let uncovered = Fee { online_discount: false, ..dear.clone() };
        assert_eq!(ask(&uncovered, Channel::Online, "2026-11-23", 1).amount, vnd(20_000));
        assert_eq!(ask(&dear, Channel::Online, "2026-11-23", 1).amount, vnd(10_000));
    }

    #[test]
    fn what_only_the_counter_is_granted_is_granted_online_too() {
        let fee = fee(vec![rule(&[], Amount::Flat(vnd(20_000)), "2020-01-01")]);
        let mut schedule = half_online();
        schedule.preferences[0].channels = vec![Channel::Direct];
        let ask = |channel| {
            let facts =
                FeeFacts { channel, on: day("2026-11-23"), quantities: BTreeMap::new(), exempt: None };
            quote(priced(std::slice::from_ref(&fee), &case()), &facts, &schedule).unwrap().total
        };
        assert_eq!((ask(Channel::Direct), ask(Channel::Online)), (vnd(10_000), vnd(10_000)));
        assert_eq!(ask(Channel::Postal), vnd(20_000), "the post is not promised that");
    }

    #[test]
    fn what_is_paid_elsewhere_is_told_and_in_no_sum() {
        let here = fee(vec![rule(&[], Amount::Flat(vnd(20_000)), "2020-01-01")]);
        let there = Fee { key: "there".to_owned(), collection: Collection::Elsewhere, ..here.clone() };
        let case = Case { fees: vec!["fee".to_owned(), "there".to_owned()], ..case() };
        let facts = FeeFacts {
            channel: Channel::Direct,
            on: day("2026-11-23"),
            quantities: BTreeMap::new(),
            exempt: None,
        };
        let quote = quote(priced(&[here, there], &case), &facts, &half_online()).unwrap();
        assert_eq!((quote.total, quote.full()), (vnd(20_000), Ok(vnd(20_000))));
        assert_eq!(quote.lines.len(), 1);
        let [line] = &quote.elsewhere[..] else { panic!("{:?}", quote.elsewhere) };
        assert_eq!((line.fee.as_str(), line.amount), ("there", vnd(20_000)));
    }

    #[test]
    fn more_units_than_can_be_counted_are_refused() {
        let fee = Fee {
            copies_field: Some("copies".to_owned()),
            ..fee(vec![rule(&[], Amount::Flat(vnd(1)), "2020-01-01")])
        };
        let quantities = [("pages".to_owned(), u32::MAX), ("copies".to_owned(), 2)].into();
        let facts = FeeFacts { channel: Channel::Online, on: day("2026-11-23"), quantities, exempt: None };
        let refused = quote(priced(&[fee], &case()), &facts, &half_online());
        assert_eq!(refused, Err(Refusal::AmountTooLarge { fee: "Lệ phí".to_owned() }));
    }

    #[test]
    fn each_line_names_its_rule_and_its_preference() {
        let fee = fee(vec![
            rule(&[], Amount::Flat(vnd(20_000)), "2020-01-01"),
            rule(&[], Amount::Flat(vnd(30_000)), "2026-01-01"),
        ]);
        let old = ask(&fee, Channel::Direct, "2025-12-31", 1);
        assert_eq!((old.rule.as_str(), old.legal_basis.as_str()), ("fee/1", "from 2020-01-01"));
        let online = ask(&fee, Channel::Online, "2026-11-23", 1);
        assert_eq!(online.rule, "fee/2");
        let Some(Reduction::Percent { percent, preference, .. }) = online.reduction else {
            panic!("no percent: {:?}", online.reduction)
        };
        assert_eq!((percent, preference.as_str()), (50, "online-half"));
    }

    #[test]
    fn more_than_any_amount_is_refused_and_not_cut_off() {
        let fee = fee(vec![rule(&[], Amount::Each(vnd(9_000_000_000)), "2020-01-01")]);
        assert_eq!(ask(&fee, Channel::Direct, "2026-11-23", 1_000).amount, vnd(9_000_000_000_000));
        let facts = FeeFacts {
            channel: Channel::Direct,
            on: day("2026-11-23"),
            quantities: [("pages".to_owned(), 2_000)].into(),
            exempt: None,
        };
        let refused = quote(priced(&[fee], &case()), &facts, &half_online());
        assert_eq!(refused, Err(Refusal::AmountTooLarge { fee: "Lệ phí".to_owned() }));
    }

    fn cause(on: &str) -> Cause {
        Cause { reason: DifferenceReason::Correction, note: "Số trang".to_owned(), on: day(on) }
    }

    #[test]
    fn a_correction_keeps_what_was_asked_before_as_a_difference() {
        let fee = fee(vec![rule(&[], Amount::Each(vnd(8_000)), "2020-01-01")]);
        let of = |copies: u32| {
            let facts = FeeFacts {
                channel: Channel::Online,
                on: day("2026-11-23"),
                quantities: [("pages".to_owned(), copies)].into(),
                exempt: None,
            };
            quote(priced(std::slice::from_ref(&fee), &case()), &facts, &half_online()).unwrap()
        };
        let same = of(2).corrected(of(2), &cause("2026-11-24"));
        assert_eq!(same, of(2));
        let more = of(2).corrected(of(3), &cause("2026-11-24")).corrected(of(1), &cause("2026-11-25"));
        assert_eq!((more.total, more.lines.clone()), (vnd(4_000), of(1).lines));
        let told: Vec<_> = more.differences.iter().map(|d| (d.before.dong(), d.after.dong(), d.on)).collect();
        assert_eq!(told, [(8_000, 12_000, day("2026-11-24")), (12_000, 4_000, day("2026-11-25"))]);
        assert!(
            more.differences.iter().all(|d| d.reason == DifferenceReason::Correction && d.note == "Số trang")
        );
        let mut asked = more.clone();
        asked.ask_by(notice(), vnd(5_000), "Trang bổ sung".to_owned(), day("2026-11-26"));
        let last = asked.differences.last().unwrap();
        assert_eq!(
            (last.reason, last.after, last.note.as_str()),
            (DifferenceReason::Demand, vnd(5_000), "Trang bổ sung")
        );
        assert_eq!(
            (asked.total, asked.lines),
            (more.total, more.lines),
            "what is filed stays as it was priced"
        );
    }

    fn notice() -> Notice {
        Notice {
            kind: None,
            number: "12/TB".to_owned(),
            date: day("2026-11-20"),
            issuer: "Thuế cơ sở 1".to_owned(),
        }
    }

    fn copies(amount: Amount) -> Fee {
        Fee { copies_field: Some("copies".to_owned()), ..fee(vec![rule(&[], amount, "2017-01-01")]) }
    }

    /// The quote of one fee for so many pages, each copied so often, with what was asked for since.
    fn with(fee: &Fee, case: &Case, facts: &FeeFacts, units: Units, schedule: &Schedule) -> Quote {
        let added = [("fee".to_owned(), units)].into_iter().filter(|(_, units)| !units.is_none()).collect();
        let added = Added { units: &added, proved: None };
        quote_with(priced(std::slice::from_ref(fee), case), facts, added, schedule).unwrap()
    }

    fn facts_of(pages: u32, copies: u32, channel: Channel) -> FeeFacts {
        let quantities = [("pages".to_owned(), pages), ("copies".to_owned(), copies)].into();
        FeeFacts { channel, on: day("2026-11-23"), quantities, exempt: None }
    }

    #[test]
    fn more_units_count_on_with_tiers_cap_and_copies() {
        let fee = copies(certified_copy());
        let of = |quantity, copies| {
            let facts = facts_of(2, 2, Channel::Direct);
            let line =
                with(&fee, &case(), &facts, Units { quantity, copies }, &half_online()).lines.remove(0);
            (line.quantity, line.copies, line.amount.dong())
        };
        // Two pages cost 4,000 a copy; the third page costs 1,000 in each of the two copies.
        assert_eq!(of(0, 0), (2, 2, 8_000));
        assert_eq!(of(1, 0), (3, 2, 10_000));
        assert_eq!(of(0, 1), (2, 3, 12_000));
        assert_eq!(of(500, 0), (502, 2, 400_000), "at most 200,000 a copy");
        // What the case does not name begins with what is asked for, whatever the answers tell of others.
        let other = Case { fees: Vec::new(), ..case() };
        let facts = facts_of(9, 9, Channel::Online);
        let begun = with(&fee, &other, &facts, Units { quantity: 3, copies: 0 }, &half_online());
        assert_eq!((begun.lines[0].quantity, begun.lines[0].copies), (3, 1));
        assert_eq!((begun.lines[0].full, begun.total), (vnd(5_000), vnd(2_500)), "half, as all online");
        assert!(with(&fee, &other, &facts, Units::default(), &half_online()).lines.is_empty());
    }

    #[test]
    fn who_claims_without_proof_pays_for_what_the_case_does_not_name() {
        let fee = copies(Amount::Each(vnd(8_000)));
        let other = Case { fees: Vec::new(), ..case() };
        let claims = FeeFacts { exempt: Some(ExemptGroup::PoorHousehold), ..facts_of(1, 1, Channel::Direct) };
        let units = [("fee".to_owned(), Units { quantity: 2, copies: 0 })].into();
        let ask = |case: &Case, proved| {
            let added = Added { units: &units, proved };
            let asked = quote_with(priced(std::slice::from_ref(&fee), case), &claims, added, &half_online());
            asked.unwrap().total
        };
        assert_eq!(ask(&other, None), vnd(16_000));
        assert_eq!(ask(&other, Some(ExemptGroup::PoorHousehold)), Vnd::ZERO);
        assert_eq!(ask(&case(), None), Vnd::ZERO, "of its own fees the claim is looked at before acceptance");
    }

    #[test]
    fn what_stands_beside_the_lines_is_what_was_not_taken_back() {
        let mut quote = Quote::default();
        let ask = |quote: &mut Quote, dong, why: &str| {
            quote.ask_by(notice(), vnd(dong), why.to_owned(), day("2026-11-24"));
        };
        let beside = |quote: &Quote| quote.beside().map(|one| one.note.clone()).collect::<Vec<_>>();
        ask(&mut quote, 5_000, "Một");
        assert_eq!(quote.open_notices().map(|(amount, _)| amount.dong()).sum::<i64>(), 5_000);
        quote.settle();
        assert_eq!(quote.open_notices().count(), 0);
        ask(&mut quote, 7_000, "Hai");
        assert_eq!(beside(&quote), ["Một", "Hai"]);
        assert_eq!(quote.recall("Nhầm".to_owned(), day("2026-11-24"), day("2026-11-25")), vnd(7_000));
        assert_eq!(beside(&quote), ["Một"]);
        assert_eq!(quote.open_notices().count(), 0, "nothing that was taken back is waited for");
        ask(&mut quote, 9_000, "Ba");
        assert_eq!(beside(&quote), ["Một", "Ba"]);
    }

    #[test]
    fn a_quote_with_a_demand_in_free_words_is_still_read() {
        let text = r#"{"lines": [], "total": 0, "differences": [
            {"fee": "", "name": "", "before": 0, "after": 20000, "on": "2026-11-20", "reason": "demand", "note": "Phí thẩm định"},
            {"fee": "f", "name": "Phí", "before": 1, "after": 2, "on": "2026-11-21"}]}"#;
        let mut read: Quote = serde_json::from_str(text).unwrap();
        assert!(read.added.is_empty() && read.differences.iter().all(|one| one.ground.is_none()));
        let beside: Vec<_> = read.beside().map(|one| (one.note.clone(), one.amount())).collect();
        assert_eq!(beside, [("Phí thẩm định".to_owned(), vnd(20_000))]);
        read.differences.pop();
        assert_eq!(read.recall("Nhầm".to_owned(), day("2026-11-20"), day("2026-11-21")), vnd(20_000));
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Quote>(&written).unwrap(), read);
    }

    #[test]
    fn a_quote_from_before_there_were_schedules_is_still_read() {
        let text = r#"{"lines": [{"fee": "f", "name": "Lệ phí", "kind": "fee", "quantity": 1, "full": 8000, "amount": 4000,
            "reduction": {"percent": {"percent": 50, "legal_basis": "NQ 11"}}, "legal_basis": "TT 1"}], "total": 4000}"#;
        let read: Quote = serde_json::from_str(text).unwrap();
        assert_eq!(
            (read.schedule, read.lines[0].reduction.as_ref().unwrap().legal_basis()),
            (0, "NQ 11".to_owned())
        );
    }

    #[test]
    fn a_quote_survives_its_json() {
        let fee = fee(vec![rule(&[], certified_copy(), "2017-01-01")]);
        let line = ask(&fee, Channel::Online, "2026-11-23", 7);
        let quote = Quote { total: line.amount, lines: vec![line], ..Quote::default() };
        let text = serde_json::to_string(&quote).unwrap();
        assert_eq!(serde_json::from_str::<Quote>(&text).unwrap(), quote);
        assert_eq!((quote.saved(), quote.full()), (Ok(vnd(4_500)), Ok(vnd(9_000))));
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

    fn any_channels() -> impl Strategy<Value = Vec<Channel>> {
        prop::sample::subsequence(Channel::ALL.to_vec(), 0..=Channel::ALL.len())
    }

    fn any_rule() -> impl Strategy<Value = FeeRule> {
        (any_channels(), any_amount(), 2020_i32..2026)
            .prop_map(|(channels, amount, year)| rule(&channels, amount, &format!("{year}-01-01")))
    }

    fn any_preference() -> impl Strategy<Value = Preference> {
        let cut = prop_oneof![
            (1_u8..=100).prop_map(Cut::Percent),
            (0_i64..50_000).prop_map(|dong| Cut::Price(vnd(dong))),
            (0_i64..50_000).prop_map(|dong| Cut::Off(vnd(dong))),
        ];
        let group = prop::option::of(prop::sample::select(ExemptGroup::ALL));
        (any_channels(), group, cut, -3_i16..3, any::<bool>(), any::<bool>(), 0_u32..1_000).prop_map(
            |(channels, group, cut, priority, stackable, listed, n)| Preference {
                key: format!("p{n}"),
                name: String::new(),
                scope: Scope { listed, ..Scope::default() },
                channels,
                group,
                cut,
                valid_from: day("2022-08-01"),
                valid_to: None,
                priority,
                stackable,
                legal_basis: "NQ".to_owned(),
            },
        )
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
                prop_assert!(few.amount <= ask(&fee, Channel::Direct, "2026-11-23", quantity).amount);
                prop_assert_eq!(few.reduction.is_none(), few.amount == few.full);
            }
        }

        #[test]
        fn under_any_schedule_nobody_pays_more_online_than_at_the_counter(
            rules in prop::collection::vec(any_rule(), 1..6),
            preferences in prop::collection::vec(any_preference(), 0..6),
            exempt in prop::option::of(prop::sample::select(ExemptGroup::ALL)),
            quantity in 0_u32..60,
        ) {
            let fee = fee(rules);
            let schedule = Schedule { number: 1, preferences };
            let ask = |channel| {
                let quantities = [("pages".to_owned(), quantity)].into();
                let facts = FeeFacts { channel, on: day("2026-11-23"), quantities, exempt };
                quote(priced(std::slice::from_ref(&fee), &case()), &facts, &schedule)
            };
            if let (Ok(online), Ok(counter)) = (ask(Channel::Online), ask(Channel::Direct)) {
                prop_assert!(online.total <= counter.total, "{} > {}", online.total.dong(), counter.total.dong());
                prop_assert!(online.total <= online.full().unwrap());
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
            prop_assert_eq!(all.amount, one.times(copies).unwrap());
            if let Amount::Tiers { cap: Some(cap), .. } = &amount {
                prop_assert!(all.amount <= cap.times(copies).unwrap());
            }
            let online = ask_for_copies(&fee, Channel::Online, pages, copies);
            prop_assert_eq!(online.full, all.full);
            prop_assert!(online.amount <= online.full);
        }

        #[test]
        fn asking_in_several_steps_costs_what_asking_at_once_costs_and_never_more_than_the_full_amount(
            rules in prop::collection::vec(any_rule(), 1..4),
            preferences in prop::collection::vec(any_preference(), 0..4),
            pages in 0_u32..20,
            each in 0_u32..5,
            steps in prop::collection::vec((any::<bool>(), 1_u32..30), 1..6),
            is_named in any::<bool>(),
            channel in prop::sample::select(Channel::ALL),
        ) {
            let always = rule(&[], Amount::Each(vnd(700)), "2019-01-01");
            let rules = rules.into_iter().chain([always]).collect();
            let fee = Fee { copies_field: Some("copies".to_owned()), ..fee(rules) };
            let schedule = Schedule { number: 1, preferences };
            let case = if is_named { case() } else { Case { fees: Vec::new(), ..case() } };
            let facts = facts_of(pages, each, channel);
            let price = |units| with(&fee, &case, &facts, units, &schedule);
            let mut quote = price(Units::default());
            let (mut units, mut asked) = (Units::default(), quote.total);
            for (is_copies, count) in steps {
                // Copies are asked for of what is there.
                let is_copies = is_copies && !quote.lines.is_empty();
                let unit = if is_copies { Unit::Copies } else { Unit::Quantity };
                let more = More { unit, count };
                let (before, was) = (quote.clone(), units);
                units = units.with(more).unwrap();
                let line = price(units).lines.remove(0);
                let now = quote.lines.iter().find(|now| now.fee == line.fee);
                if line.amount <= now.map_or(Vnd::ZERO, |now| now.amount) {
                    // Where nothing more is due, nothing is asked for: `fees::demand` refuses it.
                    units = was;
                    continue;
                }
                let on = day("2026-11-24");
                let further = quote.count_on(line, (more, units), String::new(), on).unwrap();
                asked = asked.plus(further).unwrap();
                // Taken back, all is as it was.
                let mut back = quote.clone();
                prop_assert_eq!(back.recall(String::new(), on, on), further);
                prop_assert_eq!((&back.lines, back.total), (&before.lines, before.total));
                prop_assert_eq!(back.added.get("fee").copied().unwrap_or_default(), was);
            }
            let at_once = price(units);
            prop_assert_eq!(asked, at_once.total);
            prop_assert_eq!((&quote.lines, quote.total, &quote.added), (&at_once.lines, at_once.total, &at_once.added));
            prop_assert!(asked <= at_once.full().unwrap());
            if is_named {
                let told = facts_of(pages + units.quantity, each + units.copies, channel);
                let told = with(&fee, &case, &told, Units::default(), &schedule);
                prop_assert_eq!(told.total, asked, "as if it had been told on the day of filing");
            }
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
            let quote = quote(priced(&fees, &case), &facts, &half_online()).unwrap();
            prop_assert_eq!(quote.total.dong(), quote.lines.iter().map(|line| line.amount.dong()).sum::<i64>());
            prop_assert_eq!(quote.lines.len(), fees.len());
        }
    }
}
