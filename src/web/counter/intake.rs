//! Intake at the counter on one page: person, case, papers, e-form, fee, money. Enter in a field looks the person and the fee
//! up until somebody is named; from then on it takes the dossier in, so that hands stay on the keys.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};

use super::{
    intake_form::{self, ACCEPT, Desk, INCOMPLETE, IntakeForm, Mend, ONESELF, OTHER},
    intake_parts::{self as parts, DocLine},
    office::one_stops,
};
use crate::{
    app::{
        context::App,
        error::Error as AppError,
        intake::{self, Offer},
        secrets,
    },
    domain::{
        actor::Actor,
        counter_form,
        decide::local_date,
        ids::{AgencyCode, ProcedureCode},
        money::Vnd,
        party::{self, Sex},
        procedure::{FormPage, Procedure},
        quote::Quote,
        refusal::Refusal,
        status::{Action, Channel, ReturnMethod, Role},
    },
    i18n::Message,
    store::{self, procedure::StoredVersion},
    web::{
        desk::place::Side,
        error::{Error, Result},
        fees,
        fields::{self, Filled},
        filters,
        form::{CheckedAll, FieldErrors},
        parts::{Choice, FeeLine},
        ui::Ui,
    },
};

/// Where the keys are when the page opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    /// On the field for the card.
    Card,
    /// On the first paper, or on the button where there is none.
    Papers,
    /// Where the browser puts them: something is to be mended first.
    Nowhere,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/intake.html")]
struct IntakePage {
    procedure: Arc<Procedure>,
    values: IntakeForm,
    errors: FieldErrors,
    refusal: Option<Message>,
    focus: Focus,
    cases: Vec<Choice>,
    channels: Vec<Choice>,
    kinds: Vec<Choice>,
    sexes: Vec<Choice>,
    behalves: Vec<Choice>,
    receiving: Vec<Choice>,
    communes: Vec<Choice>,
    settled_by: String,
    documents: Vec<DocLine>,
    shown: Vec<String>,
    /// The registers in which the group is looked up; empty when no register is named: then papers are looked at.
    look_up: Option<String>,
    pages: Vec<Filled>,
    form_open: bool,
    fee_fields: Filled,
    returns: Vec<Choice>,
    fees: Vec<FeeLine>,
    total: Vnd,
    /// What the fee is counted from cannot be read.
    fee_unclear: bool,
    cashier: bool,
    officer: bool,
    case_changed: bool,
    due: Option<DateTime<Utc>>,
    known: Option<String>,
}

impl IntakePage {
    /// What Enter in a field does.
    const fn default_step(&self) -> &'static str {
        let named = !self.values.name.is_empty() && !self.values.number.is_empty();
        if named && !self.case_changed { ACCEPT } else { "look" }
    }

    const fn focus_on_card(&self) -> bool {
        matches!(self.focus, Focus::Card)
    }

    const fn focus_on_papers(&self) -> bool {
        matches!(self.focus, Focus::Papers)
    }

    fn by_post(&self) -> bool {
        self.channels.iter().any(|c| c.key == Channel::Postal.key())
    }
}

/// `GET /mot-cua/tiep-nhan/{code}`.
/// # Errors
/// [`Error::NotFound`] when the procedure is not open.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let stored = published(&app, &code).await?;
    let actor = ui.actor()?;
    let reference = app.reference().await?;
    let receiving = one_stops(actor);
    let first = receiving.first().map_or("", |a| a.as_str());
    let commune = reference.agency(first).and_then(|a| a.parent.clone());
    let case = stored.procedure.cases.first().ok_or(Error::NotFound)?;
    let channel = if is_post_only(actor) { Channel::Postal } else { Channel::Direct };
    let mut form = IntakeForm {
        form_key: secrets::form_key().to_string(),
        case: case.key.clone(),
        channel: channel.key().to_owned(),
        kind: stored.procedure.audiences.first().map_or_else(String::new, |a| a.key().to_owned()),
        behalf: ONESELF.to_owned(),
        receiving: first.to_owned(),
        settling: commune.unwrap_or_default(),
        return_method: ReturnMethod::Counter.key().to_owned(),
        ..IntakeForm::default()
    };
    form.expect_usual_fee(&stored.procedure, case);
    intake_form::set_handed(&mut form, app.clock.now());
    let page = page(&ui, &app, stored, form, Mend::default()).await?;
    ui.page(&IntakePage { focus: Focus::Card, ..page })
}

/// Postal staff who are no officers of any one-stop.
fn is_post_only(actor: &Actor) -> bool {
    one_stops(actor).iter().all(|at| !actor.holds(Role::OneStopOfficer, at))
}

/// `POST /mot-cua/tiep-nhan/{code}`.
/// # Errors
/// [`Error::NotFound`] when the procedure is not open; as `intake::take_in`.
pub async fn take_in(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    CheckedAll(mut form, sent): CheckedAll<IntakeForm>,
) -> Result<Response> {
    let stored = published(&app, &code).await?;
    form.keep_answers(&stored.procedure, &sent);
    let scanned = !form.card.trim().is_empty() || !form.filer_card.trim().is_empty();
    if let Err(errors) = form.read_cards() {
        let page = page(&ui, &app, stored, form, Mend { errors, ..Mend::default() }).await?;
        return ui.again(&page);
    }
    if scanned || ![ACCEPT, INCOMPLETE].contains(&form.step.as_str()) || form.case != form.case_shown {
        let page = look_up(&ui, &app, stored, form).await?;
        return if page.errors.is_empty() { ui.page(&page) } else { ui.again(&page) };
    }
    let reference = app.reference().await?;
    let desk = Desk {
        version: stored.id,
        procedure: &stored.procedure,
        reference: &reference,
        now: app.clock.now(),
    };
    let wanted = match form.intake(desk) {
        Ok(wanted) => wanted,
        Err(mend) => {
            let page = page(&ui, &app, stored, form, mend).await?;
            return ui.again(&page);
        }
    };
    let shown = page(&ui, &app, stored, form, Mend::default()).await?;
    // What was taken is held against what the filing costs, not against what a second look would show.
    let costs = match intake::costs(&app, &wanted).await {
        Ok(quote) => quote.total,
        Err(AppError::Refused(refusal)) => {
            return ui.again(&IntakePage { refusal: Some(Message::refusal(&refusal)), ..shown });
        }
        Err(other) => return Err(other.into()),
    };
    if wanted.cash.is_some_and(|taken| taken != costs) {
        let mut errors = FieldErrors::none();
        errors.add("cash", Message::new("counter-intake-fee-changed").with("amount", costs));
        return ui.again(&IntakePage { errors, focus: Focus::Nowhere, ..shown });
    }
    let incomplete = wanted.incomplete;
    match intake::take_in(&app, ui.actor()?, wanted).await {
        Ok(done) => {
            let identity = done.dossier.identity.ok_or(Error::NotFound)?;
            let code = identity.code.as_str();
            let asks = Side::Counter.act(Action::RequestSupplement, code).filter(|_| incomplete);
            let said = if incomplete { "counter-intake-incomplete-done" } else { "counter-intake-done" };
            let to = asks.unwrap_or_else(|| Side::Counter.dossier(code));
            Ok(ui.done(&to, Message::new(said).with("code", code)))
        }
        Err(AppError::Refused(refusal)) => {
            let mut errors = FieldErrors::none();
            if refusal == Refusal::ExemptionUnproved && shown.look_up.is_some() {
                errors.add("looked_up", Message::new("counter-intake-look-first"));
            }
            ui.again(&IntakePage { refusal: Some(Message::refusal(&refusal)), errors, ..shown })
        }
        Err(other) => Err(other.into()),
    }
}

async fn published(app: &App, code: &str) -> Result<StoredVersion> {
    let code = ProcedureCode::parse(code).map_err(|_| Error::NotFound)?;
    let stored = store::procedure::published(&app.db, &code).await?;
    stored.ok_or(Error::NotFound)
}

/// Fills the form in from the person's account, and the fee.
async fn look_up(ui: &Ui, app: &App, stored: StoredVersion, mut form: IntakeForm) -> Result<IntakePage> {
    let number = party::personal_number(&form.number).ok();
    let phone = party::phone(&form.phone).ok();
    let known = intake::known(app, number.as_deref(), phone.as_deref()).await?;
    if let Some(known) = &known {
        form.complete(&known.profile);
    }
    let case_changed = form.case != form.case_shown;
    let mut mend = Mend::default();
    if let Some(case) = form.case_of(&stored.procedure) {
        let case = case.clone();
        form.prefill(&stored.procedure, &case);
        if case_changed {
            form.expect_usual_fee(&stored.procedure, &case);
        }
        mend.faults = form.fee_faults(&stored.procedure, &case, local_date(app.clock.now()));
    }
    let page = page(ui, app, stored, form, mend).await?;
    let focus = if !page.errors.is_empty() {
        Focus::Nowhere
    } else if page.default_step() == ACCEPT {
        Focus::Papers
    } else {
        Focus::Card
    };
    Ok(IntakePage { known: known.map(|k| k.profile.name), case_changed, focus, ..page })
}

/// The page with what was typed, what it costs, and what is to be mended.
async fn page(
    ui: &Ui,
    app: &App,
    stored: StoredVersion,
    mut form: IntakeForm,
    mend: Mend,
) -> Result<IntakePage> {
    let procedure = Arc::new(stored.procedure);
    let reference = app.reference().await?;
    let (actor, locale) = (ui.actor()?, ui.locale());
    let case = form.case_of(&procedure).ok_or(Error::NotFound)?.clone();
    let today = local_date(app.clock.now());
    let on = form.handed_over_at().map_or(today, local_date);
    let offer = Offer { procedure: &procedure, case: &case, channel: form.channel(), on };
    let counted = form.counted(&procedure, &case, today);
    let channels = parts::channels(&procedure, locale, is_post_only(actor));
    let fee_unclear = !form.fee_faults(&procedure, &case, today).is_empty();
    let (quote, refusal) = match intake::price(app, offer, &counted).await {
        // What cannot be counted has no price, and least of all that of one piece.
        Ok(_) if fee_unclear => (Quote::default(), None),
        Ok(_) if channels.is_empty() => (Quote::default(), Some(Message::new("refusal-channel-closed"))),
        Ok(quote) => (quote, None),
        Err(AppError::Refused(refusal)) => (Quote::default(), Some(Message::refusal(&refusal))),
        Err(other) => return Err(other.into()),
    };
    case.key.clone_into(&mut form.case);
    case.key.clone_into(&mut form.case_shown);
    let at = AgencyCode::parse(&form.receiving).ok();
    let holds = |role| at.as_ref().is_some_and(|at| actor.holds(role, at));
    let Mend { mut errors, faults } = mend;
    let filled = |page: &FormPage| {
        let own =
            faults.iter().find(|(key, _)| *key == page.key).map_or(&[][..], |(_, list)| list.as_slice());
        fields::filled(locale, page, &form.answers, own, &reference).apart()
    };
    let pages: Vec<Filled> = counter_form::pages(&procedure, &case).iter().map(filled).collect();
    let fee_fields = filled(&counter_form::fee_page(&procedure, &case));
    let form_open =
        pages.iter().any(|p| !p.errors.is_empty() || p.fields.iter().any(|f| !f.value.is_empty()));
    for (name, error) in pages.iter().chain([&fee_fields]).flat_map(|p| p.errors.iter()) {
        errors.add(name, error.clone());
    }
    Ok(IntakePage {
        cases: parts::cases(&procedure),
        channels,
        kinds: procedure.audiences.iter().map(|a| parts::said(locale, "audience", a.key())).collect(),
        sexes: Sex::ALL.iter().map(|s| parts::said(locale, "sex", s.key())).collect(),
        behalves: [ONESELF, OTHER].iter().map(|b| parts::said(locale, "counter-behalf", b)).collect(),
        receiving: parts::named(&reference, &one_stops(actor)),
        communes: parts::communes(&procedure, &reference),
        settled_by: parts::settled_by(&procedure, &reference),
        documents: parts::documents(&procedure, &case, &form),
        shown: parts::shown(&procedure, &case),
        look_up: parts::to_look_up(&procedure, &case, &form),
        pages,
        form_open,
        fee_fields,
        returns: ReturnMethod::ALL.iter().map(|m| parts::said(locale, "return-method", m.key())).collect(),
        fees: fees::lines(locale, &quote),
        total: quote.total,
        fee_unclear,
        due: parts::due(app, &reference, &procedure, &case, &form)?,
        officer: holds(Role::OneStopOfficer),
        cashier: holds(Role::Cashier),
        values: form,
        procedure: Arc::clone(&procedure),
        errors,
        refusal,
        focus: Focus::Nowhere,
        case_changed: false,
        known: None,
    })
}
