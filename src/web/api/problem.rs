//! Errors for programs: problem details (RFC 9457), in the language that is asked for.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    i18n::{Locale, Message, text},
    web::error::Trouble,
};

/// What a program is told.
#[derive(Clone, Debug, Serialize)]
struct Problem {
    r#type: String,
    title: String,
    status: u16,
    /// What to do.
    detail: String,
    /// What to quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// Stable key of the rule that says no.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<&'static str>,
    /// Which field of the request is to be mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

/// The answer to a program: status, a stable type, and words that say what to do.
#[must_use]
pub fn answer(trouble: &Trouble, locale: Locale) -> Response {
    let status = trouble.status.as_u16();
    let known = super::super::public::error::known(status);
    let said = |key: &str| text(locale, key, &[]);
    let refusal = trouble.refusal.as_ref();
    let problem = Problem {
        r#type: refusal.map_or_else(
            || format!("/api/v1/problems/{status}"),
            |refusal| format!("/api/v1/problems/{}", refusal.key()),
        ),
        title: match refusal {
            Some(_) => said("error-refused-title"),
            None => said(&format!("api-{known}-title")),
        },
        status,
        detail: match (refusal, trouble.field) {
            (Some(refusal), _) => Message::refusal(refusal).text(locale),
            (None, Some(field)) => said(&format!("api-field-{field}")),
            (None, None) => said(&format!("api-{known}-detail")),
        },
        instance: trouble.incident.clone(),
        refusal: refusal.map(crate::domain::refusal::Refusal::key),
        field: trouble.field,
    };
    let mut response = (trouble.status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.code()));
    response
}

/// The language of an answer: that of the path, else the one of `Accept-Language` that is wanted most, else Vietnamese.
#[must_use]
pub fn language(headers: &HeaderMap, of_path: Locale) -> Locale {
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match of_path {
        Locale::En => Locale::En,
        Locale::Vi => wanted_most(wanted).unwrap_or(Locale::Vi),
    }
}

fn wanted_most(list: &str) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    for entry in list.split(',') {
        let mut parts = entry.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let locale = match tag.split('-').next() {
            Some("vi") => Locale::Vi,
            Some("en") => Locale::En,
            Some(_) | None => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        let weight = weight.unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_wanted_most_is_spoken() {
        for (list, locale) in [
            ("en-GB,en;q=0.9,vi;q=0.8", Some(Locale::En)),
            ("fr, vi;q=0.5, en;q=0.4", Some(Locale::Vi)),
            ("en;q=0, vi;q=0.1", Some(Locale::Vi)),
            ("fr", None),
            ("", None),
            ("en;q=much", None),
        ] {
            assert_eq!(wanted_most(list), locale, "{list}");
        }
    }
}
