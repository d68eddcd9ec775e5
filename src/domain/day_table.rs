//! The days of a working calendar, laid out once with running sums, so that `calendar` answers by a look-up or a binary search
//! however far a question reaches. Every day of the table knows how far the published years hold from it: an answer beyond is an
//! error that names the missing year, never a guess.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{
    minute::{DayNumber, Minute, of_day},
    office_hours::Session,
    refusal::Refusal,
};

/// How many working days are searched first.
const NEAR: usize = 8;

/// The sessions that one or more days share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) sessions: Vec<Session>,
    /// The same in minutes since midnight.
    spans: Vec<(i64, i64)>,
    pub(super) minutes: i64,
}

/// One day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    /// Which pattern counts for settlement.
    settles: u32,
    /// Which pattern the counter is open by.
    receives: u32,
    /// Working minutes of all days before it.
    before: i64,
    /// How many working days come before it; so it, or the next one, stands at this place among the worked.
    rank: usize,
    /// Index of the last day of the run of published years that it lies in; `None` when its own year is not published.
    until: Option<usize>,
}

/// A working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Worked {
    /// Its index among the days.
    day: usize,
    /// Working minutes of all days up to its end.
    end: i64,
}

/// A published day: the only key to what the table knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    index: usize,
    day: Day,
    until: usize,
}

/// The table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DayTable {
    first: DayNumber,
    days: Vec<Day>,
    worked: Vec<Worked>,
    patterns: Vec<Pattern>,
}

impl DayTable {
    /// An empty table that begins on `first`.
    pub(super) fn new(first: NaiveDate) -> Self {
        Self { first: DayNumber::of(first), days: Vec::new(), worked: Vec::new(), patterns: Vec::new() }
    }

    /// The number of the pattern with these sessions.
    pub(super) fn pattern_of(&mut self, mut sessions: Vec<Session>) -> Result<u32, Refusal> {
        sessions.sort_unstable();
        let known = self.patterns.iter().position(|pattern| pattern.sessions == sessions);
        if known.is_none() {
            if sessions.iter().zip(sessions.iter().skip(1)).any(|(one, next)| next.opens < one.closes) {
                return Err(Refusal::CalendarMalformed { what: "two sessions of a day overlap" });
            }
            let minutes = sessions.iter().map(|session| session.minutes()).sum();
            let spans = sessions.iter().map(|s| (of_day(s.opens), of_day(s.closes))).collect();
            self.patterns.push(Pattern { sessions, spans, minutes });
        }
        u32::try_from(known.unwrap_or(self.patterns.len() - 1))
            .map_err(|_| Refusal::CalendarMalformed { what: "too many kinds of days" })
    }

    /// Appends the next day: the patterns of settlement and of the counter, or nothing for a year that is not published.
    pub(super) fn lay(&mut self, patterns: Option<(u32, u32)>) {
        let index = self.days.len();
        let before = self.worked.last().map_or(0, |worked| worked.end);
        let (settles, receives) = patterns.unwrap_or_default();
        let until = patterns.map(|_| index);
        self.days.push(Day { settles, receives, before, rank: self.worked.len(), until });
        let minutes = patterns.and_then(|_| self.by_number(settles)).map_or(0, |pattern| pattern.minutes);
        if minutes > 0 {
            self.worked.push(Worked { day: index, end: before + minutes });
        }
    }

    /// When every day is laid: says of each how far the published years hold from there.
    pub(super) fn close(&mut self) {
        let mut run = None;
        for day in self.days.iter_mut().rev() {
            run = day.until.map(|own| run.unwrap_or(own));
            day.until = run;
        }
    }

    /// The length that most working days have, in minutes; of two, the longer. `None` when nobody works.
    pub(super) fn usual_length(&self) -> Option<i64> {
        let mut lengths: BTreeMap<i64, u32> = BTreeMap::new();
        let mut before = 0;
        for worked in &self.worked {
            *lengths.entry(worked.end - before).or_default() += 1;
            before = worked.end;
        }
        lengths.into_iter().max_by_key(|(minutes, count)| (*count, *minutes)).map(|(minutes, _)| minutes)
    }

    #[inline]
    fn by_number(&self, pattern: u32) -> Option<&Pattern> {
        usize::try_from(pattern).ok().and_then(|index| self.patterns.get(index))
    }

    /// The day with this number.
    #[inline]
    pub(super) fn find(&self, day: DayNumber) -> Result<Found, Refusal> {
        let found = usize::try_from(day.0 - self.first.0).ok().and_then(|index| {
            let known = self.days.get(index)?;
            Some(Found { index, day: *known, until: known.until? })
        });
        found.ok_or_else(|| Refusal::CalendarYearMissing { year: day.date().year() })
    }

    /// What counts for settlement that day.
    #[inline]
    pub(super) fn settles(&self, found: Found) -> &Pattern {
        self.by_number(found.day.settles)
            .unwrap_or(const { &Pattern { sessions: Vec::new(), spans: Vec::new(), minutes: 0 } })
    }

    /// When the counter is open that day.
    pub(super) fn receives(&self, found: Found) -> &[Session] {
        self.by_number(found.day.receives).map_or(&[], |pattern| &pattern.sessions)
    }

    #[inline]
    fn number(&self, index: usize) -> DayNumber {
        self.first.plus(i64::try_from(index).unwrap_or(0))
    }

    fn year_after(&self, found: Found) -> Refusal {
        Refusal::CalendarYearMissing { year: self.number(found.until + 1).date().year() }
    }

    /// The year that comes after the published ones from here has to be published first; where nobody ever works, none helps.
    fn missing_after(&self, found: Found) -> Refusal {
        if self.worked.is_empty() {
            Refusal::CalendarExhausted { after: self.number(found.index).date() }
        } else {
            self.year_after(found)
        }
    }

    /// The working day that stands `place` among the worked, seen from `found`.
    #[inline]
    fn worked_at(&self, found: Found, place: usize) -> Result<DayNumber, Refusal> {
        let worked = self.worked.get(place).filter(|worked| worked.day <= found.until);
        worked.map(|worked| self.number(worked.day)).ok_or_else(|| self.missing_after(found))
    }

    #[inline]
    fn is_worked(&self, found: Found) -> bool {
        self.worked.get(found.day.rank).is_some_and(|worked| worked.day == found.index)
    }

    /// The `n`-th working day after it, at least the first.
    #[inline]
    pub(super) fn nth_after(&self, found: Found, n: usize) -> Result<DayNumber, Refusal> {
        let next = found.day.rank + usize::from(self.is_worked(found));
        self.worked_at(found, next.saturating_add(n.saturating_sub(1)))
    }

    /// The day itself when worked, else the next that is.
    pub(super) fn from(&self, found: Found) -> Result<DayNumber, Refusal> {
        self.worked_at(found, found.day.rank)
    }

    /// The last working day before it.
    pub(super) fn last_before(&self, found: Found) -> Result<DayNumber, Refusal> {
        let worked = found.day.rank.checked_sub(1).and_then(|place| self.worked.get(place));
        let known =
            worked.filter(|worked| self.days.get(worked.day).and_then(|day| day.until) == Some(found.until));
        known.map(|worked| self.number(worked.day)).ok_or_else(|| {
            let run = self.days.iter().position(|day| day.until == Some(found.until)).unwrap_or(0);
            Refusal::CalendarYearMissing { year: self.number(run).plus(-1).date().year() }
        })
    }

    /// How many working days lie between the two, neither counted.
    pub(super) fn worked_between(&self, from: Found, to: Found) -> i64 {
        let first = from.day.rank + usize::from(self.is_worked(from));
        i64::try_from(to.day.rank.saturating_sub(first)).unwrap_or(0)
    }

    /// Working minutes from `from` to `to`; `to` is not before.
    pub(super) fn between(&self, from: Minute, to: Minute) -> Result<i64, Refusal> {
        let (first, last) = (self.find(from.day())?, self.find(to.day())?);
        if last.index > first.until {
            return Err(self.year_after(first));
        }
        Ok(self.worked_by(last, to) - self.worked_by(first, from))
    }

    #[inline]
    fn worked_by(&self, found: Found, at: Minute) -> i64 {
        found.day.before + self.settles(found).before(at.in_day())
    }

    /// The earliest moment by which `minutes` (at least 1) of working time have passed since `from`.
    pub(super) fn add(&self, from: Minute, minutes: i64) -> Result<Minute, Refusal> {
        let found = self.find(from.day())?;
        let sum = self.worked_by(found, from).saturating_add(minutes);
        let rest = self.worked.get(found.day.rank..).unwrap_or_default();
        // Most sums end within a few days: then only those are searched.
        let near = rest.get(..NEAR).filter(|near| near.last().is_some_and(|last| last.end >= sum));
        let place = found.day.rank + near.unwrap_or(rest).partition_point(|worked| worked.end < sum);
        let reached = self.worked.get(place).filter(|worked| worked.day <= found.until);
        reached
            .and_then(|worked| {
                let pattern = self.days.get(worked.day).and_then(|day| self.by_number(day.settles))?;
                let in_day = pattern.after(sum - (worked.end - pattern.minutes))?;
                Some(self.number(worked.day).minute(in_day))
            })
            .ok_or_else(|| self.missing_after(found))
    }
}

impl Pattern {
    /// Working minutes of the day before the minute `in_day`.
    pub(super) fn before(&self, in_day: i64) -> i64 {
        self.spans.iter().map(|(opens, closes)| (in_day.min(*closes) - opens).max(0)).sum()
    }

    /// The minute of the day at which `minutes` (at least 1) have been worked; `None` when the day is shorter.
    pub(super) fn after(&self, minutes: i64) -> Option<i64> {
        let mut left = minutes;
        for (opens, closes) in &self.spans {
            if left <= closes - opens {
                return Some(opens + left);
            }
            left -= closes - opens;
        }
        None
    }

    /// The minute at which it opens.
    #[inline]
    pub(super) fn opens(&self) -> Option<i64> {
        self.spans.first().map(|(opens, _)| *opens)
    }

    /// The minute at which it closes.
    #[inline]
    pub(super) fn closes(&self) -> Option<i64> {
        self.spans.last().map(|(_, closes)| *closes)
    }

    /// The first minute worked at or after the minute `in_day`.
    #[inline]
    pub(super) fn open_from(&self, in_day: i64) -> Option<i64> {
        self.spans.iter().find(|(_, closes)| *closes > in_day).map(|(opens, _)| in_day.max(*opens))
    }
}
