//! `/quan-tri/nguoi-dung`: accounts of staff and citizens, to search by name or phone.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{context::App, reference::Reference},
    domain::party,
    i18n::{self, Locale},
    store::{self, account::AccountKind, user_admin::UserRow},
    web::{error::Result, filters, parts::Place, paths, ui::Ui},
};

const PAGE: usize = 50;

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UsersQuery {
    q: String,
    loai: String,
    sau: Option<Uuid>,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/users.html")]
struct UsersPage {
    words: String,
    kind: AccountKind,
    lenses: Vec<Place>,
    rows: Vec<Row>,
    next: String,
}

struct Row {
    href: String,
    name: String,
    phone: String,
    active: bool,
    roles: Vec<String>,
}

impl Row {
    fn of(row: UserRow, reference: &Reference, locale: Locale) -> Self {
        let role = |p: &crate::domain::actor::Posting| {
            let role = i18n::text(locale, &format!("role-{}", p.role), &[]);
            format!("{role} – {}", reference.short_name(p.agency.as_str()))
        };
        Self {
            href: locale.path(&paths::fill(paths::ADMIN_USER, &[&row.id.to_string()])),
            name: row.name,
            phone: row.phone.unwrap_or_default(),
            active: row.active,
            roles: row.postings.iter().map(role).collect(),
        }
    }
}

/// Shows the list.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<UsersQuery>) -> Result<Response> {
    let kind =
        AccountKind::parse(&query.loai).filter(|kind| *kind != AccountKind::System).unwrap_or(AccountKind::Staff);
    let digits = digits(&query.q);
    let mut found = store::user_admin::list(&app.db, kind.key(), &query.q, &digits, query.sau).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let reference = app.reference().await?;
    let place = |kind: AccountKind, after: Option<Uuid>| {
        let after = after.map_or_else(String::new, |id| format!("&sau={id}"));
        ui.locale().path(&format!("{}?loai={kind}&q={}{after}", paths::ADMIN_USERS, paths::encode(&query.q)))
    };
    let last = found.last().map(|row| row.id);
    ui.page(&UsersPage {
        lenses: [AccountKind::Staff, AccountKind::Citizen]
            .into_iter()
            .map(|each| Place {
                current: each == kind,
                ..Place::new(i18n::text(ui.locale(), &format!("admin-kind-{each}"), &[]), place(each, None))
            })
            .collect(),
        next: last.filter(|_| more).map_or_else(String::new, |id| place(kind, Some(id))),
        rows: found.into_iter().map(|row| Row::of(row, &reference, ui.locale())).collect(),
        words: query.q.clone(),
        kind,
    })
}

/// The beginning of a phone as stored (`+84905`), when that is what was typed.
fn digits(typed: &str) -> String {
    if let Ok(phone) = party::phone(typed) {
        return phone;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let only = typed.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '+');
    match digits.strip_prefix('0').or_else(|| digits.strip_prefix("84")) {
        Some(rest) if only && digits.len() >= 3 => format!("+84{rest}"),
        Some(_) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_phone_is_looked_for_as_it_is_stored() {
        assert_eq!(digits("0905 12"), "+8490512");
        assert_eq!(digits("0905123456"), "+84905123456");
        assert_eq!(digits("Hoa 09"), "");
        assert_eq!(digits(""), "");
    }
}
