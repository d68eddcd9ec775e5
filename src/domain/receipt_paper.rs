//! The receipt as a paper: what it says besides its contents, in the fixed Vietnamese of the form. Source: NĐ 254/2026 Art.23(2).

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    money::NotAnAmount,
    printed,
    receipt::{self, CheckCode, Contents, ReceiptName},
    receipt_chain::Origin,
};

/// One receipt to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptPaper {
    /// Form symbol, receipt symbol, number.
    pub name: ReceiptName,
    /// Who, from whom, what for.
    pub contents: Contents,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The receipt it replaces or adjusts, the day of that one, and why.
    pub about: Option<About>,
    /// The code to check it with.
    pub check: CheckCode,
    /// Address of the public check, `https://…/bien-lai?…`.
    pub link: String,
    /// Who signs, as the certificate says.
    pub signer: String,
    /// When it is signed.
    pub signed_at: DateTime<Utc>,
    /// Whether the signature only shows how it would be: the certificate is one that the portal made itself.
    pub is_demonstration: bool,
}

/// Which receipt a receipt speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// How.
    pub origin: Origin,
    /// Which.
    pub name: ReceiptName,
    /// Its day, in Vietnam.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

impl ReceiptPaper {
    /// The title, `Biên lai thu lệ phí`.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        receipt::title(self.contents.kind)
    }

    /// The day, `ngày 26 tháng 11 năm 2026`.
    #[must_use]
    pub fn day(&self) -> String {
        printed::day(receipt::day_of(self.issued_at))
    }

    /// Sum in digits and in words.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn total(&self) -> Result<(String, String), NotAnAmount> {
        self.contents.total().map(receipt::digits_and_words)
    }

    /// What the sum is called: what an adjustment says is taken off.
    #[must_use]
    pub fn total_label(&self) -> &'static str {
        match self.about.as_ref().map(|about| about.origin) {
            Some(Origin::Adjusts) => "Điều chỉnh giảm",
            Some(Origin::First | Origin::Replaces | Origin::Again) | None => "Tổng số tiền",
        }
    }

    /// Which receipt it replaces or adjusts.
    #[must_use]
    pub fn about_words(&self) -> Option<String> {
        let About { origin, name, on, reason } = self.about.as_ref()?;
        let what = match origin {
            Origin::Replaces => "Thay thế",
            Origin::Adjusts => "Điều chỉnh",
            Origin::Again => "Lập lại sau khi hủy",
            Origin::First => return None,
        };
        Some(format!(
            "{what} biên lai mẫu {}, ký hiệu {}, số {}, {}. Lý do: {reason}",
            name.form,
            name.symbol,
            name.number,
            printed::day(*on)
        ))
    }
}

#[cfg(test)]
pub(crate) mod samples {
    //! A receipt to set.
    use super::*;
    use crate::domain::{
        money::Vnd,
        procedure::FeeKind,
        receipt::{Collector, Payer, ReceiptForm, ReceiptLine, ReceiptNumber, ReceiptSymbol, TaxCode},
    };

    pub(crate) fn name(number: i32) -> ReceiptName {
        ReceiptName {
            form: ReceiptForm::Open,
            symbol: ReceiptSymbol::new(2026, "AB").unwrap(),
            number: ReceiptNumber::new(number).unwrap(),
        }
    }

    pub(crate) fn paper() -> ReceiptPaper {
        let line = |fee: &str, name: &str, dong| ReceiptLine {
            fee: fee.to_owned(),
            name: name.to_owned(),
            amount: Vnd::new(dong).unwrap(),
        };
        ReceiptPaper {
            name: name(7),
            contents: Contents {
                kind: FeeKind::Charge,
                collector: Collector {
                    name: "Trung tâm Phục vụ hành chính công xã Ba Tơ".to_owned(),
                    tax_code: TaxCode::parse("0100109106").unwrap(),
                },
                payer: Payer {
                    name: "Đỗ Thị Ánh Nguyệt".to_owned(),
                    number: Some("051190001234".to_owned()),
                    address: Some("Tổ 3, thôn Ba Tơ, xã Ba Tơ, tỉnh Quảng Ngãi".to_owned()),
                },
                lines: vec![
                    line("ban-sao", "Phí chứng thực bản sao từ bản chính", 9_000),
                    line("chu-ky", "Phí chứng thực chữ ký", 10_000),
                ],
                dossier: "H48.05-261121-0007".to_owned(),
                procedure: "Chứng thực bản sao từ bản chính giấy tờ, văn bản".to_owned(),
            },
            issued_at: "2026-11-26T02:31:00Z".parse().unwrap(),
            about: None,
            check: CheckCode::parse("K7QX2M4P9RTZ").unwrap(),
            link: "https://motcua.example/bien-lai?ma=K7QX-2M4P-9RTZ".to_owned(),
            signer: "Trung tâm Phục vụ hành chính công xã Ba Tơ".to_owned(),
            signed_at: "2026-11-26T02:31:00Z".parse().unwrap(),
            is_demonstration: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_says_which_one_it_speaks_of_and_why() {
        let mut paper = samples::paper();
        assert_eq!((paper.about_words(), paper.total_label()), (None, "Tổng số tiền"));
        assert_eq!(paper.total().unwrap().0, "19.000 đồng");
        paper.about = Some(About {
            origin: Origin::Adjusts,
            name: samples::name(3),
            on: "2026-02-05".parse().unwrap(),
            reason: "hoàn một phần".to_owned(),
        });
        assert_eq!(paper.total_label(), "Điều chỉnh giảm");
        assert_eq!(
            paper.about_words().unwrap(),
            "Điều chỉnh biên lai mẫu EBL01, ký hiệu 26TAB, số 00000003, ngày 05 tháng 02 năm 2026. Lý do: hoàn một phần"
        );
    }
}
