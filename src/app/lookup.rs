//! Looking a dossier up without signing in: by the code and the four characters beside it, or by the link of the slip. One
//! answer for a wrong code and a wrong secret; attempts are counted before they are answered, so that many at once gain nothing.

use chrono::{DateTime, Duration, Utc};

use super::{context::App, error::Error, secrets};
use crate::{
    domain::{
        ids::{DossierCode, LookupSecret},
        party::FieldError,
        policy,
    },
    store::{self, view::LookupView},
};

const WINDOW_MINUTES: i64 = 15;
/// Wrong secrets for one code from one address.
const MOST_BY_CODE: i64 = 5;
/// Wrong pairs from one address: a centre's computer serves many people.
const MOST_BY_ADDRESS: i64 = 40;
/// Wrong secrets for one code from anywhere.
const MOST_ANYWHERE: i64 = 60;

/// The dossier behind a code and its secret, as typed.
/// # Errors
/// [`Error::Fields`] when one of them cannot be what it should be by its shape, [`Error::NotFound`] when they do not fit
/// together, [`Error::TooMany`] after too many attempts in a quarter of an hour.
pub async fn by_secret(app: &App, code: &str, secret: &str, address: &str) -> Result<LookupView, Error> {
    let (code, secret) = match (DossierCode::parse(code), LookupSecret::parse(secret)) {
        (Ok(code), Ok(secret)) => (code, secret),
        (code, secret) => {
            let wrong = [
                code.err().map(|_| ("code", FieldError::Required)),
                secret.err().map(|_| ("secret", FieldError::Required)),
            ];
            return Err(Error::Fields(wrong.into_iter().flatten().collect()));
        }
    };
    let now = app.clock.now();
    let pair = key("lookup", &format!("{code} {address}"));
    let anywhere = key("lookup-code", code.as_str());
    let place = key("lookup-address", address);
    store::session::note_attempt(&app.db, &pair, now).await?;
    let limits = [(&pair, MOST_BY_CODE + 1), (&anywhere, MOST_ANYWHERE), (&place, MOST_BY_ADDRESS)];
    for (key, most) in limits {
        guard(app, key, most, now).await?;
    }
    if let Some(view) = store::view::lookup(&app.db, &policy::lookup(code, secret)).await? {
        store::session::forget_attempts(&app.db, &pair).await?;
        Ok(view)
    } else {
        store::session::note_attempt(&app.db, &anywhere, now).await?;
        store::session::note_attempt(&app.db, &place, now).await?;
        Err(Error::NotFound)
    }
}

async fn guard(app: &App, key: &str, most: i64, now: DateTime<Utc>) -> Result<(), Error> {
    let since = now - Duration::minutes(WINDOW_MINUTES);
    if store::session::attempts(&app.db, key, since).await? >= most {
        return Err(Error::TooMany { retry_after: u64::try_from(WINDOW_MINUTES * 60).unwrap_or(900) });
    }
    Ok(())
}

fn key(kind: &str, what: &str) -> String {
    let digest: String = secrets::digest(what).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("{kind}:{digest}")
}

/// The dossier behind the link of the slip.
/// # Errors
/// [`Error::NotFound`] when no dossier has it.
pub async fn by_link(app: &App, token: &str) -> Result<LookupView, Error> {
    store::view::lookup(&app.db, &policy::link(token.to_owned())).await?.ok_or(Error::NotFound)
}
