//! The sandbox's addresses.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Redirect,
    routing::{get, post},
};
use tokio::net::TcpListener;

use super::{bank, control, payer, platform, state::Sandbox};

/// No message is longer.
const LONGEST: usize = 256 * 1024;

/// Everything, ready to be served.
pub fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::to("/bank") }))
        // the platform
        .route("/init", post(platform::begin))
        .route("/query", post(platform::query))
        .route("/bill", post(platform::bill))
        .route("/pay/{reference}", get(payer::show).post(payer::choose))
        // the bank
        .route("/bank", get(bank::show).post(bank::typed))
        .route("/bank/transfer", post(bank::transfer))
        .route("/bank/statement.csv", get(bank::statement))
        // what goes wrong
        .route("/admin/faults", post(control::faults))
        .route("/admin/mix", post(control::mix))
        .route("/admin/counts", get(control::counts))
        .route("/admin/moved", get(control::moved))
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(sandbox)
}

/// Answers on `listener` until `until` is over.
/// # Errors
/// When the listener breaks.
pub async fn serve(
    sandbox: Sandbox,
    listener: TcpListener,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(sandbox)).with_graceful_shutdown(until).await
}
