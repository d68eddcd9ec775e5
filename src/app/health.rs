//! Whether everything the portal stands on is in order: for `motcua check`.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};

use super::{
    context::App,
    error::Error,
    receipt_write::{self, Standing},
    reference::Reference,
};
use crate::{
    domain::{calendar::WorkCalendar, decide::local_date, receipt},
    store,
};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is in order.
    pub fine: bool,
    /// What was found, and what to do when it is not fine.
    pub text: String,
}

fn fine(text: impl Into<String>) -> Finding {
    Finding { fine: true, text: text.into() }
}

fn wanting(text: impl Into<String>) -> Finding {
    Finding { fine: false, text: text.into() }
}

/// Looks at database, schema, uploads, jobs, calendars, receipts and addresses.
/// # Errors
/// [`Error::Store`] when the database stops answering in between.
pub async fn findings(app: &App) -> Result<Vec<Finding>, Error> {
    let now = app.clock.now();
    let mut found = vec![fine("the database answers")];
    found.push(match app.db.pending_migrations().await? {
        0 => fine("the schema is the newest"),
        n => wanting(format!("{n} migrations are missing: run motcua migrate")),
    });
    found.push(match app.files.check().await {
        Ok(()) => fine("uploads can be written"),
        Err(error) => {
            wanting(format!("uploads cannot be written ({error}): look at --store-url and its rights"))
        }
    });
    let jobs = store::job::counts(&app.db, now).await?;
    found.push(match jobs.dead {
        0 => fine(format!("jobs: {} waiting, none given up", jobs.ready)),
        n => wanting(format!("{n} jobs were given up: see /quan-tri/cong-viec")),
    });
    found.extend(calendars(app).await?);
    found.extend(numbers(app).await?);
    found.push(certificate(app));
    found.push(if app.public_url.starts_with("https://") || app.public_url.contains("127.0.0.1") {
        fine(format!("people reach the portal at {}", app.public_url))
    } else {
        wanting(format!("{} is not https: cookies are not protected; set --public-url", app.public_url))
    });
    if app.demo {
        found.push(wanting("this is the demo province with public passwords: not for real dossiers"));
    }
    Ok(found)
}

/// Whether every agency that receives can give receipts this year, and in December in the next one too.
async fn numbers(app: &App) -> Result<Vec<Finding>, Error> {
    let today = local_date(app.clock.now());
    let next = receipt::year_ahead(today);
    let reference = app.reference().await?;
    let receiving = reference.agencies.values().filter(|agency| agency.receives);
    let codes: Vec<String> = receiving.map(|agency| agency.code.clone()).collect();
    let mut found = Vec::new();
    for year in [Some(today.year()), next].into_iter().flatten() {
        let all = store::receipt_range::standings(&app.db, year, &codes).await?;
        let lacking = all.iter().filter(|one| !one.is_set_up()).count();
        found.push(match lacking {
            0 => fine(format!("receipts: every agency has numbers for {year}")),
            n => {
                wanting(format!("receipts: {n} agencies have no numbers for {year}: see /quan-tri/bien-lai"))
            }
        });
    }
    Ok(found)
}

/// How long the certificate holds that signs receipts.
fn certificate(app: &App) -> Finding {
    let subject = app.signing.subject();
    let until = local_date(subject.until);
    match receipt_write::standing(app) {
        Standing::Missing => {
            wanting("receipts wait: no certificate is set to sign them with: see --signing-certificate")
        }
        Standing::NotValid => wanting(format!(
            "receipts wait: the certificate to sign them with holds from {} until {until}: see --signing-certificate",
            local_date(subject.from)
        )),
        Standing::EndsSoon => wanting(format!(
            "the certificate that signs receipts holds until {until}: see --signing-certificate"
        )),
        Standing::Fine => fine(format!("receipts are signed by {} until {until}", subject.name)),
    }
}

/// Whether the portal can serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// The database answers.
    pub database: bool,
    /// No migration is missing.
    pub migrations: bool,
    /// The job table can be read.
    pub jobs: bool,
}

impl Ready {
    /// Whether everything is there.
    #[must_use]
    pub const fn all(self) -> bool {
        self.database && self.migrations && self.jobs
    }
}

/// Asks database, schema and job table; never fails, says which one does.
pub async fn ready(app: &App) -> Ready {
    let database = app.db.ping().await.is_ok();
    Ready {
        database,
        migrations: database && app.db.pending_migrations().await.is_ok_and(|n| n == 0),
        jobs: database && store::job::counts(&app.db, app.clock.now()).await.is_ok(),
    }
}

/// A year that a calendar must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Key of the calendar.
    pub calendar: String,
    /// The year.
    pub year: i32,
    /// Whether it is published.
    pub there: bool,
}

/// Which years each calendar must have `today`: this one, and from 1 October on the next one too, for time limits reach into it.
#[must_use]
pub fn years_wanted(reference: &Reference, today: NaiveDate) -> Vec<Wanted> {
    let next = (today.month() >= 10).then_some(today.year() + 1);
    let each = |(key, (_, calendar)): (&String, &(i32, Arc<WorkCalendar>))| {
        [Some(today.year()), next]
            .into_iter()
            .flatten()
            .map(|year| Wanted { calendar: key.clone(), year, there: is_published(calendar, year) })
            .collect::<Vec<_>>()
    };
    // whoever inherits has the years of the calendar it inherits
    let published_for_themselves =
        reference.calendars.iter().filter(|(key, _)| !reference.heirs.contains(*key));
    published_for_themselves.flat_map(each).collect()
}

async fn calendars(app: &App) -> Result<Vec<Finding>, Error> {
    let wanted = years_wanted(&*app.reference().await?, local_date(app.clock.now()));
    let said = |Wanted { calendar, year, there }| {
        if there {
            fine(format!("calendar {calendar} has {year}"))
        } else {
            wanting(format!(
                "calendar {calendar} lacks {year}: time limits that reach into it are refused until it is published"
            ))
        }
    };
    Ok(wanted.into_iter().map(said).collect())
}

fn is_published(calendar: &WorkCalendar, year: i32) -> bool {
    NaiveDate::from_ymd_opt(year, 6, 15).is_some_and(|day| calendar.is_working_day(day).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::sample;

    #[test]
    fn the_next_year_is_wanted_from_the_first_of_october() {
        let mut reference = Reference::default();
        reference.calendars.insert("province".to_owned(), (1, Arc::new(sample::calendar())));
        let lacking = |today: &str| -> Vec<i32> {
            let wanted = years_wanted(&reference, sample::day(today));
            wanted.into_iter().filter(|wanted| !wanted.there).map(|wanted| wanted.year).collect()
        };
        assert_eq!(lacking("2026-09-30"), Vec::<i32>::new());
        assert_eq!(lacking("2026-10-01"), [2027]);
        assert_eq!(lacking("2025-10-01"), Vec::<i32>::new());
        assert_eq!(lacking("2027-01-02"), [2027]);
    }
}
