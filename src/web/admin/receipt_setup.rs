//! `/quan-tri/bien-lai/{code}`: in whose name an agency gives receipts, and which numbers it may give.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::Datelike as _;
use serde::Deserialize;

use super::{
    rows::{self, choices},
    trail::{self, TrailLine},
};
use crate::{
    app::{
        context::App,
        error::Error as AppError,
        receipt_setup::{self, Taken, TypedRange},
    },
    domain::{
        decide::local_date,
        ids::AgencyCode,
        party::FieldError,
        procedure::FeeKind,
        receipt::{self, ReceiptForm},
    },
    i18n::Message,
    store::{
        self,
        agency::Agency,
        audit::SubjectKind,
        receipt_range::{Range, Standing},
    },
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// What is typed of the collector.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CollectorForm {
    name: String,
    tax_code: String,
    since: String,
}

/// What is typed of a range.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RangeForm {
    kind: String,
    form: String,
    symbol: String,
    first: String,
    last: String,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/receipt_setup.html")]
struct SetupPage {
    agency: Agency,
    is_set: bool,
    collector: CollectorForm,
    ranges: Vec<Range>,
    range: RangeForm,
    kinds: Vec<Choice>,
    errors: FieldErrors,
    trail: Vec<TrailLine>,
    /// The year whose numbers must be there soon, when it has none of a kind.
    lacking: Option<i32>,
    /// How the symbols of the years begin that can be set up.
    begins: String,
}

/// Shows it.
/// # Errors
/// [`Error::NotFound`] for an agency that receives nothing.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<AgencyCode>) -> Result<Response> {
    let page = page(&ui, &app, &code).await?;
    ui.page(&page)
}

/// Sets in whose name.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<AgencyCode>,
    Checked(form): Checked<CollectorForm>,
) -> Result<Response> {
    let typed = [form.name.as_str(), form.tax_code.as_str()];
    let since = rows::date(&form.since).and_then(|day| day.ok_or(FieldError::Required));
    let saved = match since {
        Ok(since) => receipt_setup::set_collector(&app, ui.actor()?, code.as_str(), typed, since).await,
        Err(why) => Err(AppError::Fields(vec![("since", why)])),
    };
    match saved {
        Ok(()) => Ok(done(&ui, &code)),
        Err(AppError::Fields(fields)) => {
            let page = SetupPage { errors: fields.into(), collector: form, ..page(&ui, &app, &code).await? };
            ui.again(&page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Adds numbers.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn add(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<AgencyCode>,
    Checked(form): Checked<RangeForm>,
) -> Result<Response> {
    let RangeForm { kind, form: paper, symbol, first, last } = form.clone();
    let typed = TypedRange { kind, form: paper, symbol, first, last };
    match receipt_setup::add_range(&app, ui.actor()?, code.as_str(), &typed).await {
        Ok(Ok(())) => Ok(done(&ui, &code)),
        Ok(Err(taken)) => {
            let mut errors = FieldErrors::none();
            errors.add("symbol", said(&taken));
            ui.again(&SetupPage { errors, range: form, ..page(&ui, &app, &code).await? })
        }
        Err(AppError::Fields(fields)) => {
            let page = SetupPage { errors: fields.into(), range: form, ..page(&ui, &app, &code).await? };
            ui.again(&page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Which agency has the series.
fn said(taken: &Taken) -> Message {
    Message::new("receipt-series-taken")
        .with("agency", taken.by.as_str())
        .with("symbol", taken.symbol.to_string())
        .with("tax", taken.tax_code.to_string())
}

fn done(ui: &Ui, code: &AgencyCode) -> Response {
    let here = paths::fill(paths::ADMIN_RECEIPT_SETUP, &[code.as_str()]);
    ui.done(&here, Message::new("admin-flash-saved"))
}

async fn page(ui: &Ui, app: &App, code: &AgencyCode) -> Result<SetupPage> {
    let reference = app.reference().await?;
    let agency = reference.agencies.get(code).filter(|agency| agency.receives).ok_or(Error::NotFound)?;
    let collector = store::receipt_range::collector(&app.db, code.as_str()).await?;
    let today = local_date(app.clock.now());
    let lacking = match receipt::year_ahead(today) {
        Some(ahead) => Some(ahead).zip(standing(app, code, ahead).await?),
        None => None,
    };
    let lacking = lacking.filter(|(_, next)| !next.is_set_up()).map(|(ahead, _)| ahead);
    // Where this year has all it needs, what is to be added is of the next one.
    let is_done = standing(app, code, today.year()).await?.is_some_and(|now| now.is_set_up());
    let year = lacking.filter(|_| is_done).unwrap_or(today.year());
    let begins = |year: i32| format!("{year}: {:02}T…", year % 100);
    let begins: Vec<String> = receipt::years(today).map(begins).collect();
    let since = store::receipt_range::since(&app.db, code.as_str()).await?;
    let since = rows::date_of(Some(since.unwrap_or(today)));
    let changes = store::audit::of(&app.db, SubjectKind::Agency, code.as_str()).await?;
    Ok(SetupPage {
        is_set: collector.is_some(),
        collector: collector.map_or_else(
            || CollectorForm { name: agency.name.clone(), since: since.clone(), ..CollectorForm::default() },
            |known| CollectorForm {
                name: known.name,
                tax_code: known.tax_code.to_string(),
                since: since.clone(),
            },
        ),
        ranges: store::receipt_range::of(&app.db, code.as_str()).await?,
        range: RangeForm {
            form: ReceiptForm::Open.key().to_owned(),
            symbol: format!("{:02}T", year % 100),
            first: "1".to_owned(),
            last: "99999999".to_owned(),
            ..RangeForm::default()
        },
        kinds: choices(FeeKind::ALL.iter().map(|kind| kind.key()), "receipt-kind", ui.locale()),
        errors: FieldErrors::none(),
        trail: trail::lines(&changes),
        lacking,
        begins: begins.join("; "),
        agency: agency.clone(),
    })
}

async fn standing(app: &App, code: &AgencyCode, year: i32) -> Result<Option<Standing>> {
    Ok(store::receipt_range::standings(&app.db, year, &[code.as_str().to_owned()]).await?.pop())
}
