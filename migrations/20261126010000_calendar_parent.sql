-- Calendars that inherit: an agency's own differences over its province's calendar.
ALTER TABLE calendar
    ADD COLUMN parent text REFERENCES calendar (key),
    ADD COLUMN own    jsonb,
    ADD CHECK ((parent IS NULL) = (own IS NULL)),
    ADD CHECK (parent <> key);
CREATE INDEX calendar_parent ON calendar (parent) WHERE parent IS NOT NULL;
COMMENT ON COLUMN calendar.parent IS 'The calendar it inherits; one step only: that one inherits none.';
COMMENT ON COLUMN calendar.own IS 'domain::calendar_inherit::Differences over the parent; data is the two composed.';

ALTER TABLE calendar_version
    ADD COLUMN own    jsonb,
    ADD COLUMN follows int;
COMMENT ON COLUMN calendar_version.own IS 'The differences of a calendar that inherits; data is the calendar composed when this was published or edited.';
COMMENT ON COLUMN calendar_version.follows IS 'The number of the parent''s version with which this one came; null when it was published for itself.';
