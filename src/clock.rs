//! Where the time comes from. A use case asks its clock once and hands `now` on as a value; nothing else in the house reads the time.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// The present, in UTC and whole microseconds (what the database keeps), so that what was stored compares equal.
    fn now(&self) -> DateTime<Utc>;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> DateTime<Utc> {
        (**self).now()
    }
}

/// The clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's time")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands still until it is moved, for tests and for the history of the demo province.
/// Clones are the same clock: whoever holds one sees every move.
#[derive(Clone, Debug)]
pub struct FixedClock {
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl FixedClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self { now: Arc::new(Mutex::new(now.trunc_subsecs(6))) }
    }

    /// Moves forward (or back, by a negative step). Stays where it is when the step leads out of the calendar.
    pub fn advance(&self, step: TimeDelta) {
        let mut now = self.hand();
        *now = now.checked_add_signed(step).unwrap_or(*now).trunc_subsecs(6);
    }

    /// Sets it to `now`.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.hand() = now.trunc_subsecs(6);
    }

    fn hand(&self) -> MutexGuard<'_, DateTime<Utc>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.hand()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-22T05:00:00.123456789Z".parse().unwrap()
    }

    #[test]
    fn a_fixed_clock_moves_only_when_it_is_moved() {
        let clock = FixedClock::at(noon());
        assert_eq!(clock.now(), clock.now());
        clock.advance(TimeDelta::hours(4));
        let later = clock.now();
        assert_eq!(later - noon().trunc_subsecs(6), TimeDelta::hours(4));
        assert_eq!(clock.now(), later);
    }

    #[test]
    fn whoever_shares_a_fixed_clock_sees_it_move() {
        let mine = FixedClock::at(noon());
        let theirs: Arc<dyn Clock> = Arc::new(mine.clone());
        mine.advance(TimeDelta::days(1));
        assert_eq!(theirs.now(), mine.now());
    }

    #[test]
    fn the_time_has_no_more_digits_than_the_database_keeps() {
        assert_eq!(FixedClock::at(noon()).now().timestamp_subsec_nanos() % 1000, 0);
        assert_eq!(SystemClock.now().timestamp_subsec_nanos() % 1000, 0);
    }
}
