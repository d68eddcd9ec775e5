//! How what is owed on a dossier can be paid: amount, reference, account, and the code that a bank's app reads.

use super::{context::App, error::Error};
use crate::{
    domain::{
        banks,
        ids::{AgencyCode, DossierId},
        money::Vnd,
        pay_reference::PayReference,
        vietqr::{self, Transfer},
    },
    store::{self, bank_account::BankAccount, view::DossierView},
};

/// What is to be paid, and how.
#[derive(Clone, Debug)]
pub struct Payable {
    /// What is still missing.
    pub amount: Vnd,
    /// By what the payment is recognised.
    pub reference: PayReference,
    /// Where a transfer goes; absent when the agency has no account.
    pub transfer: Option<Account>,
}

/// The account of a transfer.
#[derive(Clone, Debug)]
pub struct Account {
    /// What the bank is called.
    pub bank: String,
    /// Number of the account.
    pub number: String,
    /// Name under which the bank has it.
    pub holder: String,
    /// The text of the `VietQR` code; absent when no bank could read it.
    pub payload: Option<String>,
}

impl Account {
    fn of(account: BankAccount, amount: Vnd, reference: &PayReference) -> Self {
        let transfer = Transfer {
            bank: &account.bank,
            account: &account.number,
            amount: Some(amount),
            bill: None,
            purpose: Some(reference.as_str()),
        };
        let payload = vietqr::payload(&transfer).ok();
        let bank = banks::name(&account.bank).map_or_else(|| account.bank.clone(), str::to_owned);
        Self { bank, number: account.number, holder: account.holder, payload }
    }
}

/// How what is owed on the dossier of `view` can be paid; nothing when no request is open.
/// # Errors
/// [`Error::Store`].
pub async fn of(app: &App, view: &DossierView) -> Result<Option<Payable>, Error> {
    let amount = Vnd::new(view.missing()).unwrap_or_default();
    if amount.is_zero() {
        return Ok(None);
    }
    let Some(intent) = store::intent::of(&app.db, DossierId::new(view.id)).await? else {
        return Ok(None);
    };
    let Some(reference) = intent.reference else { return Ok(None) };
    let agency = AgencyCode::parse(&view.receiving).map_err(|e| Error::Internal(e.to_string()))?;
    let account = store::bank_account::collecting(&app.db, &agency).await?;
    let transfer = account.map(|account| Account::of(account, amount, &reference));
    Ok(Some(Payable { amount, reference, transfer }))
}
