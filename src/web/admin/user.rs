//! `/quan-tri/nguoi-dung/{id}`: one account: who it is, its roles, closing and opening it, a new password, what was changed.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    postings::{self, Postings},
    trail::{self, TrailLine},
};
use crate::{
    app::{self, context::App},
    domain::ids::AccountId,
    i18n::Message,
    store::{self, account::AccountKind, user_admin::UserFile},
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/user.html")]
struct UserPage {
    user: UserFile,
    id: String,
    is_staff: bool,
    is_self: bool,
    changed: bool,
    seen: String,
    values: UserForm,
    errors: FieldErrors,
    postings: Postings,
    trail: Vec<TrailLine>,
}

/// Who it is, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserForm {
    seen: String,
    name: String,
    phone: String,
    personal_number: String,
}

/// The roles, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RolesForm {
    seen: String,
    role: Vec<String>,
    agency: Vec<String>,
}

/// The new password, as typed.
#[derive(Clone, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    password: String,
}

/// Shows an account.
/// # Errors
/// [`Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let page = page(&ui, &app, id).await?;
    ui.page(&page)
}

/// Changes name, phone and personal number.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<UserForm>,
) -> Result<Response> {
    let typed = [&form.name, &form.phone, &form.personal_number].map(String::as_str);
    let done = app::administer::edit_user(&app, ui.actor()?, AccountId::new(id), &form.seen, typed).await;
    let with = move |page: &mut UserPage| page.values = form;
    answer(&ui, &app, id, (done, "admin-flash-saved"), with).await
}

/// Replaces the roles.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn save_roles(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<RolesForm>,
) -> Result<Response> {
    let typed = postings::typed(&form.role, &form.agency);
    let done = app::administer::save_roles(&app, ui.actor()?, AccountId::new(id), &form.seen, &typed).await;
    let with = move |page: &mut UserPage| {
        let spare = std::iter::repeat_n((String::new(), String::new()), 2);
        page.postings.rows = typed.into_iter().chain(spare).collect();
    };
    answer(&ui, &app, id, (done, "admin-flash-roles"), with).await
}

/// Closes the account and ends its sessions.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for one's own.
pub async fn close(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    app::administer::set_open(&app, ui.actor()?, AccountId::new(id), false).await?;
    Ok(ui.done(&path_of(id), Message::new("admin-flash-closed")))
}

/// Opens the account again.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn reopen(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    app::administer::set_open(&app, ui.actor()?, AccountId::new(id), true).await?;
    Ok(ui.done(&path_of(id), Message::new("admin-flash-reopened")))
}

/// Sets a new password.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for one's own.
pub async fn reset_password(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<PasswordForm>,
) -> Result<Response> {
    let done = app::administer::reset_password(&app, ui.actor()?, AccountId::new(id), &form.password).await;
    answer(&ui, &app, id, (done, "admin-flash-password"), |_| ()).await
}

fn path_of(id: Uuid) -> String {
    paths::fill(paths::ADMIN_USER, &[&id.to_string()])
}

/// Back to the account; or its page again with what was typed.
async fn answer(
    ui: &Ui,
    app: &App,
    id: Uuid,
    (done, flash): (std::result::Result<(), app::error::Error>, &str),
    with: impl FnOnce(&mut UserPage),
) -> Result<Response> {
    match done {
        Ok(()) => Ok(ui.done(&path_of(id), Message::new(flash))),
        Err(app::error::Error::Fields(fields)) => {
            let mut page = page(ui, app, id).await?;
            with(&mut page);
            page.errors = fields.into();
            ui.again(&page)
        }
        Err(app::error::Error::Changed) => {
            let mut page = page(ui, app, id).await?;
            page.changed = true;
            ui.page_with(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(ui: &Ui, app: &App, id: Uuid) -> Result<UserPage> {
    let user = store::user_admin::of(&app.db, id, app.clock.now()).await?.ok_or(Error::NotFound)?;
    let reference = app.reference().await?;
    let seen = app::administer::mark(&user.facts());
    Ok(UserPage {
        id: id.to_string(),
        is_staff: user.kind == AccountKind::Staff.key(),
        is_self: ui.account()?.uuid() == id,
        changed: false,
        values: UserForm {
            seen: seen.clone(),
            name: user.name.clone(),
            phone: user.phone.clone().unwrap_or_default(),
            personal_number: user.personal_number.clone().unwrap_or_default(),
        },
        errors: FieldErrors::none(),
        postings: Postings::new(postings::shown(&user.postings), 2, &reference, ui.locale()),
        trail: trail::lines(&user.changes),
        seen,
        user,
    })
}
