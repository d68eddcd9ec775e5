//! The trail of administrative changes as pages show it: who, when, what, and the facts before and after.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::store::audit::ChangeLine;

/// One change.
#[derive(Clone, Debug)]
pub struct TrailLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; empty for the command line.
    pub by: String,
    /// Key of what was done: `admin-what-…`.
    pub what: String,
    /// The facts that differ.
    pub facts: Vec<TrailFact>,
}

/// One fact that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailFact {
    /// Its name in the stored data.
    pub name: String,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// The lines of a trail, in the order they come.
#[must_use]
pub fn lines(changes: &[ChangeLine]) -> Vec<TrailLine> {
    changes
        .iter()
        .map(|change| TrailLine {
            at: change.at,
            by: change.by.clone().unwrap_or_default(),
            what: change.what.clone(),
            facts: differing(change.before.as_ref(), change.after.as_ref()),
        })
        .collect()
}

fn differing(before: Option<&Value>, after: Option<&Value>) -> Vec<TrailFact> {
    let facts = |side: Option<&Value>| side.and_then(Value::as_object).cloned().unwrap_or_default();
    let (old, new) = (facts(before), facts(after));
    let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter(|key| old.get(*key) != new.get(*key))
        .map(|key| TrailFact { name: key.clone(), before: words(old.get(key)), after: words(new.get(key)) })
        .collect()
}

fn words(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(list @ (Value::Array(_) | Value::Object(_))) => serde_json::to_string_pretty(list).unwrap_or_default(),
        Some(other @ (Value::Bool(_) | Value::Number(_))) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_facts_that_differ_are_shown() {
        let (before, after) = (json!({"name": "Hoa", "phone": "+841"}), json!({"name": "Hoa", "phone": null}));
        let shown = differing(Some(&before), Some(&after));
        assert_eq!(shown, [TrailFact { name: "phone".to_owned(), before: "+841".to_owned(), after: "–".to_owned() }]);
        assert!(differing(None, None).is_empty());
    }
}
