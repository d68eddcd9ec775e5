//! How a due date came about, in the reader's words: the rows of "Cách tính hạn" and the strip of days. The numbers are the
//! domain's; here they only get words.

use chrono::Datelike as _;

use super::parts::DayMark;
use crate::{
    domain::{
        calendar::{DayKind, WorkCalendar},
        explain::{self, ExplainRow, Moved, Shift, Span, StripKind},
        ledger::{Ledger, PauseReason},
        limit::{LimitUnit, TimeLimit},
        refusal::Refusal,
    },
    i18n::{Locale, Message, Value, format, text},
};

/// A time limit in words: `3 ngày làm việc`, `2,5 ngày làm việc`, `trong ngày`.
#[must_use]
pub fn limit(locale: Locale, limit: TimeLimit) -> String {
    let n = if limit.halves.is_multiple_of(2) {
        Value::Number(i64::from(limit.halves / 2))
    } else {
        let comma = match locale {
            Locale::Vi => ',',
            Locale::En => '.',
        };
        Value::Text(format!("{}{comma}5", limit.halves / 2))
    };
    let n = [("n", n)];
    match limit.unit {
        LimitUnit::SameDay => text(locale, "deadline-limit-same-day", &[]),
        LimitUnit::WorkingHour => text(locale, "deadline-limit-working-hour", &n),
        LimitUnit::Hour => text(locale, "deadline-limit-hour", &n),
        LimitUnit::WorkingDay => text(locale, "deadline-limit-working-day", &n),
        LimitUnit::CalendarDay => text(locale, "deadline-limit-calendar-day", &n),
        LimitUnit::Month => text(locale, "deadline-limit-month", &n),
    }
}

/// The rows, in the order in which they are read; empty when the clock never started.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn rows(locale: Locale, ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<Message>, Refusal> {
    Ok(explain::explain(ledger, calendar)?.iter().map(|row| words(locale, row)).collect())
}

/// The days of the strip with their reasons.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn strip(locale: Locale, ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<DayMark>, Refusal> {
    let days = explain::days(ledger, calendar)?;
    Ok(days
        .iter()
        .map(|day| {
            let named = match calendar.day_kind(day.date) {
                Ok(DayKind::Holiday(special) | DayKind::MakeUp(special)) => special.name.clone(),
                Ok(DayKind::Working | DayKind::Weekend) | Err(_) => String::new(),
            };
            let note = match day.kind {
                StripKind::Start => text(locale, "deadline-day-start", &[]),
                StripKind::Weekend => text(locale, "deadline-day-weekend", &[]),
                StripKind::Paused => text(locale, "deadline-day-paused", &[]),
                StripKind::Due => text(locale, "deadline-day-due", &[]),
                StripKind::Holiday | StripKind::MakeUp => named,
                StripKind::Counted => String::new(),
            };
            DayMark {
                date: day.date,
                counted: match day.kind {
                    StripKind::Counted | StripKind::MakeUp | StripKind::Due => true,
                    StripKind::Start | StripKind::Weekend | StripKind::Holiday | StripKind::Paused => false,
                },
                due: day.kind == StripKind::Due,
                note,
            }
        })
        .collect())
}

fn words(locale: Locale, row: &ExplainRow) -> Message {
    let moment = |at| format::datetime_long(locale, at);
    match row {
        ExplainRow::Started { received, start, moved } => match moved {
            None => Message::new("deadline-row-started").with("at", moment(*start)),
            Some(moved) => Message::new("deadline-row-started-later")
                .with("received", moment(*received))
                .with("at", moment(*start))
                .with("why", why_moved(locale, moved)),
        },
        ExplainRow::Restarted { earlier } => Message::new("deadline-row-restarted").with("at", moment(*earlier)),
        ExplainRow::Limit { limit: l } => Message::new("deadline-row-limit").with("limit", limit(locale, *l)),
        ExplainRow::Shortened { statutory, limit: l } => Message::new("deadline-row-shortened")
            .with("statutory", limit(locale, *statutory))
            .with("limit", limit(locale, *l)),
        ExplainRow::AfterCutOff => Message::new("deadline-row-after-cut-off"),
        ExplainRow::FirstDayNotCounted { date } => {
            Message::new("deadline-row-first-day").with("date", format::date_long(locale, *date))
        }
        ExplainRow::Weekends { spans } => {
            Message::new("deadline-row-weekends").with("days", spans.iter().map(span).collect::<Vec<_>>().join(", "))
        }
        ExplainRow::Holiday { span: s, name, legal_basis } => {
            Message::new("deadline-row-holiday").with("days", span(s)).with("name", name).with("basis", legal_basis)
        }
        ExplainRow::MakeUp { date, name, legal_basis } => Message::new("deadline-row-make-up")
            .with("date", format::date_long(locale, *date))
            .with("name", name)
            .with("basis", legal_basis),
        ExplainRow::Paused { why, from, to, shift } => match to {
            None => Message::new("deadline-row-paused-still")
                .with("why", why_paused(locale, *why))
                .with("from", moment(*from)),
            Some(to) => Message::new("deadline-row-paused")
                .with("why", why_paused(locale, *why))
                .with("from", moment(*from))
                .with("to", moment(*to))
                .with("shift", shift.map_or_else(String::new, |s| shifted(locale, s))),
        },
        ExplainRow::Extended { by, reason } => {
            Message::new("deadline-row-extended").with("limit", limit(locale, *by)).with("reason", reason)
        }
        ExplainRow::Rolled { from, to } => Message::new("deadline-row-rolled")
            .with("from", format::date_long(locale, *from))
            .with("to", format::date_long(locale, *to)),
        ExplainRow::Due { at } => Message::new("deadline-row-due").with("at", moment(*at)),
        ExplainRow::Waiting { why } => Message::new("deadline-row-waiting").with("why", why_paused(locale, *why)),
    }
}

fn span(span: &Span) -> String {
    if span.from == span.to {
        format::date(span.from)
    } else if span.from.year() == span.to.year() {
        format!("{}–{}", span.from.format("%d/%m"), format::date(span.to))
    } else {
        format!("{}–{}", format::date(span.from), format::date(span.to))
    }
}

fn why_moved(locale: Locale, moved: &Moved) -> String {
    match moved {
        Moved::BeforeOpening => text(locale, "deadline-moved-before-opening", &[]),
        Moved::LunchBreak => text(locale, "deadline-moved-lunch", &[]),
        Moved::AfterClosing => text(locale, "deadline-moved-after-closing", &[]),
        Moved::Weekend => text(locale, "deadline-moved-weekend", &[]),
        Moved::Holiday { name } => name.clone(),
    }
}

fn why_paused(locale: Locale, why: PauseReason) -> String {
    match why {
        PauseReason::Supplement => text(locale, "deadline-pause-supplement", &[]),
        PauseReason::Payment => text(locale, "deadline-pause-payment", &[]),
        PauseReason::SectorLaw => text(locale, "deadline-pause-sector-law", &[]),
    }
}

fn shifted(locale: Locale, shift: Shift) -> String {
    let (key, n) = match shift {
        Shift::WorkingMinutes(n) => ("deadline-shift-working-minutes", n),
        Shift::Days(n) => ("deadline-shift-days", n),
        Shift::Minutes(n) => ("deadline-shift-minutes", n),
    };
    text(locale, key, &[("n", Value::Number(n))])
}
