//! The print page of form 01: what the officer sees before printing and the person can open at home. Its words are those of
//! the legal form, Vietnamese in every interface language; only the links above the paper belong to the interface.

use askama::Template;

use crate::{
    domain::{
        barcode::{self, NotDrawable},
        slip::{Lookup, Slip},
    },
    web::{filters, paths},
};

/// The page, one slip on A5.
#[derive(Template)]
#[template(path = "print/slip.html")]
pub struct SlipPage<'a> {
    slip: &'a Slip,
    codes: Codes,
    back: &'a str,
    pdf: String,
}

impl<'a> SlipPage<'a> {
    /// The page of `slip`, with a link to the page `back` (without language prefix).
    /// # Errors
    /// [`NotDrawable`] when the link is too long for a QR code.
    pub fn new(slip: &'a Slip, back: &'a str) -> Result<Self, NotDrawable> {
        Ok(Self {
            slip,
            codes: Codes::of(&slip.lookup)?,
            back,
            pdf: paths::fill(paths::SLIP_PDF, &[slip.lookup.code.as_str()]),
        })
    }
}

/// The drawn codes: complete SVG elements.
struct Codes {
    qr: String,
    bars: String,
}

impl Codes {
    fn of(lookup: &Lookup) -> Result<Self, NotDrawable> {
        let code = lookup.code.as_str();
        Ok(Self {
            qr: barcode::qr(&lookup.link, &format!("Mã QR mở trang tra cứu hồ sơ {code}"))?.svg,
            bars: barcode::code128(code, &format!("Mã vạch của mã hồ sơ {code}"))?.svg,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::slip::samples,
        i18n::Locale,
        web::chrome::{self, Chrome},
    };

    fn html(slip: &Slip) -> String {
        let page = SlipPage::new(slip, "/mot-cua").unwrap();
        chrome::render(&page, &Chrome::new(Locale::En, "/")).unwrap()
    }

    #[test]
    fn the_page_says_what_the_slip_says() {
        let html = html(&samples::slip());
        for said in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            "Phạm Thị Lan",
            "H48.05-261121-0007",
            "K7QX",
            "05 ngày làm việc (cam kết: 04 ngày làm việc)",
            "08 giờ 30 phút, ngày 21 tháng 11 năm 2026",
            "17 giờ 00 phút, ngày 26 tháng 11 năm 2026",
            "9.000 đồng (đã nộp)",
            "02 tệp",
            "Lần in 1",
            "In lúc 08:31 21/11/2026",
            "href=\"/en/giay-hen/H48.05-261121-0007/pdf\"",
        ] {
            assert!(html.contains(said), "{said} is not in {html}");
        }
        assert!(!html.contains("In lại"));
        assert_eq!(html.matches("<svg").count(), 2);
    }

    #[test]
    fn the_page_stands_under_a_strict_content_policy() {
        let html = html(&samples::slip());
        for inline in [" style=", "<style", "<script", " onclick"] {
            assert!(!html.contains(inline), "{inline}");
        }
    }

    #[test]
    fn the_form_stays_vietnamese_when_the_links_are_english() {
        let html = html(&samples::slip());
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"vi\">"));
        assert!(html.contains("<nav class=\"slip-links\" lang=\"en\""));
        assert!(html.contains("Download as PDF"));
    }

    #[test]
    fn what_people_typed_is_text_and_never_markup() {
        let mut slip = samples::slip();
        slip.applicant.name = "<b>Lan</b>".to_owned();
        assert!(!html(&slip).contains("<b>Lan"));
    }

    #[test]
    fn a_reprint_is_marked() {
        let mut slip = samples::slip();
        slip.heading.printing = 2;
        assert!(html(&slip).contains("In lại lần 1"));
    }
}
