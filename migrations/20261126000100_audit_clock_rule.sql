-- Changes of the rules of the clock, and of calendars, leave a row in the audit too.
ALTER TABLE audit DROP CONSTRAINT audit_subject_kind_check;
ALTER TABLE audit ADD CONSTRAINT audit_subject_kind_check
    CHECK (subject_kind IN ('procedure', 'agency', 'user', 'job', 'calendar', 'clock-rule'));
