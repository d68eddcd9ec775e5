//! `motcua deadline explain`: due dates for whoever wants to check ours, one question or a stream of them.

use std::io::{BufRead as _, BufWriter, Write as _};

use anyhow::{Context as _, bail};
use chrono::{DateTime, FixedOffset, Utc};
use motcua::{
    app::context::App,
    config::{AnswerFormat, Exit, Explain},
    domain::{
        calendar::WorkCalendar,
        calendar_csv,
        clock_rules::{Convention, CountMode},
        ids::AgencyCode,
        limit::{Promise, TimeLimit},
        reckon::{Question, Reckoning, read_moment, read_stretch},
    },
    i18n::{self, Locale, format},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Stop, say};

/// Việt Nam keeps +07:00 all year.
const HERE: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(offset) => offset,
    None => unreachable!(),
};

/// A question as it stands in a line of the standard input.
#[derive(Debug, Deserialize)]
struct Line {
    received: String,
    limit: String,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    online: bool,
    #[serde(default)]
    pauses: Vec<Stretch>,
}

/// A pause: `"FROM..TO"`, `["FROM", "TO"]` or `{"from": …, "to": …}`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Stretch {
    Text(String),
    Pair(String, Option<String>),
    Named { from: String, to: Option<String> },
}

impl Stretch {
    fn read(&self) -> Option<(DateTime<Utc>, Option<DateTime<Utc>>)> {
        match self {
            Self::Text(text) => read_stretch(text),
            Self::Pair(from, to) | Self::Named { from, to } => {
                let to = match to {
                    Some(to) => Some(read_moment(to)?),
                    None => None,
                };
                Some((read_moment(from)?, to))
            }
        }
    }
}

/// The calendar of a file; no database is needed for it.
pub(super) fn calendar_of_file(options: &Explain) -> anyhow::Result<Option<WorkCalendar>> {
    let Some(path) = &options.calendar else { return Ok(None) };
    let text = std::fs::read(path).with_context(|| format!("cannot open {}", path.display()))?;
    let data = calendar_csv::read(&text).with_context(|| format!("{} is no calendar", path.display()))?;
    Ok(Some(WorkCalendar::new(data)?))
}

/// With the calendar of an agency.
pub(super) async fn explain_by_agency(app: &App, options: &Explain) -> Result<Exit, Stop> {
    let Some(code) = &options.agency else {
        return Err(Stop {
            exit: Exit::Usage,
            error: anyhow::anyhow!("say whose calendar counts: --agency CODE or --calendar FILE.csv"),
        });
    };
    let code = AgencyCode::parse(code).map_err(|_| anyhow::anyhow!("{code} is no code of an agency"))?;
    let reference = app.reference().await?;
    explain(options, &*reference.calendar_of(&code)?)
}

/// One question from the options, or one a line from the standard input.
pub(super) fn explain(options: &Explain, calendar: &WorkCalendar) -> Result<Exit, Stop> {
    if options.stdin {
        return Ok(stream(options, calendar)?);
    }
    let line = Line {
        received: options.received.clone().unwrap_or_default(),
        limit: options.limit.clone().unwrap_or_default(),
        mode: None,
        online: options.online,
        pauses: options.pause.iter().cloned().map(Stretch::Text).collect(),
    };
    let question = ask(&line, options).map_err(|error| Stop { exit: Exit::Usage, error })?;
    let answer = question.answer(calendar)?;
    let mut out = std::io::stdout().lock();
    match options.format {
        AnswerFormat::Json => writeln!(out, "{}", told(&answer))?,
        AnswerFormat::Text => {
            for row in &answer.rows {
                let row = i18n::explain::say(Locale::Vi, row);
                writeln!(out, "{:<28} {}", row.label, row.words)?;
            }
            if let Some(due) = answer.due_at {
                writeln!(out, "= {} ({})", here(due).to_rfc3339(), format::datetime_long(Locale::En, due))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn stream(options: &Explain, calendar: &WorkCalendar) -> anyhow::Result<Exit> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut failed = 0_u64;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match answer_line(&line, options, calendar) {
            Ok(answer) => writeln!(out, "{answer}")?,
            Err(error) => {
                failed += 1;
                writeln!(out, "{}", json!({ "error": format!("{error:#}") }))?;
            }
        }
    }
    out.flush()?;
    if failed > 0 {
        say(&format!("{failed} of the lines could not be answered; each says why."));
    }
    Ok(if failed > 0 { Exit::Partial } else { Exit::Done })
}

fn answer_line(line: &str, options: &Explain, calendar: &WorkCalendar) -> anyhow::Result<Value> {
    let line: Line = serde_json::from_str(line).context("not such a question")?;
    Ok(told(&ask(&line, options)?.answer(calendar)?))
}

fn ask(line: &Line, options: &Explain) -> anyhow::Result<Question> {
    let received = read_moment(&line.received)
        .with_context(|| format!("received “{}” is no moment: 2026-04-24T10:00", line.received))?;
    let statutory = TimeLimit::parse(&line.limit)
        .with_context(|| format!("limit “{}”, write it like “5 working-days”", line.limit))?;
    let promise = if line.online {
        Promise::online(statutory, None, options.faster)
    } else {
        Promise::plain(statutory)
    };
    let mode = match line.mode.as_deref().or(options.mode.as_deref()) {
        None => CountMode::Day,
        Some(key) => {
            CountMode::parse(key).with_context(|| format!("mode “{key}” is neither day nor hour"))?
        }
    };
    let mut pauses = Vec::new();
    for stretch in &line.pauses {
        match stretch.read() {
            Some(pause) => pauses.push(pause),
            None => bail!("a pause is no stretch of time: FROM..TO"),
        }
    }
    let convention = Convention { mode, ..Convention::default() };
    Ok(Question { received, promise, basis: None, convention, pauses })
}

/// The answer with local moments, as RFC 3339 with +07:00.
fn told(answer: &Reckoning) -> Value {
    json!({
        "due_at": answer.due_at.map(|due| here(due).to_rfc3339()),
        "allowance_minutes": answer.allowance_minutes,
        "rows": answer.rows,
    })
}

fn here(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&HERE)
}
