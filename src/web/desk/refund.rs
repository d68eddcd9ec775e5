//! Asking for money of a dossier to go back: what may go back, and for which cause.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    forms::{amount, reason},
    place::{Place, Spot},
};
use crate::{
    app::{
        context::App,
        error::Error as AppError,
        refund::{self, Asked},
    },
    domain::{
        money::Vnd,
        party::FieldError,
        policy,
        refund::{Cause, NotRefunded},
        status::Action,
    },
    i18n::{Message, format, text},
    store::{self, dossier::Key},
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
#[template(path = "desk/refund.html")]
struct RefundPage {
    place: Place,
    href: String,
    above: String,
    causes: Vec<Choice>,
    values: RequestForm,
    errors: FieldErrors,
}

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    cause: String,
    amount: String,
    note: String,
}

impl RequestForm {
    fn asked(&self) -> std::result::Result<Asked, FieldErrors> {
        let mut errors = FieldErrors::none();
        let cause = errors.take("cause", Cause::parse(&self.cause).ok_or(FieldError::Choice));
        let amount = errors.take("amount", amount(&self.amount));
        let note = errors.take("note", reason(&self.note));
        match (cause, amount, note) {
            (Some(cause), Some(amount), Some(note)) => Ok(Asked { cause, amount, note }),
            _ => Err(errors),
        }
    }
}

/// `GET …/hoan-phi`.
/// # Errors
/// [`Error::NotFound`] when the dossier is not to be seen.
pub async fn show(ui: Ui, State(app): State<App>, spot: Spot) -> Result<Response> {
    let key = Key::Code(spot.place.code.clone());
    let view = store::view::of(&app.db, &ui.scope()?, &key).await?.ok_or(Error::NotFound)?;
    if let Err(refusal) = policy::permit(ui.actor()?, &view.subject()?, Action::Refund) {
        return Ok(ui.refused(&spot.place.dossier(), Message::refusal(&refusal)));
    }
    let possible = refund::possible(&app, ui.actor()?, &key).await?;
    let Some((cause, most)) = possible.first() else {
        return Ok(ui.refused(&spot.place.dossier(), Message::new("refund-refused-nothing")));
    };
    let values =
        RequestForm { cause: cause.key().to_owned(), amount: most.dong().to_string(), note: String::new() };
    let page = page(&ui, spot.place, &possible, values, FieldErrors::none())?;
    ui.page(&page)
}

/// `POST …/hoan-phi`.
/// # Errors
/// As the use case.
pub async fn request(
    ui: Ui,
    State(app): State<App>,
    spot: Spot,
    Checked(form): Checked<RequestForm>,
) -> Result<Response> {
    let key = Key::Code(spot.place.code.clone());
    let errors = match form.asked() {
        Err(errors) => errors,
        Ok(asked) => match refund::request(&app, ui.actor()?, &key, &asked).await {
            Ok(Ok(id)) => {
                let page = paths::fill(paths::REFUND, &[&id.to_string()]);
                return Ok(ui.done(&page, Message::new("refund-requested")));
            }
            Ok(Err(why)) => {
                let mut errors = FieldErrors::none();
                errors.add("amount", said(&why));
                errors
            }
            Err(AppError::Changed) => {
                return Ok(ui.refused(&spot.place.dossier(), Message::new("refund-open-already")));
            }
            Err(other) => return Err(other.into()),
        },
    };
    let possible = refund::possible(&app, ui.actor()?, &key).await?;
    ui.again(&page(&ui, spot.place, &possible, form, errors)?)
}

/// Why a step of a refund is not possible, in words.
#[must_use]
pub fn said(why: &NotRefunded) -> Message {
    let said = Message::new(&format!("refund-refused-{}", why.key()));
    match why {
        NotRefunded::TooMuch { most } => said.with("amount", *most),
        NotRefunded::AmountChanged { now } => said.with("amount", *now),
        NotRefunded::PayeeChanged
        | NotRefunded::Nothing
        | NotRefunded::FourEyes
        | NotRefunded::NotNow(_)
        | NotRefunded::ReasonMissing
        | NotRefunded::ReferenceMissing => said,
    }
}

fn page(
    ui: &Ui,
    place: Place,
    possible: &[(Cause, Vnd)],
    values: RequestForm,
    errors: FieldErrors,
) -> Result<RefundPage> {
    let locale = ui.locale();
    let choice = |(cause, most): &(Cause, Vnd)| {
        let label = text(locale, &format!("refund-cause-{cause}"), &[]);
        let most = Message::new("refund-at-most").with("amount", format::dong(locale, most.dong()));
        Choice::new(cause.key(), label).hint(most.text(locale))
    };
    let href = place.side.act(Action::Refund, place.code.as_str()).ok_or(Error::NotFound)?;
    Ok(RefundPage {
        above: place.code.as_str().to_owned(),
        href,
        place,
        causes: possible.iter().map(choice).collect(),
        values,
        errors,
    })
}
