//! "Cách tính hạn" in words: the rows of `domain::explain` and the days of its strip, for whichever page shows them.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        calendar::WorkCalendar,
        explain::{self, ExplainRow, Moved, Shift, Span, StripKind},
        ledger::{Ledger, PauseReason},
        limit::{LimitUnit, TimeLimit},
        refusal::Refusal,
    },
    i18n::{Locale, Message, format, text},
    web::parts::DayMark,
};

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which days, or the sign that stands before it.
    pub mark: String,
    /// What they do to the date.
    pub words: String,
    /// The act it rests on; empty for none.
    pub basis: String,
    /// Whether it is the sum.
    pub is_sum: bool,
}

/// Table and strip of one dossier.
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// Rows; empty while the clock has not started.
    pub lines: Vec<Line>,
    /// Days.
    pub days: Vec<DayMark>,
}

impl Explained {
    /// How the due date of a dossier with this `ledger` comes about.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
    pub fn of(locale: Locale, ledger: &Ledger, calendar: &WorkCalendar) -> Result<Self, Refusal> {
        let lines = explain::explain(ledger, calendar)?
            .iter()
            .flat_map(|row| lines(locale, row))
            .collect();
        let days = explain::days(ledger, calendar)?
            .into_iter()
            .map(|day| DayMark {
                date: day.date,
                counted: matches!(day.kind, StripKind::Counted | StripKind::MakeUp | StripKind::Due),
                due: day.kind == StripKind::Due,
                note: day_note(locale, day.kind),
            })
            .collect();
        Ok(Self { lines, days })
    }
}

fn day_note(locale: Locale, kind: StripKind) -> String {
    let key = match kind {
        StripKind::Start => "explain-day-start",
        StripKind::Counted => return String::new(),
        StripKind::Weekend => "explain-day-weekend",
        StripKind::Holiday => "explain-day-holiday",
        StripKind::MakeUp => "explain-day-make-up",
        StripKind::Paused => "explain-day-paused",
        StripKind::Due => "explain-day-due",
    };
    text(locale, key, &[])
}

/// A time limit in words: `3 ngày làm việc`, `2,5 working days`, `trong ngày`.
#[must_use]
pub fn limit_words(locale: Locale, limit: TimeLimit) -> String {
    let key = match limit.unit {
        LimitUnit::SameDay => return text(locale, "limit-unit-same-day", &[]),
        LimitUnit::WorkingHour => "explain-working-hours",
        LimitUnit::Hour => "explain-hours",
        LimitUnit::WorkingDay => "explain-working-days",
        LimitUnit::CalendarDay => "explain-days",
        LimitUnit::Month => "explain-months",
    };
    let message = Message::new(key);
    let whole = limit.halves / 2;
    if limit.halves % 2 == 0 {
        message.with("n", whole).text(locale)
    } else {
        let comma = match locale {
            Locale::Vi => ',',
            Locale::En => '.',
        };
        message.with("n", format!("{whole}{comma}5")).text(locale)
    }
}

fn lines(locale: Locale, row: &ExplainRow) -> Vec<Line> {
    let at = |moment: &DateTime<Utc>| format::datetime(*moment);
    let limit = |l: &TimeLimit| limit_words(locale, *l);
    let one = |mark: String, message: Message, basis: &str| {
        vec![Line {
            mark,
            words: message.text(locale),
            basis: basis.to_owned(),
            is_sum: false,
        }]
    };
    match row {
        ExplainRow::Started {
            received,
            start,
            moved,
        } => {
            let message = match moved {
                None => Message::new("explain-started"),
                Some(why) => Message::new("explain-started-later")
                    .with("start", at(start))
                    .with("why", moved_words(locale, why)),
            };
            one(at(received), message, "")
        }
        ExplainRow::Restarted { earlier } => one(at(earlier), Message::new("explain-restarted"), ""),
        ExplainRow::Limit { limit: l } => one(plus(&limit(l)), Message::new("explain-limit"), ""),
        ExplainRow::Shortened { statutory, limit: l } => vec![
            Line {
                mark: plus(&limit(statutory)),
                words: text(locale, "explain-limit", &[]),
                basis: String::new(),
                is_sum: false,
            },
            Line {
                mark: format!("→ {}", limit(l)),
                words: text(locale, "explain-shortened", &[]),
                basis: String::new(),
                is_sum: false,
            },
        ],
        ExplainRow::AfterCutOff => one("15:00".to_owned(), Message::new("explain-after-cut-off"), ""),
        ExplainRow::FirstDayNotCounted { date } => {
            one(format::date(*date), Message::new("explain-first-day"), "")
        }
        ExplainRow::Weekends { spans } => one(
            spans.iter().map(|s| span(*s)).collect::<Vec<_>>().join("; "),
            Message::new("explain-weekends"),
            "",
        ),
        ExplainRow::Holiday {
            span: days,
            name,
            legal_basis,
        } => one(
            span(*days),
            Message::new("explain-holiday").with("name", name),
            legal_basis,
        ),
        ExplainRow::MakeUp {
            date,
            name,
            legal_basis,
        } => one(
            format::date(*date),
            Message::new("explain-make-up").with("name", name),
            legal_basis,
        ),
        ExplainRow::Paused { why, from, to, shift } => {
            let days = match to {
                Some(to) => format!("{} – {}", at(from), at(to)),
                None => at(from),
            };
            let why = waiting(locale, *why);
            let message = match shift {
                Some(shift) => Message::new("explain-paused")
                    .with("why", why)
                    .with("shift", shift_words(locale, *shift)),
                None => Message::new("explain-paused-now").with("why", why),
            };
            one(days, message, "")
        }
        ExplainRow::Extended { by, reason } => one(
            plus(&limit(by)),
            Message::new("explain-extended").with("reason", reason),
            "",
        ),
        ExplainRow::Rolled { from, to } => one(
            format::date(*from),
            Message::new("explain-rolled").with("to", format::date(*to)),
            "",
        ),
        ExplainRow::Due { at } => vec![Line {
            mark: "=".to_owned(),
            words: Message::new("explain-due")
                .with("at", format::datetime_long(locale, *at))
                .text(locale),
            basis: String::new(),
            is_sum: true,
        }],
        ExplainRow::Waiting { why } => vec![Line {
            mark: "=".to_owned(),
            words: Message::new("explain-waiting")
                .with("why", waiting(locale, *why))
                .text(locale),
            basis: String::new(),
            is_sum: true,
        }],
    }
}

fn plus(words: &str) -> String {
    format!("+ {words}")
}

fn span(span: Span) -> String {
    if span.from == span.to {
        format::date(span.from)
    } else {
        format!("{} – {}", short(span.from, span.to), format::date(span.to))
    }
}

/// The first day of a span, without its year when the last day tells it.
fn short(from: NaiveDate, to: NaiveDate) -> String {
    use chrono::Datelike as _;
    if from.year() == to.year() {
        from.format("%d/%m").to_string()
    } else {
        format::date(from)
    }
}

fn moved_words(locale: Locale, why: &Moved) -> String {
    match why {
        Moved::BeforeOpening => text(locale, "explain-moved-before-opening", &[]),
        Moved::LunchBreak => text(locale, "explain-moved-lunch", &[]),
        Moved::AfterClosing => text(locale, "explain-moved-after-closing", &[]),
        Moved::Weekend => text(locale, "explain-moved-weekend", &[]),
        Moved::Holiday { name } => name.clone(),
    }
}

fn waiting(locale: Locale, why: PauseReason) -> String {
    let key = match why {
        PauseReason::Supplement => "explain-wait-supplement",
        PauseReason::Payment => "explain-wait-payment",
        PauseReason::SectorLaw => "explain-wait-sector-law",
    };
    text(locale, key, &[])
}

fn shift_words(locale: Locale, shift: Shift) -> String {
    let minutes = |n: i64| {
        Message::new("explain-minutes")
            .with("h", n / 60)
            .with("m", n % 60)
            .text(locale)
    };
    match shift {
        Shift::WorkingMinutes(n) => Message::new("explain-working-time")
            .with("time", minutes(n))
            .text(locale),
        Shift::Days(n) => Message::new("explain-days").with("n", n).text(locale),
        Shift::Minutes(n) => minutes(n),
    }
}
