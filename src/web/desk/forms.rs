//! The forms of the acts: what can be typed on them, and how each act reads its own part into a command.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

pub use super::typed::{amount, count, day, reason, required};
use super::{choices::Part, further::Typed, typed::long};
use crate::{
    app::{papers::Paper, secrets},
    domain::{
        answers::{self, Fault},
        command::{Command, ItemKind, PayMethod, SupplementItem},
        ids::{AccountId, AgencyCode, ConsultationId, Version},
        party::{self, FieldError},
        procedure::{Answers, ExemptGroup},
        status::{Action, ReturnMethod},
    },
    i18n::{Locale, Message, text},
    web::form::FieldErrors,
};

/// What the form of an act sends; each act reads what belongs to it. Lists of the same length belong together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActForm {
    /// Version of the dossier that the page showed.
    pub version: String,
    /// One-time key, where the act makes rows of its own.
    pub form_key: String,
    /// `list`: back to the list afterwards.
    pub back: String,
    /// Why.
    pub reason: String,
    /// Remark.
    pub note: String,
    /// To whom: an account, or the name of a person.
    pub to: String,
    /// Agency.
    pub agency: String,
    /// Question.
    pub question: String,
    /// Working days.
    pub days: String,
    /// Opinion.
    pub answer: String,
    /// Whether it agrees: `yes` or `no`.
    pub agrees: String,
    /// `yes`: the letter of apology comes late, and says so.
    pub late: String,
    /// Key of the group that an officer found, or `none`.
    pub group: String,
    /// Number of the result or of a paper.
    pub number: String,
    /// Day.
    #[serde(rename = "date-day")]
    pub date_day: String,
    /// Month.
    #[serde(rename = "date-month")]
    pub date_month: String,
    /// Year.
    #[serde(rename = "date-year")]
    pub date_year: String,
    /// Who signed.
    pub signer: String,
    /// How: money or result.
    pub method: String,
    /// Number on the bank statement or receipt.
    pub reference: String,
    /// Whole đồng.
    pub amount: String,
    /// In which way money is asked for.
    pub further: String,
    /// Of which fee more is asked for.
    pub item: String,
    /// How many more.
    pub quantity: String,
    /// What a paper of an authority asks for.
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// The further amount that the page showed for a check, and what for.
    pub amount_seen: String,
    /// Keys of all parts of the dossier.
    pub item_key: Vec<String>,
    /// Their names.
    pub item_name: Vec<String>,
    /// `ok`, `wrong`, or nothing yet.
    pub item_state: Vec<String>,
    /// What is wrong with each.
    pub item_reason: Vec<String>,
    /// Keys of the answers of the form that can be wrong.
    pub answer_key: Vec<String>,
    /// What they are called.
    pub answer_name: Vec<String>,
    /// What is wrong with each.
    pub answer_reason: Vec<String>,
    /// Keys of those that are.
    pub answer_wrong: Vec<String>,
    /// New answers as they were typed, and what needs attention in them.
    #[serde(skip)]
    pub answers: Option<(Answers, Vec<Fault>)>,
    /// Keys of papers.
    pub paper_key: Vec<String>,
    /// Their names.
    pub paper_name: Vec<String>,
    /// Originals of each.
    pub paper_originals: Vec<String>,
    /// Copies of each.
    pub paper_copies: Vec<String>,
}

impl ActForm {
    /// The version that the page showed; one that fits nothing when it was not sent.
    #[must_use]
    pub fn seen(&self) -> Version {
        Version::new(self.version.parse().unwrap_or(0))
    }

    /// The date as the macro takes it.
    #[must_use]
    pub fn date(&self) -> String {
        format!("{}-{}-{}", self.date_year, self.date_month, self.date_day)
    }

    /// What was typed in one row of a list.
    fn nth(list: &[String], at: usize) -> &str {
        list.get(at).map_or("", |v| v)
    }

    /// How the part at `at` was marked.
    #[must_use]
    pub fn state(&self, at: &usize) -> &str {
        Self::nth(&self.item_state, *at)
    }

    /// What is wrong with the part at `at`.
    #[must_use]
    pub fn reason_of(&self, at: &usize) -> &str {
        Self::nth(&self.item_reason, *at)
    }

    /// Whether the answer `key` was ticked as wrong.
    #[must_use]
    pub fn is_wrong(&self, key: &str) -> bool {
        self.answer_wrong.iter().any(|k| k == key)
    }

    /// What is wrong with the answer `key`.
    #[must_use]
    pub fn answer_reason_of(&self, key: &str) -> &str {
        let at = self.answer_key.iter().position(|k| k == key);
        at.map_or("", |at| Self::nth(&self.answer_reason, at))
    }

    /// Originals of the paper at `at`.
    #[must_use]
    pub fn originals(&self, at: &usize) -> &str {
        Self::nth(&self.paper_originals, *at)
    }

    /// Copies of the paper at `at`.
    #[must_use]
    pub fn copies(&self, at: &usize) -> &str {
        Self::nth(&self.paper_copies, *at)
    }

    /// What is missing stands as such in a request for supplement before anybody marked it.
    pub fn expect_missing(&mut self, parts: &[Part], missing: &[&str]) {
        for part in parts {
            let is_missing = missing.contains(&part.key.as_str());
            let said = text(Locale::Vi, "desk-item-not-handed-in", &[]);
            self.item_state.push(if is_missing { "wrong".to_owned() } else { String::new() });
            self.item_reason.push(if is_missing { said } else { String::new() });
        }
    }

    /// The command for `action`.
    /// # Errors
    /// What to mend.
    pub fn command(&self, action: Action, now: DateTime<Utc>) -> Result<Command, FieldErrors> {
        let mut errors = FieldErrors::none();
        let command = self.read(action, now, &mut errors);
        match command {
            Some(command) if errors.is_empty() => Ok(command),
            _ => Err(errors),
        }
    }

    fn read(&self, action: Action, now: DateTime<Utc>, errors: &mut FieldErrors) -> Option<Command> {
        match action {
            // Money goes back by a request of its own.
            Action::Submit | Action::Recount | Action::Refund => None,
            Action::Accept => Some(Command::Accept),
            Action::Supplement => Some(Command::supplement()),
            Action::Complete => Some(Command::Complete),
            Action::Approve => Some(Command::Approve { note: self.note(errors)? }),
            Action::Reject => Some(Command::Reject { reason: self.reason(errors)? }),
            Action::SendBack => Some(Command::SendBack { reason: self.reason(errors)? }),
            Action::Stop => Some(Command::Stop { reason: self.reason(errors)? }),
            Action::Reschedule => self.reschedule(errors),
            Action::CheckExemption => self.check_exemption(errors),
            Action::Correct => Some(Command::Correct { reason: self.reason(errors)? }),
            Action::Withdraw => {
                Some(Command::Withdraw { reason: errors.take("reason", long(&self.reason))? })
            }
            Action::RequestSupplement => self.request_supplement(errors),
            Action::RequestPayment => self.request_payment(now, errors),
            Action::RecallPayment => Some(Command::RecallPayment { reason: self.reason(errors)? }),
            Action::Pay => self.pay(errors),
            Action::Forward => Some(Command::Forward { note: self.note(errors)?, to: self.person(errors) }),
            Action::Consult => self.consult(now, errors),
            Action::GiveOpinion => self.opinion(errors),
            Action::Issue => self.issue(errors),
            Action::Return => self.give_back(errors),
            Action::Reassign => self.reassign(errors),
        }
    }

    /// The group that was found; a reason is asked for where it differs from the claim, which the decision knows.
    fn check_exemption(&self, errors: &mut FieldErrors) -> Option<Command> {
        let found = match self.group.as_str() {
            answers::NO_EXEMPTION => Ok(None),
            key => ExemptGroup::parse(key).map(Some).ok_or(FieldError::Choice),
        };
        let found = errors.take("group", found);
        let reason = errors.take("reason", long(&self.reason));
        Some(Command::CheckExemption { found: found?, reason: reason? })
    }

    fn reason(&self, errors: &mut FieldErrors) -> Option<String> {
        errors.take("reason", reason(&self.reason))
    }

    fn note(&self, errors: &mut FieldErrors) -> Option<String> {
        errors.take("note", long(&self.note))
    }

    /// Whoever was named; nobody when the choice is left open.
    fn person(&self, errors: &mut FieldErrors) -> Option<AccountId> {
        if self.to.is_empty() {
            return None;
        }
        let id = self.to.parse::<Uuid>().map_err(|_| FieldError::Choice);
        errors.take("to", id).map(AccountId::new)
    }

    fn agency(&self, errors: &mut FieldErrors) -> Option<AgencyCode> {
        let agency = AgencyCode::parse(&self.agency).map_err(|_| FieldError::Choice);
        errors.take("agency", agency)
    }

    fn day(&self, errors: &mut FieldErrors) -> Option<NaiveDate> {
        errors.take("date", day(&self.date_day, &self.date_month, &self.date_year))
    }

    fn request_supplement(&self, errors: &mut FieldErrors) -> Option<Command> {
        let mut items = Vec::new();
        let rows = self.item_key.iter().zip(&self.item_name).enumerate();
        for (at, (key, name)) in rows {
            let state = self.item_state.get(at).map_or("", |s| s);
            let reason = self.item_reason.get(at).map_or("", |s| s);
            let field = format!("item-{at}");
            match (state, self::reason(reason)) {
                ("ok", _) => {}
                ("wrong", Ok(reason)) => {
                    let (kind, key, name) = (ItemKind::Document, key.clone(), name.clone());
                    items.push(SupplementItem { kind, key, name, reason });
                }
                ("wrong", Err(_)) => errors.add(&field, Message::new("desk-item-reason").with("name", name)),
                _ => errors.add(&field, Message::new("desk-item-open").with("name", name)),
            }
        }
        self.wrong_answers(&mut items, errors);
        if items.is_empty() && errors.is_empty() {
            errors.add("item-0", Message::new("refusal-nothing-requested"));
        }
        let note = self.note(errors);
        let until = self.day(errors);
        Some(Command::RequestSupplement { items, note: note?, until: until? })
    }

    /// The answers that were ticked, or about which something was written.
    fn wrong_answers(&self, items: &mut Vec<SupplementItem>, errors: &mut FieldErrors) {
        for (at, (key, name)) in self.answer_key.iter().zip(&self.answer_name).enumerate() {
            let reason = Self::nth(&self.answer_reason, at);
            if !self.is_wrong(key) && reason.trim().is_empty() {
                continue;
            }
            match self::reason(reason) {
                Ok(reason) => {
                    let (kind, key, name) = (ItemKind::Answer, key.clone(), name.clone());
                    items.push(SupplementItem { kind, key, name, reason });
                }
                Err(_) => {
                    errors.add(&format!("answer-{key}"), Message::new("desk-item-reason").with("name", name));
                }
            }
        }
    }

    fn request_payment(&self, now: DateTime<Utc>, errors: &mut FieldErrors) -> Option<Command> {
        let typed = Typed {
            way: &self.further,
            item: &self.item,
            quantity: &self.quantity,
            amount: &self.amount,
            kind: &self.kind,
            number: &self.number,
            date: day(&self.date_day, &self.date_month, &self.date_year),
            issuer: &self.issuer,
        };
        let further = typed.read(now, errors);
        let reason = self.reason(errors);
        Some(Command::RequestPayment { further: further?, reason: reason? })
    }

    fn pay(&self, errors: &mut FieldErrors) -> Option<Command> {
        // What came over an account, the bank says and its statement; what came over the platform, the platform. Taken here as well, it
        // would be there twice.
        if !matches!(self.method.as_str(), "" | "cash") {
            errors.add("method", Message::new("desk-pay-cash-only"));
        }
        let reference = Some(party::tidy(&self.reference)).filter(|r| !r.is_empty());
        let amount = errors.take("amount", amount(&self.amount));
        Some(Command::Pay { amount: amount?, method: PayMethod::Cash, reference })
    }

    fn consult(&self, now: DateTime<Utc>, errors: &mut FieldErrors) -> Option<Command> {
        let agency = self.agency(errors);
        let question = errors.take("question", required(&self.question));
        let days = self.days.trim().parse::<u32>().ok();
        let days = within(days, (1, 60), errors);
        Some(Command::Consult {
            id: ConsultationId::new(secrets::new_id(now)),
            agency: agency?,
            question: question?,
            days: days?,
        })
    }

    fn reschedule(&self, errors: &mut FieldErrors) -> Option<Command> {
        let more = self.days.trim().parse::<u32>().ok();
        let more = within(more, (1, 365), errors);
        let reason = self.reason(errors);
        Some(Command::Reschedule { more: more?, reason: reason?, late: self.late == "yes" })
    }

    fn opinion(&self, errors: &mut FieldErrors) -> Option<Command> {
        let agency = self.agency(errors);
        let answer = errors.take("answer", required(&self.answer));
        let agrees = match self.agrees.as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(FieldError::Choice),
        };
        let agrees = errors.take("agrees", agrees);
        Some(Command::GiveOpinion { agency: agency?, answer: answer?, agrees: agrees? })
    }

    fn issue(&self, errors: &mut FieldErrors) -> Option<Command> {
        let number = errors.take("number", required(&self.number));
        let date = self.day(errors);
        let signer = errors.take("signer", party::name(&self.signer));
        Some(Command::Issue { number: number?, date: date?, signer: signer?, document: None })
    }

    fn give_back(&self, errors: &mut FieldErrors) -> Option<Command> {
        let to = errors.take("to", party::name(&self.to));
        let method = ReturnMethod::parse(&self.method).ok_or(FieldError::Choice);
        let method = errors.take("method", method);
        Some(Command::Return { to: to?, method: method? })
    }

    fn reassign(&self, errors: &mut FieldErrors) -> Option<Command> {
        let reason = errors.take("reason", long(&self.reason))?;
        if self.agency.is_empty() {
            return Some(Command::Reassign { agency: None, to: self.person(errors), reason });
        }
        let agency = self.agency(errors)?;
        self.reason(errors);
        Some(Command::Reassign { agency: Some(agency), to: None, reason })
    }

    /// The papers that were handed in: those with a count.
    /// # Errors
    /// What to mend.
    pub fn papers(&self) -> Result<Vec<Paper>, FieldErrors> {
        let mut errors = FieldErrors::none();
        let mut papers = Vec::new();
        for (at, (key, name)) in self.paper_key.iter().zip(&self.paper_name).enumerate() {
            let typed = |list: &[String]| count(list.get(at).map_or("", |v| v));
            let field = format!("paper-{at}");
            let originals = errors.take(&field, typed(&self.paper_originals));
            let copies = errors.take(&field, typed(&self.paper_copies));
            if let (Some(originals), Some(copies)) = (originals, copies)
                && originals + copies > 0
            {
                papers.push(Paper { key: key.clone(), name: name.clone(), originals, copies });
            }
        }
        if errors.is_empty() { Ok(papers) } else { Err(errors) }
    }
}

/// A number of days that lies between two others; the person is told between which.
fn within(typed: Option<u32>, (least, most): (u32, u32), errors: &mut FieldErrors) -> Option<u32> {
    let days = typed.filter(|days| (least..=most).contains(days));
    if days.is_none() {
        let said = Message::new("citizen-field-number-between").with("min", least).with("max", most);
        errors.add("days", said);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Vnd;

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|s| (*s).to_owned()).collect()
    }

    #[test]
    fn a_supplement_request_looks_at_every_part() {
        let mut form = ActForm {
            item_key: strings(&["a", "b"]),
            item_name: strings(&["Đơn", "Bản vẽ"]),
            item_state: strings(&["ok", ""]),
            item_reason: strings(&["", ""]),
            date_day: "1".to_owned(),
            date_month: "12".to_owned(),
            date_year: "2026".to_owned(),
            ..ActForm::default()
        };
        let errors = form.command(Action::RequestSupplement, now()).unwrap_err();
        assert_eq!(errors.get("item-1").unwrap().key, "desk-item-open");
        form.item_state = strings(&["ok", "wrong"]);
        form.item_reason = strings(&["", "Thiếu chữ ký"]);
        let command = form.command(Action::RequestSupplement, now()).unwrap();
        let Command::RequestSupplement { items, .. } = command else { panic!("{command:?}") };
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].key, "b");
    }

    #[test]
    fn an_answer_that_is_ticked_needs_its_reason() {
        let mut form = ActForm {
            answer_key: strings(&["purpose", "place"]),
            answer_name: strings(&["Mục đích", "Nơi ở"]),
            answer_reason: strings(&["", ""]),
            answer_wrong: strings(&["place"]),
            date_day: "1".to_owned(),
            date_month: "12".to_owned(),
            date_year: "2026".to_owned(),
            ..ActForm::default()
        };
        let errors = form.command(Action::RequestSupplement, now()).unwrap_err();
        assert_eq!(errors.get("answer-place").unwrap().key, "desk-item-reason");
        form.answer_reason = strings(&["", "Khác với giấy tờ"]);
        let command = form.command(Action::RequestSupplement, now()).unwrap();
        let Command::RequestSupplement { items, .. } = command else { panic!("{command:?}") };
        let named: Vec<_> = items.iter().map(|i| (i.kind, i.key.as_str())).collect();
        assert_eq!(named, [(ItemKind::Answer, "place")]);
    }

    #[test]
    fn only_cash_is_taken_at_the_counter() {
        let mut form =
            ActForm { reference: "BL 7".to_owned(), amount: "75.000".to_owned(), ..ActForm::default() };
        for other in ["transfer", "platform", "x"] {
            form.method = other.to_owned();
            let errors = form.command(Action::Pay, now()).unwrap_err();
            assert_eq!(errors.get("method").unwrap().key, "desk-pay-cash-only", "{other}");
        }
        form.method = String::new();
        let (amount, reference) = (Vnd::new(75_000).unwrap(), Some("BL 7".to_owned()));
        let cash = Command::Pay { amount, method: PayMethod::Cash, reference };
        assert_eq!(form.command(Action::Pay, now()).unwrap(), cash);
    }

    #[test]
    fn refusing_needs_a_reason() {
        let errors = ActForm::default().command(Action::Reject, now()).unwrap_err();
        assert!(errors.get("reason").is_some());
    }
}
