//! The count that a ledger stands for: from when, how much, what moved it. One walk over the marks serves the due date, the time
//! left and the explanation; the walk allocates nothing, who wants the single pauses listens. Source: Civil Code Arts 146–148;
//! NĐ 61/2018 Art.19.

use chrono::{DateTime, Months, Utc};

use super::{
    calendar::WorkCalendar,
    clock_rules::{Convention, CountMode},
    ledger::{Ledger, MarkKind, PauseReason},
    limit::{LimitUnit, TimeLimit},
    minute::{DayNumber, Minute, of_day},
    refusal::Refusal,
};

/// One pause of the present count, on the wall clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pause {
    pub(super) why: PauseReason,
    pub(super) from: Minute,
    pub(super) to: Option<Minute>,
    /// By how much it moved the date: working minutes, days or minutes, by the unit of the limit. 0 when it came too late.
    pub(super) shift: i64,
    /// The date had passed before it began: it moves nothing.
    too_late: bool,
}

/// What a listener hears of the walk.
pub(super) enum Told {
    /// A count begins; what was heard before belongs to an earlier one.
    Begun,
    /// A pause is over, or lasts to the end of the ledger.
    Paused(Pause),
}

/// The count that is running now: since the start, or since the last restart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    /// When it was asked to begin.
    pub(super) received: Minute,
    /// When it began: `received`, or the next opening.
    pub(super) start: Minute,
    pub(super) limit: TimeLimit,
    pub(super) convention: Convention,
    pub(super) extension: Option<TimeLimit>,
    pub(super) ended: Option<Minute>,
    /// Sum of what the pauses moved.
    pub(super) shift: i64,
    open: Option<Pause>,
    /// What [`Count::unshifted`] found, kept from the first pause on: every pause asks whether the date had passed.
    base: Option<Minute>,
}

/// Reads the ledger. With `resume`, a clock that stands still counts on from then.
#[inline]
pub(super) fn follow(
    ledger: &Ledger,
    calendar: &WorkCalendar,
    resume: Option<DateTime<Utc>>,
    tell: &mut impl FnMut(Told),
) -> Result<Option<Count>, Refusal> {
    let mut marks = ledger.marks().iter();
    let Some((at, limit, convention)) = marks.find_map(|mark| match &mark.kind {
        MarkKind::Started { limit, convention, .. } => Some((mark.at, *limit, *convention)),
        MarkKind::Paused { .. }
        | MarkKind::Resumed
        | MarkKind::Restarted
        | MarkKind::Extended { .. }
        | MarkKind::Ended
        | MarkKind::Reopened => None,
    }) else {
        return Ok(None);
    };
    tell(Told::Begun);
    let mut count = Count::begin(Minute::of(at), limit, convention, calendar)?;
    for mark in marks {
        let at = Minute::of(mark.at);
        match &mark.kind {
            // A ledger starts once.
            MarkKind::Started { .. } => {}
            MarkKind::Restarted if count.waits_since().is_some() => {
                tell(Told::Begun);
                count = Count::begin(at, limit, convention, calendar)?;
            }
            MarkKind::Paused { why } => count.pause(at, *why, calendar)?,
            MarkKind::Resumed | MarkKind::Restarted => count.resume(at, calendar, tell)?,
            MarkKind::Extended { by, .. } => count.extend(*by),
            MarkKind::Ended => {
                count.resume(at, calendar, tell)?;
                count.ended = Some(at);
            }
            MarkKind::Reopened => count.ended = None,
        }
    }
    match resume {
        Some(at) => count.resume(Minute::of(at), calendar, tell)?,
        None => count.open.iter().for_each(|pause| tell(Told::Paused(*pause))),
    }
    Ok(Some(count))
}

impl Count {
    pub(super) fn begin(
        received: Minute,
        limit: TimeLimit,
        convention: Convention,
        calendar: &WorkCalendar,
    ) -> Result<Self, Refusal> {
        let start = calendar.opening(received)?;
        let (extension, ended, open, base) = (None, None, None, None);
        Ok(Self { received, start, limit, convention, extension, ended, shift: 0, open, base })
    }

    fn extend(&mut self, by: TimeLimit) {
        self.base = None;
        self.extension = Some(match self.extension {
            Some(had) if had.unit == by.unit => {
                TimeLimit { unit: by.unit, hundredths: had.hundredths.saturating_add(by.hundredths) }
            }
            Some(_) | None => by,
        });
    }

    /// Since when the clock stands still with time left.
    pub(super) fn waits_since(&self) -> Option<Minute> {
        self.open.filter(|pause| !pause.too_late).map(|pause| pause.from)
    }

    /// For what the clock stands still with time left.
    pub(super) fn waits_for(&self) -> Option<PauseReason> {
        self.open.filter(|pause| !pause.too_late).map(|pause| pause.why)
    }

    pub(super) fn pause(
        &mut self,
        from: Minute,
        why: PauseReason,
        calendar: &WorkCalendar,
    ) -> Result<(), Refusal> {
        if self.base.is_none() && self.is_working_time() {
            self.base = Some(self.unshifted(calendar)?);
        }
        let too_late = self.due(calendar)?.is_some_and(|due| due < from);
        self.open = Some(Pause { why, from, to: None, shift: 0, too_late });
        Ok(())
    }

    pub(super) fn resume(
        &mut self,
        to: Minute,
        calendar: &WorkCalendar,
        tell: &mut impl FnMut(Told),
    ) -> Result<(), Refusal> {
        let Some(mut pause) = self.open.take() else {
            return Ok(());
        };
        pause.to = Some(to);
        let from = pause.from.max(self.start);
        if !pause.too_late && to > from {
            pause.shift = match self.limit.unit {
                LimitUnit::WorkingMinute
                | LimitUnit::WorkingHour
                | LimitUnit::WorkingDay
                | LimitUnit::SameDay => calendar.between(from, to)?,
                LimitUnit::CalendarDay | LimitUnit::Month => to.day().0 - from.day().0,
                LimitUnit::Hour => to.0 - from.0,
                LimitUnit::Unlimited => 0,
            };
            self.shift += pause.shift;
        }
        tell(Told::Paused(pause));
        Ok(())
    }

    /// When it is due, the clock taken to run; `None` without a limit.
    pub(super) fn due(&self, calendar: &WorkCalendar) -> Result<Option<Minute>, Refusal> {
        match self.limit.unit {
            LimitUnit::WorkingMinute
            | LimitUnit::WorkingHour
            | LimitUnit::WorkingDay
            | LimitUnit::SameDay => calendar.add(self.unshifted(calendar)?, self.shift).map(Some),
            LimitUnit::CalendarDay | LimitUnit::Month => self.end_of_days(calendar).map(Some),
            LimitUnit::Hour => {
                let minutes = wall_minutes(self.limit) + self.extension.map_or(0, wall_minutes);
                Ok(Some(self.start.plus(minutes + self.shift)))
            }
            LimitUnit::Unlimited => Ok(None),
        }
    }

    /// For calendar days and months: the day on which the time ends, worked or not. An extension and the pauses count from the
    /// unmoved day, and only their sum is moved to a working one.
    pub(super) fn last_day(&self) -> Result<DayNumber, Refusal> {
        let day = self.start.day();
        let whole = self.limit.hundredths.div_ceil(100);
        let base = match self.limit.unit {
            LimitUnit::Month => {
                let after = day.date();
                let last = after.checked_add_months(Months::new(whole));
                DayNumber::of(last.ok_or(Refusal::CalendarExhausted { after })?)
            }
            LimitUnit::CalendarDay => day.plus(i64::from(whole)),
            LimitUnit::WorkingMinute
            | LimitUnit::WorkingDay
            | LimitUnit::WorkingHour
            | LimitUnit::SameDay
            | LimitUnit::Hour
            | LimitUnit::Unlimited => day,
        };
        let more = self.extension.map_or(0, |by| i64::from(by.hundredths / 100));
        Ok(base.plus(more + self.shift))
    }

    /// A fraction of a day is that fraction of the working time of the last day; a last day that is not worked ends with the next
    /// that is. Source: Civil Code Art.148(5).
    fn end_of_days(&self, calendar: &WorkCalendar) -> Result<Minute, Refusal> {
        let last = self.last_day()?;
        let part = self.limit.hundredths % 100;
        if part > 0 && self.limit.unit == LimitUnit::CalendarDay && calendar.works_on(last)? {
            return calendar.part_of_day(last, part);
        }
        calendar.close(calendar.worked_from(last)?)
    }

    /// Whether the limit is counted in working time.
    const fn is_working_time(&self) -> bool {
        matches!(
            self.limit.unit,
            LimitUnit::WorkingMinute | LimitUnit::WorkingHour | LimitUnit::WorkingDay | LimitUnit::SameDay
        )
    }

    /// For working units: the due date without the pauses.
    pub(super) fn unshifted(&self, calendar: &WorkCalendar) -> Result<Minute, Refusal> {
        if let Some(base) = self.base {
            return Ok(base);
        }
        let Self { start, limit, extension, convention, .. } = self;
        let by_days = convention.mode == CountMode::Day;
        let (more_days, more_minutes) = match extension {
            Some(by) if by_days && by.unit == LimitUnit::WorkingDay => (by.hundredths, 0),
            Some(by) => (0, working_minutes(*by, calendar)),
            None => (0, 0),
        };
        let base = match limit.unit {
            LimitUnit::WorkingDay if by_days => {
                end_of_working_days(start.day(), limit.hundredths.saturating_add(more_days), calendar)?
            }
            LimitUnit::SameDay => {
                let late = if start.in_day() > of_day(convention.cut_off) { 100 } else { 0 };
                end_of_working_days(start.day(), late + more_days, calendar)?
            }
            LimitUnit::WorkingDay
            | LimitUnit::WorkingMinute
            | LimitUnit::WorkingHour
            | LimitUnit::Hour
            | LimitUnit::CalendarDay
            | LimitUnit::Month
            | LimitUnit::Unlimited => {
                let base = calendar.add(*start, working_minutes(*limit, calendar))?;
                if more_days > 0 { end_of_working_days(base.day(), more_days, calendar)? } else { base }
            }
        };
        calendar.add(base, more_minutes)
    }

    /// From when working time counts towards the limit: the start itself, or, where whole days are counted, the opening of the first
    /// working day after it.
    pub(super) fn counts_from(&self, calendar: &WorkCalendar) -> Result<Minute, Refusal> {
        let whole_days = self.limit.unit == LimitUnit::WorkingDay && self.convention.mode == CountMode::Day;
        if whole_days {
            calendar.part_of_day(calendar.nth_after(self.start.day(), 1)?, 0)
        } else {
            Ok(self.start)
        }
    }
}

/// The end of so many hundredths of working days after `day`, which is not counted: whole days end with the day, a fraction with
/// that part of the day it falls in; none is the end of `day` itself.
fn end_of_working_days(day: DayNumber, hundredths: u32, calendar: &WorkCalendar) -> Result<Minute, Refusal> {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part == 0 {
        calendar.close(calendar.nth_after(day, whole)?)
    } else {
        calendar.part_of_day(calendar.nth_after(day, whole + 1)?, part)
    }
}

/// A limit or an extension in working minutes, the fraction of a minute dropped; a day is the calendar's nominal one.
pub(super) fn working_minutes(limit: TimeLimit, calendar: &WorkCalendar) -> i64 {
    let amount = i64::from(limit.hundredths);
    match limit.unit {
        LimitUnit::WorkingMinute => amount / 100,
        LimitUnit::WorkingHour => amount * 60 / 100,
        LimitUnit::WorkingDay => amount * calendar.nominal_minutes() / 100,
        LimitUnit::Hour
        | LimitUnit::CalendarDay
        | LimitUnit::Month
        | LimitUnit::SameDay
        | LimitUnit::Unlimited => 0,
    }
}

/// Hours on the wall in minutes.
fn wall_minutes(limit: TimeLimit) -> i64 {
    i64::from(limit.hundredths) * 60 / 100
}
