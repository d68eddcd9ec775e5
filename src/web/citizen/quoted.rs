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
        quote::{Quote, QuoteLine, Reduction},
        status::Channel,
    },
    i18n::{Locale, Message, format, text},
    web::{explain, parts::FeeLine},
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
            lines: lines(locale, quote),
            total: quote.total,
            saved: quote.saved(),
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

/// The name of a line with what was counted: `Phí chứng thực × 5 × 2`.
fn counted(line: &QuoteLine) -> String {
    let several = [line.quantity, line.copies].into_iter().filter(|n| *n > 1);
    several.fold(line.name.clone(), |name, n| format!("{name} × {n}"))
}

/// The lines of a quote for `ui::fees`.
#[must_use]
pub fn lines(locale: Locale, quote: &Quote) -> Vec<FeeLine> {
    quote
        .lines
        .iter()
        .map(|line| {
            let full = format::dong(locale, line.full);
            let less = line.reduction.as_ref().map(|reduction| {
                let why = match reduction {
                    Reduction::Percent { percent, .. } => {
                        Message::new("citizen-fee-less").with("percent", *percent)
                    }
                    Reduction::Exempt { group, .. } => Message::new("citizen-fee-exempt")
                        .with("group", text(locale, &format!("exempt-group-{group}"), &[])),
                };
                let why = why.with("full", full.clone()).text(locale);
                format!(" · {why}, {}", reduction.legal_basis())
            });
            let name = counted(line);
            FeeLine {
                name,
                amount: line.amount,
                basis: format!("{}{}", line.legal_basis, less.unwrap_or_default()),
            }
        })
        .collect()
}
