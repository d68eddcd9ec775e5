//! `/mot-cua/bien-lai/{id}/thay-the`, `…/dieu-chinh`, `…/huy`, `…/lap-lai`: what is done with a receipt that is wrong, each with its reason.

use askama::Template;
use axum::{
    extract::{MatchedPath, Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::receipt::address;
use crate::{
    app::{
        self,
        context::App,
        receipt_change::{self, Change},
        secrets,
    },
    domain::{
        money::Vnd,
        party::{self, FieldError},
        receipt::{Payer, TaxCode},
        receipt_chain::{self, NotAllowed, Step},
        statement_cells,
    },
    i18n::{Message, format},
    store::receipt::Receipt,
    web::{
        error::Result,
        filters,
        form::{CheckedAll, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    form_key: String,
    reason: String,
    name: String,
    number: String,
    address: String,
    /// What each line is called, in the order of the lines: sent as `what-0`, `what-1` …
    #[serde(skip)]
    what: Vec<String>,
    line: String,
    off: String,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/receipt_change.html")]
struct ChangePage {
    receipt: Receipt,
    name: String,
    step: Step,
    action: String,
    back: String,
    lines: Vec<Choice>,
    values: ChangeForm,
    errors: FieldErrors,
}

/// The form.
/// # Errors
/// [`crate::web::error::Error::NotFound`] for who is no cashier of its agency.
pub async fn ask(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    matched: MatchedPath,
) -> Result<Response> {
    let step = step_of(matched.as_str());
    let receipt = receipt_change::receipt(&app, ui.actor()?, id).await?;
    match receipt_change::may(&app, &receipt, step).await {
        Ok(()) => {}
        Err(app::error::Error::Receipt(why)) => {
            return Ok(ui.refused(&paths::fill(paths::RECEIPT, &[&id.to_string()]), said(why)));
        }
        Err(other) => return Err(other.into()),
    }
    let payer = receipt.contents.payer.clone();
    let values = ChangeForm {
        form_key: secrets::form_key().to_string(),
        name: payer.name,
        number: payer.number.unwrap_or_default(),
        address: payer.address.unwrap_or_default(),
        what: receipt.contents.lines.iter().map(|line| line.name.clone()).collect(),
        ..ChangeForm::default()
    };
    let page = page(&ui, &app, (receipt, step), values).await?;
    ui.page(&page)
}

/// Does it.
/// # Errors
/// As [`receipt_change::change`].
pub async fn change(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    matched: MatchedPath,
    CheckedAll(mut form, sent): CheckedAll<ChangeForm>,
) -> Result<Response> {
    form.what = (0..).map_while(|n| value(&sent, &format!("what-{n}"))).collect();
    let step = step_of(matched.as_str());
    let receipt = receipt_change::receipt(&app, ui.actor()?, id).await?;
    let errors = match form.change(step) {
        Ok((change, key)) => {
            match receipt_change::change(&app, ui.actor()?, id, &change, (&form.reason, key)).await {
                Ok(shown) => {
                    let to = paths::fill(paths::RECEIPT, &[&shown.to_string()]);
                    return Ok(ui.done(&to, Message::new("receipt-changed")));
                }
                Err(app::error::Error::Receipt(why)) => at_fault(why),
                Err(app::error::Error::NotSetUp(_)) => {
                    let mut errors = FieldErrors::none();
                    errors.add("reason", Message::new("receipt-why-no-number"));
                    errors
                }
                Err(other) => return Err(other.into()),
            }
        }
        Err(errors) => errors,
    };
    let mut page = page(&ui, &app, (receipt, step), form).await?;
    page.errors = errors;
    ui.again(&page)
}

impl ChangeForm {
    fn change(&self, step: Step) -> std::result::Result<(Change, Uuid), FieldErrors> {
        let mut errors = FieldErrors::none();
        let key = self.form_key.parse().unwrap_or_else(|_| secrets::form_key());
        let change = match step {
            Step::Replace => {
                let name = errors.take("name", party::name(&self.name));
                let number = errors.take("number", number(&self.number));
                let address = errors.take("address", address_of(&self.address));
                let names = self
                    .what
                    .iter()
                    .enumerate()
                    .map(|(n, typed)| errors.take(&format!("what-{n}"), what_for(typed)));
                let names = names.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>();
                let payer = name.zip(number).zip(address);
                let payer = payer.map(|((name, number), address)| Payer { name, number, address });
                payer.zip(names).map(|(payer, names)| Change::Replace { payer, names })
            }
            Step::Adjust => {
                let line = errors.take("line", self.line.parse().map_err(|_| FieldError::Choice));
                let off = errors.take("off", amount(&self.off));
                line.zip(off).map(|(line, off)| Change::Adjust { line, off })
            }
            Step::Cancel => Some(Change::Cancel),
            Step::Again => Some(Change::Again),
        };
        if let Err(why) = receipt_chain::reason(&self.reason) {
            errors.add("reason", said(why));
        }
        change.filter(|_| errors.is_empty()).map(|change| (change, key)).ok_or(errors)
    }
}

fn value(sent: &[(String, String)], name: &str) -> Option<String> {
    sent.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone())
}

/// What was paid for, in one line.
fn what_for(typed: &str) -> std::result::Result<String, FieldError> {
    const LONGEST: usize = 250;
    let text = party::tidy(typed).replace('\n', " ");
    if text.is_empty() {
        Err(FieldError::Required)
    } else if text.chars().count() > LONGEST {
        Err(FieldError::TooLong { max: LONGEST })
    } else {
        Ok(text)
    }
}

/// The personal number of a person, the tax code of an organisation, or nothing.
fn number(typed: &str) -> std::result::Result<Option<String>, FieldError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let tax_code = TaxCode::parse(typed).map(|code| code.as_str().to_owned());
    tax_code.or_else(|_| party::personal_number(typed)).map(Some)
}

/// Where somebody lives, or nothing.
fn address_of(typed: &str) -> std::result::Result<Option<String>, FieldError> {
    const LONGEST: usize = 500;
    let text = party::tidy(typed);
    if text.chars().count() > LONGEST {
        return Err(FieldError::TooLong { max: LONGEST });
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// An amount in whole đồng, as people write it: never is a mark left out that stands where no thousands are.
fn amount(typed: &str) -> std::result::Result<Vnd, FieldError> {
    let dong = statement_cells::dong(typed).ok_or(FieldError::Number)?;
    Vnd::new(dong).map_err(|_| FieldError::Number)
}

fn step_of(pattern: &str) -> Step {
    if pattern == paths::RECEIPT_REPLACEMENT {
        Step::Replace
    } else if pattern == paths::RECEIPT_ADJUSTMENT {
        Step::Adjust
    } else if pattern == paths::RECEIPT_AGAIN {
        Step::Again
    } else {
        Step::Cancel
    }
}

/// The words for a rule.
fn said(why: NotAllowed) -> Message {
    Message::new(&format!("receipt-why-{}", why.key()))
}

/// The field that a rule is about.
fn at_fault(why: NotAllowed) -> FieldErrors {
    let field = match why {
        NotAllowed::NothingOff | NotAllowed::TooMuch | NotAllowed::AllOfIt => "off",
        NotAllowed::SameContents | NotAllowed::OtherAmount => "name",
        NotAllowed::Replaced
        | NotAllowed::Cancelled
        | NotAllowed::Adjusted
        | NotAllowed::IsAdjustment
        | NotAllowed::NotCancelled
        | NotAllowed::GivenAgain
        | NotAllowed::MoneyWentBack
        | NotAllowed::NoCertificate
        | NotAllowed::ReasonMissing
        | NotAllowed::ReasonTooLong => "reason",
    };
    let mut errors = FieldErrors::none();
    errors.add(field, said(why));
    errors
}

async fn page(
    ui: &Ui,
    app: &App,
    (receipt, step): (Receipt, Step),
    values: ChangeForm,
) -> Result<ChangePage> {
    let left = receipt_change::left(app, &receipt).await?;
    let lines = receipt.contents.lines.iter().zip(&left).enumerate();
    let choice = |(n, (line, left)): (usize, (&crate::domain::receipt::ReceiptLine, &Vnd))| {
        Choice::new(n.to_string(), format!("{} ({})", line.name, format::dong(ui.locale(), *left)))
    };
    Ok(ChangePage {
        lines: lines.map(choice).collect(),
        name: receipt.name.to_string(),
        action: address(step, receipt.id),
        back: paths::fill(paths::RECEIPT, &[&receipt.id.to_string()]),
        receipt,
        step,
        values,
        errors: FieldErrors::none(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_never_made_larger_by_leaving_out_a_mark() {
        let dong = |typed: &str| amount(typed).map(Vnd::dong).ok();
        assert_eq!((dong("1.500"), dong("1 500"), dong("20000")), (Some(1_500), Some(1_500), Some(20_000)));
        assert_eq!((dong("1.5"), dong("15,5"), dong("-7"), dong("")), (None, None, None, None));
    }

    #[test]
    fn an_address_is_no_novel() {
        assert_eq!(address_of(" "), Ok(None));
        assert_eq!(address_of(" 1  Lê Lợi\u{0} "), Ok(Some("1 Lê Lợi".to_owned())));
        assert_eq!(address_of(&"a".repeat(501)), Err(FieldError::TooLong { max: 500 }));
    }
}
