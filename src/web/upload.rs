//! Uploads: streamed to a temporary place while the size is counted and the SHA-256 runs along, then looked at: what it is
//! is decided by the content, never by the name. A document that comes in pieces (`citizen::pieces`) is looked at here too.

use std::io::Write as _;

use axum::extract::{FromRequest, Request};
use sha2::{Digest, Sha256};

use super::error::{Error, Result};
use crate::{i18n::Message, store::document::Blob};

/// The largest document, in bytes.
pub const MOST_DOCUMENT: u64 = 10 * 1024 * 1024;
/// The largest piece of a document that comes in pieces, in bytes.
pub const MOST_PIECE: usize = 256 * 1024;
/// The largest request with uploads: one document and the fields beside it.
pub const MOST_REQUEST: usize = 12 * 1024 * 1024;

/// One document that came in.
#[derive(Debug)]
pub struct Upload {
    /// Name of the form field.
    pub field: String,
    /// Its name on the sender's device.
    pub file_name: String,
    /// Where it lies for now; removed when dropped.
    pub temporary: tempfile::TempPath,
    /// What it is.
    pub blob: Blob,
}

/// A multipart form: its plain fields, its documents, and what is wrong with them by field name.
#[derive(Debug, Default)]
pub struct Parts {
    /// Plain fields in order.
    pub fields: Vec<(String, String)>,
    /// Documents.
    pub uploads: Vec<Upload>,
    /// What to mend.
    pub errors: Vec<(String, Message)>,
}

impl Parts {
    /// The first value of a plain field.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
}

#[expect(clippy::disallowed_types, reason = "this is the one place that takes multipart forms")]
type Multipart = axum::extract::Multipart;

impl<S: Send + Sync> FromRequest<S> for Parts {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let mut multipart = Multipart::from_request(request, state).await.map_err(|_| Error::Unreadable)?;
        let mut parts = Self::default();
        loop {
            let mut field = match multipart.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => return Ok(parts),
                Err(error) => return Err(too_large_or_broken(&error)),
            };
            let name = field.name().unwrap_or_default().to_owned();
            let Some(file_name) = field.file_name().map(str::to_owned) else {
                let text = field.text().await.map_err(|e| too_large_or_broken(&e))?;
                parts.fields.push((name, text));
                continue;
            };
            let mut incoming = Incoming::new()?;
            while let Some(chunk) = field.chunk().await.map_err(|e| too_large_or_broken(&e))? {
                incoming.take(&chunk)?;
            }
            if incoming.size == 0 && file_name.is_empty() {
                continue;
            }
            match incoming.judged(name.clone(), &file_name)? {
                Ok(upload) => parts.uploads.push(upload),
                Err(message) => parts.errors.push((name, message)),
            }
        }
    }
}

/// The largest table of text, in bytes.
pub const MOST_TEXT: usize = 1024 * 1024;

/// A file of text that came in: lines of a calendar. It is read at once and not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Name of the form field.
    pub field: String,
    /// Its bytes; what they are is for the reader to say.
    pub bytes: Vec<u8>,
}

/// A multipart form with files of text beside its plain fields, and what is wrong with them by field name.
#[derive(Clone, Debug, Default)]
pub struct TextParts {
    /// Plain fields in order.
    pub fields: Vec<(String, String)>,
    /// Files.
    pub files: Vec<TextFile>,
    /// What to mend.
    pub errors: Vec<(String, Message)>,
}

impl<S: Send + Sync> FromRequest<S> for TextParts {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let mut multipart = Multipart::from_request(request, state).await.map_err(|_| Error::Unreadable)?;
        let mut parts = Self::default();
        while let Some(mut field) = multipart.next_field().await.map_err(|e| too_large_or_broken(&e))? {
            let name = field.name().unwrap_or_default().to_owned();
            let Some(file_name) = field.file_name().map(str::to_owned) else {
                let text = field.text().await.map_err(|e| too_large_or_broken(&e))?;
                parts.fields.push((name, text));
                continue;
            };
            let (mut bytes, mut size) = (Vec::new(), 0_usize);
            while let Some(chunk) = field.chunk().await.map_err(|e| too_large_or_broken(&e))? {
                size = size.saturating_add(chunk.len());
                // Read on, so that the browser sees an answer and not a broken connection.
                if size <= MOST_TEXT {
                    bytes.extend_from_slice(&chunk);
                }
            }
            if size > MOST_TEXT {
                let most = MOST_TEXT / (1024 * 1024);
                parts.errors.push((name, Message::new("upload-text-too-large").with("most", most)));
            } else if size > 0 {
                parts.files.push(TextFile { field: name, bytes });
            } else if !file_name.is_empty() {
                parts.errors.push((name, Message::new("upload-empty")));
            }
        }
        Ok(parts)
    }
}

fn too_large_or_broken(error: &axum::extract::multipart::MultipartError) -> Error {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge { most: MOST_DOCUMENT }
    } else {
        Error::Unreadable
    }
}

/// A document as it comes in, in one request or in pieces.
#[derive(Debug)]
pub struct Incoming {
    temporary: tempfile::NamedTempFile,
    hash: Sha256,
    size: u64,
    /// The first bytes, by which its kind is known.
    head: Vec<u8>,
}

fn io(e: &std::io::Error) -> Error {
    Error::Internal(format!("upload: {e}"))
}

impl Incoming {
    /// Nothing yet.
    /// # Errors
    /// [`Error::Internal`] when there is no temporary place.
    pub fn new() -> Result<Self> {
        let temporary = tempfile::NamedTempFile::new().map_err(|e| io(&e))?;
        Ok(Self { temporary, hash: Sha256::new(), size: 0, head: Vec::new() })
    }

    /// Some more of it. What is beyond [`MOST_DOCUMENT`] is counted and not kept, so that the browser sees an answer and not
    /// a broken connection.
    /// # Errors
    /// [`Error::Internal`] when the temporary place is full.
    pub fn take(&mut self, chunk: &[u8]) -> Result<()> {
        self.size = self.size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if self.size > MOST_DOCUMENT {
            return Ok(());
        }
        if self.head.len() < 8192 {
            self.head.extend_from_slice(chunk);
        }
        self.hash.update(chunk);
        self.temporary.write_all(chunk).map_err(|e| io(&e))
    }

    /// That was all of it: what it is by its content, or what is wrong with it. `field` is the name of the form field.
    /// # Errors
    /// [`Error::Internal`] when the temporary place fails.
    pub fn judged(mut self, field: String, file_name: &str) -> Result<std::result::Result<Upload, Message>> {
        if let Some(message) = refuse_size(self.size) {
            return Ok(Err(message));
        }
        self.temporary.flush().map_err(|e| io(&e))?;
        let media_type =
            infer::get(&self.head).map_or("application/octet-stream", |t| t.mime_type()).to_owned();
        let size = i64::try_from(self.size).unwrap_or(i64::MAX);
        let blob = Blob { sha256: self.hash.finalize().to_vec(), size, media_type };
        let temporary = self.temporary.into_temp_path();
        if let Some(message) = refuse(&temporary, &blob.media_type) {
            return Ok(Err(message));
        }
        Ok(Ok(Upload { field, file_name: tidy_name(file_name), temporary, blob }))
    }
}

/// What is wrong with a document of so many bytes.
#[must_use]
pub fn refuse_size(size: u64) -> Option<Message> {
    match size {
        0 => Some(Message::new("upload-empty")),
        1..=MOST_DOCUMENT => None,
        _ => Some(Message::new("upload-too-large").with("most", MOST_DOCUMENT / (1024 * 1024))),
    }
}

/// What may come in, by content.
pub const ALLOWED: &[&str] = &[
    "application/pdf",
    "image/jpeg",
    "image/png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

fn refuse(temporary: &std::path::Path, media_type: &str) -> Option<Message> {
    if media_type == "image/heif" || media_type == "image/heic" {
        return Some(Message::new("upload-heic"));
    }
    if !ALLOWED.contains(&media_type) {
        return Some(Message::new("upload-wrong-type"));
    }
    if media_type == "application/pdf" && is_locked_pdf(temporary) {
        return Some(Message::new("upload-locked"));
    }
    None
}

/// A PDF with a password says `/Encrypt` in its trailer.
fn is_locked_pdf(path: &std::path::Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.windows(8).any(|w| w == b"/Encrypt"))
}

/// The last part of the name, tidy, at most 150 characters: it is shown, never used as a path.
#[must_use]
pub fn tidy_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    crate::domain::party::tidy(last).replace('\n', " ").chars().take(150).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_their_path() {
        assert_eq!(tidy_name("C:\\Ảnh\\giấy chứng sinh.pdf"), "giấy chứng sinh.pdf");
        assert_eq!(tidy_name("../../etc/passwd"), "passwd");
    }

    #[test]
    fn a_pdf_with_a_password_is_found_out() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, b"%PDF-1.7 trailer << /Encrypt 5 0 R >>").unwrap();
        assert_eq!(refuse(&path, "application/pdf"), Some(Message::new("upload-locked")));
        std::fs::write(&path, b"%PDF-1.7").unwrap();
        assert_eq!(refuse(&path, "application/pdf"), None);
        assert_eq!(refuse(&path, "text/html"), Some(Message::new("upload-wrong-type")));
    }
}
