//! What a dossier's fees mean for its life: what it costs at the rates of the day of filing, and what must be paid before it is
//! accepted.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    correction::AnswerChange,
    dossier::Dossier,
    facts::{Facts, fee_facts, local_date, quote_for},
    fee::Amount,
    further::{Asked, Further, More, Unit, Units},
    money::{NotAnAmount, Vnd},
    procedure::{Case, Collection, Fee, Procedure},
    proof::{self, EXEMPT_KEY, Standing},
    quote::{Added, Cause, DifferenceReason, Priced, Quote, quote_with},
    refusal::Refusal,
};

/// What the dossier costs with its answers as they are, filed on `filed`.
/// # Errors
/// [`Refusal::CaseUnknown`], [`Refusal::FeeNotSet`], [`Refusal::AmountTooLarge`].
pub fn quote(dossier: &Dossier, facts: &Facts<'_>, filed: NaiveDate) -> Result<Quote, Refusal> {
    let priced = Priced::of(facts.procedure, case(dossier, facts)?);
    quote_for(priced, &dossier.answers, dossier.channel, filed, facts.schedule)
}

/// What it costs now, at the rates of the day of filing, with the units that were `added` since. Before acceptance what is claimed is
/// believed, since nothing is accepted until it is proved; afterwards a claim that nobody proved takes nothing off.
fn price(
    dossier: &Dossier,
    facts: &Facts<'_>,
    filed: NaiveDate,
    added: &BTreeMap<String, Units>,
) -> Result<Quote, Refusal> {
    let case = case(dossier, facts)?;
    let is_held = |key: &str| facts.documents.iter().any(|held| held.key == key);
    let standing =
        proof::standing((facts.procedure, case), &dossier.answers, dossier.exempt_checked, is_held);
    let is_open = matches!(standing, Standing::PaperMissing | Standing::LookUp);
    let mut answers = dossier.answers.clone();
    if is_open && dossier.accepted_at.is_some() {
        answers.remove(EXEMPT_KEY);
    }
    let proved = proof::claimed(&answers).filter(|_| standing == Standing::Proved);
    let priced = Priced::of(facts.procedure, case);
    let counted = fee_facts(priced, &answers, dossier.channel, filed)?;
    quote_with(priced, &counted, Added { units: added, proved }, facts.schedule)
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
/// cause.
/// # Errors
/// As [`quote`].
pub fn price_anew(dossier: &mut Dossier, facts: &Facts<'_>, cause: &Cause) -> Result<(), Refusal> {
    let (Some(old), Some(filed)) = (dossier.quote.clone(), dossier.submitted_at) else { return Ok(()) };
    let new = price(dossier, facts, local_date(filed), &old.added)?;
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

/// A further amount is asked for; what it rests on and `why` stay on the record.
/// # Errors
/// [`Refusal::FeeNotOfProcedure`], [`Refusal::QuantityOutOfRange`], [`Refusal::NothingMore`], [`Refusal::NoticeIncomplete`],
/// [`Refusal::DateInFuture`]; as [`quote`].
pub fn demand(
    dossier: &mut Dossier,
    facts: &Facts<'_>,
    further: Further,
    (why, today): (&str, NaiveDate),
) -> Result<Asked, Refusal> {
    let asked = match further {
        Further::Fee { fee, more } => count_on(dossier, facts, (&fee, more), (why, today))?,
        Further::Notice { amount, notice } => {
            notice.check(today)?;
            if amount.is_zero() {
                return Err(Refusal::NoticeIncomplete);
            }
            let quote = dossier.quote.get_or_insert_default();
            quote.ask_by(notice.clone(), amount, why.to_owned(), today);
            Asked::Notice { amount, notice }
        }
    };
    let too_large = |_: NotAnAmount| Refusal::AmountTooLarge { fee: why.to_owned() };
    dossier.fee_total = dossier.fee_total.plus(asked.amount()).map_err(too_large)?;
    Ok(asked)
}

/// So many more units of a fee: what its line costs with them, less what it costs now. Only that line changes.
fn count_on(
    dossier: &mut Dossier,
    facts: &Facts<'_>,
    (key, more): (&str, More),
    (why, today): (&str, NaiveDate),
) -> Result<Asked, Refusal> {
    more.check()?;
    let none = || Refusal::FeeNotOfProcedure { fee: key.to_owned() };
    let here = |fee: &&Fee| fee.key == key && fee.collection != Collection::Elsewhere;
    let fee = facts.procedure.fees.iter().find(here).ok_or_else(none)?;
    let too_large = || Refusal::AmountTooLarge { fee: fee.name.clone() };
    let old = dossier.quote.clone().unwrap_or_default();
    let now = old.lines.iter().find(|line| line.fee == key);
    // Copies are counted of as many pages as are there already.
    if more.unit == Unit::Copies && (fee.copies_field.is_none() || now.is_none()) {
        return Err(none());
    }
    let units = old.added.get(key).copied().unwrap_or_default().with(more).ok_or_else(too_large)?;
    let mut added = old.added.clone();
    added.insert(key.to_owned(), units);
    let filed = dossier.submitted_at.map_or(today, local_date);
    let line = price(dossier, facts, filed, &added)?.lines.into_iter().find(|line| line.fee == key);
    let line = line.ok_or_else(none)?;
    let is_once = matches!(line.tariff.as_ref().map(|tariff| &tariff.amount), Some(Amount::Flat(_)));
    if is_once && now.is_none() && line.quantity > 1 {
        return Err(Refusal::QuantityOutOfRange { most: 1 });
    }
    if line.amount <= now.map_or(Vnd::ZERO, |now| now.amount) {
        return Err(Refusal::NothingMore { fee: fee.name.clone() });
    }
    let quote = dossier.quote.get_or_insert_default();
    let amount = quote.count_on(line.clone(), (more, units), why.to_owned(), today);
    Ok(Asked::Fee { more, amount: amount.map_err(|_| too_large())?, line: Box::new(line) })
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
