//! What is owed on a dossier and how to pay it: by transfer with a code for the bank's app, through the payment platform, or at the
//! counter; and what came so far.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    app::{
        context::App,
        error::Error as AppError,
        payable,
        platform_payment::{self, Payer},
    },
    domain::{barcode, ids::DossierId, money::Vnd, settlement::AttemptState},
    i18n::Message,
    store::{self, agency::Agency, view::DossierView},
    web::{
        citizen::open,
        csp,
        error::Result,
        fees, filters,
        parts::{self, FeeLine, PaperLink},
        paths,
        ui::Ui,
    },
};

/// How a transfer is made.
struct Transfer {
    bank: String,
    number: String,
    holder: String,
    /// The code for the bank's app, drawn.
    qr: Option<String>,
}

/// Paying through the platform.
struct Platform {
    /// Page of a try of which nobody knows yet what became of it.
    pending: Option<String>,
}

#[derive(Template)]
#[template(path = "citizen/payment.html")]
struct PaymentPage {
    code: String,
    view: DossierView,
    lines: Vec<FeeLine>,
    total: Vnd,
    /// What has still to come; nothing when all is paid.
    missing: Vnd,
    /// What came and is not enough.
    held: Vnd,
    reference: String,
    transfer: Option<Transfer>,
    platform: Option<Platform>,
    receiving: Option<Agency>,
    /// It ended without a result: nothing is to be paid any more.
    is_ended: bool,
    /// What came and is being compared with the dossier: until that is done, nothing is asked for.
    matching: Vnd,
    /// Receipts of the payment platform.
    bills: Vec<PaperLink>,
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let is_ended = view.status()?.is_without_result();
    let dossier = DossierId::new(view.id);
    let matching = store::attempt::being_matched(&app.db, dossier).await?;
    let asks = !is_ended && matching.is_zero();
    let payable = if asks { payable::of(&app, &view).await? } else { None };
    let locale = ui.locale();
    let (mut reference, mut transfer) = (String::new(), None);
    if let Some(payable) = payable {
        let label = Message::new("pay-qr-label").with("reference", payable.reference.as_str()).text(locale);
        transfer = payable.transfer.map(|account| Transfer {
            qr: account.payload.and_then(|payload| barcode::qr(&payload, &label).ok()).map(|drawn| drawn.svg),
            bank: account.bank,
            number: account.number,
            holder: account.holder,
        });
        payable.reference.as_str().clone_into(&mut reference);
    }
    let amount = |dong: i64| Vnd::new(dong.max(0)).unwrap_or_default();
    let is_owed = asks && view.missing() > 0;
    let platform = if is_owed { platform(&app, &view).await? } else { None };
    let page = PaymentPage {
        code: view.code.clone().unwrap_or_default(),
        lines: view.quote.as_deref().map(|quote| fees::lines(locale, quote)).unwrap_or_default(),
        total: amount(view.fee_total),
        missing: if is_ended { Vnd::ZERO } else { amount(view.missing()) },
        held: amount(view.held),
        reference,
        transfer,
        platform,
        receiving: app.reference().await?.agency(&view.receiving).cloned(),
        is_ended,
        matching,
        bills: parts::bills(&store::attempt::paid(&app.db, dossier).await?),
        view,
    };
    let response = ui.page(&page)?;
    Ok(match platform_payment::pages(&app).filter(|_| is_owed) {
        Some(origin) => csp::leading_to(response, &origin),
        None => response,
    })
}

async fn platform(app: &App, view: &DossierView) -> Result<Option<Platform>> {
    if app.payment.is_none() {
        return Ok(None);
    }
    let last = store::attempt::last_of(&app.db, DossierId::new(view.id)).await?;
    let pending = last.filter(|last| last.state == AttemptState::Pending);
    let path = |reference: &str| paths::fill(paths::PAYMENT_RETURN, &[reference]);
    Ok(Some(Platform { pending: pending.map(|pending| path(&pending.reference)) }))
}

/// To the platform's page; or back with a word why not, and nothing is lost.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's, or no platform is set up; what the store reports.
pub async fn begin(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let here = paths::fill(paths::MY_PAYMENT, &[&code]);
    let payer = Payer { actor: ui.actor()?, address: &ui.0.address, locale: ui.locale() };
    match platform_payment::begin(&app, payer, &view, paths::PAYMENT_RETURN).await {
        Ok(pay_url) => Ok(Redirect::to(&pay_url).into_response()),
        Err(AppError::Gateway(_)) => Ok(ui.refused(&here, Message::new("platform-down"))),
        Err(error) => Ok(ui.refused(&here, open::refused(error)?)),
    }
}
