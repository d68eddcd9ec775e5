//! "How long and how much?" for one case of a published procedure: the same promise, count and fee that a dossier gets.

use chrono::{DateTime, Utc};

use super::reference::Reference;
use crate::domain::{
    decide::{local_date, quote_for},
    ids::AgencyCode,
    limit::{self, Promise},
    procedure::{Answers, Case, Procedure},
    quote::Quote,
    reckon::{Question, Reckoning},
    refusal::Refusal,
    status::Channel,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The case; the only one where there is one.
    pub case: &'a Case,
    /// By which way the dossier comes.
    pub channel: Channel,
    /// When it is taken in.
    pub at: DateTime<Utc>,
    /// Quantities and the exempt group, by the keys of the form.
    pub answers: Answers,
    /// Who settles it.
    pub settling: AgencyCode,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// What it costs.
    pub quote: Quote,
    /// The time promised and the law's.
    pub promise: Promise,
    /// Until when, and how that comes about.
    pub reckoning: Reckoning,
}

/// What a dossier of the case would cost and when it would be due.
/// # Errors
/// [`Refusal::ChannelClosed`], [`Refusal::NoTimeLimit`], [`Refusal::FeeNotSet`]; [`Refusal::AgencyNotCompetent`] for an agency that is
/// not known; what the count refuses.
pub fn quotation(
    reference: &Reference,
    procedure: &Procedure,
    asked: &Asked<'_>,
) -> Result<Quotation, Refusal> {
    let terms = procedure.channels.iter().find(|t| t.channel == asked.channel);
    let terms = terms.ok_or(Refusal::ChannelClosed)?;
    let day = local_date(asked.at);
    let statutory = asked.case.limit.or(terms.limit).ok_or(Refusal::NoTimeLimit)?;
    let promise = limit::promise(statutory, terms.promised, asked.channel, day, &reference.time_cuts);
    let quote = quote_for(procedure, asked.case, &asked.answers, asked.channel, day, &reference.discounts)?;
    let calendar = reference.calendar_of(&asked.settling).map_err(|_| Refusal::AgencyNotCompetent)?;
    let basis = limit::best_policy(asked.channel, day, &reference.time_cuts).map(|p| p.legal_basis.clone());
    let question = Question {
        received: asked.at,
        promise,
        basis: basis.filter(|_| promise.is_shortened()),
        convention: reference.rules_on(day).convention,
        pauses: Vec::new(),
    };
    Ok(Quotation { quote, promise, reckoning: question.answer(&calendar)? })
}
