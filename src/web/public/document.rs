//! A document with the portal round it: a picture in three sizes, a PDF as the browser shows it, a way to download either. For
//! whoever may see its dossier; the content itself comes from `web::documents`.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{context::App, documents},
    domain::ids::DocumentId,
    i18n::text,
    store::document::Content,
    web::{
        desk::place::{COUNTER, DESK, Side},
        error::Result,
        filters,
        parts::{Place, Viewer},
        paths,
        ui::Ui,
    },
};

/// The sizes in which a picture is shown, in per cent of the width.
const SIZES: &[u32] = &[100, 150, 200];

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Size of a picture.
    co: String,
}

#[derive(Template)]
#[template(path = "public/document.html")]
struct DocumentPage {
    name: String,
    viewer: Viewer,
    back: String,
    back_label: String,
}

/// `GET /giay-to/…/xem`.
/// # Errors
/// [`crate::web::error::Error::NotFound`] when it is not there or not this person's to see.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let content = documents::about(&app, &ui.scope()?, DocumentId::new(id)).await?;
    let (back, back_label) = back(&ui, &content)?;
    let viewer = viewer(&ui, id, &content, &asked);
    ui.page(&DocumentPage { name: content.name, viewer, back, back_label })
}

fn viewer(ui: &Ui, id: Uuid, content: &Content, asked: &Asked) -> Viewer {
    let whole = ui.locale().path(&paths::fill(paths::DOCUMENT, &[&id.to_string()]));
    let page = ui.locale().path(&paths::fill(paths::DOCUMENT_VIEW, &[&id.to_string()]));
    let zoom = SIZES.iter().copied().find(|size| asked.co == size.to_string()).unwrap_or(100);
    let is_picture = content.media_type.starts_with("image/");
    let size = |size: &u32| Place {
        label: format!("{size} %"),
        href: format!("{page}?co={size}"),
        current: *size == zoom,
    };
    let only = |yes: bool| if yes { whole.clone() } else { String::new() };
    Viewer {
        name: content.file_name.clone().unwrap_or_else(|| content.name.clone()),
        page: 1,
        pages: 1,
        previous: String::new(),
        next: String::new(),
        image: only(is_picture),
        frame: only(content.media_type == "application/pdf"),
        zoom,
        zooms: if is_picture { SIZES.iter().map(size).collect() } else { Vec::new() },
        download: whole.clone(),
    }
}

/// The page of the dossier from where this person looks at it.
fn back(ui: &Ui, content: &Content) -> Result<(String, String)> {
    let Some(code) = &content.code else {
        let draft = paths::fill(paths::DRAFT_DOCUMENTS, &[&content.dossier.to_string()]);
        return Ok((draft, text(ui.locale(), "citizen-documents", &[])));
    };
    let actor = ui.actor()?;
    let holds = |roles: &[crate::domain::status::Role]| roles.iter().any(|role| actor.is(*role));
    let page = if content.is_own || !(holds(COUNTER) || holds(DESK)) {
        paths::fill(paths::MY_DOSSIER, &[code])
    } else if holds(COUNTER) {
        Side::Counter.dossier(code)
    } else {
        Side::Desk.dossier(code)
    };
    Ok((page, code.clone()))
}
