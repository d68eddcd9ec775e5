//! The papers of the demo province: a few small, real PDF and PNG contents that stand for what people upload.

use std::io::Write as _;

use flate2::{Compression, Crc, write::ZlibEncoder};
use sha2::{Digest, Sha256};

use crate::{
    app::{context::App, error::Error},
    store::document::Blob,
};

/// A content that lies in the object store, and the name under which people sent it.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) blob: Blob,
    pub(super) file_name: &'static str,
}

/// Keeps the papers in the object store; twice is harmless.
/// # Errors
/// [`Error::Gateway`] when the object store cannot be written.
pub(super) async fn keep(app: &App) -> Result<Vec<Paper>, Error> {
    let mut kept = Vec::new();
    for (file_name, media_type, bytes) in contents()? {
        let sha256 = Sha256::digest(&bytes).to_vec();
        let mut file = tempfile::NamedTempFile::new().map_err(unwritable)?;
        file.write_all(&bytes).map_err(unwritable)?;
        app.files.keep(&sha256, file.path()).await?;
        let size = i64::try_from(bytes.len()).map_err(|e| Error::Internal(e.to_string()))?;
        let blob = Blob { sha256, size, media_type: media_type.to_owned() };
        kept.push(Paper { blob, file_name });
    }
    Ok(kept)
}

fn unwritable(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("demo papers: {error}"))
}

/// File name, media type, bytes.
type Raw = (&'static str, &'static str, Vec<u8>);

fn contents() -> Result<Vec<Raw>, Error> {
    Ok(vec![
        ("to-khai.pdf", "application/pdf", pdf("TO KHAI - BAN MAU", "Giay to trinh dien, khong co gia tri phap ly")),
        (
            "giay-chung-nhan.pdf",
            "application/pdf",
            pdf("GIAY CHUNG NHAN - BAN MAU", "Ban chup dung cho tinh trinh dien"),
        ),
        ("hop-dong.pdf", "application/pdf", pdf("HOP DONG - BAN MAU", "Noi dung khong co that")),
        ("ban-ve.pdf", "application/pdf", pdf("BAN VE - BAN MAU", "Mat bang tang 1, ty le 1:100")),
        ("anh-chup.png", "image/png", png(96, 128, 7)?),
        ("anh-giay-to.png", "image/png", png(160, 100, 23)?),
    ])
}

/// A PDF of one A5 page with a heading and a line, in plain ASCII letters (the standard fonts have no Vietnamese ones).
fn pdf(heading: &str, line: &str) -> Vec<u8> {
    let text = format!(
        "BT /F1 16 Tf 40 530 Td ({heading}) Tj 0 -28 Td /F1 10 Tf ({line}) Tj ET\n0.6 w 40 490 m 380 490 l S\n"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}endstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in objects.iter().enumerate() {
        table = format!("{table}{:010} 00000 n \n", out.len());
        out = format!("{out}{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = out.len();
    let size = objects.len() + 1;
    let end = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    format!("{out}xref\n0 {size}\n{table}{end}").into_bytes()
}

/// A grey picture with soft bands, like a blurred scan.
fn png(width: u32, height: u32, band: u32) -> Result<Vec<u8>, Error> {
    let mut pixels = Vec::new();
    for y in 0..height {
        pixels.push(0);
        for x in 0..width {
            let dark = (y / band).is_multiple_of(2) && x > 10 && x + 10 < width;
            pixels.push(if dark { 200 } else { 244 });
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&pixels).map_err(unwritable)?;
    let packed = packed.finish().map_err(unwritable)?;
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", packed), (b"IEND", Vec::new())] {
        let length = u32::try_from(data.len()).map_err(|e| Error::Internal(e.to_string()))?;
        let mut sum = Crc::new();
        sum.update(kind);
        sum.update(&data);
        out.extend(length.to_be_bytes());
        out.extend(kind);
        out.extend(data);
        out.extend(sum.sum().to_be_bytes());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_are_what_they_say() {
        let contents = contents().unwrap();
        for (name, media_type, bytes) in &contents {
            assert_eq!(infer::get(bytes).unwrap().mime_type(), *media_type, "{name}");
        }
    }

    #[test]
    fn a_pdf_lists_where_its_objects_begin() {
        let bytes = pdf("A", "B");
        let text = String::from_utf8(bytes).unwrap();
        let start: usize = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        let table: Vec<&str> = text[start..].lines().skip(3).take(5).collect();
        for (number, line) in table.iter().enumerate() {
            let at: usize = line[..10].parse().unwrap();
            assert!(text[at..].starts_with(&format!("{} 0 obj", number + 1)), "{line}");
        }
    }
}
