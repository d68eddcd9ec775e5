//! The print page of form 01: what the officer sees before printing and the person can open at home. Its words are those of
//! the legal form, Vietnamese in every interface language; only the links above the paper belong to the interface.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{self, context::App, secrets},
    domain::{
        barcode::{self, NotDrawable},
        ids::DossierCode,
        pay_code::PayCode,
        slip::Slip,
    },
    web::{
        chrome::Area,
        error::{Error, Result},
        filters,
        form::Checked,
        paths,
        ui::{self, Ui},
    },
};

/// The page, one slip on A5.
#[derive(Template)]
#[template(path = "print/slip.html")]
pub struct SlipPage<'a> {
    slip: &'a Slip,
    codes: Codes,
    back: &'a str,
    pdf: String,
    printing: Option<Printing>,
}

/// The button that prints one more copy at the one-stop.
struct Printing {
    action: String,
    form_key: Uuid,
}

impl<'a> SlipPage<'a> {
    /// The page of `slip`, with a link to the page `back` (without language prefix).
    /// # Errors
    /// [`NotDrawable`] when the link is too long for a QR code.
    pub fn new(slip: &'a Slip, back: &'a str) -> std::result::Result<Self, NotDrawable> {
        Ok(Self {
            slip,
            codes: Codes::of(slip)?,
            back,
            pdf: paths::fill(paths::SLIP_PDF, &[slip.lookup.code.as_str()]),
            printing: None,
        })
    }

    /// The same for the one-stop, whose printings are counted.
    #[must_use]
    pub fn counted(mut self) -> Self {
        self.printing = Some(Printing {
            action: paths::fill(paths::SLIP_PRINTING, &[self.slip.lookup.code.as_str()]),
            form_key: secrets::form_key(),
        });
        self
    }
}

/// Shows the slip to whoever sees the dossier, from acceptance on.
/// # Errors
/// [`Error::NotFound`] before acceptance, or when the dossier is not visible.
pub async fn show(ui: Ui, State(app): State<App>, Path(code): Path<DossierCode>) -> Result<Response> {
    let slip = app::print::slip(&app, &ui.scope()?, &code).await?;
    let at_counter = ui::areas(ui.actor()?).contains(&Area::Counter);
    let back = back(&ui, at_counter, &code)?;
    let page = SlipPage::new(&slip, &back).map_err(|e| Error::Internal(e.to_string()))?;
    ui.page(&if at_counter { page.counted() } else { page })
}

fn back(ui: &Ui, at_counter: bool, code: &DossierCode) -> Result<String> {
    let place = if at_counter {
        paths::COUNTER_DOSSIER
    } else if ui::areas(ui.actor()?).contains(&Area::Desk) {
        paths::DESK_DOSSIER
    } else {
        paths::MY_DOSSIER
    };
    Ok(paths::fill(place, &[code.as_str()]))
}

/// What the print button sends.
#[derive(Clone, Debug, Deserialize)]
pub struct PrintForm {
    form_key: Uuid,
}

/// Notes one more printing at the one-stop and opens the PDF that says which it is.
/// # Errors
/// [`Error::NotFound`] before acceptance, or when the dossier is not visible.
pub async fn print(
    ui: Ui,
    State(app): State<App>,
    Path(code): Path<DossierCode>,
    Checked(form): Checked<PrintForm>,
) -> Result<Response> {
    app::print::record(&app, ui.actor()?, &ui.scope()?, &code, form.form_key).await?;
    Ok(ui.to(&paths::fill(paths::SLIP_PDF, &[code.as_str()])))
}

/// The drawn codes: complete SVG elements.
struct Codes {
    qr: String,
    bars: String,
    pay: Option<String>,
}

impl Codes {
    fn of(slip: &Slip) -> std::result::Result<Self, NotDrawable> {
        let lookup = &slip.lookup;
        let pay = |transfer: &PayCode| {
            let label = format!("Mã VietQR để nộp phí, nội dung {}", transfer.reference);
            barcode::qr(&transfer.payload, &label).map(|drawn| drawn.svg)
        };
        let code = lookup.code.as_str();
        Ok(Self {
            qr: barcode::qr(&lookup.link, &format!("Mã QR mở trang tra cứu hồ sơ {code}"))?.svg,
            bars: barcode::code128(code, &format!("Mã vạch của mã hồ sơ {code}"))?.svg,
            pay: slip.transfer.as_ref().map(pay).transpose()?,
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
    fn only_the_one_stop_is_offered_to_count_a_printing() {
        assert!(!html(&samples::slip()).contains("ban-in"));
        let slip = samples::slip();
        let page = SlipPage::new(&slip, "/mot-cua").unwrap().counted();
        let html = chrome::render(&page, &Chrome::new(Locale::Vi, "/")).unwrap();
        assert!(html.contains("action=\"/giay-hen/H48.05-261121-0007/ban-in\""));
        assert!(html.contains("name=\"form_key\""));
    }

    #[test]
    fn the_back_says_how_the_date_came_about() {
        assert!(!html(&samples::slip()).contains("slip-back"));
        let slip = Slip { explained: Some(samples::explained()), documents: Vec::new(), ..samples::slip() };
        let html = html(&slip);
        for said in [
            "Cách tính ngày hẹn trả",
            "<dt>Thời hạn:</dt>",
            "rút ngắn từ 05 ngày làm việc",
            "không có giấy tờ",
        ] {
            assert!(html.contains(said), "{said} is not in {html}");
        }
        assert_eq!(html.matches("slip-day-counts").count(), 2);
        assert!(!html.contains("<table"), "no empty table of documents");
    }

    #[test]
    fn a_reprint_is_marked() {
        let mut slip = samples::slip();
        slip.heading.printing = 2;
        assert!(html(&slip).contains("In lại lần 1"));
    }
}
