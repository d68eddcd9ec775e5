//! The account to which an agency's fees are transferred: set, changed, taken away, each with its row in the audit.

use serde_json::json;

use super::{context::App, error::Error};
use crate::{
    domain::{
        actor::Actor,
        banks,
        ids::AgencyCode,
        party::{self, FieldError},
        policy::{self, Right},
        words::fold,
    },
    store::{
        self,
        audit::{Change, SubjectKind, What},
        bank_account::BankAccount,
    },
};

const LONGEST_HOLDER: usize = 70;

/// An account as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed<'a> {
    /// Number of the bank at NAPAS.
    pub bank: &'a str,
    /// Number of the account; spaces, dots and dashes do not matter. Empty takes the account away.
    pub number: &'a str,
    /// Name under which the bank has it.
    pub holder: &'a str,
}

/// Sets the account of `agency`, or takes it away.
/// # Errors
/// [`Error::Fields`] (`bank`, `number`, `holder`), [`Error::Forbidden`], [`Error::NotFound`].
pub async fn save(app: &App, actor: &Actor, agency: &AgencyCode, typed: &Typed<'_>) -> Result<(), Error> {
    if !policy::has_right(actor, Right::ManageAgencies) {
        return Err(Error::Forbidden);
    }
    let account = read(agency, typed)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::agency::lock(&mut tx, agency.as_str()).await?.ok_or(Error::NotFound)?;
    let before = store::bank_account::own(&mut tx, agency).await?;
    if before == account {
        return Ok(());
    }
    match &account {
        Some(account) => store::bank_account::put(&mut tx, account, Some(actor.id), now).await?,
        None => store::bank_account::remove(&mut tx, agency).await?,
    }
    let told = |account: Option<&BankAccount>| json!({ "bank_account": account.map(|a| format!("{} {} {}", a.bank, a.number, a.holder)) });
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::Agency,
        id: agency.as_str(),
        what: What::Edited,
        before: Some(told(before.as_ref())),
        after: Some(told(account.as_ref())),
    };
    store::audit::note(&mut tx, &change, now).await?;
    Ok(tx.commit().await?)
}

fn read(agency: &AgencyCode, typed: &Typed<'_>) -> Result<Option<BankAccount>, Error> {
    let number: String =
        typed.number.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-')).collect();
    if number.is_empty() {
        return Ok(None);
    }
    // Banks write names in capitals without marks.
    let holder = fold(&party::tidy(typed.holder)).to_uppercase();
    let mut faults = Vec::new();
    if banks::name(typed.bank).is_none() {
        faults.push(("bank", FieldError::Choice));
    }
    if number.len() > 19 || !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        faults.push(("number", FieldError::Number));
    }
    if holder.is_empty() {
        faults.push(("holder", FieldError::Required));
    } else if holder.chars().count() > LONGEST_HOLDER {
        faults.push(("holder", FieldError::TooLong { max: LONGEST_HOLDER }));
    }
    if faults.is_empty() {
        let bank = typed.bank.to_owned();
        Ok(Some(BankAccount { agency: agency.as_str().to_owned(), bank, number, holder }))
    } else {
        Err(Error::Fields(faults))
    }
}
