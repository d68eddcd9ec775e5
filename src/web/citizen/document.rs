//! One required document of a draft: what came in so far, and a place to upload more.

use askama::Template;
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use crate::{
    app::{
        context::App,
        documents::{self, Attachment, Batch},
        progress::Task,
        secrets,
    },
    domain::{
        ids::{DocumentId, DossierId},
        procedure::RequiredDoc,
    },
    i18n::Message,
    store::{dossier::Key, view::DocumentLine},
    web::{
        citizen::{
            form::is_autosave,
            open::{self, Open},
        },
        error::{Error, Result},
        filters,
        form::FieldErrors,
        paths,
        ui::Ui,
        upload::{MOST_DOCUMENT, Parts},
    },
};

#[derive(Template)]
#[template(path = "citizen/document.html")]
struct DocumentPage {
    id: String,
    action: String,
    next: String,
    doc: RequiredDoc,
    required: bool,
    held: Vec<DocumentLine>,
    errors: FieldErrors,
    form_key: String,
    most: u64,
    step: usize,
    steps: usize,
}

fn is_document(task: &Task, key: &str) -> bool {
    matches!(task, Task::Document { doc, .. } if doc.key == key)
}

impl DocumentPage {
    fn new(open: &Open, key: &str, errors: FieldErrors) -> Result<Self> {
        let id = open.view.id.to_string();
        let (doc, required) = open
            .progress
            .tasks
            .iter()
            .find_map(|(task, _)| match task {
                Task::Document { doc, required, .. } if doc.key == key => Some((doc.clone(), *required)),
                Task::Document { .. } | Task::Page(_) | Task::Return => None,
            })
            .ok_or(Error::NotFound)?;
        let (step, steps) = open.progress.place(|t| is_document(t, key));
        Ok(Self {
            action: paths::fill(paths::DRAFT_DOCUMENT, &[&id, key]),
            next: open.next(|t| is_document(t, key)),
            held: open.view.documents.iter().filter(|d| d.key == key).cloned().collect(),
            doc,
            required,
            errors,
            form_key: secrets::form_key().to_string(),
            most: MOST_DOCUMENT,
            step,
            steps,
            id,
        })
    }
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path((id, key)): Path<(Uuid, String)>) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    ui.page(&DocumentPage::new(&open, &key, FieldErrors::none())?)
}

/// Takes uploads, and back to the page, where they are listed.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn upload(
    ui: Ui,
    State(app): State<App>,
    Path((id, key)): Path<(Uuid, String)>,
    headers: HeaderMap,
    parts: Parts,
) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    let held = open.view.documents.iter().filter(|d| d.key == key).count();
    let errors = take(&app, &ui, &Key::Id(DossierId::new(id)), (&key, held), &parts).await?;
    let page = DocumentPage::new(&open, &key, errors)?;
    answer(&ui, &headers, &page.errors.clone(), &page.action.clone(), &page)
}

/// Attaches what came in, or says why not.
///
/// # Errors
/// What [`documents::attach`] reports.
pub async fn take(
    app: &App,
    ui: &Ui,
    dossier: &Key,
    (heading, held): (&str, usize),
    parts: &Parts,
) -> Result<FieldErrors> {
    let mut errors = FieldErrors::none();
    for (_, message) in &parts.errors {
        errors.add("file", message.clone());
    }
    if errors.is_empty() && parts.uploads.is_empty() {
        errors.add("file", Message::new("citizen-upload-missing"));
    }
    if held + parts.uploads.len() > documents::MOST_OF_ONE {
        errors.add("file", Message::new("citizen-upload-too-many").with("max", documents::MOST_OF_ONE));
    }
    if !errors.is_empty() && parts.uploads.is_empty() || held + parts.uploads.len() > documents::MOST_OF_ONE {
        return Ok(errors);
    }
    let form_key = Uuid::parse_str(parts.field("form_key")).map_err(|_| Error::Unreadable)?;
    let uploads: Vec<Attachment<'_>> = parts
        .uploads
        .iter()
        .map(|u| Attachment { file_name: &u.file_name, temporary: &u.temporary, blob: &u.blob })
        .collect();
    let batch = Batch { heading, form_key, uploads: &uploads };
    documents::attach(app, ui.actor()?, dossier, &batch).await?;
    Ok(errors)
}

/// To the page when all is well; the page again, or for scripts its words alone, when something is to be mended.
///
/// # Errors
/// [`Error::Internal`] when the template fails.
pub fn answer<T: Template>(
    ui: &Ui,
    headers: &HeaderMap,
    errors: &FieldErrors,
    path: &str,
    page: &T,
) -> Result<Response> {
    if errors.is_empty() {
        return Ok(ui.done(path, Message::new("citizen-flash-uploaded")));
    }
    if is_autosave(headers) {
        let words: Vec<String> = errors.iter().map(|(_, m)| m.text(ui.locale())).collect();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(words)).into_response());
    }
    ui.again(page)
}

/// Removes one upload.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn remove(
    ui: Ui,
    State(app): State<App>,
    Path((id, key, document)): Path<(Uuid, String, Uuid)>,
) -> Result<Response> {
    let dossier = Key::Id(DossierId::new(id));
    documents::remove(&app, ui.actor()?, &dossier, DocumentId::new(document)).await?;
    Ok(ui.done(&paths::fill(paths::DRAFT_DOCUMENT, &[&id.to_string(), &key]), Message::new("citizen-flash-removed")))
}
