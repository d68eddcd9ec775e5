//! The fee lines of a quote as every page shows them, and what changed in them since filing: one place, so that all say the same.

use super::parts::{FeeChange, FeeLine};
use crate::{
    domain::quote::{Quote, QuoteLine},
    i18n::{Locale, fees, format, text},
};

/// The lines of a quote for `ui::fees`; what is paid elsewhere comes last and says so.
#[must_use]
pub fn lines(locale: Locale, quote: &Quote) -> Vec<FeeLine> {
    let own = quote.lines.iter().map(|one| line(locale, one));
    let elsewhere = quote.elsewhere.iter().map(|one| FeeLine { elsewhere: true, ..line(locale, one) });
    own.chain(elsewhere).collect()
}

fn line(locale: Locale, line: &QuoteLine) -> FeeLine {
    let less = line.reduction.as_ref();
    FeeLine {
        name: if line.tariff.is_some() { line.name.clone() } else { fees::counted(line) },
        amount: line.amount,
        how: fees::reckoned(locale, line),
        basis: line.legal_basis.clone(),
        rule: fees::rule(locale, line),
        less: less.map_or_else(String::new, |less| fees::reduction(locale, less, line.full)),
        less_basis: less.map_or_else(String::new, crate::domain::quote::Reduction::legal_basis),
        elsewhere: false,
    }
}

/// What changed since filing, for `ui::fee_changes`, the oldest first.
#[must_use]
pub fn changes(locale: Locale, quote: &Quote) -> Vec<FeeChange> {
    let change = |one: &crate::domain::quote::Difference| FeeChange {
        on: format::date(one.on),
        name: one.name.clone(),
        amounts: fees::changed(locale, one),
        why: text(locale, &format!("fee-change-{}", one.reason), &[]),
        note: one.note.clone(),
    };
    quote.differences.iter().map(change).collect()
}
