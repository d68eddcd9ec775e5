//! Notices to the person, the newest first. They are marked as read only when the person says so.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::{
    app::{context::App, profile},
    i18n::{Message, Value},
    store::message,
    web::{error::Result, filters, form::Checked, paths, ui::Ui},
};

const ROWS: usize = 50;

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Number of the last notice of the page before.
    truoc: Option<i64>,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReadForm {
    last: i64,
}

struct Item {
    words: Message,
    href: String,
    code: String,
    at: DateTime<Utc>,
    is_new: bool,
}

#[derive(Template)]
#[template(path = "citizen/messages.html")]
struct MessagesPage {
    items: Vec<Item>,
    newest: i64,
    unread: usize,
    next: String,
}

/// The page.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response> {
    let found = message::of_account(&app.db, ui.account()?, asked.truoc).await?;
    let next = match found.last() {
        Some(last) if found.len() == ROWS => format!("{}?truoc={}", paths::MESSAGES, last.id),
        Some(_) | None => String::new(),
    };
    ui.page(&MessagesPage {
        newest: found.first().map_or(0, |m| m.id),
        unread: found.iter().filter(|m| m.read_at.is_none()).count(),
        items: found.into_iter().map(item).collect(),
        next,
    })
}

fn item(m: message::Message) -> Item {
    let args = m.args.as_object().cloned().unwrap_or_default();
    let words = args.into_iter().fold(Message::new(&m.key), |words, (name, value)| {
        match serde_json::from_value::<Value>(value) {
            Ok(value) => words.with(&name, value),
            Err(_) => words,
        }
    });
    let code = m.dossier_code.unwrap_or_default();
    Item { words, href: paths::fill(paths::MY_DOSSIER, &[&code]), code, at: m.at, is_new: m.read_at.is_none() }
}

/// Marks all up to the newest one shown as read.
/// # Errors
/// What the store reports.
pub async fn read(ui: Ui, State(app): State<App>, Checked(form): Checked<ReadForm>) -> Result<Response> {
    profile::read_notices(&app, ui.actor()?, form.last).await?;
    Ok(ui.done(paths::MESSAGES, Message::new("citizen-flash-read")))
}
