//! Payments and refunds as the figures read them: one row each, whatever is asked.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    cash::{Span, codes},
    error::{Error, read},
    tx::Db,
};
use crate::domain::{
    facts::local_date,
    ids::{AgencyCode, DossierId},
    money::Vnd,
    settlement::Source,
    takings::{Level, Row},
};

/// A row with what opens it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The payment or refund.
    pub id: Uuid,
    /// Code of its dossier.
    pub code: String,
    /// The row.
    pub row: Row,
}

struct Stored {
    id: Uuid,
    dossier_id: Uuid,
    code: String,
    amount: i64,
    back: bool,
    source: String,
    agency: String,
    level: String,
    field: String,
    at: DateTime<Utc>,
}

impl TryFrom<Stored> for Line {
    type Error = Error;
    fn try_from(row: Stored) -> Result<Self, Error> {
        let bad = |column| Error::corrupt("payment", column, row.id);
        let level = if row.level.starts_with("commune") { Level::Commune } else { Level::Province };
        Ok(Self {
            id: row.id,
            code: row.code,
            row: Row {
                dossier: DossierId::new(row.dossier_id),
                amount: Vnd::new(row.amount).map_err(|_| bad("amount"))?,
                back: row.back,
                source: read(Source::parse(&row.source), "payment", "source", row.id)?,
                agency: AgencyCode::parse(&row.agency).map_err(|_| bad("agency"))?,
                level,
                field: row.field,
                on: local_date(row.at),
            },
        })
    }
}

/// What was booked and what went back at `agencies` within `span`, in the order of time. Who said that a payment came is whoever
/// said so last before it was booked; what went back was paid by a cashier.
/// # Errors
/// [`Error::Corrupt`].
pub async fn lines(db: &Db, agencies: &[AgencyCode], (from, to): Span) -> Result<Vec<Line>, Error> {
    sqlx::query_as!(
        Stored,
        r#"
        SELECT p.id AS "id!", p.dossier_id AS "dossier_id!", d.code AS "code!", p.amount AS "amount!", false AS "back!",
               coalesce((SELECT e.source FROM bank_event e WHERE e.id = p.id),
                        (SELECT e.source FROM payment_intent i
                         JOIN event_match m ON m.intent_id = i.id AND m.at <= p.confirmed_at
                         JOIN bank_event e ON e.id = m.event_id AND e.success
                         WHERE i.dossier_id = p.dossier_id ORDER BY m.at DESC, e.id DESC LIMIT 1),
                        'counter') AS "source!",
               d.receiving_agency AS "agency!", a.level AS "level!", r.field AS "field!", p.confirmed_at AS "at!"
        FROM payment p
        JOIN dossier d ON d.id = p.dossier_id
        JOIN agency a ON a.code = d.receiving_agency
        JOIN procedure r ON r.code = d.procedure_code
        WHERE d.receiving_agency = ANY($1) AND p.confirmed_at >= $2 AND p.confirmed_at < $3
        UNION ALL
        SELECT b.id, b.dossier_id, d.code, b.of_held + b.of_booked, true, 'counter', b.agency, a.level, r.field, b.paid_at
        FROM refund b
        JOIN dossier d ON d.id = b.dossier_id
        JOIN agency a ON a.code = b.agency
        JOIN procedure r ON r.code = d.procedure_code
        WHERE b.agency = ANY($1) AND b.paid_at >= $2 AND b.paid_at < $3
        ORDER BY 10, 1
        "#,
        &codes(agencies),
        from,
        to,
    )
    .fetch_all(db.pool())
    .await?
    .into_iter()
    .map(Line::try_from)
    .collect()
}
