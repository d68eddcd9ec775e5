//! Which dossiers owe nothing more and which still take money, as the database takes it. The lists are the domain's: no statement has
//! one of its own.

use crate::domain::{
    status::{Action, Status},
    workflow,
};

fn keys(which: impl Fn(Status) -> bool) -> Vec<String> {
    Status::ALL
        .iter()
        .copied()
        .filter(|status| which(*status))
        .map(|status| status.key().to_owned())
        .collect()
}

/// The statuses in which nothing is owed, whatever the fee was: it ended without a result.
pub(super) fn owing_nothing() -> Vec<String> {
    keys(Status::is_without_result)
}

/// The statuses in which money can be booked.
pub(super) fn taking_money() -> Vec<String> {
    keys(|status| workflow::find(status, Action::Pay).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_neither_owes_nor_takes_money() {
        assert_eq!(owing_nothing(), ["rejected", "withdrawn", "stopped"]);
        let taking = taking_money();
        assert!(taking.contains(&"completed".to_owned()), "a fee may be paid until the result is given out");
        assert!(
            !taking.contains(&"returned".to_owned()) && !taking.contains(&"draft".to_owned()),
            "{taking:?}"
        );
        assert!(owing_nothing().iter().all(|ended| !taking.contains(ended)));
    }
}
