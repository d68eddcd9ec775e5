//! One page of a draft's form: one topic. What was typed is kept whether it can be read or not; scripts save it while typing.

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
        answers::{self, Fault},
        ids::DossierId,
    },
    i18n::Message,
    web::{
        citizen::{
            fields::{self, Filled},
            open::{self, Open},
        },
        error::{Error, Result},
        filters,
        form::Checked,
        paths,
        ui::Ui,
    },
};

/// Every field that was sent, in order.
pub type Sent = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "citizen/form.html")]
struct FormPage {
    id: String,
    action: String,
    page: Filled,
    step: usize,
    steps: usize,
    procedure_name: String,
    is_applicant: bool,
    is_representative: bool,
    /// The version of the form: a copy on the device fits no other.
    keep: String,
}

impl FormPage {
    fn new(ui: &Ui, open: &Open, key: &str, faults: &[Fault]) -> Result<Self> {
        let id = open.view.id.to_string();
        let page = open
            .progress
            .tasks
            .iter()
            .find_map(|(task, _)| match task {
                Task::Page(page) if page.key == key => Some(page),
                Task::Page(_) | Task::Document { .. } | Task::Return => None,
            })
            .ok_or(Error::NotFound)?;
        let (step, steps) = open.progress.place(|t| is_page(t, key));
        Ok(Self {
            action: paths::fill(paths::DRAFT_FORM, &[&id, key]),
            page: fields::filled(ui.locale(), page, &open.values, faults, &open.reference),
            step,
            steps,
            procedure_name: open.view.procedure_name.clone(),
            is_applicant: key == answers::APPLICANT,
            is_representative: open.view.applicant.representative.is_some(),
            keep: open.view.procedure_version.to_string(),
            id,
        })
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
    ui.page(&FormPage::new(&ui, &open, &key, &[])?)
}

/// Keeps the page. Scripts get 204; a person goes on to the next task, or to the hub with "Lưu nháp", or sees what to mend.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path((id, key)): Path<(Uuid, String)>,
    headers: HeaderMap,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    let faults = draft::save_page(&app, ui.actor()?, DossierId::new(id), &key, &sent).await?;
    if is_autosave(&headers) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if sent.iter().any(|(name, value)| name == "then" && value == "hub") {
        let hub = paths::fill(paths::DRAFT, &[&id.to_string()]);
        return Ok(ui.done(&hub, Message::new("citizen-flash-saved")));
    }
    let open = open::draft(&app, &ui, id).await?;
    if faults.is_empty() {
        Ok(ui.to(&open.next(|t| is_page(t, &key))))
    } else {
        ui.again(&FormPage::new(&ui, &open, &key, &faults)?)
    }
}

/// Whether a script asks, which wants no page.
#[must_use]
pub fn is_autosave(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"application/json"))
}
