//! What comes into the draft of a working calendar from elsewhere: lines that are pasted, a file of lines or of iCalendar, and the
//! proposal of the law for a year. What cannot be read is named by its line, and nothing of it is kept.

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    calendar_draft::{Desk, in_force, sheet_of},
    sheet::Sheet,
};
use crate::{
    app::{self, context::App},
    domain::{
        calendar_csv, calendar_ics,
        calendar_import::{self, WhyNot},
        calendar_proposal::Choice,
        party::FieldError,
    },
    i18n::Message,
    web::{
        error::Result,
        form::{Checked, FieldErrors, Sent},
        paths,
        ui::Ui,
        upload::TextParts,
    },
};

const PASTED: &str = "csv";
const FILE: &str = "file";

/// Takes in lines of a calendar that were pasted.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn paste(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    let sent = Sheet::sent(sent);
    let text = sent.raw(PASTED).to_owned();
    let brought = sent.optional(PASTED).is_some().then_some(text.as_bytes());
    take(&ui, &app, &key, (&sent, PASTED, brought)).await
}

/// Takes in a file.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`],
/// [`crate::web::error::Error::Unreadable`].
pub async fn file(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    parts: TextParts,
) -> Result<Response> {
    let TextParts { fields, files, errors: refused } = parts;
    let sent = Sheet::sent(fields);
    if let Some((_, message)) = refused.into_iter().find(|(field, _)| field == FILE) {
        let Some(desk) = Desk::open(&ui, &app, &key, sent.raw("year").parse().ok()).await? else {
            return Ok(gone(&ui, &key));
        };
        let mut errors = FieldErrors::none();
        errors.add(FILE, message);
        return ui.again(&desk.page(shown(&desk, &sent), errors)?);
    }
    let brought = files.iter().find(|file| file.field == FILE).map(|file| file.bytes.as_slice());
    take(&ui, &app, &key, (&sent, FILE, brought)).await
}

async fn take(
    ui: &Ui,
    app: &App,
    key: &str,
    (sent, at, brought): (&Sheet, &str, Option<&[u8]>),
) -> Result<Response> {
    let Some(desk) = Desk::open(ui, app, key, sent.raw("year").parse().ok()).await? else {
        return Ok(gone(ui, key));
    };
    let sheet = shown(&desk, sent);
    let mut errors = FieldErrors::none();
    let Some(bytes) = brought else {
        errors.take::<()>(at, Err(FieldError::Required));
        return ui.again(&desk.page(sheet, errors)?);
    };
    match calendar_import::take(bytes, &desk.data) {
        Ok(data) => desk.keep(ui, app, sheet, (&data, at)).await,
        Err(why) => {
            errors.add(at, said(&why));
            ui.again(&desk.page(sheet, errors)?)
        }
    }
}

/// The form of the draft with what was pasted, made from what the page showed.
fn shown(desk: &Desk, sent: &Sheet) -> Sheet {
    let mut sheet = sheet_of(&desk.data, desk.year);
    sheet.put(PASTED, sent.raw(PASTED));
    sheet.put("seen", sent.raw("seen"));
    sheet
}

fn gone(ui: &Ui, key: &str) -> Response {
    ui.refused(&in_force(key), Message::new("admin-calendar-draft-gone"))
}

/// Which proposal.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProposeForm {
    year: i32,
    tet: u8,
    september: String,
}

/// Puts what the law gives for a year into the draft, and begins one where there is none.
/// # Errors
/// [`crate::web::error::Error::NotFound`] without such a calendar or a law for that year, [`crate::web::error::Error::Forbidden`].
pub async fn propose(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Checked(form): Checked<ProposeForm>,
) -> Result<Response> {
    let usual = Choice::default();
    let tet_days_before = if (1..=2).contains(&form.tet) { form.tet } else { usual.tet_days_before };
    let choice = Choice { tet_days_before, first_of_september: form.september == "1" };
    let changed = app::calendar::propose(&app, ui.actor()?, &key, (form.year, choice)).await?;
    let flash = if changed { "admin-calendar-proposed" } else { "admin-flash-unchanged" };
    let draft = format!("{}?nam={}", paths::fill(paths::ADMIN_CALENDAR_DRAFT, &[&key]), form.year);
    Ok(ui.done(&draft, Message::new(flash)))
}

/// What is wrong with a file.
fn said(why: &WhyNot) -> Message {
    match why {
        WhyNot::NoText => Message::new("admin-import-no-text"),
        WhyNot::Empty => Message::new("admin-import-empty"),
        WhyNot::Csv(bad) => csv_said(bad),
        WhyNot::Ics(bad) => ics_said(bad),
    }
}

fn csv_said(bad: &calendar_csv::BadLine) -> Message {
    use calendar_csv::WhyBad;
    let (key, what) = match &bad.why {
        WhyBad::Kind(cell) => ("admin-csv-kind", cell.as_str()),
        WhyBad::Weekday(cell) => ("admin-csv-weekday", cell.as_str()),
        WhyBad::Date(cell) => ("admin-csv-date", cell.as_str()),
        WhyBad::Hours(cell) => ("admin-csv-hours", cell.as_str()),
        WhyBad::Number(cell) => ("admin-csv-number", cell.as_str()),
        WhyBad::Missing(_) => ("admin-csv-missing", ""),
        WhyBad::Text => ("admin-csv-text", ""),
    };
    at_line(key, bad.line, what)
}

fn ics_said(bad: &calendar_ics::BadLine) -> Message {
    use calendar_ics::WhyBad;
    let (key, what) = match &bad.why {
        WhyBad::NotCalendar => ("admin-ics-not-calendar", ""),
        WhyBad::Text => ("admin-csv-text", ""),
        WhyBad::Line(text) => ("admin-ics-line", text.as_str()),
        WhyBad::Order(text) => ("admin-ics-order", text.as_str()),
        WhyBad::Open => ("admin-ics-open", ""),
        WhyBad::Date(text) => ("admin-ics-date", text.as_str()),
        WhyBad::Zone(text) => ("admin-ics-zone", text.as_str()),
        WhyBad::Length(text) => ("admin-ics-length", text.as_str()),
        WhyBad::Missing(name) => ("admin-ics-missing", *name),
        WhyBad::Backwards => ("admin-ics-backwards", ""),
        WhyBad::Long => ("admin-ics-long", ""),
        WhyBad::PartOfDay => ("admin-ics-part", ""),
        WhyBad::Hours => ("admin-ics-hours", ""),
        WhyBad::Overlap => ("admin-ics-overlap", ""),
        WhyBad::Repeats => ("admin-ics-repeats", ""),
    };
    at_line(key, bad.line, what)
}

fn at_line(key: &str, line: u64, cell: &str) -> Message {
    let message = Message::new(key).with("line", line.to_string());
    if cell.is_empty() { message } else { message.with("cell", cell) }
}
