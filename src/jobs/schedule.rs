//! What is done at which time of the day, by the clock on the wall in Việt Nam. Each firing is one row in the outbox under a key
//! of its own, so any number of workers may plan the same one.

use chrono::{DateTime, FixedOffset, Utc};
use croner::Cron;

use crate::app::{context::App, error::Error, outbox};

/// Minute, hour, day, month, weekday; and the job.
pub const SCHEDULE: &[(&str, &str)] = &[
    ("5 2 * * *", "expire-drafts"),
    // Whatever fired while no worker ran is made up for: also done when a new version first starts.
    ("35 2 * * *", "ask-for-owed"),
    ("20 2 * * *", "prune"),
    ("10 7-17 * * *", "warn-overdue"),
    ("* * * * *", "query-payments"),
    ("25 * * * *", "wake-receipts"),
];

/// Seconds that Việt Nam is ahead of UTC; there is no summer time.
const AHEAD: i32 = 7 * 3600;

/// Puts in the last firing of every line, unless that was done before: what fired while no worker ran is made up for once.
/// Gives back when the next one fires.
/// # Errors
/// [`Error::Internal`] when a line cannot be read (a test reads them all), [`Error::Store`].
pub async fn plan(app: &App) -> Result<DateTime<Utc>, Error> {
    let now = app.clock.now();
    let mut firings = Vec::with_capacity(SCHEDULE.len());
    let mut next = None::<DateTime<Utc>>;
    for (line, kind) in SCHEDULE {
        let (last, coming) = around(line, now)?;
        firings.push((*kind, last));
        next = Some(next.map_or(coming, |n| n.min(coming)));
    }
    outbox::plan(app, &firings).await?;
    Ok(next.unwrap_or(now))
}

/// The last firing of `line` at or before `now`, and the first one after it.
fn around(line: &str, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
    let unreadable = |e: &dyn std::fmt::Display| Error::Internal(format!("schedule {line}: {e}"));
    let cron: Cron = line.parse().map_err(|e: croner::errors::CronError| unreadable(&e))?;
    let zone = FixedOffset::east_opt(AHEAD).ok_or_else(|| unreadable(&"offset"))?;
    let here = now.with_timezone(&zone);
    let last = cron.find_previous_occurrence(&here, true).map_err(|e| unreadable(&e))?;
    let next = cron.find_next_occurrence(&here, false).map_err(|e| unreadable(&e))?;
    Ok((last.with_timezone(&Utc), next.with_timezone(&Utc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn lines_fire_by_the_clock_in_viet_nam() {
        // 02:05 in Việt Nam is 19:05 of the day before in UTC.
        let (last, next) = around("5 2 * * *", at("2026-11-22T19:04:59Z")).unwrap();
        assert_eq!(last, at("2026-11-21T19:05:00Z"));
        assert_eq!(next, at("2026-11-22T19:05:00Z"));
        let (last, next) = around("5 2 * * *", at("2026-11-22T19:05:00Z")).unwrap();
        assert_eq!(last, at("2026-11-22T19:05:00Z"));
        assert_eq!(next, at("2026-11-23T19:05:00Z"));
    }

    #[test]
    fn every_line_can_be_read() {
        for (line, _) in SCHEDULE {
            assert!(around(line, at("2026-11-22T05:00:00Z")).is_ok(), "{line}");
        }
    }
}
