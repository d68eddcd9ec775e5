//! Which payment platform and which bank the portal listens to, from the settings.

use std::sync::Arc;

use anyhow::Context as _;
use motcua::{
    app::context::App,
    config::{Exit, Payments, SANDBOX_ADDRESS, SANDBOX_SECRET},
    gateways::payment::platform::{PATIENCE, Platform, Settings},
};
use secrecy::SecretString;

use super::Stop;

/// Whether the demo is to look for the sandbox: nobody named a platform or a bank.
pub(super) const fn is_sandbox(payments: &Payments) -> bool {
    payments.payment_url.is_none() && payments.bank_hook_secret.is_none()
}

/// Sets the platform and the bank of `app` up; the sandbox in the demo, when nobody named others.
pub(super) fn connect(app: &mut App, payments: &Payments) -> Result<(), Stop> {
    let stand_in = app.demo && is_sandbox(payments);
    let url = payments.payment_url.clone().or_else(|| stand_in.then(|| format!("http://{SANDBOX_ADDRESS}")));
    app.bank_secret = payments.bank_hook_secret.clone().or_else(|| stand_in.then(sandbox_secret));
    let Some(url) = url else { return Ok(()) };
    let secret = payments.payment_secret.clone().or_else(|| stand_in.then(sandbox_secret));
    let secret = secret
        .context("--payment-url needs --payment-secret (MOTCUA_PAYMENT_SECRET)")
        .map_err(|error| Stop { exit: Exit::Usage, error })?;
    let identity = payments
        .payment_certificate
        .as_ref()
        .map(|file| std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display())))
        .transpose()
        .map_err(|error| Stop { exit: Exit::Usage, error })?;
    let platform = Platform::new(Settings {
        url,
        pages: payments.payment_pages.clone(),
        partner: payments.payment_partner.clone(),
        secret,
        identity: identity.map(SecretString::from),
        patience: PATIENCE,
    })?;
    app.payment = Some(Arc::new(platform));
    Ok(())
}

/// What is signed with when nobody said otherwise.
pub(super) fn sandbox_secret() -> SecretString {
    SecretString::from(SANDBOX_SECRET)
}
