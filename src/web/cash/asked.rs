//! What somebody asks of the figures, as the address carries it: which period, told apart by what, and which rows.

use chrono::NaiveDate;
use serde::Deserialize;

use super::office;
use crate::{
    app::reference::Reference,
    domain::{
        ids::AgencyCode,
        period::{Period, Usual},
        takings::{Grouping, Kind, Slice},
    },
    i18n::{Locale, Message, Value, text},
    store::queue::Cursor,
    web::{
        error::{Error, Result},
        form::FieldErrors,
        paths,
    },
};

/// As it comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FiguresQuery {
    tu: String,
    den: String,
    theo: String,
    nhom: Option<String>,
    loai: String,
    sau: String,
}

/// As it is understood.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which days.
    pub period: Period,
    /// Told apart by what.
    pub by: Grouping,
    /// Which group; all when none.
    pub group: Option<String>,
    /// Which rows.
    pub kind: Kind,
    /// Behind which row.
    pub after: Cursor,
}

impl FiguresQuery {
    /// What it asks, and what is wrong with the days, of which this month stands instead.
    #[must_use]
    pub fn read(&self, today: NaiveDate) -> (Asked, FieldErrors) {
        let usual = Usual::ThisMonth.period(today);
        let mut errors = FieldErrors::none();
        let mut day = |name: &str, typed: &str, usual: NaiveDate| {
            if typed.trim().is_empty() {
                return usual;
            }
            office::day(typed).unwrap_or_else(|| {
                errors.add(name, Message::new("figures-day-wrong"));
                usual
            })
        };
        let (from, to) = (day("tu", &self.tu, usual.from), day("den", &self.den, usual.to));
        let period = Period::new(from, to);
        if period.is_none() && errors.is_empty() {
            errors.add("tu", Message::new("figures-period-wrong"));
        }
        let asked = Asked {
            period: period.filter(|_| errors.is_empty()).unwrap_or(usual),
            by: Grouping::parse(&self.theo).unwrap_or(Grouping::Month),
            group: self.nhom.clone(),
            kind: Kind::parse(&self.loai).unwrap_or(Kind::All),
            after: Cursor::parse(&self.sau),
        };
        (asked, errors)
    }

    /// What it asks, of an address that no form made.
    /// # Errors
    /// [`Error::NotFound`] for days that are none.
    pub fn known(&self, today: NaiveDate) -> Result<Asked> {
        let (asked, errors) = self.read(today);
        if errors.is_empty() { Ok(asked) } else { Err(Error::NotFound) }
    }

    /// The days as they were typed, when they were.
    #[must_use]
    pub fn typed(&self, period: Period) -> [String; 2] {
        let shown = |typed: &str, day: NaiveDate| match office::day(typed) {
            None if !typed.trim().is_empty() => typed.to_owned(),
            typed => typed.unwrap_or(day).format("%d/%m/%Y").to_string(),
        };
        [shown(&self.tu, period.from), shown(&self.den, period.to)]
    }
}

impl Asked {
    /// The same of another period.
    #[must_use]
    pub fn during(&self, period: Period) -> Self {
        Self { period, ..self.clone() }
    }

    /// The rows of one kind in one group, or in all.
    #[must_use]
    pub fn behind(&self, group: Option<&str>, kind: Kind) -> Self {
        Self { group: group.map(ToOwned::to_owned), kind, after: Cursor::START, ..self.clone() }
    }

    /// Of what may be seen in the period, what is asked for.
    pub fn part(&self, all: Slice) -> Slice {
        let slice = match &self.group {
            Some(group) => all.group(self.by, group),
            None => all,
        };
        slice.kind(self.kind)
    }

    /// The table at `path`.
    #[must_use]
    pub fn table(&self, path: &str) -> String {
        format!("{path}?tu={}&den={}&theo={}", self.period.from, self.period.to, self.by)
    }

    /// The rows, at `path`.
    #[must_use]
    pub fn rows(&self, path: &str) -> String {
        let group = self.group.as_deref().map_or_else(String::new, |g| format!("&nhom={}", paths::encode(g)));
        format!("{}{group}&loai={}", self.table(path), self.kind)
    }

    /// What a group is called.
    #[must_use]
    pub fn label(&self, locale: Locale, reference: &Reference, key: &str) -> String {
        match self.by {
            Grouping::Month => {
                key.split_once('-').map_or_else(|| key.to_owned(), |(y, m)| format!("{m}/{y}"))
            }
            Grouping::Quarter => key.split_once("-Q").map_or_else(
                || key.to_owned(),
                |(year, quarter)| {
                    let said = |words: &str| Value::Text(words.to_owned());
                    text(locale, "figures-quarter", &[("quarter", said(quarter)), ("year", said(year))])
                },
            ),
            Grouping::Agency => AgencyCode::parse(key)
                .map_or_else(|_| key.to_owned(), |code| reference.short_name(code.as_str()).to_owned()),
            Grouping::Level => text(locale, &format!("figures-level-{key}"), &[]),
            Grouping::Year | Grouping::Field => key.to_owned(),
            Grouping::Source => text(locale, &format!("cash-source-{key}"), &[]),
        }
    }
}
