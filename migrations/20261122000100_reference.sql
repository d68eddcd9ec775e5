-- Reference data: text folding, agencies, calendars, province-wide policies.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE FUNCTION vn_fold(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN public.unaccent('public.unaccent'::regdictionary, lower(normalize(words, NFC)));
COMMENT ON FUNCTION vn_fold IS 'Lower case without tone marks, NFC first: how people type when they search.';

DO $$ BEGIN
    CREATE COLLATION vn (provider = icu, locale = 'vi-VN');
EXCEPTION WHEN feature_not_supported THEN
    CREATE COLLATION vn FROM "C";
END $$;

CREATE TABLE calendar (
    key        text PRIMARY KEY,
    name       text NOT NULL,
    data       jsonb NOT NULL,
    revision   int NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL
);
COMMENT ON TABLE calendar IS 'Working calendars: office hours, days off, make-up days, published years.';
COMMENT ON COLUMN calendar.data IS 'domain::calendar::CalendarData; times are local (UTC+7), dates are local dates.';

CREATE TABLE agency (
    code       text PRIMARY KEY,
    name       text NOT NULL,
    short_name text NOT NULL,
    level      text NOT NULL CHECK (level IN ('province', 'department', 'centre', 'commune', 'commune-centre', 'branch', 'police')),
    parent     text REFERENCES agency (code),
    ward_code  text,
    receives   boolean NOT NULL,
    calendar   text NOT NULL REFERENCES calendar (key),
    address    text,
    phone      text,
    valid_from date NOT NULL,
    valid_to   date
);
CREATE INDEX agency_parent ON agency (parent);
CREATE INDEX agency_ward ON agency (ward_code) WHERE ward_code IS NOT NULL;
COMMENT ON TABLE agency IS 'Agencies and one-stop centres, with validity: old dossiers keep the old unit.';
COMMENT ON COLUMN agency.ward_code IS 'Official code of the commune, ward or special zone.';
COMMENT ON COLUMN agency.receives IS 'Whether it is a one-stop that takes dossiers in.';

CREATE TABLE policy (
    key         text PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('fee', 'time')),
    percent     int NOT NULL CHECK (percent BETWEEN 0 AND 100),
    channel     text NOT NULL CHECK (channel IN ('direct', 'online', 'postal')),
    valid_from  date NOT NULL,
    valid_to    date,
    legal_basis text NOT NULL
);
COMMENT ON TABLE policy IS 'Province-wide promises: percent off fees, percent less time, by channel and day of filing.';
