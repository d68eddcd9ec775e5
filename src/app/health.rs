//! Whether everything the portal stands on is in order: for `motcua check`.

use chrono::Datelike as _;

use super::{context::App, error::Error};
use crate::{
    domain::{calendar, decide::local_date},
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

/// Looks at database, schema, uploads, jobs, calendars and addresses.
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
        Err(error) => wanting(format!("uploads cannot be written ({error}): look at --store-url and its rights")),
    });
    let jobs = store::job::counts(&app.db, now).await?;
    found.push(match jobs.dead {
        0 => fine(format!("jobs: {} waiting, none given up", jobs.ready)),
        n => wanting(format!("{n} jobs were given up: see /quan-tri/cong-viec")),
    });
    found.extend(calendars(app).await?);
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

/// This year must be published, and from October on the next one too: time limits reach into it.
async fn calendars(app: &App) -> Result<Vec<Finding>, Error> {
    let today = local_date(app.clock.now());
    let reference = app.reference().await?;
    let mut found = Vec::new();
    for (key, (_, calendar)) in &reference.calendars {
        let wanted = if today.month() >= 10 { vec![today.year(), today.year() + 1] } else { vec![today.year()] };
        for year in wanted {
            found.push(if is_published(calendar, year) {
                fine(format!("calendar {key} has {year}"))
            } else {
                wanting(format!(
                    "calendar {key} lacks {year}: time limits that reach into it are refused until it is published"
                ))
            });
        }
    }
    Ok(found)
}

fn is_published(calendar: &calendar::WorkCalendar, year: i32) -> bool {
    chrono::NaiveDate::from_ymd_opt(year, 6, 15).is_some_and(|day| calendar.is_working_day(day).is_ok())
}
