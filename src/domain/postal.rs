//! A dossier that came by the public postal service. Source: QĐ 45/2016/QĐ-TTg; the time of filing is the signing of the
//! hand-over record (biên bản giao nhận).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::party::{self, FieldError};

/// How it arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalArrival {
    /// Number of the consignment.
    pub tracking: String,
    /// When the hand-over record was signed: the time of filing.
    pub handed_over_at: DateTime<Utc>,
}

/// The number of a consignment: 8 to 20 Latin letters and digits, spaces ignored, in capitals.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Tracking`].
pub fn tracking(typed: &str) -> Result<String, FieldError> {
    let text: String =
        party::tidy(typed).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    if text.is_empty() {
        return Err(FieldError::Required);
    }
    let fits = (8..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if fits { Ok(text) } else { Err(FieldError::Tracking) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_consignments_are_read_with_spaces_and_small_letters() {
        assert_eq!(tracking(" rq 123 456 789 vn ").unwrap(), "RQ123456789VN");
        assert_eq!(tracking(""), Err(FieldError::Required));
        assert_eq!(tracking("RQ1"), Err(FieldError::Tracking));
        assert_eq!(tracking("RQ-123456789"), Err(FieldError::Tracking));
    }
}
