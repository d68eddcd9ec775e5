//! Preferences: what the province takes off fees, for whom, for which fees, by which channel and on which days. A schedule of
//! them is published as a whole and never edited afterwards; a dossier keeps the number of the schedule under which it was filed.
//! Source: Law 97/2015/QH13 Arts 6, 8, 10; NQ 11/2022/NQ-HĐND of Quảng Ngãi (50 % online); NQ 66.22/2026/NQ-CP ("the highest
//! preference applies", never the sum of several).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    money::{NotAnAmount, Vnd},
    procedure::ExemptGroup,
    status::Channel,
};

/// What a preference makes of the amount of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// So many percent less, 1–100, of the whole line, rounded half up.
    Percent(u8),
    /// This price for each unit in the place of the ordinary one, where it is less.
    Price(Vnd),
    /// So much less for each line, down to nothing.
    Off(Vnd),
}

/// Which fees a preference is for: a fee must pass every part that is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Codes of procedures; empty = all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<String>,
    /// Fields (lĩnh vực) of procedures; empty = all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Keys of fees; empty = all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<String>,
    /// Only fees that their procedure marks as covered by the province's resolution.
    #[serde(default)]
    pub listed: bool,
}

/// One preference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// Stable key, unique in its schedule.
    pub key: String,
    /// What administrators call it.
    #[serde(default)]
    pub name: String,
    /// The fees it is for.
    #[serde(default)]
    pub scope: Scope,
    /// Channels it rewards; empty = all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Only for persons of this group, once proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ExemptGroup>,
    /// What it does.
    pub cut: Cut,
    /// First day of filing.
    pub valid_from: NaiveDate,
    /// Last day of filing; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Among stackable preferences the greater comes first.
    #[serde(default)]
    pub priority: i16,
    /// Whether it may be combined with other stackable ones. The rule is that it may not.
    #[serde(default)]
    pub stackable: bool,
    /// Act and article.
    pub legal_basis: String,
}

/// The preferences in force, as they were published together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Its number; 0 before the first was published.
    pub number: i32,
    /// What it grants.
    pub preferences: Vec<Preference>,
}

/// A line of which something may be taken off.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Code of the procedure.
    pub procedure: &'a str,
    /// Its field.
    pub field: &'a str,
    /// Key of the fee.
    pub fee: &'a str,
    /// Whether the procedure marks the fee as covered.
    pub listed: bool,
    /// How the dossier is filed.
    pub channel: Channel,
    /// The proved group of the person.
    pub group: Option<ExemptGroup>,
    /// Day of filing.
    pub on: NaiveDate,
    /// Units, each copy's, that a price of a unit is taken for.
    pub units: u32,
}

impl Scope {
    /// Whether the fee of `target` is in it.
    #[must_use]
    pub fn covers(&self, target: &Target<'_>) -> bool {
        let named = |list: &[String], name: &str| list.is_empty() || list.iter().any(|one| one == name);
        named(&self.procedures, target.procedure)
            && named(&self.fields, target.field)
            && named(&self.fees, target.fee)
            && (!self.listed || target.listed)
    }
}

impl Preference {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Whether it rewards `channel`.
    #[must_use]
    pub fn rewards(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }

    /// Whether it is granted to `target`.
    #[must_use]
    pub fn is_granted(&self, target: &Target<'_>) -> bool {
        self.is_in_force(target.on)
            && self.rewards(target.channel)
            && self.group.is_none_or(|group| target.group == Some(group))
            && self.scope.covers(target)
    }
}

impl Cut {
    /// What is left of `amount`; never more than it.
    /// # Errors
    /// [`NotAnAmount`] when the price of so many units is beyond every amount.
    pub fn of(self, amount: Vnd, units: u32) -> Result<Vnd, NotAnAmount> {
        Ok(match self {
            Self::Percent(percent) => amount.less_percent(percent),
            Self::Price(price) => price.times(units)?.min(amount),
            Self::Off(off) => amount.less(off),
        })
    }
}

/// What is granted on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted<'a> {
    /// What is left to pay.
    pub amount: Vnd,
    /// The preferences that make it, in the order in which they are taken; never empty.
    pub by: Vec<&'a Preference>,
}

impl Schedule {
    /// The best that may be granted on a line of `amount`: the single preference that leaves least, or all stackable ones one
    /// after the other where that leaves less still. Nothing when nothing gets less. The order of the list does not matter: among equals the greater
    /// priority, then the younger, then the smaller key is named.
    /// # Errors
    /// [`NotAnAmount`] when a price of so many units is beyond every amount.
    pub fn best(&self, amount: Vnd, target: &Target<'_>) -> Result<Option<Granted<'_>>, NotAnAmount> {
        let mut granted: Vec<&Preference> =
            self.preferences.iter().filter(|preference| preference.is_granted(target)).collect();
        granted.sort_by(|a, b| {
            b.priority.cmp(&a.priority).then(b.valid_from.cmp(&a.valid_from)).then_with(|| a.key.cmp(&b.key))
        });
        let mut best: Option<Granted<'_>> = None;
        for preference in &granted {
            let left = preference.cut.of(amount, target.units)?;
            if left < best.as_ref().map_or(amount, |best| best.amount) {
                best = Some(Granted { amount: left, by: vec![preference] });
            }
        }
        let mut left = amount;
        let mut by = Vec::new();
        for preference in granted.into_iter().filter(|preference| preference.stackable) {
            let next = preference.cut.of(left, target.units)?;
            if next < left {
                left = next;
                by.push(preference);
            }
        }
        if best.as_ref().is_none_or(|best| left < best.amount) && left < amount {
            best = Some(Granted { amount: left, by });
        }
        Ok(best)
    }

    /// The most that filing by `channel` takes off on `day` for everybody, in percent; what a page may promise in general.
    #[must_use]
    pub fn reward(&self, channel: Channel, day: NaiveDate) -> Option<u8> {
        self.preferences
            .iter()
            .filter(|p| p.group.is_none() && p.is_in_force(day) && p.channels.contains(&channel))
            .filter_map(|p| match p.cut {
                Cut::Percent(percent) => Some(percent.min(100)),
                Cut::Price(_) | Cut::Off(_) => None,
            })
            .max()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::sample::day;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn preference(key: &str, cut: Cut) -> Preference {
        Preference {
            key: key.to_owned(),
            name: key.to_owned(),
            scope: Scope::default(),
            channels: Vec::new(),
            group: None,
            cut,
            valid_from: day("2022-08-01"),
            valid_to: None,
            priority: 0,
            stackable: false,
            legal_basis: format!("act of {key}"),
        }
    }

    fn target() -> Target<'static> {
        Target {
            procedure: "1.001193",
            field: "Hộ tịch",
            fee: "le-phi",
            listed: true,
            channel: Channel::Online,
            group: None,
            on: day("2026-11-23"),
            units: 1,
        }
    }

    fn keys(granted: &Granted<'_>) -> Vec<String> {
        granted.by.iter().map(|p| p.key.clone()).collect()
    }

    fn schedule(preferences: Vec<Preference>) -> Schedule {
        Schedule { number: 1, preferences }
    }

    #[test]
    fn the_best_single_one_applies_and_none_are_added_up() {
        let all = schedule(vec![
            preference("third", Cut::Percent(30)),
            preference("half", Cut::Percent(50)),
            preference("off", Cut::Off(vnd(4_000))),
        ]);
        let best = all.best(vnd(10_000), &target()).unwrap().unwrap();
        assert_eq!((best.amount, keys(&best)), (vnd(5_000), vec!["half".to_owned()]));
        let cheap = all.best(vnd(6_000), &target()).unwrap().unwrap();
        assert_eq!((cheap.amount, keys(&cheap)), (vnd(2_000), vec!["off".to_owned()]));
        assert_eq!(all.best(Vnd::ZERO, &target()).unwrap(), None);
    }

    #[test]
    fn stackable_ones_are_taken_by_priority_and_only_when_that_is_better() {
        let off = Preference { stackable: true, priority: 5, ..preference("off", Cut::Off(vnd(2_000))) };
        let half = Preference { stackable: true, ..preference("half", Cut::Percent(50)) };
        let both = schedule(vec![half.clone(), off.clone()]);
        let best = both.best(vnd(10_000), &target()).unwrap().unwrap();
        assert_eq!((best.amount, keys(&best)), (vnd(4_000), vec!["off".to_owned(), "half".to_owned()]));
        let other = Preference { priority: 9, ..half };
        let turned = schedule(vec![off.clone(), other]);
        let best = turned.best(vnd(10_000), &target()).unwrap().unwrap();
        assert_eq!((best.amount, keys(&best)), (vnd(3_000), vec!["half".to_owned(), "off".to_owned()]));
        let alone = schedule(vec![off, preference("most", Cut::Percent(90))]);
        let best = alone.best(vnd(10_000), &target()).unwrap().unwrap();
        assert_eq!((best.amount, keys(&best)), (vnd(1_000), vec!["most".to_owned()]));
    }

    #[test]
    fn scope_channel_group_and_days_must_all_fit() {
        let narrow = Preference {
            scope: Scope {
                procedures: vec!["1.001193".to_owned()],
                fields: vec!["Hộ tịch".to_owned()],
                fees: vec!["le-phi".to_owned()],
                listed: true,
            },
            channels: vec![Channel::Online],
            group: Some(ExemptGroup::Elderly),
            valid_to: Some(day("2026-12-31")),
            ..preference("narrow", Cut::Percent(50))
        };
        let fits = Target { group: Some(ExemptGroup::Elderly), ..target() };
        assert!(narrow.is_granted(&fits));
        for (what, other) in [
            ("procedure", Target { procedure: "2.000815", ..fits }),
            ("field", Target { field: "Đất đai", ..fits }),
            ("fee", Target { fee: "phi", ..fits }),
            ("list", Target { listed: false, ..fits }),
            ("channel", Target { channel: Channel::Direct, ..fits }),
            ("group", Target { group: None, ..fits }),
            ("other group", Target { group: Some(ExemptGroup::Child), ..fits }),
            ("before", Target { on: day("2022-07-31"), ..fits }),
            ("after", Target { on: day("2027-01-01"), ..fits }),
        ] {
            assert!(!narrow.is_granted(&other), "{what}");
        }
        assert!(narrow.is_granted(&Target { on: day("2026-12-31"), ..fits }));
        assert!(narrow.is_granted(&Target { on: day("2022-08-01"), ..fits }));
    }

    #[test]
    fn a_price_is_for_each_unit_and_never_dearer() {
        let all = schedule(vec![preference("price", Cut::Price(vnd(5_000)))]);
        let best =
            |amount, units| all.best(vnd(amount), &Target { units, ..target() }).unwrap().map(|g| g.amount);
        assert_eq!(best(30_000, 3), Some(vnd(15_000)));
        assert_eq!(best(4_000, 1), None);
        assert!(
            schedule(vec![preference("price", Cut::Price(vnd(9_000_000_000_000)))])
                .best(vnd(1), &Target { units: 2, ..target() })
                .is_err()
        );
    }

    #[test]
    fn what_a_page_may_promise_is_only_what_everybody_gets() {
        let online = Preference { channels: vec![Channel::Online], ..preference("half", Cut::Percent(50)) };
        let merit = Preference {
            group: Some(ExemptGroup::Merit),
            channels: vec![Channel::Online],
            ..preference("merit", Cut::Percent(80))
        };
        let all = schedule(vec![merit, online, preference("everywhere", Cut::Percent(60))]);
        assert_eq!(all.reward(Channel::Online, day("2026-11-23")), Some(50));
        assert_eq!(all.reward(Channel::Online, day("2022-07-31")), None);
        assert_eq!(all.reward(Channel::Direct, day("2026-11-23")), None);
    }

    #[test]
    fn a_schedule_survives_its_json() {
        let text = r#"{"number": 3, "preferences": [{"key": "online-half", "scope": {"listed": true}, "channels": ["online"],
            "cut": {"percent": 50}, "valid_from": "2022-08-01", "legal_basis": "NQ 11/2022/NQ-HĐND Điều 2"}]}"#;
        let read: Schedule = serde_json::from_str(text).unwrap();
        assert_eq!(read.preferences[0].cut, Cut::Percent(50));
        let again = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Schedule>(&again).unwrap(), read);
    }

    fn any_preference() -> impl Strategy<Value = Preference> {
        let cut = prop_oneof![
            (1_u8..=100).prop_map(Cut::Percent),
            (0_i64..50_000).prop_map(|dong| Cut::Price(vnd(dong))),
            (0_i64..50_000).prop_map(|dong| Cut::Off(vnd(dong))),
        ];
        (cut, -3_i16..3, any::<bool>(), 0_u32..1_000).prop_map(|(cut, priority, stackable, n)| Preference {
            priority,
            stackable,
            ..preference(&format!("p{n}"), cut)
        })
    }

    proptest! {
        #[test]
        fn never_more_than_the_amount_and_the_order_of_the_list_is_irrelevant(
            mut preferences in prop::collection::vec(any_preference(), 0..6),
            amount in 0_i64..1_000_000,
            units in 0_u32..50,
            turn in 0_usize..6,
        ) {
            for (at, preference) in preferences.iter_mut().enumerate() {
                preference.key = format!("{}-{at}", preference.key);
            }
            let at = Target { units, ..target() };
            let first = schedule(preferences.clone());
            let granted = first.best(vnd(amount), &at).unwrap();
            if let Some(granted) = &granted {
                prop_assert!(granted.amount < vnd(amount));
                prop_assert!(!granted.by.is_empty());
                for one in &first.preferences {
                    prop_assert!(granted.amount <= one.cut.of(vnd(amount), units).unwrap());
                }
            }
            let shift = turn.min(preferences.len());
            preferences.rotate_left(shift);
            preferences.reverse();
            let other = schedule(preferences);
            prop_assert_eq!(other.best(vnd(amount), &at).unwrap(), granted);
        }

        #[test]
        fn a_dearer_line_never_leaves_less(
            preferences in prop::collection::vec(any_preference(), 0..6),
            amount in 0_i64..1_000_000,
            more in 0_i64..1_000_000,
            units in 0_u32..50,
        ) {
            let at = Target { units, ..target() };
            let all = schedule(preferences);
            let left = |dong| all.best(vnd(dong), &at).unwrap().map_or(vnd(dong), |granted| granted.amount);
            prop_assert!(left(amount) <= left(amount + more));
        }
    }
}
