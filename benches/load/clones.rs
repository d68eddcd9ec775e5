//! The large part of the data: every dossier of the plan as a copy of a real one, with its documents, history and messages,
//! moved in time and to its ward. Plain SQL, because a hundred thousand dossiers through the use cases would take an hour.

use std::time::{Duration, Instant};

use super::{
    database::{Open, raw},
    plan::{CITIZENS, CODE_DAY, Lot, Plan, Ward},
    seed::Templates,
};

/// Copies until the plan is fulfilled; says how long it took.
pub(crate) async fn all(open: &Open, plan: &Plan, templates: &Templates) -> anyhow::Result<Duration> {
    let started = Instant::now();
    raw(&open.pool, PREPARE).await?;
    for lot in &plan.0 {
        let models = templates.0.get(&lot.stage).map(Vec::as_slice).unwrap_or_default();
        let models: Vec<String> = models.iter().map(|id| format!("'{id}'")).collect();
        raw(&open.pool, &list(lot, &models.join(", "))).await?;
    }
    let dossiers = DOSSIERS.replace("__DAY__", CODE_DAY);
    for sql in [dossiers.as_str(), DOCUMENTS, HISTORY, MESSAGES, CLEAN] {
        raw(&open.pool, sql).await?;
    }
    raw(&open.pool, "VACUUM (FREEZE, ANALYZE)").await?;
    raw(&open.pool, "CHECKPOINT").await?;
    Ok(started.elapsed())
}

/// Which clone is of which model, where and when.
const PREPARE: &str = "
CREATE UNLOGGED TABLE load_clone (
    n int PRIMARY KEY, id uuid NOT NULL, model uuid NOT NULL, ward text NOT NULL, citizen uuid NOT NULL,
    name text NOT NULL, earlier interval NOT NULL
);
CREATE UNLOGGED TABLE load_ward AS
SELECT row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS of, code
FROM agency
WHERE level = 'commune' AND code NOT IN ('H48.101', 'H48.102')
  AND EXISTS (SELECT FROM agency centre WHERE centre.code = agency.code || '.01');
";

/// The clones of one lot: spread over its days, its wards and the citizens.
fn list(lot: &Lot, models: &str) -> String {
    let (first, last) = (lot.first, lot.first + lot.count);
    let minutes = lot.days * 24 * 60;
    let (citizens, count) = (CITIZENS.first, CITIZENS.count);
    let ward = match lot.ward {
        Ward::One(code) => format!("'{code}'"),
        Ward::Others => "(SELECT code FROM load_ward WHERE place = n % of)".to_owned(),
    };
    format!(
        "INSERT INTO load_clone
         SELECT n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                (ARRAY[{models}]::uuid[])[1 + n % cardinality(ARRAY[{models}]::uuid[])], {ward},
                ('01900000-0000-7000-9000-' || lpad(to_hex({citizens} + n % {count}), 12, '0'))::uuid,
                (ARRAY['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi'])[1 + n % 8] || ' ' ||
                (ARRAY['Thị', 'Văn', 'Ngọc', 'Minh', 'Quốc', 'Hữu', 'Thanh'])[1 + n % 7] || ' ' ||
                (ARRAY['Hoa', 'Tuấn', 'Hùng', 'Mai', 'Long', 'Lan', 'Khoa', 'Dung', 'Sơn', 'Ánh', 'Yến'])[1 + n % 11],
                make_interval(mins => n::int * 7919 % {minutes}, secs => n % 60)
         FROM generate_series({first}, {last} - 1) AS s (n)"
    )
}

const DOSSIERS: &str = r"
INSERT INTO dossier
SELECT r.*
FROM load_clone c
JOIN dossier d ON d.id = c.model
CROSS JOIN LATERAL jsonb_populate_record(d, jsonb_build_object(
    'id', c.id, 'form_key', gen_random_uuid(),
    'code', CASE WHEN d.status <> 'draft' THEN c.ward || '.01-' || '__DAY__' || '-' || c.n END,
    'link_token', CASE WHEN d.status <> 'draft' THEN 'load' || md5(c.n::text) END,
    'owner_id', c.citizen, 'filer_id', c.citizen, 'applicant_name', c.name,
    'applicant', jsonb_set(d.applicant, '{name}', to_jsonb(c.name)),
    'receiving_agency', c.ward || '.01', 'settling_agency', c.ward,
    'holding_agency', CASE WHEN d.holding_agency = d.settling_agency THEN c.ward ELSE c.ward || '.01' END,
    'ledger', coalesce((SELECT jsonb_agg(jsonb_set(m, '{at}', to_jsonb((m ->> 'at')::timestamptz - c.earlier)) ORDER BY i)
                        FROM jsonb_array_elements(d.ledger) WITH ORDINALITY AS l (m, i)), '[]'),
    'created_at', d.created_at - c.earlier, 'updated_at', d.updated_at - c.earlier,
    'status_at', d.status_at - c.earlier, 'submitted_at', d.submitted_at - c.earlier,
    'respond_by', d.respond_by - c.earlier, 'accepted_at', d.accepted_at - c.earlier,
    'original_due_at', d.original_due_at - c.earlier, 'due_at', d.due_at - c.earlier,
    'soon_at', d.soon_at - c.earlier,
    'step_due_at', d.step_due_at - c.earlier, 'completed_at', d.completed_at - c.earlier,
    'ended_at', d.ended_at - c.earlier)) AS r;
";

const DOCUMENTS: &str = "
INSERT INTO document
SELECT r.*
FROM load_clone c
JOIN document x ON x.dossier_id = c.model
CROSS JOIN LATERAL jsonb_populate_record(x, jsonb_build_object(
    'id', gen_random_uuid(), 'dossier_id', c.id, 'form_key', gen_random_uuid(), 'uploaded_by', c.citizen,
    'uploaded_at', x.uploaded_at - c.earlier)) AS r;
";

const HISTORY: &str = "
INSERT INTO history (dossier_id, version, at, actor_id, actor_agency, action, from_status, to_status, event)
SELECT c.id, h.version, h.at - c.earlier, CASE WHEN h.actor_agency IS NULL THEN c.citizen ELSE h.actor_id END,
       CASE WHEN h.actor_agency LIKE '%.01' THEN c.ward || '.01' WHEN h.actor_agency IS NOT NULL THEN c.ward END,
       h.action, h.from_status, h.to_status, h.event
FROM load_clone c
JOIN history h ON h.dossier_id = c.model
ORDER BY c.n, h.id;
";

/// One unread message for every tenth dossier; the jobs of the real ones count as done.
const MESSAGES: &str = "
INSERT INTO message (account_id, dossier_id, key, unique_key, at, read_at)
SELECT c.citizen, c.id, 'message-accepted', 'load:' || c.n, d.updated_at, CASE WHEN c.n % 100 <> 0 THEN d.updated_at END
FROM load_clone c
JOIN dossier d ON d.id = c.id
WHERE d.accepted_at IS NOT NULL AND c.n % 10 = 0;
UPDATE job SET state = 'done', finished_at = created_at;
";

const CLEAN: &str = "DROP TABLE load_clone, load_ward";
