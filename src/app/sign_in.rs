//! Signing in and out, registering, changing a password. Failed attempts are counted in the database, by what was typed
//! and by address, under a hash.

use chrono::{DateTime, Duration, Utc};

use super::{context::App, error::Error, secrets};
use crate::{
    domain::{
        actor::Actor,
        ids::AccountId,
        party::{self, FieldError},
    },
    store::{
        self,
        account::{AccountKind, NewAccount},
    },
};

/// How long a session lasts without use.
pub const SESSION_HOURS: i64 = 12;
/// Shortest password.
pub const SHORTEST_PASSWORD: usize = 8;
const WINDOW_MINUTES: i64 = 15;
const MOST_BY_LOGIN: i64 = 8;
const MOST_BY_ADDRESS: i64 = 60;

/// Phone or personal number as typed, in the form that is stored.
#[must_use]
pub fn normal_login(typed: &str) -> String {
    party::phone(typed).or_else(|_| party::personal_number(typed)).unwrap_or_else(|_| party::tidy(typed))
}

/// Signs in with phone or personal number and password; gives the session token for the cookie.
/// # Errors
/// [`Error::Fields`] when the pair does not fit (the same answer whether the account exists or not),
/// [`Error::TooMany`] after too many failures.
pub async fn sign_in(app: &App, login: &str, password: &str, address: &str) -> Result<String, Error> {
    if login.trim().is_empty() || password.is_empty() {
        // Nothing was tried, so nothing is counted.
        let field = if login.trim().is_empty() { "login" } else { "password" };
        return Err(Error::Fields(vec![(field, FieldError::Required)]));
    }
    let now = app.clock.now();
    let login = normal_login(login);
    let keys = [attempt_key("login", &login), attempt_key("address", address)];
    guard(app, &keys, now).await?;
    let found = store::account::credentials(&app.db, &login).await?;
    let hash = found.as_ref().filter(|c| c.active).and_then(|c| c.password_hash.clone());
    let fits = app.passwords.verify(password, hash).await?;
    match found {
        Some(account) if fits => open(app, account.id, now).await,
        Some(_) | None => {
            for key in &keys {
                store::session::note_attempt(&app.db, key, now).await?;
            }
            Err(Error::Fields(vec![("password", FieldError::Mismatch)]))
        }
    }
}

async fn guard(app: &App, keys: &[String; 2], now: DateTime<Utc>) -> Result<(), Error> {
    let since = now - Duration::minutes(WINDOW_MINUTES);
    for (key, most) in keys.iter().zip([MOST_BY_LOGIN, MOST_BY_ADDRESS]) {
        if store::session::attempts(&app.db, key, since).await? >= most {
            return Err(Error::TooMany { retry_after: u64::try_from(WINDOW_MINUTES * 60).unwrap_or(900) });
        }
    }
    Ok(())
}

fn attempt_key(kind: &str, what: &str) -> String {
    use std::fmt::Write as _;
    let mut out = format!("{kind}:");
    for byte in secrets::digest(what).iter().take(12) {
        // Writing to a String cannot fail.
        if write!(out, "{byte:02x}").is_err() {
            break;
        }
    }
    out
}

async fn open(app: &App, account: AccountId, now: DateTime<Utc>) -> Result<String, Error> {
    let token = secrets::token();
    let mut tx = app.db.begin().await?;
    let expires = now + Duration::hours(SESSION_HOURS);
    store::session::open(&mut tx, &secrets::digest(&token), account.uuid(), now, expires).await?;
    tx.commit().await?;
    Ok(token)
}

/// Who holds this session token. Its end is moved on at most once a minute.
/// # Errors
/// [`Error::Store`].
pub async fn who(app: &App, token: &str) -> Result<Option<store::session::Signed>, Error> {
    let now = app.clock.now();
    let hash = secrets::digest(token);
    let Some(signed) = store::session::check(&app.db, &hash, now).await? else {
        return Ok(None);
    };
    if now - signed.last_seen_at > Duration::minutes(1) {
        store::session::touch(&app.db, &hash, now, now + Duration::hours(SESSION_HOURS)).await?;
    }
    Ok(Some(signed))
}

/// Ends the session.
/// # Errors
/// [`Error::Store`].
pub async fn sign_out(app: &App, token: &str) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    store::session::close(&mut tx, &secrets::digest(token)).await?;
    Ok(tx.commit().await?)
}

/// What a person types to register.
#[derive(Clone, Debug, Default)]
pub struct Registration {
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Personal number; may be empty.
    pub personal_number: String,
    /// Password.
    pub password: String,
}

/// Registers a citizen and signs them in; gives the session token.
/// # Errors
/// [`Error::Fields`] with every field that needs attention.
pub async fn register(app: &App, r: &Registration) -> Result<String, Error> {
    let now = app.clock.now();
    let name = party::name(&r.name);
    let phone = party::phone(&r.phone);
    let number = if r.personal_number.trim().is_empty() {
        Ok(None)
    } else {
        party::personal_number(&r.personal_number).map(Some)
    };
    let password = check_password(&r.password);
    match (name, phone, number, password) {
        (Ok(name), Ok(phone), Ok(personal_number), Ok(())) => {
            let new = NewAccount {
                id: AccountId::new(secrets::new_id(now)),
                kind: AccountKind::Citizen,
                name,
                phone: Some(phone),
                personal_number,
                password_hash: Some(app.passwords.hash(&r.password).await?),
            };
            insert(app, &new, now).await?;
            open(app, new.id, now).await
        }
        (name, phone, number, password) => Err(Error::Fields(
            [
                name.err().map(|e| ("name", e)),
                phone.err().map(|e| ("phone", e)),
                number.err().map(|e| ("personal-number", e)),
                password.err().map(|e| ("password", e)),
            ]
            .into_iter()
            .flatten()
            .collect(),
        )),
    }
}

/// Stores an account; a phone or number that is taken becomes a field error.
/// # Errors
/// [`Error::Fields`] when phone or personal number belong to another account.
pub async fn insert(app: &App, new: &NewAccount, now: DateTime<Utc>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    store::account::insert(&mut tx, new, now).await.map_err(taken)?;
    Ok(tx.commit().await?)
}

/// Turns a taken phone or number into a field error.
#[must_use]
pub fn taken(error: store::error::Error) -> Error {
    if error.is_taken("account_phone_key") {
        Error::Fields(vec![("phone", FieldError::Taken)])
    } else if error.is_taken("account_personal_number_key") {
        Error::Fields(vec![("personal-number", FieldError::Taken)])
    } else {
        Error::Store(error)
    }
}

/// Whether a password is long enough.
/// # Errors
/// [`FieldError::Password`].
pub fn check_password(password: &str) -> Result<(), FieldError> {
    if password.chars().count() >= SHORTEST_PASSWORD { Ok(()) } else { Err(FieldError::Password) }
}

/// Changes a password; every other session of the account ends.
/// # Errors
/// [`Error::Fields`] when the old one does not fit or the new one is too short.
pub async fn change_password(app: &App, actor: &Actor, old: &str, new: &str) -> Result<String, Error> {
    check_password(new).map_err(|e| Error::Fields(vec![("new-password", e)]))?;
    let now = app.clock.now();
    let hash = store::account::password_hash(&app.db, actor.id).await?;
    if !app.passwords.verify(old, hash).await? {
        return Err(Error::Fields(vec![("old-password", FieldError::Mismatch)]));
    }
    let fresh = app.passwords.hash(new).await?;
    let mut tx = app.db.begin().await?;
    store::account::save_password(&mut tx, actor.id, &fresh).await?;
    store::session::close_all(&mut tx, actor.id.uuid()).await?;
    tx.commit().await?;
    open(app, actor.id, now).await
}
