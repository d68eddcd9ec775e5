//! What people keep about themselves: profile, preferences, notices read. The password is `sign_in`'s.

use super::{context::App, error::Error, sign_in};
use crate::{
    domain::{
        actor::Actor,
        answers,
        decide::local_date,
        party::{self, FieldError},
    },
    store::{self, account::Profile},
};

/// The profile as it was typed; the date of birth as `YYYY-MM-DD` with whatever stood in its boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Personal number.
    pub number: String,
    /// Date of birth.
    pub birth: String,
    /// E-mail.
    pub email: String,
    /// Address.
    pub address: String,
    /// Official code of the commune.
    pub ward: String,
}

impl From<Profile> for Typed {
    fn from(p: Profile) -> Self {
        Self {
            name: p.name,
            phone: p.phone.unwrap_or_default(),
            number: p.personal_number.unwrap_or_default(),
            birth: p.birth_date.map(|d| d.format("%Y-%m-%d").to_string()).unwrap_or_default(),
            email: p.email.unwrap_or_default(),
            address: p.address.unwrap_or_default(),
            ward: p.ward_code.unwrap_or_default(),
        }
    }
}

/// Stores the profile. Name and phone are needed, all else may be empty.
/// # Errors
/// [`Error::Fields`], also when phone or personal number belong to another account.
pub async fn save(app: &App, actor: &Actor, typed: &Typed) -> Result<(), Error> {
    let today = local_date(app.clock.now());
    let reference = app.reference().await?;
    let mut wrong: Vec<(&'static str, FieldError)> = Vec::new();
    let mut needed = |field: &'static str, read: Result<String, FieldError>| match read {
        Ok(value) => Some(value),
        Err(error) => {
            wrong.push((field, error));
            None
        }
    };
    let name = needed("name", party::name(&typed.name));
    let phone = needed("phone", party::phone(&typed.phone));
    let mut maybe = |field: &'static str, text: &str, read: fn(&str) -> Result<String, FieldError>| {
        if text.trim().is_empty() { None } else { needed(field, read(text)) }
    };
    let personal_number = maybe("personal-number", &typed.number, party::personal_number);
    let birth = maybe("birth", &typed.birth, |t| answers::day(t).map(|d| d.to_string()));
    let email = maybe("email", &typed.email, party::email);
    let address = maybe("address", &typed.address, |t| {
        let line = party::tidy(t).replace('\n', " ");
        if line.chars().count() > 300 {
            return Err(FieldError::TooLong { max: 300 });
        }
        Ok(line)
    });
    let ward_code = Some(typed.ward.clone()).filter(|w| !w.is_empty());
    let is_known = |ward: &str| reference.agencies.values().any(|a| a.ward_code.as_deref() == Some(ward));
    if ward_code.as_deref().is_some_and(|w| !is_known(w)) {
        wrong.push(("ward", FieldError::Choice));
    }
    let birth_date = birth.and_then(|text| answers::day(&text).ok());
    if birth_date.is_some_and(|d| d > today) {
        wrong.push(("birth", FieldError::FutureDate));
    }
    let profile = match name {
        Some(name) if wrong.is_empty() => {
            Profile { name, phone, personal_number, birth_date, email, address, ward_code }
        }
        _ => return Err(Error::Fields(wrong)),
    };
    let mut tx = app.db.begin().await?;
    store::account::save_profile(&mut tx, actor.id, &profile).await.map_err(sign_in::taken)?;
    Ok(tx.commit().await?)
}

/// Sets preferences, leaving the others that the account has.
/// # Errors
/// [`Error::Store`].
pub async fn prefer(
    app: &App,
    actor: &Actor,
    now_set: &serde_json::Value,
    values: &[(&str, &str)],
) -> Result<(), Error> {
    let mut preferences = now_set.as_object().cloned().unwrap_or_default();
    for (key, value) in values {
        preferences.insert((*key).to_owned(), serde_json::Value::from(*value));
    }
    let mut tx = app.db.begin().await?;
    store::account::save_preferences(&mut tx, actor.id, &serde_json::Value::Object(preferences)).await?;
    Ok(tx.commit().await?)
}

/// Marks the notices up to the one with number `last` as read.
/// # Errors
/// [`Error::Store`].
pub async fn read_notices(app: &App, actor: &Actor, last: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    store::message::read_up_to(&mut tx, actor.id, last, app.clock.now()).await?;
    Ok(tx.commit().await?)
}
