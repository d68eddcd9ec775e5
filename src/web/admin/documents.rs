//! `/quan-tri/thu-tuc/{code}/giay-to`: the documents of a procedure, and which case asks for which.

use std::borrow::Borrow;

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
        ids::ProcedureCode,
        party::FieldError,
        procedure::{Case, CaseDoc, DocKind, Procedure, RequiredDoc},
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

const REQUIRED: &str = "required";
const OPTIONAL: &str = "optional";

/// The page.
#[derive(Template)]
#[template(path = "admin/documents.html")]
struct DocumentsPage {
    edit: Frame,
    values: DocumentsForm,
    rows: Vec<usize>,
    cases: Vec<Case>,
    kinds: Vec<Choice>,
    needs: Vec<Choice>,
}

/// What is typed, one value a row; `need` has one value for each case in each row.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentsForm {
    base: Uuid,
    more: String,
    key: Vec<String>,
    name: Vec<String>,
    kind: Vec<String>,
    originals: Vec<String>,
    copies: Vec<String>,
    paper: Vec<String>,
    hint: Vec<String>,
    need: Vec<String>,
}

impl DocumentsForm {
    fn of(p: &Procedure) -> Self {
        let column = |of: &dyn Fn(&RequiredDoc) -> String| p.documents.iter().map(of).collect();
        let need = |doc: &RequiredDoc, case: &Case| {
            let asked = case.documents.iter().find(|asked| asked.doc == doc.key);
            let key = match asked.map(|asked| asked.required) {
                Some(true) => REQUIRED,
                Some(false) => OPTIONAL,
                None => "",
            };
            key.to_owned()
        };
        Self {
            key: column(&|d| d.key.clone()),
            name: column(&|d| d.name.clone()),
            kind: column(&|d| d.kind.key().to_owned()),
            originals: column(&|d| d.originals.to_string()),
            copies: column(&|d| d.copies.to_string()),
            paper: column(&|d| d.form.clone().unwrap_or_default()),
            hint: column(&|d| d.hint.clone().unwrap_or_default()),
            need: p.documents.iter().flat_map(|doc| p.cases.iter().map(move |case| need(doc, case))).collect(),
            ..Self::default()
        }
    }

    /// What the case in column `case` of `cases` asks of the document in row `row`.
    fn need(&self, row: impl Borrow<usize>, case: impl Borrow<usize>, cases: impl Borrow<usize>) -> String {
        rows::cell(&self.need, row.borrow() * cases.borrow() + case.borrow())
    }

    fn applied(&self, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut documents: Vec<RequiredDoc> = Vec::new();
        let mut asked: Vec<Vec<CaseDoc>> = vec![Vec::new(); old.cases.len()];
        for row in 0..self.name.len() {
            let name = rows::cell(&self.name, row);
            if name.is_empty() {
                continue;
            }
            let kind = DocKind::parse(&rows::cell(&self.kind, row)).ok_or(FieldError::Choice);
            let kind = errors.take(&format!("kind-{row}"), kind);
            let originals = errors.take(&format!("originals-{row}"), rows::number(&rows::cell(&self.originals, row)));
            let copies = errors.take(&format!("copies-{row}"), rows::number(&rows::cell(&self.copies, row)));
            let (Some(kind), Some(originals), Some(copies)) = (kind, originals, copies) else {
                continue;
            };
            let taken: Vec<String> = documents.iter().map(|doc| doc.key.clone()).collect();
            let key = rows::key(&rows::cell(&self.key, row), &name, &taken);
            for (case, list) in asked.iter_mut().enumerate() {
                let need = self.need(row, case, old.cases.len());
                if need == REQUIRED || need == OPTIONAL {
                    list.push(CaseDoc { doc: key.clone(), required: need == REQUIRED });
                }
            }
            documents.push(RequiredDoc {
                key,
                name,
                kind,
                originals,
                copies,
                form: rows::optional(&rows::cell(&self.paper, row)),
                hint: rows::optional(&rows::cell(&self.hint, row)),
            });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let cases = old
            .cases
            .iter()
            .zip(asked)
            .map(|(case, asked)| Case { documents: in_the_old_order(&case.documents, asked), ..case.clone() });
        Ok(Procedure { cases: cases.collect(), documents, ..old.clone() })
    }
}

/// A case keeps the order of its documents; new ones come last.
fn in_the_old_order(old: &[CaseDoc], mut asked: Vec<CaseDoc>) -> Vec<CaseDoc> {
    asked.sort_by_key(|new| old.iter().position(|one| one.doc == new.doc).unwrap_or(usize::MAX));
    asked
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<ProcedureCode>) -> Result<Response> {
    let (edit, procedure) = editing::open(&app, &code).await?;
    ui.page(&page(edit, &procedure, DocumentsForm::of(&procedure), ui.locale()))
}

/// Saves a new draft version; or shows the form again.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(form): Checked<DocumentsForm>,
) -> Result<Response> {
    let (mut edit, old) = editing::base(&app, &code, form.base).await?;
    if !form.more.is_empty() {
        return ui.page(&page(edit, &old, form, ui.locale()));
    }
    match form.applied(&old) {
        Err(errors) => {
            edit.errors = errors;
            ui.again(&page(edit, &old, form, ui.locale()))
        }
        Ok(new) => match editing::save(&ui, &app, &edit, &new).await? {
            Some(done) => Ok(done),
            None => {
                edit.changed = true;
                ui.page_with(StatusCode::CONFLICT, &page(edit, &old, form, ui.locale()))
            }
        },
    }
}

fn page(edit: Frame, procedure: &Procedure, values: DocumentsForm, locale: Locale) -> DocumentsPage {
    DocumentsPage {
        rows: (0..values.name.len() + rows::SPARE).collect(),
        cases: procedure.cases.clone(),
        kinds: rows::choices(DocKind::ALL.iter().map(|k| k.key()), "doc-kind", locale),
        needs: rows::choices([REQUIRED, OPTIONAL].into_iter(), "admin-need", locale),
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
            "result": "Giấy phép", "channels": [],
            "documents": [{"key": "don", "name": "Đơn", "kind": "form"},
                          {"key": "ban-ve", "name": "Bản vẽ", "kind": "submit", "originals": 2, "hint": "Hai bộ"}],
            "cases": [{"key": "a", "name": "A", "documents": [{"doc": "ban-ve", "required": true}, {"doc": "don", "required": true}]},
                      {"key": "b", "name": "B", "documents": [{"doc": "don", "required": false}]}]
        }))
        .unwrap()
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        let old = procedure();
        assert_eq!(DocumentsForm::of(&old).applied(&old).unwrap(), old);
    }

    #[test]
    fn a_row_without_a_name_leaves_the_procedure_and_every_case() {
        let old = procedure();
        let mut form = DocumentsForm::of(&old);
        form.name[0].clear();
        let new = form.applied(&old).unwrap();
        assert_eq!(new.documents.len(), 1);
        assert!(new.cases.iter().all(|case| case.documents.iter().all(|asked| asked.doc != "don")));
        assert_eq!(new.cases[0].documents[0].doc, "ban-ve");
    }
}
