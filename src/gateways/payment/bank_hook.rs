//! What a bank tells by itself: money that came on an account, signed. The header `X-Signature` holds `t=` the second in which it was
//! signed and `v1=` the HMAC-SHA256, in hex, over that number, a dot and the body as it was sent. A message older or newer
//! than five minutes is not believed, so that nobody can send an overheard one again for long; the bank's number of the
//! transaction keeps it from being booked twice. The form is this portal's own: each bank's is translated to it on the way.

use std::fmt;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::seal::hex;
use crate::domain::{money::Vnd, same_money};

/// The header that holds the signature.
pub const HEADER: &str = "x-signature";
/// How far the bank's clock may be from ours, and how long a message may be on its way.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// A bank that changes its key signs with two; more are not looked at.
const MOST_SIGNATURES: usize = 4;
/// No message about one movement is longer.
const LONGEST: usize = 64 * 1024;

/// Money that came on an account. Its `Debug` shows no names and no account of a payer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The account on which it came.
    pub account: String,
    /// The bank's number of the transaction.
    pub transaction: String,
    /// How much.
    pub amount: Vnd,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What the payer wrote.
    pub memo: String,
    /// Who paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_name: Option<String>,
    /// From which account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_account: Option<String>,
}

impl Credit {
    /// Under which key the portal notes it: the same as that of the line on the bank's statement.
    #[must_use]
    pub fn key(&self) -> String {
        same_money::key(&self.account, &self.transaction)
    }
}

impl fmt::Debug for Credit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { transaction, amount, .. } = self;
        f.debug_struct("Credit")
            .field("transaction", transaction)
            .field("amount", amount)
            .finish_non_exhaustive()
    }
}

/// Why a message of the bank is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// No signature, or not one of this form.
    #[error("the message is not signed")]
    Unsigned,
    /// The signature is not the one that the body and the secret give.
    #[error("the message has a wrong signature")]
    Signature,
    /// Signed too long ago, or in the future.
    #[error("the message is too old or from the future")]
    Stale,
    /// Signed, but not money that came: no account, no number, no amount.
    #[error("the message cannot be read")]
    Unreadable,
}

/// The header for a body that is signed at `at`.
#[must_use]
pub fn sign(body: &[u8], at: DateTime<Utc>, secret: &SecretString) -> String {
    let second = at.timestamp().to_string();
    let signature =
        mac(&second, body, secret).map_or_else(String::new, |mac| hex(&mac.finalize().into_bytes()));
    format!("t={second},v1={signature}")
}

/// The money that came, when the signature is right and fresh.
/// # Errors
/// [`Untrusted`].
pub fn read(
    header: Option<&str>,
    body: &[u8],
    now: DateTime<Utc>,
    secret: &SecretString,
) -> Result<Credit, Untrusted> {
    let (second, signatures) = parts(header.ok_or(Untrusted::Unsigned)?).ok_or(Untrusted::Unsigned)?;
    if body.len() > LONGEST {
        return Err(Untrusted::Unreadable);
    }
    // The body is worked through once, however many signatures somebody sends. While a bank changes its key it signs with both: one
    // of them is enough.
    let mac = mac(second, body, secret).ok_or(Untrusted::Signature)?;
    if !signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok()) {
        return Err(Untrusted::Signature);
    }
    let at = second
        .parse()
        .ok()
        .and_then(|second| DateTime::from_timestamp(second, 0))
        .ok_or(Untrusted::Unsigned)?;
    if now.signed_duration_since(at).abs() > TOLERANCE {
        return Err(Untrusted::Stale);
    }
    let credit: Credit = serde_json::from_slice(body).map_err(|_| Untrusted::Unreadable)?;
    if credit.account.is_empty() || credit.transaction.is_empty() || credit.amount.is_zero() {
        return Err(Untrusted::Unreadable);
    }
    Ok(credit)
}

fn mac(second: &str, body: &[u8], secret: &SecretString) -> Option<Hmac<Sha256>> {
    // Every length of key is one.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(second.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

/// The second and the signatures of a header.
fn parts(header: &str) -> Option<(&str, Vec<[u8; 32]>)> {
    let pairs = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let (_, second) = pairs().find(|(name, _)| *name == "t")?;
    let given: Vec<&str> =
        pairs().filter(|(name, _)| *name == "v1").map(|(_, text)| text).take(MOST_SIGNATURES + 1).collect();
    let signatures: Vec<[u8; 32]> =
        given.iter().filter_map(|text| bytes(text)?.as_slice().try_into().ok()).collect();
    (!signatures.is_empty() && given.len() <= MOST_SIGNATURES).then_some((second, signatures))
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let nibbles: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|n| u8::try_from(n).ok())).collect::<Option<_>>()?;
    let pairs = nibbles.chunks(2).map(|pair| match pair {
        [high, low] => Some(high << 4 | low),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // Signed with another program.
    const BODY: &str = r#"{"account":"0011012345678","transaction":"FT26330000001","amount":50000,"at":"2026-11-26T15:07:33+07:00","memo":"HSABCDEFGHJK2"}"#;
    const SIGNATURE: &str =
        "t=1795680453,v1=3548d36e4041514999bcb5b36cd4c5f466a7feb021b4ecaf9a58c1e035a4ba70";

    fn secret() -> SecretString {
        "bi-mat-ngan-hang".into()
    }

    fn signed() -> DateTime<Utc> {
        "2026-11-26T08:07:33Z".parse().unwrap()
    }

    #[test]
    fn what_another_program_signed_is_believed() {
        assert_eq!(sign(BODY.as_bytes(), signed(), &secret()), SIGNATURE);
        let credit = read(Some(SIGNATURE), BODY.as_bytes(), signed(), &secret()).unwrap();
        assert_eq!(credit.amount, Vnd::new(50_000).unwrap());
        assert_eq!(credit.at, signed());
        assert_eq!(credit.key(), "bank:0011012345678:FT26330000001");
    }

    #[test]
    fn five_minutes_either_way_and_no_longer() {
        let at = |seconds| {
            read(Some(SIGNATURE), BODY.as_bytes(), signed() + TimeDelta::seconds(seconds), &secret()).err()
        };
        assert_eq!(at(300), None);
        assert_eq!(at(-300), None);
        assert_eq!(at(301), Some(Untrusted::Stale));
        assert_eq!(at(-301), Some(Untrusted::Stale));
    }

    #[test]
    fn unsigned_forged_and_unreadable_messages_have_their_names() {
        let of = |header: Option<&str>, body: &str| read(header, body.as_bytes(), signed(), &secret()).err();
        for header in [
            None,
            Some(""),
            Some("t=1795680453"),
            Some("v1=00"),
            Some("t=1795680453,v1=xyz"),
            Some("t=1,v1=123"),
            Some("t=1,v1=1234"),
            Some(&SIGNATURE.replacen("v1=", &"v1=,".repeat(1_000), 1)),
            Some(&format!("{SIGNATURE}{}", ",v1=00".repeat(1_000))),
        ] {
            assert_eq!(of(header, BODY), Some(Untrusted::Unsigned), "{header:?}");
        }
        assert_eq!(of(Some(SIGNATURE), &BODY.replace("50000", "90000")), Some(Untrusted::Signature));
        assert_eq!(of(Some(&SIGNATURE.replace("t=17", "t=18")), BODY), Some(Untrusted::Signature));
        assert_eq!(read(Some(SIGNATURE), BODY.as_bytes(), signed(), &"x".into()), Err(Untrusted::Signature));
        for body in [
            "",
            "{}",
            &BODY.replace("50000", "-5"),
            &BODY.replace("50000", "0"),
            &BODY.replace("50000", "0.5"),
            &BODY.replace("FT26330000001", ""),
        ] {
            let header = sign(body.as_bytes(), signed(), &secret());
            assert_eq!(of(Some(&header), body), Some(Untrusted::Unreadable), "{body}");
        }
    }

    #[test]
    fn a_bank_that_changes_its_key_signs_with_both() {
        let (_, old) = SIGNATURE.split_once(',').unwrap();
        let both = format!("t=1795680453,v1={},{old}", "0".repeat(64));
        assert!(read(Some(&both), BODY.as_bytes(), signed(), &secret()).is_ok());
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_noticed(at in 0..BODY.len(), to in any::<u8>()) {
            let mut body = BODY.as_bytes().to_vec();
            prop_assume!(body[at] != to);
            body[at] = to;
            prop_assert_eq!(read(Some(SIGNATURE), &body, signed(), &secret()), Err(Untrusted::Signature));
        }

        #[test]
        fn no_header_makes_it_fall_over(header in ".{0,80}") {
            prop_assert!(read(Some(&header), BODY.as_bytes(), signed(), &secret()).is_err());
        }
    }
}
