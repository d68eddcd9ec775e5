//! The dossiers that are handed in and not settled and run on one calendar, batch by batch in the order of their identifiers: to
//! foresee what a calendar moves, and to move it.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::Tx,
};
use crate::domain::{
    dossier::Dossier,
    ids::{AccountId, AgencyCode, ConsultationId, DossierId, Version},
    ledger::Ledger,
    recount::{Opinion, Running},
    status::{Action, Status},
};

/// One dossier.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the law needs; its step and its answer without minutes yet.
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
    /// Where the one-stop has to answer: from when on, and when that was written down.
    pub answer: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// One row as the two readings give it.
struct Found {
    id: Uuid,
    code: String,
    version: i32,
    status: String,
    procedure_code: String,
    procedure_version: Uuid,
    settling_agency: String,
    ledger: Json<Ledger>,
    submitted_at: Option<DateTime<Utc>>,
    respond_by: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    soon_at: Option<DateTime<Utc>>,
    step: Option<i32>,
    step_due_at: Option<DateTime<Utc>>,
    step_begun: Option<DateTime<Utc>>,
    answer_action: Option<String>,
    answer_begun: Option<DateTime<Utc>>,
    opinions: Option<Json<Vec<Asked>>>,
}

/// An open consultation as the reading gives it.
#[derive(Debug, Deserialize)]
struct Asked {
    id: Uuid,
    agency: String,
    at: DateTime<Utc>,
    days: Option<u32>,
    due_at: DateTime<Utc>,
}

/// Reads dossiers of the calendar `$1`; the last piece says which.
macro_rules! found {
    ($tx:expr, $which:literal, $($arg:expr),+ $(,)?) => {
        sqlx::query_as!(
            Found,
            r#"
            SELECT d.id, coalesce(d.code, '') AS "code!", d.version, d.status, d.procedure_code, d.procedure_version,
                   d.settling_agency, d.ledger AS "ledger: Json<Ledger>", d.submitted_at, d.respond_by, d.due_at,
                   d.soon_at, d.step, d.step_due_at,
                   CASE WHEN d.step IS NOT NULL THEN
                       (SELECT h.at FROM history h
                        WHERE h.dossier_id = d.id AND h.action IN ('forward', 'send-back', 'approve', 'correct')
                        ORDER BY h.id DESC LIMIT 1)
                   END AS step_begun,
                   asked.action AS "answer_action?", asked.at AS "answer_begun?",
                   (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'agency', c.agency, 'at', c.asked_at,
                                                        'days', c.days, 'due_at', c.due_at) ORDER BY c.id)
                    FROM consultation c
                    WHERE c.dossier_id = d.id AND c.answered_at IS NULL) AS "opinions: Json<Vec<Asked>>"
            FROM dossier d
            JOIN agency a ON a.code = d.settling_agency
            LEFT JOIN LATERAL (SELECT h.action, h.at FROM history h
                               WHERE h.dossier_id = d.id AND h.action IN ('submit', 'supplement', 'pay')
                               ORDER BY h.id DESC LIMIT 1) asked ON d.status = 'submitted'
            WHERE a.calendar = $1
              AND d.status IN ('submitted', 'accepted', 'processing', 'supplement-requested', 'payment-requested')
              AND "# + $which,
            $($arg),+
        )
        .fetch_all($tx.conn())
        .await?
        .into_iter()
        .map(Row::try_from)
        .collect()
    };
}

/// The next dossiers after `after`, as they are now; nobody is kept from changing them.
/// # Errors
/// [`Error::Corrupt`].
pub async fn batch(tx: &mut Tx, calendar: &str, after: Uuid, most: i64) -> Result<Vec<Row>, Error> {
    found!(tx, "d.id > $2 ORDER BY d.id LIMIT $3", calendar, after, most)
}

/// Some dossiers, as they are now.
/// # Errors
/// [`Error::Corrupt`].
pub async fn some(tx: &mut Tx, calendar: &str, ids: &[Uuid]) -> Result<Vec<Row>, Error> {
    found!(tx, "d.id = ANY($2) ORDER BY d.id", calendar, ids)
}

/// Where the one-stop has to answer `dossier`: from when on, and when that was written down.
/// # Errors
/// [`Error::Sql`].
pub async fn answer_begun(
    tx: &mut Tx,
    dossier: &Dossier,
) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>, Error> {
    let asked = sqlx::query!(
        r#"
        SELECT action, at
        FROM history
        WHERE dossier_id = $1 AND action IN ('submit', 'supplement', 'pay')
        ORDER BY id DESC
        LIMIT 1
        "#,
        dossier.id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(asked.map(|asked| {
        let filed = dossier.submitted_at.filter(|_| asked.action == Action::Submit.key());
        (filed.unwrap_or(asked.at), asked.at)
    }))
}

impl TryFrom<Found> for Row {
    type Error = Error;
    fn try_from(r: Found) -> Result<Self, Error> {
        let step = r.step.and_then(|step| usize::try_from(step).ok()).zip(r.step_begun);
        let filed = r.submitted_at.filter(|_| r.answer_action.as_deref() == Some(Action::Submit.key()));
        let opinions = r.opinions.map(|json| json.0).unwrap_or_default();
        Ok(Self {
            running: Running {
                id: DossierId::new(r.id),
                version: Version::new(r.version),
                status: read(Status::parse(&r.status), "dossier", "status", r.id)?,
                ledger: r.ledger.0,
                due_at: r.due_at,
                soon_at: r.soon_at,
                step_due_at: r.step_due_at,
                step: None,
                respond_by: r.respond_by,
                answer: None,
                opinions: opinions.into_iter().map(opinion).collect::<Result<_, _>>()?,
            },
            code: r.code,
            procedure: r.procedure_code,
            procedure_version: r.procedure_version,
            agency: r.settling_agency,
            step,
            answer: r.answer_begun.map(|at| (filed.unwrap_or(at), at)),
        })
    }
}

fn opinion(asked: Asked) -> Result<Opinion, Error> {
    let Asked { id, agency, at: asked_at, days, due_at } = asked;
    let agency = AgencyCode::parse(&agency).map_err(|_| Error::corrupt("consultation", "agency", id))?;
    Ok(Opinion { id: ConsultationId::new(id), agency, asked_at, days, due_at })
}

/// What becomes of the dossiers of a batch, column by column.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// Which.
    pub ids: Vec<Uuid>,
    /// The versions they were read in.
    pub seen: Vec<i32>,
    /// The versions they get: the next one, or the same where only the queues are concerned.
    pub versions: Vec<i32>,
    /// Their appointments.
    pub due: Vec<Option<DateTime<Utc>>>,
    /// From when on they are due soon.
    pub soon: Vec<Option<DateTime<Utc>>>,
    /// Until when their steps are to be done.
    pub step_due: Vec<Option<DateTime<Utc>>>,
    /// Until when the one-stop answers.
    pub respond_by: Vec<Option<DateTime<Utc>>>,
}

/// Stores dates. Gives back those that somebody changed since they were read: nothing is stored of them.
/// # Errors
/// [`Error::Sql`].
pub async fn save(tx: &mut Tx, dates: &Dates, now: DateTime<Utc>) -> Result<Vec<Uuid>, Error> {
    let missed = sqlx::query_scalar!(
        r#"
        WITH wanted AS (
            SELECT *
            FROM unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
                        $7::timestamptz[]) AS m (id, seen, version, due, soon, step_due, respond_by)
        ), stored AS (
            UPDATE dossier d
            SET version = w.version, due_at = w.due, soon_at = w.soon, step_due_at = w.step_due,
                respond_by = w.respond_by,
                updated_at = CASE WHEN w.version = w.seen THEN d.updated_at ELSE $8 END
            FROM wanted w
            WHERE d.version = w.seen
              AND d.id = w.id
            RETURNING d.id
        )
        SELECT id AS "id!" FROM wanted EXCEPT SELECT id FROM stored
        "#,
        &dates.ids,
        &dates.seen,
        &dates.versions,
        &dates.due as &[Option<DateTime<Utc>>],
        &dates.soon as &[Option<DateTime<Utc>>],
        &dates.step_due as &[Option<DateTime<Utc>>],
        &dates.respond_by as &[Option<DateTime<Utc>>],
        now,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(missed)
}

/// The lines of history of a batch, column by column; many of them say the same, which is sent once.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Of which dossiers.
    pub dossiers: Vec<Uuid>,
    /// Their versions.
    pub versions: Vec<i32>,
    /// Keys of their statuses, which stay.
    pub statuses: Vec<String>,
    /// Places of their events among `events`, from 1.
    pub places: Vec<i32>,
    /// The events.
    pub events: Vec<Value>,
}

/// Writes the lines.
/// # Errors
/// [`Error::Sql`].
pub async fn note(tx: &mut Tx, lines: &Lines, by: AccountId, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO history (dossier_id, version, at, actor_id, action, from_status, to_status, event)
        SELECT m.id, m.version, $6, $7, $8, m.status, m.status, e.event
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::int[]) WITH ORDINALITY AS m (id, version, status, place, n)
        JOIN unnest($5::jsonb[]) WITH ORDINALITY AS e (event, place) ON e.place = m.place
        ORDER BY m.n
        "#,
        &lines.dossiers,
        &lines.versions,
        &lines.statuses,
        &lines.places,
        &lines.events,
        now,
        by.uuid(),
        Action::Recount.key(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stores until when opinions are given that are still asked for.
/// # Errors
/// [`Error::Sql`].
pub async fn save_opinions(tx: &mut Tx, ids: &[Uuid], due: &[DateTime<Utc>]) -> Result<(), Error> {
    sqlx::query!(
        r#"
        UPDATE consultation c
        SET due_at = m.due
        FROM unnest($1::uuid[], $2::timestamptz[]) AS m (id, due)
        WHERE c.answered_at IS NULL
          AND c.id = m.id
        "#,
        ids,
        due,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
