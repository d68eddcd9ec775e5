//! The fee lines of a quote as every page shows them: one place, so that all say the same.

use super::parts::FeeLine;
use crate::{
    domain::quote::Quote,
    i18n::{Locale, fees},
};

/// The lines of a quote for `ui::fees`.
#[must_use]
pub fn lines(locale: Locale, quote: &Quote) -> Vec<FeeLine> {
    let line =
        |line| FeeLine { name: fees::counted(line), amount: line.amount, basis: fees::basis(locale, line) };
    quote.lines.iter().map(line).collect()
}
