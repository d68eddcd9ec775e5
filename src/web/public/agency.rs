//! One agency: where it is, when it is open, what it settles.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{Days, NaiveDate};

use super::procedures::ResultRow;
use crate::{
    app::context::App,
    domain::{
        calendar::{DayKind, Session, WorkCalendar},
        decide::local_date,
        ids::AgencyCode,
    },
    store::{
        agency::{Agency, AgencyLevel},
        search::{self, Wanted},
    },
    web::{
        error::{Error, Result},
        filters, paths,
        ui::Ui,
    },
};

#[derive(Template)]
#[template(path = "public/agency.html")]
struct AgencyPage {
    agency: Agency,
    parent: Option<(String, String)>,
    children: Vec<(String, String)>,
    week: Vec<OpenDay>,
    rows: Vec<ResultRow>,
    total: i64,
    all: String,
}

struct OpenDay {
    date: NaiveDate,
    today: bool,
    hours: String,
    reason: String,
}

/// `GET /co-quan/{code}`.
/// # Errors
/// [`Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let reference = app.reference().await?;
    let agency = reference.agency(&code).cloned().ok_or(Error::NotFound)?;
    let key = AgencyCode::parse(&agency.code).map_err(|_| Error::NotFound)?;
    let on = local_date(app.clock.now());
    let calendar = reference.calendar_of(&key)?;
    // A one-stop takes in what the agency above it settles.
    let settles = match (agency.receives, &agency.parent) {
        (true, Some(parent)) if agency.level == AgencyLevel::CommuneCentre.key() => parent.clone(),
        _ => agency.code.clone(),
    };
    let wanted = Wanted { agency: Some(settles.clone()), limit: 15, ..Wanted::default() };
    let found = search::find(&app.db, &wanted).await?;
    let named = |a: &Agency| (a.name.clone(), paths::fill(paths::AGENCY, &[&a.code]));
    ui.page(&AgencyPage {
        parent: agency.parent.as_deref().and_then(|p| reference.agency(p)).map(named),
        children: reference
            .agencies
            .values()
            .filter(|a| a.parent.as_deref() == Some(&agency.code) && agency.level != AgencyLevel::Province.key())
            .map(named)
            .collect(),
        week: week(&calendar, on),
        rows: found.hits.iter().map(|hit| ResultRow::of(hit, ui.locale(), on, &reference)).collect(),
        total: found.total,
        all: format!("{}?co-quan={}", paths::PROCEDURES, paths::encode(&settles)),
        agency,
    })
}

/// Today and the six days after it, as the counter is open.
fn week(calendar: &WorkCalendar, today: NaiveDate) -> Vec<OpenDay> {
    (0..7)
        .filter_map(|n| today.checked_add_days(Days::new(n)))
        .filter_map(|date| {
            let sessions = calendar.counter_sessions(date).ok()?;
            let reason = match calendar.day_kind(date) {
                Ok(DayKind::Holiday(day) | DayKind::MakeUp(day)) => day.name.clone(),
                Ok(DayKind::Working | DayKind::Weekend) | Err(_) => String::new(),
            };
            Some(OpenDay {
                date,
                today: date == today,
                hours: sessions.iter().map(open).collect::<Vec<_>>().join(", "),
                reason,
            })
        })
        .collect()
}

fn open(session: &Session) -> String {
    format!("{} – {}", session.opens.format("%H:%M"), session.closes.format("%H:%M"))
}
