//! One procedure: the five facts, the cases, the channels side by side, the documents, the law.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use chrono::NaiveDate;

use super::{
    estimate::{self, Estimate},
    offer::{self, Offer},
};
use crate::{
    app::{context::App, quotation::Offered, reference::Reference},
    domain::{
        decide::{local_date, missing_documents},
        ids::ProcedureCode,
        procedure::{Answers, Case, DocKind, Exemption, OnlineLevel, Procedure, RequiredDoc, Settler},
        status::Channel,
    },
    i18n::Locale,
    store,
    web::{
        error::{Error, Result},
        fees, filters,
        form::Sent,
        parts::FeeLine,
        paths,
        ui::Ui,
    },
};

/// Names of more characters are set smaller: some have over a thousand.
const LONG_NAME: usize = 110;

#[derive(Template)]
#[template(path = "public/procedure.html")]
struct ProcedurePage {
    procedure: Procedure,
    case: Case,
    path: String,
    offers: Vec<OfferRow>,
    documents: Vec<DocumentRow>,
    fees: Vec<FeeLine>,
    exemptions: Vec<Exemption>,
    settler: Option<(String, String)>,
    time: String,
    fee: String,
    needed: usize,
    long: bool,
    online: bool,
    apply: String,
    channel: &'static str,
    updated: Option<chrono::DateTime<chrono::Utc>>,
    estimate: Estimate,
}

impl ProcedurePage {
    fn offers_have_notes(&self) -> bool {
        self.offers.iter().any(|o| !o.note.is_empty())
    }
}

struct OfferRow {
    channel: &'static str,
    icon: &'static str,
    time: String,
    statutory: String,
    fee: String,
    full: String,
    note: String,
}

struct DocumentRow {
    doc: RequiredDoc,
    required: bool,
    kind: DocKind,
}

/// `GET /thu-tuc/{code}`; what stands behind the code is for people.
/// # Errors
/// [`Error::NotFound`] when no such procedure is published.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(sent): Query<Sent>,
) -> Result<Response> {
    let code = code_of(&code).ok_or(Error::NotFound)?;
    let stored = store::procedure::published(&app.db, &code).await?.ok_or(Error::NotFound)?;
    let reference = app.reference().await?;
    let now = app.clock.now();
    let case = sent.iter().find(|(name, _)| name == estimate::CASE).map_or("", |(_, key)| key.as_str());
    let mut page = page(stored.procedure, case, (ui.locale(), local_date(now)), &reference)?;
    page.updated = stored.published_at;
    page.estimate = estimate::of((ui.locale(), now), (&page.procedure, &page.case), &reference, &sent);
    if page.estimate.errors.is_empty() { ui.page(&page) } else { ui.again(&page) }
}

/// `1.001193-dang-ky-khai-sinh` → `1.001193`.
pub(crate) fn code_of(part: &str) -> Option<ProcedureCode> {
    let code = part.split_once('-').map_or(part, |(code, _)| code);
    ProcedureCode::parse(code).ok()
}

fn page(
    procedure: Procedure,
    case: &str,
    (locale, on): (Locale, NaiveDate),
    reference: &Arc<Reference>,
) -> Result<ProcedurePage> {
    let case = procedure
        .cases
        .iter()
        .find(|c| c.key == case)
        .or_else(|| procedure.cases.first())
        .cloned()
        .ok_or_else(|| Error::Internal(format!("{} has no case", procedure.code)))?;
    let offers = offer::offers(Offered::of(&procedure, &case), on, reference);
    let first = offers.first();
    Ok(ProcedurePage {
        path: paths::procedure(procedure.code.as_str(), &procedure.name),
        time: first.map_or_else(String::new, |o| o.time(locale)),
        fee: first.map_or_else(String::new, |o| o.fee(locale)),
        channel: first.map_or("", |o| channel_key(o.channel)),
        fees: first.map_or_else(Vec::new, |offer| fee_lines(locale, offer)),
        offers: offers.iter().map(|o| row(o, locale)).collect(),
        documents: documents(&procedure, &case),
        exemptions: exemptions(&procedure, &case),
        needed: missing_documents(&procedure, &case, Channel::Online, &Answers::new(), &[]),
        long: procedure.name.chars().count() > LONG_NAME,
        settler: match procedure.settler {
            Settler::Commune => None,
            Settler::Agency => procedure
                .agency
                .as_ref()
                .and_then(|code| reference.agency(code.as_str()))
                .map(|a| (a.name.clone(), paths::fill(paths::AGENCY, &[&a.code]))),
        },
        online: procedure.online != OnlineLevel::Information
            && offers.iter().any(|o| o.channel == Channel::Online),
        apply: format!(
            "{}?truong-hop={}",
            paths::fill(paths::BEGIN, &[procedure.code.as_str()]),
            paths::encode(&case.key)
        ),
        updated: None,
        estimate: Estimate::default(),
        procedure,
        case,
    })
}

const fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Direct => "channel-direct",
        Channel::Online => "channel-online",
        Channel::Postal => "channel-postal",
    }
}

fn row(offer: &Offer, locale: Locale) -> OfferRow {
    OfferRow {
        channel: channel_key(offer.channel),
        icon: match offer.channel {
            Channel::Direct => "desk",
            Channel::Online => "screen",
            Channel::Postal => "post",
        },
        time: offer.time(locale),
        statutory: offer.statutory(locale),
        fee: offer.fee(locale),
        full: offer.full(locale),
        note: offer.note.clone(),
    }
}

fn fee_lines(locale: Locale, offer: &Offer) -> Vec<FeeLine> {
    offer.quote.as_ref().map_or_else(Vec::new, |quote| fees::lines(locale, quote))
}

fn documents(procedure: &Procedure, case: &Case) -> Vec<DocumentRow> {
    case.documents
        .iter()
        .filter_map(|asked| {
            let doc = procedure.documents.iter().find(|d| d.key == asked.doc)?;
            Some(DocumentRow { doc: doc.clone(), required: asked.required, kind: doc.kind })
        })
        .collect()
}

fn exemptions(procedure: &Procedure, case: &Case) -> Vec<Exemption> {
    let mut all: Vec<Exemption> = procedure
        .fees
        .iter()
        .filter(|fee| case.fees.contains(&fee.key))
        .flat_map(|fee| fee.exemptions.clone())
        .collect();
    all.sort_by_key(|e| e.group);
    all.dedup_by_key(|e| e.group);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_stands_before_the_name() {
        for part in ["1.001193-dang-ky-khai-sinh", "1.001193", "1.001193.H48", "1.001193.H48-x"] {
            assert_eq!(code_of(part).unwrap().as_str(), "1.001193", "{part}");
        }
        assert!(code_of("dang-ky-khai-sinh").is_none());
    }
}
