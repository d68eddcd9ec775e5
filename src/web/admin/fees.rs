//! `/quan-tri/thu-tuc/{code}/phi`: fees and charges of a procedure, what they are counted by, who is exempt, their amounts over
//! time, and which case asks for which.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    amounts::{self, Way},
    editing::{self, Desk, Editor, Frame},
    rows,
    sheet::{Row, Sheet},
};
use crate::{
    app::context::App,
    domain::{
        fee::FeeRule,
        ids::ProcedureCode,
        party::FieldError,
        procedure::{Case, Collection, ExemptGroup, Exemption, Fee, FeeKind, FieldKind, Procedure, Proof},
        status::Channel,
    },
    i18n::{self, Locale, Message},
    web::{
        error::Result,
        filters,
        form::{Checked, FieldErrors, Sent},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

const FEE: &str = "fee";
const RULE: &str = "rule";
const EXEMPT: &str = "exempt";
/// Columns of an amount in which something can be typed.
const AMOUNT: [&str; 5] = ["amount", "cap", "from", "to", "basis"];
/// Those of an exemption.
const EXEMPTION: [&str; 4] = ["group", "basis", "paper", "register"];

/// The page.
#[derive(Template)]
#[template(path = "admin/fees.html")]
pub struct FeesPage {
    edit: Frame,
    cases: Vec<Case>,
    kinds: Vec<Choice>,
    ways: Vec<Choice>,
    channels: Vec<Choice>,
    groups: Vec<Choice>,
    numbers: Vec<Choice>,
    collections: Vec<Choice>,
    fees: Vec<Choice>,
}

/// The editor of the fees: a row a fee; a row for each amount and for each exemption, which point at their fee by its handle.
#[derive(Clone, Copy, Debug)]
pub struct Fees;

impl Editor for Fees {
    type Page = FeesPage;

    fn action(&self, code: &str) -> String {
        paths::fill(paths::ADMIN_PROCEDURE_FEES, &[code])
    }

    fn sheet(&self, p: &Procedure) -> Option<Sheet> {
        let mut sheet = Sheet::default();
        for fee in &p.fees {
            let cells = [
                ("handle", fee.key.clone()),
                ("name", fee.name.clone()),
                ("kind", fee.kind.to_string()),
                ("quantity", fee.quantity_field.clone().unwrap_or_default()),
                ("copies", fee.copies_field.clone().unwrap_or_default()),
                ("collection", fee.collection.to_string()),
            ];
            let row = sheet.push(FEE, &cells);
            for (ticked, box_name) in [(fee.online_discount, "discount"), (fee.keeps_on_refusal, "keeps")] {
                if ticked {
                    sheet.tick(FEE, box_name, row);
                }
            }
            for case in p.cases.iter().filter(|case| case.fees.contains(&fee.key)) {
                sheet.tick(FEE, &format!("asks-{}", case.key), row);
            }
            for rule in &fee.rules {
                let [amount, cap] = amounts::cells_of(&rule.amount);
                let cells = [
                    ("fee", fee.key.clone()),
                    ("channels", join(&rule.channels)),
                    ("way", amounts::way_of(&rule.amount).to_string()),
                    ("amount", amount),
                    ("cap", cap),
                    ("from", rows::date_of(Some(rule.valid_from))),
                    ("to", rows::date_of(rule.valid_to)),
                    ("basis", rule.legal_basis.clone()),
                ];
                sheet.push(RULE, &cells);
            }
            for exemption in &fee.exemptions {
                let cells = [
                    ("fee", fee.key.clone()),
                    ("group", exemption.group.to_string()),
                    ("basis", exemption.legal_basis.clone()),
                    ("register", proof_of(exemption, |proof| matches!(proof, Proof::Register(_)))),
                    ("paper", proof_of(exemption, |proof| matches!(proof, Proof::Document(_)))),
                ];
                sheet.push(EXEMPT, &cells);
            }
        }
        Some(sheet)
    }

    fn applied(&self, sheet: &Sheet, old: &Procedure) -> std::result::Result<Procedure, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut fees: Vec<Fee> = Vec::new();
        let mut asks: Vec<(String, Vec<&str>)> = Vec::new();
        for row in sheet.rows(FEE) {
            let of_this = |other: &Row<'_>| other.raw("fee") == row.raw("handle");
            let Some(name) = row.name(&mut errors, "name", &["quantity", "copies"]) else {
                // Amounts and exemptions of a fee without a name would be gone with it.
                let amounts = sheet.rows(RULE).filter(of_this).any(|row| is_filled(row, &AMOUNT));
                if amounts || sheet.rows(EXEMPT).filter(of_this).any(|row| is_filled(row, &EXEMPTION)) {
                    errors.add(&row.at("name"), Message::new("admin-row-without-name"));
                }
                continue;
            };
            let kind = row.read(&mut errors, "kind", rows::known(FeeKind::parse));
            let rules = sheet.rows(RULE).filter(of_this).filter_map(|row| rule(row, &mut errors)).collect();
            let exemptions =
                sheet.rows(EXEMPT).filter(of_this).filter_map(|row| exemption(row, &mut errors)).collect();
            let collection = row.read(&mut errors, "collection", rows::known(Collection::parse));
            let (Some(kind), Some(collection)) = (kind, collection) else { continue };
            let key = rows::key(&row.had(), &name, fees.iter().map(|fee| &fee.key));
            let cases = old.cases.iter().filter(|case| row.ticked(&format!("asks-{}", case.key)));
            asks.push((key.clone(), cases.map(|case| case.key.as_str()).collect()));
            fees.push(Fee {
                key,
                name: name.replace('\n', " "),
                kind,
                rules,
                quantity_field: row.optional("quantity"),
                copies_field: row.optional("copies"),
                online_discount: row.ticked("discount"),
                exemptions,
                collection,
                keeps_on_refusal: row.ticked("keeps"),
            });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let cases = old.cases.iter().map(|case| Case { fees: asked(case, &asks), ..case.clone() });
        Ok(Procedure { cases: cases.collect(), fees, ..old.clone() })
    }

    fn page(&self, desk: Desk) -> FeesPage {
        let locale = desk.locale;
        let fees = desk.frame.sheet.rows(FEE).map(|row| {
            let label = format!("{}. {}", row.number + 1, row.text("name"));
            Choice::new(row.raw("handle"), label)
        });
        FeesPage {
            fees: fees.collect(),
            cases: desk.procedure.cases.clone(),
            kinds: rows::choices(FeeKind::ALL.iter().map(|k| k.key()), "fee-kind", locale),
            ways: rows::choices(Way::ALL.iter().map(|way| way.key()), "admin-way", locale),
            groups: rows::choices(ExemptGroup::ALL.iter().map(|g| g.key()), "exempt-group", locale),
            collections: rows::choices(
                Collection::ALL.iter().map(|moment| moment.key()),
                "fee-collection",
                locale,
            ),
            numbers: numbers(&desk.procedure),
            channels: sets(locale),
            edit: desk.frame,
        }
    }
}

/// The fees of a case, in the order they had; new ones come last.
fn asked(case: &Case, asks: &[(String, Vec<&str>)]) -> Vec<String> {
    let of_case = asks.iter().filter(|(_, cases)| cases.contains(&case.key.as_str()));
    let mut keys: Vec<String> = of_case.map(|(fee, _)| fee.clone()).collect();
    keys.sort_by_key(|key| case.fees.iter().position(|one| one == key).unwrap_or(usize::MAX));
    keys
}

/// The fields of the e-form that count something.
fn numbers(procedure: &Procedure) -> Vec<Choice> {
    let fields = procedure.form.iter().flat_map(|page| &page.fields);
    fields
        .filter(|f| f.kind == FieldKind::Number)
        .map(|f| Choice::new(f.key.clone(), f.label.clone()))
        .collect()
}

/// Whether something stands in one of `columns`.
fn is_filled(row: Row<'_>, columns: &[&str]) -> bool {
    columns.iter().any(|column| !row.text(column).is_empty())
}

/// One amount; a row in which nothing was typed is left out.
fn rule(row: Row<'_>, errors: &mut FieldErrors) -> Option<FeeRule> {
    if !is_filled(row, &AMOUNT) {
        return None;
    }
    let way = row.read(errors, "way", rows::known(Way::parse));
    let amount = match way.map(|way| amounts::read(way, row.raw("amount"), &row.text("cap"))) {
        Some(Err(FieldError::Number)) => {
            let key = if way == Some(Way::Tiers) { "admin-tiers-unreadable" } else { "field-number" };
            errors.add(&row.at("amount"), Message::new(key));
            None
        }
        Some(read) => errors.take(&row.at("amount"), read),
        None => None,
    };
    let from =
        row.read(errors, "from", |typed| rows::date(typed).and_then(|day| day.ok_or(FieldError::Date)));
    let to = row.read(errors, "to", rows::date);
    let basis = row.read(errors, "basis", rows::required);
    Some(FeeRule {
        channels: row.text("channels").split_whitespace().filter_map(Channel::parse).collect(),
        amount: amount?,
        valid_from: from?,
        valid_to: to?,
        legal_basis: basis?,
    })
}

fn exemption(row: Row<'_>, errors: &mut FieldErrors) -> Option<Exemption> {
    if !is_filled(row, &EXEMPTION) {
        return None;
    }
    let group = row.read(errors, "group", rows::known(ExemptGroup::parse));
    let basis = row.read(errors, "basis", rows::required);
    let proof = match (row.optional("paper"), row.optional("register")) {
        (Some(paper), _) => Some(Proof::Document(paper)),
        (None, register) => register.map(Proof::Register),
    };
    Some(Exemption { group: group?, legal_basis: basis?, proof })
}

/// The name of what proves an exemption, when it is of the kind that `is` tells.
fn proof_of(exemption: &Exemption, is: impl Fn(&Proof) -> bool) -> String {
    match &exemption.proof {
        Some(proof @ (Proof::Document(name) | Proof::Register(name))) if is(proof) => name.clone(),
        Some(_) | None => String::new(),
    }
}

/// Keys of channels in a cell.
#[must_use]
pub fn join(channels: &[Channel]) -> String {
    channels.iter().map(|c| c.key()).collect::<Vec<_>>().join(" ")
}

/// Every set of channels an amount can hold for; none means all.
#[must_use]
pub fn sets(locale: Locale) -> Vec<Choice> {
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
    editing::show(&Fees, &ui, &app, &code).await
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
    editing::save(&Fees, &ui, &app, &code, sent).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{fee::Amount, money::Vnd};

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
                {"key": "phi", "name": "Phí", "kind": "charge", "quantity_field": "pages", "copies_field": "copies",
                 "collection": "before-acceptance", "keeps_on_refusal": true,
                 "exemptions": [{"group": "poor-household", "legal_basis": "Luật 97", "proof": {"document": "Giấy chứng nhận hộ nghèo"}},
                                {"group": "merit", "legal_basis": "Luật 97", "proof": {"register": "Sổ người có công"}}], "rules": [
                    {"amount": {"each": 5000}, "valid_from": "2025-07-01", "legal_basis": "NQ 3"}]}],
            "cases": [{"key": "a", "name": "A", "fees": ["phi", "le-phi"]}, {"key": "b", "name": "B", "fees": ["le-phi"]}]
        }))
        .unwrap()
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        let old = procedure();
        assert_eq!(Fees.applied(&Fees.sheet(&old).unwrap(), &old).unwrap(), old);
    }

    #[test]
    fn an_amount_is_typed_with_points_between_thousands() {
        let old = procedure();
        let mut sheet = Fees.sheet(&old).unwrap();
        sheet.set(RULE, "amount", 0, "80.000");
        let new = Fees.applied(&sheet, &old).unwrap();
        assert_eq!(new.fees[0].rules[0].amount, Amount::Flat(Vnd::new(80_000).unwrap()));
    }

    #[test]
    fn a_fee_that_is_taken_out_is_gone_from_every_case_with_its_amounts() {
        let old = procedure();
        let mut sheet = Fees.sheet(&old).unwrap();
        sheet.put("do", "remove:fee:0");
        assert!(sheet.change());
        let new = Fees.applied(&sheet, &old).unwrap();
        assert_eq!(new.fees, old.fees[1..]);
        assert_eq!(new.cases[0].fees, ["phi"]);
        assert!(new.cases[1].fees.is_empty());
    }

    #[test]
    fn a_fee_whose_name_was_emptied_is_not_dropped_from_its_cases() {
        let old = procedure();
        let mut sheet = Fees.sheet(&old).unwrap();
        sheet.set(FEE, "name", 0, " ");
        let errors = Fees.applied(&sheet, &old).unwrap_err();
        assert_eq!(errors.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>(), ["fee.name-0"]);
        // a new fee without a name, to which an amount points
        let mut sheet = Fees.sheet(&old).unwrap();
        sheet.put("do", "add:fee");
        assert!(sheet.change());
        assert_eq!(Fees.applied(&sheet, &old).unwrap(), old, "nothing was typed into it");
        let cells =
            [("fee", "+1"), ("way", "flat"), ("amount", "5.000"), ("from", "01/01/2027"), ("basis", "TT 1")];
        sheet.push(RULE, &cells.map(|(column, typed)| (column, typed.to_owned())));
        let errors = Fees.applied(&sheet, &old).unwrap_err();
        assert_eq!(errors.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>(), ["fee.name-2"]);
    }

    #[test]
    fn amounts_stay_with_their_fee_when_fees_are_moved() {
        let old = procedure();
        let mut sheet = Fees.sheet(&old).unwrap();
        sheet.put("do", "down:fee:0");
        assert!(sheet.change());
        let new = Fees.applied(&sheet, &old).unwrap();
        assert_eq!(new.fees, [old.fees[1].clone(), old.fees[0].clone()]);
        assert_eq!(new.cases, old.cases);
    }

    #[test]
    fn a_new_fee_has_amounts_before_it_has_a_key() {
        let old = procedure();
        let mut sheet = Fees.sheet(&old).unwrap();
        sheet.put("do", "add:fee");
        assert!(sheet.change());
        sheet.set(FEE, "name", 2, "Phí chứng thực");
        sheet.set(FEE, "kind", 2, "charge");
        sheet.set(FEE, "collection", 2, "after");
        sheet.tick(FEE, "asks-b", 2);
        let cells = [
            ("fee", "+1"),
            ("way", "tiers"),
            ("amount", "1: 2.000\n3: 1.000"),
            ("cap", "200.000"),
            ("from", "01/01/2017"),
            ("basis", "TT 226"),
        ];
        sheet.push(RULE, &cells.map(|(column, typed)| (column, typed.to_owned())));
        let new = Fees.applied(&sheet, &old).unwrap();
        assert_eq!(new.fees[2].key, "phi-chung-thuc");
        assert_eq!(new.fees[2].rules[0].amount.price(5).unwrap().dong(), 7_000);
        assert_eq!(new.cases[1].fees, ["le-phi", "phi-chung-thuc"]);
    }

    #[test]
    fn an_amount_without_its_act_is_to_be_mended_and_an_empty_one_is_left_out() {
        let old = procedure();
        let mut sheet = Fees.sheet(&old).unwrap();
        sheet.push(RULE, &[("fee", "phi".to_owned()), ("way", "flat".to_owned())]);
        assert_eq!(Fees.applied(&sheet, &old).unwrap(), old);
        sheet.set(RULE, "basis", 0, " ");
        let errors = Fees.applied(&sheet, &old).unwrap_err();
        assert_eq!(errors.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>(), ["rule.basis-0"]);
    }
}
