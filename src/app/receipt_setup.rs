//! In whose name agencies give receipts, and which numbers they may give: set by administrators. Afterwards the payments that waited
//! for it get their receipts.

use chrono::{DateTime, NaiveDate, Utc};

use super::{context::App, error::Error, receipts, secrets};
use crate::{
    domain::{
        actor::Actor,
        decide::local_date,
        party::{self, FieldError},
        policy::{self, Right},
        procedure::FeeKind,
        receipt::{self, Collector, ReceiptForm, ReceiptNumber, ReceiptSymbol, TaxCode},
    },
    store::{
        self,
        audit::{Change, SubjectKind, What},
        receipt_range::{self, NewRange},
        receipt_series,
        tx::Tx,
    },
};

/// Longest name of a collector, in characters.
const LONGEST: usize = 250;

/// A range as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedRange {
    /// Key of the kind.
    pub kind: String,
    /// Form symbol; empty for the one without printed denominations.
    pub form: String,
    /// Receipt symbol.
    pub symbol: String,
    /// First number.
    pub first: String,
    /// Last number.
    pub last: String,
}

/// A series that another agency has under the same tax code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its symbol.
    pub symbol: ReceiptSymbol,
    /// The tax code of both.
    pub tax_code: TaxCode,
    /// The name of the agency.
    pub by: String,
}

fn may(actor: &Actor) -> Result<(), Error> {
    if policy::has_right(actor, Right::ManageAgencies) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Sets in whose name the agency `code` gives receipts from now on, for payments from the day `since` on; those that were issued stay
/// as they are. Of its series, those that another agency has under the new tax code give no numbers any more: the page tells.
/// # Errors
/// [`Error::Fields`] (`name`, `tax_code`), [`Error::NotFound`], [`Error::Forbidden`].
pub async fn set_collector(
    app: &App,
    actor: &Actor,
    code: &str,
    [name, tax_code]: [&str; 2],
    since: NaiveDate,
) -> Result<(), Error> {
    may(actor)?;
    let name = Some(party::tidy(name)).filter(|name| !name.is_empty()).ok_or(FieldError::Required);
    let name = name.and_then(|name| {
        if name.chars().count() > LONGEST { Err(FieldError::TooLong { max: LONGEST }) } else { Ok(name) }
    });
    let tax_code = TaxCode::parse(tax_code).map_err(|_| FieldError::TaxCode);
    let (name, tax_code) = match (name, tax_code) {
        (Ok(name), Ok(tax_code)) => (name, tax_code),
        (name, tax_code) => {
            let all = [("name", name.err()), ("tax_code", tax_code.err())];
            return Err(Error::Fields(all.into_iter().filter_map(|(f, e)| e.map(|e| (f, e))).collect()));
        }
    };
    let now = app.clock.now();
    let collector = Collector { name, tax_code };
    app.reference().await?.agency(code).filter(|agency| agency.receives).ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    let before = receipt_range::lock_collector(&mut tx, code).await?;
    receipt_range::put_collector(&mut tx, code, (&collector, since), Some(actor.id), now).await?;
    for series in receipt_series::unspent(&mut tx, code).await? {
        receipt_series::claim(&mut tx, &collector.tax_code, series, code).await?;
    }
    receipt_series::release(&mut tx, code, &collector.tax_code).await?;
    let value = |of: &Collector| serde_json::json!({ "receipt_collector": of.name, "tax_code": of.tax_code.as_str() });
    let mut after = value(&collector);
    if let Some(after) = after.as_object_mut() {
        after.insert("since".to_owned(), serde_json::json!(since));
    }
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::Agency,
        id: code,
        what: What::Edited,
        before: before.as_ref().map(value),
        after: Some(after),
    };
    store::audit::note(&mut tx, &change, now).await?;
    let occasion = format!("collector:{}", now.timestamp_micros());
    receipts::put_again(&mut tx, &[code.to_owned()], &occasion, now).await?;
    Ok(tx.commit().await?)
}

/// Adds numbers to those that the agency `code` may give; or says which other agency has the series.
/// # Errors
/// [`Error::Fields`] (`kind`, `form`, `symbol`, `first`, `last`), [`Error::NotFound`] without a collector, [`Error::Forbidden`].
pub async fn add_range(
    app: &App,
    actor: &Actor,
    code: &str,
    typed: &TypedRange,
) -> Result<Result<(), Taken>, Error> {
    may(actor)?;
    let (kind, form) = (FeeKind::parse(&typed.kind), form_of(&typed.form));
    let symbol = ReceiptSymbol::parse(&typed.symbol).ok();
    let (first, last) = (ReceiptNumber::parse(&typed.first).ok(), ReceiptNumber::parse(&typed.last).ok());
    let last = last.filter(|last| first.is_none_or(|first| first <= *last));
    let (Some(kind), Some(form), Some(symbol), Some(first), Some(last)) = (kind, form, symbol, first, last)
    else {
        let all = [
            ("kind", kind.is_none().then_some(FieldError::Choice)),
            ("form", form.is_none().then_some(FieldError::Choice)),
            ("symbol", symbol.is_none().then_some(FieldError::ReceiptSymbol)),
            ("first", first.is_none().then_some(FieldError::Number)),
            ("last", last.is_none().then_some(FieldError::Number)),
        ];
        return Err(Error::Fields(all.into_iter().filter_map(|(f, e)| e.map(|e| (f, e))).collect()));
    };
    let now = app.clock.now();
    if !receipt::years(local_date(now)).contains(&symbol.year()) {
        return Err(Error::Fields(vec![("symbol", FieldError::ReceiptYear)]));
    }
    let mut tx = app.db.begin().await?;
    let Collector { tax_code, .. } =
        receipt_range::lock_collector(&mut tx, code).await?.ok_or(Error::NotFound)?;
    if let Some(by) = receipt_series::claim(&mut tx, &tax_code, (form, symbol), code).await? {
        return Ok(Err(Taken { symbol, tax_code, by }));
    }
    // One after the other from 1 on, so that a number that is missing is seen; and of one kind, so that they are given in order.
    let before = receipt_range::last(&mut tx, code, form, symbol).await?;
    if before.as_ref().is_some_and(|(_, of)| of != kind.key()) {
        return Err(Error::Fields(vec![("symbol", FieldError::SeriesOfOtherKind)]));
    }
    let wanted = before.map_or(0, |(last, _)| last).saturating_add(1);
    if first.get() != wanted {
        return Err(Error::Fields(vec![(
            "first",
            FieldError::NumbersFollow { first: usize::try_from(wanted).unwrap_or(1) },
        )]));
    }
    let id = secrets::new_id(now);
    let new = NewRange { id, agency: code, kind, form, symbol, first, last };
    if !receipt_range::add(&mut tx, &new, Some(actor.id), now).await? {
        return Err(Error::Changed);
    }
    note_range(&mut tx, actor, &new, now).await?;
    receipts::put_again(&mut tx, &[code.to_owned()], &format!("range:{id}"), now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// The form of a range. Of the two that the law knows only the one without denominations: what is paid here is any amount, and nothing
/// tells a sheet of 5,000 đồng from one of 10,000.
fn form_of(typed: &str) -> Option<ReceiptForm> {
    if typed.is_empty() { Some(ReceiptForm::Open) } else { ReceiptForm::parse(typed) }
        .filter(|form| *form == ReceiptForm::Open)
}

async fn note_range(tx: &mut Tx, actor: &Actor, new: &NewRange<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let after = serde_json::json!({
        "receipt_range": format!("{} {} {} – {} ({})", new.form, new.symbol, new.first, new.last, new.kind),
    });
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::Agency,
        id: new.agency,
        what: What::Edited,
        before: None,
        after: Some(after),
    };
    Ok(store::audit::note(tx, &change, now).await?)
}

/// What a new year begins with: numbers for both kinds, from the first to the last. For the demo province.
/// # Errors
/// [`Error::Store`].
pub(super) async fn set_for_years(
    tx: &mut Tx,
    agency: &str,
    collector: &Collector,
    years: std::ops::RangeInclusive<i32>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let known = receipt_range::lock_collector(tx, agency).await?;
    let tax_code = known.as_ref().map_or(&collector.tax_code, |known| &known.tax_code);
    if known.is_none() {
        let since = NaiveDate::from_ymd_opt(*years.start(), 1, 1).unwrap_or_default();
        receipt_range::put_collector(tx, agency, (collector, since), None, now).await?;
    }
    for year in years {
        for (kind, letters) in [(FeeKind::Charge, "AA"), (FeeKind::Fee, "AB")] {
            let symbol = ReceiptSymbol::new(year, letters).map_err(|e| Error::Internal(e.to_string()))?;
            let new = NewRange {
                id: secrets::new_id(now),
                agency,
                kind,
                form: ReceiptForm::Open,
                symbol,
                first: ReceiptNumber::FIRST,
                last: ReceiptNumber::LAST,
            };
            if receipt_series::claim(tx, tax_code, (new.form, symbol), agency).await?.is_none() {
                receipt_range::add(tx, &new, None, now).await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_with_printed_denominations_are_not_set_up() {
        assert_eq!(form_of(""), Some(ReceiptForm::Open));
        assert_eq!(form_of("EBL01"), Some(ReceiptForm::Open));
        assert_eq!((form_of("EBL02"), form_of("x")), (None, None));
    }
}
