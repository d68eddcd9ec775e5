//! Accounts as administrators see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    audit::{ChangeLine, SHOWN},
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{actor::Posting, ids::AccountId};

/// One account in the list.
#[derive(Clone, Debug)]
pub struct UserRow {
    /// Identifier.
    pub id: Uuid,
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
    /// Roles at agencies.
    pub postings: Json<Vec<Posting>>,
}

/// Up to 51 accounts of `kind` older than `before`, newest first. `words` are part of a name with or without tone marks;
/// `digits`, where not empty, the beginning of a phone as stored.
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, kind: &str, words: &str, digits: &str, before: Option<Uuid>) -> Result<Vec<UserRow>, Error> {
    let like = format!("%{}%", words.replace(['%', '_', '\\'], " ").trim());
    Ok(sqlx::query_as!(
        UserRow,
        r#"
        SELECT a.id, a.full_name AS name, a.phone, a.active,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'agency', p.agency)
                                          ORDER BY p.agency, p.role), '[]')
                FROM posting p WHERE p.account_id = a.id) AS "postings!: Json<Vec<Posting>>"
        FROM account a
        WHERE a.kind = $1
          AND (vn_fold(a.full_name) LIKE vn_fold($2) OR ($3 <> '' AND a.phone LIKE $3 || '%'))
          AND ($4::uuid IS NULL OR a.id < $4)
        ORDER BY a.id DESC
        LIMIT 51
        "#,
        kind,
        like,
        digits,
        before,
    )
    .fetch_all(db.pool())
    .await?)
}

/// Everything about one account.
#[derive(Clone, Debug)]
pub struct UserFile {
    /// Identifier.
    pub id: Uuid,
    /// Key of the kind.
    pub kind: String,
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: Option<String>,
    /// Personal number.
    pub personal_number: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
    /// Since when there is the account.
    pub created_at: DateTime<Utc>,
    /// Roles at agencies.
    pub postings: Json<Vec<Posting>>,
    /// Browsers signed in now.
    pub sessions: i64,
    /// What was changed, newest first.
    pub changes: Json<Vec<ChangeLine>>,
}

impl UserFile {
    /// The facts that an administrator changes.
    #[must_use]
    pub fn facts(&self) -> UserFacts {
        UserFacts {
            name: self.name.clone(),
            phone: self.phone.clone(),
            personal_number: self.personal_number.clone(),
            active: self.active,
            roles: self.postings.0.clone(),
        }
    }
}

/// Everything about the account `id`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<Option<UserFile>, Error> {
    Ok(sqlx::query_as!(
        UserFile,
        r#"
        SELECT a.id, a.kind, a.full_name AS name, a.phone, a.personal_number, a.active, a.created_at,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'agency', p.agency)
                                          ORDER BY p.agency, p.role), '[]')
                FROM posting p WHERE p.account_id = a.id) AS "postings!: Json<Vec<Posting>>",
               (SELECT count(*) FROM session s WHERE s.account_id = a.id AND s.expires_at > $2) AS "sessions!",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'at', x.at, 'by', w.full_name, 'what', x.what, 'before', x.before, 'after', x.after)
                           ORDER BY x.id DESC), '[]')
                FROM (SELECT id, at, actor_id, what, before, after FROM audit
                      WHERE subject_kind = 'user' AND subject_id = a.id::text
                      ORDER BY id DESC LIMIT $3) x
                LEFT JOIN account w ON w.id = x.actor_id) AS "changes!: Json<Vec<ChangeLine>>"
        FROM account a
        WHERE a.kind <> 'system'
          AND a.id = $1
        "#,
        id,
        now,
        SHOWN,
    )
    .fetch_optional(db.pool())
    .await?)
}

/// The facts of an account that an administrator changes, and that the audit keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFacts {
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: Option<String>,
    /// Personal number.
    pub personal_number: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
    /// Roles at agencies, by agency and role.
    pub roles: Vec<Posting>,
}

/// Locks an account and reads its facts. The portal's own account is not to be changed.
/// # Errors
/// [`Error::Sql`].
pub async fn lock(tx: &mut Tx, id: AccountId) -> Result<Option<UserFacts>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT a.full_name, a.phone, a.personal_number, a.active,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'agency', p.agency)
                                          ORDER BY p.agency, p.role), '[]')
                FROM posting p WHERE p.account_id = a.id) AS "postings!: Json<Vec<Posting>>"
        FROM account a
        WHERE a.kind <> 'system'
          AND a.id = $1
        FOR UPDATE OF a
        "#,
        id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| UserFacts {
        name: r.full_name,
        phone: r.phone,
        personal_number: r.personal_number,
        active: r.active,
        roles: r.postings.0,
    }))
}

/// Stores name, phone and personal number.
/// # Errors
/// [`Error::Taken`] when phone or personal number belong to another account.
pub async fn save_identity(tx: &mut Tx, id: AccountId, facts: &UserFacts) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE account SET full_name = $2, phone = $3, personal_number = $4 WHERE id = $1",
        id.uuid(),
        facts.name,
        facts.phone,
        facts.personal_number,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
