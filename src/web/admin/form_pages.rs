//! `/quan-tri/thu-tuc/{code}/to-khai`: the pages of the e-form, each a screen of the citizen's, in order. Their fields are edited
//! by `form_fields`.

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
        answers,
        ids::ProcedureCode,
        procedure::{FormPage, Procedure},
    },
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors, Sent},
        paths,
        ui::Ui,
    },
};

const PAGE: &str = "page";
/// Pages that the portal puts into every form.
pub const OURS: [&str; 3] = [answers::APPLICANT, answers::GENERAL, answers::EXEMPTION];

/// The page.
#[derive(Template)]
#[template(path = "admin/form_pages.html")]
pub struct FormPagesPage {
    edit: Frame,
    counts: Vec<(String, usize)>,
}

impl FormPagesPage {
    /// How many fields the page with this key has in the version that is edited; none for a new page.
    fn fields(&self, key: &str) -> Option<usize> {
        self.counts.iter().find(|(one, _)| one == key).map(|(_, count)| *count)
    }
}

/// The editor of the pages: a row a page.
#[derive(Clone, Copy, Debug)]
pub struct FormPages;

impl Editor for FormPages {
    type Page = FormPagesPage;

    fn action(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE_FORM, &[code])
    }

    fn sheet(&self, p: &Procedure) -> Option<Sheet> {
        let mut sheet = Sheet::default();
        for page in &p.form {
            sheet.push(PAGE, &[("handle", page.key.clone()), ("title", page.title.clone())]);
        }
        Some(sheet)
    }

    fn applied(&self, sheet: &Sheet, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let ours = OURS.map(str::to_owned);
        let mut form: Vec<FormPage> = Vec::new();
        for row in sheet.rows(PAGE) {
            let Some(title) = row.optional("title") else { continue };
            let had = row.had();
            let key = rows::key(&had, &title, form.iter().map(|page| &page.key).chain(&ours));
            let before = old.form.iter().find(|page| page.key == had);
            let fields = before.map_or_else(Vec::new, |page| page.fields.clone());
            form.push(FormPage { key, title, fields });
        }
        Ok(Procedure { form, ..old.clone() })
    }

    fn page(&self, desk: Desk) -> FormPagesPage {
        let counts = desk.procedure.form.iter().map(|page| (page.key.clone(), page.fields.len()));
        FormPagesPage { counts: counts.collect(), edit: desk.frame }
    }
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<ProcedureCode>) -> Result<Response> {
    editing::show(&FormPages, &ui, &app, &code).await
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
    editing::save(&FormPages, &ui, &app, &code, sent).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_moved_with_their_fields_and_new_ones_never_take_the_name_of_ours() {
        let old: Procedure = serde_json::from_value(serde_json::json!({
            "code": "1.013225", "name": "Cấp giấy phép", "field": "Xây dựng", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause",
            "result": "Giấy phép", "channels": [], "cases": [],
            "form": [
                {"key": "nha", "title": "Nhà", "fields": [{"key": "tang", "label": "Số tầng", "kind": "number"}]},
                {"key": "dat", "title": "Đất", "fields": []}]
        }))
        .unwrap();
        let mut sheet = FormPages.sheet(&old).unwrap();
        assert_eq!(FormPages.applied(&sheet, &old).unwrap(), old);
        sheet.put("do", "down:page:0");
        assert!(sheet.change());
        sheet.push(PAGE, &[("handle", "+1".to_owned()), ("title", "Applicant".to_owned())]);
        let new = FormPages.applied(&sheet, &old).unwrap();
        assert_eq!(
            new.form.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(),
            ["dat", "nha", "applicant-2"]
        );
        assert_eq!(new.form[1].fields, old.form[0].fields);
    }
}
