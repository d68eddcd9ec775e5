//! What becomes of the money of a dossier, for every page of its owner that speaks of it: a fee that is waived on a claim which
//! nobody has checked yet, a payment of which nobody knows yet, and money that came and is being compared.

use crate::{
    app::context::App,
    domain::{
        ids::DossierId,
        money::Vnd,
        procedure::Procedure,
        proof::{self, Standing},
        settlement::AttemptState,
        status::Status,
    },
    i18n::{Locale, Message, text},
    store::{self, view::DossierView},
    web::{error::Result, fields, paths},
};

/// Where the owner's money stands.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The exemption that is claimed, or that an officer found to be so.
    pub claim: Option<Claim>,
    /// What came and is being compared with the dossier: until that is done, nothing is asked for.
    pub matching: Vnd,
    /// What is left to pay once that counts.
    pub after_matching: Vnd,
    /// Page of a payment through the platform of which nobody knows yet what became of it.
    pub pending: Option<String>,
}

/// What is said of an exemption.
#[derive(Clone, Debug)]
pub struct Claim {
    /// That it is claimed and waits for an officer, or that it is confirmed.
    pub said: Message,
    /// What proves it, while it waits.
    pub proof: String,
}

/// Where the money of the dossier of `view` stands.
/// # Errors
/// What the store reports.
pub async fn of(app: &App, locale: Locale, view: &DossierView, procedure: &Procedure) -> Result<Owed> {
    let dossier = DossierId::new(view.id);
    let matching = store::attempt::being_matched(&app.db, dossier).await?;
    let pending = if app.payment.is_some() && view.missing() > 0 {
        let last = store::attempt::last_of(&app.db, dossier).await?;
        last.filter(|last| last.state == AttemptState::Pending)
            .map(|pending| paths::fill(paths::PAYMENT_RETURN, &[&pending.reference]))
    } else {
        None
    };
    let missing = Vnd::new(view.missing()).unwrap_or_default();
    Ok(Owed {
        claim: claim(locale, view, procedure),
        after_matching: missing.less(matching),
        matching,
        pending,
    })
}

/// What is said of the exemption that the dossier claims; nothing once it was taken in on the papers it came with, or ended.
#[must_use]
pub fn claim(locale: Locale, view: &DossierView, procedure: &Procedure) -> Option<Claim> {
    let case = procedure.cases.iter().find(|c| c.key == view.case_key)?;
    let group = proof::claimed(&view.answers).filter(|group| proof::is_waived(procedure, case, *group))?;
    let said =
        |key: &str| Message::new(key).with("group", text(locale, &format!("exempt-group-{group}"), &[]));
    let checked = view.exempt_checked();
    if checked == Some(group) {
        return Some(Claim { said: said("citizen-claim-confirmed"), proof: String::new() });
    }
    let is_held = |key: &str| view.documents.iter().any(|held| held.key == key);
    let standing = proof::standing((procedure, case), &view.answers, checked, is_held);
    let is_open = matches!(standing, Standing::PaperMissing | Standing::LookUp);
    let has_ended = Status::parse(&view.status_key).is_some_and(Status::is_terminal);
    if has_ended || !(view.accepted_at.is_none() || is_open) {
        return None;
    }
    let proofs: Vec<_> = proof::needed(procedure, case, group).into_iter().cloned().collect();
    Some(Claim { said: said("citizen-claim-waiting"), proof: fields::proof_words(locale, &proofs) })
}
