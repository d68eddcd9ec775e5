//! A citizen's draft: begun, chosen, filled page by page, and handed in. Nothing typed is lost: a page that cannot be read is
//! kept as it was typed, and what is missing is counted instead of refused.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    act::{self, Done},
    choice::{Choice, Chosen, understand},
    context::App,
    error::Error,
    reference::Reference,
    secrets,
};
use crate::{
    domain::{
        actor::Actor,
        answers::{self, Fault},
        command::Command,
        decide::local_date,
        dossier::Dossier,
        ids::{DossierId, ProcedureCode, Version},
        party::{FieldError, Party, Representative},
        policy,
        procedure::{Answers, Audience, Case, FormPage, Procedure},
        refusal::Refusal,
        status::{Channel, ReturnMethod, Status},
    },
    store::{
        self,
        account::Profile,
        dossier::Key,
        draft::{DraftContent, NewDraft},
        tx::Tx,
    },
};

/// Whether people may file `procedure` online.
#[must_use]
pub fn is_open_online(procedure: &Procedure) -> bool {
    procedure.channels.iter().any(|t| t.channel == Channel::Online)
}

/// Begins a draft of a published procedure; the same form key gives the same draft.
/// # Errors
/// [`Error::NotFound`] when it is not published, [`Error::Refused`] when it does not take dossiers online, [`Error::Fields`].
pub async fn begin(
    app: &App,
    actor: &Actor,
    code: &ProcedureCode,
    form_key: Uuid,
    choice: &Choice,
) -> Result<DossierId, Error> {
    let now = app.clock.now();
    let start = store::mine::beginning(&app.db, code, actor.id).await?.ok_or(Error::NotFound)?;
    if !is_open_online(&start.procedure) {
        return Err(Refusal::ChannelClosed.into());
    }
    let reference = app.reference().await?;
    let chosen = understand(choice, actor, &start.procedure, &reference, local_date(now))?;
    let person = party_of(&start.profile);
    let draft = NewDraft {
        id: DossierId::new(secrets::new_id(now)),
        form_key,
        procedure: code.clone(),
        version: start.version,
        case: chosen.case.key.clone(),
        channel: Channel::Online,
        entered_by: chosen.entered_by(),
        owner: Some(actor.id),
        filer: actor.id,
        answers: answers::prefilled(&start.procedure, &chosen.case, &answers::known_of(&person)),
        applicant: applicant(&chosen, &person),
        receiving: chosen.receiving,
        settling: chosen.settling,
    };
    let mut tx = app.db.begin().await?;
    let id = store::draft::begin(&mut tx, &draft, now).await?;
    tx.commit().await?;
    Ok(id)
}

fn party_of(profile: &Profile) -> Party {
    Party {
        kind: Audience::Citizen,
        name: profile.name.clone(),
        number: profile.personal_number.clone(),
        birth_date: profile.birth_date,
        sex: None,
        phone: profile.phone.clone(),
        email: profile.email.clone(),
        address: profile.address.clone(),
        ward_code: profile.ward_code.clone(),
        representative: None,
    }
}

/// The applicant as far as the choice tells: the person with all that is known, or somebody else with the person's phone.
fn applicant(chosen: &Chosen, person: &Party) -> Party {
    let Some(name) = chosen.name.clone() else {
        return person.clone();
    };
    Party {
        kind: chosen.kind,
        name,
        number: None,
        birth_date: None,
        sex: None,
        phone: person.phone.clone(),
        email: person.email.clone(),
        address: None,
        ward_code: None,
        representative: chosen.representative.clone().map(|r| of_account(r, person)),
    }
}

/// Whoever files for somebody else, with what their account says of them.
fn of_account(representative: Representative, person: &Party) -> Representative {
    Representative { number: person.number.clone(), phone: person.phone.clone(), ..representative }
}

/// A draft under the lock of its row.
struct Open {
    tx: Tx,
    dossier: Dossier,
    procedure: Arc<Procedure>,
}

impl Open {
    async fn lock(app: &App, actor: &Actor, id: DossierId) -> Result<Self, Error> {
        let mut tx = app.db.begin().await?;
        let locked = store::dossier::lock(&mut tx, &policy::scope(actor), &Key::Id(id))
            .await?
            .ok_or(Error::NotFound)?;
        let dossier = locked.dossier;
        let procedure = app.version_in(&mut tx, dossier.procedure_version.uuid()).await?;
        Ok(Self { tx, dossier, procedure })
    }

    /// The same, when it is still a draft of `actor`.
    async fn draft(app: &App, actor: &Actor, id: DossierId) -> Result<Self, Error> {
        let open = Self::lock(app, actor, id).await?;
        if open.dossier.status == Status::Draft && open.dossier.filer == actor.id {
            Ok(open)
        } else {
            Err(Error::NotFound)
        }
    }

    fn case(&self) -> Result<&Case, Error> {
        case_of(&self.procedure, &self.dossier.case).ok_or_else(|| Refusal::CaseUnknown.into())
    }

    fn pages(&self) -> Result<Vec<FormPage>, Error> {
        Ok(answers::pages(&self.procedure, self.case()?, self.dossier.applicant.kind))
    }

    async fn save(mut self, app: &App) -> Result<(), Error> {
        let d = &self.dossier;
        let content = DraftContent {
            case: d.case.clone(),
            applicant: d.applicant.clone(),
            answers: d.answers.clone(),
            receiving: d.receiving.clone(),
            settling: d.settling.clone(),
            return_method: d.return_method,
            entered_by: d.entered_by,
        };
        if !store::draft::save(&mut self.tx, d.id, d.filer, &content, app.clock.now()).await? {
            return Err(Error::NotFound);
        }
        Ok(self.tx.commit().await?)
    }
}

/// The case with this key.
#[must_use]
pub fn case_of<'p>(procedure: &'p Procedure, key: &str) -> Option<&'p Case> {
    procedure.cases.iter().find(|c| c.key == key)
}

/// Chooses again: case, one-stop, for whom. Answers and documents stay.
/// # Errors
/// [`Error::NotFound`], [`Error::Fields`].
pub async fn choose(app: &App, actor: &Actor, id: DossierId, choice: &Choice) -> Result<(), Error> {
    let reference = app.reference().await?;
    let today = local_date(app.clock.now());
    let profile = store::account::profile(&app.db, actor.id).await?.ok_or(Error::NotFound)?;
    let mut open = Open::draft(app, actor, id).await?;
    let chosen = understand(choice, actor, &open.procedure, &reference, today)?;
    let d = &mut open.dossier;
    let was_for_oneself = d.applicant.representative.is_none();
    d.entered_by = chosen.entered_by();
    match (&chosen.name, was_for_oneself) {
        (None, true) => {}
        (Some(name), false) if d.applicant.kind == chosen.kind => {
            d.applicant.name.clone_from(name);
            let person = party_of(&profile);
            d.applicant.representative = chosen.representative.clone().map(|r| of_account(r, &person));
        }
        (None | Some(_), _) => {
            d.applicant = applicant(&chosen, &party_of(&profile));
            d.answers.retain(|key, _| !key.starts_with("applicant-"));
        }
    }
    d.case = chosen.case.key;
    d.receiving = chosen.receiving;
    d.settling = chosen.settling;
    open.save(app).await
}

/// Keeps what was typed on one page and says what needs attention; nothing is refused. A page without a fault is kept in its
/// tidy form.
/// # Errors
/// [`Error::NotFound`] when there is no such draft or page.
pub async fn save_page(
    app: &App,
    actor: &Actor,
    id: DossierId,
    page: &str,
    sent: &[(String, String)],
) -> Result<Vec<Fault>, Error> {
    let today = local_date(app.clock.now());
    let reference = app.reference().await?;
    let mut open = Open::draft(app, actor, id).await?;
    let pages = open.pages()?;
    let page = pages.iter().find(|p| p.key == page).ok_or(Error::NotFound)?;
    let typed = answers::typed(page, sent);
    let checked = answers::check_page(page, &open.dossier.case, &typed, today)
        .and_then(|tidy| known_wards(page, tidy, &reference));
    let d = &mut open.dossier;
    let faults = match checked {
        Ok(tidy) => {
            let empty = page.fields.iter().map(|f| (f.key.clone(), String::new()));
            answers::merge(&mut d.answers, empty.collect());
            answers::merge(&mut d.answers, tidy);
            if page.key == answers::APPLICANT {
                answers::into_party(&mut d.answers, &mut d.applicant);
                if d.applicant.representative.is_none()
                    && let Some(case) = case_of(&open.procedure, &d.case)
                {
                    // Nothing is asked twice: what was just said of the applicant fills the pages behind.
                    let known = answers::known_of(&d.applicant);
                    for (key, value) in answers::prefilled(&open.procedure, case, &known) {
                        d.answers.entry(key).or_insert(value);
                    }
                }
            }
            Vec::new()
        }
        Err(faults) => {
            answers::merge(&mut d.answers, typed);
            faults
        }
    };
    open.save(app).await?;
    Ok(faults)
}

/// A commune must be one of the province's.
/// # Errors
/// The fields that name another one.
pub fn known_wards(page: &FormPage, tidy: Answers, reference: &Reference) -> Result<Answers, Vec<Fault>> {
    use crate::domain::procedure::FieldKind;
    let known = |ward: &str| reference.agencies.values().any(|a| a.ward_code.as_deref() == Some(ward));
    let faults: Vec<Fault> = page
        .fields
        .iter()
        .filter(|f| f.kind == FieldKind::Commune && tidy.get(&f.key).is_some_and(|w| !known(w)))
        .map(|f| (f.key.clone(), FieldError::Choice))
        .collect();
    if faults.is_empty() { Ok(tidy) } else { Err(faults) }
}

/// How the result shall come.
/// # Errors
/// [`Error::NotFound`].
pub async fn save_return(app: &App, actor: &Actor, id: DossierId, method: ReturnMethod) -> Result<(), Error> {
    let mut open = Open::draft(app, actor, id).await?;
    open.dossier.return_method = method;
    open.save(app).await
}

/// Throws the draft away.
/// # Errors
/// [`Error::NotFound`].
pub async fn discard(app: &App, actor: &Actor, id: DossierId) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    if !store::draft::discard(&mut tx, id, actor.id).await? {
        return Err(Error::NotFound);
    }
    Ok(tx.commit().await?)
}

/// What became of handing in.
#[derive(Debug)]
pub enum Submission {
    /// It is in.
    Done(Box<Done>),
    /// Pages that need attention first: their keys.
    Unfinished(Vec<String>),
}

/// Hands the draft in: every page is read once more, then [`act::act`] decides. Sent twice, the answer is the same.
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`], [`Error::Stale`].
pub async fn submit(app: &App, actor: &Actor, id: DossierId, seen: Version) -> Result<Submission, Error> {
    let today = local_date(app.clock.now());
    let mut open = Open::lock(app, actor, id).await?;
    if open.dossier.status == Status::Draft {
        let pages = open.pages()?;
        let d = &mut open.dossier;
        let typed = answers::shown(&d.applicant, &d.answers);
        match answers::complete(&pages, &d.case, &typed, today) {
            Ok(tidy) => d.answers = tidy,
            Err(wrong) => {
                return Ok(Submission::Unfinished(wrong.into_iter().map(|(page, _)| page).collect()));
            }
        }
        answers::into_party(&mut d.answers, &mut d.applicant);
        open.save(app).await?;
    } else {
        drop(open);
    }
    let done = act::act(app, actor, &Key::Id(id), seen, Command::Submit).await?;
    Ok(Submission::Done(Box::new(done)))
}
