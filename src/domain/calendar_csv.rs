//! A working calendar as a table of comma-separated lines, to carry it between systems and to try one without a database:
//!
//! ```text
//! weekly,mon,07:30-11:30,13:30-17:00          (also: ,from=2026-04-16,to=2026-10-15 for a season)
//! holiday,2026-04-27,Giỗ Tổ Hùng Vương        (closure,… for one agency's own; a further cell is the legal basis)
//! workday,2026-08-22,07:30-11:30,13:30-17:00  (without hours: Monday's, or as=fri; also name=…, basis=…)
//! published,2026
//! nominal,480
//! saturday,counts
//! ```

use chrono::{NaiveDate, NaiveTime};

use super::office_hours::{CalendarData, OfficeHours, Session, SpecialDay, SpecialKind};

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadLine {
    /// Which, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: WhyBad,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyBad {
    /// Its first cell.
    #[error("“{0}” is none of weekly, holiday, closure, workday, published, nominal, saturday")]
    Kind(String),
    /// A weekday.
    #[error("“{0}” is no weekday: mon, tue, wed, thu, fri, sat, sun")]
    Weekday(String),
    /// A date.
    #[error("“{0}” is no date: YYYY-MM-DD")]
    Date(String),
    /// A session.
    #[error("“{0}” are no hours: HH:MM-HH:MM, the end after the beginning")]
    Hours(String),
    /// A number.
    #[error("“{0}” is no number that fits here")]
    Number(String),
    /// Something that must be there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// Not comma-separated values at all.
    #[error("it is not comma-separated text in UTF-8")]
    Text,
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads a calendar. Empty lines and those that begin with `#` are passed over.
/// # Errors
/// The first [`BadLine`]. Whether the rows fit together shows when the calendar is built.
pub fn read(text: &[u8]) -> Result<CalendarData, BadLine> {
    let mut data = CalendarData::default();
    for (line, text) in (1_u64..).zip(text.split(|byte| *byte == b'\n')) {
        read_line(text, &mut data).map_err(|why| BadLine { line, why })?;
    }
    Ok(data)
}

fn read_line(text: &[u8], data: &mut CalendarData) -> Result<(), WhyBad> {
    let text = text.trim_ascii();
    if text.is_empty() || text.starts_with(b"#") {
        return Ok(());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    match reader.records().next() {
        None => Ok(()),
        Some(Ok(record)) => take(&record.iter().map(str::trim).collect::<Vec<_>>(), data),
        Some(Err(_)) => Err(WhyBad::Text),
    }
}

fn take(cells: &[&str], data: &mut CalendarData) -> Result<(), WhyBad> {
    let (kind, rest) = cells.split_first().ok_or(WhyBad::Missing("the kind of line"))?;
    match kind.trim_start_matches('\u{feff}') {
        "weekly" => data.hours.extend(weekly(rest)?),
        "holiday" => data.special_days.push(day_off(SpecialKind::Off, rest)?),
        "closure" => data.special_days.push(day_off(SpecialKind::Closure, rest)?),
        "workday" => data.special_days.push(workday(rest)?),
        "published" => {
            let year = first(rest, "the year")?;
            data.published_years.insert(year.parse().map_err(|_| WhyBad::Number(year.to_owned()))?);
        }
        "nominal" => {
            let minutes = first(rest, "the number of minutes")?;
            data.nominal_minutes = Some(minutes.parse().map_err(|_| WhyBad::Number(minutes.to_owned()))?);
        }
        "saturday" => data.saturday_counts = first(rest, "“counts”")? == "counts",
        other => return Err(WhyBad::Kind(other.to_owned())),
    }
    Ok(())
}

fn first<'a>(cells: &[&'a str], what: &'static str) -> Result<&'a str, WhyBad> {
    cells.first().copied().filter(|cell| !cell.is_empty()).ok_or(WhyBad::Missing(what))
}

fn weekly(cells: &[&str]) -> Result<Vec<OfficeHours>, WhyBad> {
    let weekday = weekday(first(cells, "the weekday")?)?;
    let (mut valid_from, mut valid_to, mut sessions) = (NaiveDate::MIN, None, Vec::new());
    for cell in cells.iter().skip(1).filter(|cell| !cell.is_empty()) {
        if let Some(day) = cell.strip_prefix("from=") {
            valid_from = date(day)?;
        } else if let Some(day) = cell.strip_prefix("to=") {
            valid_to = Some(date(day)?);
        } else {
            sessions.push(session(cell)?);
        }
    }
    Ok(sessions
        .into_iter()
        .map(|Session { opens, closes }| OfficeHours { weekday, opens, closes, valid_from, valid_to })
        .collect())
}

fn day_off(kind: SpecialKind, cells: &[&str]) -> Result<SpecialDay, WhyBad> {
    Ok(SpecialDay {
        date: date(first(cells, "the date")?)?,
        kind,
        name: cells
            .get(1)
            .copied()
            .filter(|name| !name.is_empty())
            .ok_or(WhyBad::Missing("the reason"))?
            .to_owned(),
        legal_basis: cells.get(2).copied().unwrap_or_default().to_owned(),
        works_as: None,
        sessions: Vec::new(),
    })
}

fn workday(cells: &[&str]) -> Result<SpecialDay, WhyBad> {
    let mut day = SpecialDay {
        date: date(first(cells, "the date")?)?,
        kind: SpecialKind::MakeUp,
        name: "Làm bù".to_owned(),
        legal_basis: String::new(),
        works_as: None,
        sessions: Vec::new(),
    };
    for cell in cells.iter().skip(1).filter(|cell| !cell.is_empty()) {
        match cell.split_once('=') {
            Some(("as", name)) => day.works_as = Some(weekday(name)?),
            Some(("name", name)) => name.clone_into(&mut day.name),
            Some(("basis", basis)) => basis.clone_into(&mut day.legal_basis),
            Some(_) | None => day.sessions.push(session(cell)?),
        }
    }
    Ok(day)
}

fn weekday(name: &str) -> Result<u8, WhyBad> {
    let number = WEEKDAYS.iter().zip(1_u8..).find(|(known, _)| known.eq_ignore_ascii_case(name));
    number.map(|(_, n)| n).ok_or_else(|| WhyBad::Weekday(name.to_owned()))
}

fn weekday_name(weekday: u8) -> &'static str {
    WEEKDAYS.get(usize::from(weekday).saturating_sub(1)).copied().unwrap_or("mon")
}

fn date(text: &str) -> Result<NaiveDate, WhyBad> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| WhyBad::Date(text.to_owned()))
}

/// Several sessions as they are typed in one cell: `07:30-11:30, 13:30-17:00`; none for an empty one.
/// # Errors
/// [`WhyBad::Hours`] for the first that cannot be read.
pub fn sessions(text: &str) -> Result<Vec<Session>, WhyBad> {
    let text = text.replace(['–', '—'], "-");
    text.split([',', ';']).map(str::trim).filter(|one| !one.is_empty()).map(session).collect()
}

/// The inverse of [`sessions`].
#[must_use]
pub fn typed(sessions: &[Session]) -> String {
    sessions.iter().map(|session| hours_of(*session)).collect::<Vec<_>>().join(", ")
}

fn session(text: &str) -> Result<Session, WhyBad> {
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    text.split_once('-')
        .and_then(|(opens, closes)| Some(Session { opens: time(opens)?, closes: time(closes)? }))
        .filter(|session| session.opens < session.closes)
        .ok_or_else(|| WhyBad::Hours(text.to_owned()))
}

/// Writes a calendar so that [`read`] gives it back.
#[must_use]
pub fn write(data: &CalendarData) -> String {
    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    };
    for row in &data.hours {
        let name = weekday_name(row.weekday);
        let hours = Session { opens: row.opens, closes: row.closes };
        let mut cells = vec!["weekly".to_owned(), name.to_owned(), hours_of(hours)];
        if row.valid_from > NaiveDate::MIN {
            cells.push(format!("from={}", row.valid_from));
        }
        cells.extend(row.valid_to.map(|day| format!("to={day}")));
        line(&cells);
    }
    for day in &data.special_days {
        let kind = match day.kind {
            SpecialKind::Off => "holiday",
            SpecialKind::Closure => "closure",
            SpecialKind::MakeUp => "workday",
        };
        let mut cells = vec![kind.to_owned(), day.date.to_string()];
        if day.kind == SpecialKind::MakeUp {
            cells.extend(day.sessions.iter().map(|session| hours_of(*session)));
            cells.extend(day.works_as.map(|weekday| format!("as={}", weekday_name(weekday))));
            cells.push(format!("name={}", day.name));
            cells.extend(
                Some(&day.legal_basis).filter(|act| !act.is_empty()).map(|act| format!("basis={act}")),
            );
        } else {
            cells.extend([day.name.clone(), day.legal_basis.clone()]);
        }
        line(&cells);
    }
    for year in &data.published_years {
        line(&["published".to_owned(), year.to_string()]);
    }
    if let Some(minutes) = data.nominal_minutes {
        line(&["nominal".to_owned(), minutes.to_string()]);
    }
    if data.saturday_counts {
        line(&["saturday".to_owned(), "counts".to_owned()]);
    }
    out
}

fn hours_of(session: Session) -> String {
    format!("{}-{}", session.opens.format("%H:%M"), session.closes.format("%H:%M"))
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::{
        WorkCalendar,
        sample::{data, day},
    };

    const SMALL: &str = "# a small office\nweekly,mon,07:30-11:30,13:30-17:00\n\nweekly,Tue,07:30-11:30\n\
        holiday,2026-04-27,\"Giỗ Tổ, nghỉ bù\"\nworkday,2026-08-22,08:00-10:00\npublished,2026\nnominal,450\n";

    #[test]
    fn a_calendar_is_read_line_by_line() {
        let data = read(SMALL.as_bytes()).unwrap();
        assert_eq!((data.hours.len(), data.nominal_minutes), (3, Some(450)));
        assert_eq!(data.special_days[0].name, "Giỗ Tổ, nghỉ bù");
        let calendar = WorkCalendar::new(data).unwrap();
        let minutes = |on| calendar.minutes_of(day(on)).unwrap();
        assert_eq!([minutes("2026-04-20"), minutes("2026-04-21"), minutes("2026-04-22")], [450, 240, 0]);
        assert_eq!([minutes("2026-04-27"), minutes("2026-08-22")], [0, 120]);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut data = data();
        data.special_days.iter_mut().filter(|day| day.kind == SpecialKind::MakeUp).for_each(|day| {
            day.works_as = Some(5);
        });
        data.nominal_minutes = Some(480);
        assert_eq!(read(write(&data).as_bytes()).unwrap(), data);
    }

    #[test]
    fn the_hours_of_a_cell_are_typed_side_by_side() {
        let there = sessions("07:30–11:30, 13:30 - 17:00").unwrap();
        assert_eq!((there.len(), typed(&there).as_str()), (2, "07:30-11:30, 13:30-17:00"));
        assert_eq!(sessions(" "), Ok(Vec::new()));
        assert_eq!(sessions("07:30-11:30, mai"), Err(WhyBad::Hours("mai".to_owned())));
    }

    #[test]
    fn a_bad_line_is_named_with_its_reason() {
        for (text, line, why) in [
            ("published,2026\nweekday,mon", 2, WhyBad::Kind("weekday".to_owned())),
            ("weekly,thứ hai,07:00-11:00", 1, WhyBad::Weekday("thứ hai".to_owned())),
            ("weekly,mon,11:00-07:00", 1, WhyBad::Hours("11:00-07:00".to_owned())),
            ("# x\n\nholiday,27/4/2026,Lễ", 3, WhyBad::Date("27/4/2026".to_owned())),
            ("holiday,2026-04-27", 1, WhyBad::Missing("the reason")),
            ("nominal,many", 1, WhyBad::Number("many".to_owned())),
            ("published", 1, WhyBad::Missing("the year")),
        ] {
            assert_eq!(read(text.as_bytes()), Err(BadLine { line, why }), "{text}");
        }
        assert!(read(b"holiday,2026-04-27,\xff\xfe").is_err());
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_names_a_line_that_is_there(text in "(weekly|holiday|workday|nominal|x)?[,a-z0-9:\\-\n\"=]{0,80}") {
            if let Err(bad) = read(text.as_bytes()) {
                prop_assert!(bad.line >= 1 && bad.line <= 1 + u64::try_from(text.lines().count()).unwrap());
            }
        }
    }
}
