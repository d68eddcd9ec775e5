//! What a calendar file brings into a draft. Whether it is iCalendar or comma-separated lines is decided by its content, never by its
//! name. A file with office hours is a whole calendar and replaces the draft; one without only adds: its days take the place of
//! those of the same date, its published years come beside the others, and everything else of the draft stays.

use std::collections::BTreeSet;

use super::{
    calendar_csv, calendar_ics,
    office_hours::{CalendarData, SpecialDay},
};

/// Why a file cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyNot {
    /// It is no text: a picture, an archive, a table of a spreadsheet.
    #[error("the file is no text in UTF-8")]
    NoText,
    /// It says nothing.
    #[error("the file has no line of a calendar")]
    Empty,
    /// A comma-separated line.
    #[error(transparent)]
    Csv(#[from] calendar_csv::BadLine),
    /// A line of iCalendar.
    #[error(transparent)]
    Ics(#[from] calendar_ics::BadLine),
}

/// `draft` with what the file says.
/// # Errors
/// [`WhyNot`]; nothing of a file that cannot be read whole is taken in.
pub fn take(file: &[u8], draft: &CalendarData) -> Result<CalendarData, WhyNot> {
    if file.contains(&0) {
        return Err(WhyNot::NoText);
    }
    let brought = if is_ics(file) {
        CalendarData { special_days: calendar_ics::read(file)?, ..CalendarData::default() }
    } else {
        std::str::from_utf8(file).map_err(|_| WhyNot::NoText)?;
        calendar_csv::read(file)?
    };
    if brought == CalendarData::default() {
        return Err(WhyNot::Empty);
    }
    if !brought.hours.is_empty() {
        return Ok(brought);
    }
    let CalendarData { special_days, published_years, saturday_counts, nominal_minutes, hours: _ } = brought;
    let mut data = with_days(draft, special_days);
    data.published_years.extend(published_years);
    data.saturday_counts |= saturday_counts;
    data.nominal_minutes = nominal_minutes.or(data.nominal_minutes);
    Ok(data)
}

/// Whatever begins like iCalendar is read as such, so that a fault in it is named as one.
fn is_ics(file: &[u8]) -> bool {
    let file = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file).trim_ascii_start();
    file.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:"))
}

/// `data` with these days in place of those of the same dates.
fn with_days(data: &CalendarData, days: Vec<SpecialDay>) -> CalendarData {
    let dates: BTreeSet<_> = days.iter().map(|day| day.date).collect();
    let mut data = data.clone();
    data.special_days.retain(|day| !dates.contains(&day.date));
    data.special_days.extend(days);
    data
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::{
        SpecialKind,
        sample::{data, day},
    };

    const ICS: &str = "\u{feff}BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\n\
                       SUMMARY:Tết Dương lịch\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\n\
                       SUMMARY:Năm mới\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    fn named(data: &CalendarData, date: &str) -> Vec<String> {
        data.special_days.iter().filter(|one| one.date == day(date)).map(|one| one.name.clone()).collect()
    }

    #[test]
    fn days_of_an_ics_file_come_beside_those_of_the_draft_and_replace_the_same_dates() {
        let draft = data();
        let new = take(ICS.as_bytes(), &draft).unwrap();
        assert_eq!(new.special_days.len(), draft.special_days.len() + 1);
        assert_eq!(named(&new, "2026-01-01"), ["Năm mới"]);
        assert_eq!(named(&new, "2027-01-01"), ["Tết Dương lịch"]);
        assert_eq!((&new.hours, &new.published_years), (&draft.hours, &draft.published_years));
        assert_eq!(take(ICS.as_bytes(), &new).unwrap(), new, "the same file again changes nothing");
    }

    #[test]
    fn lines_without_hours_add_and_lines_with_hours_replace() {
        let draft = data();
        let new = take("closure,2026-12-01,Ngập lụt\npublished,2027\n".as_bytes(), &draft).unwrap();
        assert_eq!(new.hours, draft.hours);
        assert_eq!(new.special_days.last().map(|day| day.kind), Some(SpecialKind::Closure));
        assert!(new.published_years.contains(&2026) && new.published_years.contains(&2027));
        let whole = "weekly,mon,07:00-11:30\npublished,2026\n";
        let new = take(whole.as_bytes(), &draft).unwrap();
        assert_eq!(new, calendar_csv::read(whole.as_bytes()).unwrap());
        // what was written can be taken in again
        assert_eq!(take(calendar_csv::write(&draft).as_bytes(), &data()).unwrap().hours, draft.hours);
    }

    #[test]
    fn every_fault_has_its_line_and_other_files_are_none_of_a_calendar() {
        let no = |file: &[u8]| take(file, &data()).unwrap_err().to_string();
        assert!(no(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:soon\n").starts_with("line 3:"));
        assert!(no(b"begin:vtodo\n").starts_with("line 1:"));
        assert!(no(b"published,2026\nholiday,soon,x\n").starts_with("line 2:"));
        assert_eq!(take(b"\x89PNG\r\n\x1a\n\0\0", &data()), Err(WhyNot::NoText));
        assert_eq!(take(b"\xff\xfe,", &data()), Err(WhyNot::NoText));
        assert_eq!(take(b"\n# a remark\n", &data()), Err(WhyNot::Empty));
        assert_eq!(take(b"", &data()), Err(WhyNot::Empty));
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            drop(take(&bytes, &data()));
        }

        #[test]
        fn whatever_text_is_sent_is_read_or_refused(text in "(BEGIN:|weekly,|holiday,|DTSTART:|[A-Za-z0-9,:;\\-\n\r ]){0,60}") {
            drop(take(text.as_bytes(), &data()));
        }
    }
}
