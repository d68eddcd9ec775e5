//! Answering a request for supplement: every item with its reason, a place to upload for each, and sending it all at once.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{act, context::App, documents, draft, partial_upload, reference::Reference, secrets, supplement},
    domain::{
        answers::{self, Fault},
        command::{Command, ItemKind, SupplementItem},
        correction,
        decide::local_date,
        ids::{DocumentId, Version},
        policy,
        procedure::{Answers, FormPage, Procedure},
        proof::{self, EXEMPT_KEY},
        status::Action,
    },
    i18n::{Locale, Message, text},
    store::{
        partial_upload::PartialUpload,
        view::{DocumentLine, DossierView, SupplementLine},
    },
    web::{
        citizen::{document, form::is_autosave, open},
        desk::choices,
        error::{Error, Result},
        fields::{self, Filled},
        filters,
        form::{CheckedAll, FieldErrors},
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
    then: String,
}

struct Asked {
    item: SupplementItem,
    action: String,
    held: Vec<DocumentLine>,
    /// What broke off.
    partial: Vec<PartialUpload>,
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
    answers: Filled,
    refused: Option<Message>,
    errors: FieldErrors,
    most: u64,
    is_ready: bool,
}

/// The open request of a dossier with the fields that it names.
struct Request {
    view: DossierView,
    line: SupplementLine,
    page: FormPage,
    procedure: Arc<Procedure>,
    partial: Vec<PartialUpload>,
    reference: Arc<Reference>,
}

impl Request {
    /// The same, when whoever is signed in may answer it.
    async fn of(app: &App, ui: &Ui, code: &str) -> Result<Option<Self>> {
        let view = open::own(app, ui, code).await?;
        let permitted = policy::permit(ui.actor()?, &view.subject()?, Action::Supplement).is_ok();
        let Some(line) = view.open_supplement().filter(|_| permitted).cloned() else {
            return Ok(None);
        };
        let procedure = app.version(view.procedure_version).await?;
        let page = choices::asked_answers(&view, &procedure);
        let partial = partial_upload::unfinished(app, ui.actor()?, view.id).await?;
        Ok(Some(Self { view, line, page, procedure, partial, reference: app.reference().await? }))
    }

    /// The papers that are asked for: those that the request names, and, where it asks for the exempt group again, those that prove
    /// the group that is chosen now.
    fn papers(&self, locale: Locale) -> Vec<SupplementItem> {
        let mut papers: Vec<SupplementItem> = self.line.papers().into_iter().cloned().collect();
        let asks_for_group =
            self.line.items.iter().any(|item| item.kind == ItemKind::Answer && item.key == EXEMPT_KEY);
        let case = self.procedure.cases.iter().find(|c| c.key == self.view.case_key);
        if let Some(case) = case.filter(|_| asks_for_group) {
            for paper in proof::papers(&self.procedure, case, &self.values()) {
                let handed_in = self.view.documents.iter().any(|d| d.key == paper.key && !d.staged);
                if !handed_in && !papers.iter().any(|item| item.key == paper.key) {
                    let reason = text(locale, "citizen-supplement-proof", &[]);
                    papers.push(SupplementItem {
                        kind: ItemKind::Document,
                        key: paper.key,
                        name: paper.name,
                        reason,
                    });
                }
            }
        }
        papers
    }

    /// What stands in the fields: what was typed already, else the answers that were given.
    fn values(&self) -> Answers {
        let mut values = answers::shown(&self.view.applicant, &self.view.answers);
        for (key, typed) in &self.line.typed {
            values.insert(key.clone(), typed.clone());
        }
        values
    }
}

impl SupplementPage {
    fn new(ui: &Ui, request: Option<Request>, faults: &[Fault]) -> Result<Self> {
        let request = request.ok_or(Error::NotFound)?;
        let mut answers =
            fields::filled(ui.locale(), &request.page, &request.values(), faults, &request.reference).apart();
        for field in &mut answers.fields {
            // Why it is asked again says more than the usual help.
            let key = field.name.strip_prefix(fields::FORM).unwrap_or(&field.name);
            if let Some(item) = request.line.items.iter().find(|i| i.kind == ItemKind::Answer && i.key == key)
            {
                field.hint.clone_from(&item.reason);
            }
        }
        let papers = request.papers(ui.locale());
        let Request { view, line: request, partial, .. } = request;
        let code = view.code.clone().unwrap_or_default();
        let asked: Vec<Asked> = papers
            .into_iter()
            .map(|item| Asked {
                action: paths::fill(paths::SUPPLEMENT_DOCUMENT, &[&code, &item.key]),
                held: view.documents.iter().filter(|d| d.staged && d.key == item.key).cloned().collect(),
                partial: partial.iter().filter(|p| p.key == item.key).cloned().collect(),
                item,
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
            errors: answers.errors.clone(),
            answers,
            refused: None,
            most: MOST_DOCUMENT,
        })
    }
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let page = SupplementPage::new(&ui, Request::of(&app, &ui, &code).await?, &[])?;
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
    let mut page = SupplementPage::new(&ui, Request::of(&app, &ui, &code).await?, &[])?;
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

/// Sends the supplement: the documents that were uploaded, and the answers on this form. Scripts, and "Lưu", only keep what was
/// typed.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn send(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
    CheckedAll(form, sent): CheckedAll<SupplementForm>,
) -> Result<Response> {
    let key = open::key(&code)?;
    let (mut answers, mut faults) = (Answers::new(), Vec::new());
    if let Some(request) = Request::of(&app, &ui, &code).await?
        && !request.page.fields.is_empty()
    {
        let typed = fields::typed_apart(&request.page, &sent);
        supplement::keep(&app, ui.actor()?, &key, &typed).await?;
        let today = local_date(app.clock.now());
        let read = correction::read(&request.page, &request.view.case_key, &typed, today)
            .and_then(|tidy| draft::known_wards(&request.page, tidy, &request.reference));
        match read {
            Ok(tidy) => answers = tidy,
            Err(wrong) => faults = wrong,
        }
    }
    if is_autosave(&headers) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if form.then == "keep" {
        return Ok(ui.done(&paths::fill(paths::SUPPLEMENT, &[&code]), Message::new("citizen-flash-saved")));
    }
    if !faults.is_empty() {
        let request = Request::of(&app, &ui, &code).await?;
        return ui.again(&SupplementPage::new(&ui, request, &faults)?);
    }
    let seen = Version::new(form.version);
    match act::act(&app, ui.actor()?, &key, seen, Command::Supplement { answers }).await {
        Ok(_) => {
            Ok(ui.done(&paths::fill(paths::MY_DOSSIER, &[&code]), Message::new("citizen-flash-supplemented")))
        }
        Err(error) => {
            let refused = open::refused(error)?;
            let mut page = SupplementPage::new(&ui, Request::of(&app, &ui, &code).await?, &[])?;
            page.refused = Some(refused);
            ui.again(&page)
        }
    }
}
