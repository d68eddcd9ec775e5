//! What stops a version of a procedure from being published. Importers and editors may keep an incomplete version as a
//! draft; only one without gaps reaches the public.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    fee::{rule_for, ties},
    limit::{LimitUnit, Promise, TimeLimit},
    procedure::{Case, Fee, FieldKind, FormField, OnlineLevel, Procedure, Settler, Step, StepUnit},
    status::{Channel, Role, keyed},
};

keyed! {
    /// Something that is missing or contradicts itself.
    GapKind {
        /// No channel is open.
        NoChannel = "no-channel",
        /// A channel stands twice. Detail: the channel.
        DuplicateChannel = "duplicate-channel",
        /// A channel has no time limit, or one of zero. Detail: the channel.
        ChannelWithoutLimit = "channel-without-limit",
        /// The online level and the open channels contradict each other. Detail: the level.
        OnlineMismatch = "online-mismatch",
        /// Partly online, and nobody says why. Source: NĐ 224/2026 Art.14.
        PartialWithoutReason = "partial-without-reason",
        /// No case to choose.
        NoCase = "no-case",
        /// A key stands twice among cases, documents, fees, pages, fields, options or steps. Detail: `kind key`.
        DuplicateKey = "duplicate-key",
        /// A case asks for a document that is not described. Detail: `case document`.
        UnknownDocument = "unknown-document",
        /// A case asks for a fee that is not described. Detail: `case fee`.
        UnknownFee = "unknown-fee",
        /// A form field is for a case that does not exist. Detail: `field case`.
        UnknownCase = "unknown-case",
        /// No amount is in force for a fee by an open channel. Detail: `fee channel`.
        FeeWithoutRule = "fee-without-rule",
        /// Two amounts of a fee hold for the same channel from the same day on. Detail: `fee n m`.
        FeeRulesTie = "fee-rules-tie",
        /// Filing online would cost more than at the counter. Detail: the fee.
        OnlineDearer = "online-dearer",
        /// The field a fee is counted by is not a number on the form of each case that asks for the fee. Detail: `fee field`.
        QuantityField = "quantity-field",
        /// A choice without options. Detail: the field.
        ChoiceWithoutOptions = "choice-without-options",
        /// A page of the form without fields. Detail: the page.
        EmptyPage = "empty-page",
        /// No internal process.
        NoRoute = "no-route",
        /// The last step is not a clerk's.
        NoFinalClerk = "no-final-clerk",
        /// A step for somebody who is neither specialist, leader nor clerk. Detail: `step role`.
        StepRole = "step-role",
        /// A step at a named agency, and no agency named. Detail: the step.
        StepWithoutAgency = "step-without-agency",
        /// The steps take longer than the shortest time limit. Detail: `case channel minutes > allowed`.
        RouteTooLong = "route-too-long",
        /// Settled by a named agency, and no agency named.
        SettlerWithoutAgency = "settler-without-agency",
        /// Nothing says what the person gets.
        NoResult = "no-result",
        /// No legal basis.
        NoLegalBasis = "no-legal-basis",
    }
}

/// One gap and where it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// What is wrong.
    pub kind: GapKind,
    /// Keys that say where; empty when the kind says it all.
    pub detail: String,
}

/// What a version is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yardstick {
    /// The day on which fees must be in force.
    pub on: NaiveDate,
    /// Working minutes of one day.
    pub day_minutes: u32,
    /// How much faster the province promises to be online, in percent.
    pub online_faster: u8,
}

impl Yardstick {
    /// Eight hours a day, a fifth faster online: the rule of Quảng Ngãi. Source: QĐ 906/QĐ-UBND 2023.
    #[must_use]
    pub const fn on(day: NaiveDate) -> Self {
        Self { on: day, day_minutes: 480, online_faster: 20 }
    }
}

/// Every gap of `procedure`, in the order of the page that edits it; empty means it can be published.
///
/// The steps are held against the shortest time that any case has by any open channel, online less the promise.
#[must_use]
pub fn incomplete(procedure: &Procedure, by: Yardstick) -> Vec<Gap> {
    let mut gaps = Gaps(Vec::new());
    channels(procedure, &mut gaps);
    cases(procedure, &mut gaps);
    fees(procedure, by.on, &mut gaps);
    form(procedure, &mut gaps);
    route(procedure, by, &mut gaps);
    if procedure.settler == Settler::Agency && procedure.agency.is_none() {
        gaps.add(GapKind::SettlerWithoutAgency, String::new());
    }
    if procedure.result.trim().is_empty() {
        gaps.add(GapKind::NoResult, String::new());
    }
    if procedure.legal_basis.iter().all(|act| act.trim().is_empty()) {
        gaps.add(GapKind::NoLegalBasis, String::new());
    }
    gaps.0
}

struct Gaps(Vec<Gap>);

impl Gaps {
    fn add(&mut self, kind: GapKind, detail: String) {
        self.0.push(Gap { kind, detail });
    }

    fn duplicates<'a>(&mut self, of: &str, keys: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for key in keys {
            if !seen.insert(key) {
                self.add(GapKind::DuplicateKey, format!("{of} {key}"));
            }
        }
    }
}

fn channels(procedure: &Procedure, gaps: &mut Gaps) {
    if procedure.channels.is_empty() {
        gaps.add(GapKind::NoChannel, String::new());
    }
    let mut seen = BTreeSet::new();
    for terms in &procedure.channels {
        if !seen.insert(terms.channel) {
            gaps.add(GapKind::DuplicateChannel, terms.channel.to_string());
        }
        if terms.limit.is_none_or(TimeLimit::is_zero) {
            gaps.add(GapKind::ChannelWithoutLimit, terms.channel.to_string());
        }
    }
    let online = seen.contains(&Channel::Online);
    if online == (procedure.online == OnlineLevel::Information) {
        gaps.add(GapKind::OnlineMismatch, procedure.online.to_string());
    }
    let reason = procedure.partial_reason.as_deref().unwrap_or_default();
    if procedure.online == OnlineLevel::Partial && reason.trim().is_empty() {
        gaps.add(GapKind::PartialWithoutReason, String::new());
    }
}

fn cases(procedure: &Procedure, gaps: &mut Gaps) {
    if procedure.cases.is_empty() {
        gaps.add(GapKind::NoCase, String::new());
    }
    gaps.duplicates("case", procedure.cases.iter().map(|case| case.key.as_str()));
    gaps.duplicates("document", procedure.documents.iter().map(|doc| doc.key.as_str()));
    for case in &procedure.cases {
        for asked in &case.documents {
            if !procedure.documents.iter().any(|doc| doc.key == asked.doc) {
                gaps.add(GapKind::UnknownDocument, format!("{} {}", case.key, asked.doc));
            }
        }
        let of = format!("document of {}", case.key);
        gaps.duplicates(&of, case.documents.iter().map(|asked| asked.doc.as_str()));
        for key in &case.fees {
            if !procedure.fees.iter().any(|fee| fee.key == *key) {
                gaps.add(GapKind::UnknownFee, format!("{} {key}", case.key));
            }
        }
        let of = format!("fee of {}", case.key);
        gaps.duplicates(&of, case.fees.iter().map(String::as_str));
    }
}

fn fees(procedure: &Procedure, on: NaiveDate, gaps: &mut Gaps) {
    gaps.duplicates("fee", procedure.fees.iter().map(|fee| fee.key.as_str()));
    for fee in &procedure.fees {
        for terms in &procedure.channels {
            if rule_for(&fee.rules, terms.channel, on).is_none() {
                gaps.add(GapKind::FeeWithoutRule, format!("{} {}", fee.key, terms.channel));
            }
        }
        for (one, other) in ties(&fee.rules) {
            gaps.add(GapKind::FeeRulesTie, format!("{} {} {}", fee.key, one + 1, other + 1));
        }
        if is_dearer_online(fee, on) {
            gaps.add(GapKind::OnlineDearer, fee.key.clone());
        }
        let cases = || procedure.cases.iter().filter(|case| case.fees.contains(&fee.key));
        for key in fee.counted_by() {
            let field = fields(procedure).find(|field| field.key == *key);
            let is_counted =
                |field: &FormField| field.kind == FieldKind::Number && cases().all(|case| asks(field, case));
            if !field.is_some_and(is_counted) {
                gaps.add(GapKind::QuantityField, format!("{} {key}", fee.key));
            }
        }
    }
}

/// Whether the amount set for filing online is above the counter's for one unit.
fn is_dearer_online(fee: &Fee, on: NaiveDate) -> bool {
    let price = |channel| rule_for(&fee.rules, channel, on).and_then(|(_, rule)| rule.amount.price(1).ok());
    match (price(Channel::Online), price(Channel::Direct)) {
        (Some(online), Some(direct)) => online > direct,
        _ => false,
    }
}

fn fields(procedure: &Procedure) -> impl Iterator<Item = &FormField> {
    procedure.form.iter().flat_map(|page| &page.fields)
}

/// Whether a person who picked `case` must answer `field`.
fn asks(field: &FormField, case: &Case) -> bool {
    !field.optional && (field.cases.is_empty() || field.cases.contains(&case.key))
}

fn form(procedure: &Procedure, gaps: &mut Gaps) {
    gaps.duplicates("page", procedure.form.iter().map(|page| page.key.as_str()));
    gaps.duplicates("field", fields(procedure).map(|field| field.key.as_str()));
    for page in procedure.form.iter().filter(|page| page.fields.is_empty()) {
        gaps.add(GapKind::EmptyPage, page.key.clone());
    }
    for field in fields(procedure) {
        if field.kind == FieldKind::Choice && field.options.is_empty() {
            gaps.add(GapKind::ChoiceWithoutOptions, field.key.clone());
        }
        let of = format!("option of {}", field.key);
        gaps.duplicates(&of, field.options.iter().map(|option| option.key.as_str()));
        for key in &field.cases {
            if !procedure.cases.iter().any(|case| case.key == *key) {
                gaps.add(GapKind::UnknownCase, format!("{} {key}", field.key));
            }
        }
    }
}

fn route(procedure: &Procedure, by: Yardstick, gaps: &mut Gaps) {
    match procedure.route.last() {
        None => gaps.add(GapKind::NoRoute, String::new()),
        Some(last) if last.role != Role::Clerk => gaps.add(GapKind::NoFinalClerk, last.key.clone()),
        Some(_) => {}
    }
    gaps.duplicates("step", procedure.route.iter().map(|step| step.key.as_str()));
    for step in &procedure.route {
        if !matches!(step.role, Role::Specialist | Role::Leader | Role::Clerk) {
            gaps.add(GapKind::StepRole, format!("{} {}", step.key, step.role));
        }
        if step.unit == StepUnit::Agency && step.agency.is_none() {
            gaps.add(GapKind::StepWithoutAgency, step.key.clone());
        }
    }
    if let Some((allowed, place)) = shortest(procedure, by) {
        let steps = total_minutes(&procedure.route);
        if steps > allowed {
            gaps.add(GapKind::RouteTooLong, format!("{place} {steps} > {allowed}"));
        }
    }
}

fn total_minutes(route: &[Step]) -> u32 {
    route.iter().fold(0, |sum: u32, step| sum.saturating_add(step.minutes))
}

/// The shortest working time that any case has by any open channel, and `case channel`.
fn shortest(procedure: &Procedure, by: Yardstick) -> Option<(u32, String)> {
    let each = procedure.channels.iter().flat_map(|terms| {
        procedure.cases.iter().filter_map(move |case| {
            let statutory = case.limit.or(terms.limit)?;
            let promise = if terms.channel == Channel::Online {
                Promise::online(statutory, terms.promised, by.online_faster)
            } else {
                Promise::plain(statutory)
            };
            let minutes = working_minutes(promise.limit, by.day_minutes);
            Some((minutes, format!("{} {}", case.key, terms.channel)))
        })
    });
    each.min()
}

/// The working minutes that surely lie in a time limit. Of a calendar week five days are worked; of a month twenty; a
/// same-day dossier may come in at three in the afternoon of a full counter, so half a day is planned with.
fn working_minutes(limit: TimeLimit, day: u32) -> u32 {
    let amount = u64::from(limit.hundredths);
    let minutes = match limit.unit {
        LimitUnit::WorkingMinute => amount / 100,
        LimitUnit::WorkingHour | LimitUnit::Hour => amount * 60 / 100,
        LimitUnit::WorkingDay => amount * u64::from(day) / 100,
        LimitUnit::CalendarDay => amount * 5 / 700 * u64::from(day),
        LimitUnit::Month => amount / 100 * 20 * u64::from(day),
        LimitUnit::SameDay => u64::from(day / 2),
        LimitUnit::Unlimited => u64::MAX,
    };
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "publish_tests.rs"]
mod tests;
