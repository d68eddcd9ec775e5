//! The QR code on an identity card (căn cước công dân), as a scanner types it: seven parts in one line,
//! `number|old number|full name|date of birth ddmmyyyy|sex|address|date of issue ddmmyyyy`. Newer cards add parts behind.

use chrono::NaiveDate;

use super::party::{self, Sex};

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityCard {
    /// 12-digit personal number.
    pub number: String,
    /// Full name, NFC.
    pub name: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Sex; absent when the card says something else.
    pub sex: Option<Sex>,
    /// Address; empty when the card has none.
    pub address: String,
}

/// Why a text is not taken for a card; each has words `counter-card-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Not seven parts between bars.
    #[error("not the text of a card")]
    Shape,
    /// The personal number has not 12 digits.
    #[error("number")]
    Number,
    /// The name is none.
    #[error("name")]
    Name,
    /// The date of birth is no day.
    #[error("date of birth")]
    Birth,
}

impl CardError {
    /// Stable key for the translation.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Number => "number",
            Self::Name => "name",
            Self::Birth => "birth",
        }
    }
}

/// Reads the text of the QR code.
/// # Errors
/// [`CardError`]: the first part that cannot be read. Nothing is guessed.
pub fn read(text: &str) -> Result<IdentityCard, CardError> {
    let parts: Vec<&str> = text.trim().split('|').map(str::trim).collect();
    let [number, _, name, birth, sex, address, _, ..] = parts.as_slice() else {
        return Err(CardError::Shape);
    };
    let is_number = number.len() == 12 && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number {
        return Err(CardError::Number);
    }
    Ok(IdentityCard {
        number: (*number).to_owned(),
        name: party::name(name).map_err(|_| CardError::Name)?,
        birth_date: day(birth).ok_or(CardError::Birth)?,
        sex: match party::tidy(sex).to_lowercase().as_str() {
            "nam" => Some(Sex::Male),
            "nữ" => Some(Sex::Female),
            _ => None,
        },
        address: party::tidy(address).replace('\n', " "),
    })
}

/// `02031988`: eight digits, a day that there is.
fn day(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to).and_then(|p| p.parse::<u32>().ok());
    let year = text.get(4..8).and_then(|p| p.parse::<i32>().ok()).filter(|y| *y >= 1900)?;
    NaiveDate::from_ymd_opt(year, part(2, 4)?, part(0, 2)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str =
        "051188575785|212345678|Lê Thị Hoa|02031988|Nữ|Tổ 1, Phường Cẩm Thành, Quảng Ngãi|01012022";

    #[test]
    fn a_card_says_who_somebody_is() {
        let card = read(CARD).unwrap();
        assert_eq!((card.number.as_str(), card.name.as_str()), ("051188575785", "Lê Thị Hoa"));
        assert_eq!(card.birth_date.to_string(), "1988-03-02");
        assert_eq!(card.sex, Some(Sex::Female));
        assert_eq!(card.address, "Tổ 1, Phường Cẩm Thành, Quảng Ngãi");
    }

    #[test]
    fn without_an_old_number_and_with_further_parts_it_reads_the_same() {
        let newer = format!("{}|||Cha|Mẹ", CARD.replace("212345678", ""));
        assert_eq!(read(&newer), read(CARD));
    }

    #[test]
    fn names_become_nfc() {
        let typed = CARD.replace("Lê Thị Hoa", "Le\u{302} Thi\u{323} Hoa");
        assert_eq!(read(&typed).unwrap().name, "Lê Thị Hoa");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_nothing_is_guessed() {
        for (typed, error) in [
            ("", CardError::Shape),
            ("051188575785", CardError::Shape),
            ("H48.101.01-261123-0001", CardError::Shape),
            ("051188575785|212345678|Lê Thị Hoa|02031988|Nữ|Cẩm Thành", CardError::Shape),
            (&CARD.replace("051188575785", "05118857578"), CardError::Number),
            (&CARD.replace("Lê Thị Hoa", "7"), CardError::Name),
            (&CARD.replace("02031988", "31021988"), CardError::Birth),
            (&CARD.replace("02031988", "2/3/1988"), CardError::Birth),
        ] {
            assert_eq!(read(typed), Err(error), "{typed}");
        }
    }
}
