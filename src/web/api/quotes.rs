//! "How long and how much?" for programs: fee lines, both time limits, the due moment and the rows that make it.

use axum::{Json, extract::State};
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    app::{
        context::App,
        quotation::{self, Asked},
    },
    domain::{
        facts::EXEMPT_KEY,
        ids::{AgencyCode, ProcedureCode},
        limit::TimeLimit,
        procedure::{Answers, ExemptGroup},
        quote::QuoteLine,
        reckon::read_moment,
        status::Channel,
    },
    i18n::{Locale, explain},
    store,
    web::error::{Error, Result},
};

/// What a program asks.
#[derive(Clone, Debug, Deserialize)]
pub struct Ask {
    procedure: String,
    #[serde(default)]
    case: Option<String>,
    channel: String,
    /// When it is received; now when absent.
    #[serde(default)]
    at: Option<String>,
    /// Who settles it; needed where the procedure does not say.
    #[serde(default)]
    agency: Option<String>,
    /// Pages, copies, persons: by the key of the form field that asks for them.
    #[serde(default)]
    quantities: std::collections::BTreeMap<String, u32>,
    #[serde(default)]
    exempt: Option<String>,
}

/// A time limit, for programs and for people.
#[derive(Clone, Debug, Serialize)]
pub struct Limit {
    #[serde(flatten)]
    limit: TimeLimit,
    words: Words,
}

/// The same in both languages.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    vi: String,
    en: String,
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct Quotation {
    procedure: String,
    case: String,
    channel: Channel,
    /// Whole đồng.
    total: i64,
    lines: Vec<QuoteLine>,
    /// What is paid to somebody else; in no sum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    elsewhere: Vec<QuoteLine>,
    statutory: Limit,
    committed: Limit,
    due_at: Option<DateTime<FixedOffset>>,
    allowance_minutes: Option<i64>,
    rows: Vec<Row>,
}

/// One row of the sum.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    vi: explain::Row,
    en: explain::Row,
}

/// `POST /api/v1/quotes`.
/// # Errors
/// [`Error::NotFound`] for a procedure or case that is not published, [`Error::Field`] for a channel, moment, agency or group that cannot be
/// read, [`Error::Refused`] where nothing can be promised.
pub async fn quote(State(app): State<App>, Json(ask): Json<Ask>) -> Result<Json<Quotation>> {
    let code = ProcedureCode::parse(&ask.procedure).map_err(|_| Error::NotFound)?;
    let stored = store::procedure::published(&app.db, &code).await?.ok_or(Error::NotFound)?;
    let procedure = stored.procedure;
    let case = match &ask.case {
        Some(key) => procedure.cases.iter().find(|case| case.key == *key),
        None => procedure.cases.first(),
    };
    let case = case.ok_or(Error::NotFound)?;
    let channel = Channel::parse(&ask.channel).ok_or(Error::Field("channel"))?;
    let at = match &ask.at {
        Some(text) => read_moment(text).ok_or(Error::Field("at"))?,
        None => app.clock.now(),
    };
    let reference = app.reference().await?;
    let named = ask.agency.as_deref().and_then(|code| AgencyCode::parse(code).ok());
    let settling = procedure.agency.clone().or(named).ok_or(Error::Field("agency"))?;
    let mut answers = Answers::new();
    for (key, number) in &ask.quantities {
        answers.insert(key.clone(), number.to_string());
    }
    if let Some(group) = &ask.exempt {
        let group = ExemptGroup::parse(group).ok_or(Error::Field("exempt"))?;
        answers.insert(EXEMPT_KEY.to_owned(), group.to_string());
    }
    let asked = Asked { case, channel, at, answers, settling };
    let found = quotation::quotation(&reference, &procedure, &asked).map_err(Error::Refused)?;
    Ok(Json(Quotation {
        procedure: code.to_string(),
        case: case.key.clone(),
        channel,
        total: found.quote.total.dong(),
        lines: found.quote.lines,
        elsewhere: found.quote.elsewhere,
        statutory: said(found.promise.statutory),
        committed: said(found.promise.limit),
        due_at: found.reckoning.due_at.map(here),
        allowance_minutes: found.reckoning.allowance_minutes,
        rows: found
            .reckoning
            .rows
            .iter()
            .map(|row| Row { vi: explain::say(Locale::Vi, row), en: explain::say(Locale::En, row) })
            .collect(),
    }))
}

fn said(limit: TimeLimit) -> Limit {
    let words = Words { vi: explain::limit(Locale::Vi, limit), en: explain::limit(Locale::En, limit) };
    Limit { limit, words }
}

fn here(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    FixedOffset::east_opt(7 * 3600).map_or_else(|| at.fixed_offset(), |offset| at.with_timezone(&offset))
}
