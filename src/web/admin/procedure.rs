//! `/quan-tri/thu-tuc/{code}`: all facts of the published and of the draft version, what keeps the draft from being
//! published, every version and every change; publishing and taking out of service.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    amounts::amount_words,
    side_by_side::{self, Difference},
    trail::{self, TrailLine},
};
use crate::{
    app::{self, context::App, reference::Reference},
    domain::{
        decide::local_date,
        fee::FeeRule,
        fee_advice::{self, AdviceKind},
        ids::{ProcedureCode, ProcedureVersionId},
        limit::TimeLimit,
        policy::{self, Right},
        procedure::{Case, ExemptGroup, Fee, Procedure, Proof, RequiredDoc},
        publish::{Gap, GapKind},
        status::Channel,
    },
    i18n::{self, Locale, Message},
    store::{
        self,
        catalogue_admin::{ProcedureFile, VersionLine},
    },
    web::{
        error::{Error, Result},
        filters,
        form::Checked,
        parts::Place,
        paths,
        ui::Ui,
    },
};

/// The page.
#[derive(Template)]
#[template(path = "admin/procedure.html")]
struct ProcedurePage {
    code: String,
    name: String,
    published_id: Option<Uuid>,
    draft_id: Option<Uuid>,
    public_path: String,
    can_manage: bool,
    refused: bool,
    changed: bool,
    gaps: Vec<ShownGap>,
    advice: Vec<ShownAdvice>,
    /// What the draft changes in the fees of the published version.
    differences: Vec<Difference>,
    /// Where the fees of the version that is shown can be tried.
    trial: String,
    tabs: Vec<Place>,
    shown: Option<Shown>,
    versions: Vec<VersionLine>,
    trail: Vec<TrailLine>,
}

/// Something to look at, in words.
struct ShownAdvice {
    kind: AdviceKind,
    detail: String,
}

/// A gap and the page on which it is mended.
struct ShownGap {
    kind: GapKind,
    detail: String,
    href: String,
}

/// The version that is shown.
struct Shown {
    procedure: Procedure,
    agency: String,
    channels: Vec<ShownChannel>,
    cases: Vec<ShownCase>,
    fees: Vec<ShownFee>,
    steps: Vec<ShownStep>,
    form: Vec<ShownPage>,
}

struct ShownPage {
    title: String,
    fields: Vec<String>,
}

struct ShownChannel {
    channel: Channel,
    limit: String,
    promised: String,
    note: String,
}

struct ShownCase {
    name: String,
    hint: String,
    limit: String,
    documents: Vec<ShownDocument>,
    fees: Vec<String>,
}

struct ShownDocument {
    doc: RequiredDoc,
    required: bool,
}

struct ShownFee {
    name: String,
    kind: String,
    online_discount: bool,
    collection: String,
    keeps: bool,
    counted_by: Vec<String>,
    exempt: Vec<ShownExemption>,
    rules: Vec<ShownRule>,
}

struct ShownExemption {
    group: String,
    basis: String,
    proof: String,
}

struct ShownRule {
    channels: String,
    amount: String,
    from: chrono::NaiveDate,
    to: Option<chrono::NaiveDate>,
    basis: String,
}

struct ShownStep {
    name: String,
    role: String,
    place: String,
    minutes: u32,
}

/// Which version is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct VersionQuery {
    #[serde(default)]
    ban: String,
}

/// Shows a procedure.
/// # Errors
/// [`Error::NotFound`].
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Query(query): Query<VersionQuery>,
) -> Result<Response> {
    let page = page(&ui, &app, &code, query.ban == "cong-bo").await?;
    ui.page(&page)
}

/// What the buttons send: the version that the page showed.
#[derive(Clone, Debug, Deserialize)]
pub struct VersionForm {
    version: Uuid,
}

/// Publishes the draft, or shows the page again with what is missing.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn publish(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(form): Checked<VersionForm>,
) -> Result<Response> {
    let version = ProcedureVersionId::new(form.version);
    let done = app::catalogue::publish(&app, ui.actor()?, &code, version).await;
    answer(&ui, &app, &code, (done, "admin-flash-published")).await
}

/// Throws the draft away.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn discard(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(form): Checked<VersionForm>,
) -> Result<Response> {
    let version = ProcedureVersionId::new(form.version);
    let done = app::catalogue::discard_draft(&app, ui.actor()?, &code, version).await;
    answer(&ui, &app, &code, (done, "admin-flash-discarded")).await
}

/// Takes the procedure out of service.
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn suspend(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<ProcedureCode>,
    Checked(form): Checked<VersionForm>,
) -> Result<Response> {
    let version = ProcedureVersionId::new(form.version);
    let done = app::catalogue::suspend(&app, ui.actor()?, &code, version).await;
    answer(&ui, &app, &code, (done, "admin-flash-suspended")).await
}

async fn answer(
    ui: &Ui,
    app: &App,
    code: &ProcedureCode,
    (done, flash): (std::result::Result<(), app::error::Error>, &str),
) -> Result<Response> {
    let path = paths::fill(paths::ADMIN_PROCEDURE, &[code.as_str()]);
    match done {
        Ok(()) => Ok(ui.done(&path, Message::new(flash))),
        Err(app::error::Error::Incomplete(_)) => {
            let mut page = page(ui, app, code, false).await?;
            page.refused = true;
            ui.again(&page)
        }
        Err(app::error::Error::Changed) => {
            let mut page = page(ui, app, code, false).await?;
            page.changed = true;
            ui.page_with(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(ui: &Ui, app: &App, code: &ProcedureCode, published: bool) -> Result<ProcedurePage> {
    let file = store::catalogue_admin::of(&app.db, code).await?.ok_or(Error::NotFound)?;
    let reference = app.reference().await?;
    let today = local_date(app.clock.now());
    let gaps = file
        .draft
        .as_ref()
        .map_or_else(Vec::new, |draft| app::catalogue::gaps(draft, &reference, app.clock.now()));
    let published = file.published.is_some() && (published || file.draft.is_none());
    let chosen = if published { &file.published } else { &file.draft };
    let shown = chosen.as_ref().map(|version| shown(&version.0, &reference, ui.locale()));
    let name = shown.as_ref().map_or_else(String::new, |s| s.procedure.name.clone());
    Ok(ProcedurePage {
        code: file.code.clone(),
        public_path: paths::procedure(&file.code, &name),
        name,
        published_id: file.published_id,
        draft_id: file.draft_id,
        can_manage: policy::has_right(ui.actor()?, Right::ManageProcedures),
        refused: false,
        changed: false,
        advice: chosen.as_ref().map_or_else(Vec::new, |version| shown_advice(&version.0, today, ui.locale())),
        gaps: match &file.draft {
            Some(draft) => gaps.iter().map(|gap| shown_gap(gap, &draft.0, ui.locale())).collect(),
            None => Vec::new(),
        },
        differences: match (&file.published, &file.draft) {
            (Some(before), Some(after)) => side_by_side::of_fees(&before.fees, &after.fees, ui.locale()),
            (None, _) | (_, None) => Vec::new(),
        },
        trial: format!("{}?ma={}{}", paths::ADMIN_TRIAL, file.code, if published { "" } else { "&ban=nhap" }),
        tabs: tabs(ui, &file, published),
        shown,
        trail: trail::lines(&file.changes),
        versions: file.versions.0,
    })
}

/// Draft and published version, where there are both.
fn tabs(ui: &Ui, file: &ProcedureFile, published: bool) -> Vec<Place> {
    if file.draft.is_none() || file.published.is_none() {
        return Vec::new();
    }
    let path = paths::fill(paths::ADMIN_PROCEDURE, &[&file.code]);
    let tab = |key: &str, query: &str, current| Place {
        current,
        ..Place::new(i18n::text(ui.locale(), key, &[]), ui.locale().path(&format!("{path}{query}")))
    };
    vec![tab("admin-draft", "", !published), tab("admin-published", "?ban=cong-bo", published)]
}

fn shown(p: &Procedure, reference: &Arc<Reference>, locale: Locale) -> Shown {
    Shown {
        agency: p.agency.as_ref().map_or_else(String::new, |a| reference.short_name(a.as_str()).to_owned()),
        channels: p
            .channels
            .iter()
            .map(|terms| ShownChannel {
                channel: terms.channel,
                limit: limit_words(terms.limit, locale),
                promised: terms.promised.map_or_else(String::new, |l| limit_words(Some(l), locale)),
                note: terms.note.clone().unwrap_or_default(),
            })
            .collect(),
        cases: p.cases.iter().map(|case| shown_case(p, case, locale)).collect(),
        fees: p.fees.iter().map(|fee| shown_fee(p, fee, locale)).collect(),
        form: p
            .form
            .iter()
            .map(|page| ShownPage {
                title: page.title.clone(),
                fields: page.fields.iter().map(|field| field.label.clone()).collect(),
            })
            .collect(),
        steps: p
            .route
            .iter()
            .map(|step| ShownStep {
                name: step.name.clone(),
                role: step.role.key().to_owned(),
                place: step.agency.as_ref().map_or_else(
                    || i18n::text(locale, &format!("step-unit-{}", step.unit), &[]),
                    |a| reference.short_name(a.as_str()).to_owned(),
                ),
                minutes: step.minutes,
            })
            .collect(),
        procedure: p.clone(),
    }
}

fn shown_case(p: &Procedure, case: &Case, locale: Locale) -> ShownCase {
    ShownCase {
        name: case.name.clone(),
        hint: case.hint.clone().unwrap_or_default(),
        limit: case.limit.map_or_else(String::new, |l| limit_words(Some(l), locale)),
        documents: case
            .documents
            .iter()
            .filter_map(|asked| {
                let doc = p.documents.iter().find(|doc| doc.key == asked.doc)?;
                Some(ShownDocument { doc: doc.clone(), required: asked.required })
            })
            .collect(),
        fees: p.fees.iter().filter(|fee| case.fees.contains(&fee.key)).map(|fee| fee.name.clone()).collect(),
    }
}

fn shown_fee(p: &Procedure, fee: &Fee, locale: Locale) -> ShownFee {
    let label = |key: &String| {
        let field = p.form.iter().flat_map(|page| &page.fields).find(|field| field.key == *key);
        field.map_or_else(|| key.clone(), |field| field.label.clone())
    };
    let group = |group| i18n::text(locale, &format!("exempt-group-{group}"), &[]);
    ShownFee {
        name: fee.name.clone(),
        kind: fee.kind.key().to_owned(),
        online_discount: fee.online_discount,
        collection: format!("fee-collection-{}", fee.collection),
        keeps: fee.keeps_on_refusal,
        counted_by: fee.counted_by().map(label).collect(),
        exempt: fee
            .exemptions
            .iter()
            .map(|e| ShownExemption {
                group: group(e.group),
                basis: e.legal_basis.clone(),
                proof: match &e.proof {
                    Some(Proof::Document(name) | Proof::Register(name)) => name.clone(),
                    None => String::new(),
                },
            })
            .collect(),
        rules: fee.rules.iter().map(|rule| shown_rule(rule, locale)).collect(),
    }
}

/// The page on which a gap is mended.
const fn editor_of(kind: GapKind) -> &'static str {
    match kind {
        GapKind::NoChannel
        | GapKind::DuplicateChannel
        | GapKind::ChannelWithoutLimit
        | GapKind::OnlineMismatch
        | GapKind::PartialWithoutReason
        | GapKind::NoCase
        | GapKind::DuplicateKey
        | GapKind::SettlerWithoutAgency
        | GapKind::NoResult
        | GapKind::NoLegalBasis => paths::ADMIN_PROCEDURE_FACTS,
        GapKind::UnknownDocument => paths::ADMIN_PROCEDURE_DOCUMENTS,
        GapKind::UnknownFee
        | GapKind::FeeWithoutRule
        | GapKind::FeeRulesTie
        | GapKind::OnlineDearer
        | GapKind::QuantityField => paths::ADMIN_PROCEDURE_FEES,
        GapKind::UnknownCase | GapKind::ChoiceWithoutOptions | GapKind::EmptyPage => {
            paths::ADMIN_PROCEDURE_FORM
        }
        GapKind::NoRoute
        | GapKind::NoFinalClerk
        | GapKind::StepRole
        | GapKind::StepWithoutAgency
        | GapKind::RouteTooLong => paths::ADMIN_PROCEDURE_ROUTE,
    }
}

fn shown_gap(gap: &Gap, procedure: &Procedure, locale: Locale) -> ShownGap {
    let detail =
        gap.detail.split(' ').map(|word| called(word, procedure, locale)).collect::<Vec<_>>().join(" · ");
    let href = paths::fill(editor_of(gap.kind), &[procedure.code.as_str()]);
    ShownGap { kind: gap.kind, detail, href }
}

fn shown_advice(p: &Procedure, today: chrono::NaiveDate, locale: Locale) -> Vec<ShownAdvice> {
    let words =
        |detail: &str| detail.split(' ').map(|word| called(word, p, locale)).collect::<Vec<_>>().join(" · ");
    let all = fee_advice::of_fees(p, today);
    all.into_iter().map(|one| ShownAdvice { kind: one.kind, detail: words(&one.detail) }).collect()
}

/// What a key in the detail of a gap or of advice is called: a channel in words, a case, paper, fee, step or field by its name.
fn called(key: &str, p: &Procedure, locale: Locale) -> String {
    if let Some(channel) = Channel::parse(key) {
        return i18n::text(locale, &format!("channel-{channel}"), &[]);
    }
    if let Some(group) = ExemptGroup::parse(key) {
        return i18n::text(locale, &format!("exempt-group-{group}"), &[]);
    }
    if let Ok(day) = key.parse::<chrono::NaiveDate>() {
        return i18n::format::date(day);
    }
    let names = p.cases.iter().map(|case| (&case.key, &case.name));
    let names = names.chain(p.documents.iter().map(|doc| (&doc.key, &doc.name)));
    let names = names.chain(p.fees.iter().map(|fee| (&fee.key, &fee.name)));
    let names = names.chain(p.route.iter().map(|step| (&step.key, &step.name)));
    let names = names.chain(p.form.iter().map(|page| (&page.key, &page.title)));
    let mut names =
        names.chain(p.form.iter().flat_map(|page| &page.fields).map(|field| (&field.key, &field.label)));
    names.find(|(known, _)| *known == key).map_or_else(|| key.to_owned(), |(_, name)| name.clone())
}

fn shown_rule(rule: &FeeRule, locale: Locale) -> ShownRule {
    let channels: Vec<String> =
        rule.channels.iter().map(|channel| i18n::text(locale, &format!("channel-{channel}"), &[])).collect();
    ShownRule {
        channels: if channels.is_empty() {
            i18n::text(locale, "admin-all-channels", &[])
        } else {
            channels.join(", ")
        },
        amount: amount_words(&rule.amount, locale),
        from: rule.valid_from,
        to: rule.valid_to,
        basis: rule.legal_basis.clone(),
    }
}

/// A time limit in words: `2,5 ngày làm việc`; a dash where there is none.
#[must_use]
pub fn limit_words(limit: Option<TimeLimit>, locale: Locale) -> String {
    let Some(limit) = limit else {
        return "–".to_owned();
    };
    let unit = i18n::text(locale, &format!("limit-unit-{}", limit.unit), &[]);
    match super::rows::amount_of(limit) {
        amount if amount.is_empty() => unit,
        amount => format!("{amount} {unit}"),
    }
}
