//! Money: whole đồng, never fractions.

use serde::{Deserialize, Serialize};

/// An amount in whole đồng. Never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Vnd(i64);

/// The amount was negative or above ten thousand milliard đồng.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an amount in đồng")]
pub struct NotAnAmount(pub i64);

impl Vnd {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);
    const MAX: i64 = 10_000_000_000_000;

    /// An amount from whole đồng.
    /// # Errors
    /// [`NotAnAmount`] when negative or beyond 10¹³ đồng.
    pub const fn new(dong: i64) -> Result<Self, NotAnAmount> {
        if dong < 0 || dong > Self::MAX { Err(NotAnAmount(dong)) } else { Ok(Self(dong)) }
    }

    /// Whole đồng.
    #[must_use]
    pub const fn dong(self) -> i64 {
        self.0
    }

    /// Whether there is nothing to pay.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum.
    /// # Errors
    /// [`NotAnAmount`] beyond 10¹³ đồng.
    pub const fn plus(self, other: Self) -> Result<Self, NotAnAmount> {
        Self::new(self.0.saturating_add(other.0))
    }

    /// What is left when `other` is taken away; nothing when `other` is more.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        if other.0 > self.0 { Self::ZERO } else { Self(self.0 - other.0) }
    }

    /// `count` times the amount.
    /// # Errors
    /// [`NotAnAmount`] beyond 10¹³ đồng.
    pub fn times(self, count: u32) -> Result<Self, NotAnAmount> {
        Self::new(self.0.saturating_mul(i64::from(count)))
    }

    /// The amount less `percent`, rounded half up to whole đồng: the one place where money is rounded. More than 100 percent
    /// is 100.
    #[must_use]
    pub fn less_percent(self, percent: u8) -> Self {
        let kept = 100_i64.saturating_sub(i64::from(percent)).max(0);
        Self(self.0.saturating_mul(kept).saturating_add(50) / 100)
    }

    /// The sum of all.
    /// # Errors
    /// [`NotAnAmount`] beyond 10¹³ đồng.
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Result<Self, NotAnAmount> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

impl TryFrom<i64> for Vnd {
    type Error = NotAnAmount;
    fn try_from(dong: i64) -> Result<Self, NotAnAmount> {
        Self::new(dong)
    }
}

impl From<Vnd> for i64 {
    fn from(vnd: Vnd) -> Self {
        vnd.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_largest_amount_is_an_error_and_never_a_smaller_amount() {
        let most = Vnd::new(10_000_000_000_000).unwrap();
        let one = Vnd::new(1).unwrap();
        assert_eq!(most.plus(one), Err(NotAnAmount(10_000_000_000_001)));
        assert_eq!(most.times(2), Err(NotAnAmount(20_000_000_000_000)));
        assert!(most.times(u32::MAX).is_err());
        assert_eq!(Vnd::total([most, Vnd::ZERO]), Ok(most));
        assert!(Vnd::total([most, one]).is_err());
        assert_eq!((one.less(most), most.less(most)), (Vnd::ZERO, Vnd::ZERO));
    }

    #[test]
    fn percent_is_rounded_half_up_to_whole_dong() {
        for (dong, percent, left) in [
            (8_001, 50, 4_001),
            (8_000, 50, 4_000),
            (1, 50, 1),
            (1, 51, 0),
            (333, 33, 223),
            (5, 100, 0),
            (5, 255, 0),
            (7, 0, 7),
        ] {
            assert_eq!(Vnd::new(dong).unwrap().less_percent(percent).dong(), left, "{dong} less {percent} %");
        }
    }
}
