//! What the deadline engine asks of the allocator: nothing, for a due date.

use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use motcua::domain::{
    calendar::WorkCalendar,
    calendar_csv, deadline, explain,
    ledger::{Ledger, Mark, MarkKind, PauseReason},
    limit::{LimitUnit, Promise, TimeLimit},
};

use crate::support::portal::local;

const CALENDAR: &str = "weekly,mon,07:00-11:30,13:30-17:00\nweekly,tue,07:00-11:30,13:30-17:00\n\
    weekly,wed,07:00-11:30,13:30-17:00\nweekly,thu,07:00-11:30,13:30-17:00\nweekly,fri,07:00-11:30,13:30-17:00\n\
    holiday,2026-09-01,Quốc khánh\nholiday,2026-09-02,Quốc khánh\npublished,2025\npublished,2026\n";

/// Filed before a weekend, with pauses of five hours every other day.
fn ledger(limit: TimeLimit, pauses: i64) -> Ledger {
    let begun: DateTime<Utc> = local("2026-08-07 16:30");
    let mut ledger = Ledger::new();
    let mut put = |at, kind| ledger.push(Mark { at, kind, by: None }).unwrap();
    put(begun, MarkKind::started(Promise::plain(limit), <_>::default(), Some("QĐ 906".to_owned())));
    for n in 0..pauses {
        let from = begun + TimeDelta::days(2 * n + 1);
        put(from, MarkKind::Paused { why: PauseReason::Supplement });
        put(from + TimeDelta::hours(5), MarkKind::Resumed);
    }
    ledger
}

#[test]
fn a_due_date_and_what_is_stored_beside_it_allocate_nothing() {
    let calendar = WorkCalendar::new(calendar_csv::read(CALENDAR.as_bytes()).unwrap()).unwrap();
    let units = LimitUnit::ALL.iter().filter(|unit| **unit != LimitUnit::Unlimited);
    for (unit, pauses) in units.flat_map(|unit| [(*unit, 0), (*unit, 2), (*unit, 10)]) {
        let amount = if unit == LimitUnit::Month { 2 } else { 20 };
        let ledger = ledger(TimeLimit::whole(unit, amount), pauses);
        let now = local("2026-08-20 10:00");
        let asked = allocation_counter::measure(|| {
            assert!(black_box(deadline::due(black_box(&ledger), &calendar)).unwrap().is_some());
            assert!(black_box(deadline::projection(black_box(&ledger), 80, &calendar)).unwrap().is_some());
            assert!(black_box(deadline::remaining(black_box(&ledger), now, &calendar)).unwrap().is_some());
        });
        assert_eq!((asked.count_total, asked.bytes_total), (0, 0), "{unit} with {pauses} pauses");
        // The counter counts: an explanation is made of rows and words.
        let asked = allocation_counter::measure(|| {
            assert!(!black_box(explain::explain(&ledger, &calendar)).unwrap().is_empty());
        });
        assert!(asked.count_total > 0);
    }
}
