//! What a bank tells by itself: signed messages about money that came on an account.

use super::{
    context::App,
    error::Error,
    pay::{self, Heard},
};
use crate::{
    domain::{command::PayMethod, same_money, settlement::Source},
    gateways::payment::{bank_hook, messages::codes},
};

/// Takes in a message of the bank; gives back what it is answered, and whether it was taken.
/// # Errors
/// [`Error::NotFound`] when banks are not listened to, [`Error::Store`].
pub async fn take_in(app: &App, signature: Option<&str>, body: &[u8]) -> Result<(&'static str, bool), Error> {
    let secret = app.bank_secret.as_ref().ok_or(Error::NotFound)?;
    let credit = match bank_hook::read(signature, body, app.clock.now(), secret) {
        Ok(credit) => credit,
        Err(why) => {
            metrics::counter!("motcua_bank_messages_total", "outcome" => "untrusted").increment(1);
            tracing::warn!(%why, "a message of the bank is not believed");
            let unreadable = matches!(why, bank_hook::Untrusted::Unreadable);
            return Ok((if unreadable { codes::UNREADABLE } else { codes::CODE }, false));
        }
    };
    let heard = Heard {
        source: Source::Bank,
        key: credit.key(),
        method: PayMethod::Transfer,
        account: Some(same_money::account(&credit.account)),
        amount: credit.amount,
        success: true,
        code: None,
        at: credit.at.to_utc(),
        number: Some(credit.transaction),
        memo: Some(credit.memo),
        payer: credit.payer_name,
        payer_account: credit.payer_account,
        attempt: None,
        by: None,
    };
    let became = pay::hear(app, &heard).await?;
    let (number, amount) = (&heard.number, heard.amount.dong());
    tracing::info!(number, amount, ?became, "the bank said that money came");
    Ok((codes::DONE, true))
}
