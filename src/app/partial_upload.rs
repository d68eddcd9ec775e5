//! Uploads that come in pieces and go on where they broke off, after a lost connection or a closed tab. An upload is known by
//! its content: whoever announces the same content again finds it where it stopped, so nothing has to be kept on the device.
//! When all of it is here it is looked at and becomes a document like any other ([`documents::attach`]).

use uuid::Uuid;

use super::{
    context::App,
    documents::{self, Attachment, Batch, MOST_OF_ONE},
    error::Error,
    secrets,
};
use crate::{
    domain::{actor::Actor, ids::DossierId, policy},
    store::{
        self,
        dossier::Key,
        partial_upload::{Announced, PartialUpload},
    },
};

/// Most unfinished uploads of one person; of more the oldest go.
pub const MOST_OPEN: i64 = 20;

/// A file that somebody is about to send.
#[derive(Clone, Copy, Debug)]
pub struct Announcement<'a> {
    /// Under which heading: key of a required document, or of an item of the open request.
    pub heading: &'a str,
    /// Its name on the sender's device.
    pub file_name: &'a str,
    /// SHA-256 of the whole.
    pub sha256: &'a [u8],
    /// Bytes of the whole.
    pub size: i64,
}

/// Opens the upload, or finds it where it broke off; `None` when the heading holds as many files as it may.
/// # Errors
/// [`Error::NotFound`] when the dossier is not there, takes no uploads now, or has no such heading.
pub async fn begin(
    app: &App,
    actor: &Actor,
    key: &Key,
    file: &Announcement<'_>,
) -> Result<Option<PartialUpload>, Error> {
    let now = app.clock.now();
    let view = store::view::of(&app.db, &policy::scope(actor), key).await?.ok_or(Error::NotFound)?;
    documents::name_of(app, actor, &view, file.heading).await?;
    let announced = Announced {
        id: secrets::new_id(now),
        dossier: DossierId::new(view.id),
        account: actor.id,
        key: file.heading,
        file_name: file.file_name,
        sha256: file.sha256,
        size: file.size,
        form_key: secrets::form_key(),
    };
    let mut tx = app.db.begin().await?;
    let upload = store::partial_upload::open(&mut tx, &announced, now).await?;
    let held = view.documents.iter().filter(|d| d.staged && d.key == file.heading).count();
    if held >= MOST_OF_ONE && upload.taken_at.is_none() {
        return Ok(None);
    }
    store::partial_upload::keep_latest(&mut tx, actor.id, MOST_OPEN).await?;
    tx.commit().await?;
    Ok(Some(upload))
}

/// The upload of `actor`.
/// # Errors
/// [`Error::NotFound`] when it is not there or somebody else's.
pub async fn find(app: &App, actor: &Actor, id: Uuid) -> Result<PartialUpload, Error> {
    store::partial_upload::find(&app.db, actor.id, id).await?.ok_or(Error::NotFound)
}

/// What `actor` began to send for a dossier and has not sent whole.
/// # Errors
/// [`Error::Store`].
pub async fn unfinished(app: &App, actor: &Actor, dossier: Uuid) -> Result<Vec<PartialUpload>, Error> {
    Ok(store::partial_upload::unfinished(&app.db, actor.id, DossierId::new(dossier)).await?)
}

/// What became of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is here; how far the upload is now.
    Here(PartialUpload),
    /// It does not fit: the next one has to begin elsewhere. How far the upload is.
    Elsewhere(PartialUpload),
}

/// Adds the piece that begins at byte `start`. An empty piece at the end is let pass: it asks for what was left undone.
/// # Errors
/// [`Error::NotFound`] when the upload is not there or somebody else's.
pub async fn add(app: &App, actor: &Actor, id: Uuid, start: i64, piece: &[u8]) -> Result<Added, Error> {
    let mut tx = app.db.begin().await?;
    let mut upload = store::partial_upload::lock(&mut tx, actor.id, id).await?.ok_or(Error::NotFound)?;
    let end = i64::try_from(piece.len()).ok().and_then(|length| start.checked_add(length));
    let Some(end) = end.filter(|end| start == upload.received && *end <= upload.size) else {
        return Ok(Added::Elsewhere(upload));
    };
    if !piece.is_empty() {
        store::partial_upload::add(&mut tx, &upload, piece, app.clock.now()).await?;
        upload.received = end;
    }
    tx.commit().await?;
    Ok(Added::Here(upload))
}

/// The piece that begins at byte `start` of a whole upload.
/// # Errors
/// [`Error::Internal`] when there is none: then the row says more than the pieces hold.
pub async fn piece(app: &App, upload: &PartialUpload, start: i64) -> Result<Vec<u8>, Error> {
    let piece = store::partial_upload::piece(&app.db, upload.id, start).await?;
    piece.ok_or_else(|| Error::Internal(format!("upload {} has a gap at {start}", upload.id)))
}

/// Makes a document of a whole upload that was looked at. Doing it twice makes one.
/// # Errors
/// As [`documents::attach`].
pub async fn settle(
    app: &App,
    actor: &Actor,
    upload: &PartialUpload,
    whole: Attachment<'_>,
) -> Result<(), Error> {
    let key = Key::Id(DossierId::new(upload.dossier));
    let batch = Batch { heading: &upload.key, form_key: upload.form_key, uploads: &[whole] };
    documents::attach(app, actor, &key, &batch).await?;
    let mut tx = app.db.begin().await?;
    store::partial_upload::taken(&mut tx, upload.id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Gives an upload up. Twice is harmless, and what became a document stays one.
/// # Errors
/// [`Error::Store`].
pub async fn give_up(app: &App, actor: &Actor, id: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    store::partial_upload::remove(&mut tx, actor.id, id).await?;
    Ok(tx.commit().await?)
}
