//! Whether what is owed has been paid: a function of what the bank said, and of nothing else. An intent is what is owed, an attempt is
//! one try to pay it, an event is what a cashier, a bank or a gateway said about money. Only events that say that money came
//! count; that an attempt failed never unpays it, and that money came late never matters.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    command::PayMethod,
    money::{NotAnAmount, Vnd},
    status::keyed,
};

keyed! {
    /// How far a try has come.
    AttemptState {
        /// Begun; nobody knows yet.
        Pending = "pending",
        /// The money came.
        Succeeded = "succeeded",
        /// The gateway said no; it may still say yes.
        Failed = "failed",
        /// Nothing was heard until the end of the time for it.
        Expired = "expired",
    }
}

keyed! {
    /// Who said something about money.
    Source {
        /// A cashier at the counter.
        Counter = "counter",
        /// A line of a bank statement.
        Statement = "statement",
        /// The bank, by a signed message.
        Bank = "bank",
        /// The payment platform, by a signed message.
        Callback = "callback",
        /// The payment platform, when it was asked.
        Query = "query",
    }
}

impl Source {
    /// How money comes of which it tells.
    #[must_use]
    pub const fn method(self) -> PayMethod {
        match self {
            Self::Counter => PayMethod::Cash,
            Self::Statement | Self::Bank => PayMethod::Transfer,
            Self::Callback | Self::Query => PayMethod::Platform,
        }
    }
}

keyed! {
    /// How a request of money ended.
    ClosedAs {
        /// It came.
        Paid = "paid",
        /// Another amount is owed now.
        Replaced = "replaced",
        /// Nothing is owed any more.
        Void = "void",
    }
}

keyed! {
    /// How it became known to which request an event belongs.
    MatchKind {
        /// By the reference in the text of the transfer.
        Reference = "reference",
        /// The platform was asked for this request.
        Platform = "platform",
        /// It was taken at the counter for this dossier.
        Counter = "counter",
        /// A cashier looked at it.
        Cashier = "cashier",
        /// A cashier looked at it: it belongs to none.
        Aside = "aside",
        /// A cashier looked at it: it is money of which another event told already.
        Twice = "twice",
    }
}

/// Why what was found about an event cannot be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// Nobody had to find it out: the money was taken for this dossier, or the platform was asked for it.
    Certain,
    /// It is booked, or it goes back: a refund is the way.
    Booked,
}

impl Fixed {
    /// Stable key for the translation `found-fixed-…`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Booked => "booked",
        }
    }
}

/// Whether it can be taken back that an event of `amount` was found by `kind` to be for a dossier for which so much is `held`.
/// # Errors
/// [`Fixed`].
pub fn may_take_back(kind: MatchKind, amount: Vnd, held: Vnd) -> Result<(), Fixed> {
    match kind {
        MatchKind::Platform | MatchKind::Counter => Err(Fixed::Certain),
        MatchKind::Reference | MatchKind::Cashier if held < amount => Err(Fixed::Booked),
        MatchKind::Reference | MatchKind::Cashier | MatchKind::Aside | MatchKind::Twice => Ok(()),
    }
}

/// Where a request of money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing came, and nobody tries.
    Open,
    /// Somebody tries: nobody knows yet. The person is told that it is being checked with the bank.
    Checking,
    /// Less came than is owed.
    Short {
        /// What is missing.
        missing: Vnd,
    },
    /// Paid to the đồng.
    Paid,
    /// More came than was owed.
    Over {
        /// What goes back.
        surplus: Vnd,
    },
}

impl Standing {
    /// Whether all that is owed came.
    #[must_use]
    pub const fn is_paid(self) -> bool {
        match self {
            Self::Paid | Self::Over { .. } => true,
            Self::Open | Self::Checking | Self::Short { .. } => false,
        }
    }
}

/// Where a request of `owed` stands after the amounts that `came` and with these tries.
/// # Errors
/// [`NotAnAmount`] when what came is beyond every amount.
pub fn standing(
    owed: Vnd,
    came: impl IntoIterator<Item = Vnd>,
    attempts: &[AttemptState],
) -> Result<Standing, NotAnAmount> {
    let came = Vnd::total(came)?;
    Ok(if came > owed {
        Standing::Over { surplus: came.less(owed) }
    } else if came == owed {
        Standing::Paid
    } else if attempts.contains(&AttemptState::Pending) {
        Standing::Checking
    } else if came.is_zero() {
        Standing::Open
    } else {
        Standing::Short { missing: owed.less(came) }
    })
}

/// What a try becomes when something is heard of it. Success stays, whatever comes after it.
#[must_use]
pub const fn heard(now: AttemptState, success: bool) -> AttemptState {
    match (now, success) {
        (AttemptState::Succeeded, _) | (_, true) => AttemptState::Succeeded,
        (AttemptState::Pending | AttemptState::Failed | AttemptState::Expired, false) => AttemptState::Failed,
    }
}

/// After how many seconds a pending try is asked for again, when it was asked for `times` already: 15 s, 30 s, 1 min … 1 h, then each
/// hour.
#[must_use]
pub fn ask_again(times: u32) -> i64 {
    15_i64.saturating_mul(2_i64.saturating_pow(times.min(10))).min(3_600)
}

/// How long a payer may come back to a try that was begun, instead of beginning another one.
pub const LIFE: TimeDelta = TimeDelta::minutes(30);
/// How long after its end a try is asked for once more: money that came late without a word is found then.
const ONCE_MORE: TimeDelta = TimeDelta::days(1);

/// When the platform is asked next for a try in `state`, asked for `times` already; never again when nothing. A pending one is
/// asked for as long as nobody answers, however long that takes: its money is never forgotten.
#[must_use]
pub fn ask_next(
    state: AttemptState,
    times: u32,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let once_more = expires_at + ONCE_MORE;
    match state {
        AttemptState::Pending => Some(now + TimeDelta::seconds(ask_again(times))),
        AttemptState::Failed | AttemptState::Expired => (now < once_more).then_some(once_more),
        AttemptState::Succeeded => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    #[test]
    fn it_is_paid_when_its_events_say_so() {
        use AttemptState::{Expired, Failed, Pending, Succeeded};
        let of = |came: &[i64], attempts: &[AttemptState]| {
            standing(vnd(10_000), came.iter().copied().map(vnd), attempts).unwrap()
        };
        assert_eq!(of(&[], &[]), Standing::Open);
        assert_eq!(of(&[], &[Failed, Expired]), Standing::Open);
        assert_eq!(of(&[], &[Failed, Pending]), Standing::Checking);
        assert_eq!(of(&[10_000], &[Failed]), Standing::Paid, "late success after failure");
        assert_eq!(of(&[4_000], &[]), Standing::Short { missing: vnd(6_000) });
        assert_eq!(of(&[4_000], &[Pending]), Standing::Checking);
        assert_eq!(of(&[4_000, 6_000], &[Succeeded, Pending]), Standing::Paid);
        assert_eq!(of(&[10_000, 10_000], &[Succeeded, Succeeded]), Standing::Over { surplus: vnd(10_000) });
        assert!(standing(vnd(1), [vnd(9_000_000_000_000), vnd(9_000_000_000_000)], &[]).is_err());
    }

    #[test]
    fn what_a_person_or_the_text_said_is_taken_back_while_the_money_is_still_held() {
        let of = |kind, held| may_take_back(kind, vnd(50_000), vnd(held));
        for kind in [MatchKind::Reference, MatchKind::Cashier] {
            assert_eq!([of(kind, 50_000), of(kind, 90_000)], [Ok(()), Ok(())], "{kind}");
            assert_eq!([of(kind, 49_999), of(kind, 0)], [Err(Fixed::Booked), Err(Fixed::Booked)], "{kind}");
        }
        assert_eq!([of(MatchKind::Aside, 0), of(MatchKind::Twice, 0)], [Ok(()), Ok(())]);
        for kind in [MatchKind::Platform, MatchKind::Counter] {
            assert_eq!(of(kind, 90_000), Err(Fixed::Certain), "{kind}");
        }
    }

    #[test]
    fn success_stays_and_may_come_after_failure() {
        use AttemptState::{Expired, Failed, Pending, Succeeded};
        for (now, success, then) in [
            (Pending, true, Succeeded),
            (Pending, false, Failed),
            (Failed, true, Succeeded),
            (Expired, true, Succeeded),
            (Expired, false, Failed),
            (Succeeded, false, Succeeded),
            (Succeeded, true, Succeeded),
        ] {
            assert_eq!(heard(now, success), then, "{now} {success}");
        }
    }

    #[test]
    fn asking_slows_down_and_goes_on() {
        let waits: Vec<i64> = (0..12).map(ask_again).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600]);
        assert_eq!(ask_again(u32::MAX), 3_600);
    }

    #[test]
    fn a_try_is_asked_for_until_somebody_answers_and_once_more_a_day_after_its_end() {
        use AttemptState::{Expired, Failed, Pending, Succeeded};
        let begun: DateTime<Utc> = "2026-11-26T08:00:00Z".parse().unwrap();
        let end = begun + LIFE;
        let next = |state, times, now| {
            ask_next(state, times, now, end).map(|at: DateTime<Utc>| (at - begun).num_seconds())
        };
        assert_eq!(next(Pending, 0, begun), Some(15));
        assert_eq!(
            next(Pending, 50, begun + TimeDelta::days(9)),
            Some(9 * 86_400 + 3_600),
            "the platform is away"
        );
        for state in [Failed, Expired] {
            assert_eq!(next(state, 3, begun), Some(1_800 + 86_400), "{state}");
            assert_eq!(next(state, 4, end + TimeDelta::days(1)), None, "{state}");
        }
        assert_eq!(next(Succeeded, 0, begun), None);
    }

    proptest! {
        #[test]
        fn the_order_of_events_is_irrelevant_and_no_dong_is_lost(
            owed in 1_i64..1_000_000, mut came in prop::collection::vec(1_i64..500_000, 0..8),
        ) {
            let of = |came: &[i64]| standing(vnd(owed), came.iter().copied().map(vnd), &[]).unwrap();
            let (first, sum) = (of(&came), came.iter().sum::<i64>());
            came.reverse();
            prop_assert_eq!(of(&came), first);
            match first {
                Standing::Open => prop_assert_eq!(sum, 0),
                Standing::Short { missing } => prop_assert_eq!(sum + missing.dong(), owed),
                Standing::Paid => prop_assert_eq!(sum, owed),
                Standing::Over { surplus } => prop_assert_eq!(sum - surplus.dong(), owed),
                Standing::Checking => prop_assert!(false, "nobody tries"),
            }
        }
    }
}
