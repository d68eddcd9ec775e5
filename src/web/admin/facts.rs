//! `/quan-tri/thu-tuc/{code}/thong-tin`: facts, channels with their limits, and cases of a procedure.

use std::borrow::Borrow;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    editing::{self, Desk, Editor, Frame},
    rows,
    sheet::{Row, Sheet},
};
use crate::{
    app::context::App,
    domain::{
        ids::ProcedureCode,
        limit::TimeLimit,
        party::FieldError,
        procedure::{Audience, Case, ChannelTerms, ClockPolicy, Level, OnlineLevel, Procedure, Settler},
        status::Channel,
    },
    store::agency::AgencyLevel,
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors, Sent},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

const CHANNEL: &str = "channel";
const CASE: &str = "case";

/// The page.
#[derive(Template)]
#[template(path = "admin/facts.html")]
pub struct FactsPage {
    edit: Frame,
    levels: Vec<Choice>,
    audiences: Vec<Choice>,
    online: Vec<Choice>,
    settlers: Vec<Choice>,
    agencies: Vec<Choice>,
    clocks: Vec<Choice>,
    units: Vec<Choice>,
}

impl FactsPage {
    /// The channel of a row.
    fn channel(row: impl Borrow<usize>) -> &'static str {
        Channel::ALL.get(*row.borrow()).map_or("", |channel| channel.key())
    }
}

/// The editor of the facts. Channels are three rows in the order of the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Facts;

impl Editor for Facts {
    type Page = FactsPage;

    fn action(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE_FACTS, &[code])
    }

    fn sheet(&self, p: &Procedure) -> Option<Sheet> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut sheet = Sheet::default();
        for (name, value) in [
            ("name", p.name.clone()),
            ("field", p.field.clone()),
            ("decision", text(&p.decision)),
            ("online", p.online.to_string()),
            ("partial_reason", text(&p.partial_reason)),
            ("settler", p.settler.to_string()),
            ("agency", p.agency.as_ref().map_or_else(String::new, ToString::to_string)),
            ("clock_policy", p.clock_policy.to_string()),
            ("keywords", p.keywords.join("\n")),
            ("proceedings", text(&p.proceedings)),
            ("requirements", text(&p.requirements)),
            ("result", p.result.clone()),
            ("legal_basis", p.legal_basis.join("\n")),
        ] {
            sheet.put(name, value);
        }
        sheet.put_all("levels", p.levels.iter().map(|v| v.key()));
        sheet.put_all("audiences", p.audiences.iter().map(|v| v.key()));
        for (row, channel) in Channel::ALL.iter().enumerate() {
            let terms = p.channels.iter().find(|terms| terms.channel == *channel);
            let [amount, unit] = rows::limit_cells(terms.and_then(|t| t.limit));
            let [promised, promised_unit] = rows::limit_cells(terms.and_then(|t| t.promised));
            let note = terms.and_then(|t| t.note.clone()).unwrap_or_default();
            let cells = [
                ("amount", amount),
                ("unit", unit),
                ("promised", promised),
                ("promised_unit", promised_unit),
                ("note", note),
            ];
            sheet.push(CHANNEL, &cells);
            if terms.is_some() {
                sheet.tick(CHANNEL, "open", row);
            }
        }
        for case in &p.cases {
            let [amount, unit] = rows::limit_cells(case.limit);
            let cells = [
                ("handle", case.key.clone()),
                ("name", case.name.clone()),
                ("hint", text(&case.hint)),
                ("amount", amount),
                ("unit", unit),
            ];
            sheet.push(CASE, &cells);
        }
        Some(sheet)
    }

    fn applied(&self, sheet: &Sheet, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let name = errors.take("name", rows::required(sheet.raw("name")));
        let field = errors.take("field", rows::required(sheet.raw("field")));
        let online = errors.take("online", rows::known(OnlineLevel::parse)(sheet.raw("online")));
        let settler = errors.take("settler", rows::known(Settler::parse)(sheet.raw("settler")));
        let agency = errors.take("agency", rows::agency(sheet.raw("agency")));
        let clock = errors.take("clock_policy", rows::known(ClockPolicy::parse)(sheet.raw("clock_policy")));
        let channels = channels(sheet, old, &mut errors);
        let cases = cases(sheet, old, &mut errors);
        match (name, field, online, settler, clock, agency) {
            (Some(name), Some(field), Some(online), Some(settler), Some(clock_policy), Some(agency))
                if errors.is_empty() =>
            {
                let partly = online == OnlineLevel::Partial;
                Ok(Procedure {
                    name: name.replace('\n', " "),
                    field,
                    online,
                    settler,
                    clock_policy,
                    agency: agency.filter(|_| settler == Settler::Agency),
                    decision: sheet.optional("decision"),
                    levels: sheet.all("levels").iter().filter_map(|k| Level::parse(k)).collect(),
                    audiences: sheet.all("audiences").iter().filter_map(|k| Audience::parse(k)).collect(),
                    partial_reason: sheet.optional("partial_reason").filter(|_| partly),
                    keywords: sheet.lines("keywords"),
                    proceedings: sheet.optional("proceedings"),
                    requirements: sheet.optional("requirements"),
                    result: sheet.text("result"),
                    legal_basis: sheet.lines("legal_basis"),
                    channels,
                    cases,
                    ..old.clone()
                })
            }
            _ => Err(errors),
        }
    }

    fn page(&self, desk: Desk) -> FactsPage {
        let locale = desk.locale;
        FactsPage {
            levels: rows::choices(Level::ALL.iter().map(|v| v.key()), "level", locale),
            audiences: rows::choices(Audience::ALL.iter().map(|v| v.key()), "audience", locale),
            online: rows::choices(OnlineLevel::ALL.iter().map(|v| v.key()), "online-level", locale),
            settlers: rows::choices(Settler::ALL.iter().map(|v| v.key()), "admin-settler", locale),
            agencies: rows::agencies(&desk.reference, |a| {
                AgencyLevel::parse(&a.level).is_some_and(AgencyLevel::settles)
            }),
            clocks: rows::choices(ClockPolicy::ALL.iter().map(|v| v.key()), "admin-clock", locale),
            units: rows::units(locale),
            edit: desk.frame,
        }
    }
}

/// The limit in the cells `amount` and `unit` of a row.
fn limit(row: Row<'_>, amount: &str, unit: &str) -> std::result::Result<Option<TimeLimit>, FieldError> {
    rows::limit(&row.text(amount), row.raw(unit))
}

/// The channels that are open, in the order they had.
fn channels(sheet: &Sheet, old: &Procedure, errors: &mut FieldErrors) -> Vec<ChannelTerms> {
    let mut open: Vec<ChannelTerms> = Channel::ALL
        .iter()
        .zip(sheet.rows(CHANNEL))
        .filter(|(_, row)| row.ticked("open"))
        .filter_map(|(channel, row)| {
            let statutory = errors.take(&row.at("amount"), limit(row, "amount", "unit"));
            let promised = errors.take(&row.at("promised"), limit(row, "promised", "promised_unit"));
            Some(ChannelTerms {
                channel: *channel,
                limit: statutory?,
                promised: promised?,
                note: row.optional("note"),
            })
        })
        .collect();
    let place = |channel| old.channels.iter().position(|terms| terms.channel == channel);
    open.sort_by_key(|terms| place(terms.channel).unwrap_or(usize::MAX));
    open
}

fn cases(sheet: &Sheet, old: &Procedure, errors: &mut FieldErrors) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for row in sheet.rows(CASE) {
        let Some(name) = row.name(errors, "name", &["hint", "amount"]) else { continue };
        let Some(limit) = errors.take(&row.at("amount"), limit(row, "amount", "unit")) else { continue };
        let had = row.had();
        let before = old.cases.iter().find(|case| case.key == had);
        cases.push(Case {
            key: rows::key(&had, &name, cases.iter().map(|case| &case.key)),
            name,
            hint: row.optional("hint"),
            documents: before.map_or_else(Vec::new, |case| case.documents.clone()),
            fees: before.map_or_else(Vec::new, |case| case.fees.clone()),
            limit,
        });
    }
    cases
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<ProcedureCode>) -> Result<Response> {
    editing::show(&Facts, &ui, &app, &code).await
}

/// Saves a new draft version; or shows the form again.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(sent): Checked<Sent>,
) -> Result<Response> {
    editing::save(&Facts, &ui, &app, &code, sent).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure() -> Procedure {
        serde_json::from_value(serde_json::json!({
            "code": "1.013225", "name": "Cấp giấy phép xây dựng", "field": "Xây dựng", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause",
            "result": "Giấy phép", "legal_basis": ["Luật Xây dựng"], "keywords": ["GPXD"],
            "channels": [{"channel": "online", "limit": {"unit": "working-day", "halves": 30},
                          "promised": {"unit": "working-day", "halves": 20}},
                         {"channel": "direct", "limit": {"unit": "working-day", "halves": 30}}],
            "cases": [{"key": "nha-o", "name": "Nhà ở", "fees": ["le-phi"],
                       "documents": [{"doc": "don", "required": true}]}]
        }))
        .unwrap()
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        let old = procedure();
        assert_eq!(Facts.applied(&Facts.sheet(&old).unwrap(), &old).unwrap(), old);
    }

    #[test]
    fn a_channel_that_is_closed_loses_its_terms_and_a_new_case_gets_a_key() {
        let old = procedure();
        let mut sheet = Facts.sheet(&old).unwrap();
        sheet.put("channel#open", "0");
        sheet.push(CASE, &[("handle", "+1".to_owned()), ("name", "Công trình khác".to_owned())]);
        let new = Facts.applied(&sheet, &old).unwrap();
        assert_eq!(new.channels.iter().map(|c| c.channel).collect::<Vec<_>>(), [Channel::ALL[0]]);
        assert_eq!(new.cases[1].key, "cong-trinh-khac");
    }

    #[test]
    fn a_number_without_a_unit_is_to_be_mended_in_its_row() {
        let old = procedure();
        let mut sheet = Facts.sheet(&old).unwrap();
        let row = Channel::ALL.iter().position(|c| *c == Channel::Direct).unwrap();
        sheet.set(CHANNEL, "unit", row, "");
        let errors = Facts.applied(&sheet, &old).unwrap_err();
        assert!(errors.row("channel.amount", row).is_some());
    }
}
