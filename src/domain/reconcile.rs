//! Whether an agency's money of a day balances to the đồng. What came is told apart from what was booked, and what lies between the
//! two is named: money held for a dossier, money nobody has said yet what it is for, money set aside. A day counts what the portal
//! *heard* on it, so that a statement read late never changes a day that is closed. Two ways lead to what is left at the end of the
//! day, over the day's moves and over what each dossier stands at; where they do not meet, the rows are named.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    facts::local_date,
    ids::DossierCode,
    money::{NotAnAmount, Vnd},
    settlement::Source,
};

/// One row behind a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The request, event, payment or refund.
    pub id: Uuid,
    /// For which dossier; none for money nobody has said yet what it is for.
    pub dossier: Option<DossierCode>,
    /// How much.
    pub amount: Vnd,
    /// When the money moved, or was asked for.
    pub at: Option<DateTime<Utc>>,
    /// The bank's number, the request's or the paper's.
    pub number: Option<String>,
}

/// What the money of one dossier stands at, at the end of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Which.
    pub dossier: DossierCode,
    /// All that came for it.
    pub collected: Vnd,
    /// All that was booked by payments.
    pub booked: Vnd,
    /// Of what was not booked, what went back.
    pub held_back: Vnd,
    /// What the dossier itself says was paid.
    pub fee_paid: Vnd,
    /// What the dossier still owed.
    pub outstanding: Vnd,
    /// What could be booked by now and is not.
    pub bookable: Vnd,
}

impl Position {
    /// What came and was neither booked nor went back; negative when more was.
    #[must_use]
    pub const fn held(&self) -> i64 {
        self.collected.dong() - self.booked.dong() - self.held_back.dong()
    }
}

/// What an agency's day consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// What was neither booked nor had gone back when the day began.
    pub opening: Vnd,
    /// Requests of money made on the day.
    pub owed: Vec<Row>,
    /// Money heard of on the day.
    pub collected: BTreeMap<Source, Vec<Row>>,
    /// Money heard of at another agency, or at none, that was found on the day to be for dossiers of this one.
    pub moved_in: Vec<Row>,
    /// Money heard of here that was found on the day to be for dossiers of another agency.
    pub moved_out: Vec<Row>,
    /// Money that was found on the day to have been counted before: two messages told of it.
    pub struck: Vec<Row>,
    /// Money of which that was taken back on the day.
    pub counted_again: Vec<Row>,
    /// Payments booked on the day.
    pub booked: Vec<Row>,
    /// Booked money that went back on the day.
    pub booked_back: Vec<Row>,
    /// Money never booked that went back on the day.
    pub held_back: Vec<Row>,
    /// At the end of the day, every dossier that moved on it or whose money does not stand at nothing.
    pub positions: Vec<Position>,
    /// At the end of the day, money nobody had said yet what it is for; with the dossier, where it was found since.
    pub inbox: Vec<Row>,
    /// Of that, the events of which nobody has said so until now.
    pub waiting: BTreeSet<Uuid>,
    /// At the end of the day, money that is for no dossier.
    pub aside: Vec<Row>,
    /// Shifts begun on the day or before that are not closed.
    pub open_shifts: Vec<Uuid>,
}

/// A number and how many rows it is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Rows.
    pub rows: usize,
    /// What they come to.
    pub amount: Vnd,
}

impl Sum {
    fn of(amounts: impl IntoIterator<Item = Vnd>) -> Result<Self, NotAnAmount> {
        amounts.into_iter().try_fold(Self::default(), |sum, amount| {
            Ok(Self { rows: sum.rows.saturating_add(1), amount: sum.amount.plus(amount)? })
        })
    }

    fn of_rows(rows: &[Row]) -> Result<Self, NotAnAmount> {
        Self::of(rows.iter().map(|row| row.amount))
    }
}

/// The table of a day. `opening + collected + moved_in + counted_again = moved_out + struck + booked + held_back + short +
/// surplus + inbox + aside`, or `difference` says by how much not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What was neither booked nor had gone back when the day began.
    pub opening: Vnd,
    /// What was asked for on the day.
    pub owed: Sum,
    /// What came on the day, by who said so.
    pub collected: BTreeMap<Source, Sum>,
    /// What came over from other agencies on the day.
    pub moved_in: Sum,
    /// What went over to other agencies on the day.
    pub moved_out: Sum,
    /// What was found on the day to have been counted before.
    #[serde(default)]
    pub struck: Sum,
    /// Of what was found so, what counts again since the day.
    #[serde(default)]
    pub counted_again: Sum,
    /// What was booked on the day.
    pub booked: Sum,
    /// Of booked money, what went back on the day.
    pub booked_back: Sum,
    /// Of money never booked, what went back on the day.
    pub held_back: Sum,
    /// At the end of the day, what is held because it is less than is owed.
    pub short: Sum,
    /// At the end of the day, what is held because it is more than is owed.
    pub surplus: Sum,
    /// At the end of the day, what nobody has said yet what it is for.
    pub inbox: Sum,
    /// At the end of the day, what is for no dossier.
    pub aside: Sum,
    /// What the moves say is left, less what the rows say is left.
    pub difference: i64,
}

impl Table {
    /// All that came on the day.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn came(&self) -> Result<Vnd, NotAnAmount> {
        Vnd::total(self.collected.values().map(|sum| sum.amount))
    }

    /// What is neither booked nor gone back at the end of the day: the opening of the next one.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn closing(&self) -> Result<Vnd, NotAnAmount> {
        Vnd::total([self.short.amount, self.surplus.amount, self.inbox.amount, self.aside.amount])
    }
}

/// A row that keeps the day from being closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// More was booked or went back for a dossier than came for it.
    Beyond {
        /// Which.
        dossier: DossierCode,
        /// By how much.
        by: Vnd,
    },
    /// The dossier says that another amount was paid than its payments do.
    PaidDiffers {
        /// Which.
        dossier: DossierCode,
        /// What its payments come to.
        booked: Vnd,
        /// What it says.
        fee_paid: Vnd,
    },
    /// As much is held as is owed, and it is not booked.
    NotBooked {
        /// Which.
        dossier: DossierCode,
        /// What could be booked.
        bookable: Vnd,
    },
    /// Nobody has said until now what the money is for. What was found later keeps no day open: it was unclear then, and stands so.
    Unclear {
        /// The event.
        event: Uuid,
        /// How much.
        amount: Vnd,
    },
    /// A shift is not closed.
    ShiftOpen {
        /// Which.
        shift: Uuid,
    },
    /// The two ways do not meet, and no row says why.
    Unexplained {
        /// By how much: what the moves say is left, less what the rows say.
        difference: i64,
    },
}

impl Break {
    /// Stable key for the translation `break-…`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Beyond { .. } => "beyond",
            Self::PaidDiffers { .. } => "paid-differs",
            Self::NotBooked { .. } => "not-booked",
            Self::Unclear { .. } => "unclear",
            Self::ShiftOpen { .. } => "shift-open",
            Self::Unexplained { .. } => "unexplained",
        }
    }
}

impl Day {
    /// Its table.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn table(&self) -> Result<Table, NotAnAmount> {
        let held = |short: bool| {
            let this = move |position: &&Position| position.outstanding.is_zero() != short;
            let amounts =
                self.positions.iter().filter(this).filter_map(|position| Vnd::new(position.held()).ok());
            Sum::of(amounts.filter(|amount| !amount.is_zero()))
        };
        let by_source = |(source, rows): (&Source, &Vec<Row>)| Ok((*source, Sum::of_rows(rows)?));
        let mut table = Table {
            opening: self.opening,
            owed: Sum::of_rows(&self.owed)?,
            collected: self.collected.iter().map(by_source).collect::<Result<_, _>>()?,
            moved_in: Sum::of_rows(&self.moved_in)?,
            moved_out: Sum::of_rows(&self.moved_out)?,
            struck: Sum::of_rows(&self.struck)?,
            counted_again: Sum::of_rows(&self.counted_again)?,
            booked: Sum::of_rows(&self.booked)?,
            booked_back: Sum::of_rows(&self.booked_back)?,
            held_back: Sum::of_rows(&self.held_back)?,
            short: held(true)?,
            surplus: held(false)?,
            inbox: Sum::of_rows(&self.inbox)?,
            aside: Sum::of_rows(&self.aside)?,
            difference: 0,
        };
        let out = [table.moved_out, table.struck, table.booked, table.held_back].map(|sum| sum.amount);
        let on = [table.opening, table.came()?, table.moved_in.amount, table.counted_again.amount];
        let by_moves = Vnd::total(on)?.dong() - Vnd::total(out)?.dong();
        table.difference = by_moves - table.closing()?.dong();
        Ok(table)
    }

    /// Whether nothing moved, and nothing was held when it began.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The rows that keep the day from being closed.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn breaks(&self) -> Result<Vec<Break>, NotAnAmount> {
        let mut found: Vec<Break> = self.positions.iter().flat_map(breaks_of).collect();
        let beyond = self.positions.iter().map(|position| position.held().min(0)).sum::<i64>();
        let difference = self.table()?.difference - beyond;
        let waits = |row: &&Row| self.waiting.contains(&row.id);
        let unclear = |row: &Row| Break::Unclear { event: row.id, amount: row.amount };
        found.extend(self.inbox.iter().filter(waits).map(unclear));
        found.extend(self.open_shifts.iter().map(|shift| Break::ShiftOpen { shift: *shift }));
        found.extend((difference != 0).then_some(Break::Unexplained { difference }));
        Ok(found)
    }
}

fn breaks_of(position: &Position) -> Vec<Break> {
    let Position { dossier, booked, fee_paid, bookable, .. } = position.clone();
    let held = position.held();
    let mut found = Vec::new();
    if let Some(by) = Vnd::new(-held).ok().filter(|by| !by.is_zero()) {
        found.push(Break::Beyond { dossier: dossier.clone(), by });
    }
    if booked != fee_paid {
        found.push(Break::PaidDiffers { dossier: dossier.clone(), booked, fee_paid });
    }
    if !bookable.is_zero() {
        found.push(Break::NotBooked { dossier, bookable });
    }
    found
}

/// Why a day cannot be closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotClosable {
    /// It is not over: more may come.
    #[error("the day is not over")]
    NotOver,
    /// It was closed before.
    #[error("the day is closed")]
    ClosedAlready,
    /// Nothing moved on it and nothing was held: there is nothing to close.
    #[error("nothing moved on the day")]
    Empty,
    /// It does not balance, or something is left to say.
    #[error("{} rows keep the day open", .0.len())]
    Breaks(Vec<Break>),
    /// Beyond every amount.
    #[error(transparent)]
    TooMuch(#[from] NotAnAmount),
}

/// So long after midnight what began on the day may still be on its way: an event is of the moment in which it was begun to be written
/// down, and may have waited for another one since.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(15);

/// Whether nothing more can come on the day `on`, local.
#[must_use]
pub fn is_over(on: NaiveDate, now: DateTime<Utc>) -> bool {
    on < local_date(now - ON_ITS_WAY)
}

/// The table with which the day `on` is closed.
/// # Errors
/// [`NotClosable`].
pub fn close(on: NaiveDate, now: DateTime<Utc>, closed: bool, day: &Day) -> Result<Table, NotClosable> {
    if closed {
        return Err(NotClosable::ClosedAlready);
    }
    if !is_over(on, now) {
        return Err(NotClosable::NotOver);
    }
    let breaks = day.breaks()?;
    if !breaks.is_empty() {
        return Err(NotClosable::Breaks(breaks));
    }
    if day.is_empty() { Err(NotClosable::Empty) } else { Ok(day.table()?) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn code(n: u8) -> DossierCode {
        DossierCode::parse(&format!("H48.05-261123-{n:04}")).unwrap()
    }

    fn row(dong: i64) -> Row {
        Row { id: Uuid::from_u128(7), dossier: Some(code(1)), amount: vnd(dong), at: None, number: None }
    }

    fn position(collected: i64, booked: i64, outstanding: i64) -> Position {
        Position {
            dossier: code(1),
            collected: vnd(collected),
            booked: vnd(booked),
            held_back: Vnd::ZERO,
            fee_paid: vnd(booked),
            outstanding: vnd(outstanding),
            bookable: Vnd::ZERO,
        }
    }

    /// 30 opened; 100 and 20 came; 90 booked; 10 went back: 50 is left as short, surplus, unclear and aside.
    fn balanced() -> Day {
        Day {
            opening: vnd(30),
            owed: vec![row(90), row(40)],
            collected: BTreeMap::from([(Source::Counter, vec![row(100)]), (Source::Bank, vec![row(20)])]),
            booked: vec![row(90)],
            held_back: vec![row(10)],
            positions: vec![
                position(15, 0, 40),
                Position { dossier: code(2), held_back: vnd(10), ..position(110, 90, 0) },
            ],
            inbox: vec![],
            aside: vec![row(25)],
            ..Day::default()
        }
    }

    #[test]
    fn a_day_that_balances_is_closed_with_its_table() {
        let on: NaiveDate = "2026-11-25".parse().unwrap();
        let at = |hanoi: &str| format!("{hanoi}:00+07:00").parse::<DateTime<Utc>>().unwrap();
        let after = at("2026-11-26T00:15");
        let day = balanced();
        let table = close(on, after, false, &day).unwrap();
        assert_eq!(
            (table.difference, table.came().unwrap().dong(), table.closing().unwrap().dong()),
            (0, 120, 50)
        );
        assert_eq!(
            (table.short, table.surplus),
            (Sum { rows: 1, amount: vnd(15) }, Sum { rows: 1, amount: vnd(10) })
        );
        assert_eq!(table.owed, Sum { rows: 2, amount: vnd(130) });
        assert_eq!(close(on, after, false, &Day::default()), Err(NotClosable::Empty));
        assert_eq!(close(on, after, true, &day), Err(NotClosable::ClosedAlready));
        for too_early in ["2026-11-25T23:59", "2026-11-26T00:00", "2026-11-26T00:14"] {
            assert_eq!(close(on, at(too_early), false, &day), Err(NotClosable::NotOver), "{too_early}");
        }
        let text = serde_json::to_string(&table).unwrap();
        assert_eq!(serde_json::from_str::<Table>(&text).unwrap(), table, "what was closed is kept");
    }

    #[test]
    fn what_breaks_the_day_is_named() {
        let breaks = |day: &Day| day.breaks().unwrap();
        assert_eq!(breaks(&balanced()), []);

        let mut unclear = balanced();
        unclear.inbox = unclear.aside.split_off(0);
        assert_eq!(breaks(&unclear), [], "it was unclear at midnight and is no more");
        unclear.waiting = BTreeSet::from([Uuid::from_u128(7)]);
        assert_eq!(breaks(&unclear), [Break::Unclear { event: Uuid::from_u128(7), amount: vnd(25) }]);

        let mut beyond = balanced();
        beyond.collected.remove(&Source::Bank);
        beyond.positions.push(Position { dossier: code(3), ..position(0, 20, 0) });
        beyond.booked.push(row(20));
        beyond.positions[1].collected = vnd(110);
        assert_eq!(beyond.table().unwrap().difference, -40);
        assert_eq!(
            breaks(&beyond),
            [Break::Beyond { dossier: code(3), by: vnd(20) }, Break::Unexplained { difference: -20 }]
        );

        let mut paid = balanced();
        paid.positions[1].fee_paid = vnd(80);
        assert_eq!(
            breaks(&paid),
            [Break::PaidDiffers { dossier: code(2), booked: vnd(90), fee_paid: vnd(80) }]
        );

        let mut waiting = balanced();
        waiting.positions[0].bookable = vnd(15);
        assert_eq!(breaks(&waiting), [Break::NotBooked { dossier: code(1), bookable: vnd(15) }]);

        let mut moved = balanced();
        moved.moved_in.push(row(5));
        moved.moved_out.push(row(8));
        assert_eq!(breaks(&moved), [Break::Unexplained { difference: -3 }]);

        let mut twice = balanced();
        twice.struck.push(row(25));
        twice.counted_again.push(row(4));
        assert_eq!(breaks(&twice), [Break::Unexplained { difference: -21 }]);
        twice.aside.clear();
        twice.counted_again.clear();
        assert_eq!(breaks(&twice), [], "what is counted twice is struck off");

        let shift = Uuid::from_u128(3);
        let open = Day { open_shifts: vec![shift], ..balanced() };
        assert_eq!(breaks(&open), [Break::ShiftOpen { shift }]);
    }

    /// An office in small: what comes is for a dossier, unclear or aside; what suffices is booked; surplus may go back.
    #[derive(Default)]
    struct Office {
        dossiers: BTreeMap<u8, Position>,
        inbox: Vec<Row>,
        aside: Vec<Row>,
    }

    impl Office {
        fn hear(&mut self, day: &mut Day, (n, dong, source, kind): (u8, i64, usize, u8)) {
            let came = Row { dossier: None, ..row(dong) };
            day.collected.entry(Source::ALL[source]).or_default().push(came.clone());
            match kind {
                0 => self.inbox.push(came),
                1 => self.aside.push(came),
                _ => {
                    let fee = i64::from(n) * 10;
                    let it = self
                        .dossiers
                        .entry(n)
                        .or_insert(Position { dossier: code(n), ..position(0, 0, fee) });
                    it.collected = it.collected.plus(vnd(dong)).unwrap();
                    if !it.outstanding.is_zero() && it.held() >= it.outstanding.dong() {
                        day.booked.push(Row { amount: it.outstanding, ..row(1) });
                        it.booked = it.booked.plus(it.outstanding).unwrap();
                        (it.fee_paid, it.outstanding) = (it.booked, Vnd::ZERO);
                    } else if it.outstanding.is_zero() && kind == 2 {
                        let back = vnd(it.held());
                        it.held_back = it.held_back.plus(back).unwrap();
                        day.held_back.push(Row { amount: back, ..row(1) });
                    }
                }
            }
        }

        fn ends(&self, day: &mut Day) {
            day.positions = self.dossiers.values().cloned().collect();
            (day.inbox, day.aside) = (self.inbox.clone(), self.aside.clone());
            day.waiting = day.inbox.iter().map(|row| row.id).collect();
        }
    }

    proptest! {
        #[test]
        fn every_day_of_an_office_balances_and_a_lost_event_is_seen(
            days in prop::collection::vec(prop::collection::vec((1_u8..6, 1_i64..60, 0_usize..5, 0_u8..6), 0..8), 1..6),
        ) {
            let mut office = Office::default();
            let mut opening = Vnd::ZERO;
            for moves in days {
                let mut day = Day { opening, ..Day::default() };
                for one in moves {
                    office.hear(&mut day, one);
                }
                office.ends(&mut day);
                let table = day.table().unwrap();
                prop_assert_eq!(table.difference, 0);
                let only_unclear = day.breaks().unwrap().iter().all(|found| matches!(found, Break::Unclear { .. }));
                prop_assert!(only_unclear);
                opening = table.closing().unwrap();
                if let Some(lost) = day.collected.values_mut().find_map(Vec::pop) {
                    let lost = Break::Unexplained { difference: -lost.amount.dong() };
                    prop_assert!(day.breaks().unwrap().contains(&lost));
                }
            }
        }
    }
}
