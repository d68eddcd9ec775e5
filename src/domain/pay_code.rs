//! How the fees of a dossier can be transferred, as its slip says.

use super::{money::Vnd, printed};

/// How the fees can be transferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayCode {
    /// Text of the `VietQR` code.
    pub payload: String,
    /// What is still missing.
    pub amount: Vnd,
    /// What the transfer must say.
    pub reference: String,
    /// Bank, account and its name: `Agribank 4500201001234, Trung tâm …`.
    pub account: String,
}

impl PayCode {
    /// The line beside the code.
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "Quét mã bằng ứng dụng ngân hàng để nộp {}, hoặc chuyển vào {}, nội dung: {}",
            printed::amount(self.amount),
            self.account,
            self.reference
        )
    }
}
