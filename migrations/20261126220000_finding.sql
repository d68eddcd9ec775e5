-- What somebody found out about money can turn out to be wrong. It is not changed: it is taken back by a row of its own and found out
-- anew. Every one of these words stays, and event_match is what holds now.
ALTER TABLE event_match RENAME TO finding;
ALTER TABLE finding
    DROP CONSTRAINT event_match_pkey,
    ADD COLUMN turn    int NOT NULL DEFAULT 0 CHECK (turn >= 0),
    ADD COLUMN same_as uuid REFERENCES bank_event (id),
    ADD PRIMARY KEY (event_id, turn);
ALTER TABLE finding ALTER COLUMN turn DROP DEFAULT;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT conname FROM pg_constraint
                WHERE conrelid = 'finding'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%kind%'
    LOOP
        EXECUTE format('ALTER TABLE finding DROP CONSTRAINT %I', name);
    END LOOP;
END $$;
ALTER TABLE finding
    ADD CONSTRAINT finding_kind CHECK (kind IN ('reference', 'platform', 'counter', 'cashier', 'aside', 'twice')),
    ADD CONSTRAINT finding_intent CHECK ((kind IN ('aside', 'twice')) = (intent_id IS NULL)),
    ADD CONSTRAINT finding_reason CHECK (kind <> 'aside' OR reason IS NOT NULL),
    ADD CONSTRAINT finding_twice CHECK ((kind = 'twice') = (same_as IS NOT NULL) AND same_as <> event_id);
ALTER TRIGGER event_match_append_only ON finding RENAME TO finding_append_only;
ALTER INDEX event_match_intent RENAME TO finding_intent_index;
ALTER INDEX event_match_at RENAME TO finding_at;
ALTER INDEX event_match_aside RENAME TO finding_none;
CREATE INDEX finding_by_person ON finding (at DESC, event_id DESC) WHERE kind IN ('cashier', 'aside', 'twice');
CREATE INDEX finding_same_as ON finding (same_as) WHERE same_as IS NOT NULL;
COMMENT ON TABLE finding IS 'Append-only: to which intent an event belongs. aside = to none, with the reason; twice = it is the same money as same_as, of which two messages came. turn = how many words about it were taken back before. An event of which no word holds waits in the inbox.';

CREATE TABLE finding_undone (
    event_id uuid NOT NULL,
    turn     int NOT NULL,
    at       timestamptz NOT NULL,
    by       uuid NOT NULL REFERENCES account (id),
    reason   text NOT NULL,
    PRIMARY KEY (event_id, turn),
    FOREIGN KEY (event_id, turn) REFERENCES finding (event_id, turn)
);
CREATE INDEX finding_undone_at ON finding_undone (at);
CREATE TRIGGER finding_undone_append_only BEFORE UPDATE OR DELETE ON finding_undone
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE finding_undone IS 'Append-only: a finding that was taken back, with the reason; the event waits in the inbox again.';

CREATE VIEW finding_span AS
SELECT f.event_id, f.turn, f.intent_id, f.kind, f.same_as, f.by, f.at, f.reason, coalesce(u.at, 'infinity') AS until
FROM finding f LEFT JOIN finding_undone u ON u.event_id = f.event_id AND u.turn = f.turn;
COMMENT ON VIEW finding_span IS 'From when until when each finding held.';
CREATE VIEW event_match AS
SELECT f.event_id, f.turn, f.intent_id, f.kind, f.same_as, f.by, f.at, f.reason
FROM finding f
WHERE NOT EXISTS (SELECT FROM finding_undone u WHERE u.event_id = f.event_id AND u.turn = f.turn);
COMMENT ON VIEW event_match IS 'What is found out about each event and holds now; at most one row for an event.';
