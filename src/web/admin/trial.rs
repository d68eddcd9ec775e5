//! `/quan-tri/uu-dai/thu`: what a procedure would cost, line by line with its basis, under the schedule in force and under the draft;
//! of its published version or of its own draft.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::NaiveDate;

use super::rows;
use crate::{
    app::context::App,
    domain::{
        decide::{EXEMPT_KEY, local_date, quote_for},
        ids::ProcedureCode,
        money::Vnd,
        preference::Schedule,
        procedure::{Answers, Case, ExemptGroup, Fee, Procedure},
        quote::Priced,
        status::Channel,
    },
    i18n::{Locale, Message, format, text},
    store,
    web::{
        error::Result,
        fees, filters,
        form::{FieldErrors, Sent},
        parts::{Choice, FeeLine},
        paths,
        ui::Ui,
    },
};

/// Before the key of what is counted.
const COUNT: &str = "so.";
/// The version that is not published yet.
const DRAFT: &str = "nhap";

/// The page.
#[derive(Template)]
#[template(path = "admin/trial.html")]
struct TrialPage {
    code: String,
    day: String,
    group: String,
    version: String,
    counts: Vec<Count>,
    groups: Vec<Choice>,
    versions: Vec<Choice>,
    procedure: String,
    outcomes: Vec<Outcome>,
    errors: FieldErrors,
}

/// Something that a fee of the procedure is counted by.
struct Count {
    name: String,
    key: String,
    label: String,
    value: String,
}

/// One channel of one case.
struct Outcome {
    case: String,
    channel: &'static str,
    before: Cost,
    after: Cost,
    differs: bool,
}

/// What it comes to under one schedule.
struct Cost {
    lines: Vec<FeeLine>,
    total: Vnd,
    words: String,
}

/// Shows the form and, once all of it is understood, what it comes to.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>, Query(sent): Query<Sent>) -> Result<Response> {
    let page = page(&app, ui.locale(), &sent).await?;
    ui.page(&page)
}

async fn page(app: &App, locale: Locale, sent: &Sent) -> Result<TrialPage> {
    let value = |name: &str| {
        sent.iter().find(|(n, _)| n == name).map(|(_, typed)| typed.trim().to_owned()).unwrap_or_default()
    };
    let today = local_date(app.clock.now());
    let day = Some(value("ngay")).filter(|typed| !typed.is_empty());
    let mut page = TrialPage {
        code: value("ma"),
        day: day.unwrap_or_else(|| rows::date_of(Some(today))),
        group: value("nhom"),
        version: value("ban"),
        counts: Vec::new(),
        groups: rows::choices(ExemptGroup::ALL.iter().map(|group| group.key()), "exempt-group", locale),
        versions: [("", "admin-published"), (DRAFT, "admin-draft")]
            .map(|(key, words)| Choice::new(key, text(locale, words, &[])))
            .to_vec(),
        procedure: String::new(),
        outcomes: Vec::new(),
        errors: FieldErrors::none(),
    };
    if page.code.is_empty() {
        return Ok(page);
    }
    let on = rows::day(&mut page.errors, "ngay", &page.day);
    let Ok(code) = ProcedureCode::parse(&page.code) else {
        page.errors.add("ma", Message::new("admin-trial-unknown"));
        return Ok(page);
    };
    let file = store::catalogue_admin::of(&app.db, &code).await?;
    let version = file.and_then(|file| if page.version == DRAFT { file.draft } else { file.published });
    let Some(procedure) = version.map(|version| version.0) else {
        page.errors.add("ma", Message::new("admin-trial-unknown"));
        return Ok(page);
    };
    page.procedure.clone_from(&procedure.name);
    page.counts = counts(&procedure, &value);
    let mut answers = Answers::new();
    for count in &page.counts {
        let number = page.errors.take(&count.name, rows::number(&count.value));
        answers.extend(number.map(|number| (count.key.clone(), number.to_string())));
    }
    if let Some(group) = ExemptGroup::parse(&page.group) {
        answers.insert(EXEMPT_KEY.to_owned(), group.to_string());
    }
    if let Some(on) = on.filter(|_| page.errors.is_empty()) {
        let all = store::fee_schedule::latest(&app.db).await?;
        let nothing = Schedule::default();
        let in_force = all.iter().find(|stored| stored.published_at.is_some());
        let before = in_force.map_or(&nothing, |stored| &stored.schedule);
        let draft = all.first().filter(|stored| stored.published_at.is_none());
        let after = draft.map_or(before, |stored| &stored.schedule);
        page.outcomes = outcomes((&procedure, &answers), on, (before, after), locale);
    }
    Ok(page)
}

/// What the fees are counted by, each once, with what was typed; one where nothing was.
fn counts(procedure: &Procedure, value: &dyn Fn(&str) -> String) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    let keys = procedure.fees.iter().flat_map(|fee| fee.counted_by().map(move |key| (fee, key)));
    for (fee, key) in keys {
        if counts.iter().any(|known| known.key == *key) {
            continue;
        }
        let name = format!("{COUNT}{key}");
        let field = procedure.form.iter().flat_map(|page| &page.fields).find(|field| field.key == *key);
        let typed = Some(value(&name)).filter(|typed| !typed.is_empty());
        counts.push(Count {
            label: label(field.map(|field| field.label.as_str()), fee),
            value: typed.unwrap_or_else(|| "1".to_owned()),
            key: key.clone(),
            name,
        });
    }
    counts
}

fn label(field: Option<&str>, fee: &Fee) -> String {
    field.map_or_else(|| fee.name.clone(), str::to_owned)
}

fn outcomes(
    (procedure, answers): (&Procedure, &Answers),
    on: NaiveDate,
    (before, after): (&Schedule, &Schedule),
    locale: Locale,
) -> Vec<Outcome> {
    let open = || procedure.channels.iter().map(|terms| terms.channel);
    let cases = procedure.cases.iter().filter(|case| !case.fees.is_empty());
    cases
        .flat_map(|case| open().map(move |channel| (case, channel)))
        .map(|(case, channel)| {
            let cost = |schedule| cost((procedure, case, answers), (channel, on), schedule, locale);
            let (before, after) = (cost(before), cost(after));
            Outcome {
                case: case.name.clone(),
                channel: match channel {
                    Channel::Direct => "channel-direct",
                    Channel::Online => "channel-online",
                    Channel::Postal => "channel-postal",
                },
                differs: before.words != after.words || before.lines != after.lines,
                before,
                after,
            }
        })
        .collect()
}

fn cost(
    (procedure, case, answers): (&Procedure, &Case, &Answers),
    (channel, on): (Channel, NaiveDate),
    schedule: &Schedule,
    locale: Locale,
) -> Cost {
    match quote_for(Priced::of(procedure, case), answers, channel, on, schedule) {
        Ok(quote) => Cost {
            lines: fees::lines(locale, &quote),
            total: quote.total,
            words: format::dong(locale, quote.total),
        },
        Err(refusal) => {
            Cost { lines: Vec::new(), total: Vnd::ZERO, words: Message::refusal(&refusal).text(locale) }
        }
    }
}
