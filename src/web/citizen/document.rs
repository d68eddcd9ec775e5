//! The documents of a draft on one screen: what came in so far of each, and a place to upload more.

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
        partial_upload,
        progress::Task,
        secrets,
    },
    domain::{
        ids::{DocumentId, DossierId},
        procedure::RequiredDoc,
    },
    i18n::Message,
    store::{dossier::Key, partial_upload::PartialUpload, view::DocumentLine},
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

/// One document of the case with what came in so far.
struct Wanted {
    doc: RequiredDoc,
    required: bool,
    action: String,
    held: Vec<DocumentLine>,
    /// What broke off.
    partial: Vec<PartialUpload>,
    form_key: String,
    error: Option<Message>,
}

#[derive(Template)]
#[template(path = "citizen/document.html")]
struct DocumentsPage {
    id: String,
    wanted: Vec<Wanted>,
    errors: FieldErrors,
    most: u64,
    missing: usize,
    step: usize,
    steps: usize,
}

impl DocumentsPage {
    async fn new(app: &App, ui: &Ui, open: &Open) -> Result<Self> {
        let partial = partial_upload::unfinished(app, ui.actor()?, open.view.id).await?;
        let id = open.view.id.to_string();
        let wanted: Vec<Wanted> = open
            .progress
            .tasks
            .iter()
            .filter_map(|(task, _)| match task {
                Task::Document { doc, required, .. } => Some(Wanted {
                    action: paths::fill(paths::DRAFT_DOCUMENT, &[&id, &doc.key]),
                    held: open.view.documents.iter().filter(|d| d.key == doc.key).cloned().collect(),
                    partial: partial.iter().filter(|p| p.key == doc.key).cloned().collect(),
                    doc: doc.clone(),
                    required: *required,
                    form_key: secrets::form_key().to_string(),
                    error: None,
                }),
                Task::Page(_) | Task::Return => None,
            })
            .collect();
        let (step, steps) = open.progress.place(|t| matches!(t, Task::Document { .. }));
        Ok(Self {
            missing: wanted.iter().filter(|w| w.required && w.held.is_empty()).count(),
            wanted,
            errors: FieldErrors::none(),
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
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    ui.page(&DocumentsPage::new(&app, &ui, &open).await?)
}

/// Whoever comes to the address of one document (by the language switch, after an error) belongs on the page of all.
pub async fn back(ui: Ui, Path((id, _)): Path<(Uuid, String)>) -> Response {
    ui.to(&paths::fill(paths::DRAFT_DOCUMENTS, &[&id.to_string()]))
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
    let mut page = DocumentsPage::new(&app, &ui, &open).await?;
    let held = page.wanted.iter().find(|w| w.doc.key == key).map(|w| w.held.len()).ok_or(Error::NotFound)?;
    let errors = take(&app, &ui, &Key::Id(DossierId::new(id)), (&key, held), &parts).await?;
    let error = errors.get("file").cloned();
    if let (Some(wanted), Some(error)) = (page.wanted.iter_mut().find(|w| w.doc.key == key), error) {
        page.errors.add(&format!("file-{key}"), error.clone());
        wanted.error = Some(error);
    }
    let back = paths::fill(paths::DRAFT_DOCUMENTS, &[&page.id]);
    answer(&ui, &headers, &errors, &back, &page)
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
    Path((id, _, document)): Path<(Uuid, String, Uuid)>,
) -> Result<Response> {
    let dossier = Key::Id(DossierId::new(id));
    documents::remove(&app, ui.actor()?, &dossier, DocumentId::new(document)).await?;
    Ok(ui.done(
        &paths::fill(paths::DRAFT_DOCUMENTS, &[&id.to_string()]),
        Message::new("citizen-flash-removed"),
    ))
}
