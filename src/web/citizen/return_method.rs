//! How the result shall come, and what the dossier will cost.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{context::App, draft, progress::Task},
    domain::{decide::local_date, ids::DossierId, party::FieldError, procedure, status::ReturnMethod},
    i18n::{Locale, text},
    web::{
        citizen::{
            open::{self, Open},
            quoted,
        },
        error::Result,
        fields::plain_message,
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReturnForm {
    method: String,
}

#[derive(Template)]
#[template(path = "citizen/return_method.html")]
struct ReturnPage {
    id: String,
    action: String,
    value: String,
    errors: FieldErrors,
    methods: Vec<Choice>,
    quoted: quoted::Quoted,
    receiving: String,
    step: usize,
    steps: usize,
}

impl ReturnPage {
    fn new(app: &App, locale: Locale, open: &Open, value: String) -> Self {
        let id = open.view.id.to_string();
        let (step, steps) = open.progress.place(|t| *t == Task::Return);
        let today = local_date(app.clock.now());
        Self {
            action: paths::fill(paths::DRAFT_RETURN, &[&id]),
            value,
            errors: FieldErrors::none(),
            methods: methods(locale),
            quoted: quoted::of(locale, (&open.procedure, &open.case), &open.values, &open.reference, today),
            receiving: open
                .reference
                .agency(&open.view.receiving)
                .map_or_else(|| open.view.receiving.clone(), |a| a.name.clone()),
            step,
            steps,
            id,
        }
    }
}

/// The ways in which the result can come.
#[must_use]
pub fn methods(locale: Locale) -> Vec<Choice> {
    procedure::return_methods()
        .iter()
        .map(|m| {
            Choice::new(m.key(), text(locale, &format!("return-method-{m}"), &[])).hint(text(
                locale,
                &format!("citizen-return-{m}-hint"),
                &[],
            ))
        })
        .collect()
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    let value = open.view.return_method.clone();
    ui.page(&ReturnPage::new(&app, ui.locale(), &open, value))
}

/// Keeps the choice, and on to checking.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<ReturnForm>,
) -> Result<Response> {
    if let Some(method) = ReturnMethod::parse(&form.method) {
        draft::save_return(&app, ui.actor()?, DossierId::new(id), method).await?;
        return Ok(ui.to(&paths::fill(paths::DRAFT_CHECK, &[&id.to_string()])));
    }
    let open = open::draft(&app, &ui, id).await?;
    let mut page = ReturnPage::new(&app, ui.locale(), &open, form.method);
    let label = text(ui.locale(), "citizen-return-question", &[]);
    page.errors.add("method", plain_message(&label, FieldError::Choice));
    ui.again(&page)
}
