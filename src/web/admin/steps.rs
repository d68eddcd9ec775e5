//! `/quan-tri/thu-tuc/{code}/quy-trinh`: the route of a procedure, step by step.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    editing::{self, Desk, Editor, Frame},
    rows,
    sheet::Sheet,
};
use crate::{
    app::context::App,
    domain::{
        ids::ProcedureCode,
        procedure::{Procedure, Step, StepUnit},
        status::Role,
    },
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors, Sent},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

const STEP: &str = "step";
/// Who can do a step.
const ROLES: [Role; 3] = [Role::Specialist, Role::Leader, Role::Clerk];

/// The page.
#[derive(Template)]
#[template(path = "admin/steps.html")]
pub struct StepsPage {
    edit: Frame,
    total: u32,
    roles: Vec<Choice>,
    units: Vec<Choice>,
    agencies: Vec<Choice>,
}

/// The editor of the route: one row a step, in order.
#[derive(Clone, Copy, Debug)]
pub struct Steps;

impl Editor for Steps {
    type Page = StepsPage;

    fn action(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE_ROUTE, &[code])
    }

    fn sheet(&self, p: &Procedure) -> Option<Sheet> {
        let mut sheet = Sheet::default();
        for step in &p.route {
            sheet.push(
                STEP,
                &[
                    ("handle", step.key.clone()),
                    ("name", step.name.clone()),
                    ("role", step.role.to_string()),
                    ("unit", step.unit.to_string()),
                    ("agency", step.agency.as_ref().map_or_else(String::new, ToString::to_string)),
                    ("minutes", step.minutes.to_string()),
                ],
            );
        }
        Some(sheet)
    }

    fn applied(&self, sheet: &Sheet, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut route: Vec<Step> = Vec::new();
        for row in sheet.rows(STEP) {
            let Some(name) = row.name(&mut errors, "name", &["minutes", "agency"]) else { continue };
            let role = row.read(&mut errors, "role", rows::known(Role::parse));
            let unit = row.read(&mut errors, "unit", rows::known(StepUnit::parse));
            let agency = row.read(&mut errors, "agency", rows::agency);
            let minutes = row.read(&mut errors, "minutes", rows::number);
            if let (Some(role), Some(unit), Some(agency), Some(minutes)) = (role, unit, agency, minutes) {
                let key = rows::key(&row.had(), &name, route.iter().map(|step| &step.key));
                let agency = agency.filter(|_| unit == StepUnit::Agency);
                route.push(Step { key, name, role, unit, agency, minutes });
            }
        }
        if errors.is_empty() { Ok(Procedure { route, ..old.clone() }) } else { Err(errors) }
    }

    fn page(&self, desk: Desk) -> StepsPage {
        let minutes = desk.frame.sheet.rows(STEP).filter_map(|row| rows::number(&row.text("minutes")).ok());
        StepsPage {
            total: minutes.fold(0, u32::saturating_add),
            roles: rows::choices(ROLES.iter().map(|r| r.key()), "role", desk.locale),
            units: rows::choices(StepUnit::ALL.iter().map(|u| u.key()), "step-unit", desk.locale),
            agencies: rows::agencies(&desk.reference, |_| true),
            edit: desk.frame,
        }
    }
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<ProcedureCode>) -> Result<Response> {
    editing::show(&Steps, &ui, &app, &code).await
}

/// Saves a new draft version; or shows the form again.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    editing::save(&Steps, &ui, &app, &code, sent).await
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
        let sheet = Steps.sheet(&old).unwrap();
        assert_eq!(Steps.applied(&sheet, &old).unwrap(), old);
    }

    #[test]
    fn steps_follow_their_rows_and_agencies_may_have_their_name_behind() {
        let old = procedure();
        let mut sheet = Steps.sheet(&old).unwrap();
        sheet.put("do", "up:step:1");
        assert!(sheet.change());
        let mut sent: Vec<(String, String)> = Vec::new();
        for row in sheet.rows(STEP) {
            for column in ["handle", "name", "role", "unit", "agency", "minutes"] {
                let value = row.text(column).replace("H48.12", "H48.12 – Sở Xây dựng");
                sent.push((format!("step.{column}"), value));
            }
        }
        let new = Steps.applied(&Sheet::sent(sent), &old).unwrap();
        assert_eq!(
            new.route.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(),
            ["y-kien", "tham-dinh", "dong-dau"]
        );
        assert_eq!(new.route[0].agency.as_ref().unwrap().as_str(), "H48.12");
    }
}
