//! The parts of the intake page: what can be chosen, what is handed in, when the result would be due.

use chrono::{DateTime, Utc};

use super::intake_form::IntakeForm;
use crate::{
    app::{context::App, reference::Reference},
    domain::{
        decide::local_date,
        forecast,
        ids::AgencyCode,
        limit,
        procedure::{Case, DocKind, Procedure, Settler},
        proof::{self, Standing},
        status::Channel,
    },
    i18n::{Locale, text},
    store::agency::AgencyLevel,
    web::{
        error::{Error, Result},
        parts::Choice,
    },
};

/// One paper of the checklist.
pub(super) struct DocLine {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) hint: String,
    pub(super) required: bool,
    pub(super) ticked: bool,
    pub(super) originals: String,
    pub(super) copies: String,
}

/// The channels that are open for `procedure` at the counter; for postal staff the post alone.
pub(super) fn channels(procedure: &Procedure, locale: Locale, post_only: bool) -> Vec<Choice> {
    procedure
        .channels
        .iter()
        .map(|terms| terms.channel)
        .filter(|c| *c == Channel::Postal || (*c != Channel::Online && !post_only))
        .map(|c| said(locale, "channel", c.key()))
        .collect()
}

/// A choice whose words are `<prefix>-<key>`.
pub(super) fn said(locale: Locale, prefix: &str, key: &str) -> Choice {
    Choice::new(key, text(locale, &format!("{prefix}-{key}"), &[]))
}

pub(super) fn cases(procedure: &Procedure) -> Vec<Choice> {
    procedure
        .cases
        .iter()
        .map(|c| Choice::new(&c.key, &c.name).hint(c.hint.clone().unwrap_or_default()))
        .collect()
}

pub(super) fn named(reference: &Reference, agencies: &[AgencyCode]) -> Vec<Choice> {
    agencies.iter().map(|code| Choice::new(code.as_str(), reference.short_name(code.as_str()))).collect()
}

/// The communes that could settle; empty when the procedure names its agency.
pub(super) fn communes(procedure: &Procedure, reference: &Reference) -> Vec<Choice> {
    if procedure.settler == Settler::Agency {
        return Vec::new();
    }
    reference
        .agencies
        .values()
        .filter(|a| a.level == AgencyLevel::Commune.key() && !a.receives)
        .map(|a| Choice::new(&a.code, &a.short_name))
        .collect()
}

pub(super) fn settled_by(procedure: &Procedure, reference: &Reference) -> String {
    match (&procedure.settler, &procedure.agency) {
        (Settler::Agency, Some(agency)) => reference.short_name(agency.as_str()).to_owned(),
        (Settler::Agency, None) | (Settler::Commune, _) => String::new(),
    }
}

/// What is handed in: papers and the paper form.
pub(super) fn documents(procedure: &Procedure, case: &Case, form: &IntakeForm) -> Vec<DocLine> {
    let proofs = proof::papers(procedure, case, &form.answers).into_iter().map(|paper| {
        let (originals, copies) = form.counts(&paper.key).unwrap_or(("0", "1"));
        DocLine {
            ticked: form.has(&paper.key),
            originals: originals.to_owned(),
            copies: copies.to_owned(),
            key: paper.key,
            name: paper.name,
            hint: String::new(),
            required: true,
        }
    });
    case.documents
        .iter()
        .filter_map(|wanted| {
            let document = procedure.documents.iter().find(|d| d.key == wanted.doc)?;
            if !matches!(document.kind, DocKind::Submit | DocKind::Form) {
                return None;
            }
            let originals = if document.copies == 0 { document.originals.max(1) } else { document.originals };
            let usual = (originals.to_string(), document.copies.to_string());
            let (originals, copies) =
                form.counts(&document.key).map_or(usual, |(o, c)| (o.to_owned(), c.to_owned()));
            Some(DocLine {
                key: document.key.clone(),
                name: document.name.clone(),
                hint: document.hint.clone().unwrap_or_default(),
                required: wanted.required,
                ticked: form.has(&document.key),
                originals,
                copies,
            })
        })
        .chain(proofs)
        .collect()
}

/// Where the officer looks the person up when a group is named; empty when papers alone prove it, and then these are looked at.
pub(super) fn to_look_up(procedure: &Procedure, case: &Case, form: &IntakeForm) -> Option<String> {
    let is_held = |key: &str| proof::papers(procedure, case, &form.answers).iter().any(|p| p.key == key);
    let standing = proof::standing((procedure, case), &form.answers, None, is_held);
    let named = proof::registers(procedure, case, &form.answers).join("; ");
    (standing != Standing::Nothing).then_some(named)
}

/// What is only looked at.
pub(super) fn shown(procedure: &Procedure, case: &Case) -> Vec<String> {
    case.documents
        .iter()
        .filter_map(|wanted| procedure.documents.iter().find(|d| d.key == wanted.doc))
        .filter(|d| d.kind == DocKind::Present)
        .map(|d| d.name.clone())
        .collect()
}

/// The appointment if the dossier were accepted now.
pub(super) fn due(
    app: &App,
    reference: &Reference,
    procedure: &Procedure,
    case: &Case,
    form: &IntakeForm,
) -> Result<Option<DateTime<Utc>>> {
    let settling = procedure.agency.clone().or_else(|| AgencyCode::parse(&form.settling).ok());
    let Some(settling) = settling.filter(|code| reference.agencies.contains_key(code)) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let terms = procedure.channels.iter().find(|t| t.channel == form.channel());
    let Some((terms, statutory)) = terms.and_then(|t| Some((t, case.limit.or(t.limit)?))) else {
        return Ok(None);
    };
    let promise =
        limit::promise(statutory, terms.promised, form.channel(), local_date(now), &reference.time_cuts);
    let calendar = reference.calendar_of(&settling)?;
    let convention = reference.rules_on(local_date(now)).convention;
    forecast::due_if_accepted(now, promise, convention, &calendar).map_err(Error::Refused)
}
