//! Open dossiers by the hundred thousand, in plain SQL, over several hundred clocks whose dates the engine itself has counted: so the
//! rows are right by the calendar in force, and the job that is measured finds nothing to mend.

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use motcua::{
    app::context::App,
    domain::{
        calendar::WorkCalendar,
        deadline,
        ids::ProcedureCode,
        ledger::{Ledger, Mark, MarkKind, PauseReason},
        limit::{LimitUnit, Promise, TimeLimit},
        reckon::read_moment,
    },
    store,
};
use sqlx::{AssertSqlSafe, PgPool};

use super::super::raw;

/// The moment of the run.
pub(crate) const NOW: &str = "2026-11-26T09:00";
/// A day that lies in the time of every dossier.
pub(crate) const CLOSED: &str = "2026-11-27";
/// Days on which dossiers were accepted, each with 240 minutes of it.
const DAYS: [&str; 3] = ["2026-11-20T07:10", "2026-11-23T07:10", "2026-11-25T07:10"];
const PROCEDURE: &str = "1.004884";

/// Makes the rows and brings the cluster to rest.
pub(crate) async fn all(app: &App, pool: &PgPool, dossiers: u32) -> anyhow::Result<()> {
    let code = ProcedureCode::parse(PROCEDURE)?;
    let version = store::procedure::published(&app.db, &code).await?.context("no procedure")?;
    let minutes = version.procedure.route.first().context("no route")?.minutes;
    let calendars = store::calendar::all(&app.db).await?;
    let calendar = calendars.into_iter().find(|calendar| calendar.key == super::super::CALENDAR);
    let calendar = WorkCalendar::new(calendar.context("no calendar")?.data)?;
    raw(pool, MODELS).await?;
    let mut number = 0;
    for day in DAYS {
        for minute in 0..240 {
            let begun = read_moment(day).context("no moment")? + TimeDelta::minutes(minute);
            // Of ten dossiers one waits to be passed on, one for a supplement, and the others are being settled.
            let kind = match number % 10 {
                0 => Kind::Accepted,
                1 => Kind::Waiting,
                _ => Kind::Processing,
            };
            model(pool, (number, kind), begun, (minutes, &calendar)).await?;
            number += 1;
        }
    }
    let id = version.id.uuid();
    for sql in [
        DOSSIERS.replace("__VERSION__", &id.to_string()).replace("__COUNT__", &dossiers.to_string()),
        HISTORY.to_owned(),
        "DROP TABLE model; UPDATE job SET state = 'done', finished_at = created_at".to_owned(),
        "VACUUM (FREEZE, ANALYZE)".to_owned(),
        "CHECKPOINT".to_owned(),
    ] {
        raw(pool, &sql).await?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Kind {
    Accepted,
    Waiting,
    Processing,
}

const MODELS: &str = "
CREATE UNLOGGED TABLE model (
    n int PRIMARY KEY, status text NOT NULL, begun timestamptz NOT NULL, ledger jsonb NOT NULL, due_at timestamptz NOT NULL,
    soon_at timestamptz NOT NULL, step_due_at timestamptz
)";

async fn model(
    pool: &PgPool,
    (number, kind): (i32, Kind),
    begun: DateTime<Utc>,
    (minutes, calendar): (u32, &WorkCalendar),
) -> anyhow::Result<()> {
    let limit = Promise::plain(TimeLimit::whole(LimitUnit::WorkingDay, 5));
    let mut ledger = Ledger::new();
    ledger.push(Mark { at: begun, kind: MarkKind::started(limit, <_>::default(), None), by: None })?;
    let stored = deadline::projection(&ledger, 80, calendar)?.context("no date")?;
    let (status, step) = match kind {
        Kind::Accepted => ("accepted", None),
        Kind::Waiting => {
            let kind = MarkKind::Paused { why: PauseReason::Supplement };
            ledger.push(Mark { at: begun + TimeDelta::minutes(30), kind, by: None })?;
            ("supplement-requested", None)
        }
        Kind::Processing => {
            ("processing", deadline::step_due(begun + TimeDelta::minutes(10), minutes, &ledger, calendar)?)
        }
    };
    sqlx::query(AssertSqlSafe("INSERT INTO model VALUES ($1, $2, $3, $4, $5, $6, $7)".to_owned()))
        .bind(number)
        .bind(status)
        .bind(begun)
        .bind(serde_json::to_value(&ledger)?)
        .bind(stored.due_at)
        .bind(stored.soon_at)
        .bind(step)
        .execute(pool)
        .await?;
    Ok(())
}

/// Spread over the wards of the province and over its citizens; identifiers rise with time, as they do.
const DOSSIERS: &str = r#"
SET session_replication_role = replica;
INSERT INTO dossier (id, code, lookup_secret, link_token, form_key, version, status, resumes_to, procedure_code, procedure_version,
                     case_key, channel, entered_by, owner_id, filer_id, applicant, applicant_name, answers, receiving_agency,
                     settling_agency, holding_agency, step, step_role, statutory, promised, ledger, fee_total, fee_paid,
                     created_at, updated_at, status_at, submitted_at, respond_by, accepted_at, original_due_at, due_at, soon_at,
                     step_due_at)
SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(s.n), 12, '0'))::uuid, ward.code || '.01-261120-' || s.n, 'K7QX',
       'recount' || md5(s.n::text), gen_random_uuid(), 3, m.status,
       CASE WHEN m.status = 'supplement-requested' THEN 'accepted' END, '1.004884', '__VERSION__', 'co-ban-sao', 'online', 'citizen',
       citizen.id, citizen.id,
       jsonb_build_object('kind', 'citizen', 'name', citizen.full_name, 'number', '051185000001', 'birth_date', '1985-05-05',
                          'phone', '+84910001000', 'email', NULL, 'address', 'Tổ 1, phường Cẩm Thành', 'ward_code', '21025',
                          'representative', NULL),
       citizen.full_name, '{"general-request": "Đề nghị giải quyết theo quy định của pháp luật hiện hành"}',
       ward.code || '.01', ward.code, CASE WHEN m.status = 'processing' THEN ward.code ELSE ward.code || '.01' END,
       CASE WHEN m.status = 'processing' THEN 0 END, CASE WHEN m.status = 'processing' THEN 'specialist' END,
       '{"unit": "working-day", "hundredths": 500}', '{"unit": "working-day", "hundredths": 500}', m.ledger, 8000, 8000,
       m.begun - interval '1 hour', m.begun, m.begun, m.begun - interval '1 hour', m.begun, m.begun, m.due_at, m.due_at, m.soon_at,
       m.step_due_at
FROM generate_series(1, __COUNT__) AS s (n)
JOIN model m ON m.n = s.n % (SELECT count(*) FROM model)
JOIN (SELECT row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS of, code
      FROM agency
      WHERE level = 'commune' AND calendar = 'province'
        AND EXISTS (SELECT FROM agency centre WHERE centre.code = agency.code || '.01')) ward ON ward.place = s.n % ward.of
JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS of, id, full_name
      FROM account WHERE kind = 'citizen') citizen ON citizen.place = s.n % citizen.of
ORDER BY s.n;
RESET session_replication_role;
"#;

/// What was done to them so far.
const HISTORY: &str = r"
SET session_replication_role = replica;
INSERT INTO history (dossier_id, version, at, actor_id, action, from_status, to_status, event)
SELECT d.id, e.version, d.accepted_at, d.filer_id, e.action, e.before, e.after, jsonb_build_object('kind', e.kind)
FROM dossier d
CROSS JOIN (VALUES (1, 'submit', 'draft', 'submitted', 'submitted'), (2, 'accept', 'submitted', 'accepted', 'accepted'),
                   (3, 'forward', 'accepted', 'processing', 'forwarded')) AS e (version, action, before, after, kind)
WHERE e.version < 3 OR d.status = 'processing'
ORDER BY d.id, e.version;
RESET session_replication_role;
";
