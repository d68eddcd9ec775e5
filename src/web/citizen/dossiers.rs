//! My dossiers: those that wait for the person first, then drafts, then all others, the latest change first.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{context::App, reference::Reference},
    domain::{ids::AgencyCode, status::Status},
    i18n::{Locale, Message},
    store::mine::{self, After, Line},
    web::{
        citizen::headline::{self, Standing},
        error::{Error, Result},
        filters, paths,
        ui::Ui,
    },
};

const ROWS: usize = 50;

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Keys of the last line of the page before: `rank.microseconds.id`.
    sau: Option<String>,
}

struct Item {
    href: String,
    code: Option<String>,
    status: Status,
    procedure: String,
    applicant: String,
    settling: String,
    left: Option<Message>,
    tone: &'static str,
    updated_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    until: Option<NaiveDate>,
}

#[derive(Template)]
#[template(path = "citizen/dossiers.html")]
struct DossiersPage {
    waiting: Vec<Item>,
    drafts: Vec<Item>,
    others: Vec<Item>,
    is_empty: bool,
    is_first: bool,
    next: String,
}

/// The page.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response> {
    let after = asked.sau.as_deref().and_then(parse);
    let most = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let mut lines = mine::dossiers(&app.db, ui.account()?, after, most).await?;
    let more = lines.len() > ROWS;
    lines.truncate(ROWS);
    let next = match lines.last() {
        Some(last) if more => format!("{}?sau={}", paths::MY_DOSSIERS, keys(last)),
        Some(_) | None => String::new(),
    };
    let reference = app.reference().await?;
    let now = app.clock.now();
    let mut page = DossiersPage {
        waiting: Vec::new(),
        drafts: Vec::new(),
        others: Vec::new(),
        is_empty: lines.is_empty(),
        is_first: after.is_none(),
        next,
    };
    for line in lines {
        let rank = line.rank;
        let item = item(ui.locale(), line, &reference, now)?;
        match rank {
            0 => page.waiting.push(item),
            1 => page.drafts.push(item),
            _ => page.others.push(item),
        }
    }
    ui.page(&page)
}

fn item(locale: Locale, line: Line, reference: &Reference, now: DateTime<Utc>) -> Result<Item> {
    let status = Status::parse(&line.status).ok_or_else(|| Error::Internal("status".to_owned()))?;
    let agency = AgencyCode::parse(&line.settling).map_err(|e| Error::Internal(e.to_string()))?;
    let standing = Standing {
        status,
        ledger: &line.ledger,
        due_at: line.due_at,
        respond_by: line.respond_by,
        on_time: None,
        outstanding: line.outstanding,
    };
    let calendar = reference.calendar_of(&agency)?;
    let headline = headline::of(locale, &standing, now, &calendar);
    let href = line.code.as_deref().map_or_else(
        || paths::fill(paths::DRAFT, &[&line.id.to_string()]),
        |code| paths::fill(paths::MY_DOSSIER, &[code]),
    );
    Ok(Item {
        href,
        status,
        left: headline.left,
        tone: headline.tone,
        settling: reference.short_name(&line.settling).to_owned(),
        code: line.code,
        procedure: line.procedure_name,
        applicant: line.applicant_name,
        updated_at: line.updated_at,
        submitted_at: line.submitted_at,
        due_at: line.due_at.filter(|_| !status.is_without_result()),
        until: line.until,
    })
}

fn keys(line: &Line) -> String {
    format!("{}.{}.{}", line.rank, line.updated_at.timestamp_micros(), line.id)
}

fn parse(text: &str) -> Option<After> {
    let mut parts = text.split('.');
    Some(After {
        rank: parts.next()?.parse().ok()?,
        updated_at: DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?,
        id: Uuid::parse_str(parts.next()?).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_back_and_nonsense_begins_at_the_top() {
        let after = parse("2.1795312000000000.0194f3a0-0000-7000-8000-000000000001").unwrap();
        assert_eq!((after.rank, after.updated_at.timestamp()), (2, 1_795_312_000));
        assert_eq!(parse("2.x.y"), None);
        assert_eq!(parse(""), None);
    }
}
