//! Documents that staff bring in: papers handed in at the counter, and the electronic result. Each is written in the
//! transaction of the act that it belongs to.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    act::{self, Done, Wanted},
    context::App,
    error::Error,
    secrets,
};
use crate::{
    domain::{
        actor::Actor,
        command::Command,
        ids::{AccountId, DocumentId, DossierId, Version},
        policy,
        procedure::Answers,
    },
    store::{
        self,
        document::{Blob, NewDocument},
        dossier::Key,
        tx::Tx,
    },
};

/// A paper handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Key of the required document.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Originals.
    pub originals: i32,
    /// Copies.
    pub copies: i32,
}

/// Papers that came in together.
#[derive(Clone, Copy, Debug)]
pub struct Bundle<'a> {
    /// Dossier.
    pub dossier: DossierId,
    /// Who took them.
    pub by: AccountId,
    /// 0 with the submission, n with the n-th supplement.
    pub round: i32,
    /// Made with the form.
    pub form_key: Uuid,
    /// The papers.
    pub papers: &'a [Paper],
}

/// Writes papers down for a dossier, not handed in yet. The same form writes them once.
/// # Errors
/// [`Error::Store`].
pub async fn put(tx: &mut Tx, bundle: &Bundle<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    for paper in bundle.papers {
        let document = NewDocument {
            id: DocumentId::new(secrets::new_id(now)),
            dossier: bundle.dossier,
            key: paper.key.clone(),
            name: paper.name.clone(),
            file_name: None,
            blob: None,
            originals: paper.originals,
            copies: paper.copies,
            round: bundle.round,
            staged: true,
            by: bundle.by,
            form_key: secrets::part_key(bundle.form_key, &paper.key),
        };
        store::document::insert(tx, &document, now).await?;
    }
    Ok(())
}

/// What somebody brings to the counter when a supplement was asked for.
#[derive(Clone, Debug)]
pub struct Supplied<'a> {
    /// Made with the form.
    pub form_key: Uuid,
    /// Papers.
    pub papers: &'a [Paper],
    /// New answers to the fields that the request names.
    pub answers: Answers,
}

/// A supplement that was handed in at the counter.
/// # Errors
/// As [`act::act`].
pub async fn supplement(
    app: &App,
    actor: &Actor,
    (key, seen): (Key, Version),
    supplied: Supplied<'_>,
) -> Result<Done, Error> {
    let Supplied { form_key, papers, answers } = supplied;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let dossier =
        store::dossier::lock(&mut tx, &policy::scope(actor), &key).await?.ok_or(Error::NotFound)?.dossier;
    let bundle =
        Bundle { dossier: dossier.id, by: actor.id, round: dossier.supplement_rounds, form_key, papers };
    put(&mut tx, &bundle, now).await?;
    let wanted = Wanted { key, seen, commands: vec![Command::Supplement { answers }] };
    let done = act::within(&mut tx, app, actor, wanted).await?;
    tx.commit().await?;
    Ok(done)
}

/// The electronic result as it came in.
#[derive(Clone, Copy, Debug)]
pub struct ResultUpload<'a> {
    /// Its name on the sender's device.
    pub file_name: &'a str,
    /// Where it lies for now.
    pub temporary: &'a Path,
    /// What it is.
    pub blob: &'a Blob,
}

/// What stands on the result.
#[derive(Clone, Debug)]
pub struct Issue<'a> {
    /// Made with the form.
    pub form_key: Uuid,
    /// Number.
    pub number: String,
    /// Date.
    pub date: NaiveDate,
    /// Who signed.
    pub signer: String,
    /// The electronic result, if there is one.
    pub upload: Option<ResultUpload<'a>>,
}

/// Issues the result: its content is kept first, then the row and the act are one transaction.
/// # Errors
/// As [`act::act`], and [`Error::Gateway`] when the content cannot be kept.
pub async fn issue(
    app: &App,
    actor: &Actor,
    (key, seen): (Key, Version),
    issue: Issue<'_>,
) -> Result<Done, Error> {
    let now = app.clock.now();
    if let Some(upload) = issue.upload {
        app.files.keep(&upload.blob.sha256, upload.temporary).await?;
    }
    let mut tx = app.db.begin().await?;
    let dossier =
        store::dossier::lock(&mut tx, &policy::scope(actor), &key).await?.ok_or(Error::NotFound)?.dossier;
    let mut document = None;
    if let Some(upload) = issue.upload {
        let procedure = app.version_in(&mut tx, dossier.procedure_version.uuid()).await?;
        let id = DocumentId::new(secrets::new_id(now));
        let row = NewDocument {
            id,
            dossier: dossier.id,
            key: "result".to_owned(),
            name: procedure.result.clone(),
            file_name: Some(upload.file_name.to_owned()),
            blob: Some(upload.blob.clone()),
            originals: 0,
            copies: 0,
            round: dossier.supplement_rounds,
            staged: true,
            by: actor.id,
            form_key: issue.form_key,
        };
        store::document::insert(&mut tx, &row, now).await?;
        document = Some(id);
    }
    let command = Command::Issue { number: issue.number, date: issue.date, signer: issue.signer, document };
    let wanted = Wanted { key, seen, commands: vec![command] };
    let done = act::within(&mut tx, app, actor, wanted).await?;
    tx.commit().await?;
    Ok(done)
}
