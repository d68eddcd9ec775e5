//! The calendar strip under "Cách tính hạn": every day from the start to the due date, what it is and how much of it counts. The same
//! count as the rows of `explain`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    calendar::{DayKind, WorkCalendar},
    count::Pause,
    explain::{Story, by_working_time, moves},
    ledger::Ledger,
    limit::LimitUnit,
    minute::{DayNumber, Minute},
    refusal::Refusal,
};

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
    /// Working minutes of this day that count towards the due date; 0 where the limit is not in working time.
    pub minutes: i64,
}

impl StripDay {
    /// Whether it counts; the day of the start does as far as working time of it does.
    #[must_use]
    pub const fn counts(&self) -> bool {
        match self.kind {
            StripKind::Counted | StripKind::MakeUp | StripKind::Due => true,
            StripKind::Start => self.minutes > 0,
            StripKind::Weekend | StripKind::Holiday | StripKind::Paused => false,
        }
    }
}

/// The days from the start (of the present count) to the due date, or to the pause while the clock stands still. Empty when the
/// clock never started.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn days(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<StripDay>, Refusal> {
    let Some(story) = Story::of(ledger, calendar)? else {
        return Ok(Vec::new());
    };
    let (first, last) = (story.count.start.date(), story.last_day());
    let working = by_working_time(story.count.limit.unit);
    first
        .iter_days()
        .take_while(|date| *date <= last)
        .map(|date| {
            let minutes = if working { minutes_counted(&story, date, calendar)? } else { 0 };
            let kind = if story.due.is_some_and(|due| due.date() == date) {
                StripKind::Due
            } else if date == first {
                StripKind::Start
            } else if working {
                working_strip(&story, date, calendar)?
            } else {
                elapsed_strip(&story, date, calendar)?
            };
            Ok(StripDay { date, kind, minutes })
        })
        .collect()
}

/// The working minutes of `date` between the beginning of the count and its due date, without the pauses.
fn minutes_counted(story: &Story, date: NaiveDate, calendar: &WorkCalendar) -> Result<i64, Refusal> {
    let day = DayNumber::of(date);
    let Ok(closes) = calendar.close(day) else { return Ok(0) };
    let from = story.count.counts_from(calendar)?.max(day.minute(0));
    let to = story.due.or(story.count.waits_since()).unwrap_or(closes).min(closes);
    if to <= from {
        Ok(0)
    } else {
        Ok(calendar.between(from, to)? - stood_still(story, (from, to), calendar)?)
    }
}

/// Working minutes between the two moments at which the clock stood still.
fn stood_still(story: &Story, (from, to): (Minute, Minute), calendar: &WorkCalendar) -> Result<i64, Refusal> {
    let mut still = 0;
    for pause in story.pauses.iter().filter(|pause| moves(pause)) {
        let (from, to) = (pause.from.max(from), pause.to.unwrap_or(to).min(to));
        if from < to {
            still += calendar.between(from, to)?;
        }
    }
    Ok(still)
}

fn working_strip(story: &Story, date: NaiveDate, calendar: &WorkCalendar) -> Result<StripKind, Refusal> {
    let kind = match calendar.day_kind(date)? {
        DayKind::Weekend => return Ok(StripKind::Weekend),
        DayKind::Holiday(_) => return Ok(StripKind::Holiday),
        DayKind::MakeUp(_) => StripKind::MakeUp,
        DayKind::Working => StripKind::Counted,
    };
    let day = DayNumber::of(date);
    let whole = (day.minute(0), calendar.close(day)?);
    let still = stood_still(story, whole, calendar)?;
    Ok(if still >= calendar.minutes_of(date)? { StripKind::Paused } else { kind })
}

fn elapsed_strip(story: &Story, date: NaiveDate, calendar: &WorkCalendar) -> Result<StripKind, Refusal> {
    let count = &story.count;
    let still = |pause: &Pause| pause.from.date() < date && pause.to.is_none_or(|to| date <= to.date());
    let counts_days = matches!(count.limit.unit, LimitUnit::CalendarDay | LimitUnit::Month);
    if counts_days && story.pauses.iter().any(|pause| moves(pause) && still(pause)) {
        return Ok(StripKind::Paused);
    }
    if !counts_days || date <= count.last_day()?.date() {
        return Ok(StripKind::Counted);
    }
    Ok(match calendar.day_kind(date)? {
        DayKind::Weekend => StripKind::Weekend,
        DayKind::Holiday(_) => StripKind::Holiday,
        DayKind::MakeUp(_) | DayKind::Working => StripKind::Counted,
    })
}
