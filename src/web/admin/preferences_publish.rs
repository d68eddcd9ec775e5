//! `/quan-tri/uu-dai/cong-bo`: the draft of the preferences beside the schedule in force, what the linter finds in it, and its
//! publication with a reason: what is wrong blocks it, what is worth a look has to be looked at.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    preferences,
    preferences_draft::{base_of, moment_of},
    side_by_side::{self, Difference},
};
use crate::{
    app::{
        self,
        context::App,
        fee_schedule::{self, Wanted},
    },
    domain::{fee_advice::Advice, party},
    i18n::Message,
    store,
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
#[template(path = "admin/preferences_publish.html")]
struct PreferencesPublishPage {
    number: i32,
    editor: String,
    differences: Vec<Difference>,
    wrong: Vec<Advice>,
    to_look_at: Vec<Advice>,
    base: Uuid,
    changed: bool,
    looked: bool,
    reason: String,
    errors: FieldErrors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    /// The draft that the page showed.
    pub base: Uuid,
    /// Why it is published.
    pub reason: String,
    /// `yes`: every finding was looked at.
    pub looked: String,
}

/// Shows what publishing would change; without a draft, the schedule in force.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    match page(&ui, &app).await? {
        Some(page) => ui.page(&page),
        None => Ok(ui.to(paths::ADMIN_PREFERENCES)),
    }
}

/// Publishes the draft, or shows the page again with what to mend.
/// # Errors
/// [`Error::Forbidden`].
pub async fn publish(
    ui: Ui,
    State(app): State<App>,
    Checked(form): Checked<PublishForm>,
) -> Result<Response> {
    let reason = party::tidy(&form.reason);
    let base = moment_of(form.base).ok_or(Error::Unreadable)?;
    let wanted = Wanted { base, reason: &reason, looked: form.looked == "yes" };
    let (errors, changed) = match fee_schedule::publish(&app, ui.actor()?, wanted).await {
        Ok(()) => {
            let said = Message::new("admin-flash-published-preferences");
            return Ok(ui.done(paths::ADMIN_PREFERENCES, said));
        }
        Err(app::error::Error::Fields(fields)) => (fields.into(), false),
        Err(app::error::Error::Changed) => (FieldErrors::none(), true),
        Err(other) => return Err(other.into()),
    };
    let Some(page) = page(&ui, &app).await? else {
        let said = Message::new("admin-preferences-draft-gone");
        return Ok(ui.refused(paths::ADMIN_PREFERENCES, said));
    };
    let status = if changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let looked = form.looked == "yes" && !changed;
    ui.page_with(status, &PreferencesPublishPage { changed, looked, reason, errors, ..page })
}

async fn page(ui: &Ui, app: &App) -> Result<Option<PreferencesPublishPage>> {
    let all = store::fee_schedule::latest(&app.db).await?;
    let Some(draft) = all.first().filter(|stored| stored.published_at.is_none()) else { return Ok(None) };
    let in_force = all.iter().find(|stored| stored.published_at.is_some());
    let before = in_force.map_or(&[][..], |stored| &stored.schedule.preferences);
    let advice = fee_schedule::advice(app, &draft.schedule).await?;
    let advice = preferences::in_words(advice, &draft.schedule);
    let (wrong, to_look_at) = advice.into_iter().partition(|one| one.kind.blocks());
    Ok(Some(PreferencesPublishPage {
        number: draft.schedule.number,
        editor: draft.editor.clone().unwrap_or_default(),
        differences: side_by_side::of_preferences(before, &draft.schedule.preferences, ui.locale()),
        wrong,
        to_look_at,
        base: base_of(Some(draft)),
        changed: false,
        looked: false,
        reason: String::new(),
        errors: FieldErrors::none(),
    }))
}
