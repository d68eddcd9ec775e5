//! The electronic receipt (biên lai điện tử): how one is named – form symbol, receipt symbol, number – and what it must say. A
//! receipt is never edited and its number never used again; what may follow is in [`super::receipt_chain`].
//! Source: NĐ 254/2026 Art.23(2) (contents, number); TT 91/2026 (form and receipt symbols).

use std::{fmt, ops::RangeInclusive};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar, in_words,
    money::{NotAnAmount, Vnd},
    pay_reference, printed,
    procedure::FeeKind,
    status::keyed,
};

keyed! {
    /// Form symbol (ký hiệu mẫu biên lai).
    ReceiptForm {
        /// Without a printed denomination: the amount is what was paid.
        Open = "EBL01",
        /// With a printed denomination.
        Denominated = "EBL02",
    }
}

/// The text is not the name of a receipt, or not a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a {0}")]
pub struct NotAReceipt(&'static str);

/// Receipt symbol (ký hiệu biên lai), `26TAA`: two digits of the year, `T`, two letters that tell series apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReceiptSymbol {
    year: u8,
    letters: [char; 2],
}

impl ReceiptSymbol {
    /// The letters that may tell series apart.
    pub const LETTERS: &'static [char] =
        &['A', 'B', 'C', 'D', 'E', 'G', 'H', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'X', 'Y'];

    /// The symbol of a series of `year`, of the years 2000 to 2099.
    /// # Errors
    /// [`NotAReceipt`] for another year, or for letters outside [`Self::LETTERS`].
    pub fn new(year: i32, letters: &str) -> Result<Self, NotAReceipt> {
        let year = year.checked_sub(2000).and_then(|y| u8::try_from(y).ok()).filter(|y| *y < 100);
        Self::parse(&format!("{:02}T{letters}", year.ok_or(NotAReceipt("receipt symbol"))?))
    }

    /// A symbol as typed: spaces and lower case do not matter.
    /// # Errors
    /// [`NotAReceipt`].
    pub fn parse(text: &str) -> Result<Self, NotAReceipt> {
        let plain: Vec<char> =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let [tens, ones, 'T', first, second] = *plain.as_slice() else {
            return Err(NotAReceipt("receipt symbol"));
        };
        let digit = |c: char| c.to_digit(10).and_then(|n| u8::try_from(n).ok());
        let (Some(tens), Some(ones)) = (digit(tens), digit(ones)) else {
            return Err(NotAReceipt("receipt symbol"));
        };
        let letters = [first, second];
        if letters.iter().all(|letter| Self::LETTERS.contains(letter)) {
            Ok(Self { year: tens * 10 + ones, letters })
        } else {
            Err(NotAReceipt("receipt symbol"))
        }
    }

    /// The year whose receipts bear it.
    #[must_use]
    pub fn year(self) -> i32 {
        2000 + i32::from(self.year)
    }

    /// Whether a receipt issued at `at` may bear it: the series of a year ends with it, by the clocks of Vietnam.
    #[must_use]
    pub fn fits(self, at: DateTime<Utc>) -> bool {
        self.year() == year_of(at)
    }
}

impl fmt::Display for ReceiptSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.letters;
        write!(f, "{:02}T{first}{second}", self.year)
    }
}

impl TryFrom<String> for ReceiptSymbol {
    type Error = NotAReceipt;
    fn try_from(text: String) -> Result<Self, NotAReceipt> {
        Self::parse(&text)
    }
}

impl From<ReceiptSymbol> for String {
    fn from(symbol: ReceiptSymbol) -> Self {
        symbol.to_string()
    }
}

/// The year of the numbers of a receipt issued at `at`: they begin anew each 1 January in Vietnam.
#[must_use]
pub fn year_of(at: DateTime<Utc>) -> i32 {
    calendar::local(at).date().year()
}

/// The years whose numbers can be set up on `today`: the last one, of which payments may still wait, this one, and the next one.
#[must_use]
pub fn years(today: NaiveDate) -> RangeInclusive<i32> {
    let year = today.year();
    year.saturating_sub(1)..=year.saturating_add(1)
}

/// The year whose numbers must be there soon: in December the next one.
#[must_use]
pub fn year_ahead(today: NaiveDate) -> Option<i32> {
    (today.month() == 12).then(|| today.year().saturating_add(1))
}

/// Number in its series, from 1, of at most eight digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct ReceiptNumber(i32);

impl ReceiptNumber {
    /// The first of a series.
    pub const FIRST: Self = Self(1);
    /// The last that a series can have.
    pub const LAST: Self = Self(99_999_999);

    /// A number.
    /// # Errors
    /// [`NotAReceipt`] below 1 or of more than eight digits.
    pub const fn new(number: i32) -> Result<Self, NotAReceipt> {
        if number < Self::FIRST.0 || number > Self::LAST.0 {
            Err(NotAReceipt("receipt number"))
        } else {
            Ok(Self(number))
        }
    }

    /// A number as typed; leading zeros and spaces do not matter.
    /// # Errors
    /// [`NotAReceipt`].
    pub fn parse(text: &str) -> Result<Self, NotAReceipt> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.is_empty() || digits.len() > 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAReceipt("receipt number"));
        }
        digits.parse().map_err(|_| NotAReceipt("receipt number")).and_then(Self::new)
    }

    /// As a number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// The one after it, unless the series is used up.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::new(self.0.saturating_add(1)).ok()
    }
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08}", self.0)
    }
}

impl TryFrom<i32> for ReceiptNumber {
    type Error = NotAReceipt;
    fn try_from(number: i32) -> Result<Self, NotAReceipt> {
        Self::new(number)
    }
}

impl From<ReceiptNumber> for i32 {
    fn from(number: ReceiptNumber) -> Self {
        number.0
    }
}

/// What names one receipt among all of a province: `EBL01 26TAA 00000007`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReceiptName {
    /// Form symbol.
    pub form: ReceiptForm,
    /// Receipt symbol.
    pub symbol: ReceiptSymbol,
    /// Number.
    pub number: ReceiptNumber,
}

impl fmt::Display for ReceiptName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.form, self.symbol, self.number)
    }
}

/// The code printed on a receipt; whoever has the paper may ask with it what became of the receipt.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CheckCode(String);

impl CheckCode {
    /// Letters and digits that nobody takes for others, the same as of payment references.
    pub const ALPHABET: &'static [u8] = pay_reference::ALPHABET;
    /// How many of them: some 58 bits, so that guessing is hopeless.
    pub const LENGTH: usize = 12;

    /// A code as typed: any case; spaces and dashes do not matter.
    /// # Errors
    /// [`NotAReceipt`].
    pub fn parse(typed: &str) -> Result<Self, NotAReceipt> {
        let text: String =
            typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        if text.len() == Self::LENGTH && text.bytes().all(|b| Self::ALPHABET.contains(&b)) {
            Ok(Self(text))
        } else {
            Err(NotAReceipt("check code"))
        }
    }

    /// The characters, without dashes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// For paper: `K7QX-2M4P-9RTZ`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }
}

impl fmt::Debug for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckCode(****)")
    }
}

impl TryFrom<String> for CheckCode {
    type Error = NotAReceipt;
    fn try_from(text: String) -> Result<Self, NotAReceipt> {
        Self::parse(&text)
    }
}

impl From<CheckCode> for String {
    fn from(code: CheckCode) -> Self {
        code.0
    }
}

/// Who collects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collector {
    /// Name of the collecting agency.
    pub name: String,
    /// Its tax code.
    pub tax_code: TaxCode,
}

/// Tax code (mã số thuế) of an organisation: ten digits, or thirteen with a dash before the last three.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaxCode(String);

impl TaxCode {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

    /// A tax code as typed: spaces, dots and dashes do not matter; its check digit must be right.
    /// # Errors
    /// [`NotAReceipt`].
    pub fn parse(text: &str) -> Result<Self, NotAReceipt> {
        let wrong = NotAReceipt("tax code");
        let plain: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '–')).collect();
        let digits: Vec<u32> = plain.chars().map(|c| c.to_digit(10)).collect::<Option<_>>().ok_or(wrong)?;
        let (base, branch) = digits.split_at_checked(9).ok_or(wrong)?;
        let [check, branch @ ..] = branch else { return Err(wrong) };
        let sum: u32 = base.iter().zip(Self::WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let right = 10_u32.checked_sub(sum % 11);
        if right != Some(*check) || !matches!(branch.len(), 0 | 3) {
            return Err(wrong);
        }
        let (company, branch) = plain.split_at_checked(10).ok_or(wrong)?;
        Ok(Self(if branch.is_empty() { company.to_owned() } else { format!("{company}-{branch}") }))
    }

    /// The tax code that begins with these eight digits and has a check digit: not every nine digits have one.
    /// # Errors
    /// [`NotAReceipt`] when these are not eight digits.
    pub fn with_check_digit(eight: &str) -> Result<Self, NotAReceipt> {
        (0..100).find_map(|end| Self::parse(&format!("{eight}{end:02}")).ok()).ok_or(NotAReceipt("tax code"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for TaxCode {
    type Error = NotAReceipt;
    fn try_from(text: String) -> Result<Self, NotAReceipt> {
        Self::parse(&text)
    }
}

impl From<TaxCode> for String {
    fn from(code: TaxCode) -> Self {
        code.0
    }
}

/// Who pays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    /// Full name.
    pub name: String,
    /// Personal number or tax number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What was paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// Key of the fee in the procedure; empty for money asked for later that no fee of the quote covers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fee: String,
    /// Its name.
    pub name: String,
    /// How much.
    pub amount: Vnd,
}

/// What all must stand on a receipt. It has one kind of money only: charges and fees are never on one receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Charge or fee.
    pub kind: FeeKind,
    /// Who collects.
    pub collector: Collector,
    /// Who pays.
    pub payer: Payer,
    /// What for.
    pub lines: Vec<ReceiptLine>,
    /// The dossier.
    pub dossier: String,
    /// Full name of its procedure.
    pub procedure: String,
}

impl Contents {
    /// The sum of the lines.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn total(&self) -> Result<Vnd, NotAnAmount> {
        Vnd::total(self.lines.iter().map(|line| line.amount))
    }

    /// The names of what was paid for, in one text: for tables.
    #[must_use]
    pub fn what_for(&self) -> String {
        let names: Vec<&str> = self.lines.iter().map(|line| line.name.as_str()).collect();
        names.join("; ")
    }
}

/// The name of the paper (tên biên lai), in the fixed Vietnamese of the form.
#[must_use]
pub const fn title(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Charge => "Biên lai thu phí",
        FeeKind::Fee => "Biên lai thu lệ phí",
    }
}

/// An amount as a receipt writes it: digits, then words.
#[must_use]
pub fn digits_and_words(amount: Vnd) -> (String, String) {
    (printed::amount(amount), in_words::vietnamese(amount))
}

/// The day of a receipt issued at `at`, in Vietnam.
#[must_use]
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    calendar::local(at).date()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn symbols_are_two_digits_a_t_and_two_allowed_letters() {
        let symbol = ReceiptSymbol::parse("26TAA").unwrap();
        assert_eq!((symbol.year(), symbol.to_string()), (2026, "26TAA".to_owned()));
        assert_eq!(ReceiptSymbol::parse(" 26 tay ").unwrap().to_string(), "26TAY");
        assert_eq!(ReceiptSymbol::new(2005, "XY").unwrap().to_string(), "05TXY");
        for wrong in
            ["", "26T", "26TA", "26TAAA", "26AAA", "2TAA", "26TAF", "26TIA", "26TWA", "26TĐA", "XXTAA"]
        {
            assert!(ReceiptSymbol::parse(wrong).is_err(), "{wrong}");
        }
        assert!(ReceiptSymbol::new(1999, "AA").is_err());
        assert!(ReceiptSymbol::new(2100, "AA").is_err());
        assert_eq!(ReceiptSymbol::LETTERS.len(), 20);
    }

    #[test]
    fn the_year_of_a_symbol_ends_at_midnight_in_vietnam() {
        let symbol = ReceiptSymbol::new(2026, "AA").unwrap();
        assert!(symbol.fits(at("2026-12-31T16:59:59Z")));
        assert!(!symbol.fits(at("2026-12-31T17:00:00Z")));
        assert!(symbol.fits(at("2025-12-31T17:00:00Z")));
        assert_eq!(year_of(at("2026-12-31T17:00:00Z")), 2027);
    }

    #[test]
    fn numbers_of_the_next_year_are_asked_for_in_december() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(year_ahead(day("2026-11-30")), None);
        assert_eq!(year_ahead(day("2026-12-01")), Some(2027));
        assert_eq!(year_ahead(day("2026-12-31")), Some(2027));
        assert_eq!(year_ahead(day("2027-01-01")), None);
        assert_eq!(years(day("2026-12-01")), 2025..=2027);
    }

    #[test]
    fn numbers_run_from_one_to_eight_digits() {
        assert_eq!(ReceiptNumber::FIRST.to_string(), "00000001");
        assert_eq!(ReceiptNumber::parse(" 0000 0042 ").unwrap().get(), 42);
        assert_eq!(ReceiptNumber::LAST.next(), None);
        assert_eq!(ReceiptNumber::FIRST.next(), Some(ReceiptNumber(2)));
        for wrong in ["", "0", "-1", "100000000", "1a", "9999999999999999"] {
            assert!(ReceiptNumber::parse(wrong).is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<ReceiptNumber>("0").is_err());
    }

    #[test]
    fn codes_are_read_as_people_type_them_and_never_shown_in_logs() {
        let code = CheckCode::parse("k7qx-2m4p 9rtz").unwrap();
        assert_eq!((code.expose(), code.grouped().as_str()), ("K7QX2M4P9RTZ", "K7QX-2M4P-9RTZ"));
        assert_eq!(format!("{code:?}"), "CheckCode(****)");
        for wrong in ["", "K7QX-2M4P", "K7QX-2M4P-9RTO", "K7QX-2M4P-9RTZ-A"] {
            assert!(CheckCode::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tax_codes_have_a_check_digit() {
        // 0·31+1·29+0·23+0·19+1·17+0·13+9·7+1·5+0·3 = 114 = 10·11+4, and 10−4 = 6.
        assert_eq!(TaxCode::parse("0100109106").unwrap().as_str(), "0100109106");
        assert_eq!(TaxCode::parse("0100 109 106 - 001").unwrap().as_str(), "0100109106-001");
        assert_eq!(TaxCode::with_check_digit("01001091").unwrap().as_str().len(), 10);
        assert!(TaxCode::with_check_digit("0100109").is_err());
        for wrong in ["", "0100109107", "010010910", "0100109106-01", "01001091O6"] {
            assert!(TaxCode::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_amount_stands_in_digits_and_in_words() {
        let (digits, words) = digits_and_words(Vnd::new(1_005_000).unwrap());
        assert_eq!(digits, "1.005.000 đồng");
        assert!(words.starts_with("Một triệu"), "{words}");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            year in 2000_i32..2100, first in 0_usize..20, second in 0_usize..20, number in 1_i32..=99_999_999,
        ) {
            let letters: String = [ReceiptSymbol::LETTERS[first], ReceiptSymbol::LETTERS[second]].iter().collect();
            let symbol = ReceiptSymbol::new(year, &letters).unwrap();
            prop_assert_eq!(ReceiptSymbol::parse(&symbol.to_string()).unwrap(), symbol);
            prop_assert_eq!(symbol.year(), year);
            let number = ReceiptNumber::new(number).unwrap();
            prop_assert_eq!(number.to_string().len(), 8);
            prop_assert_eq!(ReceiptNumber::parse(&number.to_string()).unwrap(), number);
        }

        #[test]
        fn no_text_makes_the_readers_fall_over(text in ".{0,20}") {
            let read = [
                ReceiptSymbol::parse(&text).is_ok(),
                ReceiptNumber::parse(&text).is_ok(),
                CheckCode::parse(&text).is_ok(),
                TaxCode::parse(&text).is_ok(),
            ];
            std::hint::black_box(read);
        }
    }
}
