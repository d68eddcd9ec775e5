//! Answers of the e-form that officers ask to be corrected: which can be named, and how the new ones are read. What the fee
//! is counted from is among them, and so is the group that exempts: the fee follows at the rates of the day of filing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    answers::{self, Fault},
    command::{ItemKind, SupplementItem},
    procedure::{Answers, Audience, Case, FormField, FormPage, Procedure},
};

/// An answer that was replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerChange {
    /// Key of the field.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// The answer before; empty when there was none.
    pub old: String,
    /// The answer now; empty when there is none any more.
    pub new: String,
}

/// The pages whose answers can be asked for again.
#[must_use]
pub fn pages(procedure: &Procedure, case: &Case, kind: Audience) -> Vec<FormPage> {
    answers::pages(procedure, case, kind).into_iter().filter(|page| !page.fields.is_empty()).collect()
}

/// The fields that `items` name, in the order of the form, as one page.
#[must_use]
pub fn asked(procedure: &Procedure, case: &Case, kind: Audience, items: &[SupplementItem]) -> FormPage {
    let named = |f: &FormField| items.iter().any(|item| item.kind == ItemKind::Answer && item.key == f.key);
    let fields = pages(procedure, case, kind).into_iter().flat_map(|p| p.fields).filter(named).collect();
    FormPage { key: "asked".to_owned(), title: String::new(), fields }
}

/// The new answers to the fields of `page`, read as the form reads them; one that may be empty and is stands there empty.
/// # Errors
/// The fields that need attention.
pub fn read(page: &FormPage, case: &str, typed: &Answers, today: NaiveDate) -> Result<Answers, Vec<Fault>> {
    let tidy = answers::check_page(page, case, typed, today)?;
    let whole = page.fields.iter().map(|f| (f.key.clone(), tidy.get(&f.key).cloned().unwrap_or_default()));
    Ok(whole.collect())
}

/// The field with this key, wherever the procedure asks for it.
#[must_use]
pub fn field(procedure: &Procedure, key: &str) -> Option<FormField> {
    let own = procedure.form.iter().flat_map(|p| &p.fields).find(|f| f.key == key);
    own.cloned().or_else(|| answers::exemption_field(procedure).filter(|f| f.key == key)).or_else(|| {
        Audience::ALL.iter().flat_map(|kind| answers::applicant_page(*kind).fields).find(|f| f.key == key)
    })
}
