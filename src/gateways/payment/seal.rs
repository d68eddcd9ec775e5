//! The code at the end of each message of the platform: SHA-256 over its fields and a secret that only both sides know, joined by
//! `|`, in hex. Also its times: 14 digits on a 24-hour clock in Việt Nam.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Seconds that Việt Nam is ahead of UTC; there is no summer time.
const AHEAD: i32 = 7 * 3600;
/// Year to second, 24 hours. With `%I` the afternoon would become the night.
const STAMP: &str = "%Y%m%d%H%M%S";
const STAMP_LENGTH: usize = 14;
/// What stands between two fields. No field may hold it: two messages would have one code.
const BETWEEN: char = '|';

/// A message whose code covers some of its fields, in this order.
pub trait Sealed {
    /// The fields under the code.
    fn covered(&self) -> Vec<&str>;
    /// The code, as sent.
    fn code(&self) -> &str;
    /// Where the code is written.
    fn code_mut(&mut self) -> &mut String;
}

/// The message with its code.
#[must_use]
pub fn seal<M: Sealed>(mut message: M, secret: &SecretString) -> M {
    let code = code_of(&message.covered(), secret);
    *message.code_mut() = code;
    message
}

/// Whether the message has the code that its fields and the secret give. Takes the same time however much of it is right.
#[must_use]
pub fn holds(message: &impl Sealed, secret: &SecretString) -> bool {
    let covered = message.covered();
    let parted = covered.iter().any(|field| field.contains(BETWEEN));
    let right = code_of(&covered, secret);
    let said = message.code().to_ascii_lowercase();
    bool::from(right.as_bytes().ct_eq(said.as_bytes())) && !parted
}

fn code_of(covered: &[&str], secret: &SecretString) -> String {
    let mut hash = Sha256::new();
    for field in covered {
        hash.update(field.as_bytes());
        hash.update(BETWEEN.to_string().as_bytes());
    }
    hash.update(secret.expose_secret().as_bytes());
    hex(&hash.finalize())
}

/// Bytes as lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        if write!(text, "{byte:02x}").is_err() {
            break;
        }
    }
    text
}

/// `20261126153000`: the moment on the clocks of Việt Nam.
#[must_use]
pub fn stamp(at: DateTime<Utc>) -> String {
    here().map_or_else(String::new, |zone| at.with_timezone(&zone).format(STAMP).to_string())
}

/// The moment that 14 digits name; nothing when it is not one.
#[must_use]
pub fn moment(text: &str) -> Option<DateTime<Utc>> {
    if text.len() != STAMP_LENGTH || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let there = NaiveDateTime::parse_from_str(text, STAMP).ok()?;
    Some(there.and_local_timezone(here()?).single()?.to_utc())
}

fn here() -> Option<FixedOffset> {
    FixedOffset::east_opt(AHEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_the_afternoon_is_fifteen_hours() {
        let at: DateTime<Utc> = "2026-11-26T08:05:09Z".parse().unwrap();
        assert_eq!(stamp(at), "20261126150509");
        assert_eq!(moment("20261126150509"), Some(at));
        assert_ne!(moment("20261126030509"), Some(at), "the night is not the afternoon");
        for minute in 0..24 * 60 {
            let at = at + chrono::TimeDelta::minutes(minute);
            assert_eq!(moment(&stamp(at)), Some(at), "every minute of a day comes back");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "2026112615050",
            "202611261505099",
            "20261326150509",
            "20261126250509",
            "2026-11-26 15:",
            "２０２６",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
