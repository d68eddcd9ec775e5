//! `/mot-cua/thu-phi/da-ro/{event}`: one event, all that was said about it, and taking the word that holds back.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{inbox::Line, office};
use crate::{
    app::{context::App, error::Error as AppError, taken_back},
    domain::{
        money::Vnd,
        settlement::{Fixed, MatchKind, may_take_back},
    },
    i18n::Message,
    store::{
        self,
        finding::{self, Said},
        inbox::Sight,
    },
    web::{
        desk::{forms::reason, place::Side},
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors},
        paths,
        ui::Ui,
    },
};

/// One word about it.
struct Word {
    said: Said,
    dossier: String,
    first: String,
}

impl Word {
    fn of(said: Said) -> Self {
        let dossier = said.code.as_deref().map(|code| Side::Counter.dossier(code)).unwrap_or_default();
        let first = said.same_as.map(|id| paths::fill(paths::EVENT, &[&id.to_string()])).unwrap_or_default();
        Self { said, dossier, first }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "cash/event.html")]
struct EventPage {
    line: Line,
    words: Vec<Word>,
    /// Where one says what it is for, as long as nobody has.
    waits: String,
    /// Number of the word that holds, when it can be taken back.
    turn: Option<i32>,
    /// Why it cannot.
    fixed: Option<&'static str>,
    back: String,
    values: BackForm,
    errors: FieldErrors,
}

/// What is taken back, and why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BackForm {
    turn: String,
    reason: String,
}

/// `GET /mot-cua/thu-phi/da-ro/{event}`.
/// # Errors
/// [`Error::NotFound`] when there is none in sight.
pub async fn show(ui: Ui, State(app): State<App>, Path(event): Path<Uuid>) -> Result<Response> {
    ui.page(&page(&ui, &app, event, BackForm::default(), FieldErrors::none()).await?)
}

/// `POST /mot-cua/thu-phi/da-ro/{event}/rut-lai`.
/// # Errors
/// As the use case.
pub async fn take_back(
    ui: Ui,
    State(app): State<App>,
    Path(event): Path<Uuid>,
    Checked(form): Checked<BackForm>,
) -> Result<Response> {
    let here = paths::fill(paths::EVENT, &[&event.to_string()]);
    let Ok(turn) = form.turn.parse() else {
        return Ok(ui.refused(&here, Message::new("cash-inbox-gone")));
    };
    let mut errors = FieldErrors::none();
    let Some(reason) = errors.take("reason", reason(&form.reason)) else {
        return ui.again(&page(&ui, &app, event, form, errors).await?);
    };
    Ok(match taken_back::take_back(&app, ui.actor()?, (event, turn), &reason).await {
        Ok(Ok(())) => {
            ui.done(&paths::fill(paths::FINDING, &[&event.to_string()]), Message::new("found-taken-back"))
        }
        Ok(Err(why)) => ui.refused(&here, Message::new(&format!("found-fixed-{}", why.key()))),
        Err(AppError::Changed) => ui.refused(&here, Message::new("cash-inbox-gone")),
        Err(other) => return Err(other.into()),
    })
}

async fn page(ui: &Ui, app: &App, event: Uuid, values: BackForm, errors: FieldErrors) -> Result<EventPage> {
    let sight = Sight::of(&app.db, &office::cashier_of(ui.actor()?)).await?;
    let seen = store::inbox::seen(&app.db, &sight, event).await?.ok_or(Error::NotFound)?;
    let amount = Vnd::new(seen.amount).unwrap_or_default();
    let words = finding::history(&app.db, event).await?;
    let holds = words.last().filter(|said| said.undone_at.is_none());
    let may = holds.map(|said| (said.turn, movable(said, amount)));
    Ok(EventPage {
        waits: if holds.is_none() {
            paths::fill(paths::FINDING, &[&event.to_string()])
        } else {
            String::new()
        },
        turn: may.and_then(|(turn, may)| may.is_ok().then_some(turn)),
        fixed: may.and_then(|(_, may)| may.err()).map(Fixed::key),
        back: paths::fill(paths::TAKING_BACK, &[&event.to_string()]),
        line: Line::of(seen),
        words: words.into_iter().map(Word::of).collect(),
        values,
        errors,
    })
}

fn movable(said: &Said, amount: Vnd) -> std::result::Result<(), Fixed> {
    let kind = MatchKind::parse(&said.kind).ok_or(Fixed::Certain)?;
    may_take_back(kind, amount, Vnd::new(said.held).unwrap_or_default())
}
