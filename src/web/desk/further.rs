//! A further amount on the form that asks for money: which ways there are to ask, how what was typed is read, and what is looked at
//! before it is asked for.

use chrono::{DateTime, NaiveDate, Utc};

use super::typed::{amount, line};
use crate::{
    domain::{
        decide::local_date,
        dossier::Dossier,
        fee::{Amount, rule_for},
        further::{Further, MOST, More, Notice, Unit},
        money::Vnd,
        party::FieldError,
        procedure::{Collection, Fee, FeeKind, Procedure},
        quote::{Quote, QuoteLine},
        status::Channel,
    },
    i18n::{Locale, Message, fees as words, format, text},
    store::view::DossierView,
    web::{
        fees,
        form::FieldErrors,
        parts::{Choice, FeeLine},
    },
};

/// Only what is outstanding is asked for.
const OUTSTANDING: &str = "outstanding";
/// More of a fee of the procedure.
const FEE: &str = "fee";
/// What an authority asks for.
const NOTICE: &str = "notice";
/// Behind the key of a fee: its copies are counted on.
const COPIES: &str = ":copies";
/// What an authority asks for that is neither a charge nor a fee.
const NEITHER: &str = "neither";

/// What was typed of a further amount.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// Which way: [`ways`].
    pub way: &'a str,
    /// Which fee: [`items`].
    pub item: &'a str,
    /// How many more.
    pub quantity: &'a str,
    /// Whole đồng.
    pub amount: &'a str,
    /// What it is: [`kinds`].
    pub kind: &'a str,
    /// Number of the paper.
    pub number: &'a str,
    /// Its date.
    pub date: Result<NaiveDate, FieldError>,
    /// Who issued it.
    pub issuer: &'a str,
}

impl Typed<'_> {
    /// The further amount and what it rests on: nothing inside when only what is outstanding is asked for, nothing at all when
    /// something is to be mended.
    pub fn read(&self, now: DateTime<Utc>, errors: &mut FieldErrors) -> Option<Option<Further>> {
        match self.way {
            OUTSTANDING => Some(None),
            FEE => self.fee(errors).map(Some),
            NOTICE => self.notice(local_date(now), errors).map(Some),
            _ => {
                errors.add("further", Message::new("desk-further-choose"));
                None
            }
        }
    }

    fn fee(&self, errors: &mut FieldErrors) -> Option<Further> {
        let (fee, unit) = match self.item.strip_suffix(COPIES) {
            Some(fee) => (fee, Unit::Copies),
            None => (self.item, Unit::Quantity),
        };
        if fee.is_empty() {
            errors.add("item", Message::new("desk-further-item-choose"));
        }
        let count = self.quantity.trim().parse::<u32>().ok().filter(|count| (1..=MOST).contains(count));
        if count.is_none() {
            let said = Message::new("citizen-field-number-between").with("min", 1).with("max", MOST);
            errors.add("quantity", said);
        }
        let fee = Some(fee.to_owned()).filter(|fee| !fee.is_empty());
        Some(Further::Fee { fee: fee?, more: More { unit, count: count? } })
    }

    fn notice(&self, today: NaiveDate, errors: &mut FieldErrors) -> Option<Further> {
        let kind = match self.kind {
            NEITHER => Ok(None),
            key => FeeKind::parse(key).map(Some).ok_or(FieldError::Choice),
        };
        let kind = errors.take("kind", kind);
        let asked = amount(self.amount)
            .and_then(|asked| if asked.is_zero() { Err(FieldError::Number) } else { Ok(asked) });
        let asked = errors.take("amount", asked);
        let number = errors.take("number", line(self.number));
        let date =
            self.date.and_then(|date| if date > today { Err(FieldError::FutureDate) } else { Ok(date) });
        let date = errors.take("date", date);
        let issuer = errors.take("issuer", line(self.issuer));
        let notice = Notice { kind: kind?, number: number?, date: date?, issuer: issuer? };
        Some(Further::Notice { amount: asked?, notice })
    }
}

/// The ways in which money can be asked for on a dossier of which so much is outstanding.
#[must_use]
pub fn ways(locale: Locale, outstanding: Vnd, items: &[Choice]) -> Vec<Choice> {
    let way = |key: &str| {
        let hint = text(locale, &format!("desk-further-{key}-hint"), &[]);
        Choice::new(key, text(locale, &format!("desk-further-{key}"), &[])).hint(hint)
    };
    let owed =
        Message::new("desk-further-outstanding-hint").with("amount", format::dong(locale, outstanding));
    let owed =
        Choice::new(OUTSTANDING, text(locale, "desk-further-outstanding", &[])).hint(owed.text(locale));
    let owed = (!outstanding.is_zero()).then_some(owed);
    let fee = (!items.is_empty()).then(|| way(FEE));
    owed.into_iter().chain(fee).chain([way(NOTICE)]).collect()
}

/// What an authority can ask for.
#[must_use]
pub fn kinds(locale: Locale) -> Vec<Choice> {
    let fee = FeeKind::ALL.iter().map(|kind| {
        Choice::new(kind.key(), text(locale, &format!("fee-kind-{kind}"), &[])).hint(String::new())
    });
    let neither = Choice::new(NEITHER, text(locale, "desk-further-neither", &[])).hint(text(
        locale,
        "desk-further-neither-hint",
        &[],
    ));
    fee.chain([neither]).collect()
}

/// The fees of the procedure of which more can be asked for: not those that are paid elsewhere, nor those that are asked for already
/// and are the same for every dossier.
#[must_use]
pub fn items(view: &DossierView, procedure: &Procedure, locale: Locale) -> Vec<Choice> {
    let empty = Quote::default();
    let quote = view.quote.as_deref().unwrap_or(&empty);
    let here = procedure.fees.iter().filter(|fee| fee.collection != Collection::Elsewhere);
    here.flat_map(|fee| {
        let line = quote.lines.iter().find(|line| line.fee == fee.key);
        match line {
            Some(line) => counted_on(fee, line, procedure, locale),
            None => begun(fee, view, locale).into_iter().collect(),
        }
    })
    .collect()
}

/// More of a fee that is asked for already.
fn counted_on(fee: &Fee, line: &QuoteLine, procedure: &Procedure, locale: Locale) -> Vec<Choice> {
    let is_once = matches!(line.tariff.as_ref().map(|tariff| &tariff.amount), Some(Amount::Flat(_)));
    if is_once && fee.copies_field.is_none() {
        return Vec::new();
    }
    let how = words::reckoned(locale, line);
    let now = if how.is_empty() { String::new() } else { format!("{how} = ") };
    let now = format!("{now}{}", format::dong(locale, line.amount));
    let hint = Message::new("desk-further-counted").with("now", now).text(locale);
    let hint = format!("{} · {hint} · {}", kind(locale, fee), line.all_bases());
    let label = |field: &Option<String>| {
        let unit = field.as_ref().and_then(|key| asked_as(procedure, key));
        unit.map_or_else(|| fee.name.clone(), |unit| format!("{}: {unit}", fee.name))
    };
    let quantity = (!is_once).then(|| Choice::new(&fee.key, label(&fee.quantity_field)).hint(hint.clone()));
    let copies = fee.copies_field.is_some();
    let copies = copies
        .then(|| Choice::new(format!("{}{COPIES}", fee.key), label(&fee.copies_field)).hint(hint.clone()));
    quantity.into_iter().chain(copies).collect()
}

/// A fee that is not asked for yet, where it has an amount on the day of filing.
fn begun(fee: &Fee, view: &DossierView, locale: Locale) -> Option<Choice> {
    let (channel, filed) = (Channel::parse(&view.channel)?, local_date(view.submitted_at?));
    let (_, rule) = rule_for(&fee.rules, channel, filed)?;
    let hint = format!("{} · {}", kind(locale, fee), rule.legal_basis);
    Some(Choice::new(&fee.key, &fee.name).hint(hint))
}

fn kind(locale: Locale, fee: &Fee) -> String {
    text(locale, &format!("fee-kind-{}", fee.kind), &[])
}

/// How the form of the procedure asks for what a fee is counted by.
fn asked_as<'a>(procedure: &'a Procedure, key: &str) -> Option<&'a str> {
    let fields = procedure.form.iter().flat_map(|page| &page.fields);
    fields.into_iter().find(|field| field.key == key).map(|field| field.label.as_str())
}

/// A further amount that is looked at, in figures and in words and with what it rests on, before it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// How much.
    pub amount: Vnd,
    /// What for, and on what it rests.
    pub line: FeeLine,
    /// All that is asked for with it.
    pub all: Vnd,
    /// What is sent back to say that just this was looked at.
    pub seen: String,
}

/// What asking for `further` would make of a dossier.
#[must_use]
pub fn foreseen(locale: Locale, further: &Further, dossier: &Dossier) -> Option<Foreseen> {
    let quote = dossier.quote.as_ref()?;
    let last = quote.differences.last()?;
    let seen = match further {
        Further::Fee { fee, more } => format!("{fee} {} {}", more.unit, more.count),
        Further::Notice { notice, .. } => format!("{notice:?}"),
    };
    Some(Foreseen {
        amount: last.amount(),
        line: fees::asked(locale, quote, last),
        all: dossier.outstanding(),
        seen: format!("{} {seen}", last.amount().dong()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed<'static> {
        Typed {
            way: "",
            item: "",
            quantity: "",
            amount: "",
            kind: "",
            number: "",
            date: Err(FieldError::Date),
            issuer: "",
        }
    }

    fn now() -> DateTime<Utc> {
        "2026-11-26T03:00:00Z".parse().unwrap()
    }

    fn read(typed: Typed<'_>) -> Result<Option<Further>, Vec<String>> {
        let mut errors = FieldErrors::none();
        let read = typed.read(now(), &mut errors);
        read.ok_or_else(|| errors.iter().map(|(field, said)| format!("{field} {}", said.key)).collect())
    }

    #[test]
    fn a_way_has_to_be_chosen_and_what_is_outstanding_needs_nothing_more() {
        assert_eq!(read(typed()), Err(vec!["further desk-further-choose".to_owned()]));
        assert_eq!(read(Typed { way: OUTSTANDING, amount: "x", ..typed() }), Ok(None));
    }

    #[test]
    fn more_of_a_fee_needs_the_fee_and_a_number_that_can_be_meant() {
        let more = Typed { way: FEE, item: "phi:copies", quantity: " 3 ", ..typed() };
        let three = More { unit: Unit::Copies, count: 3 };
        assert_eq!(read(more), Ok(Some(Further::Fee { fee: "phi".to_owned(), more: three })));
        for quantity in ["", "0", "-1", "1.5", "10000", "4294967296"] {
            let wrong = read(Typed { item: "phi", quantity, ..more });
            assert_eq!(wrong, Err(vec!["quantity citizen-field-number-between".to_owned()]), "{quantity}");
        }
        let neither = read(Typed { item: "", quantity: "", ..more });
        assert_eq!(neither.unwrap_err().len(), 2);
    }

    #[test]
    fn a_paper_needs_kind_amount_number_date_and_issuer() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let whole = Typed {
            way: NOTICE,
            amount: "1.000.000",
            kind: NEITHER,
            number: " 12/TB ",
            date: Ok(day("2026-11-26")),
            issuer: "Thuế cơ sở 1",
            ..typed()
        };
        let notice = Notice {
            kind: None,
            number: "12/TB".to_owned(),
            date: day("2026-11-26"),
            issuer: "Thuế cơ sở 1".to_owned(),
        };
        let amount = Vnd::new(1_000_000).unwrap();
        assert_eq!(read(whole), Ok(Some(Further::Notice { amount, notice })));
        for (what, wrong) in [
            ("kind field-choice", Typed { kind: "", ..whole }),
            ("amount field-number", Typed { amount: "0", ..whole }),
            ("amount field-number", Typed { amount: "", ..whole }),
            ("number field-required", Typed { number: " ", ..whole }),
            ("date field-date", Typed { date: Err(FieldError::Date), ..whole }),
            ("date field-future-date", Typed { date: Ok(day("2026-11-27")), ..whole }),
            ("issuer field-required", Typed { issuer: "", ..whole }),
        ] {
            assert_eq!(read(wrong), Err(vec![what.to_owned()]));
        }
        assert_eq!(read(Typed { way: NOTICE, ..typed() }).unwrap_err().len(), 5);
    }
}
