//! The fields of an e-form page as a page shows them, with the words for what needs attention; and answers as people read them.

use std::collections::BTreeMap;

use crate::{
    app::{choice, reference::Reference},
    domain::{
        answers::{self, Fault},
        correction::{self, AnswerChange},
        party::FieldError,
        procedure::{Answers, FieldKind, FormField, FormPage, Procedure, Proof},
    },
    i18n::{Argument as _, Locale, Message, format, text},
    web::{
        form::{FieldErrors, field_message},
        parts::Choice,
    },
};

/// What the names of the e-form's inputs begin with in a form that asks for other things too: a procedure may call its fields
/// as it likes.
pub const FORM: &str = "to-khai.";

/// One field, ready for its macro.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name of the input.
    pub name: String,
    /// What it asks for.
    pub label: String,
    /// Help; empty for none.
    pub hint: String,
    /// What it takes.
    pub kind: FieldKind,
    /// May be left empty.
    pub optional: bool,
    /// What was typed or stored.
    pub value: String,
    /// What to choose from.
    pub options: Vec<Choice>,
    /// What needs attention.
    pub error: Option<Message>,
    /// Longest text; 0 for no limit of its own.
    pub max: i64,
    /// For the browser's own filling in.
    pub autocomplete: &'static str,
}

impl Field {
    /// One line of text.
    #[must_use]
    pub const fn is_line(&self) -> bool {
        !(self.is_long() || self.is_date() || self.is_radios() || self.is_select() || self.is_tick())
    }
    /// Several lines.
    #[must_use]
    pub const fn is_long(&self) -> bool {
        matches!(self.kind, FieldKind::LongText)
    }
    /// Three boxes.
    #[must_use]
    pub const fn is_date(&self) -> bool {
        matches!(self.kind, FieldKind::Date)
    }
    /// One of a few.
    #[must_use]
    pub const fn is_radios(&self) -> bool {
        matches!(self.kind, FieldKind::Choice)
    }
    /// One of many.
    #[must_use]
    pub const fn is_select(&self) -> bool {
        matches!(self.kind, FieldKind::Commune)
    }
    /// A box to tick.
    #[must_use]
    pub const fn is_tick(&self) -> bool {
        matches!(self.kind, FieldKind::Tick)
    }
    /// Which keys a phone shows.
    #[must_use]
    pub const fn inputmode(&self) -> &'static str {
        match self.kind {
            FieldKind::Number | FieldKind::Money | FieldKind::PersonalNumber => "numeric",
            FieldKind::Phone => "tel",
            FieldKind::Email => "email",
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Name
            | FieldKind::Date
            | FieldKind::Choice
            | FieldKind::Commune
            | FieldKind::Tick => "",
        }
    }
    /// How wide its box is.
    #[must_use]
    pub const fn width(&self) -> &'static str {
        match self.kind {
            FieldKind::Number => "10",
            FieldKind::Money | FieldKind::PersonalNumber | FieldKind::Phone => "20",
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Name
            | FieldKind::Email
            | FieldKind::Date
            | FieldKind::Choice
            | FieldKind::Commune
            | FieldKind::Tick => "",
        }
    }
    /// What stands behind its box.
    #[must_use]
    pub const fn after(&self) -> &'static str {
        if matches!(self.kind, FieldKind::Money) { "₫" } else { "" }
    }
    /// Longest text; 0 for no limit of its own.
    #[must_use]
    pub const fn longest(&self) -> i64 {
        self.max
    }
    /// Names and codes are not words.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        !matches!(self.kind, FieldKind::Text | FieldKind::LongText)
    }
}

/// A page as it is shown.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Key.
    pub key: String,
    /// Heading.
    pub title: String,
    /// Whether the heading is procedure data.
    pub is_data: bool,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// The same faults for the summary.
    pub errors: FieldErrors,
}

/// The page with what was typed and what needs attention.
#[must_use]
pub fn filled(
    locale: Locale,
    page: &FormPage,
    typed: &Answers,
    faults: &[Fault],
    reference: &Reference,
) -> Filled {
    let by_key: BTreeMap<&str, FieldError> = faults.iter().map(|(k, e)| (k.as_str(), *e)).collect();
    let mut errors = FieldErrors::none();
    let fields = page
        .fields
        .iter()
        .map(|f| {
            let label = label(locale, f);
            let error = by_key.get(f.key.as_str()).map(|e| message(&label, f, *e));
            if let Some(error) = &error {
                errors.add(&f.key, error.clone());
            }
            let value = as_typed(f.kind, typed.get(&f.key).map_or("", String::as_str));
            Field {
                hint: hint(locale, f, &value),
                options: options(locale, f, reference),
                name: f.key.clone(),
                label,
                kind: f.kind,
                optional: f.optional,
                value,
                error,
                max: f.max.filter(|_| f.kind == FieldKind::LongText).unwrap_or(0),
                autocomplete: autocomplete(&f.key),
            }
        })
        .collect();
    Filled {
        key: page.key.clone(),
        title: title(locale, page),
        is_data: !page.title.is_empty(),
        fields,
        errors,
    }
}

impl Filled {
    /// The same page for a form that asks for other things too: every input's name begins with [`FORM`].
    #[must_use]
    pub fn apart(mut self) -> Self {
        for field in &mut self.fields {
            field.name = format!("{FORM}{}", field.name);
        }
        let mut errors = FieldErrors::none();
        for (name, error) in self.errors.iter() {
            errors.add(&format!("{FORM}{name}"), error.clone());
        }
        self.errors = errors;
        self
    }
}

/// What was sent of the e-form by a form that asks for other things too, as it was typed on `page`.
#[must_use]
pub fn typed_apart(page: &FormPage, sent: &[(String, String)]) -> Answers {
    answers::typed(page, &sent_apart(sent))
}

fn sent_apart(sent: &[(String, String)]) -> Vec<(String, String)> {
    sent.iter()
        .filter_map(|(name, value)| name.strip_prefix(FORM).map(|n| (n.to_owned(), value.clone())))
        .collect()
}

/// A stored value as people type it.
fn as_typed(kind: FieldKind, value: &str) -> String {
    if kind == FieldKind::Phone && value.starts_with("+84") { typed_phone(value) } else { value.to_owned() }
}

/// A stored phone number as people type it, with ordinary spaces.
#[must_use]
pub fn typed_phone(stored: &str) -> String {
    format::phone(stored).replace('\u{a0}', " ")
}

/// Heading of a page: the procedure's own, or the portal's.
#[must_use]
pub fn title(locale: Locale, page: &FormPage) -> String {
    if page.title.is_empty() {
        text(locale, &format!("answer-page-{}", page.key), &[])
    } else {
        page.title.clone()
    }
}

/// What a field is called: the procedure's own words, or the portal's.
#[must_use]
pub fn label(locale: Locale, field: &FormField) -> String {
    if field.label.is_empty() {
        text(locale, &format!("answer-{}", field.key), &[])
    } else {
        field.label.clone()
    }
}

fn hint(locale: Locale, field: &FormField, value: &str) -> String {
    let own = match field.key.as_str() {
        "applicant-phone" => text(locale, "answer-hint-phone", &[]),
        "applicant-address" => text(locale, "answer-hint-address", &[]),
        "applicant-ward" => text(locale, "answer-hint-ward", &[]),
        "general-request" => text(locale, "answer-hint-request", &[]),
        "exempt-group" => text(locale, "answer-hint-exempt", &[]),
        _ => field.hint.clone().unwrap_or_default(),
    };
    if own.is_empty() && field.prefill.is_some() && !value.is_empty() {
        return text(locale, "form-prefilled", &[]);
    }
    own
}

fn options(locale: Locale, field: &FormField, reference: &Reference) -> Vec<Choice> {
    if field.kind == FieldKind::Commune {
        return wards(reference);
    }
    field
        .options
        .iter()
        .map(|o| {
            let label =
                if o.label.is_empty() { text(locale, &group_key(&o.key), &[]) } else { o.label.clone() };
            Choice::new(o.key.clone(), label).hint(proof_words(locale, &o.proofs))
        })
        .collect()
}

/// What has to be shown for an exempt group; empty where the fee does not say.
#[must_use]
pub fn proof_words(locale: Locale, proofs: &[Proof]) -> String {
    let words = proofs.iter().map(|proof| match proof {
        Proof::Document(name) => text(locale, "procedure-exempt-paper", &[("paper", name.value())]),
        Proof::Register(name) => text(locale, "procedure-exempt-register", &[("register", name.value())]),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn group_key(key: &str) -> String {
    if key == answers::NO_EXEMPTION { "answer-exempt-none".to_owned() } else { format!("exempt-group-{key}") }
}

/// The communes of the province by their official codes.
#[must_use]
pub fn wards(reference: &Reference) -> Vec<Choice> {
    let mut list: Vec<Choice> = choice::communes(reference, chrono::NaiveDate::MAX)
        .into_iter()
        .filter_map(|a| {
            let code = a.ward_code.clone()?;
            Some(Choice::new(code, bare_name(&a.short_name)))
        })
        .collect();
    list.sort_by(|a, b| a.label.cmp(&b.label));
    list
}

fn bare_name(short: &str) -> String {
    let bare = short.strip_prefix("UBND ").unwrap_or(short);
    let mut letters = bare.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn autocomplete(key: &str) -> &'static str {
    match key {
        "applicant-name" => "name",
        "applicant-organisation" => "organization",
        "applicant-phone" => "tel",
        "applicant-email" => "email",
        "applicant-address" => "address-line1",
        _ => "",
    }
}

/// What to do about a fault of `field`, which is called `label`.
#[must_use]
pub fn message(label: &str, field: &FormField, error: FieldError) -> Message {
    match (error, field.min, field.max) {
        (FieldError::Number, Some(min), Some(max)) => {
            Message::new("citizen-field-number-between").with("min", min).with("max", max)
        }
        (FieldError::Number, Some(min), None) => {
            Message::new("citizen-field-number-at-least").with("min", min)
        }
        (FieldError::Number, None, Some(max)) => {
            Message::new("citizen-field-number-at-most").with("max", max)
        }
        _ => plain_message(label, error),
    }
}

/// What to do about a fault in whatever is called `label`.
#[must_use]
pub fn plain_message(label: &str, error: FieldError) -> Message {
    let named = |key| Message::new(key).with("label", beginning_small(label));
    if error == FieldError::Required {
        named("citizen-field-required")
    } else if error == FieldError::Choice {
        named("citizen-field-choose")
    } else {
        field_message(error)
    }
}

/// `Họ và tên` inside a sentence: `họ và tên`; words in capitals stay.
fn beginning_small(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

/// One answer as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What was asked.
    pub label: String,
    /// What was answered; empty when nothing.
    pub value: String,
}

/// The answers of a page as people read them.
#[must_use]
pub fn rows(locale: Locale, page: &FormPage, typed: &Answers, reference: &Reference) -> Vec<Row> {
    page.fields
        .iter()
        .map(|f| Row {
            label: label(locale, f),
            value: typed.get(&f.key).map(|value| readable(locale, f, value, reference)).unwrap_or_default(),
        })
        .collect()
}

/// One answer as people read it.
#[must_use]
pub fn readable(locale: Locale, field: &FormField, value: &str, reference: &Reference) -> String {
    match field.kind {
        FieldKind::Date => answers::day(value).map_or_else(|_| value.to_owned(), format::date),
        FieldKind::Choice | FieldKind::Commune => options(locale, field, reference)
            .into_iter()
            .find(|o| o.key == value)
            .map_or_else(|| value.to_owned(), |o| o.label),
        FieldKind::Phone => format::phone(value),
        FieldKind::Number => {
            value.parse::<i64>().map_or_else(|_| value.to_owned(), |n| format::num(locale, n))
        }
        FieldKind::Money => {
            value.parse::<i64>().map_or_else(|_| value.to_owned(), |n| format::dong(locale, n))
        }
        FieldKind::Tick => text(locale, if value == "yes" { "yes" } else { "no" }, &[]),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Name
        | FieldKind::PersonalNumber
        | FieldKind::Email => value.to_owned(),
    }
}

/// A corrected answer: `old → new`, as people read them.
#[must_use]
pub fn change(locale: Locale, procedure: &Procedure, change: &AnswerChange, reference: &Reference) -> String {
    let field = correction::field(procedure, &change.key);
    let say = |value: &str| match &field {
        _ if value.is_empty() => text(locale, "answer-none", &[]),
        Some(field) => readable(locale, field, value, reference),
        None => value.to_owned(),
    };
    format!("{} → {}", say(&change.old), say(&change.new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stands_small_inside_a_sentence() {
        assert_eq!(beginning_small("Ngày sinh"), "ngày sinh");
        assert_eq!(beginning_small("UBND xã"), "UBND xã");
        assert_eq!(beginning_small("Đường"), "đường");
    }

    #[test]
    fn communes_are_called_as_people_call_them() {
        assert_eq!(bare_name("UBND phường Cẩm Thành"), "Phường Cẩm Thành");
    }
}
