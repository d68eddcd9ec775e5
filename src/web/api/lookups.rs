//! Where a dossier stands, for programs that have its two codes.

use axum::{Extension, Json, extract::State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    app::{self, context::App, lookup},
    i18n::format,
    web::{
        address::Address,
        error::{Error, Result},
    },
};

/// The two codes of the slip.
#[derive(Clone, Debug, Deserialize)]
pub struct Proof {
    code: String,
    secret: String,
}

/// What may be told: the name masked, no contact data.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    code: String,
    status: String,
    procedure: String,
    applicant: String,
    receiving_agency: String,
    holding_agency: String,
    submitted_at: Option<DateTime<Utc>>,
    accepted_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    status_at: DateTime<Utc>,
}

/// `POST /api/v1/lookups`. A wrong code, a wrong secret and a code of the wrong shape get the same answer.
/// # Errors
/// [`Error::NotFound`], [`Error::TooMany`].
pub async fn find(
    State(app): State<App>,
    Extension(address): Extension<Address>,
    Json(proof): Json<Proof>,
) -> Result<Json<Standing>> {
    let view = match lookup::by_secret(&app, &proof.code, &proof.secret, &address.0).await {
        Ok(view) => view,
        Err(app::error::Error::Fields(_)) => return Err(Error::NotFound),
        Err(error) => return Err(error.into()),
    };
    Ok(Json(Standing {
        applicant: format::mask_name(&view.applicant_name),
        code: view.code,
        status: view.status,
        procedure: view.procedure_name,
        receiving_agency: view.receiving,
        holding_agency: view.holding,
        submitted_at: view.submitted_at,
        accepted_at: view.accepted_at,
        due_at: view.due_at,
        completed_at: view.completed_at,
        status_at: view.status_at,
    }))
}
