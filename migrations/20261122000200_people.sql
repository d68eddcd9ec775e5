-- People: accounts, postings, sessions, failed sign-ins.
CREATE TABLE account (
    id              uuid PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('citizen', 'staff', 'system')),
    full_name       text NOT NULL,
    phone           text UNIQUE,
    personal_number text UNIQUE,
    birth_date      date,
    email           text,
    address         text,
    ward_code       text,
    password_hash   text,
    active          boolean NOT NULL DEFAULT true,
    preferences     jsonb NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL
);
CREATE INDEX account_name ON account USING gin (vn_fold(full_name) gin_trgm_ops);
COMMENT ON TABLE account IS 'Citizens and staff. Phone as +84…; personal number 12 digits; names whole, NFC.';
COMMENT ON COLUMN account.password_hash IS 'argon2id PHC string; null when the account cannot sign in.';

CREATE TABLE posting (
    account_id uuid NOT NULL REFERENCES account (id),
    role       text NOT NULL CHECK (role IN ('one-stop-officer', 'cashier', 'specialist', 'leader', 'clerk', 'postal', 'procedure-admin', 'system-admin')),
    agency     text NOT NULL REFERENCES agency (code),
    PRIMARY KEY (account_id, role, agency)
);
CREATE INDEX posting_agency ON posting (agency, role);
COMMENT ON TABLE posting IS 'Which role an account holds at which agency.';

CREATE TABLE session (
    token_hash   bytea PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account (id),
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expiry ON session (expires_at);
COMMENT ON TABLE session IS 'Signed-in browsers. token_hash = SHA-256 of the cookie; the token itself is nowhere stored.';

CREATE TABLE attempt (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key  text NOT NULL,
    at   timestamptz NOT NULL
);
CREATE INDEX attempt_key ON attempt (key, at);
COMMENT ON TABLE attempt IS 'Failed sign-ins and look-ups, by a hash of what was tried and from where; pruned by a job.';
