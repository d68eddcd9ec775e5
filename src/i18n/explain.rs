//! How a due date came about, in the reader's words: the rows of "Cách tính hạn". The numbers are the domain's; every page, slip and
//! answer to a program shows these same rows.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::{Argument as _, Locale, Value, catalogue::text, format};
use crate::domain::{
    calendar::WorkCalendar,
    explain::{self, ExplainRow, Moved, Shift, Span},
    ledger::{Ledger, PauseReason},
    limit::TimeLimit,
    refusal::Refusal,
    strip::{StripDay, StripKind},
};

/// One row: what, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What is counted or not.
    pub label: String,
    /// How, with its reason.
    pub words: String,
}

/// The rows of the sum; none when the clock never started.
/// # Errors
/// As [`explain::explain`].
pub fn rows(locale: Locale, ledger: &Ledger, calendar: &WorkCalendar) -> Result<Vec<Row>, Refusal> {
    Ok(explain::explain(ledger, calendar)?.iter().map(|row| say(locale, row)).collect())
}

/// One row in words.
#[must_use]
pub fn say(locale: Locale, row: &ExplainRow) -> Row {
    let said = Said(locale);
    let (key, words) = said.label_and_words(row);
    Row { label: said.t(key, &[]), words }
}

/// A time limit in words: `15 ngày làm việc`, `2,4 ngày làm việc`, `trong ngày`.
#[must_use]
pub fn limit(locale: Locale, limit: TimeLimit) -> String {
    let key = format!("limit-{}", limit.unit);
    let n = if limit.hundredths.is_multiple_of(100) {
        Value::Number(i64::from(limit.hundredths / 100))
    } else {
        Value::Text(limit.amount(match locale {
            Locale::Vi => ',',
            Locale::En => '.',
        }))
    };
    text(locale, &key, &[("n", n)])
}

/// What a day of the strip is, where there is something to say.
#[must_use]
pub fn day(locale: Locale, day: StripDay) -> String {
    let key = match day.kind {
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

struct Said(Locale);

impl Said {
    fn t(&self, key: &str, args: &[(&str, Value)]) -> String {
        text(self.0, key, args)
    }

    fn label_and_words(&self, row: &ExplainRow) -> (&'static str, String) {
        match row {
            ExplainRow::Started { received, start, moved } => {
                ("explain-started", self.started(*received, *start, moved.as_ref()))
            }
            ExplainRow::Restarted { earlier } => {
                ("explain-restarted", self.t("explain-restarted-text", &[("at", self.moment(*earlier))]))
            }
            ExplainRow::Limit { limit: allowed } => ("explain-limit", limit(self.0, *allowed)),
            ExplainRow::Shortened { statutory, limit, basis } => {
                ("explain-limit", self.shortened(*statutory, *limit, basis.as_deref()))
            }
            ExplainRow::AfterCutOff => ("explain-cut-off", self.t("explain-cut-off-text", &[])),
            ExplainRow::FirstDayNotCounted { date } => {
                ("explain-first-day", format::date_long(self.0, *date))
            }
            ExplainRow::Weekends { spans } => {
                let spans: Vec<String> = spans.iter().map(|s| span(*s)).collect();
                ("explain-weekends", spans.join("; "))
            }
            ExplainRow::Holiday { span: days, name, legal_basis } => {
                ("explain-holiday", format!("{}: {name} ({legal_basis})", span(*days)))
            }
            ExplainRow::MakeUp { date, name, legal_basis } => {
                ("explain-make-up", format!("{}: {name} ({legal_basis})", format::date(*date)))
            }
            ExplainRow::DaysOff { weekends, holidays, make_ups } => {
                ("explain-days-off", self.days_off(*weekends, *holidays, *make_ups))
            }
            ExplainRow::Counted { from, days, minutes, .. } => {
                ("explain-counted", self.counted(*from, *days, *minutes))
            }
            ExplainRow::Paused { why, from, to, shift } => {
                ("explain-paused", self.paused(*why, (*from, *to), *shift))
            }
            ExplainRow::Extended { by, reason } => {
                ("explain-extended", format!("{}: {reason}", limit(self.0, *by)))
            }
            ExplainRow::Rolled { from, to } => (
                "explain-rolled",
                self.t(
                    "explain-rolled-text",
                    &[
                        ("from", format::date_long(self.0, *from).value()),
                        ("to", format::date_long(self.0, *to).value()),
                    ],
                ),
            ),
            ExplainRow::Due { at } => ("explain-due", format::datetime_long(self.0, *at)),
            ExplainRow::Waiting { why } => ("explain-due", self.waiting(*why)),
        }
    }

    fn moment(&self, at: DateTime<Utc>) -> Value {
        format::datetime_long(self.0, at).value()
    }

    fn started(&self, received: DateTime<Utc>, start: DateTime<Utc>, moved: Option<&Moved>) -> String {
        let Some(moved) = moved else {
            return format::datetime_long(self.0, start);
        };
        let why = match moved {
            Moved::BeforeOpening => self.t("explain-moved-early", &[]),
            Moved::LunchBreak => self.t("explain-moved-lunch", &[]),
            Moved::AfterClosing => self.t("explain-moved-late", &[]),
            Moved::Weekend => self.t("explain-moved-weekend", &[]),
            Moved::Holiday { name } => name.clone(),
        };
        self.t(
            "explain-started-moved",
            &[("at", self.moment(start)), ("received", self.moment(received)), ("why", why.value())],
        )
    }

    fn shortened(&self, statutory: TimeLimit, promised: TimeLimit, basis: Option<&str>) -> String {
        let words = self.t(
            "explain-shortened-text",
            &[("limit", limit(self.0, promised).value()), ("statutory", limit(self.0, statutory).value())],
        );
        basis.map_or_else(|| words.clone(), |basis| format!("{words} ({basis})"))
    }

    fn counted(&self, from: DateTime<Utc>, days: i64, minutes: i64) -> String {
        let amount = match (days, minutes) {
            (_, 0) => self.t("explain-amount-days", &[("days", days.value())]),
            (0, _) => self.working_time(minutes),
            (_, _) => {
                format!(
                    "{}, {}",
                    self.t("explain-amount-days", &[("days", days.value())]),
                    self.working_time(minutes)
                )
            }
        };
        self.t("explain-counted-text", &[("amount", amount.value()), ("from", self.moment(from))])
    }

    fn days_off(&self, weekends: i64, holidays: i64, make_ups: i64) -> String {
        let off = self
            .t("explain-days-off-text", &[("weekends", weekends.value()), ("holidays", holidays.value())]);
        match make_ups {
            0 => off,
            _ => format!("{off}; {}", self.t("explain-days-off-worked", &[("count", make_ups.value())])),
        }
    }

    fn working_time(&self, minutes: i64) -> String {
        self.t(
            "explain-amount-time",
            &[("hours", (minutes / 60).value()), ("minutes", (minutes % 60).value())],
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
            return self.t("explain-paused-open", &[("why", why), ("from", from)]);
        };
        let moved = match shift {
            None => String::new(),
            Some(Shift::WorkingMinutes(n)) => {
                self.t("explain-shift-working", &[("time", self.working_time(n).value())])
            }
            Some(Shift::Days(n)) => self.t("explain-shift-days", &[("count", n.value())]),
            Some(Shift::Minutes(n)) => self.t("explain-shift-minutes", &[("count", n.value())]),
        };
        self.t(
            "explain-paused-text",
            &[("why", why), ("from", from), ("to", self.moment(to)), ("shift", moved.value())],
        )
    }

    fn waiting(&self, why: PauseReason) -> String {
        self.t(
            match why {
                PauseReason::Supplement => "explain-wait-supplement",
                PauseReason::Payment => "explain-wait-payment",
                PauseReason::SectorLaw => "explain-wait-sector-law",
            },
            &[],
        )
    }
}

fn span(span: Span) -> String {
    let one = |day: NaiveDate| format::date(day);
    if span.from == span.to {
        one(span.from)
    } else {
        format!("{} – {}", span.from.format("%d/%m"), one(span.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::limit::LimitUnit;

    #[test]
    fn limits_are_said_in_both_languages() {
        let part = TimeLimit { unit: LimitUnit::WorkingDay, hundredths: 240 };
        assert_eq!(limit(Locale::Vi, part), "2,4 ngày làm việc");
        assert!(limit(Locale::En, part).starts_with("2.4 "));
        assert_eq!(limit(Locale::Vi, TimeLimit::SAME_DAY), "trong ngày");
        for unit in LimitUnit::ALL {
            let one = limit(Locale::En, TimeLimit { unit: *unit, hundredths: 100 });
            assert!(!one.is_empty() && !one.ends_with('s'), "{one}");
        }
    }
}
