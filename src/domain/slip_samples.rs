//! Papers of an invented dossier, for the tests of everything that prints.

use chrono::TimeZone;

use super::*;
use crate::domain::limit::LimitUnit;

pub(crate) fn heading(number: &str) -> Heading {
    Heading {
        authority: "Ủy ban nhân dân xã Ba Tơ".to_owned(),
        office: "Trung tâm Phục vụ hành chính công".to_owned(),
        number: number.to_owned(),
        place: "Ba Tơ".to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        printing: 1,
        printed_at: Utc.with_ymd_and_hms(2026, 11, 21, 1, 31, 0).unwrap(),
    }
}

pub(crate) fn lookup() -> Lookup {
    Lookup {
        code: DossierCode::parse("H48.05-261121-0007").unwrap(),
        secret: LookupSecret::parse("K7QX").unwrap(),
        link: "https://motcua.example/h/4QZK7M2P".to_owned(),
    }
}

pub(crate) fn applicant() -> Applicant {
    Applicant {
        name: "Phạm Thị Lan".to_owned(),
        id_number: Some("051190001234".to_owned()),
        address: Some("Thôn Nước Nâu, xã Ba Tơ, tỉnh Quảng Ngãi".to_owned()),
        phone: Some("0912 345 678".to_owned()),
        email: Some("lan.pham@example.vn".to_owned()),
        owner: None,
    }
}

fn contact() -> Contact {
    Contact {
        name: "Trần Thị Hoa".to_owned(),
        phone: Some("0255 3863 111".to_owned()),
        web: Some("motcua.example".to_owned()),
    }
}

fn document(name: &str, originals: u32, certified: u32, files: u32) -> HandedIn {
    HandedIn { name: name.to_owned(), originals, certified, copies: 0, files }
}

pub(crate) fn slip() -> Slip {
    Slip {
        heading: heading("0007/TNHS"),
        lookup: lookup(),
        applicant: applicant(),
        procedure: "Đăng ký khai sinh có yếu tố nước ngoài".to_owned(),
        documents: vec![
            document("Tờ khai đăng ký khai sinh theo mẫu", 1, 0, 0),
            document("Giấy chứng sinh, hoặc văn bản của người làm chứng xác nhận về việc sinh", 1, 0, 1),
            document("Giấy chứng nhận kết hôn của cha, mẹ trẻ", 0, 1, 0),
            document("Văn bản ủy quyền (nếu ủy quyền cho người khác thực hiện)", 0, 1, 2),
        ],
        sets: 1,
        statutory: Some(TimeLimit::whole(LimitUnit::WorkingDay, 5)),
        committed: Some(TimeLimit::whole(LimitUnit::WorkingDay, 4)),
        received_at: Utc.with_ymd_and_hms(2026, 11, 21, 1, 30, 0).unwrap(),
        due_at: Utc.with_ymd_and_hms(2026, 11, 26, 10, 0, 0).unwrap(),
        result_method: ReturnMethod::Counter,
        result_place: "Trung tâm Phục vụ hành chính công xã Ba Tơ".to_owned(),
        fees: vec![
            FeeLine {
                name: "Lệ phí đăng ký khai sinh".to_owned(),
                kind: FeeKind::Fee,
                amount: Vnd::new(5_000).unwrap(),
                note: Some("giảm 50 % khi nộp trực tuyến".to_owned()),
            },
            FeeLine {
                name: "Phí cấp bản sao trích lục".to_owned(),
                kind: FeeKind::Charge,
                amount: Vnd::new(4_000).unwrap(),
                note: None,
            },
        ],
        fee_changes: Vec::new(),
        fees_asked: Vnd::new(9_000).unwrap(),
        fees_paid: Vnd::new(9_000).unwrap(),
        transfer: None,
        register: None,
        officer: "Trần Thị Hoa".to_owned(),
        submitter: "Phạm Thị Lan".to_owned(),
        explained: None,
    }
}

pub(crate) fn explained() -> Explained {
    let reason = |label: &str, words: &str| Reason { label: label.to_owned(), words: words.to_owned() };
    let day = |day: u32, mark: &str, counts| PaperDay {
        date: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
        mark: mark.to_owned(),
        counts,
        due: day == 26,
    };
    Explained {
        rows: vec![
            reason("Bắt đầu tính", "07:00, thứ Hai 23/11/2026"),
            reason("Thời hạn", "04 ngày làm việc, rút ngắn từ 05 ngày làm việc"),
            reason("Hẹn trả", "17:00, thứ Năm 26/11/2026"),
        ],
        days: vec![day(23, "T2", false), day(24, "T3", false), day(25, "T4", true), day(26, "T5", true)],
    }
}

pub(crate) fn supplement() -> SupplementSheet {
    SupplementSheet {
        heading: heading("0012/HDHS"),
        lookup: Some(lookup()),
        applicant: applicant(),
        procedure: "Đăng ký khai sinh có yếu tố nước ngoài".to_owned(),
        missing: vec![
            Missing {
                name: "Giấy chứng sinh".to_owned(),
                originals: 1,
                certified: 0,
                copies: 0,
                reason: "Ảnh bị mờ ở dòng ngày sinh: chụp lại rõ bốn góc, hoặc nộp bản chính tại quầy."
                    .to_owned(),
            },
            Missing {
                name: "Văn bản thỏa thuận của cha, mẹ về việc chọn quốc tịch cho con".to_owned(),
                originals: 1,
                certified: 0,
                copies: 1,
                reason: "Chưa có xác nhận của cơ quan nhà nước nước ngoài.".to_owned(),
            },
        ],
        reason: "Thành phần hồ sơ chưa đủ theo quy định.".to_owned(),
        until: Some(Utc.with_ymd_and_hms(2026, 12, 1, 10, 0, 0).unwrap()),
        contact: contact(),
        officer: "Trần Thị Hoa".to_owned(),
        leader: None,
    }
}

pub(crate) fn refusal() -> RefusalSheet {
    RefusalSheet {
        heading: heading("0003/TC"),
        lookup: Some(lookup()),
        applicant: applicant(),
        procedure: "Đăng ký khai sinh có yếu tố nước ngoài".to_owned(),
        reasons: vec![
            "Việc khai sinh của trẻ đã được đăng ký tại Ủy ban nhân dân phường Nghĩa Lộ ngày 12 tháng 5 năm 2024."
                .to_owned(),
            "Trường hợp cần bản sao, ông/bà làm thủ tục cấp bản sao trích lục hộ tịch.".to_owned(),
        ],
        legal_basis: Some("khoản 1 Điều 13 Luật Hộ tịch".to_owned()),
        contact: contact(),
        officer: "Trần Thị Hoa".to_owned(),
        submitter: "Phạm Thị Lan".to_owned(),
    }
}
