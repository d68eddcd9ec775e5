//! The VietQR code of a bank transfer: a text of tagged fields that every Vietnamese bank's app reads. Source: `EMVCo` merchant-presented
//! QR with the additions of NAPAS 247 (field 38, `QRIBFTTA` to an account); CRC-16/CCITT-FALSE over everything before it.

use std::fmt::Write as _;

use super::{money::Vnd, words::fold};

/// The most characters of a purpose that every bank keeps.
const LONGEST_PURPOSE: usize = 25;

/// Where the money goes, how much and what for.
#[derive(Clone, Copy, Debug)]
pub struct Transfer<'a> {
    /// The bank's number at NAPAS, 6 digits: `970436`.
    pub bank: &'a str,
    /// The account, at most 19 letters and digits.
    pub account: &'a str,
    /// How much; the payer types it when absent.
    pub amount: Option<Vnd>,
    /// Number of the bill.
    pub bill: Option<&'a str>,
    /// What the statement shall say; see [`purpose`].
    pub purpose: Option<&'a str>,
}

/// What stands in the way of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATransfer {
    /// Not six digits.
    #[error("the bank's number is not six digits")]
    Bank,
    /// Not 1 to 19 letters and digits.
    #[error("the account is not 1 to 19 letters and digits")]
    Account,
    /// A field does not fit into its 99 characters, or is not ASCII.
    #[error("the bill or the purpose is too long or not plain letters")]
    Text,
}

/// The text of the code. With an amount it is for one payment (`12`), without for many (`11`).
/// # Errors
/// [`NotATransfer`] when the account could not be read by a bank.
pub fn payload(transfer: &Transfer<'_>) -> Result<String, NotATransfer> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if transfer.bank.len() != 6 || !digits(transfer.bank) {
        return Err(NotATransfer::Bank);
    }
    let account = transfer.account;
    if account.is_empty() || account.len() > 19 || !account.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(NotATransfer::Account);
    }
    let beneficiary = field("00", transfer.bank)? + &field("01", account)?;
    let napas = field("00", "A000000727")? + &field("01", &beneficiary)? + &field("02", "QRIBFTTA")?;
    let mut text = field("00", "01")?;
    text += &field("01", if transfer.amount.is_some() { "12" } else { "11" })?;
    text += &field("38", &napas)?;
    text += &field("53", "704")?;
    if let Some(amount) = transfer.amount {
        text += &field("54", &amount.dong().to_string())?;
    }
    text += &field("58", "VN")?;
    let mut more = String::new();
    for (tag, value) in [("01", transfer.bill), ("08", transfer.purpose)] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            more += &field(tag, value)?;
        }
    }
    if !more.is_empty() {
        text += &field("62", &more)?;
    }
    text += "6304";
    let sum = crc(text.as_bytes());
    text.write_fmt(format_args!("{sum:04X}")).map_err(|_| NotATransfer::Text)?;
    Ok(text)
}

fn field(tag: &str, value: &str) -> Result<String, NotATransfer> {
    if value.len() > 99 || !value.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Err(NotATransfer::Text);
    }
    Ok(format!("{tag}{:02}{value}", value.len()))
}

/// What banks keep of a text: capital letters without marks, digits and single spaces, at most 25 of them.
#[must_use]
pub fn purpose(text: &str) -> String {
    let plain: String = fold(text)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { ' ' })
        .collect();
    let words = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST_PURPOSE).collect::<String>().trim_end().to_owned()
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected.
#[must_use]
pub fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_sum_is_right() {
        assert_eq!(crc(b"123456789"), 0x29B1);
    }

    #[test]
    fn both_published_codes_come_out_to_the_letter() {
        let many =
            Transfer { bank: "970403", account: "0011012345678", amount: None, bill: None, purpose: None };
        assert_eq!(
            payload(&many).unwrap(),
            "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
        );
        let one = Transfer {
            amount: Some(Vnd::new(180_000).unwrap()),
            bill: Some("NPS6869"),
            purpose: Some("thanh toan don hang"),
            ..many
        };
        assert_eq!(
            payload(&one).unwrap(),
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
        );
    }

    #[test]
    fn what_no_bank_could_read_is_refused() {
        let good =
            Transfer { bank: "970436", account: "0011012345678", amount: None, bill: None, purpose: None };
        for (bad, why) in [
            (Transfer { bank: "97043", ..good }, NotATransfer::Bank),
            (Transfer { bank: "97043A", ..good }, NotATransfer::Bank),
            (Transfer { account: "", ..good }, NotATransfer::Account),
            (Transfer { account: "00110-12345", ..good }, NotATransfer::Account),
            (Transfer { account: "12345678901234567890", ..good }, NotATransfer::Account),
            (Transfer { purpose: Some("Nộp phí"), ..good }, NotATransfer::Text),
        ] {
            assert_eq!(payload(&bad), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn a_purpose_keeps_only_what_banks_keep() {
        assert_eq!(purpose("Nộp phí hồ sơ H48.101-261118-0001, đợt 2"), "NOP PHI HO SO H48 101 261");
        assert_eq!(purpose("  đ–Đ  "), "D D");
        assert!(purpose(&"ữ".repeat(100)).len() <= 25);
    }
}
