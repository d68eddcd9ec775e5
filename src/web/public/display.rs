//! How the pages are shown: the small form of the header, and the same as a page of its own.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::{context::App, profile},
    i18n::{Locale, Message, text},
    web::{
        display::{Contrast, Density, Display, Letters, Theme},
        error::Result,
        filters,
        form::Checked,
        parts::Choice,
        paths,
        public::sign_in::Asked,
        ui::{Ui, with_cookie},
    },
};

/// What is chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DisplayForm {
    theme: String,
    letters: String,
    contrast: String,
    density: String,
    ve: String,
}

#[derive(Template)]
#[template(path = "public/display.html")]
struct DisplayPage {
    chosen: Display,
    themes: Vec<Choice>,
    letters: Vec<Choice>,
    contrasts: Vec<Choice>,
    densities: Vec<Choice>,
    is_staff: bool,
    back: String,
}

fn choices(locale: Locale, name: &str, keys: impl Iterator<Item = &'static str>) -> Vec<Choice> {
    keys.map(|key| Choice::new(key, text(locale, &format!("display-{name}-{key}"), &[]))).collect()
}

/// `GET /hien-thi`.
/// # Errors
/// [`crate::web::error::Error::Internal`] when the template fails.
pub async fn show(ui: Ui, Query(asked): Query<Asked>) -> Result<Response> {
    let locale = ui.locale();
    ui.page(&DisplayPage {
        chosen: ui.0.display(),
        themes: choices(locale, "theme", Theme::ALL.iter().map(|c| c.key())),
        letters: choices(locale, "letters", Letters::ALL.iter().map(|c| c.key())),
        contrasts: choices(locale, "contrast", Contrast::ALL.iter().map(|c| c.key())),
        densities: choices(locale, "density", Density::ALL.iter().map(|c| c.key())),
        is_staff: ui.0.chrome().is_staff(),
        back: asked.back().to_owned(),
    })
}

/// `POST /hien-thi`: keeps the choice on the account and in the browser, and back to the page.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub async fn choose(ui: Ui, State(app): State<App>, Checked(form): Checked<DisplayForm>) -> Result<Response> {
    let chosen = ui.0.display().with(|key| match key {
        "theme" => Some(form.theme.as_str()),
        "letters" => Some(form.letters.as_str()),
        "contrast" => Some(form.contrast.as_str()),
        _ => Some(form.density.as_str()),
    });
    if let Some(signed) = &ui.0.signed {
        profile::prefer(&app, &signed.actor, &signed.preferences, &chosen.pairs()).await?;
    }
    let back = if paths::is_local(&form.ve) { form.ve.as_str() } else { paths::DISPLAY };
    Ok(with_cookie(ui.done(back, Message::new("display-kept")), chosen.cookie()))
}
