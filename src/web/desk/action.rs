//! The form of one act on one dossier, and what becomes of it. All acts of staff go through here, from either side.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};

use super::{
    choices::{self, Claim, Part, Questions},
    forms::ActForm,
    further::{self, Foreseen},
    place::{Place, Spot},
};
use crate::{
    app::{
        act::{self as door, Done, Wanted},
        context::App,
        draft,
        error::Error as AppError,
        refund, secrets,
    },
    domain::{
        answers::{self as domain_answers, Fault},
        command::Command,
        correction,
        decide::local_date,
        ledger::extension_units,
        money::Vnd,
        policy,
        procedure::{Answers, Procedure, Proof},
        refusal::Refusal,
        status::{Action, ReturnMethod, Status},
    },
    i18n::{Locale, Message, format, text},
    store::{self, dossier::Key, view::DossierView},
    web::{
        error::{Error, Result},
        fields::{self, Filled},
        filters,
        form::{Checked, FieldErrors},
        parts::{self, Choice},
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "desk/action.html")]
pub struct ActionPage {
    place: Place,
    href: String,
    above: String,
    action: Action,
    view: DossierView,
    values: ActForm,
    errors: FieldErrors,
    refusal: Option<Message>,
    parts: Vec<Part>,
    questions: Vec<Questions>,
    asked: Filled,
    people: Vec<Choice>,
    agencies: Vec<Choice>,
    methods: Vec<Choice>,
    /// Groups that fees are waived for.
    groups: Vec<Choice>,
    /// What the dossier claims, and how far that is proved.
    claim: Option<Claim>,
    /// When the applicant was born, and how old they were when it was filed.
    born: Option<Message>,
    outstanding: Vnd,
    /// The further amount that is to be looked at before it is asked for.
    further: Option<Foreseen>,
    /// In which ways money can be asked for.
    ways: Vec<Choice>,
    /// Fees of which more can be asked for.
    items: Vec<Choice>,
    /// What a paper of an authority can ask for.
    kinds: Vec<Choice>,
    /// What becomes of the money when this ends the dossier.
    at_end: Option<Message>,
    /// Where another agency shall settle, not another person.
    by_agency: bool,
    /// The unit in which the appointment is moved, in words.
    extension: String,
    /// Ends the dossier against the person's wish: the button says so.
    danger: bool,
}

/// New answers that were brought to the counter.
#[derive(Debug)]
pub enum Corrected {
    /// They can be read.
    Read(Answers),
    /// As they were typed, and what needs attention.
    Wrong(Answers, Vec<Fault>),
}

/// Reads the answers that the open request names from what was sent.
/// # Errors
/// [`Error::NotFound`] when the dossier is not to be seen.
pub async fn corrected(ui: &Ui, app: &App, spot: &Spot, sent: &[(String, String)]) -> Result<Corrected> {
    let view = dossier(ui, app, &spot.place).await?;
    let procedure = app.version(view.procedure_version).await?;
    let page = choices::asked_answers(&view, &procedure);
    let typed = fields::typed_apart(&page, sent);
    let reference = app.reference().await?;
    let read = correction::read(&page, &view.case_key, &typed, local_date(app.clock.now()))
        .and_then(|tidy| draft::known_wards(&page, tidy, &reference));
    Ok(match read {
        Ok(answers) => Corrected::Read(answers),
        Err(faults) => Corrected::Wrong(typed, faults),
    })
}

/// `GET` of every act: its form.
/// # Errors
/// [`Error::NotFound`] when the dossier is not to be seen.
pub async fn ask(ui: Ui, State(app): State<App>, spot: Spot) -> Result<Response> {
    let view = dossier(&ui, &app, &spot.place).await?;
    if let Err(refusal) = policy::permit(ui.actor()?, &view.subject()?, spot.action) {
        return Ok(ui.refused(&spot.place.dossier(), Message::refusal(&refusal)));
    }
    if spot.action == Action::Pay && view.outstanding() <= 0 {
        return Ok(ui.refused(&spot.place.dossier(), Message::refusal(&Refusal::NothingToPay)));
    }
    let mut values = first_values(&view, spot.action, app.clock.now());
    if spot.action == Action::RequestSupplement {
        let procedure = app.version(view.procedure_version).await?;
        values.expect_missing(&choices::parts(&view, &procedure), &choices::missing(&view, &procedure));
    }
    let page = page(&ui, &app, spot, view, values).await?;
    ui.page(&page)
}

/// `POST` of every act without uploads.
/// # Errors
/// As `act::act`.
pub async fn act(
    ui: Ui,
    State(app): State<App>,
    spot: Spot,
    Checked(form): Checked<ActForm>,
) -> Result<Response> {
    let command = match form.command(spot.action, app.clock.now()) {
        Ok(command) => command,
        Err(errors) => return again(&ui, &app, spot, form, Wrong::Fields(errors)).await,
    };
    let key = Key::Code(spot.place.code.clone());
    // A zero too many is seen in words, and what it rests on, before anybody is asked for it.
    if let Command::RequestPayment { further: Some(asked), .. } = &command {
        let wanted = Wanted { key: key.clone(), seen: form.seen(), commands: vec![command.clone()] };
        let foreseen = match door::foresee(&app, ui.actor()?, wanted).await {
            Ok(done) if done.repeated => None,
            Ok(done) => further::foreseen(ui.locale(), asked, &done.dossier),
            Err(why) => return answer(&ui, &app, spot, form, Err(why)).await,
        };
        if let Some(foreseen) = foreseen.filter(|foreseen| foreseen.seen != form.amount_seen) {
            let view = dossier(&ui, &app, &spot.place).await?;
            let page = page(&ui, &app, spot, view, form).await?;
            return ui.page(&ActionPage { further: Some(foreseen), ..page });
        }
    }
    let done = door::act(&app, ui.actor()?, &key, form.seen(), command).await;
    answer(&ui, &app, spot, form, done).await
}

/// What the person sees after an act: the dossier (or the list they came from), or the form once more.
/// # Errors
/// What the act reports, but for a refusal.
pub async fn answer(
    ui: &Ui,
    app: &App,
    spot: Spot,
    form: ActForm,
    done: std::result::Result<Done, AppError>,
) -> Result<Response> {
    match done {
        Ok(_) => {
            let said = Message::new(&format!("desk-done-{}", spot.action)).with("code", &spot.place.code);
            let to =
                if form.back == "list" { spot.place.side.home().to_owned() } else { spot.place.dossier() };
            Ok(ui.done(&to, said))
        }
        Err(AppError::Refused(refusal)) => {
            let said = Message::refusal(&refusal);
            if asks_nothing(spot.action) || form.back == "list" {
                return Ok(ui.refused(&spot.place.dossier(), said));
            }
            again(ui, app, spot, form, Wrong::Refusal(said)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Why the form comes once more.
#[derive(Debug)]
pub enum Wrong {
    /// Something typed.
    Fields(FieldErrors),
    /// A rule.
    Refusal(Message),
}

/// The form once more, with what was typed.
/// # Errors
/// [`Error::NotFound`] when the dossier is not to be seen.
pub async fn again(ui: &Ui, app: &App, spot: Spot, form: ActForm, wrong: Wrong) -> Result<Response> {
    let view = dossier(ui, app, &spot.place).await?;
    let page = page(ui, app, spot, view, form).await?;
    let (errors, refusal) = match wrong {
        Wrong::Fields(errors) => (errors, None),
        Wrong::Refusal(said) => (FieldErrors::none(), Some(said)),
    };
    let errors = if errors.is_empty() { page.errors.clone() } else { errors };
    ui.again(&ActionPage { errors, refusal, ..page })
}

/// Acts that are one button.
#[must_use]
pub const fn asks_nothing(action: Action) -> bool {
    matches!(action, Action::Accept | Action::Complete)
}

/// Acts that end a dossier without a result.
#[must_use]
pub const fn is_danger(action: Action) -> bool {
    matches!(action, Action::Reject | Action::Stop | Action::Withdraw)
}

/// How a dossier ends by an act that ends it without a result.
fn ends_as(action: Action) -> Option<Status> {
    let ends = [
        (Action::Reject, Status::Rejected),
        (Action::Stop, Status::Stopped),
        (Action::Withdraw, Status::Withdrawn),
    ];
    ends.into_iter().find_map(|(act, status)| (act == action).then_some(status))
}

async fn dossier(ui: &Ui, app: &App, place: &Place) -> Result<DossierView> {
    let key = Key::Code(place.code.clone());
    let view = store::view::of(&app.db, &ui.scope()?, &key).await?;
    view.ok_or(Error::NotFound)
}

/// What stands in the form before anything was typed.
fn first_values(view: &DossierView, action: Action, now: DateTime<Utc>) -> ActForm {
    let today = local_date(now);
    // A request waits thirty days unless the officer says otherwise; every other date is today's.
    let wait = if action == Action::RequestSupplement { 30 } else { 0 };
    let date = today.checked_add_days(Days::new(wait)).unwrap_or(today);
    let mut form = ActForm {
        version: view.version.to_string(),
        form_key: secrets::form_key().to_string(),
        days: "5".to_owned(),
        ..ActForm::default()
    };
    // The date on somebody's paper is nobody's guess.
    if action != Action::RequestPayment {
        set_date(&mut form, date);
    }
    if action == Action::Return {
        form.to.clone_from(&view.applicant.name);
        form.method.clone_from(&view.return_method);
    }
    if action == Action::Pay {
        form.amount = view.missing().to_string();
    }
    form
}

/// When the applicant was born, where the dossier knows it, with their age on the day of filing: some groups are an age.
fn born(view: &DossierView, today: NaiveDate) -> Option<Message> {
    let birth = view.applicant.birth_date?;
    let filed = view.submitted_at.map_or(today, local_date);
    let age = filed.years_since(birth)?;
    Some(Message::new("desk-exemption-born").with("date", format::date(birth)).with("age", age))
}

fn extension(view: &DossierView, locale: Locale) -> String {
    let unit = view.promised.as_ref().and_then(|limit| extension_units(limit.0.unit).first());
    unit.map_or_else(String::new, |unit| text(locale, &format!("limit-unit-{unit}"), &[]))
}

fn set_date(form: &mut ActForm, date: NaiveDate) {
    form.date_day = date.day().to_string();
    form.date_month = date.month().to_string();
    form.date_year = date.year().to_string();
}

/// Where there is only one choice, it is made.
fn only(value: &mut String, choices: &[Choice]) {
    if let [choice] = choices
        && value.is_empty()
    {
        value.clone_from(&choice.key);
    }
}

async fn page(ui: &Ui, app: &App, spot: Spot, view: DossierView, mut values: ActForm) -> Result<ActionPage> {
    let Spot { place, action } = spot;
    let procedure: Arc<Procedure> = app.version(view.procedure_version).await?;
    let reference = app.reference().await?;
    let today = local_date(app.clock.now());
    let status = view.status()?;
    let by_agency = action == Action::Reassign && status != Status::Processing;
    let agencies = if action == Action::GiveOpinion {
        choices::asked(ui.actor()?, &reference, &view)
    } else if action == Action::Consult {
        choices::agencies(&reference, today, &[&view.holding])
    } else if by_agency {
        choices::agencies(&reference, today, &[&view.settling])
    } else {
        Vec::new()
    };
    let by_person = action == Action::Forward || (action == Action::Reassign && !by_agency);
    let people = if by_person { choices::people(app, action, &view, &procedure).await? } else { Vec::new() };
    let locale = ui.locale();
    let asked = {
        let page = choices::asked_answers(&view, &procedure);
        let now = domain_answers::shown(&view.applicant, &view.answers);
        let (typed, faults) = values.answers.clone().unwrap_or((now, Vec::new()));
        fields::filled(locale, &page, &typed, &faults, &reference).apart()
    };
    let methods = ReturnMethod::ALL
        .iter()
        .map(|m| Choice::new(m.key(), text(locale, &format!("return-method-{m}"), &[])))
        .collect();
    let key = Key::Code(place.code.clone());
    let at_end = match ends_as(action) {
        Some(status) => parts::at_end(locale, refund::at_end(app, ui.actor()?, &key, status).await?),
        None => None,
    };
    let outstanding = Vnd::new(view.outstanding()).unwrap_or(Vnd::ZERO);
    let items = further::items(&view, &procedure, locale);
    let ways = further::ways(locale, outstanding, &items);
    only(&mut values.further, &ways);
    only(&mut values.item, &items);
    Ok(ActionPage {
        at_end,
        further: None,
        ways,
        items,
        kinds: further::kinds(locale),
        href: place.side.act(action, place.code.as_str()).unwrap_or_else(|| place.dossier()),
        above: format!("{} · {}", place.code.as_str(), view.applicant.name),
        parts: choices::parts(&view, &procedure),
        questions: choices::questions(&view, &procedure, &reference, locale),
        groups: choices::groups(&view, &procedure, locale),
        claim: choices::claim(&view, &procedure),
        born: born(&view, today),
        outstanding,
        danger: is_danger(action),
        place,
        action,
        values,
        errors: asked.errors.clone(),
        asked,
        refusal: None,
        people,
        agencies,
        methods,
        extension: extension(&view, locale),
        by_agency,
        view,
    })
}
