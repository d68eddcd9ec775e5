//! The table of receipts of a period that goes to the tax authority, form 01/TH-BLĐT: a line for each series with its numbers and
//! amounts, and below it every receipt and everything done with one. Made from rows, with nothing remembered between periods: the
//! periods of a year add up to the year. A receipt belongs to the period in which it was written, whatever day of payment stands on it,
//! and what was done with one to the period in which it was done: a period that was sent never changes afterwards, and its numbers
//! follow those of the one before. Source: TT 91/2026 (the form by name; its columns after those of e-invoices).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    money::{NotAnAmount, Vnd},
    period::Period,
    receipt::{ReceiptForm, ReceiptName, ReceiptSymbol},
    receipt_chain::{Origin, Step},
};

/// A receipt as the table needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: ReceiptName,
    /// The day that stands on it, in Vietnam: when it was paid.
    pub issued_on: NaiveDate,
    /// The day it was written, in Vietnam: on that day or later.
    pub written_on: NaiveDate,
    /// What it says; what it takes off, for one that adjusts.
    pub amount: Vnd,
    /// How it came to be.
    pub origin: Origin,
    /// Who paid.
    pub payer: String,
    /// The payer's personal or tax number.
    pub payer_number: Option<String>,
    /// What for.
    pub what_for: String,
    /// The receipt it replaces or adjusts.
    pub about: Option<ReceiptName>,
    /// What was done with it, the oldest first.
    pub done: Vec<Done>,
}

/// Something done with a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What.
    pub step: Step,
    /// The day, in Vietnam.
    pub on: NaiveDate,
    /// What it took off: all of it when replaced or cancelled.
    pub off: Vnd,
    /// Why.
    pub reason: String,
}

/// One series in the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Form symbol.
    pub form: ReceiptForm,
    /// Receipt symbol.
    pub symbol: ReceiptSymbol,
    /// How many had been written before the period.
    pub before: u32,
    /// First and last number given in the period.
    pub numbers: Option<(i32, i32)>,
    /// How many were written in it.
    pub issued: u32,
    /// How many were replaced in it, whenever they were issued.
    pub replaced: u32,
    /// How many were adjusted in it, whenever they were issued.
    pub adjusted: u32,
    /// How many were cancelled in it, whenever they were issued.
    pub cancelled: u32,
    /// What those issued say, without those that adjust.
    pub amount: Vnd,
    /// What was taken off in the period by replacing, adjusting and cancelling.
    pub off: Vnd,
    /// Numbers that were given and that no receipt bears, whenever they were given: there must be none.
    pub missing: Missing,
}

/// Numbers that were taken from the ranges of a series and that no receipt bears. Where none is missing, those of a period follow one
/// another: a number is given when a receipt is written, and that is its period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// From which to which, the lowest first: at most [`Missing::SHOWN`] of them.
    pub gaps: Vec<(i32, i32)>,
    /// How many numbers those and all others are.
    pub count: u64,
}

impl Missing {
    /// So many gaps are told one by one.
    pub const SHOWN: usize = 20;

    /// Whether none is missing, as it must be.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// `00000005, 00000007–00000009`, with an ellipsis behind when there are more.
    #[must_use]
    pub fn said(&self) -> String {
        let gaps = self.gaps.iter().take(Self::SHOWN);
        let told: u64 =
            gaps.clone().map(|(first, last)| u64::from(first.abs_diff(*last)).saturating_add(1)).sum();
        let mut said: Vec<String> = gaps
            .map(
                |(first, last)| {
                    if first == last { format!("{first:08}") } else { format!("{first:08}–{last:08}") }
                },
            )
            .collect();
        if told < self.count {
            said.push("…".to_owned());
        }
        said.join(", ")
    }
}

impl Series {
    /// What came in by this series in the period; less than nothing when more was taken off than came.
    #[must_use]
    pub const fn net(&self) -> i64 {
        self.amount.dong().saturating_sub(self.off.dong())
    }
}

/// Something that the table tells one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The receipt.
    pub row: Row,
    /// What was done with it; absent for its being issued.
    pub done: Option<Done>,
}

impl Entry {
    /// The day on which it happened.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.done.as_ref().map_or(self.row.written_on, |done| done.on)
    }
}

/// The table of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its days.
    pub period: Period,
    /// The series, by form and symbol.
    pub series: Vec<Series>,
    /// Everything that happened in it, series by series, in the order of numbers.
    pub entries: Vec<Entry>,
}

impl Summary {
    /// What all series came to.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.series.iter().map(Series::net).fold(0, i64::saturating_add)
    }
}

/// How many receipts of each series had been written before a period.
pub type Before = BTreeMap<(ReceiptForm, ReceiptSymbol), u32>;

/// What is missing of each series; those of which nothing is missing need not be in it.
pub type Gaps = BTreeMap<(ReceiptForm, ReceiptSymbol), Missing>;

/// The table of `period` from the `rows` of its receipts: those written in it and those with which something was done in it; others do
/// not matter.
/// # Errors
/// [`NotAnAmount`] when a sum is beyond every amount.
pub fn summary(period: Period, rows: &[Row], before: &Before, gaps: &Gaps) -> Result<Summary, NotAnAmount> {
    let mut by_series: BTreeMap<(ReceiptForm, ReceiptSymbol), Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.written_on <= period.to) {
        by_series.entry((row.name.form, row.name.symbol)).or_default().push(row);
    }
    let mut table = Summary { period, series: Vec::new(), entries: Vec::new() };
    for ((form, symbol), mut rows) in by_series {
        rows.sort_by_key(|row| row.name.number);
        let entries = entries(period, &rows);
        // A series of which nothing is to be told does not stand in the table.
        if !entries.is_empty() {
            let before = before.get(&(form, symbol)).copied().unwrap_or(0);
            let missing = gaps.get(&(form, symbol)).cloned().unwrap_or_default();
            table.series.push(series((form, symbol), (before, missing), &entries)?);
            table.entries.extend(entries);
        }
    }
    Ok(table)
}

fn entries(period: Period, rows: &[&Row]) -> Vec<Entry> {
    let mut all = Vec::new();
    for row in rows {
        let own = |done: Option<&Done>| Entry { row: (*row).clone(), done: done.cloned() };
        if period.has(row.written_on) {
            all.push(own(None));
        }
        all.extend(row.done.iter().filter(|done| period.has(done.on)).map(|done| own(Some(done))));
    }
    all
}

fn series(
    (form, symbol): (ReceiptForm, ReceiptSymbol),
    (before, missing): (u32, Missing),
    entries: &[Entry],
) -> Result<Series, NotAnAmount> {
    let issued: Vec<&Row> = entries.iter().filter(|e| e.done.is_none()).map(|e| &e.row).collect();
    let done: Vec<&Done> = entries.iter().filter_map(|e| e.done.as_ref()).collect();
    let of = |step: Step| count(done.iter().filter(|done| done.step == step).count());
    let numbers: BTreeSet<i32> = issued.iter().map(|row| row.name.number.get()).collect();
    let ends = numbers.first().copied().zip(numbers.last().copied());
    Ok(Series {
        form,
        symbol,
        before,
        numbers: ends,
        issued: count(issued.len()),
        replaced: of(Step::Replace),
        adjusted: of(Step::Adjust),
        cancelled: of(Step::Cancel),
        amount: Vnd::total(issued.iter().filter(|row| row.origin != Origin::Adjusts).map(|row| row.amount))?,
        off: Vnd::total(done.iter().map(|done| done.off))?,
        missing,
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(crate) mod samples {
    //! Rows to make tables of.
    use super::*;
    use crate::domain::receipt::ReceiptNumber;

    pub(crate) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(crate) fn name(letters: &str, number: i32) -> ReceiptName {
        ReceiptName {
            form: ReceiptForm::Open,
            symbol: ReceiptSymbol::new(2026, letters).unwrap(),
            number: ReceiptNumber::new(number).unwrap(),
        }
    }

    pub(crate) fn row(letters: &str, number: i32, on: &str, dong: i64) -> Row {
        Row {
            name: name(letters, number),
            issued_on: day(on),
            written_on: day(on),
            amount: Vnd::new(dong).unwrap(),
            origin: Origin::First,
            payer: "Nguyễn Thị Lan".to_owned(),
            payer_number: Some("051190001234".to_owned()),
            what_for: "Lệ phí đăng ký".to_owned(),
            about: None,
            done: Vec::new(),
        }
    }

    pub(crate) fn done(step: Step, on: &str, dong: i64) -> Done {
        Done { step, on: day(on), off: Vnd::new(dong).unwrap(), reason: "=1+1 sai tên".to_owned() }
    }

    pub(crate) fn quarter() -> Period {
        Period { from: day("2026-10-01"), to: day("2026-12-31") }
    }

    /// What the store says of the rows before the period, and the rows that it gives for it.
    pub(crate) fn table(period: Period, rows: &[Row]) -> Summary {
        let mut before = Before::new();
        for row in rows.iter().filter(|row| row.written_on < period.from) {
            *before.entry((row.name.form, row.name.symbol)).or_default() += 1;
        }
        let concerns =
            |row: &&Row| period.has(row.written_on) || row.done.iter().any(|done| period.has(done.on));
        let concerned: Vec<Row> = rows.iter().filter(concerns).cloned().collect();
        summary(period, &concerned, &before, &Gaps::new()).unwrap()
    }

    pub(crate) fn rows() -> Vec<Row> {
        let mut old = row("AA", 1, "2026-09-30", 10_000);
        old.done.push(done(Step::Cancel, "2026-10-02", 10_000));
        let mut wrong = row("AA", 2, "2026-10-01", 20_000);
        wrong.done.push(done(Step::Replace, "2026-10-05", 20_000));
        let mut right = row("AA", 3, "2026-10-05", 20_000);
        (right.origin, right.about) = (Origin::Replaces, Some(wrong.name));
        let mut lowered = row("AB", 1, "2026-12-31", 8_000);
        lowered.done.push(done(Step::Adjust, "2026-12-31", 3_000));
        let mut lowering = row("AB", 2, "2026-12-31", 3_000);
        (lowering.origin, lowering.about) = (Origin::Adjusts, Some(lowered.name));
        vec![
            lowering,
            lowered,
            right,
            wrong,
            old,
            row("AC", 1, "2026-01-02", 5),
            row("AB", 3, "2027-01-01", 7),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{samples::*, *};

    #[test]
    fn a_quarter_tells_what_was_issued_in_it_and_what_was_done_in_it() {
        let table = table(quarter(), &rows());
        let [aa, ab] = table.series.as_slice() else { panic!("{:?}", table.series) };
        assert_eq!((aa.symbol.to_string().as_str(), aa.before, aa.numbers), ("26TAA", 1, Some((2, 3))));
        assert_eq!((aa.issued, aa.replaced, aa.adjusted, aa.cancelled), (2, 1, 0, 1));
        assert_eq!((aa.amount.dong(), aa.off.dong(), aa.net()), (40_000, 30_000, 10_000));
        assert_eq!((ab.before, ab.numbers, ab.issued, ab.adjusted), (0, Some((1, 2)), 2, 1));
        assert_eq!((ab.amount.dong(), ab.off.dong(), ab.net()), (8_000, 3_000, 5_000));
        assert_eq!(table.net(), 15_000);
        let told: Vec<String> = table
            .entries
            .iter()
            .map(|e| format!("{} {} {:?}", e.row.name.number, e.on(), e.done.as_ref().map(|d| d.step)))
            .collect();
        assert_eq!(
            told,
            [
                "00000001 2026-10-02 Some(Cancel)",
                "00000002 2026-10-01 None",
                "00000002 2026-10-05 Some(Replace)",
                "00000003 2026-10-05 None",
                "00000001 2026-12-31 None",
                "00000001 2026-12-31 Some(Adjust)",
                "00000002 2026-12-31 None",
            ]
        );
    }

    #[test]
    fn a_receipt_for_money_of_an_old_period_belongs_to_the_one_in_which_it_was_written() {
        let mut late = row("AA", 9, "2026-09-30", 10_000);
        late.written_on = day("2026-10-02");
        let told = table(quarter(), std::slice::from_ref(&late));
        assert_eq!((told.series[0].numbers, told.series[0].issued, told.net()), (Some((9, 9)), 1, 10_000));
        assert_eq!(told.entries[0].on(), day("2026-10-02"));
        let before = Period { from: day("2026-07-01"), to: day("2026-09-30") };
        assert_eq!(table(before, &[late]).series, [], "a period that was sent stays as it was");
    }

    #[test]
    fn numbers_are_missing_when_they_were_given_and_not_when_they_are_of_another_period() {
        // No range says that 5 and 6 were given: they are not missing.
        let rows = [row("AA", 4, "2026-10-01", 1), row("AA", 7, "2026-10-01", 1)];
        let seen = table(quarter(), &rows);
        assert!(seen.series[0].missing.is_empty());
        assert_eq!(table(quarter(), &[]).series, []);
        let missing = Missing { gaps: vec![(5, 5), (9, 12)], count: 5 };
        let key = (rows[0].name.form, rows[0].name.symbol);
        let told = summary(quarter(), &rows, &Before::new(), &Gaps::from([(key, missing)])).unwrap();
        assert_eq!(told.series[0].missing.said(), "00000005, 00000009–00000012");
    }

    #[test]
    fn a_series_with_holes_everywhere_is_told_in_a_cell() {
        let gaps = (0..5_000).map(|n| (2 * n + 1, 2 * n + 1)).collect();
        let said = Missing { gaps, count: 50_000_000 }.said();
        assert_eq!((said.matches(", ").count(), said.ends_with(", …")), (Missing::SHOWN, true));
        assert!(!Missing { gaps: vec![(1, 99_999_999)], count: 99_999_999 }.said().contains('…'));
    }

    proptest! {
        #[test]
        fn the_months_add_up_to_the_year(
            rows in prop::collection::vec((1_u32..=12, 1_i64..1_000_000, 0_u8..4, 0_u32..6), 1..40),
        ) {
            let (mut all, mut holds) = (Vec::new(), 0);
            let mut rows = rows;
            rows.sort_unstable();
            for (n, (month, dong, what, later)) in rows.into_iter().enumerate() {
                let mut one = row("AA", i32::try_from(n).unwrap() + 1, &format!("2026-{month:02}-15"), dong);
                let on = format!("2026-{:02}-20", (month + later).min(12));
                match what {
                    0 => holds += dong,
                    1 => one.done.push(done(Step::Cancel, &on, dong)),
                    2 => {
                        one.done.push(done(Step::Adjust, &on, dong / 2));
                        holds += dong - dong / 2;
                    }
                    _ => one.done.push(done(Step::Replace, &on, dong)),
                }
                all.push(one);
            }
            let year = table(Period { from: day("2026-01-01"), to: day("2026-12-31") }, &all);
            prop_assert_eq!(year.net(), holds);
            let months = (1..=12_u32).map(|month| {
                let from = NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
                let to = from.checked_add_months(chrono::Months::new(1)).unwrap().pred_opt().unwrap();
                table(Period { from, to }, &all)
            });
            let months: Vec<Summary> = months.collect();
            prop_assert_eq!(months.iter().map(Summary::net).sum::<i64>(), holds);
            prop_assert_eq!(months.iter().map(|m| m.entries.len()).sum::<usize>(), year.entries.len());
            for month in months.iter().flat_map(|m| &m.series) {
                let first = month.numbers.map_or(month.before, |(first, _)| u32::try_from(first).unwrap() - 1);
                prop_assert_eq!(month.before, first);
            }
        }
    }
}
