//! Administration of accounts, agencies and jobs. A page carries a mark of what it showed; when that has changed meanwhile,
//! nothing is overwritten. Every change leaves a row in the audit, never with a password.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use super::{context::App, error::Error, recount, reference::Reference, secrets, sign_in};
use crate::{
    domain::{
        actor::{Actor, Posting},
        calendar,
        ids::{AccountId, AgencyCode},
        party::{self, FieldError},
        policy::{self, Right},
        status::Role,
    },
    store::{
        self,
        account::{AccountKind, NewAccount},
        agency::{Agency, AgencyLevel},
        audit::{Change, SubjectKind, What},
        tx::Tx,
        user_admin::UserFacts,
    },
};

/// A mark of what a page showed: the same facts have the same mark.
#[must_use]
pub fn mark(facts: &impl Serialize) -> String {
    let json = serde_json::to_string(facts).unwrap_or_default();
    secrets::digest(&json).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A member of staff to be added, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// Full name.
    pub name: String,
    /// Phone, with which they sign in.
    pub phone: String,
    /// Personal number; may be empty.
    pub personal_number: String,
    /// First password.
    pub password: String,
    /// Key of the role and code of the agency, for each posting.
    pub roles: Vec<(String, String)>,
}

/// Adds a member of staff. `by` is whoever does it; none for the command line, where no right is asked for.
/// # Errors
/// [`Error::Fields`] (`name`, `phone`, `personal_number`, `password`, `roles`) with everything to mend.
pub async fn add_user(app: &App, by: Option<&Actor>, new: &NewUser) -> Result<AccountId, Error> {
    if let Some(actor) = by {
        may(actor, Right::ManageUsers)?;
    }
    let now = app.clock.now();
    let (name, phone) = (party::name(&new.name), party::phone(&new.phone));
    let number = optional_number(&new.personal_number);
    let password = sign_in::check_password(&new.password);
    let postings = postings(app, &new.roles).await?;
    let (Ok(name), Ok(phone), Ok(personal_number), Ok(()), Ok(roles)) =
        (&name, &phone, &number, &password, &postings)
    else {
        return Err(Error::Fields(faults([
            ("name", name.err()),
            ("phone", phone.err()),
            ("personal_number", number.err()),
            ("password", password.err()),
            ("roles", postings.err()),
        ])));
    };
    let account = NewAccount {
        id: AccountId::new(secrets::new_id(now)),
        kind: AccountKind::Staff,
        name: name.clone(),
        phone: Some(phone.clone()),
        personal_number: personal_number.clone(),
        password_hash: Some(app.passwords.hash(&new.password).await?),
    };
    let facts = UserFacts {
        name: name.clone(),
        phone: Some(phone.clone()),
        personal_number: personal_number.clone(),
        active: true,
        roles: roles.clone(),
    };
    let mut tx = app.db.begin().await?;
    store::account::insert(&mut tx, &account, now).await.map_err(taken)?;
    store::account::save_postings(&mut tx, account.id, roles).await?;
    let change = (What::Added, None, Some(value(&facts)?));
    note_user(&mut tx, by, account.id, change, now).await?;
    tx.commit().await?;
    Ok(account.id)
}

/// Changes name, phone and personal number of an account that the page showed with the mark `seen`.
/// # Errors
/// [`Error::Fields`], [`Error::Changed`], [`Error::NotFound`], [`Error::Forbidden`].
pub async fn edit_user(
    app: &App,
    actor: &Actor,
    id: AccountId,
    seen: &str,
    typed: [&str; 3],
) -> Result<(), Error> {
    may(actor, Right::ManageUsers)?;
    let [name, phone, number] = typed;
    let (name, phone, number) = (party::name(name), party::phone(phone), optional_number(number));
    let (Ok(name), Ok(phone), Ok(personal_number)) = (&name, &phone, &number) else {
        return Err(Error::Fields(faults([
            ("name", name.err()),
            ("phone", phone.err()),
            ("personal_number", number.err()),
        ])));
    };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let before = seen_user(&mut tx, id, seen).await?;
    let after = UserFacts {
        name: name.clone(),
        phone: Some(phone.clone()),
        personal_number: personal_number.clone(),
        ..before.clone()
    };
    if after == before {
        return Ok(());
    }
    store::user_admin::save_identity(&mut tx, id, &after).await.map_err(taken)?;
    let change = (What::Edited, Some(value(&before)?), Some(value(&after)?));
    note_user(&mut tx, Some(actor), id, change, now).await?;
    Ok(tx.commit().await?)
}

/// Replaces the roles of another account that the page showed with the mark `seen`.
/// # Errors
/// [`Error::Fields`] (`roles`), [`Error::Changed`], [`Error::NotFound`]; [`Error::Forbidden`] for one's own account.
pub async fn save_roles(
    app: &App,
    actor: &Actor,
    id: AccountId,
    seen: &str,
    roles: &[(String, String)],
) -> Result<(), Error> {
    may_manage_other(actor, id)?;
    let mut roles = postings(app, roles).await?.map_err(|e| Error::Fields(vec![("roles", e)]))?;
    roles.sort_by(|a, b| (&a.agency, a.role.key()).cmp(&(&b.agency, b.role.key())));
    roles.dedup();
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let before = seen_user(&mut tx, id, seen).await?;
    store::account::save_postings(&mut tx, id, &roles).await?;
    let (old, new) = (json!({ "roles": before.roles }), json!({ "roles": roles }));
    note_user(&mut tx, Some(actor), id, (What::RolesChanged, Some(old), Some(new)), now).await?;
    Ok(tx.commit().await?)
}

/// Closes another account, which also ends its sessions, or opens it again. Twice is the same as once.
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for one's own account.
pub async fn set_open(app: &App, actor: &Actor, id: AccountId, open: bool) -> Result<(), Error> {
    may_manage_other(actor, id)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let before = store::user_admin::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if before.active == open {
        return Ok(());
    }
    store::account::set_active(&mut tx, id, open).await?;
    if !open {
        store::session::close_all(&mut tx, id.uuid()).await?;
    }
    let what = if open { What::Reopened } else { What::Closed };
    let (old, new) = (json!({ "active": !open }), json!({ "active": open }));
    note_user(&mut tx, Some(actor), id, (what, Some(old), Some(new)), now).await?;
    Ok(tx.commit().await?)
}

/// Gives an account a new password and ends its sessions.
/// # Errors
/// [`Error::Fields`] (`password`) when it is too short, [`Error::NotFound`], [`Error::Forbidden`].
pub async fn reset_password(app: &App, actor: &Actor, id: AccountId, password: &str) -> Result<(), Error> {
    may_manage_other(actor, id)?;
    sign_in::check_password(password).map_err(|e| Error::Fields(vec![("password", e)]))?;
    let hash = app.passwords.hash(password).await?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::user_admin::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    store::account::save_password(&mut tx, id, &hash).await?;
    store::session::close_all(&mut tx, id.uuid()).await?;
    note_user(&mut tx, Some(actor), id, (What::PasswordReset, None, None), now).await?;
    Ok(tx.commit().await?)
}

/// Changes an agency that the page showed with the mark `seen`; what pages know of it is read anew at once.
/// # Errors
/// [`Error::Fields`] (`name`, `short_name`, `calendar`, `valid_to`), [`Error::Changed`], [`Error::NotFound`].
pub async fn save_agency(app: &App, actor: &Actor, seen: &str, agency: &Agency) -> Result<(), Error> {
    may(actor, Right::ManageAgencies)?;
    let known = app.cache.reload(&app.db).await?;
    let faults = facts_of_agency(&known, agency);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // Whoever counts a date now counts it by the calendar before, and the recount that follows sees it.
    store::calendar::replace(&mut tx).await?;
    let before = store::agency::lock(&mut tx, &agency.code).await?.ok_or(Error::NotFound)?;
    if mark(&before) != seen {
        return Err(Error::Changed);
    }
    put_agency(&mut tx, actor, (&before, agency), now).await?;
    if before.calendar != agency.calendar {
        let task = recount::Task::of_agency(&agency.calendar, &agency.code, actor.id, now);
        recount::put(&mut tx, &task, now, now).await?;
    }
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}

/// Stores an agency that the transaction holds, with its row in the audit.
/// # Errors
/// [`Error::Store`].
pub(super) async fn put_agency(
    tx: &mut Tx,
    actor: &Actor,
    (before, after): (&Agency, &Agency),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if store::agency::put(tx, after).await? {
        let change = Change {
            by: Some(actor.id),
            subject: SubjectKind::Agency,
            id: &after.code,
            what: What::Edited,
            before: Some(value(before)?),
            after: Some(value(after)?),
        };
        store::audit::note(tx, &change, now).await?;
    }
    Ok(())
}

/// Adds an agency; the same one twice is the same as once. What pages know of agencies is read anew at once.
/// # Errors
/// [`Error::Fields`] (`code`, `name`, `short_name`, `level`, `parent`, `ward`, `phone`, `calendar`, `valid_to`) with everything
/// to mend, [`Error::Forbidden`].
pub async fn add_agency(app: &App, actor: &Actor, agency: &Agency) -> Result<(), Error> {
    may(actor, Right::ManageAgencies)?;
    let known = app.cache.reload(&app.db).await?;
    let level = AgencyLevel::parse(&agency.level);
    let mut faults = faults([
        ("code", AgencyCode::parse(&agency.code).is_err().then_some(FieldError::AgencyCode)),
        ("level", level.is_none().then_some(FieldError::Choice)),
        ("parent", parent_fault(&known, agency, level)),
        ("ward", ward_fault(agency, level)),
    ]);
    faults.extend(facts_of_agency(&known, agency));
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // whoever adds holds the first agency, so that two do not add the same one at once
    if let Some(first) = known.agencies.keys().next() {
        store::agency::lock(&mut tx, first.as_str()).await?;
    }
    match store::agency::lock(&mut tx, &agency.code).await? {
        Some(there) if there == *agency => return Ok(()),
        Some(_) => return Err(Error::Fields(vec![("code", FieldError::CodeTaken)])),
        None => {}
    }
    store::agency::put(&mut tx, agency).await?;
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::Agency,
        id: &agency.code,
        what: What::Added,
        before: None,
        after: Some(value(agency)?),
    };
    store::audit::note(&mut tx, &change, now).await?;
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}

/// What is to be mended about the facts that can be changed later, too.
fn facts_of_agency(known: &Reference, agency: &Agency) -> Vec<(&'static str, FieldError)> {
    let required = |text: &str| text.trim().is_empty().then_some(FieldError::Required);
    let phone = agency.phone.as_deref().filter(|phone| !phone.is_empty());
    faults([
        ("name", required(&agency.name)),
        ("short_name", required(&agency.short_name)),
        ("phone", phone.and_then(|phone| party::phone(phone).err())),
        ("calendar", (!known.calendars.contains_key(&agency.calendar)).then_some(FieldError::Choice)),
        (
            "valid_to",
            agency.valid_to.is_some_and(|last| last < agency.valid_from).then_some(FieldError::Date),
        ),
    ])
}

/// Only the province has no parent, and a commune's centre belongs to a commune.
fn parent_fault(known: &Reference, agency: &Agency, level: Option<AgencyLevel>) -> Option<FieldError> {
    let Some(code) = &agency.parent else {
        return (level != Some(AgencyLevel::Province)).then_some(FieldError::Choice);
    };
    let parent = known.agency(code).filter(|parent| parent.code != agency.code);
    let of_commune = |parent: &Agency| AgencyLevel::parse(&parent.level) == Some(AgencyLevel::Commune);
    let fits = parent.is_some_and(|parent| level != Some(AgencyLevel::CommuneCentre) || of_commune(parent));
    (!fits).then_some(FieldError::Choice)
}

/// A commune and its centre have the official number of the commune; nobody else has one.
fn ward_fault(agency: &Agency, level: Option<AgencyLevel>) -> Option<FieldError> {
    let of_commune = matches!(level, Some(AgencyLevel::Commune | AgencyLevel::CommuneCentre));
    let is_number = |code: &String| code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit());
    match &agency.ward_code {
        None => of_commune.then_some(FieldError::Required),
        Some(code) => (!of_commune || !is_number(code)).then_some(FieldError::Number),
    }
}

/// Tries a dead job again, with a fresh count of attempts. One that is not dead stays as it is.
/// # Errors
/// [`Error::Forbidden`].
pub async fn retry_job(app: &App, actor: &Actor, id: i64) -> Result<bool, Error> {
    may(actor, Right::ManageJobs)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let Some(dead) = store::job_admin::revive(&mut tx, id, now).await? else {
        return Ok(false);
    };
    let before = json!({ "kind": dead.kind, "attempts": dead.attempts, "error": dead.last_error });
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::Job,
        id: &id.to_string(),
        what: What::Retried,
        before: Some(before),
        after: None,
    };
    store::audit::note(&mut tx, &change, now).await?;
    tx.commit().await?;
    Ok(true)
}

fn may(actor: &Actor, right: Right) -> Result<(), Error> {
    if policy::has_right(actor, right) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Nobody closes their own account or takes their own roles: there must always be somebody left who can undo it.
fn may_manage_other(actor: &Actor, id: AccountId) -> Result<(), Error> {
    may(actor, Right::ManageUsers)?;
    if actor.id == id { Err(Error::Forbidden) } else { Ok(()) }
}

async fn seen_user(tx: &mut Tx, id: AccountId, seen: &str) -> Result<UserFacts, Error> {
    let facts = store::user_admin::lock(tx, id).await?.ok_or(Error::NotFound)?;
    if mark(&facts) == seen { Ok(facts) } else { Err(Error::Changed) }
}

async fn note_user(
    tx: &mut Tx,
    by: Option<&Actor>,
    id: AccountId,
    (what, before, after): (What, Option<Value>, Option<Value>),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let change = Change {
        by: by.map(|actor| actor.id),
        subject: SubjectKind::User,
        id: &id.to_string(),
        what,
        before,
        after,
    };
    Ok(store::audit::note(tx, &change, now).await?)
}

/// Role and agency of each posting: a role of staff, at an agency that is in force.
async fn postings(app: &App, typed: &[(String, String)]) -> Result<Result<Vec<Posting>, FieldError>, Error> {
    let reference = app.reference().await?;
    let today = calendar::local(app.clock.now()).date();
    Ok(typed
        .iter()
        .map(|(role, agency)| {
            let role = Role::parse(role).filter(|role| *role != Role::Citizen);
            let agency = AgencyCode::parse(agency).ok();
            match role.zip(agency) {
                Some((role, agency)) => reference
                    .agencies
                    .get(&agency)
                    .filter(|a| a.valid_to.is_none_or(|last| last >= today))
                    .map(|_| Posting { role, agency: agency.clone() })
                    .ok_or(FieldError::Choice),
                None => Err(FieldError::Choice),
            }
        })
        .collect())
}

fn optional_number(typed: &str) -> Result<Option<String>, FieldError> {
    if typed.trim().is_empty() { Ok(None) } else { party::personal_number(typed).map(Some) }
}

fn faults<const N: usize>(all: [(&'static str, Option<FieldError>); N]) -> Vec<(&'static str, FieldError)> {
    all.into_iter().filter_map(|(field, fault)| fault.map(|f| (field, f))).collect()
}

fn taken(error: store::error::Error) -> Error {
    if error.is_taken("account_personal_number_key") {
        Error::Fields(vec![("personal_number", FieldError::Taken)])
    } else {
        sign_in::taken(error)
    }
}

fn value(facts: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(facts).map_err(|e| Error::Internal(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_changed_facts_from_the_same() {
        let facts = |name: &str| UserFacts {
            name: name.to_owned(),
            phone: None,
            personal_number: None,
            active: true,
            roles: Vec::new(),
        };
        assert_eq!(mark(&facts("Hoa")), mark(&facts("Hoa")));
        assert_ne!(mark(&facts("Hoa")), mark(&facts("Hòa")));
    }

    #[test]
    fn nobody_may_close_their_own_account() {
        let id = AccountId::new(uuid::Uuid::from_u128(1));
        let actor = Actor {
            id,
            name: "Khoa".to_owned(),
            postings: vec![Posting { role: Role::SystemAdmin, agency: AgencyCode::parse("H48.01").unwrap() }],
        };
        assert!(matches!(may_manage_other(&actor, id), Err(Error::Forbidden)));
        let other = AccountId::new(uuid::Uuid::from_u128(2));
        assert!(may_manage_other(&actor, other).is_ok());
    }
}
