//! Taking a dossier back: asked once more, with a reason if the person wants to give one.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::{act, context::App, refund},
    domain::{
        command::Command,
        ids::Version,
        party, policy,
        status::{Action, Status},
    },
    i18n::Message,
    store::view::DossierView,
    web::{
        citizen::open,
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts, paths,
        ui::Ui,
    },
};

const LONGEST_REASON: usize = 1000;

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WithdrawalForm {
    version: i32,
    reason: String,
}

#[derive(Template)]
#[template(path = "citizen/withdrawal.html")]
struct WithdrawalPage {
    code: String,
    view: DossierView,
    reason: String,
    errors: FieldErrors,
    refused: Option<Message>,
    /// What becomes of the money that was paid.
    money: Option<Message>,
}

impl WithdrawalPage {
    async fn new(ui: &Ui, app: &App, view: DossierView, reason: String) -> Result<Self> {
        let permitted = policy::permit(ui.actor()?, &view.subject()?, Action::Withdraw).is_ok();
        if !permitted {
            return Err(Error::NotFound);
        }
        let code = view.code.clone().unwrap_or_default();
        let money = refund::at_end(app, ui.actor()?, &open::key(&code)?, Status::Withdrawn).await?;
        Ok(Self {
            code,
            money: parts::at_end(ui.locale(), money),
            view,
            reason,
            errors: FieldErrors::none(),
            refused: None,
        })
    }
}

/// The page.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let view = open::own(&app, &ui, &code).await?;
    ui.page(&WithdrawalPage::new(&ui, &app, view, String::new()).await?)
}

/// Takes it back.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn withdraw(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    Checked(form): Checked<WithdrawalForm>,
) -> Result<Response> {
    let reason = party::tidy(&form.reason);
    if reason.chars().count() > LONGEST_REASON {
        let view = open::own(&app, &ui, &code).await?;
        let mut page = WithdrawalPage::new(&ui, &app, view, form.reason).await?;
        let message = Message::new("field-too-long").with("max", LONGEST_REASON);
        page.errors.add("reason", message);
        return ui.again(&page);
    }
    let command = Command::Withdraw { reason };
    let seen = Version::new(form.version);
    match act::act(&app, ui.actor()?, &open::key(&code)?, seen, command).await {
        Ok(_) => {
            Ok(ui.done(&paths::fill(paths::MY_DOSSIER, &[&code]), Message::new("citizen-flash-withdrawn")))
        }
        Err(error) => {
            let refused = open::refused(error)?;
            let view = open::own(&app, &ui, &code).await?;
            let mut page = WithdrawalPage::new(&ui, &app, view, form.reason).await?;
            page.refused = Some(refused);
            ui.again(&page)
        }
    }
}
