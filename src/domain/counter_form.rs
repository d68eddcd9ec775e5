//! The e-form as the counter asks it. There the paper form is the form, so every answer may stay empty, except what the fee
//! is counted from.

use super::{
    answers,
    procedure::{Audience, Case, FieldKind, FormField, FormPage, Procedure},
};

/// Keys of the answers that the fee of `case` is counted from.
#[must_use]
pub fn counted(procedure: &Procedure, case: &Case) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for fee in procedure.fees.iter().filter(|f| case.fees.contains(&f.key)) {
        for key in fee.counted_by() {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
    }
    keys
}

/// The pages of the e-form of `case` without the applicant, whom the counter asks for apart, and without what the fee is
/// counted from; every field may stay empty.
#[must_use]
pub fn pages(procedure: &Procedure, case: &Case) -> Vec<FormPage> {
    let counted = counted(procedure, case);
    answers::pages(procedure, case, Audience::Citizen)
        .into_iter()
        .filter(|page| page.key != answers::APPLICANT && page.key != answers::EXEMPTION)
        .map(|page| FormPage {
            fields: page
                .fields
                .into_iter()
                .filter(|f| !counted.contains(&f.key))
                .map(|f| FormField { optional: true, ..f })
                .collect(),
            ..page
        })
        .filter(|page| !page.fields.is_empty())
        .collect()
}

/// What the fee of `case` is counted from: quantities and copies, and the exempt group. Empty when nothing is.
#[must_use]
pub fn fee_page(procedure: &Procedure, case: &Case) -> FormPage {
    let quantity = |key: String| {
        let known = procedure.form.iter().flat_map(|p| &p.fields).find(|f| f.key == key);
        let named = || procedure.fees.iter().find(|f| f.counted_by().any(|by| *by == key));
        known.map_or_else(
            || FormField {
                label: named().map_or_else(|| key.clone(), |f| f.name.clone()),
                min: Some(1),
                ..answers::plain(&key, FieldKind::Number)
            },
            |f| FormField { cases: Vec::new(), optional: false, ..f.clone() },
        )
    };
    let exempt = answers::pages(procedure, case, Audience::Citizen)
        .into_iter()
        .filter(|page| page.key == answers::EXEMPTION)
        .flat_map(|page| page.fields);
    let fields = counted(procedure, case).into_iter().map(quantity).chain(exempt).collect();
    FormPage { key: "fee".to_owned(), title: String::new(), fields }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::Answers;

    fn procedure() -> Procedure {
        serde_json::from_str(
            r#"{
            "code": "2.000815", "name": "Chứng thực bản sao", "field": "Chứng thực", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause", "result": "Bản sao",
            "channels": [], "cases": [{"key": "usual", "name": "Thông thường", "fees": ["fee"]}],
            "fees": [{"key": "fee", "name": "Phí", "kind": "charge", "rules": [], "quantity_field": "page-count", "copies_field": "copies",
                      "exemptions": [{"group": "merit", "legal_basis": "Luật"}]}],
            "form": [{"key": "paper", "title": "Giấy tờ", "fields": [
                {"key": "paper-name", "label": "Tên giấy tờ", "kind": "text"},
                {"key": "page-count", "label": "Số trang", "kind": "number", "min": 1},
                {"key": "copies", "label": "Số bản", "kind": "number", "min": 1}]}]}"#,
        )
        .unwrap()
    }

    #[test]
    fn at_the_counter_only_what_the_fee_is_counted_from_must_be_answered() {
        let procedure = procedure();
        let case = &procedure.cases[0];
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let pages = pages(&procedure, case);
        let keys: Vec<&str> = pages.iter().flat_map(|p| &p.fields).map(|f| f.key.as_str()).collect();
        assert_eq!(keys, ["paper-name"]);
        assert!(answers::complete(&pages, "usual", &Answers::new(), today).is_ok());
        let fee = fee_page(&procedure, case);
        let keys: Vec<&str> = fee.fields.iter().map(|f| f.key.as_str()).collect();
        assert_eq!(keys, ["page-count", "copies", "exempt-group"]);
        assert!(answers::check_page(&fee, "usual", &Answers::new(), today).is_err());
    }
}
