//! Making an account.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::sign_in::{Asked, welcome, with_return};
use crate::{
    app::{
        self,
        context::App,
        sign_in::{self, Registration},
    },
    domain::party::FieldError,
    i18n::Message,
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors, field_message},
        paths,
        ui::Ui,
    },
};

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegisterForm {
    /// Full name.
    name: String,
    /// Phone.
    phone: String,
    /// Personal number; may be empty.
    #[serde(rename = "personal-number")]
    personal_number: String,
    /// Password.
    password: String,
    /// Where to go afterwards.
    ve: String,
}

#[derive(Template)]
#[template(path = "public/register.html")]
struct RegisterPage {
    values: RegisterForm,
    errors: FieldErrors,
    sign_in: String,
    shortest: usize,
}

fn page(mut values: RegisterForm, errors: FieldErrors) -> RegisterPage {
    values.password.clear();
    RegisterPage {
        sign_in: with_return(paths::SIGN_IN, &values.ve),
        values,
        errors,
        shortest: sign_in::SHORTEST_PASSWORD,
    }
}

/// `GET /dang-ky`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui, Query(asked): Query<Asked>) -> Result<Response> {
    let values = RegisterForm { ve: asked.back().to_owned(), ..RegisterForm::default() };
    ui.page(&page(values, FieldErrors::none()))
}

/// `POST /dang-ky`.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub async fn enter(ui: Ui, State(app): State<App>, Checked(form): Checked<RegisterForm>) -> Result<Response> {
    let registration = Registration {
        name: form.name.clone(),
        phone: form.phone.clone(),
        personal_number: form.personal_number.clone(),
        password: form.password.clone(),
    };
    match sign_in::register(&app, &registration).await {
        Ok(token) => welcome(ui, &app, &token, &form.ve).await,
        Err(app::error::Error::Fields(wrong)) => ui.again(&page(form, to_mend(wrong))),
        Err(error) => Err(error.into()),
    }
}

fn to_mend(wrong: Vec<(&'static str, FieldError)>) -> FieldErrors {
    let mut errors = FieldErrors::none();
    for (field, error) in wrong {
        let message = match (field, &error) {
            ("name", FieldError::Required) => Message::new("public-register-name-missing"),
            ("phone", FieldError::Required) => Message::new("field-phone"),
            _ => field_message(error),
        };
        errors.add(field, message);
    }
    errors
}
