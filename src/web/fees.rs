//! The fee lines of a quote as every page shows them, and what changed in them since filing: one place, so that all say the same.

use super::parts::{FeeChange, FeeLine};
use crate::{
    domain::quote::{Difference, Quote, QuoteLine},
    i18n::{Locale, Message, fees, format, text},
};

/// The lines of a quote for `ui::fees`, and what papers of authorities ask for beside them; what is paid elsewhere comes last and
/// says so.
#[must_use]
pub fn lines(locale: Locale, quote: &Quote) -> Vec<FeeLine> {
    let own = quote.lines.iter().map(|one| line(locale, one));
    let beside = quote.beside().map(|one| beside(locale, one));
    let elsewhere = quote.elsewhere.iter().map(|one| FeeLine { elsewhere: true, ..line(locale, one) });
    own.chain(beside).chain(elsewhere).collect()
}

/// What was asked for last, as a line of its own: of a fee only what it costs more.
#[must_use]
pub fn asked(locale: Locale, quote: &Quote, last: &Difference) -> FeeLine {
    match quote.lines.iter().find(|line| line.fee == last.fee) {
        Some(now) => FeeLine {
            name: fees::changed_name(last),
            amount: last.amount(),
            how: counted_on(locale, now, last),
            ..line(locale, now)
        },
        None => beside(locale, last),
    }
}

/// How a line is reckoned with more units, what it comes to and what was asked for before.
fn counted_on(locale: Locale, now: &QuoteLine, last: &Difference) -> String {
    let how = fees::reckoned(locale, now);
    if last.before.is_zero() || how.is_empty() {
        return how;
    }
    let dong = |amount| format::dong(locale, amount);
    Message::new("fee-counted-on")
        .with("how", how)
        .with("after", dong(last.after))
        .with("before", dong(last.before))
        .text(locale)
}

fn beside(locale: Locale, asked: &Difference) -> FeeLine {
    let is_neither = asked.notice().is_some_and(|notice| notice.kind.is_none());
    FeeLine {
        name: asked.note.clone(),
        amount: asked.amount(),
        basis: asked.legal_basis(),
        note: if is_neither { text(locale, "fee-no-receipt", &[]) } else { String::new() },
        ..FeeLine::default()
    }
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
        note: String::new(),
        elsewhere: false,
    }
}

/// What changed since filing, for `ui::fee_changes`, the oldest first.
#[must_use]
pub fn changes(locale: Locale, quote: &Quote) -> Vec<FeeChange> {
    let change = |one: &Difference| FeeChange {
        on: format::date(one.on),
        name: fees::changed_name(one),
        amounts: fees::changed(locale, one),
        why: text(locale, &format!("fee-change-{}", one.reason), &[]),
        note: one.note.clone(),
        basis: one.legal_basis(),
    };
    quote.differences.iter().map(change).collect()
}
