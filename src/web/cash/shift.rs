//! `/mot-cua/thu-phi/ca`: a cashier's shift, opened with what lies in the till and closed with what is counted in it.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::office;
use crate::{
    app::{self, context::App, error::Error as AppError},
    domain::{
        ids::AgencyCode,
        party::FieldError,
        till::{Count, Difference, NotClosed, Note},
    },
    i18n::{Message, format},
    store::{
        self,
        shift::{Open, Past},
    },
    web::{
        desk::forms::amount,
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors, Sent, field_message},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// The pieces of one note.
struct Pieces {
    name: String,
    label: Message,
    value: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/shift.html")]
struct ShiftPage {
    agency: String,
    agencies: Vec<Choice>,
    open: Option<Open>,
    opened_at: DateTime<Utc>,
    expected: String,
    float: String,
    pieces: Vec<Pieces>,
    reason: String,
    past: Vec<(Past, String)>,
    errors: FieldErrors,
}

/// At which agency.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShiftQuery {
    #[serde(rename = "don-vi")]
    agency: String,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    float: String,
    pieces: Vec<(String, String)>,
    reason: String,
    errors: FieldErrors,
}

/// `GET /mot-cua/thu-phi/ca`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<ShiftQuery>) -> Result<Response> {
    let agency = office::chosen(&office::cashier_of(ui.actor()?), &query.agency)?;
    let page = page(&ui, &app, agency, Typed::default()).await?;
    ui.page(&page)
}

/// With what a shift begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    agency: String,
    float: String,
}

/// `POST /mot-cua/thu-phi/ca`: opens one.
/// # Errors
/// As the use case.
pub async fn open(ui: Ui, State(app): State<App>, Checked(form): Checked<OpenForm>) -> Result<Response> {
    let agency = office::chosen(&office::cashier_of(ui.actor()?), &form.agency)?;
    let mut errors = FieldErrors::none();
    let Some(float) = errors.take("float", amount(&form.float)) else {
        let typed = Typed { float: form.float, errors, ..Typed::default() };
        return ui.again(&page(&ui, &app, agency, typed).await?);
    };
    match app::shift::open(&app, ui.actor()?, &agency, float).await {
        Ok(()) => Ok(ui.done(&address(&agency), Message::new("shift-opened"))),
        Err(AppError::Changed) => Ok(ui.refused(&address(&agency), Message::new("shift-open-already"))),
        Err(other) => Err(other.into()),
    }
}

/// `POST /mot-cua/thu-phi/ca/dong`: closes it with a count.
/// # Errors
/// As the use case.
pub async fn close(ui: Ui, State(app): State<App>, Checked(sent): Checked<Sent>) -> Result<Response> {
    let field = |name: &str| {
        sent.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str()).to_owned()
    };
    let agency = office::chosen(&office::cashier_of(ui.actor()?), &field("agency"))?;
    let mut errors = FieldErrors::none();
    let mut counted = Vec::new();
    for note in Note::ALL {
        let name = name(note);
        let typed = field(&name);
        let pieces = if typed.trim().is_empty() { Ok(0) } else { typed.trim().parse::<u32>() };
        match pieces {
            Ok(pieces) => counted.push((note, pieces)),
            Err(_) => errors.add(&name, field_message(FieldError::Number)),
        }
    }
    let reason = field("reason");
    if errors.is_empty() {
        let done = app::shift::close(&app, ui.actor()?, &agency, (&Count::new(counted), &reason)).await;
        match done {
            Ok(Ok(counted)) => {
                let said = if counted.difference.is_none() { "shift-closed" } else { "shift-closed-differs" };
                let amount = format::dong(ui.locale(), counted.difference.dong());
                return Ok(ui.done(&address(&agency), Message::new(said).with("amount", amount)));
            }
            Ok(Err(NotClosed::ReasonMissing(difference))) => errors.add("reason", differs(difference)),
            Ok(Err(NotClosed::TooMuch(error))) => return Err(Error::Internal(error.to_string())),
            Err(AppError::Changed) => {
                return Ok(ui.refused(&address(&agency), Message::new("shift-none-open")));
            }
            Err(other) => return Err(other.into()),
        }
    }
    let typed = Typed { float: String::new(), pieces: sent, reason, errors };
    ui.again(&page(&ui, &app, agency, typed).await?)
}

fn differs(difference: Difference) -> Message {
    match difference {
        Difference::None => Message::new("shift-closed"),
        Difference::Missing(amount) => Message::new("shift-missing").with("amount", amount),
        Difference::Beyond(amount) => Message::new("shift-beyond").with("amount", amount),
    }
}

fn name(note: Note) -> String {
    format!("note-{}", note.worth())
}

fn address(agency: &AgencyCode) -> String {
    format!("{}?don-vi={agency}", paths::SHIFT)
}

async fn page(ui: &Ui, app: &App, agency: AgencyCode, typed: Typed) -> Result<ShiftPage> {
    let agencies = office::cashier_of(ui.actor()?);
    let open = app::shift::current(app, ui.actor()?, &agency).await?;
    let pieces = |note: Note| {
        let name = name(note);
        let value = typed.pieces.iter().find(|(field, _)| *field == name);
        Pieces {
            label: Message::new("shift-note")
                .with("amount", format::dong(ui.locale(), i64::from(note.worth()))),
            value: value.map(|(_, value)| value.clone()).unwrap_or_default(),
            name,
        }
    };
    let past = store::shift::past(&app.db, &agencies).await?.into_iter();
    Ok(ShiftPage {
        opened_at: open.as_ref().map_or_else(|| app.clock.now(), |open| open.opened_at),
        expected: format::dong(ui.locale(), open.as_ref().map_or(0, |open| open.shift.expected())),
        open,
        pieces: Note::ALL.map(pieces).into(),
        float: typed.float,
        reason: typed.reason,
        past: past.map(|past| (past.clone(), format::dong(ui.locale(), past.difference()))).collect(),
        agencies: office::choices(app, &agencies).await?,
        agency: agency.as_str().to_owned(),
        errors: typed.errors,
    })
}
