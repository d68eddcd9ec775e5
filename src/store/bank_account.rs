//! The accounts to which fees are transferred.

use chrono::{DateTime, Utc};

use super::{
    cash::codes,
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
        SELECT c.agency AS "agency!", c.bank AS "bank!", c.number AS "number!", c.holder AS "holder!"
        FROM collecting($1) c
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

/// The agencies among whose money a cashier of `agencies` finds dossiers: these themselves, and those that collect on an account of one
/// of these.
/// # Errors
/// [`Error::Corrupt`].
pub async fn served(db: &Db, agencies: &[AgencyCode]) -> Result<Vec<AgencyCode>, Error> {
    let stored = sqlx::query_scalar!(
        r#"
        SELECT a.code FROM agency a LEFT JOIN LATERAL collecting(a.code) c ON true
        WHERE a.code = ANY($1) OR c.agency = ANY($1)
        ORDER BY a.code
        "#,
        &codes(agencies),
    )
    .fetch_all(db.pool())
    .await?;
    let read = |code: String| AgencyCode::parse(&code).map_err(|_| Error::corrupt("agency", "code", &code));
    stored.into_iter().map(read).collect()
}

/// Whose the account is on which `agency` collects.
/// # Errors
/// [`Error::Sql`].
pub async fn owner(tx: &mut Tx, agency: &AgencyCode) -> Result<Option<String>, Error> {
    let found = sqlx::query_scalar!("SELECT agency FROM collecting($1)", agency.as_str());
    Ok(found.fetch_optional(tx.conn()).await?.flatten())
}

/// What came on accounts that are nobody's and still waits, by account.
/// # Errors
/// [`Error::Unavailable`].
pub async fn nobodys(db: &Db) -> Result<Vec<(String, i64)>, Error> {
    let stored = sqlx::query!(
        r#"
        SELECT e.account AS "account!", count(*) AS "count!"
        FROM inbox w JOIN bank_event e ON e.id = w.event_id
        WHERE e.account IS NOT NULL AND NOT EXISTS (SELECT FROM bank_account b WHERE b.number = e.account)
        GROUP BY e.account
        ORDER BY e.account
        LIMIT 20
        "#,
    )
    .fetch_all(db.pool())
    .await?;
    Ok(stored.into_iter().map(|row| (row.account, row.count)).collect())
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
