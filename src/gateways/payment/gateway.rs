//! What the portal asks of the payment platform, in its own words, and what the platform tells it.

use std::{fmt, net::IpAddr};

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::{
    messages::{CURRENCY, Outcome, Receipt, codes},
    seal,
};
use crate::{domain::money::Vnd, gateways::files::Promise};

/// The payment platform.
pub trait Payment: Send + Sync {
    /// Begins a try: the platform then waits for the payer at the address that it answers.
    fn begin<'a>(&'a self, begin: &'a Begin) -> Promise<'a, Begun>;
    /// Asks what became of the try with this reference; `at` is the time of asking.
    fn ask<'a>(&'a self, reference: &'a str, at: DateTime<Utc>) -> Promise<'a, Answer>;
    /// The platform's receipt for a try that succeeded.
    fn bill<'a>(&'a self, reference: &'a str, at: DateTime<Utc>) -> Promise<'a, Bill>;
    /// Origin of the pages on which payers pay, as browsers write it: `https://pay.example.vn`.
    fn pages(&self) -> &str;
    /// Reads what was sent to the portal's hook, as it reads an answer. Nothing of it may be believed before this is `Ok`.
    /// # Errors
    /// [`Untrusted`], which also knows what to answer.
    fn read_callback(&self, body: &[u8]) -> Result<Answer, Untrusted>;
}

/// A try to begin. Its `Debug` shows no names.
#[derive(Clone)]
pub struct Begin {
    /// The reference of the try, never used before: letters and digits.
    pub reference: String,
    /// How much.
    pub amount: Vnd,
    /// When.
    pub at: DateTime<Utc>,
    /// Address of the payer's machine, when known.
    pub ip: Option<IpAddr>,
    /// Whether the payer reads English rather than Vietnamese.
    pub english: bool,
    /// Where the payer's browser goes afterwards.
    pub return_url: String,
    /// What the receipt shall say; its dossier code is also what the bank shows.
    pub receipt: Receipt,
}

impl fmt::Debug for Begin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reference, amount, .. } = self;
        f.debug_struct("Begin").field("reference", reference).field("amount", amount).finish_non_exhaustive()
    }
}

/// A try that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Where the payer pays.
    pub pay_url: String,
}

/// The platform's receipt.
#[derive(Clone, PartialEq, Eq)]
pub enum Bill {
    /// A PDF, as far as its kind and its first bytes say.
    Pdf(Vec<u8>),
    /// Not there yet.
    NotYet,
    /// The platform has none for this reference.
    None,
}

impl fmt::Debug for Bill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Names stand in it.
            Self::Pdf(bytes) => write!(f, "Pdf({} bytes)", bytes.len()),
            Self::NotYet => f.write_str("NotYet"),
            Self::None => f.write_str("None"),
        }
    }
}

/// What the platform says of a try, by itself or when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It knows what became of it.
    Told(Told),
    /// It does not know yet.
    Pending,
    /// It never heard of this reference.
    Unknown,
    /// Something about the message and nothing about the money, under this code: later it may answer.
    Later(String),
}

/// What a code of the platform says about the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Came,
    DidNotCome,
    NobodyKnows,
    NoSuchReference,
    Message,
}

impl Meaning {
    /// Only the codes that are known to mean it are a failure. Of any other one nobody knows yet what became of the money: the payer
    /// reads that it is being checked, and the platform is asked on.
    fn of(code: &str) -> Self {
        match code {
            codes::DONE => Self::Came,
            codes::REFUSED | codes::CANCELLED => Self::DidNotCome,
            codes::UNKNOWN => Self::NoSuchReference,
            codes::AMOUNT | codes::UNREADABLE | codes::CODE | codes::BROKEN => Self::Message,
            _ => Self::NobodyKnows,
        }
    }
}

/// What became of a try, as the platform says under its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The reference of the try.
    pub reference: String,
    /// How much moved, or would have.
    pub amount: Vnd,
    /// Whether it moved.
    pub success: bool,
    /// The platform's code of the result.
    pub code: String,
    /// The platform's own number of the transaction; may be empty when nothing moved.
    pub transaction: String,
    /// The payer's bank; may be empty.
    pub bank: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Told {
    /// Under which key the portal notes it: whatever is said again, by callback or on asking, has the same one. That something
    /// failed never hides that it succeeded later, even under one number.
    #[must_use]
    pub fn key(&self) -> String {
        let Self { reference, success, code, transaction, at, .. } = self;
        match (success, transaction.as_str()) {
            (true, number) => format!("platform:{number}"),
            (false, "") => format!("platform:{reference}:{code}:{}", seal::stamp(*at)),
            (false, number) => format!("platform:{number}:{code}"),
        }
    }
}

/// Why a message of the platform is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// It is not a message: not JSON, a field is missing, its time is no time, or a success has no number.
    #[error("the message cannot be read")]
    Unreadable,
    /// It is a message about something else.
    #[error("the message is of another kind")]
    Kind,
    /// Its code is not the one that its fields and the secret give.
    #[error("the message has a wrong code")]
    Code,
    /// It is meant for somebody else.
    #[error("the message is for another partner")]
    Partner,
    /// Its amount is not whole đồng.
    #[error("the amount of the message cannot be read")]
    Amount,
}

impl Untrusted {
    /// What the platform is answered, in `MaLoi`.
    #[must_use]
    pub const fn answer(self) -> &'static str {
        match self {
            Self::Unreadable | Self::Partner | Self::Kind => codes::UNREADABLE,
            Self::Code => codes::CODE,
            Self::Amount => codes::AMOUNT,
        }
    }
}

/// What an outcome says, by itself or as an answer, after its code, whom and what it is about, and its amount were looked at, in this
/// order. `kind` is what it has to be about.
/// # Errors
/// [`Untrusted`].
pub fn answer(
    outcome: Outcome,
    kind: &str,
    partner: &str,
    secret: &SecretString,
) -> Result<Answer, Untrusted> {
    if !seal::holds(&outcome, secret) {
        return Err(Untrusted::Code);
    }
    if outcome.partner != partner {
        return Err(Untrusted::Partner);
    }
    if outcome.kind != kind {
        return Err(Untrusted::Kind);
    }
    match Meaning::of(&outcome.result) {
        Meaning::Came => told(outcome, true).map(Answer::Told),
        Meaning::DidNotCome => told(outcome, false).map(Answer::Told),
        Meaning::NobodyKnows => Ok(Answer::Pending),
        Meaning::NoSuchReference => Ok(Answer::Unknown),
        Meaning::Message => Ok(Answer::Later(outcome.result)),
    }
}

fn told(outcome: Outcome, success: bool) -> Result<Told, Untrusted> {
    let amount = amount(&outcome.amount).filter(|_| outcome.currency == CURRENCY).ok_or(Untrusted::Amount)?;
    let at = seal::moment(&outcome.at).ok_or(Untrusted::Unreadable)?;
    if success && outcome.transaction.is_empty() || outcome.reference.is_empty() {
        return Err(Untrusted::Unreadable);
    }
    let Outcome { reference, result: code, transaction, bank, .. } = outcome;
    Ok(Told { reference, amount, success, code, transaction, bank, at })
}

/// Whole đồng from digits and nothing but digits.
#[must_use]
pub fn amount(text: &str) -> Option<Vnd> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().and_then(|dong| Vnd::new(dong).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateways::payment::messages::kinds;

    fn secret() -> SecretString {
        "bi-mat".into()
    }

    fn outcome() -> Outcome {
        Outcome {
            kind: kinds::CALLBACK.to_owned(),
            result: "00".to_owned(),
            partner: "QNG01".to_owned(),
            reference: "dvc1".to_owned(),
            amount: "50000".to_owned(),
            currency: "VND".to_owned(),
            transaction: "GD1".to_owned(),
            bank: "970436".to_owned(),
            at: "20261126150733".to_owned(),
            about: "THANH TOAN HO SO".to_owned(),
            code: String::new(),
        }
    }

    fn read(change: impl FnOnce(&mut Outcome)) -> Result<Told, Untrusted> {
        let Answer::Told(told) = said(change)? else { panic!("it says what became of it") };
        Ok(told)
    }

    fn said(change: impl FnOnce(&mut Outcome)) -> Result<Answer, Untrusted> {
        let mut outcome = outcome();
        change(&mut outcome);
        answer(seal::seal(outcome, &secret()), kinds::CALLBACK, "QNG01", &secret())
    }

    #[test]
    fn a_signed_message_is_believed_and_says_when_on_a_24_hour_clock() {
        let told = read(|_| ()).unwrap();
        assert_eq!(told.amount, Vnd::new(50_000).unwrap());
        assert_eq!(told.at, "2026-11-26T08:07:33Z".parse::<DateTime<Utc>>().unwrap());
        assert!(told.success);
        assert_eq!(told.key(), "platform:GD1");
    }

    #[test]
    fn each_way_to_be_wrong_has_its_name() {
        assert_eq!(answer(outcome(), kinds::CALLBACK, "QNG01", &secret()), Err(Untrusted::Code));
        assert_eq!(read(|o| o.partner = "QNG02".to_owned()), Err(Untrusted::Partner));
        for amount in
            ["", "-1", "50.000", "50000.0", "5e4", "+5", "99999999999999", "99999999999999999999", "５"]
        {
            assert_eq!(read(|o| o.amount = amount.to_owned()), Err(Untrusted::Amount), "{amount}");
        }
        assert_eq!(read(|o| o.currency = "USD".to_owned()), Err(Untrusted::Amount));
        assert_eq!(read(|o| o.at = "20261126030733 PM".to_owned()), Err(Untrusted::Unreadable));
        assert_eq!(read(|o| o.transaction = String::new()), Err(Untrusted::Unreadable));
        assert_eq!(read(|o| o.reference = String::new()), Err(Untrusted::Unreadable));
        assert_eq!(Untrusted::Code.answer(), "97");
    }

    #[test]
    fn only_a_code_that_means_it_is_a_failure() {
        let with = |code: &str| said(|o| o.result = code.to_owned()).unwrap();
        for code in ["02", "03"] {
            assert!(matches!(with(code), Answer::Told(told) if !told.success), "{code}");
        }
        assert!(matches!(with("00"), Answer::Told(told) if told.success));
        assert_eq!(with("04"), Answer::Unknown);
        for code in ["05", "06", "97", "99"] {
            assert_eq!(with(code), Answer::Later(code.to_owned()), "{code}");
        }
        for code in ["01", "", "0", "000", "51", "08", "OK"] {
            assert_eq!(with(code), Answer::Pending, "{code}: nobody knows yet");
        }
        let nameless = said(|o| (o.result, o.amount, o.at) = ("99".to_owned(), String::new(), String::new()));
        assert_eq!(
            nameless,
            Ok(Answer::Later("99".to_owned())),
            "what says nothing of money needs no amount"
        );
    }

    #[test]
    fn a_message_of_another_kind_is_not_taken_for_this_one() {
        for kind in [kinds::QUERY, kinds::INIT, kinds::GET_BILL, ""] {
            assert_eq!(said(|o| o.kind = kind.to_owned()), Err(Untrusted::Kind), "{kind}");
        }
        assert_eq!(Untrusted::Kind.answer(), "06");
    }

    #[test]
    fn a_failure_never_takes_the_key_of_a_success() {
        let success = read(|_| ()).unwrap();
        let failure = read(|o| o.result = "02".to_owned()).unwrap();
        assert!(!failure.success);
        assert_ne!(success.key(), failure.key());
        let nameless = |at: &str| {
            let told =
                read(|o| (o.result, o.transaction, o.at) = ("03".to_owned(), String::new(), at.to_owned()));
            told.unwrap().key()
        };
        assert_ne!(nameless("20261126150733"), nameless("20261126150734"));
    }

    #[test]
    fn a_try_in_a_log_has_no_names() {
        let receipt = Receipt { payer: "Nguyễn Thị Lan".to_owned(), ..Receipt::default() };
        let begin = Begin {
            reference: "dvc1".to_owned(),
            amount: Vnd::ZERO,
            at: DateTime::UNIX_EPOCH,
            ip: None,
            english: false,
            return_url: String::new(),
            receipt,
        };
        assert!(!format!("{begin:?} {:?}", begin.receipt).contains("Lan"));
    }
}
