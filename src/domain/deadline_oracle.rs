//! A second opinion on due dates, minute by minute and as slow as that: it knows the rows of the calendar and the conventions, and
//! nothing of the engine.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use proptest::{prelude::*, test_runner::TestRunner};

use super::{
    calendar::{CalendarData, SpecialKind, WorkCalendar, instant, sample},
    clock_rules::{Convention, CountMode},
    deadline,
    ledger::{Ledger, Mark, MarkKind, PauseReason},
    limit::{LimitUnit, Promise, TimeLimit},
};

/// One answer for every minute of the published years: is it worked?
struct Minutes {
    first: NaiveDateTime,
    open: Vec<bool>,
    /// How many minutes of each day are worked.
    lengths: Vec<usize>,
    nominal: usize,
}

const DAY: usize = 1440;

impl Minutes {
    fn of(data: &CalendarData, nominal: usize) -> Self {
        let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let first = date(*data.published_years.first().unwrap(), 1, 1);
        let last = date(*data.published_years.last().unwrap(), 12, 31);
        let mut open = Vec::new();
        for day in first.iter_days().take_while(|day| *day <= last) {
            let special = data.special_days.iter().rfind(|special| special.date == day);
            let weekday = match special {
                Some(special) if special.kind == SpecialKind::MakeUp => Weekday::Mon,
                Some(_) => Weekday::Sun,
                None => day.weekday(),
            };
            for minute in 0..DAY {
                let now =
                    day.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(i64::try_from(minute).unwrap());
                open.push(data.hours.iter().any(|row| {
                    u32::from(row.weekday) == weekday.number_from_monday()
                        && row.opens <= now.time()
                        && now.time() < row.closes
                }));
            }
        }
        let lengths = open.chunks(DAY).map(|day| day.iter().filter(|open| **open).count()).collect();
        Self { first: first.and_hms_opt(0, 0, 0).unwrap(), open, lengths, nominal }
    }

    fn index(&self, at: NaiveDateTime) -> usize {
        usize::try_from((at - self.first).num_minutes()).unwrap()
    }

    fn is_open(&self, at: usize) -> bool {
        self.open[at]
    }

    fn walk(&self, mut at: usize, mut minutes: usize) -> usize {
        while minutes > 0 {
            minutes -= usize::from(self.is_open(at));
            at += 1;
        }
        at
    }

    fn is_worked(&self, day: usize) -> bool {
        self.lengths[day] > 0
    }

    /// The moment after the last minute worked that day.
    fn close(&self, day: usize) -> usize {
        (day * DAY..(day + 1) * DAY).rev().find(|minute| self.is_open(*minute)).unwrap() + 1
    }

    fn next_worked(&self, mut day: usize) -> usize {
        while !self.is_worked(day) {
            day += 1;
        }
        day
    }

    /// So many hundredths of the working time of a day, from its opening.
    fn part(&self, day: usize, hundredths: usize) -> usize {
        let opening = (day * DAY..self.open.len()).find(|minute| self.is_open(*minute)).unwrap();
        self.walk(opening, self.lengths[day] * hundredths / 100)
    }

    fn days(&self, start: usize, hundredths: usize) -> usize {
        let mut day = start / DAY;
        for _ in 0..hundredths / 100 {
            day = self.next_worked(day + 1);
        }
        match hundredths % 100 {
            0 => self.close(day),
            part => self.part(self.next_worked(day + 1), part),
        }
    }

    fn due(&self, case: &Case) -> usize {
        let start = (case.received..self.open.len()).find(|minute| self.is_open(*minute)).unwrap();
        let amount = usize::try_from(case.limit.hundredths).unwrap();
        let stood = |from: usize, to: usize| (from.max(start), to.max(start));
        let open_minutes = |(from, to)| (from..to).filter(|minute| self.is_open(*minute)).count();
        let days = |(from, to): (usize, usize)| to / DAY - from / DAY;
        let mut shift = 0;
        let base = |shift: usize| match case.limit.unit {
            LimitUnit::WorkingMinute => self.walk(self.walk(start, amount / 100), shift),
            LimitUnit::WorkingHour => self.walk(self.walk(start, amount * 60 / 100), shift),
            LimitUnit::WorkingDay if case.by_hours => {
                self.walk(self.walk(start, amount * self.nominal / 100), shift)
            }
            LimitUnit::WorkingDay => self.walk(self.days(start, amount), shift),
            LimitUnit::SameDay => {
                let late = start % DAY > 15 * 60;
                self.walk(self.days(start, if late { 100 } else { 0 }), shift)
            }
            LimitUnit::CalendarDay => {
                let last = start / DAY + amount.div_ceil(100) + shift;
                match amount % 100 {
                    part if part > 0 && self.is_worked(last) => self.part(last, part),
                    _ => self.close(self.next_worked(last)),
                }
            }
            LimitUnit::Hour => start + amount * 60 / 100 + shift,
            LimitUnit::Month | LimitUnit::Unlimited => unreachable!("not among the cases"),
        };
        for (from, to) in &case.pauses {
            // What is late stays late.
            if base(shift) < *from {
                continue;
            }
            shift += match case.limit.unit {
                LimitUnit::CalendarDay => days(stood(*from, *to)),
                LimitUnit::Hour => stood(*from, *to).1 - stood(*from, *to).0,
                LimitUnit::WorkingMinute
                | LimitUnit::WorkingHour
                | LimitUnit::WorkingDay
                | LimitUnit::SameDay
                | LimitUnit::Month
                | LimitUnit::Unlimited => open_minutes(stood(*from, *to)),
            };
        }
        base(shift)
    }
}

#[derive(Clone, Debug)]
struct Case {
    received: usize,
    limit: TimeLimit,
    by_hours: bool,
    pauses: Vec<(usize, usize)>,
}

fn cases() -> impl Strategy<Value = Case> {
    let limit = prop_oneof![
        8 => (1_u32..1_200).prop_map(|hundredths| TimeLimit { unit: LimitUnit::WorkingDay, hundredths }),
        3 => (1_u32..12).prop_map(|n| TimeLimit::whole(LimitUnit::WorkingDay, n)),
        3 => (1_u32..6_000).prop_map(|hundredths| TimeLimit { unit: LimitUnit::WorkingHour, hundredths }),
        3 => (1_u32..90_000).prop_map(|hundredths| TimeLimit { unit: LimitUnit::WorkingMinute, hundredths }),
        2 => (1_u32..3_000).prop_map(|hundredths| TimeLimit { unit: LimitUnit::CalendarDay, hundredths }),
        1 => (1_u32..9_000).prop_map(|hundredths| TimeLimit { unit: LimitUnit::Hour, hundredths }),
        1 => Just(TimeLimit::SAME_DAY),
    ];
    let steps = prop_oneof![
        3 => Just(Vec::new()),
        2 => prop::collection::vec(0_usize..4_000, 2),
        1 => prop::collection::vec(0_usize..3_000, 4),
    ];
    (0_usize..900 * DAY, limit, any::<bool>(), steps).prop_map(|(received, limit, by_hours, steps)| {
        let mut now = received;
        let mut at = |step: &usize| {
            now += step;
            now
        };
        let moments: Vec<usize> = steps.iter().map(&mut at).collect();
        let pauses = moments.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        Case { received, limit, by_hours, pauses }
    })
}

fn engine(case: &Case, minutes: &Minutes, calendar: &WorkCalendar) -> usize {
    let at = |index: usize| instant(minutes.first + TimeDelta::minutes(i64::try_from(index).unwrap()));
    let mode = if case.by_hours { CountMode::Hour } else { CountMode::Day };
    let convention = Convention { mode, ..Convention::default() };
    let mut ledger = Ledger::new();
    let mut put = |at, kind| ledger.push(Mark { at, kind, by: None }).unwrap();
    put(at(case.received), MarkKind::started(Promise::plain(case.limit), convention, None));
    for (from, to) in &case.pauses {
        put(at(*from), MarkKind::Paused { why: PauseReason::Supplement });
        put(at(*to), MarkKind::Resumed);
    }
    let due = deadline::due(&ledger, calendar).unwrap().unwrap();
    minutes.index(super::calendar::local(due))
}

#[test]
fn a_walk_minute_by_minute_agrees_on_a_hundred_thousand_cases() {
    let data = sample::data();
    let calendar = WorkCalendar::new(data.clone()).unwrap();
    let minutes = Minutes::of(&data, 480);
    let config = ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&cases(), |case| {
            prop_assert_eq!(engine(&case, &minutes, &calendar), minutes.due(&case));
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_oracle_itself_knows_the_year() {
    let minutes = Minutes::of(&sample::data(), 480);
    let year = minutes.index(sample::day("2026-01-01").and_hms_opt(0, 0, 0).unwrap()) / DAY;
    assert_eq!((year..year + 365).filter(|day| minutes.is_worked(*day)).count(), 249);
    let holidays: BTreeSet<_> = sample::data().special_days.into_iter().map(|special| special.date).collect();
    assert!(holidays.len() > 40);
}
