//! Names and numbers that a human could mix up, each a type of its own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$m:meta])* $name:ident),* $(,)?) => { $(
        $(#[$m])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);
        impl $name {
            /// Wraps an identifier that was stored or just made.
            #[must_use]
            pub const fn new(id: Uuid) -> Self { Self(id) }
            /// The bare identifier, for the store and for URLs.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )* };
}

uuid_id! {
    /// One dossier, from its draft on.
    DossierId,
    /// One account: a citizen or a member of staff.
    AccountId,
    /// One version of one procedure.
    ProcedureVersionId,
    /// One uploaded or handed-in document of a dossier.
    DocumentId,
    /// One request for supplement.
    SupplementId,
    /// One request for another agency's opinion.
    ConsultationId,
}

/// How often a dossier has changed. A form carries the version its user saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(i32);

impl Version {
    /// The version of a dossier that was just created.
    pub const FIRST: Self = Self(1);
    /// From the stored number.
    #[must_use]
    pub const fn new(n: i32) -> Self {
        Self(n)
    }
    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }
    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Text that is not the code it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a {0}")]
pub struct NotACode(pub &'static str);

/// Agency code, `H48`, `H48.05`, `H48.05.12`. Source: QĐ 20/2020/QĐ-TTg.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AgencyCode(String);

impl AgencyCode {
    /// Reads a code as typed: any case, spaces ignored.
    /// # Errors
    /// [`NotACode`] when it is not one letter, two digits and up to three dotted groups of 1–3 digits.
    pub fn parse(typed: &str) -> Result<Self, NotACode> {
        let text: String =
            typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let mut groups = text.split('.');
        let head = groups.next().unwrap_or_default();
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let head_ok = head.len() == 3
            && head.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
            && head.get(1..).is_some_and(digits);
        let rest: Vec<&str> = groups.collect();
        if head_ok && rest.len() <= 3 && rest.iter().all(|g| g.len() <= 3 && digits(g)) {
            Ok(Self(text))
        } else {
            Err(NotACode("agency code"))
        }
    }
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Procedure code, `1.001193`. Source: national database of procedures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProcedureCode(String);

impl ProcedureCode {
    /// Reads a code as typed: spaces ignored, an agency suffix (`1.000948.H38`) dropped.
    /// # Errors
    /// [`NotACode`] when it is not a digit, a dot and six digits.
    pub fn parse(typed: &str) -> Result<Self, NotACode> {
        let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let mut groups = text.split('.');
        let (a, b) = (groups.next().unwrap_or_default(), groups.next().unwrap_or_default());
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if a.len() == 1 && b.len() == 6 && digits(a) && digits(b) {
            Ok(Self(format!("{a}.{b}")))
        } else {
            Err(NotACode("procedure code"))
        }
    }
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Dossier code `{agency}-{YYMMDD}-{serial}`: receiving agency, day of receipt, order in that day (four digits, widening).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DossierCode(String);

impl DossierCode {
    /// The code of the `serial`-th dossier that `agency` received on `day` (local date).
    #[must_use]
    pub fn allot(agency: &AgencyCode, day: NaiveDate, serial: u32) -> Self {
        Self(format!("{}-{}-{serial:04}", agency.as_str(), day.format("%y%m%d")))
    }

    /// Reads a code as typed by people: any case, spaces, dashes of any kind or none.
    /// # Errors
    /// [`NotACode`] when the parts cannot be told apart.
    pub fn parse(typed: &str) -> Result<Self, NotACode> {
        let wrong = NotACode("dossier code");
        let upper: String = typed
            .chars()
            .map(
                |c| if matches!(c, '-' | '_' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}') { ' ' } else { c },
            )
            .collect::<String>()
            .to_ascii_uppercase();
        let parts: Vec<&str> = upper.split_whitespace().collect();
        let joined: String = parts.concat();
        let (agency, rest) = match parts.as_slice() {
            // Whoever reads it aloud or types it in groups leaves the dots out as well.
            [agency @ .., day, serial] if day.len() == 6 && !agency.is_empty() => {
                (agency.join("."), format!("{day}{serial}"))
            }
            _ => split_unspaced(&joined).ok_or(wrong)?,
        };
        let agency = AgencyCode::parse(&agency).map_err(|_| wrong)?;
        let (day, serial) = rest.split_at_checked(6).ok_or(wrong)?;
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if !digits(day) || !digits(serial) || !(4..=6).contains(&serial.len()) {
            return Err(wrong);
        }
        NaiveDate::parse_from_str(day, "%y%m%d").map_err(|_| wrong)?;
        Ok(Self(format!("{}-{day}-{serial}", agency.as_str())))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `H48.052611230007` → (`H48.05`, `2611230007`): the last dotted group is cut two digits in, and an agency without dots
/// after its three characters.
fn split_unspaced(text: &str) -> Option<(String, String)> {
    let at = match text.rfind('.') {
        Some(dot) => (1..=3).map(|n| dot + 1 + n).find(|at| {
            text.get(*at..).is_some_and(|rest| {
                (10..=12).contains(&rest.len())
                    && rest.get(..6).is_some_and(|d| {
                        NaiveDate::parse_from_str(d, "%y%m%d").is_ok_and(|d| {
                            use chrono::Datelike;
                            (2015..2060).contains(&d.year())
                        })
                    })
            })
        })?,
        None => 3,
    };
    Some((text.get(..at)?.to_owned(), text.get(at..)?.to_owned()))
}

macro_rules! text_code {
    ($($name:ident),*) => { $(
        impl TryFrom<String> for $name {
            type Error = NotACode;
            fn try_from(text: String) -> Result<Self, NotACode> { Self::parse(&text) }
        }
        impl From<$name> for String {
            fn from(code: $name) -> Self { code.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl std::str::FromStr for $name {
            type Err = NotACode;
            fn from_str(text: &str) -> Result<Self, NotACode> { Self::parse(text) }
        }
    )* };
}
text_code!(AgencyCode, ProcedureCode, DossierCode);

/// The four characters printed beside the code on the slip; together they open the public look-up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LookupSecret(String);

impl LookupSecret {
    /// Letters and digits that nobody confuses on paper: no 0 O 1 I L.
    pub const ALPHABET: &'static [u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    /// Reads a secret as typed: any case, spaces and dashes ignored.
    /// # Errors
    /// [`NotACode`] when it is not four characters of the alphabet.
    pub fn parse(typed: &str) -> Result<Self, NotACode> {
        let text: String =
            typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
        if text.len() == 4 && text.bytes().all(|b| Self::ALPHABET.contains(&b)) {
            Ok(Self(text))
        } else {
            Err(NotACode("lookup secret"))
        }
    }
    /// The four characters.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for LookupSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LookupSecret(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dossier_codes_are_read_as_people_type_them() {
        for typed in [
            "H48.05-261123-0007",
            "h48.05-261123-0007",
            " h48.05 261123 0007 ",
            "H48.052611230007",
            "H48.05–261123–0007",
        ] {
            assert_eq!(DossierCode::parse(typed).unwrap().as_str(), "H48.05-261123-0007", "{typed}");
        }
        assert_eq!(DossierCode::parse("H48-261123-12345").unwrap().as_str(), "H48-261123-12345");
        assert_eq!(
            DossierCode::parse("h48.123.456 261123 0001").unwrap().as_str(),
            "H48.123.456-261123-0001"
        );
        for typed in ["", "H48", "H48-999999-0001", "48.05-261123-0007", "H48.05-261123-07"] {
            assert!(DossierCode::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn serials_widen_past_four_digits() {
        let agency = AgencyCode::parse("h48.05").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(DossierCode::allot(&agency, day, 7).as_str(), "H48.05-261123-0007");
        assert_eq!(DossierCode::allot(&agency, day, 12_345).as_str(), "H48.05-261123-12345");
    }

    #[test]
    fn procedure_codes_lose_spaces_and_agency_suffix() {
        assert_eq!(ProcedureCode::parse(" 1.000948.H38 ").unwrap().as_str(), "1.000948");
        assert!(ProcedureCode::parse("1000948").is_err());
    }

    #[test]
    fn secrets_ignore_case_and_dashes() {
        assert_eq!(LookupSecret::parse("k7-qx").unwrap().expose(), "K7QX");
        assert!(LookupSecret::parse("K7Q0").is_err());
    }
}
