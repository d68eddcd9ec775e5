//! The content of a document, for whoever may see its dossier. It came from outside, so it is shown under a policy of its own
//! that lets it do nothing, with the media type found by looking at it, and never guessed by the browser.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use super::{error::Result, paths, ui::Ui, upload};
use crate::{
    app::{context::App, documents},
    domain::ids::DocumentId,
};

/// Nothing runs, nothing is loaded, and it stands in an origin of its own.
const SANDBOX: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; \
                       form-action 'none'; frame-ancestors 'self'; sandbox";
/// Browsers show no PDF in a sandbox; what a PDF may do is the viewer's affair, and scripts of pages stay forbidden.
const PDF: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; \
                   form-action 'none'; frame-ancestors 'self'";

/// The content: shown in the browser when it is a PDF or a picture, saved otherwise.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let (content, bytes) = documents::content(&app, &ui.scope()?, DocumentId::new(id)).await?;
    let known = upload::ALLOWED.contains(&content.media_type.as_str());
    let media_type = if known { content.media_type.as_str() } else { "application/octet-stream" };
    let is_pdf = media_type == "application/pdf";
    let how = if is_pdf || media_type.starts_with("image/") { "inline" } else { "attachment" };
    let policy = if is_pdf { PDF } else { SANDBOX };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let value = |text: &str| {
        HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
    };
    headers.insert(header::CONTENT_TYPE, value(media_type));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(how, &content.name, media_type)));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// A PDF of the house's own, which its pages may frame.
#[must_use]
pub fn framed(bytes: &'static [u8]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline"),
        (header::CONTENT_SECURITY_POLICY, PDF),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
}

/// `inline; filename="giay-chung-sinh.pdf"; filename*=UTF-8''…`: a plain name for old browsers, the real one for the others.
fn disposition(how: &str, name: &str, media_type: &str) -> String {
    let ending = match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        _ => "bin",
    };
    let short: String = name.chars().take(80).collect();
    let plain = match paths::slug(&short) {
        slug if slug.is_empty() => "giay-to".to_owned(),
        slug => slug,
    };
    let real = paths::encode(&format!("{}.{ending}", short.trim()));
    format!("{how}; filename=\"{plain}.{ending}\"; filename*=UTF-8''{real}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_the_header() {
        let header = disposition("inline", "Giấy \"chứng\"\r\nX: y", "application/pdf");
        assert!(
            header
                .starts_with("inline; filename=\"giay-chung-x-y.pdf\"; filename*=UTF-8''Gi%E1%BA%A5y%20%22")
        );
        assert!(HeaderValue::from_str(&header).is_ok());
    }

    #[test]
    fn pictures_and_office_documents_keep_their_endings() {
        assert!(disposition("inline", "", "image/png").contains("\"giay-to.png\""));
        assert!(
            disposition(
                "attachment",
                "Đơn",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            )
            .contains("\"don.docx\"")
        );
    }
}
