//! What a dossier's fees mean for its life: what it costs at the rates of the day of filing, and what must be paid before it is
//! accepted.

use chrono::NaiveDate;

use super::{
    dossier::Dossier,
    facts::{Facts, local_date, quote_for},
    money::{NotAnAmount, Vnd},
    procedure::{Collection, Fee, Procedure},
    quote::{Priced, Quote},
    refusal::Refusal,
};

/// What the dossier costs with its answers as they are, filed on `filed`.
/// # Errors
/// [`Refusal::CaseUnknown`], [`Refusal::FeeNotSet`], [`Refusal::AmountTooLarge`].
pub fn quote(dossier: &Dossier, facts: &Facts<'_>, filed: NaiveDate) -> Result<Quote, Refusal> {
    let case = facts.procedure.cases.iter().find(|case| case.key == dossier.case);
    let priced = Priced::of(facts.procedure, case.ok_or(Refusal::CaseUnknown)?);
    quote_for(priced, &dossier.answers, dossier.channel, filed, facts.schedule)
}

/// Whether a fee of `procedure` is counted by the answer with this key.
#[must_use]
pub fn is_counted_by(procedure: &Procedure, key: &str) -> bool {
    procedure.fees.iter().flat_map(Fee::counted_by).any(|field| field == key)
}

/// The fee after a correction of what it rests on: what it comes to now is owed, and the difference stays on the record.
/// # Errors
/// As [`quote`].
pub fn price_anew(dossier: &mut Dossier, facts: &Facts<'_>, today: NaiveDate) -> Result<(), Refusal> {
    let (Some(old), Some(filed)) = (dossier.quote.clone(), dossier.submitted_at) else { return Ok(()) };
    let new = quote(dossier, facts, local_date(filed))?;
    let too_large = |_: NotAnAmount| Refusal::AmountTooLarge { fee: dossier.case.clone() };
    let all = old.further(dossier.fee_total).plus(new.total).map_err(too_large)?;
    dossier.fee_total = all.less(old.given_back);
    dossier.quote = Some(old.corrected(new, today));
    Ok(())
}

/// Booked money goes back: it is neither paid nor owed any more, so that nobody is asked for it again. What was too much anyhow goes
/// first.
/// # Errors
/// [`Refusal::AmountDiffers`] when more goes back than was paid.
pub fn give_back(dossier: &mut Dossier, of_booked: Vnd) -> Result<(), Refusal> {
    if of_booked > dossier.fee_paid {
        return Err(Refusal::AmountDiffers);
    }
    let no_longer_owed = of_booked.less(dossier.fee_paid.less(dossier.fee_total));
    dossier.fee_paid = dossier.fee_paid.less(of_booked);
    dossier.fee_total = dossier.fee_total.less(no_longer_owed);
    if let Some(quote) = &mut dossier.quote {
        let all = quote.given_back.plus(no_longer_owed);
        quote.given_back = all.map_err(|_| Refusal::AmountTooLarge { fee: dossier.case.clone() })?;
    }
    Ok(())
}

/// What the lines of the dossier's quote come to for the fees that `which` picks.
fn sum_of(dossier: &Dossier, procedure: &Procedure, which: impl Fn(&Fee) -> bool) -> Vnd {
    let lines = dossier.quote.iter().flat_map(|quote| &quote.lines);
    let picked = lines.filter(|line| procedure.fees.iter().any(|fee| fee.key == line.fee && which(fee)));
    Vnd::total(picked.map(|line| line.amount)).unwrap_or(dossier.fee_total)
}

/// What must be paid before the one-stop may accept the dossier. What was given back is not asked for again.
#[must_use]
pub fn due_before_acceptance(dossier: &Dossier, procedure: &Procedure) -> Vnd {
    let due = sum_of(dossier, procedure, |fee| fee.collection == Collection::BeforeAcceptance);
    due.less(dossier.quote.as_ref().map_or(Vnd::ZERO, |quote| quote.given_back))
}
