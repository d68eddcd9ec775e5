//! How the date on the appointment slip came about: the rows and the days of the pages, from the clock as it stood when the dossier was
//! accepted, by the calendar that was in force then. Where they do not give the date that was promised (the calendar of the agency is
//! no longer known), the slip says nothing of it: a sum that does not come out is worse than none.

use chrono::{DateTime, Datelike as _, Utc};

use super::{context::App, error::Error, reference::Reference};
use crate::{
    domain::{
        calendar::WorkCalendar,
        deadline,
        explain::{self, ExplainRow},
        ledger::Ledger,
        refusal::Refusal,
        slip::{Explained, PaperDay, Reason},
        strip,
    },
    i18n::{self, Locale},
    store::{self, view::DossierView},
};

/// More rows, or more days, do not fit on the back of the slip: then the short form is printed.
const MOST_ROWS: usize = 12;
const MOST_DAYS: usize = 62;

/// The explanation of `due_at`, promised at `accepted_at`; none when it cannot be given.
/// # Errors
/// [`Error::Store`].
pub(super) async fn of(
    app: &App,
    reference: &Reference,
    view: &DossierView,
    (accepted_at, due_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<Explained>, Error> {
    let Some(ledger) = view.ledger.0.as_of(accepted_at) else { return Ok(None) };
    let Some(agency) = reference.agency(&view.settling) else { return Ok(None) };
    let gives_it = |calendar: &WorkCalendar| deadline::due(&ledger, calendar) == Ok(Some(due_at));
    if let Some((_, calendar)) = reference.calendars.get(&agency.calendar)
        && gives_it(calendar)
    {
        return Ok(explained(&ledger, calendar).ok());
    }
    let then = store::calendar_version::in_force_at(&app.db, &agency.calendar, accepted_at).await?;
    let calendar = then.and_then(|data| WorkCalendar::new(data).ok()).filter(gives_it);
    Ok(calendar.and_then(|calendar| explained(&ledger, &calendar).ok()))
}

/// The rows and days of the pages, in the Vietnamese of the form; in short form where there are too many for the back of A5.
fn explained(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Explained, Refusal> {
    let (rows, days) = (explain::explain(ledger, calendar)?, strip::days(ledger, calendar)?);
    if rows.len() > MOST_ROWS || days.len() > MOST_DAYS {
        return Ok(Explained { rows: said(&explain::in_short(rows)), days: Vec::new() });
    }
    let days = days.into_iter().map(|day| PaperDay {
        date: day.date,
        mark: i18n::text(Locale::Vi, &format!("day-mark-{}", day.date.weekday().number_from_monday()), &[]),
        counts: day.counts(),
        due: day.kind == strip::StripKind::Due,
    });
    Ok(Explained { rows: said(&rows), days: days.collect() })
}

fn said(rows: &[ExplainRow]) -> Vec<Reason> {
    let say = |row| {
        let i18n::explain::Row { label, words } = i18n::explain::say(Locale::Vi, row);
        Reason { label, words }
    };
    rows.iter().map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        calendar::sample::{at, calendar},
        clock_rules::Convention,
        ledger::{Mark, MarkKind},
        limit::{LimitUnit, Promise, TimeLimit},
    };

    fn ledger(on: &str, days: u32) -> Ledger {
        let promise = Promise::plain(TimeLimit::whole(LimitUnit::WorkingDay, days));
        let kind = MarkKind::started(promise, Convention::default(), None);
        Ledger::try_from(vec![Mark { at: at(on), kind, by: None }]).unwrap()
    }

    #[test]
    fn a_few_days_are_explained_as_on_the_pages() {
        let (ledger, calendar) = (ledger("2026-11-20 09:00", 5), calendar());
        let explained = explained(&ledger, &calendar).unwrap();
        let pages = i18n::explain::rows(Locale::Vi, &ledger, &calendar).unwrap();
        let pairs: Vec<_> = explained.rows.iter().map(|row| (&row.label, &row.words)).collect();
        assert_eq!(pairs, pages.iter().map(|row| (&row.label, &row.words)).collect::<Vec<_>>());
        let days: String = explained.days.iter().map(|day| if day.counts { '+' } else { '-' }).collect();
        // Fri 20 is not counted; Sat, Sun, Mon 23, the holiday of Tue 24, Wed 25 … Sat, Sun, Mon 30
        assert_eq!(days, "---+-+++--+");
        assert_eq!(explained.days.iter().filter(|day| day.due).count(), 1);
        assert_eq!(explained.days.first().map(|day| day.mark.as_str()), Some("T6"));
    }

    #[test]
    fn many_days_are_summed() {
        let explained = explained(&ledger("2026-01-05 09:00", 120), &calendar()).unwrap();
        assert!(explained.rows.len() <= 6 && explained.days.is_empty(), "{explained:?}");
        let sum = explained.rows.iter().find(|row| row.words.contains("ngày nghỉ hằng tuần")).unwrap();
        assert!(sum.words.contains("ngày nghỉ lễ"), "{sum:?}");
    }
}
