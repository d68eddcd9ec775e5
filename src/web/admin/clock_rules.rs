//! `/quan-tri/quy-tac-thoi-han`: how time limits are counted, from which day on and by which act. Rules that hold or have held are not
//! edited; new ones supersede them.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    rows,
    trail::{self, TrailLine},
};
use crate::{
    app::{self, clock_rules, context::App},
    domain::{
        calendar,
        clock_rules::{ClockRules, Convention, CountMode},
        party::{self, FieldError},
        policy::{self, Right},
    },
    i18n::Message,
    store::{self, audit::SubjectKind},
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors, field_message, time_of_day},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/clock_rules.html")]
struct ClockRulesPage {
    rules: Vec<RulesRow>,
    can_manage: bool,
    values: ClockRulesForm,
    errors: FieldErrors,
    modes: Vec<Choice>,
    trail: Vec<TrailLine>,
}

/// Rules as they are listed.
struct RulesRow {
    rules: ClockRules,
    from: Option<NaiveDate>,
    cut_off: String,
    payment: &'static str,
    /// Key of what a payment does to the time to answer.
    answer: &'static str,
    state: &'static str,
    tone: &'static str,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClockRulesForm {
    /// First day.
    pub valid_from: String,
    /// Key of the way of counting.
    pub mode: String,
    /// Time of day.
    pub cut_off: String,
    /// Working minutes.
    pub response_minutes: String,
    /// `yes` when waiting for money stops the clock.
    pub payment_pauses: String,
    /// `yes` when a payment begins the time to answer anew.
    pub payment_restarts_answer: String,
    /// 1–100.
    pub soon_percent: String,
    /// 0–9.
    pub reschedules: String,
    /// Act and article.
    pub legal_basis: String,
}

impl ClockRulesForm {
    /// The rules that hold now, to be changed; day and act are for the person to give.
    fn like(rules: &ClockRules) -> Self {
        Self {
            mode: rules.convention.mode.key().to_owned(),
            cut_off: rules.convention.cut_off.format("%H:%M").to_string(),
            response_minutes: rules.response_minutes.to_string(),
            payment_pauses: if rules.payment_pauses { "yes".to_owned() } else { String::new() },
            payment_restarts_answer: if rules.payment_restarts_answer {
                "yes".to_owned()
            } else {
                String::new()
            },
            soon_percent: rules.soon_percent.to_string(),
            reschedules: rules.reschedules.to_string(),
            ..Self::default()
        }
    }

    fn read(&self) -> std::result::Result<ClockRules, FieldErrors> {
        let mut errors = FieldErrors::none();
        let valid_from = rows::day(&mut errors, "valid_from", &self.valid_from);
        let mode = errors.take("mode", CountMode::parse(&self.mode).ok_or(FieldError::Choice));
        let cut_off = errors.take("cut_off", time_of_day(&self.cut_off));
        let response_minutes = number(&mut errors, "response_minutes", &self.response_minutes);
        let soon_percent = number(&mut errors, "soon_percent", &self.soon_percent);
        let reschedules = number(&mut errors, "reschedules", &self.reschedules);
        let legal_basis = party::tidy(&self.legal_basis);
        if legal_basis.is_empty() {
            errors.take::<()>("legal_basis", Err(FieldError::Required));
        }
        let read = || {
            Some(ClockRules {
                valid_from: valid_from?,
                convention: Convention { mode: mode?, cut_off: cut_off? },
                response_minutes: response_minutes?,
                payment_pauses: self.payment_pauses == "yes",
                payment_restarts_answer: self.payment_restarts_answer == "yes",
                soon_percent: soon_percent?,
                reschedules: reschedules?,
                legal_basis: legal_basis.clone(),
            })
        };
        match read() {
            Some(rules) if errors.is_empty() => Ok(rules),
            Some(_) | None => Err(errors),
        }
    }
}

/// Between which numbers those of the rules lie.
const RANGES: [(&str, u32, u32); 3] =
    [("response_minutes", 1, 14_400), ("soon_percent", 1, 100), ("reschedules", 0, 9)];

/// What to do about a fault: of a number the person is told between which others it lies.
fn said(field: &str, error: FieldError) -> Message {
    let range = RANGES.iter().find(|(name, ..)| *name == field && error == FieldError::Number);
    range.map_or_else(
        || field_message(error),
        |(_, least, most)| {
            Message::new("citizen-field-number-between").with("min", *least).with("max", *most)
        },
    )
}

fn number<T: std::str::FromStr>(errors: &mut FieldErrors, field: &str, typed: &str) -> Option<T> {
    let number = typed.trim().parse().ok();
    if number.is_none() {
        errors.add(field, said(field, FieldError::Number));
    }
    number
}

/// Shows the rules, past and to come.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let page = page(&ui, &app, None, FieldErrors::none()).await?;
    ui.page(&page)
}

/// Adds rules, or shows the form again.
/// # Errors
/// [`crate::web::error::Error::Forbidden`].
pub async fn add(ui: Ui, State(app): State<App>, Checked(form): Checked<ClockRulesForm>) -> Result<Response> {
    let rules = match form.read() {
        Ok(rules) => rules,
        Err(errors) => {
            let page = page(&ui, &app, Some(form), errors).await?;
            return ui.again(&page);
        }
    };
    match clock_rules::set(&app, ui.actor()?, &rules).await {
        Ok(()) => Ok(ui.done(paths::ADMIN_CLOCK_RULES, Message::new("admin-flash-saved"))),
        Err(app::error::Error::Fields(fields)) => {
            let mut errors = FieldErrors::none();
            for (field, error) in fields {
                errors.add(field, said(field, error));
            }
            let page = page(&ui, &app, Some(form), errors).await?;
            ui.again(&page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    ui: &Ui,
    app: &App,
    typed: Option<ClockRulesForm>,
    errors: FieldErrors,
) -> Result<ClockRulesPage> {
    let today = calendar::local(app.clock.now()).date();
    let all = store::clock_rule::all(&app.db).await?;
    let holding = ClockRules::on(&all, today);
    let changes = store::audit::of(&app.db, SubjectKind::ClockRule, clock_rules::SUBJECT).await?;
    let mut rules: Vec<RulesRow> = all.into_iter().map(|rules| row(rules, &holding, today)).collect();
    if !rules.iter().any(|row| row.rules.valid_from <= today) {
        rules.insert(0, row(holding.clone(), &holding, today));
    }
    rules.reverse();
    Ok(ClockRulesPage {
        rules,
        can_manage: policy::has_right(ui.actor()?, Right::ManageClock),
        values: typed.unwrap_or_else(|| ClockRulesForm::like(&holding)),
        errors,
        modes: rows::choices(CountMode::ALL.iter().map(|mode| mode.key()), "admin-clock-mode", ui.locale()),
        trail: trail::lines(&changes),
    })
}

fn row(rules: ClockRules, holding: &ClockRules, today: NaiveDate) -> RulesRow {
    let (state, tone) = if rules.valid_from > today {
        ("admin-clock-coming", "info")
    } else if rules == *holding {
        ("admin-clock-holding", "ok")
    } else {
        ("admin-clock-past", "neutral")
    };
    RulesRow {
        from: Some(rules.valid_from).filter(|day| *day > NaiveDate::MIN),
        cut_off: rules.convention.cut_off.format("%H:%M").to_string(),
        payment: if rules.payment_pauses { "admin-clock-pauses" } else { "admin-clock-runs" },
        answer: if rules.payment_restarts_answer {
            "admin-clock-answer-anew"
        } else {
            "admin-clock-answer-goes-on"
        },
        state,
        tone,
        rules,
    }
}
