//! The figures about money taken, all from the same rows: one payment is one row, whatever table asks. A dossier that paid several
//! times is several payments and one dossier, and a refund is not a payment less. Rates are two counts and never a percentage
//! alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{
    ids::{AgencyCode, DossierId},
    money::{NotAnAmount, Vnd},
    settlement::Source,
    status::keyed,
};

keyed! {
    /// Where an agency stands.
    Level {
        /// Cấp tỉnh.
        Province = "province",
        /// Cấp xã.
        Commune = "commune",
    }
}

keyed! {
    /// By what the figures are told apart.
    Grouping {
        /// By month.
        Month = "month",
        /// By the agency that collected.
        Agency = "agency",
        /// By the agency's level.
        Level = "level",
        /// By the field of the procedure.
        Field = "field",
        /// By who said that the money came.
        Source = "source",
    }
}

/// A payment, or money that went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// For which dossier.
    pub dossier: DossierId,
    /// How much.
    pub amount: Vnd,
    /// Whether it went back.
    pub back: bool,
    /// Who said that it came.
    pub source: Source,
    /// The agency that collected it.
    pub agency: AgencyCode,
    /// Its level.
    pub level: Level,
    /// The field of the procedure.
    pub field: String,
    /// The day it was booked, local.
    pub on: NaiveDate,
}

impl Row {
    /// The group of the row.
    #[must_use]
    pub fn group(&self, by: Grouping) -> String {
        match by {
            Grouping::Month => format!("{:04}-{:02}", self.on.year(), self.on.month()),
            Grouping::Agency => self.agency.to_string(),
            Grouping::Level => self.level.to_string(),
            Grouping::Field => self.field.clone(),
            Grouping::Source => self.source.to_string(),
        }
    }
}

/// Whether money from `source` counts as paid online: whoever paid did it without a cashier.
#[must_use]
pub const fn is_online(source: Source) -> bool {
    match source {
        Source::Counter => false,
        Source::Statement | Source::Bank | Source::Callback | Source::Query => true,
    }
}

/// A part of a whole, by count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// The part.
    pub part: usize,
    /// The whole.
    pub whole: usize,
}

impl Rate {
    /// In tenths of a percent, half up; nothing when the whole is nothing.
    #[must_use]
    pub const fn permille(self) -> Option<usize> {
        match self.part.saturating_mul(1_000).saturating_add(self.whole / 2).checked_div(self.whole) {
            Some(permille) => Some(permille),
            None => None,
        }
    }
}

/// The figures of some rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Takings {
    /// How many payments.
    pub payments: usize,
    /// What they come to.
    pub amount: Vnd,
    /// Of the payments, how many were made online.
    pub online_payments: usize,
    /// What those come to.
    pub online_amount: Vnd,
    /// Of the dossiers that paid, how many paid something online.
    pub dossiers_online: Rate,
    /// How often money went back.
    pub refunds: usize,
    /// What went back.
    pub refunded: Vnd,
}

impl Takings {
    /// The figures of `rows`.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Result<Self, NotAnAmount> {
        let mut sums = Self::default();
        let (mut paid, mut online) = (BTreeSet::new(), BTreeSet::new());
        for row in rows {
            if row.back {
                sums.refunds = sums.refunds.saturating_add(1);
                sums.refunded = sums.refunded.plus(row.amount)?;
                continue;
            }
            sums.payments = sums.payments.saturating_add(1);
            sums.amount = sums.amount.plus(row.amount)?;
            paid.insert(row.dossier);
            if is_online(row.source) {
                sums.online_payments = sums.online_payments.saturating_add(1);
                sums.online_amount = sums.online_amount.plus(row.amount)?;
                online.insert(row.dossier);
            }
        }
        sums.dossiers_online = Rate { part: online.len(), whole: paid.len() };
        Ok(sums)
    }

    /// Of the payments, those made online.
    #[must_use]
    pub const fn payments_online(&self) -> Rate {
        Rate { part: self.online_payments, whole: self.payments }
    }

    /// What was taken less what went back; negative when more went back in the period than came.
    #[must_use]
    pub const fn net(&self) -> i64 {
        self.amount.dong().saturating_sub(self.refunded.dong())
    }
}

/// The figures of each group, in the order of its key.
/// # Errors
/// [`NotAnAmount`] beyond every amount.
pub fn table(rows: &[Row], by: Grouping) -> Result<BTreeMap<String, Takings>, NotAnAmount> {
    let mut groups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.group(by)).or_default().push(row);
    }
    groups.into_iter().map(|(key, rows)| Ok((key, Takings::of(rows)?))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn row(dossier: u128, dong: i64, source: Source, on: &str) -> Row {
        Row {
            dossier: DossierId::new(Uuid::from_u128(dossier)),
            amount: Vnd::new(dong).unwrap(),
            back: false,
            source,
            agency: AgencyCode::parse(if dossier.is_multiple_of(2) { "H48.05" } else { "H48" }).unwrap(),
            level: if dossier.is_multiple_of(2) { Level::Commune } else { Level::Province },
            field: format!("field {}", dossier % 3),
            on: on.parse().unwrap(),
        }
    }

    #[test]
    fn a_dossier_that_paid_twice_is_two_payments_and_one_dossier() {
        let rows = [
            row(1, 10_000, Source::Callback, "2026-10-01"),
            row(1, 5_000, Source::Counter, "2026-11-01"),
            row(2, 8_000, Source::Counter, "2026-11-02"),
            Row { back: true, ..row(1, 5_000, Source::Counter, "2026-11-03") },
        ];
        let all = Takings::of(&rows).unwrap();
        assert_eq!((all.payments, all.amount.dong(), all.net()), (3, 23_000, 18_000));
        assert_eq!(all.payments_online(), Rate { part: 1, whole: 3 });
        assert_eq!((all.online_amount.dong(), all.dossiers_online), (10_000, Rate { part: 1, whole: 2 }));
        assert_eq!((all.refunds, all.refunded.dong()), (1, 5_000));
        let months = table(&rows, Grouping::Month).unwrap();
        let figures: Vec<_> =
            months.iter().map(|(key, sums)| (key.as_str(), sums.payments, sums.net())).collect();
        assert_eq!(figures, [("2026-10", 1, 10_000), ("2026-11", 2, 8_000)]);
    }

    #[test]
    fn a_rate_is_two_counts_and_of_nothing_there_is_none() {
        let permille = |part, whole| Rate { part, whole }.permille();
        assert_eq!(
            [permille(677, 27_762), permille(1, 3), permille(2, 3), permille(1, 1)],
            [Some(24), Some(333), Some(667), Some(1000)]
        );
        assert_eq!(permille(0, 0), None);
        assert_eq!(Takings::of(&[]).unwrap(), Takings::default());
    }

    proptest! {
        #[test]
        fn the_groups_of_every_table_add_up_to_the_whole(
            rows in prop::collection::vec((0_u128..9, 1_i64..100_000, 0_usize..5, 1_u32..13, any::<bool>()), 0..40),
        ) {
            let rows: Vec<Row> = rows.into_iter().map(|(dossier, dong, source, month, back)| {
                Row { back, ..row(dossier, dong, Source::ALL[source], &format!("2026-{month:02}-15")) }
            }).collect();
            let whole = Takings::of(&rows).unwrap();
            for by in Grouping::ALL {
                let groups = table(&rows, *by).unwrap();
                prop_assert_eq!(groups.values().map(|g| g.payments).sum::<usize>(), whole.payments);
                prop_assert_eq!(groups.values().map(|g| g.online_payments).sum::<usize>(), whole.online_payments);
                prop_assert_eq!(groups.values().map(|g| g.amount.dong()).sum::<i64>(), whole.amount.dong());
                prop_assert_eq!(groups.values().map(|g| g.online_amount.dong()).sum::<i64>(), whole.online_amount.dong());
                prop_assert_eq!(groups.values().map(Takings::net).sum::<i64>(), whole.net());
                for (key, sums) in &groups {
                    let behind: Vec<&Row> = rows.iter().filter(|row| row.group(*by) == *key).collect();
                    prop_assert_eq!(behind.len(), sums.payments + sums.refunds);
                }
            }
        }
    }
}
