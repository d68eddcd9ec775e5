//! `/quan-tri/co-quan/{code}/tai-khoan`: the account to which an agency's fees are transferred.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    app::{
        self,
        collecting::{self, Typed},
        context::App,
    },
    domain::{banks, ids::AgencyCode},
    i18n::Message,
    store::{self, agency::Agency, bank_account::BankAccount},
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/bank_account.html")]
struct AccountPage {
    agency: Agency,
    banks: Vec<Choice>,
    values: AccountForm,
    errors: FieldErrors,
    /// The account of an agency above, which is used as long as there is none of its own.
    above: Option<(String, BankAccount)>,
    /// Accounts that are nobody's and on which money came that waits: `4899 (2), 4877 (1)`.
    nobodys: String,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    bank: String,
    number: String,
    holder: String,
}

/// Shows the account.
/// # Errors
/// [`Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<AgencyCode>) -> Result<Response> {
    let page = page(&app, &code).await?;
    ui.page(&page)
}

/// Sets it, or takes it away.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<AgencyCode>,
    Checked(form): Checked<AccountForm>,
) -> Result<Response> {
    let typed = Typed { bank: &form.bank, number: &form.number, holder: &form.holder };
    match collecting::save(&app, ui.actor()?, &code, &typed).await {
        Ok(()) => {
            Ok(ui
                .done(&paths::fill(paths::ADMIN_AGENCY, &[code.as_str()]), Message::new("admin-flash-saved")))
        }
        Err(app::error::Error::Fields(fields)) => {
            let shown = page(&app, &code).await?;
            ui.again(&AccountPage { values: form, errors: fields.into(), ..shown })
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(app: &App, code: &AgencyCode) -> Result<AccountPage> {
    let reference = app.reference().await?;
    let agency = reference.agencies.get(code).ok_or(Error::NotFound)?;
    let used = store::bank_account::collecting(&app.db, code).await?;
    let (own, above): (Option<_>, Option<_>) = match used {
        Some(account) if account.agency == agency.code => (Some(account), None),
        other => (None, other),
    };
    let nobodys = store::bank_account::nobodys(&app.db).await?.into_iter();
    let own =
        own.map(|account| AccountForm { bank: account.bank, number: account.number, holder: account.holder });
    Ok(AccountPage {
        agency: agency.clone(),
        banks: banks::BANKS.iter().map(|(bin, name)| Choice::new(*bin, *name)).collect(),
        values: own.unwrap_or_default(),
        errors: FieldErrors::none(),
        nobodys: nobodys.map(|(number, count)| format!("{number} ({count})")).collect::<Vec<_>>().join(", "),
        above: above.map(|account| (reference.short_name(&account.agency).to_owned(), account)),
    })
}
