//! `/quan-tri/co-quan/them`: adds an agency or one-stop.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    agency::{AgencyForm, calendars},
    rows,
};
use crate::{
    app::{self, context::App},
    domain::{calendar, ids::AgencyCode, party},
    i18n::Message,
    store::agency::{Agency, AgencyLevel},
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/agency_new.html")]
struct AgencyNewPage {
    values: AgencyForm,
    errors: FieldErrors,
    levels: Vec<Choice>,
    parents: Vec<Choice>,
    calendars: Vec<Choice>,
}

/// Shows the form.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let today = calendar::local(app.clock.now()).date();
    let values = AgencyForm { valid_from: rows::date_of(Some(today)), ..AgencyForm::default() };
    let page = page(&ui, &app, values, FieldErrors::none()).await?;
    ui.page(&page)
}

/// Adds the agency, or shows the form again.
/// # Errors
/// [`crate::web::error::Error::Forbidden`].
pub async fn add(ui: Ui, State(app): State<App>, Checked(form): Checked<AgencyForm>) -> Result<Response> {
    let agency = match form.applied(&blank(&form)) {
        Ok(agency) => agency,
        Err(errors) => {
            let page = page(&ui, &app, form, errors).await?;
            return ui.again(&page);
        }
    };
    match app::administer::add_agency(&app, ui.actor()?, &agency).await {
        Ok(()) => {
            let path = paths::fill(paths::ADMIN_AGENCY, &[&agency.code]);
            Ok(ui.done(&path, Message::new("admin-flash-agency-added")))
        }
        Err(app::error::Error::Fields(fields)) => {
            let page = page(&ui, &app, form, fields.into()).await?;
            ui.again(&page)
        }
        Err(other) => Err(other.into()),
    }
}

/// The facts that only a new agency is asked for.
fn blank(form: &AgencyForm) -> Agency {
    let code = AgencyCode::parse(&form.code)
        .map_or_else(|_| party::tidy(&form.code), |code| code.as_str().to_owned());
    Agency {
        code,
        name: String::new(),
        short_name: String::new(),
        level: form.level.clone(),
        parent: rows::optional(&form.parent),
        ward_code: rows::optional(&form.ward),
        receives: false,
        calendar: String::new(),
        address: None,
        phone: None,
        valid_from: chrono::NaiveDate::MIN,
        valid_to: None,
    }
}

async fn page(ui: &Ui, app: &App, values: AgencyForm, errors: FieldErrors) -> Result<AgencyNewPage> {
    let reference = app.reference().await?;
    Ok(AgencyNewPage {
        values,
        errors,
        levels: rows::choices(AgencyLevel::ALL.iter().map(|l| l.key()), "admin-agency-level", ui.locale()),
        parents: rows::agencies(&reference, |_| true),
        calendars: calendars(&reference),
    })
}
