//! Notices shown in the portal.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::{
    event::Event,
    ids::{AccountId, AgencyCode, DossierId},
    status::Role,
};

/// A notice to be stored.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// To whom.
    pub account: AccountId,
    /// About which dossier.
    pub dossier: DossierId,
    /// Translation key.
    pub key: &'a str,
    /// Arguments of the translation.
    pub args: &'a Value,
    /// Once per key.
    pub unique_key: &'a str,
}

/// Stores a notice, once.
/// # Errors
/// [`Error::Sql`].
pub async fn put(tx: &mut Tx, m: &NewMessage<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO message (account_id, dossier_id, key, args, unique_key, at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (unique_key) DO NOTHING
        "#,
        m.account.uuid(),
        m.dossier.uuid(),
        m.key,
        m.args,
        m.unique_key,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Notices to be stored together, column by column.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// To whom.
    pub accounts: Vec<Uuid>,
    /// About which dossiers.
    pub dossiers: Vec<Uuid>,
    /// Translation keys.
    pub keys: Vec<String>,
    /// Arguments of the translations.
    pub args: Vec<Value>,
    /// Once per key.
    pub unique_keys: Vec<String>,
}

/// Stores notices, each once.
/// # Errors
/// [`Error::Sql`].
pub async fn put_all(tx: &mut Tx, all: &Notices, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO message (account_id, dossier_id, key, args, unique_key, at)
        SELECT m.account, m.dossier, m.key, m.args, m.unique_key, $6
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::text[])
             AS m (account, dossier, key, args, unique_key)
        ON CONFLICT (unique_key) DO NOTHING
        "#,
        &all.accounts,
        &all.dossiers,
        &all.keys,
        &all.args,
        &all.unique_keys,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What a new calendar did to a dossier whose owner has an account.
#[derive(Clone, Debug)]
pub struct Recounted {
    /// The dossier.
    pub dossier: Uuid,
    /// The version it made.
    pub version: i32,
    /// Who published the calendar.
    pub by: AccountId,
    /// What happened.
    pub event: Json<Event>,
    /// Code of the dossier.
    pub code: String,
    /// Account of the owner.
    pub owner: Uuid,
}

/// What new calendars did at `at` to the dossiers from one identifier to another.
/// # Errors
/// [`Error::Sql`].
pub async fn recounted(
    tx: &mut Tx,
    (from, to): (Uuid, Uuid),
    at: DateTime<Utc>,
) -> Result<Vec<Recounted>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT h.dossier_id, h.version, h.actor_id, h.event AS "event: Json<Event>", coalesce(d.code, '') AS "code!",
               d.owner_id AS "owner!"
        FROM dossier d
        JOIN history h ON h.dossier_id = d.id
        WHERE h.action = 'recount'
          AND h.at = $3
          AND d.owner_id IS NOT NULL
          AND d.id BETWEEN $1 AND $2
        ORDER BY h.id
        "#,
        from,
        to,
        at,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Recounted {
            dossier: r.dossier_id,
            version: r.version,
            by: AccountId::new(r.actor_id),
            event: r.event,
            code: r.code,
            owner: r.owner,
        })
        .collect())
}

/// What a notice needs to know of its dossier.
#[derive(Clone, Debug)]
pub struct About {
    /// The dossier.
    pub id: Uuid,
    /// Its code.
    pub code: Option<String>,
    /// How often it changed.
    pub version: i32,
    /// Key of its status.
    pub status: String,
    /// Account of the owner.
    pub owner: Option<Uuid>,
    /// Where it was received.
    pub receiving: String,
    /// Who settles it.
    pub settling: String,
    /// Where it lies.
    pub holding: String,
    /// Role of the present step.
    pub step_role: Option<String>,
    /// Who has taken the step.
    pub holder: Option<Uuid>,
    /// The appointment.
    pub due_at: Option<DateTime<Utc>>,
    /// Agencies with an open consultation.
    pub consulted: Vec<String>,
}

/// The dossier of a notice, as it is now.
/// # Errors
/// [`Error::Sql`].
pub async fn about(tx: &mut Tx, dossier: DossierId) -> Result<Option<About>, Error> {
    Ok(sqlx::query_as!(
        About,
        r#"
        SELECT d.id, d.code, d.version, d.status, d.owner_id AS owner, d.receiving_agency AS receiving,
               d.settling_agency AS settling, d.holding_agency AS holding, d.step_role, d.holder_id AS holder, d.due_at,
               ARRAY(SELECT c.agency FROM consultation c
                     WHERE c.dossier_id = d.id AND c.answered_at IS NULL) AS "consulted!"
        FROM dossier d
        WHERE d.id = $1
        "#,
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Dossiers with a running clock whose appointment passed after `from` and not after `to`, at most `most`.
/// # Errors
/// [`Error::Sql`].
pub async fn newly_overdue(
    tx: &mut Tx,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    most: i64,
) -> Result<Vec<About>, Error> {
    Ok(sqlx::query_as!(
        About,
        r#"
        SELECT d.id, d.code, d.version, d.status, d.owner_id AS owner, d.receiving_agency AS receiving,
               d.settling_agency AS settling, d.holding_agency AS holding, d.step_role, d.holder_id AS holder, d.due_at,
               '{}'::text[] AS "consulted!"
        FROM dossier d
        WHERE d.status IN ('accepted', 'processing')
          AND d.due_at > $1
          AND d.due_at <= $2
          AND NOT EXISTS (SELECT FROM message m
                          WHERE m.dossier_id = d.id AND m.key = 'message-overdue' AND m.at > $1)
        ORDER BY d.due_at, d.id
        LIMIT $3
        "#,
        from,
        to,
        most,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Who holds one of `roles` at `agency` and may be told, at most 50, in the order of their accounts.
/// # Errors
/// [`Error::Sql`].
pub async fn at_work(tx: &mut Tx, roles: &[Role], agency: &AgencyCode) -> Result<Vec<AccountId>, Error> {
    let roles: Vec<String> = roles.iter().map(|r| r.key().to_owned()).collect();
    let ids = sqlx::query_scalar!(
        r#"
        SELECT DISTINCT a.id
        FROM posting p
        JOIN account a ON a.id = p.account_id
        WHERE a.active
          AND p.role = ANY($2)
          AND p.agency = $1
        ORDER BY a.id
        LIMIT 50
        "#,
        agency.as_str(),
        &roles,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids.into_iter().map(AccountId::new).collect())
}

/// A notice as read.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// Code of the dossier.
    pub dossier_code: Option<String>,
    /// Identifier of the dossier.
    pub dossier_id: Option<Uuid>,
    /// Translation key.
    pub key: String,
    /// Arguments.
    pub args: Value,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// The newest notices of an account before `before`, 50 at most.
/// # Errors
/// [`Error::Unavailable`].
pub async fn of_account(db: &Db, account: AccountId, before: Option<i64>) -> Result<Vec<Message>, Error> {
    Ok(sqlx::query_as!(
        Message,
        r#"
        SELECT m.id, d.code AS "dossier_code?", m.dossier_id, m.key, m.args, m.at, m.read_at
        FROM message m
        LEFT JOIN dossier d ON d.id = m.dossier_id
        WHERE m.account_id = $1
          AND m.id < coalesce($2, 9223372036854775807)
        ORDER BY m.id DESC
        LIMIT 50
        "#,
        account.uuid(),
        before,
    )
    .fetch_all(db.pool())
    .await?)
}

/// Marks all notices of an account up to `id` as read.
/// # Errors
/// [`Error::Sql`].
pub async fn read_up_to(tx: &mut Tx, account: AccountId, id: i64, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE message SET read_at = $3 WHERE read_at IS NULL AND account_id = $1 AND id <= $2",
        account.uuid(),
        id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
