//! The words of a fee line: what was counted, why less is asked, and on which acts it rests.

use super::{Locale, Message, format, text};
use crate::domain::{
    in_words,
    money::Vnd,
    quote::{QuoteLine, Reduction},
};

/// The name of a line with what was counted: `Phí chứng thực × 5 × 2`.
#[must_use]
pub fn counted(line: &QuoteLine) -> String {
    let several = [line.quantity, line.copies].into_iter().filter(|n| *n > 1);
    several.fold(line.name.clone(), |name, n| format!("{name} × {n}"))
}

/// Why less than `full` is asked: `giảm 50 % của 20.000 ₫`.
#[must_use]
pub fn reduction(locale: Locale, reduction: &Reduction, full: Vnd) -> String {
    let said = |key: &'static str| Message::new(key).with("full", format::dong(locale, full));
    match reduction {
        Reduction::Percent { percent, .. } => said("fee-less-percent").with("percent", *percent).text(locale),
        Reduction::Price { price, .. } => {
            said("fee-less-price").with("price", format::dong(locale, *price)).text(locale)
        }
        Reduction::Off { amount, .. } => {
            said("fee-less-off").with("amount", format::dong(locale, *amount)).text(locale)
        }
        Reduction::Exempt { group, .. } => {
            let group = text(locale, &format!("exempt-group-{group}"), &[]);
            said("fee-less-exempt").with("group", group).text(locale)
        }
        Reduction::Several { of } => {
            of.iter().map(|one| self::reduction(locale, one, full)).collect::<Vec<_>>().join("; ")
        }
    }
}

/// The act that sets the amount and, where less is asked, why, with the act for that.
#[must_use]
pub fn basis(locale: Locale, line: &QuoteLine) -> String {
    match &line.reduction {
        None => line.legal_basis.clone(),
        Some(less) => {
            format!("{} · {}, {}", line.legal_basis, reduction(locale, less, line.full), less.legal_basis())
        }
    }
}

/// An amount in words, with its unit.
#[must_use]
pub fn in_words(locale: Locale, amount: Vnd) -> String {
    match locale {
        Locale::Vi => in_words::vietnamese(amount),
        Locale::En => in_words::english(amount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::{ExemptGroup, FeeKind};

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn line(reduction: Option<Reduction>) -> QuoteLine {
        QuoteLine {
            fee: "phi".to_owned(),
            name: "Phí chứng thực".to_owned(),
            kind: FeeKind::Charge,
            quantity: 5,
            copies: 2,
            full: vnd(20_000),
            reduction,
            amount: vnd(10_000),
            legal_basis: "TT 226/2016/TT-BTC".to_owned(),
            rule: "phi/1".to_owned(),
            tariff: None,
        }
    }

    #[test]
    fn a_line_says_what_was_counted_and_each_act() {
        let half = Reduction::Percent {
            percent: 50,
            legal_basis: "NQ 11/2022/NQ-HĐND".to_owned(),
            preference: "online".to_owned(),
        };
        let off = Reduction::Off {
            amount: vnd(2_000),
            legal_basis: "NQ 1".to_owned(),
            preference: "off".to_owned(),
        };
        assert_eq!(counted(&line(None)), "Phí chứng thực × 5 × 2");
        assert_eq!(basis(Locale::Vi, &line(None)), "TT 226/2016/TT-BTC");
        assert_eq!(
            basis(Locale::Vi, &line(Some(half.clone()))),
            "TT 226/2016/TT-BTC · giảm 50 % của 20.000\u{a0}₫, NQ 11/2022/NQ-HĐND"
        );
        let both = Reduction::Several { of: vec![off, half] };
        assert_eq!(
            basis(Locale::En, &line(Some(both))),
            "TT 226/2016/TT-BTC · 2,000\u{a0}₫ off 20,000\u{a0}₫; 50% off 20,000\u{a0}₫, NQ 1; NQ 11/2022/NQ-HĐND"
        );
        let poor = Reduction::Exempt {
            group: ExemptGroup::PoorHousehold,
            legal_basis: "Luật 97/2015/QH13".to_owned(),
        };
        assert_eq!(
            basis(Locale::Vi, &line(Some(poor))),
            "TT 226/2016/TT-BTC · được miễn: Hộ nghèo; người khác nộp 20.000\u{a0}₫, Luật 97/2015/QH13"
        );
    }
}
