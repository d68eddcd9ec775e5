//! What is owed on a dossier and how to pay it: by transfer with a code for the bank's app, through the payment platform, or at the
//! counter; and what came so far.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

use axum_extra::extract::Query;
use serde::Deserialize;

use crate::{
    app::{
        context::App,
        error::Error as AppError,
        payable,
        platform_payment::{self, Payer},
    },
    domain::{barcode, ids::DossierId, money::Vnd, refund::RefundState, refusal::Refusal},
    i18n::{Message, format},
    store::{self, agency::Agency, view::DossierView},
    web::{
        citizen::{
            open,
            owed::{self, Owed},
        },
        csp,
        error::{Error, Result},
        fees, filters,
        parts::{self, FeeChange, FeeLine, PaperLink},
        paths, payee,
        ui::Ui,
    },
};

/// How a transfer is made.
struct Transfer {
    bank: String,
    number: String,
    holder: String,
    /// The code for the bank's app can be drawn.
    has_code: bool,
}

/// What may stand behind `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The payer says to have paid, and looks again.
    xem: Option<String>,
}

#[derive(Template)]
#[template(path = "citizen/payment.html")]
struct PaymentPage {
    code: String,
    view: DossierView,
    lines: Vec<FeeLine>,
    /// What was asked for since it was filed, and why.
    changes: Vec<FeeChange>,
    total: Vnd,
    /// What has still to come; nothing when all is paid.
    missing: Vnd,
    /// What came and is not enough.
    held: Vnd,
    reference: String,
    transfer: Option<Transfer>,
    /// It can be paid through the platform.
    platform: bool,
    receiving: Option<Agency>,
    /// It ended without a result: nothing is to be paid any more.
    is_ended: bool,
    owed: Owed,
    /// When somebody who says to have paid looked, and nothing had come.
    looked_at: Option<String>,
    /// The last word about money that could go back was no.
    is_declined: bool,
    /// Receipts of the payment platform.
    bills: Vec<PaperLink>,
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let is_ended = view.status()?.is_without_result();
    let dossier = DossierId::new(view.id);
    let locale = ui.locale();
    let procedure = app.version(view.procedure_version).await?;
    let owed = owed::of(&app, locale, &view, &procedure).await?;
    let asks = !is_ended && owed.matching.is_zero();
    let payable = if asks { payable::of(&app, &view).await? } else { None };
    let (mut reference, mut transfer) = (String::new(), None);
    if let Some(payable) = payable {
        transfer = payable.transfer.map(|account| Transfer {
            has_code: account.payload.is_some(),
            bank: account.bank,
            number: account.number,
            holder: account.holder,
        });
        payable.reference.as_str().clone_into(&mut reference);
    }
    let amount = |dong: i64| Vnd::new(dong.max(0)).unwrap_or_default();
    let is_owed = asks && view.missing() > 0;
    let page = PaymentPage {
        code: view.code.clone().unwrap_or_default(),
        lines: view.quote.as_deref().map(|quote| fees::lines(locale, quote)).unwrap_or_default(),
        changes: view.quote.as_deref().map(|quote| fees::changes(locale, quote)).unwrap_or_default(),
        total: amount(view.fee_total),
        missing: if is_ended { Vnd::ZERO } else { amount(view.missing()) },
        held: amount(view.held),
        reference,
        transfer,
        platform: is_owed && app.payment.is_some(),
        receiving: app.reference().await?.agency(&view.receiving).cloned(),
        is_ended,
        owed,
        looked_at: asked.xem.map(|_| format::time(app.clock.now())),
        is_declined: view.refunds.last().is_some_and(|last| last.state == RefundState::Declined.key()),
        bills: parts::bills(&store::attempt::paid(&app.db, dossier).await?),
        view,
    };
    let response = ui.page(&page)?;
    Ok(match platform_payment::pages(&app).filter(|_| is_owed) {
        Some(origin) => csp::leading_to(response, &origin),
        None => response,
    })
}

/// The code of the transfer as a picture: a bank's app on the same phone reads it from there, where nothing can be scanned.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's, or nothing can be transferred; what the store reports.
pub async fn picture(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let procedure = app.version(view.procedure_version).await?;
    let owed = owed::of(&app, ui.locale(), &view, &procedure).await?;
    if view.status()?.is_without_result() || !owed.matching.is_zero() {
        return Err(Error::NotFound);
    }
    let payable = payable::of(&app, &view).await?.ok_or(Error::NotFound)?;
    let payload = payable.transfer.and_then(|account| account.payload).ok_or(Error::NotFound)?;
    let png = barcode::qr_png(&payload).map_err(|e| Error::Internal(e.to_string()))?;
    // Shown, not sent as a file: only so does every phone offer to put it among the pictures.
    let name = format!("inline; filename=\"vietqr-{}.png\"", payable.reference.as_str());
    let name = HeaderValue::from_str(&name).map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, png).into_response())
}

/// Whoever comes to the address from which a payment begins (by the language switch, by going back) belongs on the page.
pub async fn back(ui: Ui, Path(code): Path<String>) -> Response {
    ui.to(&paths::fill(paths::MY_PAYMENT, &[&code]))
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
        // Sent once more after it was paid: the page says that all is paid, and nothing was done wrong.
        Err(AppError::Refused(Refusal::NothingToPay)) => Ok(ui.to(&here)),
        Err(AppError::Gateway(_)) => Ok(ui.refused(&here, Message::new("platform-down"))),
        Err(error) => Ok(ui.refused(&here, open::refused(error)?)),
    }
}
