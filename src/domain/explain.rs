//! How a due date was computed, as data: the rows of the table "Cách tính hạn" (the days of its calendar
//! strip are `strip`'s). The numbers come from the same count as the date itself; the words are the translation's.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar::{DayKind, SpecialDay, WorkCalendar},
    clock_rules::CountMode,
    count::{Count, Pause, Told, follow},
    ledger::{Ledger, MarkKind, PauseReason},
    limit::{LimitUnit, TimeLimit},
    minute::{DayNumber, Minute, of_day, time},
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
        /// Act that promises it.
        basis: Option<String>,
    },
    /// Received after the cut-off (15:00): the limit `same-day` is the next working day.
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
    /// In short form, in place of the weekends, holidays and make-up days one by one: how many days there are of each.
    DaysOff {
        /// Days of weekends, which do not count.
        weekends: i64,
        /// Holidays, which do not count.
        holidays: i64,
        /// Make-up days, which count.
        make_ups: i64,
    },
    /// What counts: so much working time from there, an extension included, the pauses not.
    Counted {
        /// From when.
        from: DateTime<Utc>,
        /// Whole working days: each one whatever its length, in hour mode nominal ones.
        days: i64,
        /// Working minutes beyond them.
        minutes: i64,
        /// All of it in working minutes of this calendar.
        total: i64,
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

/// A count with its pauses: what both the table and the strip are drawn from.
pub(super) struct Story {
    pub(super) count: Count,
    pub(super) pauses: Vec<Pause>,
    /// The due date; `None` while the clock stands still, and without a limit.
    pub(super) due: Option<Minute>,
}

impl Story {
    pub(super) fn of(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<Self>, Refusal> {
        let mut pauses = Vec::new();
        let count = follow(ledger, calendar, None, &mut |told| match told {
            Told::Begun => pauses.clear(),
            Told::Paused(pause) => pauses.push(pause),
        })?;
        let Some(count) = count else { return Ok(None) };
        let due = if count.waits_since().is_some() { None } else { count.due(calendar)? };
        Ok(Some(Self { count, pauses, due }))
    }

    /// The last day that is explained: the due day, or the day on which the clock was stopped.
    pub(super) fn last_day(&self) -> NaiveDate {
        let last = self.due.or(self.count.waits_since()).unwrap_or(self.count.start);
        last.date().max(self.count.start.date())
    }
}

/// The table "Cách tính hạn". Empty when the clock never started.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn explain(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<ExplainRow>, Refusal> {
    let Some(story) = Story::of(ledger, calendar)? else {
        return Ok(Vec::new());
    };
    let count = &story.count;
    let mut rows = limit_rows(ledger, count, calendar)?;
    if by_working_time(count.limit.unit) {
        rows.extend(days_off(&story, calendar)?);
        rows.push(counted(count, calendar)?);
    }
    rows.extend(story.pauses.iter().map(|pause| pause_row(pause, count.limit.unit)));
    if let Some(by) = count.extension {
        rows.push(ExplainRow::Extended { by, reason: extension_reason(ledger) });
    }
    if let Some(why) = count.waits_for() {
        rows.push(ExplainRow::Waiting { why });
    }
    if let Some(due) = story.due {
        if let Some(from) = last_day_if_rolled(count, due)? {
            rows.push(ExplainRow::Rolled { from, to: due.date() });
        }
        rows.push(ExplainRow::Due { at: due.instant() });
    }
    Ok(rows)
}

/// The same rows with the days off on the way as one sum, for where there is little room; everything else stays, so that they still
/// add up.
#[must_use]
pub fn in_short(rows: Vec<ExplainRow>) -> Vec<ExplainRow> {
    let length = |span: &Span| (span.to - span.from).num_days() + 1;
    let (mut weekends, mut holidays, mut make_ups, mut at) = (0, 0, 0, None);
    let mut short = Vec::new();
    for row in rows {
        match &row {
            ExplainRow::Weekends { spans } => weekends += spans.iter().map(length).sum::<i64>(),
            ExplainRow::Holiday { span, .. } => holidays += length(span),
            ExplainRow::MakeUp { .. } => make_ups += 1,
            ExplainRow::DaysOff { .. }
            | ExplainRow::Started { .. }
            | ExplainRow::Restarted { .. }
            | ExplainRow::Limit { .. }
            | ExplainRow::Shortened { .. }
            | ExplainRow::AfterCutOff
            | ExplainRow::FirstDayNotCounted { .. }
            | ExplainRow::Counted { .. }
            | ExplainRow::Paused { .. }
            | ExplainRow::Extended { .. }
            | ExplainRow::Rolled { .. }
            | ExplainRow::Due { .. }
            | ExplainRow::Waiting { .. } => {
                short.push(row);
                continue;
            }
        }
        at.get_or_insert(short.len());
    }
    if let Some(at) = at {
        short.insert(at, ExplainRow::DaysOff { weekends, holidays, make_ups });
    }
    short
}

fn counted(count: &Count, calendar: &WorkCalendar) -> Result<ExplainRow, Refusal> {
    let (from, to) = (count.counts_from(calendar)?, count.unshifted(calendar)?);
    let total = calendar.between(from, to)?;
    let nominal = calendar.nominal_minutes();
    let (days, minutes) = match count.convention.mode {
        CountMode::Day if total > 0 => calendar.days_between(from, to)?,
        CountMode::Day | CountMode::Hour => (total / nominal, total % nominal),
    };
    Ok(ExplainRow::Counted { from: from.instant(), days, minutes, total })
}

fn limit_rows(ledger: &Ledger, count: &Count, calendar: &WorkCalendar) -> Result<Vec<ExplainRow>, Refusal> {
    let mut rows = Vec::new();
    let begun = ledger.marks().first();
    if let Some(mark) = begun.filter(|mark| Minute::of(mark.at) != count.received) {
        rows.push(ExplainRow::Restarted { earlier: mark.at });
    }
    rows.push(ExplainRow::Started {
        received: count.received.instant(),
        start: count.start.instant(),
        moved: moved(count.received, count.start, calendar)?,
    });
    let limit = count.limit;
    match begun.map(|mark| &mark.kind) {
        Some(MarkKind::Started { statutory: Some(statutory), basis, .. }) => {
            rows.push(ExplainRow::Shortened { statutory: *statutory, limit, basis: basis.clone() });
        }
        _ => rows.push(ExplainRow::Limit { limit }),
    }
    let by_days = count.convention.mode == CountMode::Day;
    match limit.unit {
        LimitUnit::SameDay if count.start.in_day() > of_day(count.convention.cut_off) => {
            rows.push(ExplainRow::AfterCutOff);
        }
        LimitUnit::WorkingDay if by_days => {
            rows.push(ExplainRow::FirstDayNotCounted { date: count.start.date() });
        }
        LimitUnit::CalendarDay | LimitUnit::Month => {
            rows.push(ExplainRow::FirstDayNotCounted { date: count.start.date() });
        }
        LimitUnit::SameDay
        | LimitUnit::WorkingDay
        | LimitUnit::WorkingMinute
        | LimitUnit::WorkingHour
        | LimitUnit::Hour
        | LimitUnit::Unlimited => {}
    }
    Ok(rows)
}

fn moved(received: Minute, start: Minute, calendar: &WorkCalendar) -> Result<Option<Moved>, Refusal> {
    if received == start {
        return Ok(None);
    }
    let sessions = calendar.sessions(received.date())?;
    let opens_later = sessions.first().is_some_and(|session| time(received.in_day()) < session.opens);
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
fn days_off(story: &Story, calendar: &WorkCalendar) -> Result<Vec<ExplainRow>, Refusal> {
    let last = story.last_day();
    let mut weekends: Vec<Span> = Vec::new();
    let mut named: Vec<ExplainRow> = Vec::new();
    let mut date = story.count.start.date();
    while date <= last {
        if !stands_still(story, date) {
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
        date = DayNumber::of(date).plus(1).date();
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
        LimitUnit::WorkingMinute
        | LimitUnit::WorkingHour
        | LimitUnit::WorkingDay
        | LimitUnit::SameDay
        | LimitUnit::Unlimited => Shift::WorkingMinutes(pause.shift),
        LimitUnit::CalendarDay | LimitUnit::Month => Shift::Days(pause.shift),
        LimitUnit::Hour => Shift::Minutes(pause.shift),
    };
    ExplainRow::Paused {
        why: pause.why,
        from: pause.from.instant(),
        to: pause.to.map(Minute::instant),
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

fn last_day_if_rolled(count: &Count, due: Minute) -> Result<Option<NaiveDate>, Refusal> {
    Ok(match count.limit.unit {
        LimitUnit::CalendarDay | LimitUnit::Month => {
            Some(count.last_day()?.date()).filter(|day| *day != due.date())
        }
        LimitUnit::WorkingDay
        | LimitUnit::WorkingMinute
        | LimitUnit::WorkingHour
        | LimitUnit::SameDay
        | LimitUnit::Hour
        | LimitUnit::Unlimited => None,
    })
}

/// Whether `date` lies wholly inside a pause that moved the date.
fn stands_still(story: &Story, date: NaiveDate) -> bool {
    let inside = |pause: &Pause| pause.from.date() < date && pause.to.is_none_or(|to| date < to.date());
    story.pauses.iter().any(|pause| moves(pause) && inside(pause))
}

/// Whether the pause moved the date, or will when it ends.
pub(super) fn moves(pause: &Pause) -> bool {
    pause.shift > 0 || pause.to.is_none()
}

pub(super) const fn by_working_time(unit: LimitUnit) -> bool {
    matches!(
        unit,
        LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::WorkingMinute | LimitUnit::SameDay
    )
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        calendar::sample::{at, calendar, day, show},
        clock_rules::Convention,
        ledger::Mark,
        limit::Promise,
        strip::{StripDay, StripKind, days},
    };

    fn ledger(marks: Vec<(&str, MarkKind)>) -> Ledger {
        let marks = marks.into_iter().map(|(on, kind)| Mark { at: at(on), kind, by: None });
        Ledger::try_from(marks.collect::<Vec<_>>()).unwrap()
    }

    fn started(unit: LimitUnit, amount: u32) -> MarkKind {
        MarkKind::started(Promise::plain(TimeLimit::whole(unit, amount)), Convention::default(), None)
    }

    const PAUSE: MarkKind = MarkKind::Paused { why: PauseReason::Supplement };

    /// One short line a row, to read a whole table at a glance.
    fn table(ledger: &Ledger) -> Vec<String> {
        let line = |row: ExplainRow| match row {
            ExplainRow::Started { start, moved, .. } => format!("start {} {moved:?}", show(start)),
            ExplainRow::Restarted { earlier } => format!("anew, before {}", show(earlier)),
            ExplainRow::Limit { limit } => format!("limit {}", limit.hundredths),
            ExplainRow::Shortened { statutory, limit, basis } => {
                format!("{} -> {} by {}", statutory.hundredths, limit.hundredths, basis.unwrap_or_default())
            }
            ExplainRow::Counted { from, days, minutes, total } => {
                format!("counted from {}: {days} d {minutes} min = {total} min", show(from))
            }
            ExplainRow::AfterCutOff => "after 15:00".to_owned(),
            ExplainRow::FirstDayNotCounted { date } => format!("not counted {date}"),
            ExplainRow::Weekends { spans } => {
                let spans: Vec<_> = spans.iter().map(|span| format!("{}..{}", span.from, span.to)).collect();
                format!("weekends {}", spans.join(" "))
            }
            ExplainRow::Holiday { span, name, .. } => format!("{name} {}..{}", span.from, span.to),
            ExplainRow::MakeUp { date, name, .. } => format!("{name} {date}"),
            ExplainRow::DaysOff { weekends, holidays, make_ups } => {
                format!("{weekends} + {holidays} off, {make_ups} worked")
            }
            ExplainRow::Paused { from, to, shift, .. } => {
                format!("paused {} {:?} {shift:?}", show(from), to.map(show))
            }
            ExplainRow::Extended { by, reason } => format!("extended {}: {reason}", by.hundredths),
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
            (
                "2026-11-20 20:14",
                MarkKind::started(promise, Convention::default(), Some("QĐ 906".to_owned())),
            ),
            ("2026-11-25 10:00", PAUSE),
            ("2026-11-27 10:00", MarkKind::Resumed),
        ]);
        assert_eq!(
            table(&ledger),
            [
                "start 2026-11-23 07:00 Some(AfterClosing)",
                "500 -> 400 by QĐ 906",
                "not counted 2026-11-23",
                "weekends 2026-11-28..2026-11-29",
                "Ngày Văn hóa Việt Nam 2026-11-24..2026-11-24",
                "counted from 2026-11-25 07:00: 4 d 0 min = 1920 min",
                "paused 2026-11-25 10:00 Some(\"2026-11-27 10:00\") Some(WorkingMinutes(960))",
                "due 2026-12-02 17:00",
            ]
        );
        assert_eq!(strip(&ledger), "Sh+p+ww++D");
    }

    proptest! {
        #[test]
        fn the_rows_add_up_to_the_date(
            received in 0_i64..600 * 1440,
            hundredths in 2_u32..2_500,
            unit in prop::sample::select(vec![LimitUnit::WorkingDay, LimitUnit::WorkingHour, LimitUnit::SameDay]),
            by_hours in any::<bool>(),
            steps in prop::collection::vec(0_i64..4_000, 0..6),
        ) {
            let calendar = calendar();
            let mode = if by_hours { CountMode::Hour } else { CountMode::Day };
            let convention = Convention { mode, ..Convention::default() };
            let limit = TimeLimit { unit, hundredths };
            let mut now = at("2024-03-01 00:00") + TimeDelta::minutes(received);
            let mut marks = vec![(now, MarkKind::started(Promise::plain(limit), convention, None))];
            for pair in steps.chunks_exact(2) {
                for (step, kind) in pair.iter().zip([PAUSE, MarkKind::Resumed]) {
                    now += TimeDelta::minutes(*step);
                    marks.push((now, kind));
                }
            }
            let marks = marks.into_iter().map(|(at, kind)| Mark { at, kind, by: None });
            let ledger = Ledger::try_from(marks.collect::<Vec<_>>()).unwrap();
            let (mut begun, mut total, mut due) = (None, 0, None);
            for row in explain(&ledger, &calendar).unwrap() {
                if let ExplainRow::Counted { from, total: counted, .. } = row {
                    begun = Some(from);
                    total += counted;
                } else if let ExplainRow::Paused { shift: Some(Shift::WorkingMinutes(minutes)), .. } = row {
                    total += minutes;
                } else if let ExplainRow::Due { at } = row {
                    due = Some(at);
                }
            }
            let sum = calendar.add_minutes(begun.unwrap(), u32::try_from(total).unwrap()).unwrap();
            prop_assert_eq!(Some(sum), due);
            prop_assert_eq!(due, crate::domain::deadline::due(&ledger, &calendar).unwrap());
        }
    }

    proptest! {
        #[test]
        fn the_short_rows_add_up_too(received in 0_i64..700, days in 1_u32..200) {
            let calendar = calendar();
            let received = at("2024-03-01 09:00") + TimeDelta::days(received);
            let kind = started(LimitUnit::WorkingDay, days);
            let ledger = Ledger::try_from(vec![Mark { at: received, kind, by: None }]).unwrap();
            let (mut first, mut sum, mut due) = (None, 0, None);
            let mut short = 0;
            for row in in_short(explain(&ledger, &calendar).unwrap()) {
                if let ExplainRow::FirstDayNotCounted { date } = row {
                    first = Some(date);
                } else if let ExplainRow::DaysOff { weekends, holidays, .. } = row {
                    sum += weekends + holidays;
                    short += 1;
                } else if let ExplainRow::Counted { days, minutes, .. } = row {
                    prop_assert_eq!(minutes, 0);
                    sum += days;
                } else if let ExplainRow::Due { at } = row {
                    due = Some(Minute::of(at).date());
                } else {
                    let alone = matches!(
                        row,
                        ExplainRow::Weekends { .. } | ExplainRow::Holiday { .. } | ExplainRow::MakeUp { .. }
                    );
                    prop_assert!(!alone, "a day off stands alone");
                }
            }
            prop_assert!(short <= 1);
            prop_assert_eq!((due.unwrap() - first.unwrap()).num_days(), sum);
        }
    }

    #[test]
    fn holidays_are_grouped_and_make_up_days_named() {
        let tet = ledger(vec![("2026-02-13 09:00", started(LimitUnit::WorkingDay, 3))]);
        assert_eq!(
            table(&tet)[3..],
            [
                "weekends 2026-02-14..2026-02-15 2026-02-21..2026-02-22",
                "Tết Nguyên đán 2026-02-16..2026-02-20",
                "counted from 2026-02-23 07:00: 3 d 0 min = 1440 min",
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
        let ledger = ledger(vec![
            ("2026-11-20 09:00", started(LimitUnit::WorkingDay, 3)),
            ("2026-11-23 09:00", PAUSE),
        ]);
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
                    by: TimeLimit::whole(LimitUnit::WorkingDay, 1),
                    reason: "Chờ đo đạc".to_owned(),
                },
            ),
        ]);
        let table = table(&ledger);
        assert_eq!(table[..2], ["anew, before 2026-11-16 09:00", "start 2026-11-23 07:00 Some(Weekend)"]);
        assert_eq!(table[7..], ["extended 100: Chờ đo đạc", "due 2026-11-30 17:00"]);
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
