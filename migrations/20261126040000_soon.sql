-- From when on a dossier is due soon, projected like due_at, so that list and light are one; what a recount needs to know besides.
ALTER TABLE dossier ADD COLUMN soon_at timestamptz;
COMMENT ON COLUMN dossier.soon_at IS 'From when on it is due soon (domain::deadline::projection): the list "due soon" and the light read it.';
ALTER TABLE consultation ADD COLUMN days int CHECK (days > 0);
COMMENT ON COLUMN consultation.days IS 'Working days it was given; null where that was not kept: a new calendar then leaves its date.';

-- Steps of a role that are due soon or overdue.
CREATE INDEX dossier_soon ON dossier (holding_agency, step_role, soon_at) WHERE status = 'processing';

-- Dossiers whose dates follow the calendar.
DROP INDEX dossier_running;
CREATE INDEX dossier_running ON dossier (id)
    WHERE status IN ('submitted', 'accepted', 'processing', 'supplement-requested', 'payment-requested');

-- Until the jobs below have run, what is due counts as due soon only then.
UPDATE dossier SET soon_at = due_at WHERE due_at IS NOT NULL;
INSERT INTO job (kind, payload, unique_key, run_at, created_at)
SELECT 'recount-dossiers',
       jsonb_build_object('calendar', key, 'after', '00000000-0000-0000-0000-000000000000', 'from', '2026-11-26'),
       'recount-dossiers:' || key || ':2026-11-26:soon', updated_at, updated_at
FROM calendar
WHERE EXISTS (SELECT FROM dossier WHERE soon_at IS NOT NULL);
