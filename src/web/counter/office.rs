//! Where and when the counter works: the one-stops of a person, the end of a day.

use chrono::{DateTime, Days, NaiveTime, Utc};

use crate::domain::{actor::Actor, calendar::instant, decide::local_date, ids::AgencyCode, status::Role};

/// The one-stops at which `actor` works.
#[must_use]
pub fn one_stops(actor: &Actor) -> Vec<AgencyCode> {
    let mut at: Vec<AgencyCode> =
        [Role::OneStopOfficer, Role::Cashier, Role::Postal].into_iter().flat_map(|role| actor.agencies(role)).collect();
    at.sort();
    at.dedup();
    at
}

/// The end of today, local time.
#[must_use]
pub fn tonight(now: DateTime<Utc>) -> DateTime<Utc> {
    let tomorrow = local_date(now).checked_add_days(Days::new(1));
    tomorrow.map_or(now, |day| instant(day.and_time(NaiveTime::MIN)))
}
