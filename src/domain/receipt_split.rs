//! Which receipts a payment gets: one for its charges, one for its fees. The lines of the quote that no earlier receipt covers are
//! taken first, in the order of the quote; what the quote does not explain (money asked for later) is a line of its own. The sum is
//! always what was paid, to the đồng. Source: Law 97/2015 (charges and fees are kept apart).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    event::Event,
    further::{Asked, ByNotice, Notice},
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

/// What was said when more was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What for.
    pub reason: String,
    /// The paper of an authority that asks for it.
    pub notice: Option<Notice>,
}

/// What happened to a dossier's money, as far as receipts must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Money {
    /// More was asked for.
    Asked(Ask),
    /// What was asked for last was taken back.
    Recalled,
    /// All that was outstanding was paid.
    Paid {
        /// How much.
        amount: Vnd,
        /// When.
        at: DateTime<Utc>,
        /// How much of it papers of authorities asked for.
        by_notice: ByNotice,
    },
}

impl Money {
    /// What an event at `at` means; nothing for one that is not about money.
    #[must_use]
    pub fn of(event: &Event, at: DateTime<Utc>) -> Option<Self> {
        if let Event::Paid { amount, by_notice, .. } = event {
            return Some(Self::Paid { amount: *amount, at, by_notice: *by_notice });
        }
        if matches!(event, Event::PaymentRecalled { .. }) {
            return Some(Self::Recalled);
        }
        let Event::PaymentRequested { reason, further, .. } = event else { return None };
        let notice = further.as_ref().and_then(Asked::notice).cloned();
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty())?.to_owned();
        Some(Self::Asked(Ask { reason, notice }))
    }

    const fn is_paid(&self) -> bool {
        matches!(self, Self::Paid { .. })
    }

    fn is(&self, paid: (Vnd, DateTime<Utc>)) -> bool {
        matches!(self, Self::Paid { amount, at, .. } if (*amount, *at) == paid)
    }
}

/// How much of a payment papers of authorities asked for, as `story` tells.
#[must_use]
pub fn by_notice(story: &[Money], paid: (Vnd, DateTime<Utc>)) -> ByNotice {
    let told = story.iter().find(|one| one.is(paid));
    match told {
        Some(Money::Paid { by_notice, .. }) => *by_notice,
        Some(Money::Asked(_) | Money::Recalled) | None => ByNotice::default(),
    }
}

/// What the money of a payment was asked for with: what was said since the payment before it and not taken back, for each payment
/// pays all that is outstanding; else the last before it. `story` is in order. What is neither a charge nor a fee is on no receipt,
/// and is left out.
#[must_use]
pub fn asked_with(story: &[Money], paid: (Vnd, DateTime<Utc>)) -> Vec<Ask> {
    let here = story.iter().position(|one| one.is(paid)).unwrap_or(story.len());
    let until = story.get(..here).unwrap_or_default();
    let before = until.iter().rposition(Money::is_paid).map_or(0, |last| last + 1);
    let asks = standing(until.get(before..).unwrap_or_default());
    if asks.is_empty() { standing(until).pop().into_iter().collect() } else { asks }
}

/// What was asked for and not taken back, each once.
fn standing(story: &[Money]) -> Vec<Ask> {
    let mut asks: Vec<&Ask> = Vec::new();
    for one in story {
        match one {
            Money::Asked(ask) => asks.push(ask),
            Money::Recalled => {
                asks.pop();
            }
            Money::Paid { .. } => {}
        }
    }
    asks.dedup();
    asks.into_iter()
        .filter(|ask| ask.notice.as_ref().is_none_or(|notice| notice.kind.is_some()))
        .cloned()
        .collect()
}

/// How money is called that the lines of the quote do not explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// What was said when it was asked for.
    pub name: String,
    /// Charge or fee.
    pub kind: FeeKind,
    /// How much of the payment is certainly none of the lines'.
    pub least: Vnd,
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
    let rest_of = rest.least.min(paid);
    let mut left = paid.less(rest_of);
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
    let left = left.plus(rest_of)?;
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
        Rest { name: "Bổ sung trang".to_owned(), kind: FeeKind::Fee, least: Vnd::ZERO }
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
        let more = Rest { name: "Đo đạc lại".to_owned(), kind: rest_kind(&q), least: Vnd::ZERO };
        let parts = split(vnd(3_000), &q, &covered, &more).unwrap();
        assert_eq!(told(&parts), [(FeeKind::Charge, vec![("", 3_000)])]);
        assert_eq!(parts[0].lines[0].name, "Đo đạc lại");
        assert_eq!(rest_kind(&Quote::default()), FeeKind::Fee);
    }

    #[test]
    fn what_a_paper_asked_for_takes_no_line_of_the_quote_however_late_the_receipt() {
        // Paid after the paper's money: 24,000 more of the line, which the quote knows already.
        let q = quote(vec![line("a", FeeKind::Charge, 34_000)]);
        let covered = BTreeMap::from([("a".to_owned(), vnd(10_000))]);
        let rest = Rest { name: "Theo quyết định".to_owned(), kind: FeeKind::Fee, least: vnd(20_000) };
        let first = split(vnd(20_000), &q, &covered, &rest).unwrap();
        assert_eq!(told(&first), [(FeeKind::Fee, vec![("", 20_000)])]);
        let both = split(vnd(44_000), &q, &covered, &rest).unwrap();
        assert_eq!(told(&both), [(FeeKind::Charge, vec![("a", 24_000)]), (FeeKind::Fee, vec![("", 20_000)])]);
    }

    fn asked(reason: &str) -> Money {
        Money::Asked(Ask { reason: reason.to_owned(), notice: None })
    }

    fn paid(dong: i64, minute: i64) -> Money {
        Money::Paid { amount: vnd(dong), at: at(minute), by_notice: ByNotice::default() }
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
    }

    fn reasons(story: &[Money], dong: i64, minute: i64) -> String {
        let asks = asked_with(story, (vnd(dong), at(minute)));
        asks.iter().map(|ask| ask.reason.as_str()).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn each_payment_has_the_reason_with_which_it_was_asked_for() {
        let story = [
            paid(50_000, 1),
            asked("Đo đạc"),
            paid(20_000, 2),
            asked("In bản đồ"),
            asked("Gửi thư"),
            paid(7_000, 3),
        ];
        let of = |dong, minute| reasons(&story, dong, minute);
        assert_eq!(of(50_000, 1), "", "nothing had been asked for");
        assert_eq!(of(20_000, 2), "Đo đạc", "whatever was asked for later");
        assert_eq!(of(7_000, 3), "In bản đồ; Gửi thư");
        // A payment in one moment with another, and one for which nothing was asked anew.
        let story = [asked("Đo đạc"), paid(1, 1), paid(2, 1), asked("Sau")];
        assert_eq!(reasons(&story, 2, 1), "Đo đạc");
        assert_eq!(reasons(&story, 9, 9), "Sau", "one that history does not know");
        assert_eq!(reasons(&[], 9, 9), "");
    }

    #[test]
    fn what_was_taken_back_or_is_neither_charge_nor_fee_names_no_receipt() {
        let notice = |kind| Notice {
            kind,
            number: "12/TB".to_owned(),
            date: "2026-11-20".parse().unwrap(),
            issuer: "Thuế cơ sở 1".to_owned(),
        };
        let by =
            |kind, reason: &str| Money::Asked(Ask { reason: reason.to_owned(), notice: Some(notice(kind)) });
        let story = [asked("Đo đạc"), Money::Recalled, asked("In bản đồ"), paid(5_000, 1)];
        assert_eq!(reasons(&story, 5_000, 1), "In bản đồ");
        let story = [asked("Lệ phí"), by(None, "Tiền sử dụng đất"), paid(9_000, 1)];
        assert_eq!(reasons(&story, 9_000, 1), "Lệ phí");
        let story = [by(Some(FeeKind::Charge), "Phí thẩm định"), paid(9_000, 1)];
        assert_eq!(reasons(&story, 9_000, 1), "Phí thẩm định");
        let event = Event::Paid {
            amount: vnd(9_000),
            taken: vnd(9_000),
            method: crate::domain::command::PayMethod::Cash,
            reference: None,
            due_at: None,
            by_notice: ByNotice { fees: vnd(2_000), obligations: vnd(3_000) },
        };
        let story = [Money::of(&event, at(1)).unwrap()];
        let told = by_notice(&story, (vnd(9_000), at(1)));
        assert_eq!((told.fees, told.obligations), (vnd(2_000), vnd(3_000)));
        assert_eq!(by_notice(&story, (vnd(9_000), at(2))), ByNotice::default());
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
