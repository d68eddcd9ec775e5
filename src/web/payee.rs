//! Where the money of a refund goes, as pages ask for it and tell of it: one form for the owner and for the one-stop, what was understood
//! of it, and the words about it. Of an account pages tell the last signs.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::{
    app::{
        context::App,
        error::Error as AppError,
        payee::{self, BACK},
    },
    domain::{
        banks,
        command::PayMethod,
        ids::DossierId,
        payee::{AccountNumber, Basis, Payee, Typed, Way},
        refund::{NotRefunded, RefundState},
    },
    i18n::{Locale, Message, format, text},
    store::{
        self,
        payee::{Payer, Said},
        refund::Line,
        view::RefundLine,
    },
    web::{desk::refund::said as said_of, error::Result, form::FieldErrors, parts::Choice},
};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PayeeForm {
    /// Key of the way, or [`BACK`].
    pub way: String,
    /// Number of the bank.
    pub bank: String,
    /// Number of the account.
    pub number: String,
    /// Holder of the account, or who takes the cash.
    pub name: String,
    /// Key of what an officer's note stands on.
    pub basis: String,
    /// The turn of the word that was on the page.
    pub seen: u32,
    /// The last signs of the account that was looked at on the way [`BACK`]: other money may have come from another one since.
    pub ending: String,
    /// What it is sent for, as its button says: see [`PayeeForm::step`].
    pub step: String,
}

/// What the form is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To be shown as it is understood.
    Look,
    /// To be typed again.
    Edit,
    /// To be kept.
    Save,
}

impl PayeeForm {
    /// The form as it opens: what was said last, without the number, which nobody shall read here; else the person's name alone, so
    /// that nothing is chosen for them.
    #[must_use]
    pub fn of(refund: Option<&Said>, person: &str) -> Self {
        let Some(said) = refund else { return Self { name: person.to_owned(), ..Self::default() } };
        Self {
            way: said.way.clone(),
            bank: said.bank.clone().unwrap_or_default(),
            name: said.name.clone(),
            seen: u32::try_from(said.turn).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What it was sent for.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.step.as_str() {
            "save" => Step::Save,
            "edit" => Step::Edit,
            _ => Step::Look,
        }
    }

    /// What an officer's note stands on.
    #[must_use]
    pub fn basis(&self) -> Option<Basis> {
        Basis::parse(&self.basis).filter(|basis| Basis::AT_THE_COUNTER.contains(basis))
    }

    /// Whether `payee`, about to be kept, is another account than the one that was looked at.
    fn is_another(&self, payee: &Payee) -> bool {
        let ending = match payee {
            Payee::Cash { .. } => "",
            Payee::Account { number, .. } => number.ending(),
        };
        self.step() == Step::Save && self.way == BACK && self.ending != ending
    }

    /// What was typed, understood; or what to mend.
    /// # Errors
    /// As the store.
    pub async fn understood(
        &self,
        app: &App,
        dossier: DossierId,
    ) -> Result<std::result::Result<Payee, FieldErrors>> {
        let typed = Typed { way: &self.way, bank: &self.bank, number: &self.number, name: &self.name };
        match payee::understood(app, dossier, typed).await {
            Ok(payee) if self.is_another(&payee) => {
                let mut errors = FieldErrors::none();
                errors.add("way", said_of(&NotRefunded::PayeeChanged));
                Ok(Err(errors))
            }
            Ok(payee) => Ok(Ok(payee)),
            Err(AppError::Fields(faults)) => Ok(Err(faults.into())),
            Err(other) => Err(other.into()),
        }
    }
}

/// What the form offers.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The ways.
    pub ways: Vec<Choice>,
    /// The banks.
    pub banks: Vec<Choice>,
    /// What an officer's note can stand on.
    pub bases: Vec<Choice>,
}

impl Offered {
    /// What the form offers for a refund of `dossier`: the account from which its money came too, where a bank named it.
    /// # Errors
    /// As the store.
    pub async fn of(app: &App, locale: Locale, dossier: DossierId) -> Result<Self> {
        let payer = store::payee::payer(&app.db, dossier).await?;
        let back = payer.and_then(|payer| back(locale, &payer));
        let hinted = |key: &str| {
            let is_other = back.is_some() && key == Way::Account.key();
            let label = if is_other { "payee-way-other".to_owned() } else { format!("payee-way-{key}") };
            Choice::new(key, text(locale, &label, &[])).hint(text(
                locale,
                &format!("payee-way-{key}-hint"),
                &[],
            ))
        };
        let basis =
            |basis: &Basis| Choice::new(basis.key(), text(locale, &format!("payee-basis-{basis}"), &[]));
        let ways: Vec<Choice> = Way::ALL.iter().rev().map(|way| hinted(way.key())).collect();
        Ok(Self {
            ways: back.into_iter().chain(ways).collect(),
            banks: banks::BANKS.iter().map(|(number, name)| Choice::new(*number, *name)).collect(),
            bases: Basis::AT_THE_COUNTER.iter().map(basis).collect(),
        })
    }
}

/// The way back to the account from which the money came. It may be somebody else's than the reader's: its end and a part of the name
/// are enough to know it again.
fn back(locale: Locale, Payer { number, name }: &Payer) -> Option<Choice> {
    let number = AccountNumber::parse(number).ok()?;
    let label = Message::new("payee-way-back").with("ending", number.ending());
    let hint = match name {
        Some(name) => Message::new("payee-way-back-hint").with("name", format::mask_name(name)),
        None => Message::new("payee-way-back-nobody"),
    };
    Some(Choice::new(BACK, label.text(locale)).hint(hint.text(locale)))
}

/// What was understood, to be looked at before it counts.
#[derive(Clone)]
pub struct Understood {
    /// It is an account.
    pub is_account: bool,
    /// What the bank is called.
    pub bank: String,
    /// The account.
    pub number: String,
    /// Its last signs.
    pub ending: String,
    /// Its holder, or who takes the cash.
    pub name: String,
}

impl Understood {
    /// `payee`, as `form` asked for it.
    #[must_use]
    pub fn of(payee: &Payee, form: &PayeeForm) -> Self {
        let is_back = form.way == BACK;
        match payee {
            Payee::Cash { name } => Self {
                is_account: false,
                bank: String::new(),
                number: String::new(),
                ending: String::new(),
                name: name.clone(),
            },
            Payee::Account { bank, number, holder } => Self {
                is_account: true,
                bank: bank_name(bank),
                number: if is_back { format!("…{}", number.ending()) } else { number.grouped() },
                ending: number.ending().to_owned(),
                // What the reader typed, they may read; what the bank said of somebody, only in part.
                name: if is_back && holder != form.name.trim() {
                    format::mask_name(holder)
                } else {
                    holder.clone()
                },
            },
        }
    }
}

/// What a bank is called.
#[must_use]
pub fn bank_name(number: &str) -> String {
    banks::name(number).unwrap_or(number).to_owned()
}

/// An account by its end: `…4567 Vietcombank`.
#[must_use]
pub fn account(bank: Option<&str>, ending: Option<&str>) -> Option<String> {
    Some(format!("…{} {}", ending?, bank_name(bank?)))
}

/// Where a refund goes, in a cell of a list.
#[must_use]
pub fn brief(locale: Locale, line: &Line) -> String {
    let cash = || line.way.as_ref().map(|_| text(locale, "desk-pay-cash", &[]));
    account(line.bank.as_deref(), line.ending.as_deref()).or_else(cash).unwrap_or_default()
}

/// One word about where a refund goes: `Tài khoản …4567 Vietcombank`.
#[must_use]
pub fn said(said: &Said) -> Message {
    match account(said.bank.as_deref(), said.ending.as_deref()) {
        Some(account) => Message::new("payee-said-account").with("account", account),
        None => Message::new("payee-said-cash").with("name", said.name.as_str()),
    }
}

/// What the owner of a dossier is told of where a refund goes or went; nothing where nobody knows it yet, or no money goes.
#[must_use]
pub fn told(refund: &RefundLine) -> Option<Message> {
    let account = account(refund.bank.as_deref(), refund.ending.as_deref());
    match RefundState::parse(&refund.state)? {
        RefundState::Declined => None,
        RefundState::PaidOut => Some(paid(refund, account)),
        state @ (RefundState::Requested | RefundState::Approved) => match (account, &refund.payee) {
            (Some(account), _) if state == RefundState::Requested => {
                Some(Message::new("payee-would-account").with("account", account))
            }
            (Some(account), _) => Some(Message::new("payee-will-account").with("account", account)),
            (None, Some(name)) => Some(Message::new("payee-will-cash").with("name", name.as_str())),
            (None, None) => (state == RefundState::Approved).then(|| Message::new("payee-will-counter")),
        },
    }
}

fn paid(refund: &RefundLine, account: Option<String>) -> Message {
    let is_transfer = refund.method.as_deref() == Some(PayMethod::Transfer.key());
    let said = match account {
        Some(account) if is_transfer => Message::new("payee-paid-account").with("account", account),
        _ if is_transfer => Message::new("payee-paid-transfer"),
        _ => Message::new("payee-paid-cash"),
    };
    let day =
        refund.paid_at.map(|at: DateTime<Utc>| format::date(format::local(at).date())).unwrap_or_default();
    said.with("day", day).with("reference", refund.reference.as_deref().unwrap_or_default())
}
