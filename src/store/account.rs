//! Accounts and their postings.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    actor::{Actor, Posting},
    ids::{AccountId, AgencyCode},
    status::{Role, keyed},
};

keyed! {
    /// What kind of account.
    AccountKind {
        /// A person or organisation outside.
        Citizen = "citizen",
        /// A member of staff.
        Staff = "staff",
        /// The portal itself.
        System = "system",
    }
}

/// A new account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Identifier.
    pub id: AccountId,
    /// Citizen, staff or system.
    pub kind: AccountKind,
    /// Full name.
    pub name: String,
    /// Phone as +84….
    pub phone: Option<String>,
    /// 12 digits.
    pub personal_number: Option<String>,
    /// argon2id PHC string.
    pub password_hash: Option<String>,
}

/// What a person may change of their own account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Full name.
    pub name: String,
    /// Phone as +84….
    pub phone: Option<String>,
    /// 12 digits.
    pub personal_number: Option<String>,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// E-mail.
    pub email: Option<String>,
    /// Address in one line.
    pub address: Option<String>,
    /// Official code of the commune of residence.
    pub ward_code: Option<String>,
}

/// What a sign-in needs.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account.
    pub id: AccountId,
    /// Its password hash.
    pub password_hash: Option<String>,
    /// Whether it may sign in at all.
    pub active: bool,
}

/// Adds an account.
/// # Errors
/// [`Error::Taken`] when phone or personal number belong to another account.
pub async fn insert(tx: &mut Tx, new: &NewAccount, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO account (id, kind, full_name, phone, personal_number, password_hash, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        "#,
        new.id.uuid(),
        new.kind.key(),
        new.name,
        new.phone,
        new.personal_number,
        new.password_hash,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The credentials of whoever has this phone (+84…) or personal number.
/// # Errors
/// [`Error::Unavailable`].
pub async fn credentials(db: &Db, login: &str) -> Result<Option<Credentials>, Error> {
    let row = sqlx::query!(
        "SELECT id, password_hash, active FROM account WHERE phone = $1 OR personal_number = $1",
        login
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| Credentials {
        id: AccountId::new(r.id),
        password_hash: r.password_hash,
        active: r.active,
    }))
}

/// The account as an actor.
/// # Errors
/// [`Error::Unavailable`].
pub async fn actor(db: &Db, id: AccountId) -> Result<Option<Actor>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT a.full_name,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'agency', p.agency)), '[]')
                FROM posting p WHERE p.account_id = a.id) AS "postings!: Json<Vec<Posting>>"
        FROM account a
        WHERE a.active AND a.id = $1
        "#,
        id.uuid()
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|r| Actor { id, name: r.full_name, postings: r.postings.0 }))
}

/// The account as an actor, inside a transaction.
/// # Errors
/// [`Error::Sql`].
pub async fn actor_in(tx: &mut Tx, id: AccountId) -> Result<Option<Actor>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT a.full_name,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'agency', p.agency)), '[]')
                FROM posting p WHERE p.account_id = a.id) AS "postings!: Json<Vec<Posting>>"
        FROM account a
        WHERE a.active AND a.id = $1
        "#,
        id.uuid()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| Actor { id, name: r.full_name, postings: r.postings.0 }))
}

/// The password hash of an account.
/// # Errors
/// [`Error::Unavailable`].
pub async fn password_hash(db: &Db, id: AccountId) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar!("SELECT password_hash FROM account WHERE id = $1", id.uuid())
        .fetch_optional(db.pool())
        .await?
        .flatten())
}

/// The profile of an account.
/// # Errors
/// [`Error::Unavailable`].
pub async fn profile(db: &Db, id: AccountId) -> Result<Option<Profile>, Error> {
    Ok(sqlx::query_as!(
        Profile,
        r#"
        SELECT full_name AS name, phone, personal_number, birth_date, email, address, ward_code
        FROM account
        WHERE id = $1
        "#,
        id.uuid()
    )
    .fetch_optional(db.pool())
    .await?)
}

/// Stores the profile.
/// # Errors
/// [`Error::Taken`] when phone or personal number belong to another account.
pub async fn save_profile(tx: &mut Tx, id: AccountId, p: &Profile) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE account
        SET full_name = $2, phone = $3, personal_number = $4, birth_date = $5, email = $6, address = $7,
            ward_code = $8
        WHERE id = $1
        "#,
        id.uuid(),
        p.name,
        p.phone,
        p.personal_number,
        p.birth_date,
        p.email,
        p.address,
        p.ward_code,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores a new password hash.
/// # Errors
/// [`Error::Sql`].
pub async fn save_password(tx: &mut Tx, id: AccountId, hash: &str) -> Result<(), Error> {
    sqlx::query!("UPDATE account SET password_hash = $2 WHERE id = $1", id.uuid(), hash)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Stores the preferences.
/// # Errors
/// [`Error::Sql`].
pub async fn save_preferences(
    tx: &mut Tx,
    id: AccountId,
    preferences: &serde_json::Value,
) -> Result<(), Error> {
    sqlx::query!("UPDATE account SET preferences = $2 WHERE id = $1", id.uuid(), preferences)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Replaces the postings of an account.
/// # Errors
/// [`Error::Sql`].
pub async fn save_postings(tx: &mut Tx, id: AccountId, postings: &[Posting]) -> Result<(), Error> {
    sqlx::query!("DELETE FROM posting WHERE account_id = $1", id.uuid()).execute(tx.conn()).await?;
    let roles: Vec<String> = postings.iter().map(|p| p.role.key().to_owned()).collect();
    let agencies: Vec<String> = postings.iter().map(|p| p.agency.as_str().to_owned()).collect();
    sqlx::query!(
        r#"
        INSERT INTO posting (account_id, role, agency)
        SELECT $1, r, a FROM unnest($2::text[], $3::text[]) AS t (r, a)
        ON CONFLICT DO NOTHING
        "#,
        id.uuid(),
        &roles,
        &agencies,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Switches an account on or off.
/// # Errors
/// [`Error::Sql`].
pub async fn set_active(tx: &mut Tx, id: AccountId, active: bool) -> Result<(), Error> {
    sqlx::query!("UPDATE account SET active = $2 WHERE id = $1", id.uuid(), active)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Everybody who holds `role` at `agency`: identifier and name.
/// # Errors
/// [`Error::Unavailable`].
pub async fn holders(db: &Db, role: Role, agency: &AgencyCode) -> Result<Vec<(AccountId, String)>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT a.id, a.full_name
        FROM posting p
        JOIN account a ON a.id = p.account_id
        WHERE a.active
          AND p.agency = $1
          AND p.role = $2
        ORDER BY a.full_name COLLATE vn
        "#,
        agency.as_str(),
        role.key(),
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|r| (AccountId::new(r.id), r.full_name)).collect())
}

/// Every member of staff who may work, as an actor, in the order of their accounts.
/// # Errors
/// [`Error::Unavailable`].
pub async fn roster(db: &Db) -> Result<Vec<Actor>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT a.id, a.full_name,
               jsonb_agg(jsonb_build_object('role', p.role, 'agency', p.agency) ORDER BY p.role, p.agency)
                   AS "postings!: Json<Vec<Posting>>"
        FROM account a
        JOIN posting p ON p.account_id = a.id
        WHERE a.active
        GROUP BY a.id
        ORDER BY a.id
        "#
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Actor { id: AccountId::new(r.id), name: r.full_name, postings: r.postings.0 })
        .collect())
}

/// Makes sure that the portal's own account with this identifier is there.
/// # Errors
/// [`Error::Sql`].
pub async fn ensure_system(tx: &mut Tx, id: AccountId, name: &str, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "INSERT INTO account (id, kind, full_name, created_at) VALUES ($1, 'system', $2, $3) ON CONFLICT (id) DO NOTHING",
        id.uuid(),
        name,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether there is any account but the system's.
/// # Errors
/// [`Error::Unavailable`].
pub async fn is_empty(db: &Db) -> Result<bool, Error> {
    Ok(!sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM account WHERE kind <> 'system') AS "some!""#)
        .fetch_one(db.pool())
        .await?)
}

/// The account with this phone or personal number, for the command line.
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(db: &Db, login: &str) -> Result<Option<Uuid>, Error> {
    Ok(sqlx::query_scalar!("SELECT id FROM account WHERE phone = $1 OR personal_number = $1", login)
        .fetch_optional(db.pool())
        .await?)
}

/// Whether an account with this phone exists.
/// # Errors
/// [`Error::Sql`].
pub async fn known(tx: &mut Tx, phone: &str) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM account WHERE phone = $1) AS "yes!""#, phone)
        .fetch_one(tx.conn())
        .await?)
}
