//! The working calendar of one agency: office hours by season, public holidays, make-up days. It answers what is working
//! time; which deadline follows from that is `deadline`'s. Everything is a value: no static state, no clock, and a year that
//! nobody published is an error, never "a year without holidays". The clock of the law counts whole minutes: seconds are
//! dropped, as on the printed slip. The days are laid out once with running sums, so that every question is answered by a look-up
//! or a binary search however far it reaches. Source: Labour Code Arts 111–112; office hours and swapped days by yearly decision.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

pub use super::office_hours::{CalendarData, OfficeHours, Session, SpecialDay, SpecialKind};
use super::{
    day_table::{DayTable, Found},
    minute::{DayNumber, Minute, of_day, time},
    refusal::Refusal,
};

/// What kind of day a date is, for explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// An ordinary working day.
    Working,
    /// A day on which the agency does not work by the week.
    Weekend,
    /// A day off by name.
    Holiday(&'a SpecialDay),
    /// A day worked by name.
    MakeUp(&'a SpecialDay),
}

/// The working calendar of one agency. Build it once per agency and use it for many dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendar {
    table: DayTable,
    special: BTreeMap<NaiveDate, SpecialDay>,
    nominal: i64,
}

impl WorkCalendar {
    /// Builds the calendar and lays out every day of the published years.
    /// # Errors
    /// [`Refusal::CalendarMalformed`] when a weekday is not 1–7, a session closes before it opens, two sessions of a day
    /// overlap, or a published year lies outside 2000–2100.
    pub fn new(data: CalendarData) -> Result<Self, Refusal> {
        data.check()?;
        let CalendarData { hours, special_days, published_years, saturday_counts, nominal_minutes } = data;
        let special: BTreeMap<_, _> = special_days.into_iter().map(|day| (day.date, day)).collect();
        let years = published_years.first().copied().zip(published_years.last().copied());
        let first = years.and_then(|(year, _)| NaiveDate::from_ymd_opt(year, 1, 1)).unwrap_or_default();
        let mut table = DayTable::new(first);
        let closed = table.pattern_of(Vec::new())?;
        for date in first.iter_days().take_while(|date| years.is_some_and(|(_, last)| date.year() <= last)) {
            if !published_years.contains(&date.year()) {
                table.lay(None);
                continue;
            }
            let special = special.get(&date);
            let receives = table.pattern_of(special.map_or_else(
                || sessions_on(&hours, date, iso(date)),
                |special| sessions_of(special, &hours),
            ))?;
            let idle = special.is_none() && date.weekday() == Weekday::Sat && !saturday_counts;
            table.lay(Some((if idle { closed } else { receives }, receives)));
        }
        table.close();
        let nominal = nominal_minutes.map(i64::from).or_else(|| table.usual_length()).unwrap_or(480);
        Ok(Self { table, special, nominal })
    }

    fn find(&self, date: NaiveDate) -> Result<Found, Refusal> {
        self.table.find(DayNumber::of(date))
    }

    /// Minutes of the nominal working day: what "one working day" is when days are turned into minutes.
    #[must_use]
    pub const fn nominal_minutes(&self) -> i64 {
        self.nominal
    }

    /// Whether the agency settles dossiers on `date` (local).
    /// # Errors
    /// [`Refusal::CalendarYearMissing`].
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, Refusal> {
        Ok(self.minutes_of(date)? > 0)
    }

    /// The sessions of `date` that count as working time, in order.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`].
    pub fn sessions(&self, date: NaiveDate) -> Result<&[Session], Refusal> {
        Ok(&self.table.settles(self.find(date)?).sessions)
    }

    /// The sessions in which the counter is open on `date`: those of settlement and Saturday hours.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`].
    pub fn counter_sessions(&self, date: NaiveDate) -> Result<&[Session], Refusal> {
        Ok(self.table.receives(self.find(date)?))
    }

    /// Working minutes of `date`; 0 on a day off.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`].
    pub fn minutes_of(&self, date: NaiveDate) -> Result<i64, Refusal> {
        Ok(self.table.settles(self.find(date)?).minutes)
    }

    /// What kind of day `date` is.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`].
    pub fn day_kind(&self, date: NaiveDate) -> Result<DayKind<'_>, Refusal> {
        let works = self.is_working_day(date)?;
        Ok(match self.special.get(&date) {
            Some(day) => match day.kind {
                SpecialKind::Off | SpecialKind::Closure => DayKind::Holiday(day),
                SpecialKind::MakeUp => DayKind::MakeUp(day),
            },
            None if works => DayKind::Working,
            None => DayKind::Weekend,
        })
    }

    /// The first working minute at or after `at`.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
    pub fn next_opening(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
        self.opening(Minute::of(at)).map(Minute::instant)
    }

    /// Working minutes from `from` to `to`; negative when `to` comes first.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`].
    pub fn minutes_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<i64, Refusal> {
        self.between(Minute::of(from), Minute::of(to))
    }

    /// The earliest moment by which `minutes` of working time have passed since `from`: always inside a session or at its
    /// close. No minutes leave `from` as it is.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
    pub fn add_minutes(&self, from: DateTime<Utc>, minutes: u32) -> Result<DateTime<Utc>, Refusal> {
        self.add(Minute::of(from), i64::from(minutes)).map(Minute::instant)
    }

    /// The `n`-th working day after `date`, which itself is not counted; 0 gives `date` back. Source: Civil Code Art.147.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
    pub fn nth_working_day(&self, date: NaiveDate, n: u32) -> Result<NaiveDate, Refusal> {
        self.nth_after(DayNumber::of(date), n).map(DayNumber::date)
    }

    /// `date` itself when worked, else the next day that is. Source: Civil Code Art.148(5).
    /// # Errors
    /// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
    pub fn working_day_from(&self, date: NaiveDate) -> Result<NaiveDate, Refusal> {
        self.worked_from(DayNumber::of(date)).map(DayNumber::date)
    }

    /// The last working day before `date`.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`].
    pub fn working_day_before(&self, date: NaiveDate) -> Result<NaiveDate, Refusal> {
        self.table.last_before(self.find(date)?).map(DayNumber::date)
    }

    /// When work ends on `date`.
    /// # Errors
    /// [`Refusal::CalendarYearMissing`]; [`Refusal::CalendarExhausted`] when `date` is not worked.
    pub fn end_of_day(&self, date: NaiveDate) -> Result<DateTime<Utc>, Refusal> {
        self.close(DayNumber::of(date)).map(Minute::instant)
    }

    /// Whole working days and minutes beyond them from `from` to `to`, not before it. A working day counts as one whatever its
    /// length; the parts of days at the two ends together are one more when they last as long as the day of `to`.
    pub(super) fn days_between(&self, from: Minute, to: Minute) -> Result<(i64, i64), Refusal> {
        let total = self.between(from, to)?;
        let (first, last) = (self.table.find(from.day())?, self.table.find(to.day())?);
        let (after, until) = (self.table.settles(first), self.table.settles(last));
        if from.day() == to.day() {
            return Ok(if after.minutes > 0 && total == after.minutes { (1, 0) } else { (0, total) });
        }
        let (mut days, mut minutes) = (self.table.worked_between(first, last), 0);
        let rest = after.minutes - after.before(from.in_day());
        for (part, whole) in [(rest, after.minutes), (until.before(to.in_day()), until.minutes)] {
            if part > 0 && part == whole {
                days += 1;
            } else {
                minutes += part;
            }
        }
        let day = self.table.settles(self.table.find(self.worked_from(to.day())?)?).minutes;
        Ok(if minutes >= day { (days + 1, minutes - day) } else { (days, minutes) })
    }

    /// The `n`-th working day after `day`; 0 gives `day` back.
    #[inline]
    pub(super) fn nth_after(&self, day: DayNumber, n: u32) -> Result<DayNumber, Refusal> {
        if n == 0 {
            return Ok(day);
        }
        self.table.nth_after(self.table.find(day)?, usize::try_from(n).unwrap_or(usize::MAX))
    }

    /// `day` itself when worked, else the next that is.
    pub(super) fn worked_from(&self, day: DayNumber) -> Result<DayNumber, Refusal> {
        self.table.from(self.table.find(day)?)
    }

    /// Whether `day` is worked.
    pub(super) fn works_on(&self, day: DayNumber) -> Result<bool, Refusal> {
        Ok(self.table.settles(self.table.find(day)?).minutes > 0)
    }

    /// The moment at which `hundredths` of the working time of `day` have passed, in whole minutes, the rest dropped; its
    /// opening when that is none.
    pub(super) fn part_of_day(&self, day: DayNumber, hundredths: u32) -> Result<Minute, Refusal> {
        let pattern = self.table.settles(self.table.find(day)?);
        let minutes = pattern.minutes * i64::from(hundredths) / 100;
        let in_day = if minutes > 0 { pattern.after(minutes) } else { pattern.opens() };
        in_day
            .map(|in_day| day.minute(in_day))
            .ok_or_else(|| Refusal::CalendarExhausted { after: day.date() })
    }

    #[inline]
    pub(super) fn close(&self, day: DayNumber) -> Result<Minute, Refusal> {
        let closes = self.table.settles(self.table.find(day)?).closes();
        closes
            .map(|in_day| day.minute(in_day))
            .ok_or_else(|| Refusal::CalendarExhausted { after: day.date() })
    }

    #[inline]
    pub(super) fn opening(&self, at: Minute) -> Result<Minute, Refusal> {
        let found = self.table.find(at.day())?;
        match self.table.settles(found).open_from(at.in_day()) {
            Some(in_day) => Ok(at.day().minute(in_day)),
            None => self.part_of_day(self.table.nth_after(found, 1)?, 0),
        }
    }

    #[inline]
    pub(super) fn between(&self, from: Minute, to: Minute) -> Result<i64, Refusal> {
        if to < from {
            self.table.between(to, from).map(|minutes| -minutes)
        } else {
            self.table.between(from, to)
        }
    }

    pub(super) fn add(&self, from: Minute, minutes: i64) -> Result<Minute, Refusal> {
        if minutes <= 0 { Ok(from) } else { self.table.add(from, minutes) }
    }
}

/// The wall clock in Việt Nam at `at`, seconds dropped.
#[must_use]
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    let minute = Minute::of(at);
    minute.date().and_time(time(minute.in_day()))
}

/// The instant at which the wall clock in Việt Nam shows `local`, seconds kept.
#[must_use]
pub fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    let minute = DayNumber::of(local.date()).minute(of_day(local.time()));
    minute.instant() + TimeDelta::seconds(local.and_utc().timestamp().rem_euclid(60))
}

fn sessions_on(hours: &[OfficeHours], date: NaiveDate, weekday: u8) -> Vec<Session> {
    let held = hours.iter().filter(|row| row.holds(date, weekday));
    held.map(|row| Session { opens: row.opens, closes: row.closes }).collect()
}

fn sessions_of(special: &SpecialDay, hours: &[OfficeHours]) -> Vec<Session> {
    match special.kind {
        SpecialKind::Off | SpecialKind::Closure => Vec::new(),
        SpecialKind::MakeUp if special.sessions.is_empty() => {
            sessions_on(hours, special.date, special.works_as.unwrap_or(1))
        }
        SpecialKind::MakeUp => special.sessions.clone(),
    }
}

fn iso(date: NaiveDate) -> u8 {
    u8::try_from(date.weekday().number_from_monday()).unwrap_or(0)
}

/// A province's calendar for tests: 2024–2026 as published, 07:00–11:30 and 13:30–17:00.
#[cfg(test)]
pub(crate) mod sample {
    use chrono::NaiveTime;

    use super::*;

    /// `YYYY-MM-DD`.
    pub(crate) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// `YYYY-MM-DD HH:MM` on the wall clock in Việt Nam.
    pub(crate) fn at(text: &str) -> DateTime<Utc> {
        instant(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    /// The inverse of [`at`].
    pub(crate) fn show(at: DateTime<Utc>) -> String {
        local(at).format("%Y-%m-%d %H:%M").to_string()
    }

    pub(crate) fn hours(weekday: u8, opens: (u32, u32), closes: (u32, u32)) -> OfficeHours {
        let time = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        OfficeHours {
            weekday,
            opens: time(opens),
            closes: time(closes),
            valid_from: day("2020-01-01"),
            valid_to: None,
        }
    }

    pub(crate) fn data() -> CalendarData {
        let mut special_days = Vec::new();
        let mut put = |kind: SpecialKind, name: &str, dates: &[&str]| {
            special_days.extend(dates.iter().map(|date| SpecialDay {
                date: day(date),
                kind,
                name: name.to_owned(),
                legal_basis: "BLLĐ Điều 112".to_owned(),
                works_as: None,
                sessions: Vec::new(),
            }));
        };
        let off = SpecialKind::Off;
        put(off, "Tết Dương lịch", &["2024-01-01", "2025-01-01", "2026-01-01", "2026-01-02"]);
        let tet_2024 = ["2024-02-08", "2024-02-09", "2024-02-12", "2024-02-13", "2024-02-14"];
        put(off, "Tết Nguyên đán", &tet_2024);
        let tet_2025 = ["2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31"];
        put(off, "Tết Nguyên đán", &tet_2025);
        let tet_2026 = ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"];
        put(off, "Tết Nguyên đán", &tet_2026);
        put(off, "Giỗ Tổ Hùng Vương", &["2024-04-18", "2025-04-07", "2026-04-27"]);
        put(off, "Ngày Chiến thắng", &["2024-04-29", "2024-04-30", "2025-04-30", "2026-04-30"]);
        put(off, "Quốc tế Lao động", &["2024-05-01", "2025-05-01", "2025-05-02", "2026-05-01"]);
        let national = [
            "2024-09-02",
            "2024-09-03",
            "2025-09-01",
            "2025-09-02",
            "2026-08-31",
            "2026-09-01",
            "2026-09-02",
        ];
        put(off, "Quốc khánh", &national);
        put(off, "Ngày Văn hóa Việt Nam", &["2026-11-24"]);
        put(SpecialKind::MakeUp, "Làm bù", &["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]);
        CalendarData {
            hours: (1..=5)
                .flat_map(|weekday| [hours(weekday, (7, 0), (11, 30)), hours(weekday, (13, 30), (17, 0))])
                .collect(),
            special_days,
            published_years: (2024..=2026).collect(),
            saturday_counts: false,
            nominal_minutes: None,
        }
    }

    pub(crate) fn calendar() -> WorkCalendar {
        WorkCalendar::new(data()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use chrono::Timelike as _;
    use proptest::prelude::*;

    use super::{
        sample::{at, calendar, data, day, hours, show},
        *,
    };

    fn add(from: &str, minutes: u32) -> String {
        show(calendar().add_minutes(at(from), minutes).unwrap())
    }

    #[test]
    fn the_year_2026_has_249_working_days() {
        let calendar = calendar();
        let year = day("2026-01-01").iter_days().take(365);
        assert_eq!(year.filter(|date| calendar.is_working_day(*date).unwrap()).count(), 249);
    }

    #[test]
    fn lunch_edges_and_closing_time_stay_inside_office_hours() {
        assert_eq!(add("2026-11-23 11:30", 60), "2026-11-23 14:30");
        assert_eq!(add("2026-11-23 12:00", 60), "2026-11-23 14:30");
        assert_eq!(add("2026-11-23 07:00", 270), "2026-11-23 11:30");
        assert_eq!(add("2026-11-23 07:00", 271), "2026-11-23 13:31");
        assert_eq!(add("2026-11-26 16:30", 360), "2026-11-27 14:30");
        assert_eq!(add("2026-11-28 10:00", 480), "2026-11-30 17:00");
        assert_eq!(add("2026-11-27 16:59", 2), "2026-11-30 07:01");
        assert_eq!(add("2026-11-23 12:00", 0), "2026-11-23 12:00");
    }

    #[test]
    fn the_next_opening_is_now_or_after_lunch_or_the_next_working_day() {
        let calendar = calendar();
        for (from, opening) in [
            ("2026-11-23 06:00", "2026-11-23 07:00"),
            ("2026-11-23 09:10", "2026-11-23 09:10"),
            ("2026-11-23 11:30", "2026-11-23 13:30"),
            ("2026-11-23 17:00", "2026-11-25 07:00"),
            ("2026-02-13 20:00", "2026-02-23 07:00"),
            ("2026-08-22 08:00", "2026-08-22 08:00"),
        ] {
            assert_eq!(show(calendar.next_opening(at(from)).unwrap()), opening, "{from}");
        }
    }

    #[test]
    fn a_make_up_saturday_is_worked_and_a_holiday_is_not_even_on_sunday() {
        let calendar = calendar();
        let kind = |date: &str| calendar.day_kind(day(date)).unwrap();
        assert!(matches!(kind("2026-08-22"), DayKind::MakeUp(special) if special.name == "Làm bù"));
        assert_eq!(calendar.minutes_of(day("2026-08-22")).unwrap(), 480);
        assert!(matches!(kind("2026-11-24"), DayKind::Holiday(special) if special.name.contains("Văn hóa")));
        assert_eq!((kind("2026-11-22"), kind("2026-11-23")), (DayKind::Weekend, DayKind::Working));
    }

    #[test]
    fn a_make_up_day_works_the_hours_of_the_weekday_it_names() {
        let mut data = data();
        data.hours.retain(|row| row.weekday != 5 || row.opens.hour() < 12);
        for special in &mut data.special_days {
            special.works_as = Some(5);
        }
        let calendar = WorkCalendar::new(data).unwrap();
        assert_eq!(calendar.minutes_of(day("2026-08-22")).unwrap(), 270);
    }

    #[test]
    fn a_year_that_nobody_published_is_an_error_and_not_a_year_without_holidays() {
        let calendar = calendar();
        let missing = Err(Refusal::CalendarYearMissing { year: 2027 });
        assert_eq!(calendar.is_working_day(day("2027-01-04")), missing);
        assert_eq!(
            calendar.add_minutes(at("2026-12-31 16:00"), 61),
            missing.clone().map(|_: bool| at("2027-01-04 07:01"))
        );
        assert_eq!(show(calendar.add_minutes(at("2026-12-31 16:00"), 60).unwrap()), "2026-12-31 17:00");
        assert_eq!(
            calendar.nth_working_day(day("2026-12-31"), 1),
            Err(Refusal::CalendarYearMissing { year: 2027 })
        );
        assert_eq!(
            calendar.is_working_day(day("2023-12-29")),
            Err(Refusal::CalendarYearMissing { year: 2023 })
        );
        let mut gap = data();
        gap.published_years.remove(&2025);
        let gap = WorkCalendar::new(gap).unwrap();
        assert_eq!(
            gap.minutes_between(at("2024-12-30 08:00"), at("2026-01-05 08:00")),
            Err(Refusal::CalendarYearMissing { year: 2025 })
        );
        let empty = WorkCalendar::new(CalendarData::default()).unwrap();
        assert_eq!(empty.is_working_day(day("2026-01-05")), Err(Refusal::CalendarYearMissing { year: 2026 }));
    }

    #[test]
    fn a_calendar_without_hours_ends_in_an_error_and_not_in_a_loop() {
        let data = CalendarData { published_years: (2020..=2030).collect(), ..CalendarData::default() };
        let calendar = WorkCalendar::new(data).unwrap();
        let exhausted = Refusal::CalendarExhausted { after: day("2026-01-05") };
        assert_eq!(calendar.add_minutes(at("2026-01-05 08:00"), 1), Err(exhausted));
        assert!(calendar.next_opening(at("2026-01-05 08:00")).is_err());
        assert!(calendar.nth_working_day(day("2026-01-05"), 1).is_err());
        assert!(calendar.end_of_day(day("2026-01-05")).is_err());
    }

    #[test]
    fn seasons_change_the_hours_on_their_day() {
        let mut data = data();
        for row in &mut data.hours {
            row.valid_to = Some(day("2026-10-15"));
        }
        let winter = (1..=5).flat_map(|n| [hours(n, (7, 30), (11, 30)), hours(n, (13, 0), (16, 30))]);
        data.hours.extend(winter.map(|row| OfficeHours { valid_from: day("2026-10-16"), ..row }));
        let calendar = WorkCalendar::new(data).unwrap();
        assert_eq!(calendar.minutes_of(day("2026-10-15")).unwrap(), 480);
        assert_eq!(calendar.minutes_of(day("2026-10-16")).unwrap(), 450);
        assert_eq!(show(calendar.add_minutes(at("2026-10-15 16:00"), 120).unwrap()), "2026-10-16 08:30");
    }

    #[test]
    fn saturday_morning_is_open_but_counts_only_where_the_agency_says_so() {
        let mut data = data();
        data.hours.push(hours(6, (7, 0), (11, 30)));
        let closed = WorkCalendar::new(data.clone()).unwrap();
        assert!(!closed.is_working_day(day("2026-11-28")).unwrap());
        assert_eq!(closed.counter_sessions(day("2026-11-28")).unwrap().len(), 1);
        assert_eq!(closed.minutes_of(day("2026-08-22")).unwrap(), 480);
        data.saturday_counts = true;
        let open = WorkCalendar::new(data).unwrap();
        assert_eq!(open.minutes_of(day("2026-11-28")).unwrap(), 270);
        assert_eq!(open.nth_working_day(day("2026-11-27"), 1).unwrap(), day("2026-11-28"));
    }

    #[test]
    fn contradictory_data_are_refused() {
        let broken = |change: fn(&mut CalendarData)| {
            let mut data = data();
            change(&mut data);
            WorkCalendar::new(data)
        };
        for change in [
            |data: &mut CalendarData| data.hours.push(hours(1, (11, 0), (12, 0))),
            |data: &mut CalendarData| data.hours.push(hours(1, (19, 0), (18, 0))),
            |data: &mut CalendarData| data.hours.push(hours(8, (7, 0), (8, 0))),
            |data: &mut CalendarData| data.published_years = [1].into(),
        ] {
            assert!(matches!(broken(change), Err(Refusal::CalendarMalformed { .. })));
        }
    }

    #[test]
    fn the_data_survive_their_json() {
        let text = serde_json::to_string(&data()).unwrap();
        assert!(text.contains(r#""opens":"07:00:00""#) && text.contains(r#""kind":"make-up""#));
        assert_eq!(serde_json::from_str::<CalendarData>(&text).unwrap(), data());
    }

    fn moment() -> impl Strategy<Value = DateTime<Utc>> {
        (0_i64..2 * 365 * 24 * 60).prop_map(|minutes| at("2024-01-01 00:00") + TimeDelta::minutes(minutes))
    }

    proptest! {
        #[test]
        fn adding_and_measuring_agree(from in moment(), minutes in 0_u32..100_000) {
            let calendar = calendar();
            let to = calendar.add_minutes(from, minutes).unwrap();
            prop_assert!(to >= from);
            prop_assert_eq!(calendar.minutes_between(from, to).unwrap(), i64::from(minutes));
            prop_assert_eq!(calendar.minutes_between(to, from).unwrap(), -i64::from(minutes));
            if minutes > 0 {
                let minute_less = to - TimeDelta::minutes(1);
                prop_assert_eq!(calendar.minutes_between(from, minute_less).unwrap(), i64::from(minutes) - 1);
            }
        }

        #[test]
        fn working_time_adds_up(a in moment(), b in moment(), c in moment()) {
            let calendar = calendar();
            let between = |from, to| calendar.minutes_between(from, to).unwrap();
            prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        }

        #[test]
        fn an_opening_is_working_time_and_nothing_is_worked_before_it(from in moment()) {
            let calendar = calendar();
            let opening = calendar.next_opening(from).unwrap();
            prop_assert_eq!(calendar.minutes_between(from, opening).unwrap(), 0);
            prop_assert_eq!(calendar.minutes_between(opening, opening + TimeDelta::minutes(1)).unwrap(), 1);
        }
    }
}
