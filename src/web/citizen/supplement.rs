//! Answering a request for supplement: every item with its reason, a place to upload for each, and sending it all at once.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{act, context::App, documents, secrets},
    domain::{
        command::{Command, SupplementItem},
        ids::{DocumentId, Version},
        policy,
        status::Action,
    },
    i18n::Message,
    store::view::{DocumentLine, DossierView, SupplementLine},
    web::{
        citizen::{document, open},
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        paths,
        ui::Ui,
        upload::{MOST_DOCUMENT, Parts},
    },
};

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SupplementForm {
    version: i32,
}

struct Asked {
    item: SupplementItem,
    action: String,
    held: Vec<DocumentLine>,
    form_key: String,
    /// Name of its file field: each item has its own, so that an error stands where it belongs.
    error: Option<Message>,
}

#[derive(Template)]
#[template(path = "citizen/supplement.html")]
struct SupplementPage {
    code: String,
    view: DossierView,
    request: SupplementLine,
    asked: Vec<Asked>,
    refused: Option<Message>,
    errors: FieldErrors,
    most: u64,
    is_ready: bool,
}

impl SupplementPage {
    fn new(ui: &Ui, view: DossierView) -> Result<Self> {
        let permitted = policy::permit(ui.actor()?, &view.subject()?, Action::Supplement).is_ok();
        let request = view.open_supplement().filter(|_| permitted).cloned().ok_or(Error::NotFound)?;
        let code = view.code.clone().unwrap_or_default();
        let asked: Vec<Asked> = request
            .items
            .iter()
            .map(|item| Asked {
                action: paths::fill(paths::SUPPLEMENT_DOCUMENT, &[&code, &item.key]),
                held: view.documents.iter().filter(|d| d.staged && d.key == item.key).cloned().collect(),
                item: item.clone(),
                form_key: secrets::form_key().to_string(),
                error: None,
            })
            .collect();
        Ok(Self {
            is_ready: asked.iter().any(|a| !a.held.is_empty()),
            code,
            view,
            request,
            asked,
            refused: None,
            errors: FieldErrors::none(),
            most: MOST_DOCUMENT,
        })
    }
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let page = SupplementPage::new(&ui, view)?;
    ui.page(&page)
}

/// Whoever comes to the address of an upload (by the language switch, after an error) belongs on the page.
pub async fn back(ui: Ui, Path((code, _)): Path<(String, String)>) -> Response {
    ui.to(&paths::fill(paths::SUPPLEMENT, &[&code]))
}

/// Takes uploads for one item.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn upload(
    ui: Ui,
    State(app): State<App>,
    Path((code, key)): Path<(String, String)>,
    headers: HeaderMap,
    parts: Parts,
) -> Result<Response> {
    let mut page = SupplementPage::new(&ui, open::own(&app, &ui, &code).await?)?;
    let held = page.asked.iter().find(|a| a.item.key == key).map(|a| a.held.len()).ok_or(Error::NotFound)?;
    let errors = document::take(&app, &ui, &open::key(&code)?, (&key, held), &parts).await?;
    let error = errors.get("file").cloned();
    if let (Some(asked), Some(error)) = (page.asked.iter_mut().find(|a| a.item.key == key), error) {
        page.errors.add(&format!("file-{key}"), error.clone());
        asked.error = Some(error);
    }
    let back = paths::fill(paths::SUPPLEMENT, &[&page.code]);
    document::answer(&ui, &headers, &errors, &back, &page)
}

/// Removes one upload.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn remove(
    ui: Ui,
    State(app): State<App>,
    Path((code, _, document)): Path<(String, String, Uuid)>,
) -> Result<Response> {
    documents::remove(&app, ui.actor()?, &open::key(&code)?, DocumentId::new(document)).await?;
    Ok(ui.done(&paths::fill(paths::SUPPLEMENT, &[&code]), Message::new("citizen-flash-removed")))
}

/// Sends the supplement.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn send(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    Checked(form): Checked<SupplementForm>,
) -> Result<Response> {
    let key = open::key(&code)?;
    let seen = Version::new(form.version);
    match act::act(&app, ui.actor()?, &key, seen, Command::Supplement).await {
        Ok(_) => Ok(ui.done(&paths::fill(paths::MY_DOSSIER, &[&code]), Message::new("citizen-flash-supplemented"))),
        Err(error) => {
            let refused = open::refused(error)?;
            let mut page = SupplementPage::new(&ui, open::own(&app, &ui, &code).await?)?;
            page.refused = Some(refused);
            ui.again(&page)
        }
    }
}
