//! A document that comes in pieces: announced by its content (POST), sent piece by piece (PATCH), asked how far it is (HEAD,
//! GET), given up (DELETE). The last piece makes it a document. In the manner of the IETF draft "Resumable Uploads for HTTP"
//! (draft-ietf-httpbis-resumable-upload), whose headers are used. For scripts only; without them the form sends it whole.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::{
    app::{
        context::App,
        documents::{Attachment, MOST_OF_ONE},
        partial_upload::{self, Added, Announcement},
    },
    domain::ids::DossierId,
    i18n::Message,
    store::{dossier::Key, partial_upload::PartialUpload},
    web::{
        citizen::open,
        error::{Error, Result},
        form::Checked,
        paths,
        ui::Ui,
        upload::{Incoming, Upload, refuse_size, tidy_name},
    },
};

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const COMPLETE: HeaderName = HeaderName::from_static("upload-complete");
/// What the draft calls a piece that begins elsewhere.
const MISMATCH: &str = "https://iana.org/assignments/http-problem-types#mismatching-upload-offset";

/// What is announced: the name on the sender's device, bytes, and SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnnouncementForm {
    name: String,
    size: u64,
    sha256: String,
}

/// `POST /nhap/…/tung-phan`: a document of a draft.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn begin(
    ui: Ui,
    State(app): State<App>,
    Path((id, heading)): Path<(Uuid, String)>,
    Checked(form): Checked<AnnouncementForm>,
) -> Result<Response> {
    announce(&app, &ui, &Key::Id(DossierId::new(id)), &heading, &form).await
}

/// `POST /ho-so/…/tung-phan`: a document for an item of the open request.
/// # Errors
/// As [`begin`].
pub async fn begin_supplement(
    ui: Ui,
    State(app): State<App>,
    Path((code, heading)): Path<(String, String)>,
    Checked(form): Checked<AnnouncementForm>,
) -> Result<Response> {
    announce(&app, &ui, &open::key(&code)?, &heading, &form).await
}

async fn announce(
    app: &App,
    ui: &Ui,
    dossier: &Key,
    heading: &str,
    form: &AnnouncementForm,
) -> Result<Response> {
    let sha256 = digest(&form.sha256).ok_or(Error::Unreadable)?;
    if let Some(message) = refuse_size(form.size) {
        return Ok(refused(ui, &message));
    }
    let file_name = tidy_name(&form.name);
    let size = i64::try_from(form.size).map_err(|_| Error::Unreadable)?;
    let file = Announcement { heading, file_name: &file_name, sha256: &sha256, size };
    let Some(upload) = partial_upload::begin(app, ui.actor()?, dossier, &file).await? else {
        return Ok(refused(ui, &Message::new("citizen-upload-too-many").with("max", MOST_OF_ONE)));
    };
    let status = if upload.received == 0 { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = progress(status, &upload, upload.taken_at.is_some());
    let place = ui.locale().path(&paths::fill(paths::PARTIAL, &[&upload.id.to_string()]));
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// `GET` and `HEAD /tung-phan/…`: how far it is.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let upload = partial_upload::find(&app, ui.actor()?, id).await?;
    Ok(progress(StatusCode::OK, &upload, upload.taken_at.is_some()))
}

/// `PATCH /tung-phan/…`: one more piece. The last one makes it a document; 409 says where the next has to begin, 422 in words
/// what to choose instead.
/// # Errors
/// [`Error::NotFound`] when it is not there, not this person's, or its dossier takes no uploads any more.
pub async fn add(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    piece: Bytes,
) -> Result<Response> {
    let start = headers.get(OFFSET).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    let start: i64 = start.ok_or(Error::Unreadable)?;
    match partial_upload::add(&app, ui.actor()?, id, start, &piece).await? {
        // Its last piece came twice, because the answer to the first was lost.
        Added::Here(upload) | Added::Elsewhere(upload) if upload.taken_at.is_some() => {
            Ok(progress(StatusCode::OK, &upload, true))
        }
        Added::Elsewhere(upload) => Ok(elsewhere(&upload, start)),
        Added::Here(upload) if upload.received < upload.size => Ok(progress(StatusCode::OK, &upload, false)),
        Added::Here(upload) => finish(&app, &ui, &upload).await,
    }
}

/// `DELETE /tung-phan/…`.
/// # Errors
/// What the store reports.
pub async fn give_up(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    partial_upload::give_up(&app, ui.actor()?, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// All of it is here: it is looked at as any upload is, and has to be what was announced.
async fn finish(app: &App, ui: &Ui, partial: &PartialUpload) -> Result<Response> {
    let upload = match whole(app, partial).await? {
        Ok(upload) => upload,
        Err(message) => {
            partial_upload::give_up(app, ui.actor()?, partial.id).await?;
            return Ok(refused(ui, &message));
        }
    };
    let attachment =
        Attachment { file_name: &upload.file_name, temporary: &upload.temporary, blob: &upload.blob };
    partial_upload::settle(app, ui.actor()?, partial, attachment).await?;
    Ok(ui.noting(progress(StatusCode::OK, partial, true), Message::new("citizen-flash-uploaded")))
}

async fn whole(app: &App, partial: &PartialUpload) -> Result<std::result::Result<Upload, Message>> {
    let mut incoming = Incoming::new()?;
    let mut start = 0;
    while start < partial.size {
        let piece = partial_upload::piece(app, partial, start).await?;
        incoming.take(&piece)?;
        start += i64::try_from(piece.len()).unwrap_or(i64::MAX);
    }
    let judged = incoming.judged("file".to_owned(), &partial.file_name)?;
    Ok(judged.and_then(|upload| {
        if upload.blob.sha256 == partial.sha256 { Ok(upload) } else { Err(Message::new("upload-damaged")) }
    }))
}

/// How far the upload is, in the draft's headers and for people who look.
fn progress(status: StatusCode, upload: &PartialUpload, complete: bool) -> Response {
    let body = json!({ "offset": upload.received, "length": upload.size, "complete": complete });
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(OFFSET, HeaderValue::from(upload.received));
    headers.insert(LENGTH, HeaderValue::from(upload.size));
    headers.insert(COMPLETE, HeaderValue::from_static(if complete { "?1" } else { "?0" }));
    response
}

fn elsewhere(upload: &PartialUpload, start: i64) -> Response {
    let mut response = progress(StatusCode::CONFLICT, upload, false);
    let problem = json!({
        "type": MISMATCH,
        "title": "offset from request does not match offset of resource",
        "expected-offset": upload.received,
        "provided-offset": start,
    });
    *response.body_mut() = problem.to_string().into();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// What to choose instead, in words.
fn refused(ui: &Ui, message: &Message) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json([message.text(ui.locale())])).into_response()
}

/// 64 hexadecimal digits.
fn digest(text: &str) -> Option<Vec<u8>> {
    let is_hex = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let byte = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    is_hex.then(|| (0..64).step_by(2).map(byte).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_has_sixty_four_digits() {
        assert_eq!(digest(&"0a".repeat(32)), Some(vec![10; 32]));
        assert_eq!(digest(&"0a".repeat(31)), None);
        assert_eq!(digest(&"0g".repeat(32)), None);
        assert_eq!(digest(&"+a".repeat(32)), None);
        assert_eq!(digest(&"é".repeat(32)), None);
    }
}
