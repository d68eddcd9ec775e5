//! `/quan-tri/thu-tuc/{code}/phi`: fees and charges of a procedure, their amounts over time, and which case asks for which.
//! Amounts by tiers are shown and kept, not edited here.

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
    procedure::amount_words,
    rows,
};
use crate::{
    app::context::App,
    domain::{
        fee::{Amount, FeeRule},
        ids::ProcedureCode,
        money::Vnd,
        party::FieldError,
        procedure::{Case, Fee, FeeKind, Procedure},
        status::Channel,
    },
    i18n::{self, Locale},
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

const FLAT: &str = "flat";
const EACH: &str = "each";
const TIERS: &str = "tiers";

/// The page.
#[derive(Template)]
#[template(path = "admin/fees.html")]
struct FeesPage {
    edit: Frame,
    values: FeesForm,
    fees: Vec<usize>,
    rules: Vec<usize>,
    cases: Vec<Case>,
    kinds: Vec<Choice>,
    ways: Vec<Choice>,
    channels: Vec<Choice>,
    numbers: Vec<Choice>,
    tiers: Vec<String>,
}

/// What is typed: a row for each fee, and a row for each amount, which names its fee by number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeesForm {
    base: Uuid,
    more: String,
    key: Vec<String>,
    name: Vec<String>,
    kind: Vec<String>,
    discount: Vec<String>,
    asks: Vec<String>,
    rule_fee: Vec<String>,
    rule_old: Vec<String>,
    rule_channels: Vec<String>,
    rule_way: Vec<String>,
    rule_amount: Vec<String>,
    rule_from: Vec<String>,
    rule_to: Vec<String>,
    rule_basis: Vec<String>,
}

/// An amount with the number of its fee.
struct RuleAt<'a>(usize, &'a FeeRule);

fn rules_of(p: &Procedure) -> Vec<RuleAt<'_>> {
    p.fees.iter().enumerate().flat_map(|(fee, one)| one.rules.iter().map(move |rule| RuleAt(fee, rule))).collect()
}

impl FeesForm {
    fn of(p: &Procedure) -> Self {
        let rules = rules_of(p);
        let column = |of: &dyn Fn(&RuleAt<'_>) -> String| rules.iter().map(of).collect();
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |d| d.format("%d/%m/%Y").to_string());
        Self {
            key: p.fees.iter().map(|f| f.key.clone()).collect(),
            name: p.fees.iter().map(|f| f.name.clone()).collect(),
            kind: p.fees.iter().map(|f| f.kind.key().to_owned()).collect(),
            discount: p
                .fees
                .iter()
                .enumerate()
                .filter(|(_, fee)| fee.online_discount)
                .map(|(row, _)| row.to_string())
                .collect(),
            asks: p
                .fees
                .iter()
                .enumerate()
                .flat_map(|(row, fee)| {
                    p.cases
                        .iter()
                        .filter(|case| case.fees.contains(&fee.key))
                        .map(move |case| format!("{row}:{}", case.key))
                })
                .collect(),
            rule_fee: column(&|rule| (rule.0 + 1).to_string()),
            rule_old: (0..rules.len()).map(|n| n.to_string()).collect(),
            rule_channels: column(&|rule| join(&rule.1.channels)),
            rule_way: column(&|rule| way_of(&rule.1.amount).to_owned()),
            rule_amount: column(&|rule| match &rule.1.amount {
                Amount::Flat(dong) | Amount::Each(dong) => dong.dong().to_string(),
                Amount::Tiers { .. } => String::new(),
            }),
            rule_from: column(&|rule| day(Some(rule.1.valid_from))),
            rule_to: column(&|rule| day(rule.1.valid_to)),
            rule_basis: column(&|rule| rule.1.legal_basis.clone()),
            ..Self::default()
        }
    }

    /// Whether the case `key` asks for the fee in row `row`.
    fn asks(&self, row: impl std::borrow::Borrow<usize>, key: &str) -> bool {
        let wanted = format!("{}:{key}", row.borrow());
        self.asks.contains(&wanted)
    }

    fn applied(&self, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut fees: Vec<Fee> = Vec::new();
        let mut cases: Vec<Case> = old.cases.clone();
        for row in 0..self.name.len() {
            let had = rows::cell(&self.key, row);
            let name = rows::cell(&self.name, row);
            if name.is_empty() {
                drop_fee(&mut cases, &had);
                continue;
            }
            let taken: Vec<String> = fees.iter().map(|fee| fee.key.clone()).collect();
            let key = rows::key(&had, &name, &taken);
            let kind = FeeKind::parse(&rows::cell(&self.kind, row)).ok_or(FieldError::Choice);
            let Some(kind) = errors.take(&format!("kind-{row}"), kind) else {
                continue;
            };
            for case in &mut cases {
                let (asks, has) = (self.asks(row, &case.key), case.fees.contains(&key));
                if asks && !has {
                    case.fees.push(key.clone());
                } else if !asks {
                    case.fees.retain(|one| *one != key);
                }
            }
            let before = old.fees.iter().find(|fee| fee.key == had);
            fees.push(Fee {
                key,
                name,
                kind,
                rules: self.rules(row, old, &mut errors),
                quantity_field: before.and_then(|fee| fee.quantity_field.clone()),
                online_discount: self.discount.contains(&row.to_string()),
                exemptions: before.map_or_else(Vec::new, |fee| fee.exemptions.clone()),
            });
        }
        if errors.is_empty() { Ok(Procedure { fees, cases, ..old.clone() }) } else { Err(errors) }
    }

    fn rules(&self, fee: usize, old: &Procedure, errors: &mut FieldErrors) -> Vec<FeeRule> {
        let number = (fee + 1).to_string();
        let before = rules_of(old);
        (0..self.rule_fee.len())
            .filter(|row| rows::cell(&self.rule_fee, *row) == number)
            .filter_map(|row| {
                let had = rows::cell(&self.rule_old, row).parse::<usize>().ok();
                let tiers = had.and_then(|n| before.get(n)).map(|rule| &rule.1.amount);
                self.rule(row, tiers, errors)
            })
            .collect()
    }

    fn rule(&self, row: usize, before: Option<&Amount>, errors: &mut FieldErrors) -> Option<FeeRule> {
        let typed = rows::cell(&self.rule_amount, row);
        let dong = || {
            let amount = i64::from(rows::number(&typed)?);
            Vnd::new(amount).map_err(|_| FieldError::Number)
        };
        let amount = match rows::cell(&self.rule_way, row).as_str() {
            TIERS => before.cloned().ok_or(FieldError::Choice),
            _ if typed.is_empty() => return None,
            EACH => dong().map(Amount::Each),
            _ => dong().map(Amount::Flat),
        };
        let amount = errors.take(&format!("rule_amount-{row}"), amount);
        let from = rows::date(&rows::cell(&self.rule_from, row));
        let from = errors.take(&format!("rule_from-{row}"), from.and_then(|day| day.ok_or(FieldError::Date)));
        let to = errors.take(&format!("rule_to-{row}"), rows::date(&rows::cell(&self.rule_to, row)));
        let basis = rows::optional(&rows::cell(&self.rule_basis, row)).ok_or(FieldError::Required);
        let basis = errors.take(&format!("rule_basis-{row}"), basis);
        let channels = rows::cell(&self.rule_channels, row);
        Some(FeeRule {
            channels: channels.split_whitespace().filter_map(Channel::parse).collect(),
            amount: amount?,
            valid_from: from?,
            valid_to: to?,
            legal_basis: basis?,
        })
    }
}

fn drop_fee(cases: &mut [Case], key: &str) {
    for case in cases {
        case.fees.retain(|one| one != key);
    }
}

const fn way_of(amount: &Amount) -> &'static str {
    match amount {
        Amount::Flat(_) => FLAT,
        Amount::Each(_) => EACH,
        Amount::Tiers { .. } => TIERS,
    }
}

fn join(channels: &[Channel]) -> String {
    channels.iter().map(|c| c.key()).collect::<Vec<_>>().join(" ")
}

/// Every set of channels an amount can hold for; none means all.
fn sets(locale: Locale) -> Vec<Choice> {
    use Channel::{Direct, Online, Postal};
    let words = |set: &[Channel]| {
        set.iter().map(|c| i18n::text(locale, &format!("channel-{c}"), &[])).collect::<Vec<_>>().join(" + ")
    };
    let sets: [&[Channel]; 6] =
        [&[Direct], &[Online], &[Postal], &[Direct, Online], &[Direct, Postal], &[Online, Postal]];
    let all = Choice::new("", i18n::text(locale, "admin-all-channels", &[]));
    std::iter::once(all).chain(sets.into_iter().map(|set| Choice::new(join(set), words(set)))).collect()
}

/// Shows the form.
/// # Errors
/// [`crate::web::error::Error::NotFound`].
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<ProcedureCode>) -> Result<Response> {
    let (edit, procedure) = editing::open(&app, &code).await?;
    ui.page(&page(edit, &procedure, FeesForm::of(&procedure), ui.locale()))
}

/// Saves a new draft version; or shows the form again.
/// # Errors
/// [`crate::web::error::Error::NotFound`], [`crate::web::error::Error::Forbidden`].
pub async fn save(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(form): Checked<FeesForm>,
) -> Result<Response> {
    let (mut edit, old) = editing::base(&app, &code, form.base).await?;
    if !form.more.is_empty() {
        return ui.page(&page(edit, &old, form, ui.locale()));
    }
    match form.applied(&old) {
        Err(errors) => {
            edit.errors = errors;
            ui.again(&page(edit, &old, form, ui.locale()))
        }
        Ok(new) => match editing::save(&ui, &app, &edit, &new).await? {
            Some(done) => Ok(done),
            None => {
                edit.changed = true;
                ui.page_with(StatusCode::CONFLICT, &page(edit, &old, form, ui.locale()))
            }
        },
    }
}

fn page(edit: Frame, procedure: &Procedure, values: FeesForm, locale: Locale) -> FeesPage {
    let before = rules_of(procedure);
    let rules: Vec<usize> = (0..values.rule_fee.len() + rows::SPARE).collect();
    let fees: Vec<usize> = (0..values.name.len() + rows::SPARE).collect();
    FeesPage {
        tiers: rules
            .iter()
            .map(|row| {
                let had = rows::cell(&values.rule_old, *row).parse::<usize>().ok();
                let kept = rows::cell(&values.rule_way, *row) == TIERS;
                had.filter(|_| kept)
                    .and_then(|n| before.get(n))
                    .map_or_else(String::new, |rule| amount_words(&rule.1.amount, locale))
            })
            .collect(),
        numbers: fees
            .iter()
            .map(|row| {
                let number = (row + 1).to_string();
                Choice::new(number.clone(), format!("{number}. {}", rows::cell(&values.name, *row)))
            })
            .collect(),
        cases: procedure.cases.clone(),
        kinds: rows::choices(FeeKind::ALL.iter().map(|k| k.key()), "fee-kind", locale),
        ways: rows::choices([FLAT, EACH].into_iter(), "admin-way", locale),
        channels: sets(locale),
        edit,
        values,
        fees,
        rules,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure() -> Procedure {
        serde_json::from_value(serde_json::json!({
            "code": "1.013225", "name": "Cấp giấy phép xây dựng", "field": "Xây dựng", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause",
            "result": "Giấy phép", "channels": [],
            "fees": [
                {"key": "le-phi", "name": "Lệ phí", "kind": "fee", "online_discount": true, "rules": [
                    {"channels": ["direct", "postal"], "amount": {"flat": 75000}, "valid_from": "2025-07-01", "legal_basis": "NQ 1"},
                    {"amount": {"tiers": {"tiers": [{"upto": 2, "each": 2000}, {"each": 1000}], "cap": 9000}},
                     "valid_from": "2025-07-01", "valid_to": "2026-12-31", "legal_basis": "NQ 2"}]},
                {"key": "phi", "name": "Phí", "kind": "charge", "quantity_field": "pages", "rules": [
                    {"amount": {"each": 5000}, "valid_from": "2025-07-01", "legal_basis": "NQ 3"}]}],
            "cases": [{"key": "a", "name": "A", "fees": ["phi", "le-phi"]}, {"key": "b", "name": "B", "fees": ["le-phi"]}]
        }))
        .unwrap()
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        let old = procedure();
        assert_eq!(FeesForm::of(&old).applied(&old).unwrap(), old);
    }

    #[test]
    fn an_amount_is_typed_with_points_between_thousands() {
        let old = procedure();
        let mut form = FeesForm::of(&old);
        form.rule_amount[0] = "80.000".to_owned();
        let new = form.applied(&old).unwrap();
        assert_eq!(new.fees[0].rules[0].amount, Amount::Flat(Vnd::new(80_000).unwrap()));
    }

    #[test]
    fn a_fee_without_a_name_is_gone_from_every_case() {
        let old = procedure();
        let mut form = FeesForm::of(&old);
        form.name[0].clear();
        let new = form.applied(&old).unwrap();
        assert_eq!(new.fees.len(), 1);
        assert_eq!(new.cases[0].fees, ["phi"]);
        assert!(new.cases[1].fees.is_empty());
    }
}
