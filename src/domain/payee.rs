//! Where money goes that is given back: cash at the counter, or an account. What people type is understood, a card is no account, and
//! the number of an account is shown whole only to those who pay: everywhere else by its last signs.

use std::fmt;

use super::{
    banks,
    party::{self, FieldError},
    status::keyed,
};

/// The longest name of a holder, in characters.
const LONGEST_NAME: usize = 100;

keyed! {
    /// How the money reaches the person.
    Way {
        /// At the counter.
        Cash = "cash",
        /// By transfer.
        Account = "account",
    }
}

keyed! {
    /// On what a word about the payee stands.
    Basis {
        /// The owner of the dossier said it on their own page.
        Owner = "owner",
        /// The person said it at the one-stop.
        Word = "word",
        /// A paper that the person signed.
        Paper = "paper",
    }
}

impl Basis {
    /// What an officer can note.
    pub const AT_THE_COUNTER: &'static [Self] = &[Self::Word, Self::Paper];
}

/// The number of an account: 4 to 19 letters and digits. Its `Debug` shows the last signs only.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountNumber(String);

impl AccountNumber {
    /// As people type it: spaces, dots and dashes only help to read.
    /// # Errors
    /// [`FieldError::Required`], [`FieldError::AccountNumber`], [`FieldError::CardNumber`] for the number of a card.
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        let bare: String =
            typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\u{200b}')).collect();
        if bare.is_empty() {
            return Err(FieldError::Required);
        }
        if is_card(&bare) {
            return Err(FieldError::CardNumber);
        }
        let has_digit = bare.bytes().any(|b| b.is_ascii_digit());
        if !(4..=19).contains(&bare.len()) || !has_digit || !bare.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(FieldError::AccountNumber);
        }
        Ok(Self(bare))
    }

    /// The whole number, for those who pay.
    #[must_use]
    pub fn whole(&self) -> &str {
        &self.0
    }

    /// The last four signs; the last two of a number shorter than eight.
    #[must_use]
    pub fn ending(&self) -> &str {
        let shown = if self.0.len() < 8 { 2 } else { 4 };
        self.0.get(self.0.len() - shown..).unwrap_or_default()
    }

    /// The whole number in groups of four, to be compared by eye.
    #[must_use]
    pub fn grouped(&self) -> String {
        let signs: Vec<char> = self.0.chars().collect();
        signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

/// Whether this is printed on a card: those of Vietnam's banks begin with 9704; those of Visa, Mastercard and JCB have 16 digits with a check
/// digit. Source: ISO/IEC 7812 (issuers, Luhn's formula).
fn is_card(bare: &str) -> bool {
    let mut digits = Vec::new();
    for sign in bare.chars() {
        let Some(digit) = sign.to_digit(10) else { return false };
        digits.push(digit);
    }
    let begins =
        |count: usize| bare.get(..count).and_then(|head| head.parse::<u32>().ok()).unwrap_or_default();
    if begins(4) == 9704 {
        return matches!(digits.len(), 16 | 19);
    }
    let is_foreign =
        begins(1) == 4 || matches!(begins(2), 51..=55 | 35) || (2221..=2720).contains(&begins(4));
    let doubled = |(at, digit): (usize, &u32)| match (at % 2, digit * 2) {
        (0, _) => *digit,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    digits.len() == 16 && is_foreign && sum.is_multiple_of(10)
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "…{}", self.ending())
    }
}

/// Where the money goes. Its `Debug` shows no names.
#[derive(Clone, PartialEq, Eq)]
pub enum Payee {
    /// Cash at the counter.
    Cash {
        /// Who takes it.
        name: String,
    },
    /// A transfer.
    Account {
        /// Number of the bank at NAPAS: one of [`banks::BANKS`].
        bank: String,
        /// The account.
        number: AccountNumber,
        /// Under which name the bank has it, as given.
        holder: String,
    },
}

/// A payee as it was typed.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// Key of the way.
    pub way: &'a str,
    /// Number of the bank.
    pub bank: &'a str,
    /// Number of the account.
    pub number: &'a str,
    /// Who takes the cash, or the holder of the account.
    pub name: &'a str,
}

impl Payee {
    /// What was typed, understood.
    /// # Errors
    /// Field (`way`, `bank`, `number`, `name`) and fault, in the order of the form.
    pub fn parse(typed: &Typed<'_>) -> Result<Self, Vec<(&'static str, FieldError)>> {
        let Some(way) = Way::parse(typed.way) else { return Err(vec![("way", FieldError::Choice)]) };
        match way {
            Way::Cash => {
                let name = party::name(typed.name).map_err(|fault| vec![("name", fault)])?;
                Ok(Self::Cash { name })
            }
            Way::Account => {
                let bank = banks::name(typed.bank).map(|_| typed.bank.to_owned()).ok_or(FieldError::Choice);
                let (number, holder) = (AccountNumber::parse(typed.number), holder(typed.name));
                match (bank, number, holder) {
                    (Ok(bank), Ok(number), Ok(holder)) => Ok(Self::Account { bank, number, holder }),
                    (bank, number, holder) => {
                        let faults = [("bank", bank.err()), ("number", number.err()), ("name", holder.err())];
                        Err(faults.into_iter().filter_map(|(field, fault)| Some((field, fault?))).collect())
                    }
                }
            }
        }
    }

    /// How the money reaches the person.
    #[must_use]
    pub const fn way(&self) -> Way {
        match self {
            Self::Cash { .. } => Way::Cash,
            Self::Account { .. } => Way::Account,
        }
    }

    /// Who takes the cash, or the holder of the account.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Cash { name } => name,
            Self::Account { holder, .. } => holder,
        }
    }
}

impl fmt::Debug for Payee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cash { .. } => f.write_str("cash"),
            Self::Account { bank, number, .. } => write!(f, "{bank} {number:?}"),
        }
    }
}

/// Companies have digits in their names; capitals stay as the bank writes them.
fn holder(typed: &str) -> Result<String, FieldError> {
    let text = party::tidy(typed).replace('\n', " ");
    if text.is_empty() {
        Err(FieldError::Required)
    } else if text.chars().count() > LONGEST_NAME {
        Err(FieldError::TooLong { max: LONGEST_NAME })
    } else if text.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        Err(FieldError::Name)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed<'a>(way: &'a str, bank: &'a str, number: &'a str, name: &'a str) -> Typed<'a> {
        Typed { way, bank, number, name }
    }

    #[test]
    fn an_account_is_understood_as_people_type_it() {
        for text in [
            "0071001234567",
            " 0071 0012 34567 ",
            "0071.001.234567",
            "0071-001-234567",
            "0071\u{a0}001234567",
        ] {
            let number = AccountNumber::parse(text).unwrap();
            assert_eq!((number.whole(), number.ending()), ("0071001234567", "4567"), "{text}");
            assert_eq!(number.grouped(), "0071 0012 3456 7");
        }
        for (text, why) in [
            ("", FieldError::Required),
            (" . ", FieldError::Required),
            ("123", FieldError::AccountNumber),
            ("12345678901234567890", FieldError::AccountNumber),
            ("0071/001234567", FieldError::AccountNumber),
            ("tài khoản 1", FieldError::AccountNumber),
            ("TAIKHOAN", FieldError::AccountNumber),
        ] {
            assert_eq!(AccountNumber::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_card_is_no_account() {
        let foreign = ["4111 1111 1111 1111", "5555-5555-5555-4444", "2223003122003222", "3530111333300000"];
        for text in ["9704 3611 2233 4455", "9704361122334455667"].into_iter().chain(foreign) {
            assert_eq!(AccountNumber::parse(text), Err(FieldError::CardNumber), "{text}");
        }
        // A long account that only begins like a bank's number is one.
        for text in ["97043611223344", "4111111111111112", "1903456789012345", "410000000001"] {
            assert!(AccountNumber::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn of_an_account_only_the_last_signs_are_shown() {
        let (long, short) =
            (AccountNumber::parse("0071001234567").unwrap(), AccountNumber::parse("68686").unwrap());
        assert_eq!((long.ending(), short.ending()), ("4567", "86"));
        let payee = Payee::parse(&typed("account", "970436", "0071001234567", "NGUYEN THI LAN")).unwrap();
        let shown = format!("{payee:?} {long:?}");
        assert!(!shown.contains("0071001234567") && !shown.contains("LAN"), "{shown}");
        assert!(shown.contains("…4567"), "{shown}");
    }

    #[test]
    fn each_way_asks_for_what_it_needs() {
        let faults = |way, bank, number, name| Payee::parse(&typed(way, bank, number, name)).unwrap_err();
        assert_eq!(faults("", "", "", ""), [("way", FieldError::Choice)]);
        assert_eq!(faults("cash", "", "", " "), [("name", FieldError::Required)]);
        assert_eq!(faults("cash", "", "", "Lan 2"), [("name", FieldError::Name)]);
        let all =
            [("bank", FieldError::Choice), ("number", FieldError::Required), ("name", FieldError::Required)];
        assert_eq!(faults("account", "000000", "", ""), all);
        assert_eq!(faults("account", "970436", "0071001234567", "1 2"), [("name", FieldError::Name)]);
        let long = "A".repeat(LONGEST_NAME + 1);
        let too_long = [("name", FieldError::TooLong { max: LONGEST_NAME })];
        assert_eq!(faults("account", "970436", "0071001234567", &long), too_long);

        let cash = Payee::parse(&typed("cash", "970436", "x", " Trần  Văn Bảy ")).unwrap();
        assert_eq!((cash.way(), cash.name()), (Way::Cash, "Trần Văn Bảy"));
    }

    #[test]
    fn the_holder_stays_as_given_and_is_composed() {
        let decomposed = "Nguye\u{302}\u{303}n Thi\u{323} LAN";
        let payee = Payee::parse(&typed("account", "970436", "0071001234567", decomposed)).unwrap();
        assert_eq!((payee.name(), payee.way()), ("Nguyễn Thị LAN", Way::Account));
        let firm = Payee::parse(&typed("account", "970418", "12345678", "CONG TY TNHH MTV 19-5")).unwrap();
        assert_eq!(firm.name(), "CONG TY TNHH MTV 19-5");
    }
}
