//! Which receipts say less once money went back, so that receipts always stand for what is paid: what is kept stays where it is, the
//! newest receipt says less first, and one of which nothing is left is cancelled. Source: Law 97/2015; NĐ 254/2026 Art.23.

use std::collections::BTreeMap;

use super::{
    money::Vnd,
    receipt_chain::{Link, State},
};

/// A receipt with what is left of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub link: Link,
    /// For each line, the key of its fee and what is left of it.
    pub lines: Vec<(String, Vnd)>,
}

/// What is taken off one receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeOff {
    /// Which receipt, from 0.
    pub receipt: usize,
    /// Which lines, from 0, and how much of each; never nothing.
    pub lines: Vec<(usize, Vnd)>,
    /// All of it goes, so it is cancelled.
    pub cancels: bool,
}

/// Takes `off` off `receipts`, which are in the order in which they were issued. `keep` is what should stay of each fee; only when
/// nothing else is left that is taken too.
#[must_use]
pub fn take_off(receipts: &[Standing], off: Vnd, keep: &BTreeMap<String, Vnd>) -> Vec<TakeOff> {
    let mut keep = keep.clone();
    let mut parts: Vec<Part> = Vec::new();
    for (receipt, one) in receipts.iter().enumerate().filter(|(_, one)| !one.link.holds().is_zero()) {
        for (line, (fee, left)) in one.lines.iter().enumerate() {
            let kept = keep.get(fee).copied().unwrap_or(Vnd::ZERO).min(*left);
            keep.entry(fee.clone()).and_modify(|all| *all = all.less(kept));
            parts.push(Part { receipt, line, spare: left.less(kept), kept, taken: Vnd::ZERO });
        }
    }
    let mut to_take = off;
    for spare in [true, false] {
        for part in parts.iter_mut().rev() {
            let there = if spare { part.spare } else { part.kept };
            let now = there.min(to_take);
            to_take = to_take.less(now);
            part.taken = part.taken.plus(now).unwrap_or(part.taken);
        }
    }
    receipts.iter().enumerate().filter_map(|(at, one)| of_one(at, one, &parts)).collect()
}

struct Part {
    receipt: usize,
    line: usize,
    spare: Vnd,
    kept: Vnd,
    taken: Vnd,
}

fn of_one(receipt: usize, one: &Standing, parts: &[Part]) -> Option<TakeOff> {
    let own = parts.iter().filter(|part| part.receipt == receipt && !part.taken.is_zero());
    let lines: Vec<(usize, Vnd)> = own.map(|part| (part.line, part.taken)).collect();
    let all = Vnd::total(lines.iter().map(|(_, off)| *off)).ok()?;
    let cancels = one.link.state() == State::Issued && all == one.link.holds();
    (!lines.is_empty()).then_some(TakeOff { receipt, lines, cancels })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::receipt_chain::{Origin, Step};

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    /// A receipt with these lines, of which `gone` was taken off the first one already.
    fn receipt(lines: &[(&str, i64)], gone: i64) -> Standing {
        let amount = vnd(lines.iter().map(|(_, dong)| dong).sum());
        let done = if gone == 0 { Vec::new() } else { vec![(Step::Adjust, vnd(gone))] };
        let left = |(at, (fee, dong)): (usize, &(&str, i64))| {
            ((*fee).to_owned(), vnd(if at == 0 { dong - gone } else { *dong }))
        };
        Standing {
            link: Link { origin: Origin::First, amount, done },
            lines: lines.iter().enumerate().map(left).collect(),
        }
    }

    fn keep(of: &[(&str, i64)]) -> BTreeMap<String, Vnd> {
        of.iter().map(|(fee, dong)| ((*fee).to_owned(), vnd(*dong))).collect()
    }

    /// `0: 0 30, cancelled` for each receipt.
    fn told(all: &[TakeOff]) -> Vec<String> {
        all.iter()
            .map(|one| {
                let lines: Vec<String> =
                    one.lines.iter().map(|(at, off)| format!("{at} {}", off.dong())).collect();
                format!(
                    "{}: {}{}",
                    one.receipt,
                    lines.join(", "),
                    if one.cancels { ", cancelled" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn all_back_cancels_and_part_of_it_adjusts_the_newest() {
        let two = [receipt(&[("a", 30)], 0), receipt(&[("b", 20), ("c", 10)], 0)];
        assert_eq!(
            told(&take_off(&two, vnd(60), &keep(&[]))),
            ["0: 0 30, cancelled", "1: 0 20, 1 10, cancelled"]
        );
        assert_eq!(told(&take_off(&two, vnd(15), &keep(&[]))), ["1: 0 5, 1 10"]);
    }

    #[test]
    fn what_is_kept_on_refusal_stays_on_its_receipt() {
        let two = [receipt(&[("a", 30)], 0), receipt(&[("b", 20), ("c", 10)], 0)];
        assert_eq!(told(&take_off(&two, vnd(40), &keep(&[("b", 20)]))), ["0: 0 30, cancelled", "1: 1 10"]);
    }

    #[test]
    fn of_a_fee_that_became_less_the_difference_goes() {
        let one = [receipt(&[("a", 30), ("b", 20)], 0)];
        assert_eq!(told(&take_off(&one, vnd(5), &keep(&[("a", 25), ("b", 20)]))), ["0: 0 5"]);
    }

    #[test]
    fn what_was_adjusted_is_adjusted_again_and_never_cancelled() {
        let one = [receipt(&[("a", 30)], 10)];
        assert_eq!(told(&take_off(&one, vnd(20), &keep(&[]))), ["0: 0 20"]);
        let mut gone = receipt(&[("a", 30)], 0);
        gone.link.done.push((Step::Cancel, Vnd::ZERO));
        assert_eq!(told(&take_off(&[gone], vnd(20), &keep(&[]))), [""; 0]);
    }

    proptest! {
        #[test]
        fn as_much_is_taken_as_went_back_and_each_step_is_allowed(
            receipts in prop::collection::vec(prop::collection::vec((0_usize..4, 1_i64..1_000), 1..4), 1..4),
            kept in prop::collection::vec(0_i64..1_500, 4), off in 0_i64..6_000,
        ) {
            let fees = ["a", "b", "c", "d"];
            let receipts: Vec<Standing> = receipts.iter().map(|lines| {
                receipt(&lines.iter().map(|(fee, dong)| (fees[*fee], *dong)).collect::<Vec<_>>(), 0)
            }).collect();
            let keep: BTreeMap<String, Vnd> =
                fees.iter().zip(&kept).map(|(fee, dong)| ((*fee).to_owned(), vnd(*dong))).collect();
            let all: i64 = receipts.iter().map(|one| one.link.holds().dong()).sum();
            let steps = take_off(&receipts, vnd(off), &keep);
            let taken: i64 = steps.iter().flat_map(|one| &one.lines).map(|(_, off)| off.dong()).sum();
            prop_assert_eq!(taken, off.min(all));
            for step in &steps {
                let one = &receipts[step.receipt];
                let sum = vnd(step.lines.iter().map(|(_, off)| off.dong()).sum());
                prop_assert!(step.lines.iter().all(|(at, off)| *off <= one.lines[*at].1 && !off.is_zero()));
                let allowed = if step.cancels { one.link.may(Step::Cancel) } else { one.link.may_take_off(sum) };
                prop_assert_eq!(allowed, Ok(()));
            }
            // What is to be kept is touched only when nothing else is left.
            let of = |fee: &str, left: bool| -> i64 {
                receipts.iter().enumerate().flat_map(|(r, one)| one.lines.iter().enumerate().map(move |(l, line)| (r, l, line)))
                    .filter(|(_, _, line)| line.0 == fee)
                    .map(|(r, l, line)| {
                        let gone: i64 = steps.iter().filter(|s| s.receipt == r).flat_map(|s| &s.lines)
                            .filter(|(at, _)| *at == l).map(|(_, off)| off.dong()).sum();
                        if left { line.1.dong() - gone } else { line.1.dong() }
                    }).sum()
            };
            let spare: i64 = fees.iter().zip(&kept).map(|(fee, kept)| (of(fee, false) - kept).max(0)).sum();
            if off <= spare {
                for (fee, kept) in fees.iter().zip(&kept) {
                    prop_assert!(of(fee, true) >= (*kept).min(of(fee, false)));
                }
            }
        }
    }
}
