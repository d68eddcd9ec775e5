//! A further amount and the rule it comes from. It is more units of a fee of the procedure, and then nobody types an amount: it is
//! counted at the rates of the day of filing. Or it is what an authority asks for by a notice or decision (the tax authority's notice
//! of land-use fees, say), and then the amount is that paper's, which is named. Source: Law 97/2015/QH13 Art.3 (charges and fees
//! are those of the list; an obligation of another law is neither).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{money::Vnd, procedure::FeeKind, quote_line::QuoteLine, refusal::Refusal, status::keyed};

/// The most units that are asked for at once: more is a slip of the keyboard.
pub const MOST: u32 = 9_999;

keyed! {
    /// What is counted on.
    Unit {
        /// What the fee is counted by: pages, persons, copies, cases.
        Quantity = "quantity",
        /// Copies of as many pages as there are, for a fee that is taken for each copy.
        Copies = "copies",
    }
}

/// So many more units of a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct More {
    /// Of what.
    pub unit: Unit,
    /// How many; never none.
    pub count: u32,
}

impl More {
    /// So many that somebody can mean it.
    /// # Errors
    /// [`Refusal::QuantityOutOfRange`].
    pub const fn check(self) -> Result<(), Refusal> {
        if self.count == 0 || self.count > MOST {
            Err(Refusal::QuantityOutOfRange { most: MOST })
        } else {
            Ok(())
        }
    }
}

/// What was asked for of a fee beside what the answers tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    /// Pages, persons, copies, cases.
    #[serde(default)]
    pub quantity: u32,
    /// Copies of as many pages as there are.
    #[serde(default)]
    pub copies: u32,
}

impl Units {
    /// With so many more; nothing beyond what can be counted.
    #[must_use]
    pub const fn with(self, more: More) -> Option<Self> {
        let (quantity, copies) = match more.unit {
            Unit::Quantity => (self.quantity.checked_add(more.count), Some(self.copies)),
            Unit::Copies => (Some(self.quantity), self.copies.checked_add(more.count)),
        };
        match (quantity, copies) {
            (Some(quantity), Some(copies)) => Some(Self { quantity, copies }),
            _ => None,
        }
    }

    /// Without those that were asked for last.
    #[must_use]
    pub const fn without(self, more: More) -> Self {
        match more.unit {
            Unit::Quantity => Self { quantity: self.quantity.saturating_sub(more.count), ..self },
            Unit::Copies => Self { copies: self.copies.saturating_sub(more.count), ..self },
        }
    }

    /// Whether nothing was asked for.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.quantity == 0 && self.copies == 0
    }
}

/// A notice or decision of an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What it asks for: a charge, a fee, or neither, as a tax is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FeeKind>,
    /// Number on it.
    pub number: String,
    /// Date on it.
    pub date: NaiveDate,
    /// Who issued it.
    pub issuer: String,
}

impl Notice {
    /// As it is cited, in the language of the papers: `Văn bản số 12/TB ngày 20/11/2026 của Thuế cơ sở 1`.
    #[must_use]
    pub fn cited(&self) -> String {
        format!("Văn bản số {} ngày {} của {}", self.number, self.date.format("%d/%m/%Y"), self.issuer)
    }

    /// Number, date and issuer, all three, and no date to come.
    /// # Errors
    /// [`Refusal::NoticeIncomplete`], [`Refusal::DateInFuture`].
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.number.trim().is_empty() || self.issuer.trim().is_empty() {
            return Err(Refusal::NoticeIncomplete);
        }
        if self.date > today { Err(Refusal::DateInFuture) } else { Ok(()) }
    }
}

/// A further amount as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Further {
    /// More units of a fee of the procedure.
    Fee {
        /// Key of the fee.
        fee: String,
        /// How many.
        more: More,
    },
    /// What an authority asks for.
    Notice {
        /// How much.
        amount: Vnd,
        /// By which paper.
        notice: Notice,
    },
}

/// A further amount as history keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// More units of a fee of the procedure.
    Fee {
        /// How many.
        more: More,
        /// What they cost.
        amount: Vnd,
        /// The line with them.
        line: Box<QuoteLine>,
    },
    /// What an authority asks for.
    Notice {
        /// How much.
        amount: Vnd,
        /// By which paper.
        notice: Notice,
    },
}

impl Asked {
    /// How much.
    #[must_use]
    pub const fn amount(&self) -> Vnd {
        match self {
            Self::Fee { amount, .. } | Self::Notice { amount, .. } => *amount,
        }
    }

    /// The paper of an authority that asks for it.
    #[must_use]
    pub const fn notice(&self) -> Option<&Notice> {
        match self {
            Self::Fee { .. } => None,
            Self::Notice { notice, .. } => Some(notice),
        }
    }

    /// Acts and papers that it rests on, as written.
    #[must_use]
    pub fn legal_basis(&self) -> String {
        match self {
            Self::Fee { line, .. } => line.all_bases(),
            Self::Notice { notice, .. } => notice.cited(),
        }
    }
}

/// How much of a payment papers of authorities asked for: it is on no line of the quote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByNotice {
    /// What is a charge or a fee, and has a receipt.
    #[serde(default)]
    pub fees: Vnd,
    /// What is neither: its proof is given by whoever issued the paper, and there is no receipt of charges and fees for it.
    #[serde(default)]
    pub obligations: Vnd,
}

impl ByNotice {
    /// Of a payment of `paid` when these papers are open; never more than was paid.
    pub fn of<'a>(open: impl Iterator<Item = (Vnd, &'a Notice)>, paid: Vnd) -> Self {
        let mut left = paid;
        let mut sums = Self::default();
        for (amount, notice) in open {
            let part = amount.min(left);
            left = left.less(part);
            let sum = if notice.kind.is_some() { &mut sums.fees } else { &mut sums.obligations };
            // Parts of an amount make no more than it.
            *sum = sum.plus(part).unwrap_or(*sum);
        }
        sums
    }

    /// Whether no paper asked for any of it.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.fees.is_zero() && self.obligations.is_zero()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn more(unit: Unit, count: u32) -> More {
        More { unit, count }
    }

    #[test]
    fn units_are_counted_on_and_taken_back_each_on_its_own() {
        let none = Units::default();
        let three = none.with(more(Unit::Quantity, 3)).unwrap();
        let both = three.with(more(Unit::Copies, 2)).unwrap();
        assert_eq!(both, Units { quantity: 3, copies: 2 });
        assert_eq!(both.without(more(Unit::Quantity, 3)), Units { quantity: 0, copies: 2 });
        assert!(both.without(more(Unit::Copies, 2)).without(more(Unit::Quantity, 3)).is_none());
        assert_eq!(Units { quantity: u32::MAX, copies: 0 }.with(more(Unit::Quantity, 1)), None);
    }

    #[test]
    fn nobody_means_none_or_more_than_can_be_meant() {
        for (count, fits) in [(0, false), (1, true), (MOST, true), (MOST + 1, false), (u32::MAX, false)] {
            assert_eq!(more(Unit::Quantity, count).check().is_ok(), fits, "{count}");
        }
    }

    #[test]
    fn a_paper_is_cited_by_number_date_and_issuer_and_needs_all_three() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let notice = Notice {
            kind: None,
            number: "12/TB-TCS1".to_owned(),
            date: day("2026-11-20"),
            issuer: "Thuế cơ sở 1".to_owned(),
        };
        assert_eq!(notice.cited(), "Văn bản số 12/TB-TCS1 ngày 20/11/2026 của Thuế cơ sở 1");
        assert_eq!(notice.check(day("2026-11-20")), Ok(()));
        assert_eq!(notice.check(day("2026-11-19")), Err(Refusal::DateInFuture));
        let without_number = Notice { number: " ".to_owned(), ..notice.clone() };
        let without_issuer = Notice { issuer: String::new(), ..notice };
        for incomplete in [without_number, without_issuer] {
            assert_eq!(incomplete.check(day("2026-11-20")), Err(Refusal::NoticeIncomplete));
        }
    }
}
