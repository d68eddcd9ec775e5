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

    /// The sum, capped at the largest amount.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let sum = self.0.saturating_add(other.0);
        if sum > Self::MAX { Self(Self::MAX) } else { Self(sum) }
    }

    /// `count` times the amount, capped at the largest amount.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        let product = self.0.saturating_mul(i64::from(count));
        Self(product.min(Self::MAX))
    }

    /// The amount less `percent`, rounded half up to whole đồng. More than 100 percent is 100.
    #[must_use]
    pub fn less_percent(self, percent: u8) -> Self {
        let kept = 100_i64.saturating_sub(i64::from(percent)).max(0);
        Self(self.0.saturating_mul(kept).saturating_add(50) / 100)
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

impl std::iter::Sum for Vnd {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}
