//! Answers of the e-form: which pages a dossier's form has, how what was typed on them is read, and when they are complete.
//! A draft keeps texts as they were typed; only a page that was read without a fault is kept in its tidy form, which reads
//! the same again. The portal's own pages (applicant, general request, exemption) stand here too: their fields have no label,
//! their words are the translation's `answer-…`.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::{
    facts::EXEMPT_KEY,
    party::{self, FieldError, Party},
    procedure::{
        Answers, Audience, Case, ExemptGroup, Exemption, Fee, FieldKind, FieldOption, FormField, FormPage,
        Prefill, Procedure, Proof,
    },
};

/// Key of the page about the applicant; the first of every form.
pub const APPLICANT: &str = "applicant";
/// Key of the page of a procedure that has no form of its own.
pub const GENERAL: &str = "general";
/// Key of the page that asks for an exempt group, where a fee of the case has exemptions.
pub const EXEMPTION: &str = "exemption";
/// The choice on the page [`EXEMPTION`] of whoever is in no group.
pub const NO_EXEMPTION: &str = "none";

const NAME: &str = "applicant-name";
const NUMBER: &str = "applicant-number";
const BIRTH_DATE: &str = "applicant-birth-date";
const PHONE: &str = "applicant-phone";
const EMAIL: &str = "applicant-email";
const ADDRESS: &str = "applicant-address";
const WARD: &str = "applicant-ward";

/// Longest text that a draft keeps of one field, in characters; longer ones are cut.
const LONGEST_KEPT: usize = 10_000;
const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 3_000;

/// A field that could not be read.
pub type Fault = (String, FieldError);

/// A page of a complete form that could not be read: its key and its faults.
pub type PageFaults = (String, Vec<Fault>);

/// The pages of the form for `case` when the applicant is of `kind`, in order, each with the fields that this case asks for;
/// a page without any is left out.
#[must_use]
pub fn pages(procedure: &Procedure, case: &Case, kind: Audience) -> Vec<FormPage> {
    let own = procedure.form.iter().map(|page| FormPage {
        fields: page
            .fields
            .iter()
            .filter(|f| f.cases.is_empty() || f.cases.contains(&case.key))
            .cloned()
            .collect(),
        ..page.clone()
    });
    let general = procedure.form.is_empty().then(general_page);
    [applicant_page(kind)]
        .into_iter()
        .chain(own)
        .chain(general)
        .chain(exemption_page(procedure, case))
        .filter(|page| !page.fields.is_empty())
        .collect()
}

/// The page about the applicant: a person, or an organisation with its tax code.
#[must_use]
pub fn applicant_page(kind: Audience) -> FormPage {
    let of_person = kind == Audience::Citizen;
    let number = if of_person {
        field(NUMBER, FieldKind::PersonalNumber, Some(Prefill::PersonalNumber))
    } else {
        FormField { max: Some(20), ..field("applicant-tax-code", FieldKind::Text, None) }
    };
    let name = if of_person {
        field(NAME, FieldKind::Name, Some(Prefill::Name))
    } else {
        field("applicant-organisation", FieldKind::Text, None)
    };
    let birth = FormField { min: Some(1900), ..field(BIRTH_DATE, FieldKind::Date, Some(Prefill::BirthDate)) };
    let optional = |f: FormField| FormField { optional: true, ..f };
    let mut fields = vec![name, number];
    if of_person {
        fields.push(birth);
    }
    fields.extend([
        field(PHONE, FieldKind::Phone, Some(Prefill::Phone)),
        optional(field(EMAIL, FieldKind::Email, Some(Prefill::Email))),
        field(ADDRESS, FieldKind::Text, Some(Prefill::Address)),
        optional(field(WARD, FieldKind::Commune, None)),
    ]);
    page(APPLICANT, fields)
}

fn general_page() -> FormPage {
    let note = FormField { optional: true, ..field("general-note", FieldKind::LongText, None) };
    page(GENERAL, vec![field("general-request", FieldKind::LongText, None), note])
}

fn exemption_page(procedure: &Procedure, case: &Case) -> Option<FormPage> {
    let fees = procedure.fees.iter().filter(|f| case.fees.contains(&f.key));
    Some(page(EXEMPTION, vec![exemption_choice(fees)?]))
}

/// The question for the exempt group with every group that some fee of the procedure names.
#[must_use]
pub fn exemption_field(procedure: &Procedure) -> Option<FormField> {
    exemption_choice(procedure.fees.iter())
}

fn exemption_choice<'p>(fees: impl Iterator<Item = &'p Fee>) -> Option<FormField> {
    let exemptions: Vec<&Exemption> = fees.flat_map(|fee| &fee.exemptions).collect();
    let mut groups: Vec<ExemptGroup> = Vec::new();
    for exemption in &exemptions {
        if !groups.contains(&exemption.group) {
            groups.push(exemption.group);
        }
    }
    if groups.is_empty() {
        return None;
    }
    let proofs = |group: ExemptGroup| {
        let mut proofs: Vec<Proof> = Vec::new();
        for proof in exemptions.iter().filter(|e| e.group == group).filter_map(|e| e.proof.as_ref()) {
            if !proofs.contains(proof) {
                proofs.push(proof.clone());
            }
        }
        proofs
    };
    let option = |key: &str, proofs| FieldOption { key: key.to_owned(), label: String::new(), proofs };
    let options = groups.iter().map(|group| option(group.key(), proofs(*group)));
    let options = options.chain([option(NO_EXEMPTION, Vec::new())]).collect();
    Some(FormField { options, ..field(EXEMPT_KEY, FieldKind::Choice, None) })
}

/// A field of the portal's own of this kind: no words, no bounds.
#[must_use]
pub fn plain(key: &str, kind: FieldKind) -> FormField {
    field(key, kind, None)
}

fn page(key: &str, fields: Vec<FormField>) -> FormPage {
    FormPage { key: key.to_owned(), title: String::new(), fields }
}

fn field(key: &str, kind: FieldKind, prefill: Option<Prefill>) -> FormField {
    FormField {
        key: key.to_owned(),
        label: String::new(),
        kind,
        optional: false,
        hint: None,
        options: Vec::new(),
        prefill,
        cases: Vec::new(),
        min: None,
        max: None,
        future: false,
    }
}

/// What was sent of `page`, as it was typed: every field of the page is there, empty when nothing was typed. The three boxes
/// of a date (`<key>-day`, `-month`, `-year`) become `YYYY-MM-DD` with whatever stood in them.
#[must_use]
pub fn typed(page: &FormPage, sent: &[(String, String)]) -> Answers {
    let value = |name: &str| sent.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    page.fields
        .iter()
        .map(|f| {
            let text = if f.kind == FieldKind::Date {
                let part = |name: &str| value(&format!("{}-{name}", f.key)).trim().replace('-', "");
                date_text(&part("year"), &part("month"), &part("day"))
            } else {
                value(&f.key).chars().take(LONGEST_KEPT).collect()
            };
            (f.key.clone(), text)
        })
        .collect()
}

/// A day from its three boxes; empty when all are.
#[must_use]
pub fn date_text(year: &str, month: &str, day: &str) -> String {
    let cut = |part: &str| part.chars().take(10).collect::<String>();
    if year.is_empty() && month.is_empty() && day.is_empty() {
        String::new()
    } else {
        format!("{}-{}-{}", cut(year), cut(month), cut(day))
    }
}

/// Puts what was typed on one page among the answers of the draft; what is empty now is gone.
pub fn merge(answers: &mut Answers, page: Answers) {
    for (key, text) in page {
        if text.trim().is_empty() {
            answers.remove(&key);
        } else {
            answers.insert(key, text);
        }
    }
}

/// Reads one page for `case`: the tidy answers, or every field that needs attention, in the order of the page.
/// # Errors
/// The faults.
pub fn check_page(
    page: &FormPage,
    case: &str,
    typed: &Answers,
    today: NaiveDate,
) -> Result<Answers, Vec<Fault>> {
    let (mut tidy, mut faults) = (Answers::new(), Vec::new());
    let asked = page.fields.iter().filter(|f| f.cases.is_empty() || f.cases.iter().any(|c| c == case));
    for field in asked {
        match check_field(field, typed.get(&field.key).map_or("", String::as_str), today) {
            Ok(Some(value)) => {
                tidy.insert(field.key.clone(), value);
            }
            Ok(None) => {}
            Err(error) => faults.push((field.key.clone(), error)),
        }
    }
    if faults.is_empty() { Ok(tidy) } else { Err(faults) }
}

/// Reads every page: all tidy answers (and only those that the pages ask for), or the pages that need attention.
/// # Errors
/// The faults, page by page.
pub fn complete(
    pages: &[FormPage],
    case: &str,
    typed: &Answers,
    today: NaiveDate,
) -> Result<Answers, Vec<PageFaults>> {
    let (mut all, mut wrong) = (Answers::new(), Vec::new());
    for page in pages {
        match check_page(page, case, typed, today) {
            Ok(tidy) => all.extend(tidy),
            Err(faults) => wrong.push((page.key.clone(), faults)),
        }
    }
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

/// Reads one field. `None` when it may be empty and is.
/// # Errors
/// Why it was not understood.
pub fn check_field(field: &FormField, typed: &str, today: NaiveDate) -> Result<Option<String>, FieldError> {
    let text = party::tidy(typed);
    if text.is_empty() || (field.kind == FieldKind::Tick && text != "yes") {
        return match (field.optional, field.kind) {
            (true, _) => Ok(None),
            (false, FieldKind::Tick) => Err(FieldError::Tick),
            (false, FieldKind::Choice | FieldKind::Commune) => Err(FieldError::Choice),
            (
                false,
                FieldKind::Text
                | FieldKind::LongText
                | FieldKind::Name
                | FieldKind::Date
                | FieldKind::Number
                | FieldKind::Money
                | FieldKind::PersonalNumber
                | FieldKind::Phone
                | FieldKind::Email,
            ) => Err(FieldError::Required),
        };
    }
    let longest = |usual: usize| field.max.and_then(|m| usize::try_from(m).ok()).unwrap_or(usual);
    let value = match field.kind {
        FieldKind::Text => not_longer(text.replace('\n', " "), longest(LONGEST_LINE))?,
        FieldKind::LongText => not_longer(text, longest(LONGEST_TEXT))?,
        FieldKind::Name => not_longer(party::name(&text)?, longest(200))?,
        FieldKind::Date => date(&text, field, today)?.format("%Y-%m-%d").to_string(),
        FieldKind::Number => whole(&text, field.min, field.max)?.to_string(),
        FieldKind::Money => {
            let bare = text.trim_end_matches(['đ', '₫', ' ']);
            whole(bare, field.min.or(Some(0)), field.max)?.to_string()
        }
        FieldKind::PersonalNumber => party::personal_number(&text)?,
        FieldKind::Phone => party::phone(&text)?,
        FieldKind::Email => party::email(&text)?,
        FieldKind::Choice if field.options.iter().any(|o| o.key == text) => text,
        FieldKind::Commune if text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit()) => text,
        FieldKind::Choice | FieldKind::Commune => return Err(FieldError::Choice),
        FieldKind::Tick => text,
    };
    Ok(Some(value))
}

fn not_longer(text: String, max: usize) -> Result<String, FieldError> {
    if text.chars().count() > max { Err(FieldError::TooLong { max }) } else { Ok(text) }
}

/// A day typed as `YYYY-MM-DD`; single digits are fine, the year has four.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Date`].
pub fn day(text: &str) -> Result<NaiveDate, FieldError> {
    if text.trim().is_empty() {
        return Err(FieldError::Required);
    }
    let mut parts = text.split('-').map(str::trim);
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>| part.and_then(|p| p.parse::<u32>().ok());
    let year = year.filter(|y| y.len() == 4).and_then(|y| y.parse::<i32>().ok());
    match (year, number(month), number(day)) {
        (Some(y), Some(m), Some(d)) => NaiveDate::from_ymd_opt(y, m, d).ok_or(FieldError::Date),
        _ => Err(FieldError::Date),
    }
}

fn date(text: &str, field: &FormField, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let date = day(text)?;
    if i64::from(date.year()) < field.min.unwrap_or(1800) {
        return Err(FieldError::Date);
    }
    if date > today && !field.future {
        return Err(FieldError::FutureDate);
    }
    Ok(date)
}

/// A whole number: plain digits, or grouped in threes by dots or spaces (`1.500.000`).
fn whole(text: &str, min: Option<i64>, max: Option<i64>) -> Result<i64, FieldError> {
    let groups: Vec<&str> = text.split(['.', ' ']).collect();
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let (head, tail) = groups.split_first().ok_or(FieldError::Number)?;
    let grouped = tail.is_empty() || (head.len() <= 3 && tail.iter().all(|g| g.len() == 3));
    if !grouped || !groups.iter().all(digits) {
        return Err(FieldError::Number);
    }
    let number: i64 = groups.concat().parse().map_err(|_| FieldError::Number)?;
    if min.is_some_and(|m| number < m) || max.is_some_and(|m| number > m) {
        return Err(FieldError::Number);
    }
    Ok(number)
}

/// The page about the applicant filled with `party`.
#[must_use]
pub fn of_party(party: &Party) -> Answers {
    let birth = party.birth_date.map(|d| d.format("%Y-%m-%d").to_string());
    let name = Some(party.name.clone()).filter(|n| !n.is_empty());
    let (name_key, number_key) = keys_of(party.kind);
    [
        (name_key, name),
        (number_key, party.number.clone()),
        (BIRTH_DATE, birth),
        (PHONE, party.phone.clone()),
        (EMAIL, party.email.clone()),
        (ADDRESS, party.address.clone()),
        (WARD, party.ward_code.clone()),
    ]
    .into_iter()
    .filter_map(|(key, value)| value.map(|v| (key.to_owned(), v)))
    .collect()
}

const fn keys_of(kind: Audience) -> (&'static str, &'static str) {
    match kind {
        Audience::Citizen => (NAME, NUMBER),
        Audience::Enterprise | Audience::Organisation => ("applicant-organisation", "applicant-tax-code"),
    }
}

/// Moves what the applicant's page says (read without a fault) out of `answers` into `party`.
pub fn into_party(answers: &mut Answers, party: &mut Party) {
    let (name, number) = keys_of(party.kind);
    let mut take = |key: &str| answers.remove(key);
    if let Some(name) = take(name) {
        party.name = name;
    }
    party.number = take(number);
    party.birth_date = take(BIRTH_DATE).and_then(|text| day(&text).ok());
    party.phone = take(PHONE);
    party.email = take(EMAIL);
    party.address = take(ADDRESS);
    party.ward_code = take(WARD);
}

/// Everything that the form shows: the applicant as kept, and over it what was typed and not yet understood.
#[must_use]
pub fn shown(party: &Party, answers: &Answers) -> Answers {
    let mut all = of_party(party);
    all.extend(answers.iter().map(|(k, v)| (k.clone(), v.clone())));
    all
}

/// First answers for the procedure's own pages, taken from what is `known` of the person.
#[must_use]
pub fn prefilled(procedure: &Procedure, case: &Case, known: &BTreeMap<Prefill, String>) -> Answers {
    procedure
        .form
        .iter()
        .flat_map(|page| &page.fields)
        .filter(|f| f.cases.is_empty() || f.cases.contains(&case.key))
        .filter_map(|f| {
            let value = f.prefill.and_then(|from| known.get(&from))?;
            Some((f.key.clone(), value.clone()))
        })
        .collect()
}

/// What is known of a person, by where it can fill a field.
#[must_use]
pub fn known_of(party: &Party) -> BTreeMap<Prefill, String> {
    let birth = party.birth_date.map(|d| d.format("%Y-%m-%d").to_string());
    [
        (Prefill::Name, Some(party.name.clone()).filter(|n| !n.is_empty())),
        (Prefill::PersonalNumber, party.number.clone()),
        (Prefill::BirthDate, birth),
        (Prefill::Phone, party.phone.clone()),
        (Prefill::Email, party.email.clone()),
        (Prefill::Address, party.address.clone()),
    ]
    .into_iter()
    .filter_map(|(from, value)| value.map(|v| (from, v)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn read(kind: FieldKind, typed: &str) -> Result<Option<String>, FieldError> {
        check_field(&field("x", kind, None), typed, today())
    }

    fn value(kind: FieldKind, typed: &str) -> String {
        read(kind, typed).unwrap().unwrap()
    }

    fn procedure() -> Procedure {
        serde_json::from_str(
            r#"{
            "code": "1.001193", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause", "result": "Giấy khai sinh",
            "channels": [{"channel": "online", "limit": {"unit": "working-day", "halves": 2}}],
            "cases": [
                {"key": "usual", "name": "Trong 60 ngày"},
                {"key": "late", "name": "Quá 60 ngày", "fees": ["late"]}
            ],
            "fees": [{"key": "late", "name": "Lệ phí", "kind": "fee", "rules": [],
                      "exemptions": [{"group": "merit", "legal_basis": "Luật Hộ tịch Điều 11"}]}],
            "form": [
                {"key": "child", "title": "Trẻ", "fields": [
                    {"key": "child-name", "label": "Tên trẻ", "kind": "name"},
                    {"key": "child-birth-date", "label": "Ngày sinh", "kind": "date", "min": 1920},
                    {"key": "why-late", "label": "Lý do", "kind": "long-text", "cases": ["late"]},
                    {"key": "requester", "label": "Người khai", "kind": "name", "prefill": "name", "optional": true}
                ]},
                {"key": "late-only", "title": "Quá hạn", "fields": [
                    {"key": "sworn", "label": "Cam đoan", "kind": "tick", "cases": ["late"]}
                ]}
            ]
        }"#,
        )
        .unwrap()
    }

    fn party() -> Party {
        Party {
            kind: Audience::Citizen,
            name: "Phạm Thị Lan".into(),
            number: Some("051190001234".into()),
            birth_date: NaiveDate::from_ymd_opt(1990, 5, 3),
            sex: None,
            phone: Some("+84905123456".into()),
            email: None,
            address: Some("Thôn 1".into()),
            ward_code: None,
            representative: None,
        }
    }

    #[test]
    fn each_case_has_its_own_pages() {
        let p = procedure();
        let keys = |case: usize| -> Vec<String> {
            pages(&p, &p.cases[case], Audience::Citizen).into_iter().map(|page| page.key).collect()
        };
        assert_eq!(keys(0), ["applicant", "child"]);
        assert_eq!(keys(1), ["applicant", "child", "late-only", "exemption"]);
    }

    #[test]
    fn a_procedure_without_a_form_asks_for_the_request() {
        let mut p = procedure();
        p.form.clear();
        let pages = pages(&p, &p.cases[0], Audience::Enterprise);
        assert_eq!(pages[1].key, GENERAL);
        assert!(pages[0].fields.iter().all(|f| f.kind != FieldKind::PersonalNumber));
    }

    #[test]
    fn a_field_of_another_case_is_neither_asked_for_nor_kept() {
        let p = procedure();
        let page = &pages(&p, &p.cases[0], Audience::Citizen)[1];
        let typed = Answers::from([
            ("child-name".into(), "  Trần  Minh An ".into()),
            ("child-birth-date".into(), "2026-9-5".into()),
            ("why-late".into(), "quên".into()),
        ]);
        let tidy = check_page(page, "usual", &typed, today()).unwrap();
        assert_eq!(
            tidy,
            Answers::from([
                ("child-birth-date".into(), "2026-09-05".into()),
                ("child-name".into(), "Trần Minh An".into())
            ])
        );
    }

    #[test]
    fn every_fault_of_a_page_is_said_at_once_in_its_order() {
        let p = procedure();
        let page = &pages(&p, &p.cases[1], Audience::Citizen)[1];
        let typed = Answers::from([("child-birth-date".into(), "2027-01-01".into())]);
        assert_eq!(
            check_page(page, "late", &typed, today()).unwrap_err(),
            [
                ("child-name".to_owned(), FieldError::Required),
                ("child-birth-date".to_owned(), FieldError::FutureDate),
                ("why-late".to_owned(), FieldError::Required),
            ]
        );
    }

    #[test]
    fn a_form_is_complete_when_every_page_is() {
        let p = procedure();
        let pages = pages(&p, &p.cases[1], Audience::Citizen);
        let mut typed = shown(&party(), &Answers::new());
        typed.extend([
            ("child-name".to_owned(), "Trần Minh An".to_owned()),
            ("child-birth-date".to_owned(), "2026-05-05".to_owned()),
            ("why-late".to_owned(), "Ở xa".to_owned()),
            (EXEMPT_KEY.to_owned(), "merit".to_owned()),
            ("stray".to_owned(), "x".to_owned()),
        ]);
        let wrong = complete(&pages, "late", &typed, today()).unwrap_err();
        assert_eq!(wrong, [("late-only".to_owned(), vec![("sworn".to_owned(), FieldError::Tick)])]);
        typed.insert("sworn".to_owned(), "yes".to_owned());
        let mut all = complete(&pages, "late", &typed, today()).unwrap();
        assert!(!all.contains_key("stray"));
        let mut kept = party();
        kept.name.clear();
        into_party(&mut all, &mut kept);
        assert_eq!(kept, party());
        assert!(all.keys().all(|k| !k.starts_with("applicant-")));
    }

    #[test]
    fn what_was_tidied_reads_the_same_again() {
        for (kind, typed) in [
            (FieldKind::Phone, "0905 123 456"),
            (FieldKind::Date, "1990-5-3"),
            (FieldKind::Number, "1.500"),
            (FieldKind::Money, "1.500.000 đ"),
            (FieldKind::PersonalNumber, "051 190 001 234"),
            (FieldKind::Name, " Nguyễn  Ánh "),
            (FieldKind::LongText, "a\r\nb"),
        ] {
            let once = value(kind, typed);
            assert_eq!(value(kind, &once), once, "{kind}");
        }
    }

    #[test]
    fn dates_arrive_in_three_boxes_and_half_a_date_is_kept() {
        let page = page("p", vec![field("born", FieldKind::Date, None)]);
        let sent = |d: &str, m: &str, y: &str| {
            vec![
                ("born-day".to_owned(), d.to_owned()),
                ("born-month".to_owned(), m.to_owned()),
                ("born-year".to_owned(), y.to_owned()),
            ]
        };
        assert_eq!(typed(&page, &sent("3", "5", "1990"))["born"], "1990-5-3");
        assert_eq!(typed(&page, &sent("", "5", ""))["born"], "-5-");
        assert_eq!(typed(&page, &sent("", "", ""))["born"], "");
        assert_eq!(read(FieldKind::Date, "-5-"), Err(FieldError::Date));
        assert_eq!(read(FieldKind::Date, "1990-2-30"), Err(FieldError::Date));
        assert_eq!(read(FieldKind::Date, "90-2-3"), Err(FieldError::Date));
    }

    #[test]
    fn a_decimal_is_not_read_as_a_larger_whole_number() {
        assert_eq!(read(FieldKind::Number, "3.5"), Err(FieldError::Number));
        assert_eq!(read(FieldKind::Number, "3,5"), Err(FieldError::Number));
        assert_eq!(read(FieldKind::Number, "-3"), Err(FieldError::Number));
        assert_eq!(value(FieldKind::Number, "12 500"), "12500");
        let few = FormField { min: Some(1), max: Some(20), ..field("copies", FieldKind::Number, None) };
        assert_eq!(check_field(&few, "0", today()), Err(FieldError::Number));
        assert_eq!(check_field(&few, "21", today()), Err(FieldError::Number));
        assert_eq!(check_field(&few, "20", today()), Ok(Some("20".into())));
    }

    #[test]
    fn only_an_offered_option_can_be_chosen() {
        let sex = FormField {
            options: vec![FieldOption { key: "male".into(), label: "Nam".into(), proofs: Vec::new() }],
            ..field("sex", FieldKind::Choice, None)
        };
        assert_eq!(check_field(&sex, "male", today()), Ok(Some("male".into())));
        assert_eq!(check_field(&sex, "other", today()), Err(FieldError::Choice));
        assert_eq!(check_field(&sex, "", today()), Err(FieldError::Choice));
    }

    #[test]
    fn an_emptied_field_is_gone_from_the_draft() {
        let mut answers = Answers::from([("a".into(), "1".into()), ("b".into(), "2".into())]);
        merge(&mut answers, Answers::from([("a".into(), " ".into()), ("c".into(), " 3".into())]));
        assert_eq!(answers, Answers::from([("b".into(), "2".into()), ("c".into(), " 3".into())]));
    }

    #[test]
    fn fields_are_filled_from_what_is_known() {
        let p = procedure();
        let filled = prefilled(&p, &p.cases[0], &known_of(&party()));
        assert_eq!(filled, Answers::from([("requester".into(), "Phạm Thị Lan".into())]));
    }
}
