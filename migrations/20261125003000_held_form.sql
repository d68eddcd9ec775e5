-- What somebody sent when their session had ended: kept for a short while, so that nothing is typed twice.
CREATE TABLE held_form (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    path       text NOT NULL,
    fields     jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX held_form_expiry ON held_form (expires_at);
COMMENT ON TABLE held_form IS 'A form sent with a session that had ended; shown again only to the account of that session. token_hash = SHA-256 of the cookie.';
COMMENT ON COLUMN held_form.fields IS 'Names and values in order, as [[name, value], …]; never passwords, never files.';
