//! Opinions asked of coordinating agencies.

use chrono::{DateTime, Utc};

use super::{error::Error, tx::Tx};
use crate::domain::ids::{AccountId, AgencyCode, ConsultationId, DossierId};

/// A question to another agency.
#[derive(Clone, Debug)]
pub struct NewConsultation<'a> {
    /// Identifier.
    pub id: ConsultationId,
    /// Dossier.
    pub dossier: DossierId,
    /// Whom.
    pub agency: &'a AgencyCode,
    /// What.
    pub question: &'a str,
    /// Who asks.
    pub by: AccountId,
    /// Until when.
    pub due_at: DateTime<Utc>,
    /// In how many working days.
    pub days: Option<u32>,
}

/// Stores a question.
/// # Errors
/// [`Error::Sql`].
pub async fn insert(tx: &mut Tx, c: &NewConsultation<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO consultation (id, dossier_id, agency, question, asked_by, asked_at, due_at, days)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        c.id.uuid(),
        c.dossier.uuid(),
        c.agency.as_str(),
        c.question,
        c.by.uuid(),
        now,
        c.due_at,
        c.days.and_then(|days| i32::try_from(days).ok()),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// Dossier.
    pub dossier: DossierId,
    /// Which agency answers.
    pub agency: &'a AgencyCode,
    /// The opinion.
    pub text: &'a str,
    /// Whether it agrees.
    pub agrees: bool,
    /// Who answers.
    pub by: AccountId,
}

/// Stores the answer of an agency.
/// # Errors
/// [`Error::Sql`].
pub async fn answer(tx: &mut Tx, a: &Answer<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE consultation
        SET answer = $3, agrees = $4, answered_by = $5, answered_at = $6
        WHERE answered_at IS NULL
          AND dossier_id = $1
          AND agency = $2
        "#,
        a.dossier.uuid(),
        a.agency.as_str(),
        a.text,
        a.agrees,
        a.by.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Closes whatever is still open when the dossier moves beyond asking.
/// # Errors
/// [`Error::Sql`].
pub async fn close_open(tx: &mut Tx, dossier: DossierId, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE consultation SET answered_at = $2 WHERE answered_at IS NULL AND dossier_id = $1",
        dossier.uuid(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
