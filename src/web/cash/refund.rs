//! `/mot-cua/thu-phi/hoan/{refund}`: one refund with who asked, who decided and who paid, and the step that is next.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::office;
use crate::{
    app::{
        context::App,
        refund::{self, Outcome, Word},
    },
    domain::{
        command::PayMethod,
        ids::AgencyCode,
        money::Vnd,
        party::FieldError,
        refund::{NotRefunded, RefundState},
        status::Role,
    },
    i18n::{Message, text},
    store::{self, cash::OfDossier, refund::Line},
    web::{
        desk::refund::said,
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

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
    /// Key of what was decided.
    decided: &'static str,
    /// This person decides on it now.
    decides: bool,
    /// This person may say that it does not go back: who decides, and who asked for it.
    declines: bool,
    /// Key of what that is called.
    decline_title: &'static str,
    /// This person pays it out now.
    pays: bool,
    methods: Vec<Choice>,
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
    method: String,
    reference: String,
}

/// What was on the page when somebody agreed.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ApproveForm {
    amount: i64,
}

/// `GET /mot-cua/thu-phi/hoan/{refund}`.
/// # Errors
/// [`Error::NotFound`] when it is none of the agencies in sight.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let values = StepForm { method: PayMethod::Transfer.key().to_owned(), ..StepForm::default() };
    let page = page(&ui, &app, id, values, FieldErrors::none()).await?;
    ui.page(&page)
}

/// `POST …/phe-duyet`.
/// # Errors
/// As the use case.
pub async fn approve(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<ApproveForm>,
) -> Result<Response> {
    let word = Word::Approve { saw: Vnd::new(form.amount).unwrap_or_default() };
    let done = refund::decide(&app, ui.actor()?, id, &word).await;
    answer(&ui, &app, id, StepForm::default(), (done, "refund-approved", "reason")).await
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
    let Some(method) = PayMethod::parse(&form.method).filter(|method| *method != PayMethod::Platform) else {
        let errors = FieldErrors::from(vec![("method", FieldError::Choice)]);
        return ui.again(&page(&ui, &app, id, form, errors).await?);
    };
    let done = refund::pay_out(&app, ui.actor()?, id, (method, &form.reference)).await;
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
        Err(why @ (NotRefunded::ReasonMissing | NotRefunded::ReferenceMissing)) => {
            let mut errors = FieldErrors::none();
            errors.add(field, said(&why));
            ui.again(&page(ui, app, id, form, errors).await?)
        }
        Err(why) => Ok(ui.refused(&there, said(&why))),
    }
}

async fn page(ui: &Ui, app: &App, id: Uuid, values: StepForm, errors: FieldErrors) -> Result<RefundPage> {
    let reference = app.reference().await?;
    let actor = ui.actor()?;
    let agencies = office::seen_by(actor, &reference);
    let line = store::refund::one(&app.db, &agencies, id).await?.ok_or(Error::NotFound)?;
    let agency = AgencyCode::parse(&line.agency).map_err(|e| Error::Internal(e.to_string()))?;
    let amount = |dong: i64| Vnd::new(dong).unwrap_or_default();
    let is = |state: RefundState| line.state == state.key();
    let is_second = refund::is_second(app, actor, &agency).await?;
    let (decides, open) =
        (is(RefundState::Requested) && is_second, is(RefundState::Requested) || is(RefundState::Approved));
    let is_own = line.requested_id == Some(actor.id.uuid());
    let method =
        |method: &PayMethod| Choice::new(method.key(), text(ui.locale(), &format!("desk-pay-{method}"), &[]));
    let came = store::cash::of_dossier(&app.db, &line.code).await?;
    Ok(RefundPage {
        came: came.into_iter().map(|one| (one.clone(), amount(one.amount))).collect(),
        href: paths::fill(paths::REFUND, &[&id.to_string()]),
        dossier: super::balance::side(actor.holds(Role::Cashier, &agency)).dossier(&line.code),
        amount: amount(line.of_held.saturating_add(line.of_booked)),
        held: amount(line.of_held),
        booked: amount(line.of_booked),
        decided: if line.reason.is_some() { "refund-state-declined" } else { "refund-state-approved" },
        decides: decides && !is_own,
        declines: open && (is_second || is_own),
        decline_title: if is_own { "refund-take-back-title" } else { "refund-decline-title" },
        pays: is(RefundState::Approved) && actor.holds(Role::Cashier, &agency),
        methods: [PayMethod::Transfer, PayMethod::Cash].iter().map(method).collect(),
        line,
        values,
        errors,
    })
}
