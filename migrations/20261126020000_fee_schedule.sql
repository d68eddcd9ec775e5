-- Preferences on fees are published together, as numbered schedules; a dossier keeps the number of the one it was filed under.
CREATE TABLE fee_schedule (
    number       int PRIMARY KEY CHECK (number > 0),
    state        text NOT NULL CHECK (state IN ('draft', 'published')),
    preferences  jsonb NOT NULL,
    reason       text NOT NULL DEFAULT '',
    edited_by    uuid REFERENCES account (id),
    edited_at    timestamptz NOT NULL,
    published_at timestamptz,
    CHECK ((state = 'published') = (published_at IS NOT NULL))
);
CREATE UNIQUE INDEX fee_schedule_draft ON fee_schedule (state) WHERE state = 'draft';
COMMENT ON TABLE fee_schedule IS 'What the province takes off fees; the published one with the greatest number is in force.';
COMMENT ON COLUMN fee_schedule.preferences IS 'A list of domain::preference::Preference; amounts are whole đồng, days are days of filing (UTC+7).';
COMMENT ON COLUMN fee_schedule.reason IS 'Why it was published.';
COMMENT ON COLUMN fee_schedule.edited_by IS 'Who edited the draft last and published it; null when it was loaded.';
CREATE TRIGGER fee_schedule_append_only BEFORE UPDATE OR DELETE ON fee_schedule
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();

INSERT INTO fee_schedule (number, state, preferences, edited_at, published_at)
SELECT 1, 'published', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'key', key, 'scope', jsonb_build_object('listed', true), 'channels', jsonb_build_array(channel),
           'cut', jsonb_build_object('percent', percent), 'valid_from', valid_from, 'valid_to', valid_to,
           'legal_basis', legal_basis)) ORDER BY key),
       timestamptz '2026-11-26 00:00:00+07', timestamptz '2026-11-26 00:00:00+07'
FROM policy WHERE kind = 'fee' AND percent > 0 HAVING count(*) > 0;
DELETE FROM policy WHERE kind = 'fee';
ALTER TABLE policy DROP CONSTRAINT policy_kind_check;
ALTER TABLE policy ADD CONSTRAINT policy_kind_check CHECK (kind = 'time');
COMMENT ON TABLE policy IS 'Province-wide promises of less time, by channel and day of filing.';

ALTER TABLE audit DROP CONSTRAINT audit_subject_kind_check;
ALTER TABLE audit ADD CONSTRAINT audit_subject_kind_check
    CHECK (subject_kind IN ('procedure', 'agency', 'user', 'job', 'calendar', 'clock-rule', 'fee-schedule'));
