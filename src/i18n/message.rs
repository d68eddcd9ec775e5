//! Something to be said later: a key and its values, kept until the language of the reader is known (flash lines, field
//! errors, job reports).

use serde::{Deserialize, Serialize};

use super::{
    Locale,
    catalogue::text,
    value::{Argument, Value},
};
use crate::domain::refusal::Refusal;

/// A key of the catalogue with its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Key in the catalogue.
    pub key: String,
    /// Named values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, Value)>,
}

impl Message {
    /// A message without values.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: Vec::new() }
    }

    /// The same with one more value: `Message::new("field-too-long").with("n", 200)`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Argument) -> Self {
        self.args.push((name.to_owned(), value.value()));
        self
    }

    /// What a person is told about a refusal.
    #[must_use]
    pub fn refusal(refusal: &Refusal) -> Self {
        let said = Self::new(&format!("refusal-{}", refusal.key()));
        match refusal {
            Refusal::CalendarYearMissing { year } => said.with("year", year.to_string()),
            Refusal::DocumentsMissing { count } => said.with("count", *count),
            Refusal::FeeNotSet { fee, .. }
            | Refusal::AmountTooLarge { fee }
            | Refusal::NothingMore { fee } => said.with("fee", fee),
            Refusal::QuantityOutOfRange { most } => said.with("most", *most),
            Refusal::NotFromHere { .. }
            | Refusal::NotPermitted
            | Refusal::CalendarExhausted { .. }
            | Refusal::NoTimeLimit
            | Refusal::FeeUnpaid
            | Refusal::ReasonMissing
            | Refusal::NothingRequested
            | Refusal::SupplementRoundUsed
            | Refusal::NothingSupplied
            | Refusal::LastStep
            | Refusal::WrongStep
            | Refusal::ResultNotIssued
            | Refusal::ResultAlreadyIssued
            | Refusal::NoRoute
            | Refusal::ChannelClosed
            | Refusal::AmountDiffers
            | Refusal::ConsultationNotPossible
            | Refusal::AgencyNotCompetent
            | Refusal::NothingToPay
            | Refusal::FeeNotOfProcedure { .. }
            | Refusal::NoticeIncomplete
            | Refusal::ExemptionUnproved
            | Refusal::NothingToProve
            | Refusal::BeingMatched
            | Refusal::CaseUnknown
            | Refusal::DateInPast
            | Refusal::CalendarMalformed { .. }
            | Refusal::ClockOrder { .. }
            | Refusal::ClockBackwards
            | Refusal::AlreadyExtended
            | Refusal::ApologyLate
            | Refusal::ExtensionUnit
            | Refusal::DateInFuture
            | Refusal::DateBeforeFiling => said,
        }
    }

    /// The words in `locale`.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let args: Vec<(&str, Value)> = self.args.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
        text(locale, &self.key, &args)
    }
}

/// What can stand as a field's error: nothing, words, or a message.
pub trait Fault {
    /// The words in `locale`; empty when there is nothing to say.
    fn words(&self, locale: Locale) -> String;
}

impl Fault for str {
    fn words(&self, _: Locale) -> String {
        self.to_owned()
    }
}

impl Fault for String {
    fn words(&self, _: Locale) -> String {
        self.clone()
    }
}

impl Fault for Message {
    fn words(&self, locale: Locale) -> String {
        self.text(locale)
    }
}

impl<T: Fault + ?Sized> Fault for &T {
    fn words(&self, locale: Locale) -> String {
        (*self).words(locale)
    }
}

impl<T: Fault> Fault for Option<T> {
    fn words(&self, locale: Locale) -> String {
        self.as_ref().map_or_else(String::new, |f| f.words(locale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_survives_being_stored() {
        let message = Message::new("field-too-long").with("max", 200).with("name", "Tên");
        let stored = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
    }

    #[test]
    fn a_missing_fault_says_nothing() {
        assert_eq!(None::<Message>.words(Locale::Vi), "");
        assert_eq!(
            Some(Message::new("refusal-last-step")).words(Locale::Vi),
            text(Locale::Vi, "refusal-last-step", &[])
        );
    }
}
