-- Versions of working calendars: a published one is never edited, only superseded.
CREATE TABLE calendar_version (
    calendar     text NOT NULL REFERENCES calendar (key),
    number       int NOT NULL,
    state        text NOT NULL CHECK (state IN ('draft', 'published')),
    data         jsonb NOT NULL,
    reason       text NOT NULL DEFAULT '',
    edited_by    uuid REFERENCES account (id),
    edited_at    timestamptz NOT NULL,
    published_at timestamptz,
    PRIMARY KEY (calendar, number),
    CHECK ((state = 'published') = (published_at IS NOT NULL))
);
CREATE UNIQUE INDEX calendar_version_draft ON calendar_version (calendar) WHERE state = 'draft';
COMMENT ON TABLE calendar_version IS 'Every version of every calendar; calendar.data is the one in force, calendar.revision its number.';
COMMENT ON COLUMN calendar_version.number IS 'What calendar.revision is, or becomes when the draft is published.';
COMMENT ON COLUMN calendar_version.data IS 'domain::calendar::CalendarData; times are local (UTC+7), dates are local dates.';
COMMENT ON COLUMN calendar_version.reason IS 'Why it was published; goes into the history of every dossier whose date it moves.';
COMMENT ON COLUMN calendar_version.edited_by IS 'Who edited the draft last and published it; null for the command line.';

CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION '% is append-only once published', TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER calendar_version_append_only BEFORE UPDATE OR DELETE ON calendar_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();

INSERT INTO calendar_version (calendar, number, state, data, edited_at, published_at)
SELECT key, revision, 'published', data, updated_at, updated_at FROM calendar;

CREATE INDEX dossier_running ON dossier (id)
    WHERE status IN ('accepted', 'processing', 'supplement-requested', 'payment-requested');
