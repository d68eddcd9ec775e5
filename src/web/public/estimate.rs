//! "How long and how much?" on the page of a procedure: a form that asks what the answer depends on, and the answer. It comes from
//! `app::quotation`, as the answer to programs does. Nothing is kept: the question stands in the address.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, Utc};

use super::super::citizen::quoted::{self, Quoted};
use crate::{
    app::{
        choice,
        quotation::{self, Asked, Quotation},
        reference::Reference,
    },
    domain::{
        answers::{NO_EXEMPTION, date_text},
        calendar::{instant, local},
        decide::EXEMPT_KEY,
        ids::AgencyCode,
        party::FieldError,
        procedure::{Answers, Case, ExemptGroup, Fee, Procedure},
        refusal::Refusal,
        status::Channel,
    },
    i18n::{Locale, Message, text},
    web::{
        explain,
        form::{FieldErrors, Sent, time_of_day},
        parts::{Choice, DayMark},
    },
};

/// Marks that the form was sent.
const SENT: &str = "tinh";
/// Key of the case; the whole page is about it.
pub const CASE: &str = "truong-hop";
const CHANNEL: &str = "cach-nop";
const DAY: &str = "ngay";
const TIME: &str = "gio";
const AGENCY: &str = "noi-giai-quyet";
const GROUP: &str = "mien-giam";
/// Before the key of what is counted.
const COUNT: &str = "so.";
/// Where the procedure sets no bound.
const MOST: i64 = 9_999;

/// The form as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Estimate {
    /// Whether it was sent.
    pub asked: bool,
    /// What to mend.
    pub errors: FieldErrors,
    /// Why there is no answer though everything was understood.
    pub refused: Option<Message>,
    /// The answer.
    pub answer: Option<Answer>,
    /// Key of the case.
    pub case: String,
    /// Key of the channel.
    pub channel: String,
    /// `YYYY-MM-DD`, parts may be missing.
    pub day: String,
    /// Time of day.
    pub time: String,
    /// Code of who settles.
    pub agency: String,
    /// Key of the exempt group.
    pub group: String,
    /// What is counted.
    pub counts: Vec<Count>,
    /// The cases.
    pub cases: Vec<Choice>,
    /// The channels that are open.
    pub channels: Vec<Choice>,
    /// Who may settle; empty where the procedure says who.
    pub agencies: Vec<Choice>,
    /// Who does not pay; empty where everybody does.
    pub groups: Vec<Choice>,
}

/// Something that the fee is counted by.
#[derive(Clone, Debug)]
pub struct Count {
    /// Name of the field.
    pub name: String,
    /// What is counted.
    pub label: String,
    /// As typed.
    pub value: String,
    /// Least and most.
    pub bounds: (i64, i64),
}

/// How long and how much.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Fee lines and both limits.
    pub quoted: Quoted,
    /// When it would be due; none without a limit.
    pub due_at: Option<DateTime<Utc>>,
    /// How that comes about.
    pub rows: Vec<explain::Row>,
    /// The same as days.
    pub days: Vec<DayMark>,
}

/// The form for `case`, with what was sent and, once all of it is understood, the answer.
#[must_use]
pub fn of(
    (locale, now): (Locale, DateTime<Utc>),
    (procedure, case): (&Procedure, &Case),
    reference: &Reference,
    sent: &Sent,
) -> Estimate {
    let mut estimate = blank(locale, (procedure, case), reference, now);
    let value = |name: &str| sent.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned());
    if value(SENT).is_none() {
        return estimate;
    }
    estimate.asked = true;
    let keep = |slot: &mut String, name: &str| {
        if let Some(typed) = value(name) {
            *slot = typed;
        }
    };
    keep(&mut estimate.channel, CHANNEL);
    keep(&mut estimate.time, TIME);
    keep(&mut estimate.agency, AGENCY);
    keep(&mut estimate.group, GROUP);
    if let [Some(year), Some(month), Some(day)] =
        ["year", "month", "day"].map(|part| value(&format!("{DAY}-{part}")))
    {
        estimate.day = date_text(&year, &month, &day);
    }
    for count in &mut estimate.counts {
        keep(&mut count.value, &count.name);
    }
    if value(CASE).is_some_and(|key| key != case.key) {
        estimate.errors.take::<()>(CASE, Err(FieldError::Choice));
    }
    let asked = read(&mut estimate, procedure, case);
    let Some(asked) = asked.filter(|_| estimate.errors.is_empty()) else {
        return estimate;
    };
    let answer = quotation::quotation(reference, procedure, &asked)
        .and_then(|found| told(locale, &found, reference, &asked.settling));
    match answer {
        Ok(answer) => estimate.answer = Some(answer),
        Err(refusal) => estimate.refused = Some(Message::refusal(&refusal)),
    }
    estimate
}

fn told(
    locale: Locale,
    found: &Quotation,
    reference: &Reference,
    settling: &AgencyCode,
) -> Result<Answer, Refusal> {
    let calendar = reference.calendar_of(settling).map_err(|_| Refusal::AgencyNotCompetent)?;
    Ok(Answer {
        quoted: quoted::said(locale, Some(&found.quote), Some(found.promise), found.basis.as_deref()),
        due_at: found.reckoning.due_at,
        rows: found.reckoning.rows.iter().map(|row| crate::i18n::explain::say(locale, row)).collect(),
        days: explain::strip(locale, &found.question.ledger()?, &calendar)?,
    })
}

/// The form before anything is typed: now, by the first channel, one of everything.
fn blank(
    locale: Locale,
    (procedure, case): (&Procedure, &Case),
    reference: &Reference,
    now: DateTime<Utc>,
) -> Estimate {
    let today = local(now).date();
    let named = |key: String| Choice::new(key.clone(), text(locale, &key, &[]));
    let channels: Vec<Choice> = [Channel::Online, Channel::Direct, Channel::Postal]
        .into_iter()
        .filter(|channel| procedure.channels.iter().any(|terms| terms.channel == *channel))
        .map(|channel| Choice { key: channel.key().to_owned(), ..named(format!("channel-{channel}")) })
        .collect();
    let groups = groups(procedure, case);
    let none = Choice::new(NO_EXEMPTION, text(locale, "answer-exempt-none", &[]));
    let label = |group: &ExemptGroup| text(locale, &format!("exempt-group-{group}"), &[]);
    let choices = groups.iter().map(|group| Choice::new(group.key(), label(group)));
    let communes = if procedure.agency.is_some() { Vec::new() } else { choice::communes(reference, today) };
    Estimate {
        case: case.key.clone(),
        channel: channels.first().map_or_else(String::new, |first| first.key.clone()),
        day: today.format("%Y-%m-%d").to_string(),
        time: local(now).format("%H:%M").to_string(),
        group: NO_EXEMPTION.to_owned(),
        counts: counts(procedure, case),
        cases: procedure.cases.iter().map(|c| Choice::new(c.key.clone(), c.name.clone())).collect(),
        channels,
        agencies: communes.into_iter().map(|a| Choice::new(a.code.clone(), a.name.clone())).collect(),
        groups: if groups.is_empty() { Vec::new() } else { choices.chain([none]).collect() },
        ..Estimate::default()
    }
}

fn fees<'a>(procedure: &'a Procedure, case: &'a Case) -> impl Iterator<Item = &'a Fee> {
    procedure.fees.iter().filter(|fee| case.fees.contains(&fee.key))
}

fn groups(procedure: &Procedure, case: &Case) -> Vec<ExemptGroup> {
    let mut groups: Vec<ExemptGroup> = fees(procedure, case)
        .flat_map(|fee| fee.exemptions.iter().map(|exemption| exemption.group))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

fn counts(procedure: &Procedure, case: &Case) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    for fee in fees(procedure, case) {
        for key in fee.counted_by() {
            let name = format!("{COUNT}{key}");
            if counts.iter().any(|known| known.name == name) {
                continue;
            }
            let field = procedure.form.iter().flat_map(|page| &page.fields).find(|field| field.key == *key);
            let bound = |value: Option<i64>, usual| value.filter(|n| (1..=MOST).contains(n)).unwrap_or(usual);
            counts.push(Count {
                name,
                label: field.map_or_else(|| fee.name.clone(), |field| field.label.clone()),
                value: "1".to_owned(),
                bounds: (bound(field.and_then(|f| f.min), 1), bound(field.and_then(|f| f.max), MOST)),
            });
        }
    }
    counts
}

/// What was typed as a question; what cannot be read is noted.
fn read<'a>(estimate: &mut Estimate, procedure: &Procedure, case: &'a Case) -> Option<Asked<'a>> {
    let Estimate { errors, channel, channels, day, time, agency, agencies, group, groups, counts, .. } =
        estimate;
    let among = |key: &String, choices: &[Choice]| choices.iter().any(|choice| choice.key == *key);
    let chosen = Channel::parse(channel).filter(|_| among(channel, channels)).ok_or(FieldError::Choice);
    let channel = errors.take(CHANNEL, chosen);
    let day = errors.take(DAY, day_of(day));
    let time = errors.take(TIME, time_of_day(time));
    let mut answers = Answers::new();
    for count in counts {
        let number = count.value.parse::<i64>().ok();
        let number = number.filter(|n| (count.bounds.0..=count.bounds.1).contains(n));
        let Some(number) = number else {
            let (least, most) = count.bounds;
            let said = Message::new("citizen-field-number-between").with("min", least).with("max", most);
            errors.add(&count.name, said);
            continue;
        };
        let key = count.name.strip_prefix(COUNT).unwrap_or_default();
        answers.insert(key.to_owned(), number.to_string());
    }
    if !groups.is_empty() && !among(group, groups) {
        errors.take::<()>(GROUP, Err(FieldError::Choice));
    } else if group != NO_EXEMPTION {
        answers.insert(EXEMPT_KEY.to_owned(), group.clone());
    }
    let settling = match &procedure.agency {
        Some(agency) => Ok(agency.clone()),
        None => AgencyCode::parse(agency).ok().filter(|_| among(agency, agencies)).ok_or(FieldError::Choice),
    };
    let settling = errors.take(AGENCY, settling);
    Some(Asked { case, channel: channel?, at: at(day?, time?), answers, settling: settling? })
}

fn at(day: NaiveDate, time: chrono::NaiveTime) -> DateTime<Utc> {
    instant(NaiveDateTime::new(day, time))
}

fn day_of(text: &str) -> Result<NaiveDate, FieldError> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    day.filter(|day| (1900..=2100).contains(&day.year())).ok_or(FieldError::Date)
}
