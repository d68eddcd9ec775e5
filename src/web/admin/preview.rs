//! `/quan-tri/thu-tuc/{code}/to-khai/{page}/xem-thu`: a page of the e-form as citizens get it, of the version that is being
//! edited, case by case; what is typed is checked as theirs is, and kept nowhere.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};

use crate::{
    app::context::App,
    domain::{
        answers,
        decide::local_date,
        ids::ProcedureCode,
        procedure::{Answers, Audience, Case, Procedure},
    },
    store,
    web::{
        error::{Error, Result},
        fields::{self, Filled},
        filters,
        form::{FieldErrors, Sent},
        parts::Place,
        paths,
        ui::Ui,
    },
};

/// Name of the query value with the key of the case.
const CASE: &str = "truong-hop";
/// Name of the button that checks.
const CHECK: &str = "thu";

/// The page.
#[derive(Template)]
#[template(path = "admin/preview.html")]
struct PreviewPage {
    code: String,
    procedure_name: String,
    action: String,
    back: String,
    case: String,
    tabs: Vec<Place>,
    page: Option<Filled>,
    is_right: bool,
    errors: FieldErrors,
}

/// Shows it.
/// # Errors
/// [`Error::NotFound`] when there is no such page.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path((code, key)): Path<(ProcedureCode, String)>,
    Query(sent): Query<Sent>,
) -> Result<Response> {
    let working = store::catalogue_admin::working(&app.db, &code).await?.ok_or(Error::NotFound)?;
    let procedure = working.content.0;
    let value = |name: &str| sent.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let case = procedure.cases.iter().find(|case| Some(case.key.as_str()) == value(CASE));
    let case = case.or(procedure.cases.first()).ok_or(Error::NotFound)?;
    let kind = procedure.audiences.first().copied().unwrap_or(Audience::Citizen);
    let pages = answers::pages(&procedure, case, kind);
    let found = pages.iter().find(|page| page.key == key);
    if found.is_none() && !procedure.form.iter().any(|page| page.key == key) {
        return Err(Error::NotFound);
    }
    let checks = value(CHECK).is_some();
    let reference = app.reference().await?;
    let mut page = PreviewPage {
        action: paths::fill(paths::ADMIN_PROCEDURE_PREVIEW, &[code.as_str(), &key]),
        back: paths::fill(paths::ADMIN_PROCEDURE_FORM, &[code.as_str()]),
        code: code.as_str().to_owned(),
        procedure_name: procedure.name.clone(),
        case: case.key.clone(),
        tabs: tabs(&ui, &procedure, case, &key),
        page: None,
        is_right: false,
        errors: FieldErrors::none(),
    };
    if let Some(form) = found {
        let typed = if checks { answers::typed(form, &sent) } else { Answers::new() };
        let today = local_date(app.clock.now());
        let read =
            if checks { answers::check_page(form, &case.key, &typed, today) } else { Ok(typed.clone()) };
        page.is_right = checks && read.is_ok();
        let filled = fields::filled(ui.locale(), form, &typed, &read.err().unwrap_or_default(), &reference);
        page.errors = filled.errors.clone();
        page.page = Some(filled);
    }
    ui.page(&page)
}

/// The cases, where there are several.
fn tabs(ui: &Ui, procedure: &Procedure, shown: &Case, page: &str) -> Vec<Place> {
    if procedure.cases.len() < 2 {
        return Vec::new();
    }
    let path = paths::fill(paths::ADMIN_PROCEDURE_PREVIEW, &[procedure.code.as_str(), page]);
    let place = |case: &Case| Place {
        current: case.key == shown.key,
        ..Place::new(
            case.name.clone(),
            ui.locale().path(&format!("{path}?{CASE}={}", paths::encode(&case.key))),
        )
    };
    procedure.cases.iter().map(place).collect()
}
