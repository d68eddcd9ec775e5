//! What may become of a receipt: it holds until it is replaced, adjusted or cancelled. Never is one edited, never is a number used
//! again: a replacement or an adjustment is a receipt of its own with the next number, and names the one it speaks of. Source: NĐ
//! 254/2026 Art.23; that what was begun by adjusting goes on by adjusting is taken over from the rules of e-invoices.

use super::{
    money::{NotAnAmount, Vnd},
    party,
    reason::says_something,
    status::keyed,
};

keyed! {
    /// How a receipt came to be.
    Origin {
        /// For a payment.
        First = "first",
        /// In the place of one with wrong contents.
        Replaces = "replaces",
        /// To say that less was due than one says, and that money was given back.
        Adjusts = "adjusts",
        /// For a payment whose receipt was cancelled although the money stayed: it replaces nothing.
        Again = "again",
    }
}

keyed! {
    /// What was done with a receipt after it was issued.
    Step {
        /// Another one stands in its place.
        Replace = "replace",
        /// Another one takes some of its amount off.
        Adjust = "adjust",
        /// It says nothing any more; its number stays used.
        Cancel = "cancel",
        /// It was cancelled in error: another one is given for the payment.
        Again = "again",
    }
}

keyed! {
    /// Where a receipt stands.
    State {
        /// It holds.
        Issued = "issued",
        /// Another one stands in its place.
        Replaced = "replaced",
        /// It holds with less than it says.
        Adjusted = "adjusted",
        /// It says nothing any more.
        Cancelled = "cancelled",
    }
}

/// Why a step is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// It was replaced: the one in its place is to be looked at.
    #[error("the receipt was replaced")]
    Replaced,
    /// It was cancelled.
    #[error("the receipt was cancelled")]
    Cancelled,
    /// It was adjusted: it can only be adjusted again.
    #[error("the receipt was adjusted and can only be adjusted again")]
    Adjusted,
    /// It adjusts another one: that one is to be looked at.
    #[error("the receipt adjusts another one")]
    IsAdjustment,
    /// A reason must be given.
    #[error("a reason is required")]
    ReasonMissing,
    /// The reason is too long for the paper.
    #[error("the reason is too long")]
    ReasonTooLong,
    /// Nothing would be taken off.
    #[error("an adjustment takes something off")]
    NothingOff,
    /// More would be taken off than it still says.
    #[error("more would be taken off than is left")]
    TooMuch,
    /// All of it would be taken off: that is a cancellation.
    #[error("taking all off is a cancellation")]
    AllOfIt,
    /// The replacement says nothing else.
    #[error("the replacement says the same")]
    SameContents,
    /// The replacement has another amount or kind than what it stands for.
    #[error("a replacement is of the same amount and kind")]
    OtherAmount,
    /// It was not cancelled: nothing is missing.
    #[error("only a cancelled receipt is given again")]
    NotCancelled,
    /// Another one was given for it already.
    #[error("the receipt was given again already")]
    GivenAgain,
    /// The money went back: there is nothing to give a receipt for.
    #[error("the money was given back")]
    MoneyWentBack,
    /// Nothing can be signed: no certificate of the agency is set.
    #[error("no certificate is set to sign receipts with")]
    NoCertificate,
}

impl NotAllowed {
    /// Stable key for the translation.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Cancelled => "cancelled",
            Self::Adjusted => "adjusted",
            Self::IsAdjustment => "is-adjustment",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong => "reason-too-long",
            Self::NothingOff => "nothing-off",
            Self::TooMuch => "too-much",
            Self::AllOfIt => "all-of-it",
            Self::SameContents => "same-contents",
            Self::OtherAmount => "other-amount",
            Self::NotCancelled => "not-cancelled",
            Self::GivenAgain => "given-again",
            Self::MoneyWentBack => "money-went-back",
            Self::NoCertificate => "no-certificate",
        }
    }
}

/// One receipt with what was done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How it came to be.
    pub origin: Origin,
    /// What it says; what it takes off, for one that adjusts.
    pub amount: Vnd,
    /// What was done, the oldest first, with what was taken off by an adjustment.
    pub done: Vec<(Step, Vnd)>,
}

impl Link {
    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        let was = |step: Step| self.done.iter().any(|(done, _)| *done == step);
        if was(Step::Cancel) {
            State::Cancelled
        } else if was(Step::Replace) {
            State::Replaced
        } else if was(Step::Adjust) {
            State::Adjusted
        } else {
            State::Issued
        }
    }

    /// How much money it stands for now. One that adjusts stands for none: what it takes off is off the one it adjusts.
    #[must_use]
    pub fn holds(&self) -> Vnd {
        match (self.origin, self.state()) {
            (Origin::Adjusts, _) | (_, State::Replaced | State::Cancelled) => Vnd::ZERO,
            (Origin::First | Origin::Replaces | Origin::Again, State::Issued | State::Adjusted) => {
                self.done.iter().fold(self.amount, |left, (_, off)| left.less(*off))
            }
        }
    }

    /// Whether `step` can be taken at all.
    /// # Errors
    /// [`NotAllowed`] says why not.
    pub fn may(&self, step: Step) -> Result<(), NotAllowed> {
        if self.origin == Origin::Adjusts {
            return Err(NotAllowed::IsAdjustment);
        }
        let was_given_again = self.done.iter().any(|(done, _)| *done == Step::Again);
        match (self.state(), step) {
            (State::Cancelled, Step::Again) if was_given_again => Err(NotAllowed::GivenAgain),
            (State::Cancelled, Step::Again) => Ok(()),
            (_, Step::Again) => Err(NotAllowed::NotCancelled),
            (State::Replaced, _) => Err(NotAllowed::Replaced),
            (State::Cancelled, _) => Err(NotAllowed::Cancelled),
            (State::Adjusted, Step::Adjust) if self.holds().is_zero() => Err(NotAllowed::TooMuch),
            (State::Adjusted, Step::Replace | Step::Cancel) => Err(NotAllowed::Adjusted),
            (State::Adjusted, Step::Adjust) | (State::Issued, _) => Ok(()),
        }
    }

    /// Whether `off` can be taken off by an adjustment.
    /// # Errors
    /// [`NotAllowed`] says why not.
    pub fn may_take_off(&self, off: Vnd) -> Result<(), NotAllowed> {
        self.may(Step::Adjust)?;
        let left = self.holds();
        if off.is_zero() {
            Err(NotAllowed::NothingOff)
        } else if off > left {
            Err(NotAllowed::TooMuch)
        } else if off == left && self.state() == State::Issued {
            Err(NotAllowed::AllOfIt)
        } else {
            Ok(())
        }
    }
}

/// Whether a receipt over `amount` can be given again for a payment of `paid`, for which `held` is what its receipts stand for. `left`
/// is what was paid and not given back on the whole dossier, less what all its receipts stand for.
/// # Errors
/// [`NotAllowed::MoneyWentBack`].
pub fn may_give_again(amount: Vnd, (paid, held): (Vnd, Vnd), left: Vnd) -> Result<(), NotAllowed> {
    if amount > paid.less(held) || amount > left { Err(NotAllowed::MoneyWentBack) } else { Ok(()) }
}

/// The longest reason, in characters: it stands on one sheet.
pub const LONGEST_REASON: usize = 500;

/// A reason that says something, in one line.
/// # Errors
/// [`NotAllowed::ReasonMissing`], [`NotAllowed::ReasonTooLong`].
pub fn reason(text: &str) -> Result<String, NotAllowed> {
    let text = party::tidy(text).replace('\n', " ");
    if !says_something(&text) {
        Err(NotAllowed::ReasonMissing)
    } else if text.chars().count() > LONGEST_REASON {
        Err(NotAllowed::ReasonTooLong)
    } else {
        Ok(text)
    }
}

/// What a chain of receipts stands for: what was paid, while nothing was given back.
/// # Errors
/// [`NotAnAmount`] beyond every amount.
pub fn holding<'a>(links: impl IntoIterator<Item = &'a Link>) -> Result<Vnd, NotAnAmount> {
    Vnd::total(links.into_iter().map(Link::holds))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn first(done: &[(Step, i64)]) -> Link {
        Link {
            origin: Origin::First,
            amount: vnd(10_000),
            done: done.iter().map(|(step, off)| (*step, vnd(*off))).collect(),
        }
    }

    #[test]
    fn a_receipt_that_holds_can_be_replaced_adjusted_and_cancelled() {
        let one = first(&[]);
        assert_eq!((one.state(), one.holds()), (State::Issued, vnd(10_000)));
        for step in [Step::Replace, Step::Adjust, Step::Cancel] {
            assert_eq!(one.may(step), Ok(()));
        }
        assert_eq!(one.may(Step::Again), Err(NotAllowed::NotCancelled), "nothing is missing");
    }

    #[test]
    fn what_was_cancelled_is_given_again_once_and_says_nothing_any_more() {
        let one = first(&[(Step::Cancel, 0)]);
        assert_eq!(one.may(Step::Again), Ok(()));
        let again = first(&[(Step::Cancel, 0), (Step::Again, 0)]);
        assert_eq!((again.state(), again.holds()), (State::Cancelled, Vnd::ZERO));
        assert_eq!(again.may(Step::Again), Err(NotAllowed::GivenAgain));
        assert_eq!(again.may(Step::Replace), Err(NotAllowed::Cancelled));
        assert_eq!(first(&[(Step::Replace, 0)]).may(Step::Again), Err(NotAllowed::NotCancelled));
        assert_eq!(first(&[(Step::Adjust, 1)]).may(Step::Again), Err(NotAllowed::NotCancelled));
    }

    #[test]
    fn it_is_given_again_while_the_money_is_there() {
        let may = |amount, paid, held, left| may_give_again(vnd(amount), (vnd(paid), vnd(held)), vnd(left));
        assert_eq!(may(10_000, 10_000, 0, 10_000), Ok(()));
        assert_eq!(may(8_000, 58_000, 50_000, 8_000), Ok(()), "the other kind of the payment holds");
        assert_eq!(may(10_000, 10_000, 0, 9_999), Err(NotAllowed::MoneyWentBack), "some of it went back");
        assert_eq!(
            may(10_000, 10_000, 10_000, 90_000),
            Err(NotAllowed::MoneyWentBack),
            "of this payment all is covered"
        );
    }

    #[test]
    fn what_was_replaced_or_cancelled_is_left_alone() {
        for (done, why) in [(Step::Replace, NotAllowed::Replaced), (Step::Cancel, NotAllowed::Cancelled)] {
            let one = first(&[(done, 0)]);
            assert!(one.holds().is_zero());
            for step in [Step::Replace, Step::Adjust, Step::Cancel] {
                assert_eq!(one.may(step), Err(why));
            }
        }
    }

    #[test]
    fn what_was_begun_by_adjusting_goes_on_by_adjusting() {
        let one = first(&[(Step::Adjust, 4_000)]);
        assert_eq!((one.state(), one.holds()), (State::Adjusted, vnd(6_000)));
        assert_eq!(one.may(Step::Replace), Err(NotAllowed::Adjusted));
        assert_eq!(one.may(Step::Cancel), Err(NotAllowed::Adjusted));
        assert_eq!(one.may_take_off(vnd(6_000)), Ok(()));
        assert_eq!(one.may_take_off(vnd(6_001)), Err(NotAllowed::TooMuch));
        let empty = first(&[(Step::Adjust, 4_000), (Step::Adjust, 6_000)]);
        assert_eq!(empty.may(Step::Adjust), Err(NotAllowed::TooMuch));
    }

    #[test]
    fn an_adjustment_takes_something_but_not_all_off() {
        let one = first(&[]);
        assert_eq!(one.may_take_off(Vnd::ZERO), Err(NotAllowed::NothingOff));
        assert_eq!(one.may_take_off(vnd(10_000)), Err(NotAllowed::AllOfIt));
        assert_eq!(one.may_take_off(vnd(9_999)), Ok(()));
    }

    #[test]
    fn an_adjustment_itself_is_left_alone_and_stands_for_no_money() {
        let one = Link { origin: Origin::Adjusts, ..first(&[]) };
        assert!(one.holds().is_zero());
        for step in Step::ALL {
            assert_eq!(one.may(*step), Err(NotAllowed::IsAdjustment));
        }
        assert_eq!(reason("  "), Err(NotAllowed::ReasonMissing));
        assert_eq!(reason(" sai tên "), Ok("sai tên".to_owned()));
        assert_eq!(reason("sai\u{0}\n  tên"), Ok("sai tên".to_owned()));
        let long = |length: usize| format!("lý do {}", "a".repeat(length - 6));
        assert!(reason(&long(LONGEST_REASON)).is_ok());
        assert_eq!(reason(&long(LONGEST_REASON + 1)), Err(NotAllowed::ReasonTooLong));
    }

    proptest! {
        #[test]
        fn whatever_is_tried_the_money_is_what_was_paid_less_what_was_taken_off(
            tries in prop::collection::vec((0_usize..4, 0_i64..12_000), 0..16),
        ) {
            let mut links = vec![first(&[])];
            let mut off_in_all = 0;
            for (step, off) in tries {
                let last = links.len() - 1;
                let step = Step::ALL[step];
                let one = links[last].clone();
                match step {
                    Step::Replace if one.may(step).is_ok() => {
                        links[last].done.push((step, Vnd::ZERO));
                        links.push(Link { origin: Origin::Replaces, amount: one.amount, done: Vec::new() });
                    }
                    Step::Adjust if one.may_take_off(vnd(off)).is_ok() => {
                        links[last].done.push((step, vnd(off)));
                        off_in_all += off;
                    }
                    Step::Cancel if one.may(step).is_ok() => {
                        links[last].done.push((step, Vnd::ZERO));
                        off_in_all += one.amount.dong();
                    }
                    Step::Again if one.may(step).is_ok() => {
                        links[last].done.push((step, Vnd::ZERO));
                        links.push(Link { origin: Origin::Again, amount: one.amount, done: Vec::new() });
                        off_in_all -= one.amount.dong();
                    }
                    Step::Replace | Step::Adjust | Step::Cancel | Step::Again => {}
                }
                prop_assert_eq!(holding(&links).unwrap().dong(), 10_000 - off_in_all);
                prop_assert!(links.iter().filter(|l| !l.holds().is_zero()).count() <= 1);
            }
        }
    }
}
