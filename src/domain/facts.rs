//! What a decision needs to know beside the dossier, and what follows from those facts alone.

use std::{collections::BTreeMap, num::IntErrorKind};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

pub use super::proof::EXEMPT_KEY;
use super::{
    actor::Actor,
    calendar::WorkCalendar,
    clock_rules::ClockRules,
    command::SupplementItem,
    dossier::{Dossier, Identity},
    limit::TimePolicy,
    money::Vnd,
    preference::Schedule,
    procedure::{Answers, Case, DocKind, Procedure, RequiredDoc},
    proof,
    quote::{self, FeeFacts, Priced},
    refusal::Refusal,
    status::Channel,
};

/// A document that the dossier holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Key of the required document.
    pub key: String,
    /// Not handed in yet.
    pub staged: bool,
}

/// What a decision needs to know beside the dossier.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The pinned version of the procedure.
    pub procedure: &'a Procedure,
    /// The calendar of the settling agency; of the new one, where the command names one.
    pub calendar: &'a WorkCalendar,
    /// The province's rules of the clock, of today.
    pub rules: &'a ClockRules,
    /// The preferences under which the dossier is filed, or was.
    pub schedule: &'a Schedule,
    /// Time policies of the province.
    pub time_cuts: &'a [TimePolicy],
    /// Documents held.
    pub documents: &'a [Held],
    /// Where the one-stop has to answer and the command moves that date: from when on, and in how many working minutes.
    pub answer: Option<(DateTime<Utc>, u32)>,
    /// What the open request for supplement names.
    pub asked: &'a [SupplementItem],
    /// Money that came for the dossier and is not booked.
    pub held: Vnd,
    /// Code, secret and link for a submission.
    pub identity: Option<Identity>,
    /// Whether the agency or the person that the command names can do what it is named for.
    pub target_fits: bool,
}

/// The local date (UTC+7) of an instant.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    FixedOffset::east_opt(7 * 3600)
        .map_or_else(|| at.date_naive(), |hanoi| at.with_timezone(&hanoi).date_naive())
}

/// How many required documents of `case` are not held, see [`missing`], and papers that prove what `answers` claim.
#[must_use]
pub fn missing_documents(
    procedure: &Procedure,
    case: &Case,
    channel: Channel,
    answers: &Answers,
    held: &[Held],
) -> usize {
    let is_held = |key: &str| held.iter().any(|one| one.key == key);
    let unproved =
        proof::papers(procedure, case, answers).iter().filter(|paper| !is_held(&paper.key)).count();
    missing(procedure, case, channel, is_held).count() + unproved
}

/// The required documents of `case` that are not held. Only what is to be handed in counts: what is shown at the counter and notes
/// never do, and the form does where it is paper. Filed online the e-form is the form.
pub fn missing<'a>(
    procedure: &'a Procedure,
    case: &'a Case,
    channel: Channel,
    is_held: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = &'a RequiredDoc> + 'a {
    let counts = move |kind| kind == DocKind::Submit || (kind == DocKind::Form && channel != Channel::Online);
    case.documents
        .iter()
        .filter(|wanted| wanted.required)
        .filter_map(|wanted| procedure.documents.iter().find(|d| d.key == wanted.doc))
        .filter(move |document| counts(document.kind) && !is_held(&document.key))
}

/// What a dossier costs with these answers, filed by `channel` on `on`.
/// # Errors
/// [`Refusal::FeeNotSet`] when a fee of the case has no amount on that day; [`Refusal::AmountTooLarge`].
pub fn quote_for(
    priced: Priced<'_>,
    answers: &Answers,
    channel: Channel,
    on: NaiveDate,
    schedule: &Schedule,
) -> Result<quote::Quote, Refusal> {
    quote::quote(priced, &fee_facts(priced, answers, channel, on)?, schedule)
}

/// What about these answers decides the fees of a dossier filed by `channel` on `on`.
/// # Errors
/// [`Refusal::AmountTooLarge`] of more than can be counted.
pub fn fee_facts(
    priced: Priced<'_>,
    answers: &Answers,
    channel: Channel,
    on: NaiveDate,
) -> Result<FeeFacts, Refusal> {
    let mut quantities = BTreeMap::new();
    for fee in priced.fees.iter().filter(|fee| priced.case.fees.contains(&fee.key)) {
        for key in fee.counted_by() {
            let Some(typed) = answers.get(key) else { continue };
            match typed.parse::<u32>() {
                Ok(count) => {
                    quantities.insert(key.clone(), count);
                }
                // Not yet a number counts as one; more than can be counted is no amount.
                Err(wrong) if *wrong.kind() == IntErrorKind::PosOverflow => {
                    return Err(Refusal::AmountTooLarge { fee: fee.name.clone() });
                }
                Err(_) => {}
            }
        }
    }
    Ok(FeeFacts { channel, on, quantities, exempt: proof::claimed(answers) })
}

/// Whether `actor` may be given the step of `dossier`.
#[must_use]
pub fn can_hold(actor: &Actor, dossier: &Dossier) -> bool {
    dossier.place.is_some_and(|place| actor.holds(place.role, &dossier.holding))
}
