//! Plausible answers for the e-form of a demo dossier.

use chrono::{Datelike as _, Days, NaiveDate};

use super::{cast, dice::Dice};
use crate::domain::{
    decide::EXEMPT_KEY,
    party::Party,
    procedure::{Answers, Audience, Case, FieldKind, FormField, Prefill, Procedure},
};

/// Words for text fields, by what their key contains; the first that fits.
const WORDS: &[(&str, &[&str])] = &[
    ("ethnicity", &["Kinh", "Kinh", "Hrê", "Co", "Xơ Đăng"]),
    ("nationality", &["Việt Nam"]),
    ("hometown", &["Xã Tịnh Khê, tỉnh Quảng Ngãi", "Phường Nghĩa Lộ, tỉnh Quảng Ngãi", "Xã Mộ Đức, tỉnh Quảng Ngãi"]),
    ("birth-place", &["Bệnh viện Sản - Nhi tỉnh Quảng Ngãi", "Bệnh viện Đa khoa tỉnh Quảng Ngãi"]),
    ("death-place", &["Tại nhà riêng", "Bệnh viện Đa khoa tỉnh Quảng Ngãi"]),
    ("death-time", &["03 giờ 20 phút", "14 giờ 05 phút"]),
    ("cause", &["Tuổi già", "Bệnh tim mạch"]),
    (
        "business-name",
        &["Hộ kinh doanh Minh Phát", "Quán cà phê Sông Trà", "Tạp hóa Cô Ba", "Cửa hàng điện nước Hòa Bình"],
    ),
    (
        "trades",
        &["Bán lẻ lương thực, thực phẩm trong cửa hàng", "Dịch vụ phục vụ đồ uống", "Sửa chữa đồ điện gia dụng"],
    ),
    ("purpose", &["Bổ sung hồ sơ xin việc", "Làm thủ tục vay vốn", "Đăng ký kết hôn"]),
    ("relation", &["Bản thân", "Con", "Vợ", "Chồng"]),
    ("issuer", &["Ủy ban nhân dân phường Cẩm Thành", "Trường Đại học Phạm Văn Đồng"]),
    ("registered-at", &["Ủy ban nhân dân phường Cẩm Thành", "Ủy ban nhân dân xã Sơn Tịnh"]),
    ("document-name", &["Bằng tốt nghiệp đại học", "Giấy khai sinh", "Hợp đồng thuê nhà"]),
    ("members", &["Nguyễn Văn Tâm, sinh năm 1988; Lê Thị Thu, sinh năm 1990"]),
    ("witnesses", &["Trần Văn Lực, số 051080001122; Phạm Thị Sen, số 051182003344"]),
    ("function", &["Nhà ở riêng lẻ"]),
    ("setback", &["Lùi 2,4 m so với chỉ giới, cốt nền +0,45 m"]),
    ("designer", &["Công ty TNHH Tư vấn thiết kế Trà Khúc"]),
    ("history", &["Từ năm 14 tuổi ở với cha mẹ tại Quảng Ngãi, đi học; từ năm 2012 làm việc tại Quảng Ngãi"]),
    ("convictions", &["Không có"]),
    ("residence-period", &["Từ năm 2015 đến nay"]),
    ("address", &["Tổ dân phố 3, phường Cẩm Thành", "Thôn Phú Lễ, xã Bình Sơn", "Số 25 đường Hùng Vương"]),
    ("number", &["12/2026", "105/2024", "38"]),
    ("licence", &["QNG-00012345"]),
];

/// Numbers that look right for what they measure: what the key contains, lowest and highest.
const NUMBERS: &[(&str, u32, u32)] = &[
    ("land-area", 90, 260),
    ("floor-area", 60, 95),
    ("total-area", 120, 260),
    ("storeys", 1, 3),
    ("height", 5, 11),
    ("duration", 4, 10),
    ("marriages", 1, 1),
    ("pages", 1, 12),
    ("copies", 1, 4),
    ("member-count", 3, 6),
];

/// Fills the form in for `applicant`, as somebody would on `day`. `wards` are the official codes of communes to choose from.
pub(super) fn fill(
    (procedure, case): (&Procedure, &Case),
    applicant: &Party,
    day: NaiveDate,
    wards: &[String],
    dice: &mut Dice,
) -> Answers {
    let mut answers = about(applicant);
    let mut writer = Writer { applicant, day, wards, dice };
    let asked = procedure.form.iter().flat_map(|page| &page.fields);
    for field in asked.filter(|f| f.cases.is_empty() || f.cases.contains(&case.key)) {
        if field.optional && writer.dice.chance(40) {
            continue;
        }
        let value = writer.value(field);
        if !value.is_empty() {
            answers.insert(field.key.clone(), value);
        }
    }
    if procedure.form.is_empty() {
        let wish = format!("Đề nghị cơ quan giải quyết: {}.", case.name.trim_end_matches('.'));
        answers.insert("general-request".to_owned(), wish);
    }
    let exempt: Vec<_> =
        procedure.fees.iter().filter(|fee| case.fees.contains(&fee.key)).flat_map(|fee| &fee.exemptions).collect();
    if !exempt.is_empty() {
        let group = writer.dice.pick(&exempt).map(|e| e.group.key());
        let key = group.filter(|_| writer.dice.chance(12)).unwrap_or("none");
        answers.insert(EXEMPT_KEY.to_owned(), key.to_owned());
    }
    answers
}

/// The page about the applicant.
fn about(applicant: &Party) -> Answers {
    let organisation = applicant.kind != Audience::Citizen;
    let (name, number) = if organisation {
        ("applicant-organisation", "applicant-tax-code")
    } else {
        ("applicant-name", "applicant-number")
    };
    let birth = applicant.birth_date.map(|d| d.to_string());
    [
        (name, Some(applicant.name.clone())),
        (number, applicant.number.clone()),
        ("applicant-birth-date", birth.filter(|_| !organisation)),
        ("applicant-phone", applicant.phone.clone()),
        ("applicant-email", applicant.email.clone()),
        ("applicant-address", applicant.address.clone()),
        ("applicant-ward", applicant.ward_code.clone()),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key.to_owned(), value?)))
    .collect()
}

struct Writer<'a> {
    applicant: &'a Party,
    day: NaiveDate,
    wards: &'a [String],
    dice: &'a mut Dice,
}

impl Writer<'_> {
    fn value(&mut self, field: &FormField) -> String {
        if let Some(known) = field.prefill.and_then(|p| self.known(p)) {
            return known;
        }
        match field.kind {
            FieldKind::Name => self.name(&field.key),
            FieldKind::PersonalNumber => cast::personal_number(self.dice),
            FieldKind::Phone => cast::phone(self.dice),
            FieldKind::Email => "hop.thu@example.vn".to_owned(),
            FieldKind::Date => self.date(field),
            FieldKind::Number => self.number(field),
            FieldKind::Money => format!("{}000000", self.dice.between(3, 90)),
            FieldKind::Choice => self.dice.pick(&field.options).map(|option| option.key.clone()).unwrap_or_default(),
            FieldKind::Commune => self.dice.pick(self.wards).cloned().unwrap_or_default(),
            FieldKind::Tick => "yes".to_owned(),
            FieldKind::Text | FieldKind::LongText => self.words(field),
        }
    }

    fn known(&self, prefill: Prefill) -> Option<String> {
        let party = self.applicant;
        match prefill {
            Prefill::Name => Some(party.name.clone()),
            Prefill::PersonalNumber => party.number.clone(),
            Prefill::BirthDate => party.birth_date.map(|d| d.to_string()),
            Prefill::Phone => party.phone.clone(),
            Prefill::Email => party.email.clone(),
            Prefill::Address => party.address.clone(),
        }
    }

    fn name(&mut self, key: &str) -> String {
        let own = ["requester", "owner", "person", "head", "subject", "applicant"];
        if own.iter().any(|start| key.starts_with(start)) {
            return self.applicant.name.clone();
        }
        cast::full_name(self.dice)
    }

    fn date(&mut self, field: &FormField) -> String {
        let key = field.key.as_str();
        let back = |days: u32| self.day.checked_sub_days(Days::new(days.into()));
        let on = |days: u32| self.day.checked_add_days(Days::new(days.into()));
        let date = if key.contains("birth") && key.contains("child") {
            back(self.dice.between(6, 55))
        } else if key.contains("birth") {
            back(self.dice.between(8_000, 22_000))
        } else if field.future && key.starts_with("to") {
            on(self.dice.between(180, 700))
        } else if field.future {
            on(self.dice.between(3, 15))
        } else {
            back(self.dice.between(1, 12))
        };
        let earliest = field.min.and_then(|year| i32::try_from(year).ok());
        match (date, earliest) {
            (Some(date), Some(year)) if date.year() < year => self.day.to_string(),
            (Some(date), _) => date.to_string(),
            (None, _) => self.day.to_string(),
        }
    }

    fn number(&mut self, field: &FormField) -> String {
        let bound = |n: Option<i64>, other: u32| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(other);
        let lowest = bound(field.min, 1);
        let usual = NUMBERS.iter().find(|(part, ..)| field.key.contains(part));
        let (low, high) = usual.map_or((lowest, lowest + 3), |(_, low, high)| (*low, *high));
        let highest = bound(field.max, u32::MAX);
        self.dice.between(low.max(lowest).min(highest), high.max(lowest).min(highest)).to_string()
    }

    fn words(&mut self, field: &FormField) -> String {
        let fitting = WORDS.iter().find(|(part, _)| field.key.contains(part));
        let words = fitting.map_or("Theo giấy tờ kèm theo", |(_, words)| self.dice.word(words));
        let most = field.max.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
        words.chars().take(most).collect()
    }
}
