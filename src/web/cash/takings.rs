//! The payments behind a number of the figures, a page at a time and as a file. Each leads to its dossier, for those who may open it.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};

use super::{
    asked::{Asked, FiguresQuery},
    seat::Seated,
};
use crate::{
    app::{context::App, reference::Reference, takings_file::TakingsFile},
    domain::{
        facts::local_date,
        ids::DossierId,
        money::Vnd,
        takings::{Grouping, Takings},
    },
    store::takings::{Line, lines, readable, table},
    web::{
        desk::place::Side,
        error::{Error, Result},
        filters, paths,
        ui::Ui,
    },
};

/// Rows on a page.
const PAGE: u16 = 50;

/// A payment, or money that went back.
struct Payment {
    code: String,
    href: String,
    at: DateTime<Utc>,
    amount: Vnd,
    back: bool,
    /// Key of who said that it came, or that it went back.
    origin: &'static str,
    agency: String,
    field: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/takings.html")]
struct TakingsPage {
    title: &'static str,
    asked: Asked,
    group: String,
    sums: Takings,
    payments: Vec<Payment>,
    table: String,
    file: String,
    first: String,
    next: String,
}

/// `GET` of the payments.
/// # Errors
/// As the store.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    seated: Seated,
    Query(query): Query<FiguresQuery>,
) -> Result<Response> {
    let asked = query.known(local_date(app.clock.now()))?;
    let reference = app.reference().await?;
    let slice = asked.part(seated.slice(ui.actor()?, &reference, asked.period));
    let (found, next) = lines(&app.db, &slice, asked.after, PAGE).await?;
    let readable = readable(&app.db, &ui.scope()?, &found).await?;
    let opens = seated.side(ui.actor()?).map(|side| (side, readable));
    let here = asked.rows(seated.path(paths::TAKINGS));
    ui.page(&TakingsPage {
        title: seated.title(),
        group: asked
            .group
            .as_deref()
            .map_or_else(String::new, |key| asked.label(ui.locale(), &reference, key)),
        sums: table(&app.db, &slice, Grouping::Level).await?.whole,
        payments: found.into_iter().map(|line| payment(line, opens.as_ref(), &reference)).collect(),
        table: asked.table(seated.path(paths::FIGURES)),
        file: asked.rows(seated.path(paths::TAKINGS_FILE)),
        next: next.map_or_else(String::new, |next| format!("{here}&sau={next}")),
        first: if asked.after.is_start() { String::new() } else { here },
        asked,
    })
}

impl TakingsPage {
    /// Key of who said that it came, or that it went back.
    fn said(payment: &Payment) -> String {
        format!("cash-source-{}", payment.origin)
    }
}

fn payment(line: Line, opens: Option<&(Side, BTreeSet<DossierId>)>, reference: &Reference) -> Payment {
    let row = line.row;
    let side = opens.filter(|(_, readable)| readable.contains(&row.dossier)).map(|(side, _)| side);
    Payment {
        href: side.map_or_else(String::new, |side| side.dossier(&line.code)),
        code: line.code,
        at: line.at,
        amount: row.amount,
        back: row.is_back(),
        origin: row.origin(),
        agency: reference.short_name(row.agency.as_str()).to_owned(),
        field: row.field,
    }
}

/// `GET` of the payments as a file. It is sent as it is read, a batch at a time.
/// # Errors
/// As the store before the first line; after that the answer breaks off.
pub async fn export(
    ui: Ui,
    State(app): State<App>,
    seated: Seated,
    Query(query): Query<FiguresQuery>,
) -> Result<Response> {
    let asked = query.known(local_date(app.clock.now()))?;
    let reference = app.reference().await?;
    let slice = asked.part(seated.slice(ui.actor()?, &reference, asked.period));
    let name = format!("attachment; filename=\"thu-phi-{}-{}.csv\"", asked.period.from, asked.period.to);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).map_err(|e| Error::Internal(e.to_string()))?,
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let file = TakingsFile { app, slice, reference, locale: ui.locale() };
    Ok((headers, Body::from_stream(file.pieces())).into_response())
}
