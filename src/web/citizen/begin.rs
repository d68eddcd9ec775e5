//! The first screen of the journey: which case, handed in where, for whom. The same screen changes the choice of a draft.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{
        choice::{self, Behalf, Choice as Chosen},
        context::App,
        draft,
        error::Error as AppError,
        reference::Reference,
        secrets,
    },
    domain::{
        decide::local_date,
        ids::{DossierId, ProcedureCode},
        procedure::{Answers, Audience, Procedure, RequiredDoc, Settler},
    },
    i18n::{Locale, Message, format, text},
    store::{agency::AgencyLevel, mine},
    web::{
        citizen::{open, quoted},
        error::{Error, Result},
        fields::plain_message,
        filters,
        form::{Checked, FieldErrors},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    case: String,
    receiving: String,
    commune: String,
    behalf: String,
    name: String,
    relation: String,
    form_key: String,
}

impl BeginForm {
    fn choice(&self) -> Chosen {
        Chosen {
            case: self.case.clone(),
            receiving: self.receiving.clone(),
            commune: self.commune.clone(),
            behalf: self.behalf.clone(),
            name: self.name.clone(),
            relation: self.relation.clone(),
        }
    }
}

/// A case with all that helps to choose it.
#[derive(Clone, Debug)]
struct CaseCard {
    name: String,
    uploads: Vec<(RequiredDoc, bool)>,
    shown: Vec<RequiredDoc>,
    quoted: quoted::Quoted,
}

/// The page.
#[derive(Template)]
#[template(path = "citizen/begin.html")]
struct BeginPage {
    procedure: Arc<Procedure>,
    action: String,
    back: String,
    /// Identifier of the draft whose choice is changed.
    draft: Option<String>,
    values: BeginForm,
    errors: FieldErrors,
    cases: Vec<Choice>,
    cards: Vec<CaseCard>,
    receivers: Vec<Choice>,
    communes: Vec<Choice>,
    behalves: Vec<Choice>,
    asks_commune: bool,
    refused: Option<Message>,
}

impl BeginPage {
    fn new(
        app: &App,
        locale: Locale,
        procedure: Arc<Procedure>,
        reference: &Reference,
        values: BeginForm,
    ) -> Self {
        let today = local_date(app.clock.now());
        let cards = cards(locale, &procedure, reference, today);
        let cases = procedure
            .cases
            .iter()
            .zip(&cards)
            .map(|(case, card)| {
                let facts = facts(locale, card);
                let hint = case.hint.as_ref().map_or_else(|| facts.clone(), |h| format!("{h} {facts}"));
                Choice::new(case.key.clone(), case.name.clone()).hint(hint)
            })
            .collect();
        let asks_commune = procedure.settler == Settler::Commune;
        Self {
            action: paths::fill(paths::BEGIN, &[procedure.code.as_str()]),
            back: paths::procedure(procedure.code.as_str(), &procedure.name),
            draft: None,
            values,
            errors: FieldErrors::none(),
            cases,
            cards,
            receivers: receivers(reference, today),
            communes: agencies(choice::communes(reference, today)),
            behalves: behalves(locale, &procedure),
            asks_commune,
            refused: (!draft::is_open_online(&procedure)).then(|| Message::new("refusal-channel-closed")),
            procedure,
        }
    }

    fn of_draft(mut self, id: &str) -> Self {
        self.action = paths::fill(paths::DRAFT_CHOICE, &[id]);
        self.back = paths::fill(paths::DRAFT, &[id]);
        self.draft = Some(id.to_owned());
        self
    }

    fn with(mut self, locale: Locale, faults: Vec<(&'static str, crate::domain::party::FieldError)>) -> Self {
        for (field, error) in faults {
            let key = match field {
                "case" => "citizen-begin-case",
                "receiving" => "citizen-begin-receiving",
                "commune" => "citizen-begin-commune",
                "behalf" => "citizen-begin-behalf",
                "name" => "citizen-begin-name",
                _ => "citizen-begin-relation",
            };
            self.errors.add(field, plain_message(&text(locale, key, &[]), error));
        }
        self
    }
}

fn cards(
    locale: Locale,
    procedure: &Procedure,
    reference: &Reference,
    today: chrono::NaiveDate,
) -> Vec<CaseCard> {
    use crate::{app::progress, domain::procedure::DocKind};
    procedure
        .cases
        .iter()
        .map(|case| CaseCard {
            name: case.name.clone(),
            uploads: progress::uploads(procedure, case, &Answers::new()),
            shown: case
                .documents
                .iter()
                .filter_map(|wanted| procedure.documents.iter().find(|d| d.key == wanted.doc))
                .filter(|d| matches!(d.kind, DocKind::Present | DocKind::Note))
                .cloned()
                .collect(),
            quoted: quoted::of(locale, (procedure, case), &Answers::new(), reference, today),
        })
        .collect()
}

/// `3 giấy tờ · 8.000 ₫ · 4 ngày làm việc`.
fn facts(locale: Locale, card: &CaseCard) -> String {
    let required = card.uploads.iter().filter(|(_, required)| *required).count();
    let fee =
        if card.quoted.total.is_zero() { String::new() } else { format::dong(locale, card.quoted.total) };
    let documents = Message::new("citizen-documents-count").with("count", required).text(locale);
    [documents, fee, card.quoted.promised.clone()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn agencies(list: Vec<&crate::store::agency::Agency>) -> Vec<Choice> {
    let mut choices: Vec<Choice> =
        list.into_iter().map(|a| Choice::new(a.code.clone(), a.name.clone())).collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices
}

/// The province's centre first, then the communes', then the others.
fn receivers(reference: &Reference, today: chrono::NaiveDate) -> Vec<Choice> {
    let all = choice::receivers(reference, today);
    let of = |wanted: fn(AgencyLevel) -> bool| {
        agencies(all.iter().copied().filter(|a| AgencyLevel::parse(&a.level).is_some_and(wanted)).collect())
    };
    let mut list = of(|l| l == AgencyLevel::Centre);
    list.extend(of(|l| l == AgencyLevel::CommuneCentre));
    list.extend(of(|l| l != AgencyLevel::Centre && l != AgencyLevel::CommuneCentre));
    list
}

fn behalves(locale: Locale, procedure: &Procedure) -> Vec<Choice> {
    Behalf::ALL
        .iter()
        .filter(|b| match b {
            Behalf::Oneself | Behalf::Person => true,
            Behalf::Enterprise | Behalf::Organisation => procedure.audiences.contains(&b.audience()),
        })
        .map(|b| Choice::new(b.key(), text(locale, &format!("citizen-behalf-{b}"), &[])))
        .collect()
}

/// The page before anything was begun: the one-stop of the person's own commune is chosen already.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let start = start(&app, &ui, &code).await?;
    let reference = app.reference().await?;
    let ward = start.profile.ward_code.as_deref();
    let nearest =
        reference.agencies.values().find(|a| a.receives && ward.is_some() && a.ward_code.as_deref() == ward);
    let one_case = match start.procedure.cases.as_slice() {
        [only] => only.key.clone(),
        _ => String::new(),
    };
    let values = BeginForm {
        case: one_case,
        receiving: nearest.map(|a| a.code.clone()).unwrap_or_default(),
        behalf: Behalf::Oneself.key().to_owned(),
        form_key: secrets::form_key().to_string(),
        ..BeginForm::default()
    };
    let procedure = Arc::new(start.procedure);
    ui.page(&BeginPage::new(&app, ui.locale(), procedure, &reference, values))
}

async fn start(app: &App, ui: &Ui, code: &str) -> Result<mine::Beginning> {
    let code = ProcedureCode::parse(code).map_err(|_| Error::NotFound)?;
    mine::beginning(&app.db, &code, ui.account()?).await?.ok_or(Error::NotFound)
}

/// Begins the draft, and on to the first page of its form that asks for something the account does not say.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn begin(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<String>,
    Checked(form): Checked<BeginForm>,
) -> Result<Response> {
    let procedure = ProcedureCode::parse(&code).map_err(|_| Error::NotFound)?;
    let form_key = Uuid::parse_str(&form.form_key).map_err(|_| Error::Unreadable)?;
    let begun = draft::begin(&app, ui.actor()?, &procedure, form_key, &form.choice()).await;
    match begun {
        Ok(id) => {
            let open = open::draft(&app, &ui, id.uuid()).await?;
            Ok(ui.to(&open::first(&open)))
        }
        Err(AppError::Fields(faults)) => {
            let start = start(&app, &ui, &code).await?;
            let reference = app.reference().await?;
            let page = BeginPage::new(&app, ui.locale(), Arc::new(start.procedure), &reference, form);
            ui.again(&page.with(ui.locale(), faults))
        }
        Err(other) => Err(other.into()),
    }
}

/// The same choice for a draft that was begun.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn show_choice(ui: Ui, State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response> {
    let open = open::draft(&app, &ui, id).await?;
    let applicant = &open.view.applicant;
    let (behalf, name, relation) = match &applicant.representative {
        None => (Behalf::Oneself, String::new(), String::new()),
        Some(r) => {
            let behalf = match applicant.kind {
                Audience::Citizen => Behalf::Person,
                Audience::Enterprise => Behalf::Enterprise,
                Audience::Organisation => Behalf::Organisation,
            };
            (behalf, applicant.name.clone(), r.relation.clone())
        }
    };
    let values = BeginForm {
        case: open.view.case_key.clone(),
        receiving: open.view.receiving.clone(),
        commune: open.view.settling.clone(),
        behalf: behalf.key().to_owned(),
        name,
        relation,
        form_key: String::new(),
    };
    let page = BeginPage::new(&app, ui.locale(), Arc::clone(&open.procedure), &open.reference, values);
    ui.page(&page.of_draft(&id.to_string()))
}

/// Stores the changed choice.
/// # Errors
/// [`Error::NotFound`] when it is not there or not this person's; what the store reports.
pub async fn choose(
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Checked(form): Checked<BeginForm>,
) -> Result<Response> {
    match draft::choose(&app, ui.actor()?, DossierId::new(id), &form.choice()).await {
        Ok(()) => {
            Ok(ui.done(&paths::fill(paths::DRAFT, &[&id.to_string()]), Message::new("citizen-flash-saved")))
        }
        Err(AppError::Fields(faults)) => {
            let open = open::draft(&app, &ui, id).await?;
            let page = BeginPage::new(&app, ui.locale(), open.procedure, &open.reference, form);
            ui.again(&page.of_draft(&id.to_string()).with(ui.locale(), faults))
        }
        Err(other) => Err(other.into()),
    }
}
