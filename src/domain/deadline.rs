//! The clock of one dossier. Its truth is an append-only ledger of marks (started, paused, resumed, …); the due date and all
//! that follows from it are pure functions of ledger and calendar, so every screen, letter and statistic says the same. The ledger
//! carries the limit that was promised when the clock started: a later change of the procedure moves no running dossier, a
//! change of the calendar moves all. Source: Civil Code Arts 145–148; NĐ 61/2018 Art.19, kept by NĐ 118/2025; NĐ 45/2020.

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar::{WorkCalendar, days_after, instant, local},
    ids::AccountId,
    limit::{LimitUnit, Promise, TimeLimit},
    refusal::Refusal,
    status::keyed,
};

/// An agency answers an online filing within so many working minutes (8 working hours). Source: NĐ 45/2020.
pub const RESPONSE_MINUTES: u32 = 480;
/// `Trong ngày` holds for what is received at 15:00 or before; later is the next working day.
const CUT_OFF: (u32, u32) = (15, 0);

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
    /// The appointment was moved, once, with a letter of apology. Source: NĐ 61/2018 Art.19(9).
    Extended {
        /// The time that is added to the limit.
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
    /// The clock starts with what was promised.
    #[must_use]
    pub fn started(promise: Promise) -> Self {
        let statutory = promise.is_shortened().then_some(promise.statutory);
        Self::Started {
            limit: promise.limit,
            statutory,
        }
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

    /// What the clock is doing after the last mark.
    #[must_use]
    pub fn state(&self) -> ClockState {
        self.0
            .iter()
            .fold(ClockState::Idle, |state, mark| match &mark.kind {
                MarkKind::Started { .. }
                | MarkKind::Resumed
                | MarkKind::Restarted
                | MarkKind::Reopened => ClockState::Running,
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

    /// Whether the appointment was moved once already.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.0
            .iter()
            .any(|mark| matches!(mark.kind, MarkKind::Extended { .. }))
    }

    /// Writes the next mark.
    /// # Errors
    /// [`Refusal::ClockBackwards`] when it lies before the last one; [`Refusal::ClockOrder`] when it does not fit the state of the
    /// clock; [`Refusal::NoTimeLimit`] for a limit or an extension of no time; and for extensions [`Refusal::AlreadyExtended`],
    /// [`Refusal::ExtensionUnit`], [`Refusal::ReasonMissing`]. The ledger is then as it was.
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
            return Err(Refusal::ClockOrder {
                mark: mark.kind.key(),
            });
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
        if self.is_extended() {
            Err(Refusal::AlreadyExtended)
        } else if reason.trim().is_empty() {
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
        LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::SameDay => {
            &[LimitUnit::WorkingDay, LimitUnit::WorkingHour]
        }
        LimitUnit::CalendarDay | LimitUnit::Month => &[LimitUnit::CalendarDay],
        LimitUnit::Hour => &[LimitUnit::Hour],
    }
}

/// When the dossier is due.
///
/// `None` while the clock is idle or stands still with time left: the date then depends on when the wait ends, see
/// [`due_if_resumed`]. Rules by unit: working hours walk the sessions; N working days end with the N-th working day after the
/// first, half a day with its morning; calendar days and months end with that day, or the next working one; hours follow the wall
/// clock; `same-day` ends with the day, received after 15:00 with the next. What comes outside office hours is received at the
/// next opening. A pause moves the date by the working time that passed (working units), by the days that passed (calendar
/// days, months) or by the hours (hours); a pause that begins after the date has passed moves nothing.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
/// Source: Civil Code Arts 146–148; NĐ 61/2018 Art.19; same-day rule: TT 01/2020/TT-BTP and the national catalogue.
pub fn due(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<DateTime<Utc>>, Refusal> {
    let Some(count) = follow(ledger, calendar, None)? else {
        return Ok(None);
    };
    if count.is_waiting() {
        Ok(None)
    } else {
        count.due(calendar).map(instant).map(Some)
    }
}

/// When the dossier is due if its clock, when it stands still, counts on at `at`; otherwise the same as [`due`].
/// # Errors
/// As [`due`].
pub fn due_if_resumed(
    ledger: &Ledger,
    at: DateTime<Utc>,
    calendar: &WorkCalendar,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    let count = follow(ledger, calendar, Some(local(at)))?;
    count.map(|count| count.due(calendar).map(instant)).transpose()
}

/// Until when an agency must answer a dossier filed online at `filed_at`: 8 working hours, from the next opening when it came
/// outside office hours. Where a fee is paid before acceptance, give the moment of payment: the time counts anew from it.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
/// Source: NĐ 45/2020 Art.11 and the practice of provincial portals.
pub fn respond_by(filed_at: DateTime<Utc>, calendar: &WorkCalendar) -> Result<DateTime<Utc>, Refusal> {
    calendar.add_minutes(calendar.next_opening(filed_at)?, RESPONSE_MINUTES)
}

/// When a step of `minutes` working minutes that began at `begun` is due, the pauses since then not counted; `None` while the
/// clock stands still.
/// # Errors
/// [`Refusal::CalendarYearMissing`], [`Refusal::CalendarExhausted`].
pub fn step_due(
    begun: DateTime<Utc>,
    minutes: u32,
    ledger: &Ledger,
    calendar: &WorkCalendar,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    let begun = local(begun);
    let limit = TimeLimit {
        unit: LimitUnit::WorkingHour,
        halves: 0,
    };
    let mut count = Count::begin(begun, limit, calendar)?;
    count.shift = i64::from(minutes);
    for mark in ledger.marks() {
        let at = local(mark.at);
        match mark.kind {
            MarkKind::Paused { why } => count.pause(at, why, calendar)?,
            MarkKind::Resumed | MarkKind::Restarted | MarkKind::Ended => {
                count.resume(at.max(begun), calendar)?
            }
            MarkKind::Started { .. } | MarkKind::Extended { .. } | MarkKind::Reopened => {}
        }
    }
    if count.is_waiting() {
        Ok(None)
    } else {
        count.due(calendar).map(instant).map(Some)
    }
}

/// The last moment for a letter of apology that moves the appointment: the end of the working day before the due date. `None`
/// where [`due`] is.
/// # Errors
/// As [`due`]. Source: NĐ 61/2018 Art.19(9): at latest one day before.
pub fn extend_by(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<DateTime<Utc>>, Refusal> {
    let Some(due) = due(ledger, calendar)? else {
        return Ok(None);
    };
    calendar
        .end_of_day(calendar.working_day_before(local(due).date())?)
        .map(Some)
}

/// Working time to the due date, or since it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// Whole working days of the calendar's own length at that time.
    pub days: i64,
    /// Working minutes beyond them.
    pub minutes: i64,
    /// Whether the due date has passed: then the time is how long ago.
    pub overdue: bool,
}

/// How much working time is left at `now`. Stands still with the clock: while it pauses it is what was left then, after the end
/// what was left at the end. `None` when the clock never started.
/// # Errors
/// As [`due`].
pub fn remaining(
    ledger: &Ledger,
    now: DateTime<Utc>,
    calendar: &WorkCalendar,
) -> Result<Option<Remaining>, Refusal> {
    let Some(count) = follow(ledger, calendar, None)? else {
        return Ok(None);
    };
    let stood = count
        .pauses
        .last()
        .filter(|_| count.is_waiting())
        .map(|pause| pause.from);
    let now = stood.or(count.ended).unwrap_or_else(|| local(now));
    let due = count.due(calendar)?;
    let (from, to) = if now > due { (due, now) } else { (now, due) };
    let total = calendar.between(from, to)?;
    let day = calendar.day_length(from.date())?.max(1);
    Ok(Some(Remaining {
        days: total / day,
        minutes: total % day,
        overdue: now > due,
    }))
}

keyed! {
    /// How a dossier ended, measured against its due date.
    Verdict {
        /// Trước hạn: on a day before the due day.
        Early = "early",
        /// Đúng hạn: on the due day, in time.
        OnTime = "on-time",
        /// Quá hạn.
        Late = "late",
    }
}

/// How the dossier ended; `None` while it has not, or when its clock never started.
/// # Errors
/// As [`due`].
pub fn verdict(ledger: &Ledger, calendar: &WorkCalendar) -> Result<Option<Verdict>, Refusal> {
    let Some(count) = follow(ledger, calendar, None)? else {
        return Ok(None);
    };
    let Some(ended) = count.ended else { return Ok(None) };
    let due = count.due(calendar)?;
    Ok(Some(if ended > due {
        Verdict::Late
    } else if ended.date() < due.date() {
        Verdict::Early
    } else {
        Verdict::OnTime
    }))
}

/// One pause of the present count, on the wall clock.
pub(super) struct Pause {
    pub(super) why: PauseReason,
    pub(super) from: NaiveDateTime,
    pub(super) to: Option<NaiveDateTime>,
    /// By how much it moved the date: working minutes, days or minutes, by the unit of the limit. 0 when it came too late.
    pub(super) shift: i64,
    too_late: bool,
}

/// The count that is running now: since the start, or since the last restart.
pub(super) struct Count {
    /// When it was asked to begin.
    pub(super) received: NaiveDateTime,
    /// When it began: `received`, or the next opening.
    pub(super) start: NaiveDateTime,
    pub(super) limit: TimeLimit,
    pub(super) extension: Option<TimeLimit>,
    pub(super) pauses: Vec<Pause>,
    pub(super) ended: Option<NaiveDateTime>,
    shift: i64,
}

/// Reads the ledger. With `resume`, a clock that stands still counts on from then.
pub(super) fn follow(
    ledger: &Ledger,
    calendar: &WorkCalendar,
    resume: Option<NaiveDateTime>,
) -> Result<Option<Count>, Refusal> {
    let mut present: Option<Count> = None;
    for mark in ledger.marks() {
        let at = local(mark.at);
        match (&mark.kind, &mut present) {
            (MarkKind::Started { limit, .. }, _) => present = Some(Count::begin(at, *limit, calendar)?),
            (MarkKind::Restarted, Some(count)) if count.is_waiting() => {
                present = Some(Count::begin(at, count.limit, calendar)?)
            }
            (MarkKind::Paused { why }, Some(count)) => count.pause(at, *why, calendar)?,
            (MarkKind::Resumed | MarkKind::Restarted, Some(count)) => count.resume(at, calendar)?,
            (MarkKind::Extended { by, .. }, Some(count)) => count.extension = Some(*by),
            (MarkKind::Ended, Some(count)) => {
                count.resume(at, calendar)?;
                count.ended = Some(at);
            }
            (MarkKind::Reopened, Some(count)) => count.ended = None,
            (_, None) => {}
        }
    }
    if let (Some(count), Some(at)) = (&mut present, resume) {
        count.resume(at, calendar)?;
    }
    Ok(present)
}

impl Count {
    fn begin(received: NaiveDateTime, limit: TimeLimit, calendar: &WorkCalendar) -> Result<Self, Refusal> {
        let start = calendar.opening(received)?;
        Ok(Self {
            received,
            start,
            limit,
            extension: None,
            pauses: Vec::new(),
            ended: None,
            shift: 0,
        })
    }

    /// Whether the clock stands still with time left.
    pub(super) fn is_waiting(&self) -> bool {
        self.pauses
            .last()
            .is_some_and(|pause| pause.to.is_none() && !pause.too_late)
    }

    fn pause(
        &mut self,
        from: NaiveDateTime,
        why: PauseReason,
        calendar: &WorkCalendar,
    ) -> Result<(), Refusal> {
        let too_late = self.due(calendar)? < from;
        self.pauses.push(Pause {
            why,
            from,
            to: None,
            shift: 0,
            too_late,
        });
        Ok(())
    }

    fn resume(&mut self, to: NaiveDateTime, calendar: &WorkCalendar) -> Result<(), Refusal> {
        let start = self.start;
        let unit = self.limit.unit;
        let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) else {
            return Ok(());
        };
        pause.to = Some(to);
        let from = pause.from.max(start);
        if !pause.too_late && to > from {
            pause.shift = match unit {
                LimitUnit::WorkingHour | LimitUnit::WorkingDay | LimitUnit::SameDay => {
                    calendar.between(from, to)?
                }
                LimitUnit::CalendarDay | LimitUnit::Month => (to.date() - from.date()).num_days(),
                LimitUnit::Hour => (to - from).num_minutes(),
            };
            self.shift += pause.shift;
        }
        Ok(())
    }

    pub(super) fn due(&self, calendar: &WorkCalendar) -> Result<NaiveDateTime, Refusal> {
        match self.limit.unit {
            LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::SameDay => {
                calendar.add(self.unshifted(calendar)?, self.shift)
            }
            LimitUnit::CalendarDay | LimitUnit::Month => {
                calendar.close(calendar.working_day_from(self.last_day()?)?)
            }
            LimitUnit::Hour => {
                let halves =
                    i64::from(self.limit.halves) + self.extension.map_or(0, |by| i64::from(by.halves));
                let far = Refusal::CalendarExhausted {
                    after: self.start.date(),
                };
                self.start
                    .checked_add_signed(TimeDelta::minutes(halves * 30 + self.shift))
                    .ok_or(far)
            }
        }
    }

    /// For calendar days and months: the day on which the time ends, worked or not. An extension and the pauses count from the
    /// unmoved day, and only their sum is moved to a working one.
    pub(super) fn last_day(&self) -> Result<NaiveDate, Refusal> {
        let date = self.start.date();
        let amount = self.limit.halves / 2;
        let base = match self.limit.unit {
            LimitUnit::Month => date
                .checked_add_months(Months::new(amount))
                .ok_or(Refusal::CalendarExhausted { after: date })?,
            LimitUnit::CalendarDay => days_after(date, u64::from(amount))?,
            LimitUnit::WorkingDay | LimitUnit::WorkingHour | LimitUnit::SameDay | LimitUnit::Hour => date,
        };
        let more = self.extension.map_or(0, |by| u64::from(by.halves / 2));
        days_after(base, more + u64::try_from(self.shift).unwrap_or(0))
    }

    /// For working units: the due date without the pauses.
    fn unshifted(&self, calendar: &WorkCalendar) -> Result<NaiveDateTime, Refusal> {
        let Self {
            start,
            limit,
            extension,
            ..
        } = self;
        let (more_days, more_halves_of_hours) = match extension {
            Some(TimeLimit {
                unit: LimitUnit::WorkingDay,
                halves,
            }) => (*halves, 0),
            Some(by) => (0, by.halves),
            None => (0, 0),
        };
        let base = match limit.unit {
            LimitUnit::WorkingDay => half_days_after(start.date(), limit.halves + more_days, calendar)?,
            LimitUnit::SameDay => {
                let days = if is_after_cut_off(start.time()) { 2 } else { 0 };
                half_days_after(start.date(), days + more_days, calendar)?
            }
            LimitUnit::WorkingHour | LimitUnit::Hour | LimitUnit::CalendarDay | LimitUnit::Month => {
                let base = calendar.add(*start, i64::from(limit.halves) * 30)?;
                if more_days > 0 {
                    half_days_after(base.date(), more_days, calendar)?
                } else {
                    base
                }
            }
        };
        calendar.add(base, i64::from(more_halves_of_hours) * 30)
    }
}

/// Whether `time` is past the cut-off of same-day procedures.
pub(super) fn is_after_cut_off(time: NaiveTime) -> bool {
    (time.hour(), time.minute()) > CUT_OFF
}

/// The end of the `halves`-th half working day after `date`, which is not counted; none is the end of `date` itself.
fn half_days_after(date: NaiveDate, halves: u32, calendar: &WorkCalendar) -> Result<NaiveDateTime, Refusal> {
    let day = calendar.nth_working_day(date, halves.div_ceil(2))?;
    if halves % 2 == 0 {
        calendar.close(day)
    } else {
        calendar.noon(day)
    }
}
