//! Small values that the macros of `templates/macros/` take: what can be chosen, what is paid, which days count, where a
//! page lies. Any struct with the same fields will do; these are for pages that have none of their own.

use chrono::{DateTime, NaiveDate, Utc};

use super::paths;
use crate::{
    app::refund::AtEnd,
    domain::{money::Vnd, status::Status},
    i18n::{Locale, Message, format},
    store::{attempt::Paid, receipt::Receipt as Issued, view::DossierView},
};

/// One thing to choose, for `form::select`, `form::radios`, `form::checkboxes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub key: String,
    /// What the person reads.
    pub label: String,
    /// One more line under it; empty for none.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    #[must_use]
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), hint: String::new() }
    }

    /// The same with a line under it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A paper of the dossier that is given out as PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLink {
    /// What it is.
    pub words: Message,
    /// Path without language prefix.
    pub href: String,
}

/// The papers that were made for a dossier: form 02 of each request for supplement, form 03 of a refusal.
#[must_use]
pub fn papers(view: &DossierView) -> Vec<PaperLink> {
    let Some(code) = &view.code else { return Vec::new() };
    let requests = view.supplements.iter().map(|request| PaperLink {
        words: Message::new("paper-supplement").with("round", request.round),
        href: paths::fill(paths::SUPPLEMENT_PDF, &[code, &request.round.to_string()]),
    });
    let refusal = (view.status_key == Status::Rejected.key()).then(|| PaperLink {
        words: Message::new("paper-refusal"),
        href: paths::fill(paths::REFUSAL_PDF, &[code]),
    });
    requests.chain(refusal).collect()
}

/// The receipts of a dossier, with what became of each.
#[must_use]
pub fn receipts(all: &[Issued]) -> Vec<PaperLink> {
    let link = |receipt: &Issued| PaperLink {
        words: Message::new(&format!("receipt-link-{}", receipt.link().state()))
            .with("kind", receipt.contents.kind.key())
            .with("number", receipt.name.to_string()),
        href: paths::fill(paths::RECEIPT_PDF, &[&receipt.id.to_string()]),
    };
    all.iter().map(link).collect()
}

/// The receipts of the payment platform, one for each try through which money came.
#[must_use]
pub fn bills(all: &[Paid]) -> Vec<PaperLink> {
    let link = |paid: &Paid| PaperLink {
        words: Message::new("platform-bill-link")
            .with("amount", paid.amount)
            .with("at", format::datetime(paid.at)),
        href: paths::fill(paths::PLATFORM_BILL, &[&paid.reference]),
    };
    all.iter().map(link).collect()
}

/// One line of `ui::fees`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeeLine {
    /// What is paid for.
    pub name: String,
    /// How much.
    pub amount: Vnd,
    /// How the full amount is reckoned; empty where it speaks for itself.
    pub how: String,
    /// Act and article, as written.
    pub basis: String,
    /// The rule that sets the amount and when it holds; empty where nobody says.
    pub rule: String,
    /// Why less is asked; empty when it is not.
    pub less: String,
    /// Act and article for that, as written.
    pub less_basis: String,
    /// What else is to be known, in the reader's language; empty for nothing.
    pub note: String,
    /// It is paid to somebody else and in no sum.
    pub elsewhere: bool,
}

/// What changed in a fee since filing, for `ui::fee_changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeChange {
    /// The day.
    pub on: String,
    /// Name of the fee; empty for a further amount.
    pub name: String,
    /// From what to what.
    pub amounts: String,
    /// Why, in the reader's language.
    pub why: String,
    /// In the words of whoever did it; may be empty.
    pub note: String,
    /// Acts and papers that it rests on, as written; may be empty.
    pub basis: String,
}

/// One day of `ui::days`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayMark {
    /// The day.
    pub date: NaiveDate,
    /// Whether it counts towards the time limit.
    pub counted: bool,
    /// Whether the result is due on it.
    pub due: bool,
    /// Why it does not count, or what happens on it; empty for nothing to say.
    pub note: String,
}

/// One place of `ui::breadcrumb` or one tab of `ui::tabs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What the person reads.
    pub label: String,
    /// Full path, language prefix included.
    pub href: String,
    /// Whether the page is there.
    pub current: bool,
}

impl Place {
    /// Somewhere else.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }

    /// Here.
    #[must_use]
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: String::new(), current: true }
    }
}

/// A receipt, for `paper::receipt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Series and number.
    pub number: String,
    /// Who paid.
    pub payer: String,
    /// When.
    pub paid_at: DateTime<Utc>,
    /// How, in words.
    pub method: String,
    /// For what.
    pub lines: Vec<FeeLine>,
    /// In all.
    pub total: Vnd,
    /// The sum in Vietnamese words.
    pub in_words: String,
    /// What proves it is real.
    pub check_code: String,
}

/// A place to sign, for `paper::signature`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// As what.
    pub role: String,
    /// Who.
    pub name: String,
    /// When it was signed.
    pub signed_at: Option<DateTime<Utc>>,
}

/// A document page by page, for `paper::viewer`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// What it is.
    pub name: String,
    /// Which page, from 1.
    pub page: u32,
    /// How many.
    pub pages: u32,
    /// The page before; empty for none.
    pub previous: String,
    /// The page after; empty for none.
    pub next: String,
    /// The picture of the page; empty when there is none to show.
    pub image: String,
    /// A document that browsers show themselves, page after page (PDF); empty for none.
    pub frame: String,
    /// How large: 100, 150 or 200 percent of the width.
    pub zoom: u32,
    /// Other sizes.
    pub zooms: Vec<Place>,
    /// The whole document.
    pub download: String,
}

/// A drawn number, for `paper::ticket`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The number.
    pub number: String,
    /// Which counter calls it.
    pub counter: String,
    /// How many come before.
    pub ahead: u32,
    /// For what.
    pub what: String,
    /// When it was drawn.
    pub drawn_at: DateTime<Utc>,
}

/// What becomes of the money when a dossier ends, in a sentence; nothing when none came.
#[must_use]
pub fn at_end(locale: Locale, money: AtEnd) -> Option<Message> {
    let key = match (money.back.is_zero(), money.kept.is_zero()) {
        (true, true) => return None,
        (false, true) => "money-at-end-back",
        (true, false) => "money-at-end-kept",
        (false, false) => "money-at-end-both",
    };
    let said = Message::new(key).with("back", format::dong(locale, money.back));
    Some(said.with("kept", format::dong(locale, money.kept)))
}
