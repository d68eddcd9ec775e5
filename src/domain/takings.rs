//! The figures about money taken, all from the same rows: one payment is one row, whatever table asks. A dossier that paid several
//! times is several payments and one dossier, and a refund is not a payment less. Rates are two counts and never a percentage
//! alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    ids::{AgencyCode, DossierId},
    money::{NotAnAmount, Vnd},
    period::{Period, Stretch},
    policy::Purview,
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
        /// By quarter.
        Quarter = "quarter",
        /// By year.
        Year = "year",
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

impl Grouping {
    /// Into what the period is cut, when the groups are parts of it.
    #[must_use]
    pub const fn stretch(self) -> Option<Stretch> {
        match self {
            Self::Month => Some(Stretch::Month),
            Self::Quarter => Some(Stretch::Quarter),
            Self::Year => Some(Stretch::Year),
            Self::Agency | Self::Level | Self::Field | Self::Source => None,
        }
    }
}

keyed! {
    /// Which rows are behind a number.
    Kind {
        /// Payments and refunds.
        All = "tat-ca",
        /// Payments.
        Payments = "giao-dich",
        /// Payments without a cashier.
        Online = "truc-tuyen",
        /// What went back.
        Refunds = "hoan",
    }
}

/// A payment, or money that went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// For which dossier.
    pub dossier: DossierId,
    /// How much.
    pub amount: Vnd,
    /// Who said that it came; nobody for what went back.
    pub source: Option<Source>,
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
    /// Key of the group of what went back, among those of who said that money came: however it is paid out, it came from nowhere.
    pub const REFUND: &str = "refund";

    /// Whether it went back.
    #[must_use]
    pub const fn is_back(&self) -> bool {
        self.source.is_none()
    }

    /// Key of who said that it came, [`Self::REFUND`] for what went back.
    #[must_use]
    pub fn origin(&self) -> &'static str {
        self.source.map_or(Self::REFUND, Source::key)
    }

    /// The group of the row.
    #[must_use]
    pub fn group(&self, by: Grouping) -> String {
        match by {
            Grouping::Month => Stretch::Month.name(self.on),
            Grouping::Quarter => Stretch::Quarter.name(self.on),
            Grouping::Year => Stretch::Year.name(self.on),
            Grouping::Agency => self.agency.to_string(),
            Grouping::Level => self.level.to_string(),
            Grouping::Field => self.field.clone(),
            Grouping::Source => self.origin().to_owned(),
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
            let Some(source) = row.source else {
                sums.refunds = sums.refunds.saturating_add(1);
                sums.refunded = sums.refunded.plus(row.amount)?;
                continue;
            };
            sums.payments = sums.payments.saturating_add(1);
            sums.amount = sums.amount.plus(row.amount)?;
            paid.insert(row.dossier);
            if is_online(source) {
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

/// The figures of all, and of each group in the order of its key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Of all rows: what a dossier paid in two groups is one dossier here.
    pub whole: Takings,
    /// Of each group that has rows.
    pub groups: BTreeMap<String, Takings>,
}

impl Table {
    /// The figures of `rows`, told apart `by`.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn of(rows: &[Row], by: Grouping) -> Result<Self, NotAnAmount> {
        let mut groups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            groups.entry(row.group(by)).or_default().push(row);
        }
        let groups = groups.into_iter().map(|(key, rows)| Ok((key, Takings::of(rows)?)));
        Ok(Self { whole: Takings::of(rows)?, groups: groups.collect::<Result<_, NotAnAmount>>()? })
    }
}

/// The rows that are asked for: never more than somebody may see.
#[must_use = "a slice that nobody reads shows nothing"]
#[derive(Clone, Debug)]
pub struct Slice {
    agencies: BTreeMap<AgencyCode, Level>,
    period: Option<Period>,
    sources: Vec<Source>,
    back: bool,
    field: Option<String>,
}

impl Slice {
    /// All rows of a period that may be seen; `level` says where an agency stands.
    pub fn of(purview: &Purview, level: impl Fn(&AgencyCode) -> Level, period: Period) -> Self {
        let agencies = purview.agencies().iter().map(|code| (code.clone(), level(code))).collect();
        Self { agencies, period: Some(period), sources: Source::ALL.to_vec(), back: true, field: None }
    }

    /// Of these, the rows of one group; none when there is no such group.
    pub fn group(mut self, by: Grouping, key: &str) -> Self {
        match by {
            Grouping::Month | Grouping::Quarter | Grouping::Year => {
                let parts = self.parts(by);
                self.period = parts.into_iter().find(|(name, _)| name == key).map(|(_, part)| part);
            }
            Grouping::Agency => self.agencies.retain(|code, _| code.as_str() == key),
            Grouping::Level => self.agencies.retain(|_, level| level.key() == key),
            Grouping::Source => {
                self.sources.retain(|source| source.key() == key);
                self.back = self.back && key == Row::REFUND;
            }
            Grouping::Field => self.field = Some(key.to_owned()),
        }
        self
    }

    /// Of these, the rows of one kind.
    pub fn kind(mut self, kind: Kind) -> Self {
        match kind {
            Kind::All => {}
            Kind::Payments => self.back = false,
            Kind::Online => {
                self.back = false;
                self.sources.retain(|source| is_online(*source));
            }
            Kind::Refunds => self.sources.clear(),
        }
        self
    }

    /// Whether `row` is one of them.
    #[must_use]
    pub fn has(&self, row: &Row) -> bool {
        self.agencies.contains_key(&row.agency)
            && self.period.is_some_and(|period| period.has(row.on))
            && row.source.map_or(self.back, |source| self.sources.contains(&source))
            && self.field.as_ref().is_none_or(|field| *field == row.field)
    }

    /// At which agencies, and where those stand.
    #[must_use]
    pub const fn agencies(&self) -> &BTreeMap<AgencyCode, Level> {
        &self.agencies
    }

    /// Within which days; none when there are none.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// The period cut into the groups of `by`; nothing when it is not told apart by time.
    #[must_use]
    pub fn parts(&self, by: Grouping) -> Vec<(String, Period)> {
        match (self.period, by.stretch()) {
            (Some(period), Some(stretch)) => period.parts(stretch),
            (None, _) | (_, None) => Vec::new(),
        }
    }

    /// Payments of which of these said that they came; no payments at all for none.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Whether what went back is among them.
    #[must_use]
    pub const fn with_refunds(&self) -> bool {
        self.back
    }

    /// Of which field only.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::policy;

    fn row(dossier: u128, dong: i64, source: Source, on: &str) -> Row {
        Row {
            dossier: DossierId::new(Uuid::from_u128(dossier)),
            amount: Vnd::new(dong).unwrap(),
            source: Some(source),
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
            Row { source: None, ..row(1, 5_000, Source::Counter, "2026-11-03") },
        ];
        let all = Takings::of(&rows).unwrap();
        assert_eq!((all.payments, all.amount.dong(), all.net()), (3, 23_000, 18_000));
        assert_eq!(all.payments_online(), Rate { part: 1, whole: 3 });
        assert_eq!((all.online_amount.dong(), all.dossiers_online), (10_000, Rate { part: 1, whole: 2 }));
        assert_eq!((all.refunds, all.refunded.dong()), (1, 5_000));
        let months = Table::of(&rows, Grouping::Month).unwrap().groups;
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

    #[test]
    fn quarters_and_years_are_made_of_the_same_rows() {
        let rows = [
            row(1, 1_000, Source::Bank, "2026-09-30"),
            row(1, 2_000, Source::Bank, "2026-10-01"),
            row(2, 4_000, Source::Bank, "2027-01-01"),
        ];
        let amounts = |by| {
            let table = Table::of(&rows, by).unwrap();
            table.groups.into_iter().map(|(key, sums)| (key, sums.amount.dong())).collect::<Vec<_>>()
        };
        let named =
            |groups: &[(&str, i64)]| groups.iter().map(|(k, d)| ((*k).to_owned(), *d)).collect::<Vec<_>>();
        assert_eq!(
            amounts(Grouping::Quarter),
            named(&[("2026-Q3", 1_000), ("2026-Q4", 2_000), ("2027-Q1", 4_000)])
        );
        assert_eq!(amounts(Grouping::Year), named(&[("2026", 3_000), ("2027", 4_000)]));
        let years = Table::of(&rows, Grouping::Year).unwrap();
        assert_eq!(
            years.whole.dossiers_online,
            Rate { part: 2, whole: 2 },
            "one dossier, whatever the quarters"
        );
    }

    /// Everything in 2026 at the agencies of the tests.
    fn everything() -> Slice {
        let codes = ["H48", "H48.05"].map(|code| AgencyCode::parse(code).unwrap());
        let leader = crate::domain::actor::Actor {
            id: crate::domain::ids::AccountId::new(Uuid::from_u128(1)),
            name: String::new(),
            postings: vec![crate::domain::actor::Posting {
                role: crate::domain::status::Role::Leader,
                agency: codes[0].clone(),
            }],
        };
        let purview = policy::purview(&leader, policy::Seat::Desk, &codes);
        let level = |code: &AgencyCode| if *code == codes[0] { Level::Province } else { Level::Commune };
        let day = |text: &str| text.parse().unwrap();
        Slice::of(&purview, level, Period::new(day("2026-01-01"), day("2026-12-31")).unwrap())
    }

    #[test]
    fn a_group_that_is_not_there_has_no_rows() {
        let row = row(1, 1_000, Source::Bank, "2026-09-30");
        assert!(everything().has(&row));
        for (by, key) in [
            (Grouping::Month, "2026-10"),
            (Grouping::Quarter, "2025-Q3"),
            (Grouping::Year, ""),
            (Grouping::Agency, "H48.999"),
            (Grouping::Level, "district"),
            (Grouping::Source, "counter"),
            (Grouping::Field, ""),
        ] {
            assert!(!everything().group(by, key).has(&row), "{by} {key}");
        }
    }

    proptest! {
        #[test]
        fn the_groups_of_every_table_add_up_to_the_whole_and_open_to_their_rows(
            rows in prop::collection::vec((0_u128..9, 1_i64..100_000, 0_usize..5, 1_u32..13, any::<bool>()), 0..40),
        ) {
            let rows: Vec<Row> = rows.into_iter().map(|(dossier, dong, source, month, back)| {
                let paid = row(dossier, dong, Source::ALL[source], &format!("2026-{month:02}-15"));
                if back { Row { source: None, ..paid } } else { paid }
            }).collect();
            for by in Grouping::ALL {
                let Table { whole, groups } = Table::of(&rows, *by).unwrap();
                prop_assert_eq!(groups.values().map(|g| g.payments).sum::<usize>(), whole.payments);
                prop_assert_eq!(groups.values().map(|g| g.online_payments).sum::<usize>(), whole.online_payments);
                prop_assert_eq!(groups.values().map(|g| g.amount.dong()).sum::<i64>(), whole.amount.dong());
                prop_assert_eq!(groups.values().map(|g| g.online_amount.dong()).sum::<i64>(), whole.online_amount.dong());
                prop_assert_eq!(groups.values().map(Takings::net).sum::<i64>(), whole.net());
                for (key, sums) in &groups {
                    let behind = |kind| {
                        let slice = everything().group(*by, key).kind(kind);
                        let behind: Vec<&Row> = rows.iter().filter(|row| slice.has(row)).collect();
                        assert!(behind.iter().all(|row| row.group(*by) == *key));
                        (behind.len(), behind.iter().map(|row| row.amount.dong()).sum::<i64>())
                    };
                    prop_assert_eq!(behind(Kind::Payments), (sums.payments, sums.amount.dong()));
                    prop_assert_eq!(behind(Kind::Online), (sums.online_payments, sums.online_amount.dong()));
                    prop_assert_eq!(behind(Kind::Refunds), (sums.refunds, sums.refunded.dong()));
                    prop_assert_eq!(behind(Kind::All).0, sums.payments + sums.refunds);
                }
            }
        }
    }
}
