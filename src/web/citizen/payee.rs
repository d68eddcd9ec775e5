//! Where the money goes that comes back to the owner of a dossier: asked on one short form, shown as it was understood, then kept.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    app::{context::App, payee},
    domain::{
        ids::DossierId,
        refund::{NotRefunded, RefundState},
    },
    i18n::Message,
    store::{
        self,
        view::{DossierView, RefundLine},
    },
    web::{
        citizen::open,
        desk::refund::said,
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        paths,
        payee::{Offered, PayeeForm, Step, Understood, told},
        ui::Ui,
    },
};

#[derive(Template)]
#[template(path = "citizen/payee.html")]
struct PayeePage {
    code: String,
    refund: RefundLine,
    /// What was said so far of where it goes.
    told: Option<Message>,
    is_agreed: bool,
    offered: Offered,
    values: PayeeForm,
    errors: FieldErrors,
    /// What was understood, to be looked at.
    understood: Option<Understood>,
}

/// `GET /ho-so/{code}/nhan-hoan`.
/// # Errors
/// [`crate::web::error::Error::NotFound`] when the dossier is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let Some(refund) = awaited(&view) else { return Ok(nothing(&ui, &code)) };
    let last = store::payee::all(&app.db, refund.id).await?;
    // A name that was kept may be what the bank said of another payer: it is not for the owner to read here.
    let values = PayeeForm { name: view.applicant.name.clone(), ..PayeeForm::of(last.first(), "") };
    ui.page(&page(&ui, &app, (&view, refund), (values, FieldErrors::none())).await?)
}

/// `POST /ho-so/{code}/nhan-hoan`.
/// # Errors
/// As [`show`].
pub async fn say(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    Checked(form): Checked<PayeeForm>,
) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let Some(refund) = awaited(&view) else { return Ok(nothing(&ui, &code)) };
    let of = (&view, refund);
    if form.step() == Step::Edit {
        return ui.page(&page(&ui, &app, of, (form, FieldErrors::none())).await?);
    }
    let payee = match form.understood(&app, DossierId::new(view.id)).await? {
        Ok(payee) => payee,
        Err(errors) => return ui.again(&page(&ui, &app, of, (form, errors)).await?),
    };
    if form.step() == Step::Look {
        let understood = Some(Understood::of(&payee, &form));
        let page = page(&ui, &app, of, (form, FieldErrors::none())).await?;
        return ui.page(&PayeePage { understood, ..page });
    }
    let there = paths::fill(paths::MY_DOSSIER, &[&code]);
    match payee::by_owner(&app, ui.actor()?, &open::key(&code)?, (payee, form.seen)).await? {
        Ok(()) => Ok(ui.done(&there, Message::new("payee-saved"))),
        Err(NotRefunded::PayeeChanged) => {
            let mut errors = FieldErrors::none();
            errors.add("way", said(&NotRefunded::PayeeChanged));
            let values = PayeeForm { seen: refund.turn, ..form };
            ui.again(&page(&ui, &app, of, (values, errors)).await?)
        }
        Err(why) => Ok(ui.refused(&there, said(&why))),
    }
}

/// The refund of the dossier that waits for a decision or for the money.
fn awaited(view: &DossierView) -> Option<&RefundLine> {
    view.refunds.iter().find(|refund| refund.is_open())
}

fn nothing(ui: &Ui, code: &str) -> Response {
    ui.refused(&paths::fill(paths::MY_DOSSIER, &[code]), Message::new("payee-nothing"))
}

async fn page(
    ui: &Ui,
    app: &App,
    (view, refund): (&DossierView, &RefundLine),
    (values, errors): (PayeeForm, FieldErrors),
) -> Result<PayeePage> {
    Ok(PayeePage {
        code: view.code.clone().unwrap_or_default(),
        is_agreed: refund.state == RefundState::Approved.key(),
        offered: Offered::of(app, ui.locale(), DossierId::new(view.id)).await?,
        told: told(refund),
        refund: refund.clone(),
        // What an officer notes is not the owner's to say.
        values: PayeeForm { basis: String::new(), ..values },
        errors,
        understood: None,
    })
}
