//! `/mot-cua/thu-phi/sao-ke`: a bank's statement is pasted or uploaded, shown line by line with what each would do, and taken in.
//! Nothing is kept between the two: the text travels with the page.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::State, response::Response};

use super::office;
use crate::{
    app::{
        context::App,
        statement::{self, Fate, MOST_LINES, Told},
    },
    domain::{
        facts::local_date,
        ids::AgencyCode,
        matching::Fit,
        money::Vnd,
        party::FieldError,
        same_money,
        statement::{self as law, Line, NotAStatement, Statement, WhyRefused},
        statement_layout::{Column, Layout},
        statement_rows::decoded,
    },
    i18n::{Message, text},
    store::{self, bank_account::BankAccount, inbox::Import},
    web::{
        desk::place::Side,
        error::Result,
        filters,
        form::{FieldErrors, field_message},
        parts::Choice,
        paths,
        ui::Ui,
        upload::{MOST_TEXT, TextParts},
    },
};

/// So many lines of each kind are shown.
const SHOWN: usize = 100;

/// The largest text in the field, in bytes: a file that was looked at comes back in it, with longer ends of lines and in UTF-8.
const MOST_TYPED: usize = 2 * MOST_TEXT;

/// What a column is called, where it has no usual name.
struct Named {
    name: String,
    label: String,
    value: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/statement.html")]
struct StatementPage {
    agency: String,
    agencies: Vec<Choice>,
    text: String,
    columns: Vec<Named>,
    named: bool,
    look: &'static str,
    errors: FieldErrors,
    foreseen: Option<Foreseen>,
    imports: Vec<Import>,
}

/// What the statement would do.
struct Foreseen {
    account: String,
    count: usize,
    total: Vnd,
    known: usize,
    unclear: usize,
    meant: usize,
    outgoing: u32,
    passed_over: u32,
    joined: u64,
    behind_head: u64,
    /// Lines that were probably heard before, each to be taken in by a cashier's word only.
    probably: Vec<(Line, bool)>,
    more_probably: usize,
    rows: Vec<Row>,
    more: usize,
    refused: Vec<(u64, Message)>,
    more_refused: usize,
    new: usize,
}

/// One line.
struct Row {
    line: Line,
    dossier: Option<(String, String)>,
    words: Message,
    tone: &'static str,
}

/// What was sent.
struct Sent {
    agency: AgencyCode,
    text: String,
    layout: Layout,
    despite: BTreeSet<String>,
    errors: FieldErrors,
}

/// `GET /mot-cua/thu-phi/sao-ke`.
/// # Errors
/// As the store.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let agency = office::chosen(&office::cashier_of(ui.actor()?), "")?;
    let layout = store::inbox::layout(&app.db, &agency).await?;
    let errors = FieldErrors::none();
    let sent = Sent { agency, text: String::new(), layout, despite: BTreeSet::new(), errors };
    ui.page(&page(&ui, &app, sent, None).await?)
}

/// `POST /mot-cua/thu-phi/sao-ke/xem-truoc`: what each line would do. Nothing changes.
/// # Errors
/// As the store.
pub async fn preview(ui: Ui, State(app): State<App>, parts: TextParts) -> Result<Response> {
    let sent = read(&ui, &parts)?;
    match statement_of(&app, &sent).await? {
        Ok((account, statement)) => {
            let foreseen = foresee(&app, &account, statement, &sent.despite).await?;
            ui.page(&page(&ui, &app, sent, Some(foreseen)).await?)
        }
        Err(errors) => ui.again(&page(&ui, &app, Sent { errors, ..sent }, None).await?),
    }
}

/// `POST /mot-cua/thu-phi/sao-ke`.
/// # Errors
/// As the use case.
pub async fn take_in(ui: Ui, State(app): State<App>, parts: TextParts) -> Result<Response> {
    let sent = read(&ui, &parts)?;
    match statement_of(&app, &sent).await? {
        Ok((account, read)) => {
            let whose = (&sent.agency, &account);
            let told = Told { layout: &sent.layout, statement: &read, despite: &sent.despite };
            let taken = statement::take_in(&app, ui.actor()?, whose, told).await?;
            let said = if taken.fresh() == 0 {
                Message::new("cash-statement-nothing-new")
            } else if taken.left > 0 {
                Message::new("cash-statement-taken-but")
                    .with("booked", taken.booked)
                    .with("held", taken.held)
                    .with("unclear", taken.unclear)
                    .with("left", taken.left)
            } else {
                Message::new("cash-statement-taken")
                    .with("booked", taken.booked)
                    .with("held", taken.held)
                    .with("unclear", taken.unclear)
            };
            let to = if taken.unclear > 0 { paths::INBOX } else { paths::STATEMENT };
            Ok(ui.done(to, said))
        }
        Err(errors) => ui.again(&page(&ui, &app, Sent { errors, ..sent }, None).await?),
    }
}

fn read(ui: &Ui, parts: &TextParts) -> Result<Sent> {
    let field = |name: &str| {
        parts.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    };
    let agency = office::chosen(&office::cashier_of(ui.actor()?), field("agency"))?;
    let mut errors = FieldErrors::none();
    let file = parts.files.iter().find(|file| file.field == "file");
    let text = match file.map(|file| decoded(&file.bytes)) {
        Some(Some(text)) => text,
        Some(None) => {
            errors.add("file", Message::new("cash-statement-not-text"));
            String::new()
        }
        // Such a text is not sent back either.
        None if field("text").len() > MOST_TYPED => {
            let most = MOST_TYPED / (1024 * 1024);
            errors.add("text", Message::new("upload-text-too-large").with("most", most));
            String::new()
        }
        None => field("text").to_owned(),
    };
    if let Some((_, message)) = parts.errors.iter().find(|(field, _)| field == "file") {
        errors.add("file", message.clone());
    }
    if text.trim().is_empty() && errors.is_empty() {
        errors.add("text", field_message(FieldError::Required));
    }
    let printable = |name: &str| same_money::printable(name).trim().to_owned();
    let names = |column: &Column| {
        let typed = field(&format!("column-{column}"));
        let names: Vec<String> = typed.split(';').map(printable).filter(|name| !name.is_empty()).collect();
        (!names.is_empty()).then_some((*column, names))
    };
    let layout = Layout { columns: Column::ALL.iter().filter_map(names).collect() };
    let despite =
        parts.fields.iter().filter(|(field, _)| field == "despite").map(|(_, key)| key.clone()).collect();
    Ok(Sent { agency, text, layout, despite, errors })
}

type OrErrors<T> = std::result::Result<T, FieldErrors>;

async fn statement_of(app: &App, sent: &Sent) -> Result<OrErrors<(BankAccount, Statement)>> {
    let mut errors = sent.errors.clone();
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    let Some(account) = store::bank_account::collecting(&app.db, &sent.agency).await? else {
        errors.add("text", Message::new("cash-statement-no-account"));
        return Ok(Err(errors));
    };
    let today = local_date(app.clock.now());
    match law::read(sent.text.as_bytes(), &sent.layout, &account.number, today) {
        Ok(statement) if statement.lines.len() > MOST_LINES => {
            errors.add("text", Message::new("cash-statement-too-long").with("most", MOST_LINES));
            Ok(Err(errors))
        }
        Ok(statement) => Ok(Ok((account, statement))),
        Err(NotAStatement::TooLong) => {
            errors.add("text", Message::new("cash-statement-too-long").with("most", law::MOST_LINES));
            Ok(Err(errors))
        }
        Err(NotAStatement::NoDirection) => {
            errors.add("column-direction", Message::new("cash-statement-no-direction"));
            Ok(Err(errors))
        }
        Err(NotAStatement::NoHead { missing }) => {
            for column in missing {
                errors.add(&format!("column-{column}"), Message::new("cash-statement-no-column"));
            }
            Ok(Err(errors))
        }
    }
}

async fn foresee(
    app: &App,
    account: &BankAccount,
    statement: Statement,
    despite: &BTreeSet<String>,
) -> Result<Foreseen> {
    let fates = statement::foresee(app, &statement).await?;
    let count = |fate: fn(&Fate) -> bool| fates.iter().filter(|one| fate(one)).count();
    let known = count(|fate| *fate == Fate::Known);
    let unclear = count(|fate| matches!(fate, Fate::Unclear | Fate::UsedAgain));
    let left = count(|fate| *fate == Fate::Probably);
    let probably = statement.lines.iter().zip(&fates).filter(|(_, fate)| **fate == Fate::Probably);
    let ticked = |line: &Line| (line.clone(), despite.contains(&line.key));
    let total = statement.total().unwrap_or_default();
    let lines = statement.lines.len();
    let refused = statement.refused.iter().take(SHOWN).map(|line| (line.number, why(&line.why))).collect();
    Ok(Foreseen {
        account: account.number.clone(),
        count: lines,
        total,
        known,
        unclear,
        meant: fates.len().saturating_sub(known.saturating_add(unclear).saturating_add(left)),
        probably: probably.take(SHOWN).map(|(line, _)| ticked(line)).collect(),
        more_probably: left.saturating_sub(SHOWN),
        outgoing: statement.outgoing,
        passed_over: statement.passed_over,
        joined: statement.joined,
        behind_head: statement.behind_head,
        refused,
        more_refused: statement.refused.len().saturating_sub(SHOWN),
        rows: statement
            .lines
            .into_iter()
            .zip(fates)
            .take(SHOWN)
            .map(|(line, fate)| row(line, fate))
            .collect(),
        more: lines.saturating_sub(SHOWN),
        new: lines.saturating_sub(known.saturating_add(left)),
    })
}

fn row(line: Line, fate: Fate) -> Row {
    match fate {
        Fate::Known => Row { line, dossier: None, words: Message::new("cash-fate-known"), tone: "neutral" },
        Fate::Probably => {
            Row { line, dossier: None, words: Message::new("cash-fate-probably"), tone: "warn" }
        }
        Fate::UsedAgain => {
            Row { line, dossier: None, words: Message::new("cash-fate-used-again"), tone: "warn" }
        }
        Fate::Unclear => Row { line, dossier: None, words: Message::new("cash-fate-unclear"), tone: "warn" },
        Fate::For(code, fit) => {
            let tone = if fit == Fit::Exact { "ok" } else { "warn" };
            let href = Side::Counter.dossier(code.as_str());
            Row { line, dossier: Some((code.as_str().to_owned(), href)), words: fits(fit), tone }
        }
    }
}

/// How an amount fits, in words.
#[must_use]
pub fn fits(fit: Fit) -> Message {
    match fit {
        Fit::Exact => Message::new("cash-fit-exact"),
        Fit::Under { missing } => Message::new("cash-fit-under").with("amount", missing),
        Fit::Over { surplus } => Message::new("cash-fit-over").with("amount", surplus),
    }
}

fn why(why: &WhyRefused) -> Message {
    let said = Message::new(&format!("cash-refused-{}", why.key()));
    match why {
        WhyRefused::Date(cell)
        | WhyRefused::Amount(cell)
        | WhyRefused::Direction(cell)
        | WhyRefused::OtherAccount(cell) => said.with("cell", cell.as_str()),
        WhyRefused::Future(day) => said.with("cell", day.format("%d/%m/%Y").to_string()),
        WhyRefused::NumberTaken { line } => said.with("line", line.to_string()),
        WhyRefused::NoMoney
        | WhyRefused::BothWays
        | WhyRefused::TakenBack
        | WhyRefused::Quote
        | WhyRefused::Wide
        | WhyRefused::Short
        | WhyRefused::NoAccount
        | WhyRefused::Text => said,
    }
}

async fn page(ui: &Ui, app: &App, sent: Sent, foreseen: Option<Foreseen>) -> Result<StatementPage> {
    let agencies = office::cashier_of(ui.actor()?);
    let named = |column: &Column| Named {
        name: format!("column-{column}"),
        label: text(ui.locale(), &format!("cash-column-{column}"), &[]),
        value: sent.layout.columns.get(column).map(|names| names.join("; ")).unwrap_or_default(),
    };
    Ok(StatementPage {
        columns: Column::ALL.iter().map(named).collect(),
        named: !sent.layout.columns.is_empty() || sent.errors.iter().any(|(f, _)| f.starts_with("column-")),
        imports: store::inbox::imports(&app.db, &agencies).await?,
        agencies: office::choices(app, &agencies).await?,
        agency: sent.agency.as_str().to_owned(),
        text: sent.text,
        errors: sent.errors,
        look: if foreseen.is_some() { "secondary" } else { "primary" },
        foreseen,
    })
}
