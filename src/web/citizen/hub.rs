//! A draft as a list of tasks, with how much is left to do.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use crate::{
    app::{
        context::App,
        draft,
        progress::{State as TaskState, Task},
    },
    domain::{decide::local_date, ids::DossierId},
    i18n::Message,
    store::view::DossierView,
    web::{
        citizen::{open, quoted},
        error::Result,
        filters, paths,
        ui::Ui,
    },
};

struct TaskLine {
    name: String,
    is_data: bool,
    href: String,
    status: Message,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "citizen/hub.html")]
struct HubPage {
    id: String,
    view: DossierView,
    case: String,
    receiving: String,
    settling: String,
    tasks: Vec<TaskLine>,
    left: usize,
    quoted: quoted::Quoted,
}

/// The hub.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    let locale = ui.locale();
    let id = id.to_string();
    let tasks = open
        .progress
        .tasks
        .iter()
        .map(|(task, state)| {
            let (name, is_data) = open::name(locale, task);
            let (key, tone) = match state {
                TaskState::Done => ("task-done", ""),
                TaskState::Todo => ("task-todo", "info"),
                TaskState::Fix => ("task-fix", "warn"),
                TaskState::Optional => ("citizen-task-optional", "neutral"),
            };
            let (status, tone) = match task {
                Task::Return => (Message::new(&format!("return-method-{}", open.view.return_method)), ""),
                Task::Document { held: held @ 1.., .. } => {
                    (Message::new("citizen-files-count").with("count", *held), "")
                }
                Task::Document { .. } | Task::Page(_) => (Message::new(key), tone),
            };
            TaskLine { href: open::path(&id, task), name, is_data, status, tone }
        })
        .collect();
    let today = local_date(app.clock.now());
    let quoted = quoted::of(locale, (&open.procedure, &open.case), &open.values, &open.reference, today);
    ui.page(&HubPage {
        case: open.case.name.clone(),
        receiving: agency(&open, &open.view.receiving),
        settling: agency(&open, &open.view.settling),
        left: open.progress.left(),
        view: open.view,
        id,
        tasks,
        quoted,
    })
}

fn agency(open: &open::Open, code: &str) -> String {
    open.reference.agency(code).map_or_else(|| code.to_owned(), |a| a.name.clone())
}

/// Throws the draft away.
/// # Errors
/// What the store reports.
pub async fn discard(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    draft::discard(&app, ui.actor()?, DossierId::new(id)).await?;
    Ok(ui.done(paths::MY_DOSSIERS, Message::new("citizen-flash-discarded")))
}
