//! Everything random: identifiers, tokens, lookup secrets; and password hashing.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use chrono::{DateTime, Utc};
use rand::{Rng, RngExt};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use uuid::{NoContext, Timestamp, Uuid};

use super::error::Error;
use crate::domain::{ids::LookupSecret, pay_reference::PayReference, receipt::CheckCode};

#[expect(clippy::disallowed_methods, reason = "this is the one place that draws random numbers")]
fn dice() -> impl Rng {
    rand::rng()
}

/// A new identifier, ordered by `now` (UUID version 7).
#[must_use]
pub fn new_id(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

/// A key for a form, so that sending it twice is harmless.
#[must_use]
pub fn form_key() -> Uuid {
    Uuid::new_v4()
}

/// The key of one of several rows that the form with `key` makes: the same for the same form and part.
#[must_use]
pub fn part_key(key: Uuid, part: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(key.as_bytes());
    hash.update(part.as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A token of 160 bits in 27 letters and digits: session cookies, short links.
#[must_use]
pub fn token() -> String {
    const LETTERS: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    draw(LETTERS, 28)
}

/// The four characters printed beside a dossier code.
/// # Errors
/// [`Error::Internal`] never happens: the alphabet is the secret's own.
pub fn lookup_secret() -> Result<LookupSecret, Error> {
    LookupSecret::parse(&draw(LookupSecret::ALPHABET, 4)).map_err(|e| Error::Internal(e.to_string()))
}

/// A new reference for a request of money.
#[must_use]
pub fn pay_reference() -> PayReference {
    let mut random = [0_u8; 9];
    dice().fill_bytes(&mut random);
    PayReference::new(random)
}

/// What makes the reference of a try its own, however many are begun in one second.
#[must_use]
pub fn try_suffix() -> String {
    draw(b"23456789ABCDEFGHJKMNPQRSTVWXYZ", 8)
}

/// The code printed on a receipt.
/// # Errors
/// [`Error::Internal`] never happens: the alphabet is the code's own.
pub fn check_code() -> Result<CheckCode, Error> {
    CheckCode::parse(&draw(CheckCode::ALPHABET, CheckCode::LENGTH))
        .map_err(|e| Error::Internal(e.to_string()))
}

fn draw(letters: &[u8], count: usize) -> String {
    let mut dice = dice();
    (0..count)
        .filter_map(|_| letters.get(dice.random_range(0..letters.len())))
        .map(|b| char::from(*b))
        .collect()
}

/// SHA-256, under which a token is stored.
#[must_use]
pub fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// Hashes and checks passwords, never more than two at once: each takes 19 MiB.
#[derive(Clone, Debug)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(2)))
    }
}

impl Passwords {
    /// argon2id with the crate's defaults (19 MiB, 2 passes), random salt.
    /// # Errors
    /// [`Error::Internal`] when hashing itself fails.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|e| Error::Internal(format!("argon2: {e}")))
        })
        .await?
    }

    /// Whether `password` is the one behind `hash`. Without a hash the same work is done for nothing, so that the time
    /// does not tell whether an account exists.
    /// # Errors
    /// [`Error::Internal`] when hashing itself fails.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, Error> {
        let password = password.to_owned();
        self.run(move || {
            if let Some(Ok(hash)) = hash.as_deref().map(PasswordHash::new) {
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
            } else {
                drop(Argon2::default().hash_password(password.as_bytes()));
                false
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _turn = self.0.acquire().await.map_err(|e| Error::Internal(e.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_only_its_own_hash() {
        let passwords = Passwords::default();
        let hash = passwords.hash("mật khẩu dài").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("mật khẩu dài", Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("mật khẩu khác", Some(hash)).await.unwrap());
        assert!(!passwords.verify("mật khẩu dài", None).await.unwrap());
    }

    #[test]
    fn secrets_are_of_their_alphabet() {
        for _ in 0..200 {
            assert_eq!(lookup_secret().unwrap().expose().len(), 4);
        }
        assert_ne!(token(), token());
    }
}
