//! The dossiers under way that run on one calendar, batch by batch in the order of their identifiers: to foresee what a calendar
//! moves, and to move it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::Tx,
};
use crate::domain::{
    ids::{AccountId, DossierId, Version},
    ledger::Ledger,
    recount::Running,
    status::{Action, Status},
};

/// One dossier under way.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the law needs; its step without minutes yet.
    pub running: Running,
    /// Its code.
    pub code: String,
    /// Code of its procedure.
    pub procedure: String,
    /// The version of it that holds.
    pub procedure_version: Uuid,
    /// The agency that settles it.
    pub agency: String,
    /// Its step, and when that began.
    pub step: Option<(usize, DateTime<Utc>)>,
}

/// Holds the next dossiers under way after `after`; nobody else changes them before the transaction ends.
/// # Errors
/// [`Error::Sql`].
pub async fn lock(tx: &mut Tx, calendar: &str, after: Uuid, most: i64) -> Result<(), Error> {
    sqlx::query!(
        r#"
        SELECT d.id
        FROM dossier d
        JOIN agency a ON a.code = d.settling_agency
        WHERE a.calendar = $1
          AND d.status IN ('accepted', 'processing', 'supplement-requested', 'payment-requested')
          AND d.id > $2
        ORDER BY d.id
        LIMIT $3
        FOR UPDATE OF d
        "#,
        calendar,
        after,
        most,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// The next dossiers under way after `after`.
/// # Errors
/// [`Error::Corrupt`].
pub async fn batch(tx: &mut Tx, calendar: &str, after: Uuid, most: i64) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT d.id, coalesce(d.code, '') AS "code!", d.version, d.status, d.procedure_code, d.procedure_version,
               d.settling_agency, d.ledger AS "ledger: Json<Ledger>", d.due_at, d.step, d.step_due_at,
               CASE WHEN d.step IS NOT NULL THEN
                   (SELECT h.at FROM history h
                    WHERE h.dossier_id = d.id
                      AND h.event ->> 'kind' IN ('forwarded', 'sent-back', 'approved', 'corrected')
                    ORDER BY h.id DESC LIMIT 1)
               END AS step_begun
        FROM dossier d
        JOIN agency a ON a.code = d.settling_agency
        WHERE a.calendar = $1
          AND d.status IN ('accepted', 'processing', 'supplement-requested', 'payment-requested')
          AND d.id > $2
        ORDER BY d.id
        LIMIT $3
        "#,
        calendar,
        after,
        most,
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|r| {
            let step = r.step.and_then(|step| usize::try_from(step).ok()).zip(r.step_begun);
            Ok(Row {
                running: Running {
                    id: DossierId::new(r.id),
                    version: Version::new(r.version),
                    status: read(Status::parse(&r.status), "dossier", "status", r.id)?,
                    ledger: r.ledger.0,
                    due_at: r.due_at,
                    step_due_at: r.step_due_at,
                    step: None,
                },
                code: r.code,
                procedure: r.procedure_code,
                procedure_version: r.procedure_version,
                agency: r.settling_agency,
                step,
            })
        })
        .collect()
}

/// What becomes of one batch, column by column: the dossiers that move, in order.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// Which.
    pub ids: Vec<Uuid>,
    /// The versions they get.
    pub versions: Vec<i32>,
    /// Keys of their statuses, which stay.
    pub statuses: Vec<String>,
    /// Their new dates.
    pub due: Vec<DateTime<Utc>>,
    /// Until when their steps are to be done.
    pub step_due: Vec<Option<DateTime<Utc>>>,
    /// The events of their histories.
    pub events: Vec<Value>,
}

/// Stores the new dates of dossiers that the transaction holds, each with its next version and its line of history.
/// # Errors
/// [`Error::Corrupt`] when one was changed meanwhile.
pub async fn save(tx: &mut Tx, moves: &Moves, by: AccountId, now: DateTime<Utc>) -> Result<(), Error> {
    let changed = sqlx::query!(
        r#"
        UPDATE dossier d
        SET version = m.version, due_at = m.due, step_due_at = m.step_due, updated_at = $5
        FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[]) AS m (id, version, due, step_due)
        WHERE d.id = m.id
          AND d.version = m.version - 1
        "#,
        &moves.ids,
        &moves.versions,
        &moves.due,
        &moves.step_due as &[Option<DateTime<Utc>>],
        now,
    )
    .execute(tx.conn())
    .await?;
    if usize::try_from(changed.rows_affected()).ok() != Some(moves.ids.len()) {
        return Err(Error::corrupt("dossier", "version", "a batch of moved dates"));
    }
    sqlx::query!(
        r#"
        INSERT INTO history (dossier_id, version, at, actor_id, action, from_status, to_status, event)
        SELECT m.id, m.version, $5, $6, $7, m.status, m.status, m.event
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::jsonb[]) AS m (id, version, status, event)
        "#,
        &moves.ids,
        &moves.versions,
        &moves.statuses,
        &moves.events,
        now,
        by.uuid(),
        Action::Recount.key(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
