//! Importing the units of a province: agencies and one-stop centres, from a CSV file of our own shape.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{context::App, error::Error, import::Report};
use crate::{
    domain::{ids::AgencyCode, party::tidy},
    store::{
        self,
        agency::{Agency, AgencyLevel},
    },
};

/// The header of the file.
pub const HEADER: &str = "code,name,short_name,level,parent,ward_code,receives,calendar,address,phone,valid_from";

#[derive(Debug, Deserialize)]
struct Line {
    code: String,
    name: String,
    #[serde(default)]
    short_name: String,
    level: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    ward_code: String,
    #[serde(default)]
    receives: String,
    calendar: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    phone: String,
    valid_from: String,
}

/// Imports units: UTF-8 CSV with [`HEADER`], columns in any order. `level`: province, department, centre, commune,
/// commune-centre, branch, police. `receives`: yes or no. `valid_from`: YYYY-MM-DD. A parent may stand later in the file. Every
/// good line goes in, in one transaction; a line that cannot is reported with its number and why.
/// # Errors
/// [`Error::Internal`] when the header lacks a column, [`Error::Store`].
pub async fn units(app: &App, source: impl Read + Send) -> Result<Report, Error> {
    let reference = app.cache.reload(&app.db).await?;
    let calendars: BTreeSet<&str> = reference.calendars.keys().map(String::as_str).collect();
    let mut report = Report::default();
    let mut waiting = lines(source, &calendars, &mut report)?;
    let mut there: BTreeSet<String> = reference.agencies.keys().map(|c| c.as_str().to_owned()).collect();
    let mut tx = app.db.begin().await?;
    loop {
        let (ready, later): (BTreeMap<usize, Agency>, BTreeMap<usize, Agency>) =
            waiting.into_iter().partition(|(_, a)| a.parent.as_ref().is_none_or(|p| there.contains(p)));
        waiting = later;
        if ready.is_empty() {
            break;
        }
        for agency in ready.into_values() {
            let known = reference.agency(&agency.code).is_some();
            let written = store::agency::put(&mut tx, &agency).await?;
            match (known, written) {
                (false, _) => report.new += 1,
                (true, true) => report.changed += 1,
                (true, false) => report.unchanged += 1,
            }
            there.insert(agency.code);
        }
    }
    for (number, agency) in waiting {
        let parent = agency.parent.unwrap_or_default();
        report.broken.push((number, format!("there is no parent {parent}")));
    }
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    report.broken.sort();
    Ok(report)
}

/// The good lines by number; the others go into the report.
fn lines(source: impl Read, calendars: &BTreeSet<&str>, report: &mut Report) -> Result<BTreeMap<usize, Agency>, Error> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(false).from_reader(source);
    let header = reader.headers().map_err(|e| bad_header(&e.to_string()))?.clone();
    for column in ["code", "name", "level", "calendar", "valid_from"] {
        if !header.iter().any(|h| h.trim_start_matches('\u{feff}') == column) {
            return Err(bad_header(&format!("there is no column {column}")));
        }
    }
    let header: csv::StringRecord = header.iter().map(|h| h.trim_start_matches('\u{feff}')).collect();
    let mut good: BTreeMap<usize, Agency> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (record, fallback) in reader.records().zip(2_usize..) {
        let number = match &record {
            Ok(r) => r.position().map(csv::Position::line),
            Err(e) => e.position().map(csv::Position::line),
        };
        let number = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(fallback);
        let agency = record
            .map_err(|e| e.to_string())
            .and_then(|r| r.deserialize::<Line>(Some(&header)).map_err(|e| e.to_string()))
            .and_then(|line| agency(line, calendars))
            .and_then(|a| if seen.insert(a.code.clone()) { Ok(a) } else { Err(format!("{} stands twice", a.code)) });
        match agency {
            Ok(agency) => {
                good.insert(number, agency);
            }
            Err(why) => report.broken.push((number, why)),
        }
    }
    Ok(good)
}

fn bad_header(why: &str) -> Error {
    Error::Internal(format!("the first line must be the header {HEADER}: {why}"))
}

fn agency(line: Line, calendars: &BTreeSet<&str>) -> Result<Agency, String> {
    let code_of = |text: &str| {
        AgencyCode::parse(text)
            .map(|c| c.as_str().to_owned())
            .map_err(|_| format!("{text:?} is not an agency code such as H48.05"))
    };
    let code = code_of(&line.code)?;
    let name = tidy(&line.name);
    if name.is_empty() {
        return Err(format!("{code} has no name"));
    }
    if AgencyLevel::parse(&line.level).is_none() {
        let known: Vec<&str> = AgencyLevel::ALL.iter().map(|l| l.key()).collect();
        return Err(format!("level {:?} is none of {}", line.level, known.join(", ")));
    }
    if !calendars.contains(line.calendar.as_str()) {
        return Err(format!("there is no calendar {:?}", line.calendar));
    }
    let receives = match line.receives.to_lowercase().as_str() {
        "yes" | "true" | "1" => true,
        "no" | "false" | "0" | "" => false,
        other => return Err(format!("receives is {other:?}; write yes or no")),
    };
    let valid_from = NaiveDate::parse_from_str(&line.valid_from, "%Y-%m-%d")
        .map_err(|_| format!("valid_from is {:?}; write YYYY-MM-DD", line.valid_from))?;
    let parent = filled(&line.parent).map(|p| code_of(&p)).transpose()?;
    if parent.as_ref() == Some(&code) {
        return Err(format!("{code} cannot be its own parent"));
    }
    Ok(Agency {
        short_name: filled(&line.short_name).unwrap_or_else(|| name.clone()),
        name,
        level: line.level,
        parent,
        ward_code: filled(&line.ward_code),
        receives,
        calendar: line.calendar,
        address: filled(&line.address),
        phone: filled(&line.phone),
        valid_from,
        valid_to: None,
        code,
    })
}

fn filled(text: &str) -> Option<String> {
    let text = tidy(text);
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (BTreeMap<usize, Agency>, Report) {
        let mut report = Report::default();
        let text = format!("\u{feff}{HEADER}\n{body}");
        let good = lines(text.as_bytes(), &BTreeSet::from(["province"]), &mut report).unwrap();
        (good, report)
    }

    #[test]
    fn a_good_line_becomes_an_agency() {
        let (good, report) = read("h48.05,Trung tâm  PVHCC,,centre,H48,,yes,province,\"Số 1, đường A\",,2025-07-01\n");
        let a = &good[&2];
        assert_eq!((a.code.as_str(), a.name.as_str(), a.receives), ("H48.05", "Trung tâm PVHCC", true));
        assert_eq!(a.address.as_deref(), Some("Số 1, đường A"));
        assert!(report.broken.is_empty());
    }

    #[test]
    fn each_bad_line_says_why_and_does_not_stop_the_others() {
        let (good, report) = read(
            "X,Tên,,centre,,,yes,province,,,2025-07-01\n\
             H48.01,,,centre,,,yes,province,,,2025-07-01\n\
             H48.01,Tên,,village,,,yes,province,,,2025-07-01\n\
             H48.01,Tên,,centre,,,yes,moon,,,2025-07-01\n\
             H48.01,Tên,,centre,,,maybe,province,,,2025-07-01\n\
             H48.01,Tên,,centre,,,yes,province,,,1/7/2025\n\
             H48.01,Tên,,centre\n\
             H48.01,Tên,,centre,,,yes,province,,,2025-07-01\n\
             H48.01,Tên,,centre,,,yes,province,,,2025-07-01\n",
        );
        assert_eq!(good.keys().copied().collect::<Vec<_>>(), [9]);
        let numbers: Vec<usize> = report.broken.iter().map(|(n, _)| *n).collect();
        assert_eq!(numbers, [2, 3, 4, 5, 6, 7, 8, 10]);
        assert!(report.broken.iter().any(|(_, why)| why.contains("YYYY-MM-DD")));
    }

    #[test]
    fn a_file_without_the_header_is_refused_as_a_whole() {
        let mut report = Report::default();
        let read = lines("a,b\n1,2\n".as_bytes(), &BTreeSet::new(), &mut report);
        assert!(matches!(read, Err(Error::Internal(why)) if why.contains("no column code")));
    }
}
