//! Days off and worked days out of an iCalendar file (RFC 5545), as other systems and the web publish them. Each event becomes one special
//! day a date. An event whose category or title says làm bù is a day worked, with its own hours when it has times; one whose category says
//! đóng cửa is a closure; every other is a day off and has to last whole days. The description becomes the legal basis. What cannot be
//! read for certain (rules of repetition, foreign time zones, parts of days off) is refused with its line, never guessed.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use unicode_normalization::UnicodeNormalization as _;

use super::office_hours::{Session, SpecialDay, SpecialKind};

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
    /// The file is something else.
    #[error("this is no iCalendar file: it has to begin with BEGIN:VCALENDAR")]
    NotCalendar,
    /// Bytes that are no text.
    #[error("it is not text in UTF-8")]
    Text,
    /// A line without a colon.
    #[error("“{0}” is no line of an iCalendar file: NAME:VALUE")]
    Line(String),
    /// An end that closes nothing or a beginning inside an event.
    #[error("“{0}” stands where it cannot")]
    Order(String),
    /// The file ends inside an event.
    #[error("the event that begins here has no END:VEVENT")]
    Open,
    /// A date or moment.
    #[error("“{0}” is no date: YYYYMMDD or YYYYMMDDTHHMMSS")]
    Date(String),
    /// A time zone.
    #[error("the time zone “{0}” is not that of Việt Nam: give the date without a time, or the time in UTC")]
    Zone(String),
    /// A length.
    #[error("“{0}” is no length in days or weeks: P1D, P2W")]
    Length(String),
    /// A property that must be there.
    #[error("the event has no {0}")]
    Missing(&'static str),
    /// The end does not follow the beginning.
    #[error("the event ends before it begins")]
    Backwards,
    /// An event of years.
    #[error("the event lasts longer than a year")]
    Long,
    /// Part of a day off.
    #[error("a day off is a whole day: give its date without a time")]
    PartOfDay,
    /// Hours over midnight.
    #[error("the hours of a day worked begin and end on one day, on whole minutes")]
    Hours,
    /// Hours that overlap.
    #[error("these hours overlap others of the same day")]
    Overlap,
    /// A rule of repetition.
    #[error("the event repeats by a rule: write one event for each day")]
    Repeats,
}

const LONGEST_DAYS: i64 = 366;
/// Names under which other programs know the clocks of Việt Nam.
const ZONES: [&str; 5] =
    ["asia/ho_chi_minh", "asia/saigon", "asia/bangkok", "etc/gmt-7", "se asia standard time"];

/// Reads the special days of an iCalendar file, by date.
/// # Errors
/// The first [`BadLine`].
pub fn read(bytes: &[u8]) -> Result<Vec<SpecialDay>, BadLine> {
    let lines = unfold(bytes)?;
    let mut lines = lines.iter();
    let begins = lines.next().filter(|line| line.is("BEGIN", "VCALENDAR"));
    begins.ok_or(BadLine { line: 1, why: WhyBad::NotCalendar })?;
    let (mut days, mut event, mut inside): (Vec<SpecialDay>, Option<Event>, Vec<String>) =
        (Vec::new(), None, Vec::new());
    for line in lines {
        if line.is("BEGIN", "VEVENT") {
            if event.is_some() || !inside.is_empty() {
                return Err(line.bad(WhyBad::Order(line.value.clone())));
            }
            event = Some(Event { line: line.number, ..Event::default() });
        } else if line.is("END", "VEVENT") && inside.is_empty() {
            let done = event.take().ok_or_else(|| line.bad(WhyBad::Order(line.value.clone())))?;
            done.put(&mut days)?;
        } else if line.name == "BEGIN" {
            inside.push(line.value.to_ascii_uppercase());
        } else if line.name == "END" && inside.last() == Some(&line.value.to_ascii_uppercase()) {
            inside.pop();
        } else if line.is("END", "VCALENDAR") && event.is_none() && inside.is_empty() {
        } else if line.name == "END" {
            return Err(line.bad(WhyBad::Order(line.value.clone())));
        } else if let Some(event) = event.as_mut().filter(|_| inside.is_empty()) {
            event.take(line).map_err(|why| line.bad(why))?;
        }
    }
    if let Some(open) = event {
        return Err(BadLine { line: open.line, why: WhyBad::Open });
    }
    days.sort_by_key(|day| day.date);
    Ok(days)
}

/// A whole line: what was folded stands together again.
#[derive(Clone, Debug, Default)]
struct Line {
    number: u64,
    name: String,
    zone: Option<String>,
    value: String,
}

impl Line {
    fn is(&self, name: &str, value: &str) -> bool {
        self.name == name && self.value.eq_ignore_ascii_case(value)
    }

    const fn bad(&self, why: WhyBad) -> BadLine {
        BadLine { line: self.number, why }
    }

    fn parse(number: u64, text: &str) -> Result<Self, BadLine> {
        let bad = || BadLine { line: number, why: WhyBad::Line(text.chars().take(60).collect()) };
        let mut quoted = false;
        let colon = text.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == ':' && !quoted
        });
        let (head, value) = colon.and_then(|(at, _)| text.split_at_checked(at)).ok_or_else(bad)?;
        let mut parts = head.split(';');
        let name = parts.next().unwrap_or_default().trim().to_ascii_uppercase();
        if name.is_empty() {
            return Err(bad());
        }
        let zone = parts
            .filter_map(|part| part.split_once('='))
            .find(|(key, _)| key.eq_ignore_ascii_case("TZID"))
            .map(|(_, zone)| zone.trim_matches('"').to_owned());
        let value = value.strip_prefix(':').unwrap_or_default().trim().to_owned();
        Ok(Self { number, name, zone, value })
    }
}

/// Whole lines with the number of their first part; empty ones are passed over.
fn unfold(bytes: &[u8]) -> Result<Vec<Line>, BadLine> {
    // A long line may be cut inside a letter, so bytes are joined before they are read.
    let mut whole: Vec<(u64, Vec<u8>)> = Vec::new();
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    for (number, part) in (1_u64..).zip(bytes.split(|byte| *byte == b'\n')) {
        let part = part.strip_suffix(b"\r").unwrap_or(part);
        match (part.strip_prefix(b" ").or_else(|| part.strip_prefix(b"\t")), whole.last_mut()) {
            (Some(rest), Some((_, before))) => before.extend_from_slice(rest),
            _ => whole.push((number, part.to_vec())),
        }
    }
    whole
        .into_iter()
        .filter(|(_, text)| !text.trim_ascii().is_empty())
        .map(|(number, text)| {
            let text = String::from_utf8(text).map_err(|_| BadLine { line: number, why: WhyBad::Text })?;
            Line::parse(number, &text)
        })
        .collect()
}

/// A date, or a moment on the clocks of Việt Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct When {
    date: NaiveDate,
    time: Option<NaiveTime>,
}

fn when(line: &Line) -> Result<When, WhyBad> {
    let bad = || WhyBad::Date(line.value.chars().take(60).collect());
    let is_ascii = line.value.is_ascii();
    if is_ascii && line.value.len() == 8 {
        let date = NaiveDate::parse_from_str(&line.value, "%Y%m%d").map_err(|_| bad())?;
        return Ok(When { date, time: None });
    }
    let (text, is_utc) = match line.value.strip_suffix('Z') {
        Some(text) => (text, true),
        None => (line.value.as_str(), false),
    };
    if !is_ascii || text.len() != 15 {
        return Err(bad());
    }
    let at = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map_err(|_| bad())?;
    let at = if is_utc { at.checked_add_signed(TimeDelta::hours(7)).ok_or_else(bad)? } else { at };
    match &line.zone {
        Some(zone) if !is_utc && !ZONES.contains(&zone.to_ascii_lowercase().trim_start_matches('/')) => {
            Err(WhyBad::Zone(zone.clone()))
        }
        Some(_) | None => Ok(When { date: at.date(), time: Some(at.time()) }),
    }
}

/// `P3D`, `P1W`, in days.
fn length(value: &str) -> Option<i64> {
    let text = value.strip_prefix('+').unwrap_or(value).strip_prefix('P')?;
    let (number, times) = match (text.strip_suffix('D'), text.strip_suffix('W')) {
        (Some(number), _) => (number, 1),
        (None, Some(number)) => (number, 7),
        (None, None) => return None,
    };
    number.parse::<u16>().ok().filter(|days| *days > 0).map(|days| i64::from(days) * times)
}

/// Written text as it was meant, in one line.
fn unescape(value: &str) -> String {
    let (mut out, mut chars) = (String::new(), value.chars());
    while let Some(letter) = chars.next() {
        out.push(match letter {
            '\\' => match chars.next() {
                Some('n' | 'N') | None => ' ',
                Some(other) => other,
            },
            other => other,
        });
    }
    let out: String = out.nfc().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An event as far as it was read.
#[derive(Clone, Debug, Default)]
struct Event {
    line: u64,
    starts: Option<When>,
    ends: Option<When>,
    days: Option<i64>,
    summary: String,
    basis: String,
    categories: String,
    cancelled: bool,
}

impl Event {
    fn take(&mut self, line: &Line) -> Result<(), WhyBad> {
        match line.name.as_str() {
            "DTSTART" => self.starts = Some(when(line)?),
            "DTEND" => self.ends = Some(when(line)?),
            "DURATION" => {
                let bad = || WhyBad::Length(line.value.chars().take(60).collect());
                self.days = Some(length(&line.value).ok_or_else(bad)?);
            }
            "SUMMARY" => self.summary = unescape(&line.value),
            "DESCRIPTION" => self.basis = unescape(&line.value),
            "CATEGORIES" => {
                self.categories.push_str(&unescape(&line.value).to_lowercase());
                self.categories.push(',');
            }
            "STATUS" => self.cancelled = line.value.eq_ignore_ascii_case("CANCELLED"),
            "RRULE" | "RDATE" | "EXRULE" => return Err(WhyBad::Repeats),
            _ => {}
        }
        Ok(())
    }

    fn kind(&self) -> SpecialKind {
        let is = |words: &[&str]| self.categories.split(',').any(|one| words.contains(&one.trim()));
        let title = self.summary.to_lowercase();
        if is(&["làm bù", "đi làm bù", "ngày làm bù", "make-up", "workday"]) {
            SpecialKind::MakeUp
        } else if is(&["đóng cửa", "closure"]) {
            SpecialKind::Closure
        } else if !is(&["ngày nghỉ", "nghỉ lễ", "holiday"])
            && ["làm bù", "đi làm bù", "ngày làm bù"].iter().any(|words| title.starts_with(words))
        {
            SpecialKind::MakeUp
        } else {
            SpecialKind::Off
        }
    }

    fn put(self, days: &mut Vec<SpecialDay>) -> Result<(), BadLine> {
        if self.cancelled {
            return Ok(());
        }
        let line = self.line;
        self.days_into(days).map_err(|why| BadLine { line, why })
    }

    fn days_into(self, days: &mut Vec<SpecialDay>) -> Result<(), WhyBad> {
        let starts = self.starts.ok_or(WhyBad::Missing("DTSTART"))?;
        if self.summary.is_empty() {
            return Err(WhyBad::Missing("SUMMARY"));
        }
        let kind = self.kind();
        let day = |date, sessions| SpecialDay {
            date,
            kind,
            name: self.summary.clone(),
            legal_basis: self.basis.clone(),
            works_as: None,
            sessions,
        };
        if let (SpecialKind::MakeUp, Some(opens), Some(When { date, time: Some(closes) })) =
            (kind, starts.time.filter(|time| *time > NaiveTime::MIN), self.ends)
        {
            return join(days, day(starts.date, vec![session(starts.date == date, opens, closes)?]));
        }
        let count = self.length(starts, kind)?;
        let dates = (0..count).map_while(|n| starts.date.checked_add_days(Days::new(n)));
        days.extend(dates.map(|date| day(date, Vec::new())));
        Ok(())
    }

    /// How many whole days it lasts.
    fn length(&self, starts: When, kind: SpecialKind) -> Result<u64, WhyBad> {
        let midnight = |time: Option<NaiveTime>| time.is_none_or(|time| time == NaiveTime::MIN);
        let last_minute = |time: Option<NaiveTime>| {
            NaiveTime::from_hms_opt(23, 59, 0).is_some_and(|late| time.is_some_and(|time| time >= late))
        };
        if !midnight(starts.time) && kind != SpecialKind::MakeUp {
            return Err(WhyBad::PartOfDay);
        }
        let days = match (self.days, self.ends) {
            (Some(days), _) => days,
            (None, None) => 1,
            (None, Some(ends)) if midnight(ends.time) => match (ends.date - starts.date).num_days() {
                // Some programs give the same day twice, though the end is the day after.
                0 if starts.time.is_none() => 1,
                days => days,
            },
            (None, Some(ends)) if last_minute(ends.time) => (ends.date - starts.date).num_days() + 1,
            (None, Some(_)) => return Err(WhyBad::PartOfDay),
        };
        if days > LONGEST_DAYS {
            return Err(WhyBad::Long);
        }
        u64::try_from(days).ok().filter(|days| *days > 0).ok_or(WhyBad::Backwards)
    }
}

fn session(same_day: bool, opens: NaiveTime, closes: NaiveTime) -> Result<Session, WhyBad> {
    use chrono::Timelike as _;
    let whole = |time: NaiveTime| time.second() == 0 && time.nanosecond() == 0;
    (same_day && opens < closes && whole(opens) && whole(closes))
        .then_some(Session { opens, closes })
        .ok_or(WhyBad::Hours)
}

/// A morning and an afternoon may be two events of one day.
fn join(days: &mut Vec<SpecialDay>, day: SpecialDay) -> Result<(), WhyBad> {
    let same = |known: &&mut SpecialDay| {
        known.date == day.date && known.kind == day.kind && !known.sessions.is_empty()
    };
    match days.iter_mut().find(same) {
        None => days.push(day),
        Some(known) => {
            let overlaps =
                |a: &Session| day.sessions.iter().any(|b| a.opens < b.closes && b.opens < a.closes);
            if known.sessions.iter().any(overlaps) {
                return Err(WhyBad::Overlap);
            }
            known.sessions.extend(day.sessions);
            known.sessions.sort();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{calendar::sample::day, calendar_csv, office_hours::CalendarData};

    fn file(events: &[&str]) -> String {
        let events: String =
            events.iter().map(|event| format!("BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n")).collect();
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
    }

    fn told(events: &[&str]) -> Vec<(String, SpecialKind, String)> {
        let days = read(file(events).as_bytes()).unwrap();
        days.into_iter().map(|day| (day.date.to_string(), day.kind, day.name)).collect()
    }

    fn dates(event: &str) -> Vec<String> {
        told(&[&format!("SUMMARY:x\r\n{event}")]).into_iter().map(|(date, _, _)| date).collect()
    }

    fn refused(event: &str) -> BadLine {
        read(file(&[event]).as_bytes()).unwrap_err()
    }

    #[test]
    fn the_end_of_an_event_is_the_day_after_its_last() {
        assert_eq!(
            dates("DTSTART;VALUE=DATE:20260216\r\nDTEND;VALUE=DATE:20260218"),
            ["2026-02-16", "2026-02-17"]
        );
        assert_eq!(dates("DTSTART;VALUE=DATE:20260216"), ["2026-02-16"]);
        assert_eq!(dates("DTSTART;VALUE=DATE:20260216\r\nDTEND;VALUE=DATE:20260216"), ["2026-02-16"]);
        assert_eq!(dates("DTSTART:20260430\r\nDURATION:P2D"), ["2026-04-30", "2026-05-01"]);
        assert_eq!(dates("DTSTART:20261231\r\nDTEND:20270102"), ["2026-12-31", "2027-01-01"]);
    }

    #[test]
    fn moments_are_those_of_viet_nam() {
        let zone =
            "DTSTART;TZID=Asia/Ho_Chi_Minh:20260430T000000\r\nDTEND;TZID=Asia/Ho_Chi_Minh:20260501T000000";
        assert_eq!(dates(zone), ["2026-04-30"]);
        assert_eq!(dates("DTSTART:20260429T170000Z\r\nDTEND:20260430T170000Z"), ["2026-04-30"]);
        assert_eq!(dates("DTSTART:20260430T000000\r\nDTEND:20260501T235900"), ["2026-04-30", "2026-05-01"]);
        let quoted = "DTSTART;X-NOTE=\"a:b;c\";TZID=\"Asia/Saigon\":20260430T000000\r\nDTEND:20260501";
        assert_eq!(dates(quoted), ["2026-04-30"]);
        let far = refused("SUMMARY:x\r\nDTSTART;TZID=Europe/Paris:20260430T000000");
        assert_eq!(far, BadLine { line: 5, why: WhyBad::Zone("Europe/Paris".to_owned()) });
    }

    #[test]
    fn text_is_unfolded_also_inside_a_letter_and_unescaped() {
        let summary = "SUMMARY:Giỗ Tổ\\, nghỉ\\nbù".as_bytes();
        let cut = summary.iter().position(|byte| *byte >= 0x80).unwrap() + 1;
        let mut bytes = b"\xef\xbb\xbfBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260427\n".to_vec();
        bytes.extend_from_slice(&summary[..cut]);
        bytes.extend_from_slice(b"\n ");
        bytes.extend_from_slice(&summary[cut..]);
        bytes.extend_from_slice(
            "\nDESCRIPTION:BLLĐ Điều 111\nBEGIN:VALARM\nSUMMARY:no\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
                .as_bytes(),
        );
        let days = read(&bytes).unwrap();
        assert_eq!(
            (days[0].name.as_str(), days[0].legal_basis.as_str()),
            ("Giỗ Tổ, nghỉ bù", "BLLĐ Điều 111")
        );
    }

    #[test]
    fn the_category_or_the_title_makes_a_day_worked() {
        let kinds = |events: &[&str]| told(events).into_iter().map(|(_, kind, _)| kind).collect::<Vec<_>>();
        let found = kinds(&[
            "DTSTART:20260110\r\nSUMMARY:Thứ Bảy\r\nCATEGORIES:Làm bù",
            "DTSTART:20260822\r\nSUMMARY:Làm bù cho thứ Hai 31/8",
            "DTSTART:20260831\r\nSUMMARY:Nghỉ\\, làm bù vào thứ Bảy 22/8",
            "DTSTART:20261001\r\nSUMMARY:Ngập lụt\r\nCATEGORIES:Đóng cửa",
        ]);
        assert_eq!(found, [SpecialKind::MakeUp, SpecialKind::MakeUp, SpecialKind::Off, SpecialKind::Closure]);
    }

    #[test]
    fn a_day_worked_with_times_keeps_its_hours_and_the_table_of_lines_carries_them() {
        let both = [
            "DTSTART:20260822T133000\r\nDTEND:20260822T170000\r\nSUMMARY:Làm bù",
            "DTSTART:20260822T003000Z\r\nDTEND:20260822T043000Z\r\nSUMMARY:Làm bù",
            "DTSTART:20260902\r\nSUMMARY:Quốc khánh\r\nDESCRIPTION:Điều 112",
        ];
        let special_days = read(file(&both).as_bytes()).unwrap();
        let data = CalendarData { special_days, ..CalendarData::default() };
        let lines = calendar_csv::write(&data);
        assert_eq!(
            lines,
            "workday,2026-08-22,07:30-11:30,13:30-17:00,name=Làm bù\nholiday,2026-09-02,Quốc khánh,Điều 112\n"
        );
        assert_eq!(
            calendar_csv::read(lines.as_bytes()).unwrap().special_days[0].sessions,
            data.special_days[0].sessions
        );
    }

    #[test]
    fn what_is_cancelled_is_passed_over() {
        assert_eq!(told(&["DTSTART:20260822\r\nSUMMARY:x\r\nSTATUS:CANCELLED"]), []);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line_and_reason() {
        for (event, line, why) in [
            ("DTSTART:20260231\r\nSUMMARY:x", 4, WhyBad::Date("20260231".to_owned())),
            ("DTSTART:2026-02-01\r\nSUMMARY:x", 4, WhyBad::Date("2026-02-01".to_owned())),
            ("SUMMARY:x\r\nDTSTART:20260201T2500", 5, WhyBad::Date("20260201T2500".to_owned())),
            ("SUMMARY:x", 3, WhyBad::Missing("DTSTART")),
            ("DTSTART:20260201", 3, WhyBad::Missing("SUMMARY")),
            ("DTSTART:20260201\r\nSUMMARY:x\r\nRRULE:FREQ=YEARLY", 6, WhyBad::Repeats),
            ("DTSTART:20260201\r\nDTEND:20260131\r\nSUMMARY:x", 3, WhyBad::Backwards),
            ("DTSTART:20260201\r\nDTEND:20280101\r\nSUMMARY:x", 3, WhyBad::Long),
            ("DTSTART:20260201T080000\r\nDTEND:20260201T100000\r\nSUMMARY:x", 3, WhyBad::PartOfDay),
            ("DTSTART:20260201T000000\r\nDTEND:20260201T100000\r\nSUMMARY:x", 3, WhyBad::PartOfDay),
            ("DTSTART:20260201\r\nDURATION:PT5H\r\nSUMMARY:x", 5, WhyBad::Length("PT5H".to_owned())),
            ("DTSTART:20260201T080000\r\nDTEND:20260202T100000\r\nSUMMARY:Làm bù", 3, WhyBad::Hours),
            ("nothing", 4, WhyBad::Line("nothing".to_owned())),
            ("END:VTODO", 4, WhyBad::Order("VTODO".to_owned())),
        ] {
            assert_eq!(refused(event), BadLine { line, why }, "{event}");
        }
        assert_eq!(read(b"").unwrap_err(), BadLine { line: 1, why: WhyBad::NotCalendar });
        assert_eq!(read(b"weekly,mon").unwrap_err().why, WhyBad::Line("weekly,mon".to_owned()));
        let open = read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x").unwrap_err();
        assert_eq!(open, BadLine { line: 2, why: WhyBad::Open });
        assert_eq!(
            read(b"BEGIN:VCALENDAR\nSUMMARY:\xff").unwrap_err(),
            BadLine { line: 2, why: WhyBad::Text }
        );
        let twice = ["DTSTART:20260822T080000\r\nDTEND:20260822T100000\r\nSUMMARY:Làm bù"; 2];
        assert_eq!(read(file(&twice).as_bytes()).unwrap_err().why, WhyBad::Overlap);
        assert_eq!(refused("SUMMARY:x").to_string(), "line 3: the event has no DTSTART");
    }

    #[test]
    fn what_the_calendar_of_a_year_says_is_the_same_out_of_both_kinds_of_file() {
        let wanted = day("2026-09-02");
        let csv = calendar_csv::read(b"holiday,2026-09-02,x").unwrap();
        assert_eq!(csv.special_days, read(file(&["DTSTART:20260902\r\nSUMMARY:x"]).as_bytes()).unwrap());
        assert_eq!(csv.special_days[0].date, wanted);
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_every_refusal_names_a_line_of_the_file(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Err(bad) = read(&bytes) {
                prop_assert!((1..).zip(bytes.split(|byte| *byte == b'\n')).any(|(line, _)| line == bad.line));
            }
        }

        #[test]
        fn nothing_that_looks_like_an_event_panics(lines in proptest::collection::vec(
            "(BEGIN|END|DTSTART|DTEND|DURATION|SUMMARY|CATEGORIES|;TZID=| )(:|;VALUE=DATE:|)(VEVENT|VCALENDAR|[0-9]{8}(T[0-9]{6}Z?)?|P[0-9]{1,5}[DW]|Làm bù|\\PC{0,8})", 0..20)) {
            let text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}\r\n", lines.join("\r\n"));
            if let Err(bad) = read(text.as_bytes()) {
                prop_assert!(!bad.why.to_string().is_empty());
            }
        }

        #[test]
        fn whole_days_come_back_as_they_were_written(first in 0_i32..36_000, length in 1_u64..60) {
            let first = NaiveDate::from_num_days_from_ce_opt(730_000 + first).unwrap();
            let end = first + Days::new(length);
            let event = format!("DTSTART;VALUE=DATE:{}\r\nDTEND;VALUE=DATE:{}", first.format("%Y%m%d"), end.format("%Y%m%d"));
            let found = dates(&event);
            prop_assert_eq!(u64::try_from(found.len()).unwrap(), length);
            prop_assert_eq!(&found[0], &first.to_string());
        }
    }
}
