//! How many requests one address may send to the doors for programs, and one person to those for pieces of uploads: a bucket
//! that refills. Pages for people are not counted here; wrong passwords and secrets are counted in the database.

use std::{num::NonZeroU32, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

use super::{address::Address, error::Error, ui::Visit};

/// Requests a minute, for one address, lasting.
const PER_MINUTE: NonZeroU32 = number(120);
/// Requests at once.
const BURST: NonZeroU32 = number(30);
/// Pieces a minute, for one person, lasting: four of the largest documents.
const PIECES_PER_MINUTE: NonZeroU32 = number(160);
/// Pieces at once: six of the largest documents on a fast line.
const PIECES_BURST: NonZeroU32 = number(240);
/// So many addresses are remembered before the idle ones are forgotten.
const MOST_ADDRESSES: usize = 10_000;

const fn number(n: u32) -> NonZeroU32 {
    match NonZeroU32::new(n) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

/// The buckets of one portal.
#[derive(Clone, Debug)]
pub struct Limiter {
    buckets: Arc<DefaultKeyedRateLimiter<String>>,
    clock: DefaultClock,
}

impl Default for Limiter {
    fn default() -> Self {
        Self::of(PER_MINUTE, BURST)
    }
}

impl Limiter {
    fn of(per_minute: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        Self { buckets: Arc::new(RateLimiter::keyed(quota)), clock: DefaultClock::default() }
    }

    /// The buckets for pieces of uploads.
    #[must_use]
    pub fn for_pieces() -> Self {
        Self::of(PIECES_PER_MINUTE, PIECES_BURST)
    }

    /// Takes one drop out of the bucket of `address`.
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait when it is empty.
    pub fn pass(&self, address: &str) -> Result<(), Error> {
        if self.buckets.len() > MOST_ADDRESSES {
            self.buckets.retain_recent();
        }
        self.buckets.check_key(&network_of(address)).map_err(|not_yet| Error::TooMany {
            retry_after: not_yet.wait_time_from(self.clock.now()).as_secs() + 1,
        })
    }
}

/// One household of IPv6 has a whole /64.
fn network_of(address: &str) -> String {
    match address.parse::<std::net::Ipv6Addr>() {
        Ok(v6) => v6.segments().iter().take(4).map(|s| format!("{s:x}:")).collect(),
        Err(_) => address.to_owned(),
    }
}

/// The middleware: 429 with Retry-After when an address asks too often.
pub async fn limit(State(limiter): State<Limiter>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<Address>().map(|a| a.0.clone()).unwrap_or_default();
    passed(&limiter, &address, request, next).await
}

/// The same by person, behind the guard: a whole house may sit behind one address.
pub async fn limit_person(State(limiter): State<Limiter>, request: Request, next: Next) -> Response {
    let signed = request.extensions().get::<Visit>().and_then(|visit| visit.signed.as_ref());
    let person = signed.map(|signed| signed.actor.id.to_string()).unwrap_or_default();
    passed(&limiter, &person, request, next).await
}

async fn passed(limiter: &Limiter, whose: &str, request: Request, next: Next) -> Response {
    match limiter.pass(whose) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_held_back_and_others_are_not() {
        let limiter = Limiter::default();
        let passed = (0..100).filter(|_| limiter.pass("192.0.2.1").is_ok()).count();
        assert!((30..40).contains(&passed), "{passed}");
        let Err(Error::TooMany { retry_after }) = limiter.pass("192.0.2.1") else {
            panic!("the bucket should be empty")
        };
        assert!((1..=60).contains(&retry_after));
        assert!(limiter.pass("192.0.2.2").is_ok());
    }

    #[test]
    fn a_network_of_version_six_shares_a_bucket() {
        assert_eq!(network_of("2001:db8:1:2:3::4"), network_of("2001:db8:1:2::9"));
        assert_ne!(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
    }
}
