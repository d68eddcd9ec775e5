//! `/mot-cua/thu-phi/hoan/{refund}/noi-nhan`: where the money of a refund goes, noted at the one-stop on the person's word or paper.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use crate::{
    app::{context::App, payee},
    domain::{
        ids::{AgencyCode, DossierId},
        money::Vnd,
        party::FieldError,
        refund::{NotRefunded, RefundState},
        status::Role,
    },
    i18n::Message,
    store::{self, payee::Said, refund::Line},
    web::{
        self,
        desk::{place::Side, refund::said},
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors, field_message},
        paths,
        payee::{Offered, PayeeForm, Step, Understood},
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "cash/payee.html")]
struct PayeePage {
    line: Line,
    amount: Vnd,
    href: String,
    /// The refund for a cashier, the dossier for other officers of the one-stop.
    back: String,
    is_agreed: bool,
    /// What was said last.
    last: Option<Said>,
    told: Option<Message>,
    offered: Offered,
    values: PayeeForm,
    errors: FieldErrors,
    /// What was understood, to be looked at.
    understood: Option<Understood>,
}

/// `GET …/noi-nhan`.
/// # Errors
/// [`Error::NotFound`] when it is none of the officer's one-stop.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let mut page = page(&ui, &app, id).await?;
    if !is_open(&page.line) {
        return Ok(ended(&ui, &page));
    }
    page.values = PayeeForm::of(page.last.as_ref(), &page.line.applicant);
    ui.page(&page)
}

/// `POST …/noi-nhan`.
/// # Errors
/// As the use case.
pub async fn note(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<PayeeForm>,
) -> Result<Response> {
    let mut page = page(&ui, &app, id).await?;
    if !is_open(&page.line) {
        return Ok(ended(&ui, &page));
    }
    page.values = form.clone();
    if form.step() == Step::Edit {
        return ui.page(&page);
    }
    let basis = form.basis();
    let (payee, basis) = match (form.understood(&app, DossierId::new(page.line.dossier)).await?, basis) {
        (Ok(payee), Some(basis)) => (payee, basis),
        (understood, basis) => {
            page.errors = understood.err().unwrap_or_default();
            if basis.is_none() {
                page.errors.add("basis", field_message(FieldError::Choice));
            }
            return ui.again(&page);
        }
    };
    if form.step() == Step::Look {
        page.understood = Some(Understood::of(&payee, &form));
        return ui.page(&page);
    }
    match payee::at_the_counter(&app, ui.actor()?, id, (payee, form.seen), basis).await? {
        Ok(()) => Ok(ui.done(&page.back, Message::new("payee-noted"))),
        Err(NotRefunded::PayeeChanged) => {
            page.errors.add("way", said(&NotRefunded::PayeeChanged));
            page.values.seen =
                page.last.as_ref().map_or(0, |last| u32::try_from(last.turn).unwrap_or_default());
            ui.again(&page)
        }
        Err(why) => Ok(ui.refused(&page.back, said(&why))),
    }
}

fn is_open(line: &Line) -> bool {
    [RefundState::Requested, RefundState::Approved].iter().any(|state| line.state == state.key())
}

fn ended(ui: &Ui, page: &PayeePage) -> Response {
    ui.refused(&page.back, Message::new("refund-refused-not-now"))
}

async fn page(ui: &Ui, app: &App, id: Uuid) -> Result<PayeePage> {
    let actor = ui.actor()?;
    let mut agencies = actor.agencies(Role::Cashier);
    agencies.extend(actor.agencies(Role::OneStopOfficer));
    let line = store::refund::one(&app.db, &agencies, id).await?.ok_or(Error::NotFound)?;
    let agency = AgencyCode::parse(&line.agency).map_err(|e| Error::Internal(e.to_string()))?;
    let last = store::payee::all(&app.db, id).await?.into_iter().next();
    let id = id.to_string();
    let back = if actor.holds(Role::Cashier, &agency) {
        paths::fill(paths::REFUND, &[&id])
    } else {
        Side::Counter.dossier(&line.code)
    };
    Ok(PayeePage {
        amount: Vnd::new(line.of_held.saturating_add(line.of_booked)).unwrap_or_default(),
        href: paths::fill(paths::REFUND_PAYEE, &[&id]),
        back,
        is_agreed: line.state == RefundState::Approved.key(),
        told: last.as_ref().map(web::payee::said),
        last,
        offered: Offered::of(app, ui.locale(), DossierId::new(line.dossier)).await?,
        values: PayeeForm::default(),
        errors: FieldErrors::none(),
        understood: None,
        line,
    })
}
