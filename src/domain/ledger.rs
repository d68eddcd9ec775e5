//! The ledger of one dossier's clock: an append-only list of marks (started, paused, resumed, …), each checked against what the
//! clock is doing. It is the only truth about time; `deadline` computes from it. It carries the limit that was promised when the
//! clock started, so a later change of the procedure moves no running dossier. Source: NĐ 61/2018 Art.19, kept by NĐ 118/2025.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    clock_rules::Convention,
    ids::AccountId,
    limit::{LimitUnit, Promise, TimeLimit},
    reason,
    refusal::Refusal,
    status::keyed,
};

keyed! {
    /// Why a clock stands still. Consulting another agency is no reason, nor is an outage of the system.
    PauseReason {
        /// Chờ bổ sung, hoàn thiện hồ sơ.
        Supplement = "supplement",
        /// Chờ thực hiện nghĩa vụ tài chính.
        Payment = "payment",
        /// Tạm dừng theo quy định của pháp luật chuyên ngành.
        SectorLaw = "sector-law",
    }
}

/// What happened to the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum MarkKind {
    /// The dossier was accepted.
    Started {
        /// The limit that counts.
        limit: TimeLimit,
        /// The law's own limit where less was promised.
        #[serde(default)]
        statutory: Option<TimeLimit>,
        /// Act that promises less.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<String>,
        /// How it is counted.
        #[serde(flatten)]
        convention: Convention,
    },
    /// Time stops counting.
    Paused {
        /// Why.
        why: PauseReason,
    },
    /// Time counts on.
    Resumed,
    /// The wait is over and the whole limit is counted anew, unless the date had passed before the wait: what is late stays
    /// late. Source: NĐ 61/2018 Art.19.
    Restarted,
    /// The appointment was moved with a letter of apology. Source: NĐ 61/2018 Art.19(9).
    Extended {
        /// The time that is added to the limit; `by` in the JSON of a mark is who did it.
        #[serde(rename = "more")]
        by: TimeLimit,
        /// What the letter says.
        reason: String,
    },
    /// Settled, withdrawn or stopped: nothing counts any more.
    Ended,
    /// Settled wrongly and opened again: the time limit goes on as if it had never ended, at the agency's own cost.
    Reopened,
}

impl MarkKind {
    /// The clock starts with what was promised, counted by `convention`; `basis` is the act that promises less than the law.
    #[must_use]
    pub fn started(promise: Promise, convention: Convention, basis: Option<String>) -> Self {
        let statutory = promise.is_shortened().then_some(promise.statutory);
        let basis = basis.filter(|_| statutory.is_some());
        Self::Started { limit: promise.limit, statutory, basis, convention }
    }

    /// Stable key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Started { .. } => "started",
            Self::Paused { .. } => "paused",
            Self::Resumed => "resumed",
            Self::Restarted => "restarted",
            Self::Extended { .. } => "extended",
            Self::Ended => "ended",
            Self::Reopened => "reopened",
        }
    }
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    #[serde(flatten)]
    pub kind: MarkKind,
    /// Who did it; absent when the system did.
    #[serde(default)]
    pub by: Option<AccountId>,
}

/// What the clock is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// Not started: the dossier is not accepted.
    Idle,
    /// Time counts.
    Running,
    /// Time does not count.
    Paused(PauseReason),
    /// Over.
    Ended,
}

/// The marks of one dossier's clock, in order. Only ever grows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Mark>", into = "Vec<Mark>")]
pub struct Ledger(Vec<Mark>);

impl Ledger {
    /// The ledger of a dossier that nobody accepted yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The marks in order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.0
    }

    /// The marks up to `moment`, that one included; none when the clock had not begun.
    #[must_use]
    pub fn as_of(&self, moment: DateTime<Utc>) -> Option<Self> {
        let marks: Vec<Mark> = self.0.iter().take_while(|mark| mark.at <= moment).cloned().collect();
        (!marks.is_empty()).then_some(Self(marks))
    }

    /// What the clock is doing after the last mark.
    #[must_use]
    pub fn state(&self) -> ClockState {
        self.0.iter().fold(ClockState::Idle, |state, mark| match &mark.kind {
            MarkKind::Started { .. } | MarkKind::Resumed | MarkKind::Restarted | MarkKind::Reopened => {
                ClockState::Running
            }
            MarkKind::Paused { why } => ClockState::Paused(*why),
            MarkKind::Extended { .. } => state,
            MarkKind::Ended => ClockState::Ended,
        })
    }

    /// Whether the clock was ever started.
    #[must_use]
    pub const fn is_started(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether the clock stands still now.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        matches!(self.state(), ClockState::Paused(_))
    }

    /// Whether the clock is over.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.state() == ClockState::Ended
    }

    /// How often the appointment was moved.
    #[must_use]
    pub fn extensions(&self) -> u32 {
        self.0.iter().fold(0, |sum, mark| sum + u32::from(matches!(mark.kind, MarkKind::Extended { .. })))
    }

    /// Writes the next mark.
    /// # Errors
    /// [`Refusal::ClockBackwards`] when it lies before the last one; [`Refusal::ClockOrder`] when it does not fit the state of the
    /// clock; [`Refusal::NoTimeLimit`] for a limit or an extension of no time; and for extensions [`Refusal::ExtensionUnit`],
    /// [`Refusal::ReasonMissing`]. How often is the rules' question, not the ledger's. The ledger is then as it was.
    pub fn push(&mut self, mark: Mark) -> Result<(), Refusal> {
        if self.0.last().is_some_and(|last| mark.at < last.at) {
            return Err(Refusal::ClockBackwards);
        }
        let state = self.state();
        let running = state == ClockState::Running;
        let paused = matches!(state, ClockState::Paused(_));
        let fits = match &mark.kind {
            MarkKind::Started { limit, .. } if limit.is_zero() => return Err(Refusal::NoTimeLimit),
            MarkKind::Started { .. } => state == ClockState::Idle,
            MarkKind::Paused { .. } => running,
            MarkKind::Resumed | MarkKind::Restarted => paused,
            MarkKind::Extended { .. } | MarkKind::Ended => running || paused,
            MarkKind::Reopened => state == ClockState::Ended,
        };
        if !fits {
            return Err(Refusal::ClockOrder { mark: mark.kind.key() });
        }
        if let MarkKind::Extended { by, reason } = &mark.kind {
            self.check_extension(*by, reason)?;
        }
        self.0.push(mark);
        Ok(())
    }

    fn check_extension(&self, by: TimeLimit, reason: &str) -> Result<(), Refusal> {
        let fits = |mark: &Mark| match mark.kind {
            MarkKind::Started { limit, .. } => Some(extension_units(limit.unit).contains(&by.unit)),
            MarkKind::Paused { .. }
            | MarkKind::Resumed
            | MarkKind::Restarted
            | MarkKind::Extended { .. }
            | MarkKind::Reopened
            | MarkKind::Ended => None,
        };
        if !reason::says_something(reason) {
            Err(Refusal::ReasonMissing)
        } else if by.is_zero() {
            Err(Refusal::NoTimeLimit)
        } else if self.0.iter().find_map(fits) == Some(true) {
            Ok(())
        } else {
            Err(Refusal::ExtensionUnit)
        }
    }
}

impl TryFrom<Vec<Mark>> for Ledger {
    type Error = Refusal;
    fn try_from(marks: Vec<Mark>) -> Result<Self, Refusal> {
        let mut ledger = Self::new();
        marks.into_iter().try_for_each(|mark| ledger.push(mark))?;
        Ok(ledger)
    }
}

impl From<Ledger> for Vec<Mark> {
    fn from(ledger: Ledger) -> Self {
        ledger.0
    }
}

/// The units in which a limit of `unit` can be extended, the usual one first.
#[must_use]
pub const fn extension_units(unit: LimitUnit) -> &'static [LimitUnit] {
    match unit {
        LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::WorkingMinute | LimitUnit::SameDay => {
            &[LimitUnit::WorkingDay, LimitUnit::WorkingHour]
        }
        LimitUnit::CalendarDay | LimitUnit::Month => &[LimitUnit::CalendarDay],
        LimitUnit::Hour => &[LimitUnit::Hour],
        LimitUnit::Unlimited => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::sample::at;

    const PAUSE: MarkKind = MarkKind::Paused { why: PauseReason::Supplement };

    fn start(unit: LimitUnit) -> MarkKind {
        MarkKind::started(Promise::plain(TimeLimit::whole(unit, 3)), Convention::default(), None)
    }

    fn extend(unit: LimitUnit, amount: u32, reason: &str) -> MarkKind {
        MarkKind::Extended { by: TimeLimit::whole(unit, amount), reason: reason.to_owned() }
    }

    /// Pushes the marks, a minute apart; the last one's answer.
    fn push(kinds: &[MarkKind]) -> Result<(), Refusal> {
        let mut ledger = Ledger::new();
        let (last, first) = kinds.split_last().unwrap();
        let mark = |n: usize, kind: &MarkKind| Mark {
            at: at("2026-11-23 08:00") + chrono::TimeDelta::minutes(i64::try_from(n).unwrap()),
            kind: kind.clone(),
            by: None,
        };
        for (n, kind) in first.iter().enumerate() {
            ledger.push(mark(n, kind)).unwrap();
        }
        let before = ledger.clone();
        let answer = ledger.push(mark(first.len(), last));
        assert_eq!(answer.is_err(), ledger == before);
        answer
    }

    #[test]
    fn marks_in_the_wrong_order_are_refused() {
        let started = start(LimitUnit::WorkingDay);
        for (kinds, mark) in [
            (vec![PAUSE], "paused"),
            (vec![MarkKind::Ended], "ended"),
            (vec![started.clone(), started.clone()], "started"),
            (vec![started.clone(), MarkKind::Resumed], "resumed"),
            (vec![started.clone(), MarkKind::Restarted], "restarted"),
            (vec![started.clone(), PAUSE, PAUSE], "paused"),
            (vec![started.clone(), PAUSE, MarkKind::Resumed, MarkKind::Resumed], "resumed"),
            (vec![started.clone(), MarkKind::Ended, PAUSE], "paused"),
            (vec![started.clone(), MarkKind::Ended, MarkKind::Ended], "ended"),
            (vec![started.clone(), MarkKind::Reopened], "reopened"),
        ] {
            assert_eq!(push(&kinds), Err(Refusal::ClockOrder { mark }), "{kinds:?}");
        }
        assert_eq!(push(&[started.clone(), PAUSE, MarkKind::Ended]), Ok(()));
        assert_eq!(push(&[started, PAUSE, MarkKind::Restarted, PAUSE, MarkKind::Resumed]), Ok(()));
    }

    #[test]
    fn the_clock_never_goes_backwards() {
        let mut ledger = Ledger::new();
        let mark = |on, kind| Mark { at: at(on), kind, by: None };
        ledger.push(mark("2026-11-23 08:00", start(LimitUnit::WorkingDay))).unwrap();
        assert_eq!(ledger.push(mark("2026-11-23 07:59", PAUSE)), Err(Refusal::ClockBackwards));
        assert_eq!(ledger.push(mark("2026-11-23 08:00", PAUSE)), Ok(()));
        assert_eq!(ledger.state(), ClockState::Paused(PauseReason::Supplement));
    }

    #[test]
    fn a_limit_of_no_time_starts_no_clock() {
        let limit = TimeLimit::whole(LimitUnit::WorkingHour, 0);
        let start = |limit| MarkKind::started(Promise::plain(limit), Convention::default(), None);
        assert_eq!(push(&[start(limit)]), Err(Refusal::NoTimeLimit));
        assert_eq!(push(&[start(TimeLimit::SAME_DAY)]), Ok(()));
        assert_eq!(push(&[start(TimeLimit::UNLIMITED)]), Ok(()));
    }

    #[test]
    fn an_appointment_moves_with_a_reason_and_in_a_fitting_unit() {
        use LimitUnit::{CalendarDay, WorkingDay};
        let good = extend(WorkingDay, 2, "Chờ đo đạc");
        assert_eq!(push(&[start(WorkingDay), good.clone()]), Ok(()));
        assert_eq!(push(&[start(WorkingDay), good.clone(), good.clone()]), Ok(()));
        assert_eq!(push(&[start(CalendarDay), good]), Err(Refusal::ExtensionUnit));
        assert_eq!(push(&[start(WorkingDay), extend(WorkingDay, 2, "Lý do")]), Err(Refusal::ReasonMissing));
        assert_eq!(
            push(&[start(WorkingDay), extend(WorkingDay, 0, "Chờ đo đạc")]),
            Err(Refusal::NoTimeLimit)
        );
    }

    #[test]
    fn a_ledger_survives_its_json_and_a_broken_one_is_not_read() {
        let promise = Promise::online(TimeLimit::whole(LimitUnit::WorkingDay, 5), None, 20);
        let marks = vec![
            Mark {
                at: at("2026-11-23 08:00"),
                kind: MarkKind::started(promise, Convention::default(), Some("QĐ 906".to_owned())),
                by: None,
            },
            Mark { at: at("2026-11-23 09:00"), kind: PAUSE, by: Some(AccountId::new(uuid::Uuid::nil())) },
            Mark { at: at("2026-11-23 10:00"), kind: MarkKind::Resumed, by: None },
            Mark {
                at: at("2026-11-23 11:00"),
                kind: extend(LimitUnit::WorkingDay, 1, "Chờ đo đạc"),
                by: Some(AccountId::new(uuid::Uuid::nil())),
            },
        ];
        let ledger = Ledger::try_from(marks).unwrap();
        let text = serde_json::to_string(&ledger).unwrap();
        assert!(text.starts_with(r#"[{"at":"2026-11-23T01:00:00Z","kind":"started","limit":{"#), "{text}");
        assert_eq!(serde_json::from_str::<Ledger>(&text).unwrap(), ledger);
        let broken = text.replace(r#""kind":"resumed""#, r#""kind":"paused","why":"payment""#);
        assert!(serde_json::from_str::<Ledger>(&broken).is_err());
    }
}
