//! A certificate that the portal makes itself, so that a demonstration shows signed papers. Nobody vouches for it, and the papers say
//! so. It is made once and kept, so that papers of one demonstration are signed by one certificate.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use chrono::{DateTime, Datelike as _, Months, Utc};
use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rcgen::{CertificateParams, DnType, IsCa, KeyPair, KeyUsagePurpose};
use secrecy::SecretString;

use super::{certificate::Certificate, port::failed};
use crate::gateways::error::{Error, Kind};

/// The file in the data folder.
pub const FILE: &str = "demonstration-signing.p12";
/// No secret: the file lies open beside it, and what it signs proves nothing.
const PASSWORD: &str = "demonstration";
const YEARS: u32 = 10;

/// The certificate for demonstrations in `folder`, made at `now` in the `name` given when there is none yet.
/// # Errors
/// [`Error`] when the file cannot be written or read.
pub fn certificate(folder: &Path, name: &str, now: DateTime<Utc>) -> Result<Certificate, Error> {
    let path = folder.join(FILE);
    if !path.exists() {
        keep(folder, &path, &made(name, now)?).map_err(failed(Kind::Fail))?;
    }
    Certificate::read(&path, &SecretString::from(PASSWORD)).map(Certificate::for_demonstration)
}

/// Puts the whole file there, or nothing; of two at once the first stays.
fn keep(folder: &Path, path: &Path, file: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let begun = folder.join(format!("{FILE}.{}", std::process::id()));
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&begun)?
        .write_all(file)?;
    let linked = match fs::hard_link(&begun, path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => Ok(()),
    };
    fs::remove_file(&begun)?;
    linked
}

fn made(name: &str, now: DateTime<Utc>) -> Result<Vec<u8>, Error> {
    let key = KeyPair::generate().map_err(failed(Kind::Fail))?;
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CountryName, "VN");
    parameters.distinguished_name.push(DnType::OrganizationName, "Chữ ký trình diễn, không có giá trị");
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    let (year, month, day) = midnight(now);
    parameters.not_before = rcgen::date_time_ymd(year, month, day);
    let (year, month, day) = midnight(now.checked_add_months(Months::new(YEARS * 12)).unwrap_or(now));
    parameters.not_after = rcgen::date_time_ymd(year, month, day);
    let certificate = parameters.self_signed(&key).map_err(failed(Kind::Fail))?;
    let chain = PrivateKeyChain::new(
        "demonstration",
        PrivateKey::from_der(key.serialized_der()).map_err(failed(Kind::Fail))?,
        [p12_keystore::Certificate::from_der(certificate.der()).map_err(failed(Kind::Fail))?],
    );
    let mut store = KeyStore::new();
    store.add_entry("demonstration", KeyStoreEntry::PrivateKeyChain(chain));
    store.writer(PASSWORD).write().map_err(failed(Kind::Fail))
}

/// The day of `at` in UTC, whose beginning the certificate counts from.
fn midnight(at: DateTime<Utc>) -> (i32, u8, u8) {
    let small = |n: u32| u8::try_from(n).unwrap_or(1);
    (at.year(), small(at.month()), small(at.day()))
}
