//! What a procedure offers by each channel: how long it takes and what it costs, for one case or for all of them.

use chrono::NaiveDate;

use crate::{
    app::{
        quotation::{self, Offered},
        reference::Reference,
    },
    domain::{limit::Promise, money::Vnd, procedure::Answers, quote::Quote, status::Channel},
    i18n::{Locale, format, text},
    web::explain,
};

/// One channel for one case.
#[derive(Clone, Debug)]
pub struct Offer {
    /// By which way the dossier comes.
    pub channel: Channel,
    /// Time of the law and time promised; none where the catalogue has no limit.
    pub promise: Option<Promise>,
    /// What is to be paid; none where an amount is not set.
    pub quote: Option<Quote>,
    /// What stands beside it in the catalogue.
    pub note: String,
}

impl Offer {
    /// The promised time in words; empty when there is none.
    #[must_use]
    pub fn time(&self, locale: Locale) -> String {
        self.promise.map_or_else(String::new, |p| explain::limit(locale, p.limit))
    }

    /// The time of the law in words, when less is promised; otherwise empty.
    #[must_use]
    pub fn statutory(&self, locale: Locale) -> String {
        self.promise
            .filter(|p| p.is_shortened())
            .map_or_else(String::new, |p| explain::limit(locale, p.statutory))
    }

    /// The amount in words; empty when it is not set.
    #[must_use]
    pub fn fee(&self, locale: Locale) -> String {
        self.quote.as_ref().map_or_else(String::new, |q| amount(locale, q.total))
    }

    /// The full amount in words, when less is asked; otherwise empty.
    #[must_use]
    pub fn full(&self, locale: Locale) -> String {
        match &self.quote {
            Some(q) => match q.full() {
                Ok(full) if full > q.total => format::dong(locale, full),
                Ok(_) | Err(_) => String::new(),
            },
            None => String::new(),
        }
    }
}

/// An amount in words: free when there is nothing to pay.
#[must_use]
pub fn amount(locale: Locale, amount: Vnd) -> String {
    if amount.is_zero() { text(locale, "public-free", &[]) } else { format::dong(locale, amount) }
}

/// The channels of a procedure for one case, online first.
#[must_use]
pub fn offers(offered: Offered<'_>, on: NaiveDate, reference: &Reference) -> Vec<Offer> {
    [Channel::Online, Channel::Direct, Channel::Postal]
        .into_iter()
        .filter_map(|channel| {
            let terms = quotation::terms(reference, offered, channel, on, &Answers::new()).ok()?;
            let note = offered.channels.iter().find(|c| c.channel == channel)?.note.clone();
            Some(Offer {
                channel,
                promise: terms.promise.ok(),
                quote: terms.quote.ok(),
                note: note.unwrap_or_default(),
            })
        })
        .collect()
}

/// Time and fee in a line, over all cases of the first channel that is open: `4 ngày làm việc`, `từ 8.000 ₫`.
#[must_use]
pub fn summary<'o>(
    locale: Locale,
    of_cases: impl Iterator<Item = Offered<'o>>,
    on: NaiveDate,
    reference: &Reference,
) -> (String, String) {
    let firsts: Vec<Offer> =
        of_cases.filter_map(|offered| offers(offered, on, reference).into_iter().next()).collect();
    let limits = firsts.iter().filter_map(|o| o.promise).map(|p| p.limit);
    let longest = limits.reduce(|a, b| if a.min(b) == a { b } else { a });
    let same = firsts.windows(2).all(|two| match two {
        [a, b] => a.promise.map(|p| p.limit) == b.promise.map(|p| p.limit),
        _ => true,
    });
    let time = longest.map_or_else(String::new, |limit| {
        let words = explain::limit(locale, limit);
        if same {
            words
        } else {
            text(locale, "public-time-up-to", &[("time", crate::i18n::Value::Text(words))])
        }
    });
    let totals: Option<Vec<Vnd>> = firsts.iter().map(|o| o.quote.as_ref().map(|q| q.total)).collect();
    let fee = totals.as_deref().map_or_else(String::new, |t| range(locale, t));
    (time, fee)
}

fn range(locale: Locale, totals: &[Vnd]) -> String {
    match (totals.iter().min(), totals.iter().max()) {
        (Some(least), Some(most)) if least == most => amount(locale, *least),
        (Some(least), Some(most)) => format!("{} – {}", amount(locale, *least), amount(locale, *most)),
        _ => String::new(),
    }
}
