//! The published catalogue for programs.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde::{Deserialize, Serialize};

use crate::{
    app::context::App,
    domain::{ids::ProcedureCode, procedure::Procedure, words},
    store::{
        self,
        search::{self, Wanted},
    },
    web::error::{Error, Result},
};

/// What stands behind the question mark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words or a code.
    q: String,
    /// At most so many, 1–50.
    limit: Option<i64>,
}

/// One procedure of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    code: String,
    name: String,
    field: String,
    published: bool,
}

/// A list.
#[derive(Clone, Debug, Serialize)]
pub struct List {
    total: i64,
    items: Vec<Entry>,
}

/// `GET /api/v1/procedures?q=…&limit=…`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Json<List>> {
    let wanted = Wanted { query: words::Query::parse(&asked.q), limit: asked.limit.unwrap_or(20), ..Wanted::default() };
    let found = search::find(&app.db, &wanted).await?;
    Ok(Json(List {
        total: found.total,
        items: found
            .hits
            .into_iter()
            .map(|hit| Entry { code: hit.code, name: hit.name, field: hit.field, published: hit.published.is_some() })
            .collect(),
    }))
}

/// The whole published version.
#[derive(Clone, Debug, Serialize)]
pub struct Whole {
    version: i32,
    published_at: Option<chrono::DateTime<chrono::Utc>>,
    #[serde(flatten)]
    procedure: Procedure,
}

/// `GET /api/v1/procedures/{code}`.
/// # Errors
/// [`Error::NotFound`] when no such procedure is published.
pub async fn one(State(app): State<App>, Path(code): Path<String>) -> Result<Json<Whole>> {
    let code = ProcedureCode::parse(&code).map_err(|_| Error::NotFound)?;
    let stored = store::procedure::published(&app.db, &code).await?.ok_or(Error::NotFound)?;
    Ok(Json(Whole { version: stored.number, published_at: stored.published_at, procedure: stored.procedure }))
}
