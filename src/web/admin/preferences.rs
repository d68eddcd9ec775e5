//! `/quan-tri/uu-dai`: what the province takes off fees: the schedule in force, the draft beside it with what it changes and what to look
//! at, what both would make of a procedure, and the schedules before.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    preferences_draft::{base_of, moment_of},
    rows,
    trail::{self, TrailLine},
};
use crate::{
    app::{self, context::App, fee_schedule},
    domain::{
        decide::{EXEMPT_KEY, local_date, quote_for},
        fee_advice::{self, Advice},
        ids::ProcedureCode,
        money::Vnd,
        party::{self, FieldError},
        policy::{self, Right},
        preference::{Cut, Preference, Schedule},
        procedure::{Answers, ExemptGroup, Fee, Procedure},
        quote::Priced,
        status::Channel,
    },
    i18n::{Locale, Message, format, text},
    store::{self, audit::SubjectKind, fee_schedule::StoredSchedule},
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
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
    base: Uuid,
    can_manage: bool,
    changed: bool,
    reason: String,
    errors: FieldErrors,
    trial: Trial,
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
struct Line {
    name: String,
    cut: String,
    channels: String,
    who: String,
    scope: Vec<String>,
    from: NaiveDate,
    to: Option<NaiveDate>,
    stackable: bool,
    priority: i16,
    basis: String,
    /// Key of the words for what the draft does to it; empty for nothing.
    change: &'static str,
}

/// What a trial asks: the address of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Code of the procedure.
    pub ma: String,
    /// Key of the case.
    #[serde(rename = "truong-hop")]
    pub case: String,
    /// Day of filing.
    pub ngay: String,
    /// Units, for every fee that is counted.
    #[serde(rename = "so")]
    pub count: String,
    /// Key of the group.
    #[serde(rename = "nhom")]
    pub group: String,
}

/// "What would it cost": the same dossier under the schedule in force and under the draft.
struct Trial {
    asked: Asked,
    errors: FieldErrors,
    groups: Vec<Choice>,
    procedure: String,
    outcomes: Vec<Outcome>,
}

/// One channel of one case.
struct Outcome {
    case: String,
    channel: &'static str,
    before: String,
    after: String,
    differs: bool,
}

/// Shows the page.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response> {
    let page = page(&ui, &app, asked).await?;
    ui.page(&page)
}

/// What the buttons send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    /// The draft that the page showed.
    pub base: Uuid,
    /// Why it is published.
    pub reason: String,
}

/// Publishes the draft, or shows the page again with what to mend.
/// # Errors
/// [`Error::Forbidden`].
pub async fn publish(
    ui: Ui,
    State(app): State<App>,
    Checked(form): Checked<PublishForm>,
) -> Result<Response> {
    let reason = party::tidy(&form.reason);
    let base = moment_of(form.base).ok_or(Error::Unreadable)?;
    match fee_schedule::publish(&app, ui.actor()?, base, &reason).await {
        Ok(()) => Ok(ui.done(paths::ADMIN_PREFERENCES, Message::new("admin-flash-published-preferences"))),
        Err(app::error::Error::Fields(fields)) => {
            let shown = page(&ui, &app, Asked::default()).await?;
            ui.again(&PreferencesPage { errors: fields.into(), reason, ..shown })
        }
        Err(app::error::Error::Changed) => {
            let shown = page(&ui, &app, Asked::default()).await?;
            ui.page_with(StatusCode::CONFLICT, &PreferencesPage { changed: true, reason, ..shown })
        }
        Err(other) => Err(other.into()),
    }
}

/// Throws the draft away.
/// # Errors
/// [`Error::Forbidden`].
pub async fn discard(ui: Ui, State(app): State<App>) -> Result<Response> {
    fee_schedule::discard(&app, ui.actor()?).await?;
    Ok(ui.done(paths::ADMIN_PREFERENCES, Message::new("admin-flash-discarded-preferences")))
}

async fn page(ui: &Ui, app: &App, asked: Asked) -> Result<PreferencesPage> {
    let all = store::fee_schedule::latest(&app.db).await?;
    let base = base_of(all.first());
    let (drafts, published): (Vec<_>, Vec<_>) = all.into_iter().partition(|s| s.published_at.is_none());
    let draft = drafts.into_iter().next();
    let mut published = published.into_iter();
    let in_force = published.next();
    let nothing = Schedule::default();
    let before = in_force.as_ref().map_or(&nothing, |stored| &stored.schedule);
    let after = draft.as_ref().map_or(before, |stored| &stored.schedule);
    let today = local_date(app.clock.now());
    let known: BTreeSet<String> = store::procedure::published_codes(&app.db).await?.into_iter().collect();
    let locale = ui.locale();
    let changes = store::audit::of(&app.db, SubjectKind::FeeSchedule, fee_schedule::SUBJECT).await?;
    let gone =
        before.preferences.iter().filter(|old| !after.preferences.iter().any(|new| new.key == old.key));
    Ok(PreferencesPage {
        gone: gone.map(|one| line(one, "admin-preference-gone", locale)).collect(),
        advice: fee_advice::of_schedule(after, today, &known),
        trial: trial(app, asked, (before, after), (today, locale)).await?,
        draft: draft.as_ref().map(|stored| shown(stored, Some(before), locale)),
        in_force: in_force.as_ref().map(|stored| shown(stored, None, locale)),
        earlier: published.collect(),
        base,
        can_manage: policy::has_right(ui.actor()?, Right::ManageFees),
        changed: false,
        reason: String::new(),
        errors: FieldErrors::none(),
        trail: trail::lines(&changes),
    })
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

fn line(one: &Preference, change: &'static str, locale: Locale) -> Line {
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

async fn trial(
    app: &App,
    asked: Asked,
    schedules: (&Schedule, &Schedule),
    (today, locale): (NaiveDate, Locale),
) -> Result<Trial> {
    let groups = rows::choices(ExemptGroup::ALL.iter().map(|group| group.key()), "exempt-group", locale);
    let mut trial =
        Trial { errors: FieldErrors::none(), groups, procedure: String::new(), outcomes: Vec::new(), asked };
    if trial.asked.ma.trim().is_empty() {
        trial.asked.ngay = rows::date_of(Some(today));
        return Ok(trial);
    }
    let Trial { asked, errors, .. } = &mut trial;
    let code = errors.take("ma", ProcedureCode::parse(&asked.ma).map_err(|_| FieldError::Choice));
    let day = errors.take("ngay", rows::date(&asked.ngay).and_then(|day| day.ok_or(FieldError::Date)));
    let count =
        errors.take("so", if asked.count.trim().is_empty() { Ok(1) } else { rows::number(&asked.count) });
    let (Some(code), Some(day), Some(count)) = (code, day, count) else { return Ok(trial) };
    let Some(version) = store::procedure::published(&app.db, &code).await? else {
        trial.errors.add("ma", Message::new("admin-trial-unknown"));
        return Ok(trial);
    };
    let procedure = version.procedure;
    let answers = answers(&procedure, count, ExemptGroup::parse(&trial.asked.group));
    trial.outcomes = outcomes(&procedure, &answers, day, schedules, locale);
    trial.procedure = procedure.name;
    Ok(trial)
}

fn answers(procedure: &Procedure, count: u32, group: Option<ExemptGroup>) -> Answers {
    let counted = procedure.fees.iter().flat_map(Fee::counted_by).map(|key| (key.clone(), count.to_string()));
    counted.chain(group.map(|group| (EXEMPT_KEY.to_owned(), group.to_string()))).collect()
}

fn outcomes(
    procedure: &Procedure,
    answers: &Answers,
    day: NaiveDate,
    (before, after): (&Schedule, &Schedule),
    locale: Locale,
) -> Vec<Outcome> {
    let cases = procedure.cases.iter().filter(|case| !case.fees.is_empty());
    let open = || procedure.channels.iter().map(|terms| terms.channel);
    cases
        .flat_map(|case| open().map(move |channel| (case, channel)))
        .map(|(case, channel)| {
            let total = |schedule| -> std::result::Result<Vnd, _> {
                quote_for(Priced::of(procedure, case), answers, channel, day, schedule)
                    .map(|quote| quote.total)
            };
            let words = |total: &std::result::Result<Vnd, _>| match total {
                Ok(total) => format::dong(locale, *total),
                Err(refusal) => Message::refusal(refusal).text(locale),
            };
            let (old, new) = (total(before), total(after));
            Outcome {
                case: case.name.clone(),
                channel: match channel {
                    Channel::Direct => "channel-direct",
                    Channel::Online => "channel-online",
                    Channel::Postal => "channel-postal",
                },
                before: words(&old),
                after: words(&new),
                differs: old != new,
            }
        })
        .collect()
}
