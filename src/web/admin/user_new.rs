//! `/quan-tri/nguoi-dung/them`: adds a member of staff.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::postings::{self, Postings};
use crate::{
    app::{self, administer::NewUser, context::App},
    i18n::Message,
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/user_new.html")]
struct UserNewPage {
    values: UserNewForm,
    errors: FieldErrors,
    postings: Postings,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserNewForm {
    name: String,
    phone: String,
    personal_number: String,
    password: String,
    role: Vec<String>,
    agency: Vec<String>,
}

/// Shows the form.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let page = page(&ui, &app, UserNewForm::default(), FieldErrors::none()).await?;
    ui.page(&page)
}

/// Adds the account, or shows the form again.
/// # Errors
/// [`crate::web::error::Error::Forbidden`].
pub async fn add(ui: Ui, State(app): State<App>, Checked(form): Checked<UserNewForm>) -> Result<Response> {
    let new = NewUser {
        name: form.name.clone(),
        phone: form.phone.clone(),
        personal_number: form.personal_number.clone(),
        password: form.password.clone(),
        roles: postings::typed(&form.role, &form.agency),
    };
    match app::administer::add_user(&app, Some(ui.actor()?), &new).await {
        Ok(id) => Ok(ui.done(&paths::fill(paths::ADMIN_USER, &[&id.to_string()]), Message::new("admin-flash-added"))),
        Err(app::error::Error::Fields(fields)) => {
            let page = page(&ui, &app, form, fields.into()).await?;
            ui.again(&page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(ui: &Ui, app: &App, values: UserNewForm, errors: FieldErrors) -> Result<UserNewPage> {
    let typed = postings::typed(&values.role, &values.agency);
    Ok(UserNewPage { postings: Postings::new(typed, 3, &*app.reference().await?, ui.locale()), values, errors })
}
