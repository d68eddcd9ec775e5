//! Looking a dossier up with the two codes of the slip. What was typed never stands in an address: the answer is the page of
//! the slip's link.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::{self, context::App, lookup},
    i18n::Message,
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        paths,
        ui::Ui,
    },
};

/// The two codes, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LookupForm {
    /// Dossier code.
    code: String,
    /// Four characters.
    secret: String,
}

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Dossier code, from a link.
    ma: String,
}

#[derive(Template)]
#[template(path = "public/lookup.html")]
struct LookupPage {
    values: LookupForm,
    errors: FieldErrors,
    unknown: bool,
}

/// `GET /tra-cuu`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui, Query(asked): Query<Asked>) -> Result<Response> {
    ui.page(&LookupPage {
        values: LookupForm { code: asked.ma, secret: String::new() },
        errors: FieldErrors::none(),
        unknown: false,
    })
}

/// `POST /tra-cuu`.
/// # Errors
/// [`crate::web::error::Error::TooMany`] after too many attempts.
pub async fn find(ui: Ui, State(app): State<App>, Checked(form): Checked<LookupForm>) -> Result<Response> {
    match lookup::by_secret(&app, &form.code, &form.secret, &ui.0.address).await {
        Ok(view) => Ok(ui.to(&paths::fill(paths::SHORT_LINK, &[&view.link]))),
        Err(app::error::Error::Fields(wrong)) => {
            ui.again(&LookupPage { errors: to_mend(&wrong), values: form, unknown: false })
        }
        Err(app::error::Error::NotFound) => {
            ui.again(&LookupPage { values: form, errors: FieldErrors::none(), unknown: true })
        }
        Err(error) => Err(error.into()),
    }
}

fn to_mend<E>(wrong: &[(&'static str, E)]) -> FieldErrors {
    let mut errors = FieldErrors::none();
    for (field, _) in wrong {
        let message = if *field == "code" { Message::new("field-dossier-code") } else { Message::new("field-secret") };
        errors.add(field, message);
    }
    errors
}
