//! Whether others find the signatures right: OpenSSL and poppler, which know nothing of this code.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::*;
use crate::{
    domain::receipt_paper::samples,
    gateways::{error::Kind, receipt_pdf},
};

fn now() -> DateTime<Utc> {
    "2026-11-26T02:31:00Z".parse().unwrap()
}

fn said() -> Said {
    Said { at: now(), reason: "Phát hành biên lai".to_owned(), place: "Quảng Ngãi".to_owned() }
}

fn paper() -> Vec<u8> {
    receipt_pdf::render(&samples::paper()).unwrap()
}

fn run(program: &str, arguments: &[&str]) -> (bool, String) {
    let out = Command::new(program).args(arguments).output().unwrap_or_else(|e| panic!("{program}: {e}"));
    let text = [out.stdout, out.stderr].concat();
    (out.status.success(), String::from_utf8_lossy(&text).into_owned())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What poppler says of the signature in `pdf`.
fn pdfsig(folder: &Path, pdf: &[u8]) -> String {
    let path = folder.join("signed.pdf");
    std::fs::write(&path, pdf).unwrap();
    run("pdfsig", &["-nocert", text(&path)]).1
}

/// The two signed parts and the signature, taken out by the byte range as any reader does.
fn parts(pdf: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let find = |what: &[u8]| pdf.windows(what.len()).rposition(|w| w == what).unwrap();
    let range = &pdf[find(b"/ByteRange") + 10..];
    let range = &range[..range.iter().position(|b| *b == b']').unwrap()];
    let numbers: Vec<usize> = String::from_utf8_lossy(range)
        .trim_start_matches([' ', '['])
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect();
    let [start, length, second, rest] = numbers[..] else { panic!("{numbers:?}") };
    assert_eq!((start, second + rest), (0, pdf.len()), "the whole file but the signature is covered");
    let hex = &pdf[length + 1..second - 1];
    assert_eq!((pdf[length], pdf[second - 1]), (b'<', b'>'));
    let nibble = |b: u8| u8::try_from(char::from(b).to_digit(16).unwrap()).unwrap();
    let mut signature: Vec<u8> = hex.chunks(2).map(|two| nibble(two[0]) * 16 + nibble(two[1])).collect();
    // DER says how long it is.
    let long = usize::from(signature[2]) * 256 + usize::from(signature[3]) + 4;
    assert_eq!(signature[1], 0x82);
    signature.truncate(long);
    ([&pdf[..length], &pdf[second..]].concat(), signature)
}

/// Whether OpenSSL finds that the signature is of these bytes.
fn openssl_verifies(folder: &Path, contents: &[u8], signature: &[u8]) -> (bool, String) {
    let (data, cms) = (folder.join("data"), folder.join("cms"));
    std::fs::write(&data, contents).unwrap();
    std::fs::write(&cms, signature).unwrap();
    run(
        "openssl",
        &[
            "cms",
            "-verify",
            "-noverify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            text(&cms),
            "-content",
            text(&data),
            "-out",
            "/dev/null",
        ],
    )
}

fn demonstration(folder: &Path) -> Certificate {
    demonstration::certificate(folder, "Trung tâm Phục vụ hành chính công (trình diễn)", now()).unwrap()
}

/// A certificate of the kind authorities hand out, made by OpenSSL: with an issuer above it.
fn of_an_authority(folder: &Path, kind: &[&str]) -> PathBuf {
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let ok = |arguments: &[&str]| {
        let (done, said) = run("openssl", arguments);
        assert!(done, "{said}");
    };
    let (ca_key, ca, key, request, own, p12) =
        (file("ca.key"), file("ca.pem"), file("own.key"), file("own.csr"), file("own.pem"), file("own.p12"));
    let new = ["req", "-nodes", "-newkey"];
    ok(&[&new[..], kind, &["-x509", "-keyout", &ca_key, "-out", &ca, "-days", "9000", "-subj", "/CN=Goc"]]
        .concat());
    ok(&[&new[..], kind, &["-keyout", &key, "-out", &request, "-subj", "/C=VN/CN=So Tu phap"]].concat());
    ok(&["x509", "-req", "-in", &request, "-CA", &ca, "-CAkey", &ca_key, "-out", &own, "-days", "9000"]);
    let words = ["-passout", "pass:mat khau"];
    ok(&[&["pkcs12", "-export", "-inkey", &key, "-in", &own, "-certfile", &ca, "-out", &p12], &words[..]]
        .concat());
    p12.into()
}

#[test]
fn poppler_and_openssl_find_a_demonstration_signature_right_and_notice_any_change() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = demonstration(folder.path());
    assert!(certificate.subject().is_demonstration);
    let plain = paper();
    let signed = certificate.sign_pdf(plain.clone(), &said()).unwrap();
    assert!(signed.starts_with(&plain), "what was there stays as it was");

    let told = pdfsig(folder.path(), &signed);
    for mark in [
        "Signature Validation: Signature is Valid",
        "adbe.pkcs7.detached",
        "SHA-256",
        "Total document signed",
    ] {
        assert!(told.contains(mark), "{mark}: {told}");
    }
    let (contents, signature) = parts(&signed);
    let (right, told) = openssl_verifies(folder.path(), &contents, &signature);
    assert!(right, "{told}");

    // A byte of the page, one of the appended part, and one at the very end.
    for at in [plain.len() / 2, plain.len() + 20, signed.len() - 3] {
        let mut changed = contents.clone();
        let at = at.min(changed.len() - 1);
        changed[at] ^= 1;
        assert!(!openssl_verifies(folder.path(), &changed, &signature).0, "byte {at}");
    }
    let amount = signed.windows(6).position(|w| w == b"/Title").unwrap() + 9;
    let mut changed = signed;
    changed[amount] ^= 1;
    let told = pdfsig(folder.path(), &changed);
    assert!(!told.contains("Signature is Valid"), "{told}");
}

#[test]
fn the_certificate_for_demonstrations_is_made_once_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let first = demonstration(folder.path()).subject().clone();
    let again = demonstration(folder.path()).subject().clone();
    assert_eq!(first, again);
    assert_eq!(first.name, "Trung tâm Phục vụ hành chính công (trình diễn)");
    assert!(first.holds(now()) && !first.holds(now() + chrono::Duration::days(3_700)));
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(folder.path().join(demonstration::FILE)).unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o600, "only the portal reads the key");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn certificates_of_authorities_sign_with_rsa_and_with_ecdsa() {
    for kind in [&["rsa:2048"][..], &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]] {
        let folder = tempfile::tempdir().unwrap();
        let path = of_an_authority(folder.path(), kind);
        let wrong = Certificate::read(&path, &SecretString::from("sai")).unwrap_err();
        assert_eq!(wrong.to_string(), "signing failed");
        let certificate = Certificate::read(&path, &SecretString::from("mat khau")).unwrap();
        let subject = certificate.subject();
        assert_eq!((subject.name.as_str(), subject.is_demonstration), ("So Tu phap", false));
        let at = subject.from + chrono::Duration::days(1);
        let signed = certificate.sign_pdf(paper(), &Said { at, ..said() }).unwrap();
        let (contents, signature) = parts(&signed);
        // Here the issuer is checked too.
        let (data, cms) = (folder.path().join("data"), folder.path().join("cms"));
        std::fs::write(&data, contents).unwrap();
        std::fs::write(&cms, signature).unwrap();
        let ca = folder.path().join("ca.pem");
        let at = at.timestamp().to_string();
        let (right, told) = run(
            "openssl",
            &[
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-purpose",
                "any",
                "-attime",
                &at,
                "-CAfile",
                text(&ca),
                "-in",
                text(&cms),
                "-content",
                text(&data),
                "-out",
                "/dev/null",
            ],
        );
        assert!(right, "{kind:?}: {told}");
        let told = pdfsig(folder.path(), &signed);
        assert!(told.contains("Signature Validation: Signature is Valid"), "{kind:?}: {told}");
    }
}

#[test]
fn a_certificate_that_does_not_hold_any_more_signs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = demonstration(folder.path());
    let late = Said { at: now() + chrono::Duration::days(4_000), ..said() };
    let error = certificate.sign_pdf(paper(), &late).unwrap_err();
    assert_eq!(error.kind, Kind::Retry, "what waits is signed with the next certificate");
    let subject = certificate.subject();
    let day = |days| subject.until - chrono::Duration::days(days);
    assert_eq!((subject.ends_soon(day(31)), subject.ends_soon(day(29))), (false, true));
    assert!(!subject.ends_soon(day(-1)), "it ended");
    assert!(certificate.sign_pdf(b"no pdf".to_vec(), &said()).is_err());
    assert!(Certificate::parse(b"no store", &SecretString::from("")).is_err());
}

#[test]
fn a_paper_stays_archivable_and_readable_in_form() {
    let folder = tempfile::tempdir().unwrap();
    let signed = demonstration(folder.path()).sign_pdf(paper(), &said()).unwrap();
    let file = lopdf::Document::load_mem(&signed).unwrap();
    let catalog = file.catalog().unwrap();
    for kept in [&b"StructTreeRoot"[..], b"MarkInfo", b"Metadata", b"Lang", b"AcroForm"] {
        assert!(catalog.has(kept), "{}", String::from_utf8_lossy(kept));
    }
    let raw = String::from_utf8_lossy(&signed);
    assert!(raw.contains("pdfaid:part>2<") && raw.contains("pdfuaid:part>1<"));
    let page = file.get_pages()[&1];
    let page = file.get_object(page).unwrap().as_dict().unwrap();
    assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    let path = folder.path().join("signed.pdf");
    std::fs::write(&path, &signed).unwrap();
    let (_, told) = run("pdftotext", &["-layout", text(&path), "-"]);
    assert!(told.contains("BIÊN LAI THU PHÍ"), "{told}");
    // A reader finds no more wrong with the file than before (poppler does not like how typst says that nothing is suspect).
    let complaints = |pdf: &[u8]| -> Vec<String> {
        std::fs::write(&path, pdf).unwrap();
        let (read, told) = run("pdfinfo", &[text(&path)]);
        assert!(read, "{told}");
        told.lines().filter(|line| line.contains("Error")).map(str::to_owned).collect()
    };
    assert_eq!(complaints(&signed), complaints(&paper()));
}
