//! `/quan-tri/thu-tuc/{code}/thong-tin`: facts, channels with their limits, and cases of a procedure.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    editing::{self, Frame},
    rows,
};
use crate::{
    app::context::App,
    domain::{
        ids::{AgencyCode, ProcedureCode},
        party::FieldError,
        procedure::{Audience, Case, ChannelTerms, ClockPolicy, Level, OnlineLevel, Procedure, Settler},
        status::Channel,
    },
    i18n::Locale,
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/facts.html")]
struct FactsPage {
    edit: Frame,
    values: FactsForm,
    channels: Vec<(usize, Channel)>,
    cases: Vec<usize>,
    words: Words,
}

/// What can be chosen.
struct Words {
    levels: Vec<Choice>,
    audiences: Vec<Choice>,
    online: Vec<Choice>,
    settlers: Vec<Choice>,
    agencies: Vec<Choice>,
    clocks: Vec<Choice>,
    units: Vec<Choice>,
}

impl Words {
    async fn of(app: &App, locale: Locale) -> Result<Self> {
        let reference = app.reference().await?;
        Ok(Self {
            levels: rows::choices(Level::ALL.iter().map(|v| v.key()), "level", locale),
            audiences: rows::choices(Audience::ALL.iter().map(|v| v.key()), "audience", locale),
            online: rows::choices(OnlineLevel::ALL.iter().map(|v| v.key()), "online-level", locale),
            settlers: rows::choices(Settler::ALL.iter().map(|v| v.key()), "admin-settler", locale),
            agencies: reference
                .agencies
                .values()
                .filter(|a| !a.receives)
                .map(|a| Choice::new(a.code.clone(), format!("{} ({})", a.short_name, a.code)))
                .collect(),
            clocks: rows::choices(ClockPolicy::ALL.iter().map(|v| v.key()), "admin-clock", locale),
            units: rows::units(locale),
        })
    }
}

/// What is typed. Channels are three rows in the order of the vocabulary; cases as many as there are, and one more.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FactsForm {
    base: Uuid,
    more: String,
    name: String,
    field: String,
    decision: String,
    levels: Vec<String>,
    audiences: Vec<String>,
    online: String,
    partial_reason: String,
    settler: String,
    agency: String,
    clock_policy: String,
    keywords: String,
    proceedings: String,
    requirements: String,
    result: String,
    legal_basis: String,
    open: Vec<String>,
    amount: Vec<String>,
    unit: Vec<String>,
    note: Vec<String>,
    case_key: Vec<String>,
    case_name: Vec<String>,
    case_hint: Vec<String>,
    case_amount: Vec<String>,
    case_unit: Vec<String>,
}

impl FactsForm {
    fn of(p: &Procedure) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let terms = |channel| p.channels.iter().find(|terms| terms.channel == channel);
        let limit = |channel| terms(channel).and_then(|t| t.limit);
        let column = |of: &dyn Fn(Channel) -> String| Channel::ALL.iter().map(|c| of(*c)).collect();
        Self {
            name: p.name.clone(),
            field: p.field.clone(),
            decision: text(&p.decision),
            levels: p.levels.iter().map(|v| v.key().to_owned()).collect(),
            audiences: p.audiences.iter().map(|v| v.key().to_owned()).collect(),
            online: p.online.key().to_owned(),
            partial_reason: text(&p.partial_reason),
            settler: p.settler.key().to_owned(),
            agency: p.agency.as_ref().map_or_else(String::new, ToString::to_string),
            clock_policy: p.clock_policy.key().to_owned(),
            keywords: p.keywords.join("\n"),
            proceedings: text(&p.proceedings),
            requirements: text(&p.requirements),
            result: p.result.clone(),
            legal_basis: p.legal_basis.join("\n"),
            open: p.channels.iter().map(|t| t.channel.key().to_owned()).collect(),
            amount: column(&|c| limit(c).map_or_else(String::new, rows::amount_of)),
            unit: column(&|c| limit(c).map_or_else(String::new, |l| l.unit.key().to_owned())),
            note: column(&|c| terms(c).and_then(|t| t.note.clone()).unwrap_or_default()),
            case_key: p.cases.iter().map(|c| c.key.clone()).collect(),
            case_name: p.cases.iter().map(|c| c.name.clone()).collect(),
            case_hint: p.cases.iter().map(|c| text(&c.hint)).collect(),
            case_amount: p.cases.iter().map(|c| c.limit.map_or_else(String::new, rows::amount_of)).collect(),
            case_unit: p.cases.iter().map(|c| c.limit.map_or_else(String::new, |l| l.unit.key().to_owned())).collect(),
            ..Self::default()
        }
    }

    /// `old` with everything that was typed.
    fn applied(&self, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let required = |text: &str| rows::optional(text).ok_or(FieldError::Required);
        let name = errors.take("name", required(&self.name));
        let field = errors.take("field", required(&self.field));
        let online = errors.take("online", OnlineLevel::parse(&self.online).ok_or(FieldError::Choice));
        let settler = errors.take("settler", Settler::parse(&self.settler).ok_or(FieldError::Choice));
        let clock = errors.take("clock_policy", ClockPolicy::parse(&self.clock_policy).ok_or(FieldError::Choice));
        let agency = rows::optional(&self.agency)
            .map(|code| AgencyCode::parse(&code).map_err(|_| FieldError::Choice))
            .transpose();
        let agency = errors.take("agency", agency);
        let channels = self.channels(old, &mut errors);
        let cases = self.cases(old, &mut errors);
        match (name, field, online, settler, clock, agency) {
            (Some(name), Some(field), Some(online), Some(settler), Some(clock_policy), Some(agency))
                if errors.is_empty() =>
            {
                Ok(Procedure {
                    name: name.replace('\n', " "),
                    field,
                    online,
                    settler,
                    clock_policy,
                    agency: agency.filter(|_| settler == Settler::Agency),
                    decision: rows::optional(&self.decision),
                    levels: self.levels.iter().filter_map(|k| Level::parse(k)).collect(),
                    audiences: self.audiences.iter().filter_map(|k| Audience::parse(k)).collect(),
                    partial_reason: rows::optional(&self.partial_reason).filter(|_| online == OnlineLevel::Partial),
                    keywords: rows::lines(&self.keywords),
                    proceedings: rows::optional(&self.proceedings),
                    requirements: rows::optional(&self.requirements),
                    result: crate::domain::party::tidy(&self.result),
                    legal_basis: rows::lines(&self.legal_basis),
                    channels,
                    cases,
                    ..old.clone()
                })
            }
            _ => Err(errors),
        }
    }

    fn channels(&self, old: &Procedure, errors: &mut FieldErrors) -> Vec<ChannelTerms> {
        Channel::ALL
            .iter()
            .enumerate()
            .filter(|(_, channel)| self.open.iter().any(|key| key == channel.key()))
            .filter_map(|(row, channel)| {
                let typed = rows::limit(&rows::cell(&self.amount, row), &rows::cell(&self.unit, row));
                let limit = errors.take(&format!("amount-{row}"), typed)?;
                let before = old.channels.iter().find(|terms| terms.channel == *channel);
                Some(ChannelTerms {
                    channel: *channel,
                    limit,
                    promised: before.and_then(|terms| terms.promised),
                    note: rows::optional(&rows::cell(&self.note, row)),
                })
            })
            .collect()
    }

    fn cases(&self, old: &Procedure, errors: &mut FieldErrors) -> Vec<Case> {
        let mut cases: Vec<Case> = Vec::new();
        for row in 0..self.case_name.len() {
            let name = rows::cell(&self.case_name, row);
            if name.is_empty() {
                continue;
            }
            let typed = rows::limit(&rows::cell(&self.case_amount, row), &rows::cell(&self.case_unit, row));
            let Some(limit) = errors.take(&format!("case_amount-{row}"), typed) else {
                continue;
            };
            let taken: Vec<String> = cases.iter().map(|case| case.key.clone()).collect();
            let had = rows::cell(&self.case_key, row);
            let before = old.cases.iter().find(|case| case.key == had);
            cases.push(Case {
                key: rows::key(&had, &name, &taken),
                name,
                hint: rows::optional(&rows::cell(&self.case_hint, row)),
                documents: before.map_or_else(Vec::new, |case| case.documents.clone()),
                fees: before.map_or_else(Vec::new, |case| case.fees.clone()),
                limit,
            });
        }
        cases
    }
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<ProcedureCode>) -> Result<Response> {
    let (edit, procedure) = editing::open(&app, &code).await?;
    let words = Words::of(&app, ui.locale()).await?;
    ui.page(&page(edit, FactsForm::of(&procedure), words))
}

/// Saves a new draft version; or shows the form again with one more row, with what to mend, or because somebody else was
/// faster.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(form): Checked<FactsForm>,
) -> Result<Response> {
    let (mut edit, old) = editing::base(&app, &code, form.base).await?;
    let words = Words::of(&app, ui.locale()).await?;
    if !form.more.is_empty() {
        return ui.page(&page(edit, form, words));
    }
    match form.applied(&old) {
        Err(errors) => {
            edit.errors = errors;
            ui.again(&page(edit, form, words))
        }
        Ok(new) => match editing::save(&ui, &app, &edit, &new).await? {
            Some(done) => Ok(done),
            None => {
                edit.changed = true;
                ui.page_with(StatusCode::CONFLICT, &page(edit, form, words))
            }
        },
    }
}

fn page(edit: Frame, values: FactsForm, words: Words) -> FactsPage {
    FactsPage {
        cases: (0..values.case_name.len() + rows::SPARE).collect(),
        channels: Channel::ALL.iter().copied().enumerate().collect(),
        edit,
        values,
        words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure() -> Procedure {
        serde_json::from_value(serde_json::json!({
            "code": "1.013225", "name": "Cấp giấy phép xây dựng", "field": "Xây dựng", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause",
            "result": "Giấy phép", "legal_basis": ["Luật Xây dựng"], "keywords": ["GPXD"],
            "channels": [{"channel": "direct", "limit": {"unit": "working-day", "halves": 30}},
                         {"channel": "online", "limit": {"unit": "working-day", "halves": 30},
                          "promised": {"unit": "working-day", "halves": 20}}],
            "cases": [{"key": "nha-o", "name": "Nhà ở", "fees": ["le-phi"],
                       "documents": [{"doc": "don", "required": true}]}]
        }))
        .unwrap()
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        let old = procedure();
        assert_eq!(FactsForm::of(&old).applied(&old).unwrap(), old);
    }

    #[test]
    fn a_channel_that_is_closed_loses_its_terms_and_a_new_case_gets_a_key() {
        let old = procedure();
        let mut form = FactsForm::of(&old);
        form.open = vec!["direct".to_owned()];
        form.case_name.push("Công trình khác".to_owned());
        let new = form.applied(&old).unwrap();
        assert_eq!(new.channels.len(), 1);
        assert_eq!(new.cases[1].key, "cong-trinh-khac");
    }

    #[test]
    fn a_number_without_a_unit_is_to_be_mended_in_its_row() {
        let old = procedure();
        let mut form = FactsForm::of(&old);
        form.unit = vec![String::new(); 3];
        let errors = form.applied(&old).unwrap_err();
        assert!(errors.row("amount", 0).is_some());
    }
}
