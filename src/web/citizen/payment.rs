//! What is owed on a dossier and how to pay it: by transfer with a code for the bank's app, or at the counter; and what came so far.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    app::{context::App, payable},
    domain::{barcode, money::Vnd},
    i18n::Message,
    store::{agency::Agency, view::DossierView},
    web::{citizen::open, error::Result, fees, filters, parts::FeeLine, ui::Ui},
};

/// How a transfer is made.
struct Transfer {
    bank: String,
    number: String,
    holder: String,
    /// The code for the bank's app, drawn.
    qr: Option<String>,
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
    receiving: Option<Agency>,
    /// It ended without a result: nothing is to be paid any more.
    is_ended: bool,
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    let is_ended = view.status()?.is_without_result();
    let payable = if is_ended { None } else { payable::of(&app, &view).await? };
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
    ui.page(&PaymentPage {
        code: view.code.clone().unwrap_or_default(),
        lines: view.quote.as_deref().map(|quote| fees::lines(locale, quote)).unwrap_or_default(),
        total: amount(view.fee_total),
        missing: if is_ended { Vnd::ZERO } else { amount(view.missing()) },
        held: amount(view.held),
        reference,
        transfer,
        receiving: app.reference().await?.agency(&view.receiving).cloned(),
        is_ended,
        view,
    })
}
