//! The rules of the clock that a province sets, with their validity and legal basis: where law and practice differ, or a year
//! changes them, they are data. What a running dossier was promised under is pinned on its ledger ([`Convention`]).

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::status::keyed;

keyed! {
    /// How working days are counted.
    CountMode {
        /// Whole days: the first is not counted, N days end with the N-th after it. Source: Civil Code Arts 147–148.
        Day = "day",
        /// Minutes from the start itself: N days are N nominal days of the agency's calendar.
        Hour = "hour",
    }
}

/// What a running clock keeps of the rules, so that a later change moves no promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Convention {
    /// How working days are counted.
    #[serde(default = "by_days")]
    pub mode: CountMode,
    /// What is received later than this, local time, is a same-day procedure of the next working day.
    #[serde(default = "three_o_clock")]
    pub cut_off: NaiveTime,
}

impl Default for Convention {
    fn default() -> Self {
        Self { mode: by_days(), cut_off: three_o_clock() }
    }
}

const fn yes() -> bool {
    true
}

const fn by_days() -> CountMode {
    CountMode::Day
}

/// Source: TT 01/2020/TT-BTP; NĐ 61/2018 Art.18 for paper.
fn three_o_clock() -> NaiveTime {
    NaiveTime::from_hms_opt(15, 0, 0).unwrap_or_default()
}

/// The rules that hold from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRules {
    /// First day.
    pub valid_from: NaiveDate,
    /// How dossiers are counted that are accepted while they hold.
    #[serde(flatten)]
    pub convention: Convention,
    /// Working minutes in which an online filing is answered. Source: NĐ 45/2020 (8 working hours).
    pub response_minutes: u32,
    /// Whether waiting for a financial obligation stops the clock.
    pub payment_pauses: bool,
    /// Whether the time to answer begins anew once what is due before acceptance has been paid. Source: practice (eight hours from the
    /// payment).
    #[serde(default = "yes")]
    pub payment_restarts_answer: bool,
    /// From how many percent of the time used on a dossier is due soon.
    pub soon_percent: u8,
    /// How often an appointment may be moved. Source: NĐ 61/2018 Art.19(9) (once).
    pub reschedules: u32,
    /// Act and article.
    pub legal_basis: String,
}

impl ClockRules {
    /// What holds where a province has set nothing: the law as read.
    #[must_use]
    pub fn lawful() -> Self {
        Self {
            valid_from: NaiveDate::MIN,
            convention: Convention::default(),
            response_minutes: 480,
            payment_pauses: true,
            payment_restarts_answer: true,
            soon_percent: 80,
            reschedules: 1,
            legal_basis: "Bộ luật Dân sự Điều 146–148; NĐ 118/2025/NĐ-CP".to_owned(),
        }
    }

    /// Of `rules`, those that hold on `day`.
    #[must_use]
    pub fn on(rules: &[Self], day: NaiveDate) -> Self {
        let held = rules.iter().filter(|rules| rules.valid_from <= day).max_by_key(|rules| rules.valid_from);
        held.cloned().unwrap_or_else(Self::lawful)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_rules_that_have_begun_hold() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let from = |text, response_minutes| ClockRules {
            valid_from: day(text),
            response_minutes,
            ..ClockRules::lawful()
        };
        let rules = [from("2026-07-01", 240), from("2025-07-01", 480)];
        let minutes = |on| ClockRules::on(&rules, day(on)).response_minutes;
        assert_eq!((minutes("2026-06-30"), minutes("2026-07-01")), (480, 240));
        assert_eq!(ClockRules::on(&rules, day("2024-01-01")), ClockRules::lawful());
    }
}
