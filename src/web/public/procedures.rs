//! The catalogue: search, filters, results.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;

use super::offer;
use crate::{
    app::{context::App, quotation::Offered, reference::Reference},
    domain::{
        decide::local_date,
        procedure::{Audience, Level, OnlineLevel},
        quote::Priced,
        words,
    },
    i18n::{Locale, text},
    store::search::{self, After, Found, Hit, Wanted},
    web::{error::Result, filters, parts::Choice, paths, ui::Ui},
};

/// How many results a page has: as many as stay light on a telephone, names being as long as they are.
const PAGE: i64 = 30;

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words.
    pub q: String,
    /// Key of a level.
    pub cap: String,
    /// Field.
    #[serde(rename = "linh-vuc")]
    pub field: String,
    /// Key of an audience.
    #[serde(rename = "doi-tuong")]
    pub audience: String,
    /// Key of an online level.
    #[serde(rename = "muc-do")]
    pub online: String,
    /// Code of an agency.
    #[serde(rename = "co-quan")]
    pub agency: String,
    /// Behind which result.
    pub sau: String,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        let some = |s: &String| Some(s.clone()).filter(|s| !s.is_empty());
        Wanted {
            query: words::Query::parse(&self.q),
            level: some(&self.cap),
            field: some(&self.field),
            audience: some(&self.audience),
            online: some(&self.online),
            agency: some(&self.agency),
            drafts: false,
            after: After::parse(&self.sau),
            limit: PAGE,
        }
    }

    fn link(&self, after: &str) -> String {
        let pairs = [
            ("q", &self.q),
            ("cap", &self.cap),
            ("linh-vuc", &self.field),
            ("doi-tuong", &self.audience),
            ("muc-do", &self.online),
            ("co-quan", &self.agency),
            ("sau", &after.to_owned()),
        ]
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", paths::encode(value)))
        .collect::<Vec<_>>()
        .join("&");
        if pairs.is_empty() { paths::PROCEDURES.to_owned() } else { format!("{}?{pairs}", paths::PROCEDURES) }
    }

    fn is_filtered(&self) -> bool {
        [&self.cap, &self.field, &self.audience, &self.online, &self.agency].iter().any(|s| !s.is_empty())
    }
}

/// One result as lists show it.
#[derive(Clone, Debug)]
pub struct ResultRow {
    /// Path of its page.
    pub href: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field.
    pub field: String,
    /// Key of the words for the online level.
    pub online: String,
    /// Look of the online level.
    pub tone: &'static str,
    /// Time in words; may be empty.
    pub time: String,
    /// Fee in words; may be empty.
    pub fee: String,
}

impl ResultRow {
    /// The row of a hit.
    #[must_use]
    pub fn of(hit: &Hit, locale: Locale, on: NaiveDate, reference: &Reference) -> Self {
        let priced = |case| Priced { procedure: &hit.code, field: &hit.field, fees: &hit.fees, case };
        let offered = |case| Offered { channels: &hit.channels, priced: priced(case) };
        let (time, fee) = offer::summary(locale, hit.cases.iter().map(offered), on, reference);
        Self {
            href: paths::procedure(&hit.code, &hit.name),
            code: hit.code.clone(),
            name: hit.name.clone(),
            field: hit.field.clone(),
            online: format!("online-level-{}", hit.online),
            tone: if hit.online == OnlineLevel::Full.key() { "ok" } else { "neutral" },
            time,
            fee,
        }
    }
}

#[derive(Template)]
#[template(path = "public/procedures.html")]
struct ProceduresPage {
    asked: Asked,
    levels: Vec<Choice>,
    fields: Vec<Choice>,
    audiences: Vec<Choice>,
    onlines: Vec<Choice>,
    agency: String,
    rows: Vec<ResultRow>,
    total: i64,
    first: String,
    next: String,
    filtered: bool,
    bare: String,
}

/// `GET /thu-tuc`.
/// # Errors
/// [`crate::web::error::Error::Unavailable`].
pub async fn show(ui: Ui, State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response> {
    let found = search::find(&app.db, &asked.wanted()).await?;
    let reference = app.reference().await?;
    let on = local_date(app.clock.now());
    ui.page(&page(asked, &found, ui.locale(), on, &reference))
}

fn page(asked: Asked, found: &Found, locale: Locale, on: NaiveDate, reference: &Reference) -> ProceduresPage {
    let choice = |prefix: &str, key: &str| Choice::new(key, text(locale, &format!("{prefix}-{key}"), &[]));
    ProceduresPage {
        levels: Level::ALL.iter().map(|l| choice("level", l.key())).collect(),
        fields: found.fields.iter().map(|f| Choice::new(f.clone(), f.clone())).collect(),
        audiences: Audience::ALL.iter().map(|a| choice("audience", a.key())).collect(),
        onlines: OnlineLevel::ALL.iter().map(|o| choice("online-level", o.key())).collect(),
        agency: reference.agency(&asked.agency).map_or_else(String::new, |a| a.name.clone()),
        rows: found.hits.iter().map(|hit| ResultRow::of(hit, locale, on, reference)).collect(),
        total: found.total,
        first: if asked.sau.is_empty() { String::new() } else { asked.link("") },
        next: found.next.as_ref().map_or_else(String::new, |after| asked.link(&after.key())),
        filtered: asked.is_filtered(),
        bare: Asked { q: asked.q.clone(), ..Asked::default() }.link(""),
        asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_what_was_asked() {
        let asked = Asked { q: "khai sinh".to_owned(), cap: "commune".to_owned(), ..Asked::default() };
        assert_eq!(asked.link("30~1.0"), "/thu-tuc?q=khai%20sinh&cap=commune&sau=30~1.0");
        assert_eq!(Asked::default().link(""), "/thu-tuc");
        assert!(asked.is_filtered());
    }
}
