//! The words of a fee line: what was counted, why less is asked, and on which acts it rests.

use super::{Locale, Message, format, text};
use crate::domain::{
    fee::{Amount, Tier},
    further::{Asked, More, Unit},
    in_words,
    money::Vnd,
    quote::{Difference, DifferenceReason, Ground, QuoteLine, Reduction},
};

/// The name of a line with what was counted: `Phí chứng thực × 5`, and of a fee that is taken for each copy of so many pages
/// `Phí chứng thực: 5 trang × 2 bản`. Names are in Vietnamese, and so is this.
#[must_use]
pub fn counted(line: &QuoteLine) -> String {
    match (line.quantity, line.copies) {
        (0..=1, 0..=1) => line.name.clone(),
        (quantity, 0..=1) => format!("{} × {quantity}", line.name),
        (pages, copies) => format!("{}: {pages} trang × {copies} bản", line.name),
    }
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

/// How the full amount of a line is reckoned: `(2 × 2.000 ₫ + 3 × 1.000 ₫) × 4 bản`; empty where it is one amount that speaks for
/// itself, or an older quote does not say.
#[must_use]
pub fn reckoned(locale: Locale, line: &QuoteLine) -> String {
    let Some(tariff) = &line.tariff else { return String::new() };
    let dong = |amount: Vnd| format::dong(locale, amount);
    let one = match &tariff.amount {
        Amount::Flat(amount) => dong(*amount),
        Amount::Each(each) => format!("{} × {}", line.quantity, dong(*each)),
        Amount::Tiers { tiers, cap } => {
            let parts: Vec<String> = units_in(tiers, line.quantity)
                .map(|(units, each)| format!("{units} × {}", dong(each)))
                .collect();
            let sum = if parts.is_empty() { dong(Vnd::ZERO) } else { parts.join(" + ") };
            cap.map_or_else(
                || sum.clone(),
                |cap| Message::new("fee-cap").with("sum", sum.clone()).with("cap", dong(cap)).text(locale),
            )
        }
    };
    let is_plain = matches!(tariff.amount, Amount::Flat(_));
    match (line.copies, is_plain) {
        (1, true) => String::new(),
        (1, false) => one,
        (copies, _) => Message::new("fee-copies").with("one", one).with("copies", copies).text(locale),
    }
}

/// How many of `quantity` units fall into each tier, with its price; those into which none falls are left out.
fn units_in(tiers: &[Tier], quantity: u32) -> impl Iterator<Item = (u32, Vnd)> + '_ {
    let mut from = 0;
    tiers.iter().filter_map(move |tier| {
        let to = tier.upto.unwrap_or(quantity).min(quantity).max(from);
        let units = to - from;
        from = to;
        (units > 0).then_some((units, tier.each))
    })
}

/// The rule that sets the amount, and when it holds: `quy định phi/2, áp dụng từ 01/01/2026`. Empty in older quotes.
#[must_use]
pub fn rule(locale: Locale, line: &QuoteLine) -> String {
    let Some(tariff) = &line.tariff else { return String::new() };
    let said = Message::new(if tariff.valid_to.is_some() { "fee-rule-closed" } else { "fee-rule-open" })
        .with("rule", &line.rule)
        .with("from", format::date(tariff.valid_from));
    match tariff.valid_to {
        Some(to) => said.with("to", format::date(to)).text(locale),
        None => said.text(locale),
    }
}

/// What was asked for of a fee beside what is asked for already: `Phí chứng thực, thêm 3`. As the names, in Vietnamese.
#[must_use]
pub fn more(name: &str, more: More) -> String {
    match more.unit {
        Unit::Quantity => format!("{name}, thêm {}", more.count),
        Unit::Copies => format!("{name}, thêm {} bản", more.count),
    }
}

/// A further amount as history tells it: the fee, or the paper that asks for it; and how much, with the act behind a fee.
#[must_use]
pub fn asked(locale: Locale, asked: &Asked) -> (String, String) {
    let amount = format::dong(locale, asked.amount());
    match asked {
        Asked::Fee { more, line, .. } => {
            (self::more(&line.name, *more), format!("{amount} ({})", asked.legal_basis()))
        }
        Asked::Notice { notice, .. } => (notice.cited(), amount),
    }
}

/// The name of the fee whose line changed, with how many units more were asked for; empty for a further amount that is none of the
/// procedure's.
#[must_use]
pub fn changed_name(difference: &Difference) -> String {
    match &difference.ground {
        Some(Ground::Fee { more, .. }) => self::more(&difference.name, *more),
        Some(Ground::Notice(_)) | None => difference.name.clone(),
    }
}

/// What a fee came to cost after filing, on one line: `24/11/2026: 5.000 ₫ → 10.000 ₫ (sửa thông tin: Số bản)`.
#[must_use]
pub fn change(locale: Locale, difference: &Difference) -> String {
    let why = text(locale, &format!("fee-change-{}", difference.reason), &[]);
    let note = if difference.note.is_empty() { String::new() } else { format!(": {}", difference.note) };
    let basis = difference.legal_basis();
    let basis = if basis.is_empty() { basis } else { format!("; {basis}") };
    format!("{}: {} ({why}{note}{basis})", format::date(difference.on), changed(locale, difference))
}

/// From which amount to which; a further amount as what is added, and as what is taken off again.
#[must_use]
pub fn changed(locale: Locale, difference: &Difference) -> String {
    let dong = |amount: Vnd| format::dong(locale, amount);
    match difference.reason {
        DifferenceReason::Demand => format!("+ {}", dong(difference.amount())),
        DifferenceReason::Recall => format!("− {}", dong(difference.amount())),
        DifferenceReason::Correction | DifferenceReason::Exemption => {
            format!("{} → {}", dong(difference.before), dong(difference.after))
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
    use crate::domain::{
        further::Notice,
        procedure::{ExemptGroup, FeeKind},
        quote::Tariff,
    };

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
        assert_eq!(counted(&line(None)), "Phí chứng thực: 5 trang × 2 bản");
        assert_eq!(counted(&QuoteLine { copies: 1, ..line(None) }), "Phí chứng thực × 5");
        let said = |locale, less: &Reduction| reduction(locale, less, vnd(20_000));
        assert_eq!(said(Locale::Vi, &half), "giảm 50 % của 20.000\u{a0}₫");
        let both = Reduction::Several { of: vec![off, half] };
        assert_eq!(said(Locale::En, &both), "2,000\u{a0}₫ off 20,000\u{a0}₫; 50% off 20,000\u{a0}₫");
        assert_eq!(both.legal_basis(), "NQ 1; NQ 11/2022/NQ-HĐND");
        let poor = Reduction::Exempt {
            group: ExemptGroup::PoorHousehold,
            legal_basis: "Luật 97/2015/QH13".to_owned(),
        };
        assert_eq!(said(Locale::Vi, &poor), "được miễn: Hộ nghèo; người khác nộp 20.000\u{a0}₫");
    }

    fn tariff(amount: Amount, to: Option<&str>) -> Tariff {
        let day = |text: &str| text.parse().unwrap();
        Tariff { amount, valid_from: day("2017-01-01"), valid_to: to.map(day) }
    }

    #[test]
    fn a_line_says_how_its_amount_is_reckoned_and_by_which_rule() {
        let tiers = vec![Tier { upto: Some(2), each: vnd(2_000) }, Tier { upto: None, each: vnd(1_000) }];
        let amount = Amount::Tiers { tiers, cap: Some(vnd(200_000)) };
        let several = QuoteLine { tariff: Some(tariff(amount, Some("2026-12-31"))), ..line(None) };
        assert_eq!(
            reckoned(Locale::Vi, &several),
            "(2 × 2.000\u{a0}₫ + 3 × 1.000\u{a0}₫, tối đa 200.000\u{a0}₫) × 2 bản"
        );
        assert_eq!(rule(Locale::Vi, &several), "quy định phi/1, áp dụng từ 01/01/2017 đến 31/12/2026");
        let one = QuoteLine { copies: 1, quantity: 1, ..several.clone() };
        assert_eq!(reckoned(Locale::En, &one), "1 × 2,000\u{a0}₫, at most 200,000\u{a0}₫");
        let each =
            QuoteLine { copies: 1, tariff: Some(tariff(Amount::Each(vnd(8_000)), None)), ..line(None) };
        assert_eq!(reckoned(Locale::Vi, &each), "5 × 8.000\u{a0}₫");
        assert_eq!(rule(Locale::En, &each), "rule phi/1, in force from 01/01/2017");
        let flat = QuoteLine { tariff: Some(tariff(Amount::Flat(vnd(20_000)), None)), ..each.clone() };
        assert_eq!(reckoned(Locale::Vi, &flat), "", "one amount speaks for itself");
        assert_eq!((reckoned(Locale::Vi, &line(None)), rule(Locale::Vi, &line(None))), Default::default());
    }

    #[test]
    fn a_difference_says_from_what_to_what_and_why() {
        let difference = Difference {
            fee: "phi".to_owned(),
            name: "Phí".to_owned(),
            before: vnd(8_000),
            after: vnd(24_000),
            on: "2026-11-24".parse().unwrap(),
            reason: DifferenceReason::Correction,
            note: "Số bản".to_owned(),
            settled: false,
            ground: None,
        };
        assert_eq!(
            change(Locale::Vi, &difference),
            "24/11/2026: 8.000\u{a0}₫ → 24.000\u{a0}₫ (sửa thông tin đã khai: Số bản)"
        );
        let demand = Difference {
            reason: DifferenceReason::Demand,
            note: String::new(),
            before: vnd(0),
            ..difference.clone()
        };
        assert_eq!(
            change(Locale::En, &demand),
            "24/11/2026: + 24,000\u{a0}₫ (further amount asked for by the agency)"
        );
        let recall = Difference {
            reason: DifferenceReason::Recall,
            before: vnd(8_000),
            after: vnd(0),
            ..demand.clone()
        };
        assert_eq!(
            change(Locale::En, &recall),
            "24/11/2026: − 8,000\u{a0}₫ (further amount asked for no more)"
        );
    }

    #[test]
    fn a_further_amount_says_what_is_added_and_on_what_it_rests() {
        let more = More { unit: Unit::Copies, count: 2 };
        let difference = Difference {
            fee: "phi".to_owned(),
            name: "Phí chứng thực".to_owned(),
            before: vnd(7_000),
            after: vnd(21_000),
            on: "2026-11-24".parse().unwrap(),
            reason: DifferenceReason::Demand,
            note: "Thêm bản theo đề nghị".to_owned(),
            settled: false,
            ground: Some(Ground::Fee { more, legal_basis: "TT 226/2016/TT-BTC".to_owned(), was: None }),
        };
        assert_eq!(changed_name(&difference), "Phí chứng thực, thêm 2 bản");
        assert_eq!(
            change(Locale::Vi, &difference),
            "24/11/2026: + 14.000\u{a0}₫ (cơ quan yêu cầu nộp thêm: Thêm bản theo đề nghị; TT 226/2016/TT-BTC)"
        );
        let of_fee = Asked::Fee { more, amount: vnd(14_000), line: Box::new(line(None)) };
        let (what, how_much) = asked(Locale::Vi, &of_fee);
        assert_eq!(what, "Phí chứng thực, thêm 2 bản");
        assert_eq!(how_much, "14.000\u{a0}₫ (TT 226/2016/TT-BTC)");
        let notice = Notice {
            kind: None,
            number: "12/TB".to_owned(),
            date: "2026-11-20".parse().unwrap(),
            issuer: "Thuế cơ sở 1".to_owned(),
        };
        let by_paper = Asked::Notice { amount: vnd(9_000), notice };
        let (what, how_much) = asked(Locale::En, &by_paper);
        assert_eq!(what, "Văn bản số 12/TB ngày 20/11/2026 của Thuế cơ sở 1");
        assert_eq!(how_much, "9,000\u{a0}₫");
    }
}
