//! Serials of dossier codes: unique under concurrency, gaps allowed.

use chrono::NaiveDate;

use super::{error::Error, tx::Tx};
use crate::domain::ids::AgencyCode;

/// The next serial of `agency` on `day`. The row is locked until the transaction ends, so call it late.
/// # Errors
/// [`Error::Sql`].
pub async fn next(tx: &mut Tx, agency: &AgencyCode, day: NaiveDate) -> Result<u32, Error> {
    let last = sqlx::query_scalar!(
        r#"
        INSERT INTO dossier_serial AS s (agency, day, last)
        VALUES ($1, $2, 1)
        ON CONFLICT (agency, day) DO UPDATE SET last = s.last + 1
        RETURNING last
        "#,
        agency.as_str(),
        day,
    )
    .fetch_one(tx.conn())
    .await?;
    u32::try_from(last).map_err(|_| Error::corrupt("dossier_serial", "last", agency))
}
