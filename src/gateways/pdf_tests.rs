use std::io::Write as _;
use std::process::{Command, Stdio};

use super::*;
use crate::domain::slip::samples;

/// What a reader copies out of the PDF, page by page.
fn text(pdf: &[u8]) -> Vec<String> {
    let mut child = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is installed");
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    let all = String::from_utf8(out.stdout).unwrap();
    all.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
}

fn words(pages: &[String]) -> String {
    pages.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn printed(slip: Slip) -> Vec<String> {
    text(&render(&Paper::Slip(slip)).unwrap())
}

#[test]
fn every_style_has_the_whole_vietnamese_alphabet_in_the_built_in_fonts() {
    let built_in = Fonts::load(&[]);
    assert_eq!(VIETNAMESE.chars().filter(|c| c.is_alphabetic()).count(), 67);
    for style in &STYLES {
        let faces: Vec<&Font> = built_in.faces.iter().filter(|f| f.info().variant == *style).collect();
        assert_eq!(faces.len(), 1, "{style:?}");
        assert!(writes_vietnamese(faces[0]), "{style:?}");
    }
}

#[test]
fn templates_name_the_families_that_are_loaded() {
    let listed = FAMILIES.map(|family| format!("\"{family}\"")).join(", ");
    assert!(BASE.contains(&format!("font: ({listed})")));
}

#[test]
fn the_same_slip_gives_the_same_bytes() {
    let paper = Paper::Slip(samples::slip());
    let first = render(&paper).unwrap();
    render(&Paper::Refusal(samples::refusal())).unwrap();
    assert!(first == render(&paper).unwrap());
}

#[test]
fn the_file_says_that_it_is_archivable_and_accessible() {
    let pdf = render(&Paper::Slip(samples::slip())).unwrap();
    let raw = String::from_utf8_lossy(&pdf);
    for mark in ["pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"] {
        assert!(raw.contains(mark), "{mark}");
    }
}

#[test]
fn names_come_back_out_of_the_file_composed() {
    let mut slip = samples::slip();
    slip.applicant.name = "Nguyễn Thị Ánh Nguyệt".nfd().collect();
    slip.officer = "Đỗ Hữu Phước Ưng".to_owned();
    let pages = printed(slip);
    let words = words(&pages);
    assert!(words.contains("Nguyễn Thị Ánh Nguyệt"), "{words}");
    assert!(words.contains("Đỗ Hữu Phước Ưng"), "{words}");
}

#[test]
fn an_everyday_slip_says_everything_on_one_page() {
    let pages = printed(samples::slip());
    assert_eq!(pages.len(), 1);
    let words = words(&pages);
    for said in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Số: 0007/TNHS",
        "H48.05-261121-0007",
        "K7QX",
        "01 bộ",
        "quyển số: ………; số thứ tự: ………",
        "05 ngày làm việc (cam kết: 04 ngày làm việc)",
        "08 giờ 30 phút, ngày 21 tháng 11 năm 2026",
        "17 giờ 00 phút, ngày 26 tháng 11 năm 2026",
        "9.000 đồng (đã nộp)",
        "H48.05-261121-0007 · Lần in 1",
        "In lúc 08:31 21/11/2026",
        "Trang 1/1",
    ] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    assert!(!words.contains("In lại"));
}

#[test]
fn the_national_name_and_motto_stay_on_one_line_beside_the_longest_agency_name() {
    let mut slip = samples::slip();
    slip.heading.authority = "Ủy ban nhân dân đặc khu Lý Sơn và các xã, phường lân cận".to_owned();
    slip.heading.office = "Bộ phận Tiếp nhận và Trả kết quả Trung tâm Phục vụ hành chính công".to_owned();
    let pages = printed(slip);
    for whole in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"] {
        assert!(pages[0].lines().any(|line| line.contains(whole)), "{}", pages[0]);
    }
}

#[test]
fn a_reprint_is_marked() {
    let mut slip = samples::slip();
    slip.heading.printing = 3;
    let words = words(&printed(slip));
    assert!(words.contains("In lại lần 2"), "{words}");
    assert!(words.contains("Lần in 3"), "{words}");
}

#[test]
fn forty_documents_flow_over_pages_under_a_repeated_head() {
    let mut slip = samples::slip();
    let one = slip.documents[0].clone();
    slip.documents = (1..=40)
        .map(|n| crate::domain::slip::HandedIn {
            name: format!("Giấy tờ thứ {n} kèm theo hồ sơ"),
            ..one.clone()
        })
        .collect();
    let pages = printed(slip);
    assert!((2..=4).contains(&pages.len()), "{}", pages.len());
    for (n, page) in pages.iter().enumerate() {
        let table = page.contains("Giấy tờ thứ");
        assert_eq!(page.contains("Tên giấy tờ"), table, "head of page {}", n + 1);
        assert!(page.contains(&format!("Trang {}/{}", n + 1, pages.len())));
    }
    let words = words(&pages);
    for n in 1..=40 {
        assert!(words.contains(&format!("Giấy tờ thứ {n} kèm theo hồ sơ")), "{n}");
    }
}

#[test]
fn names_of_1094_characters_are_printed_whole() {
    let mut slip = samples::slip();
    let long: String = "Cấp giấy phép xây dựng công trình ".chars().cycle().take(1_094).collect();
    slip.procedure.clone_from(&long);
    slip.documents[0].name = long.clone();
    let pages = printed(slip);
    assert!(pages.len() <= 3, "{}", pages.len());
    assert!(words(&pages).contains(long.trim()), "{pages:?}");
    let last = pages.last().unwrap();
    assert!(last.contains("NGƯỜI TIẾP NHẬN HỒ SƠ"));
}

#[test]
fn a_word_without_end_stays_on_the_paper() {
    let mut slip = samples::slip();
    slip.applicant.name = "W".repeat(400);
    let letters = printed(slip).concat().matches('W').count();
    assert_eq!(letters, 400);
}

#[test]
fn characters_that_no_font_has_do_not_stop_the_paper() {
    let mut slip = samples::slip();
    slip.applicant.name = "Lê 😀\u{0}\u{200D} 漢 \u{E001} An".to_owned();
    let words = words(&printed(slip));
    assert!(words.contains("Lê □ □ □ An"), "{words}");
}

#[test]
fn forms_02_and_03_say_what_is_missing_and_why() {
    let pages = text(&render(&Paper::Supplement(samples::supplement())).unwrap());
    assert_eq!(pages.len(), 1);
    let said = words(&pages);
    for part in ["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Mẫu số 02", "0012/HDHS", "NGƯỜI HƯỚNG DẪN"]
    {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let mut sheet = samples::refusal();
    sheet.lookup = None;
    let pages = text(&render(&Paper::Refusal(sheet)).unwrap());
    let said = words(&pages);
    for part in [
        "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ",
        "không tiếp nhận, giải quyết hồ sơ này",
        "0003/TC · Lần in 1",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

#[test]
fn the_back_explains_the_date_and_a_slip_without_documents_has_no_table() {
    let mut slip = samples::slip();
    slip.explained = Some(samples::explained());
    slip.documents.clear();
    let pages = printed(slip);
    assert_eq!(pages.len(), 2, "{pages:?}");
    let (front, back) = (words(&pages[..1]), words(&pages[1..]));
    assert!(front.contains("không có giấy tờ kèm theo") && !front.contains("Tên giấy tờ"), "{front}");
    assert!(front.contains("NGƯỜI TIẾP NHẬN HỒ SƠ"), "{front}");
    for row in samples::explained().rows {
        assert!(back.contains(&format!("{}: {}", row.label, row.words)), "{row:?} is not in {back}");
    }
    for said in ["Cách tính ngày hẹn trả", "T2", "26", "ngày không tính", "Trang 2/2"] {
        assert!(back.contains(said), "{said} is not in {back}");
    }
}

#[test]
fn a_strip_of_two_months_fits_on_the_back() {
    let mut slip = samples::slip();
    let mut explained = samples::explained();
    let first = explained.days[0].clone();
    explained.days = (0..62)
        .map(|n| crate::domain::slip::PaperDay { date: first.date + chrono::Days::new(n), ..first.clone() })
        .collect();
    explained.rows = (0..12)
        .map(|n| crate::domain::slip::Reason {
            label: format!("Dòng {n}"),
            words: "Không tính ngày nghỉ hằng tuần ".repeat(4),
        })
        .collect();
    slip.explained = Some(explained);
    assert_eq!(printed(slip).len(), 2);
}
