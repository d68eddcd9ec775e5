//! Money that goes back: for which cause, how much at most, and who has to agree. Nothing goes back twice, nothing beyond what came,
//! and nobody approves what they asked for. What a fee's own text lets the agency keep on refusal stays.
//! Source: Law 97/2015/QH13; the text of each fee (`Fee::keeps_on_refusal`).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    ids::AccountId,
    money::{NotAnAmount, Vnd},
    payee::{Payee, Way},
    procedure::Fee,
    quote::QuoteLine,
    reason::says_something,
    status::{Status, keyed},
};

keyed! {
    /// Why money goes back.
    Cause {
        /// The dossier was not taken in.
        Rejected = "rejected",
        /// It was taken back before it was accepted.
        Withdrawn = "withdrawn",
        /// More came than is owed.
        Overpaid = "overpaid",
        /// The agency counted or did something wrong.
        AgencyError = "agency-error",
    }
}

/// What is known of a dossier's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purse {
    /// What came for the dossier.
    pub collected: Vnd,
    /// Of that, what was booked as paid.
    pub booked: Vnd,
    /// Of the booked, what went back or is about to.
    pub booked_back: Vnd,
    /// Of what came and was not booked, what went back or is about to.
    pub held_back: Vnd,
    /// All that is to be paid for the dossier.
    pub owed: Vnd,
    /// What is still to be paid.
    pub outstanding: Vnd,
    /// What the agency keeps on refusal.
    pub kept_on_refusal: Vnd,
}

/// Of which money something goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Of money that came and was never booked.
    pub of_held: Vnd,
    /// Of booked money: the dossier's fee counts as less paid.
    pub of_booked: Vnd,
}

impl Share {
    /// Both.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub const fn total(self) -> Result<Vnd, NotAnAmount> {
        self.of_held.plus(self.of_booked)
    }

    /// `amount` of this, what was never booked first; nothing when it is more than this.
    #[must_use]
    pub fn take(self, amount: Vnd) -> Option<Self> {
        let of_held = self.of_held.min(amount);
        let of_booked = amount.less(of_held);
        (of_booked <= self.of_booked).then_some(Self { of_held, of_booked })
    }
}

impl Purse {
    /// What came and was neither booked nor went back.
    #[must_use]
    pub const fn held(&self) -> Vnd {
        self.collected.less(self.booked).less(self.held_back)
    }

    /// The most that may go back for `cause`.
    #[must_use]
    pub fn refundable(&self, cause: Cause) -> Share {
        let booked = self.booked.less(self.booked_back);
        match cause {
            Cause::Rejected => {
                let kept = self.kept_on_refusal.min(self.booked);
                Share { of_held: self.held(), of_booked: booked.less(kept) }
            }
            Cause::Withdrawn | Cause::AgencyError => Share { of_held: self.held(), of_booked: booked },
            Cause::Overpaid => {
                Share { of_held: self.held().less(self.outstanding), of_booked: booked.less(self.owed) }
            }
        }
    }

    /// What the portal proposes by itself for a dossier in `status`, accepted or not: nothing where nothing is to go back.
    #[must_use]
    pub fn proposal(&self, status: Status, accepted: bool) -> Option<(Cause, Share)> {
        let cause = match status {
            Status::Rejected => Cause::Rejected,
            Status::Withdrawn if !accepted => Cause::Withdrawn,
            Status::Withdrawn
            | Status::Stopped
            | Status::Draft
            | Status::Submitted
            | Status::Accepted
            | Status::Processing
            | Status::SupplementRequested
            | Status::PaymentRequested
            | Status::Completed
            | Status::Returned => Cause::Overpaid,
        };
        // What ended asks for nothing more, so all that is held is too much.
        let ended = Self { outstanding: Vnd::ZERO, ..*self };
        let purse = if status.is_terminal() { &ended } else { self };
        let share = purse.refundable(cause);
        (share != Share::default()).then_some((cause, share))
    }
}

/// Of a quote's lines, those that stay with the agency when the dossier is refused.
pub fn lines_kept_on_refusal<'a>(
    lines: &'a [QuoteLine],
    fees: &'a [Fee],
) -> impl Iterator<Item = &'a QuoteLine> {
    lines.iter().filter(|line| fees.iter().any(|fee| fee.key == line.fee && fee.keeps_on_refusal))
}

/// What those lines come to.
/// # Errors
/// [`NotAnAmount`] beyond every amount.
pub fn kept_on_refusal(lines: &[QuoteLine], fees: &[Fee]) -> Result<Vnd, NotAnAmount> {
    Vnd::total(lines_kept_on_refusal(lines, fees).map(|line| line.amount))
}

keyed! {
    /// How far a refund has come.
    RefundState {
        /// Somebody asked for it, or the portal proposed it.
        Requested = "requested",
        /// Agreed to.
        Approved = "approved",
        /// Not agreed to.
        Declined = "declined",
        /// The money went out.
        PaidOut = "paid-out",
    }
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where a refund stands, each with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waits for a second person.
    Requested,
    /// Waits for the money to go out.
    Approved(Decision),
    /// Ended without money.
    Declined {
        /// By whom and when.
        decision: Decision,
        /// Why, shown to the person.
        reason: String,
    },
    /// Ended.
    PaidOut {
        /// Who agreed.
        approval: Decision,
        /// Who paid, and when.
        payout: Decision,
        /// Number of the transfer, or of the paper that was signed for cash.
        reference: String,
    },
}

/// Why a step of a refund is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRefunded {
    /// Nothing to give back.
    #[error("no amount")]
    Nothing,
    /// More than may go back for this cause.
    #[error("at most {} đồng may go back", .most.dong())]
    TooMuch {
        /// The most.
        most: Vnd,
    },
    /// The second person is the first.
    #[error("somebody else has to do that")]
    FourEyes,
    /// The refund is past that step, or not there yet.
    #[error("the refund is {0} now")]
    NotNow(RefundState),
    /// It is another amount than the second person saw.
    #[error("it is {} đồng now", .now.dong())]
    AmountChanged {
        /// What it is now.
        now: Vnd,
    },
    /// The money goes somewhere else than was seen.
    #[error("it goes somewhere else now")]
    PayeeChanged,
    /// A reason has to be given.
    #[error("a reason is required")]
    ReasonMissing,
    /// The number of the transfer or paper has to be given.
    #[error("a reference is required")]
    ReferenceMissing,
}

impl NotRefunded {
    /// Stable key for the translation `refund-refused-…`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::TooMuch { .. } => "too-much",
            Self::FourEyes => "four-eyes",
            Self::NotNow(_) => "not-now",
            Self::AmountChanged { .. } => "amount-changed",
            Self::PayeeChanged => "payee-changed",
            Self::ReasonMissing => "reason-missing",
            Self::ReferenceMissing => "reference-missing",
        }
    }
}

/// The newest word about where the money goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it goes.
    pub payee: Payee,
    /// Who said so.
    pub by: AccountId,
    /// The how-manieth word it is, from 1.
    pub turn: u32,
}

/// What was on the page when somebody agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saw {
    /// How much.
    pub amount: Vnd,
    /// The turn of the word about where it goes; 0 where nobody had said so.
    pub payee: u32,
}

/// What became of a word about where the money goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// It was known already.
    Already,
    /// It counts from now on.
    Anew {
        /// The agreement that it took back.
        undid: Option<Decision>,
    },
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Identifier.
    pub id: Uuid,
    /// Why.
    pub cause: Cause,
    /// How much, of which money.
    pub share: Share,
    /// Who asked for it; nobody when the portal proposed it.
    pub requested_by: Option<AccountId>,
    /// Where the money goes; where nobody said so, it is cash for the person for whom the dossier is.
    pub payee: Option<Entry>,
    /// Where it stands.
    pub stage: Stage,
}

impl Refund {
    /// A refund of `amount` asked for by a person, with `purse` as it is now.
    /// # Errors
    /// [`NotRefunded::Nothing`], [`NotRefunded::TooMuch`].
    pub fn request(
        id: Uuid,
        cause: Cause,
        amount: Vnd,
        purse: &Purse,
        by: Option<AccountId>,
    ) -> Result<Self, NotRefunded> {
        let most = purse.refundable(cause);
        if amount.is_zero() {
            return Err(NotRefunded::Nothing);
        }
        let too_much = || NotRefunded::TooMuch { most: most.total().unwrap_or(most.of_held) };
        let share = most.take(amount).ok_or_else(too_much)?;
        Ok(Self { id, cause, share, requested_by: by, payee: None, stage: Stage::Requested })
    }

    /// The key of where it stands.
    #[must_use]
    pub const fn state(&self) -> RefundState {
        match self.stage {
            Stage::Requested => RefundState::Requested,
            Stage::Approved(_) => RefundState::Approved,
            Stage::Declined { .. } => RefundState::Declined,
            Stage::PaidOut { .. } => RefundState::PaidOut,
        }
    }

    /// The turn of the newest word about where the money goes; 0 where nobody said so.
    #[must_use]
    pub fn turn(&self) -> u32 {
        self.payee.as_ref().map_or(0, |entry| entry.turn)
    }

    /// How the money goes out: to an account by transfer, else in cash.
    #[must_use]
    pub fn way(&self) -> Way {
        self.payee.as_ref().map_or(Way::Cash, |entry| entry.payee.way())
    }

    /// The money goes there. `saw` is the turn that was on the page. Whoever had agreed agreed to another payee: it has to be agreed
    /// to anew.
    /// # Errors
    /// [`NotRefunded::NotNow`], [`NotRefunded::PayeeChanged`] when somebody else was faster.
    pub fn goes_to(&mut self, payee: Payee, by: AccountId, saw: u32) -> Result<Named, NotRefunded> {
        let undid = match &self.stage {
            Stage::Requested => None,
            Stage::Approved(decision) => Some(decision.clone()),
            Stage::Declined { .. } | Stage::PaidOut { .. } => return Err(NotRefunded::NotNow(self.state())),
        };
        if self.payee.as_ref().is_some_and(|entry| entry.payee == payee) {
            return Ok(Named::Already);
        }
        if saw != self.turn() {
            return Err(NotRefunded::PayeeChanged);
        }
        self.payee = Some(Entry { payee, by, turn: saw.saturating_add(1) });
        self.stage = Stage::Requested;
        Ok(Named::Anew { undid })
    }

    /// Agreed to by somebody who neither asked for it nor said where it goes, and who saw this amount and this payee: what the portal
    /// proposes grows with what comes, and a payee changes.
    /// # Errors
    /// [`NotRefunded::NotNow`], [`NotRefunded::FourEyes`], [`NotRefunded::AmountChanged`], [`NotRefunded::PayeeChanged`].
    pub fn approve(&mut self, by: AccountId, at: DateTime<Utc>, saw: Saw) -> Result<(), NotRefunded> {
        self.may_be_approved_by(by)?;
        self.is_as_seen(saw)?;
        self.stage = Stage::Approved(Decision { by, at });
        Ok(())
    }

    /// Not agreed to, taken back by whoever asked for it, or agreed to and called off before the money went out.
    /// # Errors
    /// [`NotRefunded::NotNow`], [`NotRefunded::ReasonMissing`].
    pub fn decline(&mut self, by: AccountId, at: DateTime<Utc>, reason: &str) -> Result<(), NotRefunded> {
        if !matches!(self.stage, Stage::Requested | Stage::Approved(_)) {
            return Err(NotRefunded::NotNow(self.state()));
        }
        let reason = some(reason).filter(|why| says_something(why)).ok_or(NotRefunded::ReasonMissing)?;
        self.stage = Stage::Declined { decision: Decision { by, at }, reason };
        Ok(())
    }

    /// Paid out, to where it was on the page. What the portal proposed had one person only so far, so another one pays.
    /// # Errors
    /// As [`Self::may_be_paid_by`]; [`NotRefunded::AmountChanged`], [`NotRefunded::PayeeChanged`], [`NotRefunded::ReferenceMissing`].
    pub fn pay_out(
        &mut self,
        by: AccountId,
        at: DateTime<Utc>,
        (saw, reference): (Saw, &str),
    ) -> Result<(), NotRefunded> {
        let approval = self.may_be_paid_by(by)?.clone();
        self.is_as_seen(saw)?;
        let reference = some(reference).ok_or(NotRefunded::ReferenceMissing)?;
        self.stage = Stage::PaidOut { approval, payout: Decision { by, at }, reference };
        Ok(())
    }

    /// Whether this person can agree to it now: nobody agrees to what they asked for or to a payee whom they named.
    /// # Errors
    /// [`NotRefunded::NotNow`], [`NotRefunded::FourEyes`].
    pub fn may_be_approved_by(&self, by: AccountId) -> Result<(), NotRefunded> {
        self.second_person(by)?;
        let named = self.payee.as_ref().is_some_and(|entry| entry.by == by);
        if named { Err(NotRefunded::FourEyes) } else { Ok(()) }
    }

    /// Whether this person can pay it out now, by the agreement that is given: asked before money leaves, since afterwards it is late.
    /// # Errors
    /// [`NotRefunded::NotNow`], [`NotRefunded::FourEyes`].
    pub fn may_be_paid_by(&self, by: AccountId) -> Result<&Decision, NotRefunded> {
        let Stage::Approved(approval) = &self.stage else { return Err(NotRefunded::NotNow(self.state())) };
        let alone = self.requested_by.is_none() && approval.by == by;
        if alone { Err(NotRefunded::FourEyes) } else { Ok(approval) }
    }

    fn is_as_seen(&self, saw: Saw) -> Result<(), NotRefunded> {
        let amount = self.share.total().unwrap_or(self.share.of_held);
        if saw.amount != amount {
            return Err(NotRefunded::AmountChanged { now: amount });
        }
        if saw.payee == self.turn() { Ok(()) } else { Err(NotRefunded::PayeeChanged) }
    }

    fn second_person(&self, by: AccountId) -> Result<(), NotRefunded> {
        if self.stage != Stage::Requested {
            return Err(NotRefunded::NotNow(self.state()));
        }
        if self.requested_by == Some(by) { Err(NotRefunded::FourEyes) } else { Ok(()) }
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::payee::Typed;

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn somebody(n: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(n))
    }

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn purse(collected: i64, booked: i64, outstanding: i64, kept: i64) -> Purse {
        Purse {
            collected: vnd(collected),
            booked: vnd(booked),
            booked_back: Vnd::ZERO,
            held_back: Vnd::ZERO,
            owed: vnd(booked + outstanding),
            outstanding: vnd(outstanding),
            kept_on_refusal: vnd(kept),
        }
    }

    fn saw(dong: i64, payee: u32) -> Saw {
        Saw { amount: vnd(dong), payee }
    }

    fn share(of_held: i64, of_booked: i64) -> Share {
        Share { of_held: vnd(of_held), of_booked: vnd(of_booked) }
    }

    #[test]
    fn each_cause_gives_back_what_it_may() {
        use Cause::{AgencyError, Overpaid, Rejected, Withdrawn};
        for (purse, cause, most) in [
            (purse(100, 100, 0, 0), Rejected, share(0, 100)),
            (purse(100, 100, 0, 30), Rejected, share(0, 70)),
            (purse(100, 100, 0, 100), Rejected, share(0, 0)),
            (purse(20, 20, 80, 30), Rejected, share(0, 0)),
            (purse(20, 0, 100, 30), Rejected, share(20, 0)),
            (purse(100, 100, 0, 30), Withdrawn, share(0, 100)),
            (purse(150, 100, 0, 30), Withdrawn, share(50, 100)),
            (purse(150, 100, 0, 0), Overpaid, share(50, 0)),
            (purse(40, 0, 100, 0), Overpaid, share(0, 0)),
            (Purse { owed: vnd(70), ..purse(100, 100, 0, 0) }, Overpaid, share(0, 30)),
            (purse(150, 100, 0, 0), AgencyError, share(50, 100)),
        ] {
            assert_eq!(purse.refundable(cause), most, "{cause} {purse:?}");
        }
    }

    #[test]
    fn the_portal_proposes_what_the_end_of_a_dossier_sets_free() {
        let (paid, short, over) = (purse(100, 100, 0, 30), purse(40, 0, 100, 0), purse(130, 100, 0, 0));
        assert_eq!(paid.proposal(Status::Rejected, false), Some((Cause::Rejected, share(0, 70))));
        assert_eq!(paid.proposal(Status::Withdrawn, false), Some((Cause::Withdrawn, share(0, 100))));
        assert_eq!(paid.proposal(Status::Withdrawn, true), None);
        assert_eq!(paid.proposal(Status::Processing, true), None);
        assert_eq!(short.proposal(Status::PaymentRequested, true), None);
        assert_eq!(short.proposal(Status::Stopped, true), Some((Cause::Overpaid, share(40, 0))));
        assert_eq!(over.proposal(Status::Processing, true), Some((Cause::Overpaid, share(30, 0))));
        let back = Purse { held_back: vnd(30), ..over };
        assert_eq!(back.proposal(Status::Processing, true), None);
    }

    #[test]
    fn nobody_approves_what_they_asked_for() {
        let (lan, hoa) = (somebody(1), somebody(2));
        let asked =
            |by| Refund::request(Uuid::nil(), Cause::Withdrawn, vnd(60), &purse(100, 100, 0, 0), by).unwrap();
        let mut refund = asked(Some(lan));
        assert_eq!(refund.approve(lan, NOW, saw(60, 0)), Err(NotRefunded::FourEyes));
        assert_eq!(refund.approve(hoa, NOW, saw(50, 0)), Err(NotRefunded::AmountChanged { now: vnd(60) }));
        assert_eq!(
            refund.pay_out(hoa, NOW, (saw(60, 0), "FT1")),
            Err(NotRefunded::NotNow(RefundState::Requested))
        );
        refund.approve(hoa, NOW, saw(60, 0)).unwrap();
        assert_eq!(refund.approve(hoa, NOW, saw(60, 0)), Err(NotRefunded::NotNow(RefundState::Approved)));
        assert_eq!(refund.pay_out(lan, NOW, (saw(60, 0), " ")), Err(NotRefunded::ReferenceMissing));
        assert_eq!(refund.pay_out(lan, NOW, (saw(60, 1), "FT1")), Err(NotRefunded::PayeeChanged));
        let other = refund.pay_out(lan, NOW, (saw(50, 0), "FT1"));
        assert_eq!(other, Err(NotRefunded::AmountChanged { now: vnd(60) }));
        refund.pay_out(lan, NOW, (saw(60, 0), " FT1 ")).unwrap();
        assert!(matches!(&refund.stage, Stage::PaidOut { reference, .. } if reference == "FT1"));
        assert_eq!(
            refund.pay_out(lan, NOW, (saw(60, 0), "FT2")),
            Err(NotRefunded::NotNow(RefundState::PaidOut))
        );

        let mut proposed = asked(None);
        proposed.approve(hoa, NOW, saw(60, 0)).unwrap();
        assert_eq!(proposed.pay_out(hoa, NOW, (saw(60, 0), "FT1")), Err(NotRefunded::FourEyes));
        proposed.pay_out(lan, NOW, (saw(60, 0), "FT1")).unwrap();

        let mut declined = asked(None);
        assert_eq!(declined.decline(hoa, NOW, ""), Err(NotRefunded::ReasonMissing));
        declined.decline(hoa, NOW, "đã dùng").unwrap();
        assert_eq!(declined.approve(lan, NOW, saw(60, 0)), Err(NotRefunded::NotNow(RefundState::Declined)));
    }

    fn account(number: &str) -> Payee {
        let typed = Typed { way: "account", bank: "970436", number, name: "NGUYEN THI LAN" };
        Payee::parse(&typed).unwrap()
    }

    fn asked_by_the_portal() -> Refund {
        Refund::request(Uuid::nil(), Cause::Withdrawn, vnd(60), &purse(100, 100, 0, 0), None).unwrap()
    }

    #[test]
    fn whoever_agrees_agrees_to_the_payee_they_saw() {
        let (lan, hoa, hung) = (somebody(1), somebody(2), somebody(3));
        let mut refund = asked_by_the_portal();
        assert_eq!((refund.turn(), refund.way()), (0, Way::Cash), "cash at the counter");
        assert_eq!(refund.goes_to(account("0071001234567"), lan, 0), Ok(Named::Anew { undid: None }));
        assert_eq!((refund.turn(), refund.way()), (1, Way::Account));
        assert_eq!(refund.approve(hung, NOW, saw(60, 0)), Err(NotRefunded::PayeeChanged));
        // Sent twice it is one word; sent from an old page it does not undo a newer one.
        assert_eq!(refund.goes_to(account("0071 001 234567"), lan, 0), Ok(Named::Already));
        assert_eq!(refund.goes_to(account("99990001"), hoa, 0), Err(NotRefunded::PayeeChanged));
        assert_eq!(refund.turn(), 1);
        refund.approve(hung, NOW, saw(60, 1)).unwrap();
    }

    #[test]
    fn another_payee_takes_the_agreement_back() {
        let (lan, hoa, hung) = (somebody(1), somebody(2), somebody(3));
        let mut refund = asked_by_the_portal();
        refund.goes_to(account("0071001234567"), lan, 0).unwrap();
        refund.approve(hung, NOW, saw(60, 1)).unwrap();
        assert_eq!(refund.goes_to(account("0071001234567"), hoa, 1), Ok(Named::Already));
        assert_eq!(refund.state(), RefundState::Approved, "the same again changes nothing");
        let undid = Some(Decision { by: hung, at: NOW });
        assert_eq!(refund.goes_to(account("99990001"), hoa, 1), Ok(Named::Anew { undid }));
        assert_eq!(
            refund.pay_out(hoa, NOW, (saw(60, 2), "FT1")),
            Err(NotRefunded::NotNow(RefundState::Requested))
        );
        // Who said where it goes does not agree to it as well.
        assert_eq!(refund.approve(hoa, NOW, saw(60, 2)), Err(NotRefunded::FourEyes));
        refund.approve(hung, NOW, saw(60, 2)).unwrap();
        refund.pay_out(hoa, NOW, (saw(60, 2), "FT1")).unwrap();
        let late = refund.goes_to(account("0071001234567"), lan, 2);
        assert_eq!(late, Err(NotRefunded::NotNow(RefundState::PaidOut)));
    }

    #[test]
    fn no_more_is_asked_than_may_go_back() {
        let ask =
            |dong| Refund::request(Uuid::nil(), Cause::Rejected, vnd(dong), &purse(120, 100, 0, 30), None);
        assert_eq!(ask(0), Err(NotRefunded::Nothing));
        assert_eq!(ask(91), Err(NotRefunded::TooMuch { most: vnd(90) }));
        assert_eq!(ask(90).unwrap().share, share(20, 70));
        assert_eq!(ask(5).unwrap().share, share(5, 0));
    }

    proptest! {
        #[test]
        fn however_often_it_is_asked_no_more_goes_back_than_came(
            came in 0_i64..1_000, owed in 0_i64..1_000, kept in 0_i64..1_000,
            asks in prop::collection::vec((0_usize..4, 0_i64..600), 0..12),
        ) {
            let booked = if came >= owed { owed } else { 0 };
            let mut purse = purse(came, booked, owed - booked, kept.min(owed));
            for (cause, amount) in asks {
                if let Ok(refund) = Refund::request(Uuid::nil(), Cause::ALL[cause], vnd(amount), &purse, None) {
                    prop_assert_eq!(refund.share.total().unwrap().dong(), amount);
                    purse.held_back = purse.held_back.plus(refund.share.of_held).unwrap();
                    purse.booked_back = purse.booked_back.plus(refund.share.of_booked).unwrap();
                }
                prop_assert!(purse.booked_back <= purse.booked);
                prop_assert!(purse.held_back.dong() + purse.booked.dong() <= purse.collected.dong());
                let most = purse.refundable(Cause::Rejected).of_booked.dong();
                prop_assert!(most <= (booked - kept.min(owed).min(booked)).max(0));
            }
        }
    }
}
