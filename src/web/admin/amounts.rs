//! An amount as it is typed in one cell: `75.000`, or a tier a line, from which unit at what price: `1: 2.000` and below it
//! `3: 1.000`.

use super::{rows, sheet};
use crate::{
    domain::{
        fee::{Amount, Tier},
        money::Vnd,
        party::FieldError,
        status::keyed,
    },
    i18n::{Locale, Value, format, text},
};

keyed! {
    /// How an amount is found.
    Way {
        /// The same for every dossier.
        Flat = "flat",
        /// So much for each unit.
        Each = "each",
        /// By tiers of the quantity.
        Tiers = "tiers",
    }
}

/// How `amount` is found.
#[must_use]
pub const fn way_of(amount: &Amount) -> Way {
    match amount {
        Amount::Flat(_) => Way::Flat,
        Amount::Each(_) => Way::Each,
        Amount::Tiers { .. } => Way::Tiers,
    }
}

/// The amount and its cap as cells.
#[must_use]
pub fn cells_of(amount: &Amount) -> [String; 2] {
    match amount {
        Amount::Flat(dong) | Amount::Each(dong) => [grouped(*dong), String::new()],
        Amount::Tiers { tiers, cap } => {
            let mut from = 1;
            let mut lines = Vec::new();
            for tier in tiers {
                lines.push(format!("{from}: {}", grouped(tier.each)));
                from = tier.upto.map_or(from, |upto| upto.saturating_add(1));
            }
            [lines.join("\n"), cap.map_or_else(String::new, grouped)]
        }
    }
}

/// An amount in words: flat, for each unit, or by tiers.
#[must_use]
pub fn amount_words(amount: &Amount, locale: Locale) -> String {
    let dong = |amount| format::dong(locale, amount);
    match amount {
        Amount::Flat(flat) => dong(*flat),
        Amount::Each(each) => {
            let said = dong(*each);
            text(locale, "admin-amount-each", &[("amount", Value::Text(said))])
        }
        Amount::Tiers { tiers, cap } => {
            let each = tiers.iter().map(|tier| {
                let upto = tier.upto.map_or_else(|| "…".to_owned(), |n| n.to_string());
                format!("≤ {upto}: {}", dong(tier.each))
            });
            let most =
                cap.map(|cap| text(locale, "admin-amount-most", &[("amount", Value::Text(dong(cap)))]));
            each.chain(most).collect::<Vec<_>>().join("; ")
        }
    }
}

/// `200.000`.
#[must_use]
pub fn grouped(amount: Vnd) -> String {
    let digits = amount.dong().to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// The amount of two cells. The last tier is open; a cap is for tiers alone.
/// # Errors
/// [`FieldError::Required`] without an amount, [`FieldError::Number`] for what is neither an amount nor tiers in rising order
/// from 1.
pub fn read(way: Way, amount: &str, cap: &str) -> Result<Amount, FieldError> {
    let lines = sheet::lines(amount);
    match (way, lines.as_slice()) {
        (_, []) => Err(FieldError::Required),
        (Way::Flat, [one]) => dong(one).map(Amount::Flat),
        (Way::Each, [one]) => dong(one).map(Amount::Each),
        (Way::Flat | Way::Each, [..]) => Err(FieldError::Number),
        (Way::Tiers, lines) => {
            let read: Vec<(u32, Vnd)> = lines.iter().map(|line| tier(line)).collect::<Result<_, _>>()?;
            let starts: Vec<u32> = read.iter().map(|(from, _)| *from).collect();
            if starts.first() != Some(&1) || !starts.is_sorted_by(|one, next| one < next) {
                return Err(FieldError::Number);
            }
            let ends = starts.iter().skip(1).map(|from| Some(from - 1)).chain([None]);
            let tiers = read.iter().zip(ends).map(|((_, each), upto)| Tier { upto, each: *each }).collect();
            let cap = Some(cap.trim()).filter(|cap| !cap.is_empty()).map(dong).transpose()?;
            Ok(Amount::Tiers { tiers, cap })
        }
    }
}

fn tier(line: &str) -> Result<(u32, Vnd), FieldError> {
    let (from, each) = line.split_once(':').ok_or(FieldError::Number)?;
    Ok((rows::number(from)?, dong(each)?))
}

/// An amount as typed: `75.000`, `75.000 ₫`.
/// # Errors
/// [`FieldError::Number`].
pub fn dong(typed: &str) -> Result<Vnd, FieldError> {
    let bare = typed.trim().trim_end_matches(['đ', '₫']);
    if bare.trim().is_empty() {
        return Err(FieldError::Number);
    }
    Vnd::new(i64::from(rows::number(bare)?)).map_err(|_| FieldError::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    #[test]
    fn tiers_are_typed_from_which_unit_at_what_price() {
        let read = read(Way::Tiers, " 1: 2.000 đ\r\n3 : 1000\n", "200.000").unwrap();
        let tiers = vec![Tier { upto: Some(2), each: vnd(2_000) }, Tier { upto: None, each: vnd(1_000) }];
        assert_eq!(read, Amount::Tiers { tiers, cap: Some(vnd(200_000)) });
        assert_eq!(cells_of(&read), ["1: 2.000\n3: 1.000", "200.000"]);
        assert_eq!(
            [1, 2, 3, 5, 500].map(|n| read.price(n).unwrap().dong()),
            [2_000, 4_000, 5_000, 7_000, 200_000]
        );
    }

    #[test]
    fn what_is_shown_can_be_sent_back() {
        let tiers = |cap| Amount::Tiers { tiers: vec![Tier { upto: None, each: vnd(0) }], cap };
        for amount in [Amount::Flat(vnd(0)), Amount::Each(vnd(1_234_567)), tiers(None), tiers(Some(vnd(900)))]
        {
            let [typed, cap] = cells_of(&amount);
            assert_eq!(read(way_of(&amount), &typed, &cap), Ok(amount));
        }
    }

    #[test]
    fn what_is_no_amount_is_to_be_mended() {
        for (way, typed) in [
            (Way::Flat, "abc"),
            (Way::Flat, "1: 2.000"),
            (Way::Each, "1.000\n2.000"),
            (Way::Tiers, "2.000"),
            (Way::Tiers, "2: 2.000"),
            (Way::Tiers, "1: 2.000\n1: 1.000"),
            (Way::Tiers, "1: 2.000\n5: 1.000\n3: 500"),
            (Way::Tiers, "1:"),
        ] {
            assert_eq!(read(way, typed, ""), Err(FieldError::Number), "{typed}");
        }
        assert_eq!(read(Way::Flat, " ", ""), Err(FieldError::Required));
    }
}
