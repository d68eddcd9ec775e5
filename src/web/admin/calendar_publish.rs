//! `/quan-tri/lich/{key}/cong-bo`: what the draft of a working calendar changes, which dossiers under way it moves and by how much,
//! and its publication with a reason.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::calendar_file;
use crate::{
    app::{self, context::App, recount::Foreseen, reference::Reference},
    domain::{
        calendar::{CalendarData, local},
        calendar_diff::{self, Difference},
        recount::Moved,
    },
    i18n::Message,
    store::{self, calendar_version::Draft},
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        paths,
        ui::Ui,
    },
};

/// So many days and dossiers are listed; the file has all dossiers.
const SHOWN: usize = 100;

/// The page.
#[derive(Template)]
#[template(path = "admin/calendar_publish.html")]
struct CalendarPublishPage {
    key: String,
    name: String,
    number: i32,
    seen: String,
    diff: Difference,
    more_days: usize,
    impact: Impact,
    which: Which,
    list: Vec<Line>,
    more: usize,
    outdated: bool,
    changed: bool,
    reason: String,
    errors: FieldErrors,
}

/// Figures of what a publication moves.
#[derive(Clone, Debug, Default)]
struct Impact {
    open: usize,
    moved: usize,
    overdue: usize,
    relieved: usize,
    uncounted: usize,
    by_days: BTreeMap<i64, usize>,
}

/// Which dossiers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// All that move.
    #[default]
    Moved,
    /// Those that become overdue.
    Overdue,
    /// Those that cease to be.
    Relieved,
}

impl Which {
    fn holds(self, moved: &Moved, now: DateTime<Utc>) -> bool {
        match self {
            Self::Moved => true,
            Self::Overdue => moved.becomes_overdue(now),
            Self::Relieved => moved.ceases_to_be_overdue(now),
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Moved => "admin-impact-moved",
            Self::Overdue => "admin-impact-overdue",
            Self::Relieved => "admin-impact-relieved",
        }
    }
}

/// One dossier.
struct Line {
    code: String,
    procedure: String,
    agency: String,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    days: i64,
}

impl Line {
    fn of(foreseen: Foreseen, reference: &Reference) -> Self {
        let Foreseen { code, procedure, agency, moved } = foreseen;
        let agency = reference.short_name(&agency).to_owned();
        Self { code, procedure, agency, from: moved.from, to: moved.to, days: days(&moved) }
    }
}

/// By how many days a date moves; negative when it comes earlier.
fn days(moved: &Moved) -> i64 {
    (local(moved.to).date() - local(moved.from).date()).num_days()
}

impl Impact {
    fn count(&mut self, moved: &Moved, now: DateTime<Utc>) {
        self.moved += 1;
        self.overdue += usize::from(moved.becomes_overdue(now));
        self.relieved += usize::from(moved.ceases_to_be_overdue(now));
        *self.by_days.entry(days(moved)).or_default() += 1;
    }
}

/// Which dossiers to list.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct ImpactQuery {
    #[serde(default)]
    loc: Which,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    number: i32,
    seen: String,
    reason: String,
}

/// Shows what publishing would change; without a draft, the version in force.
/// # Errors
/// [`Error::NotFound`] without such a calendar.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Query(query): Query<ImpactQuery>,
) -> Result<Response> {
    match page(&app, &key, query.loc).await? {
        Some(page) => ui.page(&page),
        None => Ok(ui.to(&in_force(&key))),
    }
}

/// Publishes the draft.
/// # Errors
/// [`Error::Forbidden`], [`Error::Refused`].
pub async fn publish(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Checked(form): Checked<PublishForm>,
) -> Result<Response> {
    let PublishForm { number, seen, reason } = &form;
    let wanted = app::calendar::Wanted { key: &key, number: *number, seen, reason };
    let done = app::calendar::publish(&app, ui.actor()?, wanted).await;
    let (errors, changed) = match done {
        Ok(()) => return Ok(ui.done(&in_force(&key), Message::new("admin-calendar-published"))),
        Err(app::error::Error::Fields(fields)) => (fields.into(), false),
        Err(app::error::Error::Changed) => (FieldErrors::none(), true),
        Err(other) => return Err(other.into()),
    };
    let Some(mut page) = page(&app, &key, Which::Moved).await? else {
        return Ok(ui.refused(&in_force(&key), Message::new("admin-calendar-draft-gone")));
    };
    (page.reason, page.errors, page.changed) = (form.reason, errors, changed);
    let status = if changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui.page_with(status, &page)
}

/// Every dossier that moves, as a file; without a draft, the version in force.
/// # Errors
/// What the store reports.
pub async fn export(ui: Ui, State(app): State<App>, Path(key): Path<String>) -> Result<Response> {
    let Some(draft) = store::calendar_version::draft(&app.db, &key).await? else {
        return Ok(ui.to(&in_force(&key)));
    };
    let reference = app.reference().await?;
    let now = app.clock.now();
    let title = |key: &str| crate::i18n::text(ui.locale(), key, &[]);
    let mut out = format!(
        "{},{},{},{},{},{},{}\n",
        title("admin-impact-code"),
        title("admin-impact-procedure"),
        title("admin-impact-agency"),
        title("admin-impact-from"),
        title("admin-impact-to"),
        title("admin-impact-days"),
        title("admin-impact-note"),
    );
    app::recount::foresee(&app, &key, &draft.data, |found| {
        if let Ok(Some(foreseen)) = found {
            let note = if foreseen.moved.becomes_overdue(now) {
                title("admin-impact-overdue")
            } else if foreseen.moved.ceases_to_be_overdue(now) {
                title("admin-impact-relieved")
            } else {
                String::new()
            };
            let line = Line::of(foreseen, &reference);
            let moment = |at| local(at).format("%Y-%m-%dT%H:%M+07:00").to_string();
            out.extend([
                line.code.as_str(),
                ",",
                &line.procedure,
                ",\"",
                &line.agency.replace('"', "\"\""),
                "\",",
                &moment(line.from),
                ",",
                &moment(line.to),
                ",",
                &line.days.to_string(),
                ",",
                &note,
                "\n",
            ]);
        }
    })
    .await?;
    calendar_file::csv(out, "ho-so-doi-ngay-hen")
}

fn in_force(key: &str) -> String {
    format!("{}?lich={}", paths::ADMIN_CALENDAR, paths::encode(key))
}

async fn page(app: &App, key: &str, which: Which) -> Result<Option<CalendarPublishPage>> {
    let all = store::calendar::all(&app.db).await?;
    let calendar = all.into_iter().find(|calendar| calendar.key == key).ok_or(Error::NotFound)?;
    let Some(Draft { number, data, in_force }) = store::calendar_version::draft(&app.db, key).await? else {
        return Ok(None);
    };
    let mut diff = calendar_diff::difference(&calendar.data, &data).map_err(Error::Refused)?;
    let more_days = diff.days.len().saturating_sub(SHOWN);
    diff.days.truncate(SHOWN);
    let (impact, list, more) = foresee(app, key, &data, which).await?;
    Ok(Some(CalendarPublishPage {
        key: key.to_owned(),
        name: calendar.name,
        number,
        seen: app::administer::mark(&data),
        diff,
        more_days,
        impact,
        which,
        list,
        more,
        outdated: in_force + 1 != number,
        changed: false,
        reason: String::new(),
        errors: FieldErrors::none(),
    }))
}

async fn foresee(
    app: &App,
    key: &str,
    data: &CalendarData,
    which: Which,
) -> Result<(Impact, Vec<Line>, usize)> {
    let reference = app.reference().await?;
    let now = app.clock.now();
    let (mut impact, mut list, mut more) = (Impact::default(), Vec::new(), 0);
    app::recount::foresee(app, key, data, |found| {
        impact.open += 1;
        match found {
            Ok(None) => {}
            Err(_) => impact.uncounted += 1,
            Ok(Some(foreseen)) => {
                impact.count(&foreseen.moved, now);
                match which.holds(&foreseen.moved, now) {
                    true if list.len() < SHOWN => list.push(Line::of(foreseen, &reference)),
                    true => more += 1,
                    false => {}
                }
            }
        }
    })
    .await?;
    Ok((impact, list, more))
}
