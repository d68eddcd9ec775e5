//! The receipt as PDF/A-2a and PDF/UA-1, unsigned: [`super::signing`] puts the signature in.

use serde_json::{Value, json};

use super::pdf::{self, Error, Sheet};
use crate::domain::{
    barcode, printed,
    receipt::{Contents, ReceiptLine},
    receipt_paper::ReceiptPaper,
};

const RECEIPT: &str = include_str!("../../templates/print/receipt.typ");

/// The receipt on A5; the same receipt gives the same bytes on the same machine. Call it on a blocking thread, like
/// [`pdf::render`].
/// # Errors
/// [`Error::Code`] when the link is too long for a QR code; [`Error::Typesetting`] when the template is broken.
pub fn render(paper: &ReceiptPaper) -> Result<Vec<u8>, Error> {
    let set = set(paper);
    pdf::forget_old();
    set
}

fn set(paper: &ReceiptPaper) -> Result<Vec<u8>, Error> {
    let qr = barcode::qr(&paper.link, "")?;
    pdf::typeset(Sheet {
        main: RECEIPT,
        data: data(paper)?,
        pictures: vec![("qr.svg", qr.svg)],
        ident: paper.name.to_string(),
        at: paper.issued_at.naive_utc(),
    })
}

fn data(paper: &ReceiptPaper) -> Result<Value, Error> {
    let Contents { collector, payer, lines, dossier, procedure, .. } = &paper.contents;
    let (digits, words) = paper.total().map_err(|error| Error::Typesetting(error.to_string()))?;
    let line = |line: &ReceiptLine| json!([line.name, printed::amount(line.amount)]);
    Ok(json!({
        // What every paper has.
        "form": format!("Mẫu số {}", paper.name.form),
        "title": paper.title(),
        "heading": { "agency": collector.name },
        "lookup": null,
        // What a receipt has.
        "symbol": paper.name.symbol.to_string(),
        "number": paper.name.number.to_string(),
        "name": paper.name.to_string(),
        "collector": collector.name,
        "tax_code": collector.tax_code.as_str(),
        "payer": { "name": payer.name, "number": payer.number, "address": payer.address },
        "lines": lines.iter().map(line).collect::<Vec<_>>(),
        "total_label": paper.total_label(),
        "total": digits,
        "words": words,
        "dossier": dossier,
        "procedure": procedure,
        "about": paper.about_words(),
        "day": paper.day(),
        "signed": printed::stamp(paper.signed_at),
        "signer": paper.signer,
        "demonstration": paper.is_demonstration,
        "code": paper.check.grouped(),
        "link": paper.link,
    }))
}

#[cfg(test)]
mod tests {
    use std::{
        io::Write as _,
        process::{Command, Stdio},
    };

    use super::*;
    use crate::domain::{receipt_chain::Origin, receipt_paper::About, receipt_paper::samples};

    /// What a reader copies out of the PDF, in one line.
    fn words(paper: &ReceiptPaper) -> String {
        let mut child = Command::new("pdftotext")
            .args(["-layout", "-", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("pdftotext of poppler-utils is installed");
        child.stdin.take().unwrap().write_all(&render(paper).unwrap()).unwrap();
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success());
        String::from_utf8(out.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_receipt_says_all_that_the_decree_asks_for() {
        let words = words(&samples::paper());
        for said in [
            "BIÊN LAI THU PHÍ",
            "Mẫu số EBL01",
            "Ký hiệu: 26TAB",
            "Số: 00000007",
            "Trung tâm Phục vụ hành chính công xã Ba Tơ",
            "Mã số thuế: 0100109106",
            "Đỗ Thị Ánh Nguyệt",
            "051190001234",
            "Tổ 3, thôn Ba Tơ, xã Ba Tơ, tỉnh Quảng Ngãi",
            "Phí chứng thực chữ ký",
            "10.000 đồng",
            "19.000 đồng",
            "Mười chín nghìn đồng",
            "ngày 26 tháng 11 năm 2026",
            "H48.05-261121-0007",
            "K7QX-2M4P-9RTZ",
            "09:31 26/11/2026",
        ] {
            assert!(words.contains(said), "{said} is not in {words}");
        }
    }

    #[test]
    fn only_a_demonstration_says_that_it_proves_nothing() {
        let mut paper = samples::paper();
        assert!(words(&paper).contains("BẢN TRÌNH DIỄN"));
        paper.is_demonstration = false;
        assert!(!words(&paper).to_uppercase().contains("TRÌNH DIỄN"));
    }

    #[test]
    fn a_replacement_names_what_it_replaces() {
        let mut paper = samples::paper();
        paper.about = Some(About {
            origin: Origin::Replaces,
            name: samples::name(6),
            on: "2026-11-25".parse().unwrap(),
            reason: "sai tên người nộp".to_owned(),
        });
        let words = words(&paper);
        assert!(words.contains("Thay thế biên lai mẫu EBL01, ký hiệu 26TAB, số 00000006"), "{words}");
    }

    #[test]
    fn a_long_receipt_goes_on_and_the_same_one_gives_the_same_bytes() {
        let mut paper = samples::paper();
        let line = paper.contents.lines[0].clone();
        paper.contents.lines = std::iter::repeat_n(line, 40).collect();
        paper.contents.procedure = "Thủ tục rất dài ".repeat(60);
        let first = render(&paper).unwrap();
        render(&samples::paper()).unwrap();
        assert!(first == render(&paper).unwrap());
        assert!(words(&paper).contains("Trang 2/"));
    }
}
