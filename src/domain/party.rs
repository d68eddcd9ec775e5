//! For whom a dossier is: a person or an organisation, as typed on the form and kept with the dossier.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{procedure::Audience, reason::says_something, status::keyed};

keyed! {
    /// Sex, as the identity card says it.
    Sex {
        /// Nam.
        Male = "male",
        /// Nữ.
        Female = "female",
    }
}

/// The dossier's owner as a party of the proceedings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Person, enterprise or organisation.
    pub kind: Audience,
    /// Full name, never split, NFC.
    pub name: String,
    /// 12-digit personal number, or the tax code of an organisation.
    #[serde(default)]
    pub number: Option<String>,
    /// Date of birth.
    #[serde(default)]
    pub birth_date: Option<NaiveDate>,
    /// Sex, where it was asked for.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Phone as +84….
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default)]
    pub email: Option<String>,
    /// Address in one line.
    #[serde(default)]
    pub address: Option<String>,
    /// Official code of the commune of residence.
    #[serde(default)]
    pub ward_code: Option<String>,
    /// Full name of whoever files on their behalf, and in which relation.
    #[serde(default)]
    pub representative: Option<Representative>,
}

/// Somebody who files for the owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Full name.
    pub name: String,
    /// Relation or authority (authorisation document), in words.
    pub relation: String,
    /// 12-digit personal number.
    #[serde(default)]
    pub number: Option<String>,
    /// Phone as +84….
    #[serde(default)]
    pub phone: Option<String>,
}

/// Why a typed value was not understood; each has a translation `field-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Nothing was typed.
    #[error("required")]
    Required,
    /// What was typed is no reason yet: [`super::reason`].
    #[error("reason")]
    Reason,
    /// A name has at least two letters and no digits.
    #[error("name")]
    Name,
    /// A personal number has 12 digits.
    #[error("personal number")]
    PersonalNumber {
        /// How many digits were typed.
        digits: usize,
    },
    /// Not a Vietnamese phone number.
    #[error("phone")]
    Phone,
    /// Not an e-mail address.
    #[error("email")]
    Email,
    /// Not a date.
    #[error("date")]
    Date,
    /// A date that may not lie in the future does.
    #[error("future date")]
    FutureDate,
    /// A date that must lie after today does not.
    #[error("coming date")]
    ComingDate,
    /// Not a whole number in its range.
    #[error("number")]
    Number,
    /// Not one of the options.
    #[error("choice")]
    Choice,
    /// Longer than allowed.
    #[error("too long")]
    TooLong {
        /// Longest text, in characters.
        max: usize,
    },
    /// Not a dossier code.
    #[error("dossier code")]
    DossierCode,
    /// Not an agency code.
    #[error("agency code")]
    AgencyCode,
    /// A code that another agency has.
    #[error("code taken")]
    CodeTaken,
    /// Not a lookup secret.
    #[error("secret")]
    Secret,
    /// A password is too short.
    #[error("password")]
    Password,
    /// Two typed values differ.
    #[error("mismatch")]
    Mismatch,
    /// Already used by another account.
    #[error("taken")]
    Taken,
    /// A box that must be ticked is not.
    #[error("tick")]
    Tick,
    /// Not the number of a postal consignment.
    #[error("tracking number")]
    Tracking,
    /// Not a time of day.
    #[error("time")]
    Time,
    /// Not a tax code, or one with a wrong check digit.
    #[error("tax code")]
    TaxCode,
    /// Not a receipt symbol.
    #[error("receipt symbol")]
    ReceiptSymbol,
    /// A receipt symbol of a year that is neither this one nor beside it.
    #[error("receipt year")]
    ReceiptYear,
    /// Not the check code of a receipt.
    #[error("check code")]
    CheckCode,
    /// Numbers that do not begin where those before them ended.
    #[error("the numbers begin at {first}")]
    NumbersFollow {
        /// The first number to type.
        first: usize,
    },
    /// The symbol is used for receipts of another kind.
    #[error("the symbol is used for another kind")]
    SeriesOfOtherKind,
    /// Not the number of a bank account.
    #[error("account number")]
    AccountNumber,
    /// The number of a card where that of an account belongs.
    #[error("card number")]
    CardNumber,
}

impl FieldError {
    /// Stable key for the translation `field-…`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Reason => "reason",
            Self::Name => "name",
            Self::PersonalNumber { .. } => "personal-number",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Date => "date",
            Self::FutureDate => "future-date",
            Self::ComingDate => "coming-date",
            Self::Number => "number",
            Self::Choice => "choice",
            Self::TooLong { .. } => "too-long",
            Self::DossierCode => "dossier-code",
            Self::AgencyCode => "agency-code",
            Self::CodeTaken => "code-taken",
            Self::Secret => "secret",
            Self::Password => "password",
            Self::Mismatch => "mismatch",
            Self::Taken => "taken",
            Self::Tick => "tick",
            Self::Tracking => "tracking",
            Self::Time => "time",
            Self::TaxCode => "tax-code",
            Self::ReceiptSymbol => "receipt-symbol",
            Self::ReceiptYear => "receipt-year",
            Self::CheckCode => "check-code",
            Self::NumbersFollow { .. } => "numbers-follow",
            Self::SeriesOfOtherKind => "series-of-other-kind",
            Self::AccountNumber => "account-number",
            Self::CardNumber => "card-number",
        }
    }
    /// The number that belongs into the translation as `n`, if any.
    #[must_use]
    pub const fn number(&self) -> Option<usize> {
        match self {
            Self::PersonalNumber { digits } => Some(*digits),
            Self::TooLong { max } => Some(*max),
            Self::NumbersFollow { first } => Some(*first),
            Self::Required
            | Self::Reason
            | Self::Name
            | Self::Phone
            | Self::Email
            | Self::Date
            | Self::FutureDate
            | Self::ComingDate
            | Self::Number
            | Self::Choice
            | Self::DossierCode
            | Self::AgencyCode
            | Self::CodeTaken
            | Self::Secret
            | Self::Password
            | Self::Mismatch
            | Self::Taken
            | Self::Tick
            | Self::Tracking
            | Self::TaxCode
            | Self::ReceiptSymbol
            | Self::ReceiptYear
            | Self::CheckCode
            | Self::SeriesOfOtherKind
            | Self::AccountNumber
            | Self::CardNumber
            | Self::Time => None,
        }
    }
}

/// Text as typed, in NFC, without control characters, with single spaces inside a line; line breaks stay.
#[must_use]
pub fn tidy(typed: &str) -> String {
    let composed: String = typed.nfc().filter(|c| !c.is_control() || *c == '\n').collect();
    let lines: Vec<String> =
        composed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    lines.join("\n").trim().to_owned()
}

/// A reason that must be given: tidy, and saying something.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Reason`].
pub fn reason(typed: &str) -> Result<String, FieldError> {
    let text = tidy(typed);
    if text.is_empty() {
        Err(FieldError::Required)
    } else if says_something(&text) {
        Ok(text)
    } else {
        Err(FieldError::Reason)
    }
}

/// A full name: tidy, at least two letters, no digits, at most 200 characters.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Name`], [`FieldError::TooLong`].
pub fn name(typed: &str) -> Result<String, FieldError> {
    let text = tidy(typed).replace('\n', " ");
    if text.is_empty() {
        return Err(FieldError::Required);
    }
    if text.chars().count() > 200 {
        return Err(FieldError::TooLong { max: 200 });
    }
    if text.chars().filter(|c| c.is_alphabetic()).count() < 2 || text.chars().any(|c| c.is_ascii_digit()) {
        return Err(FieldError::Name);
    }
    Ok(text)
}

/// A 12-digit personal number; spaces, dots and dashes are ignored.
/// # Errors
/// [`FieldError::Required`], [`FieldError::PersonalNumber`] with how many digits were typed.
pub fn personal_number(typed: &str) -> Result<String, FieldError> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let other = typed.chars().any(|c| !c.is_ascii_digit() && !c.is_whitespace() && c != '.' && c != '-');
    match (typed.trim().is_empty(), digits.len(), other) {
        (true, ..) => Err(FieldError::Required),
        (false, 12, false) => Ok(digits),
        (false, n, _) => Err(FieldError::PersonalNumber { digits: n }),
    }
}

/// A Vietnamese phone number as +84…: mobile `0[35789]` and 8 digits, or landline `02` and 9.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Phone`].
pub fn phone(typed: &str) -> Result<String, FieldError> {
    if typed.trim().is_empty() {
        return Err(FieldError::Required);
    }
    let kept: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')).collect();
    let local = match kept.strip_prefix("+84").or_else(|| kept.strip_prefix("0084")) {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None if kept.len() == 11 && kept.starts_with("84") => {
            format!("0{}", kept.get(2..).unwrap_or_default())
        }
        None => kept,
    };
    let digits = local.bytes().all(|b| b.is_ascii_digit());
    let mobile = local.len() == 10 && ["03", "05", "07", "08", "09"].iter().any(|p| local.starts_with(p));
    let landline = local.len() == 11 && local.starts_with("02");
    match local.strip_prefix('0') {
        Some(rest) if digits && (mobile || landline) => Ok(format!("+84{rest}")),
        _ => Err(FieldError::Phone),
    }
}

/// An e-mail address, by its shape only.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Email`].
pub fn email(typed: &str) -> Result<String, FieldError> {
    let text = tidy(typed);
    if text.is_empty() {
        return Err(FieldError::Required);
    }
    match text.split_once('@') {
        Some((user, host))
            if !user.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && text.chars().count() <= 254
                && !text.contains(char::is_whitespace)
                && !host.contains('@') =>
        {
            Ok(text)
        }
        _ => Err(FieldError::Email),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_whole_and_become_nfc() {
        assert_eq!(name("  Nguye\u{302}\u{303}n   Thi\u{323} A\u{301}nh ").unwrap(), "Nguyễn Thị Ánh");
        assert_eq!(name("7up"), Err(FieldError::Name));
        assert_eq!(name(" "), Err(FieldError::Required));
    }

    #[test]
    fn personal_numbers_say_how_many_digits_were_typed() {
        assert_eq!(personal_number("051 095 001234").unwrap(), "051095001234");
        assert_eq!(personal_number("05109500123"), Err(FieldError::PersonalNumber { digits: 11 }));
    }

    #[test]
    fn phones_are_read_in_every_usual_spelling() {
        for typed in ["0905123456", "+84905123456", "84905123456", "0905 123 456", "0084905123456"] {
            assert_eq!(phone(typed).unwrap(), "+84905123456", "{typed}");
        }
        assert_eq!(phone("02553822862").unwrap(), "+842553822862");
        assert_eq!(phone("12345"), Err(FieldError::Phone));
    }
}
