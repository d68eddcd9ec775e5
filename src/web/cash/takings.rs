//! The payments behind a number of the figures, a page at a time and as a file. Each leads to its dossier, for those who may open it.

use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};

use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use futures_util::stream;

use super::{
    asked::{Asked, FiguresQuery},
    seat::Seated,
};
use crate::{
    app::{context::App, reference::Reference},
    domain::{
        facts::local_date,
        ids::DossierId,
        money::Vnd,
        takings::{Grouping, Kind, Slice, Takings},
    },
    i18n::{Locale, format::local, text},
    store::{
        queue::Cursor,
        takings::{Line, lines, readable, table},
    },
    web::{
        desk::place::Side,
        error::{Error, Result},
        filters, paths,
        ui::Ui,
    },
};

/// Rows on a page.
const PAGE: u16 = 50;
/// Rows of a file that are read at once.
const BATCH: u16 = 5_000;

/// A payment, or money that went back.
struct Payment {
    code: String,
    href: String,
    at: DateTime<Utc>,
    amount: Vnd,
    back: bool,
    source: &'static str,
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
        if payment.back {
            "refund-state-paid-out".to_owned()
        } else {
            format!("cash-source-{}", payment.source)
        }
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
        back: row.back,
        source: row.source.key(),
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
    let writer = Writer { app, slice, reference, locale: ui.locale() };
    let batches = stream::try_unfold((writer, At::Head), |(writer, at)| async move {
        let written = writer.write(at).await?;
        Ok::<_, Error>(written.map(|(text, at)| (text, (writer, at))))
    });
    Ok((headers, Body::from_stream(batches)).into_response())
}

/// How far the file is written.
enum At {
    Head,
    After(Cursor),
    End,
}

/// Writes the file.
struct Writer {
    app: App,
    slice: Slice,
    reference: Arc<Reference>,
    locale: Locale,
}

impl Writer {
    async fn write(&self, at: At) -> Result<Option<(String, At)>> {
        let after = match at {
            At::Head => return Ok(Some((self.head(), At::After(Cursor::START)))),
            At::After(after) => after,
            At::End => return Ok(None),
        };
        let (found, next) = lines(&self.app.db, &self.slice, after, BATCH).await?;
        let mut text = String::new();
        for line in &found {
            self.line(&mut text, line).map_err(|e| Error::Internal(e.to_string()))?;
        }
        Ok(Some((text, next.map_or(At::End, At::After))))
    }

    fn say(&self, key: &str) -> String {
        text(self.locale, key, &[])
    }

    fn head(&self) -> String {
        let columns = [
            "figures-day",
            "figures-time",
            "desk-column-code",
            "figures-what",
            "cash-amount",
            "cash-source",
            "figures-agency-code",
            "cash-agency",
            "figures-by-level",
            "figures-by-field",
        ];
        format!("\u{feff}{}\n", columns.map(|key| quoted(&self.say(key))).join(","))
    }

    /// What went back is less than nothing, so that the column adds up to what is left.
    fn line(&self, text: &mut String, line: &Line) -> std::fmt::Result {
        let row = &line.row;
        let (sign, what) = if row.back { ("-", Kind::Refunds) } else { ("", Kind::Payments) };
        writeln!(
            text,
            "{},{},{},{},{sign}{},{},{},{},{},{}",
            row.on,
            local(line.at).format("%H:%M:%S"),
            line.code,
            quoted(&self.say(&format!("figures-what-{what}"))),
            row.amount.dong(),
            quoted(&self.say(&format!("cash-source-{}", row.source))),
            row.agency,
            quoted(self.reference.short_name(row.agency.as_str())),
            quoted(&self.say(&format!("figures-level-{}", row.level))),
            quoted(&row.field),
        )
    }
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
