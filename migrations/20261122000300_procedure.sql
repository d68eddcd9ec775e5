-- Procedures and their versions. A version is immutable once published; a dossier pins the one it was submitted under.
CREATE TABLE procedure (
    code              text PRIMARY KEY,
    name              text NOT NULL,
    field             text NOT NULL,
    levels            text[] NOT NULL,
    audiences         text[] NOT NULL,
    online            text NOT NULL CHECK (online IN ('full', 'partial', 'information')),
    agency            text REFERENCES agency (code),
    keywords          text NOT NULL DEFAULT '',
    published_version uuid,
    draft_version     uuid,
    gaps              jsonb NOT NULL DEFAULT '[]',
    popularity        int NOT NULL DEFAULT 0,
    search            text NOT NULL,
    updated_at        timestamptz NOT NULL
);
COMMENT ON TABLE procedure IS 'The catalogue: one row a procedure, with what lists and search need of its current version.';
COMMENT ON COLUMN procedure.search IS 'vn_fold of code, name, keywords and field: see store::search.';
COMMENT ON COLUMN procedure.gaps IS 'What keeps the draft version from being published (domain::publish::Gap).';
COMMENT ON COLUMN procedure.popularity IS 'Rank among the shown-first procedures; higher comes first.';
CREATE INDEX procedure_search ON procedure USING gin (search gin_trgm_ops);
CREATE INDEX procedure_published ON procedure (field, code) WHERE published_version IS NOT NULL;

CREATE TABLE procedure_version (
    id           uuid PRIMARY KEY,
    code         text NOT NULL REFERENCES procedure (code),
    number       int NOT NULL,
    name         text NOT NULL,
    content      jsonb NOT NULL,
    content_hash bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    created_by   uuid REFERENCES account (id),
    published_at timestamptz,
    retired_at   timestamptz,
    UNIQUE (code, number)
);
COMMENT ON TABLE procedure_version IS 'Immutable versions: domain::procedure::Procedure as JSON.';
COMMENT ON COLUMN procedure_version.content_hash IS 'SHA-256 of the canonical JSON: an import that changes nothing makes no version.';
ALTER TABLE procedure ADD FOREIGN KEY (published_version) REFERENCES procedure_version (id);
ALTER TABLE procedure ADD FOREIGN KEY (draft_version) REFERENCES procedure_version (id);
