//! An officer looks whether what a dossier claims to be exempt for is so: finds it right, or finds another group or none, and the
//! fee follows. What proves a claim is in `proof`.

use chrono::{DateTime, Utc};

use super::{
    answers::NO_EXEMPTION,
    dossier::Dossier,
    event::Event,
    facts::{Facts, local_date},
    fees,
    procedure::ExemptGroup,
    proof::{self, EXEMPT_KEY, Standing},
    quote::{Cause, DifferenceReason},
    refusal::Refusal,
};

/// What is claimed is proved, or nothing is claimed.
/// # Errors
/// [`Refusal::ExemptionUnproved`], [`Refusal::CaseUnknown`].
pub fn must_be_proved(dossier: &Dossier, facts: &Facts<'_>) -> Result<(), Refusal> {
    match standing(dossier, facts)? {
        Standing::Nothing | Standing::Proved => Ok(()),
        Standing::PaperMissing | Standing::LookUp => Err(Refusal::ExemptionUnproved),
    }
}

fn standing(dossier: &Dossier, facts: &Facts<'_>) -> Result<Standing, Refusal> {
    let case = facts.procedure.cases.iter().find(|case| case.key == dossier.case);
    let offer = (facts.procedure, case.ok_or(Refusal::CaseUnknown)?);
    let is_held = |key: &str| facts.documents.iter().any(|held| held.key == key);
    Ok(proof::standing(offer, &dossier.answers, dossier.exempt_checked, is_held))
}

/// What an officer found: the claim is right, or the person belongs to another group or to none, which needs a reason. What the
/// dossier costs follows, and a difference stays on the record.
/// # Errors
/// [`Refusal::NothingToProve`], [`Refusal::ReasonMissing`]; as [`fees::price_anew`].
pub fn check(
    dossier: &mut Dossier,
    facts: &Facts<'_>,
    (group, reason): (Option<ExemptGroup>, String),
    now: DateTime<Utc>,
) -> Result<Event, Refusal> {
    let case = facts.procedure.cases.iter().find(|case| case.key == dossier.case);
    let case = case.ok_or(Refusal::CaseUnknown)?;
    let waived = |group: ExemptGroup| proof::is_waived(facts.procedure, case, group);
    let before = proof::claimed(&dossier.answers).filter(|group| waived(*group));
    if (before.is_none() && group.is_none()) || group.is_some_and(|group| !waived(group)) {
        return Err(Refusal::NothingToProve);
    }
    if group != before && reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let key = group.map_or(NO_EXEMPTION, ExemptGroup::key);
    dossier.answers.insert(EXEMPT_KEY.to_owned(), key.to_owned());
    dossier.exempt_checked = group;
    let cause = Cause { reason: DifferenceReason::Exemption, note: reason.clone(), on: local_date(now) };
    fees::price_anew(dossier, facts, &cause)?;
    Ok(Event::ExemptionChecked { claimed: before, found: group, reason })
}
