//! The messages of the national payment platform, under the names that it gives their fields. Amounts are whole đồng as digits, times
//! 14 digits on a 24-hour clock at +07:00. What the platform may add later is let pass. The names of what it answers to a request
//! (`UrlThanhToan`), the way back (`UrlTraVe`) and the codes other than `00` are assumed: its description was not to be had.

use serde::{Deserialize, Deserializer, Serialize};

use super::seal::Sealed;

/// The version of the messages.
pub const VERSION: &str = "1.0.6";
/// The only currency.
pub const CURRENCY: &str = "VND";

/// Codes that the platform and the portal give each other.
pub mod codes {
    /// Done; the money came.
    pub const DONE: &str = "00";
    /// Nobody knows yet. Assumed.
    pub const PENDING: &str = "01";
    /// The bank said no. Assumed.
    pub const REFUSED: &str = "02";
    /// The payer gave up. Assumed.
    pub const CANCELLED: &str = "03";
    /// There is no such reference. Assumed.
    pub const UNKNOWN: &str = "04";
    /// The amount is not what was asked for, or not to be read. Assumed.
    pub const AMOUNT: &str = "05";
    /// The message cannot be read. Assumed.
    pub const UNREADABLE: &str = "06";
    /// The code at the end is wrong. Assumed.
    pub const CODE: &str = "97";
    /// It did not work; once more, please. Assumed.
    pub const BROKEN: &str = "99";
}

/// What a message is about, in `LoaiBanTin`.
pub mod kinds {
    /// Begin a payment. Assumed.
    pub const INIT: &str = "INIT";
    /// What became of a payment. Assumed.
    pub const CALLBACK: &str = "CALLBACK";
    /// What became of it?
    pub const QUERY: &str = "QUERY";
    /// The receipt as PDF.
    pub const GET_BILL: &str = "GET_BILL";
}

/// Begin a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Init {
    /// [`kinds::INIT`].
    #[serde(rename = "LoaiBanTin")]
    pub kind: String,
    /// [`VERSION`].
    #[serde(rename = "PhienBan")]
    pub version: String,
    /// Who asks: the province's number at the platform.
    #[serde(rename = "MaDoiTac")]
    pub partner: String,
    /// The reference of the try, new for each.
    #[serde(rename = "MaThamChieu")]
    pub reference: String,
    /// Whole đồng.
    #[serde(rename = "SoTien", deserialize_with = "digits")]
    pub amount: String,
    /// Kind of payment.
    #[serde(rename = "LoaiHinhThanhToan")]
    pub payment_kind: String,
    /// Channel.
    #[serde(rename = "MaKenhThanhToan")]
    pub channel: String,
    /// Device.
    #[serde(rename = "MaThietBi")]
    pub device: String,
    /// `vi` or `en`.
    #[serde(rename = "NgonNgu")]
    pub language: String,
    /// [`CURRENCY`].
    #[serde(rename = "MaTienTe")]
    pub currency: String,
    /// Bank, when chosen already.
    #[serde(rename = "MaNganHang")]
    pub bank: String,
    /// `THANH TOAN HO SO …`.
    #[serde(rename = "ThongTinGiaoDich")]
    pub about: String,
    /// When it was begun.
    #[serde(rename = "ThoiGianGD")]
    pub at: String,
    /// Address of the payer's machine.
    #[serde(rename = "Ip")]
    pub ip: String,
    /// What the receipt shall say.
    #[serde(rename = "ThongTinBienLai")]
    pub receipt: Receipt,
    /// Where the payer's browser goes afterwards. Assumed, and not under the code.
    #[serde(rename = "UrlTraVe", default)]
    pub return_url: String,
    /// The code.
    #[serde(rename = "MaXacThuc")]
    pub code: String,
}

/// What the receipt shall say. Its `Debug` keeps the payer out of logs.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Receipt {
    /// Number of the procedure in the national database.
    #[serde(rename = "MaTTHC")]
    pub procedure: String,
    /// Its name.
    #[serde(rename = "TenTTHC")]
    pub procedure_name: String,
    /// Number of the service: the procedure's and `.01`.
    #[serde(rename = "MaDVC")]
    pub service: String,
    /// Number of the agency that collects.
    #[serde(rename = "MaDonVi")]
    pub agency: String,
    /// Its name.
    #[serde(rename = "TenDonVi")]
    pub agency_name: String,
    /// Code of the dossier.
    #[serde(rename = "MaHoSo")]
    pub dossier: String,
    /// Account that receives.
    #[serde(rename = "TKThuHuong")]
    pub account: String,
    /// In whose name it is.
    #[serde(rename = "TenTKThuHuong")]
    pub account_name: String,
    /// At which bank.
    #[serde(rename = "MaNHThuHuong")]
    pub account_bank: String,
    /// Who pays.
    #[serde(rename = "HoTenNguoiNop")]
    pub payer: String,
    /// Their number.
    #[serde(rename = "SoCMNDNguoiNop")]
    pub payer_number: String,
    /// Their address.
    #[serde(rename = "DiaChiNguoiNop")]
    pub payer_address: String,
    /// What for.
    #[serde(rename = "NoiDungThanhToan")]
    pub about: String,
    /// Charges and fees.
    #[serde(rename = "PhiLePhi")]
    pub fees: Vec<Fee>,
    /// Other sums.
    #[serde(rename = "DSKhoanNop")]
    pub sums: Vec<Sum>,
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipt").field("dossier", &self.dossier).finish_non_exhaustive()
    }
}

/// One charge or fee. The names are assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// `1` a charge, `2` a fee.
    #[serde(rename = "LoaiPhiLePhi")]
    pub kind: String,
    /// Its number.
    #[serde(rename = "MaPhiLePhi")]
    pub number: String,
    /// Its name.
    #[serde(rename = "TenPhiLePhi")]
    pub name: String,
    /// Whole đồng.
    #[serde(rename = "SoTien", deserialize_with = "digits")]
    pub amount: String,
}

/// Another sum. The names are assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// What for.
    #[serde(rename = "NoiDung")]
    pub about: String,
    /// Whole đồng.
    #[serde(rename = "SoTien", deserialize_with = "digits")]
    pub amount: String,
}

impl Sealed for Init {
    fn covered(&self) -> Vec<&str> {
        let Self { kind, version, partner, reference, amount, payment_kind, channel, device, .. } = self;
        let Self { language, currency, bank, about, at, ip, .. } = self;
        [kind, version, partner, reference, amount, payment_kind, channel, device]
            .into_iter()
            .chain([language, currency, bank, about, at, ip])
            .map(String::as_str)
            .collect()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn code_mut(&mut self) -> &mut String {
        &mut self.code
    }
}

/// What the platform answers to [`Init`]. Assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InitAnswer {
    /// [`codes::DONE`], or why not.
    #[serde(rename = "MaLoi")]
    pub result: String,
    /// The same in words.
    #[serde(rename = "MoTaLoi", default)]
    pub words: String,
    /// Where the payer pays.
    #[serde(rename = "UrlThanhToan", default)]
    pub pay_url: String,
}

/// What became of a payment: sent to the portal by the platform ([`kinds::CALLBACK`]), and its answer to [`Question`]
/// ([`kinds::QUERY`]; that it has the same form is assumed).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What the message is about.
    #[serde(rename = "LoaiBanTin")]
    pub kind: String,
    /// [`codes::DONE`] when the money came.
    #[serde(rename = "MaLoi")]
    pub result: String,
    /// Whom it is for.
    #[serde(rename = "MaDoiTac")]
    pub partner: String,
    /// The reference of the try.
    #[serde(rename = "MaThamChieu")]
    pub reference: String,
    /// Whole đồng.
    #[serde(rename = "SoTien", deserialize_with = "digits")]
    pub amount: String,
    /// [`CURRENCY`].
    #[serde(rename = "MaTienTe")]
    pub currency: String,
    /// The platform's own number of the transaction.
    #[serde(rename = "MaGiaoDich")]
    pub transaction: String,
    /// The payer's bank.
    #[serde(rename = "MaNganHang")]
    pub bank: String,
    /// When the money moved.
    #[serde(rename = "ThoiGianGD")]
    pub at: String,
    /// What for.
    #[serde(rename = "ThongTinGiaoDich")]
    pub about: String,
    /// The code.
    #[serde(rename = "MaXacThuc")]
    pub code: String,
}

impl Sealed for Outcome {
    fn covered(&self) -> Vec<&str> {
        let Self { kind, result, partner, reference, amount, currency, transaction, bank, at, about, .. } =
            self;
        [kind, result, partner, reference, amount, currency, transaction, bank, at, about]
            .into_iter()
            .map(String::as_str)
            .collect()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn code_mut(&mut self) -> &mut String {
        &mut self.code
    }
}

/// What became of a payment? ([`kinds::QUERY`]) Or its receipt, please ([`kinds::GET_BILL`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked for.
    #[serde(rename = "LoaiBanTin")]
    pub kind: String,
    /// [`VERSION`].
    #[serde(rename = "PhienBan")]
    pub version: String,
    /// Who asks.
    #[serde(rename = "MaDoiTac")]
    pub partner: String,
    /// The reference of the try.
    #[serde(rename = "MaThamChieu")]
    pub reference: String,
    /// When it is asked.
    #[serde(rename = "ThoiGianGD")]
    pub at: String,
    /// The code.
    #[serde(rename = "MaXacThuc")]
    pub code: String,
}

impl Sealed for Question {
    fn covered(&self) -> Vec<&str> {
        let Self { kind, version, partner, reference, at, .. } = self;
        [kind, version, partner, reference, at].into_iter().map(String::as_str).collect()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn code_mut(&mut self) -> &mut String {
        &mut self.code
    }
}

/// What the portal answers to an [`Outcome`], and what the platform answers when it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// [`codes::DONE`], or why not.
    #[serde(rename = "MaLoi")]
    pub result: String,
    /// The same in words.
    #[serde(rename = "MoTaLoi", default)]
    pub words: String,
}

/// An amount as digits, whether it comes as a text or as a whole number.
fn digits<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Number(u64),
    }
    Ok(match Either::deserialize(from)? {
        Either::Text(text) => text,
        Either::Number(number) => number.to_string(),
    })
}

#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;
