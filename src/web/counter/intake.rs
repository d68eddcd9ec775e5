//! Intake at the counter on one page: case, person, papers, fee, money. One button looks the person and the fee up, the other
//! takes the dossier in.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};

use super::{intake_form::IntakeForm, office::one_stops};
use crate::{
    app::{context::App, error::Error as AppError, intake, reference::Reference, secrets},
    domain::{
        decide::local_date,
        forecast,
        ids::{AgencyCode, ProcedureCode},
        limit,
        money::Vnd,
        party,
        procedure::{Case, DocKind, ExemptGroup, Procedure, Settler},
        quote::Quote,
        status::{Channel, ReturnMethod, Role},
    },
    i18n::{Locale, Message, text},
    store::{self, agency::AgencyLevel, procedure::StoredVersion},
    web::{
        desk::place::Side,
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts::{Choice, FeeLine},
        ui::Ui,
    },
};

/// One paper of the checklist.
struct DocLine {
    key: String,
    name: String,
    hint: String,
    required: bool,
    ticked: bool,
    originals: String,
    copies: String,
}

/// One quantity that the fee depends on.
struct Quantity {
    key: String,
    label: String,
    value: String,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/intake.html")]
struct IntakePage {
    procedure: Arc<Procedure>,
    values: IntakeForm,
    errors: FieldErrors,
    refusal: Option<Message>,
    cases: Vec<Choice>,
    channels: Vec<Choice>,
    kinds: Vec<Choice>,
    receiving: Vec<Choice>,
    communes: Vec<Choice>,
    settled_by: String,
    documents: Vec<DocLine>,
    shown: Vec<String>,
    quantities: Vec<Quantity>,
    exempt: Vec<Choice>,
    returns: Vec<Choice>,
    fees: Vec<FeeLine>,
    total: Vnd,
    cashier: bool,
    officer: bool,
    due: Option<DateTime<Utc>>,
    known: Option<String>,
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
    let postal = receiving.iter().all(|at| !actor.holds(Role::OneStopOfficer, at));
    let form = IntakeForm {
        form_key: secrets::form_key().to_string(),
        case: stored.procedure.cases.first().map_or_else(String::new, |c| c.key.clone()),
        channel: if postal { Channel::Postal } else { Channel::Direct }.key().to_owned(),
        kind: stored.procedure.audiences.first().map_or_else(String::new, |a| a.key().to_owned()),
        receiving: first.to_owned(),
        settling: commune.unwrap_or_default(),
        return_method: ReturnMethod::Counter.key().to_owned(),
        ..IntakeForm::default()
    };
    let page = page(&ui, &app, stored, form).await?;
    ui.page(&page)
}

/// `POST /mot-cua/tiep-nhan/{code}`.
/// # Errors
/// [`Error::NotFound`] when the procedure is not open; as `intake::take_in`.
pub async fn take_in(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    Checked(mut form): Checked<IntakeForm>,
) -> Result<Response> {
    let stored = published(&app, &code).await?;
    form.read_card();
    if form.step != "accept" {
        let page = look_up(&ui, &app, stored, form).await?;
        return ui.page(&page);
    }
    let wanted = match form.intake(stored.id, &stored.procedure) {
        Ok(wanted) => wanted,
        Err(errors) => {
            let page = page(&ui, &app, stored, form).await?;
            return ui.again(&IntakePage { errors, ..page });
        }
    };
    let shown = page(&ui, &app, stored, form).await?;
    if wanted.cash && shown.values.fee_shown != shown.total.dong().to_string() {
        let mut errors = FieldErrors::none();
        errors.add("cash", Message::new("counter-intake-fee-changed").with("amount", shown.total));
        return ui.again(&IntakePage { errors, ..shown });
    }
    match intake::take_in(&app, ui.actor()?, wanted).await {
        Ok(done) => {
            let identity = done.dossier.identity.ok_or(Error::NotFound)?;
            let said = Message::new("counter-intake-done").with("code", &identity.code);
            Ok(ui.done(&Side::Counter.dossier(identity.code.as_str()), said))
        }
        Err(AppError::Refused(refusal)) => {
            ui.again(&IntakePage { refusal: Some(Message::refusal(&refusal)), ..shown })
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
    let page = page(ui, app, stored, form).await?;
    Ok(IntakePage { known: known.map(|k| k.profile.name), ..page })
}

async fn page(ui: &Ui, app: &App, stored: StoredVersion, mut form: IntakeForm) -> Result<IntakePage> {
    let procedure = Arc::new(stored.procedure);
    let reference = app.reference().await?;
    let actor = ui.actor()?;
    let case = procedure
        .cases
        .iter()
        .find(|c| c.key == form.case)
        .or_else(|| procedure.cases.first())
        .ok_or(Error::NotFound)?;
    let (quote, refusal) = match intake::price(app, &procedure, case, &form.answers(), form.channel()).await {
        Ok(quote) => (quote, None),
        Err(AppError::Refused(refusal)) => (Quote::default(), Some(Message::refusal(&refusal))),
        Err(other) => return Err(other.into()),
    };
    case.key.clone_into(&mut form.case);
    let at = AgencyCode::parse(&form.receiving).ok();
    let holds = |role| at.as_ref().is_some_and(|at| actor.holds(role, at));
    let (officer, cashier) = (holds(Role::OneStopOfficer), holds(Role::Cashier));
    let locale = ui.locale();
    let said = |prefix: &str, key: &str| Choice::new(key, text(locale, &format!("{prefix}-{key}"), &[]));
    Ok(IntakePage {
        cases: cases(&procedure),
        channels: procedure
            .channels
            .iter()
            .filter(|t| t.channel != Channel::Online)
            .map(|t| said("channel", t.channel.key()))
            .collect(),
        kinds: procedure.audiences.iter().map(|a| said("audience", a.key())).collect(),
        receiving: named(&reference, &one_stops(actor)),
        communes: communes(&procedure, &reference),
        settled_by: settled_by(&procedure, &reference),
        documents: documents(&procedure, case, &form),
        shown: shown(&procedure, case),
        quantities: quantities(&procedure, case, &form),
        exempt: exempt(&procedure, case, locale),
        returns: ReturnMethod::ALL.iter().map(|m| said("return-method", m.key())).collect(),
        fees: quote
            .lines
            .iter()
            .map(|line| FeeLine {
                name: line.name.clone(),
                amount: line.amount,
                basis: line
                    .reduction
                    .as_ref()
                    .map_or(line.legal_basis.as_str(), |r| r.legal_basis())
                    .to_owned(),
            })
            .collect(),
        total: quote.total,
        due: due(app, &reference, &procedure, case, &form)?,
        values: form,
        procedure: Arc::clone(&procedure),
        errors: FieldErrors::none(),
        refusal,
        cashier,
        officer,
        known: None,
    })
}

fn cases(procedure: &Procedure) -> Vec<Choice> {
    procedure
        .cases
        .iter()
        .map(|c| Choice::new(&c.key, &c.name).hint(c.hint.clone().unwrap_or_default()))
        .collect()
}

fn named(reference: &Reference, agencies: &[AgencyCode]) -> Vec<Choice> {
    agencies.iter().map(|code| Choice::new(code.as_str(), reference.short_name(code.as_str()))).collect()
}

/// The communes that could settle; empty when the procedure names its agency.
fn communes(procedure: &Procedure, reference: &Reference) -> Vec<Choice> {
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

fn settled_by(procedure: &Procedure, reference: &Reference) -> String {
    match (&procedure.settler, &procedure.agency) {
        (Settler::Agency, Some(agency)) => reference.short_name(agency.as_str()).to_owned(),
        (Settler::Agency, None) | (Settler::Commune, _) => String::new(),
    }
}

/// What is handed in: papers and the paper form.
fn documents(procedure: &Procedure, case: &Case, form: &IntakeForm) -> Vec<DocLine> {
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
        .collect()
}

/// What is only looked at.
fn shown(procedure: &Procedure, case: &Case) -> Vec<String> {
    case.documents
        .iter()
        .filter_map(|wanted| procedure.documents.iter().find(|d| d.key == wanted.doc))
        .filter(|d| d.kind == DocKind::Present)
        .map(|d| d.name.clone())
        .collect()
}

fn quantities(procedure: &Procedure, case: &Case, form: &IntakeForm) -> Vec<Quantity> {
    let mut list: Vec<Quantity> = Vec::new();
    for fee in procedure.fees.iter().filter(|f| case.fees.contains(&f.key)) {
        let Some(key) = &fee.quantity_field else { continue };
        if list.iter().any(|q| q.key == *key) {
            continue;
        }
        let field = procedure.form.iter().flat_map(|p| &p.fields).find(|f| f.key == *key);
        let typed = form.quantity_of(key);
        list.push(Quantity {
            key: key.clone(),
            label: field.map_or_else(|| fee.name.clone(), |f| f.label.clone()),
            value: if typed.is_empty() { "1" } else { typed }.to_owned(),
        });
    }
    list
}

fn exempt(procedure: &Procedure, case: &Case, locale: Locale) -> Vec<Choice> {
    let fees = procedure.fees.iter().filter(|f| case.fees.contains(&f.key));
    let groups: Vec<ExemptGroup> = fees.flat_map(|f| &f.exemptions).map(|e| e.group).collect();
    ExemptGroup::ALL
        .iter()
        .filter(|g| groups.contains(g))
        .map(|g| Choice::new(g.key(), text(locale, &format!("exempt-group-{g}"), &[])))
        .collect()
}

/// The appointment if the dossier were accepted now.
fn due(
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
