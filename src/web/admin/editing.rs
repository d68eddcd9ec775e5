//! What the four pages that edit a procedure have in common: which version they start from, and how a save ends.

use std::sync::Arc;

use axum::response::Response;
use uuid::Uuid;

use crate::{
    app::{self, context::App},
    domain::{
        ids::{ProcedureCode, ProcedureVersionId},
        procedure::Procedure,
    },
    i18n::Message,
    store,
    web::{
        error::{Error, Result},
        form::FieldErrors,
        paths,
        ui::Ui,
    },
};

/// The frame of an editing page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Code of the procedure.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The version that the page was made from.
    pub base: Uuid,
    /// Back to the procedure, without language prefix.
    pub back: String,
    /// Somebody else saved a version meanwhile.
    pub changed: bool,
    /// What to mend.
    pub errors: FieldErrors,
}

impl Frame {
    fn new(procedure: &Procedure, base: Uuid) -> Self {
        Self {
            code: procedure.code.as_str().to_owned(),
            name: procedure.name.clone(),
            base,
            back: paths::fill(paths::ADMIN_PROCEDURE, &[procedure.code.as_str()]),
            changed: false,
            errors: FieldErrors::none(),
        }
    }
}

/// The version to edit now.
/// # Errors
/// [`Error::NotFound`].
pub async fn open(app: &App, code: &ProcedureCode) -> Result<(Frame, Procedure)> {
    let working = store::catalogue_admin::working(&app.db, code).await?.ok_or(Error::NotFound)?;
    Ok((Frame::new(&working.content, working.id), working.content.0))
}

/// The version that a form was made from.
/// # Errors
/// [`Error::NotFound`] when it is not one of this procedure.
pub async fn base(app: &App, code: &ProcedureCode, base: Uuid) -> Result<(Frame, Arc<Procedure>)> {
    let procedure = app.version(base).await?;
    if procedure.code == *code { Ok((Frame::new(&procedure, base), procedure)) } else { Err(Error::NotFound) }
}

/// Saves `procedure` as a draft and goes back to its page; `None` when somebody else was faster.
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub async fn save(ui: &Ui, app: &App, frame: &Frame, procedure: &Procedure) -> Result<Option<Response>> {
    let base = ProcedureVersionId::new(frame.base);
    match app::catalogue::save_draft(app, ui.actor()?, base, procedure).await {
        Ok(true) => Ok(Some(ui.done(&frame.back, Message::new("admin-flash-drafted")))),
        Ok(false) => Ok(Some(ui.done(&frame.back, Message::new("admin-flash-unchanged")))),
        Err(app::error::Error::Changed) => Ok(None),
        Err(other) => Err(other.into()),
    }
}
