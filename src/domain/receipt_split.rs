//! Which receipts a payment gets: one for its charges, one for its fees. The lines of the quote that no earlier receipt covers are
//! taken first, in the order of the quote; what the quote does not explain (money asked for later) is a line of its own. The sum is
//! always what was paid, to the đồng. Source: Law 97/2015 (charges and fees are kept apart).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    event::Event,
    money::{NotAnAmount, Vnd},
    procedure::FeeKind,
    quote::Quote,
    receipt::ReceiptLine,
};

/// What a receipt of one kind is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Charge or fee.
    pub kind: FeeKind,
    /// What for; never empty, never of nothing.
    pub lines: Vec<ReceiptLine>,
}

/// What happened to a dossier's money, as far as receipts must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Money {
    /// More was asked for, with this reason.
    Asked(String),
    /// All that was outstanding was paid.
    Paid(Vnd, DateTime<Utc>),
}

impl Money {
    /// What an event at `at` means; nothing for one that is not about money.
    #[must_use]
    pub fn of(event: &Event, at: DateTime<Utc>) -> Option<Self> {
        if let Event::Paid { amount, .. } = event {
            return Some(Self::Paid(*amount, at));
        }
        let Event::PaymentRequested { reason, .. } = event else { return None };
        Some(reason.trim()).filter(|reason| !reason.is_empty()).map(|reason| Self::Asked(reason.to_owned()))
    }
}

/// What the money of a payment was asked for with: the reasons given since the payment before it, for each payment pays all that is
/// outstanding; else the last one before it. `story` is in order.
#[must_use]
pub fn asked_with(story: &[Money], (amount, at): (Vnd, DateTime<Utc>)) -> Option<String> {
    let here = story.iter().position(|one| *one == Money::Paid(amount, at)).unwrap_or(story.len());
    let until = story.get(..here).unwrap_or_default();
    let before = until.iter().rposition(|one| matches!(one, Money::Paid(..))).map_or(0, |last| last + 1);
    let reason = |one: &Money| match one {
        Money::Asked(reason) => Some(reason.clone()),
        Money::Paid(..) => None,
    };
    let mut reasons: Vec<String> =
        until.get(before..).unwrap_or_default().iter().filter_map(reason).collect();
    reasons.dedup();
    if reasons.is_empty() { until.iter().rev().find_map(reason) } else { Some(reasons.join("; ")) }
}

/// How money is called that the quote does not explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// What was said when it was asked for.
    pub name: String,
    /// Charge or fee.
    pub kind: FeeKind,
}

/// The receipts of a payment of `paid`. `covered` is what earlier receipts that still hold say of each fee.
/// # Errors
/// [`NotAnAmount`] never happens with amounts of our own: parts of an amount are amounts.
pub fn split(
    paid: Vnd,
    quote: &Quote,
    covered: &BTreeMap<String, Vnd>,
    rest: &Rest,
) -> Result<Vec<Part>, NotAnAmount> {
    let mut left = paid;
    let mut taken: Vec<(FeeKind, ReceiptLine)> = Vec::new();
    let mut covered = covered.clone();
    for line in &quote.lines {
        let before = covered.get(&line.fee).copied().unwrap_or(Vnd::ZERO);
        let owed = line.amount.less(before);
        // A second line of the same fee is covered by what the first one leaves.
        covered.insert(line.fee.clone(), before.less(line.amount));
        let amount = owed.min(left);
        left = left.less(amount);
        if !amount.is_zero() {
            taken.push((line.kind, ReceiptLine { fee: line.fee.clone(), name: line.name.clone(), amount }));
        }
    }
    if !left.is_zero() {
        taken.push((rest.kind, ReceiptLine { fee: String::new(), name: rest.name.clone(), amount: left }));
    }
    Ok(FeeKind::ALL
        .iter()
        .map(|kind| Part {
            kind: *kind,
            lines: taken.iter().filter(|(of, _)| of == kind).map(|(_, line)| line.clone()).collect(),
        })
        .filter(|part| !part.lines.is_empty())
        .collect())
}

/// The kind of money that the quote does not explain: that of the quote when it has one kind only, else a fee.
#[must_use]
pub fn rest_kind(quote: &Quote) -> FeeKind {
    let charges_only = !quote.lines.is_empty() && quote.lines.iter().all(|line| line.kind == FeeKind::Charge);
    if charges_only { FeeKind::Charge } else { FeeKind::Fee }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::quote::QuoteLine;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn line(fee: &str, kind: FeeKind, amount: i64) -> QuoteLine {
        QuoteLine {
            fee: fee.to_owned(),
            name: format!("Khoản {fee}"),
            kind,
            quantity: 1,
            copies: 1,
            full: vnd(amount),
            reduction: None,
            amount: vnd(amount),
            legal_basis: String::new(),
            rule: String::new(),
            tariff: None,
        }
    }

    fn quote(lines: Vec<QuoteLine>) -> Quote {
        let total = Vnd::total(lines.iter().map(|l| l.amount)).unwrap();
        Quote { lines, total, ..Quote::default() }
    }

    fn rest() -> Rest {
        Rest { name: "Bổ sung trang".to_owned(), kind: FeeKind::Fee }
    }

    fn told(parts: &[Part]) -> Vec<(FeeKind, Vec<(&str, i64)>)> {
        parts
            .iter()
            .map(|p| (p.kind, p.lines.iter().map(|l| (l.fee.as_str(), l.amount.dong())).collect()))
            .collect()
    }

    #[test]
    fn charges_and_fees_are_on_receipts_of_their_own() {
        let q = quote(vec![
            line("dang-ky", FeeKind::Fee, 50_000),
            line("ban-sao", FeeKind::Charge, 8_000),
            line("mien", FeeKind::Charge, 0),
            line("the", FeeKind::Fee, 1),
        ]);
        let parts = split(q.total, &q, &BTreeMap::new(), &rest()).unwrap();
        assert_eq!(
            told(&parts),
            [
                (FeeKind::Charge, vec![("ban-sao", 8_000)]),
                (FeeKind::Fee, vec![("dang-ky", 50_000), ("the", 1)])
            ]
        );
    }

    #[test]
    fn the_difference_after_a_correction_is_on_the_line_that_grew() {
        let q = quote(vec![line("a", FeeKind::Fee, 50_000), line("b", FeeKind::Charge, 12_000)]);
        let covered = BTreeMap::from([("a".to_owned(), vnd(50_000)), ("b".to_owned(), vnd(8_000))]);
        let parts = split(vnd(4_000), &q, &covered, &rest()).unwrap();
        assert_eq!(told(&parts), [(FeeKind::Charge, vec![("b", 4_000)])]);
    }

    #[test]
    fn money_asked_for_later_has_a_line_with_its_reason() {
        let q = quote(vec![line("a", FeeKind::Charge, 10_000)]);
        let covered = BTreeMap::from([("a".to_owned(), vnd(10_000))]);
        let more = Rest { name: "Đo đạc lại".to_owned(), kind: rest_kind(&q) };
        let parts = split(vnd(3_000), &q, &covered, &more).unwrap();
        assert_eq!(told(&parts), [(FeeKind::Charge, vec![("", 3_000)])]);
        assert_eq!(parts[0].lines[0].name, "Đo đạc lại");
        assert_eq!(rest_kind(&Quote::default()), FeeKind::Fee);
    }

    #[test]
    fn each_payment_has_the_reason_with_which_it_was_asked_for() {
        let at = |minute: i64| DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute);
        let (asked, paid) =
            (|text: &str| Money::Asked(text.to_owned()), |dong, minute| Money::Paid(vnd(dong), at(minute)));
        let story = [
            paid(50_000, 1),
            asked("Đo đạc"),
            paid(20_000, 2),
            asked("In bản đồ"),
            asked("Gửi thư"),
            paid(7_000, 3),
        ];
        let of = |dong, minute| asked_with(&story, (vnd(dong), at(minute)));
        assert_eq!(of(50_000, 1), None, "nothing had been asked for");
        assert_eq!(of(20_000, 2).as_deref(), Some("Đo đạc"), "whatever was asked for later");
        assert_eq!(of(7_000, 3).as_deref(), Some("In bản đồ; Gửi thư"));
        // A payment in one moment with another, and one for which nothing was asked anew.
        let story = [asked("Đo đạc"), paid(1, 1), paid(2, 1), asked("Sau")];
        assert_eq!(asked_with(&story, (vnd(2), at(1))).as_deref(), Some("Đo đạc"));
        assert_eq!(
            asked_with(&story, (vnd(9), at(9))).as_deref(),
            Some("Sau"),
            "one that history does not know"
        );
        assert_eq!(asked_with(&[], (vnd(9), at(9))), None);
    }

    #[test]
    fn nothing_paid_is_no_receipt() {
        assert_eq!(split(Vnd::ZERO, &Quote::default(), &BTreeMap::new(), &rest()).unwrap(), []);
    }

    proptest! {
        #[test]
        fn the_receipts_add_up_to_what_was_paid(
            amounts in prop::collection::vec((any::<bool>(), 0_i64..1_000_000, 0_i64..1_200_000), 0..7),
            paid in 0_i64..5_000_000,
        ) {
            let kind = |charge: bool| if charge { FeeKind::Charge } else { FeeKind::Fee };
            let lines = amounts.iter().enumerate().map(|(n, (c, amount, _))| line(&n.to_string(), kind(*c), *amount));
            let q = quote(lines.collect());
            let covered = amounts.iter().enumerate().map(|(n, (_, _, before))| (n.to_string(), vnd(*before))).collect();
            let parts = split(vnd(paid), &q, &covered, &rest()).unwrap();
            let sum: i64 = parts.iter().flat_map(|p| &p.lines).map(|l| l.amount.dong()).sum();
            prop_assert_eq!(sum, paid);
            prop_assert!(parts.len() <= 2);
            prop_assert!(parts.windows(2).all(|two| two[0].kind != two[1].kind));
            for part in &parts {
                prop_assert!(!part.lines.is_empty());
                for l in &part.lines {
                    prop_assert!(!l.amount.is_zero());
                    if let Some(of) = q.lines.iter().find(|of| of.fee == l.fee) {
                        prop_assert_eq!(of.kind, part.kind);
                        prop_assert!(l.amount <= of.amount);
                    }
                }
            }
        }
    }
}
