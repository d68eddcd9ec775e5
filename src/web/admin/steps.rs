//! `/quan-tri/thu-tuc/{code}/quy-trinh`: the route of a procedure, step by step.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    editing::{self, Frame},
    rows,
};
use crate::{
    app::context::App,
    domain::{
        ids::{AgencyCode, ProcedureCode},
        party::FieldError,
        procedure::{Procedure, Step, StepUnit},
        status::Role,
    },
    i18n::Locale,
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// Who can do a step.
const ROLES: [Role; 3] = [Role::Specialist, Role::Leader, Role::Clerk];

/// The page.
#[derive(Template)]
#[template(path = "admin/steps.html")]
struct StepsPage {
    edit: Frame,
    values: StepsForm,
    rows: Vec<usize>,
    total: u32,
    roles: Vec<Choice>,
    units: Vec<Choice>,
    agencies: Vec<Choice>,
}

/// What is typed, one value a row.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepsForm {
    base: Uuid,
    more: String,
    order: Vec<String>,
    key: Vec<String>,
    name: Vec<String>,
    role: Vec<String>,
    unit: Vec<String>,
    agency: Vec<String>,
    minutes: Vec<String>,
}

impl StepsForm {
    fn of(p: &Procedure) -> Self {
        let column = |of: &dyn Fn(&Step) -> String| p.route.iter().map(of).collect();
        Self {
            order: (1..=p.route.len()).map(|n| n.to_string()).collect(),
            key: column(&|s| s.key.clone()),
            name: column(&|s| s.name.clone()),
            role: column(&|s| s.role.key().to_owned()),
            unit: column(&|s| s.unit.key().to_owned()),
            agency: column(&|s| s.agency.as_ref().map_or_else(String::new, ToString::to_string)),
            minutes: column(&|s| s.minutes.to_string()),
            ..Self::default()
        }
    }

    fn applied(&self, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut steps: Vec<(u32, Step)> = Vec::new();
        for row in 0..self.name.len() {
            let name = rows::cell(&self.name, row);
            if name.is_empty() {
                continue;
            }
            let taken: Vec<String> = steps.iter().map(|(_, step)| step.key.clone()).collect();
            let order = errors.take(&format!("order-{row}"), rows::number(&rows::cell(&self.order, row)));
            let role = Role::parse(&rows::cell(&self.role, row)).ok_or(FieldError::Choice);
            let role = errors.take(&format!("role-{row}"), role);
            let unit = StepUnit::parse(&rows::cell(&self.unit, row)).ok_or(FieldError::Choice);
            let unit = errors.take(&format!("unit-{row}"), unit);
            let agency = rows::optional(&rows::cell(&self.agency, row)).map(|typed| agency_code(&typed)).transpose();
            let agency = errors.take(&format!("agency-{row}"), agency);
            let minutes = errors.take(&format!("minutes-{row}"), rows::number(&rows::cell(&self.minutes, row)));
            if let (Some(order), Some(role), Some(unit), Some(agency), Some(minutes)) =
                (order, role, unit, agency, minutes)
            {
                let step = Step {
                    key: rows::key(&rows::cell(&self.key, row), &name, &taken),
                    name,
                    role,
                    unit,
                    agency: agency.filter(|_| unit == StepUnit::Agency),
                    minutes,
                };
                // A row without a number comes last.
                steps.push((if order == 0 { u32::MAX } else { order }, step));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        steps.sort_by_key(|(order, _)| *order);
        Ok(Procedure { route: steps.into_iter().map(|(_, step)| step).collect(), ..old.clone() })
    }
}

/// A code, also with the name behind it as the list suggests: `H48.12 – Sở Xây dựng`.
fn agency_code(typed: &str) -> std::result::Result<AgencyCode, FieldError> {
    let code = typed.split_whitespace().next().unwrap_or_default();
    AgencyCode::parse(code).map_err(|_| FieldError::Choice)
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<ProcedureCode>) -> Result<Response> {
    let (edit, procedure) = editing::open(&app, &code).await?;
    let agencies = agencies(&app).await?;
    ui.page(&page(edit, StepsForm::of(&procedure), agencies, ui.locale()))
}

/// Saves a new draft version; or shows the form again.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(form): Checked<StepsForm>,
) -> Result<Response> {
    let (mut edit, old) = editing::base(&app, &code, form.base).await?;
    let agencies = agencies(&app).await?;
    if !form.more.is_empty() {
        return ui.page(&page(edit, form, agencies, ui.locale()));
    }
    match form.applied(&old) {
        Err(errors) => {
            edit.errors = errors;
            ui.again(&page(edit, form, agencies, ui.locale()))
        }
        Ok(new) => match editing::save(&ui, &app, &edit, &new).await? {
            Some(done) => Ok(done),
            None => {
                edit.changed = true;
                ui.page_with(StatusCode::CONFLICT, &page(edit, form, agencies, ui.locale()))
            }
        },
    }
}

async fn agencies(app: &App) -> Result<Vec<Choice>> {
    Ok(app.reference().await?.agencies.values().map(|a| Choice::new(a.code.clone(), a.short_name.clone())).collect())
}

fn page(edit: Frame, values: StepsForm, agencies: Vec<Choice>, locale: Locale) -> StepsPage {
    StepsPage {
        rows: (0..values.name.len() + rows::SPARE).collect(),
        total: values.minutes.iter().filter_map(|typed| rows::number(typed).ok()).fold(0, u32::saturating_add),
        roles: rows::choices(ROLES.iter().map(|r| r.key()), "role", locale),
        units: rows::choices(StepUnit::ALL.iter().map(|u| u.key()), "step-unit", locale),
        agencies,
        edit,
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure() -> Procedure {
        serde_json::from_value(serde_json::json!({
            "code": "1.013225", "name": "Cấp giấy phép xây dựng", "field": "Xây dựng", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause",
            "result": "Giấy phép", "channels": [], "cases": [],
            "route": [
                {"key": "tham-dinh", "name": "Thẩm định", "role": "specialist", "unit": "settling", "minutes": 960},
                {"key": "y-kien", "name": "Cho ý kiến", "role": "specialist", "unit": "agency", "agency": "H48.12", "minutes": 480},
                {"key": "dong-dau", "name": "Đóng dấu", "role": "clerk", "unit": "settling", "minutes": 120}]
        }))
        .unwrap()
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        let old = procedure();
        assert_eq!(StepsForm::of(&old).applied(&old).unwrap(), old);
    }

    #[test]
    fn steps_follow_their_numbers() {
        let old = procedure();
        let mut form = StepsForm::of(&old);
        form.order = ["2", "1", "3"].map(str::to_owned).to_vec();
        form.agency[1] = "H48.12 – Sở Xây dựng".to_owned();
        let new = form.applied(&old).unwrap();
        assert_eq!(new.route.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["y-kien", "tham-dinh", "dong-dau"]);
    }
}
