//! Which printing a slip is: one row for each, never changed.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::Error,
    tx::{Db, Tx},
};
use crate::domain::ids::AccountId;

/// How often the slip of a dossier was printed at the one-stop.
/// # Errors
/// [`Error::Unavailable`].
pub async fn slips(db: &Db, dossier: Uuid) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM print_log WHERE paper = 'slip' AND dossier_id = $1"#,
        dossier
    )
    .fetch_one(db.pool())
    .await?)
}

/// Notes a printing of the slip; the same `form_key` a second time is nothing.
/// # Errors
/// [`Error::Sql`].
pub async fn note_slip(
    tx: &mut Tx,
    form_key: Uuid,
    dossier: Uuid,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO print_log (form_key, dossier_id, paper, at, by)
        VALUES ($1, $2, 'slip', $3, $4)
        ON CONFLICT (form_key) DO NOTHING
        "#,
        form_key,
        dossier,
        now,
        by.uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
