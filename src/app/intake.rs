//! Intake at the counter: whoever comes in person, or whose dossier comes by post, is taken in with one form. The draft, its
//! papers, the submission, the acceptance and the money are one transaction.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    act::{self, Done, Wanted},
    context::App,
    error::Error,
    papers::{self, Bundle, Paper},
    secrets,
};
use crate::{
    domain::{
        actor::Actor,
        command::{Command, PayMethod},
        decide::{local_date, quote_for},
        ids::{AccountId, AgencyCode, DossierId, ProcedureVersionId, Version},
        money::Vnd,
        party::Party,
        postal::PostalArrival,
        procedure::{Answers, Case, Procedure},
        proof,
        quote::{Priced, Quote},
        refusal::Refusal,
        status::{Channel, EnteredBy, ReturnMethod, Role},
    },
    store::{
        self,
        dossier::Key,
        draft::{DraftContent, NewDraft},
        intake::Known,
    },
};

/// What the counter writes down.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Made with the form.
    pub form_key: Uuid,
    /// The published version.
    pub version: ProcedureVersionId,
    /// Key of the case.
    pub case: String,
    /// In person or by post.
    pub channel: Channel,
    /// For whom.
    pub applicant: Party,
    /// The one-stop.
    pub receiving: AgencyCode,
    /// Who settles.
    pub settling: AgencyCode,
    /// The answers of the e-form, as far as they were given; always what the fee is counted from.
    pub answers: Answers,
    /// How it arrived, when it came by post.
    pub post: Option<PostalArrival>,
    /// How the result shall come.
    pub return_method: ReturnMethod,
    /// What was handed in.
    pub papers: Vec<Paper>,
    /// The person was looked up and belongs to the exempt group that the answers name.
    pub looked_up: bool,
    /// What was taken in cash for the fee, as the page showed it.
    pub cash: Option<Vnd>,
    /// Something is missing: it is written down, and not taken in.
    pub incomplete: bool,
}

/// Takes a dossier in: submits it, accepts it where the actor is an officer of the one-stop and nothing is missing, and records the
/// money where the actor is its cashier. Postal staff submit; the one-stop accepts.
/// # Errors
/// [`Error::Forbidden`] away from one's own one-stop, [`Error::Refused`], [`Error::NotFound`], [`Error::Store`].
pub async fn take_in(app: &App, actor: &Actor, intake: Intake) -> Result<Done, Error> {
    let entered_by = if actor.holds(Role::OneStopOfficer, &intake.receiving) {
        EnteredBy::Officer
    } else if actor.holds(Role::Postal, &intake.receiving) && intake.channel == Channel::Postal {
        EnteredBy::Post
    } else {
        return Err(Error::Forbidden);
    };
    let procedure = app.version(intake.version.uuid()).await?;
    let now = app.clock.now();
    let quote = costs(app, &intake).await?;
    let mut commands = vec![Command::Submit];
    // The money first: some fees must be paid before the dossier may be accepted.
    let cash =
        intake.cash.filter(|_| !quote.total.is_zero() && actor.holds(Role::Cashier, &intake.receiving));
    if let Some(taken) = cash {
        if taken != quote.total {
            return Err(Refusal::AmountDiffers.into());
        }
        commands.push(Command::Pay { amount: quote.total, method: PayMethod::Cash, reference: None });
    }
    if entered_by == EnteredBy::Officer && !intake.incomplete {
        if let Some(found) = proof::claimed(&intake.answers).filter(|_| intake.looked_up) {
            commands.push(Command::CheckExemption { found: Some(found), reason: String::new() });
        }
        commands.push(Command::Accept);
    }
    let mut tx = app.db.begin().await?;
    if !store::agency::settles(&mut tx, &intake.settling, local_date(now)).await? {
        return Err(Refusal::AgencyNotCompetent.into());
    }
    let owner = store::intake::known(
        &mut tx,
        intake.applicant.number.as_deref(),
        intake.applicant.phone.as_deref(),
        &intake.applicant.name,
    )
    .await?
    .map(|known| known.id);
    let draft = draft_of(&intake, &procedure, actor.id, owner, entered_by);
    let draft = NewDraft { id: DossierId::new(secrets::new_id(now)), ..draft };
    let id = store::draft::begin(&mut tx, &draft, now).await?;
    let content = DraftContent {
        case: intake.case,
        applicant: intake.applicant,
        answers: intake.answers,
        receiving: intake.receiving,
        settling: intake.settling,
        return_method: intake.return_method,
        entered_by,
    };
    // A form that is sent again finds its draft submitted already: nothing is saved, and the act answers as before.
    if store::draft::save(&mut tx, id, actor.id, &content, now).await? {
        let bundle =
            Bundle { dossier: id, by: actor.id, round: 0, form_key: intake.form_key, papers: &intake.papers };
        papers::put(&mut tx, &bundle, now).await?;
        if let Some(arrival) = &intake.post {
            store::draft::came_by_post(&mut tx, id, actor.id, arrival).await?;
        }
    }
    let wanted = Wanted { key: Key::Id(id), seen: Version::FIRST, commands };
    let done = act::within(&mut tx, app, actor, wanted).await?;
    tx.commit().await?;
    Ok(done)
}

fn draft_of(
    intake: &Intake,
    procedure: &Procedure,
    filer: AccountId,
    owner: Option<AccountId>,
    entered_by: EnteredBy,
) -> NewDraft {
    NewDraft {
        id: DossierId::new(intake.form_key),
        form_key: intake.form_key,
        procedure: procedure.code.clone(),
        version: intake.version,
        case: intake.case.clone(),
        channel: intake.channel,
        entered_by,
        owner,
        filer,
        applicant: intake.applicant.clone(),
        receiving: intake.receiving.clone(),
        settling: intake.settling.clone(),
        answers: intake.answers.clone(),
    }
}

/// What somebody asks for, how, and on which day.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The case.
    pub case: &'a Case,
    /// How it comes in.
    pub channel: Channel,
    /// When it is filed.
    pub on: NaiveDate,
}

/// What the dossier of `intake` costs when it is taken in now, by every answer that it is taken in with.
/// # Errors
/// [`Error::Refused`] when a fee has no amount or the case is none, [`Error::NotFound`], [`Error::Store`].
pub async fn costs(app: &App, intake: &Intake) -> Result<Quote, Error> {
    let procedure = app.version(intake.version.uuid()).await?;
    let case = procedure.cases.iter().find(|c| c.key == intake.case).ok_or(Refusal::CaseUnknown)?;
    let on = local_date(intake.post.as_ref().map_or_else(|| app.clock.now(), |post| post.handed_over_at));
    let offer = Offer { procedure: &procedure, case, channel: intake.channel, on };
    price(app, offer, &intake.answers).await
}

/// What a dossier with these answers costs.
/// # Errors
/// [`Error::Refused`] when a fee has no amount.
pub async fn price(app: &App, offer: Offer<'_>, answers: &Answers) -> Result<Quote, Error> {
    let reference = app.reference().await?;
    let Offer { procedure, case, channel, on } = offer;
    Ok(quote_for(Priced::of(procedure, case), answers, channel, on, &reference.schedule)?)
}

/// The account of a person who came to the counter, by personal number or phone.
/// # Errors
/// [`Error::Store`].
pub async fn known(app: &App, number: Option<&str>, phone: Option<&str>) -> Result<Option<Known>, Error> {
    if number.is_none() && phone.is_none() {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    Ok(store::intake::known(&mut tx, number, phone, "").await?)
}
