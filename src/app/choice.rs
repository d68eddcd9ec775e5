//! The first choice of a journey: which case, handed in where, settled by whom, for whom.

use chrono::NaiveDate;

use super::{error::Error, reference::Reference};
use crate::{
    domain::{
        actor::Actor,
        ids::AgencyCode,
        party::{self, FieldError, Representative},
        procedure::{Audience, Case, Procedure, Settler},
        status::EnteredBy,
    },
    store::agency::{Agency, AgencyLevel},
};

/// What the first screen asks, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Key of the case.
    pub case: String,
    /// Code of the one-stop.
    pub receiving: String,
    /// Code of the commune's People's Committee, when the one-stop belongs to none.
    pub commune: String,
    /// For whom: see [`Behalf`].
    pub behalf: String,
    /// Name of that person or organisation.
    pub name: String,
    /// What gives the right to file for them.
    pub relation: String,
}

crate::domain::status::keyed! {
    /// For whom somebody files.
    Behalf {
        /// For oneself.
        Oneself = "oneself",
        /// For another person.
        Person = "person",
        /// For an enterprise.
        Enterprise = "enterprise",
        /// For an organisation.
        Organisation = "organisation",
    }
}

impl Behalf {
    /// What kind of applicant that is.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::Oneself | Self::Person => Audience::Citizen,
            Self::Enterprise => Audience::Enterprise,
            Self::Organisation => Audience::Organisation,
        }
    }
}

/// A choice that was understood.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The case.
    pub case: Case,
    /// The one-stop.
    pub receiving: AgencyCode,
    /// Who settles.
    pub settling: AgencyCode,
    /// What kind of applicant.
    pub kind: Audience,
    /// Name of the applicant, when it is not the person.
    pub name: Option<String>,
    /// The person, when they file for somebody else.
    pub representative: Option<Representative>,
}

impl Chosen {
    /// Who types, for the honest count of channels.
    #[must_use]
    pub const fn entered_by(&self) -> EnteredBy {
        if self.representative.is_some() { EnteredBy::Representative } else { EnteredBy::Citizen }
    }
}

/// The one-stops to choose from on `day`.
#[must_use]
pub fn receivers(reference: &Reference, day: NaiveDate) -> Vec<&Agency> {
    let valid = |a: &Agency| a.valid_from <= day && a.valid_to.is_none_or(|last| day <= last);
    reference.agencies.values().filter(|a| a.receives && valid(a)).collect()
}

/// The communes' People's Committees on `day`.
#[must_use]
pub fn communes(reference: &Reference, day: NaiveDate) -> Vec<&Agency> {
    let valid = |a: &Agency| a.valid_from <= day && a.valid_to.is_none_or(|last| day <= last);
    let is_commune = |a: &Agency| AgencyLevel::parse(&a.level) == Some(AgencyLevel::Commune);
    reference.agencies.values().filter(|a| is_commune(a) && valid(a)).collect()
}

/// Who settles a dossier of `procedure` handed in at `receiving`: the named agency, or the People's Committee to which the
/// commune's centre belongs, or the `commune` that the person names when the one-stop belongs to none.
/// # Errors
/// The field (`receiving`, `commune`) that has to be chosen.
pub fn settling(
    reference: &Reference,
    procedure: &Procedure,
    receiving: &Agency,
    commune: &str,
) -> Result<AgencyCode, &'static str> {
    let found = match procedure.settler {
        Settler::Agency => return procedure.agency.clone().ok_or("receiving"),
        Settler::Commune => receiving
            .parent
            .as_deref()
            .filter(|_| AgencyLevel::parse(&receiving.level) == Some(AgencyLevel::CommuneCentre))
            .or(Some(commune).filter(|c| !c.is_empty())),
    };
    found
        .and_then(|code| reference.agency(code))
        .filter(|a| AgencyLevel::parse(&a.level) == Some(AgencyLevel::Commune))
        .and_then(|a| AgencyCode::parse(&a.code).ok())
        .ok_or("commune")
}

/// Reads what was typed.
/// # Errors
/// [`Error::Fields`] with everything that has to be chosen or mended.
pub fn understand(
    choice: &Choice,
    actor: &Actor,
    procedure: &Procedure,
    reference: &Reference,
    today: NaiveDate,
) -> Result<Chosen, Error> {
    let mut wrong: Vec<(&'static str, FieldError)> = Vec::new();
    let case = procedure.cases.iter().find(|c| c.key == choice.case);
    if case.is_none() {
        wrong.push(("case", FieldError::Choice));
    }
    let receiver = receivers(reference, today).into_iter().find(|a| a.code == choice.receiving);
    let settling = match receiver {
        Some(receiver) => settling(reference, procedure, receiver, &choice.commune),
        None => Err("receiving"),
    };
    if let Err(field) = settling {
        wrong.push((field, FieldError::Choice));
    }
    let behalf = Behalf::parse(&choice.behalf);
    let (mut name, mut representative) = (None, None);
    match behalf {
        None => wrong.push(("behalf", FieldError::Choice)),
        Some(Behalf::Oneself) => {}
        Some(Behalf::Person | Behalf::Enterprise | Behalf::Organisation) => {
            let typed =
                if behalf == Some(Behalf::Person) { party::name(&choice.name) } else { line(&choice.name) };
            match typed {
                Ok(text) => name = Some(text),
                Err(error) => wrong.push(("name", error)),
            }
            match line(&choice.relation) {
                Ok(relation) => {
                    representative = Some(Representative {
                        name: actor.name.clone(),
                        relation,
                        number: None,
                        phone: None,
                    });
                }
                Err(error) => wrong.push(("relation", error)),
            }
        }
    }
    let receiving = receiver.and_then(|a| AgencyCode::parse(&a.code).ok());
    match (case, receiving, settling, behalf) {
        (Some(case), Some(receiving), Ok(settling), Some(behalf)) if wrong.is_empty() => Ok(Chosen {
            case: case.clone(),
            receiving,
            settling,
            kind: behalf.audience(),
            name,
            representative,
        }),
        _ => Err(Error::Fields(wrong)),
    }
}

fn line(typed: &str) -> Result<String, FieldError> {
    let text = party::tidy(typed).replace('\n', " ");
    match text.chars().count() {
        0 => Err(FieldError::Required),
        1..=200 => Ok(text),
        _ => Err(FieldError::TooLong { max: 200 }),
    }
}
