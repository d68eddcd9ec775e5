//! `/quan-tri/lich/{key}/tep.csv`: a working calendar as a file: the version in force, or its draft.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    app::context::App,
    domain::calendar_csv,
    store,
    web::error::{Error, Result},
};

/// Which version.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct FileQuery {
    /// `nhap` for the draft.
    #[serde(default)]
    ban: String,
}

/// Gives the calendar.
/// # Errors
/// [`Error::NotFound`].
pub async fn export(
    State(app): State<App>,
    Path(key): Path<String>,
    Query(query): Query<FileQuery>,
) -> Result<Response> {
    let data = if query.ban == "nhap" {
        store::calendar_version::draft(&app.db, &key).await?.map(|draft| draft.data)
    } else {
        let all = store::calendar::all(&app.db).await?;
        all.into_iter().find(|calendar| calendar.key == key).map(|calendar| calendar.data)
    };
    csv(calendar_csv::write(&data.ok_or(Error::NotFound)?), "lich-lam-viec")
}

/// `text` as a file of comma-separated values, to be kept.
/// # Errors
/// [`Error::Internal`] when `name` cannot stand in a header.
pub fn csv(text: String, name: &str) -> Result<Response> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, text).into_response())
}
