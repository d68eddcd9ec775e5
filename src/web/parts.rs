//! Small values that the macros of `templates/macros/` take: what can be chosen, what is paid, which days count, where a
//! page lies. Any struct with the same fields will do; these are for pages that have none of their own.

use chrono::NaiveDate;

use crate::domain::money::Vnd;

/// One thing to choose, for `form::select`, `form::radios`, `form::checkboxes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub key: String,
    /// What the person reads.
    pub label: String,
    /// One more line under it; empty for none.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    #[must_use]
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), hint: String::new() }
    }

    /// The same with a line under it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// One line of `ui::fees`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// What is paid for.
    pub name: String,
    /// How much.
    pub amount: Vnd,
    /// Act and article.
    pub basis: String,
}

/// One day of `ui::days`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayMark {
    /// The day.
    pub date: NaiveDate,
    /// Whether it counts towards the time limit.
    pub counted: bool,
    /// Whether the result is due on it.
    pub due: bool,
    /// Why it does not count, or what happens on it; empty for nothing to say.
    pub note: String,
}

/// One place of `ui::breadcrumb` or one tab of `ui::tabs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What the person reads.
    pub label: String,
    /// Full path, language prefix included.
    pub href: String,
    /// Whether the page is there.
    pub current: bool,
}

impl Place {
    /// Somewhere else.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }

    /// Here.
    #[must_use]
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: String::new(), current: true }
    }
}
