//! The person's own account: profile, password, preferences; each a form of its own on one page.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use crate::{
    app::{
        context::App,
        error::Error as AppError,
        profile::{self, Typed},
        sign_in,
    },
    domain::{answers, party::FieldError},
    i18n::{Locale, Message, text},
    store::account,
    web::{
        error::{Error, Result},
        fields::{self, plain_message},
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths, session,
        ui::{Ui, with_cookie},
    },
};

/// The profile as it is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct ProfileForm {
    name: String,
    phone: String,
    personal_number: String,
    birth_day: String,
    birth_month: String,
    birth_year: String,
    email: String,
    address: String,
    ward: String,
}

impl From<ProfileForm> for Typed {
    fn from(f: ProfileForm) -> Self {
        let part = |text: &str| text.trim().replace('-', "");
        Self {
            birth: answers::date_text(&part(&f.birth_year), &part(&f.birth_month), &part(&f.birth_day)),
            name: f.name,
            phone: f.phone,
            number: f.personal_number,
            email: f.email,
            address: f.address,
            ward: f.ward,
        }
    }
}

/// The passwords as they are sent.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct PasswordForm {
    old_password: String,
    new_password: String,
}

/// The preferences as they are sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PreferencesForm {
    shortcuts: String,
}

#[derive(Template)]
#[template(path = "citizen/account.html")]
struct AccountPage {
    values: Typed,
    errors: FieldErrors,
    wards: Vec<Choice>,
    shortcuts: bool,
    is_staff: bool,
}

impl AccountPage {
    async fn new(app: &App, ui: &Ui, typed: Option<Typed>) -> Result<Self> {
        let values = if let Some(typed) = typed {
            typed
        } else {
            let kept = account::profile(&app.db, ui.account()?).await?;
            let mut typed = Typed::from(kept.ok_or(Error::NotFound)?);
            typed.phone = fields::typed_phone(&typed.phone);
            typed
        };
        Ok(Self {
            values,
            errors: FieldErrors::none(),
            wards: fields::wards(&*app.reference().await?),
            shortcuts: ui.preference("shortcuts") != Some("off"),
            is_staff: ui.actor()?.is_staff(),
        })
    }
}

fn faults(locale: Locale, list: Vec<(&'static str, FieldError)>) -> FieldErrors {
    let mut errors = FieldErrors::none();
    for (field, error) in list {
        let key = match field {
            "name" => "answer-applicant-name",
            "phone" => "citizen-account-phone",
            "personal-number" => "answer-applicant-number",
            "birth" => "answer-applicant-birth-date",
            "email" => "answer-applicant-email",
            "ward" => "answer-applicant-ward",
            "old-password" => "citizen-account-old-password",
            "new-password" => "citizen-account-new-password",
            _ => "answer-applicant-address",
        };
        let message = if error == FieldError::Mismatch {
            Message::new("citizen-field-old-password")
        } else {
            plain_message(&text(locale, key, &[]), error)
        };
        errors.add(field, message);
    }
    errors
}

/// The page.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let page = AccountPage::new(&app, &ui, None).await?;
    ui.page(&page)
}

/// Stores the profile.
/// # Errors
/// What the store reports.
pub async fn save(ui: Ui, State(app): State<App>, Checked(form): Checked<ProfileForm>) -> Result<Response> {
    let typed = Typed::from(form);
    match profile::save(&app, ui.actor()?, &typed).await {
        Ok(()) => Ok(ui.done(paths::ACCOUNT, Message::new("citizen-flash-profile"))),
        Err(AppError::Fields(list)) => {
            let mut page = AccountPage::new(&app, &ui, Some(typed)).await?;
            page.errors = faults(ui.locale(), list);
            ui.again(&page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Changes the password; the session goes on under a new token.
/// # Errors
/// What the store reports.
pub async fn password(
    ui: Ui,
    State(app): State<App>,
    Checked(form): Checked<PasswordForm>,
) -> Result<Response> {
    let changed = sign_in::change_password(&app, ui.actor()?, &form.old_password, &form.new_password).await;
    match changed {
        Ok(token) => {
            let done = ui.done(paths::ACCOUNT, Message::new("citizen-flash-password"));
            let secure = app.public_url.starts_with("https://");
            Ok(with_cookie(done, session::set(&token, secure)))
        }
        Err(AppError::Fields(list)) => {
            let mut page = AccountPage::new(&app, &ui, None).await?;
            page.errors = faults(ui.locale(), list);
            ui.again(&page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Stores the preferences.
/// # Errors
/// What the store reports.
pub async fn prefer(
    ui: Ui,
    State(app): State<App>,
    Checked(form): Checked<PreferencesForm>,
) -> Result<Response> {
    let signed = ui.0.signed.as_ref().ok_or(Error::SignIn)?;
    let value = if form.shortcuts == "yes" { "on" } else { "off" };
    profile::prefer(&app, &signed.actor, &signed.preferences, &[("shortcuts", value)]).await?;
    Ok(ui.done(paths::ACCOUNT, Message::new("citizen-flash-preferences")))
}
