//! How the life of a demo dossier goes: a list of beats, each a move and the working minutes that pass before it. A story is cut
//! where the dossier shall stand today.

use super::dice::Dice;
use crate::domain::{
    command::PayMethod,
    procedure::Procedure,
    status::{Channel, Role},
};

/// Something that is done to the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Submit,
    Accept,
    Reject,
    AskSupplement,
    Supplement,
    AskPayment,
    Pay(PayMethod),
    Forward,
    Take,
    SendBack,
    Consult,
    GiveOpinion,
    Approve,
    Issue,
    Complete,
    Return,
    Withdraw,
    Stop,
    Correct,
}

/// A move, and the working minutes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beat {
    pub(super) wait: u32,
    pub(super) what: Move,
}

/// Where the dossier stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Draft,
    Submitted,
    Accepted,
    Rejected,
    Withdrawn,
    IntakeSupplement,
    AppraisalSupplement,
    Payment,
    /// At the step of this role: in time, or past its appointment.
    Step(Role, bool),
    Consulting,
    Stopped,
    Completed,
    Returned,
}

/// What else happened on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Twist {
    #[default]
    None,
    IntakeSupplement,
    AppraisalSupplement,
    SentBack,
    Consulted,
    PaidLater,
    Corrected,
    Late,
}

/// A story: its beats, and how many working minutes ago the last one was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Story {
    pub(super) beats: Vec<Beat>,
    pub(super) since: u32,
}

impl Story {
    /// Working minutes from the first beat to today.
    pub(super) fn age(&self) -> u32 {
        self.beats.iter().map(|b| b.wait).sum::<u32>() + self.since
    }
}

/// Tells the story of a dossier of `procedure` that came by `channel` and stands at `ending`.
pub(super) fn tell(
    procedure: &Procedure,
    channel: Channel,
    (ending, twist): (Ending, Twist),
    dice: &mut Dice,
) -> Story {
    let late = twist == Twist::Late || matches!(ending, Ending::Step(_, true));
    let pace = if late { dice.between(140, 200) } else { dice.between(25, 70) };
    let mut teller = Teller { beats: Vec::new(), dice, ending, twist, pace };
    // The error side only says that the ending was reached.
    let since = match teller.intake(channel).and_then(|()| teller.route(procedure)) {
        Ok(()) => teller.hand_over(),
        Err(Reached { since }) => since,
    };
    Story { beats: teller.beats, since }
}

/// The ending was reached, so many working minutes ago.
struct Reached {
    since: u32,
}

struct Teller<'a> {
    beats: Vec<Beat>,
    dice: &'a mut Dice,
    ending: Ending,
    twist: Twist,
    /// Percent of the time that a step may take.
    pace: u32,
}

impl Teller<'_> {
    fn then(&mut self, what: Move, low: u32, high: u32) {
        let wait = self.dice.between(low, high);
        self.beats.push(Beat { wait, what });
    }

    fn reached(&mut self, low: u32, high: u32) -> Result<(), Reached> {
        Err(Reached { since: self.dice.between(low, high) })
    }

    fn intake(&mut self, channel: Channel) -> Result<(), Reached> {
        if self.ending == Ending::Draft {
            return self.reached(60, 6000);
        }
        self.then(Move::Submit, 0, 0);
        if self.ending == Ending::Submitted {
            let slow = self.dice.chance(20);
            return if slow { self.reached(520, 1100) } else { self.reached(5, 420) };
        }
        if self.ending == Ending::Rejected {
            self.then(Move::Reject, 20, 300);
            return self.reached(200, 38_000);
        }
        if self.ending == Ending::Withdrawn && self.dice.chance(50) {
            self.then(Move::Withdraw, 30, 300);
            return self.reached(200, 38_000);
        }
        if self.ending == Ending::IntakeSupplement {
            self.then(Move::AskSupplement, 20, 300);
            return self.reached(60, 3400);
        }
        if self.twist == Twist::IntakeSupplement {
            self.then(Move::AskSupplement, 20, 300);
            self.then(Move::Supplement, 300, 2400);
        }
        self.accept(channel)
    }

    fn accept(&mut self, channel: Channel) -> Result<(), Reached> {
        let at_the_counter = channel == Channel::Direct && self.twist != Twist::IntakeSupplement;
        let pays_now = self.twist != Twist::PaidLater;
        if pays_now && !at_the_counter && self.dice.chance(75) {
            self.then(Move::Pay(PayMethod::Transfer), 8, 90);
        }
        if at_the_counter {
            self.then(Move::Accept, 0, 0);
            if pays_now {
                self.then(Move::Pay(PayMethod::Cash), 2, 6);
            }
        } else {
            self.then(Move::Accept, 10, 240);
        }
        if self.ending == Ending::Accepted {
            return self.reached(5, 260);
        }
        if self.ending == Ending::Payment && self.dice.chance(50) {
            self.then(Move::AskPayment, 15, 120);
            return self.reached(60, 2000);
        }
        if self.ending == Ending::Withdrawn {
            self.then(Move::Withdraw, 60, 400);
            return self.reached(200, 38_000);
        }
        self.then(Move::Forward, 8, 120);
        Ok(())
    }

    fn route(&mut self, procedure: &Procedure) -> Result<(), Reached> {
        for (index, step) in procedure.route.iter().enumerate() {
            let minutes = step.minutes.max(10);
            if let Ending::Step(role, overdue) = self.ending
                && role == step.role
            {
                if role == Role::Specialist && self.dice.chance(30) {
                    self.then(Move::Take, 2, minutes / 10 + 3);
                }
                let left = minutes * 60 / 100;
                return if overdue {
                    let whole: u32 = procedure.route.iter().map(|s| s.minutes).sum();
                    self.reached(whole + 500, whole + 2200)
                } else {
                    self.reached(3, left.max(5))
                };
            }
            let wait = minutes * self.pace / 100;
            if step.role == Role::Leader {
                self.leader(index, wait);
            } else if step.role == Role::Clerk {
                self.then(Move::Issue, wait, wait + 5);
                self.then(Move::Complete, 1, 6);
            } else {
                self.specialist(index, wait)?;
            }
        }
        Ok(())
    }

    fn specialist(&mut self, index: usize, wait: u32) -> Result<(), Reached> {
        if index == 0 {
            self.first_look(wait)?;
        }
        self.then(Move::Forward, wait, wait + 10);
        Ok(())
    }

    /// The first specialist is the one who asks: the owner, the owner's purse, another agency.
    fn first_look(&mut self, wait: u32) -> Result<(), Reached> {
        if self.ending == Ending::AppraisalSupplement {
            self.then(Move::AskSupplement, wait / 2, wait);
            return self.reached(60, 3400);
        }
        if self.ending == Ending::Payment {
            self.then(Move::AskPayment, wait / 2, wait);
            return self.reached(60, 2000);
        }
        if self.ending == Ending::Consulting {
            self.then(Move::Consult, wait / 4, wait / 2 + 5);
            return self.reached(10, 700);
        }
        if self.ending == Ending::Stopped {
            self.then(Move::Stop, wait, wait + 900);
            return self.reached(200, 36_000);
        }
        match self.twist {
            Twist::AppraisalSupplement => {
                self.then(Move::AskSupplement, wait / 2, wait);
                self.then(Move::Supplement, 400, 2600);
            }
            Twist::Consulted => {
                self.then(Move::Consult, wait / 4, wait / 2 + 5);
                self.then(Move::GiveOpinion, 30, 900);
            }
            Twist::PaidLater => {
                self.then(Move::AskPayment, wait / 2, wait);
                self.then(Move::Pay(PayMethod::Transfer), 200, 1500);
            }
            Twist::None | Twist::IntakeSupplement | Twist::SentBack | Twist::Corrected | Twist::Late => {}
        }
        if self.dice.chance(25) {
            self.then(Move::Take, 2, wait / 10 + 3);
        }
        Ok(())
    }

    fn leader(&mut self, index: usize, wait: u32) {
        if self.twist == Twist::SentBack && index > 0 {
            self.twist = Twist::None;
            self.then(Move::SendBack, wait / 2, wait);
            self.then(Move::Forward, wait / 2, wait);
        }
        self.then(Move::Approve, wait, wait + 10);
    }

    fn hand_over(&mut self) -> u32 {
        if self.twist == Twist::Corrected {
            self.then(Move::Correct, 60, 400);
            self.then(Move::Issue, 30, 200);
            self.then(Move::Complete, 1, 6);
        }
        if self.ending == Ending::Completed {
            return self.dice.between(20, 2200);
        }
        self.then(Move::Pay(PayMethod::Cash), 30, 1200);
        self.then(Move::Return, 2, 30);
        self.dice.between(30, 38_000)
    }
}
