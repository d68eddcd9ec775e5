//! What can go wrong with one payment, and how it is drawn: told for the next one, or by chance from a seed.

use std::{collections::VecDeque, time::Duration};

use serde::{Deserialize, Serialize};

/// What goes wrong with one payment. The default is that nothing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// The messages to the portal come so many milliseconds late.
    pub delay_ms: u64,
    /// Each message comes so many times, all at once.
    pub copies: u8,
    /// In which order success and failure are told.
    pub order: Order,
    /// The messages never come.
    pub lost: bool,
    /// The messages have a wrong code.
    pub wrong_code: bool,
    /// So much more (or less) is paid than was asked for.
    pub amount_off: i64,
    /// How beginning goes wrong.
    pub init: Broken,
    /// How asking goes wrong.
    pub query: Broken,
    /// How many times asking goes wrong before it works.
    pub query_times: u8,
    /// How its receipt goes wrong, as often as it is asked for.
    pub bill: Paper,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            delay_ms: 0,
            copies: 1,
            order: Order::Straight,
            lost: false,
            wrong_code: false,
            amount_off: 0,
            init: Broken::No,
            query: Broken::No,
            query_times: 1,
            bill: Paper::There,
        }
    }
}

impl Faults {
    /// How late the messages come.
    #[must_use]
    pub const fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }
}

/// In which order success and failure of one payment are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Only what is true.
    #[default]
    Straight,
    /// A failure that happened before the success is told after it.
    FailureAfterSuccess,
    /// A failure is told, then that it succeeded after all.
    SuccessAfterFailure,
}

/// How an answer goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Broken {
    /// It does not.
    #[default]
    No,
    /// 500, and nothing was done.
    Error,
    /// 500, although it was done.
    ErrorAfterwards,
    /// No answer for a long time.
    Silence,
    /// 200 and something that is not a message.
    Garbage,
}

/// How a receipt goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// It does not.
    #[default]
    There,
    /// It is not made yet, although the money came.
    NotYet,
    /// The platform knows nothing of it.
    Unknown,
    /// 500.
    Error,
    /// No answer for a long time.
    Silence,
    /// A web page instead.
    Html,
    /// A web page that says it is a PDF.
    Disguised,
    /// A PDF of many megabytes.
    Long,
}

/// Chance: each fault comes to so many payments of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mix {
    /// The same seed gives the same faults in the same order.
    pub seed: u64,
    /// Of a hundred payments.
    pub percent: u8,
}

/// What the next payments get.
#[derive(Debug, Default)]
pub struct Script {
    told: VecDeque<Faults>,
    chance: Option<(Mix, Dice)>,
}

impl Script {
    /// The payment after those that were told already goes wrong like this.
    pub fn tell(&mut self, faults: Faults) {
        self.told.push_back(faults);
    }

    /// From now on, chance; or no longer.
    pub fn mix(&mut self, mix: Option<Mix>) {
        self.chance = mix.map(|mix| (mix, Dice(mix.seed)));
    }

    /// What the next payment gets.
    pub fn draw(&mut self) -> Faults {
        self.told.pop_front().unwrap_or_else(|| match &mut self.chance {
            Some((mix, dice)) => drawn(*mix, dice),
            None => Faults::default(),
        })
    }
}

fn drawn(mix: Mix, dice: &mut Dice) -> Faults {
    let mut strikes = || dice.below(100) < u64::from(mix.percent);
    let [late, repeated, lost, forged, off, begin, ask] = std::array::from_fn(|_| strikes());
    let amount_off =
        if off { [-1_000, 1_000, -1, 7_000].get(dice.index(4)).copied().unwrap_or(0) } else { 0 };
    let broken = |dice: &mut Dice| match dice.below(4) {
        0 => Broken::Error,
        1 => Broken::ErrorAfterwards,
        2 => Broken::Garbage,
        _ => Broken::Silence,
    };
    let order = match dice.below(100) {
        n if n < u64::from(mix.percent) => Order::FailureAfterSuccess,
        n if n < 2 * u64::from(mix.percent) => Order::SuccessAfterFailure,
        _ => Order::Straight,
    };
    Faults {
        delay_ms: if late { 20 + dice.below(200) } else { 0 },
        copies: if repeated { u8::try_from(2 + dice.below(4)).unwrap_or(2) } else { 1 },
        order,
        lost,
        wrong_code: forged,
        amount_off,
        init: if begin { broken(dice) } else { Broken::No },
        query: if ask { broken(dice) } else { Broken::No },
        query_times: 1,
        bill: Paper::There,
    }
}

/// A small generator (`SplitMix64`) for chance that can be repeated. Nothing secret may come from it.
#[derive(Clone, Debug)]
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit.max(1)
    }

    fn index(&mut self, limit: u64) -> usize {
        usize::try_from(self.below(limit)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_comes_first_and_then_nothing_goes_wrong() {
        let mut script = Script::default();
        script.tell(Faults { lost: true, ..Faults::default() });
        assert!(script.draw().lost);
        assert_eq!(script.draw(), Faults::default());
    }

    #[test]
    fn a_seed_gives_the_same_faults_and_every_kind_of_them() {
        let draw = || {
            let mut script = Script::default();
            script.mix(Some(Mix { seed: 7, percent: 20 }));
            (0..500).map(|_| script.draw()).collect::<Vec<_>>()
        };
        let faults = draw();
        assert_eq!(faults, draw());
        let some = |what: fn(&Faults) -> bool| {
            let count = faults.iter().filter(|f| what(f)).count();
            assert!((50..=150).contains(&count), "{count}");
        };
        some(|f| f.lost);
        some(|f| f.wrong_code);
        some(|f| f.copies > 1);
        some(|f| f.delay_ms > 0);
        some(|f| f.amount_off != 0);
        some(|f| f.order == Order::FailureAfterSuccess);
        some(|f| f.order == Order::SuccessAfterFailure);
        for broken in [Broken::Error, Broken::ErrorAfterwards, Broken::Silence, Broken::Garbage] {
            assert!(
                faults.iter().any(|f| f.init == broken) && faults.iter().any(|f| f.query == broken),
                "{broken:?}"
            );
        }
    }

    #[test]
    fn faults_are_told_as_json() {
        let faults: Faults =
            serde_json::from_str(r#"{"copies":3,"order":"failure-after-success","query":"silence"}"#)
                .unwrap();
        assert_eq!(
            (faults.copies, faults.order, faults.query),
            (3, Order::FailureAfterSuccess, Broken::Silence)
        );
        assert!(serde_json::from_str::<Faults>(r#"{"copy":3}"#).is_err());
    }
}
