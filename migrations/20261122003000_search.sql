-- Search over the catalogue: the words of a procedure as people type them; and what the national file said last.
CREATE FUNCTION vn_words(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ' ' || trim(regexp_replace(vn_fold(words), '[^a-z0-9]+', ' ', 'g')) || ' ';
COMMENT ON FUNCTION vn_words IS 'Words without tone marks, each between two spaces: LIKE ''% word %'' finds whole words.';

ALTER TABLE procedure
    ADD COLUMN name_words text GENERATED ALWAYS AS (vn_words(name)) STORED,
    ADD COLUMN keyword_words text GENERATED ALWAYS AS (
        '|' || regexp_replace(vn_words(replace(keywords, ' · ', ' thenextone ')), ' thenextone ', ' | ', 'g') || '|'
    ) STORED,
    ADD COLUMN all_words text GENERATED ALWAYS AS (vn_words(name || ' ' || keywords || ' ' || field)) STORED,
    ADD COLUMN national_hash bytea;
CREATE INDEX procedure_all_words ON procedure USING gin (all_words gin_trgm_ops);
CREATE INDEX procedure_shown_first ON procedure (popularity DESC, code) WHERE published_version IS NOT NULL;
COMMENT ON COLUMN procedure.name_words IS 'vn_words of the name.';
COMMENT ON COLUMN procedure.keyword_words IS 'Keywords in vn_words, between bars: | giay khai sinh | lam khai sinh |.';
COMMENT ON COLUMN procedure.all_words IS 'vn_words of name, keywords and field.';
COMMENT ON COLUMN procedure.national_hash IS 'SHA-256 of the facts of the last import from the national file; null when never imported.';
