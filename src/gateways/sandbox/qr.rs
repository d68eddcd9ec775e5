//! Reads the text of a VietQR code, as a bank's app does: fields of two digits of name, two digits of length, and a checksum.

use crate::domain::{money::Vnd, vietqr};

/// What a code says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// The bank's number.
    pub bank: String,
    /// The account.
    pub account: String,
    /// How much, when it says so.
    pub amount: Option<Vnd>,
    /// What the statement shall say.
    pub purpose: String,
}

/// What the code says; nothing when its checksum is wrong or it is not for an account.
#[must_use]
pub fn read(code: &str) -> Option<Scanned> {
    let (said, sum) = code.split_at_checked(code.len().checked_sub(4)?)?;
    let right = format!("{:04X}", vietqr::crc(said.as_bytes()));
    if !said.ends_with("6304") || !sum.eq_ignore_ascii_case(&right) {
        return None;
    }
    let merchant = field(code, "38")?;
    let beneficiary = field(merchant, "01")?;
    let amount = match field(code, "54") {
        Some(digits) => Some(Vnd::new(digits.parse().ok()?).ok()?),
        None => None,
    };
    let purpose = field(code, "62").and_then(|more| field(more, "08")).unwrap_or_default();
    Some(Scanned {
        bank: field(beneficiary, "00")?.to_owned(),
        account: field(beneficiary, "01")?.to_owned(),
        amount,
        purpose: purpose.to_owned(),
    })
}

/// The value of the field with this name.
fn field<'a>(mut text: &'a str, wanted: &str) -> Option<&'a str> {
    while let Some((name, rest)) = text.split_at_checked(2) {
        let (length, rest) = rest.split_at_checked(2)?;
        let (value, rest) = rest.split_at_checked(length.parse().ok()?)?;
        if name == wanted {
            return Some(value);
        }
        text = rest;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_portal_draws_is_read() {
        let amount = Vnd::new(50_000).ok();
        let transfer = vietqr::Transfer {
            bank: "970436",
            account: "0011012345678",
            amount,
            bill: None,
            purpose: Some("HSABCDEFGHJK2"),
        };
        let code = vietqr::payload(&transfer).unwrap();
        let scanned = read(&code).unwrap();
        assert_eq!(scanned.bank, "970436");
        assert_eq!((scanned.account.as_str(), scanned.amount), ("0011012345678", amount));
        assert_eq!(scanned.purpose, "HSABCDEFGHJK2");
        assert_eq!(read(&code.replace("50000", "90000")), None, "the checksum");
        for broken in ["", "630", "6304", "000201630412", "ữữữ"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }

    #[test]
    fn the_published_codes_are_read() {
        let code = "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E";
        let scanned = read(code).unwrap();
        assert_eq!(scanned.amount, Vnd::new(180_000).ok());
        assert_eq!(scanned.purpose, "thanh toan don hang");
    }
}
