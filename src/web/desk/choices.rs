//! What can be chosen on the forms of the acts: agencies, people, parts of the dossier.

use chrono::NaiveDate;

use crate::{
    app::{context::App, reference::Reference},
    domain::{
        actor::Actor,
        answers, correction, facts,
        ids::AgencyCode,
        procedure::{Case, DocKind, ExemptGroup, FormPage, Procedure, Proof, Step, StepUnit},
        proof::{self, Standing},
        status::{Action, Channel, Role},
    },
    i18n::{Locale, text},
    store::{self, view::DossierView},
    web::{error::Result, fields, parts::Choice},
};

/// A part of a dossier that a supplement can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Key of the required document; `other` for the answers.
    pub key: String,
    /// What it is called.
    pub name: String,
}

/// Agencies that settle or can be asked: those in force that are no one-stop, without `but`.
#[must_use]
pub fn agencies(reference: &Reference, today: NaiveDate, but: &[&str]) -> Vec<Choice> {
    reference
        .agencies
        .values()
        .filter(|a| a.settles(today))
        .filter(|a| !but.contains(&a.code.as_str()))
        .map(|a| Choice::new(&a.code, &a.short_name))
        .collect()
}

/// The people who can take the step that the act leads to.
/// # Errors
/// As the store.
pub async fn people(
    app: &App,
    action: Action,
    view: &DossierView,
    procedure: &Procedure,
) -> Result<Vec<Choice>> {
    let present = view.step.and_then(|n| usize::try_from(n).ok());
    let index = if action == Action::Forward { Some(present.map_or(0, |now| now + 1)) } else { present };
    let Some(step) = index.and_then(|n| procedure.route.get(n)) else {
        return Ok(Vec::new());
    };
    let Ok(agency) = AgencyCode::parse(agency_of(step, view)) else {
        return Ok(Vec::new());
    };
    let holders = store::account::holders(&app.db, step.role, &agency).await?;
    Ok(holders.into_iter().map(|(id, name)| Choice::new(id.uuid().to_string(), name)).collect())
}

/// The agency at which a step of this dossier is done.
#[must_use]
pub fn agency_of<'a>(step: &'a Step, view: &'a DossierView) -> &'a str {
    match step.unit {
        StepUnit::Settling => &view.settling,
        StepUnit::Receiving => &view.receiving,
        StepUnit::Agency => step.agency.as_ref().map_or(view.settling.as_str(), |a| a.as_str()),
    }
}

/// The agencies for which `actor` can answer the open questions about this dossier.
#[must_use]
pub fn asked(actor: &Actor, reference: &Reference, view: &DossierView) -> Vec<Choice> {
    view.consultations
        .iter()
        .filter(|c| c.answered_at.is_none())
        .filter(|c| {
            AgencyCode::parse(&c.agency)
                .is_ok_and(|a| actor.holds(Role::Specialist, &a) || actor.holds(Role::Leader, &a))
        })
        .map(|c| Choice::new(&c.agency, reference.short_name(&c.agency)))
        .collect()
}

/// Every part of the dossier: the documents of its case and what was handed in beside them.
#[must_use]
pub fn parts(view: &DossierView, procedure: &Procedure) -> Vec<Part> {
    let case = procedure.cases.iter().find(|c| c.key == view.case_key);
    let mut list: Vec<Part> = Vec::new();
    let wanted = case.map_or(&[][..], |c| &c.documents);
    for wanted in wanted {
        let found = procedure.documents.iter().find(|d| d.key == wanted.doc);
        if let Some(document) = found.filter(|d| d.kind != DocKind::Note) {
            list.push(Part { key: document.key.clone(), name: document.name.clone() });
        }
    }
    let proofs = case.map_or_else(Vec::new, |case| proof::papers(procedure, case, &view.answers));
    list.extend(proofs.into_iter().map(|paper| Part { key: paper.key, name: paper.name }));
    for held in view.documents.iter().filter(|d| d.key != "result") {
        if !list.iter().any(|part| part.key == held.key) {
            list.push(Part { key: held.key.clone(), name: held.name.clone() });
        }
    }
    list
}

/// Keys of the required documents that the dossier does not hold.
#[must_use]
pub fn missing<'a>(view: &'a DossierView, procedure: &'a Procedure) -> Vec<&'a str> {
    let case = procedure.cases.iter().find(|c| c.key == view.case_key);
    let Some((case, channel)) = case.zip(Channel::parse(&view.channel)) else {
        return Vec::new();
    };
    let is_held = |key: &str| view.documents.iter().any(|held| held.key == key);
    facts::missing(procedure, case, channel, is_held).map(|document| document.key.as_str()).collect()
}

/// An answer that can be named as wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Key of the field.
    pub key: String,
    /// What it is called, in the language of the form.
    pub name: String,
    /// What was answered, as people read it; empty when nothing was.
    pub value: String,
}

/// The answers of one page of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions {
    /// Heading.
    pub title: String,
    /// Whether it is procedure data.
    pub is_data: bool,
    /// In the order of the form.
    pub list: Vec<Question>,
}

/// Every answer of the dossier that can be asked for again, page by page.
#[must_use]
pub fn questions(
    view: &DossierView,
    procedure: &Procedure,
    reference: &Reference,
    locale: Locale,
) -> Vec<Questions> {
    let Some(case) = procedure.cases.iter().find(|c| c.key == view.case_key) else {
        return Vec::new();
    };
    let given = answers::shown(&view.applicant, &view.answers);
    correction::pages(procedure, case, view.applicant.kind)
        .iter()
        .map(|page| Questions {
            title: fields::title(locale, page),
            is_data: !page.title.is_empty(),
            list: page
                .fields
                .iter()
                .map(|f| Question {
                    key: f.key.clone(),
                    name: fields::label(Locale::Vi, f),
                    value: given
                        .get(&f.key)
                        .map_or_else(String::new, |v| fields::readable(locale, f, v, reference)),
                })
                .collect(),
        })
        .collect()
}

/// The fields that the open request for supplement names.
#[must_use]
pub fn asked_answers(view: &DossierView, procedure: &Procedure) -> FormPage {
    let case = procedure.cases.iter().find(|c| c.key == view.case_key).or_else(|| procedure.cases.first());
    let items = view.open_supplement().map_or(&[][..], |request| &request.items);
    case.map_or_else(
        || FormPage { key: String::new(), title: String::new(), fields: Vec::new() },
        |case| correction::asked(procedure, case, view.applicant.kind, items),
    )
}

/// What a dossier claims to be exempt for, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The group; none when nothing is claimed.
    pub group: Option<ExemptGroup>,
    /// What has to be shown.
    pub proofs: Vec<Proof>,
    /// How far it is proved.
    pub standing: Standing,
    /// An officer found it so.
    pub is_checked: bool,
}

impl Claim {
    /// Key of the words that say how far it is proved.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self.standing {
            // A paper that nobody looked at proves nothing to anybody yet.
            Standing::Nothing | Standing::Proved if !self.is_checked => "desk-claim-paper-held",
            Standing::Nothing | Standing::Proved => "desk-claim-proved",
            Standing::PaperMissing => "desk-claim-paper-missing",
            Standing::LookUp => "desk-claim-look-up",
        }
    }

    /// Whether nobody has found yet that it is so.
    #[must_use]
    pub const fn is_unchecked(&self) -> bool {
        !self.is_checked
    }

    /// Whether somebody has to prove or find something before the dossier is accepted.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::PaperMissing | Standing::LookUp)
    }
}

/// The claim of a dossier whose fees are waived for some group; none where no fee of its case is.
#[must_use]
pub fn claim(view: &DossierView, procedure: &Procedure) -> Option<Claim> {
    let case = procedure.cases.iter().find(|c| c.key == view.case_key)?;
    exempt_groups(procedure, case).next()?;
    let group = proof::claimed(&view.answers).filter(|group| proof::is_waived(procedure, case, *group));
    let needed = group.map_or_else(Vec::new, |group| proof::needed(procedure, case, group));
    let is_held = |key: &str| view.documents.iter().any(|d| d.key == key);
    let found = view.exempt_checked();
    let standing = proof::standing((procedure, case), &view.answers, found, is_held);
    let is_checked = group.is_some() && found == group;
    Some(Claim { group, proofs: needed.into_iter().cloned().collect(), standing, is_checked })
}

fn exempt_groups<'p>(procedure: &'p Procedure, case: &'p Case) -> impl Iterator<Item = ExemptGroup> {
    ExemptGroup::ALL.iter().copied().filter(|group| proof::is_waived(procedure, case, *group))
}

/// The groups that fees of the dossier's case are waived for, and none of them.
#[must_use]
pub fn groups(view: &DossierView, procedure: &Procedure, locale: Locale) -> Vec<Choice> {
    let Some(case) = procedure.cases.iter().find(|c| c.key == view.case_key) else {
        return Vec::new();
    };
    let choice = |group: ExemptGroup| {
        let proofs: Vec<Proof> = proof::needed(procedure, case, group).into_iter().cloned().collect();
        Choice::new(group.key(), text(locale, &format!("exempt-group-{group}"), &[]))
            .hint(fields::proof_words(locale, &proofs))
    };
    let none = Choice::new(answers::NO_EXEMPTION, text(locale, "answer-exempt-none", &[]));
    exempt_groups(procedure, case).map(choice).chain([none]).collect()
}
