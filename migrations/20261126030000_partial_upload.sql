-- Uploads that come in pieces: a connection that breaks costs one piece, and the rest follows later, also after the tab was closed.
CREATE TABLE partial_upload (
    id         uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES account (id),
    doc_key    text NOT NULL,
    file_name  text NOT NULL,
    sha256     bytea NOT NULL CHECK (length(sha256) = 32),
    size       bigint NOT NULL CHECK (size > 0),
    received   bigint NOT NULL DEFAULT 0,
    form_key   uuid NOT NULL UNIQUE,
    touched_at timestamptz NOT NULL,
    taken_at   timestamptz,
    CHECK (received BETWEEN 0 AND size),
    UNIQUE (dossier_id, account_id, doc_key, sha256)
);
CREATE INDEX partial_upload_account ON partial_upload (account_id, touched_at);
CREATE INDEX partial_upload_touched ON partial_upload (touched_at);
COMMENT ON TABLE partial_upload IS 'A file that its sender announced, by content, and how many bytes of it came in. Sizes in bytes.';
COMMENT ON COLUMN partial_upload.sha256 IS 'SHA-256 of the whole, as announced; compared when all of it is here.';
COMMENT ON COLUMN partial_upload.form_key IS 'Form key of the document that it becomes: it becomes one only.';
COMMENT ON COLUMN partial_upload.taken_at IS 'When it became a document; its pieces are gone then.';

CREATE TABLE upload_piece (
    upload_id uuid NOT NULL REFERENCES partial_upload (id) ON DELETE CASCADE,
    start     bigint NOT NULL CHECK (start >= 0),
    content   bytea NOT NULL CHECK (length(content) > 0),
    PRIMARY KEY (upload_id, start)
);
ALTER TABLE upload_piece ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE upload_piece IS 'What came in of a partial upload, from byte start on; without a gap.';
