-- What administrators changed: one row for each change, never changed itself.
CREATE TABLE audit (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor_id     uuid REFERENCES account (id),
    subject_kind text NOT NULL CHECK (subject_kind IN ('procedure', 'agency', 'user', 'job')),
    subject_id   text NOT NULL,
    what         text NOT NULL,
    before       jsonb,
    after        jsonb
);
CREATE INDEX audit_subject ON audit (subject_kind, subject_id, id DESC);
COMMENT ON TABLE audit IS 'Append-only: every administrative change (app::audit::Change) with the facts before and after it.';
COMMENT ON COLUMN audit.actor_id IS 'Who did it; null for the command line.';
COMMENT ON COLUMN audit.before IS 'The facts that changed, as they were; never a password or its hash.';
COMMENT ON COLUMN audit.after IS 'The same facts afterwards.';
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
