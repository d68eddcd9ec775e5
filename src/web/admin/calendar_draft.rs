//! `/quan-tri/lich/{key}/ban-nhap`: the draft of a working calendar: one year of it laid out, its office hours, the special days of
//! that year and its figures to edit. What comes into it from elsewhere, a file or the law's proposal, is `calendar_take`'s.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    calendar::{self as year_view, Month},
    calendar_own::Own,
    editing::Frame,
    rows,
    sheet::{Row, Sheet},
};
use crate::{
    app::{self, context::App},
    domain::{
        calendar::{self, CalendarData, OfficeHours, Session, SpecialDay, SpecialKind},
        calendar_csv,
        calendar_inherit::Differences,
        calendar_proposal,
        party::FieldError,
        refusal::Refusal,
    },
    i18n::{self, Locale, Message},
    store::{self, calendar::StoredCalendar},
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors, Sent},
        parts::{Choice, Place},
        paths,
        ui::Ui,
    },
};

const HOURS: &str = "hour";
const DAY: &str = "day";
const MOST_MINUTES: u16 = 1440;

/// The page.
#[derive(Template)]
#[template(path = "admin/calendar_draft.html")]
pub struct CalendarDraftPage {
    key: String,
    name: String,
    year: String,
    published: bool,
    years: Vec<Place>,
    months: Vec<Month>,
    proposable: bool,
    tet: String,
    september: String,
    tet_choices: Vec<Choice>,
    september_choices: Vec<Choice>,
    weekdays: Vec<Choice>,
    kinds: Vec<Choice>,
    seen: String,
    own: Option<Own>,
    edit: Frame,
}

/// Which year.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct DraftQuery {
    #[serde(default)]
    nam: Option<i32>,
}

/// Shows the draft; without one, the version in force.
/// # Errors
/// [`Error::NotFound`] without such a calendar.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Query(query): Query<DraftQuery>,
) -> Result<Response> {
    let Some(desk) = Desk::open(&ui, &app, &key, query.nam).await? else {
        return Ok(ui.to(&in_force(&key)));
    };
    let sheet = sheet_of(&desk.data, desk.year);
    ui.page(&desk.page(sheet, FieldErrors::none())?)
}

/// Begins a draft from the version in force.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn begin(ui: Ui, State(app): State<App>, Path(key): Path<String>) -> Result<Response> {
    app::calendar::begin(&app, ui.actor()?, &key).await?;
    Ok(ui.to(&paths::fill(paths::ADMIN_CALENDAR_DRAFT, &[&key])))
}

/// Saves the draft; or shows the form again with a row more or less, with what to mend, or because somebody else was faster.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    let mut sheet = Sheet::sent(sent);
    let Some(desk) = Desk::open(&ui, &app, &key, sheet.raw("year").parse().ok()).await? else {
        return Ok(ui.refused(&in_force(&key), Message::new("admin-calendar-draft-gone")));
    };
    if sheet.change() {
        return ui.page(&desk.page(sheet, FieldErrors::none())?);
    }
    match applied(&sheet, &desk.data, desk.year) {
        Err(errors) => ui.again(&desk.page(sheet, errors)?),
        Ok(data) => desk.keep(&ui, &app, sheet, (&data, "hour.sessions-0")).await,
    }
}

/// Throws the draft away.
/// # Errors
/// [`Error::Changed`] when somebody edited it meanwhile, [`Error::Forbidden`].
pub async fn discard(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    app::calendar::discard(&app, ui.actor()?, &key, Sheet::sent(sent).raw("seen")).await?;
    Ok(ui.done(&in_force(&key), Message::new("admin-calendar-discarded")))
}

/// Where the version in force of a calendar is shown, without language prefix.
#[must_use]
pub fn in_force(key: &str) -> String {
    format!("{}?lich={}", paths::ADMIN_CALENDAR, paths::encode(key))
}

/// What a page of the draft is made from.
pub struct Desk {
    key: String,
    name: String,
    /// What the draft says.
    pub data: CalendarData,
    /// The year that is shown.
    pub year: i32,
    this_year: i32,
    locale: Locale,
    inherits: Option<(String, Differences)>,
    all: Vec<StoredCalendar>,
}

impl Desk {
    /// The desk with the draft of a calendar, opened at a year; none without a draft.
    /// # Errors
    /// [`Error::NotFound`] without such a calendar.
    pub async fn open(ui: &Ui, app: &App, key: &str, year: Option<i32>) -> Result<Option<Self>> {
        let all = store::calendar::all(&app.db).await?;
        let calendar = all.iter().find(|calendar| calendar.key == key).ok_or(Error::NotFound)?;
        let Some(draft) = store::calendar_version::draft(&app.db, key).await? else {
            return Ok(None);
        };
        let this_year = calendar::local(app.clock.now()).year();
        Ok(Some(Self {
            key: key.to_owned(),
            name: calendar.name.clone(),
            inherits: calendar.inherits.as_ref().map(|(parent, _)| parent.clone()).zip(draft.own),
            data: draft.data,
            year: year.filter(|year| (2000..=2100).contains(year)).unwrap_or(this_year),
            this_year,
            locale: ui.locale(),
            all,
        }))
    }

    fn path(&self, year: i32) -> String {
        format!("{}?nam={year}", paths::fill(paths::ADMIN_CALENDAR_DRAFT, &[&self.key]))
    }

    fn choices(&self, words: [(&str, &str); 2]) -> Vec<Choice> {
        words.map(|(key, words)| Choice::new(key, i18n::text(self.locale, words, &[]))).into()
    }

    /// The draft as it will be when the year that is shown is published, so that it can be looked at before.
    fn laid_out(&self) -> CalendarData {
        let mut data = self.data.clone();
        data.published_years.insert(self.year);
        data
    }

    /// The page with what stands in its form and what to mend.
    /// # Errors
    /// [`Error::Refused`] when the draft makes no sense.
    pub fn page(&self, sheet: Sheet, errors: FieldErrors) -> Result<CalendarDraftPage> {
        // The form was made from what it says; a new one is made from what is stored.
        let seen = match sheet.raw("seen") {
            "" => app::administer::mark(&self.data),
            mark => mark.to_owned(),
        };
        let inherits = self.inherits.as_ref();
        let own = inherits.and_then(|(parent, own)| Own::of(&self.all, (parent, own), self.locale));
        let mut months = year_view::months(&self.laid_out(), self.year)?;
        if let Some(own) = &own {
            year_view::mark(&mut months, own);
        }
        Ok(CalendarDraftPage {
            key: self.key.clone(),
            name: self.name.clone(),
            year: self.year.to_string(),
            published: self.data.published_years.contains(&self.year),
            years: year_view::years(&self.data, self.this_year, self.year, |year| {
                self.locale.path(&self.path(year))
            }),
            months,
            proposable: own.is_none()
                && !self.data.published_years.contains(&self.year)
                && calendar_proposal::propose(self.year, calendar_proposal::Choice::default()).is_some(),
            own,
            tet: "1".to_owned(),
            september: "3".to_owned(),
            tet_choices: self.choices([("1", "admin-propose-tet-1"), ("2", "admin-propose-tet-2")]),
            september_choices: self
                .choices([("3", "admin-propose-september-3"), ("1", "admin-propose-september-1")]),
            weekdays: rows::choices(["1", "2", "3", "4", "5", "6", "7"].into_iter(), "weekday", self.locale),
            kinds: SpecialKind::ALL
                .iter()
                .map(|kind| {
                    Choice::new(kind.key(), i18n::text(self.locale, &format!("admin-special-{kind}"), &[]))
                })
                .collect(),
            seen,
            edit: Frame {
                code: self.key.clone(),
                name: self.name.clone(),
                base: Uuid::nil(),
                action: paths::fill(paths::ADMIN_CALENDAR_DRAFT, &[&self.key]),
                back: in_force(&self.key),
                changed: false,
                sheet,
                errors,
            },
        })
    }

    /// Saves the draft as `data`; where its sessions overlap, that is said at the field `at`.
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn keep(
        &self,
        ui: &Ui,
        app: &App,
        sheet: Sheet,
        (data, at): (&CalendarData, &str),
    ) -> Result<Response> {
        let year = self.path(self.year);
        match app::calendar::save(app, ui.actor()?, &self.key, sheet.raw("seen"), data).await {
            Ok(true) => Ok(ui.done(&year, Message::new("admin-flash-saved"))),
            Ok(false) => Ok(ui.done(&year, Message::new("admin-flash-unchanged"))),
            Err(app::error::Error::Refused(Refusal::CalendarMalformed { .. })) => {
                let mut errors = FieldErrors::none();
                errors.add(at, Message::new("admin-calendar-overlap"));
                ui.again(&self.page(sheet, errors)?)
            }
            Err(app::error::Error::Changed) => {
                let mut page = self.page(sheet, FieldErrors::none())?;
                page.edit.changed = true;
                ui.page_with(StatusCode::CONFLICT, &page)
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// The form as it shows a year of a calendar.
#[must_use]
pub fn sheet_of(data: &CalendarData, year: i32) -> Sheet {
    let mut sheet = Sheet::default();
    let mut seasons: BTreeMap<_, Vec<Session>> = BTreeMap::new();
    for row in &data.hours {
        let session = Session { opens: row.opens, closes: row.closes };
        seasons.entry((row.valid_from, row.valid_to, row.weekday)).or_default().push(session);
    }
    for ((from, to, weekday), mut sessions) in seasons {
        sessions.sort();
        let from = Some(from).filter(|from| *from > NaiveDate::MIN);
        sheet.push(
            HOURS,
            &[
                ("handle", String::new()),
                ("weekday", weekday.to_string()),
                ("sessions", calendar_csv::typed(&sessions)),
                ("from", rows::date_of(from)),
                ("to", rows::date_of(to)),
            ],
        );
    }
    let days: BTreeMap<_, _> =
        data.special_days.iter().filter(|day| day.date.year() == year).map(|day| (day.date, day)).collect();
    for day in days.into_values() {
        sheet.push(
            DAY,
            &[
                ("handle", String::new()),
                ("date", rows::date_of(Some(day.date))),
                ("kind", day.kind.to_string()),
                ("name", day.name.clone()),
                ("basis", day.legal_basis.clone()),
                ("sessions", calendar_csv::typed(&day.sessions)),
                ("as", day.works_as.map_or_else(String::new, |weekday| weekday.to_string())),
            ],
        );
    }
    if data.published_years.contains(&year) {
        sheet.put("publish", "yes");
    }
    if data.saturday_counts {
        sheet.put("saturday", "yes");
    }
    sheet.put("nominal", data.nominal_minutes.map_or_else(String::new, |minutes| minutes.to_string()));
    sheet
}

/// `old` with what was typed for `year`.
fn applied(sheet: &Sheet, old: &CalendarData, year: i32) -> std::result::Result<CalendarData, FieldErrors> {
    let mut errors = FieldErrors::none();
    let mut new = CalendarData { hours: Vec::new(), ..old.clone() };
    for row in sheet.rows(HOURS) {
        new.hours.extend(hours(&row, &mut errors));
    }
    new.special_days.retain(|day| day.date.year() != year);
    for row in sheet.rows(DAY) {
        new.special_days.extend(special_day(&row, &mut errors));
    }
    new.saturday_counts = sheet.raw("saturday") == "yes";
    new.nominal_minutes = errors.take("nominal", nominal(&sheet.text("nominal"))).flatten();
    if sheet.raw("publish") == "yes" {
        new.published_years.insert(year);
    } else {
        new.published_years.remove(&year);
    }
    if errors.is_empty() { Ok(new) } else { Err(errors) }
}

fn nominal(typed: &str) -> std::result::Result<Option<u16>, FieldError> {
    if typed.is_empty() {
        return Ok(None);
    }
    let minutes = typed.parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
    minutes.map(Some).ok_or(FieldError::Number)
}

fn sessions(row: &Row<'_>, errors: &mut FieldErrors) -> Vec<Session> {
    calendar_csv::sessions(&row.text("sessions")).unwrap_or_else(|_| {
        errors.add(&row.at("sessions"), Message::new("admin-calendar-hours-wrong"));
        Vec::new()
    })
}

/// The sessions of one weekday in one season; a row without hours is left out.
fn hours(row: &Row<'_>, errors: &mut FieldErrors) -> Vec<OfficeHours> {
    let sessions = sessions(row, errors);
    let weekday = row.read(errors, "weekday", rows::known(|typed| typed.parse::<u8>().ok()));
    let from = row.read(errors, "from", rows::date).flatten();
    let to = row.read(errors, "to", rows::date).flatten();
    let (Some(weekday), valid_from) = (weekday, from.unwrap_or(NaiveDate::MIN)) else {
        return Vec::new();
    };
    sessions
        .into_iter()
        .map(|Session { opens, closes }| OfficeHours { weekday, opens, closes, valid_from, valid_to: to })
        .collect()
}

/// A special day; a row without date and name is left out.
fn special_day(row: &Row<'_>, errors: &mut FieldErrors) -> Option<SpecialDay> {
    if row.optional("date").is_none() && row.optional("name").is_none() {
        return None;
    }
    let date = row.read(errors, "date", |typed| rows::date(typed)?.ok_or(FieldError::Date));
    let kind = row.read(errors, "kind", rows::known(SpecialKind::parse));
    let name = row.read(errors, "name", rows::required);
    let sessions = sessions(row, errors);
    let works_as = row.text("as").parse().ok().filter(|weekday| (1..=7).contains(weekday));
    let (date, kind, name) = (date?, kind?, name?);
    let worked = kind == SpecialKind::MakeUp;
    Some(SpecialDay {
        date,
        kind,
        name,
        legal_basis: row.text("basis"),
        works_as: works_as.filter(|_| worked),
        sessions: if worked { sessions } else { Vec::new() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> CalendarData {
        calendar_csv::read(
            "weekly,mon,07:00-11:30,13:30-17:00\nweekly,tue,07:00-11:30,from=2026-05-01,to=2026-09-30\n\
             holiday,2026-01-01,Tết Dương lịch,BLLĐ Điều 112\nworkday,2026-01-10,08:00-10:00\n\
             holiday,2025-09-02,Quốc khánh\npublished,2025\npublished,2026\nnominal,480\n"
                .as_bytes(),
        )
        .unwrap()
    }

    #[test]
    fn what_is_shown_can_be_sent_back() {
        let data = data();
        let mut back = applied(&sheet_of(&data, 2026), &data, 2026).unwrap();
        let order = |data: &mut CalendarData| {
            data.special_days.sort_by_key(|day| day.date);
            data.hours.sort_by_key(|row| (row.weekday, row.opens));
        };
        let mut data = data;
        order(&mut data);
        order(&mut back);
        assert_eq!(back, data);
    }

    #[test]
    fn what_cannot_be_read_is_named_at_its_cell() {
        let data = data();
        let mut sheet = sheet_of(&data, 2026);
        sheet.set(HOURS, "sessions", 0, "sáng");
        sheet.set(DAY, "date", 1, "hôm nay");
        sheet.put("nominal", "0");
        let errors = applied(&sheet, &data, 2026).unwrap_err();
        let named: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(named, ["hour.sessions-0", "day.date-1", "nominal"]);
    }

    #[test]
    fn the_other_years_stay_as_they_are() {
        let data = data();
        let mut sheet = sheet_of(&data, 2026);
        sheet.set(DAY, "date", 0, "");
        sheet.set(DAY, "name", 0, "");
        let new = applied(&sheet, &data, 2026).unwrap();
        assert_eq!(new.special_days.len(), 2);
        assert!(new.special_days.iter().any(|day| day.date.year() == 2025));
    }
}
