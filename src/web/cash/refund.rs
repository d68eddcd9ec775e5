//! `/mot-cua/thu-phi/hoan/{refund}`: one refund with who asked, where it goes, who decided and who paid, and the step that is next.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::office;
use crate::{
    app::{
        self,
        context::App,
        refund::{self, Outcome, Step, Word},
    },
    domain::{
        barcode,
        ids::AgencyCode,
        money::Vnd,
        refund::{NotRefunded, RefundState, Saw},
        status::Role,
        vietqr::{self, Transfer},
    },
    i18n::{Locale, Message, format, text},
    store::{self, cash::OfDossier, payee::Said, refund::Line},
    web::{
        desk::refund::said,
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        paths, payee,
        ui::Ui,
    },
};

/// Where the money goes.
struct Payee {
    /// It is an account.
    is_account: bool,
    /// What the bank is called.
    bank: String,
    /// The account: whole for those who pay, else its end.
    number: String,
    /// Its holder, or who takes the cash.
    name: String,
    /// On what that stands, who said it and when.
    source: Message,
}

/// What whoever pays out types into the bank's app, or scans.
struct Order {
    number: String,
    purpose: String,
    /// The code for the bank's app, drawn.
    qr: Option<String>,
}

/// One step of its way.
struct Happened {
    title: String,
    at: DateTime<Utc>,
    by: String,
    note: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/refund.html")]
struct RefundPage {
    line: Line,
    href: String,
    dossier: String,
    amount: Vnd,
    held: Vnd,
    booked: Vnd,
    /// This person decides on it now.
    decides: bool,
    /// This person may say that it does not go back: who decides, and who asked for it.
    declines: bool,
    /// Key of what that is called.
    decline_title: &'static str,
    /// This person pays it out now.
    pays: bool,
    /// Why this person, who could otherwise, can neither agree to it nor pay it out now.
    why_not: Option<Message>,
    payee: Option<Payee>,
    /// The turn of the word about where it goes; 0 where nobody said so.
    turn: i32,
    /// Somebody had agreed to another payee.
    is_undone: bool,
    /// This person may note where it goes.
    notes: bool,
    order: Option<Order>,
    /// Who takes the cash.
    taker: String,
    way: Vec<Happened>,
    /// What came for the dossier: from whom, and how it may go back.
    came: Vec<(OfDossier, Vnd)>,
    values: StepForm,
    errors: FieldErrors,
}

/// What a step needs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    reason: String,
    reference: String,
    /// What was on the page when somebody agreed or paid.
    amount: i64,
    /// The turn of the payee that was on it.
    payee: u32,
}

impl StepForm {
    fn saw(&self) -> Saw {
        Saw { amount: Vnd::new(self.amount).unwrap_or_default(), payee: self.payee }
    }
}

/// `GET /mot-cua/thu-phi/hoan/{refund}`.
/// # Errors
/// [`Error::NotFound`] when it is none of the agencies in sight.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let page = page(&ui, &app, id, StepForm::default(), FieldErrors::none()).await?;
    ui.page(&page)
}

/// `POST …/phe-duyet`.
/// # Errors
/// As the use case.
pub async fn approve(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<StepForm>,
) -> Result<Response> {
    let done = refund::decide(&app, ui.actor()?, id, &Word::Approve { saw: form.saw() }).await;
    answer(&ui, &app, id, form, (done, "refund-approved", "reason")).await
}

/// `POST …/tu-choi`.
/// # Errors
/// As the use case.
pub async fn decline(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<StepForm>,
) -> Result<Response> {
    let word = Word::Decline { reason: form.reason.clone() };
    let done = refund::decide(&app, ui.actor()?, id, &word).await;
    answer(&ui, &app, id, form, (done, "refund-declined", "reason")).await
}

/// `POST …/chi`.
/// # Errors
/// As the use case.
pub async fn pay_out(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<StepForm>,
) -> Result<Response> {
    let done = refund::pay_out(&app, ui.actor()?, id, (form.saw(), &form.reference)).await;
    answer(&ui, &app, id, form, (done, "refund-paid", "reference")).await
}

async fn answer(
    ui: &Ui,
    app: &App,
    id: Uuid,
    form: StepForm,
    (done, key, field): (Outcome<()>, &str, &str),
) -> Result<Response> {
    let there = paths::fill(paths::REFUND, &[&id.to_string()]);
    match done? {
        Ok(()) => Ok(ui.done(&there, Message::new(key))),
        Err(why) if stays(field, &why) => {
            let mut errors = FieldErrors::none();
            errors.add(field, said(&why));
            ui.again(&page(ui, app, id, form, errors).await?)
        }
        Err(why) => Ok(ui.refused(&there, said(&why))),
    }
}

/// Whether a refusal is told beside its field: what is to be mended there, and why a payout was refused whose number is typed already. The
/// money may have left, so the number is not thrown away.
fn stays(field: &str, why: &NotRefunded) -> bool {
    let is_over = matches!(why, NotRefunded::NotNow(RefundState::PaidOut | RefundState::Declined));
    matches!(why, NotRefunded::ReasonMissing) || (field == "reference" && !is_over)
}

async fn page(ui: &Ui, app: &App, id: Uuid, values: StepForm, errors: FieldErrors) -> Result<RefundPage> {
    let reference = app.reference().await?;
    let (actor, locale) = (ui.actor()?, ui.locale());
    let agencies = office::seen_by(actor, &reference);
    let line = store::refund::one(&app.db, &agencies, id).await?.ok_or(Error::NotFound)?;
    let agency = AgencyCode::parse(&line.agency).map_err(|e| Error::Internal(e.to_string()))?;
    let amount = |dong: i64| Vnd::new(dong).unwrap_or_default();
    let is = |state: RefundState| line.state == state.key();
    let open = is(RefundState::Requested) || is(RefundState::Approved);
    let is_second = refund::is_second(app, actor, &agency).await?;
    let is_own = line.requested_id == Some(actor.id.uuid());
    let is_cashier = actor.holds(Role::Cashier, &agency);
    let (could_approve, could_pay) =
        (is(RefundState::Requested) && is_second && !is_own, is(RefundState::Approved) && is_cashier);
    let step = if could_approve { Some(Step::Approve) } else { could_pay.then_some(Step::PayOut) };
    let why_not = match step {
        Some(step) => refund::foresee(app, actor, id, step).await?.err(),
        None => None,
    };
    let pays = could_pay && why_not.is_none();
    let words = store::payee::all(&app.db, id).await?;
    let last = words.first();
    let whole = match last.filter(|_| pays) {
        Some(last) => store::payee::number(&app.db, id, last.turn).await?,
        None => None,
    };
    let sum = amount(line.of_held.saturating_add(line.of_booked));
    let order = whole.as_ref().zip(last.and_then(|last| last.bank.as_deref()));
    let came = store::cash::of_dossier(&app.db, &line.code).await?;
    Ok(RefundPage {
        order: order.map(|(number, bank)| order_of(locale, (bank, number.whole()), sum, &line.code)),
        payee: last.map(|last| payee_of(last, whole.map(|number| number.grouped()))),
        turn: last.map_or(0, |last| last.turn),
        is_undone: is(RefundState::Requested) && words.iter().any(|word| word.undid_at.is_some()),
        notes: open && app::payee::may_note(actor, &agency),
        taker: last.map_or_else(|| line.applicant.clone(), |last| last.name.clone()),
        way: way(locale, &line, &words),
        came: came.into_iter().map(|one| (one.clone(), amount(one.amount))).collect(),
        href: paths::fill(paths::REFUND, &[&id.to_string()]),
        dossier: super::balance::side(is_cashier).dossier(&line.code),
        amount: sum,
        held: amount(line.of_held),
        booked: amount(line.of_booked),
        decides: could_approve && why_not.is_none(),
        declines: open && (is_second || is_own),
        decline_title: if is_own { "refund-take-back-title" } else { "refund-decline-title" },
        pays,
        why_not: why_not.as_ref().map(said),
        line,
        values,
        errors,
    })
}

fn payee_of(last: &Said, whole: Option<String>) -> Payee {
    let ending = || last.ending.as_deref().map(|ending| format!("…{ending}")).unwrap_or_default();
    Payee {
        is_account: last.bank.is_some(),
        bank: last.bank.as_deref().map(payee::bank_name).unwrap_or_default(),
        number: whole.unwrap_or_else(ending),
        name: last.name.clone(),
        source: Message::new(&format!("payee-source-{}", last.basis))
            .with("by", last.said_by.as_str())
            .with("at", format::datetime(last.said_at)),
    }
}

fn order_of(locale: Locale, (bank, number): (&str, &str), amount: Vnd, code: &str) -> Order {
    // Without its punctuation the code is whole within what banks keep.
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let purpose = vietqr::purpose(&format!("HOAN {bare}"));
    let transfer =
        Transfer { bank, account: number, amount: Some(amount), bill: None, purpose: Some(&purpose) };
    let label = Message::new("payee-qr-label").text(locale);
    let qr = vietqr::payload(&transfer).ok().and_then(|payload| barcode::qr(&payload, &label).ok());
    Order { number: number.to_owned(), purpose, qr: qr.map(|drawn| drawn.svg) }
}

/// What happened, the newest first. Of accounts it says the end only.
fn way(locale: Locale, line: &Line, words: &[Said]) -> Vec<Happened> {
    let step = |key: &str, at, by: &Option<String>, note: &Option<String>| Happened {
        title: text(locale, key, &[]),
        at,
        by: by.clone().unwrap_or_default(),
        note: note.clone().unwrap_or_default(),
    };
    let asked = if line.requested_by.is_some() { "refund-state-requested" } else { "refund-proposed" };
    let mut all = vec![step(asked, line.requested_at, &line.requested_by, &None)];
    for word in words.iter().rev() {
        if let Some(at) = word.undid_at {
            all.push(step("refund-state-approved", at, &word.undid_by, &None));
        }
        let note = word.undid_at.map(|_| text(locale, "payee-undid", &[]));
        let title = payee::said(word).text(locale);
        all.push(Happened { title, ..step("payee-way", word.said_at, &Some(word.said_by.clone()), &note) });
    }
    if let Some(at) = line.decided_at {
        let key = if line.reason.is_some() { "refund-state-declined" } else { "refund-state-approved" };
        all.push(step(key, at, &line.decided_by, &line.reason));
    }
    if let Some(at) = line.paid_at {
        all.push(step("refund-state-paid-out", at, &line.paid_by, &line.reference));
    }
    // Of what happened in one moment the later step stays the later one.
    all.sort_by_key(|one| one.at);
    all.reverse();
    all
}
