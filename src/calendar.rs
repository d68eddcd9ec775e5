//! `motcua calendar`: lines of a calendar file out of the law or out of an iCalendar file; a person completes and publishes them.

use std::io::{Read as _, Write as _};

use anyhow::Context as _;
use motcua::{
    config::{Calendar, Exit, Propose},
    domain::{
        calendar_csv, calendar_ics,
        calendar_proposal::{self, Choice},
        office_hours::{CalendarData, SpecialDay},
    },
};

use super::say;

/// `motcua calendar propose YEAR`, `motcua calendar convert FILE.ics`.
pub(super) fn tell(what: &Calendar) -> anyhow::Result<Exit> {
    let special_days = match what {
        Calendar::Propose(options) => propose(*options)?,
        Calendar::Convert(file) => {
            let mut bytes = Vec::new();
            if file.file.as_os_str() == "-" {
                std::io::stdin().lock().read_to_end(&mut bytes)?;
            } else {
                bytes = std::fs::read(&file.file)
                    .with_context(|| format!("cannot open {}", file.file.display()))?;
            }
            calendar_ics::read(&bytes)
                .with_context(|| format!("{} cannot be converted", file.file.display()))?
        }
    };
    let lines = calendar_csv::write(&CalendarData { special_days, ..CalendarData::default() });
    std::io::stdout().lock().write_all(lines.as_bytes())?;
    Ok(Exit::Done)
}

fn propose(options: Propose) -> anyhow::Result<Vec<SpecialDay>> {
    let choice =
        Choice { tet_days_before: options.tet_before, first_of_september: options.first_of_september };
    let days = calendar_proposal::propose(options.year, choice).context("no law is known for that year")?;
    say("A proposal: swapped days, and which days round Tết and 2/9 are taken, are decreed each year.");
    Ok(days)
}
