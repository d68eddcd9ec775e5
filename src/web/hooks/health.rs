//! What a load balancer asks: does the process live, and can it serve.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::app::{context::App, health};

/// `GET /health/live`: the process answers.
pub async fn live() -> Json<serde_json::Value> {
    Json(json!({ "status": "ok" }))
}

/// `GET /health/ready`: database, schema and job table are there; otherwise 503 and which one is not.
pub async fn ready(State(app): State<App>) -> Response {
    let ready = health::ready(&app).await;
    let status = if ready.all() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "status": if ready.all() { "ok" } else { "not ready" },
        "database": ready.database,
        "migrations": ready.migrations,
        "jobs": ready.jobs,
    });
    (status, Json(body)).into_response()
}
