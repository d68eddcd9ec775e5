//! Why a payment has no receipt that holds. That one is missing never keeps a day open: the money is where it should be, and only its
//! paper is not there yet.

use super::status::keyed;

keyed! {
    /// Why a payment has no receipt that holds.
    Missing {
        /// In whose name receipts are given is not set.
        Collector = "collector",
        /// There are no numbers of the year of the payment, or none is left.
        Range = "range",
        /// Nothing can be signed.
        Certificate = "certificate",
        /// Nothing is missing: it is about to be issued.
        Waiting = "waiting",
        /// It was cancelled while the money stayed, and was not given again.
        Cancelled = "cancelled",
        /// Its receipts say less than the money that is kept.
        Lowered = "lowered",
    }
}

impl Missing {
    /// The same where nothing can be signed, or everything: what waits for nothing else waits for that.
    #[must_use]
    pub const fn seen(self, can_sign: bool) -> Self {
        match self {
            Self::Waiting | Self::Certificate => {
                if can_sign {
                    Self::Waiting
                } else {
                    Self::Certificate
                }
            }
            Self::Collector | Self::Range | Self::Cancelled | Self::Lowered => self,
        }
    }

    /// What the store knows of it: nothing of certificates.
    #[must_use]
    pub const fn stored(self) -> Self {
        self.seen(true)
    }

    /// Whether another try can help: of the others somebody has to do something first.
    #[must_use]
    pub const fn can_be_tried(self) -> bool {
        match self {
            Self::Collector | Self::Range | Self::Certificate | Self::Waiting => true,
            Self::Cancelled | Self::Lowered => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_certificate_what_lacks_nothing_else_waits_for_one() {
        assert_eq!(Missing::Waiting.seen(true), Missing::Waiting);
        assert_eq!(Missing::Waiting.seen(false), Missing::Certificate);
        for other in [Missing::Collector, Missing::Range, Missing::Cancelled, Missing::Lowered] {
            assert_eq!((other.seen(false), other.stored()), (other, other));
        }
        assert_eq!(Missing::Certificate.stored(), Missing::Waiting);
    }
}
