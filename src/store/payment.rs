//! Money taken.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{error::Error, tx::Tx};
use crate::domain::{
    command::PayMethod,
    ids::{AccountId, DossierId},
    money::Vnd,
    settlement::Source,
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
    /// How much of it is neither a charge nor a fee, so that no receipt stands for it.
    pub obligations: Vnd,
    /// How.
    pub method: PayMethod,
    /// Reference.
    pub reference: Option<&'a str>,
    /// Who said that it came.
    pub source: Source,
    /// Who took or confirmed it.
    pub by: AccountId,
}

/// Stores a payment, with what its dossier says of who collects and for what: figures tell payments apart by that.
/// # Errors
/// [`Error::Sql`].
pub async fn insert(tx: &mut Tx, p: &NewPayment<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO payment (id, dossier_id, amount, method, reference, confirmed_by, confirmed_at, source, agency,
                             procedure_code, obligations, has_receipt)
        SELECT $1, d.id, $3, $4, $5, $6, $7, $8, d.receiving_agency, d.procedure_code, $9, $9 = $3::bigint
        FROM dossier d
        WHERE d.id = $2
        "#,
        p.id,
        p.dossier.uuid(),
        p.amount.dong(),
        p.method.key(),
        p.reference,
        p.by.uuid(),
        now,
        p.source.key(),
        p.obligations.dong(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
