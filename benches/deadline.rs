//! Speed of the deadline engine: a due date, the time left and an explanation on a calendar of three years, with no, two and ten
//! pauses, beside a walk minute by minute over the same calendar. `cargo bench --bench deadline`. It reports and asserts nothing.
#![expect(clippy::print_stdout, reason = "a program for a person at a terminal; its report is its output")]

use std::{hint::black_box, time::Instant};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use motcua::domain::{
    calendar::{WorkCalendar, local},
    calendar_csv, deadline, explain,
    ledger::{Ledger, Mark, MarkKind, PauseReason},
    limit::{LimitUnit, Promise, TimeLimit},
    reckon::read_moment,
};

const WEEK: &str = "weekly,mon,07:00-11:30,13:30-17:00\nweekly,tue,07:00-11:30,13:30-17:00\n\
    weekly,wed,07:00-11:30,13:30-17:00\nweekly,thu,07:00-11:30,13:30-17:00\nweekly,fri,07:00-11:30,13:30-17:00\n\
    published,2024\npublished,2025\npublished,2026\n";
const HOLIDAYS: &[&str] = &[
    "2024-01-01",
    "2024-02-08",
    "2024-02-09",
    "2024-02-12",
    "2024-02-13",
    "2024-02-14",
    "2024-04-18",
    "2024-04-29",
    "2024-04-30",
    "2024-05-01",
    "2024-09-02",
    "2024-09-03",
    "2025-01-01",
    "2025-01-27",
    "2025-01-28",
    "2025-01-29",
    "2025-01-30",
    "2025-01-31",
    "2025-04-07",
    "2025-04-30",
    "2025-05-01",
    "2025-05-02",
    "2025-09-01",
    "2025-09-02",
    "2026-01-01",
    "2026-01-02",
    "2026-02-16",
    "2026-02-17",
    "2026-02-18",
    "2026-02-19",
    "2026-02-20",
    "2026-04-27",
    "2026-04-30",
    "2026-05-01",
    "2026-08-31",
    "2026-09-01",
    "2026-09-02",
    "2026-11-24",
];

fn at(text: &str) -> DateTime<Utc> {
    read_moment(text).unwrap_or_default()
}

fn calendar() -> Result<WorkCalendar, Box<dyn std::error::Error>> {
    let mut text = WEEK.to_owned();
    for day in HOLIDAYS {
        text.push_str("holiday,");
        text.push_str(day);
        text.push_str(",Nghỉ lễ\n");
    }
    Ok(WorkCalendar::new(calendar_csv::read(text.as_bytes())?)?)
}

/// A dossier of 20 working days with so many pauses of five hours, two days apart.
fn ledger(pauses: i64) -> Result<Ledger, Box<dyn std::error::Error>> {
    let limit = Promise::plain(TimeLimit::whole(LimitUnit::WorkingDay, 20));
    let mut ledger = Ledger::new();
    let begun = at("2025-03-03T09:10");
    ledger.push(Mark { at: begun, kind: MarkKind::started(limit, <_>::default(), None), by: None })?;
    for n in 0..pauses {
        let from = begun + TimeDelta::days(2 * n + 1);
        let why = PauseReason::Supplement;
        ledger.push(Mark { at: from, kind: MarkKind::Paused { why }, by: None })?;
        ledger.push(Mark { at: from + TimeDelta::hours(5), kind: MarkKind::Resumed, by: None })?;
    }
    Ok(ledger)
}

/// What the engine must be compared with: every minute from the start is looked at.
fn naive(calendar: &WorkCalendar, from: DateTime<Utc>, mut minutes: u32) -> DateTime<Utc> {
    let mut now = from;
    while minutes > 0 {
        let here = local(now);
        let open = calendar
            .sessions(here.date())
            .is_ok_and(|sessions| sessions.iter().any(|s| s.opens <= here.time() && here.time() < s.closes));
        minutes -= u32::from(open);
        now += TimeDelta::minutes(1);
    }
    now
}

/// Nanoseconds for one call, the best of several rounds.
fn measure(calls: u32, mut call: impl FnMut()) -> f64 {
    (0..7)
        .map(|_| {
            let begun = Instant::now();
            (0..calls).for_each(|_| call());
            begun.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
        })
        .fold(f64::INFINITY, f64::min)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let calendar = calendar()?;
    let days = NaiveDate::from_ymd_opt(2024, 1, 1).map_or(0, |day| day.year());
    println!(
        "calendar of three years from {days}; a limit of 20 working days; nanoseconds a call, best of seven rounds"
    );
    let walk = measure(20, || {
        black_box(naive(&calendar, at("2025-03-03T09:10"), black_box(9_600)));
    });
    println!("{:<12} {:>12} {:>12} {:>14} {:>12}", "pauses", "due", "remaining", "explanation", "× walk");
    for pauses in [0, 2, 10] {
        let ledger = ledger(pauses)?;
        let due = measure(200_000, || {
            black_box(deadline::due(black_box(&ledger), &calendar).ok());
        });
        let now = at("2025-03-20T10:00");
        let left = measure(100_000, || {
            black_box(deadline::remaining(black_box(&ledger), now, &calendar).ok());
        });
        let why = measure(5_000, || {
            black_box(explain::explain(black_box(&ledger), &calendar).ok());
        });
        println!("{pauses:<12} {due:>12.0} {left:>12.0} {why:>14.0} {:>12.0}", walk / due);
    }
    println!("a walk minute by minute takes {walk:.0} ns");
    Ok(())
}
