//! `motcua sandbox payments`.

use std::{sync::Arc, time::Duration};

use motcua::{
    clock::{Clock as _, SystemClock},
    config::{Exit, SandboxPayments, Settings},
    gateways::sandbox::{
        faults::Mix,
        server,
        state::{Sandbox, Settings as SandboxSettings},
    },
};
use tokio::sync::watch;

use super::{Stop, asked_to_stop, listen, payments::sandbox_secret, say};

/// Answers as the payment platform and a bank until it is asked to stop.
pub(super) async fn payments(settings: &Settings, options: &SandboxPayments) -> Result<Exit, Stop> {
    let listener = listen(options.at).await?;
    let own_url = options.url.clone().unwrap_or_else(|| format!("http://{}", options.at));
    let given = &settings.payments;
    let sandbox = Sandbox::new(SandboxSettings {
        own_url: own_url.clone(),
        portal_url: format!("http://{}", settings.own_address()),
        partner: given.payment_partner.clone(),
        secret: given.payment_secret.clone().unwrap_or_else(sandbox_secret),
        bank_secret: given.bank_hook_secret.clone().unwrap_or_else(sandbox_secret),
        late: Duration::from_secs(options.late),
        silence: Duration::from_mins(1),
        now: Arc::new(|| SystemClock.now()),
    })?;
    if options.faults > 0 {
        let seed = SystemClock.now().timestamp().unsigned_abs();
        say(&format!("Things go wrong by chance, from the seed {seed}."));
        sandbox.mix(Some(Mix { seed, percent: options.faults }));
    }
    say(&format!(
        "The payment sandbox answers on {own_url}/bank (a bank) and for the portal (Ctrl-C stops it)."
    ));
    let (stop, _stopping) = watch::channel(false);
    server::serve(sandbox, listener, asked_to_stop(stop)).await?;
    say("Stopped.");
    Ok(Exit::Done)
}
