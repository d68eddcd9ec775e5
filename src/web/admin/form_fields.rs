//! `/quan-tri/thu-tuc/{code}/to-khai/{page}`: the fields of one page of the e-form: what they take, whether they may be left
//! empty, what can be chosen, where their first value comes from, and in which cases they are asked.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    editing::{self, Desk, Editor, Frame},
    form_pages, rows,
    sheet::{Row, Sheet, lines},
};
use crate::{
    app::context::App,
    domain::{
        answers,
        ids::ProcedureCode,
        party::FieldError,
        procedure::{Audience, Case, FieldKind, FieldOption, FormField, FormPage, Prefill, Procedure},
    },
    i18n::Locale,
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors, Sent},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

const FIELD: &str = "field";

/// The page.
#[derive(Template)]
#[template(path = "admin/form_fields.html")]
pub struct FormFieldsPage {
    edit: Frame,
    title: String,
    preview: String,
    cases: Vec<Case>,
    kinds: Vec<Choice>,
    prefills: Vec<Choice>,
}

/// The editor of the fields of one page: a row a field.
#[derive(Clone, Debug)]
pub struct FormFields {
    /// Key of the page.
    pub page: String,
}

impl FormFields {
    fn of<'p>(&self, procedure: &'p Procedure) -> Option<&'p FormPage> {
        procedure.form.iter().find(|page| page.key == self.page)
    }

    /// Keys that fields of this page cannot have: those of other pages and of the portal's own.
    fn taken(&self, procedure: &Procedure) -> Vec<String> {
        let others = procedure.form.iter().filter(|page| page.key != self.page).flat_map(|page| &page.fields);
        let ours = [Audience::Citizen, Audience::Enterprise].map(answers::applicant_page);
        let ours = ours.iter().flat_map(|page| &page.fields);
        let more = form_pages::OURS.map(str::to_owned).into_iter().chain(["exempt-group".to_owned()]);
        others.chain(ours).map(|field| field.key.clone()).chain(more).collect()
    }
}

impl Editor for FormFields {
    type Page = FormFieldsPage;

    fn action(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE_FORM_PAGE, &[code, &self.page])
    }

    fn back(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE_FORM, &[code])
    }

    fn sheet(&self, p: &Procedure) -> Option<Sheet> {
        let mut sheet = Sheet::default();
        for field in &self.of(p)?.fields {
            let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
            let options = field.options.iter().map(|o| o.label.as_str()).collect::<Vec<_>>().join("\n");
            let cells = [
                ("handle", field.key.clone()),
                ("label", field.label.clone()),
                ("kind", field.kind.to_string()),
                ("hint", field.hint.clone().unwrap_or_default()),
                ("options", options),
                ("prefill", field.prefill.map_or_else(String::new, |from| from.to_string())),
                ("min", number(field.min)),
                ("max", number(field.max)),
            ];
            let row = sheet.push(FIELD, &cells);
            for (column, ticked) in [("optional", field.optional), ("future", field.future)] {
                if ticked {
                    sheet.tick(FIELD, column, row);
                }
            }
            for case in &field.cases {
                sheet.tick(FIELD, &format!("in-{case}"), row);
            }
        }
        Some(sheet)
    }

    fn applied(&self, sheet: &Sheet, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut taken = self.taken(old);
        let mut fields: Vec<FormField> = Vec::new();
        for row in sheet.rows(FIELD) {
            if let Some(field) = self.field(row, old, &taken, &mut errors) {
                taken.push(field.key.clone());
                fields.push(field);
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut new = old.clone();
        if let Some(page) = new.form.iter_mut().find(|page| page.key == self.page) {
            page.fields = fields;
        }
        Ok(new)
    }

    fn page(&self, desk: Desk) -> FormFieldsPage {
        FormFieldsPage {
            title: self.of(&desk.procedure).map_or_else(String::new, |page| page.title.clone()),
            preview: paths::fill(paths::ADMIN_PROCEDURE_PREVIEW, &[&desk.frame.code, &self.page]),
            cases: desk.procedure.cases.clone(),
            kinds: kinds(desk.locale),
            prefills: rows::choices(Prefill::ALL.iter().map(|p| p.key()), "admin-prefill", desk.locale),
            edit: desk.frame,
        }
    }
}

fn kinds(locale: Locale) -> Vec<Choice> {
    rows::choices(FieldKind::ALL.iter().map(|k| k.key()), "admin-field-kind", locale)
}

impl FormFields {
    fn field(
        &self,
        row: Row<'_>,
        old: &Procedure,
        taken: &[String],
        errors: &mut FieldErrors,
    ) -> Option<FormField> {
        let label = row.name(errors, "label", &["hint", "options", "min", "max"])?;
        let had = row.had();
        let before = self.of(old).and_then(|page| page.fields.iter().find(|field| field.key == had));
        let kind = row.read(errors, "kind", rows::known(FieldKind::parse));
        let prefill = row.read(errors, "prefill", |typed| {
            if typed.is_empty() { Ok(None) } else { rows::known(Prefill::parse)(typed).map(Some) }
        });
        let (min, max) = (row.read(errors, "min", number), row.read(errors, "max", number));
        let options = options(row.raw("options"), before.map_or(&[], |field| &field.options));
        if kind == Some(FieldKind::Choice) && options.is_empty() {
            errors.take::<()>(&row.at("options"), Err(FieldError::Required));
        }
        let (kind, min, max) = (kind?, min?, max?);
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            errors.take::<()>(&row.at("max"), Err(FieldError::Number));
        }
        Some(FormField {
            key: rows::key(&had, &label, taken.iter()),
            label,
            kind,
            optional: row.ticked("optional"),
            hint: row.optional("hint"),
            options: if kind == FieldKind::Choice { options } else { Vec::new() },
            prefill: prefill?,
            cases: cases(row, old, before),
            min,
            max,
            future: row.ticked("future"),
        })
    }
}

/// The cases that are ticked, in the order they had; all of them is the same as none, but is kept when it was said so.
fn cases(row: Row<'_>, old: &Procedure, before: Option<&FormField>) -> Vec<String> {
    let ticked = |case: &&Case| row.ticked(&format!("in-{}", case.key));
    let mut keys: Vec<String> = old.cases.iter().filter(ticked).map(|case| case.key.clone()).collect();
    let place = |key: &String| before.and_then(|field| field.cases.iter().position(|one| one == key));
    keys.sort_by_key(|key| place(key).unwrap_or(usize::MAX));
    keys
}

fn number(typed: &str) -> std::result::Result<Option<i64>, FieldError> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if digits.is_empty() { Ok(None) } else { digits.parse().map(Some).map_err(|_| FieldError::Number) }
}

/// The options, one label a line. An option keeps its key when its label stays, or when it was reworded in its place.
fn options(typed: &str, before: &[FieldOption]) -> Vec<FieldOption> {
    let labels = lines(typed);
    let mut options: Vec<FieldOption> = Vec::new();
    for (place, label) in labels.iter().enumerate() {
        let same = before.iter().find(|option| option.label == *label);
        let reworded = before.get(place).filter(|option| !labels.contains(&option.label));
        let had = same.or(reworded).map_or("", |option| option.key.as_str());
        // a key that another option of before still has is not given away
        let kept = before.iter().filter(|option| labels.contains(&option.label) && option.key != had);
        let taken: Vec<String> =
            options.iter().map(|o| o.key.clone()).chain(kept.map(|o| o.key.clone())).collect();
        options.push(FieldOption {
            key: rows::key(had, label, taken.iter()),
            label: label.clone(),
            proofs: Vec::new(),
        });
    }
    options
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path((code, page)): Path<(ProcedureCode, String)>,
) -> Result<Response> {
    editing::show(&FormFields { page }, &ui, &app, &code).await
}

/// Saves a new draft version; or shows the form again.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path((code, page)): Path<(ProcedureCode, String)>,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    editing::save(&FormFields { page }, &ui, &app, &code, sent).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure() -> Procedure {
        serde_json::from_value(serde_json::json!({
            "code": "1.001193", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause",
            "result": "Giấy khai sinh", "channels": [],
            "cases": [{"key": "usual", "name": "Đúng hạn"}, {"key": "late", "name": "Quá hạn"}],
            "form": [
                {"key": "child", "title": "Trẻ", "fields": [
                    {"key": "name", "label": "Họ tên", "kind": "name", "prefill": "name"},
                    {"key": "sex", "label": "Giới tính", "kind": "choice", "options": [
                        {"key": "male", "label": "Nam"}, {"key": "female", "label": "Nữ"}]},
                    {"key": "born", "label": "Ngày sinh", "kind": "date", "min": 1920},
                    {"key": "why", "label": "Lý do", "kind": "long-text", "cases": ["late"], "optional": true,
                     "hint": "Ngắn gọn", "max": 500}]},
                {"key": "other", "title": "Khác", "fields": [{"key": "pages", "label": "Số trang", "kind": "number"}]}]
        }))
        .unwrap()
    }

    fn child() -> FormFields {
        FormFields { page: "child".to_owned() }
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        let old = procedure();
        for page in ["child", "other"] {
            let editor = FormFields { page: page.to_owned() };
            assert_eq!(editor.applied(&editor.sheet(&old).unwrap(), &old).unwrap(), old);
        }
        assert!(FormFields { page: "none".to_owned() }.sheet(&old).is_none());
    }

    #[test]
    fn a_new_field_gets_a_key_that_no_page_has() {
        let old = procedure();
        let mut sheet = child().sheet(&old).unwrap();
        for (row, label) in [(4, "Pages"), (5, "Applicant name")] {
            let cells =
                [("handle", format!("+{row}")), ("label", label.to_owned()), ("kind", "text".to_owned())];
            sheet.push(FIELD, &cells);
        }
        let new = child().applied(&sheet, &old).unwrap();
        let keys: Vec<&str> = new.form[0].fields.iter().map(|f| f.key.as_str()).collect();
        assert_eq!(keys, ["name", "sex", "born", "why", "pages-2", "applicant-name-2"]);
    }

    #[test]
    fn options_keep_their_keys_when_they_are_moved_or_reworded() {
        let before = procedure().form[0].fields[1].options.clone();
        let keys = |typed| options(typed, &before).into_iter().map(|o| o.key).collect::<Vec<_>>();
        assert_eq!(keys("Nữ\nNam"), ["female", "male"]);
        assert_eq!(keys("Nam giới\nNữ"), ["male", "female"]);
        assert_eq!(keys("Nam\nNữ\nKhác"), ["male", "female", "khac"]);
        assert_eq!(keys("Nữ"), ["female"]);
        assert_eq!(keys("Male\nNam\nNữ"), ["male-2", "male", "female"]);
    }

    #[test]
    fn a_choice_without_options_and_a_maximum_below_the_minimum_are_to_be_mended() {
        let old = procedure();
        let mut sheet = child().sheet(&old).unwrap();
        sheet.set(FIELD, "options", 1, " ");
        sheet.set(FIELD, "max", 2, "1900");
        sheet.set(FIELD, "label", 3, "");
        let errors = child().applied(&sheet, &old).unwrap_err();
        let names: Vec<&str> = errors.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["field.options-1", "field.max-2", "field.label-3"]);
    }
}
