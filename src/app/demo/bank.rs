//! What banks said to some one-stops that a cashier has to look at: a slip of the keyboard in a reference, a dossier's code instead of
//! it, nothing at all, too little, and twice.

use chrono::{DateTime, Utc};

use super::stage::Stage;
use crate::{
    app::{
        context::App,
        error::Error,
        pay::{self, Heard},
    },
    domain::{
        command::PayMethod, dossier::Dossier, ids::AgencyCode, matching::Owed, money::Vnd, settlement::Source,
    },
    store::{self, bank_account::BankAccount},
};

/// At so many one-stops.
const PLACES: usize = 4;

/// Lets the banks speak. What was said before is not said again.
/// # Errors
/// [`Error::Store`].
pub(super) async fn speaks(app: &App, stage: &Stage) -> Result<(), Error> {
    let receiving = stage.reference.agencies.values().filter(|agency| agency.receives);
    let codes: Vec<AgencyCode> = receiving.filter_map(|a| AgencyCode::parse(&a.code).ok()).collect();
    let mut spoken = 0;
    for code in codes {
        let account = store::bank_account::collecting(&app.db, &code).await?;
        let Some(account) = account.filter(|account| account.agency == code.as_str()) else { continue };
        let owed = store::inbox::near(&app.db, &[code], app.clock.now()).await?;
        let paid = owed.iter().find(|one| !one.open && one.missing.is_zero()).cloned();
        let owed: Vec<Owed> = owed.into_iter().filter(|one| one.open && !one.missing.is_zero()).collect();
        let [first, second, third, ..] = owed.as_slice() else { continue };
        let slip: String = first
            .reference
            .as_str()
            .chars()
            .enumerate()
            .map(|(at, c)| if at == 6 { '0' } else { c })
            .collect();
        let little = Vnd::new(third.missing.dong() / 2).unwrap_or_default();
        let twice = paid
            .map(|one| (format!("{} chuyen lan hai", one.reference), Vnd::new(20_000).unwrap_or_default()));
        let said = [
            (format!("NOP PHI {slip}"), first.missing),
            (format!("nop le phi ho so {}", second.dossier), second.missing),
            ("CHUYEN TIEN".to_owned(), Vnd::new(15_000).unwrap_or_default()),
            (format!("{} nop truoc mot phan", third.reference), little),
        ];
        for (memo, amount) in said.into_iter().chain(twice) {
            pay::hear(app, &heard(&account, memo, amount, app.clock.now())).await?;
        }
        spoken += 1;
        if spoken == PLACES {
            break;
        }
    }
    Ok(())
}

/// Somebody transfers what is owed on a dossier, and the bank says so. Without a request or an account nothing happens.
/// # Errors
/// What hearing an event reports.
pub(super) async fn transfers(app: &App, dossier: &Dossier) -> Result<(), Error> {
    let Some(intent) = store::intent::of(&app.db, dossier.id).await? else { return Ok(()) };
    let Some(reference) = &intent.reference else { return Ok(()) };
    let Some(account) = store::bank_account::collecting(&app.db, &dossier.receiving).await? else {
        return Ok(());
    };
    let memo = format!("{reference} nop phi le phi");
    pay::hear(app, &heard(&account, memo, intent.amount, app.clock.now())).await?;
    Ok(())
}

fn heard(account: &BankAccount, memo: String, amount: Vnd, at: DateTime<Utc>) -> Heard {
    Heard {
        source: Source::Bank,
        key: format!("bank:{}:demo:{}", account.number, memo.replace(' ', "-")),
        method: PayMethod::Transfer,
        account: Some(account.number.clone()),
        amount,
        success: true,
        code: None,
        at,
        number: None,
        memo: Some(memo),
        payer: None,
        payer_account: None,
        attempt: None,
        by: None,
    }
}
