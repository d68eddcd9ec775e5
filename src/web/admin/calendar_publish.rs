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

use super::{
    calendar_draft::in_force,
    calendar_moves::{Line, SHOWN, Which, days},
};
use crate::{
    app::{
        self,
        context::App,
        foresight::{Foresight, Mark},
    },
    domain::{
        calendar_diff::{self, Difference},
        moved::Moved,
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

/// The page.
#[derive(Template)]
#[template(path = "admin/calendar_publish.html")]
struct CalendarPublishPage {
    key: String,
    name: String,
    heirs: Vec<String>,
    number: i32,
    seen: String,
    diff: Difference,
    more_days: usize,
    impact: Impact,
    which: Which,
    list: Vec<Line>,
    more: usize,
    next: Option<String>,
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

async fn page(app: &App, key: &str, which: Which) -> Result<Option<CalendarPublishPage>> {
    let all = store::calendar::all(&app.db).await?;
    let calendar = all.iter().find(|calendar| calendar.key == key).ok_or(Error::NotFound)?;
    let Some(Draft { number, data, in_force, .. }) = store::calendar_version::draft(&app.db, key).await?
    else {
        return Ok(None);
    };
    let mut diff = calendar_diff::difference(&calendar.data, &data).map_err(Error::Refused)?;
    let more_days = diff.days.len().saturating_sub(SHOWN);
    diff.days.truncate(SHOWN);
    let Listed { impact, list, more, end } = listed(app, &Foresight::of(key, &data, &all)?, which).await?;
    Ok(Some(CalendarPublishPage {
        key: key.to_owned(),
        name: calendar.name.clone(),
        heirs: all.iter().filter(|heir| heir.is_heir_of(key)).map(|heir| heir.name.clone()).collect(),
        number,
        seen: app::administer::mark(&data),
        diff,
        more_days,
        impact,
        which,
        list,
        more,
        next: end.filter(|_| more > 0).map(|end| which.path(key, Some(&end))),
        outdated: in_force + 1 != number,
        changed: false,
        reason: String::new(),
        errors: FieldErrors::none(),
    }))
}

/// The figures, the first of the dossiers that are listed, how many more there are, and after which.
#[derive(Default)]
struct Listed {
    impact: Impact,
    list: Vec<Line>,
    more: usize,
    end: Option<Mark>,
}

async fn listed(app: &App, foresight: &Foresight, which: Which) -> Result<Listed> {
    let reference = app.reference().await?;
    let now = app.clock.now();
    let mut listed = Listed::default();
    foresight
        .each(app, |seen| {
            listed.impact.open += 1;
            match seen.found {
                Ok(None) => {}
                Err(_) => listed.impact.uncounted += 1,
                Ok(Some(foreseen)) => {
                    listed.impact.count(&foreseen.moved, now);
                    match which.holds(&foreseen.moved, now) {
                        true if listed.list.len() < SHOWN => {
                            listed.list.push(Line::of(foreseen, &reference));
                            listed.end = Some(seen.at);
                        }
                        true => listed.more += 1,
                        false => {}
                    }
                }
            }
        })
        .await?;
    Ok(listed)
}
