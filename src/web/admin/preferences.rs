//! `/quan-tri/uu-dai`: what the province takes off fees: the schedule in force, the draft with what it changes and what to look at, and
//! the schedules before. Looking the draft through and publishing it is `preferences_publish`'s, trying it `trial`'s.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveDate, Utc};

use super::trail::{self, TrailLine};
use crate::{
    app::{context::App, fee_schedule},
    domain::{
        fee_advice::Advice,
        policy::{self, Right},
        preference::{Cut, Preference, Schedule},
    },
    i18n::{Locale, Message, format, text},
    store::{self, audit::SubjectKind, fee_schedule::StoredSchedule},
    web::{error::Result, filters, paths, ui::Ui},
};

/// The page.
#[derive(Template)]
#[template(path = "admin/preferences.html")]
struct PreferencesPage {
    in_force: Option<Shown>,
    draft: Option<Shown>,
    gone: Vec<Line>,
    advice: Vec<Advice>,
    earlier: Vec<StoredSchedule>,
    can_manage: bool,
    trail: Vec<TrailLine>,
}

/// A schedule as it is shown.
struct Shown {
    number: String,
    lines: Vec<Line>,
    edited_at: DateTime<Utc>,
    published_at: Option<DateTime<Utc>>,
    reason: String,
}

/// A preference as it is shown.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) cut: String,
    pub(super) channels: String,
    pub(super) who: String,
    pub(super) scope: Vec<String>,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    pub(super) stackable: bool,
    pub(super) priority: i16,
    pub(super) basis: String,
    /// Key of the words for what the draft does to it; empty for nothing.
    change: &'static str,
}

/// Shows the page.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let page = page(&ui, &app).await?;
    ui.page(&page)
}

/// Throws the draft away.
/// # Errors
/// [`Error::Forbidden`].
pub async fn discard(ui: Ui, State(app): State<App>) -> Result<Response> {
    fee_schedule::discard(&app, ui.actor()?).await?;
    Ok(ui.done(paths::ADMIN_PREFERENCES, Message::new("admin-flash-discarded-preferences")))
}

async fn page(ui: &Ui, app: &App) -> Result<PreferencesPage> {
    let all = store::fee_schedule::latest(&app.db).await?;
    let (drafts, published): (Vec<_>, Vec<_>) = all.into_iter().partition(|s| s.published_at.is_none());
    let draft = drafts.into_iter().next();
    let mut published = published.into_iter();
    let in_force = published.next();
    let nothing = Schedule::default();
    let before = in_force.as_ref().map_or(&nothing, |stored| &stored.schedule);
    let after = draft.as_ref().map_or(before, |stored| &stored.schedule);
    let locale = ui.locale();
    let changes = store::audit::of(&app.db, SubjectKind::FeeSchedule, fee_schedule::SUBJECT).await?;
    let gone =
        before.preferences.iter().filter(|old| !after.preferences.iter().any(|new| new.key == old.key));
    Ok(PreferencesPage {
        gone: gone.map(|one| line(one, "admin-preference-gone", locale)).collect(),
        advice: in_words(fee_schedule::advice(app, after).await?, after),
        draft: draft.as_ref().map(|stored| shown(stored, Some(before), locale)),
        in_force: in_force.as_ref().map(|stored| shown(stored, None, locale)),
        earlier: published.collect(),
        can_manage: policy::has_right(ui.actor()?, Right::ManageFees),
        trail: trail::lines(&changes),
    })
}

/// Advice in which preferences go by their names, and days are written as everywhere.
pub(super) fn in_words(all: Vec<Advice>, schedule: &Schedule) -> Vec<Advice> {
    let word = |word: &str| {
        if let Ok(day) = word.parse::<NaiveDate>() {
            return format::date(day);
        }
        let named = schedule.preferences.iter().find(|one| one.key == word);
        named.map_or_else(|| word.to_owned(), |one| format!("“{}”", one.name))
    };
    let words = |detail: &str| detail.split(' ').map(word).collect::<Vec<_>>().join(" · ");
    all.into_iter().map(|one| Advice { detail: words(&one.detail), ..one }).collect()
}

fn shown(stored: &StoredSchedule, before: Option<&Schedule>, locale: Locale) -> Shown {
    let change = |one: &Preference| {
        let Some(before) = before else { return "" };
        match before.preferences.iter().find(|old| old.key == one.key) {
            None => "admin-preference-new",
            Some(old) if old == one => "",
            Some(_) => "admin-preference-changed",
        }
    };
    Shown {
        number: stored.schedule.number.to_string(),
        lines: stored.schedule.preferences.iter().map(|one| line(one, change(one), locale)).collect(),
        edited_at: stored.edited_at,
        published_at: stored.published_at,
        reason: stored.reason.clone(),
    }
}

/// A preference in words.
pub(super) fn line(one: &Preference, change: &'static str, locale: Locale) -> Line {
    let said = |key: &str, name: &str, value: String| Message::new(key).with(name, value).text(locale);
    let channels: Vec<String> =
        one.channels.iter().map(|channel| text(locale, &format!("channel-{channel}"), &[])).collect();
    let mut scope = Vec::new();
    if one.scope.listed {
        scope.push(text(locale, "admin-scope-listed", &[]));
    }
    for (key, list) in [
        ("admin-scope-procedures", &one.scope.procedures),
        ("admin-scope-fields", &one.scope.fields),
        ("admin-scope-fees", &one.scope.fees),
    ] {
        if !list.is_empty() {
            scope.push(said(key, "list", list.join("; ")));
        }
    }
    if scope.is_empty() {
        scope.push(text(locale, "admin-scope-all", &[]));
    }
    Line {
        name: one.name.clone(),
        cut: match one.cut {
            Cut::Percent(percent) => said("admin-cut-percent-said", "percent", percent.to_string()),
            Cut::Price(price) => said("admin-cut-price-said", "amount", format::dong(locale, price)),
            Cut::Off(off) => said("admin-cut-off-said", "amount", format::dong(locale, off)),
        },
        channels: if channels.is_empty() {
            text(locale, "admin-all-channels", &[])
        } else {
            channels.join(", ")
        },
        who: one.group.map_or_else(
            || text(locale, "admin-everybody", &[]),
            |group| text(locale, &format!("exempt-group-{group}"), &[]),
        ),
        scope,
        from: one.valid_from,
        to: one.valid_to,
        stackable: one.stackable,
        priority: one.priority,
        basis: one.legal_basis.clone(),
        change,
    }
}
