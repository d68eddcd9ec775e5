//! The answers of the e-form as officers read them: under the labels of the form, choices and dates in words.

use chrono::NaiveDate;

use crate::{
    app::reference::Reference,
    domain::{
        answers,
        decide::EXEMPT_KEY,
        procedure::{Answers, FieldKind, FormField, Procedure},
    },
    i18n::{Locale, format, text},
};

/// One page of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its heading.
    pub title: String,
    /// Label and answer.
    pub rows: Vec<(String, String)>,
}

/// The answers, page by page; then those whose question the form does not have (the general form, the exempt group).
#[must_use]
pub fn groups(procedure: &Procedure, given: &Answers, reference: &Reference, locale: Locale) -> Vec<Group> {
    let mut groups: Vec<Group> = procedure
        .form
        .iter()
        .map(|page| Group {
            title: page.title.clone(),
            rows: page
                .fields
                .iter()
                .filter_map(|field| {
                    let value = given.get(&field.key).filter(|v| !v.is_empty())?;
                    Some((field.label.clone(), said(field, value, reference, locale)))
                })
                .collect(),
        })
        .collect();
    let asked = |key: &String| procedure.form.iter().flat_map(|p| &p.fields).any(|f| f.key == *key);
    // The applicant stands in a card of their own; who is not exempt needs no line.
    let elsewhere = |key: &str, value: &str| {
        key.starts_with(answers::APPLICANT) || (key == EXEMPT_KEY && value == answers::NO_EXEMPTION)
    };
    let rest = given.iter().filter(|(key, value)| !asked(key) && !value.is_empty() && !elsewhere(key, value));
    groups.push(Group {
        title: text(locale, "desk-answers-other", &[]),
        rows: rest.map(|(key, value)| other(procedure, key, value, locale)).collect(),
    });
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn said(field: &FormField, value: &str, reference: &Reference, locale: Locale) -> String {
    match field.kind {
        FieldKind::Choice => field
            .options
            .iter()
            .find(|o| o.key == value)
            .map_or_else(|| value.to_owned(), |o| o.label.clone()),
        FieldKind::Date => value.parse::<NaiveDate>().map_or_else(|_| value.to_owned(), format::date),
        FieldKind::Money => {
            value.parse::<i64>().map_or_else(|_| value.to_owned(), |dong| format::dong(locale, dong))
        }
        FieldKind::Phone => format::phone(value),
        FieldKind::Tick => text(locale, if value == "yes" { "yes" } else { "no" }, &[]),
        FieldKind::Commune => reference
            .agencies
            .values()
            .find(|a| !a.receives && a.ward_code.as_deref() == Some(value))
            .map_or_else(|| value.to_owned(), |a| a.short_name.clone()),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Name
        | FieldKind::Number
        | FieldKind::PersonalNumber
        | FieldKind::Email => value.to_owned(),
    }
}

/// An answer outside the form: the exempt group, a quantity that a fee asks for, a question of the general form.
fn other(procedure: &Procedure, key: &str, value: &str, locale: Locale) -> (String, String) {
    if key == EXEMPT_KEY {
        let group = text(locale, &format!("exempt-group-{value}"), &[]);
        return (text(locale, "desk-answers-exempt", &[]), group);
    }
    let fee = procedure.fees.iter().find(|f| f.counted_by().any(|field| field == key));
    let label = match (fee, key) {
        (Some(fee), _) => fee.name.clone(),
        (None, "general-request") => text(locale, "desk-answers-request", &[]),
        (None, "general-note") => text(locale, "desk-answers-note", &[]),
        (None, other) => other.to_owned(),
    };
    (label, value.to_owned())
}
