//! "How long and how much?" for one case of a published procedure: the same promise, count and fee that a dossier gets.

use chrono::{DateTime, NaiveDate, Utc};

use super::reference::Reference;
use crate::domain::{
    decide::{local_date, quote_for},
    ids::AgencyCode,
    limit::{self, Promise},
    procedure::{Answers, Case, ChannelTerms, Procedure},
    quote::{Priced, Quote},
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

/// What a procedure offers, for one of its cases.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// The channels that are open.
    pub channels: &'a [ChannelTerms],
    /// Its fees, and the case that asks for some of them.
    pub priced: Priced<'a>,
}

impl<'a> Offered<'a> {
    /// What `procedure` offers for `case`.
    #[must_use]
    pub fn of(procedure: &'a Procedure, case: &'a Case) -> Self {
        Self { channels: &procedure.channels, priced: Priced::of(procedure, case) }
    }
}

/// Time and cost of a case by one channel on one day; each may be missing by itself.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The time promised and the law's.
    pub promise: Result<Promise, Refusal>,
    /// The act on which a shorter promise rests.
    pub basis: Option<String>,
    /// What it costs.
    pub quote: Result<Quote, Refusal>,
}

/// The terms for whoever files by `channel` on `day` with these `answers`.
/// # Errors
/// [`Refusal::ChannelClosed`].
pub fn terms(
    reference: &Reference,
    offered: Offered<'_>,
    channel: Channel,
    day: NaiveDate,
    answers: &Answers,
) -> Result<Terms, Refusal> {
    let open = offered.channels.iter().find(|t| t.channel == channel).ok_or(Refusal::ChannelClosed)?;
    let promise = offered
        .priced
        .case
        .limit
        .or(open.limit)
        .ok_or(Refusal::NoTimeLimit)
        .map(|statutory| limit::promise(statutory, open.promised, channel, day, &reference.time_cuts));
    let is_shorter = promise.as_ref().is_ok_and(|promise| promise.is_shortened());
    let policy = limit::best_policy(channel, day, &reference.time_cuts).filter(|_| is_shorter);
    Ok(Terms {
        promise,
        basis: policy.map(|policy| policy.legal_basis.clone()),
        quote: quote_for(offered.priced, answers, channel, day, &reference.schedule),
    })
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// What it costs.
    pub quote: Quote,
    /// The time promised and the law's.
    pub promise: Promise,
    /// The act on which a shorter promise rests.
    pub basis: Option<String>,
    /// What was counted.
    pub question: Question,
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
    let day = local_date(asked.at);
    let offered = Offered::of(procedure, asked.case);
    let Terms { promise, basis, quote } = terms(reference, offered, asked.channel, day, &asked.answers)?;
    let (promise, quote) = (promise?, quote?);
    let calendar = reference.calendar_of(&asked.settling).map_err(|_| Refusal::AgencyNotCompetent)?;
    let question = Question {
        received: asked.at,
        promise,
        basis: basis.clone(),
        convention: reference.rules_on(day).convention,
        pauses: Vec::new(),
    };
    let reckoning = question.answer(&calendar)?;
    Ok(Quotation { quote, promise, basis, question, reckoning })
}
