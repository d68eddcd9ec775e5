//! The signature as a CMS `SignedData` without the signed contents (RFC 5652), with the attributes that fix what was signed, when, and
//! by which certificate (RFC 5035: so that no other certificate of the same key can be put in its place).

use std::time::Duration;

use chrono::{DateTime, Utc};
use der::{
    Any, Decode as _, Encode as _, Sequence,
    asn1::{GeneralizedTime, Null, ObjectIdentifier, OctetString, SetOfVec, UtcTime},
};
use sha2::{Digest as _, Sha256};
use x509_cert::{
    Certificate as X509, attr::Attribute, name::Name, serial_number::SerialNumber,
    spki::AlgorithmIdentifierOwned, time::Time,
};

use super::port::failed;
use crate::gateways::error::{Error, Kind};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const RSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const ECDSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// How the key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// RSA, PKCS#1 v1.5, SHA-256.
    Rsa,
    /// ECDSA over P-256, SHA-256.
    Ecdsa,
}

/// What is signed.
pub(super) struct What {
    /// SHA-256 of the bytes.
    pub(super) digest: [u8; 32],
    /// When.
    pub(super) at: DateTime<Utc>,
}

/// SHA-256.
pub(super) fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

#[derive(Sequence)]
struct ContentInfo {
    content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: SignedData,
}

#[derive(Sequence)]
struct SignedData {
    version: u8,
    digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    contents: EncapsulatedContents,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true")]
    certificates: SetOfVec<Any>,
    signers: SetOfVec<Any>,
}

#[derive(Sequence)]
struct EncapsulatedContents {
    content_type: ObjectIdentifier,
}

#[derive(Sequence)]
struct SignerInfo {
    version: u8,
    signer: IssuerAndSerial,
    digest_algorithm: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true")]
    attributes: SetOfVec<Attribute>,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: OctetString,
}

#[derive(Sequence)]
struct IssuerAndSerial {
    issuer: Name,
    serial: SerialNumber,
}

#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<CertificateHash>,
}

/// With SHA-256, which is the default and therefore not named.
#[derive(Sequence)]
struct CertificateHash {
    hash: OctetString,
}

/// The signature in DER: `sign` is given the attributes in DER and signs them with the key of `own`, the first of `chain`.
pub(super) fn signed_data(
    own: &X509,
    chain: &[Vec<u8>],
    algorithm: Algorithm,
    what: &What,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    let built = || -> der::Result<(SetOfVec<Attribute>, Vec<u8>)> {
        let attributes = attributes(chain, what)?;
        let bytes = attributes.to_der()?;
        Ok((attributes, bytes))
    };
    let (attributes, bytes) = built().map_err(failed(Kind::Fail))?;
    let signature = sign(&bytes)?;
    assembled(own, chain, (algorithm, attributes, signature)).map_err(failed(Kind::Fail))
}

fn assembled(
    own: &X509,
    chain: &[Vec<u8>],
    (algorithm, attributes, signature): (Algorithm, SetOfVec<Attribute>, Vec<u8>),
) -> der::Result<Vec<u8>> {
    let tbs = own.tbs_certificate();
    let signer = SignerInfo {
        version: 1,
        signer: IssuerAndSerial { issuer: tbs.issuer().clone(), serial: tbs.serial_number().clone() },
        digest_algorithm: digest_algorithm(),
        attributes,
        signature_algorithm: signature_algorithm(algorithm)?,
        signature: OctetString::new(signature)?,
    };
    let certificates = chain.iter().map(|one| Any::from_der(one)).collect::<der::Result<Vec<_>>>()?;
    let content = SignedData {
        version: 1,
        digest_algorithms: SetOfVec::try_from(vec![digest_algorithm()])?,
        contents: EncapsulatedContents { content_type: DATA },
        certificates: SetOfVec::try_from(certificates)?,
        signers: SetOfVec::try_from(vec![Any::encode_from(&signer)?])?,
    };
    ContentInfo { content_type: SIGNED_DATA, content }.to_der()
}

fn attributes(chain: &[Vec<u8>], what: &What) -> der::Result<SetOfVec<Attribute>> {
    let own = chain.first().map_or_else(Vec::new, |own| sha256([own.as_slice()]).to_vec());
    let certificate =
        SigningCertificate { certificates: vec![CertificateHash { hash: OctetString::new(own)? }] };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(SIGNING_TIME, Any::encode_from(&time(what.at)?)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(what.digest)?)?)?,
        attribute(SIGNING_CERTIFICATE, Any::encode_from(&certificate)?)?,
    ])
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

/// Up to 2049 in the short form, as RFC 5652, 11.3 asks.
fn time(at: DateTime<Utc>) -> der::Result<Time> {
    let since = Duration::from_secs(u64::try_from(at.timestamp()).unwrap_or(0));
    match UtcTime::from_unix_duration(since) {
        Ok(short) => Ok(Time::UtcTime(short)),
        Err(_) => GeneralizedTime::from_unix_duration(since).map(Time::GeneralTime),
    }
}

fn digest_algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: SHA_256, parameters: None }
}

fn signature_algorithm(algorithm: Algorithm) -> der::Result<AlgorithmIdentifierOwned> {
    Ok(match algorithm {
        Algorithm::Rsa => {
            AlgorithmIdentifierOwned { oid: RSA_SHA_256, parameters: Some(Any::encode_from(&Null)?) }
        }
        Algorithm::Ecdsa => AlgorithmIdentifierOwned { oid: ECDSA_SHA_256, parameters: None },
    })
}
