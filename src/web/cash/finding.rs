//! `/mot-cua/thu-phi/chua-ro/{event}`: what one event may be for, with the reason of each guess, and the cashier's word on it: for a dossier,
//! for none, or the same money as another.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{inbox::Line, office, statement::fits};
use crate::{
    app::{
        context::App,
        error::Error as AppError,
        pay::{self, Became, Finding},
    },
    domain::{
        facts::local_date,
        ids::{AgencyCode, DossierCode},
        matching::{self, Candidate, Hint, Owed, Told, Unclear, Verdict},
        party::FieldError,
        pay_reference::PayReference,
        same_money,
        settlement::Source,
    },
    i18n::{Message, format, text},
    store::{
        self,
        finding::Alike,
        inbox::{Sight, Waiting},
    },
    web::{
        desk::{forms::reason, place::Side},
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors, field_message},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// So many guesses are offered.
const OFFERED: usize = 8;

/// One guess.
struct Guess {
    intent: String,
    code: String,
    href: String,
    owner: String,
    hint: &'static str,
    fit: Message,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/finding.html")]
struct FindingPage {
    line: Line,
    why: Option<&'static str>,
    guesses: Vec<Guess>,
    /// What told of the same amount on the same account.
    alike: Vec<Choice>,
    values: FindingForm,
    errors: FieldErrors,
}

/// What the cashier says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindingForm {
    intent: String,
    code: String,
    reason: String,
    same_as: String,
}

/// `GET /mot-cua/thu-phi/chua-ro/{event}`.
/// # Errors
/// [`Error::NotFound`] when there is none in sight.
pub async fn show(ui: Ui, State(app): State<App>, Path(event): Path<Uuid>) -> Result<Response> {
    let sight = Sight::of(&app.db, &office::cashier_of(ui.actor()?)).await?;
    if store::inbox::one(&app.db, &sight, event).await?.is_none() {
        // Somebody was faster, or an old link was kept.
        store::inbox::seen(&app.db, &sight, event).await?.ok_or(Error::NotFound)?;
        return Ok(ui.to(&paths::fill(paths::EVENT, &[&event.to_string()])));
    }
    let page = page(&ui, &app, event, FindingForm::default(), FieldErrors::none()).await?;
    ui.page(&page)
}

/// `POST /mot-cua/thu-phi/chua-ro/{event}`: it is for this dossier.
/// # Errors
/// As the use case.
pub async fn belongs(
    ui: Ui,
    State(app): State<App>,
    Path(event): Path<Uuid>,
    Checked(form): Checked<FindingForm>,
) -> Result<Response> {
    let agencies = office::cashier_of(ui.actor()?);
    // Only what this cashier may see is theirs to match.
    if waiting(&app, &agencies, event).await?.is_none() {
        return Ok(ui.refused(paths::INBOX, Message::new("cash-inbox-gone")));
    }
    let mut errors = FieldErrors::none();
    match meant(&app, &served(&app, &agencies).await?, &form).await? {
        Ok(Meant::Ticked(intent)) => {
            return said(&ui, pay::find_out(&app, ui.actor()?, event, &Finding::Belongs(intent)).await);
        }
        // What was typed is seen with name and amount before it counts.
        Ok(Meant::Typed(owed)) => {
            let values = FindingForm { intent: owed.intent.to_string(), ..FindingForm::default() };
            return ui.page(&page_with(&ui, &app, event, Some(owed), (values, errors)).await?);
        }
        Err((field, message)) => errors.add(field, message),
    }
    ui.again(&page(&ui, &app, event, form, errors).await?)
}

/// `POST /mot-cua/thu-phi/chua-ro/{event}/de-rieng`: it is for none.
/// # Errors
/// As the use case.
pub async fn set_aside(
    ui: Ui,
    State(app): State<App>,
    Path(event): Path<Uuid>,
    Checked(form): Checked<FindingForm>,
) -> Result<Response> {
    let mut errors = FieldErrors::none();
    // The same for setting it aside.
    if waiting(&app, &office::cashier_of(ui.actor()?), event).await?.is_none() {
        return Ok(ui.refused(paths::INBOX, Message::new("cash-inbox-gone")));
    }
    let Some(reason) = errors.take("reason", reason(&form.reason)) else {
        return ui.again(&page(&ui, &app, event, form, errors).await?);
    };
    said(&ui, pay::find_out(&app, ui.actor()?, event, &Finding::Aside { reason }).await)
}

/// `POST /mot-cua/thu-phi/chua-ro/{event}/trung`: it is the money of which another one told.
/// # Errors
/// As the use case.
pub async fn strike_off(
    ui: Ui,
    State(app): State<App>,
    Path(event): Path<Uuid>,
    Checked(form): Checked<FindingForm>,
) -> Result<Response> {
    if waiting(&app, &office::cashier_of(ui.actor()?), event).await?.is_none() {
        return Ok(ui.refused(paths::INBOX, Message::new("cash-inbox-gone")));
    }
    let done = match form.same_as.parse() {
        Ok(same_as) => pay::find_out(&app, ui.actor()?, event, &Finding::Twice { same_as }).await,
        Err(_) => Err(AppError::NotFound),
    };
    if matches!(done, Err(AppError::NotFound)) {
        let mut errors = FieldErrors::none();
        errors.add("same_as", Message::new("cash-finding-no-first"));
        return ui.again(&page(&ui, &app, event, form, errors).await?);
    }
    if done.is_ok() {
        return Ok(ui.done(paths::INBOX, Message::new("cash-finding-struck")));
    }
    said(&ui, done)
}

async fn waiting(app: &App, agencies: &[AgencyCode], event: Uuid) -> Result<Option<Waiting>> {
    let sight = Sight::of(&app.db, agencies).await?;
    Ok(store::inbox::one(&app.db, &sight, event).await?)
}

/// The agencies for whose dossiers the money may be.
async fn served(app: &App, agencies: &[AgencyCode]) -> Result<Vec<AgencyCode>> {
    Ok(store::bank_account::served(&app.db, agencies).await?)
}

/// Which request a cashier means.
enum Meant {
    Ticked(Uuid),
    Typed(Owed),
}

/// The request that was ticked, or the last one of the dossier whose code was typed; not both, when they are two.
async fn meant(
    app: &App,
    agencies: &[AgencyCode],
    form: &FindingForm,
) -> Result<std::result::Result<Meant, (&'static str, Message)>> {
    let ticked = form.intent.parse::<Uuid>();
    if form.code.trim().is_empty() {
        return Ok(ticked.map(Meant::Ticked).map_err(|_| ("code", Message::new("cash-finding-none"))));
    }
    let Ok(code) = DossierCode::parse(&form.code) else {
        return Ok(Err(("code", field_message(FieldError::DossierCode))));
    };
    let Some(owed) = store::inbox::of_dossier(&app.db, agencies, &code).await? else {
        return Ok(Err(("code", Message::new("cash-finding-nothing-asked").with("code", &code))));
    };
    Ok(match ticked {
        Ok(intent) if intent == owed.intent => Ok(Meant::Ticked(intent)),
        Ok(_) => Err(("code", Message::new("cash-finding-two").with("code", &code))),
        Err(_) => Ok(Meant::Typed(owed)),
    })
}

fn said(ui: &Ui, done: std::result::Result<Became, AppError>) -> Result<Response> {
    let key = match done {
        Ok(Became::Booked(_)) => "cash-finding-booked",
        Ok(Became::Held(_)) => "cash-finding-held",
        Ok(Became::NoMoney | Became::Known | Became::Inbox) => "cash-finding-aside",
        Err(AppError::Changed) => return Ok(ui.refused(paths::INBOX, Message::new("cash-inbox-gone"))),
        Err(other) => return Err(other.into()),
    };
    Ok(ui.done(paths::INBOX, Message::new(key)))
}

async fn page(
    ui: &Ui,
    app: &App,
    event: Uuid,
    values: FindingForm,
    errors: FieldErrors,
) -> Result<FindingPage> {
    page_with(ui, app, event, None, (values, errors)).await
}

/// The page, with what a cashier `typed` before every guess.
async fn page_with(
    ui: &Ui,
    app: &App,
    event: Uuid,
    typed: Option<Owed>,
    (values, errors): (FindingForm, FieldErrors),
) -> Result<FindingPage> {
    let agencies = office::cashier_of(ui.actor()?);
    let waiting = waiting(app, &agencies, event).await?.ok_or(Error::NotFound)?;
    let (why, guesses) = guesses(app, &agencies, &waiting, typed).await?;
    let why = if same_money::is_used_again(&waiting.key) { Some("used-again") } else { why };
    let alike = store::finding::alike(&app.db, event).await?.into_iter().map(|one| first(ui, one)).collect();
    Ok(FindingPage { line: Line::of(waiting), why, guesses, alike, values, errors })
}

/// Another event that may have told of the same money: when, by whom, under which number, and what it is for.
fn first(ui: &Ui, one: Alike) -> Choice {
    let source = text(ui.locale(), &format!("cash-source-{}", one.source), &[]);
    let named = [Some(format::datetime(one.at)), Some(source), one.number, one.code];
    Choice {
        key: one.id.to_string(),
        label: named.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        hint: one.memo.unwrap_or_default(),
    }
}

async fn guesses(
    app: &App,
    agencies: &[AgencyCode],
    waiting: &Waiting,
    typed: Option<Owed>,
) -> Result<(Option<&'static str>, Vec<Guess>)> {
    let line = Line::of(waiting.clone());
    let served = served(app, agencies).await?;
    let mut owed = store::inbox::near(&app.db, &served, waiting.at).await?;
    let asked = store::inbox::asked_for(&app.db, waiting.id).await?;
    // Whoever collects it: why it is unclear, an unknown reference or one of somewhere else, is said either way.
    let named = store::inbox::referred(&app.db, &PayReference::all_in(&line.memo)).await?;
    owed.extend(named.into_iter().filter(|one| !served.contains(&one.agency)));
    let told = Told {
        amount: line.amount,
        memo: &line.memo,
        payer: waiting.payer.as_deref(),
        on: local_date(waiting.at),
        account: waiting.account.as_deref(),
        entered: waiting.source == Source::Statement.key(),
    };
    let (why, candidates) = match matching::verdict(&told, &owed) {
        Verdict::Unclear { why, candidates } => (why, candidates),
        // A reference that fits now and did not when it was heard: the cashier still has to say so.
        Verdict::Belongs { intent, fit } => {
            (Unclear::UnknownReference, vec![Candidate { intent, hint: Hint::Reference, fit }])
        }
    };
    // Money of the platform carries no memo: what it was asked for is known.
    let why = if asked.is_some() { Unclear::OtherAmount } else { why };
    let first = [(typed, Hint::Typed), (asked, Hint::Attempt)];
    let first: Vec<(Owed, Hint)> = first.into_iter().filter_map(|(one, hint)| Some((one?, hint))).collect();
    let mut candidates: Vec<Candidate> =
        first.iter().map(|(one, hint)| Candidate::of(*hint, line.amount, one)).chain(candidates).collect();
    let mut offered = BTreeSet::new();
    candidates.retain(|candidate| offered.insert(candidate.intent));
    owed.extend(first.into_iter().map(|(one, _)| one));
    let guess = |candidate: Candidate| {
        let one: &Owed = owed.iter().find(|one| one.intent == candidate.intent)?;
        // What this cashier cannot match is not offered: of it they are only told why the money is unclear.
        if !served.contains(&one.agency) {
            return None;
        }
        let is_own = agencies.contains(&one.agency);
        Some(Guess {
            intent: one.intent.to_string(),
            code: one.dossier.as_str().to_owned(),
            href: if is_own { Side::Counter.dossier(one.dossier.as_str()) } else { String::new() },
            owner: one.owner.clone(),
            hint: candidate.hint.key(),
            fit: fits(candidate.fit),
        })
    };
    Ok((Some(why.key()), candidates.into_iter().filter_map(guess).take(OFFERED).collect()))
}
