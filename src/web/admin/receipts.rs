//! `/quan-tri/bien-lai`: how far the receipts of each agency are set up.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    app::{
        context::App,
        receipt_write::{self, Standing as Certificate},
    },
    domain::{
        decide::local_date,
        receipt::{self, year_of},
    },
    store::{self, agency::Agency, receipt_range::Standing},
    web::{error::Result, filters, paths, ui::Ui},
};

const PAGE: usize = 40;

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReceiptsQuery {
    q: String,
    sau: String,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/receipts.html")]
struct ReceiptsPage {
    words: String,
    year: i32,
    /// The year whose numbers must be there soon.
    ahead: Option<i32>,
    /// How many agencies lack them, of all.
    lacking: usize,
    rows: Vec<(Standing, Option<Standing>)>,
    signer: String,
    from: NaiveDate,
    until: NaiveDate,
    is_demonstration: bool,
    certificate: Certificate,
    has_certificate: bool,
    next: String,
}

/// Shows it.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(query): Query<ReceiptsQuery>) -> Result<Response> {
    let year = year_of(app.clock.now());
    let reference = app.reference().await?;
    let wanted = paths::slug(&query.q);
    let fits = |agency: &&Agency| {
        agency.receives
            && (wanted.is_empty()
                || paths::slug(&agency.name).contains(&wanted)
                || agency.code.to_lowercase().contains(&query.q.trim().to_lowercase()))
            && agency.code.as_str() > query.sau.as_str()
    };
    let mut codes: Vec<String> =
        reference.agencies.values().filter(fits).take(PAGE + 1).map(|agency| agency.code.clone()).collect();
    let is_more = codes.len() > PAGE;
    codes.truncate(PAGE);
    let next = codes.last().filter(|_| is_more).map_or_else(String::new, |last| {
        let after = paths::encode(last);
        ui.locale().path(&format!("{}?q={}&sau={after}", paths::ADMIN_RECEIPTS, paths::encode(&query.q)))
    });
    let rows = store::receipt_range::standings(&app.db, year, &codes).await?;
    let ahead = receipt::year_ahead(local_date(app.clock.now()));
    let mut coming: BTreeMap<String, Standing> = BTreeMap::new();
    if let Some(ahead) = ahead {
        let receiving = reference.agencies.values().filter(|agency| agency.receives);
        let all: Vec<String> = receiving.map(|agency| agency.code.clone()).collect();
        let all = store::receipt_range::standings(&app.db, ahead, &all).await?;
        coming = all.into_iter().map(|one| (one.agency.clone(), one)).collect();
    }
    let (signer, certificate) = (app.signing.subject(), receipt_write::standing(&app));
    ui.page(&ReceiptsPage {
        lacking: coming.values().filter(|one| !one.is_set_up()).count(),
        rows: rows
            .into_iter()
            .map(|row| {
                let next = coming.remove(&row.agency);
                (row, next)
            })
            .collect(),
        ahead,
        words: query.q,
        year,
        signer: signer.name.clone(),
        is_demonstration: signer.is_demonstration,
        from: local_date(signer.from),
        until: local_date(signer.until),
        has_certificate: certificate != Certificate::Missing,
        certificate,
        next,
    })
}
