//! The two acts that bring something in: the result with its electronic copy, and a supplement handed in on paper.

use axum::{extract::State, response::Response};

use super::{
    action::{self, Corrected, Wrong},
    forms::ActForm,
    place::Spot,
};
use crate::{
    app::{
        context::App,
        papers::{self, Issue, ResultUpload, Supplied},
    },
    domain::command::Command,
    store::dossier::Key,
    web::{
        error::{Error, Result},
        form::{CheckedAll, FieldErrors},
        ui::Ui,
        upload::Parts,
    },
};

/// `POST …/ban-hanh`.
/// # Errors
/// As `papers::issue`.
pub async fn issue(ui: Ui, State(app): State<App>, spot: Spot, parts: Parts) -> Result<Response> {
    let form = typed(&parts);
    let mut errors = FieldErrors::none();
    for (field, message) in &parts.errors {
        errors.add(field, message.clone());
    }
    let read = form.command(spot.action, app.clock.now());
    let (number, date, signer) = match (read, errors.is_empty()) {
        (Ok(Command::Issue { number, date, signer, .. }), true) => (number, date, signer),
        (Ok(_), _) => return action::again(&ui, &app, spot, form, Wrong::Fields(errors)).await,
        (Err(more), _) => {
            for (field, message) in more.iter() {
                errors.add(field, message.clone());
            }
            return action::again(&ui, &app, spot, form, Wrong::Fields(errors)).await;
        }
    };
    let upload = parts.uploads.iter().find(|u| u.field == "result");
    let wanted = Issue {
        form_key: form.form_key.parse().map_err(|_| Error::Unreadable)?,
        number,
        date,
        signer,
        upload: upload.map(|u| ResultUpload {
            file_name: &u.file_name,
            temporary: &u.temporary,
            blob: &u.blob,
        }),
    };
    let key = Key::Code(spot.place.code.clone());
    let done = papers::issue(&app, ui.actor()?, (key, form.seen()), wanted).await;
    action::answer(&ui, &app, spot, form, done).await
}

fn typed(parts: &Parts) -> ActForm {
    let field = |name| parts.field(name).to_owned();
    ActForm {
        version: field("version"),
        form_key: field("form_key"),
        number: field("number"),
        date_day: field("date-day"),
        date_month: field("date-month"),
        date_year: field("date-year"),
        signer: field("signer"),
        ..ActForm::default()
    }
}

/// `POST …/bo-sung`: what was handed in on paper at the counter.
/// # Errors
/// As `papers::supplement`.
pub async fn supplement(
    ui: Ui,
    State(app): State<App>,
    spot: Spot,
    CheckedAll(mut form, sent): CheckedAll<ActForm>,
) -> Result<Response> {
    let answers = match action::corrected(&ui, &app, &spot, &sent).await? {
        Corrected::Read(answers) => answers,
        Corrected::Wrong(typed, faults) => {
            form.answers = Some((typed, faults));
            return action::again(&ui, &app, spot, form, Wrong::Fields(FieldErrors::none())).await;
        }
    };
    let papers = match form.papers() {
        Ok(papers) => papers,
        Err(errors) => return action::again(&ui, &app, spot, form, Wrong::Fields(errors)).await,
    };
    let form_key = form.form_key.parse().map_err(|_| Error::Unreadable)?;
    let seen = (Key::Code(spot.place.code.clone()), form.seen());
    let supplied = Supplied { form_key, papers: &papers, answers };
    let done = papers::supplement(&app, ui.actor()?, seen, supplied).await;
    action::answer(&ui, &app, spot, form, done).await
}
