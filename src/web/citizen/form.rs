//! A screen of a draft's form: one page, or several that ask little. What is known already is shown and not asked again. What was
//! typed is kept whether it can be read or not; scripts save it while typing.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use crate::{
    app::{context::App, draft, progress::Task},
    domain::{
        answers::{self, Fault, PageFaults},
        ids::DossierId,
        procedure::FormPage,
    },
    i18n::{Locale, Message, text},
    web::{
        citizen::open::{self, Open},
        error::{Error, Result},
        fields::{self, Field, Row},
        filters,
        form::{Checked, FieldErrors, Sent},
        paths,
        ui::Ui,
    },
};

/// Names the pages of the form that stood on the screen; no field of a procedure begins with a line.
const PAGE: &str = "_page";

/// One page of the form on the screen: what is known already and can be changed, and what is asked.
struct Section {
    key: String,
    title: String,
    is_data: bool,
    is_applicant: bool,
    known: Vec<Row>,
    /// The inputs of what is known, folded away until somebody wants to change it or it needs attention.
    kept: Vec<Field>,
    is_open: bool,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "citizen/form.html")]
struct FormScreen {
    id: String,
    action: String,
    title: String,
    is_data: bool,
    sections: Vec<Section>,
    errors: FieldErrors,
    step: usize,
    steps: usize,
    procedure_name: String,
    is_representative: bool,
    /// The version of the form: a copy on the device fits no other.
    keep: String,
}

impl FormScreen {
    fn new(ui: &Ui, open: &Open, key: &str, pages: &[FormPage], faults: &[PageFaults]) -> Result<Self> {
        let id = open.view.id.to_string();
        let (step, steps) = open.progress.place(|t| is_page(t, key));
        let mut errors = FieldErrors::none();
        let sections: Vec<Section> = pages
            .iter()
            .map(|page| {
                let own = faults.iter().find(|(key, _)| *key == page.key).map_or(&[][..], |(_, list)| list);
                let section = section(ui.locale(), open, page, own);
                for field in section.kept.iter().chain(&section.fields) {
                    if let Some(error) = &field.error {
                        errors.add(&field.name, error.clone());
                    }
                }
                section
            })
            .collect();
        let (title, is_data) = match sections.as_slice() {
            [] => return Err(Error::NotFound),
            [only] => (only.title.clone(), only.is_data),
            _ => (text(ui.locale(), "citizen-form-title", &[]), false),
        };
        Ok(Self {
            action: paths::fill(paths::DRAFT_FORM, &[&id, key]),
            title,
            is_data,
            sections,
            errors,
            step,
            steps,
            procedure_name: open.view.procedure_name.clone(),
            is_representative: open.view.applicant.representative.is_some(),
            keep: open.view.procedure_version.to_string(),
            id,
        })
    }

    const fn is_one(&self) -> bool {
        self.sections.len() == 1
    }
}

fn section(locale: Locale, open: &Open, page: &FormPage, faults: &[Fault]) -> Section {
    let filled = fields::filled(locale, page, &open.values, faults, &open.reference);
    let rows = fields::rows(locale, page, &open.values, &open.reference);
    let is_known = |f: &Field| open.progress.known.contains(&f.name);
    let known = filled.fields.iter().zip(rows).filter(|(f, _)| is_known(f)).map(|(_, row)| row).collect();
    let (kept, fields): (Vec<Field>, Vec<Field>) = filled.fields.into_iter().partition(is_known);
    Section {
        key: page.key.clone(),
        title: filled.title,
        is_data: filled.is_data,
        is_applicant: page.key == answers::APPLICANT,
        known,
        is_open: fields.is_empty() || kept.iter().any(|f| f.error.is_some()),
        kept,
        fields,
    }
}

fn is_page(task: &Task, key: &str) -> bool {
    matches!(task, Task::Page(page) if page.key == key)
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path((id, key)): Path<(Uuid, String)>) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    ui.page(&FormScreen::new(&ui, &open, &key, &open.progress.screen(&key), &[])?)
}

/// Keeps the pages of the screen. Scripts get 204; a person goes on to the next task, or to the hub with "Lưu nháp", or sees
/// what to mend.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path((id, key)): Path<(Uuid, String)>,
    headers: HeaderMap,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    let mut keys: Vec<String> = sent.iter().filter(|(n, _)| n == PAGE).map(|(_, v)| v.clone()).collect();
    if keys.is_empty() {
        keys.push(key.clone());
    }
    let mut faults: Vec<PageFaults> = Vec::new();
    for page in &keys {
        let wrong = draft::save_page(&app, ui.actor()?, DossierId::new(id), page, &sent).await?;
        if !wrong.is_empty() {
            faults.push((page.clone(), wrong));
        }
    }
    if is_autosave(&headers) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if sent.iter().any(|(name, value)| name == "then" && value == "hub") {
        let hub = paths::fill(paths::DRAFT, &[&id.to_string()]);
        return Ok(ui.done(&hub, Message::new("citizen-flash-saved")));
    }
    let open = open::draft(&app, &ui, id).await?;
    if faults.is_empty() {
        let last = keys.last().unwrap_or(&key);
        return Ok(ui.to(&open.next(|t| is_page(t, last))));
    }
    // The same pages again, whatever else would fit on the screen by now.
    let pages: Vec<FormPage> = open
        .progress
        .tasks
        .iter()
        .filter_map(|(task, _)| match task {
            Task::Page(page) if keys.contains(&page.key) => Some(page.clone()),
            Task::Page(_) | Task::Document { .. } | Task::Return => None,
        })
        .collect();
    ui.again(&FormScreen::new(&ui, &open, &key, &pages, &faults)?)
}

/// Whether a script asks, which wants no page.
#[must_use]
pub fn is_autosave(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"application/json"))
}
