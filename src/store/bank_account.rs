//! The accounts to which fees are transferred.

use chrono::{DateTime, Utc};

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::ids::{AccountId, AgencyCode};

/// An account of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    /// Whose it is.
    pub agency: String,
    /// Number of the bank at NAPAS.
    pub bank: String,
    /// Number of the account.
    pub number: String,
    /// Name under which the bank has it.
    pub holder: String,
}

/// The account for fees that `agency` collects: its own, else that of the nearest agency above it.
/// # Errors
/// [`Error::Unavailable`].
pub async fn collecting(db: &Db, agency: &AgencyCode) -> Result<Option<BankAccount>, Error> {
    Ok(sqlx::query_as!(
        BankAccount,
        r#"
        WITH RECURSIVE above (code, parent, steps) AS (
            SELECT code, parent, 0 FROM agency WHERE code = $1
            UNION ALL
            SELECT a.code, a.parent, above.steps + 1 FROM agency a JOIN above ON a.code = above.parent WHERE above.steps < 8
        )
        SELECT b.agency, b.bank, b.number, b.holder
        FROM above JOIN bank_account b ON b.agency = above.code
        ORDER BY above.steps LIMIT 1
        "#,
        agency.as_str(),
    )
    .fetch_optional(db.pool())
    .await?)
}

/// The account that an agency has itself.
/// # Errors
/// [`Error::Sql`].
pub async fn own(tx: &mut Tx, agency: &AgencyCode) -> Result<Option<BankAccount>, Error> {
    Ok(sqlx::query_as!(
        BankAccount,
        "SELECT agency, bank, number, holder FROM bank_account WHERE agency = $1",
        agency.as_str(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Whose account this number is; of several, the topmost agency's.
/// # Errors
/// [`Error::Sql`].
pub async fn whose(tx: &mut Tx, number: &str) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar!(
        "SELECT agency FROM bank_account WHERE number = $1 ORDER BY agency LIMIT 1",
        number
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Sets the account of an agency.
/// # Errors
/// [`Error::Sql`].
pub async fn put(
    tx: &mut Tx,
    account: &BankAccount,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO bank_account (agency, bank, number, holder, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (agency) DO UPDATE
        SET bank = excluded.bank, number = excluded.number, holder = excluded.holder,
            updated_at = excluded.updated_at, updated_by = excluded.updated_by
        "#,
        account.agency,
        account.bank,
        account.number,
        account.holder,
        now,
        by.map(AccountId::uuid),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes the account of an agency away.
/// # Errors
/// [`Error::Sql`].
pub async fn remove(tx: &mut Tx, agency: &AgencyCode) -> Result<(), Error> {
    sqlx::query!("DELETE FROM bank_account WHERE agency = $1", agency.as_str()).execute(tx.conn()).await?;
    Ok(())
}
