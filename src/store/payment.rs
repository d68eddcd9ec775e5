//! Money taken.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{error::Error, tx::Tx};
use crate::domain::{
    command::PayMethod,
    ids::{AccountId, DossierId},
    money::Vnd,
};

/// A payment as it is stored.
#[derive(Clone, Debug)]
pub struct NewPayment<'a> {
    /// Identifier.
    pub id: Uuid,
    /// Dossier.
    pub dossier: DossierId,
    /// How much.
    pub amount: Vnd,
    /// How.
    pub method: PayMethod,
    /// Reference.
    pub reference: Option<&'a str>,
    /// Who took or confirmed it.
    pub by: AccountId,
}

/// Stores a payment.
/// # Errors
/// [`Error::Sql`].
pub async fn insert(tx: &mut Tx, p: &NewPayment<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO payment (id, dossier_id, amount, method, reference, confirmed_by, confirmed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        "#,
        p.id,
        p.dossier.uuid(),
        p.amount.dong(),
        p.method.key(),
        p.reference,
        p.by.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
