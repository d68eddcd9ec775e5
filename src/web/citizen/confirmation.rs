//! The dossier is in: its code, the secret beside it, and what happens next, with two dates.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};

use crate::{
    app::context::App,
    domain::{barcode, decide::local_date, forecast, ids::AgencyCode, limit::Promise, status::Status},
    store::{agency::Agency, view::DossierView},
    web::{
        citizen::{
            open,
            owed::{self, Claim},
        },
        error::{Error, Result},
        filters, paths,
        ui::Ui,
    },
};

#[derive(Template)]
#[template(path = "citizen/confirmation.html")]
struct ConfirmationPage {
    code: String,
    secret: String,
    link: String,
    qr: String,
    view: DossierView,
    /// Answer of the one-stop until, as long as it has not answered.
    respond_by: Option<DateTime<Utc>>,
    expected: Option<DateTime<Utc>>,
    receiving: Option<Agency>,
    claim: Option<Claim>,
    is_slip_ready: bool,
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let reference = app.reference().await?;
    let procedure = app.version(view.procedure_version).await?;
    let code = view.code.clone().unwrap_or_default();
    let token = view.link_token.clone().unwrap_or_default();
    let link = format!("{}{}", app.public_url, paths::fill(paths::SHORT_LINK, &[&token]));
    let qr = barcode::qr(&link, &code).map_err(|e| Error::Internal(e.to_string()))?.svg;
    let settling = AgencyCode::parse(&view.settling).map_err(|e| Error::Internal(e.to_string()))?;
    let calendar = reference.calendar_of(&settling)?;
    let promise = match (view.promised.as_deref(), view.statutory.as_deref()) {
        (Some(limit), Some(statutory)) => Some(Promise { limit: *limit, statutory: *statutory }),
        _ => None,
    };
    let status = view.status()?;
    let expected = match (view.due_at, promise, view.respond_by) {
        (Some(due), ..) => Some(due),
        (None, Some(promise), Some(by)) => {
            let convention = reference.rules_on(local_date(app.clock.now())).convention;
            forecast::due_if_accepted(by, promise, convention, &calendar).ok().flatten()
        }
        _ => None,
    };
    let respond_by = view.respond_by.filter(|_| status == Status::Submitted);
    let expected = expected.filter(|_| !status.is_without_result());
    ui.page(&ConfirmationPage {
        secret: view.lookup_secret.clone().unwrap_or_default(),
        receiving: reference.agency(&view.receiving).cloned(),
        claim: owed::claim(ui.locale(), &view, &procedure),
        is_slip_ready: view.accepted_at.is_some(),
        code,
        link,
        respond_by,
        qr,
        expected,
        view,
    })
}
