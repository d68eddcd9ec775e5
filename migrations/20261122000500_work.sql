-- Work that follows from events: the outbox of jobs, and messages to people.
CREATE TABLE job (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL,
    payload     jsonb NOT NULL,
    unique_key  text NOT NULL UNIQUE,
    state       text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'leased', 'done', 'dead')),
    run_at      timestamptz NOT NULL,
    attempts    int NOT NULL DEFAULT 0,
    lease_until timestamptz,
    last_error  text,
    created_at  timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_leased ON job (lease_until, id) WHERE state = 'leased';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';
CREATE INDEX job_done ON job (finished_at) WHERE state = 'done';
COMMENT ON TABLE job IS 'Outbox and schedule: put in the transaction of the change, done by a worker, once per unique_key.';

CREATE TABLE message (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    dossier_id uuid REFERENCES dossier (id),
    key        text NOT NULL,
    args       jsonb NOT NULL DEFAULT '{}',
    unique_key text NOT NULL UNIQUE,
    at         timestamptz NOT NULL,
    read_at    timestamptz
);
CREATE INDEX message_account ON message (account_id, id DESC);
CREATE INDEX message_unread ON message (account_id) WHERE read_at IS NULL;
COMMENT ON TABLE message IS 'Notices shown to a person in the portal; key and args are translated when shown.';
