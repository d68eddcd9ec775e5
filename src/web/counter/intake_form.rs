//! The form of intake: what the counter types, and how it becomes an [`Intake`].

use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{intake::Intake, papers::Paper},
    domain::{
        decide::EXEMPT_KEY,
        ids::{AgencyCode, ProcedureVersionId},
        party::{self, FieldError, Party},
        procedure::{Answers, Audience, ExemptGroup, Procedure, Settler},
        status::{Channel, ReturnMethod},
    },
    i18n::format,
    store::account::Profile,
    web::{desk::forms, form::FieldErrors},
};

/// What was typed. Lists of the same length belong together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct IntakeForm {
    /// One-time key.
    pub form_key: String,
    /// `accept`, or anything else to look only.
    pub step: String,
    /// Text of the QR code on an identity card.
    pub card: String,
    /// Key of the case.
    pub case: String,
    /// Key of the channel.
    pub channel: String,
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
    /// Phone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Keys of the papers that were handed in.
    pub doc: Vec<String>,
    /// Keys of all papers of the case.
    pub doc_key: Vec<String>,
    /// Originals of each.
    pub doc_originals: Vec<String>,
    /// Copies of each.
    pub doc_copies: Vec<String>,
    /// Keys of the quantities that the fee depends on.
    pub quantity_key: Vec<String>,
    /// Each quantity.
    pub quantity: Vec<String>,
    /// Exempt group.
    pub exempt: String,
    /// How the result shall come.
    pub return_method: String,
    /// The fee was taken in cash.
    pub cash: String,
    /// The fee that the page showed, whole đồng.
    pub fee_shown: String,
}

impl IntakeForm {
    /// The date of birth as the macro takes it.
    #[must_use]
    pub fn birth(&self) -> String {
        format!("{}-{}-{}", self.birth_year, self.birth_month, self.birth_day)
    }

    /// Whether a paper is ticked.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.doc.iter().any(|k| k == key)
    }

    /// What was typed for a paper: originals, copies; none before anything was.
    #[must_use]
    pub fn counts(&self, key: &str) -> Option<(&str, &str)> {
        let at = self.doc_key.iter().position(|k| k == key)?;
        Some((self.doc_originals.get(at)?, self.doc_copies.get(at)?))
    }

    /// What was typed for a quantity.
    #[must_use]
    pub fn quantity_of(&self, key: &str) -> &str {
        let at = self.quantity_key.iter().position(|k| k == key);
        at.and_then(|at| self.quantity.get(at)).map_or("", |v| v)
    }

    /// Takes over what stands on an identity card:
    /// number | old number | name | date of birth ddmmyyyy | sex | address | date of issue.
    pub fn read_card(&mut self) {
        let card = std::mem::take(&mut self.card);
        let parts: Vec<&str> = card.trim().split('|').collect();
        let [number, _, name, birth, _, address, ..] = parts.as_slice() else {
            return;
        };
        (*number).clone_into(&mut self.number);
        (*name).clone_into(&mut self.name);
        (*address).clone_into(&mut self.address);
        if let (Some(day), Some(month), Some(year)) = (birth.get(..2), birth.get(2..4), birth.get(4..8)) {
            day.clone_into(&mut self.birth_day);
            month.clone_into(&mut self.birth_month);
            year.clone_into(&mut self.birth_year);
        }
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
        let phone = profile.phone.as_deref().map(|p| format::phone(p).replace('\u{a0}', " "));
        fill(&mut self.phone, phone.as_deref());
        if let Some(birth) = profile.birth_date.filter(|_| self.birth_year.is_empty()) {
            self.birth_day = birth.format("%d").to_string();
            self.birth_month = birth.format("%m").to_string();
            self.birth_year = birth.format("%Y").to_string();
        }
    }

    /// What the fee depends on, as far as it was typed.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let mut answers: Answers = self
            .quantity_key
            .iter()
            .zip(&self.quantity)
            .filter(|(_, value)| value.trim().parse::<u32>().is_ok())
            .map(|(key, value)| (key.clone(), value.trim().to_owned()))
            .collect();
        if let Some(group) = ExemptGroup::parse(&self.exempt) {
            answers.insert(EXEMPT_KEY.to_owned(), group.key().to_owned());
        }
        answers
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

    /// The whole as an [`Intake`].
    /// # Errors
    /// What to mend.
    pub fn intake(&self, version: ProcedureVersionId, procedure: &Procedure) -> Result<Intake, FieldErrors> {
        let mut errors = FieldErrors::none();
        let applicant = self.applicant(&mut errors);
        for (key, value) in self.quantity_key.iter().zip(&self.quantity) {
            if !value.trim().is_empty() && value.trim().parse::<u32>().is_err() {
                errors.take::<()>(&format!("quantity-{key}"), Err(FieldError::Number));
            }
        }
        let papers = self.papers(procedure, &mut errors);
        let settling = match (procedure.settler, &procedure.agency) {
            (Settler::Agency, Some(agency)) => Ok(agency.clone()),
            (Settler::Agency, None) | (Settler::Commune, _) => {
                AgencyCode::parse(&self.settling).map_err(|_| FieldError::Choice)
            }
        };
        let settling = errors.take("settling", settling);
        let receiving = AgencyCode::parse(&self.receiving).map_err(|_| FieldError::Choice);
        let receiving = errors.take("receiving", receiving);
        let form_key = self.form_key.parse::<Uuid>().ok();
        match (applicant, settling, receiving, form_key) {
            (Some(applicant), Some(settling), Some(receiving), Some(form_key)) if errors.is_empty() => {
                Ok(Intake {
                    form_key,
                    version,
                    case: self.case.clone(),
                    channel: self.channel(),
                    applicant,
                    receiving,
                    settling,
                    answers: self.answers(),
                    return_method: ReturnMethod::parse(&self.return_method).unwrap_or(ReturnMethod::Counter),
                    papers,
                    cash: self.cash == "yes",
                })
            }
            _ => Err(errors),
        }
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
        let none_typed =
            [&self.birth_day, &self.birth_month, &self.birth_year].iter().all(|p| p.trim().is_empty());
        let birth_date = if none_typed || kind != Audience::Citizen {
            None
        } else {
            let typed = forms::day(&self.birth_day, &self.birth_month, &self.birth_year);
            errors.take("birth", typed)
        };
        let phone =
            if self.phone.trim().is_empty() { None } else { errors.take("phone", party::phone(&self.phone)) };
        let address = Some(party::tidy(&self.address)).filter(|a| !a.is_empty());
        Some(Party {
            kind,
            name: name?,
            number: Some(number?),
            birth_date,
            phone,
            email: None,
            address,
            ward_code: None,
            representative: None,
        })
    }

    fn papers(&self, procedure: &Procedure, errors: &mut FieldErrors) -> Vec<Paper> {
        let mut papers = Vec::new();
        for document in procedure.documents.iter().filter(|d| self.has(&d.key)) {
            let (originals, copies) = self.counts(&document.key).unwrap_or(("1", "0"));
            let field = format!("doc-{}", document.key);
            let originals = errors.take(&field, forms::count(originals));
            let copies = errors.take(&field, forms::count(copies));
            if let (Some(originals), Some(copies)) = (originals, copies) {
                if originals + copies == 0 {
                    errors.take::<()>(&field, Err(FieldError::Number));
                    continue;
                }
                papers.push(Paper {
                    key: document.key.clone(),
                    name: document.name.clone(),
                    originals,
                    copies,
                });
            }
        }
        papers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_card_fills_in_number_name_birth_and_address() {
        let mut form = IntakeForm {
            card: "051188575785|212345678|Lê Thị Hoa|02031988|Nữ|Phường Cẩm Thành, Quảng Ngãi|01012022"
                .to_owned(),
            ..IntakeForm::default()
        };
        form.read_card();
        assert_eq!(form.number, "051188575785");
        assert_eq!(form.name, "Lê Thị Hoa");
        assert_eq!(form.birth(), "1988-03-02");
        assert_eq!(form.address, "Phường Cẩm Thành, Quảng Ngãi");
        assert_eq!(form.card, "");
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
}
