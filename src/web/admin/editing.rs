//! What the pages that edit a procedure have in common: which version they start from, the way of one form through its states
//! (shown, one more row, to be mended, saved, overtaken), and how a save ends. A page is an [`Editor`].

use std::{borrow::Borrow, fmt::Display, sync::Arc};

use askama::Template;
use axum::{http::StatusCode, response::Response};
use uuid::Uuid;

use super::sheet::Sheet;
use crate::{
    app::{self, context::App, reference::Reference},
    domain::{
        ids::{ProcedureCode, ProcedureVersionId},
        procedure::Procedure,
    },
    i18n::{Locale, Message},
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
    /// Where the form is sent, without language prefix.
    pub action: String,
    /// Where one comes from and goes back to, without language prefix.
    pub back: String,
    /// Somebody else saved a version meanwhile.
    pub changed: bool,
    /// What stands in the form.
    pub sheet: Sheet,
    /// What to mend.
    pub errors: FieldErrors,
}

impl Frame {
    /// The numbers of the rows of a table.
    #[must_use]
    pub fn rows(&self, table: &str) -> std::ops::Range<usize> {
        0..self.sheet.count(table)
    }

    /// A cell as it was typed: `table.column` and the row.
    #[must_use]
    pub fn cell(&self, name: impl Display, row: impl Borrow<usize>) -> &str {
        self.sheet.cell(&name.to_string(), row)
    }

    /// What to mend in a cell.
    #[must_use]
    pub fn error(&self, name: impl Display, row: impl Borrow<usize>) -> Option<&Message> {
        self.errors.row(&name.to_string(), row)
    }

    /// Whether a box of a row is ticked: `table#column` and the row.
    #[must_use]
    pub fn ticked(&self, name: impl Display, row: impl Borrow<usize>) -> bool {
        self.sheet.ticked(&name.to_string(), row)
    }

    /// The handle of a row.
    #[must_use]
    pub fn handle(&self, table: &str, row: impl Borrow<usize>) -> &str {
        self.sheet.cell(&format!("{table}.handle"), row)
    }

    /// Whether a row is the last of its table.
    #[must_use]
    pub fn is_last(&self, table: &str, row: impl Borrow<usize>) -> bool {
        row.borrow() + 1 >= self.sheet.count(table)
    }
}

/// What a page is made from.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Its frame.
    pub frame: Frame,
    /// The version that is edited.
    pub procedure: Arc<Procedure>,
    /// Agencies and calendars.
    pub reference: Arc<Reference>,
    /// Language.
    pub locale: Locale,
}

/// A page that edits one side of a procedure.
pub trait Editor {
    /// The page.
    type Page: Template;
    /// Where it lies, as a pattern of `paths` filled for the procedure `code`.
    fn action(&self, code: &str) -> String;
    /// Where it leads back to.
    fn back(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE, &[code])
    }
    /// The form as it shows `procedure`; none when there is no such side.
    fn sheet(&self, procedure: &Procedure) -> Option<Sheet>;
    /// `old` with what was typed.
    /// # Errors
    /// What to mend.
    fn applied(&self, sheet: &Sheet, old: &Procedure) -> std::result::Result<Procedure, FieldErrors>;
    /// The page for what stands in the frame.
    fn page(&self, desk: Desk) -> Self::Page;
}

/// Shows the form of the version to edit now.
/// # Errors
/// [`Error::NotFound`].
pub async fn show<E: Editor>(editor: &E, ui: &Ui, app: &App, code: &ProcedureCode) -> Result<Response> {
    let working = store::catalogue_admin::working(&app.db, code).await?.ok_or(Error::NotFound)?;
    let sheet = editor.sheet(&working.content).ok_or(Error::NotFound)?;
    let of = (working.id, Arc::new(working.content.0));
    ui.page(&editor.page(desk(editor, ui, app, of, sheet).await?))
}

/// Saves a new draft version; or shows the form again with a row more or less, with what to mend, or because somebody else
/// was faster.
/// # Errors
/// [`Error::NotFound`] when the form was not made from a version of this procedure, [`Error::Forbidden`].
pub async fn save<E: Editor>(
    editor: &E,
    ui: &Ui,
    app: &App,
    code: &ProcedureCode,
    sent: Vec<(String, String)>,
) -> Result<Response> {
    let mut sheet = Sheet::sent(sent);
    let base = Uuid::parse_str(sheet.raw("base")).map_err(|_| Error::Unreadable)?;
    let old = app.version(base).await?;
    if old.code != *code || editor.sheet(&old).is_none() {
        return Err(Error::NotFound);
    }
    let changes_rows = sheet.change();
    let mut desk = desk(editor, ui, app, (base, Arc::clone(&old)), sheet).await?;
    if changes_rows {
        return ui.page(&editor.page(desk));
    }
    match editor.applied(&desk.frame.sheet, &old) {
        Err(errors) => {
            desk.frame.errors = errors;
            ui.again(&editor.page(desk))
        }
        Ok(new) => {
            match app::catalogue::save_draft(app, ui.actor()?, ProcedureVersionId::new(base), &new).await {
                Ok(true) => Ok(ui.done(&desk.frame.back, Message::new("admin-flash-drafted"))),
                Ok(false) => Ok(ui.done(&desk.frame.back, Message::new("admin-flash-unchanged"))),
                Err(app::error::Error::Changed) => {
                    desk.frame.changed = true;
                    ui.page_with(StatusCode::CONFLICT, &editor.page(desk))
                }
                Err(other) => Err(other.into()),
            }
        }
    }
}

async fn desk<E: Editor>(
    editor: &E,
    ui: &Ui,
    app: &App,
    (base, procedure): (Uuid, Arc<Procedure>),
    sheet: Sheet,
) -> Result<Desk> {
    let code = procedure.code.as_str();
    let frame = Frame {
        code: code.to_owned(),
        name: procedure.name.clone(),
        base,
        action: editor.action(code),
        back: editor.back(code),
        changed: false,
        sheet,
        errors: FieldErrors::none(),
    };
    Ok(Desk { frame, reference: app.reference().await?, locale: ui.locale(), procedure })
}
