//! The history of a dossier as officers read it: what, when, by whom, with what remark. Newest first.

use chrono::{DateTime, Utc};

use crate::{
    app::reference::Reference,
    domain::{
        command::GivenBack,
        event::Event,
        further::Asked,
        money::Vnd,
        moved::Moved,
        procedure::{ExemptGroup, Procedure},
    },
    i18n::{Argument as _, Locale, Value, fees, format, text},
    store::view::HistoryLine,
    web::fields,
};

/// One line.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done.
    pub title: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, at which agency.
    pub by: String,
    /// What came of it, one fact a line.
    pub facts: Vec<String>,
    /// Reason or remark as written.
    pub remark: String,
}

/// The lines, newest first.
#[must_use]
pub fn entries(
    history: &[HistoryLine],
    procedure: &Procedure,
    reference: &Reference,
    locale: Locale,
) -> Vec<Entry> {
    let teller = Teller { procedure, reference, locale };
    history.iter().rev().map(|line| teller.entry(line)).collect()
}

struct Teller<'a> {
    procedure: &'a Procedure,
    reference: &'a Reference,
    locale: Locale,
}

impl Teller<'_> {
    fn t(&self, key: &str, args: &[(&str, Value)]) -> String {
        text(self.locale, key, args)
    }

    fn entry(&self, line: &HistoryLine) -> Entry {
        let taken =
            matches!(&line.event, Event::Reassigned { to: Some(to), .. } if to.uuid() == line.actor_id);
        let title =
            if taken { self.t("desk-taken", &[]) } else { self.t(&format!("past-{}", line.action), &[]) };
        let by = match &line.agency {
            Some(agency) => format!("{}, {}", line.actor, self.reference.short_name(agency)),
            None => line.actor.clone(),
        };
        Entry {
            title,
            at: line.at,
            by,
            facts: self.facts(&line.event),
            remark: line.event.remark().unwrap_or_default().to_owned(),
        }
    }

    fn moment(&self, at: DateTime<Utc>) -> Value {
        format::datetime_long(self.locale, at).value()
    }

    fn due(&self, due_at: Option<DateTime<Utc>>) -> Vec<String> {
        due_at.map(|at| self.t("desk-fact-due", &[("at", self.moment(at))])).into_iter().collect()
    }

    fn moved(&self, which: &str, Moved { from, to }: Moved) -> String {
        let args = [("from", self.moment(from)), ("to", self.moment(to))];
        self.t(&format!("desk-fact-moved-{which}"), &args)
    }

    fn agency(&self, code: &str) -> Value {
        self.reference.short_name(code).value()
    }

    fn given_back(&self, GivenBack { amount, cause, method, reference, .. }: &GivenBack) -> Vec<String> {
        let method = self.t(&format!("desk-pay-{method}"), &[]);
        let cause = self.t(&format!("refund-cause-{cause}"), &[]);
        vec![format!("{} – {method} ({reference})", format::dong(self.locale, amount.dong())), cause]
    }

    /// The group that was claimed and the one that was found, or the one that is both.
    fn groups(&self, claimed: Option<ExemptGroup>, found: Option<ExemptGroup>) -> String {
        let said = |group: Option<ExemptGroup>| {
            let named = group.map(|group| format!("exempt-group-{group}"));
            self.t(named.as_deref().unwrap_or("answer-exempt-none"), &[])
        };
        if claimed == found { said(found) } else { format!("{} → {}", said(claimed), said(found)) }
    }

    /// All that is asked for, and the further amount in it with what it rests on.
    fn asked(&self, amount: Vnd, further: Option<&Asked>) -> Vec<String> {
        let further = further.map(|asked| {
            let (what, how_much) = fees::asked(self.locale, asked);
            format!("{what}: {how_much}")
        });
        [format::dong(self.locale, amount)].into_iter().chain(further).collect()
    }

    fn facts(&self, event: &Event) -> Vec<String> {
        match event {
            Event::Submitted { respond_by, representative, post, .. } => {
                let filer = representative.iter().map(|r| {
                    let args = [("name", r.name.value()), ("relation", r.relation.value())];
                    self.t("desk-fact-filer", &args)
                });
                let arrival = post.iter().map(|p| {
                    let args = [("tracking", p.tracking.value()), ("at", self.moment(p.handed_over_at))];
                    self.t("desk-fact-post", &args)
                });
                let answer = self.t("desk-fact-respond", &[("at", self.moment(*respond_by))]);
                filer.chain(arrival).chain([answer]).collect()
            }
            Event::Accepted { due_at } => self.due(*due_at),
            Event::SupplementRequested { items, until, .. } => {
                let mut facts: Vec<String> =
                    items.iter().map(|item| format!("{}: {}", item.name, item.reason)).collect();
                facts.push(self.t("desk-fact-until", &[("date", format::date(*until).value())]));
                facts
            }
            Event::Supplemented { documents, due_at, answers, .. } => {
                let mut facts = Vec::new();
                if *documents > 0 || answers.is_empty() {
                    facts.push(self.t("desk-fact-documents", &[("count", documents.value())]));
                }
                let changed = |c| fields::change(self.locale, self.procedure, c, self.reference);
                facts.extend(answers.iter().map(|c| format!("{}: {}", c.name, changed(c))));
                facts.extend(self.due(*due_at));
                facts
            }
            Event::PaymentRecalled { amount, .. } if amount.is_zero() => Vec::new(),
            Event::PaymentRequested { amount, further, .. } => self.asked(*amount, further.as_ref()),
            Event::PaymentRecalled { amount, .. } => vec![format::dong(self.locale, amount.dong())],
            Event::Paid { amount, method, reference, due_at, .. } => {
                let method = self.t(&format!("desk-pay-{method}"), &[]);
                let number = reference.as_ref().map_or_else(String::new, |n| format!(" ({n})"));
                let fact = format!("{} – {method}{number}", format::dong(self.locale, amount.dong()));
                let mut facts = vec![fact];
                facts.extend(self.due(*due_at));
                facts
            }
            Event::Refunded(back) => self.given_back(back),
            Event::Forwarded { step, agency, .. } => {
                vec![
                    self.t(
                        "desk-fact-step",
                        &[("step", step.value()), ("agency", self.agency(agency.as_str()))],
                    ),
                ]
            }
            Event::SentBack { step, .. } => vec![match step {
                Some(step) => step.clone(),
                None => self.t("desk-fact-back-to-counter", &[]),
            }],
            Event::Consulted { agency, due_at, .. } => vec![self.t(
                "desk-fact-asked",
                &[("agency", self.agency(agency.as_str())), ("at", self.moment(*due_at))],
            )],
            Event::OpinionGiven { agency, agrees, .. } => {
                let key = if *agrees { "desk-opinion-agrees" } else { "desk-opinion-disagrees" };
                vec![format!("{}: {}", self.reference.short_name(agency.as_str()), self.t(key, &[]))]
            }
            Event::Issued { number, date, signer } => vec![self.t(
                "desk-fact-issued",
                &[
                    ("number", number.value()),
                    ("date", format::date(*date).value()),
                    ("signer", signer.value()),
                ],
            )],
            Event::Completed { on_time, .. } => {
                let key = on_time.map(|kept| if kept { "due-on-time" } else { "due-late" });
                vec![self.t(key.unwrap_or("limit-none"), &[])]
            }
            Event::Returned { to, method } => {
                let method = self.t(&format!("return-method-{method}"), &[]);
                vec![format!("{to} – {method}")]
            }
            Event::Reassigned { agency, due, answer, .. } => {
                let whose = agency.iter().map(|code| self.reference.short_name(code.as_str()).to_owned());
                let due = due.map(|moved| self.moved("due", moved));
                whose.chain(due).chain(answer.map(|moved| self.moved("answer", moved))).collect()
            }
            Event::Rescheduled { to, .. } => self.due(*to),
            Event::DueMoved { to, .. } => self.due(Some(*to)),
            Event::TermMoved { term, agency, from, to, .. } => {
                let whose = agency.iter().map(|code| self.reference.short_name(code.as_str()).to_owned());
                whose.chain([self.moved(term.key(), Moved { from: *from, to: *to })]).collect()
            }
            Event::ExemptionChecked { claimed, found, .. } => vec![self.groups(*claimed, *found)],
            Event::Rejected { .. }
            | Event::Approved { .. }
            | Event::Withdrawn { .. }
            | Event::Stopped { .. }
            | Event::Corrected { .. } => Vec::new(),
        }
    }
}
