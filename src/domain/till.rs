//! A cashier's shift at the counter: the float it began with, what was taken and paid out in cash, and what lies in the till when it is
//! counted. A difference is written down with its reason, and never made to disappear.

use std::{cmp::Ordering, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{
    money::{NotAnAmount, Vnd},
    reason::says_something,
};

/// A banknote, by its worth in đồng. Source: what the State Bank has in circulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Note(u32);

/// No such note is in circulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no note of {0} đồng")]
pub struct NotANote(pub u32);

impl Note {
    /// Every note, the largest first, as money is counted.
    pub const ALL: [Self; 11] = [
        Self(500_000),
        Self(200_000),
        Self(100_000),
        Self(50_000),
        Self(20_000),
        Self(10_000),
        Self(5_000),
        Self(2_000),
        Self(1_000),
        Self(500),
        Self(200),
    ];

    /// The note of this worth.
    /// # Errors
    /// [`NotANote`].
    pub fn of(worth: u32) -> Result<Self, NotANote> {
        Self::ALL.into_iter().find(|note| note.0 == worth).ok_or(NotANote(worth))
    }

    /// What it is worth, in đồng.
    #[must_use]
    pub const fn worth(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Note {
    type Error = NotANote;
    fn try_from(worth: u32) -> Result<Self, NotANote> {
        Self::of(worth)
    }
}

impl From<Note> for u32 {
    fn from(note: Note) -> Self {
        note.0
    }
}

/// How many pieces of each note lie in the till.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Count(BTreeMap<Note, u32>);

impl Count {
    /// A count; notes of which there is none may be left out.
    #[must_use]
    pub fn new(pieces: impl IntoIterator<Item = (Note, u32)>) -> Self {
        Self(pieces.into_iter().filter(|(_, pieces)| *pieces > 0).collect())
    }

    /// How many pieces there are of `note`.
    #[must_use]
    pub fn pieces(&self, note: Note) -> u32 {
        self.0.get(&note).copied().unwrap_or_default()
    }

    /// What the pieces of one note are worth.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn worth(&self, note: Note) -> Result<Vnd, NotAnAmount> {
        Vnd::new(note.worth().into())?.times(self.pieces(note))
    }

    /// What they are worth together.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn total(&self) -> Result<Vnd, NotAnAmount> {
        Note::ALL.into_iter().try_fold(Vnd::ZERO, |sum, note| sum.plus(self.worth(note)?))
    }
}

/// What a shift did in cash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// What lay in the till when it began.
    pub float: Vnd,
    /// What was taken.
    pub taken: Vnd,
    /// What was paid out: refunds in cash.
    pub paid_out: Vnd,
}

/// How the till differs from what ought to lie in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// To the đồng.
    None,
    /// So much is missing.
    Missing(Vnd),
    /// So much is too much.
    Beyond(Vnd),
}

impl Difference {
    /// Between what was counted and what was expected, in đồng; that may be less than nothing.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn between(counted: Vnd, expected: i64) -> Result<Self, NotAnAmount> {
        let by = counted.dong().saturating_sub(expected);
        let amount = Vnd::new(by.saturating_abs())?;
        Ok(match by.cmp(&0) {
            Ordering::Equal => Self::None,
            Ordering::Less => Self::Missing(amount),
            Ordering::Greater => Self::Beyond(amount),
        })
    }

    /// With its sign: what is missing is negative.
    #[must_use]
    pub const fn dong(self) -> i64 {
        match self {
            Self::None => 0,
            Self::Missing(amount) => -amount.dong(),
            Self::Beyond(amount) => amount.dong(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_none(self) -> bool {
        matches!(self, Self::None)
    }
}

/// A shift that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What ought to lie in the till, in đồng: less than nothing when more was paid out than ever lay in it, from the cashier's own money.
    pub expected: i64,
    /// What lies in it.
    pub counted: Vnd,
    /// How the two differ.
    pub difference: Difference,
    /// Why; empty only when they do not.
    pub reason: String,
}

/// Why a shift cannot be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotClosed {
    /// The till differs, and nobody said why.
    #[error("the till differs by {} đồng without a reason", .0.dong())]
    ReasonMissing(Difference),
    /// Beyond every amount.
    #[error(transparent)]
    TooMuch(#[from] NotAnAmount),
}

impl Shift {
    /// What ought to lie in the till, in đồng. More may have been paid out than ever lay in it: then it is less than nothing, and the
    /// shift is closed with a reason like any that differs.
    #[must_use]
    pub const fn expected(&self) -> i64 {
        // Amounts are far from the ends of the range: the sum of two never overflows.
        self.float.dong() + self.taken.dong() - self.paid_out.dong()
    }

    /// The shift closed with this count.
    /// # Errors
    /// [`NotClosed`].
    pub fn close(&self, count: &Count, reason: &str) -> Result<Counted, NotClosed> {
        let (expected, counted) = (self.expected(), count.total()?);
        let difference = Difference::between(counted, expected)?;
        let reason = reason.trim().to_owned();
        if !difference.is_none() && !says_something(&reason) {
            return Err(NotClosed::ReasonMissing(difference));
        }
        Ok(Counted { expected, counted, difference, reason })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn count(pieces: &[(u32, u32)]) -> Count {
        Count::new(pieces.iter().map(|(worth, n)| (Note::of(*worth).unwrap(), *n)))
    }

    #[test]
    fn the_till_holds_the_float_and_the_takings_less_what_was_paid_out() {
        let shift = Shift { float: vnd(500_000), taken: vnd(38_000), paid_out: vnd(8_000) };
        let there = count(&[(500_000, 1), (20_000, 1), (10_000, 1), (5_000, 0)]);
        let closed = shift.close(&there, " ").unwrap();
        assert_eq!((closed.expected, closed.counted), (530_000, vnd(530_000)));
        assert_eq!((closed.difference, closed.reason.as_str()), (Difference::None, ""));
    }

    #[test]
    fn a_difference_needs_a_reason() {
        let shift = Shift { float: vnd(10_000), taken: vnd(2_000), paid_out: Vnd::ZERO };
        let short = count(&[(10_000, 1), (1_000, 1)]);
        let missing = Difference::Missing(vnd(1_000));
        for thin in ["  ", "x", "nhầm"] {
            assert_eq!(shift.close(&short, thin), Err(NotClosed::ReasonMissing(missing)), "{thin}");
        }
        let closed = shift.close(&short, " thối nhầm ").unwrap();
        assert_eq!((closed.difference.dong(), closed.reason.as_str()), (-1_000, "thối nhầm"));
        let over = count(&[(10_000, 1), (2_000, 1), (200, 1)]);
        assert_eq!(shift.close(&over, "khách trả thừa").unwrap().difference, Difference::Beyond(vnd(200)));
    }

    #[test]
    fn a_shift_that_paid_out_more_than_it_had_is_closed_with_a_reason() {
        let shift = Shift { float: vnd(1_000), taken: vnd(1_000), paid_out: vnd(12_000) };
        assert_eq!(shift.expected(), -10_000);
        let empty = Count::default();
        let beyond = Difference::Beyond(vnd(10_000));
        assert_eq!(shift.close(&empty, ""), Err(NotClosed::ReasonMissing(beyond)));
        let closed = shift.close(&empty, "Ứng tiền riêng để hoàn").unwrap();
        assert_eq!((closed.expected, closed.counted, closed.difference), (-10_000, Vnd::ZERO, beyond));
        let rich = count(&[(500_000, 20_000_000)]);
        assert!(matches!(shift.close(&rich, "x"), Err(NotClosed::TooMuch(_))));
    }

    #[test]
    fn only_notes_in_circulation_are_counted() {
        assert_eq!(Note::of(3_000), Err(NotANote(3_000)));
        assert!(Note::ALL.is_sorted_by(|a, b| a > b));
        let text = serde_json::to_string(&count(&[(500_000, 2), (200, 1)])).unwrap();
        assert_eq!(serde_json::from_str::<Count>(&text).unwrap(), count(&[(200, 1), (500_000, 2)]));
        assert!(serde_json::from_str::<Count>(r#"{"300": 1}"#).is_err());
        assert!(count(&[(500_000, u32::MAX)]).total().is_err());
    }

    proptest! {
        #[test]
        fn counted_is_expected_plus_the_difference(
            float in 0_i64..1_000_000, taken in 0_i64..1_000_000, paid_out in 0_i64..1_000_000,
            pieces in prop::collection::vec((0_usize..11, 0_u32..20), 0..11),
        ) {
            let shift = Shift { float: vnd(float), taken: vnd(taken), paid_out: vnd(paid_out) };
            let count = Count::new(pieces.into_iter().map(|(i, n)| (Note::ALL[i], n)));
            let closed = shift.close(&count, "vì sao").unwrap();
            prop_assert_eq!(closed.expected, float + taken - paid_out);
            prop_assert_eq!(closed.counted.dong(), closed.expected + closed.difference.dong());
            prop_assert_eq!(closed.difference.is_none(), shift.close(&count, "").is_ok());
        }
    }
}
