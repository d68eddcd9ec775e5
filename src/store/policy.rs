//! Province-wide promises of less time.

use chrono::NaiveDate;

use super::{
    error::Error,
    tx::{Db, Tx},
};

/// A policy row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PolicyRow {
    /// Key.
    pub key: String,
    /// `time`.
    pub kind: String,
    /// Percent off.
    pub percent: i32,
    /// Key of the channel.
    pub channel: String,
    /// First day of filing.
    pub valid_from: NaiveDate,
    /// Last day of filing.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Act and article.
    pub legal_basis: String,
}

/// Every policy.
/// # Errors
/// [`Error::Unavailable`].
pub async fn all(db: &Db) -> Result<Vec<PolicyRow>, Error> {
    Ok(sqlx::query_as!(
        PolicyRow,
        "SELECT key, kind, percent, channel, valid_from, valid_to, legal_basis FROM policy ORDER BY key"
    )
    .fetch_all(db.pool())
    .await?)
}

/// Every policy, inside a transaction.
/// # Errors
/// [`Error::Sql`].
pub async fn current(tx: &mut Tx) -> Result<Vec<PolicyRow>, Error> {
    Ok(sqlx::query_as!(
        PolicyRow,
        "SELECT key, kind, percent, channel, valid_from, valid_to, legal_basis FROM policy ORDER BY key"
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Stores or replaces a policy.
/// # Errors
/// [`Error::Sql`].
pub async fn put(tx: &mut Tx, p: &PolicyRow) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO policy (key, kind, percent, channel, valid_from, valid_to, legal_basis)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (key) DO UPDATE
        SET kind = excluded.kind, percent = excluded.percent, channel = excluded.channel,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to, legal_basis = excluded.legal_basis
        "#,
        p.key,
        p.kind,
        p.percent,
        p.channel,
        p.valid_from,
        p.valid_to,
        p.legal_basis,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
