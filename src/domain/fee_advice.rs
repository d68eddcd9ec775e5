//! What a careful administrator would look at in fees and preferences before they are published, though nothing is missing: what ends
//! soon, what nobody asks to prove, what takes nothing off or names what does not exist.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    fee::FeeRule,
    preference::{Cut, Preference, Schedule},
    procedure::{Fee, Procedure},
    status::{Channel, keyed},
};

/// What ends in fewer days than this ends soon.
const SOON_DAYS: u64 = 60;

keyed! {
    /// Something to look at.
    AdviceKind {
        /// The last amount of a fee for an open channel ends soon and none follows. Detail: `fee channel day`.
        AmountEndsSoon = "amount-ends-soon",
        /// A group does not pay, and nothing says what proves that somebody belongs to it. Detail: `fee group`.
        ExemptionWithoutProof = "exemption-without-proof",
        /// A preference ends soon. Detail: `preference day`.
        PreferenceEndsSoon = "preference-ends-soon",
        /// A preference has ended. Detail: the preference.
        PreferenceEnded = "preference-ended",
        /// A preference takes nothing off. Detail: the preference.
        TakesNothing = "takes-nothing",
        /// A preference names a procedure that is not published. Detail: `preference procedure`.
        UnknownProcedure = "unknown-procedure",
        /// Two stackable preferences of the same priority: the younger one is taken first. Detail: `preference preference`.
        EqualPriority = "equal-priority",
        /// A preference is for the counter and not for filing online, where it is granted all the same. Detail: the preference.
        CounterOnly = "counter-only",
    }
}

impl AdviceKind {
    /// Whether what it finds is wrong rather than worth a look: such a schedule is not published.
    #[must_use]
    pub const fn blocks(self) -> bool {
        match self {
            Self::TakesNothing => true,
            Self::AmountEndsSoon
            | Self::ExemptionWithoutProof
            | Self::PreferenceEndsSoon
            | Self::PreferenceEnded
            | Self::UnknownProcedure
            | Self::EqualPriority
            | Self::CounterOnly => false,
        }
    }
}

/// One piece of advice and where it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Advice {
    /// What to look at.
    pub kind: AdviceKind,
    /// Keys that say where.
    pub detail: String,
}

fn advice(kind: AdviceKind, detail: String) -> Advice {
    Advice { kind, detail }
}

fn soon(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(NaiveDate::MAX)
}

/// What to look at in the fees of `procedure` on `today`.
#[must_use]
pub fn of_fees(procedure: &Procedure, today: NaiveDate) -> Vec<Advice> {
    let open: Vec<Channel> = procedure.channels.iter().map(|terms| terms.channel).collect();
    procedure.fees.iter().flat_map(|fee| of_fee(fee, &open, today)).collect()
}

fn of_fee(fee: &Fee, channels: &[Channel], today: NaiveDate) -> Vec<Advice> {
    let unproved = fee.exemptions.iter().filter(|exemption| exemption.proof.is_none());
    let mut all: Vec<Advice> = unproved
        .map(|e| advice(AdviceKind::ExemptionWithoutProof, format!("{} {}", fee.key, e.group)))
        .collect();
    for channel in channels {
        let last = last_day(fee, *channel);
        if let Some(last) = last.filter(|last| (today..soon(today)).contains(last)) {
            all.push(advice(AdviceKind::AmountEndsSoon, format!("{} {channel} {last}", fee.key)));
        }
    }
    all
}

/// The last day on which `fee` has an amount for `channel`.
fn last_day(fee: &Fee, channel: Channel) -> Option<NaiveDate> {
    let of_channel = |rule: &&FeeRule| rule.channels.is_empty() || rule.channels.contains(&channel);
    fee.rules.iter().filter(of_channel).map(|rule| rule.valid_to.unwrap_or(NaiveDate::MAX)).max()
}

/// What to look at in a schedule on `today`; `published` says whether a procedure is there for the public.
#[must_use]
pub fn of_schedule(schedule: &Schedule, today: NaiveDate, published: &BTreeSet<String>) -> Vec<Advice> {
    let mut all: Vec<Advice> =
        schedule.preferences.iter().flat_map(|one| of_preference(one, today, published)).collect();
    let stackable: Vec<&Preference> = schedule.preferences.iter().filter(|one| one.stackable).collect();
    for (at, one) in stackable.iter().enumerate() {
        for other in stackable.iter().skip(at + 1).filter(|other| other.priority == one.priority) {
            all.push(advice(AdviceKind::EqualPriority, format!("{} {}", one.key, other.key)));
        }
    }
    all
}

fn of_preference(one: &Preference, today: NaiveDate, published: &BTreeSet<String>) -> Vec<Advice> {
    let unknown = one.scope.procedures.iter().filter(|code| !published.contains(*code));
    let mut all: Vec<Advice> =
        unknown.map(|code| advice(AdviceKind::UnknownProcedure, format!("{} {code}", one.key))).collect();
    match one.valid_to {
        Some(last) if last < today => all.push(advice(AdviceKind::PreferenceEnded, one.key.clone())),
        Some(last) if last < soon(today) => {
            all.push(advice(AdviceKind::PreferenceEndsSoon, format!("{} {last}", one.key)));
        }
        Some(_) | None => {}
    }
    let nothing = match one.cut {
        Cut::Percent(percent) => percent == 0,
        Cut::Off(amount) => amount.is_zero(),
        Cut::Price(_) => false,
    };
    if nothing {
        all.push(advice(AdviceKind::TakesNothing, one.key.clone()));
    }
    if one.rewards(Channel::Direct) && !one.rewards(Channel::Online) {
        all.push(advice(AdviceKind::CounterOnly, one.key.clone()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::sample::day;

    fn schedule(text: &str) -> Schedule {
        serde_json::from_str(text).unwrap()
    }

    fn kinds(all: &[Advice]) -> Vec<(AdviceKind, &str)> {
        all.iter().map(|one| (one.kind, one.detail.as_str())).collect()
    }

    #[test]
    fn preferences_that_end_take_nothing_or_name_nothing_are_noticed() {
        let all = schedule(
            r#"{"number": 1, "preferences": [
            {"key": "open", "cut": {"percent": 50}, "valid_from": "2022-08-01", "legal_basis": "a"},
            {"key": "soon", "cut": {"percent": 50}, "valid_from": "2022-08-01", "valid_to": "2026-12-31", "legal_basis": "a"},
            {"key": "gone", "cut": {"off": 0}, "valid_from": "2022-08-01", "valid_to": "2026-11-22", "legal_basis": "a"},
            {"key": "far", "scope": {"procedures": ["1.1", "9.9"]}, "cut": {"price": 0}, "stackable": true, "valid_from": "2022-08-01", "valid_to": "2027-12-31", "legal_basis": "a"},
            {"key": "too", "channels": ["direct"], "cut": {"percent": 1}, "stackable": true, "valid_from": "2022-08-01", "legal_basis": "a"}]}"#,
        );
        let published = ["1.1".to_owned()].into();
        assert_eq!(
            kinds(&of_schedule(&all, day("2026-11-23"), &published)),
            [
                (AdviceKind::PreferenceEndsSoon, "soon 2026-12-31"),
                (AdviceKind::PreferenceEnded, "gone"),
                (AdviceKind::TakesNothing, "gone"),
                (AdviceKind::UnknownProcedure, "far 9.9"),
                (AdviceKind::CounterOnly, "too"),
                (AdviceKind::EqualPriority, "far too"),
            ]
        );
        let wrong = AdviceKind::ALL.iter().filter(|kind| kind.blocks()).collect::<Vec<_>>();
        assert_eq!(wrong, [&AdviceKind::TakesNothing], "the rest is worth a look");
    }

    #[test]
    fn amounts_that_end_and_exemptions_without_proof_are_noticed() {
        let fee: Fee = serde_json::from_str(
            r#"{"key": "f", "name": "F", "kind": "fee",
            "rules": [{"amount": {"flat": 1}, "valid_from": "2020-01-01", "valid_to": "2026-12-31", "legal_basis": "a"}],
            "exemptions": [{"group": "child", "legal_basis": "a"},
                           {"group": "merit", "legal_basis": "a", "proof": {"register": "Sổ"}}]}"#,
        )
        .unwrap();
        assert_eq!(
            kinds(&of_fee(&fee, &[Channel::Direct], day("2026-11-23"))),
            [
                (AdviceKind::ExemptionWithoutProof, "f child"),
                (AdviceKind::AmountEndsSoon, "f direct 2026-12-31"),
            ]
        );
        assert_eq!(of_fee(&fee, &[Channel::Direct], day("2026-10-01")).len(), 1, "not soon yet");
        let mut followed = fee.clone();
        let mut next = fee.rules[0].clone();
        next.valid_to = None;
        followed.rules.push(next);
        assert_eq!(of_fee(&followed, &[Channel::Direct], day("2026-11-23")).len(), 1, "another follows");
    }

    #[test]
    fn an_amount_that_ends_for_one_channel_is_noticed_though_another_goes_on() {
        let fee: Fee = serde_json::from_str(
            r#"{"key": "f", "name": "F", "kind": "fee", "rules": [
            {"channels": ["online"], "amount": {"flat": 1}, "valid_from": "2020-01-01", "legal_basis": "a"},
            {"channels": ["direct", "postal"], "amount": {"flat": 2}, "valid_from": "2020-01-01", "valid_to": "2026-12-31", "legal_basis": "a"}]}"#,
        )
        .unwrap();
        let all = of_fee(&fee, &[Channel::Online, Channel::Direct], day("2026-11-23"));
        assert_eq!(
            kinds(&all),
            [(AdviceKind::AmountEndsSoon, "f direct 2026-12-31")],
            "the post is not open"
        );
    }
}
