//! A certificate with its private key, out of a PKCS#12 file. RSA of 2,048 to 4,096 bits and ECDSA over P-256, both with SHA-256: what
//! the certificate authorities of the government and of the market hand out.

use std::path::Path;

use chrono::{DateTime, Utc};
use der::{Decode as _, Encode as _};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use ring::{
    rand::SystemRandom,
    signature::{self, EcdsaKeyPair, RsaKeyPair, UnparsedPublicKey},
};
use secrecy::{ExposeSecret as _, SecretString};
use x509_cert::{Certificate as X509, time::Time};

use super::{
    cms,
    embed::{self, Field},
    port::{Said, Signing, Subject, failed},
};
use crate::gateways::error::{Error, Kind};

/// A certificate that signs.
pub struct Certificate {
    key: Key,
    own: X509,
    /// Own certificate first, then those of its issuers.
    chain: Vec<Vec<u8>>,
    subject: Subject,
}

enum Key {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate").field("subject", &self.subject).finish_non_exhaustive()
    }
}

impl Certificate {
    /// The certificate in the PKCS#12 file at `path`.
    /// # Errors
    /// [`Error`] when the file cannot be read, see [`Self::parse`].
    pub fn read(path: &Path, password: &SecretString) -> Result<Self, Error> {
        let file = std::fs::read(path).map_err(failed(Kind::Fail))?;
        Self::parse(&file, password)
    }

    /// The certificate in a PKCS#12 file.
    /// # Errors
    /// [`Error`] when the password is wrong, when there is no key with a certificate in it, when the key is of another kind, or
    /// when key and certificate do not belong together.
    pub fn parse(file: &[u8], password: &SecretString) -> Result<Self, Error> {
        let store = KeyStore::from_pkcs12(file, password.expose_secret(), Pkcs12ImportPolicy::Strict)
            .map_err(failed(Kind::Fail))?;
        let (_, chain) = store
            .private_key_chain()
            .ok_or("no private key with a certificate")
            .map_err(failed(Kind::Fail))?;
        let key = Key::parse(chain.key().as_der())?;
        let chain: Vec<Vec<u8>> = chain.certs().iter().map(|one| one.as_der().to_vec()).collect();
        let own = chain.first().ok_or("no certificate").map_err(failed(Kind::Fail))?;
        let own = X509::from_der(own).map_err(failed(Kind::Fail))?;
        let subject = subject(&own)?;
        let this = Self { key, own, chain, subject };
        this.check_that_key_and_certificate_belong_together()?;
        Ok(this)
    }

    /// The same, as one that the portal made itself.
    pub(super) fn for_demonstration(mut self) -> Self {
        self.subject.is_demonstration = true;
        self
    }

    fn check_that_key_and_certificate_belong_together(&self) -> Result<(), Error> {
        const PROBE: &[u8] = b"probe";
        let signed = self.key.sign(PROBE)?;
        let public = self.own.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes();
        let verified = match self.key {
            Key::Rsa(_) => {
                UnparsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, public).verify(PROBE, &signed)
            }
            Key::Ecdsa(_) => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, public).verify(PROBE, &signed)
            }
        };
        verified.map_err(|_| failed(Kind::Fail)("the private key is not that of the certificate"))
    }
}

impl Signing for Certificate {
    fn sign_pdf(&self, pdf: Vec<u8>, said: &Said) -> Result<Vec<u8>, Error> {
        if !self.subject.holds(said.at) {
            // Another one is set, or its day comes: what is to be signed waits for that.
            return Err(failed(Kind::Retry)("the certificate does not hold at that time"));
        }
        // The certificates, the attributes and the signature itself, with room to spare.
        let room = self.chain.iter().map(Vec::len).sum::<usize>() + 2_048;
        let field = Field { name: &self.subject.name, said, room };
        embed::sign(pdf, &field, |covered| {
            let what = cms::What { digest: cms::sha256(covered), at: said.at };
            cms::signed_data(&self.own, &self.chain, self.key.algorithm(), &what, |attributes| {
                self.key.sign(attributes)
            })
        })
    }

    fn subject(&self) -> &Subject {
        &self.subject
    }
}

impl Key {
    fn parse(pkcs8: &[u8]) -> Result<Self, Error> {
        if let Ok(rsa) = RsaKeyPair::from_pkcs8(pkcs8) {
            return Ok(Self::Rsa(rsa));
        }
        EcdsaKeyPair::from_pkcs8(&signature::ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8, &SystemRandom::new())
            .map(Self::Ecdsa)
            .map_err(|_| {
                failed(Kind::Fail)("the key is neither RSA of 2048 to 4096 bits nor ECDSA over P-256")
            })
    }

    fn algorithm(&self) -> cms::Algorithm {
        match self {
            Self::Rsa(_) => cms::Algorithm::Rsa,
            Self::Ecdsa(_) => cms::Algorithm::Ecdsa,
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let random = SystemRandom::new();
        let unsigned = |_| failed(Kind::Fail)("the key does not sign");
        match self {
            Self::Rsa(key) => {
                let mut signed = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signed).map_err(unsigned)?;
                Ok(signed)
            }
            Self::Ecdsa(key) => Ok(key.sign(&random, message).map_err(unsigned)?.as_ref().to_vec()),
        }
    }
}

fn subject(own: &X509) -> Result<Subject, Error> {
    let tbs = own.tbs_certificate();
    let name = tbs.subject().common_name().map_err(failed(Kind::Fail))?;
    let validity = tbs.validity();
    let serial = tbs.serial_number().to_der().map_err(failed(Kind::Fail))?;
    Ok(Subject {
        name: name.map_or_else(|| tbs.subject().to_string(), |name| name.value().into_owned()),
        // Without tag and length.
        serial: serial.iter().skip(2).map(|byte| format!("{byte:02X}")).collect(),
        from: moment(validity.not_before),
        until: moment(validity.not_after),
        is_demonstration: false,
    })
}

fn moment(time: Time) -> DateTime<Utc> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
