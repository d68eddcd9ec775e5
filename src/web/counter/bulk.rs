//! Several dossiers accepted together: one act each, one line each. Nothing is redirected: sent again, the same form gives the
//! same lines, for every act knows the version it was asked from.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::queue::href;
use crate::{
    app::{act, context::App, error::Error as AppError},
    domain::{
        command::Command,
        ids::{DossierCode, Version},
    },
    i18n::Message,
    store::{dossier::Key, queue::CounterQueue},
    web::{desk::place::Side, error::Result, filters, form::Checked, paths, ui::Ui},
};

/// What was selected: `code@version` each.
#[derive(Debug, Deserialize)]
pub struct BulkForm {
    #[serde(default)]
    dossier: Vec<String>,
}

/// What became of one.
struct Outcome {
    code: String,
    href: String,
    slip: String,
    done: bool,
    words: Message,
}

/// The page.
#[derive(Template)]
#[template(path = "counter/bulk.html")]
struct BulkPage {
    outcomes: Vec<Outcome>,
    done: usize,
    left: usize,
    back: String,
}

/// `POST /mot-cua/hang-doi/tiep-nhan`.
/// # Errors
/// Only what concerns them all: the database is away.
pub async fn accept(ui: Ui, State(app): State<App>, Checked(form): Checked<BulkForm>) -> Result<Response> {
    let chosen: Vec<(DossierCode, Version)> = form.dossier.iter().filter_map(|text| read(text)).collect();
    if chosen.is_empty() {
        return Ok(ui.refused(&href(CounterQueue::Intake), Message::new("counter-bulk-none")));
    }
    let mut outcomes = Vec::with_capacity(chosen.len());
    for (code, seen) in chosen {
        let words = accept_one(&app, &ui, &code, seen).await?;
        outcomes.push(Outcome {
            href: Side::Counter.dossier(code.as_str()),
            slip: paths::fill(paths::SLIP, &[code.as_str()]),
            code: code.as_str().to_owned(),
            done: words.is_none(),
            words: words.unwrap_or_else(|| Message::new("counter-bulk-accepted")),
        });
    }
    let done = outcomes.iter().filter(|o| o.done).count();
    ui.page(&BulkPage { left: outcomes.len() - done, done, outcomes, back: href(CounterQueue::Intake) })
}

/// Accepts one; says why not when it cannot be.
async fn accept_one(app: &App, ui: &Ui, code: &DossierCode, seen: Version) -> Result<Option<Message>> {
    let key = Key::Code(code.clone());
    match act::act(app, ui.actor()?, &key, seen, Command::Accept).await {
        Ok(_) => Ok(None),
        Err(AppError::Refused(refusal)) => Ok(Some(Message::refusal(&refusal))),
        Err(AppError::NotFound) => Ok(Some(Message::new("counter-bulk-gone"))),
        Err(AppError::Stale(_)) => Ok(Some(Message::new("counter-bulk-stale"))),
        Err(
            error @ (AppError::Fields(_)
            | AppError::TooMany { .. }
            | AppError::Forbidden
            | AppError::Changed
            | AppError::Incomplete(_)
            | AppError::Receipt(_)
            | AppError::NotSetUp(_)
            | AppError::Store(_)
            | AppError::Gateway(_)
            | AppError::Internal(_)),
        ) => Err(error.into()),
    }
}

fn read(text: &str) -> Option<(DossierCode, Version)> {
    let (code, version) = text.rsplit_once('@')?;
    Some((DossierCode::parse(code).ok()?, Version::new(version.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selected_row_is_its_code_and_the_version_seen() {
        let (code, version) = read("H48.05-261123-0001@3").unwrap();
        assert_eq!((code.as_str(), version.number()), ("H48.05-261123-0001", 3));
        assert!(read("H48.05-261123-0001").is_none());
    }
}
