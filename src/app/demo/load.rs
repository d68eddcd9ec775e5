//! Loads what the demo province stands on: calendars, agencies, policies, procedures, people. Loading twice changes nothing.

use rust_embed::RustEmbed;
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    app::{context::App, error::Error, receipt_setup, secrets},
    domain::{
        actor::Posting,
        calendar::CalendarData,
        ids::{AccountId, ProcedureCode, ProcedureVersionId},
        party,
        preference::Schedule,
        procedure::Procedure,
        receipt::{self, Collector, TaxCode},
        status::Role,
        words::fold,
    },
    store::{
        self,
        account::{AccountKind, NewAccount, Profile},
        agency::Agency,
        bank_account::BankAccount,
        policy::PolicyRow,
        procedure::NewVersion,
        tx::Tx,
    },
};

/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "motcua-demo";

#[derive(RustEmbed)]
#[folder = "src/app/demo/data"]
struct Data;

#[derive(Deserialize)]
struct Agencies {
    agencies: Vec<Agency>,
}

#[derive(Deserialize)]
struct Calendars {
    calendars: Vec<NamedCalendar>,
}

#[derive(Deserialize)]
struct NamedCalendar {
    key: String,
    name: String,
    #[serde(flatten)]
    data: CalendarData,
}

#[derive(Deserialize)]
struct Policies {
    policies: Vec<PolicyRow>,
}

#[derive(Deserialize)]
struct People {
    staff: Vec<Person>,
    citizens: Vec<Person>,
}

#[derive(Deserialize)]
struct Person {
    name: String,
    phone: String,
    personal_number: String,
    #[serde(default)]
    roles: Vec<Posting>,
    #[serde(default)]
    login: bool,
    #[serde(default)]
    birth_date: Option<chrono::NaiveDate>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    ward_code: Option<String>,
}

#[derive(Deserialize)]
struct Popular {
    codes: Vec<String>,
}

/// A demo account that is shown at start and on the sign-in page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// What they do.
    pub role: Role,
    /// Full name.
    pub name: String,
    /// Phone, with which they sign in.
    pub phone: String,
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T, Error> {
    let file = Data::get(name).ok_or_else(|| Error::Internal(format!("{name} is not in the demo data")))?;
    serde_json::from_slice(&file.data).map_err(|e| Error::Internal(format!("{name}: {e}")))
}

/// The demo sign-ins, one for each kind of work.
/// # Errors
/// [`Error::Internal`] when the embedded data cannot be read.
pub fn logins() -> Result<Vec<Login>, Error> {
    let people: People = read("people.json")?;
    let as_login = |p: &Person| Login {
        role: p.roles.first().map_or(Role::Citizen, |r| r.role),
        name: p.name.clone(),
        phone: p.phone.clone(),
    };
    Ok(people.citizens.iter().chain(&people.staff).filter(|p| p.login).map(as_login).collect())
}

/// Codes of the demo procedures.
/// # Errors
/// [`Error::Internal`] when a file is not named by its code.
pub(super) fn procedures() -> Result<Vec<ProcedureCode>, Error> {
    let mut codes = Data::iter()
        .filter_map(|name| {
            let code = name.strip_prefix("procedures/")?.strip_suffix(".json")?;
            Some(ProcedureCode::parse(code).map_err(|e| Error::Internal(format!("{name}: {e}"))))
        })
        .collect::<Result<Vec<_>, _>>()?;
    codes.sort();
    Ok(codes)
}

/// Phones (+84…) of the demo citizens; the one whose sign-in is shown comes first.
/// # Errors
/// [`Error::Internal`] when the embedded data cannot be read.
pub(super) fn citizens() -> Result<Vec<String>, Error> {
    let mut people: People = read("people.json")?;
    people.citizens.sort_by_key(|p| !p.login);
    let phone = |p: &Person| party::phone(&p.phone).map_err(|e| Error::Internal(format!("{}: {e}", p.phone)));
    people.citizens.iter().map(phone).collect()
}

/// Loads calendars, agencies, policies, procedures and people.
/// # Errors
/// [`Error::Store`]; nothing is half loaded: one transaction.
pub async fn load(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let password = app.passwords.hash(DEMO_PASSWORD).await?;
    let mut tx = app.db.begin().await?;
    let calendars: Calendars = read("calendars.json")?;
    for c in calendars.calendars {
        store::calendar::put(&mut tx, &c.data, &c.name, &c.key, now).await?;
    }
    let agencies: Agencies = read("agencies.json")?;
    for agency in &agencies.agencies {
        store::agency::put(&mut tx, agency).await?;
    }
    for agency in agencies.agencies.iter().filter(|agency| agency.receives) {
        store::bank_account::put(&mut tx, &account_of(agency), None, now).await?;
        let year = receipt::year_of(now);
        // The demo dossiers go back into the year before.
        let years = year - 1..=year + 1;
        receipt_setup::set_for_years(&mut tx, &agency.code, &collector_of(agency)?, years, now).await?;
    }
    let policies: Policies = read("policies.json")?;
    for policy in &policies.policies {
        store::policy::put(&mut tx, policy).await?;
    }
    let schedule: Schedule = read("preferences.json")?;
    if store::fee_schedule::current(&mut tx).await?.number == 0 {
        let number = store::fee_schedule::put_draft(&mut tx, &schedule.preferences, None, now).await?;
        store::fee_schedule::publish(&mut tx, number, "", now).await?;
    }
    for name in Data::iter().filter(|n| n.starts_with("procedures/")) {
        let procedure: Procedure = read(&name)?;
        put_procedure(&mut tx, &procedure, now).await?;
    }
    let popular: Popular = read("popular.json")?;
    store::procedure::show_first(&mut tx, &popular.codes).await?;
    let people: People = read("people.json")?;
    for (kind, list) in [(AccountKind::Staff, people.staff), (AccountKind::Citizen, people.citizens)] {
        for person in list {
            put_person(&mut tx, kind, person, &password, now).await?;
        }
    }
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}

/// An account that no bank has: 48, zeros, and the digits of the agency's code.
fn account_of(agency: &Agency) -> BankAccount {
    let digits: String = agency.code.chars().filter(char::is_ascii_digit).skip(2).collect();
    BankAccount {
        agency: agency.code.clone(),
        bank: "970405".to_owned(),
        number: format!("48{digits:0>11}"),
        holder: fold(&agency.name).to_uppercase(),
    }
}

/// In the agency's own name, with a tax code that nobody has: it begins with 99.
fn collector_of(agency: &Agency) -> Result<Collector, Error> {
    let digits: String = agency.code.chars().filter(char::is_ascii_digit).skip(2).collect();
    let tax_code = TaxCode::with_check_digit(&format!("99{digits:0>6}"))
        .map_err(|e| Error::Internal(format!("{}: {e}", agency.code)))?;
    Ok(Collector { name: agency.name.clone(), tax_code })
}

async fn put_procedure(
    tx: &mut Tx,
    procedure: &Procedure,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Error> {
    if store::procedure::lock(tx, &procedure.code).await?.is_some() {
        return Ok(());
    }
    let json = serde_json::to_vec(procedure).map_err(|e| Error::Internal(e.to_string()))?;
    let id = ProcedureVersionId::new(secrets::new_id(now));
    let version = NewVersion {
        id,
        number: 1,
        procedure,
        hash: &Sha256::digest(&json),
        gaps: &serde_json::Value::Array(Vec::new()),
        by: None,
    };
    store::procedure::put_draft(tx, &version, now).await?;
    store::procedure::publish(tx, id, procedure, now).await?;
    Ok(())
}

async fn put_person(
    tx: &mut Tx,
    kind: AccountKind,
    person: Person,
    password: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Error> {
    let phone = party::phone(&person.phone).map_err(|e| Error::Internal(format!("{}: {e}", person.phone)))?;
    if store::account::known(tx, &phone).await? {
        return Ok(());
    }
    let new = NewAccount {
        id: AccountId::new(secrets::new_id(now)),
        kind,
        name: person.name.clone(),
        phone: Some(phone.clone()),
        personal_number: Some(person.personal_number.clone()),
        password_hash: Some(password.to_owned()),
    };
    store::account::insert(tx, &new, now).await?;
    if kind == AccountKind::Citizen {
        let profile = Profile {
            name: person.name,
            phone: Some(phone),
            personal_number: Some(person.personal_number),
            birth_date: person.birth_date,
            email: None,
            address: person.address,
            ward_code: person.ward_code,
        };
        store::account::save_profile(tx, new.id, &profile).await?;
    }
    if !person.roles.is_empty() {
        store::account::save_postings(tx, new.id, &person.roles).await?;
    }
    Ok(())
}

/// Whether the database holds the demo province: its accounts are shown on the sign-in page then.
/// # Errors
/// [`Error::Store`].
pub async fn is_loaded(app: &App) -> Result<bool, Error> {
    let Some(first) = logins()?.into_iter().next() else {
        return Ok(false);
    };
    let phone = party::phone(&first.phone).map_err(|e| Error::Internal(e.to_string()))?;
    let Some(account) = store::account::credentials(&app.db, &phone).await? else {
        return Ok(false);
    };
    app.passwords.verify(DEMO_PASSWORD, account.password_hash).await
}
