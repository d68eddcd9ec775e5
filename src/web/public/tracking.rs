//! Where a dossier stands, for whoever has the slip: names masked, no documents, no contact data.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use chrono::{DateTime, Utc};

use crate::{
    app::{context::App, lookup, reference::Reference},
    domain::{ids::AgencyCode, status::Status},
    i18n::Locale,
    store::view::LookupView,
    web::{
        error::{Error, Result},
        explain, filters,
        parts::DayMark,
        ui::Ui,
    },
};

#[derive(Template)]
#[template(path = "public/tracking.html")]
struct TrackingPage {
    view: LookupView,
    status: Status,
    next: &'static str,
    late: bool,
    /// The appointment, while it holds.
    due_at: Option<DateTime<Utc>>,
    /// Answer of the one-stop until, as long as it has not answered.
    respond_by: Option<DateTime<Utc>>,
    holding: String,
    receiving: String,
    settling: String,
    rows: Vec<explain::Row>,
    days: Vec<DayMark>,
}

/// `GET /h/{token}`.
/// # Errors
/// [`Error::NotFound`] when no dossier has this link.
pub async fn show(ui: Ui, State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let view = lookup::by_link(&app, &token).await?;
    let reference = app.reference().await?;
    let now = app.clock.now();
    ui.page(&page(view, (ui.locale(), now), &reference)?)
}

fn page(
    view: LookupView,
    (locale, now): (Locale, DateTime<Utc>),
    reference: &Reference,
) -> Result<TrackingPage> {
    let status = Status::parse(&view.status)
        .ok_or_else(|| Error::Internal(format!("status {} is unknown", view.status)))?;
    let named = |code: &str| reference.agency(code).map_or_else(|| code.to_owned(), |a| a.name.clone());
    let calendar = AgencyCode::parse(&view.settling).ok().and_then(|code| reference.calendar_of(&code).ok());
    // A year that was not published yet costs the explanation, not the page.
    let (rows, days) = calendar.map_or_else(Default::default, |calendar| {
        (
            explain::rows(locale, &view.ledger, &calendar).unwrap_or_default(),
            explain::strip(locale, &view.ledger, &calendar).unwrap_or_default(),
        )
    });
    let running = matches!(status, Status::Accepted | Status::Processing);
    Ok(TrackingPage {
        late: running && view.due_at.is_some_and(|due| due < now),
        due_at: view.due_at.filter(|_| !status.is_without_result()),
        respond_by: view.respond_by.filter(|_| status == Status::Submitted),
        next: what_next(status),
        holding: named(&view.holding),
        receiving: named(&view.receiving),
        settling: named(&view.settling),
        rows,
        days,
        status,
        view,
    })
}

const fn what_next(status: Status) -> &'static str {
    match status {
        Status::Draft | Status::Submitted => "public-next-submitted",
        Status::Accepted | Status::Processing => "public-next-processing",
        Status::SupplementRequested => "public-next-supplement",
        Status::PaymentRequested => "public-next-payment",
        Status::Completed => "public-next-completed",
        Status::Returned => "public-next-returned",
        Status::Rejected => "public-next-rejected",
        Status::Withdrawn => "public-next-withdrawn",
        Status::Stopped => "public-next-stopped",
    }
}
