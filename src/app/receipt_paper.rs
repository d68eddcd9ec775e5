//! The signed paper of a receipt: set, signed once and kept. Whoever asks first has it signed, if the job has not come to it yet.

use std::{io::Write as _, sync::Arc};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use uuid::Uuid;

use super::{
    context::App,
    error::Error,
    outbox,
    print::on_the_press,
    receipt_write::{ToSign, cannot_sign, cashier_of},
};
use crate::{
    domain::{
        actor::Actor,
        ids::DossierId,
        policy,
        receipt::{CheckCode, day_of},
        receipt_paper::{About, ReceiptPaper},
    },
    gateways::{
        receipt_pdf,
        signing::{Said, Signing},
    },
    store::{
        self,
        dossier::Key,
        job::Job,
        receipt::{Paper, Receipt, Which},
    },
};

/// Signs the receipt that `job` names, and finishes the job.
/// # Errors
/// [`Error::Gateway`] when it cannot be signed now.
pub async fn sign(app: &App, job: &Job) -> Result<(), Error> {
    let ToSign { receipt } = serde_json::from_value(job.payload.clone())
        .map_err(|e| Error::Internal(format!("job {} cannot be read: {e}", job.id)))?;
    let found = store::receipt::find(&app.db, Which::Id(receipt)).await?.pop().ok_or(Error::NotFound)?;
    if found.paper.is_none() {
        signed(app, found).await?;
    }
    outbox::close(app.db.begin().await?, job, app.clock.now()).await
}

/// The signed PDF of a receipt, and its name: for cashiers of the agency, and for whoever sees the dossier.
/// # Errors
/// [`Error::NotFound`] for others; [`Error::Gateway`] when it cannot be signed or read now.
pub async fn pdf(app: &App, actor: &Actor, id: Uuid) -> Result<(Receipt, Vec<u8>), Error> {
    let found = store::receipt::find(&app.db, Which::Id(id)).await?.pop().ok_or(Error::NotFound)?;
    if cashier_of(actor, &found.agency).is_err() {
        let key = Key::Id(DossierId::new(found.dossier));
        store::view::of(&app.db, &policy::scope(actor), &key).await?.ok_or(Error::NotFound)?;
    }
    with_bytes(app, found).await
}

/// The receipt with this check code, for whoever holds the paper.
/// # Errors
/// [`Error::Store`].
pub async fn checked(app: &App, code: &CheckCode) -> Result<Option<Receipt>, Error> {
    Ok(store::receipt::find(&app.db, Which::Check(code)).await?.pop())
}

async fn with_bytes(app: &App, found: Receipt) -> Result<(Receipt, Vec<u8>), Error> {
    let found = if found.paper.is_some() { found } else { signed(app, found).await? };
    let paper = found.paper.as_ref().ok_or(Error::NotFound)?;
    let bytes = app.files.read(&paper.sha256).await?;
    Ok((found, bytes))
}

/// Signs the receipt; when somebody else did meanwhile, theirs stays.
async fn signed(app: &App, found: Receipt) -> Result<Receipt, Error> {
    if let Some(why) = cannot_sign(app) {
        return Err(Error::NotSetUp(why.to_owned()));
    }
    let now = app.clock.now();
    let paper = paper(app, &found, now);
    let (signing, said) = (Arc::clone(&app.signing), said(&paper, now));
    let (file, sha256) = on_the_press(move || set_and_sign(&*signing, &paper, &said)).await??;
    app.files.keep(&sha256, file.path()).await?;
    let subject = app.signing.subject();
    let kept = Paper {
        sha256,
        signed_by: subject.name.clone(),
        is_demonstration: subject.is_demonstration,
        signed_at: now,
    };
    let mut tx = app.db.begin().await?;
    store::receipt::keep_paper(&mut tx, found.id, &kept, &subject.serial).await?;
    let found = store::receipt::find_in(&mut tx, Which::Id(found.id)).await?.pop().ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(found)
}

fn set_and_sign(
    signing: &dyn Signing,
    paper: &ReceiptPaper,
    said: &Said,
) -> Result<(NamedTempFile, Vec<u8>), Error> {
    let pdf = receipt_pdf::render(paper).map_err(|e| Error::Internal(e.to_string()))?;
    let bytes = signing.sign_pdf(pdf, said)?;
    let kept = NamedTempFile::new().and_then(|mut file| {
        file.write_all(&bytes)?;
        file.flush()?;
        Ok(file)
    });
    let file = kept.map_err(|e| Error::Internal(e.to_string()))?;
    Ok((file, Sha256::digest(&bytes).to_vec()))
}

fn said(paper: &ReceiptPaper, at: DateTime<Utc>) -> Said {
    Said {
        at,
        reason: format!("{} {}", paper.title(), paper.name),
        place: paper.contents.collector.name.clone(),
    }
}

fn paper(app: &App, found: &Receipt, signed_at: DateTime<Utc>) -> ReceiptPaper {
    let subject = app.signing.subject();
    ReceiptPaper {
        name: found.name,
        contents: found.contents.clone(),
        issued_at: found.issued_at,
        about: found.about.as_ref().map(|about| About {
            origin: found.origin,
            name: about.name,
            on: day_of(about.issued_at),
            reason: about.reason.clone(),
        }),
        check: found.check.clone(),
        link: format!("{}/bien-lai?ma={}", app.public_url, found.check.grouped()),
        signer: subject.name.clone(),
        signed_at,
        is_demonstration: subject.is_demonstration,
    }
}
