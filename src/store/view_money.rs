//! What a dossier as it is shown says of its money.

use super::view::{DossierView, RefundLine};
use crate::domain::{event::Event, procedure::ExemptGroup, refund::RefundState, status::Status};

impl DossierView {
    /// What is still to be paid, whole đồng.
    #[must_use]
    pub fn outstanding(&self) -> i64 {
        (self.fee_total - self.fee_paid).max(0)
    }

    /// What has still to come: what is to be paid, less what came and is held; nothing once it ended without a result.
    #[must_use]
    pub fn missing(&self) -> i64 {
        let owes_nothing = Status::parse(&self.status_key).is_some_and(Status::is_without_result);
        if owes_nothing { 0 } else { (self.outstanding() - self.held).max(0) }
    }

    /// The group to which an officer found the person to belong, when anybody looked and it was one.
    #[must_use]
    pub fn exempt_checked(&self) -> Option<ExemptGroup> {
        let found = self.history.iter().rev().find_map(|line| {
            if let Event::ExemptionChecked { found, .. } = &line.event { Some(*found) } else { None }
        });
        found.flatten()
    }

    /// All that was ever asked for, whole đồng: what went back is not asked for any more.
    #[must_use]
    pub fn ever_asked(&self) -> i64 {
        let given_back = self.quote.as_deref().map_or(0, |quote| quote.given_back.dong());
        self.fee_total + given_back
    }

    /// All that was ever booked as paid, whole đồng, whatever went back.
    #[must_use]
    pub fn ever_paid(&self) -> i64 {
        self.fee_paid + self.booked_back(|state| state == RefundState::PaidOut)
    }

    /// Whether there is money that could go back.
    #[must_use]
    pub fn may_give_back(&self) -> bool {
        let on_its_way = |state| matches!(state, RefundState::Requested | RefundState::Approved);
        self.held > 0 || self.fee_paid > self.booked_back(on_its_way)
    }

    /// Of booked money, what refunds in such a state come to.
    fn booked_back(&self, picked: impl Fn(RefundState) -> bool) -> i64 {
        let is_picked = |refund: &&RefundLine| RefundState::parse(&refund.state).is_some_and(&picked);
        self.refunds.0.iter().filter(is_picked).map(|refund| refund.of_booked).sum()
    }
}
