//! What a dossier's fees mean for its life: what it costs at the rates of the day of filing, and what must be paid before it is
//! accepted.

use chrono::NaiveDate;

use super::{
    correction::AnswerChange,
    dossier::Dossier,
    facts::{Facts, local_date, quote_for},
    money::{NotAnAmount, Vnd},
    procedure::{Answers, Case, Collection, Fee, Procedure},
    proof::{self, EXEMPT_KEY, Standing},
    quote::{Cause, DifferenceReason, Priced, Quote},
    refusal::Refusal,
};

/// What the dossier costs with its answers as they are, filed on `filed`.
/// # Errors
/// [`Refusal::CaseUnknown`], [`Refusal::FeeNotSet`], [`Refusal::AmountTooLarge`].
pub fn quote(dossier: &Dossier, facts: &Facts<'_>, filed: NaiveDate) -> Result<Quote, Refusal> {
    price(dossier, facts, &dossier.answers, filed)
}

fn price(
    dossier: &Dossier,
    facts: &Facts<'_>,
    answers: &Answers,
    filed: NaiveDate,
) -> Result<Quote, Refusal> {
    let priced = Priced::of(facts.procedure, case(dossier, facts)?);
    quote_for(priced, answers, dossier.channel, filed, facts.schedule)
}

fn case<'a>(dossier: &Dossier, facts: &Facts<'a>) -> Result<&'a Case, Refusal> {
    facts.procedure.cases.iter().find(|case| case.key == dossier.case).ok_or(Refusal::CaseUnknown)
}

/// Whether what a dossier costs depends on the answer with this key: it counts a fee, or names the group that is exempt.
#[must_use]
pub fn is_counted_by(procedure: &Procedure, key: &str) -> bool {
    key == EXEMPT_KEY || procedure.fees.iter().flat_map(Fee::counted_by).any(|field| field == key)
}

/// The fee after a change of what it rests on: what it comes to now is owed, and the difference stays on the record with its
/// cause. Before acceptance what is claimed is believed, since nothing is accepted until it is proved; afterwards a claim that
/// nobody proved takes nothing off.
/// # Errors
/// As [`quote`].
pub fn price_anew(dossier: &mut Dossier, facts: &Facts<'_>, cause: &Cause) -> Result<(), Refusal> {
    let (Some(old), Some(filed)) = (dossier.quote.clone(), dossier.submitted_at) else { return Ok(()) };
    let case = case(dossier, facts)?;
    let is_held = |key: &str| facts.documents.iter().any(|held| held.key == key);
    let standing =
        proof::standing((facts.procedure, case), &dossier.answers, dossier.exempt_checked, is_held);
    let is_open = matches!(standing, Standing::PaperMissing | Standing::LookUp);
    let mut answers = dossier.answers.clone();
    if is_open && dossier.accepted_at.is_some() {
        answers.remove(EXEMPT_KEY);
    }
    let new = price(dossier, facts, &answers, local_date(filed))?;
    let too_large = |_: NotAnAmount| Refusal::AmountTooLarge { fee: dossier.case.clone() };
    let further = old.further(dossier.fee_total).map_err(too_large)?;
    let all = further.plus(new.total).map_err(too_large)?;
    dossier.fee_total = all.less(old.given_back);
    dossier.quote = Some(old.corrected(new, cause));
    Ok(())
}

/// The fee after answers were corrected, as far as it rests on them.
/// # Errors
/// As [`price_anew`].
pub fn follow(
    dossier: &mut Dossier,
    facts: &Facts<'_>,
    changes: &[AnswerChange],
    today: NaiveDate,
) -> Result<(), Refusal> {
    let counts = |change: &&AnswerChange| is_counted_by(facts.procedure, &change.key);
    let counted: Vec<&str> = changes.iter().filter(counts).map(|change| change.name.as_str()).collect();
    if counted.is_empty() {
        return Ok(());
    }
    let cause = Cause { reason: DifferenceReason::Correction, note: counted.join(", "), on: today };
    price_anew(dossier, facts, &cause)
}

/// A further amount is asked for; the reason stays on the record.
/// # Errors
/// [`Refusal::AmountTooLarge`].
pub fn demand(dossier: &mut Dossier, extra: Vnd, reason: &str, today: NaiveDate) -> Result<(), Refusal> {
    let too_large = |_: NotAnAmount| Refusal::AmountTooLarge { fee: reason.to_owned() };
    dossier.fee_total = dossier.fee_total.plus(extra).map_err(too_large)?;
    if let Some(quote) = dossier.quote.as_mut().filter(|_| !extra.is_zero()) {
        quote.demand(extra, reason.to_owned(), today);
    }
    Ok(())
}

/// The open request is taken back, and with it the further amount that it asked for, which is given; the fees stay owed.
pub fn recall(dossier: &mut Dossier, reason: &str, today: NaiveDate) -> Vnd {
    let (asked_on, owed) = (local_date(dossier.status_at), dossier.outstanding());
    let further = match dossier.quote.as_mut() {
        Some(quote) => quote.recall(reason.to_owned(), asked_on, today),
        // Without fees all that is owed was asked for.
        None => owed,
    };
    dossier.fee_total = dossier.fee_total.less(further);
    further
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

/// What must be paid before the one-stop may accept the dossier. What was given back is not asked for again.
/// # Errors
/// [`Refusal::AmountTooLarge`] when the lines make more than any amount.
pub fn due_before_acceptance(dossier: &Dossier, procedure: &Procedure) -> Result<Vnd, Refusal> {
    let is_before = |key: &str| {
        procedure.fees.iter().any(|fee| fee.key == key && fee.collection == Collection::BeforeAcceptance)
    };
    let lines = dossier.quote.iter().flat_map(|quote| &quote.lines).filter(|line| is_before(&line.fee));
    let due = Vnd::total(lines.map(|line| line.amount));
    let due = due.map_err(|_: NotAnAmount| Refusal::AmountTooLarge { fee: dossier.case.clone() })?;
    Ok(due.less(dossier.quote.as_ref().map_or(Vnd::ZERO, |quote| quote.given_back)))
}
