//! How a due date was computed, as data: the rows of the table "Cách tính hạn" and the days of its calendar strip. The numbers come
//! from the same count as the date itself; the words are the translation's.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar::{DayKind, SpecialDay, WorkCalendar, day_after, instant, local},
    deadline::{Count, Pause, follow, is_after_cut_off},
    ledger::{Ledger, MarkKind, PauseReason},
    limit::{LimitUnit, TimeLimit},
    refusal::Refusal,
};

/// Why the clock began later than the dossier was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Moved {
    /// Before the office opened that day.
    BeforeOpening,
    /// In the lunch break.
    LunchBreak,
    /// After the office closed that day.
    AfterClosing,
    /// On a day that the agency does not work by the week.
    Weekend,
    /// On a day off by name.
    Holiday {
        /// Its name.
        name: String,
    },
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// One row of the table, in the order in which it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "kebab-case")]
pub enum ExplainRow {
    /// The clock began.
    Started {
        /// When the dossier was received (accepted, or its supplement complete).
        received: DateTime<Utc>,
        /// From when it counts.
        start: DateTime<Utc>,
        /// Why `start` is later.
        moved: Option<Moved>,
    },
    /// The wait ended and the limit is counted anew; a `Started` row follows.
    Restarted {
        /// When the earlier count had begun.
        earlier: DateTime<Utc>,
    },
    /// The limit that counts.
    Limit {
        /// The limit.
        limit: TimeLimit,
    },
    /// Less was promised than the law allows.
    Shortened {
        /// The limit of the law.
        statutory: TimeLimit,
        /// The limit that counts.
        limit: TimeLimit,
    },
    /// Received after 15:00: the limit `same-day` is the next working day.
    AfterCutOff,
    /// The day of receipt is not counted. Source: Civil Code Art.147.
    FirstDayNotCounted {
        /// That day.
        date: NaiveDate,
    },
    /// The weekends on the way, which do not count.
    Weekends {
        /// In order.
        spans: Vec<Span>,
    },
    /// A holiday on the way, which does not count.
    Holiday {
        /// Its days.
        span: Span,
        /// Its name.
        name: String,
        /// Act that says so.
        legal_basis: String,
    },
    /// A make-up day on the way, which counts.
    MakeUp {
        /// Its day.
        date: NaiveDate,
        /// Its name.
        name: String,
        /// Act that says so.
        legal_basis: String,
    },
    /// The clock stood still.
    Paused {
        /// Why.
        why: PauseReason,
        /// From when.
        from: DateTime<Utc>,
        /// Until when; absent while it lasts.
        to: Option<DateTime<Utc>>,
        /// By how much the date moved; absent while it lasts. Zero when it began after the date had passed.
        shift: Option<Shift>,
    },
    /// The appointment was moved with a letter of apology.
    Extended {
        /// By how much.
        by: TimeLimit,
        /// What the letter says.
        reason: String,
    },
    /// The time ended on a day that is not worked.
    Rolled {
        /// That day.
        from: NaiveDate,
        /// The next working day.
        to: NaiveDate,
    },
    /// The due date.
    Due {
        /// When.
        at: DateTime<Utc>,
    },
    /// No due date while the clock stands still.
    Waiting {
        /// For what.
        why: PauseReason,
    },
}

/// By how much a pause moved the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "unit", content = "amount", rename_all = "kebab-case")]
pub enum Shift {
    /// Working minutes.
    WorkingMinutes(i64),
    /// Calendar days.
    Days(i64),
    /// Minutes by the wall clock.
    Minutes(i64),
}

/// What a day of the strip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StripKind {
    /// The day on which the clock began.
    Start,
    /// A day that counts.
    Counted,
    /// Not counted: weekend.
    Weekend,
    /// Not counted: day off by name.
    Holiday,
    /// Counted: make-up day.
    MakeUp,
    /// Not counted: the clock stood still all its working time.
    Paused,
    /// The due day.
    Due,
}

/// One day of the calendar strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StripDay {
    /// Local date.
    pub date: NaiveDate,
    /// What it is.
    pub kind: StripKind,
}

/// The table "Cách tính hạn". Empty when the clock never started.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn explain(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<ExplainRow>, Refusal> {
    let Some(count) = follow(ledger, calendar, None)? else {
        return Ok(Vec::new());
    };
    let mut rows = limit_rows(ledger, &count, calendar)?;
    if by_working_time(count.limit.unit) {
        rows.extend(days_off(&count, calendar)?);
    }
    rows.extend(count.pauses.iter().map(|pause| pause_row(pause, count.limit.unit)));
    if let Some(by) = count.extension {
        rows.push(ExplainRow::Extended { by, reason: extension_reason(ledger) });
    }
    if let Some(pause) = count.pauses.last().filter(|_| count.is_waiting()) {
        rows.push(ExplainRow::Waiting { why: pause.why });
        return Ok(rows);
    }
    let due = count.due(calendar)?;
    if let Some(from) = last_day_if_rolled(&count, due)? {
        rows.push(ExplainRow::Rolled { from, to: due.date() });
    }
    rows.push(ExplainRow::Due { at: instant(due) });
    Ok(rows)
}

/// The days from the start (of the present count) to the due date, or to the pause while the clock stands still. Empty when the
/// clock never started.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn days(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<StripDay>, Refusal> {
    let Some(count) = follow(ledger, calendar, None)? else {
        return Ok(Vec::new());
    };
    let first = count.start.date();
    let (last, due) = reach(&count, calendar)?;
    first
        .iter_days()
        .take_while(|date| *date <= last)
        .map(|date| {
            let kind = if due == Some(date) {
                StripKind::Due
            } else if date == first {
                StripKind::Start
            } else if by_working_time(count.limit.unit) {
                working_strip(&count, date, calendar)?
            } else {
                elapsed_strip(&count, date, calendar)?
            };
            Ok(StripDay { date, kind })
        })
        .collect()
}

fn limit_rows(ledger: &Ledger, count: &Count, calendar: &WorkCalendar) -> Result<Vec<ExplainRow>, Refusal> {
    let mut rows = Vec::new();
    let begun = ledger.marks().first();
    if let Some(mark) = begun.filter(|mark| local(mark.at) != count.received) {
        rows.push(ExplainRow::Restarted { earlier: mark.at });
    }
    rows.push(ExplainRow::Started {
        received: instant(count.received),
        start: instant(count.start),
        moved: moved(count.received, count.start, calendar)?,
    });
    let limit = count.limit;
    match begun.map(|mark| &mark.kind) {
        Some(MarkKind::Started { statutory: Some(statutory), .. }) => {
            rows.push(ExplainRow::Shortened { statutory: *statutory, limit });
        }
        _ => rows.push(ExplainRow::Limit { limit }),
    }
    match limit.unit {
        LimitUnit::SameDay if is_after_cut_off(count.start.time()) => rows.push(ExplainRow::AfterCutOff),
        LimitUnit::WorkingDay | LimitUnit::CalendarDay | LimitUnit::Month => {
            rows.push(ExplainRow::FirstDayNotCounted { date: count.start.date() });
        }
        LimitUnit::SameDay | LimitUnit::WorkingHour | LimitUnit::Hour => {}
    }
    Ok(rows)
}

fn moved(received: NaiveDateTime, start: NaiveDateTime, calendar: &WorkCalendar) -> Result<Option<Moved>, Refusal> {
    if received == start {
        return Ok(None);
    }
    let sessions = calendar.sessions(received.date())?;
    let opens_later = sessions.first().is_some_and(|session| received.time() < session.opens);
    Ok(Some(match calendar.day_kind(received.date())? {
        DayKind::Holiday(day) => Moved::Holiday { name: day.name.clone() },
        DayKind::Weekend => Moved::Weekend,
        DayKind::Working | DayKind::MakeUp(_) if opens_later => Moved::BeforeOpening,
        DayKind::Working | DayKind::MakeUp(_) if start.date() == received.date() => Moved::LunchBreak,
        DayKind::Working | DayKind::MakeUp(_) => Moved::AfterClosing,
    }))
}

/// The weekends in one row, then holidays and make-up days by name, from the start to the due date. Days on which the clock stood
/// still anyway are left out.
fn days_off(count: &Count, calendar: &WorkCalendar) -> Result<Vec<ExplainRow>, Refusal> {
    let (last, _) = reach(count, calendar)?;
    let mut weekends: Vec<Span> = Vec::new();
    let mut named: Vec<ExplainRow> = Vec::new();
    let mut date = count.start.date();
    while date <= last {
        if !stands_still(count, date) {
            match calendar.day_kind(date)? {
                DayKind::Weekend => lengthen_or_push(&mut weekends, date),
                DayKind::Holiday(day) => add_holiday(&mut named, date, day),
                DayKind::MakeUp(day) => named.push(ExplainRow::MakeUp {
                    date,
                    name: day.name.clone(),
                    legal_basis: day.legal_basis.clone(),
                }),
                DayKind::Working => {}
            }
        }
        date = day_after(date)?;
    }
    let mut rows = Vec::new();
    if !weekends.is_empty() {
        rows.push(ExplainRow::Weekends { spans: weekends });
    }
    rows.append(&mut named);
    Ok(rows)
}

fn lengthen_or_push(spans: &mut Vec<Span>, date: NaiveDate) {
    match spans.last_mut() {
        Some(span) if span.to.succ_opt() == Some(date) => span.to = date,
        _ => spans.push(Span { from: date, to: date }),
    }
}

/// Days of one holiday are one row, also across a weekend inside it.
fn add_holiday(rows: &mut Vec<ExplainRow>, date: NaiveDate, day: &SpecialDay) {
    if let Some(ExplainRow::Holiday { span, name, legal_basis }) = rows.last_mut()
        && *name == day.name
        && *legal_basis == day.legal_basis
        && span.to.succ_opt() == Some(date)
    {
        span.to = date;
        return;
    }
    rows.push(ExplainRow::Holiday {
        span: Span { from: date, to: date },
        name: day.name.clone(),
        legal_basis: day.legal_basis.clone(),
    });
}

fn pause_row(pause: &Pause, unit: LimitUnit) -> ExplainRow {
    let shift = match unit {
        LimitUnit::WorkingHour | LimitUnit::WorkingDay | LimitUnit::SameDay => Shift::WorkingMinutes(pause.shift),
        LimitUnit::CalendarDay | LimitUnit::Month => Shift::Days(pause.shift),
        LimitUnit::Hour => Shift::Minutes(pause.shift),
    };
    ExplainRow::Paused {
        why: pause.why,
        from: instant(pause.from),
        to: pause.to.map(instant),
        shift: pause.to.map(|_| shift),
    }
}

fn extension_reason(ledger: &Ledger) -> String {
    let reason = ledger.marks().iter().find_map(|mark| match &mark.kind {
        MarkKind::Extended { reason, .. } => Some(reason.clone()),
        MarkKind::Started { .. }
        | MarkKind::Paused { .. }
        | MarkKind::Resumed
        | MarkKind::Restarted
        | MarkKind::Reopened
        | MarkKind::Ended => None,
    });
    reason.unwrap_or_default()
}

fn last_day_if_rolled(count: &Count, due: NaiveDateTime) -> Result<Option<NaiveDate>, Refusal> {
    Ok(match count.limit.unit {
        LimitUnit::CalendarDay | LimitUnit::Month => Some(count.last_day()?).filter(|day| *day != due.date()),
        LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::SameDay | LimitUnit::Hour => None,
    })
}

/// The last day that is explained, and the due day if there is one.
fn reach(count: &Count, calendar: &WorkCalendar) -> Result<(NaiveDate, Option<NaiveDate>), Refusal> {
    if let Some(pause) = count.pauses.last().filter(|_| count.is_waiting()) {
        return Ok((pause.from.date().max(count.start.date()), None));
    }
    let due = count.due(calendar)?.date();
    Ok((due, Some(due)))
}

fn working_strip(count: &Count, date: NaiveDate, calendar: &WorkCalendar) -> Result<StripKind, Refusal> {
    let kind = match calendar.day_kind(date)? {
        DayKind::Weekend => return Ok(StripKind::Weekend),
        DayKind::Holiday(_) => return Ok(StripKind::Holiday),
        DayKind::MakeUp(_) => StripKind::MakeUp,
        DayKind::Working => StripKind::Counted,
    };
    let (opens, closes) = (date.and_time(NaiveTime::MIN), calendar.close(date)?);
    let mut still = 0;
    for pause in count.pauses.iter().filter(|pause| moves(pause)) {
        let (from, to) = (pause.from.max(opens), pause.to.unwrap_or(closes).min(closes));
        if from < to {
            still += calendar.between(from, to)?;
        }
    }
    Ok(if still >= calendar.minutes_of(date)? { StripKind::Paused } else { kind })
}

fn elapsed_strip(count: &Count, date: NaiveDate, calendar: &WorkCalendar) -> Result<StripKind, Refusal> {
    let still = |pause: &Pause| pause.from.date() < date && pause.to.is_none_or(|to| date <= to.date());
    let counts_days = count.limit.unit != LimitUnit::Hour;
    if counts_days && count.pauses.iter().any(|pause| moves(pause) && still(pause)) {
        return Ok(StripKind::Paused);
    }
    if !counts_days || date <= count.last_day()? {
        return Ok(StripKind::Counted);
    }
    Ok(match calendar.day_kind(date)? {
        DayKind::Weekend => StripKind::Weekend,
        DayKind::Holiday(_) => StripKind::Holiday,
        DayKind::MakeUp(_) | DayKind::Working => StripKind::Counted,
    })
}

/// Whether `date` lies wholly inside a pause that moved the date.
fn stands_still(count: &Count, date: NaiveDate) -> bool {
    let inside = |pause: &Pause| pause.from.date() < date && pause.to.is_none_or(|to| date < to.date());
    count.pauses.iter().any(|pause| moves(pause) && inside(pause))
}

/// Whether the pause moved the date, or will when it ends.
fn moves(pause: &Pause) -> bool {
    pause.shift > 0 || pause.to.is_none()
}

const fn by_working_time(unit: LimitUnit) -> bool {
    matches!(unit, LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::SameDay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        calendar::sample::{at, calendar, day, show},
        ledger::Mark,
        limit::Promise,
    };

    fn ledger(marks: Vec<(&str, MarkKind)>) -> Ledger {
        let marks = marks.into_iter().map(|(on, kind)| Mark { at: at(on), kind, by: None });
        Ledger::try_from(marks.collect::<Vec<_>>()).unwrap()
    }

    fn started(unit: LimitUnit, amount: u32) -> MarkKind {
        MarkKind::started(Promise::plain(TimeLimit::whole(unit, amount)))
    }

    const PAUSE: MarkKind = MarkKind::Paused { why: PauseReason::Supplement };

    /// One short line a row, to read a whole table at a glance.
    fn table(ledger: &Ledger) -> Vec<String> {
        let line = |row: ExplainRow| match row {
            ExplainRow::Started { start, moved, .. } => format!("start {} {moved:?}", show(start)),
            ExplainRow::Restarted { earlier } => format!("anew, before {}", show(earlier)),
            ExplainRow::Limit { limit } => format!("limit {} halves", limit.halves),
            ExplainRow::Shortened { statutory, limit } => {
                format!("{} -> {} halves", statutory.halves, limit.halves)
            }
            ExplainRow::AfterCutOff => "after 15:00".to_owned(),
            ExplainRow::FirstDayNotCounted { date } => format!("not counted {date}"),
            ExplainRow::Weekends { spans } => {
                let spans: Vec<_> = spans.iter().map(|span| format!("{}..{}", span.from, span.to)).collect();
                format!("weekends {}", spans.join(" "))
            }
            ExplainRow::Holiday { span, name, .. } => format!("{name} {}..{}", span.from, span.to),
            ExplainRow::MakeUp { date, name, .. } => format!("{name} {date}"),
            ExplainRow::Paused { from, to, shift, .. } => {
                format!("paused {} {:?} {shift:?}", show(from), to.map(show))
            }
            ExplainRow::Extended { by, reason } => format!("extended {} halves: {reason}", by.halves),
            ExplainRow::Rolled { from, to } => format!("rolled {from} -> {to}"),
            ExplainRow::Due { at } => format!("due {}", show(at)),
            ExplainRow::Waiting { why } => format!("waiting for {why}"),
        };
        explain(ledger, &calendar()).unwrap().into_iter().map(line).collect()
    }

    /// One letter a day: S start, + counted, w weekend, h holiday, m make-up, p paused, D due.
    fn strip(ledger: &Ledger) -> String {
        let letter = |day: StripDay| match day.kind {
            StripKind::Start => 'S',
            StripKind::Counted => '+',
            StripKind::Weekend => 'w',
            StripKind::Holiday => 'h',
            StripKind::MakeUp => 'm',
            StripKind::Paused => 'p',
            StripKind::Due => 'D',
        };
        days(ledger, &calendar()).unwrap().into_iter().map(letter).collect()
    }

    #[test]
    fn an_online_filing_at_night_is_explained_row_by_row() {
        let promise = Promise::online(TimeLimit::whole(LimitUnit::WorkingDay, 5), None, 20);
        let ledger = ledger(vec![
            ("2026-11-20 20:14", MarkKind::started(promise)),
            ("2026-11-25 10:00", PAUSE),
            ("2026-11-27 10:00", MarkKind::Resumed),
        ]);
        assert_eq!(
            table(&ledger),
            [
                "start 2026-11-23 07:00 Some(AfterClosing)",
                "10 -> 8 halves",
                "not counted 2026-11-23",
                "weekends 2026-11-28..2026-11-29",
                "Ngày Văn hóa Việt Nam 2026-11-24..2026-11-24",
                "paused 2026-11-25 10:00 Some(\"2026-11-27 10:00\") Some(WorkingMinutes(960))",
                "due 2026-12-02 17:00",
            ]
        );
        assert_eq!(strip(&ledger), "Sh+p+ww++D");
    }

    #[test]
    fn holidays_are_grouped_and_make_up_days_named() {
        let tet = ledger(vec![("2026-02-13 09:00", started(LimitUnit::WorkingDay, 3))]);
        assert_eq!(
            table(&tet)[3..],
            [
                "weekends 2026-02-14..2026-02-15 2026-02-21..2026-02-22",
                "Tết Nguyên đán 2026-02-16..2026-02-20",
                "due 2026-02-25 17:00",
            ]
        );
        assert_eq!(strip(&tet), "Swwhhhhhww++D");
        let make_up = ledger(vec![("2026-08-20 09:00", started(LimitUnit::WorkingDay, 3))]);
        assert_eq!(table(&make_up)[3..5], ["weekends 2026-08-23..2026-08-23", "Làm bù 2026-08-22"]);
        assert_eq!(strip(&make_up), "S+mwD");
    }

    #[test]
    fn calendar_days_count_weekends_and_say_when_the_end_is_moved() {
        let ledger = ledger(vec![
            ("2026-11-02 09:00", started(LimitUnit::CalendarDay, 10)),
            ("2026-11-05 16:00", PAUSE),
            ("2026-11-07 08:00", MarkKind::Resumed),
        ]);
        assert_eq!(
            table(&ledger)[2..],
            [
                "not counted 2026-11-02",
                "paused 2026-11-05 16:00 Some(\"2026-11-07 08:00\") Some(Days(2))",
                "rolled 2026-11-14 -> 2026-11-16",
                "due 2026-11-16 17:00",
            ]
        );
        assert_eq!(strip(&ledger), "S+++pp+++++++wD");
        assert_eq!(strip(&ledger).matches('+').count(), 10);
    }

    #[test]
    fn a_clock_that_stands_still_says_for_what() {
        let ledger = ledger(vec![("2026-11-20 09:00", started(LimitUnit::WorkingDay, 3)), ("2026-11-23 09:00", PAUSE)]);
        assert_eq!(table(&ledger).last().unwrap(), "waiting for supplement");
        assert_eq!(strip(&ledger), "Sww+");
    }

    #[test]
    fn a_restart_and_an_extension_are_told() {
        let ledger = ledger(vec![
            ("2026-11-16 09:00", started(LimitUnit::WorkingDay, 3)),
            ("2026-11-18 08:00", PAUSE),
            ("2026-11-22 09:00", MarkKind::Restarted),
            (
                "2026-11-25 09:00",
                MarkKind::Extended {
                    by: TimeLimit::whole(LimitUnit::WorkingDay, 1), reason: "Chờ đo đạc".to_owned()
                },
            ),
        ]);
        let table = table(&ledger);
        assert_eq!(table[..2], ["anew, before 2026-11-16 09:00", "start 2026-11-23 07:00 Some(Weekend)"]);
        assert_eq!(table[6..], ["extended 2 halves: Chờ đo đạc", "due 2026-11-30 17:00"]);
    }

    #[test]
    fn the_reason_of_a_later_start_is_named() {
        let moved = |on: &str| {
            let ledger = ledger(vec![(on, started(LimitUnit::WorkingHour, 1))]);
            let rows = explain(&ledger, &calendar()).unwrap();
            let Some(ExplainRow::Started { moved, .. }) = rows.into_iter().next() else { unreachable!() };
            moved
        };
        assert_eq!(moved("2026-11-20 09:00"), None);
        assert_eq!(moved("2026-11-20 06:00"), Some(Moved::BeforeOpening));
        assert_eq!(moved("2026-11-20 12:00"), Some(Moved::LunchBreak));
        assert_eq!(moved("2026-11-20 17:00"), Some(Moved::AfterClosing));
        assert_eq!(moved("2026-11-21 09:00"), Some(Moved::Weekend));
        let name = "Ngày Văn hóa Việt Nam".to_owned();
        assert_eq!(moved("2026-11-24 09:00"), Some(Moved::Holiday { name }));
    }

    #[test]
    fn the_days_of_the_strip_that_count_are_the_days_of_the_limit() {
        for n in 1..40 {
            let ledger = ledger(vec![("2026-04-24 09:00", started(LimitUnit::WorkingDay, n))]);
            let counted = strip(&ledger).matches(['+', 'm', 'D']).count();
            assert_eq!(u32::try_from(counted).unwrap(), n);
        }
        let same_day = ledger(vec![("2026-11-20 15:01", started(LimitUnit::SameDay, 0))]);
        assert_eq!(table(&same_day)[2], "after 15:00");
        assert_eq!(days(&same_day, &calendar()).unwrap()[0].date, day("2026-11-20"));
        assert!(days(&Ledger::new(), &calendar()).unwrap().is_empty());
    }
}
