//! `/quan-tri/thu-tuc/{code}/giay-to`: the documents of a procedure, and which case asks for which.

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
        procedure::{Case, CaseDoc, DocKind, Procedure, RequiredDoc},
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

const DOC: &str = "doc";
const REQUIRED: &str = "required";
const OPTIONAL: &str = "optional";

/// The page.
#[derive(Template)]
#[template(path = "admin/documents.html")]
pub struct DocumentsPage {
    edit: Frame,
    cases: Vec<Case>,
    kinds: Vec<Choice>,
    needs: Vec<Choice>,
}

/// The editor of the documents: one row a document; the column `need-<case>` says what a case asks of it.
#[derive(Clone, Copy, Debug)]
pub struct Documents;

fn need_of(case: &Case, doc: &RequiredDoc) -> &'static str {
    match case.documents.iter().find(|asked| asked.doc == doc.key).map(|asked| asked.required) {
        Some(true) => REQUIRED,
        Some(false) => OPTIONAL,
        None => "",
    }
}

impl Editor for Documents {
    type Page = DocumentsPage;

    fn action(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE_DOCUMENTS, &[code])
    }

    fn sheet(&self, p: &Procedure) -> Option<Sheet> {
        let mut sheet = Sheet::default();
        for doc in &p.documents {
            let row = sheet.push(
                DOC,
                &[
                    ("handle", doc.key.clone()),
                    ("name", doc.name.clone()),
                    ("kind", doc.kind.to_string()),
                    ("originals", doc.originals.to_string()),
                    ("copies", doc.copies.to_string()),
                    ("paper", doc.form.clone().unwrap_or_default()),
                    ("hint", doc.hint.clone().unwrap_or_default()),
                ],
            );
            for case in &p.cases {
                sheet.set(DOC, &format!("need-{}", case.key), row, need_of(case, doc));
            }
        }
        Some(sheet)
    }

    fn applied(&self, sheet: &Sheet, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut documents: Vec<RequiredDoc> = Vec::new();
        let mut cases: Vec<(&Case, Vec<CaseDoc>)> = old.cases.iter().map(|case| (case, Vec::new())).collect();
        for row in sheet.rows(DOC) {
            let Some(name) = row.name(&mut errors, "name", &["paper", "hint"]) else { continue };
            let kind = row.read(&mut errors, "kind", rows::known(DocKind::parse));
            let originals = row.read(&mut errors, "originals", rows::number);
            let copies = row.read(&mut errors, "copies", rows::number);
            let (Some(kind), Some(originals), Some(copies)) = (kind, originals, copies) else {
                continue;
            };
            let key = rows::key(&row.had(), &name, documents.iter().map(|doc| &doc.key));
            for (case, asked) in &mut cases {
                let need = row.text(&format!("need-{}", case.key));
                if need == REQUIRED || need == OPTIONAL {
                    asked.push(CaseDoc { doc: key.clone(), required: need == REQUIRED });
                }
            }
            let (form, hint) = (row.optional("paper"), row.optional("hint"));
            documents.push(RequiredDoc {
                key,
                name: name.replace('\n', " "),
                kind,
                originals,
                copies,
                form,
                hint,
            });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let moved = is_moved(old, &documents);
        let cases = cases.into_iter().map(|(case, asked)| Case {
            documents: if moved { asked } else { in_the_old_order(&case.documents, asked) },
            ..case.clone()
        });
        Ok(Procedure { cases: cases.collect(), documents, ..old.clone() })
    }

    fn page(&self, desk: Desk) -> DocumentsPage {
        DocumentsPage {
            cases: desk.procedure.cases.clone(),
            kinds: rows::choices(DocKind::ALL.iter().map(|k| k.key()), "doc-kind", desk.locale),
            needs: rows::choices([REQUIRED, OPTIONAL].into_iter(), "admin-need", desk.locale),
            edit: desk.frame,
        }
    }
}

/// Whether documents that were there stand in another order now: then those of the cases follow.
fn is_moved(old: &Procedure, documents: &[RequiredDoc]) -> bool {
    let places = documents.iter().filter_map(|doc| old.documents.iter().position(|one| one.key == doc.key));
    !places.is_sorted()
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
    editing::show(&Documents, &ui, &app, &code).await
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
    editing::save(&Documents, &ui, &app, &code, sent).await
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
        assert_eq!(Documents.applied(&Documents.sheet(&old).unwrap(), &old).unwrap(), old);
    }

    #[test]
    fn a_row_that_is_taken_out_leaves_the_procedure_and_every_case() {
        let old = procedure();
        let mut sheet = Documents.sheet(&old).unwrap();
        sheet.put("do", "remove:doc:0");
        assert!(sheet.change());
        let new = Documents.applied(&sheet, &old).unwrap();
        assert_eq!(new.documents.len(), 1);
        assert!(new.cases.iter().all(|case| case.documents.iter().all(|asked| asked.doc != "don")));
        assert_eq!(new.cases[0].documents[0].doc, "ban-ve");
    }

    #[test]
    fn when_documents_are_moved_those_of_the_cases_follow() {
        let old = procedure();
        let mut sheet = Documents.sheet(&old).unwrap();
        sheet.set(DOC, "need-a", 0, REQUIRED);
        sheet.put("do", "down:doc:0");
        assert!(sheet.change());
        let new = Documents.applied(&sheet, &old).unwrap();
        let keys = |docs: &[CaseDoc]| docs.iter().map(|d| d.doc.clone()).collect::<Vec<_>>();
        assert_eq!(keys(&new.cases[0].documents), ["ban-ve", "don"]);
        assert_eq!(new.documents[0].key, "ban-ve");
    }
}
