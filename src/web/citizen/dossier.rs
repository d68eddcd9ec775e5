//! One of my dossiers: where it stands, what to do, when it is due and why, what happened, papers and payments.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};

use crate::{
    app::{context::App, reference::Reference},
    domain::{
        answers,
        command::GivenBack,
        event::{Event, Term},
        ids::{AgencyCode, DossierId},
        money::Vnd,
        moved::Moved,
        policy,
        procedure::{ExemptGroup, Procedure},
        status::{Action, Status},
    },
    i18n::{self, Locale, Message, format, text},
    store::{
        self,
        agency::Agency,
        receipt::Which,
        view::{DocumentLine, DossierView, HistoryLine},
    },
    web::{
        citizen::{
            headline::{self, Headline, Standing},
            open,
            owed::{self, Owed},
        },
        error::{Error, Result},
        explain, fees,
        fields::{self, Row},
        filters,
        parts::{self, DayMark, FeeChange, FeeLine, PaperLink},
        payee,
        ui::Ui,
    },
};

struct Happened {
    title: Message,
    at: DateTime<Utc>,
    by: String,
    note: String,
    items: Vec<(String, String)>,
}

struct Section {
    title: String,
    is_data: bool,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "citizen/dossier.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the template asks")]
struct DossierPage {
    code: String,
    view: DossierView,
    status: Status,
    headline: Headline,
    rows: Vec<explain::Row>,
    days: Vec<DayMark>,
    promised: String,
    statutory: String,
    is_shorter: bool,
    is_moved: bool,
    is_paused: bool,
    timeline: Vec<Happened>,
    documents: Vec<DocumentLine>,
    results: Vec<DocumentLine>,
    sheets: Vec<PaperLink>,
    receipts: Vec<PaperLink>,
    bills: Vec<PaperLink>,
    is_settled: bool,
    sections: Vec<Section>,
    fee_lines: Vec<FeeLine>,
    fee_changes: Vec<FeeChange>,
    fee_total: Vnd,
    fee_paid: Vnd,
    outstanding: i64,
    /// What has still to come.
    missing: i64,
    owed: Owed,
    holding: Option<Agency>,
    settling: String,
    case: String,
    may_pay: bool,
    may_supplement: bool,
    may_withdraw: bool,
    /// What waits to be given back, and nobody said where it shall go.
    asks_payee: Option<Vnd>,
    has_slip: bool,
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let reference = app.reference().await?;
    let procedure = app.version(view.procedure_version).await?;
    let offered = policy::offered(ui.actor()?, &view.subject()?);
    let now = app.clock.now();
    let receipts = store::receipt::find(&app.db, Which::Dossier(view.id)).await?;
    let dossier = DossierId::new(view.id);
    let owed = owed::of(&app, ui.locale(), &view, &procedure).await?;
    let bills = parts::bills(&store::attempt::paid(&app.db, dossier).await?);
    let mut page = DossierPage::new(ui.locale(), (view, owed), &procedure, &reference, now)?;
    if page.may_pay && !page.owed.matching.is_zero() {
        // Whoever paid is not asked to pay while somebody compares what came.
        page.may_pay = false;
        page.headline.todo = Message::new("citizen-todo-matching").with("amount", page.owed.matching);
    } else if page.may_pay && page.owed.pending.is_some() {
        // Nor while the bank is asked what became of the last try.
        page.headline.todo = Message::new("citizen-todo-checking");
    }
    ui.page(&DossierPage {
        bills,
        receipts: parts::receipts(&receipts),
        may_supplement: offered.contains(&Action::Supplement),
        may_withdraw: offered.contains(&Action::Withdraw),
        ..page
    })
}

impl DossierPage {
    fn new(
        locale: Locale,
        (view, owed): (DossierView, Owed),
        procedure: &Procedure,
        reference: &Reference,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let status = view.status()?;
        let settling = AgencyCode::parse(&view.settling).map_err(|e| Error::Internal(e.to_string()))?;
        let calendar = reference.calendar_of(&settling)?;
        let standing = Standing {
            status,
            ledger: &view.ledger,
            due_at: view.due_at,
            respond_by: view.respond_by,
            on_time: view.on_time,
            outstanding: view.missing(),
        };
        let headline = headline::of(locale, &standing, now, &calendar);
        let is_settled = matches!(status, Status::Completed | Status::Returned);
        let (results, documents): (Vec<_>, Vec<_>) =
            view.documents.iter().cloned().partition(|d| d.key == "result");
        let words = |limit: Option<&crate::domain::limit::TimeLimit>| {
            limit.map(|l| explain::limit(locale, *l)).unwrap_or_default()
        };
        Ok(Self {
            code: view.code.clone().unwrap_or_default(),
            status,
            headline,
            // A year that was not published yet costs the explanation, not the page.
            rows: explain::rows(locale, &view.ledger, &calendar).unwrap_or_default(),
            days: explain::strip(locale, &view.ledger, &calendar).unwrap_or_default(),
            promised: words(view.promised.as_deref()),
            statutory: words(view.statutory.as_deref()),
            is_shorter: view.promised.as_deref() != view.statutory.as_deref(),
            is_moved: view.original_due_at.is_some() && view.original_due_at != view.due_at,
            is_paused: view.ledger.is_paused(),
            timeline: timeline(locale, &view.history, procedure, reference),
            documents,
            sheets: parts::papers(&view),
            receipts: Vec::new(),
            bills: Vec::new(),
            results: if is_settled && view.outstanding() == 0 { results } else { Vec::new() },
            is_settled,
            sections: sections(locale, &view, procedure, reference),
            fee_lines: view.quote.as_deref().map(|q| fees::lines(locale, q)).unwrap_or_default(),
            fee_changes: view.quote.as_deref().map(|q| fees::changes(locale, q)).unwrap_or_default(),
            fee_total: Vnd::new(view.ever_asked()).unwrap_or_default(),
            fee_paid: Vnd::new(view.ever_paid()).unwrap_or_default(),
            outstanding: view.outstanding(),
            missing: view.missing(),
            owed,
            // A finished dossier waits at the one-stop.
            holding: reference.agency(if is_settled { &view.receiving } else { &view.holding }).cloned(),
            settling: reference
                .agency(&view.settling)
                .map_or_else(|| view.settling.clone(), |a| a.name.clone()),
            case: procedure
                .cases
                .iter()
                .find(|c| c.key == view.case_key)
                .map(|c| c.name.clone())
                .unwrap_or_default(),
            may_pay: view.missing() > 0 && !status.is_without_result(),
            may_supplement: false,
            may_withdraw: false,
            asks_payee: view
                .refunds
                .iter()
                .find(|refund| refund.is_open() && refund.turn == 0)
                .and_then(|refund| Vnd::new(refund.amount).ok()),
            has_slip: view.accepted_at.is_some(),
            view,
        })
    }
}

fn sections(
    locale: Locale,
    view: &DossierView,
    procedure: &Procedure,
    reference: &Reference,
) -> Vec<Section> {
    let Some(case) = procedure.cases.iter().find(|c| c.key == view.case_key) else {
        return Vec::new();
    };
    let shown = answers::shown(&view.applicant, &view.answers);
    answers::pages(procedure, case, view.applicant.kind)
        .iter()
        .map(|page| Section {
            title: fields::title(locale, page),
            is_data: !page.title.is_empty(),
            rows: fields::rows(locale, page, &shown, reference),
        })
        .collect()
}

/// What happened, the newest first; what officials write to each other is left out.
fn timeline(
    locale: Locale,
    history: &[HistoryLine],
    procedure: &Procedure,
    reference: &Reference,
) -> Vec<Happened> {
    history
        .iter()
        .rev()
        .filter(|line| !is_internal(&line.event))
        .map(|line| Happened {
            title: title(locale, &line.event),
            at: line.at,
            by: line.agency.as_deref().map_or_else(
                || text(locale, "citizen-by-you", &[]),
                |code| reference.short_name(code).to_owned(),
            ),
            note: line
                .event
                .remark()
                .filter(|_| line.event.remark_is_public())
                .unwrap_or_default()
                .to_owned(),
            items: details(locale, procedure, &line.event, reference),
        })
        .collect()
}

/// What was asked for with its reason, and which answers were corrected.
fn details(
    locale: Locale,
    procedure: &Procedure,
    event: &Event,
    reference: &Reference,
) -> Vec<(String, String)> {
    match event {
        Event::SupplementRequested { items, .. } => {
            items.iter().map(|i| (i.name.clone(), i.reason.clone())).collect()
        }
        Event::Supplemented { answers, .. } => answers
            .iter()
            .map(|c| (c.name.clone(), fields::change(locale, procedure, c, reference)))
            .collect(),
        Event::PaymentRequested { further: Some(asked), .. } => {
            vec![i18n::fees::asked(locale, asked)]
        }
        Event::Submitted { .. }
        | Event::Accepted { .. }
        | Event::Rejected { .. }
        | Event::PaymentRequested { further: None, .. }
        | Event::PaymentRecalled { .. }
        | Event::Paid { .. }
        | Event::Refunded(_)
        | Event::Forwarded { .. }
        | Event::SentBack { .. }
        | Event::Consulted { .. }
        | Event::OpinionGiven { .. }
        | Event::Approved { .. }
        | Event::Issued { .. }
        | Event::Completed { .. }
        | Event::Returned { .. }
        | Event::Withdrawn { .. }
        | Event::Stopped { .. }
        | Event::Reassigned { .. }
        | Event::Rescheduled { .. }
        | Event::DueMoved { .. }
        | Event::TermMoved { .. }
        | Event::ExemptionChecked { .. }
        | Event::Corrected { .. } => Vec::new(),
    }
}

/// Handing out work inside the agencies, and until when they do it, changes nothing for the person.
const fn is_internal(event: &Event) -> bool {
    matches!(
        event,
        Event::Reassigned { agency: None, .. } | Event::TermMoved { term: Term::Step | Term::Opinion, .. }
    )
}

/// The group in words, or that the person is in none.
fn exempt_words(locale: Locale, group: Option<ExemptGroup>) -> String {
    let key = group.map_or_else(|| "answer-exempt-none".to_owned(), |group| format!("exempt-group-{group}"));
    text(locale, &key, &[])
}

const fn verdict_key(on_time: Option<bool>) -> &'static str {
    match on_time {
        Some(true) => "due-on-time",
        Some(false) => "due-late",
        None => "limit-none",
    }
}

fn title(locale: Locale, event: &Event) -> Message {
    let message = Message::new(&format!("citizen-event-{}", event.key()));
    match event {
        Event::Accepted { due_at: None } => Message::new("citizen-event-accepted-open"),
        Event::Accepted { due_at: Some(due) } => message.with("at", format::datetime_long(locale, *due)),
        Event::SupplementRequested { until, .. } => message.with("until", format::date(*until)),
        Event::Supplemented { documents, .. } => message.with("count", *documents),
        Event::PaymentRequested { amount, .. }
        | Event::Paid { amount, .. }
        | Event::Refunded(GivenBack { amount, .. }) => message.with("amount", format::dong(locale, *amount)),
        Event::Forwarded { step, .. } => message.with("step", step),
        Event::DueMoved { from, to, .. } | Event::TermMoved { from, to, .. } => {
            message.with("from", format::datetime(*from)).with("to", format::datetime(*to))
        }
        Event::Issued { number, date, .. } => {
            message.with("number", number).with("date", format::date(*date))
        }
        Event::ExemptionChecked { claimed, found, .. } if claimed == found => {
            Message::new("citizen-event-exemption-confirmed")
        }
        Event::ExemptionChecked { found, .. } => message.with("group", exempt_words(locale, *found)),
        Event::Completed { on_time, .. } => message.with("verdict", text(locale, verdict_key(*on_time), &[])),
        Event::Returned { to, .. } => message.with("to", to),
        Event::Reassigned { due: Some(moved), .. } => {
            with_dates(Message::new("citizen-event-reassigned-due"), moved)
        }
        Event::Reassigned { answer: Some(moved), .. } => {
            with_dates(Message::new("citizen-event-reassigned-answer"), moved)
        }
        Event::Submitted { .. }
        | Event::Rejected { .. }
        | Event::SentBack { .. }
        | Event::Consulted { .. }
        | Event::OpinionGiven { .. }
        | Event::Approved { .. }
        | Event::PaymentRecalled { .. }
        | Event::Withdrawn { .. }
        | Event::Stopped { .. }
        | Event::Reassigned { .. }
        | Event::Rescheduled { .. }
        | Event::Corrected { .. } => message,
    }
}

fn with_dates(message: Message, moved: &Moved) -> Message {
    message.with("from", format::datetime(moved.from)).with("to", format::datetime(moved.to))
}
