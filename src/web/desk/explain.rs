//! "Cách tính hạn" in words: each row of the sum, and the days of its strip. The numbers come from `domain::explain`.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        calendar::WorkCalendar,
        explain::{self, ExplainRow, Moved, Shift, Span, StripDay, StripKind},
        ledger::{Ledger, PauseReason},
        limit::{LimitUnit, TimeLimit},
        refusal::Refusal,
    },
    i18n::{Argument as _, Locale, Value, format, text},
    web::parts::DayMark,
};

/// Longest strip that is drawn, in days; a longer one says nothing at a glance.
const LONGEST: usize = 62;

/// One row: what, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is counted or not.
    pub label: String,
    /// How, with its reason.
    pub words: String,
}

/// The rows of the sum; none when the clock never started.
/// # Errors
/// As `domain::explain::explain`.
pub fn rows(ledger: &Ledger, calendar: &WorkCalendar, locale: Locale) -> Result<Vec<Row>, Refusal> {
    let said = Said(locale);
    Ok(explain::explain(ledger, calendar)?.iter().map(|row| said.row(row)).collect())
}

/// The days of the strip; none when there are too many to be of use.
/// # Errors
/// As `domain::explain::days`.
pub fn strip(ledger: &Ledger, calendar: &WorkCalendar, locale: Locale) -> Result<Vec<DayMark>, Refusal> {
    let days = explain::days(ledger, calendar)?;
    if days.len() > LONGEST {
        return Ok(Vec::new());
    }
    let said = Said(locale);
    Ok(days.iter().map(|day| said.day(*day)).collect())
}

struct Said(Locale);

impl Said {
    fn t(&self, key: &str, args: &[(&str, Value)]) -> String {
        text(self.0, key, args)
    }

    fn row(&self, row: &ExplainRow) -> Row {
        let (key, words) = self.label_and_words(row);
        Row { label: self.t(key, &[]), words }
    }

    fn label_and_words(&self, row: &ExplainRow) -> (&'static str, String) {
        match row {
            ExplainRow::Started { received, start, moved } => {
                ("desk-explain-started", self.started(*received, *start, moved.as_ref()))
            }
            ExplainRow::Restarted { earlier } => {
                ("desk-explain-restarted", self.t("desk-explain-restarted-text", &[("at", self.moment(*earlier))]))
            }
            ExplainRow::Limit { limit } => ("desk-explain-limit", self.limit(*limit)),
            ExplainRow::Shortened { statutory, limit } => (
                "desk-explain-limit",
                self.t(
                    "desk-explain-shortened-text",
                    &[("limit", self.limit(*limit).value()), ("statutory", self.limit(*statutory).value())],
                ),
            ),
            ExplainRow::AfterCutOff => ("desk-explain-cut-off", self.t("desk-explain-cut-off-text", &[])),
            ExplainRow::FirstDayNotCounted { date } => ("desk-explain-first-day", format::date_long(self.0, *date)),
            ExplainRow::Weekends { spans } => {
                let spans: Vec<String> = spans.iter().map(|s| span(*s)).collect();
                ("desk-explain-weekends", spans.join("; "))
            }
            ExplainRow::Holiday { span: days, name, legal_basis } => {
                ("desk-explain-holiday", format!("{}: {name} ({legal_basis})", span(*days)))
            }
            ExplainRow::MakeUp { date, name, legal_basis } => {
                ("desk-explain-make-up", format!("{}: {name} ({legal_basis})", format::date(*date)))
            }
            ExplainRow::Paused { why, from, to, shift } => {
                ("desk-explain-paused", self.paused(*why, (*from, *to), *shift))
            }
            ExplainRow::Extended { by, reason } => ("desk-explain-extended", format!("{}: {reason}", self.limit(*by))),
            ExplainRow::Rolled { from, to } => (
                "desk-explain-rolled",
                self.t(
                    "desk-explain-rolled-text",
                    &[
                        ("from", format::date_long(self.0, *from).value()),
                        ("to", format::date_long(self.0, *to).value()),
                    ],
                ),
            ),
            ExplainRow::Due { at } => ("desk-explain-due", format::datetime_long(self.0, *at)),
            ExplainRow::Waiting { why } => ("desk-explain-due", self.waiting(*why)),
        }
    }

    fn moment(&self, at: DateTime<Utc>) -> Value {
        format::datetime_long(self.0, at).value()
    }

    fn started(&self, received: DateTime<Utc>, start: DateTime<Utc>, moved: Option<&Moved>) -> String {
        let start = self.moment(start);
        let Some(moved) = moved else {
            return self.t("desk-explain-started-text", &[("at", start)]);
        };
        let why = match moved {
            Moved::BeforeOpening => self.t("desk-explain-moved-early", &[]),
            Moved::LunchBreak => self.t("desk-explain-moved-lunch", &[]),
            Moved::AfterClosing => self.t("desk-explain-moved-late", &[]),
            Moved::Weekend => self.t("desk-explain-moved-weekend", &[]),
            Moved::Holiday { name } => name.clone(),
        };
        self.t(
            "desk-explain-started-moved",
            &[("at", start), ("received", self.moment(received)), ("why", why.value())],
        )
    }

    fn paused(
        &self,
        why: PauseReason,
        (from, to): (DateTime<Utc>, Option<DateTime<Utc>>),
        shift: Option<Shift>,
    ) -> String {
        let why = self.waiting(why).value();
        let from = self.moment(from);
        let Some(to) = to else {
            return self.t("desk-explain-paused-open", &[("why", why), ("from", from)]);
        };
        let moved = match shift {
            None => String::new(),
            Some(Shift::WorkingMinutes(n)) => {
                self.t("desk-explain-shift-working", &[("hours", (n / 60).value()), ("minutes", (n % 60).value())])
            }
            Some(Shift::Days(n)) => self.t("desk-explain-shift-days", &[("count", n.value())]),
            Some(Shift::Minutes(n)) => self.t("desk-explain-shift-minutes", &[("count", n.value())]),
        };
        self.t(
            "desk-explain-paused-text",
            &[("why", why), ("from", from), ("to", self.moment(to)), ("shift", moved.value())],
        )
    }

    fn waiting(&self, why: PauseReason) -> String {
        self.t(
            match why {
                PauseReason::Supplement => "desk-explain-wait-supplement",
                PauseReason::Payment => "desk-explain-wait-payment",
                PauseReason::SectorLaw => "desk-explain-wait-sector-law",
            },
            &[],
        )
    }

    fn limit(&self, limit: TimeLimit) -> String {
        limit_words(self.0, limit)
    }

    fn day(&self, day: StripDay) -> DayMark {
        let (counted, key) = match day.kind {
            StripKind::Start => (true, Some("desk-strip-start")),
            StripKind::Counted => (true, None),
            StripKind::Weekend => (false, Some("desk-strip-weekend")),
            StripKind::Holiday => (false, Some("desk-strip-holiday")),
            StripKind::MakeUp => (true, Some("desk-strip-make-up")),
            StripKind::Paused => (false, Some("desk-strip-paused")),
            StripKind::Due => (true, Some("desk-strip-due")),
        };
        DayMark {
            date: day.date,
            counted,
            due: day.kind == StripKind::Due,
            note: key.map_or_else(String::new, |key| self.t(key, &[])),
        }
    }
}

/// A time limit in words: `15 ngày làm việc`, `2,5 ngày làm việc`, `trong ngày`.
#[must_use]
pub fn limit_words(locale: Locale, limit: TimeLimit) -> String {
    let unit = text(locale, &format!("limit-unit-{}", limit.unit), &[]);
    if limit.unit == LimitUnit::SameDay {
        return unit;
    }
    let whole = limit.halves / 2;
    let amount = match (limit.halves % 2, locale) {
        (0, _) => whole.to_string(),
        (_, Locale::Vi) => format!("{whole},5"),
        (_, Locale::En) => format!("{whole}.5"),
    };
    format!("{amount} {unit}")
}

fn span(span: Span) -> String {
    let one = |day: NaiveDate| format::date(day);
    if span.from == span.to { one(span.from) } else { format!("{} – {}", span.from.format("%d/%m"), one(span.to)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_said_in_both_languages() {
        let limit = TimeLimit { unit: LimitUnit::WorkingDay, halves: 5 };
        assert_eq!(limit_words(Locale::Vi, limit), "2,5 ngày làm việc");
        assert!(limit_words(Locale::En, limit).starts_with("2.5 "));
        assert_eq!(limit_words(Locale::Vi, TimeLimit::SAME_DAY), "trong ngày");
    }
}
