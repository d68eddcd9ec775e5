//! What a draft would cost and how long it would take, as the pages of the journey say it.

use chrono::NaiveDate;

use crate::{
    app::{
        quotation::{self, Offered, Terms},
        reference::Reference,
    },
    domain::{
        limit::Promise,
        money::Vnd,
        procedure::{Answers, Case, Procedure},
        quote::Quote,
        status::Channel,
    },
    i18n::Locale,
    web::{explain, fees, parts::FeeLine},
};

/// Cost and time of a case.
#[derive(Clone, Debug, Default)]
pub struct Quoted {
    /// Fee lines; empty when nothing is charged.
    pub lines: Vec<FeeLine>,
    /// Their sum.
    pub total: Vnd,
    /// What the reductions save.
    pub saved: Vnd,
    /// The law's time, in words; empty when it is not set.
    pub statutory: String,
    /// The promised time, in words.
    pub promised: String,
    /// Whether less is promised.
    pub is_shorter: bool,
    /// The act on which the shorter time rests.
    pub basis: String,
    /// Whether a fee could not be computed: then nothing can be handed in.
    pub is_unknown: bool,
}

/// What `case` costs and takes when filed online on `today` with these `answers`.
#[must_use]
pub fn of(
    locale: Locale,
    (procedure, case): (&Procedure, &Case),
    answers: &Answers,
    reference: &Reference,
    today: NaiveDate,
) -> Quoted {
    let offered = Offered::of(procedure, case);
    match quotation::terms(reference, offered, Channel::Online, today, answers) {
        Ok(Terms { promise, basis, quote }) => {
            said(locale, quote.as_ref().ok(), promise.ok(), basis.as_deref())
        }
        Err(_) => said(locale, None, None, None),
    }
}

/// The same in words, as far as it is known.
#[must_use]
pub fn said(locale: Locale, quote: Option<&Quote>, promise: Option<Promise>, basis: Option<&str>) -> Quoted {
    let mut quoted = match quote {
        Some(quote) => Quoted {
            lines: fees::lines(locale, quote),
            total: quote.total,
            saved: quote.saved().unwrap_or_default(),
            ..Quoted::default()
        },
        None => Quoted { is_unknown: true, ..Quoted::default() },
    };
    if let Some(promise) = promise {
        quoted.statutory = explain::limit(locale, promise.statutory);
        quoted.promised = explain::limit(locale, promise.limit);
        quoted.is_shorter = promise.is_shortened();
        basis.unwrap_or_default().clone_into(&mut quoted.basis);
    }
    quoted
}
