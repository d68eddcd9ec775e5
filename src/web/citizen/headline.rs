//! Where a dossier stands, in the first two sentences of its page and in the lists: status, verdict, what to do now.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        calendar::{WorkCalendar, local},
        deadline::{self, Remaining},
        decide::local_date,
        ledger::Ledger,
        status::Status,
    },
    i18n::{Locale, Message, format},
};

/// What decides the headline.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Where it is.
    pub status: Status,
    /// The clock.
    pub ledger: &'a Ledger,
    /// Appointment.
    pub due_at: Option<DateTime<Utc>>,
    /// Answer of the one-stop until.
    pub respond_by: Option<DateTime<Utc>>,
    /// The verdict.
    pub on_time: Option<bool>,
    /// What has still to come, whole đồng.
    pub outstanding: i64,
}

/// The headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// `ok`, `info`, `warn`, `err`, `wait`, `neutral`.
    pub tone: &'static str,
    /// Status and verdict in a sentence.
    pub sentence: Message,
    /// What the person must do now.
    pub todo: Message,
    /// The time left, as a badge.
    pub left: Option<Message>,
}

/// The headline of a dossier at `now`; without the time left when the calendar does not reach that far.
#[must_use]
pub fn of(locale: Locale, at: &Standing<'_>, now: DateTime<Utc>, calendar: &WorkCalendar) -> Headline {
    let remaining = deadline::remaining(at.ledger, now, calendar).ok().flatten();
    let overdue = remaining.filter(|r| r.overdue);
    let nothing = || Message::new("citizen-todo-nothing");
    let pay = |otherwise: Message| {
        if at.outstanding > 0 {
            Message::new("citizen-todo-pay-later").with("amount", format::dong(locale, at.outstanding))
        } else {
            otherwise
        }
    };
    let (tone, sentence, todo) = match at.status {
        Status::Draft => {
            ("neutral", Message::new("citizen-headline-draft"), Message::new("citizen-todo-draft"))
        }
        Status::Submitted => {
            let late = at.respond_by.is_some_and(|by| now > by);
            let by = at.respond_by.map(|by| format::datetime_long(locale, by)).unwrap_or_default();
            let key = if late { "citizen-headline-submitted-late" } else { "citizen-headline-submitted" };
            (if late { "warn" } else { "info" }, Message::new(key).with("by", by), pay(nothing()))
        }
        Status::Accepted | Status::Processing => match overdue {
            Some(late) => (
                "err",
                Message::new("citizen-headline-overdue").with("time", time_words(locale, late)),
                pay(Message::new("citizen-todo-overdue")),
            ),
            None => ("info", Message::new("citizen-headline-processing"), pay(nothing())),
        },
        Status::SupplementRequested => (
            "warn",
            Message::new("citizen-headline-supplement-requested"),
            Message::new("citizen-todo-supplement"),
        ),
        // All that is asked for came, and is about to be booked.
        Status::PaymentRequested if at.outstanding == 0 => (
            "warn",
            Message::new("citizen-headline-payment-requested"),
            Message::new("citizen-todo-all-came"),
        ),
        Status::PaymentRequested => (
            "warn",
            Message::new("citizen-headline-payment-requested"),
            Message::new("citizen-todo-pay").with("amount", format::dong(locale, at.outstanding)),
        ),
        Status::Completed => {
            let key = if at.on_time == Some(false) {
                "citizen-headline-completed-late"
            } else {
                "citizen-headline-completed"
            };
            let collect = if at.outstanding > 0 {
                Message::new("citizen-todo-collect-and-pay")
                    .with("amount", format::dong(locale, at.outstanding))
            } else {
                Message::new("citizen-todo-collect")
            };
            ("ok", Message::new(key), collect)
        }
        Status::Returned => ("ok", Message::new("citizen-headline-returned"), nothing()),
        Status::Rejected => {
            ("err", Message::new("citizen-headline-rejected"), Message::new("citizen-todo-rejected"))
        }
        Status::Stopped => {
            ("err", Message::new("citizen-headline-stopped"), Message::new("citizen-todo-rejected"))
        }
        Status::Withdrawn => ("neutral", Message::new("citizen-headline-withdrawn"), nothing()),
    };
    Headline { tone, sentence, todo, left: left(locale, at, remaining, now) }
}

fn left(
    locale: Locale,
    at: &Standing<'_>,
    remaining: Option<Remaining>,
    now: DateTime<Utc>,
) -> Option<Message> {
    let remaining = remaining?;
    match at.status {
        Status::Accepted | Status::Processing => {}
        Status::SupplementRequested | Status::PaymentRequested => return Some(Message::new("due-paused")),
        Status::Draft
        | Status::Submitted
        | Status::Rejected
        | Status::Withdrawn
        | Status::Stopped
        | Status::Completed
        | Status::Returned => return None,
    }
    let is_today = at.due_at.is_some_and(|due| local(due).date() == local_date(now));
    Some(match (remaining.overdue, remaining.days, is_today) {
        (true, 1.., _) => Message::new("due-overdue").with("days", remaining.days),
        (true, _, _) => Message::new("citizen-overdue-hours").with("time", time_words(locale, remaining)),
        (false, _, true) => Message::new("due-today"),
        (false, 1.., false) => Message::new("due-in-days").with("days", remaining.days),
        (false, _, false) => Message::new("citizen-left-hours").with("time", time_words(locale, remaining)),
    })
}

/// `2 ngày làm việc`, or begun hours when it is less than a day.
fn time_words(locale: Locale, time: Remaining) -> String {
    let message = if time.days > 0 {
        Message::new("limit-working-day").with("n", time.days)
    } else {
        Message::new("limit-working-hour").with("n", (time.minutes + 59) / 60)
    };
    message.text(locale)
}
