//! The filters that templates use. The language comes from the rendering itself (runtime value `locale`), so that no page
//! has to carry it. In templates: `{{ "button-save"|t }}`, `{{ "form-errors-title"|t1("count", 2) }}`,
//! `{{ dossier.due_at|datetime_long }}`, `{{ "/thu-tuc"|path }}`.

#![expect(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::inline_always,
    reason = "filter_fn makes structs and drops the docs that stand above each filter"
)]

use std::fmt::Display;

use askama::{Result, Values};
use chrono::{DateTime, Utc};

use crate::domain::money::Vnd;

use super::{
    Locale, catalogue, fees, format,
    format::{Day, Share, Whole},
    message::{Fault, Message},
    value::Argument,
};

/// The language of this rendering; Vietnamese when none was given.
#[must_use]
pub fn locale_of(env: &dyn Values) -> Locale {
    askama::get_value::<Locale>(env, "locale").copied().unwrap_or_default()
}

/// The words for a key.
#[askama::filter_fn]
pub fn t(key: impl Display, env: &dyn Values) -> Result<String> {
    Ok(catalogue::text(locale_of(env), &key.to_string(), &[]))
}

/// The words for a key with one value.
#[askama::filter_fn]
pub fn t1<V1: Argument>(key: impl Display, env: &dyn Values, n1: &str, v1: V1) -> Result<String> {
    Ok(catalogue::text(locale_of(env), &key.to_string(), &[(n1, v1.value())]))
}

/// The words for a key with two values.
#[askama::filter_fn]
pub fn t2<V1: Argument, V2: Argument>(
    key: impl Display,
    env: &dyn Values,
    n1: &str,
    v1: V1,
    n2: &str,
    v2: V2,
) -> Result<String> {
    let args = [(n1, v1.value()), (n2, v2.value())];
    Ok(catalogue::text(locale_of(env), &key.to_string(), &args))
}

/// The words for a key with three values.
#[askama::filter_fn]
pub fn t3<V1: Argument, V2: Argument, V3: Argument>(
    key: impl Display,
    env: &dyn Values,
    n1: &str,
    v1: V1,
    n2: &str,
    v2: V2,
    n3: &str,
    v3: V3,
) -> Result<String> {
    let args = [(n1, v1.value()), (n2, v2.value()), (n3, v3.value())];
    Ok(catalogue::text(locale_of(env), &key.to_string(), &args))
}

/// The words of a [`Message`].
#[askama::filter_fn]
pub fn say(message: &Message, env: &dyn Values) -> Result<String> {
    Ok(message.text(locale_of(env)))
}

/// The words of a field's error, empty when there is none: `""`, `Option<String>`, `Option<&Message>`, `Message` …
#[askama::filter_fn]
pub fn fault(fault: impl Fault, env: &dyn Values) -> Result<String> {
    Ok(fault.words(locale_of(env)))
}

/// The path in the language of this page: `{{ "/thu-tuc"|path }}`.
#[askama::filter_fn]
pub fn path(path: impl Display, env: &dyn Values) -> Result<String> {
    Ok(locale_of(env).path(&path.to_string()))
}

/// The code of the language of this page, for `lang`; the value before the bar is ignored.
#[askama::filter_fn]
pub fn lang(_: impl Display, env: &dyn Values) -> Result<&'static str> {
    Ok(locale_of(env).code())
}

/// Whether these words are Vietnamese on a page that is not, so that they need `lang="vi"`: procedures, places and what people
/// wrote are Vietnamese whatever the language of the page. `{% if option.label|foreign %} lang="vi"{% endif %}`.
#[askama::filter_fn]
pub fn foreign(words: impl Display, env: &dyn Values) -> Result<bool> {
    Ok(locale_of(env) != Locale::Vi && is_vietnamese(&words.to_string()))
}

/// A third of the words or more have a letter that English does not have.
fn is_vietnamese(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let (all, marked) =
        words.fold((0, 0), |(all, marked), word| (all + 1, marked + usize::from(!word.is_ascii())));
    marked > 0 && marked * 3 >= all
}

/// `31/12/2024`.
#[askama::filter_fn]
pub fn date(day: impl Day, _: &dyn Values) -> Result<String> {
    Ok(format::date(day))
}

/// `thứ Ba 31/12/2024`.
#[askama::filter_fn]
pub fn date_long(day: impl Day, env: &dyn Values) -> Result<String> {
    Ok(format::date_long(locale_of(env), day))
}

/// `thứ Ba`.
#[askama::filter_fn]
pub fn weekday(day: impl Day, env: &dyn Values) -> Result<String> {
    Ok(format::weekday(locale_of(env), day))
}

/// `16:30, 31/12/2024`.
#[askama::filter_fn]
pub fn datetime(moment: &DateTime<Utc>, _: &dyn Values) -> Result<String> {
    Ok(format::datetime(*moment))
}

/// `16:30, thứ Ba 31/12/2024`.
#[askama::filter_fn]
pub fn datetime_long(moment: &DateTime<Utc>, env: &dyn Values) -> Result<String> {
    Ok(format::datetime_long(locale_of(env), *moment))
}

/// `16:30`.
#[askama::filter_fn]
pub fn time(moment: &DateTime<Utc>, _: &dyn Values) -> Result<String> {
    Ok(format::time(*moment))
}

/// For `<time datetime>`: `2024-12-31T09:30:00Z`.
#[askama::filter_fn]
pub fn iso(moment: &DateTime<Utc>, _: &dyn Values) -> Result<String> {
    Ok(moment.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// `100.000 ₫`.
#[askama::filter_fn]
pub fn dong(amount: impl Whole, env: &dyn Values) -> Result<String> {
    Ok(format::dong(locale_of(env), amount))
}

/// `Mười nghìn đồng`.
#[askama::filter_fn]
pub fn in_words(amount: &Vnd, env: &dyn Values) -> Result<String> {
    Ok(fees::in_words(locale_of(env), *amount))
}

/// `1.234`.
#[askama::filter_fn]
pub fn num(number: impl Whole, env: &dyn Values) -> Result<String> {
    Ok(format::num(locale_of(env), number))
}

/// `92,9%`.
#[askama::filter_fn]
pub fn percent(share: impl Share, env: &dyn Values) -> Result<String> {
    Ok(format::percent(locale_of(env), share))
}

/// `1,3 MB`.
#[askama::filter_fn]
pub fn file_size(bytes: impl Whole, env: &dyn Values) -> Result<String> {
    Ok(format::file_size(locale_of(env), bytes))
}

/// `0905 123 456`.
#[askama::filter_fn]
pub fn phone(number: impl Display, _: &dyn Values) -> Result<String> {
    Ok(format::phone(&number.to_string()))
}

/// `Ng***** Thị Th***`.
#[askama::filter_fn]
pub fn mask_name(name: impl Display, _: &dyn Values) -> Result<String> {
    Ok(format::mask_name(&name.to_string()))
}

/// The parts of a stored date `YYYY-MM-DD` for three boxes: year, month, day; missing parts are empty.
#[askama::filter_fn]
pub fn date_part(stored: impl Display, _: &dyn Values, part: usize) -> Result<String> {
    let stored = stored.to_string();
    let found = stored.split('-').nth(part).unwrap_or_default();
    Ok(found.trim_start_matches('0').to_owned())
}
