//! The form of intake: what the counter types, and how it becomes an [`Intake`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{draft, intake::Intake, reference::Reference},
    domain::{
        answers::{self, PageFaults},
        calendar, counter_form,
        decide::{EXEMPT_KEY, local_date},
        identity_card::{self, CardError, IdentityCard},
        ids::{AgencyCode, ProcedureVersionId},
        money::Vnd,
        party::{self, FieldError, Party, Representative, Sex},
        postal::{self, PostalArrival},
        procedure::{Answers, Audience, Case, FormPage, Prefill, Procedure, Settler},
        status::{Channel, ReturnMethod},
    },
    i18n::{Message, format},
    store::account::Profile,
    web::{
        desk::forms,
        fields,
        form::{FieldErrors, time_of_day as time},
    },
};

/// Whoever came is the owner.
pub const ONESELF: &str = "oneself";
/// Whoever came files for somebody else.
pub const OTHER: &str = "other";

/// Takes the dossier in.
pub const ACCEPT: &str = "accept";
/// Writes the dossier down although something is missing.
pub const INCOMPLETE: &str = "incomplete";

/// What was typed. Lists of the same length belong together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct IntakeForm {
    /// One-time key.
    pub form_key: String,
    /// [`ACCEPT`], [`INCOMPLETE`], or anything else to look only.
    pub step: String,
    /// Text of the QR code on the owner's identity card.
    pub card: String,
    /// The same of whoever files for the owner.
    pub filer_card: String,
    /// Key of the case.
    pub case: String,
    /// The case whose documents and e-form the page showed.
    pub case_shown: String,
    /// Key of the channel.
    pub channel: String,
    /// Number of the postal consignment.
    pub tracking: String,
    /// Day on which the hand-over record was signed.
    #[serde(rename = "handed-day")]
    pub handed_day: String,
    /// Its month.
    #[serde(rename = "handed-month")]
    pub handed_month: String,
    /// Its year.
    #[serde(rename = "handed-year")]
    pub handed_year: String,
    /// Its time of day.
    pub handed_time: String,
    /// The one-stop.
    pub receiving: String,
    /// The commune that settles.
    pub settling: String,
    /// Person or organisation.
    pub kind: String,
    /// Full name.
    pub name: String,
    /// Personal number or tax code.
    pub number: String,
    /// Date of birth.
    #[serde(rename = "birth-day")]
    pub birth_day: String,
    /// Month of birth.
    #[serde(rename = "birth-month")]
    pub birth_month: String,
    /// Year of birth.
    #[serde(rename = "birth-year")]
    pub birth_year: String,
    /// Key of the sex.
    pub sex: String,
    /// Phone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// [`ONESELF`] or [`OTHER`].
    pub behalf: String,
    /// Full name of whoever files for the owner.
    pub filer_name: String,
    /// Relation or authorisation document.
    pub filer_relation: String,
    /// Their personal number.
    pub filer_number: String,
    /// Their phone.
    pub filer_phone: String,
    /// Keys of the papers that were handed in.
    pub doc: Vec<String>,
    /// Keys of all papers of the case.
    pub doc_key: Vec<String>,
    /// Originals of each.
    pub doc_originals: Vec<String>,
    /// Copies of each.
    pub doc_copies: Vec<String>,
    /// How the result shall come.
    pub return_method: String,
    /// The fee was taken in cash.
    pub cash: String,
    /// The person was looked up and belongs to the exempt group.
    pub looked_up: String,
    /// The fee that the page showed, whole đồng.
    pub fee_shown: String,
    /// The answers of the e-form as they were typed.
    #[serde(skip)]
    pub answers: Answers,
}

/// What is to be mended before a dossier can be taken in: fields of the counter, fields of the e-form.
#[derive(Clone, Debug, Default)]
pub struct Mend {
    /// By field.
    pub errors: FieldErrors,
    /// By page of the e-form.
    pub faults: Vec<PageFaults>,
}

/// Where and when a form is read.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The published version.
    pub version: ProcedureVersionId,
    /// Its content.
    pub procedure: &'a Procedure,
    /// Agencies, calendars, policies.
    pub reference: &'a Reference,
    /// Now.
    pub now: DateTime<Utc>,
}

impl IntakeForm {
    /// The date of birth as the macro takes it.
    #[must_use]
    pub fn birth(&self) -> String {
        answers::date_text(&self.birth_year, &self.birth_month, &self.birth_day)
    }

    /// The day of the hand-over record as the macro takes it.
    #[must_use]
    pub fn handed(&self) -> String {
        answers::date_text(&self.handed_year, &self.handed_month, &self.handed_day)
    }

    /// Whether it is to be written down although something is missing.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.step == INCOMPLETE
    }

    /// Whether somebody files for the owner.
    #[must_use]
    pub fn is_for_other(&self) -> bool {
        self.behalf == OTHER
    }

    /// The case that is asked for, or the first.
    #[must_use]
    pub fn case_of<'p>(&self, procedure: &'p Procedure) -> Option<&'p Case> {
        draft::case_of(procedure, &self.case).or_else(|| procedure.cases.first())
    }

    /// Keeps what was typed on the e-form that the page showed.
    pub fn keep_answers(&mut self, procedure: &Procedure, sent: &[(String, String)]) {
        let Some(case) = draft::case_of(procedure, &self.case_shown) else {
            return;
        };
        for page in asked(procedure, case) {
            answers::merge(&mut self.answers, fields::typed_apart(&page, sent));
        }
    }

    /// What a question of the fee says before anybody answered: one piece, exempt from nothing.
    pub fn expect_usual_fee(&mut self, procedure: &Procedure, case: &Case) {
        for field in counter_form::fee_page(procedure, case).fields {
            let usual = if field.key == EXEMPT_KEY { answers::NO_EXEMPTION } else { "1" };
            self.answers.entry(field.key).or_insert_with(|| usual.to_owned());
        }
    }

    /// Takes over what stands on the identity cards that were scanned; a card that cannot be read stays where it was typed.
    /// # Errors
    /// The field, and what is wrong with it.
    pub fn read_cards(&mut self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::none();
        if !self.card.trim().is_empty() {
            match identity_card::read(&self.card) {
                Ok(card) => self.take_card(card),
                Err(error) => errors.add("card", card_message(error)),
            }
        }
        if !self.filer_card.trim().is_empty() {
            match identity_card::read(&self.filer_card) {
                Ok(card) => {
                    self.filer_card.clear();
                    OTHER.clone_into(&mut self.behalf);
                    self.filer_name = card.name;
                    self.filer_number = card.number;
                }
                Err(error) => errors.add("filer_card", card_message(error)),
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn take_card(&mut self, card: IdentityCard) {
        self.card.clear();
        self.set_birth(card.birth_date);
        self.number = card.number;
        self.name = card.name;
        self.sex = card.sex.map(|s| s.key().to_owned()).unwrap_or_default();
        self.address = card.address;
        // Cards are people's.
        Audience::Citizen.key().clone_into(&mut self.kind);
    }

    fn set_birth(&mut self, day: NaiveDate) {
        self.birth_day = day.format("%d").to_string();
        self.birth_month = day.format("%m").to_string();
        self.birth_year = day.format("%Y").to_string();
    }

    /// Fills in what is still empty from an account.
    pub fn complete(&mut self, profile: &Profile) {
        let fill = |to: &mut String, from: Option<&str>| {
            if to.trim().is_empty() {
                from.unwrap_or_default().clone_into(to);
            }
        };
        fill(&mut self.name, Some(&profile.name));
        fill(&mut self.number, profile.personal_number.as_deref());
        fill(&mut self.address, profile.address.as_deref());
        let phone = profile.phone.as_deref().map(fields::typed_phone);
        fill(&mut self.phone, phone.as_deref());
        if let Some(birth) = profile.birth_date.filter(|_| self.birth_year.is_empty()) {
            self.set_birth(birth);
        }
    }

    /// Fills answers of the e-form that are still empty from what is known of the owner who came in person.
    pub fn prefill(&mut self, procedure: &Procedure, case: &Case) {
        if self.is_for_other() || self.kind() != Audience::Citizen {
            return;
        }
        let known = [
            (Prefill::Name, self.name.clone()),
            (Prefill::PersonalNumber, self.number.clone()),
            (Prefill::BirthDate, self.birth()),
            (Prefill::Phone, self.phone.clone()),
            (Prefill::Address, self.address.clone()),
        ];
        let known = known.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        for (key, value) in answers::prefilled(procedure, case, &known) {
            self.answers.entry(key).or_insert(value);
        }
    }

    /// The fee that the page showed when the form was sent; nothing when it showed none.
    fn fee_shown(&self) -> Vnd {
        self.fee_shown.parse().ok().and_then(|dong| Vnd::new(dong).ok()).unwrap_or_default()
    }

    /// What is to be mended in what the fee is counted from.
    #[must_use]
    pub fn fee_faults(&self, procedure: &Procedure, case: &Case, today: NaiveDate) -> Vec<PageFaults> {
        let page = counter_form::fee_page(procedure, case);
        let read = answers::check_page(&page, &case.key, &self.answers, today);
        read.err().map(|faults| (page.key, faults)).into_iter().collect()
    }

    /// What the fee is counted from, as far as it can be read.
    #[must_use]
    pub fn counted(&self, procedure: &Procedure, case: &Case, today: NaiveDate) -> Answers {
        counter_form::fee_page(procedure, case)
            .fields
            .iter()
            .filter_map(|field| {
                let typed = self.answers.get(&field.key)?;
                let value = answers::check_field(field, typed, today).ok().flatten()?;
                Some((field.key.clone(), value))
            })
            .collect()
    }

    /// The channel; in person when nothing fits.
    #[must_use]
    pub fn channel(&self) -> Channel {
        Channel::parse(&self.channel).filter(|c| *c != Channel::Online).unwrap_or(Channel::Direct)
    }

    /// For whom, person unless said otherwise.
    #[must_use]
    pub fn kind(&self) -> Audience {
        Audience::parse(&self.kind).unwrap_or(Audience::Citizen)
    }

    /// When the hand-over record was signed, if the dossier comes by post and that can be read.
    #[must_use]
    pub fn handed_over_at(&self) -> Option<DateTime<Utc>> {
        if self.channel() != Channel::Postal {
            return None;
        }
        let day = forms::day(&self.handed_day, &self.handed_month, &self.handed_year).ok()?;
        Some(calendar::instant(day.and_time(time(&self.handed_time).ok()?)))
    }

    /// The whole as an [`Intake`].
    /// # Errors
    /// What to mend.
    pub fn intake(&self, desk: Desk<'_>) -> Result<Intake, Mend> {
        let mut errors = FieldErrors::none();
        let applicant = self.applicant(&mut errors);
        let post = self.post(desk.now, &mut errors);
        let papers = self.papers(desk.procedure, &mut errors);
        if self.is_incomplete() {
            if self.cash == "yes" {
                errors.add("cash", Message::new("counter-intake-cash-too-early"));
            }
        } else {
            self.nothing_is_missing(desk.procedure, &mut errors);
        }
        let settling = match (desk.procedure.settler, &desk.procedure.agency) {
            (Settler::Agency, Some(agency)) => Ok(agency.clone()),
            (Settler::Agency, None) | (Settler::Commune, _) => {
                AgencyCode::parse(&self.settling).map_err(|_| FieldError::Choice)
            }
        };
        let settling = errors.take("settling", settling);
        let receiving = AgencyCode::parse(&self.receiving).map_err(|_| FieldError::Choice);
        let receiving = errors.take("receiving", receiving);
        let form_key = self.form_key.parse::<Uuid>().ok();
        let (answers, faults) = match self.answers(desk) {
            Ok(answers) => (Some(answers), Vec::new()),
            Err(faults) => (None, faults),
        };
        match (applicant, settling, receiving, form_key, answers) {
            (Some(applicant), Some(settling), Some(receiving), Some(form_key), Some(answers))
                if errors.is_empty() =>
            {
                Ok(Intake {
                    form_key,
                    version: desk.version,
                    case: self.case.clone(),
                    channel: self.channel(),
                    applicant,
                    receiving,
                    settling,
                    answers,
                    post,
                    return_method: ReturnMethod::parse(&self.return_method).unwrap_or(ReturnMethod::Counter),
                    papers,
                    looked_up: self.looked_up == "yes",
                    cash: (self.cash == "yes").then(|| self.fee_shown()),
                    incomplete: self.is_incomplete(),
                })
            }
            _ => Err(Mend { errors, faults }),
        }
    }

    /// Every answer that was given, read as the citizen's own form reads it.
    fn answers(&self, desk: Desk<'_>) -> Result<Answers, Vec<PageFaults>> {
        let Some(case) = self.case_of(desk.procedure) else {
            return Ok(Answers::new());
        };
        let today = local_date(desk.now);
        let (mut all, mut wrong) = (Answers::new(), Vec::new());
        for page in asked(desk.procedure, case) {
            let read = answers::check_page(&page, &case.key, &self.answers, today)
                .and_then(|tidy| draft::known_wards(&page, tidy, desk.reference));
            match read {
                Ok(tidy) => all.extend(tidy),
                Err(faults) => wrong.push((page.key.clone(), faults)),
            }
        }
        if wrong.is_empty() { Ok(all) } else { Err(wrong) }
    }

    fn applicant(&self, errors: &mut FieldErrors) -> Option<Party> {
        let kind = self.kind();
        let name =
            if kind == Audience::Citizen { party::name(&self.name) } else { forms::required(&self.name) };
        let name = errors.take("name", name);
        let number = if kind == Audience::Citizen {
            party::personal_number(&self.number)
        } else {
            forms::required(&self.number)
        };
        let number = errors.take("number", number);
        let birth_date = if self.birth().is_empty() || kind != Audience::Citizen {
            None
        } else {
            let typed = forms::day(&self.birth_day, &self.birth_month, &self.birth_year);
            errors.take("birth", typed)
        };
        let phone = phone("phone", &self.phone, errors);
        let address = Some(party::tidy(&self.address)).filter(|a| !a.is_empty());
        let representative = if self.is_for_other() { self.representative(errors) } else { None };
        Some(Party {
            kind,
            name: name?,
            number: Some(number?),
            birth_date,
            sex: Sex::parse(&self.sex).filter(|_| kind == Audience::Citizen),
            phone,
            email: None,
            address,
            ward_code: None,
            representative,
        })
    }

    fn representative(&self, errors: &mut FieldErrors) -> Option<Representative> {
        let name = errors.take("filer_name", party::name(&self.filer_name));
        let relation = errors.take("filer_relation", line(&self.filer_relation));
        let number = errors.take("filer_number", party::personal_number(&self.filer_number));
        let phone = phone("filer_phone", &self.filer_phone, errors);
        Some(Representative { name: name?, relation: relation?, number: Some(number?), phone })
    }

    fn post(&self, now: DateTime<Utc>, errors: &mut FieldErrors) -> Option<PostalArrival> {
        if self.channel() != Channel::Postal {
            return None;
        }
        let tracking = errors.take("tracking", postal::tracking(&self.tracking));
        let day = forms::day(&self.handed_day, &self.handed_month, &self.handed_year);
        let day = errors.take("handed", day);
        let time = errors.take("handed_time", time(&self.handed_time));
        let handed_over_at = calendar::instant(day?.and_time(time?));
        if handed_over_at > now {
            errors.take::<()>("handed", Err(FieldError::FutureDate));
        }
        Some(PostalArrival { tracking: tracking?, handed_over_at })
    }
}

/// Every page that the counter asks for `case`: the e-form, and what the fee is counted from.
#[must_use]
pub fn asked(procedure: &Procedure, case: &Case) -> Vec<FormPage> {
    let mut pages = counter_form::pages(procedure, case);
    pages.push(counter_form::fee_page(procedure, case));
    pages
}

fn card_message(error: CardError) -> Message {
    Message::new(&format!("counter-card-{}", error.key()))
}

fn phone(field: &str, typed: &str, errors: &mut FieldErrors) -> Option<String> {
    if typed.trim().is_empty() { None } else { errors.take(field, party::phone(typed)) }
}

/// One line of at most 200 characters.
fn line(typed: &str) -> Result<String, FieldError> {
    let text = forms::required(typed)?.replace('\n', " ");
    if text.chars().count() > 200 { Err(FieldError::TooLong { max: 200 }) } else { Ok(text) }
}

/// A moment as the form shows it: day in three boxes, time.
pub fn set_handed(form: &mut IntakeForm, at: DateTime<Utc>) {
    let local = calendar::local(at);
    form.handed_day = local.format("%d").to_string();
    form.handed_month = local.format("%m").to_string();
    form.handed_year = local.format("%Y").to_string();
    form.handed_time = format::time(at);
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;

    const CARD: &str = "051188575785|212345678|Lê Thị Hoa|02031988|Nữ|Phường Cẩm Thành, Quảng Ngãi|01012022";

    #[test]
    fn an_identity_card_fills_in_number_name_birth_sex_and_address() {
        let mut form = IntakeForm { card: CARD.to_owned(), ..IntakeForm::default() };
        form.read_cards().unwrap();
        assert_eq!(form.number, "051188575785");
        assert_eq!(form.name, "Lê Thị Hoa");
        assert_eq!(form.birth(), "1988-03-02");
        assert_eq!(form.sex, "female");
        assert_eq!(form.address, "Phường Cẩm Thành, Quảng Ngãi");
        assert_eq!(form.card, "");
    }

    #[test]
    fn a_card_that_cannot_be_read_stays_and_changes_nothing() {
        let mut form = IntakeForm {
            card: CARD.replace("051188575785", "05118857"),
            name: "Trần Văn Bảy".to_owned(),
            ..IntakeForm::default()
        };
        let errors = form.read_cards().unwrap_err();
        assert!(errors.get("card").is_some());
        assert_eq!(form.name, "Trần Văn Bảy");
        assert!(form.card.starts_with("05118857|"));
    }

    #[test]
    fn the_card_of_whoever_files_is_theirs() {
        let mut form = IntakeForm { filer_card: CARD.to_owned(), ..IntakeForm::default() };
        form.read_cards().unwrap();
        assert!(form.is_for_other());
        assert_eq!((form.filer_name.as_str(), form.name.as_str()), ("Lê Thị Hoa", ""));
    }

    #[test]
    fn what_was_typed_is_not_overwritten_by_the_account() {
        let mut form = IntakeForm { name: "Lê Thị Hoa".to_owned(), ..IntakeForm::default() };
        form.complete(&Profile {
            name: "Lê Hoa".to_owned(),
            phone: Some("+84905123456".to_owned()),
            ..Profile::default()
        });
        assert_eq!((form.name.as_str(), form.phone.as_str()), ("Lê Thị Hoa", "0905 123 456"));
    }

    #[test]
    fn a_time_is_read_in_every_usual_spelling() {
        for typed in ["14:30", "14h30", "14.30", "1430", " 14 : 30 "] {
            assert_eq!(time(typed), Ok(NaiveTime::from_hms_opt(14, 30, 0).unwrap()), "{typed}");
        }
        assert_eq!(time("8h"), Ok(NaiveTime::from_hms_opt(8, 0, 0).unwrap()));
        assert_eq!(time("25:00"), Err(FieldError::Time));
        assert_eq!(time("chiều"), Err(FieldError::Time));
    }
}
