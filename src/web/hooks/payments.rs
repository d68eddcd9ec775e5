//! What the payment platform and the bank say by themselves. Whatever is not under their code or signature is refused before anything
//! of it is looked at; what is taken in twice is answered as if it were new.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    app::{bank_message, context::App, error::Error as AppError, platform_payment},
    web::error::{Error, Result},
};

/// The header that holds the bank's signature.
const SIGNATURE: &str = "x-signature";
/// What is answered when it has to be sent once more.
const ONCE_MORE: &str = "99";

/// `POST /hooks/payments/platform`. The answer's code says whether it was taken; its status is 200 either way, as the platform
/// expects.
/// # Errors
/// [`Error::NotFound`] without a platform.
pub async fn platform(State(app): State<App>, body: Bytes) -> Result<Response> {
    match platform_payment::callback(&app, &body).await {
        Ok(code) => Ok(answer(StatusCode::OK, code)),
        Err(error) => once_more(&error),
    }
}

/// `POST /hooks/payments/bank`: 200 when it was taken, 401 when its signature is not the bank's.
/// # Errors
/// [`Error::NotFound`] when banks are not listened to.
pub async fn bank(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<Response> {
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    match bank_message::take_in(&app, signature, &body).await {
        Ok((code, true)) => Ok(answer(StatusCode::OK, code)),
        Ok((code, false)) => Ok(answer(StatusCode::UNAUTHORIZED, code)),
        Err(error) => once_more(&error),
    }
}

/// Whoever sent it sends it again after an error of the server.
fn once_more(error: &AppError) -> Result<Response> {
    if matches!(error, AppError::NotFound) {
        return Err(Error::NotFound);
    }
    tracing::error!(%error, why = std::error::Error::source(error).map(ToString::to_string), "a message about money was not taken in");
    Ok(answer(StatusCode::INTERNAL_SERVER_ERROR, ONCE_MORE))
}

fn answer(status: StatusCode, code: &str) -> Response {
    (status, Json(json!({ "MaLoi": code }))).into_response()
}
