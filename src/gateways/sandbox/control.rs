//! How the sandbox is told what shall go wrong, and asked what it saw.

use axum::{Json, extract::State, http::StatusCode};

use super::{
    book::{Counts, Moved},
    faults::{Faults, Mix},
    state::Sandbox,
};

/// `POST /admin/faults`: the payment that begins next goes wrong like this.
pub(super) async fn faults(State(sandbox): State<Sandbox>, Json(faults): Json<Faults>) -> StatusCode {
    sandbox.next(faults);
    StatusCode::NO_CONTENT
}

/// `POST /admin/mix`: from now on by chance; `null` ends it.
pub(super) async fn mix(State(sandbox): State<Sandbox>, Json(mix): Json<Option<Mix>>) -> StatusCode {
    sandbox.mix(mix);
    StatusCode::NO_CONTENT
}

/// `GET /admin/counts`: how many messages there were.
pub(super) async fn counts(State(sandbox): State<Sandbox>) -> Json<Counts> {
    Json(sandbox.counts())
}

/// `GET /admin/moved`: all the money that moved.
pub(super) async fn moved(State(sandbox): State<Sandbox>) -> Json<Vec<Moved>> {
    Json(sandbox.moved())
}
