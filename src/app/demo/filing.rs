//! The draft of a demo dossier, filled in and with its papers, as it is before it is handed in.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    answers,
    dice::Dice,
    papers::Paper,
    plot::Plot,
    stage::{Stage, derived, form_key},
};
use crate::{
    app::{context::App, error::Error, secrets},
    domain::{
        actor::Actor,
        calendar::local,
        facts,
        ids::{DocumentId, DossierId},
        procedure::{DocKind, RequiredDoc},
        proof,
        status::{Channel, EnteredBy},
    },
    store::{
        self,
        document::NewDocument,
        draft::{DraftContent, NewDraft},
    },
};

/// What a document consists of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    /// Handed in on paper: originals and copies.
    OnPaper(u32, u32),
    /// Uploaded.
    Upload(&'a Paper),
}

/// A document that is not handed in yet.
pub(super) fn staged(
    dossier: DossierId,
    (key, name): (&str, &str),
    content: Content<'_>,
    form_key: Uuid,
    (by, now): (&Actor, DateTime<Utc>),
) -> NewDocument {
    let (paper, originals, copies) = match content {
        Content::OnPaper(0, 0) => (None, 1, 0),
        Content::OnPaper(originals, copies) => (None, originals, copies),
        Content::Upload(paper) => (Some(paper), 0, 0),
    };
    NewDocument {
        id: DocumentId::new(secrets::new_id(now)),
        dossier,
        key: key.to_owned(),
        name: name.to_owned(),
        file_name: paper.map(|p| p.file_name.to_owned()),
        blob: paper.map(|p| p.blob.clone()),
        originals: i32::try_from(originals).unwrap_or(1),
        copies: i32::try_from(copies).unwrap_or(0),
        round: 0,
        staged: true,
        by: by.id,
        form_key,
    }
}

/// The documents that people hand in for this case, and whether each must be.
pub(super) fn handed_in(plot: &Plot) -> Vec<(&RequiredDoc, bool)> {
    let documents = &plot.published.procedure.documents;
    plot.case
        .documents
        .iter()
        .filter_map(|wanted| {
            let doc = documents.iter().find(|d| d.key == wanted.doc && d.kind == DocKind::Submit)?;
            Some((doc, wanted.required))
        })
        .collect()
}

/// The forms that whoever does not file online hands in on paper.
fn paper_forms(plot: &Plot) -> impl Iterator<Item = &RequiredDoc> {
    facts::missing(&plot.published.procedure, &plot.case, plot.channel, |_| false)
        .filter(|doc| doc.kind == DocKind::Form)
}

/// Begins the draft with its answers and papers, in one transaction.
/// # Errors
/// [`Error::Store`].
pub(super) async fn begin(
    app: &App,
    stage: &Stage,
    plot: &Plot,
    filer: &Actor,
    dice: &mut Dice,
) -> Result<DossierId, Error> {
    let now = app.clock.now();
    let (new, content) = draft(stage, plot, filer, (now, dice));
    let mut tx = app.db.begin().await?;
    let id = store::draft::begin(&mut tx, &new, now).await?;
    store::draft::save(&mut tx, id, filer.id, &content, now).await?;
    for (number, (doc, required)) in handed_in(plot).into_iter().enumerate() {
        let left_out = plot.is_draft && number > 0;
        if left_out || !(required || dice.chance(30)) {
            continue;
        }
        let upload =
            dice.pick(&stage.papers).filter(|_| plot.channel == Channel::Online).map(Content::Upload);
        let content = upload.unwrap_or(Content::OnPaper(doc.originals, doc.copies));
        let key = derived(plot.index, "paper", number);
        let document = staged(id, (&doc.key, &doc.name), content, key, (filer, now));
        store::document::insert(&mut tx, &document, now).await?;
    }
    for (number, doc) in paper_forms(plot).enumerate().filter(|_| !plot.is_draft) {
        let content = Content::OnPaper(doc.originals.max(1), doc.copies);
        let key = derived(plot.index, "form", number);
        let document = staged(id, (&doc.key, &doc.name), content, key, (filer, now));
        store::document::insert(&mut tx, &document, now).await?;
    }
    // What proves a claim of exemption is there whatever else is left out.
    let proofs = proof::papers(&plot.published.procedure, &plot.case, &content.answers);
    for (number, paper) in proofs.into_iter().enumerate() {
        let upload =
            dice.pick(&stage.papers).filter(|_| plot.channel == Channel::Online).map(Content::Upload);
        let content = upload.unwrap_or(Content::OnPaper(paper.originals, paper.copies));
        let key = derived(plot.index, "proof", number);
        let document = staged(id, (&paper.key, &paper.name), content, key, (filer, now));
        store::document::insert(&mut tx, &document, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

fn draft(
    stage: &Stage,
    plot: &Plot,
    filer: &Actor,
    (now, dice): (DateTime<Utc>, &mut Dice),
) -> (NewDraft, DraftContent) {
    let procedure = &plot.published.procedure;
    let form = (procedure.as_ref(), &plot.case);
    let answers = answers::fill(form, &plot.applicant, local(now).date(), &stage.wards, dice);
    let entered_by = match plot.channel {
        Channel::Online => EnteredBy::Citizen,
        Channel::Direct => EnteredBy::Officer,
        Channel::Postal => EnteredBy::Post,
    };
    let owner = plot.owner.and_then(|at| stage.cast.citizens.get(at));
    let content = DraftContent {
        case: plot.case.key.clone(),
        applicant: plot.applicant.clone(),
        answers: answers.clone(),
        receiving: plot.receiving.clone(),
        settling: plot.settling.clone(),
        return_method: plot.return_method,
        entered_by,
    };
    let new = NewDraft {
        id: DossierId::new(secrets::new_id(now)),
        form_key: form_key(plot.index),
        procedure: procedure.code.clone(),
        version: plot.published.id,
        case: plot.case.key.clone(),
        channel: plot.channel,
        entered_by,
        owner: owner.map(|o| o.actor.id),
        filer: filer.id,
        applicant: plot.applicant.clone(),
        receiving: plot.receiving.clone(),
        settling: plot.settling.clone(),
        answers,
    };
    (new, content)
}
