//! The page of one dossier for those who work on it, at the counter and at the desk: what may be done now, the facts, the
//! documents, the money, the way it has gone and how its date was computed. The buttons are `policy::offered`.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    action::{asks_nothing, is_danger},
    answers::{self, Group},
    choices::{self, Claim, agency_of},
    clockface::{self, Chip, Clockface},
    lines,
    place::Place,
    timeline::{self, Entry},
};
use crate::{
    app::{self, context::App, reference::Reference},
    domain::{
        actor::Actor,
        calendar::WorkCalendar,
        ids::{AgencyCode, DossierId},
        money::Vnd,
        policy::{self, Subject},
        procedure::{Procedure, Proof},
        proof::Standing,
        status::{Action, Channel, EnteredBy, ReturnMethod, Role, Status},
    },
    i18n::{Locale, text},
    store::{
        self,
        dossier::Key,
        receipt::Which,
        view::{DocumentLine, DossierView},
    },
    web::{
        error::{Error, Result},
        explain::{self, Row},
        fees, filters,
        parts::{self, DayMark, FeeChange, FeeLine, PaperLink},
        paths, payee,
        ui::Ui,
    },
};

/// One act that is offered.
struct Button {
    key: String,
    href: String,
    /// A form of its own on this page: no further question.
    one: bool,
    /// With a remark beside it.
    note: bool,
    /// The key that presses it; empty where none does.
    letter: &'static str,
}

/// One step of the route.
struct StepLine {
    name: String,
    who: String,
    agency: String,
    current: bool,
    past: bool,
}

/// One document.
struct DocumentRow {
    line: DocumentLine,
    href: String,
}

/// One opinion asked.
struct Opinion {
    agency: String,
    line: store::view::ConsultationLine,
}

/// One payment.
struct PaymentRow {
    line: store::view::PaymentLine,
    amount: Vnd,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/dossier.html")]
struct DossierPage {
    place: Place,
    view: DossierView,
    status: Status,
    channel: Channel,
    entered_by: EnteredBy,
    return_method: ReturnMethod,
    case: String,
    chip: Option<Chip>,
    main: Option<Button>,
    others: Vec<Button>,
    dangers: Vec<Button>,
    take: Option<String>,
    me: String,
    slip: String,
    sheets: Vec<PaperLink>,
    receiving: String,
    settling: String,
    holding: String,
    step: String,
    limit: String,
    groups: Vec<Group>,
    claim: Option<Claim>,
    documents: Vec<DocumentRow>,
    opinions: Vec<Opinion>,
    fees: Vec<FeeLine>,
    fee_changes: Vec<FeeChange>,
    total: Vnd,
    outstanding: Vnd,
    payments: Vec<PaymentRow>,
    receipts: Vec<PaperLink>,
    bills: Vec<PaperLink>,
    steps: Vec<StepLine>,
    entries: Vec<Entry>,
    rows: Vec<Row>,
    days: Vec<DayMark>,
    /// This officer may note where money goes that is given back.
    notes_payee: bool,
}

/// `GET /mot-cua/ho-so/{code}` and `GET /xu-ly/ho-so/{code}`.
/// # Errors
/// [`Error::NotFound`] when the dossier is not to be seen.
pub async fn show(ui: Ui, State(app): State<App>, place: Place) -> Result<Response> {
    let key = Key::Code(place.code.clone());
    let view = store::view::of(&app.db, &ui.scope()?, &key).await?;
    let view = view.ok_or(Error::NotFound)?;
    let page = page(&ui, &app, place, view).await?;
    ui.page(&page)
}

async fn page(ui: &Ui, app: &App, place: Place, view: DossierView) -> Result<DossierPage> {
    let procedure = app.version(view.procedure_version).await?;
    let reference = app.reference().await?;
    let (actor, locale, now) = (ui.actor()?, ui.locale(), app.clock.now());
    let subject = view.subject()?;
    let calendar = calendar(&reference, &view)?;
    let face = Clockface {
        status: subject.status,
        ledger: &view.ledger.0,
        respond_by: view.respond_by,
        soon_at: view.soon_at,
    };
    let claim = choices::claim(&view, &procedure);
    let buttons = buttons(actor, (&subject, claim.as_ref()), &place, &view);
    let name = |code: &str| reference.short_name(code).to_owned();
    let unreadable = |what: &str| Error::Internal(format!("dossier {}: {what}", view.id));
    Ok(DossierPage {
        status: subject.status,
        channel: Channel::parse(&view.channel).ok_or_else(|| unreadable("channel"))?,
        entered_by: EnteredBy::parse(&view.entered_by).ok_or_else(|| unreadable("entered_by"))?,
        return_method: ReturnMethod::parse(&view.return_method).ok_or_else(|| unreadable("return_method"))?,
        case: case_name(&procedure, &view),
        chip: clockface::chip(&face, now, &calendar).map_err(Error::Refused)?,
        take: take(actor, &subject, &place),
        me: actor.id.uuid().to_string(),
        main: buttons.main,
        others: buttons.others,
        dangers: buttons.dangers,
        slip: paths::fill(paths::SLIP, &[place.code.as_str()]),
        sheets: parts::papers(&view),
        receiving: name(&view.receiving),
        settling: name(&view.settling),
        holding: name(&view.holding),
        step: step_name(&procedure, &view),
        limit: limit(&view, locale),
        groups: answers::groups(&procedure, &view.answers.0, &reference, locale),
        claim: claim.filter(|claim| claim.group.is_some()),
        documents: documents(&view),
        opinions: opinions(&reference, &view),
        fees: fee_lines(&view, locale),
        fee_changes: view.quote.as_ref().map_or_else(Vec::new, |quote| fees::changes(locale, &quote.0)),
        total: Vnd::new(view.fee_total).unwrap_or(Vnd::ZERO),
        outstanding: Vnd::new(view.outstanding()).unwrap_or(Vnd::ZERO),
        payments: payments(&view),
        receipts: receipts(app, actor, &view).await?,
        bills: bills(app, actor, &view).await?,
        steps: steps(&procedure, &reference, &view, locale),
        entries: timeline::entries(&view.history.0, &procedure, &reference, locale),
        rows: explain::rows(locale, &view.ledger.0, &calendar).map_err(Error::Refused)?,
        days: explain::strip(locale, &view.ledger.0, &calendar).map_err(Error::Refused)?,
        notes_payee: app::payee::may_note(actor, &subject.receiving),
        place,
        view,
    })
}

fn calendar(reference: &Reference, view: &DossierView) -> Result<Arc<WorkCalendar>> {
    let settling = AgencyCode::parse(&view.settling).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(reference.calendar_of(&settling)?)
}

struct Buttons {
    main: Option<Button>,
    others: Vec<Button>,
    dangers: Vec<Button>,
}

/// What leads on, what else may be done, and what ends the dossier.
fn buttons(
    actor: &Actor,
    (subject, claim): (&Subject, Option<&Claim>),
    place: &Place,
    view: &DossierView,
) -> Buttons {
    const LEADS_ON: &[Action] = &[
        Action::CheckExemption,
        Action::Accept,
        Action::GiveOpinion,
        Action::Approve,
        Action::Issue,
        Action::Complete,
        Action::Forward,
        Action::Pay,
        Action::Return,
        Action::Supplement,
    ];
    // What the facts of this page would refuse anyway is no button: a second result, money that is paid.
    let mut offered = policy::offered(actor, subject);
    let is_unproved = claim.is_some_and(Claim::is_open);
    let pointless = [
        (Action::Accept, is_unproved),
        (Action::CheckExemption, claim.is_none()),
        (Action::Issue, view.result.is_some()),
        (Action::Complete, view.result.is_none()),
        (Action::Pay, view.outstanding() == 0),
        (Action::Refund, !view.may_give_back()),
    ];
    offered.retain(|a| !pointless.contains(&(*a, true)));
    let to_look_up = claim.is_some_and(|claim| claim.standing == Standing::LookUp);
    let leads_on = |a: &Action| offered.contains(a) && (*a != Action::CheckExemption || to_look_up);
    let main = LEADS_ON.iter().copied().find(leads_on);
    // What the person does for themselves at home is not a button of the counter's desk.
    offered.retain(|a| Some(*a) != main && *a != Action::Submit);
    let button = |action: Action| {
        Some(Button {
            key: format!("action-{action}"),
            href: place.side.act(action, place.code.as_str())?,
            one: asks_nothing(action) || action == Action::Approve || action == Action::Forward,
            note: action == Action::Approve || action == Action::Forward,
            letter: lines::letter(action),
        })
    };
    let plain =
        |action: Action| button(action).map(|b| Button { one: asks_nothing(action), note: false, ..b });
    Buttons {
        main: main.and_then(button),
        others: offered.iter().copied().filter(|a| !is_danger(*a)).filter_map(plain).collect(),
        dangers: offered.iter().copied().filter(|a| is_danger(*a)).filter_map(plain).collect(),
    }
}

/// Where to take a free step oneself.
fn take(actor: &Actor, subject: &Subject, place: &Place) -> Option<String> {
    let role = subject.step_role?;
    let free = subject.status == Status::Processing && subject.holder.is_none();
    let fits = actor.holds(role, &subject.holding);
    let offered = policy::permit(actor, subject, Action::Reassign).is_ok();
    (free && fits && offered).then(|| place.side.act(Action::Reassign, place.code.as_str())).flatten()
}

fn case_name(procedure: &Procedure, view: &DossierView) -> String {
    let case = procedure.cases.iter().find(|c| c.key == view.case_key);
    case.map_or_else(|| view.case_key.clone(), |c| c.name.clone())
}

fn step_name(procedure: &Procedure, view: &DossierView) -> String {
    view.step
        .and_then(|n| usize::try_from(n).ok())
        .and_then(|n| procedure.route.get(n))
        .map_or_else(String::new, |s| s.name.clone())
}

/// The promised limit, and the law's where it is longer.
fn limit(view: &DossierView, locale: Locale) -> String {
    let words = |limit| explain::limit(locale, limit);
    match (&view.promised, &view.statutory) {
        (Some(promised), Some(statutory)) if promised.0 != statutory.0 => {
            format!("{} ({})", words(promised.0), words(statutory.0))
        }
        (Some(limit), _) | (None, Some(limit)) => words(limit.0),
        (None, None) => String::new(),
    }
}

fn documents(view: &DossierView) -> Vec<DocumentRow> {
    view.documents
        .iter()
        .map(|line| DocumentRow {
            href: if line.media_type.is_some() {
                paths::fill(paths::DOCUMENT_VIEW, &[&line.id.to_string()])
            } else {
                String::new()
            },
            line: line.clone(),
        })
        .collect()
}

fn opinions(reference: &Reference, view: &DossierView) -> Vec<Opinion> {
    view.consultations
        .iter()
        .map(|line| Opinion { agency: reference.short_name(&line.agency).to_owned(), line: line.clone() })
        .collect()
}

fn fee_lines(view: &DossierView, locale: Locale) -> Vec<FeeLine> {
    view.quote.as_ref().map_or_else(Vec::new, |quote| fees::lines(locale, &quote.0))
}

/// The receipts: the paper for whoever sees the dossier, and what can be done with it for cashiers of its agency.
async fn receipts(app: &App, actor: &Actor, view: &DossierView) -> Result<Vec<PaperLink>> {
    let all = store::receipt::find(&app.db, Which::Dossier(view.id)).await?;
    let is_theirs = |agency: &str| AgencyCode::parse(agency).is_ok_and(|at| actor.holds(Role::Cashier, &at));
    let mut links = parts::receipts(&all);
    for (link, receipt) in links.iter_mut().zip(&all).filter(|(_, receipt)| is_theirs(&receipt.agency)) {
        link.href = paths::fill(paths::RECEIPT, &[&receipt.id.to_string()]);
    }
    Ok(links)
}

/// The payment platform's receipts, for cashiers of the agency that collects.
async fn bills(app: &App, actor: &Actor, view: &DossierView) -> Result<Vec<PaperLink>> {
    let at = AgencyCode::parse(&view.receiving).map_err(|e| Error::Internal(e.to_string()))?;
    if !actor.holds(Role::Cashier, &at) {
        return Ok(Vec::new());
    }
    Ok(parts::bills(&store::attempt::paid(&app.db, DossierId::new(view.id)).await?))
}

fn payments(view: &DossierView) -> Vec<PaymentRow> {
    view.payments
        .iter()
        .map(|line| PaymentRow { amount: Vnd::new(line.amount).unwrap_or(Vnd::ZERO), line: line.clone() })
        .collect()
}

fn steps(procedure: &Procedure, reference: &Reference, view: &DossierView, locale: Locale) -> Vec<StepLine> {
    let now = view.step.and_then(|n| usize::try_from(n).ok());
    let over = view.completed_at.is_some();
    procedure
        .route
        .iter()
        .enumerate()
        .map(|(at, step)| StepLine {
            name: step.name.clone(),
            who: text(locale, &format!("role-{}", step.role), &[]),
            agency: reference.short_name(agency_of(step, view)).to_owned(),
            current: now == Some(at),
            past: over || now.is_some_and(|now| at < now),
        })
        .collect()
}
