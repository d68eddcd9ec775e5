//! What a draft of a calendar would move, before anybody publishes it: the dossiers under way that run on the calendar, looked at batch
//! by batch in a fixed order, so that a list can go on where it ended and a file can be written as it is read. Nothing is kept
//! and nothing changes; `recount` moves them.

use std::fmt;

use uuid::Uuid;

use super::{context::App, error::Error};
use crate::{
    domain::{
        calendar::{CalendarData, WorkCalendar},
        calendar_inherit,
        moved::Moved,
        recount,
        refusal::Refusal,
        status::Status,
    },
    store::{self, calendar::StoredCalendar, recount::Row},
};

const BATCH: i64 = 500;

/// Where a list ended: the last dossier that was looked at, in the order of calendars and identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    calendar: String,
    dossier: Uuid,
}

impl Mark {
    /// What [`Mark`] is shown as, read again.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (calendar, dossier) = text.rsplit_once(':')?;
        Some(Self { calendar: calendar.to_owned(), dossier: Uuid::parse_str(dossier).ok()? })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.calendar, self.dossier)
    }
}

/// A dossier that a calendar would move.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// Its code.
    pub code: String,
    /// Code of its procedure.
    pub procedure: String,
    /// The agency that settles it.
    pub agency: String,
    /// How it moves.
    pub moved: Moved,
}

/// A dossier that was looked at.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Where it stands in the order.
    pub at: Mark,
    /// How it moves; none when it stays, a refusal when the draft has no date for it.
    pub found: Result<Option<Foreseen>, Refusal>,
}

/// Calendars as they would be with a draft in force.
#[derive(Debug)]
pub struct Foresight(Vec<(String, WorkCalendar)>);

impl Foresight {
    /// What the draft `data` of the calendar `key` would make of it, and of those among `all` that inherit it.
    /// # Errors
    /// [`Error::Refused`] when `data` makes no sense.
    pub fn of(key: &str, data: &CalendarData, all: &[StoredCalendar]) -> Result<Self, Error> {
        let mut calendars = vec![(key.to_owned(), WorkCalendar::new(data.clone())?)];
        for calendar in all {
            if let Some(own) =
                calendar.inherits.as_ref().filter(|_| calendar.is_heir_of(key)).map(|(_, own)| own)
            {
                let composed = WorkCalendar::new(calendar_inherit::compose(data, own))?;
                calendars.push((calendar.key.clone(), composed));
            }
        }
        Ok(Self(calendars))
    }

    /// The dossiers after `after`, from the first on without it: a batch at a time, empty when there are no more.
    /// # Errors
    /// [`Error::Store`].
    pub async fn next(&self, app: &App, after: Option<&Mark>) -> Result<Vec<Seen>, Error> {
        let begun = match after {
            None => 0,
            Some(mark) => self.0.iter().position(|(key, _)| *key == mark.calendar).unwrap_or(self.0.len()),
        };
        let mut tx = app.db.begin().await?;
        let mut id = after.map_or(Uuid::nil(), |mark| mark.dossier);
        for (key, calendar) in self.0.iter().skip(begun) {
            loop {
                let rows = store::recount::batch(&mut tx, key, id, BATCH).await?;
                let Some(last) = rows.last() else { break };
                id = last.running.id.uuid();
                // What is not taken in yet has no appointment to move.
                let open = rows.into_iter().filter(|row| row.running.status != Status::Submitted);
                let seen: Vec<Seen> = open.map(|row| seen(key, calendar, row)).collect();
                if !seen.is_empty() {
                    return Ok(seen);
                }
            }
            id = Uuid::nil();
        }
        Ok(Vec::new())
    }

    /// The same, one after the other to the end.
    /// # Errors
    /// [`Error::Store`].
    pub async fn each(&self, app: &App, mut visit: impl FnMut(Seen)) -> Result<(), Error> {
        let mut after = None;
        loop {
            let batch = self.next(app, after.as_ref()).await?;
            let Some(last) = batch.last() else {
                return Ok(());
            };
            after = Some(last.at.clone());
            batch.into_iter().for_each(&mut visit);
        }
    }
}

fn seen(key: &str, calendar: &WorkCalendar, row: Row) -> Seen {
    let at = Mark { calendar: key.to_owned(), dossier: row.running.id.uuid() };
    let moved = recount::moved(&row.running, calendar);
    let Row { code, procedure, agency, .. } = row;
    Seen { at, found: moved.map(|moved| moved.map(|moved| Foreseen { code, procedure, agency, moved })) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_is_shown() {
        let mark = Mark { calendar: "H48.101:x".to_owned(), dossier: Uuid::from_u128(7) };
        assert_eq!(Mark::parse(&mark.to_string()), Some(mark));
        assert_eq!(Mark::parse("province:7"), None);
        assert_eq!(Mark::parse("province"), None);
    }
}
