//! What a draft changes, old beside new, one row for each part: of preferences, and of the fees of a procedure.

use super::{
    amounts::amount_words,
    preferences::{self, Line},
};
use crate::{
    domain::{
        fee::FeeRule,
        preference::Preference,
        procedure::{Exemption, Fee, Proof},
    },
    i18n::{Locale, format, text},
};

/// One preference or fee that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is called.
    pub name: String,
    /// Key of the words for what happens to it.
    pub change: &'static str,
    /// Its parts.
    pub rows: Vec<Row>,
}

/// One part, before and after; empty where it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What part.
    pub label: String,
    /// In force.
    pub before: String,
    /// In the draft.
    pub after: String,
    /// Whether it changes.
    pub differs: bool,
}

impl Row {
    fn new(label: String, before: String, after: String) -> Self {
        Self { differs: before != after, label, before, after }
    }
}

const fn change(before: bool, after: bool) -> &'static str {
    match (before, after) {
        (false, _) => "admin-preference-new",
        (true, true) => "admin-preference-changed",
        (true, false) => "admin-preference-gone",
    }
}

/// The preferences that differ, in the order of the draft, then those that are gone.
#[must_use]
pub fn of_preferences(before: &[Preference], after: &[Preference], locale: Locale) -> Vec<Difference> {
    let old = |key: &str| before.iter().find(|one| one.key == key);
    let kept = after.iter().map(|new| (old(&new.key), Some(new)));
    let gone = before.iter().filter(|old| !after.iter().any(|new| new.key == old.key));
    kept.chain(gone.map(|old| (Some(old), None)))
        .filter(|(old, new)| old != new)
        .map(|(old, new)| preference(old, new, locale))
        .collect()
}

fn preference(old: Option<&Preference>, new: Option<&Preference>, locale: Locale) -> Difference {
    let said = |one: Option<&Preference>| one.map(|one| preferences::line(one, "", locale));
    let (before, after) = (said(old), said(new));
    let row = |key: &str, of: fn(&Line, Locale) -> String| {
        let part = |line: &Option<Line>| line.as_ref().map_or_else(String::new, |line| of(line, locale));
        Row::new(text(locale, key, &[]), part(&before), part(&after))
    };
    let rows = vec![
        row("admin-name", |line, _| line.name.clone()),
        row("admin-cut", |line, _| line.cut.clone()),
        row("admin-channel", |line, _| line.channels.clone()),
        row("admin-exempt-group", |line, _| line.who.clone()),
        row("admin-scope", |line, _| line.scope.join("; ")),
        row("admin-valid", |line, locale| valid(line.from, line.to, locale)),
        row("admin-stackable", |line, locale| {
            let said = text(locale, if line.stackable { "yes" } else { "no" }, &[]);
            if line.priority == 0 { said } else { format!("{said} ({})", line.priority) }
        }),
        row("fee-basis", |line, _| line.basis.clone()),
    ];
    let name = after.as_ref().or(before.as_ref()).map_or_else(String::new, |line| line.name.clone());
    Difference { name, change: change(old.is_some(), new.is_some()), rows }
}

fn valid(from: chrono::NaiveDate, to: Option<chrono::NaiveDate>, locale: Locale) -> String {
    match to {
        Some(to) => format!("{} – {}", format::date(from), format::date(to)),
        None => text(locale, "admin-clock-from", &[("day", crate::i18n::Value::Text(format::date(from)))]),
    }
}

/// The fees that differ, in the order of the draft, then those that are gone.
#[must_use]
pub fn of_fees(before: &[Fee], after: &[Fee], locale: Locale) -> Vec<Difference> {
    let old = |key: &str| before.iter().find(|one| one.key == key);
    let kept = after.iter().map(|new| (old(&new.key), Some(new)));
    let gone = before.iter().filter(|old| !after.iter().any(|new| new.key == old.key));
    kept.chain(gone.map(|old| (Some(old), None)))
        .filter(|(old, new)| old != new)
        .map(|(old, new)| fee(old, new, locale))
        .collect()
}

fn fee(old: Option<&Fee>, new: Option<&Fee>, locale: Locale) -> Difference {
    let row = |key: &str, of: &dyn Fn(&Fee) -> String| {
        let part = |fee: Option<&Fee>| fee.map_or_else(String::new, of);
        Row::new(text(locale, key, &[]), part(old), part(new))
    };
    let yes = |is: bool| text(locale, if is { "yes" } else { "no" }, &[]);
    let mut rows = vec![
        row("admin-fee-name", &|fee| fee.name.clone()),
        row("admin-fee-kind", &|fee| text(locale, &format!("fee-kind-{}", fee.kind), &[])),
        row("fee-collection", &|fee| text(locale, &format!("fee-collection-{}", fee.collection), &[])),
        row("admin-fee-discount", &|fee| yes(fee.online_discount)),
        row("admin-fee-keeps", &|fee| yes(fee.keeps_on_refusal)),
        row("admin-fee-counted", &|fee| fee.counted_by().cloned().collect::<Vec<_>>().join(" × ")),
    ];
    for (before, after) in paired(rules_of(old), &rules_of(new)) {
        let one = after.or(before).map_or_else(String::new, |rule| channels(rule, locale));
        let label = text(locale, "admin-diff-rule", &[("channels", crate::i18n::Value::Text(one))]);
        let said = |rule: Option<&FeeRule>| rule.map_or_else(String::new, |rule| rule_words(rule, locale));
        rows.push(Row::new(label, said(before), said(after)));
    }
    rows.push(row("admin-exemptions", &|fee| {
        fee.exemptions.iter().map(|one| exemption(one, locale)).collect::<Vec<_>>().join("; ")
    }));
    rows.retain(|row| row.differs || !row.before.is_empty());
    let name = new.or(old).map_or_else(String::new, |fee| fee.name.clone());
    Difference { name, change: change(old.is_some(), new.is_some()), rows }
}

fn rules_of(fee: Option<&Fee>) -> Vec<&FeeRule> {
    fee.map_or_else(Vec::new, |fee| fee.rules.iter().collect())
}

/// Each rule beside the one it follows: the same, else for the same channels from the same day, else for the same channels.
fn paired<'a>(old: Vec<&'a FeeRule>, new: &[&'a FeeRule]) -> Vec<(Option<&'a FeeRule>, Option<&'a FeeRule>)> {
    let alike: [fn(&FeeRule, &FeeRule) -> bool; 3] = [
        |a, b| a == b,
        |a, b| a.channels == b.channels && a.valid_from == b.valid_from,
        |a, b| a.channels == b.channels,
    ];
    let mut left = old;
    let mut pairs: Vec<(Option<&FeeRule>, Option<&FeeRule>)> =
        new.iter().map(|new| (None, Some(*new))).collect();
    for is_alike in alike {
        for (before, after) in pairs.iter_mut().filter(|(before, _)| before.is_none()) {
            let found = left.iter().position(|old| after.is_some_and(|new| is_alike(old, new)));
            *before = found.map(|at| left.remove(at));
        }
    }
    pairs.extend(left.into_iter().map(|gone| (Some(gone), None)));
    pairs
}

fn channels(rule: &FeeRule, locale: Locale) -> String {
    if rule.channels.is_empty() {
        return text(locale, "admin-all-channels", &[]);
    }
    let named = rule.channels.iter().map(|channel| text(locale, &format!("channel-{channel}"), &[]));
    named.collect::<Vec<_>>().join(", ")
}

fn rule_words(rule: &FeeRule, locale: Locale) -> String {
    let valid = valid(rule.valid_from, rule.valid_to, locale);
    format!("{} · {valid} · {}", amount_words(&rule.amount, locale), rule.legal_basis)
}

fn exemption(one: &Exemption, locale: Locale) -> String {
    let group = text(locale, &format!("exempt-group-{}", one.group), &[]);
    let proof = match &one.proof {
        Some(Proof::Document(name) | Proof::Register(name)) => format!(", {name}"),
        None => String::new(),
    };
    format!("{group} ({}{proof})", one.legal_basis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fees(amount: i64, from: &str) -> Vec<Fee> {
        serde_json::from_value(serde_json::json!([{"key": "f", "name": "Lệ phí", "kind": "fee", "rules": [
            {"amount": {"flat": 20_000}, "valid_from": "2020-01-01", "legal_basis": "NQ 1"},
            {"channels": ["online"], "amount": {"flat": amount}, "valid_from": from, "legal_basis": "NQ 2"}]}]))
        .unwrap()
    }

    #[test]
    fn each_rule_stands_beside_the_one_it_replaces() {
        let same = of_fees(&fees(10_000, "2022-01-01"), &fees(10_000, "2022-01-01"), Locale::Vi);
        assert!(same.is_empty());
        let all = of_fees(&fees(10_000, "2022-01-01"), &fees(8_000, "2026-01-01"), Locale::Vi);
        let [fee] = &all[..] else { panic!("{all:?}") };
        assert_eq!(fee.change, "admin-preference-changed");
        let changed: Vec<&Row> = fee.rows.iter().filter(|row| row.differs).collect();
        let [row] = &changed[..] else { panic!("{changed:?}") };
        assert!(row.before.contains("10.000") && row.after.contains("8.000"), "{row:?}");
        assert!(row.before.contains("01/01/2022") && row.after.contains("01/01/2026"), "{row:?}");
        let kept = fee.rows.iter().filter(|row| row.before.contains("20.000")).collect::<Vec<_>>();
        assert!(kept.len() == 1 && !kept[0].differs, "what stays is shown as staying");
    }

    #[test]
    fn what_comes_and_what_goes_is_said() {
        let one = |key: &str, percent: u8| -> Preference {
            serde_json::from_value(serde_json::json!({"key": key, "name": key, "cut": {"percent": percent},
                "valid_from": "2022-01-01", "legal_basis": "NQ"}))
            .unwrap()
        };
        let before = [one("kept", 50), one("changed", 50), one("gone", 50)];
        let after = [one("kept", 50), one("changed", 80), one("new", 10)];
        let all = of_preferences(&before, &after, Locale::Vi);
        let told: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.change)).collect();
        assert_eq!(
            told,
            [
                ("changed", "admin-preference-changed"),
                ("new", "admin-preference-new"),
                ("gone", "admin-preference-gone")
            ]
        );
        let cut = all[0].rows.iter().find(|row| row.differs).unwrap();
        assert!(cut.before.contains("50") && cut.after.contains("80"), "{cut:?}");
        assert!(all[1].rows.iter().all(|row| row.before.is_empty()));
    }
}
