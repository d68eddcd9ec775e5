//! History: insert only. The database itself refuses anything else.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    error::{Error, read},
    tx::Tx,
};
use crate::domain::{
    event::Event,
    ids::{AccountId, AgencyCode, DossierId, Version},
    status::{Action, Status},
};

/// One line of history.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Which dossier.
    pub dossier: DossierId,
    /// The version it made.
    pub version: Version,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: AccountId,
    /// On behalf of which agency; absent for citizens.
    pub agency: Option<&'a AgencyCode>,
    /// By which action.
    pub action: Action,
    /// From where.
    pub from: Status,
    /// To where.
    pub to: Status,
    /// What happened.
    pub event: &'a Event,
}

/// Writes the line.
/// # Errors
/// [`Error::Sql`].
pub async fn append(tx: &mut Tx, entry: &Entry<'_>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO history (dossier_id, version, at, actor_id, actor_agency, action, from_status, to_status, event)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        entry.dossier.uuid(),
        entry.version.number(),
        entry.at,
        entry.actor.uuid(),
        entry.agency.map(AgencyCode::as_str),
        entry.action.key(),
        entry.from.key(),
        entry.to.key(),
        Json(entry.event) as Json<&Event>,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A line of history, as short as a person needs it.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was done.
    pub action: Action,
    /// Who did it.
    pub actor: AccountId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was done to a dossier after it had the version `seen`, oldest first.
/// # Errors
/// [`Error::Corrupt`].
pub async fn since(tx: &mut Tx, dossier: DossierId, seen: Version) -> Result<Vec<Line>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT h.action, h.actor_id, a.full_name, h.at
        FROM history h
        JOIN account a ON a.id = h.actor_id
        WHERE h.version > $2
          AND h.dossier_id = $1
        ORDER BY h.id
        LIMIT 50
        "#,
        dossier.uuid(),
        seen.number(),
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Line {
                action: read(Action::parse(&r.action), "history", "action", dossier.uuid())?,
                actor: AccountId::new(r.actor_id),
                name: r.full_name,
                at: r.at,
            })
        })
        .collect()
}
