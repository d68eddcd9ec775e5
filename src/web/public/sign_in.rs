//! Signing in and out.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::{self, context::App, demo, sign_in},
    domain::{party::FieldError, status::Role},
    i18n::Message,
    web::{
        chrome::Area,
        cookies,
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        paths, session,
        ui::{self, Ui},
    },
};

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    /// Phone or personal number.
    login: String,
    /// Password.
    password: String,
    /// Where to go afterwards.
    ve: String,
    /// "yes" when others use this device too.
    shared: String,
}

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Where to go afterwards.
    ve: String,
}

impl Asked {
    /// Where to go afterwards, as it was asked.
    pub(crate) fn back(&self) -> &str {
        &self.ve
    }
}

#[derive(Template)]
#[template(path = "public/sign_in.html")]
struct SignInPage {
    values: SignInForm,
    errors: FieldErrors,
    register: String,
    demo: Vec<DemoLogin>,
    demo_password: &'static str,
}

struct DemoLogin {
    role: Role,
    name: String,
    phone: String,
}

fn page(app: &App, mut values: SignInForm, errors: FieldErrors) -> Result<SignInPage> {
    values.password.clear();
    let demo = if app.demo {
        demo::logins()?
            .into_iter()
            .map(|l| DemoLogin { role: l.role, name: l.name, phone: l.phone })
            .collect()
    } else {
        Vec::new()
    };
    Ok(SignInPage {
        register: with_return(paths::REGISTER, &values.ve),
        values,
        errors,
        demo,
        demo_password: demo::DEMO_PASSWORD,
    })
}

/// `path` with the place to go to afterwards, if it is one of this portal's.
pub(crate) fn with_return(path: &str, back: &str) -> String {
    if paths::is_local(back) { format!("{path}?ve={}", paths::encode(back)) } else { path.to_owned() }
}

/// `GET /dang-nhap`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui, State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response> {
    if ui.someone().is_some() {
        return Ok(ui.to(landing(&ui, &asked.ve)));
    }
    let values = SignInForm { ve: asked.ve, ..SignInForm::default() };
    ui.page(&page(&app, values, FieldErrors::none())?)
}

/// `POST /dang-nhap`.
/// # Errors
/// [`crate::web::error::Error::TooMany`] after too many failures.
pub async fn enter(ui: Ui, State(app): State<App>, Checked(form): Checked<SignInForm>) -> Result<Response> {
    match sign_in::sign_in(&app, &form.login, &form.password, &ui.0.address).await {
        Ok(token) => {
            let response = welcome(ui, &app, &token, &form.ve).await?;
            let shared = if form.shared == "yes" {
                cookies::note(session::SHARED, "1")
            } else {
                cookies::forget(session::SHARED)
            };
            Ok(ui::with_cookie(response, shared))
        }
        Err(app::error::Error::Fields(list)) if list.iter().any(|(_, e)| *e == FieldError::Required) => {
            ui.again(&page(&app, form, FieldErrors::from(list))?)
        }
        Err(app::error::Error::Fields(_)) => {
            let mut errors = FieldErrors::none();
            errors.add("login", Message::new("public-sign-in-mismatch"));
            ui.again(&page(&app, form, errors)?)
        }
        Err(error) => Err(error.into()),
    }
}

/// To where the person wanted to go, or to where they work, with the cookie of the new session.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub(crate) async fn welcome(mut ui: Ui, app: &App, token: &str, back: &str) -> Result<Response> {
    ui.0.signed = sign_in::who(app, token).await?.map(std::sync::Arc::new);
    let response = ui.to(landing(&ui, back));
    let secure = app.public_url.starts_with("https://");
    Ok(ui::with_cookie(response, session::set(token, secure)))
}

fn landing<'a>(ui: &Ui, back: &'a str) -> &'a str {
    if paths::is_local(back) {
        return back;
    }
    ui.someone()
        .into_iter()
        .flat_map(ui::areas)
        .find(|area| *area != Area::Citizen)
        .map_or(paths::MY_DOSSIERS, Area::path)
}

/// `POST /dang-xuat`.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub async fn leave(ui: Ui, State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    if let Some(token) = session::token(&headers) {
        sign_in::sign_out(&app, &token).await?;
    }
    let response = ui.done(paths::HOME, Message::new("public-signed-out"));
    let secure = app.public_url.starts_with("https://");
    Ok(ui::with_cookie(response, session::clear(secure)))
}
