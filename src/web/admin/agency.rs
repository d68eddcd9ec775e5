//! `/quan-tri/co-quan/{code}`: one agency, to look at and to change, and what was changed.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use super::{
    rows,
    trail::{self, TrailLine},
};
use crate::{
    app::{self, context::App, reference::Reference},
    domain::{
        ids::AgencyCode,
        party::{self, FieldError},
        policy::{self, Right},
    },
    i18n::Message,
    store::{self, agency::Agency, audit::SubjectKind},
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts::{Choice, Place},
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/agency.html")]
struct AgencyPage {
    agency: Agency,
    parent: String,
    can_manage: bool,
    changed: bool,
    values: AgencyForm,
    errors: FieldErrors,
    calendars: Vec<Choice>,
    calendar: Place,
    may_inherit: bool,
    trail: Vec<TrailLine>,
}

/// What is typed. Code, level, parent and number of the commune are asked for once, when an agency is added.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AgencyForm {
    /// Mark of the facts that the page showed.
    pub seen: String,
    /// Code of a new agency.
    pub code: String,
    /// Key of its level.
    pub level: String,
    /// Code of its parent.
    pub parent: String,
    /// Official number of its commune.
    pub ward: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Key of its calendar.
    pub calendar: String,
    /// `yes` for a one-stop.
    pub receives: String,
    /// First day.
    pub valid_from: String,
    /// Last day; may be empty.
    pub valid_to: String,
}

impl AgencyForm {
    fn of(a: &Agency) -> Self {
        Self {
            seen: app::administer::mark(a),
            name: a.name.clone(),
            short_name: a.short_name.clone(),
            address: a.address.clone().unwrap_or_default(),
            phone: a.phone.clone().unwrap_or_default(),
            calendar: a.calendar.clone(),
            receives: if a.receives { "yes".to_owned() } else { String::new() },
            valid_from: rows::date_of(Some(a.valid_from)),
            valid_to: rows::date_of(a.valid_to),
            ..Self::default()
        }
    }

    /// `old` with what was typed.
    /// # Errors
    /// The days that cannot be read.
    pub fn applied(&self, old: &Agency) -> std::result::Result<Agency, FieldErrors> {
        let mut errors = FieldErrors::none();
        let from = rows::date(&self.valid_from).and_then(|day| day.ok_or(FieldError::Date));
        let from = errors.take("valid_from", from);
        let to = errors.take("valid_to", rows::date(&self.valid_to));
        match (from, to) {
            (Some(valid_from), Some(valid_to)) => Ok(Agency {
                name: party::tidy(&self.name),
                short_name: party::tidy(&self.short_name),
                address: rows::optional(&self.address),
                phone: rows::optional(&self.phone),
                calendar: self.calendar.clone(),
                receives: self.receives == "yes",
                valid_from,
                valid_to,
                ..old.clone()
            }),
            _ => Err(errors),
        }
    }
}

/// Shows an agency.
/// # Errors
/// [`Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<AgencyCode>) -> Result<Response> {
    let page = page(&ui, &app, &code).await?;
    ui.page(&page)
}

/// Changes an agency.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<AgencyCode>,
    Checked(form): Checked<AgencyForm>,
) -> Result<Response> {
    let mut page = page(&ui, &app, &code).await?;
    let done = match form.applied(&page.agency) {
        Ok(agency) => app::administer::save_agency(&app, ui.actor()?, &form.seen, &agency).await,
        Err(errors) => {
            (page.errors, page.values) = (errors, form);
            return ui.again(&page);
        }
    };
    page.values = form;
    match done {
        Ok(()) => {
            Ok(ui
                .done(&paths::fill(paths::ADMIN_AGENCY, &[code.as_str()]), Message::new("admin-flash-saved")))
        }
        Err(app::error::Error::Fields(fields)) => {
            page.errors = fields.into();
            ui.again(&page)
        }
        Err(app::error::Error::Changed) => {
            page.changed = true;
            ui.page_with(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Gives the agency a calendar of its own that inherits the one it works by.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn inherit(ui: Ui, State(app): State<App>, Path(code): Path<AgencyCode>) -> Result<Response> {
    app::calendar::inherit(&app, ui.actor()?, &code).await?;
    let calendar = format!("{}?lich={}", paths::ADMIN_CALENDAR, paths::encode(code.as_str()));
    Ok(ui.done(&calendar, Message::new("admin-agency-own-made")))
}

/// The calendars to choose from.
#[must_use]
pub fn calendars(reference: &Reference) -> Vec<Choice> {
    reference.calendar_names.iter().map(|(key, name)| Choice::new(key.clone(), name.clone())).collect()
}

async fn page(ui: &Ui, app: &App, code: &AgencyCode) -> Result<AgencyPage> {
    let reference = app.reference().await?;
    let agency = reference.agencies.get(code).ok_or(Error::NotFound)?;
    let changes = store::audit::of(&app.db, SubjectKind::Agency, code.as_str()).await?;
    Ok(AgencyPage {
        parent: agency.parent.as_deref().map_or_else(String::new, |p| reference.short_name(p).to_owned()),
        can_manage: policy::has_right(ui.actor()?, Right::ManageAgencies),
        changed: false,
        values: AgencyForm::of(agency),
        errors: FieldErrors::none(),
        calendars: calendars(&reference),
        calendar: Place::new(
            reference.calendar_name(&agency.calendar),
            ui.locale().path(&format!("{}?lich={}", paths::ADMIN_CALENDAR, paths::encode(&agency.calendar))),
        ),
        may_inherit: policy::has_right(ui.actor()?, Right::ManageCalendars)
            && !reference.heirs.contains(&agency.calendar)
            && !reference.calendars.contains_key(code.as_str()),
        trail: trail::lines(&changes),
        agency: agency.clone(),
    })
}
