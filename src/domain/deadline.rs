//! When a dossier is due, and all that follows from it: pure functions of its ledger and the agency's calendar, so every screen,
//! letter and statistic says the same. A change of the calendar moves all running dossiers. Source: Civil Code Arts 145–148;
//! NĐ 61/2018 Art.19, kept by NĐ 118/2025; NĐ 45/2020.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use super::ledger::{ClockState, Ledger, Mark, MarkKind, PauseReason, extension_units};
use super::{
    calendar::WorkCalendar,
    clock_rules::Convention,
    count::{Count, follow},
    limit::{LimitUnit, TimeLimit},
    minute::Minute,
    refusal::Refusal,
    status::keyed,
};

/// When the dossier is due.
///
/// `None` without a limit, and while the clock is idle or stands still with time left: the date then depends on when the wait ends,
/// see [`due_if_resumed`]. Rules by unit: working minutes and hours walk the sessions; N working days end with the N-th working
/// day after the first, a fraction with that part of the day it falls in (in hour mode they walk N nominal days from the start);
/// calendar days and months end with that day, or the next working one; hours follow the wall clock; `same-day` ends with the
/// day, received after the cut-off with the next. What comes outside office hours is received at the next opening. A pause
/// moves the date by the working time that passed (working units), by the days that passed (calendar days, months) or by the
/// hours (hours); a pause that begins after the date has passed moves nothing. Allocates nothing.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
/// Source: Civil Code Arts 146–148; NĐ 61/2018 Art.19; same-day rule: TT 01/2020/TT-BTP and the national catalogue.
pub fn due(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<DateTime<Utc>>, Refusal> {
    match read(ledger, calendar, None)? {
        Some(count) if count.waits_since().is_none() => Ok(count.due(calendar)?.map(Minute::instant)),
        Some(_) | None => Ok(None),
    }
}

/// When the dossier is due if its clock, when it stands still, counts on at `at`; otherwise the same as [`due`].
/// # Errors
/// As [`due`].
pub fn due_if_resumed(
    ledger: &Ledger,
    at: DateTime<Utc>,
    calendar: &WorkCalendar,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    match read(ledger, calendar, Some(at))? {
        Some(count) => Ok(count.due(calendar)?.map(Minute::instant)),
        None => Ok(None),
    }
}

fn read(
    ledger: &Ledger,
    calendar: &WorkCalendar,
    resume: Option<DateTime<Utc>>,
) -> Result<Option<Count>, Refusal> {
    follow(ledger, calendar, resume, &mut |_| ())
}

/// Until when an agency must answer a dossier filed online at `filed_at`: `minutes` of working time, from the next opening when it
/// came outside office hours. Where a fee is paid before acceptance, give the moment of payment: the time counts anew from it.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
/// Source: NĐ 45/2020 Art.11 and the practice of provincial portals.
pub fn respond_by(
    filed_at: DateTime<Utc>,
    minutes: u32,
    calendar: &WorkCalendar,
) -> Result<DateTime<Utc>, Refusal> {
    calendar.add_minutes(calendar.next_opening(filed_at)?, minutes)
}

/// When a step of `minutes` working minutes that began at `begun` is due, the pauses since then not counted; `None` while the
/// clock stands still.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn step_due(
    begun: DateTime<Utc>,
    minutes: u32,
    ledger: &Ledger,
    calendar: &WorkCalendar,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    let begun = Minute::of(begun);
    let limit = TimeLimit::whole(LimitUnit::WorkingMinute, minutes);
    let mut count = Count::begin(begun, limit, Convention::default(), calendar)?;
    for mark in ledger.marks() {
        let at = Minute::of(mark.at);
        match mark.kind {
            MarkKind::Paused { why } => count.pause(at, why, calendar)?,
            MarkKind::Resumed | MarkKind::Restarted | MarkKind::Ended => {
                count.resume(at.max(begun), calendar, &mut |_| ())?;
            }
            MarkKind::Started { .. } | MarkKind::Extended { .. } | MarkKind::Reopened => {}
        }
    }
    if count.waits_since().is_some() { Ok(None) } else { Ok(count.due(calendar)?.map(Minute::instant)) }
}

/// When a step that was due at `due` is due after a wait `from`–`to`: later by the working time that passed, unless it was late before.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn step_after(
    due: DateTime<Utc>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    calendar: &WorkCalendar,
) -> Result<DateTime<Utc>, Refusal> {
    let (due, from, to) = (Minute::of(due), Minute::of(from), Minute::of(to));
    let waited = if due < from { 0 } else { calendar.between(from, to)? };
    calendar.add(due, waited).map(Minute::instant)
}

/// The last moment for a letter of apology that moves the appointment: the end of the working day before the due date. `None`
/// where [`due`] is.
/// # Errors
/// As [`due`]. Source: NĐ 61/2018 Art.19(9): at latest one day before.
pub fn extend_by(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<DateTime<Utc>>, Refusal> {
    let Some(due) = due(ledger, calendar)? else {
        return Ok(None);
    };
    calendar.end_of_day(calendar.working_day_before(Minute::of(due).date())?).map(Some)
}

/// Working time to the due date, or since it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// Whole working days, each counted as one whatever its length.
    pub days: i64,
    /// Working minutes beyond them.
    pub minutes: i64,
    /// Whether the due date has passed: then the time is how long ago.
    pub overdue: bool,
}

/// How much working time is left at `now`. Stands still with the clock: while it pauses it is what was left then, after the end
/// what was left at the end. `None` when the clock never started, and without a limit.
/// # Errors
/// As [`due`].
pub fn remaining(
    ledger: &Ledger,
    now: DateTime<Utc>,
    calendar: &WorkCalendar,
) -> Result<Option<Remaining>, Refusal> {
    let Some((count, due)) = standing(ledger, calendar)? else {
        return Ok(None);
    };
    left_at(count.stood_at(Minute::of(now)), due, calendar).map(Some)
}

fn left_at(now: Minute, due: Minute, calendar: &WorkCalendar) -> Result<Remaining, Refusal> {
    let overdue = now > due;
    let (days, minutes) =
        if overdue { calendar.days_between(due, now)? } else { calendar.days_between(now, due)? };
    Ok(Remaining { days, minutes, overdue })
}

/// The present count and its due date, the clock taken to run; `None` when it never started, and without a limit.
fn standing(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<(Count, Minute)>, Refusal> {
    let Some(count) = read(ledger, calendar, None)? else {
        return Ok(None);
    };
    Ok(count.due(calendar)?.map(|due| (count, due)))
}

/// Working minutes that counted towards the limit until `now`: the pauses not, nor what came before the count began. 0 when the
/// clock never started.
/// # Errors
/// As [`due`].
pub fn elapsed(ledger: &Ledger, now: DateTime<Utc>, calendar: &WorkCalendar) -> Result<i64, Refusal> {
    match read(ledger, calendar, None)? {
        Some(count) => count.elapsed(count.stood_at(Minute::of(now)), calendar),
        None => Ok(0),
    }
}

keyed! {
    /// How a dossier stands against its due date.
    Light {
        /// Đúng tiến độ.
        OnTrack = "on-track",
        /// Sắp đến hạn: most of the time is used, or less than two working days are left.
        Soon = "soon",
        /// Đến hạn hôm nay.
        DueToday = "due-today",
        /// Quá hạn.
        Overdue = "overdue",
        /// Đồng hồ đang dừng.
        Paused = "paused",
        /// Không có thời hạn, or not begun, or over.
        Idle = "idle",
    }
}

/// What is stored of a running clock for the queues: both moments follow from ledger, rules and calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Projection {
    /// When it is due: [`due`].
    pub due_at: DateTime<Utc>,
    /// From when on it is due soon; a whole minute, not after the due date.
    pub soon_at: DateTime<Utc>,
}

/// The moments that are stored; soon is what has used `soon_percent` of its time (1 to 100), or has one working day left. `None`
/// where [`due`] is, and after the end.
/// # Errors
/// As [`due`].
pub fn projection(
    ledger: &Ledger,
    soon_percent: u8,
    calendar: &WorkCalendar,
) -> Result<Option<Projection>, Refusal> {
    let runs = |count: &Count| count.waits_since().is_none() && count.ended.is_none();
    let Some(count) = read(ledger, calendar, None)?.filter(runs) else {
        return Ok(None);
    };
    let Some(due) = count.due(calendar)? else {
        return Ok(None);
    };
    let soon = count.mostly_used(due, soon_percent, calendar)?.min(count.last_day_left(due, calendar)?);
    Ok(Some(Projection { due_at: due.instant(), soon_at: soon.instant() }))
}

/// How the dossier stands at `now`; soon from `soon_at` on, which is the [`projection`]'s: so a list that is asked for what is due
/// soon and the light beside each of its lines are one.
/// # Errors
/// As [`due`].
pub fn light(
    ledger: &Ledger,
    now: DateTime<Utc>,
    soon_at: Option<DateTime<Utc>>,
    calendar: &WorkCalendar,
) -> Result<Light, Refusal> {
    let Some(count) = read(ledger, calendar, None)?.filter(|count| count.ended.is_none()) else {
        return Ok(Light::Idle);
    };
    if count.waits_since().is_some() {
        return Ok(Light::Paused);
    }
    let Some(due) = count.due(calendar)? else {
        return Ok(Light::Idle);
    };
    let is_soon = soon_at.is_some_and(|soon| soon <= now);
    let now = Minute::of(now);
    Ok(if now > due {
        Light::Overdue
    } else if now.day() == due.day() {
        Light::DueToday
    } else if is_soon {
        Light::Soon
    } else {
        Light::OnTrack
    })
}

keyed! {
    /// How a dossier ended, measured against its due date.
    Verdict {
        /// Trước hạn: on a day before the due day.
        Early = "early",
        /// Đúng hạn: on the due day, in time.
        OnTime = "on-time",
        /// Quá hạn.
        Late = "late",
    }
}

/// How the dossier ended; `None` while it has not, when its clock never started, and without a limit.
/// # Errors
/// As [`due`].
pub fn verdict(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<Verdict>, Refusal> {
    let Some((count, due)) = standing(ledger, calendar)? else {
        return Ok(None);
    };
    Ok(count.ended.map(|ended| {
        if ended > due {
            Verdict::Late
        } else if ended.day() < due.day() {
            Verdict::Early
        } else {
            Verdict::OnTime
        }
    }))
}

impl Count {
    /// The moment that counts for "now": the clock stands still while it waits and after its end.
    fn stood_at(&self, now: Minute) -> Minute {
        self.waits_since().or(self.ended).unwrap_or(now)
    }

    fn elapsed(&self, now: Minute, calendar: &WorkCalendar) -> Result<i64, Refusal> {
        let lived = calendar.between(self.counts_from(calendar)?, now)?;
        Ok((lived - self.stood_still()).max(0))
    }

    /// Working minutes that the clock stood still.
    const fn stood_still(&self) -> i64 {
        match self.limit.unit {
            LimitUnit::WorkingMinute
            | LimitUnit::WorkingHour
            | LimitUnit::WorkingDay
            | LimitUnit::SameDay => self.shift,
            // Days and hours that stood still are not working minutes; the light of such a limit looks at the calendar alone.
            LimitUnit::Hour | LimitUnit::CalendarDay | LimitUnit::Month | LimitUnit::Unlimited => 0,
        }
    }

    /// When so many percent of the working time up to `due` are used.
    fn mostly_used(&self, due: Minute, percent: u8, calendar: &WorkCalendar) -> Result<Minute, Refusal> {
        let from = self.counts_from(calendar)?;
        let still = self.stood_still();
        let all = (calendar.between(from, due)? - still).max(0);
        let most = (all * i64::from(percent) + 99) / 100;
        calendar.add(from, still + most)
    }

    /// The first minute since the dossier was received at which no more than one working day is left to `due`.
    fn last_day_left(&self, due: Minute, calendar: &WorkCalendar) -> Result<Minute, Refusal> {
        let (mut early, mut late) = (self.received, due.max(self.received));
        while early < late {
            let middle = Minute(early.0.midpoint(late.0));
            if calendar.days_between(middle, due)? <= (1, 0) {
                late = middle;
            } else {
                early = middle.plus(1);
            }
        }
        Ok(early)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use chrono::TimeDelta;

    use super::*;
    use crate::domain::{
        calendar::sample::{at, calendar, data, show},
        clock_rules::CountMode,
        limit::Promise,
    };

    fn days(n: u32) -> TimeLimit {
        TimeLimit::whole(LimitUnit::WorkingDay, n)
    }

    fn of(unit: LimitUnit, n: u32) -> TimeLimit {
        TimeLimit::whole(unit, n)
    }

    fn start(limit: TimeLimit) -> MarkKind {
        MarkKind::started(Promise::plain(limit), Convention::default(), None)
    }

    fn started(on: &str, limit: TimeLimit) -> Ledger {
        with(Ledger::new(), on, start(limit))
    }

    fn by_hours(on: &str, limit: TimeLimit) -> Ledger {
        let convention = Convention { mode: CountMode::Hour, ..Convention::default() };
        with(Ledger::new(), on, MarkKind::started(Promise::plain(limit), convention, None))
    }

    fn with(mut ledger: Ledger, on: &str, kind: MarkKind) -> Ledger {
        ledger.push(Mark { at: at(on), kind, by: None }).unwrap();
        ledger
    }

    fn paused(ledger: Ledger, from: &str, to: &str) -> Ledger {
        let ledger = with(ledger, from, MarkKind::Paused { why: PauseReason::Supplement });
        with(ledger, to, MarkKind::Resumed)
    }

    fn extended(ledger: Ledger, on: &str, by: TimeLimit) -> Ledger {
        with(ledger, on, MarkKind::Extended { by, reason: "Chờ kết quả đo đạc".to_owned() })
    }

    fn due_of(ledger: &Ledger) -> String {
        due(ledger, &calendar()).unwrap().map_or_else(|| "waiting".to_owned(), show)
    }

    fn due_on(on: &str, limit: TimeLimit) -> String {
        due_of(&started(on, limit))
    }

    #[test]
    fn working_days_end_with_the_nth_working_day_after_the_first() {
        for (received, n, due) in [
            ("2026-04-24 09:00", 5, "2026-05-06 17:00"),
            ("2025-12-31 09:00", 5, "2026-01-09 17:00"),
            ("2025-12-31 09:00", 6, "2026-01-10 17:00"),
            ("2026-08-20 09:00", 3, "2026-08-24 17:00"),
            ("2026-08-27 09:00", 3, "2026-09-04 17:00"),
            ("2026-11-20 09:00", 3, "2026-11-26 17:00"),
            ("2026-11-20 09:00", 15, "2026-12-14 17:00"),
            ("2026-02-13 09:00", 3, "2026-02-25 17:00"),
            ("2025-01-24 16:59", 1, "2025-02-03 17:00"),
            ("2024-02-07 08:00", 2, "2024-02-16 17:00"),
        ] {
            assert_eq!(due_on(received, days(n)), due, "{received} + {n}");
        }
    }

    #[test]
    fn a_fraction_ends_with_that_part_of_the_day_it_falls_in() {
        let part = |unit, hundredths| TimeLimit { unit, hundredths };
        for (received, limit, due) in [
            ("2026-11-20 09:00", part(LimitUnit::WorkingDay, 240), "2026-11-26 10:12"),
            ("2026-11-20 09:00", part(LimitUnit::WorkingDay, 250), "2026-11-26 11:00"),
            ("2026-11-20 09:00", part(LimitUnit::WorkingDay, 80), "2026-11-23 15:24"),
            ("2026-11-20 19:00", part(LimitUnit::WorkingDay, 80), "2026-11-25 15:24"),
            ("2026-11-23 09:00", part(LimitUnit::CalendarDay, 240), "2026-11-26 10:12"),
            ("2026-11-19 09:00", part(LimitUnit::CalendarDay, 240), "2026-11-23 17:00"),
            ("2026-11-26 09:00", part(LimitUnit::Hour, 480), "2026-11-26 13:48"),
            ("2026-11-26 09:00", part(LimitUnit::WorkingHour, 640), "2026-11-27 07:24"),
            ("2026-11-26 09:00", part(LimitUnit::WorkingMinute, 80), "2026-11-26 09:00"),
        ] {
            assert_eq!(due_on(received, limit), due, "{received} {limit:?}");
        }
    }

    #[test]
    fn hour_mode_walks_nominal_days_from_the_start_itself() {
        for (received, limit, due) in [
            ("2026-11-20 09:00", days(1), "2026-11-23 09:00"),
            ("2026-11-20 09:00", days(3), "2026-11-26 09:00"),
            ("2026-11-20 07:00", days(1), "2026-11-20 17:00"),
            ("2026-11-20 20:00", days(1), "2026-11-23 17:00"),
            (
                "2026-11-20 09:00",
                TimeLimit { unit: LimitUnit::WorkingDay, hundredths: 240 },
                "2026-11-25 14:12",
            ),
        ] {
            assert_eq!(due_of(&by_hours(received, limit)), due, "{received} {limit:?}");
        }
        let mut data = data();
        data.nominal_minutes = Some(450);
        let short = WorkCalendar::new(data).unwrap();
        let due = due(&by_hours("2026-11-20 07:00", days(1)), &short).unwrap().unwrap();
        assert_eq!(show(due), "2026-11-20 16:30");
        let longer = extended(by_hours("2026-11-20 09:00", days(1)), "2026-11-20 10:00", days(1));
        assert_eq!(due_of(&longer), "2026-11-25 09:00");
    }

    #[test]
    fn without_a_limit_there_is_no_due_date_and_no_verdict() {
        let free = started("2026-11-20 09:00", TimeLimit::UNLIMITED);
        assert_eq!(due_of(&free), "waiting");
        let ended = with(free, "2026-11-23 09:00", MarkKind::Ended);
        assert_eq!(verdict(&ended, &calendar()).unwrap(), None);
        assert_eq!(remaining(&ended, at("2026-11-23 09:00"), &calendar()).unwrap(), None);
    }

    #[test]
    fn the_light_turns_with_the_time_used() {
        let ledger = started("2026-11-02 09:00", days(10));
        let light = |ledger: &Ledger, now| {
            let soon_at = projection(ledger, 80, &calendar()).unwrap().map(|stored| stored.soon_at);
            light(ledger, at(now), soon_at, &calendar()).unwrap()
        };
        assert_eq!(due_of(&ledger), "2026-11-16 17:00");
        for (now, expected) in [
            ("2026-11-10 08:00", Light::OnTrack),
            ("2026-11-12 16:59", Light::OnTrack),
            ("2026-11-12 17:00", Light::Soon),
            ("2026-11-16 07:00", Light::DueToday),
            ("2026-11-16 17:00", Light::DueToday),
            ("2026-11-16 17:01", Light::Overdue),
        ] {
            assert_eq!(light(&ledger, now), expected, "{now}");
        }
        let short = started("2026-11-02 09:00", days(2));
        assert_eq!(light(&short, "2026-11-03 07:01"), Light::OnTrack);
        assert_eq!(light(&short, "2026-11-03 17:00"), Light::Soon);
        let pause = MarkKind::Paused { why: PauseReason::Supplement };
        let waiting = with(ledger, "2026-11-05 09:00", pause);
        assert_eq!(light(&waiting, "2026-12-30 09:00"), Light::Paused);
        assert_eq!(light(&Ledger::new(), "2026-11-05 09:00"), Light::Idle);
        let ended = with(waiting, "2026-12-30 09:00", MarkKind::Ended);
        assert_eq!(light(&ended, "2026-12-30 10:00"), Light::Idle);
    }

    #[test]
    fn soon_is_what_has_used_most_of_its_time_or_has_one_working_day_left() {
        let soon = |ledger: &Ledger, percent| {
            projection(ledger, percent, &calendar()).unwrap().map(|stored| show(stored.soon_at))
        };
        // Of 25 working days, four fifths are twenty.
        let long = started("2026-11-02 09:00", days(25));
        assert_eq!(due_of(&long), "2026-12-08 17:00");
        assert_eq!(soon(&long, 80).unwrap(), "2026-12-01 17:00");
        assert_eq!(
            soon(&long, 100).unwrap(),
            "2026-12-07 17:00",
            "one working day before the end of the due one"
        );
        assert_eq!(soon(&long, 1).unwrap(), "2026-11-03 09:00");
        let waited = paused(long, "2026-11-05 09:00", "2026-11-06 09:00");
        assert_eq!(soon(&waited, 80).unwrap(), "2026-12-02 17:00");
        assert_eq!(soon(&started("2026-11-20 09:00", TimeLimit::SAME_DAY), 80).unwrap(), "2026-11-20 09:00");
        assert_eq!(soon(&started("2026-11-20 09:00", TimeLimit::UNLIMITED), 80), None);
        let waiting = MarkKind::Paused { why: PauseReason::Supplement };
        assert_eq!(soon(&with(started("2026-11-20 09:00", days(3)), "2026-11-23 09:00", waiting), 80), None);
    }

    #[test]
    fn elapsed_time_leaves_the_pauses_out() {
        let elapsed = |ledger: &Ledger, now| elapsed(ledger, at(now), &calendar()).unwrap();
        let ledger = started("2026-11-20 09:00", days(3));
        assert_eq!(elapsed(&ledger, "2026-11-20 16:00"), 0);
        assert_eq!(elapsed(&ledger, "2026-11-23 08:00"), 60);
        let paused = paused(ledger, "2026-11-23 09:00", "2026-11-23 11:00");
        assert_eq!(elapsed(&paused, "2026-11-23 11:30"), 150);
    }

    #[test]
    fn what_comes_outside_office_hours_is_received_at_the_next_opening() {
        for (received, due) in [
            ("2026-11-20 06:00", "2026-11-23 17:00"),
            ("2026-11-20 12:00", "2026-11-23 17:00"),
            ("2026-11-20 17:00", "2026-11-25 17:00"),
            ("2026-11-21 10:00", "2026-11-25 17:00"),
            ("2026-11-24 10:00", "2026-11-26 17:00"),
        ] {
            assert_eq!(due_on(received, days(1)), due, "{received}");
        }
    }

    #[test]
    fn same_day_ends_with_the_day_until_three_and_with_the_next_after() {
        for (received, due) in [
            ("2026-11-20 15:00", "2026-11-20 17:00"),
            ("2026-11-20 15:01", "2026-11-23 17:00"),
            ("2026-11-20 18:00", "2026-11-23 17:00"),
            ("2026-11-23 15:01", "2026-11-25 17:00"),
        ] {
            assert_eq!(due_on(received, TimeLimit::SAME_DAY), due, "{received}");
        }
    }

    #[test]
    fn working_hours_walk_the_sessions_and_hours_the_wall_clock() {
        for (received, limit, due) in [
            ("2026-11-26 16:30", of(LimitUnit::WorkingHour, 6), "2026-11-27 14:30"),
            ("2026-11-26 11:30", of(LimitUnit::WorkingHour, 1), "2026-11-26 14:30"),
            ("2026-11-28 10:00", of(LimitUnit::WorkingHour, 8), "2026-11-30 17:00"),
            ("2026-02-13 16:00", of(LimitUnit::WorkingHour, 2), "2026-02-23 08:00"),
            ("2026-11-26 16:30", of(LimitUnit::Hour, 6), "2026-11-26 22:30"),
            ("2026-11-26 20:00", of(LimitUnit::Hour, 1), "2026-11-27 08:00"),
        ] {
            assert_eq!(due_on(received, limit), due, "{received}");
        }
    }

    #[test]
    fn calendar_days_and_months_end_on_the_next_working_day() {
        for (received, limit, due) in [
            ("2026-11-20 09:00", of(LimitUnit::CalendarDay, 10), "2026-11-30 17:00"),
            ("2026-11-20 09:00", of(LimitUnit::CalendarDay, 1), "2026-11-23 17:00"),
            ("2026-02-06 09:00", of(LimitUnit::CalendarDay, 10), "2026-02-23 17:00"),
            ("2026-08-12 09:00", of(LimitUnit::CalendarDay, 10), "2026-08-22 17:00"),
            ("2026-01-30 09:00", of(LimitUnit::Month, 1), "2026-03-02 17:00"),
            ("2026-03-31 09:00", of(LimitUnit::Month, 1), "2026-05-04 17:00"),
            ("2026-05-15 09:00", of(LimitUnit::Month, 2), "2026-07-15 17:00"),
        ] {
            assert_eq!(due_on(received, limit), due, "{received}");
        }
    }

    #[test]
    fn pausing_moves_the_due_date_by_working_time() {
        let start = || started("2026-11-20 09:00", days(3));
        let over_weekend = paused(start(), "2026-11-20 16:00", "2026-11-23 08:00");
        assert_eq!(due_of(&over_weekend), "2026-11-27 09:00");
        let over_holiday = paused(start(), "2026-11-23 15:00", "2026-11-25 09:00");
        assert_eq!(due_of(&over_holiday), "2026-11-27 11:00");
        let lunch_only = paused(start(), "2026-11-23 11:30", "2026-11-23 13:30");
        assert_eq!(due_of(&lunch_only), "2026-11-26 17:00");
        let twice = paused(over_weekend, "2026-11-25 10:00", "2026-11-25 11:00");
        assert_eq!(due_of(&twice), "2026-11-27 10:00");
        let hours = started("2026-11-20 16:00", of(LimitUnit::WorkingHour, 4));
        assert_eq!(due_of(&paused(hours, "2026-11-20 16:30", "2026-11-23 08:00")), "2026-11-23 11:30");
    }

    #[test]
    fn pausing_moves_calendar_days_by_days_and_hours_by_hours() {
        let calendar_days = started("2026-11-02 09:00", of(LimitUnit::CalendarDay, 10));
        assert_eq!(due_of(&calendar_days), "2026-11-12 17:00");
        assert_eq!(
            due_of(&paused(calendar_days, "2026-11-06 16:00", "2026-11-09 08:00")),
            "2026-11-16 17:00"
        );
        let hours = started("2026-11-26 09:00", of(LimitUnit::Hour, 24));
        assert_eq!(due_of(&paused(hours, "2026-11-26 10:00", "2026-11-26 12:30")), "2026-11-27 11:30");
    }

    #[test]
    fn there_is_no_due_date_while_the_clock_stands_still() {
        let ledger = with(
            started("2026-11-20 09:00", days(3)),
            "2026-11-23 15:00",
            MarkKind::Paused { why: PauseReason::Payment },
        );
        assert_eq!(due_of(&ledger), "waiting");
        let if_now = due_if_resumed(&ledger, at("2026-11-25 09:00"), &calendar()).unwrap().unwrap();
        assert_eq!(show(if_now), "2026-11-27 11:00");
        assert_eq!(due(&Ledger::new(), &calendar()).unwrap(), None);
    }

    #[test]
    fn what_was_late_before_the_pause_stays_late() {
        let pause = MarkKind::Paused { why: PauseReason::Supplement };
        let late = with(started("2026-11-16 09:00", days(1)), "2026-11-18 08:00", pause);
        assert_eq!(due_of(&late), "2026-11-17 17:00");
        assert_eq!(due_of(&with(late.clone(), "2026-11-25 09:00", MarkKind::Resumed)), "2026-11-17 17:00");
        assert_eq!(due_of(&with(late, "2026-11-25 09:00", MarkKind::Restarted)), "2026-11-17 17:00");
    }

    #[test]
    fn restarting_counts_the_whole_limit_anew() {
        let pause = MarkKind::Paused { why: PauseReason::Supplement };
        let ledger = with(started("2026-11-16 09:00", days(3)), "2026-11-18 08:00", pause);
        assert_eq!(
            due_of(&with(ledger.clone(), "2026-11-20 20:00", MarkKind::Restarted)),
            "2026-11-27 17:00"
        );
        assert_eq!(due_of(&with(ledger, "2026-11-20 09:00", MarkKind::Restarted)), "2026-11-26 17:00");
    }

    #[test]
    fn an_extension_is_added_before_the_date_is_moved_to_a_working_day() {
        let calendar_days = started("2026-02-06 09:00", of(LimitUnit::CalendarDay, 10));
        let longer = extended(calendar_days, "2026-02-10 09:00", of(LimitUnit::CalendarDay, 3));
        assert_eq!(due_of(&longer), "2026-02-23 17:00");
        let working = |by| due_of(&extended(started("2026-11-20 09:00", days(3)), "2026-11-23 09:00", by));
        assert_eq!(working(days(2)), "2026-11-30 17:00");
        assert_eq!(working(of(LimitUnit::WorkingHour, 3)), "2026-11-27 10:00");
        let same_day = started("2026-11-20 09:00", TimeLimit::SAME_DAY);
        assert_eq!(due_of(&extended(same_day, "2026-11-20 10:00", days(1))), "2026-11-23 17:00");
        let paused = paused(started("2026-11-20 09:00", days(3)), "2026-11-20 16:00", "2026-11-23 08:00");
        assert_eq!(due_of(&extended(paused, "2026-11-25 09:00", days(2))), "2026-12-01 09:00");
    }

    #[test]
    fn an_apology_is_due_by_the_end_of_the_working_day_before() {
        let last =
            |limit| show(extend_by(&started("2026-11-20 09:00", limit), &calendar()).unwrap().unwrap());
        assert_eq!(last(days(2)), "2026-11-23 17:00");
        assert_eq!(last(days(3)), "2026-11-25 17:00");
    }

    #[test]
    fn an_online_filing_is_answered_within_eight_working_hours() {
        for (filed, answer) in [
            ("2026-11-19 10:00", "2026-11-20 10:00"),
            ("2026-11-20 10:00", "2026-11-23 10:00"),
            ("2026-11-20 17:00", "2026-11-23 17:00"),
            ("2026-11-21 08:00", "2026-11-23 17:00"),
            ("2026-11-23 20:14", "2026-11-25 17:00"),
        ] {
            assert_eq!(show(respond_by(at(filed), 480, &calendar()).unwrap()), answer, "{filed}");
        }
    }

    #[test]
    fn a_step_waits_while_the_clock_stands_still() {
        let step =
            |ledger: &Ledger| step_due(at("2026-11-20 15:00"), 240, ledger, &calendar()).unwrap().map(show);
        let ledger = started("2026-11-20 09:00", days(3));
        assert_eq!(step(&ledger).unwrap(), "2026-11-23 09:00");
        let before = paused(ledger, "2026-11-20 09:30", "2026-11-20 14:00");
        assert_eq!(step(&before).unwrap(), "2026-11-23 09:00");
        let waiting = with(before, "2026-11-20 16:00", MarkKind::Paused { why: PauseReason::Payment });
        assert_eq!(step(&waiting), None);
        let resumed = with(waiting, "2026-11-23 08:00", MarkKind::Resumed);
        assert_eq!(step(&resumed).unwrap(), "2026-11-23 11:00");
        let wait = (at("2026-11-20 16:00"), at("2026-11-23 08:00"));
        let after = |due| show(step_after(at(due), wait, &calendar()).unwrap());
        assert_eq!(after("2026-11-23 09:00"), "2026-11-23 11:00", "the same as counted from its beginning");
        assert_eq!(after("2026-11-20 15:59"), "2026-11-20 15:59", "what was late before stays late");
    }

    #[test]
    fn remaining_time_is_working_time_and_stands_still_with_the_clock() {
        let calendar = calendar();
        let ledger = started("2026-11-20 09:00", days(3));
        let left = |ledger: &Ledger, now| {
            let left = remaining(ledger, at(now), &calendar).unwrap().unwrap();
            (left.days, left.minutes, left.overdue)
        };
        assert_eq!(left(&ledger, "2026-11-20 16:00"), (3, 60, false));
        assert_eq!(left(&ledger, "2026-11-22 03:00"), (3, 0, false));
        assert_eq!(left(&ledger, "2026-11-26 17:00"), (0, 0, false));
        assert_eq!(left(&ledger, "2026-11-26 17:01"), (0, 0, true));
        assert_eq!(left(&ledger, "2026-11-30 09:00"), (1, 120, true));
        let pause = MarkKind::Paused { why: PauseReason::Supplement };
        let waiting = with(ledger, "2026-11-25 16:00", pause);
        assert_eq!(left(&waiting, "2026-12-25 16:00"), (1, 60, false));
        let ended = with(waiting, "2026-12-28 08:00", MarkKind::Ended);
        assert_eq!(left(&ended, "2026-12-31 08:00"), (1, 60, false));
        assert_eq!(remaining(&Ledger::new(), at("2026-11-20 16:00"), &calendar).unwrap(), None);
    }

    #[test]
    fn the_verdict_compares_days_and_the_last_minute() {
        let end = |on| {
            let ledger = with(started("2026-11-20 09:00", days(3)), on, MarkKind::Ended);
            verdict(&ledger, &calendar()).unwrap().unwrap()
        };
        assert_eq!(end("2026-11-25 17:00"), Verdict::Early);
        assert_eq!(end("2026-11-26 07:00"), Verdict::OnTime);
        assert_eq!(end("2026-11-26 17:00"), Verdict::OnTime);
        assert_eq!(end("2026-11-26 17:01"), Verdict::Late);
        assert_eq!(verdict(&started("2026-11-20 09:00", days(3)), &calendar()).unwrap(), None);
    }

    #[test]
    fn a_dossier_opened_again_keeps_its_due_date_and_the_time_it_was_closed_counts() {
        let ended = with(started("2026-11-20 09:00", days(3)), "2026-11-23 09:00", MarkKind::Ended);
        let again = with(ended, "2026-11-27 09:00", MarkKind::Reopened);
        assert_eq!(due_of(&again), "2026-11-26 17:00");
        assert_eq!(verdict(&again, &calendar()).unwrap(), None);
        let ended_again = with(again, "2026-11-27 10:00", MarkKind::Ended);
        assert_eq!(verdict(&ended_again, &calendar()).unwrap(), Some(Verdict::Late));
    }

    #[test]
    fn a_due_date_in_an_unpublished_year_is_an_error() {
        let ledger = started("2026-12-30 09:00", days(3));
        assert_eq!(due(&ledger, &calendar()), Err(Refusal::CalendarYearMissing { year: 2027 }));
    }

    #[test]
    fn a_new_holiday_moves_running_dossiers() {
        let mut data = data();
        data.special_days.retain(|special| special.name != "Ngày Văn hóa Việt Nam");
        let before = WorkCalendar::new(data).unwrap();
        let ledger = started("2026-11-20 09:00", days(3));
        assert_eq!(show(due(&ledger, &before).unwrap().unwrap()), "2026-11-25 17:00");
        assert_eq!(due_of(&ledger), "2026-11-26 17:00");
    }

    fn any_working_limit() -> impl Strategy<Value = TimeLimit> {
        prop_oneof![
            (2_u32..3_000).prop_map(|hundredths| TimeLimit { unit: LimitUnit::WorkingDay, hundredths }),
            (2_u32..10_000).prop_map(|hundredths| TimeLimit { unit: LimitUnit::WorkingHour, hundredths }),
            (100_u32..90_000).prop_map(|hundredths| TimeLimit { unit: LimitUnit::WorkingMinute, hundredths }),
            Just(TimeLimit::SAME_DAY),
        ]
    }

    fn any_start() -> impl Strategy<Value = DateTime<Utc>> {
        (0_i64..365 * 24 * 60).prop_map(|minutes| at("2024-06-01 00:00") + TimeDelta::minutes(minutes))
    }

    /// Steps in minutes: running, paused, running, paused, …
    fn ledger_of(begun: DateTime<Utc>, limit: TimeLimit, steps: &[i64]) -> Ledger {
        let mut ledger = Ledger::new();
        let mut now = begun;
        let mut put = |at, kind| ledger.push(Mark { at, kind, by: None }).unwrap();
        put(now, start(limit));
        for (i, step) in steps.iter().enumerate() {
            now += TimeDelta::minutes(*step);
            let pause = MarkKind::Paused { why: PauseReason::Supplement };
            put(now, if i % 2 == 0 { pause } else { MarkKind::Resumed });
        }
        ledger
    }

    proptest! {
        #[test]
        fn the_working_time_lived_while_running_is_the_allowance(
            start in any_start(),
            limit in any_working_limit(),
            steps in prop::collection::vec(0_i64..6_000, 0..8),
        ) {
            let calendar = calendar();
            let between = |from, to| calendar.minutes_between(from, to).unwrap();
            let plain = ledger_of(start, limit, &[]);
            let allowance = between(start, due(&plain, &calendar).unwrap().unwrap());
            let ledger = ledger_of(start, limit, &steps);
            let due = due(&ledger, &calendar).unwrap();
            let mut lived = 0;
            let end = due.unwrap_or(DateTime::<Utc>::MAX_UTC);
            let mut from = Some(start);
            for mark in &ledger.marks()[1..] {
                match mark.kind {
                    MarkKind::Paused { .. } => if let Some(from) = from.take() {
                        lived += between(from.min(end), mark.at.min(end));
                    },
                    MarkKind::Resumed => from = Some(mark.at),
                    MarkKind::Started { .. }
                    | MarkKind::Restarted
                    | MarkKind::Extended { .. }
                    | MarkKind::Reopened
                    | MarkKind::Ended => {
                        unreachable!("not in these ledgers")
                    }
                }
            }
            match (from, due) {
                (Some(from), Some(end)) => {
                    lived += between(from.min(end), end);
                    prop_assert_eq!(lived, allowance);
                }
                (None, Some(_)) => prop_assert_eq!(lived, allowance),
                (_, None) => prop_assert!(lived <= allowance),
            }
        }

        #[test]
        fn more_time_is_never_due_earlier_and_pauses_never_hasten(
            start in any_start(),
            unit in prop::sample::select(
                LimitUnit::ALL.iter().copied().filter(|unit| *unit != LimitUnit::Unlimited).collect::<Vec<_>>(),
            ),
            amount in 1_u32..12,
            more in 0_u32..12,
            steps in (0_i64..6_000, 0_i64..6_000).prop_map(|(a, b)| [a, b]),
        ) {
            let calendar = calendar();
            let date = |limit, steps: &[i64]| due(&ledger_of(start, limit, steps), &calendar).unwrap().unwrap();
            // Months reach far: all of it must lie in the published years.
            let (amount, more) = if unit == LimitUnit::Month { (amount.min(5), more.min(4)) } else { (amount, more) };
            let limit = TimeLimit::whole(unit, amount);
            prop_assert!(date(limit, &[]) >= start);
            prop_assert!(date(TimeLimit::whole(unit, amount + more), &[]) >= date(limit, &[]));
            prop_assert!(date(limit, &steps) >= date(limit, &[]));
        }

        #[test]
        fn the_stored_moment_parts_the_lights_and_says_what_the_rule_says(
            start in any_start(),
            unit in prop::sample::select(
                LimitUnit::ALL.iter().copied().filter(|unit| *unit != LimitUnit::Unlimited).collect::<Vec<_>>(),
            ),
            amount in 1_u32..40,
            percent in 1_u8..=100,
            steps in prop::collection::vec(0_i64..6_000, 0..3),
            later in prop::collection::vec(0_i64..60 * 24 * 60, 12),
        ) {
            let calendar = calendar();
            let amount = if unit == LimitUnit::Month { amount.min(3) } else { amount };
            let ledger = ledger_of(start, TimeLimit::whole(unit, amount), &steps);
            let stored = projection(&ledger, percent, &calendar).unwrap();
            prop_assert_eq!(stored.map(|stored| stored.due_at), due(&ledger, &calendar).unwrap());
            let Some(Projection { due_at, soon_at }) = stored else { return Ok(()) };
            prop_assert!(soon_at <= due_at);
            let begun = ledger.marks().last().unwrap().at;
            for minutes in later {
                let now = begun + TimeDelta::minutes(minutes);
                let light = light(&ledger, now, Some(soon_at), &calendar).unwrap();
                let listed = soon_at <= now;
                prop_assert_eq!(listed, light != Light::OnTrack, "{} {:?}", show(now), light);
                // The rule, said by the time used and left instead of by a moment.
                if now <= due_at {
                    let left = remaining(&ledger, now, &calendar).unwrap().unwrap();
                    let used = elapsed(&ledger, now, &calendar).unwrap();
                    let all = used + calendar.minutes_between(now, due_at).unwrap();
                    let rule = used * 100 >= all * i64::from(percent) || (left.days, left.minutes) <= (1, 0);
                    prop_assert_eq!(listed, rule, "{}: {} of {} used, {:?} left", show(now), used, all, left);
                }
            }
        }

        #[test]
        fn a_due_date_in_working_units_is_never_outside_working_time(
            start in any_start(),
            limit in any_working_limit(),
            steps in (0_i64..6_000, 0_i64..6_000).prop_map(|(a, b)| [a, b]),
        ) {
            let calendar = calendar();
            let due = due(&ledger_of(start, limit, &steps), &calendar).unwrap().unwrap();
            prop_assert_eq!(calendar.minutes_between(due - TimeDelta::minutes(1), due).unwrap(), 1);
        }
    }
}
