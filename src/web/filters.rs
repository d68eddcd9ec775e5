//! What a page imports as `use crate::web::filters;`: the filters of the language room and those that know the web.

#![expect(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::inline_always,
    reason = "filter_fn makes structs and drops the docs that stand above each filter"
)]

use std::fmt::Display;

use askama::{Result, Values};
use chrono::{Datelike as _, NaiveDate};

use super::{assets, chrome::Chrome};
pub use crate::i18n::filters::*;
use crate::{
    domain::status::Status,
    i18n::{Locale, Message, Value, text},
};

/// The address of a static file: `{{ "css/base.css"|asset }}`.
#[askama::filter_fn]
pub fn asset(path: impl Display, _: &dyn Values) -> Result<String> {
    Ok(assets::asset(&path.to_string()))
}

/// The frame of this page: `{% let frame = "frame"|chrome %}`; the value before the bar is ignored. An empty frame in the
/// language of the rendering when none was given.
#[askama::filter_fn]
pub fn chrome(_: impl Display, env: &dyn Values) -> Result<Chrome> {
    Ok(askama::get_value::<Chrome>(env, "chrome")
        .cloned()
        .unwrap_or_else(|_| Chrome::new(locale_of(env), "/")))
}

/// The words of a message as HTML, in which the reason that somebody wrote in Vietnamese is marked as such: with `|safe`.
#[askama::filter_fn]
pub fn say_marked(message: &Message, env: &dyn Values) -> Result<String> {
    // Private characters, which no typed text keeps, until the rest is escaped.
    const MARKS: [char; 2] = ['\u{E000}', '\u{E001}'];
    let locale = locale_of(env);
    let mut marked = message.clone();
    for (name, value) in &mut marked.args {
        if name == "reason"
            && locale != Locale::Vi
            && let Value::Text(words) = value
        {
            let plain: String = words.chars().filter(|c| !MARKS.contains(c)).collect();
            let [from, to] = MARKS;
            *words = format!("{from}{plain}{to}");
        }
    }
    let mut html = String::new();
    for c in marked.text(locale).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\u{E000}' => html.push_str("<span lang=\"vi\">"),
            '\u{E001}' => html.push_str("</span>"),
            other => html.push(other),
        }
    }
    Ok(html)
}

/// The `id` of a field with this name: letters, digits and dashes only (`document[0]` → `document-0-`).
#[askama::filter_fn]
pub fn id(name: impl Display, _: &dyn Values) -> Result<String> {
    Ok(name.to_string().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect())
}

/// Whether two values read the same: `{% if option.key|same(value) %}`.
#[askama::filter_fn]
pub fn same<V: Display>(one: impl Display, _: &dyn Values, other: V) -> Result<bool> {
    Ok(one.to_string() == other.to_string())
}

/// Whether a value is among others: `{% if option.key|among(values) %}`.
#[askama::filter_fn]
pub fn among<V: Display>(one: impl Display, _: &dyn Values, others: &[V]) -> Result<bool> {
    let one = one.to_string();
    Ok(others.iter().any(|other| other.to_string() == one))
}

/// The look of a status: `ok`, `info`, `warn`, `err`, `neutral`.
#[askama::filter_fn]
pub fn tone(status: &Status, _: &dyn Values) -> Result<&'static str> {
    Ok(match status {
        Status::Submitted | Status::Accepted | Status::Processing => "info",
        Status::SupplementRequested | Status::PaymentRequested => "warn",
        Status::Completed | Status::Returned => "ok",
        Status::Rejected | Status::Stopped => "err",
        Status::Draft | Status::Withdrawn => "neutral",
    })
}

/// Two letters for the weekday of a calendar strip: `T2` … `CN`.
#[askama::filter_fn]
pub fn day_mark(day: &NaiveDate, env: &dyn Values) -> Result<String> {
    let key = format!("day-mark-{}", day.weekday().number_from_monday());
    Ok(text(locale_of(env), &key, &[]))
}
