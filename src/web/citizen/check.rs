//! The last screen of the journey: everything once more, time and fee, the declaration, and handing in.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{
        context::App,
        draft::{self, Submission},
        error::Error as AppError,
        progress::{State as TaskState, Task},
    },
    domain::{
        decide::local_date,
        ids::{DossierId, Version},
        party::FieldError,
        status::ReturnMethod,
    },
    i18n::{Locale, Message},
    store::view::DossierView,
    web::{
        citizen::{
            open::{self, Open},
            quoted,
            return_method::methods,
        },
        error::Result,
        fields::{self, Row, plain_message},
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
pub struct CheckForm {
    declared: String,
    method: String,
    version: i32,
}

struct Section {
    title: String,
    is_data: bool,
    href: String,
    rows: Vec<Row>,
}

struct Upload {
    name: String,
    href: String,
    files: Vec<String>,
    is_missing: bool,
}

struct Left {
    name: String,
    is_data: bool,
    href: String,
}

#[derive(Template)]
#[template(path = "citizen/check.html")]
struct CheckPage {
    id: String,
    view: DossierView,
    case: String,
    receiving: String,
    settling: String,
    sections: Vec<Section>,
    uploads: Vec<Upload>,
    left: Vec<Left>,
    quoted: quoted::Quoted,
    errors: FieldErrors,
    /// The declaration is ticked.
    declared: bool,
    refused: Option<Message>,
    methods: Vec<Choice>,
    steps: usize,
}

impl CheckPage {
    fn new(app: &App, locale: Locale, open: Open) -> Self {
        let id = open.view.id.to_string();
        let today = local_date(app.clock.now());
        let agency =
            |code: &str| open.reference.agency(code).map_or_else(|| code.to_owned(), |a| a.name.clone());
        let quoted = quoted::of(locale, (&open.procedure, &open.case), &open.values, &open.reference, today);
        Self {
            case: open.case.name.clone(),
            receiving: agency(&open.view.receiving),
            settling: agency(&open.view.settling),
            sections: sections(locale, &open, &id),
            uploads: uploads(&open, &id),
            left: left(locale, &open, &id),
            quoted,
            errors: FieldErrors::none(),
            declared: false,
            refused: None,
            methods: methods(locale),
            steps: open.progress.place(|_| false).1,
            view: open.view,
            id,
        }
    }
}

fn sections(locale: Locale, open: &Open, id: &str) -> Vec<Section> {
    open.progress
        .tasks
        .iter()
        .filter_map(|(task, _)| match task {
            Task::Page(page) => Some(Section {
                title: fields::title(locale, page),
                is_data: !page.title.is_empty(),
                href: open::path(id, task),
                rows: fields::rows(locale, page, &open.values, &open.reference),
            }),
            Task::Document { .. } | Task::Return => None,
        })
        .collect()
}

fn uploads(open: &Open, id: &str) -> Vec<Upload> {
    open.progress
        .tasks
        .iter()
        .filter_map(|(task, state)| match task {
            Task::Document { doc, .. } => Some(Upload {
                name: doc.name.clone(),
                href: open::path(id, task),
                files: open
                    .view
                    .documents
                    .iter()
                    .filter(|d| d.key == doc.key)
                    .filter_map(|d| d.file_name.clone())
                    .collect(),
                is_missing: *state == TaskState::Todo,
            }),
            Task::Page(_) | Task::Return => None,
        })
        .collect()
}

fn left(locale: Locale, open: &Open, id: &str) -> Vec<Left> {
    open.progress
        .tasks
        .iter()
        .filter(|(_, state)| matches!(state, TaskState::Todo | TaskState::Fix))
        .map(|(task, _)| {
            let (name, is_data) = open::name(locale, task);
            Left { name, is_data, href: open::path(id, task) }
        })
        .collect()
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    ui.page(&CheckPage::new(&app, ui.locale(), open))
}

/// Hands in. Sent twice, the same confirmation is shown.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn submit(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<CheckForm>,
) -> Result<Response> {
    let locale = ui.locale();
    if let Some(method) = ReturnMethod::parse(&form.method) {
        match draft::save_return(&app, ui.actor()?, DossierId::new(id), method).await {
            // Sent twice, it is handed in already.
            Ok(()) | Err(AppError::NotFound) => {}
            Err(other) => return Err(other.into()),
        }
    }
    if form.declared != "yes" {
        let open = open::draft(&app, &ui, id).await?;
        let mut page = CheckPage::new(&app, locale, open);
        page.errors.add("declared", plain_message("", FieldError::Tick));
        return ui.again(&page);
    }
    let seen = Version::new(form.version);
    let refused = match draft::submit(&app, ui.actor()?, DossierId::new(id), seen).await {
        Ok(Submission::Done(done)) => {
            let code = done.dossier.identity.map(|i| i.code.to_string());
            return Ok(ui.to(&paths::fill(paths::CONFIRMATION, &[code.as_deref().unwrap_or_default()])));
        }
        Ok(Submission::Unfinished(_)) => None,
        Err(error) => Some(open::refused(error)?),
    };
    let open = open::draft(&app, &ui, id).await?;
    let mut page = CheckPage::new(&app, locale, open);
    page.declared = true;
    page.refused = refused;
    ui.again(&page)
}
