//! Documents that a person uploads, for a draft or for an open request for supplement, and their contents. The content is
//! kept first, under its SHA-256; only then the row is written.

use std::path::Path;

use uuid::Uuid;

use super::{context::App, error::Error, progress, secrets};
use crate::{
    domain::{
        actor::Actor,
        command::ItemKind,
        ids::{AccountId, DocumentId, DossierId},
        policy::{self, Scope},
        proof::{self, EXEMPT_KEY},
        status::{Action, Status},
    },
    store::{
        self,
        document::{Blob, Content, NewDocument},
        dossier::Key,
        view::DossierView,
    },
};

/// Most documents under one heading.
pub const MOST_OF_ONE: usize = 20;

/// An upload that lies in a temporary place.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// Its name on the sender's device.
    pub file_name: &'a str,
    /// Where it lies.
    pub temporary: &'a Path,
    /// What it is.
    pub blob: &'a Blob,
}

/// Uploads that came with one form.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Under which heading: key of a required document, or of an item of the open request.
    pub heading: &'a str,
    /// Made with the form.
    pub form_key: Uuid,
    /// What came in.
    pub uploads: &'a [Attachment<'a>],
}

/// Attaches uploads. The same form key attaches once.
/// # Errors
/// [`Error::NotFound`] when the dossier is not there, takes no uploads now, or has no such heading.
pub async fn attach(app: &App, actor: &Actor, key: &Key, batch: &Batch<'_>) -> Result<(), Error> {
    let Batch { heading, form_key, uploads } = *batch;
    let now = app.clock.now();
    let view = store::view::of(&app.db, &policy::scope(actor), key).await?.ok_or(Error::NotFound)?;
    let name = name_of(app, actor, &view, heading).await?;
    for upload in uploads {
        app.files.keep(&upload.blob.sha256, upload.temporary).await?;
    }
    let mut tx = app.db.begin().await?;
    let locked = store::dossier::lock(&mut tx, &policy::scope(actor), key).await?.ok_or(Error::NotFound)?;
    let dossier = locked.dossier;
    if dossier.status != view.status()? {
        return Err(Error::NotFound);
    }
    for (upload, number) in uploads.iter().zip(0_u128..) {
        let document = NewDocument {
            id: DocumentId::new(secrets::new_id(now)),
            dossier: dossier.id,
            key: heading.to_owned(),
            name: name.clone(),
            file_name: Some(upload.file_name.to_owned()),
            blob: Some(upload.blob.clone()),
            originals: 0,
            copies: 0,
            round: dossier.supplement_rounds,
            staged: true,
            by: actor.id,
            // One key per form, one number per upload in it.
            form_key: Uuid::from_u128(form_key.as_u128().wrapping_add(number)),
        };
        store::document::insert(&mut tx, &document, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Whether `actor` may add documents now: to a draft of their own, or to a dossier that waits for their supplement.
fn takes_uploads(actor: &Actor, view: &DossierView) -> Result<bool, Error> {
    let own = view.owner_id == Some(actor.id.uuid()) || view.filer_id == actor.id.uuid();
    let action = match view.status()? {
        Status::Draft => Action::Submit,
        Status::SupplementRequested => Action::Supplement,
        Status::Submitted
        | Status::Accepted
        | Status::Rejected
        | Status::Processing
        | Status::PaymentRequested
        | Status::Withdrawn
        | Status::Stopped
        | Status::Completed
        | Status::Returned => return Ok(false),
    };
    Ok(own && policy::permit(actor, &view.subject()?, action).is_ok())
}

/// What the document under `heading` is called, when `actor` may add one there now.
/// # Errors
/// [`Error::NotFound`] when not, or when there is no such heading.
pub async fn name_of(app: &App, actor: &Actor, view: &DossierView, heading: &str) -> Result<String, Error> {
    if !takes_uploads(actor, view)? {
        return Err(Error::NotFound);
    }
    if let Some(open) = view.open_supplement().filter(|_| view.status_key != Status::Draft.key()) {
        if let Some(item) = open.items.iter().find(|i| i.key == heading) {
            return Ok(item.name.clone());
        }
        // Whoever is asked for the exempt group again may prove the new one at once.
        let asks_for_group = open.items.iter().any(|i| i.kind == ItemKind::Answer && i.key == EXEMPT_KEY);
        let procedure = app.version(view.procedure_version).await?;
        let case = procedure.cases.iter().find(|c| c.key == view.case_key).filter(|_| asks_for_group);
        let paper = case.and_then(|case| proof::paper(&procedure, case, heading));
        return paper.map(|paper| paper.name).ok_or(Error::NotFound);
    }
    let procedure = app.version(view.procedure_version).await?;
    procedure
        .cases
        .iter()
        .find(|c| c.key == view.case_key)
        .and_then(|case| {
            let wanted = progress::uploads(&procedure, case, &view.answers);
            wanted.into_iter().find(|(d, _)| d.key == heading)
        })
        .map(|(d, _)| d.name)
        .ok_or(Error::NotFound)
}

/// Removes an upload of one's own that is not handed in yet. Removing it twice is harmless.
/// # Errors
/// [`Error::NotFound`] when the dossier is not there or takes no uploads now.
pub async fn remove(app: &App, actor: &Actor, key: &Key, document: DocumentId) -> Result<(), Error> {
    let view = store::view::of(&app.db, &policy::scope(actor), key).await?.ok_or(Error::NotFound)?;
    if !takes_uploads(actor, &view)? {
        return Err(Error::NotFound);
    }
    let own = |d: &store::view::DocumentLine| d.staged && AccountId::new(d.uploaded_by) == actor.id;
    if !view.documents.iter().any(|d| d.id == document.uuid() && own(d)) {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    store::document::remove_staged(&mut tx, DossierId::new(view.id), document).await?;
    Ok(tx.commit().await?)
}

/// What a document is, within `scope`.
/// # Errors
/// [`Error::NotFound`].
pub async fn about(app: &App, scope: &Scope, id: DocumentId) -> Result<Content, Error> {
    store::document::content(&app.db, scope, id).await?.ok_or(Error::NotFound)
}

/// The content of a document, within `scope`.
/// # Errors
/// [`Error::NotFound`], [`Error::Gateway`] when the store of contents fails.
pub async fn content(app: &App, scope: &Scope, id: DocumentId) -> Result<(Content, Vec<u8>), Error> {
    let content = about(app, scope, id).await?;
    let bytes = app.files.read(&content.sha256).await?;
    Ok((content, bytes))
}
