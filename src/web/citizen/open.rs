//! The draft that a page of the journey shows: read in one go, with its procedure and how far it is.

use std::sync::Arc;

use uuid::Uuid;

use crate::{
    app::{
        context::App,
        draft,
        progress::{Progress, Task},
        reference::Reference,
    },
    domain::{
        answers,
        decide::local_date,
        ids::{DossierCode, DossierId},
        procedure::{Answers, Case, Procedure},
    },
    i18n::{Locale, Message, text},
    store::{
        dossier::Key,
        view::{self, DossierView},
    },
    web::{
        error::{Error, Result},
        fields, paths,
        ui::Ui,
    },
};

/// An open draft.
#[derive(Clone, Debug)]
pub struct Open {
    /// The draft.
    pub view: DossierView,
    /// Its procedure.
    pub procedure: Arc<Procedure>,
    /// Its case.
    pub case: Case,
    /// Its tasks.
    pub progress: Progress,
    /// Agencies, calendars, policies.
    pub reference: Arc<Reference>,
    /// What the form shows.
    pub values: Answers,
}

/// The draft `id` of whoever is signed in.
/// # Errors
/// [`Error::NotFound`] when there is none; [`Error::Moved`] to the dossier that it became when it was handed in.
pub async fn draft(app: &App, ui: &Ui, id: Uuid) -> Result<Open> {
    let found = view::of(&app.db, &ui.scope()?, &Key::Id(DossierId::new(id))).await?;
    let view = found.filter(|v| v.owner_id == Some(v.filer_id)).ok_or(Error::NotFound)?;
    if let Some(code) = &view.code {
        return Err(Error::Moved(ui.locale().path(&paths::fill(paths::MY_DOSSIER, &[code]))));
    }
    let procedure = app.version(view.procedure_version).await?;
    let case = draft::case_of(&procedure, &view.case_key)
        .or(procedure.cases.first())
        .cloned()
        .ok_or(Error::NotFound)?;
    let progress = Progress::of(&view, &procedure, &case, local_date(app.clock.now()));
    let values = answers::shown(&view.applicant, &view.answers);
    let reference = app.reference().await?;
    Ok(Open { view, procedure, case, progress, reference, values })
}

impl Open {
    /// Where the next task after the one at `is_here` is; checking when there is none.
    #[must_use]
    pub fn next(&self, is_here: impl Fn(&Task) -> bool) -> String {
        let id = self.view.id.to_string();
        self.progress
            .after(is_here)
            .map_or_else(|| paths::fill(paths::DRAFT_CHECK, &[&id]), |task| page(&id, task))
    }
}

/// Where a draft that was just begun goes on: the first thing that is not done.
#[must_use]
pub fn first(open: &Open) -> String {
    let id = open.view.id.to_string();
    let first = open.progress.first();
    first.map_or_else(|| paths::fill(paths::DRAFT_CHECK, &[&id]), |task| page(&id, task))
}

/// The screen on which a task is done.
fn page(id: &str, task: &Task) -> String {
    match task {
        Task::Page(page) => paths::fill(paths::DRAFT_FORM, &[id, &page.key]),
        Task::Document { .. } => paths::fill(paths::DRAFT_DOCUMENTS, &[id]),
        Task::Return => paths::fill(paths::DRAFT_RETURN, &[id]),
    }
}

/// Where a task is done: all documents stand on one screen, and each has its place there.
#[must_use]
pub fn path(id: &str, task: &Task) -> String {
    match task {
        Task::Document { doc, .. } => format!("{}#d-{}", page(id, task), doc.key),
        Task::Page(_) | Task::Return => page(id, task),
    }
}

/// What a task is called, and whether that is procedure data.
#[must_use]
pub fn name(locale: Locale, task: &Task) -> (String, bool) {
    match task {
        Task::Page(page) => (fields::title(locale, page), !page.title.is_empty()),
        Task::Document { doc, .. } => (doc.name.clone(), true),
        Task::Return => (text(locale, "citizen-return-title", &[]), false),
    }
}

/// A submitted dossier that belongs to whoever is signed in.
/// # Errors
/// [`Error::NotFound`] when it is not there or somebody else's.
pub async fn own(app: &App, ui: &Ui, code: &str) -> Result<DossierView> {
    let code = DossierCode::parse(code).map_err(|_| Error::NotFound)?;
    let account = ui.account()?;
    view::of(&app.db, &ui.scope()?, &Key::Code(code))
        .await?
        .filter(|v| v.owner_id == Some(account.uuid()))
        .ok_or(Error::NotFound)
}

/// The key of a submitted dossier, for `act`.
/// # Errors
/// [`Error::NotFound`] when it is not a code.
pub fn key(code: &str) -> Result<Key> {
    DossierCode::parse(code).map(Key::Code).map_err(|_| Error::NotFound)
}

/// What a page says when a rule says no; anything else goes on as an error.
/// # Errors
/// Every error that is not a rule's.
pub fn refused(error: crate::app::error::Error) -> Result<Message> {
    use crate::{app::error::Error as App, domain::refusal::Refusal};
    if let App::Refused(refusal) = &error
        && *refusal != Refusal::NotPermitted
    {
        return Ok(Message::refusal(refusal));
    }
    Err(error.into())
}
